//! An event mention with what of its report linking asks.

use super::State;
use jiff::civil::Date;
use std::sync::Arc;
use whowhom_text::record::EventRecord;

/// A report, so far as linking asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Its name.
    pub id: String,
    /// The name of the report that it is a copy of; its own when it is none.
    pub original: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who published the report that it is a copy of.
    pub origin: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// Its title.
    pub title: Option<String>,
    /// Its first words, a paragraph or two.
    pub beginning: String,
}

/// A coded event, its sentence and its report.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The report.
    pub report: Arc<Report>,
    /// The event.
    pub event: EventRecord,
    /// The words of the sentence.
    pub sentence: String,
}

impl Mention {
    /// How the event is told.
    pub fn state(&self) -> State {
        State::of(&self.event)
    }
}
