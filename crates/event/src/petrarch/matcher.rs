//! Whether a pattern fits the words around a verb.
//!
//! The words before the verb are matched from the verb backwards, those after it forwards. The search goes through the
//! possibilities in order and takes the first; it gives up after a number of steps that no sensible pattern needs.

use super::dictionary::{Element, Pattern, Reach, Step, VerbDictionary};
use super::sentence::Sentence;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words that may stand between two joined elements: articles, pronouns, forms of "have", numbers.
const SKIPPED: &str = include_str!("../../../../data/event/petrarch_skipped.txt");

/// How many words a prepositional phrase may have.
const PREPOSITIONAL: usize = 8;

/// How many steps a match may take.
const STEPS: usize = 20_000;

/// Words on one side of a verb, in the order in which they are matched.
#[derive(Debug)]
pub(crate) struct Side<'s, 'a> {
    pub sentence: &'s Sentence<'a>,
    /// Numbers of words.
    pub words: Vec<usize>,
    /// Whether they run backwards.
    pub backwards: bool,
}

/// The phrases that a pattern's signs stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bound {
    /// `$`
    pub source: Option<usize>,
    /// `+`
    pub target: Option<usize>,
    /// `%` before the verb: who does it to one another.
    pub mutual: Option<usize>,
}

/// The first pattern that fits, and what its signs stand for.
pub(crate) fn find<'d>(
    dictionary: &'d VerbDictionary,
    patterns: &'d [Pattern],
    upper: &Side<'_, '_>,
    lower: &Side<'_, '_>,
) -> Option<(&'d Pattern, Bound)> {
    patterns.iter().find_map(|pattern| {
        let bound = upper.fit(dictionary, &pattern.upper, Bound::default())?;
        lower.fit(dictionary, &pattern.lower, bound).map(|b| (pattern, b))
    })
}

/// Whether a word may stand between joined elements.
pub(crate) fn is_skipped(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| SKIPPED.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect());
    WORDS.contains(word) || word.bytes().all(|b| b.is_ascii_digit())
}

struct Search<'x> {
    dictionary: &'x VerbDictionary,
    side: &'x Side<'x, 'x>,
    left: usize,
}

impl Side<'_, '_> {
    fn fit(&self, dictionary: &VerbDictionary, steps: &[Step], bound: Bound) -> Option<Bound> {
        if steps.is_empty() {
            return Some(bound);
        }
        let mut search = Search { dictionary, side: self, left: STEPS };
        let steps: Vec<&Step> = steps.iter().collect();
        search.steps(&steps, 0, bound)
    }

    fn text(&self, at: usize) -> &str {
        &self.sentence.words[self.words[at]].text
    }

    fn phrase(&self, at: usize) -> Option<usize> {
        self.words.get(at).and_then(|w| self.sentence.words[*w].phrase)
    }

    /// One past the last place of a phrase that is entered at `at`.
    fn end_of(&self, phrase: usize, at: usize) -> usize {
        at + self.words[at..].iter().take_while(|w| self.sentence.words[**w].phrase == Some(phrase)).count()
    }

    /// The phrase at or after a place, and the place where it is met.
    fn next_phrase(&self, from: usize) -> Option<(usize, usize)> {
        (from..self.words.len()).find_map(|at| self.phrase(at).map(|p| (p, at)))
    }

    /// Places where an element may begin that stands so far from the one before `from`.
    fn places(&self, from: usize, reach: Reach) -> std::ops::Range<usize> {
        let all = from.min(self.words.len())..self.words.len();
        let while_ = |holds: &dyn Fn(usize) -> bool| from..from + all.clone().take_while(|at| holds(*at)).count();
        match reach {
            Reach::Any => all,
            Reach::Next => {
                let gap = while_(&|at| is_skipped(self.text(at)));
                from..(gap.end + 1).min(all.end)
            }
            Reach::Phrase => {
                let phrase = from.checked_sub(1).and_then(|at| self.phrase(at));
                while_(&|at| phrase.is_some() && self.phrase(at) == phrase)
            }
            Reach::Prepositional => {
                let verb = |at: usize| self.sentence.token(self.words[at]).tag().as_str().starts_with("VB");
                while_(&|at| at < from + PREPOSITIONAL && !verb(at))
            }
        }
    }
}

impl Search<'_> {
    /// Fits the elements from `from` on.
    fn steps(&mut self, steps: &[&Step], from: usize, bound: Bound) -> Option<Bound> {
        let Some((step, rest)) = steps.split_first() else { return Some(bound) };
        self.left = self.left.checked_sub(1)?;
        match &step.what {
            Element::Word(word) => {
                let places = self.side.places(from, step.reach);
                places
                    .into_iter()
                    .find_map(|at| if self.side.text(at) == word { self.steps(rest, at + 1, bound) } else { None })
            }
            Element::Set(set) => {
                let places = self.side.places(from, step.reach);
                places.into_iter().find_map(|at| {
                    let len = self.member_at(*set, at)?;
                    self.steps(rest, at + len, bound)
                })
            }
            Element::Source | Element::Target => {
                let (phrase, at) = self.side.next_phrase(from)?;
                let bound = match step.what {
                    Element::Source => Bound { source: Some(phrase), ..bound },
                    _ => Bound { target: Some(phrase), ..bound },
                };
                // A word that must follow at once follows the phrase; others may stand in it.
                let after = self.side.end_of(phrase, at);
                let next =
                    if rest.first().is_some_and(|s| s.reach == Reach::Next || s.what.is_sign()) { after } else { at };
                self.steps(rest, next, bound)
            }
            Element::Skip => {
                let (phrase, at) = self.side.next_phrase(from)?;
                self.steps(rest, self.side.end_of(phrase, at), bound)
            }
            Element::Compound => {
                let phrases = &self.side.sentence.phrases;
                let (phrase, at) = (from..self.side.words.len())
                    .find_map(|at| self.side.phrase(at).filter(|p| phrases[*p].members.len() > 1).map(|p| (p, at)))?;
                let bound = match self.side.backwards {
                    true => Bound { mutual: Some(phrase), ..bound },
                    false => Bound { target: Some(phrase), ..bound },
                };
                self.steps(rest, self.side.end_of(phrase, at), bound)
            }
        }
    }

    /// How many words of a set's member stand at a place.
    fn member_at(&self, set: usize, at: usize) -> Option<usize> {
        let words = self.side.words.len();
        let mut lengths: Vec<usize> = self.dictionary.sets[set]
            .iter()
            .filter(|member| {
                at + member.len() <= words
                    && member.iter().enumerate().all(|(i, word)| {
                        let place = if self.side.backwards { at + member.len() - 1 - i } else { at + i };
                        self.side.text(place) == word
                    })
            })
            .map(Vec::len)
            .collect();
        lengths.sort_unstable();
        lengths.pop()
    }
}

impl Element {
    fn is_sign(&self) -> bool {
        matches!(self, Element::Source | Element::Target | Element::Skip | Element::Compound)
    }
}
