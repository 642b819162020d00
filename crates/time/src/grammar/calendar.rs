//! Dates of the calendar: "March 5, 1946", "Friday, Oct. 23", "the third quarter of 1990", "the 1960s", "Thanksgiving Day".

use super::relative::which;
use crate::granule::{Granule, Unit};
use crate::lexicon::{Facet, Form, Which};
use crate::meaning::{Expression, From, Meaning, Named, When};
use crate::number::{Read, ordinal, year_in_words};
use crate::scan::{Digits, Pieces};
use jiff::civil::Date;

/// A date: a day, a month, a quarter, a year, a decade, a century.
pub fn date(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    super::longest([day(pieces, i), fiscal(pieces, i), part_of_year(pieces, i), month(pieces, i), years(pieces, i)])
}

/// A single day, or days of one month in a row.
pub fn day(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    super::longest([
        numeric(pieces, i),
        month_day(pieces, i),
        day_month(pieces, i),
        weekday(pieces, i),
        day_name(pieces, i),
        holiday(pieces, i),
        named_date(pieces, i),
        day_of_month(pieces, i),
    ])
}

fn whole(pieces: &Pieces<'_>, i: usize) -> Option<(u32, usize)> {
    match pieces.get(i)?.digits? {
        Digits::Whole { value, width, comma: false } => Some((value, width)),
        _ => None,
    }
}

fn day_number(pieces: &Pieces<'_>, i: usize) -> Read<i8> {
    let number = match pieces.get(i)?.digits {
        Some(Digits::Whole { value, width: 1 | 2, .. }) => Some((i + 1, value)),
        _ => ordinal(pieces, i),
    };
    number.filter(|(_, n)| (1..=31).contains(n)).map(|(end, n)| (end, n as i8))
}

/// A year of four digits, of two after an apostrophe, or in words.
pub fn year(pieces: &Pieces<'_>, i: usize) -> Read<i16> {
    if let Some(at) = apostrophe(pieces, i) {
        let short = whole(pieces, at).filter(|(_, width)| *width == 2)?;
        return Some((at + 1, century_of(short.0 as i16)));
    }
    match pieces.get(i)?.digits {
        Some(Digits::Whole { value, width: 4, comma: false }) if (1000..2200).contains(&value) => {
            Some((i + 1, value as i16))
        }
        Some(Digits::ShortYear(value)) => Some((i + 1, century_of(value as i16))),
        Some(_) => None,
        None => year_in_words(pieces, i),
    }
}

/// The piece that an apostrophe is written against, if the tokenizer parted them: "'98".
fn apostrophe(pieces: &Pieces<'_>, i: usize) -> Option<usize> {
    let (mark, next) = (pieces.get(i)?, pieces.get(i + 1)?);
    (matches!(mark.lower, "'" | "‘") && mark.span.end == next.span.start && next.digits.is_some()).then_some(i + 1)
}

/// A year told by its last two digits: of 1930 to 2029.
fn century_of(short: i16) -> i16 {
    if short < 30 { 2000 + short } else { 1900 + short }
}

