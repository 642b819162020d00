//! Lengths of time and sets: "two weeks", "a year and a half", "8-month-old", "every Friday", "twice a week", "annually".

use super::relative::which;
use crate::granule::Unit;
use crate::lexicon::{Away, Facet, Form};
use crate::meaning::{Expression, From, Meaning};
use crate::number::{Read, amount, cardinal, half_more, ordinal};
use crate::scan::Pieces;
use crate::value::{Amount, Length, Recurring, TimeOfDay};

/// A unit as a word gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitWord {
    /// The unit.
    pub unit: Unit,
    /// How many of it the word stands for.
    pub times: f64,
    /// Whether the word is a plural.
    pub many: bool,
}

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// How many.
    pub amount: Amount,
    /// Of what.
    pub unit: Unit,
}

/// A unit's word.
pub fn unit(pieces: &Pieces<'_>, i: usize) -> Read<UnitWord> {
    pieces.facet(i, |f| match f {
        Facet::Unit { unit, times, many } => Some(UnitWord { unit: *unit, times: *times, many: *many }),
        _ => None,
    })
}

/// "two weeks", "18-month", "a year and a half", "two or three days", "weeks" after an amount.
pub fn measure(pieces: &Pieces<'_>, i: usize) -> Read<Measure> {
    let (end, amount) = amount(pieces, i)?;
    let counted = alternative(pieces, end).unwrap_or(end);
    let (end, word) = unit(pieces, pieces.skip(counted, "hyphen"))?;
    let amount = match (amount, half_more(pieces, end)) {
        (Amount::Count(n), Some(_)) => Amount::Count((n + 0.5) * word.times),
        (Amount::Count(n), None) => Amount::Count(n * word.times),
        (Amount::Vague, _) => Amount::Vague,
    };
    // "a month-long curfew"
    let long = pieces.role(end, "hyphen").and_then(|at| pieces.role(at, "long").or_else(|| pieces.role(at, "old")));
    if long.is_some() && pieces.role(i, "article").is_some_and(|at| at + 1 == end) {
        return None;
    }
    // "some week", "a few year": an indefinite amount counts plurals, and "a" counts singulars.
    let article = pieces.role(i, "article").is_some_and(|at| at + 1 == end);
    if (amount == Amount::Vague && !word.many && pieces.role(counted, "hyphen").is_none()) || (article && word.many) {
        return None;
    }
    Some((half_more(pieces, end).unwrap_or(end), Measure { amount, unit: word.unit }))
}

/// "or three", "to six" after an amount.
fn alternative(pieces: &Pieces<'_>, i: usize) -> Option<usize> {
    let at = ["or", "to", "hyphen"].iter().find_map(|role| pieces.role(i, role))?;
    let (end, _) = cardinal(pieces, pieces.skip(at, "hyphen"))?;
    unit(pieces, pieces.skip(end, "hyphen")).map(|_| end)
}

/// A length or a set.
pub fn length_or_set(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    super::longest([set(pieces, i), length(pieces, i), units(pieces, i)])
}

