//! Trains `data/event/ranker.tsv`: multinomial logistic regression over the properties of coded events.
//!
//! Read are sentences with marked parties and a category (the form of PLV, Hürriyetoğlu-style `<s>` and `<t>` marks: columns uid, marked_sentence,
//! gold_root). Of each sentence's events the one whose parties best overlap the marks is an example. Five folds by sentence tell how well the
//! ranker judges sentences that it has not seen, beside the lexicon alone.

use rustc_hash::FxHashMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use whowhom_actor::Actors;
use whowhom_event::Coder;
use whowhom_event::ranker::{folded, prevails};
use whowhom_nlp::Pipeline;
use whowhom_place::Places;
use whowhom_source::Sources;
use whowhom_text::data::DataDir;
use whowhom_text::layer::{Event, Layers, Participant};
use whowhom_text::{Analysis, Document, Label, Parsed, Span};
use whowhom_time::Times;

const FOLDS: usize = 5;
const EPOCHS: usize = 60;
const RATE: f32 = 0.2;
/// Strength of the pull of each weight towards nothing (the inverse of the usual C), shared out over the property's examples.
const DECAY: f32 = 1.0;
/// Weights smaller than this are left out of the table.
const SMALL: f32 = 0.05;
const HEAD: &str = "\
# Weights of the properties of coded events for each category (crates/event/src/ranker.rs): property, category, weight.
# The category with the largest sum takes the lexicon's place where it leads by a margin; YIELD stands for CONCEDE and RETREAT.
# Made by `cargo xtask train-ranker` from the labelled sentences that data/SOURCES.md names; a line may be changed by hand.
";

struct Example {
    properties: Vec<u32>,
    /// What the lexicon says; `None` when it codes nothing.
    lexicon: Option<usize>,
    gold: usize,
}

#[derive(Default)]
struct Names {
    ids: FxHashMap<String, u32>,
    list: Vec<String>,
}

impl Names {
    fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        self.ids.insert(name.into(), self.list.len() as u32);
        self.list.push(name.into());
        self.list.len() as u32 - 1
    }
}

/// Trains on a table of marked sentences; writes the weights to `out`.
pub fn run(table: &Path, model: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let (mut properties, mut categories) = (Names::default(), Names::default());
    let examples = read(table, model, &mut properties, &mut categories)?;
    let classes = categories.list.len();
    let judged = cross_validate(&examples, properties.list.len(), &categories);
    let score = |answer: &dyn Fn(usize) -> Option<usize>| {
        let right = (0..examples.len()).filter(|i| answer(*i) == Some(examples[*i].gold)).count();
        let f1: f64 = (0..classes).map(|c| f1(&examples, answer, c)).sum::<f64>() / gold_classes(&examples) as f64;
        (right as f64 / examples.len() as f64, f1)
    };
    let (accuracy, f1) = score(&|i| examples[i].lexicon);
    println!("{} sentences. Lexicon alone: accuracy {accuracy:.3}, macro-F1 {f1:.3}", examples.len());
    let (accuracy, f1) = score(&|i| judged[i]);
    println!("With the ranker, on sentences held out ({FOLDS} folds): accuracy {accuracy:.3}, macro-F1 {f1:.3}");
    let weights = train(&examples, properties.list.len(), classes, |_| true);
    std::fs::write(out, table_of(&weights, &properties, &categories))?;
    Ok(())
}

fn gold_classes(examples: &[Example]) -> usize {
    let mut golds: Vec<usize> = examples.iter().map(|e| e.gold).collect();
    golds.sort_unstable();
    golds.dedup();
    golds.len()
}

fn f1(examples: &[Example], answer: &dyn Fn(usize) -> Option<usize>, class: usize) -> f64 {
    let count = |test: &dyn Fn(usize) -> bool| (0..examples.len()).filter(|i| test(*i)).count() as f64;
    let right = count(&|i| examples[i].gold == class && answer(i) == Some(class));
    let all = count(&|i| examples[i].gold == class) + count(&|i| answer(i) == Some(class));
    if all > 0.0 { 2.0 * right / all } else { 0.0 }
}

fn read(
    table: &Path,
    model: &Path,
    properties: &mut Names,
    categories: &mut Names,
) -> Result<Vec<Example>, Box<dyn Error>> {
    let data = DataDir::builtin();
    let mut coder = Coder::load(&data)?;
    coder.forget_ranker();
    let (actors, times, places, sources) =
        (Actors::load(&data)?, Times::load(&data)?, Places::load(&data)?, Sources::load(&data)?);
    let pipeline = Pipeline::load(model)?;
    let mut worker = pipeline.worker();
    let mut analysis = Analysis::default();
    let mut examples = Vec::new();
    for line in std::fs::read_to_string(table)?.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [uid, marked, gold] = columns[..] else { return Err(format!("three columns are wanted: {line}").into()) };
        let (text, source, target) = unmark(marked);
        let doc = Document::new(uid, text);
        worker.analyze(&doc.text, &mut analysis);
        let parsed = Parsed { doc: &doc, analysis: &analysis };
        let (times, places, actors) = (times.annotate(parsed), places.annotate(parsed), actors.annotate(parsed));
        let sources = sources.annotate(parsed, &times, &actors);
        let layers = Layers { times: &times, places: &places, actors: &actors, sources: &sources };
        let events = coder.code(parsed, layers);
        let mut told = vec![Vec::new(); events.len()];
        coder.properties(parsed, layers, |number, property| told[number].push(properties.id(property)));
        let best = best(parsed, &events, &source, &target);
        examples.push(Example {
            properties: best.map(|b| std::mem::take(&mut told[b])).unwrap_or_default(),
            lexicon: best.map(|b| categories.id(&folded(events[b].category)) as usize),
            gold: categories.id(&folded(Label::new(gold.trim()))) as usize,
        });
    }
    Ok(examples)
}

