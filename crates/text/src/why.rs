//! Why a record says what it says.

use std::fmt;
use std::sync::Arc;

/// A rule, lexicon entry or knowledge-base line that fired: `event/assault.txt:41 bomb` (file under `data/`, line, name).
///
/// Made once when data is loaded; cloning copies a pointer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Why(Arc<str>);

impl Why {
    /// A rule of the engine itself, by name.
    pub fn rule(name: &str) -> Self {
        Why(name.into())
    }

    /// A line of a data file.
    pub fn line(file: &str, line: usize, name: &str) -> Self {
        Why(format!("{file}:{line} {name}").into())
    }

    /// The words of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