/// "two years and six months", "the first nine months", "a year or two", "a decade-long".
fn length(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    let first = ordinal(pieces, the).map_or(the, |(end, _)| end);
    let (mut end, Measure { amount, unit: mut last }) = measure(pieces, first).or_else(|| measure(pieces, the))?;
    let mut length = Length::new(amount, last);
    while let Some((after, more)) = measure(pieces, pieces.skip_any(end, &["and", "comma"])) {
        let rate = pieces.role(pieces.skip_any(end, &["and", "comma"]), "article").is_some();
        if more.unit >= last || rate || !below(last, more.unit) {
            break;
        }
        length.0.extend(Length::new(more.amount, more.unit).0);
        (end, last) = (after, more.unit);
    }
    let mut modifier = None;
    // "a year-earlier loss" is no year.
    let ago = |i| pieces.facet(i, |f| matches!(f, Facet::Away(Away::Ago | Away::Earlier)).then_some(()));
    if pieces.role(end, "hyphen").and_then(ago).is_some() {
        return None;
    }
    if let Some((after, ())) = pieces.facet(end, |f| matches!(f, Facet::OrSo).then_some(())) {
        (end, modifier) = (after, Some("APPROX"));
    } else if let Some((after, _)) =
        pieces.role(end, "or").and_then(|at| cardinal(pieces, at)).filter(|_| amount == Amount::Count(1.0))
    {
        (end, modifier) = (after, Some("APPROX"));
    }
    if let Some(of) = pieces.role(end, "of").filter(|_| first > the).and_then(|at| whole(pieces, at)) {
        let first = pieces.get(first - 1).is_none_or(|p| p.lower != "last");
        return Some(Expression { end, meaning: Meaning::Portion { length, first, of: Box::new(of) }, modifier });
    }
    // "on a day-to-day basis"
    if pieces.role(first, "article").is_some()
        && pieces.role(end, "hyphen").is_some_and(|at| pieces.role(at, "to").is_some())
    {
        return None;
    }
    let tail = pieces.role(end, "hyphen").and_then(|at| pieces.role(at, "old").or_else(|| pieces.role(at, "long")));
    Some(Expression { end: tail.unwrap_or(end), meaning: Meaning::Length(length), modifier })
}

/// The year or the like of which a length is a portion: "1989", "the year", "this year", "the third quarter".
pub fn whole(pieces: &Pieces<'_>, i: usize) -> Option<Meaning> {
    if pieces.role(pieces.skip(i, "the"), "year_word").is_some_and(|_| pieces.role(i, "the").is_some()) {
        return Some(Meaning::Shift(Unit::Year, 0, From::Publication));
    }
    let told = super::calendar::date(pieces, i).or_else(|| super::relative::relative(pieces, i))?;
    matches!(told.meaning, Meaning::Known(_) | Meaning::Named(..) | Meaning::Shift(..)).then_some(told.meaning)
}

/// Whether the finer unit is told behind the coarser one in one length: "two years, three months", but not "20 years, five days".
fn below(coarse: Unit, fine: Unit) -> bool {
    match coarse {
        Unit::Year => matches!(fine, Unit::Month | Unit::Week),
        Unit::Month | Unit::Week => fine == Unit::Day,
        Unit::Day => fine == Unit::Hour,
        _ => coarse.of_clock() && fine.of_clock(),
    }
}

/// Units without an amount: "weeks", "for years", "decades-long", "day-long", "the years".
fn units(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    // "the first hours"
    let at = if the > i { ordinal(pieces, the).map_or(the, |(end, _)| end) } else { the };
    let (end, word) = unit(pieces, at)?;
    let long = pieces.role(end, "hyphen").and_then(|at| pieces.role(at, "long"));
    match long {
        Some(end) => {
            let amount = if word.many { Amount::Vague } else { Amount::Count(word.times) };
            Some(Expression::new(end, Meaning::Length(Length::new(amount, word.unit))))
        }
        None if word.many => {
            // "weeks or months"
            let more = pieces
                .role(end, "or")
                .or_else(|| pieces.role(end, "and"))
                .and_then(|at| unit(pieces, at))
                .filter(|(_, other)| other.many);
            let end = more.map_or(end, |(end, _)| end);
            Some(Expression::new(end, Meaning::Length(Length::new(Amount::Vague, word.unit))))
        }
        None => None,
    }
}

/// A set of times.
fn set(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    super::longest([every(pieces, i), often(pieces, i), adverb(pieces, i), plural(pieces, i)])
}

