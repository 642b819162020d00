//! White space.

use crate::chars;
use std::ops::Range;

/// A run of white space, or of other characters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chunk {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Whether a space follows that belongs to it and is in no chunk.
    pub(super) space: bool,
}

/// The chunks of `text`. One space after a word belongs to the word; white space beyond that is a chunk of its own.
pub(super) fn chunks(text: &str) -> impl Iterator<Item = Chunk> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let space = text[start..].chars().next().map(chars::is_space)?;
        let end = end_of_run(text, start, space);
        at = end;
        let owns_space = !space && text.as_bytes().get(end) == Some(&b' ');
        if owns_space {
            at += 1;
        }
        Some(Chunk { range: start..end, space: owns_space })
    })
}

/// Where the run of white space (or of other characters) that begins at `start` ends.
fn end_of_run(text: &str, start: usize, space: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            if chars::is_ascii_space(byte) != space {
                break;
            }
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next().filter(|c| chars::is_space(*c) == space) else { break };
        at += c.len_utf8();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(&str, bool)> {
        chunks(text).map(|c| (&text[c.range], c.space)).collect()
    }

    #[test]
    fn one_space_belongs_to_the_word() {
        assert_eq!(cut("a b"), [("a", true), ("b", false)]);
        assert_eq!(cut("a  b "), [("a", true), (" ", false), ("b", true)]);
        assert_eq!(cut(" a\n b"), [(" ", false), ("a", false), ("\n ", false), ("b", false)]);
        assert_eq!(cut("a \u{a0}é"), [("a", true), ("\u{a0}", false), ("é", false)]);
        assert_eq!(cut(""), []);
    }
}
