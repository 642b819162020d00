//! Sets of characters.

use crate::chars;

/// A class of characters that Python's `re` has a letter for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Digit,
    Space,
    Word,
}

impl Class {
    fn has(self, c: char) -> bool {
        match self {
            Class::Digit => chars::is_decimal(c),
            Class::Space => chars::is_space(c),
            Class::Word => c == '_' || chars::is_alnum(c),
        }
    }
}

/// A set of characters: a bit for each of ASCII, ranges and classes for the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CharSet {
    ascii: u128,
    /// Sorted and disjoint once [`finish`](CharSet::finish)ed.
    ranges: Vec<(char, char)>,
    /// Classes, each taken or (`true`) its complement.
    classes: Vec<(Class, bool)>,
    /// Whether other than ASCII, the ranges and classes say what is *not* in the set.
    negated: bool,
}

impl CharSet {
    pub(super) fn one(c: char) -> Self {
        let mut set = Self::default();
        set.add_range(c, c);
        set.finish(false)
    }

    pub(super) fn class(class: Class, negated: bool) -> Self {
        let mut set = Self::default();
        set.add_class(class, negated);
        set.finish(false)
    }

    /// Every character but the line feed: Python's `.`.
    pub(super) fn dot() -> Self {
        let mut set = Self::default();
        set.add_range('\n', '\n');
        set.finish(true)
    }

    pub(super) fn add_range(&mut self, first: char, last: char) {
        for byte in (first as u32)..=(last as u32).min(127) {
            self.ascii |= 1 << byte;
        }
        if last as u32 > 127 {
            self.ranges.push((first.max('\u{80}'), last));
        }
    }

    pub(super) fn add_class(&mut self, class: Class, negated: bool) {
        for byte in 0..128u8 {
            if class.has(byte.into()) != negated {
                self.ascii |= 1 << byte;
            }
        }
        self.classes.push((class, negated));
    }

    /// Ends the building, taking the complement where `negated`.
    pub(super) fn finish(mut self, negated: bool) -> Self {
        self.ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(self.ranges.len());
        for (first, last) in self.ranges {
            match merged.last_mut() {
                Some((_, end)) if first <= *end => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        self.ranges = merged;
        self.negated = negated;
        if negated {
            self.ascii = !self.ascii;
        }
        self
    }

    /// The characters of both, if neither is a complement.
    pub(super) fn union(&self, other: &Self) -> Option<Self> {
        if self.negated || other.negated {
            return None;
        }
        let mut both = self.clone();
        both.ascii |= other.ascii;
        both.ranges.extend(&other.ranges);
        both.classes.extend(&other.classes);
        Some(both.finish(false))
    }

    pub(super) fn has_ascii(&self, byte: u8) -> bool {
        self.ascii >> byte & 1 == 1
    }

    pub(super) fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.has_ascii(c as u8);
        }
        let after = self.ranges.partition_point(|&(first, _)| first <= c);
        let in_range = after.checked_sub(1).is_some_and(|i| c <= self.ranges[i].1);
        (in_range || self.classes.iter().any(|&(class, negated)| class.has(c) != negated)) != self.negated
    }

    /// Its ASCII members, a bit each.
    pub(super) fn ascii(&self) -> u128 {
        self.ascii
    }

    /// Whether a character beyond ASCII may be in it.
    pub(super) fn beyond_ascii(&self) -> bool {
        self.negated || !self.ranges.is_empty() || !self.classes.is_empty()
    }

    /// The one character that it has, if it is of ASCII.
    pub(super) fn single_ascii(&self) -> Option<u8> {
        (self.ascii.count_ones() == 1 && !self.beyond_ascii()).then(|| self.ascii.trailing_zeros() as u8)
    }
}
