//! Times counted from another: "last year", "the following day", "two weeks ago", "three days later", "the year-ago quarter".

use super::length::{Measure, measure, unit};
use crate::granule::Unit;
use crate::lexicon::{Away, Facet, Which};
use crate::meaning::{Counted, Expression, From, Meaning, Named, When};
use crate::number::{Read, ordinal};
use crate::scan::Pieces;
use crate::value::{Amount, Length, Reference};

/// A relative time.
pub fn relative(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    super::longest([
        chosen_unit(pieces, i),
        away(pieces, i),
        holding(pieces, i),
        year_ago(pieces, i),
        the_unit(pieces, i),
        year_end(pieces, i),
        weekend_of(pieces, i),
        nth(pieces, i),
    ])
}

/// "this", "last", "the following".
pub fn which(pieces: &Pieces<'_>, i: usize) -> Read<Which> {
    let read = pieces.facet(i, |f| if let Facet::Which(which) = f { Some(*which) } else { None })?;
    // "said that third-quarter sales fell", "past the deadline"
    let word = pieces.parsed.token(pieces.get(i)?.token);
    let preposition = word.tag().is_any(&["IN", "WDT", "WP"]) && matches!(read.1, Which::Same | Which::Past);
    // "will last 16 days"
    let verb = word.tag().starts_with("VB") && read.1 == Which::Last;
    let other = preposition || verb || (read.1 == Which::Following && !pieces.the_before(i));
    (!other).then_some(read)
}

/// "last week", "the next two years", "the latest quarter", "recent months", "the previous day".
fn chosen_unit(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    let (at, which) = which(pieces, the)?;
    if let Some(end) = pieces.role(at, "period_word") {
        let period =
            matches!(which, Which::Latest | Which::Current).then_some(Meaning::Period { unit: None, years: 0 })?;
        return Some(Expression::new(end, period));
    }
    let the = the > i || pieces.the_before(i);
    let at_more = pieces.skip(at, "more");
    if let Some((end, found)) = unit(pieces, at_more).filter(|(_, u)| !u.many && u.times == 1.0) {
        // "the last week of his life"
        if the && which == Which::Last && pieces.role(end, "of").is_some() {
            return None;
        }
        let meaning = single(which, found.unit, the)?;
        return Some(match pieces.facet(end, |f| matches!(f, Facet::OrSo).then_some(())) {
            Some((end, ())) => Expression { end, meaning, modifier: Some("APPROX") },
            None => Expression::new(end, meaning),
        });
    }
    if let Some((end, found)) = unit(pieces, at_more).filter(|(_, u)| !u.many) {
        // "last fortnight"
        let measure = Measure { amount: Amount::Count(found.times), unit: found.unit };
        return Some(Expression::new(end, several(which, measure, false)?));
    }
    let (end, measure) = match measure(pieces, at) {
        Some((end, measure)) => (end, measure),
        None => {
            let (end, found) = unit(pieces, at_more)?;
            (end, Measure { amount: Amount::Vague, unit: found.unit })
        }
    };
    // "the last two weeks of January"
    if let Some(of) =
        pieces.role(end, "of").filter(|_| which == Which::Last).and_then(|at| super::length::whole(pieces, at))
    {
        let length = Length::new(measure.amount, measure.unit);
        return Some(Expression::new(end, Meaning::Portion { length, first: false, of: Box::new(of) }));
    }
    let bare = end == at_more + 1 && measure.amount == Amount::Vague;
    // "his recent six-day visit", "you said this 30 years ago"
    let many = unit(pieces, end - 1).is_some_and(|(_, u)| u.many);
    let ago = pieces.facet(end, |f| if let Facet::Away(away) = f { Some(*away) } else { None });
    if (which == Which::Recent && !many) || (which == Which::This && ago.is_some()) {
        return None;
    }
    Some(Expression::new(end, several(which, measure, bare)?))
}

