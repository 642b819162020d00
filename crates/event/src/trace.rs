//! Why words are events, and why not: what `explain` shows.

use crate::coder::Coder;
use crate::lexicon::Sense;
use crate::meaning::Reader;
use crate::scene::{Mismatch, Reading, Scene};
use whowhom_text::layer::Layers;
use whowhom_text::{Parsed, TokenId, TokenView, Why};

/// What became of an entry that the lexicon has for a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the word's reading.
    Chosen,
    /// It fits, and another that demands more was chosen.
    Outweighed,
    /// It does not fit: the constraint that fails, as the file writes it.
    Failed(String),
    /// It is the word's reading, and no record came of it: nobody known takes part, or not on both sides.
    NoParties,
    /// It stands inside the phrase of another verb that was coded (a user's verb dictionaries).
    PassedOver,
    /// The sentence or the report has a phrase of a user's discard lists.
    Discarded,
}

/// An entry tried on a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The word.
    pub token: TokenId,
    /// The entry.
    pub why: Why,
    /// What became of it.
    pub verdict: Verdict,
}

impl Coder {
    /// Every entry that was tried on the words of a document, with what became of it: a list for each sentence. A user's verb dictionaries
    /// take the lexicon's place. All sentences at once,
    /// since a word's reading is found once for the whole document.
    pub fn traces<'a>(&'a self, parsed: Parsed<'a>, layers: Layers<'a>) -> Vec<Vec<Trace>> {
        let scene = Scene::new(parsed, layers, self);
        let reader = Reader { scene: &scene, coder: self };
        let of_sentence = |sentence| match &self.petrarch {
            Some(dictionaries) => dictionaries.traces(&scene, sentence),
            None => parsed.tokens(sentence).flat_map(|t| self.trace(&reader, t)).collect(),
        };
        parsed.sentences().iter().map(|sentence| of_sentence(*sentence)).collect()
    }

    /// Every entry that was tried on a word.
    fn trace<'a>(&self, reader: &Reader<'a>, t: TokenView<'a>) -> Vec<Trace> {
        let reading = reader.scene.reading(t);
        let mut traces = Vec::new();
        for (id, mismatch) in reader.scene.considered(t) {
            let entry = self.lexicon.entry(id);
            let chosen = reading == Some(Reading::Entry(id));
            let verdict = match mismatch {
                Some(Mismatch::Words) => continue,
                Some(Mismatch::Constraint(n)) => Verdict::Failed(entry.constraints[n].text.to_string()),
                None if chosen
                    && matches!(entry.sense, Sense::Event { .. })
                    && !reader.meaning(t).is_some_and(|m| self.counts(&m)) =>
                {
                    Verdict::NoParties
                }
                None if chosen || entry.sense == Sense::Nothing && reading.is_none() => Verdict::Chosen,
                None => Verdict::Outweighed,
            };
            traces.push(Trace { token: t.id, why: entry.why.clone(), verdict });
        }
        traces
    }
}