/// `2010-02-12`, `02/12/2010`, `2/12/10`.
fn numeric(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (first, width) = whole(pieces, i)?;
    let mark =
        |i| pieces.role(i, "hyphen").map(|end| (end, true)).or_else(|| pieces.role(i, "slash").map(|end| (end, false)));
    let (second_at, hyphen) = mark(i + 1)?;
    let (second, _) = whole(pieces, second_at)?;
    let (third_at, _) = mark(second_at + 1).filter(|m| m.1 == hyphen)?;
    let (third, last_width) = whole(pieces, third_at)?;
    let day = match (width, last_width) {
        (4, 1 | 2) => Date::new(first as i16, i8::try_from(second).ok()?, i8::try_from(third).ok()?).ok()?,
        (1 | 2, 2 | 4) if !hyphen || last_width == 4 => {
            let year = if last_width == 2 { century_of(third as i16) } else { third as i16 };
            // The American order, unless only the other one is a date.
            let date = |m: u32, d: u32| Date::new(year, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
            date(first, second).or_else(|| date(second, first))?
        }
        _ => return None,
    };
    Some(Expression::new(third_at + 1, Meaning::Known(Granule::Day(day))))
}

fn month_name(pieces: &Pieces<'_>, i: usize) -> Read<(i8, Form)> {
    let (mut end, read) =
        pieces.facet(i, |f| if let Facet::Month { month, form } = f { Some((*month, *form)) } else { None })?;
    // A tokenizer may part the full stop from "Sept".
    if read.1 == Form::Abbreviated
        && pieces.get(end).is_some_and(|p| p.lower == ".")
        && pieces.get(end + 1).is_some_and(|p| p.digits.is_some())
    {
        end += 1;
    }
    pieces.capital(i).then_some((end, read))
}

/// A year after a month or a day: "1990", ", 1990", "of 1990", "this year", "of last year", "that year".
fn year_after(pieces: &Pieces<'_>, i: usize) -> Read<When> {
    let comma = pieces.skip(i, "comma");
    if let Some((end, year)) = year(pieces, pieces.skip(i, "of")).or_else(|| year(pieces, comma)) {
        return Some((end, When::Year(year)));
    }
    let at = [pieces.skip(i, "of"), comma].into_iter().max()?;
    let (end, which) = which(pieces, pieces.skip(at, "the"))?;
    let end = pieces.role(end, "year_word")?;
    let when = match which {
        Which::This | Which::Current => When::Shifted(Unit::Year, 0),
        Which::Last | Which::Past => When::Shifted(Unit::Year, -1),
        Which::Next | Which::Coming => When::Shifted(Unit::Year, 1),
        Which::Same => When::Anchored,
        _ => return None,
    };
    Some((end, when))
}

/// "March 5, 1946", "Aug. 7", "March eighth", "June 7-9".
fn month_day(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (after, (month, _)) = month_name(pieces, i)?;
    let (end, first) = day_number(pieces, pieces.skip(after, "the"))?;
    let last = pieces.role(end, "hyphen").and_then(|at| day_number(pieces, at)).filter(|&(_, last)| last > first);
    let end = last.map_or(end, |(end, _)| end);
    let (end, when) = year_after(pieces, end).unwrap_or((end, When::Open));
    let day = |day| in_year(Named::MonthDay(month, day), when);
    Date::new(2000, month, first).ok()?;
    let meaning = match last {
        Some((_, last)) => Meaning::Between(Box::new(day(first)), Box::new(day(last))),
        None => day(first),
    };
    Some(Expression::new(end, meaning))
}

/// "12 February 2010", "the 12th of February", "5-7 May".
fn day_month(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, first) = day_number(pieces, pieces.skip(i, "the"))?;
    let last = pieces.role(end, "hyphen").and_then(|at| day_number(pieces, at)).filter(|&(_, last)| last > first);
    let end = last.map_or(end, |(end, _)| end);
    let (end, (month, form)) = month_name(pieces, pieces.skip(end, "of"))?;
    let year = year_after(pieces, end);
    let (end, when) = match year {
        Some(read) => read,
        None if form == Form::Abbreviated && pieces.text(end - 1) != "." && !pieces.text(end - 1).ends_with('.') => {
            return None;
        }
        None => (end, When::Open),
    };
    Date::new(2000, month, first).ok()?;
    let day = |day| in_year(Named::MonthDay(month, day), when);
    let meaning = match last {
        Some((_, last)) => Meaning::Between(Box::new(day(first)), Box::new(day(last))),
        None => day(first),
    };
    Some(Expression::new(end, meaning))
}

/// "March", "March 1946", "last March", "June last year"; also "March-May".
fn month(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let chosen = which(pieces, i).and_then(|(at, which)| Some((at, when(which)?)));
    let (at, chosen) = chosen.map_or((i, None), |(at, when)| (at, Some(when)));
    let (end, (month, form)) = month_name(pieces, at)?;
    // "next March 5"
    if let (Some(when), Some((end, day))) = (chosen, day_number(pieces, end)) {
        Date::new(2000, month, day).ok()?;
        return Some(Expression::new(end, Meaning::Named(Named::MonthDay(month, day), when)));
    }
    let (end, when) = match (chosen, year_after(pieces, end)) {
        (Some(when), _) => (end, when),
        (None, Some(read)) => read,
        (None, None) if form == Form::Abbreviated => return None,
        (None, None) => (end, When::Open),
    };
    Some(Expression::new(end, in_year(Named::Month(month), when)))
}

