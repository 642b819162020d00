//! TIMEX3 values: what a time expression means, written as TimeML 1.2.1 writes it.

use crate::granule::{Granule, Season, Unit, days_between};
use jiff::civil::Date;
use std::fmt;
use whowhom_text::layer::{DayRange, TimexType};

/// A time that is told only as lying before, around or after now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `PAST_REF`
    Past,
    /// `PRESENT_REF`
    Present,
    /// `FUTURE_REF`
    Future,
}

/// A part of the day, by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `MO`
    Morning,
    /// `MI`
    Midday,
    /// `AF`
    Afternoon,
    /// `EV`
    Evening,
    /// `NI`
    Night,
    /// `DT`: the hours of daylight or of work.
    Daytime,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 6] =
        [Part::Morning, Part::Midday, Part::Afternoon, Part::Evening, Part::Night, Part::Daytime];

    /// The TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            Part::Morning => "MO",
            Part::Midday => "MI",
            Part::Afternoon => "AF",
            Part::Evening => "EV",
            Part::Night => "NI",
            Part::Daytime => "DT",
        }
    }
}

/// A time of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Hour, 0 to 24 (midnight at a day's end is 24).
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second, where told.
    pub second: Option<u8>,
    /// Whether the text says that it is universal time.
    pub universal: bool,
}

/// A part of a day or a time of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOfDay {
    /// A part of the day.
    Part(Part),
    /// A time of the clock.
    Clock(Clock),
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// So many.
    Count(f64),
    /// Some, a few, several: `X`.
    Vague,
}

/// A length of time: amounts of units, coarsest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Length(pub Vec<(Amount, Unit)>);

impl Length {
    /// The length of one amount of a unit; a half is told in the unit below where that is whole (`P2Y6M`).
    pub fn new(amount: Amount, unit: Unit) -> Self {
        let below = match unit {
            Unit::Year => Some((12.0, Unit::Month)),
            Unit::Hour => Some((60.0, Unit::Minute)),
            Unit::Minute => Some((60.0, Unit::Second)),
            Unit::Day => Some((24.0, Unit::Hour)),
            Unit::Decade => Some((10.0, Unit::Year)),
            Unit::Century => Some((100.0, Unit::Year)),
            _ => None,
        };
        let (Amount::Count(n), Some((times, finer))) = (amount, below) else { return Self(vec![(amount, unit)]) };
        let rest = n.fract() * times;
        if n.fract() == 0.0 || rest.fract() != 0.0 {
            return Self(vec![(amount, unit)]);
        }
        let mut parts = vec![(Amount::Count(n.trunc()), unit), (Amount::Count(rest), finer)];
        parts.retain(|p| p.0 != Amount::Count(0.0));
        Self(parts)
    }
}

/// A day of the calendar of which something is left open: what a SET repeats (`XXXX-07`, `XXXX-WXX-5`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recurring {
    /// Every July: `XXXX-07`.
    Month(i8),
    /// Every 4 July: `XXXX-07-04`.
    MonthDay(i8, i8),
    /// Every Friday (5): `XXXX-WXX-5`.
    Weekday(i8),
    /// Every weekend: `XXXX-WXX-WE`.
    Weekend,
    /// Every summer: `XXXX-SU`.
    Season(Season),
    /// Every third quarter: `XXXX-Q3`.
    Quarter(i8),
    /// Every evening, every day at noon: `XXXX-XX-XXTEV`.
    Time(TimeOfDay),
    /// Every Friday evening: `XXXX-WXX-5TEV`.
    WeekdayTime(i8, TimeOfDay),
}

/// What a time expression means.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Before, around or after now.
    Reference(Reference),
    /// A stretch of the calendar.
    Granule(Granule),
    /// A time of day on a day.
    Time(Date, TimeOfDay),
    /// From one stretch to another, both included: `1950/1953`.
    Range(Granule, Granule),
    /// A length of time.
    Length(Length),
    /// Once in every such length: a SET.
    Every(Length),
    /// A SET of days or times of the calendar.
    Recurring(Recurring),
}

impl Value {
    /// The TIMEX3 type.
    pub fn kind(&self) -> TimexType {
        match self {
            Value::Reference(_) | Value::Granule(_) | Value::Range(..) => TimexType::Date,
            Value::Time(..) => TimexType::Time,
            Value::Length(_) => TimexType::Duration,
            Value::Every(_) | Value::Recurring(_) => TimexType::Set,
        }
    }

    /// The days that the value covers; none for references, lengths and sets.
    pub fn days(&self) -> Option<DayRange> {
        match *self {
            Value::Granule(granule) => granule.days(),
            Value::Time(day, _) => Some(DayRange { start: day, end: day }),
            Value::Range(from, to) => days_between(from, to),
            _ => None,
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeOfDay::Part(part) => write!(f, "T{}", part.code()),
            TimeOfDay::Clock(clock) => {
                write!(f, "T{:02}:{:02}", clock.hour, clock.minute)?;
                if let Some(second) = clock.second {
                    write!(f, ":{second:02}")?;
                }
                if clock.universal { f.write_str("Z") } else { Ok(()) }
            }
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let mut clock = false;
        for (amount, unit) in &self.0 {
            if unit.of_clock() && !clock {
                f.write_str("T")?;
                clock = true;
            }
            match amount {
                Amount::Count(n) => write!(f, "{n}{}", unit.code())?,
                Amount::Vague => write!(f, "X{}", unit.code())?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Recurring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recurring::Month(m) => write!(f, "XXXX-{m:02}"),
            Recurring::MonthDay(m, d) => write!(f, "XXXX-{m:02}-{d:02}"),
            Recurring::Weekday(d) => write!(f, "XXXX-WXX-{d}"),
            Recurring::Weekend => f.write_str("XXXX-WXX-WE"),
            Recurring::Season(s) => write!(f, "XXXX-{}", s.code()),
            Recurring::Quarter(q) => write!(f, "XXXX-Q{q}"),
            Recurring::Time(t) => write!(f, "XXXX-XX-XX{t}"),
            Recurring::WeekdayTime(d, t) => write!(f, "XXXX-WXX-{d}{t}"),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Reference(Reference::Past) => f.write_str("PAST_REF"),
            Value::Reference(Reference::Present) => f.write_str("PRESENT_REF"),
            Value::Reference(Reference::Future) => f.write_str("FUTURE_REF"),
            Value::Granule(granule) => granule.fmt(f),
            Value::Time(day, time) => write!(f, "{}{time}", Granule::Day(*day)),
            Value::Range(from, to) => write!(f, "{from}/{to}"),
            Value::Length(length) | Value::Every(length) => length.fmt(f),
            Value::Recurring(recurring) => recurring.fmt(f),
        }
    }
}
