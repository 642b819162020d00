//! Names that are made of words of time: "60 Minutes", "the Sunday Times", "the Good Friday Agreement", "Vice President Ramadan".

use crate::context::head;
use crate::granule::Unit;
use crate::lexicon::Facet;
use crate::meaning::{Expression, Meaning, Named, When};
use crate::scan::Pieces;
use whowhom_text::TokenView;

/// Whether the expression is a name, a part of one or an idiom, and no time.
pub fn is_name(pieces: &Pieces<'_>, start: usize, expression: &Expression) -> bool {
    let end = expression.end;
    let Some(head) = head(pieces, start, end) else { return false };
    match &expression.meaning {
        Meaning::Named(Named::Holiday(_), when) => {
            (*when == When::Open && names_other(pieces, end, head))
                || surname(pieces, start, end)
                || within_name(pieces, start, end, head, &["PERSON"])
        }
        Meaning::Named(Named::Weekday(_), _) => within_name(pieces, start, end, head, &["ORG", "WORK_OF_ART"]),
        Meaning::Named(..) => false,
        // "the second attack in as many days"
        Meaning::Length(_) if start > 0 && word(pieces, start) == "many" => word(pieces, start - 1) == "as",
        Meaning::Shift(Unit::Day, ..) if end == start + 1 && in_name(pieces, start, head) => true,
        // "the Jayakarta daily said"
        Meaning::Every(_) if end == start + 1 => {
            head.pos().is_any(&["NOUN", "PROPN"]) || head.dep().is_any(&["nsubj", "nsubjpass", "dobj", "pobj", "appos"])
        }
        _ => in_title(pieces, start, end),
    }
}

fn word<'a>(pieces: &Pieces<'a>, i: usize) -> &'a str {
    pieces.get(i).map_or("", |p| p.lower)
}

/// "60 Minutes", "This Week", "Player of the Year": a common word with a capital within a sentence belongs to a title.
fn in_title(pieces: &Pieces<'_>, start: usize, end: usize) -> bool {
    let common = |i: usize| {
        let unit = pieces.facet(i, |f| matches!(f, Facet::Unit { .. } | Facet::Part { .. }).then_some(()));
        unit.is_some_and(|(next, ())| next == i + 1)
    };
    let title_case = |i| pieces.capital(i) && pieces.text(i).chars().any(char::is_lowercase);
    (start..end).any(|i| common(i) && title_case(i) && !pieces.opens_sentence(i))
}

/// "VOA Today": a day's word with a capital inside a name.
fn in_name(pieces: &Pieces<'_>, start: usize, head: TokenView<'_>) -> bool {
    let first = head.prev().is_none_or(|p| p.sentence() != head.sentence());
    let name = head.entity().is_some_and(|e| e.tokens.len() > 1 && !e.label.is_any(&["DATE", "TIME"]));
    name && !first && pieces.capital(start)
}

/// Whether the expression is only a part of a name, and not its last: "the Sunday Times", or the last of a person's: "Vice President Ramadan".
fn within_name(pieces: &Pieces<'_>, start: usize, end: usize, head: TokenView<'_>, labels: &[&str]) -> bool {
    let Some(entity) = head.entity().filter(|e| e.label.is_any(labels)) else { return false };
    let token = |i: usize| pieces.get(i).map_or(head.id, |p| p.token);
    entity.tokens.end.0 > token(end - 1).0 + 1
        || (entity.label == "PERSON" && (entity.tokens.start < token(start) || end == start + 1))
}

/// "Taha Ramadan": the last of a person's names.
fn surname(pieces: &Pieces<'_>, start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|b| pieces.get(b)).map(|p| pieces.parsed.token(p.token));
    let here = pieces.get(start).map(|p| p.token);
    end == start + 1
        && before.is_some_and(|b| b.pos() == "PROPN" && b.dep() == "compound" && b.head().map(|h| h.id) == here)
}

/// "the Good Friday Agreement": the name of something else begins with the day's.
fn names_other(pieces: &Pieces<'_>, end: usize, head: TokenView<'_>) -> bool {
    let after = pieces.get(end).map(|p| pieces.parsed.token(p.token));
    head.dep() == "compound" && after.is_some_and(|a| a.pos() == "PROPN") && pieces.capital(end)
}
