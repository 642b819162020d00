//! Holidays: on which day of a year a named day falls.

use calendrical_calculations::chinese_based::{Chinese, YearBounds};
use calendrical_calculations::gregorian::{easter, fixed_from_gregorian};
use calendrical_calculations::hebrew::{BookHebrew, TISHRI};
use calendrical_calculations::islamic::{ISLAMIC_EPOCH_FRIDAY, fixed_from_tabular_islamic};
use calendrical_calculations::{julian, rata_die::RataDie};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use whowhom_text::layer::DayRange;

/// How a holiday's first day is found.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    Fixed(i8, i8),
    /// The nth weekday of a month, then days to add.
    Nth(i8, i8, Weekday, i64),
    Easter(i64),
    Orthodox(i64),
    Islamic(u8, u8),
    Hebrew(u8, u8),
    Chinese(i64),
}

/// A named day, or several in a row, of every year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holiday {
    rule: Rule,
    days: i64,
}

impl Holiday {
    /// Reads a rule as `data/time/holidays.tsv` writes it, for a holiday of `days` days.
    pub fn parse(rule: &str, days: i64) -> Option<Self> {
        let words: Vec<&str> = rule.split_whitespace().collect();
        let rule = match *words.as_slice() {
            ["fixed", day] => {
                let (month, day) = day.split_once('-')?;
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                Date::new(2000, month, day).ok()?;
                Rule::Fixed(month, day)
            }
            ["nth", month, nth, weekday, ref more @ ..] => {
                let add = match *more {
                    [] => 0,
                    [add] => add.strip_prefix('+')?.parse().ok()?,
                    _ => return None,
                };
                let weekday = Weekday::from_monday_one_offset(weekday.parse().ok()?).ok()?;
                let (month, nth) = (month.parse().ok()?, nth.parse().ok()?);
                date(2000, 1, 1).with().month(month).build().ok()?;
                Rule::Nth(month, nth, weekday, add)
            }
            ["easter", n] => Rule::Easter(n.parse().ok()?),
            ["orthodox", n] => Rule::Orthodox(n.parse().ok()?),
            ["islamic", month, day] => Rule::Islamic(numbered(month, 12)?, numbered(day, 30)?),
            ["hebrew", month, day] => Rule::Hebrew(numbered(month, 12)?, numbered(day, 30)?),
            ["chinese", n] => Rule::Chinese(n.parse().ok()?),
            _ => return None,
        };
        (1..=60).contains(&days).then_some(Self { rule, days })
    }

    /// The days of the holiday that begins in the year, if one does.
    pub fn in_year(self, year: i16) -> Option<DayRange> {
        if !(1..=9000).contains(&year) {
            return None;
        }
        let y = i32::from(year);
        let start = match self.rule {
            Rule::Fixed(month, day) => Date::new(year, month, day).ok()?,
            Rule::Nth(month, nth, weekday, add) => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?.checked_add(add.days()).ok()?
            }
            Rule::Easter(n) => civil(easter(y) + n)?,
            Rule::Orthodox(n) => civil(julian::easter(y) + n)?,
            Rule::Islamic(month, day) => islamic(year, month, day)?,
            Rule::Hebrew(month, day) => {
                let year = y + if month < TISHRI { 3760 } else { 3761 };
                civil(BookHebrew::fixed_from_book_hebrew(BookHebrew { year, month, day }))?
            }
            Rule::Chinese(n) => civil(YearBounds::compute::<Chinese>(fixed_from_gregorian(y, 7, 1)).new_year + n)?,
        };
        Some(DayRange { start, end: start.checked_add((self.days - 1).days()).ok()? })
    }
}

fn numbered(text: &str, most: u8) -> Option<u8> {
    text.parse().ok().filter(|n| (1..=most).contains(n))
}

fn civil(day: RataDie) -> Option<Date> {
    date(1, 1, 1).checked_add((day.to_i64_date() - 1).days()).ok()
}

/// The first day in the year that is this day of the Islamic calendar, whose year is some eleven days shorter.
fn islamic(year: i16, month: u8, day: u8) -> Option<Date> {
    let about = (i32::from(year) - 622) * 33 / 32;
    (about - 1..=about + 2)
        .filter_map(|y| civil(fixed_from_tabular_islamic(y, month, day, ISLAMIC_EPOCH_FRIDAY)))
        .find(|d| d.year() == year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_fall_where_almanacs_put_them() {
        let cases = [
            ("fixed 12-25", date(2010, 12, 25)),
            ("nth 11 4 4", date(1999, 11, 25)),
            ("nth 5 -1 1", date(2024, 5, 27)),
            ("nth 11 1 1 +1", date(2016, 11, 8)),
            ("easter -2", date(2010, 4, 2)),
            ("orthodox 0", date(2021, 5, 2)),
            ("islamic 9 1", date(2024, 3, 11)),
            ("hebrew 7 10", date(1973, 10, 6)),
            ("hebrew 1 15", date(2024, 4, 23)),
            ("chinese 0", date(1968, 1, 30)),
            ("chinese 0", date(2024, 2, 10)),
        ];
        for (rule, day) in cases {
            let days = Holiday::parse(rule, 1).unwrap().in_year(day.year()).unwrap();
            assert_eq!(days.start, day, "{rule}");
        }
    }

    #[test]
    fn bad_rules_are_refused() {
        for rule in [
            "",
            "fixed 13-01",
            "fixed 02-30",
            "nth 11 4",
            "nth 14 1 1",
            "nth 11 1 9",
            "nth 11 1 1 1",
            "islamic 13 1",
            "moon 3",
        ] {
            assert_eq!(Holiday::parse(rule, 1), None, "{rule}");
        }
        assert_eq!(Holiday::parse("easter 0", 0), None);
    }
}
