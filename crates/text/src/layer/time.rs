//! When.

use crate::{Span, TokenRange};
use jiff::civil::Date;

/// The four kinds of time expression of TIMEX3 (TimeML 1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimexType {
    /// A calendar time of a day or coarser.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Repeated times.
    Set,
}

impl TimexType {
    /// The name in TIMEX3.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayRange {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeMention {
    /// Where it stands, in bytes.
    pub span: Span,
    /// The tokens it touches.
    pub tokens: TokenRange,
    /// Its TIMEX3 type.
    pub kind: TimexType,
    /// Its TIMEX3 value (`2010-02-11TEV`, `P3D`, `PAST_REF`); empty when it could not be resolved (no publication date).
    pub value: String,
    /// TIMEX3 `mod` (`START`, `MID`, `END`, `APPROX`, `LATE` …), where the text says so.
    pub modifier: Option<&'static str>,
    /// The days it covers, when they are known.
    pub days: Option<DayRange>,
}
