//! What the words alone cannot tell: whether an expression is one here, and which of its readings holds.

use crate::granule::{Granule, Unit};
use crate::lexicon::{Facet, Form, Lexicon};
use crate::meaning::{Expression, From, Meaning, Named, When};
use crate::scan::{Digits, Pieces};
use crate::tense::{Tense, Told};
use crate::value::Amount;
use whowhom_text::{TokenId, TokenView};

/// An expression with its first piece.
#[derive(Clone, Debug)]
pub struct Found {
    /// First piece.
    pub start: usize,
    /// What was read.
    pub expression: Expression,
}

/// The expression as it holds here, or `None` when the words mean something else.
pub fn judge(pieces: &Pieces<'_>, start: usize, mut expression: Expression) -> Option<Found> {
    let start = drop_article(pieces, start, &expression);
    let head = head(pieces, start, expression.end)?;
    let single = expression.end == start + 1;
    match &expression.meaning {
        // "in '98", but not an opening quotation mark
        Meaning::Known(Granule::Year(_))
            if pieces.text(start).starts_with(['\'', '’', '‘']) && !after_preposition(pieces, start) =>
        {
            return None;
        }
        Meaning::Known(_) | Meaning::Between(..)
            if pieces.get(start)?.digits.is_some() && !year_holds(pieces, start, expression.end, head) =>
        {
            return None;
        }
        Meaning::Named(Named::Month(_), When::Open) if single && !month_holds(pieces, start, head) => return None,
        Meaning::Named(Named::Season(_), _) if !season_holds(pieces, start, expression.end, head) => return None,
        Meaning::Named(Named::Weekday(_), _) if head.tag().starts_with("VB") => return None,
        Meaning::Length(length) => {
            let unit = length.0.last()?.1;
            if is_age(pieces, expression.end, head, unit) || !length_holds(pieces, start, expression.end, head) {
                return None;
            }
            if is_rate(pieces, start, expression.end, head) {
                expression.meaning = Meaning::Every(length.clone());
            }
        }
        Meaning::Period { .. } if pieces.role(expression.end, "hyphen").is_some() => return None,
        // "in his early 60s", "the under-60s"
        Meaning::Known(Granule::Decade(_))
            if (start.saturating_sub(2)..start).any(|i| is_possessive(pieces, i))
                || start > 0 && (pieces.role(start - 1, "hyphen").is_some() || pieces.text(start - 1) == "$") =>
        {
            return None;
        }
        _ => {}
    }
    // "the quarter ended Oct. 31"
    if let Meaning::Named(Named::MonthDay(..), when @ When::Open) = &mut expression.meaning
        && start > 0
        && pieces.get(start - 1).is_some_and(|p| p.lower == "ended")
    {
        *when = When::Last;
    }
    Some(Found { start, expression })
}

/// The date of "the Sept. 11 attacks": a day that history knows without its year, if it was past when the text appeared.
pub fn historic(pieces: &Pieces<'_>, found: &Found, lexicon: &Lexicon) -> Option<Meaning> {
    let Meaning::Named(Named::MonthDay(month, day), When::Open) = found.expression.meaning else { return None };
    let end = found.expression.end;
    let date = (end..end + 2).find_map(|i| lexicon.historic(month, day, pieces.get(i)?.lower))?;
    pieces.parsed.doc.date.is_none_or(|now| date <= now).then_some(Meaning::Known(Granule::Day(date)))
}

/// The time that a length means behind "in" when its verb looks ahead: "will rule in six weeks".
pub fn in_time(pieces: &Pieces<'_>, found: &Found, tense: Option<Told>) -> Option<Meaning> {
    let Meaning::Length(length) = &found.expression.meaning else { return None };
    let [(amount @ Amount::Count(_), unit)] = length.0[..] else { return None };
    let before = pieces.get(found.start.checked_sub(1)?)?;
    let ahead = tense == Some(Told { tense: Tense::Future, own: true });
    let holds = ahead && before.lower == "in" && !unit.of_clock() && pieces.role(found.expression.end, "of").is_none();
    holds.then_some(Meaning::Away { amount, unit, sign: 1, from: From::Publication })
}

