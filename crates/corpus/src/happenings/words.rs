//! Words that tell happenings apart: content words by their stems, names and numbers as such.

use crate::fold::fold;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Stems of English words (Porter 2), and which of them all news has.
pub(super) struct Stems {
    stemmer: Stemmer,
    common: FxHashSet<Arc<str>>,
    /// Stems of words that were met, as most words come again and again.
    known: Mutex<FxHashMap<String, Arc<str>>>,
}

/// Stems that are remembered.
const REMEMBERED: usize = 50_000;

/// What sort of word it is; names and numbers say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Other,
    Number,
    Name,
}

/// Words with their sorts, in order.
pub(super) type Words = BTreeMap<Arc<str>, Sort>;

impl Stems {
    /// The stem of a word.
    pub fn stem(&self, word: &str) -> Arc<str> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stem) = known.get(word) {
            return stem.clone();
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let stem: Arc<str> = self.stemmer.stem(&fold(word)).into();
        known.insert(word.into(), stem.clone());
        stem
    }

    pub fn add_common(&mut self, word: &str) {
        let stem = self.stem(word.trim());
        self.common.insert(stem);
    }

    /// Adds the telling words of a text.
    pub fn gather(&self, text: &str, into: &mut Words) {
        let mut begins = true;
        for piece in text.split_whitespace() {
            for token in tokens(piece) {
                let number = token.starts_with(|c: char| c.is_ascii_digit());
                let sort = match token.chars().next() {
                    Some(_) if number => Sort::Number,
                    Some(c) if c.is_uppercase() && !begins => Sort::Name,
                    _ => Sort::Other,
                };
                begins = false;
                let stem = self.stem(token);
                if (stem.len() < 3 && !number) || self.common.contains(&stem) {
                    continue;
                }
                let known = into.entry(stem).or_insert(sort);
                *known = (*known).max(sort);
            }
            begins |= piece.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '!', '?', ':']);
        }
    }
}

impl Default for Stems {
    fn default() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English), common: FxHashSet::default(), known: Mutex::default() }
    }
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems").field("common", &self.common.len()).finish_non_exhaustive()
    }
}

/// Words within a piece between white space; a number keeps its commas and points.
fn tokens(piece: &str) -> impl Iterator<Item = &str> {
    let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
    let piece = ["'s", "’s"].iter().find_map(|s| piece.strip_suffix(s)).unwrap_or(piece);
    let number = piece.starts_with(|c: char| c.is_ascii_digit());
    piece.split(move |c: char| !(c.is_alphanumeric() || number && (c == ',' || c == '.'))).filter(|t| !t.is_empty())
}

/// What two lists have in common: the share of the lighter list's weight, and how many names and numbers. Nothing when either
/// says too little.
pub(super) fn common(a: &Words, b: &Words, least: u32) -> Option<(f32, usize, Vec<Arc<str>>)> {
    let weight = |sort: &Sort| match sort {
        Sort::Other => 1,
        _ => 2,
    };
    let total = |words: &Words| words.values().map(weight).sum::<u32>();
    let lighter = total(a).min(total(b));
    if lighter < least {
        return None;
    }
    let mut both = Vec::new();
    let (mut shared, mut names) = (0, 0);
    for (word, sort) in a {
        let Some(other) = b.get(word) else { continue };
        let sort = (*sort).min(*other);
        shared += weight(&sort);
        names += usize::from(sort > Sort::Other);
        both.push((weight(&sort), word.clone()));
    }
    both.sort_by(|x, y| y.0.cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
    Some((shared as f32 / lighter as f32, names, both.into_iter().map(|(_, word)| word).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        let mut stems = Stems::default();
        ["the", "say", "meet", "on"].iter().for_each(|w| stems.add_common(w));
        let mut words = Words::new();
        stems.gather(text, &mut words);
        words
    }

    #[test]
    fn names_numbers_and_stems_are_told_apart() {
        let found = words("The envoys met on Friday in Reykjavík’s harbour. Smugglers said 1,200 died.");
        let sort = |word: &str| found.get(word).copied();
        assert_eq!(sort("reykjavik"), Some(Sort::Name));
        assert_eq!(sort("1,200"), Some(Sort::Number));
        assert_eq!((sort("envoy"), sort("smuggler")), (Some(Sort::Other), Some(Sort::Other)));
        assert_eq!((sort("the"), sort("say"), sort("said")), (None, None, Some(Sort::Other)));
    }

    #[test]
    fn what_is_common_is_a_share_of_the_shorter() {
        let (a, b) = (words("quarrels over herring quotas"), words("herring quota"));
        let (share, names, both) = common(&a, &b, 1).unwrap();
        assert_eq!((share, names, both.len()), (1.0, 0, 2));
        assert!(common(&a, &words("the"), 1).is_none());
    }
}
