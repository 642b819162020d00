//! What the grammar reads out of words, before it is known which days they are.

use crate::granule::{Granule, Season, Unit};
use crate::holiday::Holiday;
use crate::value::{Amount, Length, Recurring, Reference, TimeOfDay};
use whowhom_text::layer::TimexType;

/// What a relative time is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The day of publication.
    Publication,
    /// The time that the text told last.
    Anchor,
}

/// A time of the calendar that recurs, until a year is found for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Named {
    /// A month.
    Month(i8),
    /// A day of a month.
    MonthDay(i8, i8),
    /// A day of the week, 1 = Monday.
    Weekday(i8),
    /// A season.
    Season(Season),
    /// A quarter.
    Quarter(i8),
    /// Half a year.
    Half(i8),
    /// A holiday.
    Holiday(Holiday),
    /// A weekend.
    Weekend,
    /// A day of a month that is not named.
    Day(i8),
}

/// Which of the times of a name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Left open: by the verb's tense and what is near.
    Open,
    /// In this year.
    Year(i16),
    /// In the year, or for days in the week, so many after that of publication.
    Shifted(Unit, i64),
    /// In the year, or for days in the week, of the time told last.
    Anchored,
    /// "this"
    This,
    /// "last"
    Last,
    /// "next"
    Next,
    /// The one before the time told last ("the previous March").
    Previous,
    /// The one after the time told last ("the following Monday").
    Following,
}

/// What is counted within a longer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Days, weeks or months.
    Unit(Unit),
    /// One day of the week, 1 = Monday.
    Weekday(i8),
}

/// The meaning of a time expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Before, around or after now.
    Reference(Reference),
    /// A stretch of the calendar told in full.
    Known(Granule),
    /// A year of business, whose days are not known.
    Fiscal(Box<Meaning>),
    /// A recurring time and which of them.
    Named(Named, When),
    /// The unit so many after the one that holds the time counted from ("last year", "the following day", "today").
    Shift(Unit, i64, From),
    /// So long before (negative) or after the time counted from ("two weeks ago").
    Away { amount: Amount, unit: Unit, sign: i64, from: From },
    /// So long before or after a time told with it ("two days before Christmas").
    Around { amount: Amount, unit: Unit, sign: i64, of: Box<Meaning> },
    /// The unit that holds a time told with it ("the week of March 6").
    Holding(Unit, Box<Meaning>),
    /// The quarter or year reported on ("the latest quarter", "the year-ago period"), so many years on.
    Period { unit: Option<Unit>, years: i64 },
    /// A time of day, with its day where it is told.
    Time(TimeOfDay, Option<Box<Meaning>>),
    /// The evening of a day told only as late in it ("late Thursday").
    Late(Box<Meaning>),
    /// From one time to another, both told.
    Between(Box<Meaning>, Box<Meaning>),
    /// A length of time.
    Length(Length),
    /// A length of time that ends (negative) or begins at the time counted from ("the past two weeks").
    Stretch { amount: Amount, unit: Unit, sign: i64, from: From },
    /// So much at the beginning or end of a time told with it ("the first nine months" of 1989).
    Portion {
        /// How much.
        length: Length,
        /// At the beginning.
        first: bool,
        /// Of what.
        of: Box<Meaning>,
    },
    /// The nth (from the end, when negative) of the units or weekdays of a time told with it ("the second Sunday in June").
    Nth(Counted, i64, Box<Meaning>),
    /// The quarter or year of business that ends on a day told with it ("the quarter" ended Sept. 30).
    Ending(Unit, Box<Meaning>),
    /// Once in every such length.
    Every(Length),
    /// A repeated time of the calendar.
    Recurring(Recurring),
}

/// A time expression as read: its words, its meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// One past its last piece.
    pub end: usize,
    /// What it means.
    pub meaning: Meaning,
    /// Its TIMEX3 `mod`.
    pub modifier: Option<&'static str>,
}

impl Expression {
    /// An expression without `mod`.
    pub fn new(end: usize, meaning: Meaning) -> Self {
        Self { end, meaning, modifier: None }
    }
}

impl Meaning {
    /// Whether it means a single day.
    pub fn is_day(&self) -> bool {
        match self {
            Meaning::Known(granule) => granule.unit() == Unit::Day,
            Meaning::Named(named, _) => {
                matches!(named, Named::MonthDay(..) | Named::Weekday(_) | Named::Holiday(_) | Named::Day(_))
            }
            Meaning::Shift(unit, ..) => *unit == Unit::Day,
            _ => false,
        }
    }

    /// The TIMEX3 type that its value will have.
    pub fn kind(&self) -> TimexType {
        match self {
            Meaning::Time(..) | Meaning::Late(_) => TimexType::Time,
            Meaning::Length(_) | Meaning::Stretch { .. } | Meaning::Portion { .. } => TimexType::Duration,
            Meaning::Every(_) | Meaning::Recurring(_) => TimexType::Set,
            _ => TimexType::Date,
        }
    }
}