/// Gives a time of day the day that is told right after it, in brackets or after a preposition: "at 9 a.m. on Friday".
pub fn lend_day(pieces: &Pieces<'_>, pair: &mut [Found]) {
    let [time, day] = pair else { return };
    let Meaning::Time(_, told @ None) = &mut time.expression.meaning else { return };
    let token = |i: usize| pieces.get(i).map(|p| pieces.parsed.token(p.token));
    let sentence = |i: usize| token(i).map(TokenView::sentence);
    let verb =
        |i: usize| token(i).and_then(|t| t.ancestors().take(LEND_REACH).find(|a| a.pos() == "VERB")).map(|v| v.id);
    // "at 5 p.m. it stood below Thursday's 5 p.m. level" is not of Thursday.
    let own = head(pieces, day.start, day.expression.end).is_some_and(|h| !is_aside(h, h.id));
    let one_clause = own && verb(time.start).is_some() && verb(time.start) == verb(day.start);
    let reach = if one_clause { CLAUSE_REACH } else { LEND_REACH };
    let near = day.start <= time.expression.end + reach && sentence(day.start) == sentence(time.start);
    let lent = match &day.expression.meaning {
        meaning if meaning.is_day() => meaning,
        // "at 10:35 a.m. (0735 GMT) Friday"
        Meaning::Time(_, Some(day)) if pieces.text(time.expression.end) == "(" => day,
        _ => return,
    };
    if near {
        *told = Some(Box::new(lent.clone()));
    }
}

/// Counts the end of a range from its beginning: "Monday through Wednesday", "from November to March".
pub fn follow(pieces: &Pieces<'_>, pair: &mut [Found]) {
    let [first, second] = pair else { return };
    let link = first.expression.end;
    let linked = second.start == link + 1 && ["to", "hyphen"].iter().any(|role| pieces.role(link, role).is_some());
    let (Meaning::Named(from, _), Meaning::Named(to, when @ When::Open)) =
        (&first.expression.meaning, &mut second.expression.meaning)
    else {
        return;
    };
    let alike = matches!(
        (from, to),
        (Named::Weekday(_), Named::Weekday(_))
            | (Named::Month(_), Named::Month(_))
            | (Named::MonthDay(..), Named::MonthDay(..))
    );
    if linked && alike {
        *when = When::Following;
    }
}

/// Gives a month or day the year of the one that it is told with: "from April to June 1994", "on Oct. 31 and Nov. 5, 1998".
pub fn lend_year(pieces: &Pieces<'_>, pair: &mut [Found]) {
    let [first, second] = pair else { return };
    let Meaning::Named(named @ (Named::Month(_) | Named::MonthDay(..)), when @ When::Open) =
        &mut first.expression.meaning
    else {
        return;
    };
    // "on August 6 and 9, 1945"
    if let Meaning::Known(Granule::Year(year)) = second.expression.meaning
        && second_day(pieces, first.expression.end) == Some(second.start)
    {
        *when = When::Year(year);
        return;
    }
    let between = second.start == first.expression.end + 1
        && LINKS.iter().any(|role| pieces.role(first.expression.end, role).is_some());
    if let Meaning::Known(granule @ (Granule::Month(..) | Granule::Day(_))) = second.expression.meaning
        && between
        && let Some(days) = granule.days()
    {
        let month = match *named {
            Named::Month(month) | Named::MonthDay(month, _) => month,
            _ => return,
        };
        // "from November to March 1994"
        *when = When::Year(days.start.year() - i16::from(month > days.start.month()));
    }
}

/// The piece behind a second day of the month and its comma: "August 6 [and 9,] 1945".
fn second_day(pieces: &Pieces<'_>, link: usize) -> Option<usize> {
    let linked = LINKS.iter().any(|role| pieces.role(link, role).is_some());
    let day = matches!(pieces.get(link + 1)?.digits, Some(Digits::Whole { value: 1..=31, .. }));
    let comma = usize::from(pieces.text(link + 2) == ",");
    (linked && day).then_some(link + 2 + comma)
}

/// Roles of the words between the ends of a range.
const LINKS: [&str; 4] = ["to", "and", "or", "hyphen"];

/// Pieces between a time of day and a day told after it.
const LEND_REACH: usize = 6;