/// One unit that a word picks.
fn single(which: Which, unit: Unit, the: bool) -> Option<Meaning> {
    use From::{Anchor, Publication};
    if unit.of_clock() {
        let sign = match which {
            Which::Past | Which::Last => -1,
            Which::Next | Which::Coming => 1,
            _ => return None,
        };
        return Some(Meaning::Stretch { amount: Amount::Count(1.0), unit, sign, from: Publication });
    }
    if unit == Unit::Weekend {
        return Some(Meaning::Named(Named::Weekend, super::calendar::when(which)?));
    }
    Some(match which {
        Which::This | Which::Current => Meaning::Shift(unit, 0, Publication),
        Which::Past => Meaning::Stretch { amount: Amount::Count(1.0), unit, sign: -1, from: Publication },
        Which::Next if the && unit == Unit::Day => Meaning::Shift(unit, 1, Anchor),
        Which::Last if the && unit == Unit::Day => return None,
        Which::Next if the => Meaning::Stretch { amount: Amount::Count(1.0), unit, sign: 1, from: Publication },
        Which::Last if the && !matches!(unit, Unit::Quarter | Unit::Half) => {
            Meaning::Stretch { amount: Amount::Count(1.0), unit, sign: -1, from: Publication }
        }
        Which::Last => Meaning::Shift(unit, -1, Publication),
        Which::Next | Which::Coming => Meaning::Shift(unit, 1, Publication),
        Which::Previous => Meaning::Shift(unit, -1, Anchor),
        Which::Following => Meaning::Shift(unit, 1, Anchor),
        Which::Same => Meaning::Shift(unit, 0, Anchor),
        Which::Latest if matches!(unit, Unit::Quarter | Unit::Year | Unit::Half) => {
            Meaning::Period { unit: Some(unit), years: 0 }
        }
        Which::Latest => Meaning::Shift(unit, 0, Publication),
        Which::Recent => return None,
    })
}

/// Several units that a word picks; `bare` when nothing says how many.
fn several(which: Which, Measure { amount, unit }: Measure, bare: bool) -> Option<Meaning> {
    let stretch = |sign, from| Meaning::Stretch { amount, unit, sign, from };
    Some(match which {
        Which::Recent => Meaning::Reference(Reference::Past),
        Which::Coming if bare => Meaning::Reference(Reference::Future),
        Which::Past | Which::Last if bare => Meaning::Reference(Reference::Past),
        Which::This | Which::Current if bare => return None,
        Which::Past | Which::Last => stretch(-1, From::Publication),
        Which::Next | Which::Coming => stretch(1, From::Publication),
        Which::Previous => stretch(-1, From::Anchor),
        Which::Following => stretch(1, From::Anchor),
        Which::This | Which::Same | Which::Current | Which::Latest if bare => return None,
        Which::This | Which::Same | Which::Current | Which::Latest => Meaning::Length(Length::new(amount, unit)),
    })
}

/// "two weeks ago", "a year earlier", "three days later", "two days before Christmas", "the day after the vote".
fn away(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, Measure { amount, unit }) =
        measure(pieces, i).or_else(|| the_day(pieces, i)).or_else(|| some_units(pieces, i))?;
    let rough = pieces.facet(end, |f| matches!(f, Facet::OrSo).then_some(()));
    let end = rough.map_or(end, |(end, ())| end);
    let (after, away) = pieces.facet(end, |f| if let Facet::Away(away) = f { Some(*away) } else { None })?;
    let of_clock = unit.of_clock();
    let (sign, from) = match away {
        Away::Ago | Away::Back => (-1, From::Publication),
        Away::Hence => (1, From::Publication),
        Away::Earlier => (-1, From::Anchor),
        Away::Later => (1, From::Anchor),
        Away::Before | Away::After => {
            let sign = if away == Away::After { 1 } else { -1 };
            if let Some(of) = super::calendar::date(pieces, after) {
                return Some(Expression::new(of.end, Meaning::Around { amount, unit, sign, of: Box::new(of.meaning) }));
            }
            if !ends_phrase(pieces, after) {
                return None;
            }
            (sign, From::Anchor)
        }
    };
    let modifier = rough.map(|_| "APPROX");
    // How long after, where it is not told what o'clock that was.
    let meaning = match of_clock && from == From::Anchor {
        true => Meaning::Length(Length::new(amount, unit)),
        false => Meaning::Away { amount, unit, sign, from },
    };
    Some(Expression { end: after, meaning, modifier })
}

