//! Which of the dictionaries a file is.

use super::text::uncommented;

/// What a dictionary file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictionaryKind {
    /// Verbs and patterns.
    Verbs,
    /// Actors.
    Actors,
    /// Agents.
    Agents,
    /// Phrases of texts that are not to be coded.
    Discards,
}

impl DictionaryKind {
    /// The kind of a file by what stands in it: blocks and patterns, codes with `~`, codes in brackets. A list of phrases is one of
    /// discards if its name says so.
    pub fn of(name: &str, text: &str) -> Option<Self> {
        let lines = uncommented(text);
        let coded = |test: &dyn Fn(&str) -> bool| lines.iter().filter(|(_, l)| l.contains('[') && test(l)).count();
        if lines.iter().any(|(_, l)| l.starts_with("---")) && lines.iter().any(|(_, l)| l.starts_with("- ")) {
            return Some(Self::Verbs);
        }
        let (all, agents) = (coded(&|_| true), coded(&|l| l.contains('~')));
        match () {
            () if lines.iter().any(|(_, l)| l.starts_with("<ISSUE")) => None,
            () if all > 0 && agents * 2 > all => Some(Self::Agents),
            () if all > 0 => Some(Self::Actors),
            () if name.to_lowercase().contains("discard") && !lines.is_empty() => Some(Self::Discards),
            () => None,
        }
    }
}