/// The same where both belong to one verb: "at 6:40 p.m. at the colliery in the north of the district on Sunday".
const CLAUSE_REACH: usize = 20;

/// "the Friday explosions": an article that belongs to a noun behind the expression stays outside.
fn drop_article(pieces: &Pieces<'_>, start: usize, expression: &Expression) -> usize {
    let Some(next) = pieces.role(start, "the").filter(|&n| n == start + 1 && n < expression.end) else { return start };
    let last = pieces.get(expression.end - 1).map(|p| p.token);
    let noun = pieces.get(start).and_then(|p| pieces.parsed.token(p.token).head());
    let outside = noun.zip(last).is_some_and(|(noun, last)| noun.id > last);
    let reads = || super::grammar::expression(pieces, next).is_some_and(|e| e.end == expression.end);
    if outside && reads() { next } else { start }
}

/// The token of the expression under which its other tokens stand.
pub fn head<'a>(pieces: &Pieces<'a>, start: usize, end: usize) -> Option<TokenView<'a>> {
    let (first, last) = (pieces.get(start)?.token, pieces.get(end.checked_sub(1)?)?.token);
    let inside = |t: TokenView<'_>| first <= t.id && t.id <= last;
    let mut token = pieces.parsed.token(last);
    while let Some(above) = token.head().filter(|&h| inside(h)) {
        token = above;
    }
    Some(token)
}

/// Whether a time only says which thing is meant: it stands before its noun ("last Wednesday's bombings").
pub fn is_aside(head: TokenView<'_>, last: TokenId) -> bool {
    head.dep().is_any(&["poss", "compound", "nmod", "amod", "nummod"]) && head.head().is_some_and(|noun| noun.id > last)
}

fn after_preposition(pieces: &Pieces<'_>, i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|b| pieces.get(b));
    before.is_some_and(|p| pieces.parsed.token(p.token).tag() == "IN")
}

/// Whether four digits are a year: not an amount of something, not a number behind a sign of money.
fn year_holds(pieces: &Pieces<'_>, start: usize, end: usize, head: TokenView<'_>) -> bool {
    let Some(Digits::Whole { value, width: 4, .. }) = pieces.get(start).and_then(|p| p.digits) else { return true };
    let token = pieces.parsed.token(pieces.get(start).map_or(head.id, |p| p.token));
    if end > start + 1 {
        return true;
    }
    // "2010-258-03"
    if pieces.role(end, "hyphen").is_some_and(|at| pieces.get(at).is_some_and(|p| p.digits.is_some())) {
        return false;
    }
    let before = start.checked_sub(1).map_or("", |b| pieces.text(b));
    let label = token.entity().map_or("", |e| e.label.as_str());
    if matches!(before, "$" | "#" | "No." | "£" | "€" | "Room" | "Flight" | "Resolution" | "resolution")
        || label == "MONEY"
    {
        return false;
    }
    let after = pieces.get(end).map(|p| pieces.parsed.token(p.token));
    let counts = token.dep() == "nummod" && after.is_some_and(|a| a.tag() == "NNS");
    if counts || after.is_some_and(|a| matches!(a.text(), "%" | "percent" | "GMT" | "UTC" | "hours" | "hrs")) {
        return false;
    }
    let preposition = after_preposition(pieces, start);
    match value {
        1900..2050 => label == "DATE" || preposition || !matches!(label, "CARDINAL" | "QUANTITY" | "PERCENT" | "TIME"),
        _ => label == "DATE" && preposition,
    }
}

/// Whether a month's name alone is the month.
fn month_holds(pieces: &Pieces<'_>, start: usize, head: TokenView<'_>) -> bool {
    let form = pieces.facet(start, |f| if let Facet::Month { form, .. } = f { Some(*form) } else { None });
    if form.is_none_or(|(_, form)| form != Form::Doubtful) {
        return true;
    }
    let label = head.entity().map_or("", |e| e.label.as_str());
    // "the March for Life"
    let before = start.checked_sub(1).and_then(|b| pieces.get(b)).map(|p| pieces.parsed.token(p.token));
    let after = pieces.get(start + 1).map(|p| pieces.parsed.token(p.token));
    let name = before.is_none_or(|b| b.tag() != "IN")
        && after.is_some_and(|a| matches!(a.lower(), "of" | "for" | "on" | "to"));
    // "August Weber"
    let person = head.dep() == "compound"
        && after.is_some_and(|a| a.pos() == "PROPN")
        && before.is_none_or(|b| !matches!(b.pos().as_str(), "DET" | "ADP"));
    !name
        && !person
        && head.tag().starts_with("NN")
        && !matches!(label, "PERSON" | "ORG" | "GPE" | "FAC" | "WORK_OF_ART")
}

