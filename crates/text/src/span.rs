//! Places in a document's text.

use std::ops::Range;

/// A stretch of a document's text: byte offsets into its UTF-8, end exclusive.
///
/// Inside the program every offset counts bytes; records that leave it count
/// Unicode code points ([`CodePoints`] converts).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end` (exclusive), in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// The span as a range that slices the text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words of `text` that the span covers.
    ///
    /// # Panics
    /// When the span does not belong to `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Converts byte offsets of one text to code points and back.
///
/// An ASCII text costs nothing; another one keeps the code point count of
/// every 64th byte.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// `counts[i]`: code points that start before byte `i * STRIDE`; empty for ASCII.
    counts: Vec<u32>,
}

const STRIDE: usize = 64;

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl<'a> CodePoints<'a> {
    /// Prepares the conversion for `text`, in time linear in its length.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, counts: Vec::new() };
        }
        let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut seen = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            counts.push(seen);
            seen += chunk.iter().filter(|b| starts_char(**b)).count() as u32;
        }
        Self { text, counts }
    }

    /// The code point offset of the byte offset `byte` (which may be the text's length).
    pub fn of_byte(&self, byte: usize) -> usize {
        if self.counts.is_empty() {
            return byte;
        }
        let block = (byte / STRIDE).min(self.counts.len() - 1);
        let rest = &self.text.as_bytes()[block * STRIDE..byte];
        self.counts[block] as usize + rest.iter().filter(|b| starts_char(**b)).count()
    }

    /// The byte offset of the code point offset `point`, or `None` past the end.
    pub fn to_byte(&self, point: usize) -> Option<usize> {
        if self.counts.is_empty() {
            return (point <= self.text.len()).then_some(point);
        }
        let block = self.counts.partition_point(|&c| c as usize <= point).saturating_sub(1);
        let mut left = point - self.counts[block] as usize;
        let bytes = self.text.as_bytes();
        for (i, b) in bytes.iter().enumerate().skip(block * STRIDE) {
            if starts_char(*b) {
                if left == 0 {
                    return Some(i);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(bytes.len())
    }

    /// The words between two code point offsets, or `None` when they do not fit the text.
    pub fn slice(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text.get(self.to_byte(start)?..self.to_byte(end)?)
    }

    /// A span's start and end as code points.
    pub fn of_span(&self, span: Span) -> (usize, usize) {
        (self.of_byte(span.start as usize), self.of_byte(span.end as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_round_trip(text in "\\PC{0,300}") {
            let points = CodePoints::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of_byte(byte), n);
                prop_assert_eq!(points.to_byte(n), Some(byte));
            }
            let n = text.chars().count();
            prop_assert_eq!(points.of_byte(text.len()), n);
            prop_assert_eq!(points.to_byte(n), Some(text.len()));
            prop_assert_eq!(points.to_byte(n + 1), None);
            let middle: String = text.chars().skip(n / 3).take(n / 2 - n / 3).collect();
            prop_assert_eq!(points.slice(n / 3, n / 2), Some(middle.as_str()));
            prop_assert_eq!(points.slice(n, n + 1), None);
        }
    }

    #[test]
    fn spans_relate() {
        let a = Span::new(2, 6);
        assert!(a.contains(Span::new(2, 4)) && a.overlaps(Span::new(5, 9)));
        assert!(!a.overlaps(Span::new(6, 9)));
        assert_eq!(a.join(Span::new(8, 9)), Span::new(2, 9));
        assert_eq!(Span::new(0, 2).of("ab c"), "ab");
    }
}