/// The words of a marked sentence, and the spans of source and target.
fn unmark(marked: &str) -> (String, Vec<Span>, Vec<Span>) {
    let (mut text, mut source, mut target) = (String::new(), Vec::new(), Vec::new());
    let mut open = 0;
    let mut rest = marked.trim_matches('"');
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = ["<s>", "</s>", "<t>", "</t>"].into_iter().find(|tag| rest[at..].starts_with(tag));
        match tag {
            Some("<s>" | "<t>") => open = text.len(),
            Some("</s>") => source.push(Span::new(open, text.len())),
            Some(_) => target.push(Span::new(open, text.len())),
            None => text.push('<'),
        }
        rest = &rest[at + tag.map_or(1, str::len)..];
    }
    text.push_str(rest);
    (text, source, target)
}

/// The event whose parties best overlap the marks; the first of equals.
fn best(parsed: Parsed<'_>, events: &[Event], source: &[Span], target: &[Span]) -> Option<usize> {
    let hit = |parties: &[Participant], marks: &[Span]| {
        parties.iter().any(|p| marks.iter().any(|m| m.overlaps(parsed.analysis.span(p.tokens))))
    };
    let score = |e: &Event| {
        let by = hit(&e.actors, source);
        let to = hit(&e.recipients, target) || e.actors.len() > 1 && hit(&e.actors, target);
        let swapped = hit(&e.recipients, source) || hit(&e.actors, target);
        4 * usize::from(by) + 4 * usize::from(to) + usize::from(swapped)
    };
    (0..events.len()).rev().max_by_key(|i| score(&events[*i]))
}

fn scores(weights: &[f32], properties: &[u32], classes: usize) -> Vec<f32> {
    let mut sums = vec![0.0; classes];
    for p in properties {
        let row = &weights[*p as usize * classes..][..classes];
        sums.iter_mut().zip(row).for_each(|(s, w)| *s += w);
    }
    sums
}

/// Stochastic gradient descent with adapted steps, in a fixed order, averaged over the last half of the steps.
fn train(examples: &[Example], properties: usize, classes: usize, take: impl Fn(usize) -> bool) -> Vec<f32> {
    let mut counts = vec![0u32; properties];
    let taken = examples.iter().enumerate().filter(|(i, _)| take(*i));
    taken.flat_map(|(_, e)| &e.properties).for_each(|p| counts[*p as usize] += 1);
    let mut weights = vec![0.0f32; properties * classes];
    let mut squares = vec![1e-6f32; weights.len()];
    let mut sums = vec![0.0f64; weights.len()];
    let mut order: Vec<usize> = (0..examples.len()).filter(|i| take(*i) && examples[*i].lexicon.is_some()).collect();
    let mut state = 1u64;
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            order.swap(i, (state >> 33) as usize % (i + 1));
        }
        for &i in &order {
            let example = &examples[i];
            let mut chances = scores(&weights, &example.properties, classes);
            let top = chances.iter().copied().fold(f32::MIN, f32::max);
            chances.iter_mut().for_each(|c| *c = (*c - top).exp());
            let total: f32 = chances.iter().sum();
            for p in &example.properties {
                for (class, chance) in chances.iter().enumerate() {
                    let at = *p as usize * classes + class;
                    let error = chance / total - f32::from(u8::from(class == example.gold));
                    let gradient = error + DECAY / counts[*p as usize] as f32 * weights[at];
                    squares[at] += gradient * gradient;
                    weights[at] -= RATE * gradient / squares[at].sqrt();
                }
            }
        }
        if epoch >= EPOCHS / 2 {
            sums.iter_mut().zip(&weights).for_each(|(s, w)| *s += f64::from(*w));
        }
    }
    sums.iter().map(|s| (*s / (EPOCHS - EPOCHS / 2) as f64) as f32).collect()
}

/// What lexicon and ranker say together of each sentence, by weights that have not seen it.
fn cross_validate(examples: &[Example], properties: usize, categories: &Names) -> Vec<Option<usize>> {
    let classes = categories.list.len();
    let label = |class: usize| Label::new(&categories.list[class]);
    let mut judged = vec![None; examples.len()];
    for fold in 0..FOLDS {
        let weights = train(examples, properties, classes, |i| i % FOLDS != fold);
        for i in (0..examples.len()).filter(|i| i % FOLDS == fold) {
            let Some(own) = examples[i].lexicon else { continue };
            let sums = scores(&weights, &examples[i].properties, classes);
            let best = (0..classes).max_by(|a, b| sums[*a].total_cmp(&sums[*b])).unwrap_or(own);
            let lead = sums[best] - sums[own];
            judged[i] = Some(if prevails(label(best), label(own), lead) { best } else { own });
        }
    }
    judged
}

fn table_of(weights: &[f32], properties: &Names, categories: &Names) -> String {
    let classes = categories.list.len();
    let mut lines = Vec::new();
    for (p, property) in properties.list.iter().enumerate().filter(|(_, p)| !p.contains(char::is_whitespace)) {
        for (c, category) in categories.list.iter().enumerate() {
            let weight = weights[p * classes + c];
            if weight.abs() >= SMALL {
                lines.push(format!("{property}\t{category}\t{weight:.2}"));
            }
        }
    }
    lines.sort();
    let mut table = String::from(HEAD);
    for line in lines {
        writeln!(table, "{line}").expect("writing to a string");
    }
    table
}
