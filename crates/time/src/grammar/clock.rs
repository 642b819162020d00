//! Times of day: "10:35 a.m.", "9 a.m. EST Tuesday", "noon Saturday", "Friday night", "this morning".

use super::calendar::day;
use super::relative::{relative, which};
use crate::granule::Unit;
use crate::lexicon::{Facet, Form, Which};
use crate::meaning::{Expression, From, Meaning};
use crate::number::Read;
use crate::scan::{Digits, Pieces};
use crate::value::{Clock, Part, TimeOfDay};

/// A time of day, with its day where that stands beside it.
pub fn time(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    super::longest([clock_time(pieces, i), part_of_day(pieces, i)])
}

/// A time of the clock, its zone, and the day after it.
fn clock_time(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, mut clock) = clock(pieces, i)?;
    let (end, zone) = zone(pieces, end).unwrap_or((end, None));
    clock.universal = zone == Some(0.0);
    let comma = pieces.skip(end, "comma");
    // "7 a.m. the next day"
    let told = |i| relative(pieces, i).filter(|e| e.meaning.is_day());
    let day_after = day(pieces, end).or_else(|| day(pieces, comma)).or_else(|| told(end));
    let time = TimeOfDay::Clock(clock);
    Some(match day_after {
        Some(day) => Expression::new(day.end, Meaning::Time(time, Some(Box::new(day.meaning)))),
        None => Expression::new(end, Meaning::Time(time, None)),
    })
}

fn clock(pieces: &Pieces<'_>, i: usize) -> Read<Clock> {
    let named = pieces.facet(i, |f| if let Facet::Clock(clock) = f { Some(*clock) } else { None });
    if let Some((end, clock)) = named.filter(|_| !pieces.capital(i) || i == 0 || pieces.text(i - 1).ends_with('.')) {
        return Some((end, clock));
    }
    let (hour, minute, second, width) = match pieces.get(i)?.digits {
        Some(Digits::Clock(hour, minute, second)) => (hour, minute, second, 0),
        Some(Digits::Whole { value, width: 4, comma: false }) => ((value / 100) as u8, (value % 100) as u8, None, 4),
        Some(Digits::Whole { value, width: width @ (1 | 2), .. }) => (value as u8, 0, None, width),
        _ => {
            let (end, n) = crate::number::below_hundred(pieces, i)?;
            let oclock = pieces.role(end, "oclock")?;
            let hour = (1.0..=12.0).contains(&n).then_some(n as u8)?;
            return Some(half_day(pieces, oclock, hour, 0, None).unwrap_or((oclock, twelve(hour, 0, None, None)?)));
        }
    };
    let end = pieces.skip(i + 1, "oclock");
    if let Some(read) = half_day(pieces, end, hour, minute, second) {
        return (width != 4).then_some(read);
    }
    let sure = match width {
        0 => end > i + 1 || zone(pieces, end).is_some() || after_preposition(pieces, i),
        4 => zone(pieces, end).is_some(),
        _ => end > i + 1 || (zone(pieces, end).is_some() && after_preposition(pieces, i)),
    };
    sure.then_some((end, twelve(hour, minute, second, None)?))
}

/// "a.m.", "p.m." and the hour they make.
fn half_day(pieces: &Pieces<'_>, i: usize, hour: u8, minute: u8, second: Option<u8>) -> Read<Clock> {
    let (end, afternoon) =
        pieces.facet(i, |f| if let Facet::HalfDay { afternoon } = f { Some(*afternoon) } else { None })?;
    Some((end, twelve(hour, minute, second, Some(afternoon))?))
}

/// The hour of the day for one of the clock face; without "a.m." or "p.m." it is taken as it stands.
fn twelve(hour: u8, minute: u8, second: Option<u8>, afternoon: Option<bool>) -> Option<Clock> {
    let hour = match (afternoon, hour) {
        (Some(_), 0 | 13..) | (None, 25..) => return None,
        (Some(false), 12) => 0,
        (Some(true), 1..=11) => hour + 12,
        _ => hour,
    };
    (minute < 60).then_some(Clock { hour, minute, second, universal: false })
}

fn zone(pieces: &Pieces<'_>, i: usize) -> Read<Option<f64>> {
    pieces.facet(i, |f| if let Facet::Zone(hours) = f { Some(*hours) } else { None })
}

fn after_preposition(pieces: &Pieces<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).and_then(|b| pieces.get(b)) else { return false };
    let about = pieces.facet(i - 1, |f| matches!(f, Facet::About(_)).then_some(())).is_some();
    about || pieces.parsed.token(before.token).tag() == "IN"
}

fn part(pieces: &Pieces<'_>, i: usize) -> Read<Part> {
    pieces.facet(i, |f| match f {
        Facet::Part { part, form: Form::Plain } => Some(*part),
        _ => None,
    })
}

/// "Friday night", "tomorrow morning", "this afternoon", "last night", "the next morning", "Thursday-evening".
fn part_of_day(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    if let Some(day) = day(pieces, i)
        && !matches!(day.meaning, Meaning::Time(..))
        && let Some((end, part)) = part(pieces, pieces.skip(day.end, "hyphen"))
    {
        return Some(Expression::new(end, Meaning::Time(TimeOfDay::Part(part), Some(Box::new(day.meaning)))));
    }
    let the = pieces.skip(i, "the");
    let (at, which) = which(pieces, the)?;
    let (end, part) = part(pieces, at)?;
    let (by, from) = match which {
        Which::This => (0, From::Publication),
        Which::Last if the == i => (-1, From::Publication),
        Which::Next | Which::Following => (1, From::Anchor),
        Which::Previous => (-1, From::Anchor),
        Which::Same => (0, From::Anchor),
        _ => return None,
    };
    let day = Meaning::Shift(Unit::Day, by, from);
    Some(Expression::new(end, Meaning::Time(TimeOfDay::Part(part), Some(Box::new(day)))))
}