/// "the day", "the week", "the year" before "before" and "after".
fn the_day(pieces: &Pieces<'_>, i: usize) -> Read<Measure> {
    let (end, found) = unit(pieces, pieces.skip(i, "the")).filter(|(_, u)| !u.many && !u.unit.of_clock())?;
    let followed = pieces.facet(end, |f| matches!(f, Facet::Away(Away::Before | Away::After)).then_some(()));
    followed.map(|_| (end, Measure { amount: Amount::Count(1.0), unit: found.unit }))
}

/// "minutes later", "years ago": units without an amount.
fn some_units(pieces: &Pieces<'_>, i: usize) -> Read<Measure> {
    let (end, found) = unit(pieces, i).filter(|(_, u)| u.many)?;
    Some((end, Measure { amount: Amount::Vague, unit: found.unit }))
}

/// Whether nothing follows that "before" could govern.
fn ends_phrase(pieces: &Pieces<'_>, i: usize) -> bool {
    let Some(piece) = pieces.get(i) else { return true };
    let token = pieces.parsed.token(piece.token);
    token.pos() == "PUNCT" || token.pos() == "CCONJ"
}

/// "the week of March 6", "the weekend of June 3".
fn holding(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, found) =
        unit(pieces, pieces.skip(i, "the")).filter(|(_, u)| matches!(u.unit, Unit::Week | Unit::Weekend) && !u.many)?;
    let of = super::calendar::day(pieces, pieces.role(end, "of")?)?;
    Some(Expression::new(of.end, Meaning::Holding(found.unit, Box::new(of.meaning))))
}

/// "the year-ago quarter", "year-earlier", "the year-earlier nine months".
fn year_ago(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.skip(i, "the");
    let at = pieces.role(pieces.skip(the, "more"), "year_word")?;
    let at = pieces.role(at, "hyphen")?;
    let (end, _) = pieces.facet(at, |f| matches!(f, Facet::Away(Away::Ago | Away::Earlier)).then_some(()))?;
    let period = |unit| Meaning::Period { unit, years: -1 };
    if let Some(end) = pieces.role(end, "period_word") {
        return Some(Expression::new(end, period(None)));
    }
    if let Some(inner) = super::calendar::date(pieces, end)
        && let Meaning::Named(Named::Quarter(quarter), When::Open) = inner.meaning
    {
        let quarter = Meaning::Named(Named::Quarter(quarter), When::Shifted(Unit::Year, -1));
        return Some(Expression::new(inner.end, quarter));
    }
    if let Some((end, found)) = unit(pieces, end).filter(|(_, u)| !u.many) {
        return Some(Expression::new(end, period(Some(found.unit))));
    }
    if let Some((end, measure)) = measure(pieces, end) {
        return Some(Expression::new(end, Meaning::Length(Length::new(measure.amount, measure.unit))));
    }
    Some(Expression::new(end, period(None)))
}

/// "the quarter", "the year", "the weekend": a stretch that the text has told of.
fn the_unit(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.role(i, "the")?;
    let (end, found) = unit(pieces, pieces.skip(the, "more")).filter(|(_, u)| !u.many)?;
    // "the year before last", "the week after next"
    let beyond = pieces.facet(end, |f| match f {
        Facet::Away(Away::Before) => Some((Which::Last, -2)),
        Facet::Away(Away::After) => Some((Which::Next, 2)),
        _ => None,
    });
    if let Some((at, (wanted, by))) = beyond
        && let Some((end, _)) = which(pieces, at).filter(|(end, w)| *w == wanted && !pieces.speaks_of_unit(*end))
    {
        return Some(Expression::new(end, Meaning::Shift(found.unit, by, From::Publication)));
    }
    // "the year that", "the quarter of voters"
    let share = found.unit == Unit::Quarter && pieces.role(end, "of").is_some();
    let clause =
        found.unit != Unit::Weekend && pieces.get(end).is_some_and(|p| matches!(p.lower, "that" | "when" | "which"));
    if share || clause {
        return None;
    }
    let meaning = match found.unit {
        Unit::Quarter | Unit::Year | Unit::Half | Unit::Week if ending(pieces, end).is_some() => {
            Meaning::Ending(found.unit, Box::new(ending(pieces, end)?))
        }
        Unit::Quarter | Unit::Year | Unit::Half => Meaning::Period { unit: Some(found.unit), years: 0 },
        Unit::Weekend => Meaning::Named(Named::Weekend, When::Open),
        _ => return None,
    };
    Some(Expression::new(end, meaning))
}

