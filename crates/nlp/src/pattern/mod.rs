//! Python's regular expressions, as far as spaCy's tokenizers use them.
//!
//! A backtracking matcher with Python's semantics (leftmost, first alternative), look-ahead and look-behind. It differs
//! from a general one in three ways that tokenizing needs. Alternatives are told apart by their first character before
//! any is tried (a spaCy prefix pattern has 200). A pattern whose alternatives all end in `$` is searched from the end
//! of the text backwards, so that a suffix costs its own length and not the word's. And work is counted: a [`Budget`]
//! linear in the text's length ends patterns that would go quadratic; what is not found by then counts as no match.

mod machine;
mod parse;
mod program;
mod set;

pub use machine::{Budget, Machine};
use parse::Node;
use program::Program;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    forwards: Program,
    /// For patterns of which each alternative ends in `$`.
    backwards: Option<Program>,
    /// Whether each alternative begins with `^`.
    at_start: bool,
    /// An ASCII character that every match has.
    needs: Option<u8>,
}

impl Pattern {
    /// Compiles a pattern of Python's `re`.
    ///
    /// # Errors
    /// What in it is wrong or not supported.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let parsed = parse::parse(pattern)?;
        let needs = parsed.needs().first().copied();
        let mut alternatives: Vec<Node> = Vec::new();
        for node in if let Node::Alternatives(nodes) = parsed { nodes } else { vec![parsed] } {
            match alternatives.last().and_then(|last| last.merged(&node)) {
                Some(both) => *alternatives.last_mut().unwrap_or(&mut Node::Empty) = both,
                None => alternatives.push(node),
            }
        }
        let ends = |node: &Node| matches!(node, Node::Concat(nodes) if nodes.last() == Some(&Node::End));
        let begins = |node: &Node| matches!(node, Node::Concat(nodes) if nodes.first() == Some(&Node::Start));
        let backwards = alternatives.iter().all(ends).then(|| Program::compile(&alternatives, true)).transpose()?;
        Ok(Self {
            forwards: Program::compile(&alternatives, false)?,
            backwards,
            at_start: alternatives.iter().all(begins),
            needs,
        })
    }

    /// Where the match that begins at the start of `text` ends: Python's `match`.
    pub fn match_start(&self, machine: &mut Machine, text: &str, budget: &mut Budget) -> Option<usize> {
        if self.needs.is_some_and(|byte| memchr::memchr(byte, text.as_bytes()).is_none()) {
            return None;
        }
        machine.match_at(&self.forwards, text, 0, false, budget)
    }

    /// The first match in `text`, start and end: Python's `search`.
    pub fn search(&self, machine: &mut Machine, text: &str, budget: &mut Budget) -> Option<(usize, usize)> {
        if self.at_start {
            return self.match_start(machine, text, budget).map(|end| (0, end));
        }
        let Some(backwards) = &self.backwards else { return self.search_from(machine, text, 0, false, budget) };
        let mut start = machine.leftmost(backwards, text, text.len(), budget);
        if !text.ends_with('\n') {
            return start.map(|start| (start, text.len()));
        }
        // `$` also stands before a last line feed.
        if let Some(other) = machine.leftmost(backwards, text, text.len() - 1, budget) {
            start = Some(start.map_or(other, |start| start.min(other)));
        }
        let start = start?;
        machine.match_at(&self.forwards, text, start, false, budget).map(|end| (start, end))
    }

    /// All matches one after the other: Python's `finditer`.
    pub fn find_all(&self, machine: &mut Machine, text: &str, budget: &mut Budget, found: &mut Vec<(usize, usize)>) {
        found.clear();
        let (mut from, mut must_advance) = (0, false);
        while let Some((start, end)) = self.search_from(machine, text, from, must_advance, budget) {
            found.push((start, end));
            // After an empty match, the next one may begin here but not be empty.
            (from, must_advance) = (end, start == end);
        }
    }

    fn search_from(
        &self,
        machine: &mut Machine,
        text: &str,
        from: usize,
        must_advance: bool,
        budget: &mut Budget,
    ) -> Option<(usize, usize)> {
        let mut at = from;
        loop {
            let advance = must_advance && at == from;
            if let Some(end) = machine.match_at(&self.forwards, text, at, advance, budget) {
                return Some((at, end));
            }
            at += text[at..].chars().next()?.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests;
