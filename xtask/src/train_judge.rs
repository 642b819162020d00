//! Trains `data/source/judge.tsv`: logistic regression over the properties of possible attributions.
//!
//! Read are gold attributions (JSON lines with `id` and `attributions` of `content` spans, as PolNeAR gives them) and the
//! same documents annotated with their text. Five folds by document tell how well it generalises and where to cut.

use rustc_hash::FxHashMap;
use serde_json::Value;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use whowhom_source::{Sources, judge};
use whowhom_text::data::DataDir;
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{CodePoints, Parsed, Span};

const FOLDS: usize = 5;
const EPOCHS: usize = 40;
const RATE: f32 = 0.15;
const DECAY: f32 = 3e-3;
/// A property seen in fewer possible attributions than this has no weight.
const SEEN: usize = 3;
const HEAD: &str = "\
# Weights of the properties of possible attributions (crates/source/src/judge.rs): group, value, weight, separated by tabs.
# The sum over a possible attribution's properties is the log-odds that it is one; above 0 it counts.
# Made by `cargo xtask train-judge`, which fits them to the training part of PolNeAR 1.0; a line may be changed by hand.
";

struct Example {
    doc: usize,
    cue: u32,
    /// Gold attributions that its content matches.
    matches: Vec<usize>,
    /// Whether no other possible attribution fits one of them better.
    right: bool,
    properties: Vec<u32>,
}

/// Trains on gold attributions and annotated documents; writes the weights to `out`.
pub fn run(gold: &Path, annotated: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut names = Names::default();
    let (examples, gold_counts) = read(gold, annotated, &mut names)?;
    let counts = names.count(&examples);
    println!("{} possible attributions, {} properties", examples.len(), counts.iter().filter(|c| **c >= SEEN).count());
    let held_out = cross_validate(&examples, &counts);
    let cut = best_cut(&examples, &held_out, &gold_counts);
    let mut weights = train(&examples, &counts, |_| true);
    if let Some(bias) = names.ids.get(&("bias".to_string(), "1".to_string())) {
        weights[*bias as usize] -= cut;
    }
    std::fs::write(out, names.table(&weights))?;
    Ok(())
}

#[derive(Default)]
struct Names {
    ids: FxHashMap<(String, String), u32>,
}

impl Names {
    fn id(&mut self, group: &str, value: &str) -> u32 {
        let next = self.ids.len() as u32;
        *self.ids.entry((group.into(), value.into())).or_insert(next)
    }

    fn count(&self, examples: &[Example]) -> Vec<usize> {
        let mut counts = vec![0; self.ids.len()];
        examples.iter().flat_map(|e| &e.properties).for_each(|p| counts[*p as usize] += 1);
        counts
    }

    fn table(&self, weights: &[f32]) -> String {
        let mut lines: Vec<_> = self.ids.iter().filter(|(_, id)| weights[**id as usize].abs() >= 0.03).collect();
        lines.sort();
        let mut table = String::from(HEAD);
        for ((group, value), id) in lines {
            if !value.is_empty() && !value.contains(char::is_whitespace) {
                writeln!(table, "{group}\t{value}\t{:.2}", weights[*id as usize]).expect("writing to a string");
            }
        }
        table
    }
}

/// The possible attributions of all documents, and the number of gold attributions of each document.
fn read(gold: &Path, annotated: &Path, names: &mut Names) -> Result<(Vec<Example>, Vec<usize>), Box<dyn Error>> {
    let sources = Sources::load(&DataDir::builtin())?;
    let mut golds: FxHashMap<String, Value> = FxHashMap::default();
    for line in std::fs::read_to_string(gold)?.lines() {
        let value: Value = serde_json::from_str(line)?;
        golds.insert(value["id"].as_str().unwrap_or_default().into(), value);
    }
    let (mut examples, mut counts) = (Vec::new(), Vec::new());
    for line in std::fs::read_to_string(annotated)?.lines() {
        let (doc, analysis) = serde_json::from_str::<AnnotatedRecord>(line)?.read()?;
        let Some(gold) = golds.get(&doc.id) else { continue };
        let points = CodePoints::new(&doc.text);
        let golds: Vec<Gold> = gold["attributions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|a| Gold { content: spans(&a["content"], &points), cue: spans(&a["cue"], &points) })
            .filter(|g| !g.content.is_empty())
            .collect();
        let first = examples.len();
        sources.candidates(Parsed { doc: &doc, analysis: &analysis }, |reading, all| {
            let mut best = vec![(0.0, first); golds.len()];
            for candidate in all {
                let content: Vec<Span> = candidate.content.iter().map(|r| reading.span(*r)).collect();
                let cue = reading.span(candidate.cue_words);
                let mut matches = Vec::new();
                for (number, gold) in golds.iter().enumerate() {
                    let share = share(&doc.text, &gold.content, &content);
                    let fit = share + if gold.cue.iter().any(|c| c.overlaps(cue)) { 1.0 } else { 0.0 };
                    if share >= 0.5 {
                        matches.push(number);
                        if fit > best[number].0 {
                            best[number] = (fit, examples.len());
                        }
                    }
                }
                let mut properties = Vec::new();
                judge::properties(reading, candidate, all, |group, value| properties.push(names.id(group, value)));
                examples.push(Example { doc: counts.len(), cue: candidate.cue.0, matches, right: false, properties });
            }
            best.iter().filter(|b| b.0 > 0.0).for_each(|b| examples[b.1].right = true);
        });
        counts.push(golds.len());
    }
    Ok((examples, counts))
}

fn spans(value: &Value, points: &CodePoints<'_>) -> Vec<Span> {
    let at = |v: &Value| points.to_byte(v.as_u64()? as usize);
    let span = |v: &Value| Some(Span::new(at(&v[0])?, at(&v[1])?));
    value.as_array().into_iter().flatten().filter_map(span).collect()
}

struct Gold {
    content: Vec<Span>,
    cue: Vec<Span>,
}

/// The share of two contents' joint words that both have.
fn share(text: &str, a: &[Span], b: &[Span]) -> f32 {
    let inside = |spans: &[Span], at: u32| spans.iter().any(|s| s.start <= at && at < s.end);
    let (Some(start), Some(end)) = (a.iter().chain(b).map(|s| s.start).min(), a.iter().chain(b).map(|s| s.end).max())
    else {
        return 0.0;
    };
    if !a.iter().any(|x| b.iter().any(|y| x.overlaps(*y))) {
        return 0.0;
    }
    let (mut shared, mut joint) = (0, 0);
    let mut before = ' ';
    for (i, c) in text[start as usize..end as usize].char_indices() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        if word(c) && !word(before) {
            let at = start + i as u32;
            let (x, y) = (inside(a, at), inside(b, at));
            shared += u32::from(x && y);
            joint += u32::from(x || y);
        }
        before = c;
    }
    shared as f32 / joint.max(1) as f32
}

