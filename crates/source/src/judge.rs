//! Which possible attributions count: a linear weighing of a few properties, each with a name and a weight in
//! `data/source/judge.tsv`, so that a verdict can be read.

use crate::content::Reading;
use crate::pattern::{Candidate, Pattern};
use crate::speaker::How;
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::{TokenRange, TokenView};

const JUDGE: &str = include_str!("../../../data/source/judge.tsv");

/// The weights of properties.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    weights: FxHashMap<Box<str>, FxHashMap<Box<str>, f32>>,
}

impl Judge {
    /// Reads `source/judge.tsv`.
    ///
    /// # Errors
    /// When a line is not group, value, weight.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut judge = Self::default();
        for file in data.files("source/judge.tsv", JUDGE)? {
            for line in file.lines() {
                let mut fields = line.fields();
                let (Some(group), Some(value), Some(weight)) = (fields.next(), fields.next(), fields.next()) else {
                    return Err(line.error("want group, value, weight, separated by tabs"));
                };
                let weight = weight.parse().map_err(|_| line.error(format!("`{weight}` is no number")))?;
                judge.weights.entry(group.into()).or_default().insert(value.into(), weight);
            }
        }
        Ok(judge)
    }

    /// The log-odds that the candidate is an attribution.
    pub fn score(&self, reading: Reading<'_>, candidate: &Candidate<'_>, all: &[Candidate<'_>]) -> f32 {
        let mut sum = 0.0;
        properties(reading, candidate, all, |group, value| {
            sum += self.weights.get(group).and_then(|g| g.get(value)).copied().unwrap_or(0.0);
        });
        sum
    }
}

