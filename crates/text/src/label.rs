//! Interned words of closed sets: tags, relations, categories.

use rustc_hash::FxHashSet;
use std::fmt;
use std::ops::Deref;
use std::sync::{LazyLock, RwLock};

/// A word of a closed set (a tag, a dependency relation, an event category), compared and copied for free.
///
/// Labels live as long as the program; make them from models and data files, never from a document's words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(&'static str);

static KNOWN: LazyLock<RwLock<FxHashSet<&'static str>>> = LazyLock::new(Default::default);

impl Label {
    /// The empty label: nothing assigned.
    pub const NONE: Label = Label("");

    /// The label with this name.
    pub fn new(name: &str) -> Self {
        if let Some(known) = KNOWN.read().unwrap_or_else(|e| e.into_inner()).get(name) {
            return Label(known);
        }
        let mut known = KNOWN.write().unwrap_or_else(|e| e.into_inner());
        if let Some(already) = known.get(name) {
            return Label(already);
        }
        let kept: &'static str = Box::leak(name.into());
        known.insert(kept);
        Label(kept)
    }

    /// A label known when the program is compiled.
    pub const fn from_static(name: &'static str) -> Self {
        Label(name)
    }

    /// The label's name.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether the label is one of `names`.
    pub fn is_any(self, names: &[&str]) -> bool {
        names.contains(&self.0)
    }
}

impl Default for Label {
    fn default() -> Self {
        Label::NONE
    }
}

impl Deref for Label {
    type Target = str;
    fn deref(&self) -> &str {
        self.0
    }
}

impl PartialEq<str> for Label {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Label {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Label;

    #[test]
    fn one_name_is_one_label() {
        let made = Label::new(&String::from("nsubj"));
        assert_eq!(made, Label::new("nsubj"));
        assert_eq!(made, Label::from_static("nsubj"));
        assert!(made == "nsubj" && made.is_any(&["dobj", "nsubj"]));
    }
}