/// "on the 15th", "by the 3rd of next month".
fn day_of_month(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let at = pieces.role(i, "the")?;
    let Some(Digits::Ordinal(day @ 1..=31)) = pieces.get(at)?.digits else { return None };
    let named = Named::Day(day as i8);
    if let Some((end, when)) = pieces.role(at + 1, "of").and_then(|at| this_month(pieces, at)) {
        return Some(Expression::new(end, Meaning::Named(named, when)));
    }
    let before = pieces.parsed.token(pieces.get(i.checked_sub(1)?)?.token);
    let after = pieces.get(at + 1).map(|p| pieces.parsed.token(p.token));
    let alone = after.is_none_or(|a| a.pos().is_any(&["PUNCT", "CCONJ", "ADP", "SCONJ", "VERB", "AUX"]));
    (before.tag() == "IN" && alone).then(|| Expression::new(at + 1, Meaning::Named(named, When::Open)))
}

/// "the month", "this month", "next month", "that month".
fn this_month(pieces: &Pieces<'_>, i: usize) -> Read<When> {
    let (at, when) = match which(pieces, pieces.skip(i, "the")) {
        Some((at, Which::Same)) => (at, When::Anchored),
        Some((at, which)) => (at, When::Shifted(Unit::Month, shift(which)?)),
        None => (pieces.role(i, "the")?, When::Open),
    };
    let (end, _) = super::length::unit(pieces, at).filter(|(_, u)| u.unit == Unit::Month && !u.many)?;
    Some((end, when))
}

/// "Friday", "last Friday", "Friday, Oct. 23", "Monday of last week", "Friday next week".
fn weekday(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    let (at, chosen) = which(pieces, the).and_then(|(at, w)| Some((at, Some(when(w)?)))).unwrap_or((i, None));
    let (end, (weekday, form)) =
        pieces.facet(at, |f| if let Facet::Weekday { weekday, form } = f { Some((*weekday, *form)) } else { None })?;
    if !pieces.capital(at) || form == Form::Many {
        return None;
    }
    let comma = pieces.skip(end, "comma");
    let full =
        |from: usize| month_day(pieces, from).or_else(|| day_month(pieces, from)).or_else(|| numeric(pieces, from));
    if let Some(date) = full(pieces.skip(comma, "the")).or_else(|| full(comma)) {
        return Some(date);
    }
    if form == Form::Abbreviated {
        return None;
    }
    if let Some((after, which)) = which(pieces, pieces.skip(end, "of"))
        && let Some((after, unit)) = super::length::unit(pieces, after).map(|(after, u)| (after, u.unit))
        && unit == Unit::Week
        && let Some(by) = shift(which)
    {
        return Some(Expression::new(after, Meaning::Named(Named::Weekday(weekday), When::Shifted(Unit::Week, by))));
    }
    Some(Expression::new(end, Meaning::Named(Named::Weekday(weekday), chosen.unwrap_or(When::Open))))
}

fn day_name(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, (by, part)) =
        pieces.facet(i, |f| if let Facet::Day(by, part) = f { Some((*by, *part)) } else { None })?;
    let day = Meaning::Shift(Unit::Day, by, From::Publication);
    let meaning = match part {
        Some(part) => Meaning::Time(crate::value::TimeOfDay::Part(part), Some(Box::new(day))),
        None => day,
    };
    Some(Expression::new(end, meaning))
}

/// "Thanksgiving Day", "last Christmas", "Easter 1998", "the Fourth of July".
fn holiday(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    let (at, chosen) = which(pieces, the).and_then(|(at, w)| Some((at, Some(when(w)?)))).unwrap_or((the, None));
    let (end, holiday) = pieces.facet(at, |f| if let Facet::Holiday(holiday) = f { Some(*holiday) } else { None })?;
    if !pieces.capital(at) {
        return None;
    }
    let (end, when) = match chosen {
        Some(when) => (end, when),
        None => year_after(pieces, end).unwrap_or((end, When::Open)),
    };
    Some(Expression::new(end, Meaning::Named(Named::Holiday(holiday), when)))
}