/// "the first week of March", "the last day of the year", "the second Sunday in June".
fn nth(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let the = pieces.role(i, "the")?;
    let (at, n) = match which(pieces, the) {
        Some((at, Which::Last)) => (at, -1),
        _ => ordinal(pieces, the).map(|(at, n)| (at, i64::from(n)))?,
    };
    let weekday = pieces
        .facet(at, |f| if let Facet::Weekday { weekday, .. } = f { Some(Counted::Weekday(*weekday)) } else { None });
    let (end, counted) = weekday.or_else(|| {
        let (end, found) = unit(pieces, at).filter(|(_, u)| !u.many && u.times == 1.0)?;
        matches!(found.unit, Unit::Day | Unit::Week | Unit::Month).then_some((end, Counted::Unit(found.unit)))
    })?;
    let at = pieces.role(end, "of").or_else(|| pieces.role(end, "in"))?;
    let of = super::calendar::date(pieces, at)
        .or_else(|| chosen_unit(pieces, at))
        .or_else(|| the_unit(pieces, at))
        .or_else(|| unit_at_hand(pieces, at))?;
    let within =
        matches!(of.meaning, Meaning::Known(_) | Meaning::Named(..) | Meaning::Shift(..) | Meaning::Period { .. });
    within.then(|| Expression::new(of.end, Meaning::Nth(counted, n, Box::new(of.meaning))))
}

/// "Italy's weekend elections", "a weekend fire": the weekend before or after publication.
fn weekend_of(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, found) = unit(pieces, i).filter(|(_, u)| u.unit == Unit::Weekend && !u.many)?;
    let weekend = pieces.parsed.token(pieces.get(i)?.token);
    let of_noun = weekend.dep() == "compound" && weekend.head().is_some_and(|h| h.id > weekend.id);
    of_noun.then(|| Expression::new(end, Meaning::Named(Named::Weekend, When::Open))).filter(|_| found.times == 1.0)
}

/// "the month", "the week", "the day" behind "the end of", "later in": the one that is, or for days was told last.
pub fn unit_at_hand(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, found) = unit(pieces, pieces.role(i, "the")?).filter(|(_, u)| !u.many && u.times == 1.0)?;
    let meaning = match found.unit {
        Unit::Day => Meaning::Shift(Unit::Day, 0, From::Anchor),
        unit @ (Unit::Week | Unit::Month | Unit::Decade | Unit::Century) => Meaning::Shift(unit, 0, From::Publication),
        _ => return None,
    };
    Some(Expression::new(end, meaning))
}

/// The day behind "ended" or "ending".
fn ending(pieces: &Pieces<'_>, i: usize) -> Option<Meaning> {
    let day = super::calendar::day(pieces, pieces.skip(pieces.role(i, "ended")?, "on"))?;
    day.meaning.is_day().then_some(day.meaning)
}

/// "year-end": the last day of the year.
fn year_end(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let at = pieces.role(i, "year_word")?;
    let end = pieces.role(pieces.role(at, "hyphen")?, "end_word")?;
    let year = super::calendar::year(pieces, end);
    Some(match year {
        Some((end, year)) => Expression::new(end, Meaning::Named(Named::MonthDay(12, 31), When::Year(year))),
        None => Expression::new(end, Meaning::Named(Named::MonthDay(12, 31), When::Shifted(Unit::Year, 0))),
    })
}
