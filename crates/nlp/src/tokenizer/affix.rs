//! Prefixes, suffixes, infixes and URLs: how one chunk without white space comes apart.

use super::special::Specials;
use crate::pattern::{Budget, Machine, Pattern};
use std::ops::Range;

/// The patterns of a tokenizer; a pipeline may lack any of them.
#[derive(Debug, Default)]
pub(super) struct Affixes {
    pub(super) prefix: Option<Pattern>,
    pub(super) suffix: Option<Pattern>,
    pub(super) infix: Option<Pattern>,
    pub(super) token: Option<Pattern>,
    pub(super) url: Option<Pattern>,
}

/// What a chunk comes apart into.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A token: bytes of the chunk.
    Token(Range<usize>),
    /// A special case, to be replaced by its tokens.
    Special(Range<usize>),
}

/// Working memory for cutting chunks.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) machine: Machine,
    /// The pieces of the last chunk.
    pub(super) pieces: Vec<Piece>,
    suffixes: Vec<Range<usize>>,
    infixes: Vec<(usize, usize)>,
}

impl Affixes {
    /// Cuts `chunk` into `scratch.pieces`, as spaCy's `Tokenizer._tokenize` does; `specials` are left whole where
    /// given.
    pub(super) fn cut(&self, chunk: &str, specials: Option<&Specials>, scratch: &mut Scratch) {
        let mut budget = Budget::for_len(chunk.len());
        scratch.pieces.clear();
        scratch.suffixes.clear();
        let middle = self.strip(chunk, specials, scratch, &mut budget);
        if !middle.is_empty() {
            self.cut_middle(chunk, middle, specials, scratch);
        }
        let Scratch { pieces, suffixes, .. } = scratch;
        pieces.extend(suffixes.drain(..).rev().map(Piece::Token));
    }

    /// The length of a prefix at the start of `text`, 0 for none.
    pub(super) fn prefix_len(&self, text: &str, machine: &mut Machine, budget: &mut Budget) -> usize {
        length(self.prefix.as_ref().and_then(|p| p.search(machine, text, budget)))
    }

    /// The length of a suffix at the end of `text`, 0 for none.
    pub(super) fn suffix_len(&self, text: &str, machine: &mut Machine, budget: &mut Budget) -> usize {
        length(self.suffix.as_ref().and_then(|p| p.search(machine, text, budget)))
    }

    /// Whether there is an infix in `text`.
    pub(super) fn has_infix(&self, text: &str, scratch: &mut Scratch) -> bool {
        let mut budget = Budget::for_len(text.len());
        self.infix.as_ref().is_some_and(|p| {
            p.find_all(&mut scratch.machine, text, &mut budget, &mut scratch.infixes);
            !scratch.infixes.is_empty()
        })
    }

    fn is_token(&self, text: &str, machine: &mut Machine, budget: &mut Budget) -> bool {
        self.token.as_ref().is_some_and(|p| p.match_start(machine, text, budget).is_some())
    }

    /// Takes prefixes and suffixes off, and gives what is left (spaCy's `_split_affixes`).
    fn strip(
        &self,
        chunk: &str,
        specials: Option<&Specials>,
        scratch: &mut Scratch,
        budget: &mut Budget,
    ) -> Range<usize> {
        let Scratch { machine, pieces, suffixes, .. } = scratch;
        let is_special = |text: &str| specials.is_some_and(|s| s.get(text).is_some());
        let (mut start, mut end) = (0, chunk.len());
        while start < end {
            let text = &chunk[start..end];
            if self.is_token(text, machine, budget) || is_special(text) {
                break;
            }
            let prefix = self.prefix_len(text, machine, budget);
            let after_prefix = text.get(prefix..).unwrap_or_default();
            if prefix != 0 && !after_prefix.is_empty() && is_special(after_prefix) {
                pieces.push(Piece::Token(start..start + prefix));
                start += prefix;
                break;
            }
            let suffix = self.suffix_len(after_prefix, machine, budget);
            let before_suffix = text.get(..text.len() - suffix).unwrap_or_default();
            if suffix != 0 && !before_suffix.is_empty() && is_special(before_suffix) {
                suffixes.push(end - suffix..end);
                end -= suffix;
                break;
            }
            if prefix + suffix == 0 || prefix + suffix > text.len() {
                break;
            }
            if prefix != 0 {
                pieces.push(Piece::Token(start..start + prefix));
                start += prefix;
            }
            if suffix != 0 {
                suffixes.push(end - suffix..end);
                end -= suffix;
            }
        }
        start..end
    }

    /// What is left between the affixes (spaCy's `_attach_tokens`).
    fn cut_middle(&self, chunk: &str, middle: Range<usize>, specials: Option<&Specials>, scratch: &mut Scratch) {
        let Scratch { machine, pieces, infixes, .. } = scratch;
        let text = &chunk[middle.clone()];
        let mut budget = Budget::for_len(text.len());
        if specials.is_some_and(|s| s.get(text).is_some()) {
            pieces.push(Piece::Special(middle));
            return;
        }
        let is_url = |machine: &mut Machine, budget: &mut Budget| {
            self.url.as_ref().is_some_and(|p| p.match_start(machine, text, budget).is_some())
        };
        infixes.clear();
        if !self.is_token(text, machine, &mut budget)
            && !is_url(machine, &mut budget)
            && let Some(infix) = &self.infix
        {
            // A budget of its own: what was no URL must come apart all the same.
            infix.find_all(machine, text, &mut Budget::for_len(text.len()), infixes);
        }
        let mut token = |range: Range<usize>| {
            if !range.is_empty() {
                pieces.push(Piece::Token(middle.start + range.start..middle.start + range.end));
            }
        };
        let mut done = 0;
        // An infix that begins the word is none.
        for &(start, end) in infixes.iter().filter(|(start, _)| *start != 0) {
            token(done..start);
            token(start..end);
            done = end;
        }
        token(done..text.len());
    }
}

fn length(found: Option<(usize, usize)>) -> usize {
    found.map_or(0, |(start, end)| end - start)
}
