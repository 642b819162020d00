//! Reading TIMEX3 values back, as far as this crate writes them.

use crate::granule::{Granule, Season, Unit};
use crate::value::{Amount, Clock, Length, Part, Recurring, Reference, TimeOfDay, Value};
use jiff::civil::Date;
use std::str::FromStr;

/// A text that is no TIMEX3 value of the kinds that [`Value`] knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAValue;

impl std::fmt::Display for NotAValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a TIMEX3 value")
    }
}

impl std::error::Error for NotAValue {}

impl FromStr for Value {
    type Err = NotAValue;

    /// Reads a value as [`Display`](std::fmt::Display) writes it. A length is read as a DURATION: a SET's looks the same.
    fn from_str(text: &str) -> Result<Self, NotAValue> {
        value(text).ok_or(NotAValue)
    }
}

fn value(text: &str) -> Option<Value> {
    match text {
        "PAST_REF" => return Some(Value::Reference(Reference::Past)),
        "PRESENT_REF" => return Some(Value::Reference(Reference::Present)),
        "FUTURE_REF" => return Some(Value::Reference(Reference::Future)),
        _ => {}
    }
    if let Some(rest) = text.strip_prefix('P') {
        return length(rest).map(Value::Length);
    }
    if let Some(rest) = text.strip_prefix("XXXX-") {
        return recurring(rest).map(Value::Recurring);
    }
    if let Some((from, to)) = text.split_once('/') {
        return Some(Value::Range(granule(from)?, granule(to)?));
    }
    match text.split_once('T') {
        Some((day, time)) => Some(Value::Time(self::day(day)?, time_of_day(time)?)),
        None => granule(text).map(Value::Granule),
    }
}

/// A number of exactly so many digits.
fn digits<T: FromStr>(text: &str, width: usize) -> Option<T> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let date = Date::new(digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?).ok()?;
    parts.next().is_none().then_some(date)
}

fn granule(text: &str) -> Option<Granule> {
    if let Some(decade) = text.strip_suffix('X') {
        return digits(decade, 3).map(Granule::Decade);
    }
    let Some((year, rest)) = text.split_once('-') else {
        return digits(text, 4).map(Granule::Year).or_else(|| digits(text, 2).map(Granule::Century));
    };
    let year = digits(year, 4)?;
    let upto = |n: i8, most: i8| (1..=most).contains(&n).then_some(n);
    if let Some(half) = rest.strip_prefix('H') {
        return Some(Granule::Half(year, upto(digits(half, 1)?, 2)?));
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        return Some(Granule::Quarter(year, upto(digits(quarter, 1)?, 4)?));
    }
    if let Some(week) = rest.strip_prefix('W').filter(|w| w.starts_with(|c: char| c.is_ascii_digit())) {
        return match week.strip_suffix("-WE") {
            Some(week) => Some(Granule::Weekend(year, upto(digits(week, 2)?, 53)?)),
            None => Some(Granule::Week(year, upto(digits(week, 2)?, 53)?)),
        };
    }
    if let Some(season) = season(rest) {
        return Some(Granule::Season(year, season));
    }
    match digits(rest, 2) {
        Some(month) => Some(Granule::Month(year, upto(month, 12)?)),
        None => day(text).map(Granule::Day),
    }
}

fn season(code: &str) -> Option<Season> {
    Season::ALL.into_iter().find(|s| s.code() == code)
}

fn time_of_day(text: &str) -> Option<TimeOfDay> {
    if let Some(part) = Part::ALL.into_iter().find(|p| p.code() == text) {
        return Some(TimeOfDay::Part(part));
    }
    let (text, universal) = text.strip_suffix('Z').map_or((text, false), |t| (t, true));
    let mut parts = text.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = match parts.next() {
        Some(second) => Some(digits(second, 2)?),
        None => None,
    };
    let sound = hour <= 24 && minute < 60 && second.is_none_or(|s: u8| s < 60) && parts.next().is_none();
    sound.then_some(TimeOfDay::Clock(Clock { hour, minute, second, universal }))
}

fn recurring(rest: &str) -> Option<Recurring> {
    if let Some(time) = rest.strip_prefix("XX-XXT") {
        return time_of_day(time).map(Recurring::Time);
    }
    if let Some(day) = rest.strip_prefix("WXX-") {
        if day == "WE" {
            return Some(Recurring::Weekend);
        }
        let weekday = digits(day.get(..1)?, 1).filter(|d| (1..=7).contains(d))?;
        return match day.get(1..)?.strip_prefix('T') {
            Some(time) => Some(Recurring::WeekdayTime(weekday, time_of_day(time)?)),
            None => (day.len() == 1).then_some(Recurring::Weekday(weekday)),
        };
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        return digits(quarter, 1).filter(|q| (1..=4).contains(q)).map(Recurring::Quarter);
    }
    if let Some(season) = season(rest) {
        return Some(Recurring::Season(season));
    }
    let month = digits(rest.get(..2)?, 2).filter(|m| (1..=12).contains(m))?;
    match rest.get(2..)?.strip_prefix('-') {
        Some(day) => Some(Recurring::MonthDay(month, digits(day, 2).filter(|&d| Date::new(2000, month, d).is_ok())?)),
        None => (rest.len() == 2).then_some(Recurring::Month(month)),
    }
}