/// "9/11"
fn named_date(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, date) = pieces.facet(i, |f| if let Facet::Known(date) = f { Some(*date) } else { None })?;
    Some(Expression::new(end, Meaning::Known(Granule::Day(date))))
}

/// "fiscal 1989", "the fiscal year", "fiscal year 1989".
fn fiscal(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    let (at, chosen) = which(pieces, the).map_or((the, None), |(at, w)| (at, Some(w)));
    // "FY2010"
    if let Some(digits) = pieces.get(at).and_then(|p| p.lower.strip_prefix("fy")).filter(|d| matches!(d.len(), 2 | 4)) {
        let year: i16 = digits.parse().ok()?;
        let year = if digits.len() == 2 { century_of(year) } else { year };
        return Some(Expression::new(at + 1, Meaning::Fiscal(Box::new(Meaning::Known(Granule::Year(year))))));
    }
    let (at, ()) = pieces.facet(at, |f| matches!(f, Facet::Fiscal).then_some(()))?;
    let word = pieces.role(at, "year_word");
    let told = word.unwrap_or(at);
    if year(pieces, told).is_some() {
        let years = years(pieces, told)?;
        return Some(Expression { meaning: Meaning::Fiscal(Box::new(years.meaning)), ..years });
    }
    let by = match chosen {
        Some(which) => shift(which)?,
        None if the > i => return Some(Expression::new(word?, Meaning::Period { unit: Some(Unit::Year), years: 0 })),
        None => return None,
    };
    Some(Expression::new(word?, Meaning::Fiscal(Box::new(Meaning::Shift(Unit::Year, by, From::Publication)))))
}

/// "the third quarter of 1990", "third-quarter", "the first half", "the summer of 1989", "this fall".
fn part_of_year(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    let (at, chosen) = which(pieces, the).and_then(|(at, w)| Some((at, Some(when(w)?)))).unwrap_or((the, None));
    let fiscal = |i| pieces.facet(i, |f| matches!(f, Facet::Fiscal).then_some(()));
    let (at, mut business) = fiscal(at).map_or((at, false), |(at, ())| (at, true));
    let (end, named) = match quarter(pieces, at) {
        Some((end, named)) => (end, named),
        None => {
            let (end, season) = pieces.facet(at, |f| match f {
                Facet::Season { season, many: false } => Some(*season),
                _ => None,
            })?;
            (end, Named::Season(season))
        }
    };
    business |= matches!(named, Named::Quarter(_)) && fiscal(end.saturating_sub(1)).is_some();
    let (end, when) = match chosen {
        Some(when) => (end, when),
        None => year_after(pieces, end).or_else(|| of_the_year(pieces, end)).unwrap_or((end, When::Open)),
    };
    let meaning = in_year(named, when);
    Some(Expression::new(end, if business { Meaning::Fiscal(Box::new(meaning)) } else { meaning }))
}

/// "of the year" leaves the year open.
fn of_the_year(pieces: &Pieces<'_>, i: usize) -> Read<When> {
    let at = pieces.role(pieces.role(i, "of")?, "the")?;
    Some((pieces.role(at, "year_word")?, When::Open))
}

/// "third quarter", "first-half", "first two quarters".
fn quarter(pieces: &Pieces<'_>, i: usize) -> Read<Named> {
    let (end, number) = ordinal(pieces, i)?;
    let end = pieces.skip(end, "hyphen");
    let end = pieces.facet(end, |f| matches!(f, Facet::Fiscal).then_some(())).map_or(end, |(end, ())| end);
    if let Some(end) = pieces.role(end, "half_word").filter(|_| number <= 2) {
        return Some((end, Named::Half(number as i8)));
    }
    let is_quarter = |i| super::length::unit(pieces, i).filter(|(_, u)| u.unit == Unit::Quarter);
    if let Some((end, _)) = is_quarter(end).filter(|(_, u)| !u.many && number <= 4) {
        return Some((end, Named::Quarter(number as i8)));
    }
    let (end, count) = crate::number::cardinal(pieces, end)?;
    let (end, _) = is_quarter(end).filter(|_| number == 1 && count == 2.0)?;
    Some((end, Named::Half(1)))
}