/// Stochastic gradient descent in a fixed order, averaged over the steps of the last half.
fn train(examples: &[Example], counts: &[usize], take: impl Fn(&Example) -> bool) -> Vec<f32> {
    let mut weights = vec![0.0f32; counts.len()];
    let mut squares = vec![1e-6f32; counts.len()];
    let mut sums = vec![0.0f64; counts.len()];
    let mut order: Vec<usize> = (0..examples.len()).filter(|i| take(&examples[*i])).collect();
    let mut state = 1u64;
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            order.swap(i, (state >> 33) as usize % (i + 1));
        }
        for &i in &order {
            let example = &examples[i];
            let known = || example.properties.iter().map(|p| *p as usize).filter(|p| counts[*p] >= SEEN);
            let score: f32 = known().map(|p| weights[p]).sum();
            let error = 1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(example.right));
            for p in known() {
                let gradient = error + DECAY * weights[p] * (order.len() as f32 / counts[p] as f32).min(1000.0);
                squares[p] += gradient * gradient;
                weights[p] -= RATE * gradient / squares[p].sqrt();
            }
        }
        if epoch >= EPOCHS / 2 {
            sums.iter_mut().zip(&weights).for_each(|(s, w)| *s += f64::from(*w));
        }
    }
    sums.iter().map(|s| (*s / (EPOCHS - EPOCHS / 2) as f64) as f32).collect()
}

/// The score of each example by weights that have not seen its document.
fn cross_validate(examples: &[Example], counts: &[usize]) -> Vec<f32> {
    let mut scores = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let weights = train(examples, counts, |e| e.doc % FOLDS != fold);
        for (example, score) in examples.iter().zip(&mut scores).filter(|(e, _)| e.doc % FOLDS == fold) {
            let known = example.properties.iter().map(|p| *p as usize).filter(|p| counts[*p] >= SEEN);
            *score = known.map(|p| weights[p]).sum();
        }
    }
    scores
}

/// How much F1 of attributions may be given for more words covered.
const GIVE: f64 = 0.003;

/// The lowest score above which F1 of attributions is as good as best: what is found more covers more words.
fn best_cut(examples: &[Example], scores: &[f32], gold: &[usize]) -> f32 {
    let all: usize = gold.iter().sum();
    let mut tried: Vec<(f64, f32)> = Vec::new();
    for step in -20..=20 {
        let cut = step as f32 * 0.1;
        let mut used: std::collections::BTreeSet<(usize, usize)> = Default::default();
        let (mut predicted, mut right) = (0, 0);
        for group in
            examples.iter().zip(scores).collect::<Vec<_>>().chunk_by(|a, b| (a.0.doc, a.0.cue) == (b.0.doc, b.0.cue))
        {
            let Some((top, score)) = group.iter().max_by(|a, b| a.1.total_cmp(b.1)) else { continue };
            if **score > cut {
                predicted += 1;
                let free = top.matches.iter().find(|m| used.insert((top.doc, **m)));
                right += usize::from(free.is_some());
            }
        }
        let (p, r) = (right as f64 / predicted.max(1) as f64, right as f64 / all.max(1) as f64);
        let f = 2.0 * p * r / (p + r).max(1e-9);
        if step % 5 == 0 {
            println!("cut {cut:.1}: P {p:.3} R {r:.3} F1 {f:.3}");
        }
        tried.push((f, cut));
    }
    let best = tried.iter().map(|t| t.0).fold(0.0, f64::max);
    let cut = tried.iter().find(|t| t.0 >= best - GIVE).map_or(0.0, |t| t.1);
    println!("best F1 {best:.4}, cut at {cut:.1}");
    cut
}