fn is_possessive(pieces: &Pieces<'_>, i: usize) -> bool {
    pieces.get(i).is_some_and(|p| pieces.parsed.token(p.token).tag() == "PRP$")
}

/// Whether a season's word is a noun that tells when: "the fall" of a price is not.
fn season_holds(pieces: &Pieces<'_>, start: usize, end: usize, head: TokenView<'_>) -> bool {
    let last = pieces.get(end - 1).map_or(head, |p| pieces.parsed.token(p.token));
    let noun = last.tag().starts_with("NN") || last.tag() == "CD";
    let alone = end == start + 1;
    let the = pieces.role(start, "the").is_some();
    if !noun || (pieces.capital(end - 1) && !pieces.capital(start)) {
        return noun && !alone;
    }
    let preposition = after_preposition(pieces, start);
    let of_thing = pieces.role(end, "of").is_some() || pieces.get(end).is_some_and(|p| p.lower == "in");
    if alone || (the && end == start + 2) { preposition && !of_thing } else { true }
}

/// "a 44-year-old protester", "52 years old", "aged three years".
fn is_age(pieces: &Pieces<'_>, end: usize, head: TokenView<'_>, unit: Unit) -> bool {
    let old = |i: usize| pieces.get(i).is_some_and(|p| p.lower == "old");
    old(end)
        || pieces.role(end, "hyphen").is_some_and(old)
        || (unit == Unit::Year && end > 0 && old(end - 1) && head.pos() != "NUM")
        || pieces.get(end).is_some_and(|p| p.lower == "olds")
}

/// Whether a length is one: "a second term", "the days", "minutes apart" are not.
fn length_holds(pieces: &Pieces<'_>, start: usize, end: usize, head: TokenView<'_>) -> bool {
    let last = pieces.get(end - 1).map_or(head, |p| pieces.parsed.token(p.token));
    let alone = end == start + 1;
    let some = pieces.get(start).is_some_and(|p| p.lower == "some");
    // "the officers' quarters", "in some quarters"
    if (alone || some) && last.lower() == "quarters" {
        return false;
    }
    // "a weekend fire" tells when, not how long.
    let compound = head.dep() == "compound" && head.lower() == "weekend" && head.head().is_some_and(|h| h.id > head.id);
    if compound {
        return false;
    }
    if alone && (pieces.capital(start) && !pieces.opens_sentence(start)) {
        return false;
    }
    let adjective = last.tag().is_any(&["JJ", "RB", "VB", "VBP"]) && last.lower() == "second";
    let apart = pieces.get(end).is_some_and(|p| p.lower == "apart");
    // "three-quarters of its food", "about a quarter of voters"
    let share = last.lower().starts_with("quarter") && pieces.role(end, "of").is_some();
    !adjective && !apart && !share
}

/// "$1 billion a year", "30 interviews a day": a length after an amount tells how often.
fn is_rate(pieces: &Pieces<'_>, start: usize, end: usize, head: TokenView<'_>) -> bool {
    let article = pieces.role(start, "article").map(|at| pieces.skip(at, "hyphen")).is_some_and(|at| at + 1 == end);
    let before = start.checked_sub(1).and_then(|b| pieces.get(b)).map(|p| pieces.parsed.token(p.token));
    // "a $15-an-hour wage"
    let hyphen = start > 0 && pieces.role(start - 1, "hyphen").is_some();
    article && hyphen
        || article
            && before.is_some_and(|b| b.pos().is_any(&["NOUN", "NUM", "SYM", "PROPN"]))
            && head.dep().is_any(&["npadvmod", "nmod", "prep", "appos", "dep"])
}
