//! The grammar: which pieces in a row make a time expression, and what it means.
//!
//! Each module reads one kind of expression from a given piece on; the longest reading is taken. What the words alone
//! cannot tell (is "May" a month, is "the year" a time) is asked of the parse in [`crate::context`].

mod calendar;
mod clock;
mod length;
mod relative;

use crate::granule::Unit;
use crate::lexicon::Facet;
use crate::meaning::{Expression, Meaning};
use crate::scan::Pieces;
use crate::value::Amount;

/// The longest time expression that begins at piece `i`.
pub fn expression(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    if !pieces.speaks(i) {
        return None;
    }
    let plain = core(pieces, i);
    let modified = modified(pieces, i);
    longest([modified, plain])
}

/// An expression without a modifier before it.
fn core(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    longest([
        clock::time(pieces, i),
        calendar::date(pieces, i),
        relative::relative(pieces, i),
        reference(pieces, i),
        length::length_or_set(pieces, i),
    ])
}

/// The longest of some readings, the first of equals.
fn longest<const N: usize>(readings: [Option<Expression>; N]) -> Option<Expression> {
    readings.into_iter().flatten().reduce(|best, next| if next.end > best.end { next } else { best })
}

/// "early next week", "mid-June", "the late 1970s", "about two weeks", "at least 72 hours".
fn modified(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let about = pieces.facet(i, |f| if let Facet::About(m) = f { Some(*m) } else { None });
    // "get around Wednesday's ruling"
    let particle = pieces.parsed.token(pieces.get(i)?.token).tag() == "RP";
    if let Some((next, modifier)) = about.filter(|_| !particle) {
        let inner = core(pieces, next).filter(|e| takes_about(modifier, &e.meaning))?;
        return Some(Expression { modifier: Some(inner.modifier.unwrap_or(modifier)), ..inner });
    }
    let start = pieces.skip(i, "the");
    let part = |i| pieces.facet(i, |f| if let Facet::PartOf(m) = f { Some(*m) } else { None });
    let (next, modifier) = part(i).or_else(|| part(start))?;
    let word = pieces.get(next - 1)?.lower;
    let late = word == "late";
    let at = pieces.skip(next, "hyphen");
    // "post-1959", but not "the post last year"
    if matches!(modifier, "BEFORE" | "AFTER") && at == next {
        return None;
    }
    let next = at;
    let inner = core(pieces, next).or_else(|| relative::unit_at_hand(pieces, next)).filter(|e| e.modifier.is_none())?;
    // "Earlier Friday" is two adverbs, "earlier this week" one; "early in Saturday's debate" is no part of Saturday.
    let named = !matches!(inner.meaning, Meaning::Shift(_, _, crate::meaning::From::Anchor));
    let of_day = named && (inner.meaning.is_day() || matches!(inner.meaning, Meaning::Time(..)));
    if (inner.meaning.is_day() && matches!(word, "earlier" | "later")) || (of_day && word == "in") {
        return None;
    }
    let (meaning, modifier) = part_of(inner.meaning, modifier, late)?;
    Some(Expression { end: inner.end, meaning, modifier })
}

/// Whether a meaning can be approximate in this way: everything can be "about", only a length "at least".
fn takes_about(modifier: &str, meaning: &Meaning) -> bool {
    use Meaning::*;
    match meaning {
        Length(length) => !matches!(length.0[..], [(Amount::Vague, _)]),
        Away { .. } | Around { .. } | Time(..) => !modifier.starts_with("EQUAL"),
        Known(_) | Named(..) => modifier == "APPROX",
        _ => false,
    }
}

/// What a part of a time means: a part of a day is a time of day, a part of anything longer keeps its value.
fn part_of(meaning: Meaning, modifier: &'static str, late: bool) -> Option<(Meaning, Option<&'static str>)> {
    use Meaning::*;
    match &meaning {
        Length(length) if matches!(length.0[..], [(Amount::Vague, _)]) => Some((meaning, Some(modifier))),
        Away { .. } | Around { .. } | Reference(_) | Length(_) | Stretch { .. } | Every(_) | Late(_) => None,
        Named(crate::meaning::Named::Weekday(_), _) | Shift(Unit::Day, ..) if late => {
            Some((Late(Box::new(meaning)), Some(modifier)))
        }
        _ => Some((meaning, Some(modifier))),
    }
}

fn reference(pieces: &Pieces<'_>, i: usize) -> Option<Expression> {
    let (end, (value, relations)) = pieces
        .facet(i, |f| if let Facet::Reference(value, relations) = f { Some((*value, relations)) } else { None })?;
    let last = pieces.parsed.token(pieces.get(end - 1)?.token);
    let fits = relations.is_empty() || relations.iter().any(|r| last.dep() == **r);
    fits.then(|| Expression::new(end, Meaning::Reference(value)))
}
