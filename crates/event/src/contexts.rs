//! What events are about: PLOVER's contexts, by a weighted vocabulary over the sentence and the document.

use crate::coder::push_new;
use crate::ontology::Ontology;
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError, Line};
use whowhom_text::layer::Event;
use whowhom_text::{Label, Parsed, TokenId, TokenRange};

/// A sentence speaks for a context from this weight on.
const SENTENCE: f32 = 1.0;
/// A document does, when the sentence has a word for it too.
const DOCUMENT: f32 = 3.0;
/// No event has more contexts than this; the strongest stay.
const MOST: usize = 5;

#[derive(Debug)]
struct Phrase {
    /// The words after the first.
    rest: Vec<Box<str>>,
    context: Label,
    weight: f32,
}

/// The vocabulary, `contexts.tsv`.
#[derive(Debug, Default)]
pub struct Contexts {
    by_first: FxHashMap<Box<str>, Vec<Phrase>>,
}

impl Contexts {
    /// The vocabulary compiled in, with a user's laid over it.
    ///
    /// # Errors
    /// When a line is not context, weight, phrase.
    pub fn load(data: &DataDir, ontology: &Ontology) -> Result<Self, DataError> {
        let mut contexts = Self::default();
        for file in data.files("event/contexts.tsv", include_str!("../../../data/event/contexts.tsv"))? {
            for line in file.lines() {
                contexts.add_line(line, ontology)?;
            }
        }
        Ok(contexts)
    }

    fn add_line(&mut self, line: Line<'_>, ontology: &Ontology) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        let [context, weight, phrase] = fields[..] else {
            return Err(line.error("a line is CONTEXT, WEIGHT, WORDS joined by `_`"));
        };
        let label = Label::new(context);
        if !ontology.contexts().contains(&label) {
            return Err(line.error(format!("{context} is no context of the ontology")));
        }
        let weight = weight.parse().map_err(|_| line.error(format!("{weight:?} is no weight")))?;
        let mut words = phrase.split('_').map(Box::<str>::from);
        if let Some(first) = words.next() {
            self.by_first.entry(first).or_default().push(Phrase { rest: words.collect(), context: label, weight });
        }
        Ok(())
    }

    /// Sets the contexts of a document's events.
    pub fn add(&self, parsed: Parsed<'_>, events: &mut [Event]) {
        if events.is_empty() {
            return;
        }
        let sentences: Vec<Vec<(Label, f32)>> = parsed.sentences().iter().map(|s| self.weigh(parsed, *s)).collect();
        let mut document: FxHashMap<Label, f32> = FxHashMap::default();
        for (label, weight) in sentences.iter().flatten() {
            *document.entry(*label).or_default() += weight;
        }
        for event in events {
            let mut here: Vec<(Label, f32)> = sentences[event.sentence]
                .iter()
                .filter(|(label, weight)| *weight >= SENTENCE || document[label] >= DOCUMENT)
                .copied()
                .collect();
            here.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            for (label, _) in here.into_iter().take(MOST) {
                push_new(&mut event.contexts, label);
            }
        }
    }

    fn weigh(&self, parsed: Parsed<'_>, sentence: TokenRange) -> Vec<(Label, f32)> {
        let mut found: Vec<(Label, f32)> = Vec::new();
        for id in sentence.ids() {
            for phrase in self.phrases_at(parsed, id).filter(|p| matches_rest(parsed, id, sentence, &p.rest)) {
                match found.iter_mut().find(|(label, _)| *label == phrase.context) {
                    Some((_, weight)) => *weight += phrase.weight,
                    None => found.push((phrase.context, phrase.weight)),
                }
            }
        }
        found
    }

    fn phrases_at<'s>(&'s self, parsed: Parsed<'_>, id: TokenId) -> impl Iterator<Item = &'s Phrase> {
        let (lemma, lower) = (parsed.analysis.lemma(id), parsed.analysis.lower(id));
        let by_form = if lemma == lower { None } else { self.by_first.get(lower) };
        self.by_first.get(lemma).into_iter().chain(by_form).flatten()
    }
}

fn matches_rest(parsed: Parsed<'_>, first: TokenId, sentence: TokenRange, rest: &[Box<str>]) -> bool {
    rest.iter().enumerate().all(|(i, word)| {
        let id = TokenId(first.0 + 1 + i as u32);
        sentence.contains(id) && (parsed.analysis.lemma(id) == &**word || parsed.analysis.lower(id) == &**word)
    })
}
