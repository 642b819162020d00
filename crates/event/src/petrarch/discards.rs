//! Texts that are not to be coded: a list of phrases that no political report has.

use super::text::uncommented;

/// A discard dictionary.
#[derive(Debug, Default)]
pub struct Discards {
    phrases: Vec<(Vec<String>, Discard)>,
}

/// What a phrase makes one leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Discard {
    /// The sentence that it stands in.
    Sentence,
    /// The sentence, since it begins with a dateline that a parser would take for its subject.
    Dateline,
    /// The whole report (`+` before the phrase).
    Story,
}

impl Discards {
    /// Reads a dictionary's text: one phrase a line.
    pub fn read(text: &str) -> Self {
        let phrase = |(_, line): (usize, &str)| {
            let (phrase, what) = match line.strip_prefix('+') {
                Some(phrase) => (phrase, Discard::Story),
                None => (line, Discard::Sentence),
            };
            let words: Vec<String> =
                phrase.split([' ', '_', '\t']).filter(|w| !w.is_empty()).map(str::to_uppercase).collect();
            (!words.is_empty()).then_some((words, what))
        };
        Self { phrases: uncommented(text).into_iter().filter_map(phrase).collect() }
    }

    /// What a sentence is left out for, if it has one of the phrases; the report before the sentence.
    pub fn find(&self, text: &str) -> Option<Discard> {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric() && !"'-.&".contains(c))
            .filter(|w| !w.is_empty())
            .map(|w| w.trim_end_matches('.').to_uppercase())
            .collect();
        let has = |phrase: &[String]| words.windows(phrase.len()).any(|w| w == phrase);
        self.phrases.iter().filter(|(phrase, _)| has(phrase)).map(|(_, what)| *what).max()
    }
}

/// Whether a text begins with a place in capitals and a colon or dash, as reports do.
pub(crate) fn has_dateline(text: &str) -> bool {
    let Some((place, _)) = text.split_once([':', '–', '—']) else { return false };
    let words = place.split_whitespace().count();
    (1..=4).contains(&words) && place.chars().all(|c| !c.is_lowercase()) && place.chars().any(char::is_alphabetic)
}
