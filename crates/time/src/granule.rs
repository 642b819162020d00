//! Stretches of the calendar: a century, a year, a quarter, a week, a day.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};
use std::fmt;
use whowhom_text::layer::DayRange;

/// A unit of time, from the second to the millennium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Seconds (`S` after `T`).
    Second,
    /// Minutes (`M` after `T`).
    Minute,
    /// Hours (`H` after `T`).
    Hour,
    /// Days (`D`).
    Day,
    /// Weekends (`WE`).
    Weekend,
    /// Weeks (`W`).
    Week,
    /// Months (`M`).
    Month,
    /// Quarters (`Q`).
    Quarter,
    /// Half years (`H`).
    Half,
    /// Seasons, of which a year has four.
    Season,
    /// Years (`Y`).
    Year,
    /// Decades (`DE`).
    Decade,
    /// Centuries (`CE`).
    Century,
    /// Millennia (`ML`).
    Millennium,
}

impl Unit {
    /// Whether the unit is shorter than a day.
    pub fn of_clock(self) -> bool {
        self < Unit::Day
    }

    /// The code in a TIMEX3 duration (after `T` for the units of the clock).
    pub fn code(self) -> &'static str {
        match self {
            Unit::Second => "S",
            Unit::Minute | Unit::Month => "M",
            Unit::Hour | Unit::Half => "H",
            Unit::Day => "D",
            Unit::Weekend => "WE",
            Unit::Week => "W",
            Unit::Quarter => "Q",
            Unit::Season => "SN",
            Unit::Year => "Y",
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Millennium => "ML",
        }
    }
}

/// A season, by its TIMEX3 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// `SP`: March to May.
    Spring,
    /// `SU`: June to August.
    Summer,
    /// `FA`: September to November.
    Fall,
    /// `WI`: December to the February of the next year; named by the year of its December.
    Winter,
}

impl Season {
    /// All four, in order of the year.
    pub const ALL: [Season; 4] = [Season::Spring, Season::Summer, Season::Fall, Season::Winter];

    /// The TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }

    fn first_month(self) -> i8 {
        3 * (self as i8) + 3
    }
}

/// A stretch of the calendar with a name of its own in ISO 8601 or TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Granule {
    /// A century by its first two digits: `19` runs from 1900 to 1999.
    Century(i16),
    /// A decade by its first three digits: `199X`.
    Decade(i16),
    /// A year: `1990`.
    Year(i16),
    /// Half of a year (1 or 2): `1990-H1`.
    Half(i16, i8),
    /// A quarter (1 to 4): `1990-Q3`.
    Quarter(i16, i8),
    /// A season: `1990-SU`.
    Season(i16, Season),
    /// A month: `1990-03`.
    Month(i16, i8),
    /// An ISO week, by its week-based year: `1990-W06`.
    Week(i16, i8),
    /// The Saturday and Sunday of an ISO week: `1990-W06-WE`.
    Weekend(i16, i8),
    /// A day: `1990-03-01`.
    Day(Date),
}

impl Granule {
    /// The granule of this unit that holds the day; clock units give the day itself.
    pub fn containing(unit: Unit, day: Date) -> Granule {
        let (year, month) = (day.year(), day.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Granule::Day(day),
            Unit::Week | Unit::Weekend => {
                let week = day.iso_week_date();
                let build = if unit == Unit::Week { Granule::Week } else { Granule::Weekend };
                build(week.year(), week.week())
            }
            Unit::Month => Granule::Month(year, month),
            Unit::Quarter => Granule::Quarter(year, (month - 1) / 3 + 1),
            Unit::Half => Granule::Half(year, (month - 1) / 6 + 1),
            Unit::Season if month < 3 => Granule::Season(year - 1, Season::Winter),
            Unit::Season => Granule::Season(year, Season::ALL[(month / 3 - 1) as usize]),
            Unit::Year => Granule::Year(year),
            Unit::Decade => Granule::Decade(year.div_euclid(10)),
            Unit::Century | Unit::Millennium => Granule::Century(year.div_euclid(100)),
        }
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        match self {
            Granule::Century(_) => Unit::Century,
            Granule::Decade(_) => Unit::Decade,
            Granule::Year(_) => Unit::Year,
            Granule::Half(..) => Unit::Half,
            Granule::Quarter(..) => Unit::Quarter,
            Granule::Season(..) => Unit::Season,
            Granule::Month(..) => Unit::Month,
            Granule::Week(..) => Unit::Week,
            Granule::Weekend(..) => Unit::Weekend,
            Granule::Day(_) => Unit::Day,
        }
    }

    /// First and last day, or `None` outside the years 1 to 9998.
    pub fn days(self) -> Option<DayRange> {
        let months = |year: i16, first: i8, count: i16| {
            let start = Date::new(year, first, 1).ok()?;
            let end = start.checked_add(i64::from(count).months()).ok()?.yesterday().ok()?;
            Some(DayRange { start, end })
        };
        match self {
            Granule::Century(c) => months(c.checked_mul(100)?.max(1), 1, 1200),
            Granule::Decade(d) => months(d.checked_mul(10)?.max(1), 1, 120),
            Granule::Year(y) => months(y, 1, 12),
            Granule::Half(y, h) => months(y, 6 * h - 5, 6),
            Granule::Quarter(y, q) => months(y, 3 * q - 2, 3),
            Granule::Season(y, s) => months(y, s.first_month(), 3),
            Granule::Month(y, m) => months(y, m, 1),
            Granule::Week(..) => self.week_days(Weekday::Monday),
            Granule::Weekend(..) => self.week_days(Weekday::Saturday),
            Granule::Day(day) => Some(DayRange { start: day, end: day }),
        }
    }