/// "every day", "every two weeks", "every Friday night", "each July", "every other month".
fn every(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (at, times) = pieces.facet(i, |f| if let Facet::Every(n) = f { Some(*n) } else { None })?;
    if let Some((end, Measure { amount: Amount::Count(n), unit })) = measure(pieces, at) {
        return Some(Expression::new(end, Meaning::Every(Length::new(Amount::Count(n * times), unit))));
    }
    if let Some((end, recurring)) = recurring(pieces, at) {
        return Some(Expression::new(end, Meaning::Recurring(recurring)));
    }
    let (end, word) = unit(pieces, pieces.skip(at, "more")).filter(|(_, u)| !u.many)?;
    let meaning = match word.unit {
        Unit::Weekend => Meaning::Recurring(Recurring::Weekend),
        unit => Meaning::Every(Length::new(Amount::Count(times * word.times), unit)),
    };
    Some(Expression::new(end, meaning))
}

/// A name of the calendar that recurs.
fn recurring(pieces: &Pieces<'_>, i: usize) -> Read<Recurring> {
    let part = |i| {
        pieces.facet(i, |f| match f {
            Facet::Part { part, form: Form::Plain | Form::Many } => Some(TimeOfDay::Part(*part)),
            _ => None,
        })
    };
    if let Some((end, weekday)) =
        pieces.facet(i, |f| if let Facet::Weekday { weekday, .. } = f { Some(*weekday) } else { None })
    {
        let evening = part(pieces.skip(end, "hyphen"));
        return Some(
            evening.map_or((end, Recurring::Weekday(weekday)), |(end, t)| (end, Recurring::WeekdayTime(weekday, t))),
        );
    }
    let month = pieces.facet(i, |f| if let Facet::Month { month, .. } = f { Some(*month) } else { None });
    if let Some((end, month)) = month.filter(|_| pieces.capital(i)) {
        let day = pieces.get(end).and_then(|p| match p.digits? {
            crate::scan::Digits::Whole { value, width: 1 | 2, .. } if (1..=31).contains(&value) => Some(value as i8),
            _ => None,
        });
        return Some(day.map_or((end, Recurring::Month(month)), |day| (end + 1, Recurring::MonthDay(month, day))));
    }
    let season =
        pieces.facet(i, |f| if let Facet::Season { season, .. } = f { Some(Recurring::Season(*season)) } else { None });
    season.or_else(|| part(i).map(|(end, t)| (end, Recurring::Time(t))))
}

/// "once a week", "three times a year", "twice every month".
fn often(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let counted = || pieces.role(amount(pieces, i)?.0, "times_word");
    let at = pieces.facet(i, |f| matches!(f, Facet::Often).then_some(())).map(|(end, ())| end).or_else(counted)?;
    if let Some(every) = every(pieces, at) {
        return Some(every);
    }
    let (end, word) = unit(pieces, pieces.role(at, "article")?).filter(|(_, u)| !u.many)?;
    Some(Expression::new(end, Meaning::Every(Length::new(Amount::Count(word.times), word.unit))))
}

/// "daily", "annually", "per year".
fn adverb(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, (n, unit)) = pieces.facet(i, |f| if let Facet::Set(n, unit) = f { Some((*n, *unit)) } else { None })?;
    Some(Expression::new(end, Meaning::Every(Length::new(Amount::Count(n), unit))))
}

/// "Mondays", "Friday nights", "the past three summers".
fn plural(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let chosen = which(pieces, pieces.skip(i, "the")).and_then(|(at, _)| Some(amount(pieces, at)?.0));
    let (end, recurring) = recurring(pieces, chosen.unwrap_or(i))?;
    let many = |i: usize| {
        pieces.facet(i, |f| match f {
            Facet::Weekday { form: Form::Many, .. }
            | Facet::Part { form: Form::Many, .. }
            | Facet::Season { many: true, .. } => Some(()),
            _ => None,
        })
    };
    let named = matches!(recurring, Recurring::Weekday(_) | Recurring::WeekdayTime(..));
    let repeated = (named || chosen.is_some()) && many(end - 1).is_some();
    repeated.then(|| Expression::new(end, Meaning::Recurring(recurring)))
}