/// Years, decades, centuries and spans of years: "1988", "1950-53", "the early 1990s", "the 20th century".
fn years(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    if let Some((end, first)) = year(pieces, i) {
        return Some(
            year_span(pieces, end, first).unwrap_or(Expression::new(end, Meaning::Known(Granule::Year(first)))),
        );
    }
    if let Some(at) = pieces.role(the, "year_word")
        && let Some((end, year)) = year(pieces, at)
    {
        return Some(Expression::new(end, Meaning::Known(Granule::Year(year))));
    }
    // "the 1800s"
    if let Some(Digits::Decade { value, width: 4 }) = pieces.get(the)?.digits
        && value % 100 == 0
        && value < 1900
    {
        return Some(Expression::new(the + 1, Meaning::Known(Granule::Century(value as i16 / 100))));
    }
    if let Some((end, decade)) = decade(pieces, the) {
        return Some(Expression::new(end, Meaning::Known(Granule::Decade(decade))));
    }
    let (end, number) = ordinal(pieces, the)?;
    let (end, unit) = super::length::unit(pieces, pieces.skip(end, "hyphen"))?;
    let century =
        (unit.unit == Unit::Century && !unit.many && (2..=30).contains(&number)).then_some(number as i16 - 1)?;
    Some(Expression::new(end, Meaning::Known(Granule::Century(century))))
}

/// The rest of "1950-53", "1989-1995", "1989/90" behind its first year.
fn year_span(pieces: &Pieces<'_>, i: usize, first: i16) -> Option<Expression> {
    let at = pieces.role(i, "hyphen").or_else(|| pieces.role(i, "slash"))?;
    let last = match whole(pieces, at)? {
        (value, 4) => value as i16,
        (value, 2) => first - first % 100 + value as i16,
        _ => return None,
    };
    let year = |y| Box::new(Meaning::Known(Granule::Year(y)));
    (first < last && last - first < 1000).then(|| Expression::new(at + 1, Meaning::Between(year(first), year(last))))
}

fn decade(pieces: &Pieces<'_>, i: usize) -> Read<i16> {
    let at = apostrophe(pieces, i).unwrap_or(i);
    if let Some(Digits::Decade { value, width }) = pieces.get(at)?.digits {
        let year = if width == 2 { 1900 + value as i16 } else { value as i16 };
        return (year % 10 == 0).then_some((at + 1, year / 10));
    }
    let named = |i| pieces.facet(i, |f| if let Facet::Decade(year) = f { Some(*year) } else { None });
    let (end, year) = named(i).or_else(|| {
        let (end, century) = crate::number::below_hundred(pieces, i).filter(|(_, n)| *n == 19.0 || *n == 18.0)?;
        let (end, year) = named(pieces.skip(end, "hyphen"))?;
        Some((end, year + (century as i16 - 19) * 100))
    })?;
    Some((end, 190 + year / 10))
}

fn in_year(named: Named, when: When) -> Meaning {
    let known = match (named, when) {
        (Named::Month(month), When::Year(year)) => Some(Granule::Month(year, month)),
        (Named::MonthDay(month, day), When::Year(year)) => Date::new(year, month, day).ok().map(Granule::Day),
        (Named::Quarter(quarter), When::Year(year)) => Some(Granule::Quarter(year, quarter)),
        (Named::Half(half), When::Year(year)) => Some(Granule::Half(year, half)),
        (Named::Season(season), When::Year(year)) => Some(Granule::Season(year, season)),
        _ => None,
    };
    known.map_or(Meaning::Named(named, when), Meaning::Known)
}

/// Which time of a name a word before it picks.
pub fn when(which: Which) -> Option<When> {
    Some(match which {
        Which::This | Which::Current => When::This,
        Which::Last | Which::Past | Which::Latest => When::Last,
        Which::Next | Which::Coming => When::Next,
        Which::Previous => When::Previous,
        Which::Following => When::Following,
        Which::Same => When::Anchored,
        Which::Recent => return None,
    })
}

/// How many units on from now a word before the unit means.
pub fn shift(which: Which) -> Option<i64> {
    match which {
        Which::This | Which::Current => Some(0),
        Which::Last | Which::Past => Some(-1),
        Which::Next | Which::Coming => Some(1),
        _ => None,
    }
}
