//! What questions are asked with and answered in.

use whowhom_text::record::{PositionRecord, StatementRecord};

/// Whether a report is in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is not.
    New,
    /// It is, with the same content.
    Same,
    /// Another report has its name.
    Taken,
}

/// The stretch of time that events are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Day by day.
    Day,
    /// Month by month.
    Month,
    /// Year by year.
    Year,
}

/// What actors are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKey {
    /// Country or body code.
    Code,
    /// Sector.
    Sector,
    /// Name.
    Name,
}

/// Events of a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineRow {
    /// The day, month or year, as 2014-06-16, 2014-06, 2014.
    pub period: String,
    /// How many events.
    pub events: u64,
    /// How many of each quad code, from 1.
    pub quads: [u64; 4],
    /// Their mean on PLOVER's scale.
    pub mean: f64,
}

/// Events of one party toward another.
#[derive(Clone, Debug, PartialEq)]
pub struct DyadRow {
    /// The stretch of time, when counted by one.
    pub period: Option<String>,
    /// Code of who did it.
    pub actor: String,
    /// Code of to whom.
    pub recipient: String,
    /// How many events.
    pub events: u64,
    /// Their mean on PLOVER's scale.
    pub mean: f64,
}

/// Events of one party.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorRow {
    /// Its code, sector or name.
    pub who: String,
    /// In how many it acts.
    pub as_actor: u64,
    /// Their mean on PLOVER's scale.
    pub mean_as_actor: Option<f64>,
    /// How many are done to it.
    pub as_recipient: u64,
    /// Their mean on PLOVER's scale.
    pub mean_as_recipient: Option<f64>,
}

/// Which statements or positions are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VoiceFilter {
    /// Who speaks or holds the position: a code, a sector, or words that name him.
    pub who: Option<String>,
    /// A statement's kind, or a position's stance.
    pub kind: Option<String>,
    /// The earliest day of the report.
    pub from: Option<jiff::civil::Date>,
    /// The latest day of the report.
    pub to: Option<jiff::civil::Date>,
    /// What the report must contain, as FTS5 takes it.
    pub text: Option<String>,
    /// The report's name.
    pub doc: Option<String>,
    /// So many at most.
    pub limit: Option<u64>,
}

/// Somebody's words or beliefs, with the words of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementRow {
    /// The report's name.
    pub doc_id: String,
    /// Its date.
    pub date: Option<String>,
    /// The number of the statement in the report, from 0.
    pub number: usize,
    /// The statement.
    pub record: StatementRecord,
    /// The words that name the source.
    pub source_text: Option<String>,
    /// The words that say that something is said.
    pub cue_text: Option<String>,
    /// What is said, piece by piece.
    pub content_text: Vec<String>,
}

/// Where a party stands on something, with the words of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct PositionRow {
    /// The report's name.
    pub doc_id: String,
    /// Its date.
    pub date: Option<String>,
    /// The number of the position in the report, from 0.
    pub number: usize,
    /// The position.
    pub record: PositionRecord,
    /// On what.
    pub content_text: String,
    /// On what condition.
    pub condition_text: Option<String>,
}

/// Where and when a report was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// Its date.
    pub date: Option<jiff::civil::Date>,
    /// Who published it or a copy of it: its own publisher first, each once.
    pub publishers: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// How many copies of it there are besides.
    pub copies: u64,
}

/// A report found by its words.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundRow {
    /// The report's name.
    pub id: String,
    /// Its date.
    pub date: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Some words around what was found, with brackets about it.
    pub excerpt: String,
}

/// A value of an answer in SQL.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Words; bytes are written in hexadecimal.
    Text(String),
}

/// How many of each there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Event mentions.
    pub events: u64,
    /// Statements.
    pub statements: u64,
    /// Positions.
    pub positions: u64,
}

impl Period {
    /// What the number of a day is divided by.
    pub(crate) fn divisor(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Month => 100,
            Self::Year => 10_000,
        }
    }

    pub(crate) fn name(self, number: u32) -> String {
        match self {
            Self::Day => format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100),
            Self::Month => format!("{:04}-{:02}", number / 100, number % 100),
            Self::Year => format!("{number:04}"),
        }
    }
}