/// Calls `tell` with each property of a candidate, as group and value.
pub fn properties(
    reading: Reading<'_>,
    candidate: &Candidate<'_>,
    all: &[Candidate<'_>],
    mut tell: impl FnMut(&str, &str),
) {
    let cue = reading.token(candidate.cue);
    let pattern = candidate.pattern.name();
    let kind = candidate.entry.map_or("none", |e| e.kind.as_str());
    let mut joined = String::with_capacity(48);
    let mut pair = |group: &str, a: &str, b: &str, tell: &mut dyn FnMut(&str, &str)| {
        joined.clear();
        joined.push_str(a);
        joined.push('+');
        joined.push_str(b);
        tell(group, &joined);
    };
    let tell: &mut dyn FnMut(&str, &str) = &mut tell;
    tell("bias", "1");
    tell("pattern", pattern);
    pair("kind+pattern", kind, pattern, tell);
    tell("lemma", cue.lemma());
    pair("lemma+pattern", cue.lemma(), pattern, tell);
    tell("tag", &cue.tag());
    pair("dep+pattern", &cue.dep(), pattern, tell);
    let source = source_sort(reading, candidate);
    tell("source", source);
    pair("source+kind", source, kind, tell);
    pair("source+pattern", source, pattern, tell);
    surroundings(reading, cue, kind, &mut pair, tell);
    content(reading, candidate, pattern, &mut pair, tell);
    if let Some(outer) = candidate.inside.map(|i| &all[i]) {
        let outer_kind = outer.entry.map_or("none", |e| e.kind.as_str());
        pair("inside", outer_kind, outer.pattern.name(), tell);
        pair("inside+kind", outer.pattern.name(), kind, tell);
        pair("inside+pattern", outer.pattern.name(), pattern, tell);
        let len = |c: &Candidate<'_>| c.content.iter().map(|r| r.len()).sum::<usize>();
        let share = match len(candidate) * 10 / len(outer).max(1) {
            0..=2 => "little",
            3..=5 => "half",
            6..=7 => "most",
            _ => "all",
        };
        tell("share-of-outer", share);
        pair("share-of-outer+pattern", share, pattern, tell);
    }
    let first = all.partition_point(|c| c.cue < candidate.cue);
    for rival in all[first..].iter().take_while(|c| c.cue == candidate.cue).filter(|c| c.pattern != candidate.pattern) {
        pair("rival", rival.pattern.name(), pattern, tell);
    }
    if let Some(quotation) = candidate.quotation {
        let how = match quotation.how {
            How::After => "after",
            How::Before => "before",
            How::GoesOn => "goes-on",
        };
        tell("quotation", how);
    }
}

type Pair<'p> = dyn FnMut(&str, &str, &str, &mut dyn FnMut(&str, &str)) + 'p;

/// What stands around the cue.
fn surroundings(
    reading: Reading<'_>,
    cue: TokenView<'_>,
    kind: &str,
    pair: &mut Pair<'_>,
    tell: &mut dyn FnMut(&str, &str),
) {
    for child in cue.children() {
        match &*child.dep() {
            "neg" => {
                tell("has", "negation");
                pair("negation+kind", "negation", kind, tell);
            }
            "aux" => tell("aux", child.lemma()),
            "mark" => tell("mark", child.lower()),
            "auxpass" => tell("has", "auxpass"),
            "dative" => tell("has", "dative"),
            _ => {}
        }
    }
    if reading.quote_of[cue.id.index()] != 0 {
        tell("in", "quotation");
        pair("in+kind", "quotation", kind, tell);
    }
    let sentence = reading.sentence(cue.id);
    if reading.token((sentence.end.index() - 1).into()).text() == "?" {
        tell("in", "question");
    }
    if reading.paragraph_of[cue.id.index()] == reading.paragraph_of[0] {
        tell("in", "headline");
    }
    if let Some(head) = cue.head() {
        tell("head", &head.pos());
        pair("dep+head", &cue.dep(), head.lemma(), tell);
        if cue.dep().is_any(&["xcomp", "dobj", "pcomp"]) {
            tell("head-lemma", head.lemma());
        }
    }
}

/// What the content looks like.
fn content(
    reading: Reading<'_>,
    candidate: &Candidate<'_>,
    pattern: &str,
    pair: &mut Pair<'_>,
    tell: &mut dyn FnMut(&str, &str),
) {
    let words: usize = candidate.content.iter().map(|r| r.len()).sum();
    let length = match words {
        0..=1 => "1",
        2 => "2",
        3..=4 => "4",
        5..=8 => "8",
        9..=16 => "16",
        17..=32 => "32",
        _ => "many",
    };
    pair("length+pattern", length, pattern, tell);
    let first = candidate.content[0];
    let token = reading.token(first.start);
    pair("first-word+pattern", token.lower(), pattern, tell);
    let last = candidate.content[candidate.content.len() - 1].end;
    if last.index() < reading.parsed.analysis.len() {
        pair("after+pattern", reading.token(last).lower(), pattern, tell);
    }
    pair("first+pattern", &token.tag(), pattern, tell);
    if candidate.pattern == Pattern::Object || candidate.pattern == Pattern::Preposition {
        let head = head_of(reading, first);
        tell("object-entity", head.entity().map_or("none", |e| e.label.as_str()));
        tell("object-tag", &head.tag());
    }
    let quoted = candidate.content.iter().any(|r| reading.quote_of[r.range()].iter().any(|q| *q != 0));
    let cue_quoted = reading.quote_of[candidate.cue.index()] != 0;
    if quoted && !cue_quoted {
        tell("content", "quotes");
    }
}

/// The word of a run whose head stands outside it.
fn head_of(reading: Reading<'_>, run: TokenRange) -> TokenView<'_> {
    let mut tokens = reading.parsed.tokens(run);
    tokens.find(|t| t.head().is_none_or(|h| !run.contains(h.id))).unwrap_or(reading.token(run.start))
}

/// What sort of words the source is.
fn source_sort(reading: Reading<'_>, candidate: &Candidate<'_>) -> &'static str {
    let Some(run) = candidate.source else { return "none" };
    let head = head_of(reading, run);
    match head.lower() {
        "i" | "we" | "me" | "us" | "my" | "our" => return "first-person",
        "you" | "your" => return "second-person",
        "he" | "she" | "his" | "her" => return "he-she",
        "they" | "their" | "them" => return "they",
        "it" | "its" | "this" | "that" | "which" => return "it",
        "who" => return "who",
        "what" | "there" | "whatever" => return "what",
        _ => {}
    }
    match head.entity().map(|e| e.label) {
        Some(label) if label == "PERSON" => return "person",
        Some(label) if label.is_any(&["ORG", "GPE", "NORP"]) => return "body",
        Some(label) if label.is_any(&["DATE", "TIME", "CARDINAL", "PERCENT", "MONEY"]) => return "number",
        _ => {}
    }
    match &*head.tag() {
        "NNP" | "NNPS" => "name",
        "NNS" => "nouns",
        "NN" => "noun",
        "PRP" | "DT" | "CD" => "pronoun",
        _ => "other",
    }
}
