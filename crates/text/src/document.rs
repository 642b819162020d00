//! The document: a report as it came in.

use jiff::civil::Date;

/// A news report. Rooms read it and never change it; every offset counts into `text`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The report's name, unique in a run.
    pub id: String,
    /// The words, as given.
    pub text: String,
    /// Publication date. Without one, relative times stay unresolved.
    pub date: Option<Date>,
    /// Headline, where it is kept apart from the text.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it stood.
    pub url: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Fields of the input record that are not ours, passed through.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Document {
    /// A document of nothing but a name and its words.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }
}