fn length(mut rest: &str) -> Option<Length> {
    const DAYS: [Unit; 11] = [
        Unit::Millennium,
        Unit::Century,
        Unit::Decade,
        Unit::Season,
        Unit::Weekend,
        Unit::Year,
        Unit::Half,
        Unit::Quarter,
        Unit::Month,
        Unit::Week,
        Unit::Day,
    ];
    const CLOCK: [Unit; 3] = [Unit::Hour, Unit::Minute, Unit::Second];
    let (mut parts, mut units) = (Vec::new(), &DAYS[..]);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T').filter(|_| units.len() == DAYS.len()) {
            (rest, units) = (after, &CLOCK);
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != 'X')?;
        let (amount, after) = rest.split_at(end);
        let amount = if amount == "X" { Amount::Vague } else { Amount::Count(amount.parse().ok()?) };
        let (unit, after) = units.iter().find_map(|u| Some((*u, after.strip_prefix(u.code())?)))?;
        parts.push((amount, unit));
        rest = after;
    }
    (!parts.is_empty()).then_some(Length(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dates() -> impl Strategy<Value = Date> {
        (1i16..9999, 1i8..13, 1i8..29).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
    }

    fn granules() -> impl Strategy<Value = Granule> {
        let year = || 1i16..9000;
        prop_oneof![
            (0i16..90).prop_map(Granule::Century),
            (0i16..900).prop_map(Granule::Decade),
            year().prop_map(Granule::Year),
            (year(), 1i8..3).prop_map(|(y, h)| Granule::Half(y, h)),
            (year(), 1i8..5).prop_map(|(y, q)| Granule::Quarter(y, q)),
            (year(), 0usize..4).prop_map(|(y, s)| Granule::Season(y, Season::ALL[s])),
            (year(), 1i8..13).prop_map(|(y, m)| Granule::Month(y, m)),
            (year(), 1i8..53).prop_map(|(y, w)| Granule::Week(y, w)),
            (year(), 1i8..53).prop_map(|(y, w)| Granule::Weekend(y, w)),
            dates().prop_map(Granule::Day),
        ]
    }

    fn times() -> impl Strategy<Value = TimeOfDay> {
        prop_oneof![
            (0usize..6).prop_map(|p| TimeOfDay::Part(Part::ALL[p])),
            (0u8..25, 0u8..60, proptest::option::of(0u8..60), any::<bool>()).prop_map(
                |(hour, minute, second, universal)| TimeOfDay::Clock(Clock { hour, minute, second, universal })
            ),
        ]
    }

    fn lengths() -> impl Strategy<Value = Length> {
        let amount = || prop_oneof![Just(Amount::Vague), (1u16..500).prop_map(|n| Amount::Count(f64::from(n) / 4.0))];
        let units = [
            Unit::Second,
            Unit::Minute,
            Unit::Hour,
            Unit::Day,
            Unit::Week,
            Unit::Month,
            Unit::Quarter,
            Unit::Half,
            Unit::Year,
            Unit::Decade,
            Unit::Century,
            Unit::Weekend,
            Unit::Millennium,
        ];
        prop_oneof![
            (amount(), proptest::sample::select(units.to_vec())).prop_map(|p| Length(vec![p])),
            (amount(), amount()).prop_map(|(y, m)| Length(vec![(y, Unit::Year), (m, Unit::Month)])),
            (amount(), amount()).prop_map(|(d, m)| Length(vec![(d, Unit::Day), (m, Unit::Minute)])),
        ]
    }

    fn values() -> impl Strategy<Value = Value> {
        use Recurring as R;
        let recurring = prop_oneof![
            (1i8..13).prop_map(R::Month),
            (1i8..13, 1i8..29).prop_map(|(m, d)| R::MonthDay(m, d)),
            (1i8..8).prop_map(R::Weekday),
            Just(R::Weekend),
            (0usize..4).prop_map(|s| R::Season(Season::ALL[s])),
            (1i8..5).prop_map(R::Quarter),
            times().prop_map(R::Time),
            (1i8..8, times()).prop_map(|(d, t)| R::WeekdayTime(d, t)),
        ];
        prop_oneof![
            proptest::sample::select(vec![Reference::Past, Reference::Present, Reference::Future])
                .prop_map(Value::Reference),
            granules().prop_map(Value::Granule),
            (dates(), times()).prop_map(|(d, t)| Value::Time(d, t)),
            (granules(), granules()).prop_map(|(a, b)| Value::Range(a, b)),
            lengths().prop_map(Value::Length),
            recurring.prop_map(Value::Recurring),
        ]
    }

    proptest! {
        #[test]
        fn values_round_trip(value in values()) {
            prop_assert_eq!(value.to_string().parse(), Ok(value));
        }

        #[test]
        fn any_text_is_refused_or_read(text in "\\PC{0,20}") {
            let _ = text.parse::<Value>();
        }
    }

    #[test]
    fn what_timeml_does_not_write_is_refused() {
        for bad in [
            "",
            "P",
            "PT",
            "1990-13",
            "1990-Q5",
            "1990-02-30",
            "XXXX-13",
            "XXXX-WXX-8",
            "1990-03-01T25:00",
            "soon",
            "T",
        ] {
            assert_eq!(bad.parse::<Value>(), Err(NotAValue), "{bad}");
        }
    }
}