    fn week_days(self, from: Weekday) -> Option<DayRange> {
        let (Granule::Week(year, week) | Granule::Weekend(year, week)) = self else { return None };
        let day = |weekday| Some(ISOWeekDate::new(year, week, weekday).ok()?.date());
        Some(DayRange { start: day(from)?, end: day(Weekday::Sunday)? })
    }

    /// The first day.
    pub fn start(self) -> Option<Date> {
        Some(self.days()?.start)
    }

    /// The granule of the same kind that begins `by` units later (earlier when negative), or `None` outside the calendar.
    ///
    /// A unit coarser than the granule keeps the granule's kind: the third quarter shifted by a year is the third quarter
    /// of the next year. A finer one gives a granule of the finer kind counted from the first day.
    pub fn shift(self, by: i64, unit: Unit) -> Option<Granule> {
        if let Granule::Season(year, season) = self
            && unit == Unit::Season
        {
            let index = i64::from(year) * 4 + season as i64 + by;
            return Some(Granule::Season(
                i16::try_from(index.div_euclid(4)).ok()?,
                Season::ALL[index.rem_euclid(4) as usize],
            ));
        }
        let moved = self.start()?.checked_add(span(by, unit)?).ok()?;
        let kind = self.unit().min(if unit == Unit::Millennium { Unit::Century } else { unit });
        let kind =
            if matches!(self, Granule::Week(..) | Granule::Weekend(..)) && unit > Unit::Week { unit } else { kind };
        Some(Granule::containing(kind, moved))
    }

    /// A year's number, if the granule lies within one.
    pub fn year(self) -> Option<i16> {
        match self {
            Granule::Century(_) | Granule::Decade(_) => None,
            Granule::Year(y)
            | Granule::Half(y, _)
            | Granule::Quarter(y, _)
            | Granule::Season(y, _)
            | Granule::Month(y, _)
            | Granule::Week(y, _)
            | Granule::Weekend(y, _) => Some(y),
            Granule::Day(day) => Some(day.year()),
        }
    }
}

/// `by` units as a span of the calendar; none for clock units' fractions of a day and for absurd lengths.
pub fn span(by: i64, unit: Unit) -> Option<Span> {
    let (count, day) = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => (0, true),
        Unit::Day => (by, true),
        Unit::Week | Unit::Weekend => (by.checked_mul(7)?, true),
        Unit::Month => (by, false),
        Unit::Quarter | Unit::Season => (by.checked_mul(3)?, false),
        Unit::Half => (by.checked_mul(6)?, false),
        Unit::Year => (by.checked_mul(12)?, false),
        Unit::Decade => (by.checked_mul(120)?, false),
        Unit::Century => (by.checked_mul(1_200)?, false),
        Unit::Millennium => (by.checked_mul(12_000)?, false),
    };
    let empty = Span::new();
    if day { empty.try_days(count).ok() } else { empty.try_months(count).ok() }
}

impl fmt::Display for Granule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Granule::Century(c) => write!(f, "{c:02}"),
            Granule::Decade(d) => write!(f, "{d:03}X"),
            Granule::Year(y) => write!(f, "{y:04}"),
            Granule::Half(y, h) => write!(f, "{y:04}-H{h}"),
            Granule::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Granule::Season(y, s) => write!(f, "{y:04}-{}", s.code()),
            Granule::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Granule::Week(y, w) => write!(f, "{y:04}-W{w:02}"),
            Granule::Weekend(y, w) => write!(f, "{y:04}-W{w:02}-WE"),
            Granule::Day(d) => write!(f, "{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
        }
    }
}

/// The days of a range of granules, from the first day of one to the last of the other.
pub fn days_between(from: Granule, to: Granule) -> Option<DayRange> {
    let range = DayRange { start: from.days()?.start, end: to.days()?.end };
    (range.start <= range.end).then_some(range)
}

/// A day that every function here can count from, for tests.
#[cfg(test)]
pub const TEST_DAY: Date = jiff::civil::date(2010, 2, 12);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn granules_hold_their_day_and_shift_by_their_own_unit() {
        let units = [
            Unit::Day,
            Unit::Week,
            Unit::Month,
            Unit::Quarter,
            Unit::Half,
            Unit::Season,
            Unit::Year,
            Unit::Decade,
            Unit::Century,
        ];
        for unit in units {
            let here = Granule::containing(unit, TEST_DAY);
            let days = here.days().unwrap();
            assert!(days.start <= TEST_DAY && TEST_DAY <= days.end, "{here}");
            let next = here.shift(1, unit).unwrap();
            assert_eq!(next.start(), days.end.tomorrow().ok(), "{here} to {next}");
            assert_eq!(next.shift(-1, unit), Some(here), "{here}");
        }
    }

    #[test]
    fn coarser_shifts_keep_the_kind() {
        assert_eq!(Granule::Quarter(1999, 3).shift(-1, Unit::Year), Some(Granule::Quarter(1998, 3)));
        assert_eq!(Granule::Day(TEST_DAY).shift(1, Unit::Month), Some(Granule::Day(date(2010, 3, 12))));
        assert_eq!(Granule::Day(date(2012, 2, 29)).shift(1, Unit::Year), Some(Granule::Day(date(2013, 2, 28))));
        assert_eq!(Granule::Year(9998).shift(5, Unit::Century), None);
    }
}
