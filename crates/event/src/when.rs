//! When an event happens, as its own words and its clause tell it. What the rest of the document tells is in [`crate::clock`].

use crate::grammar;
use crate::lexicon::Sense;
use crate::meaning::Meaning;
use crate::scene::{Reading, Scene};
use crate::tense;
use jiff::ToSpan;
use jiff::civil::Date;
use whowhom_text::layer::{DayRange, TimeMention, TimexType};
use whowhom_text::{Label, TokenId, TokenView};

/// A time expression further than this many steps from the event's words in the tree dates something else.
const REACH: usize = 5;
/// What lies further back than this, in days, is told as background.
pub const NEWS_DAYS: i32 = 7;
/// Prepositions behind which a time bounds an event and does not date it.
const BOUNDS: [&str; 7] = ["until", "till", "through", "before", "after", "ahead", "prior"];
/// Prepositions that set one happening before or after another ("following talks", "ahead of the summit").
const ORDER: [&str; 8] = ["after", "ahead", "before", "following", "pending", "prior", "since", "until"];
/// Prepositions behind which a noun's time is that of what goes on around it ("at Monday's meeting").
const FRAMES: [&str; 4] = ["at", "during", "in", "under"];
/// Verbs that tell of the last day of a length.
const ENDS: [&str; 7] = ["complete", "conclude", "cut", "end", "finish", "leave", "wrap"];
/// Categories of words: what is spoken of has a time of its own ("condemned Monday's attack").
pub const SPOKEN: [&str; 7] = ["ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"];

/// An event as the search for its time sees it.
pub struct Sought<'a> {
    /// Its words, the innermost first.
    pub words: &'a [TokenId],
    /// Its PLOVER category.
    pub category: Label,
    /// Whether it is still to come.
    pub future: bool,
    /// Whether it is only thought of.
    pub hypothetical: bool,
    /// Whether a time that stands outside "after the talks" is taken for want of a better one.
    pub loosely: bool,
}

/// The time expression that dates a meaning, and its days.
pub fn of(scene: &Scene<'_>, meaning: &Meaning) -> (Option<usize>, Option<DayRange>) {
    let sought = Sought {
        words: &meaning.words,
        category: meaning.meant.category,
        future: meaning.auxiliary.future,
        hypothetical: meaning.auxiliary.hypothetical,
        loosely: false,
    };
    match own(scene, scene.parsed.token(meaning.trigger), &sought) {
        // "is now in hiding": news like the rest, whatever was told before it.
        Some((time, _)) if is_now(&scene.layers.times[time]) => {
            (None, scene.parsed.doc.date.map(|today| DayRange { start: today, end: today }))
        }
        Some((time, days)) => (Some(time), days),
        None => (None, None),
    }
}

/// The time expression of the sentence that dates an event, and the event's days.
pub fn own(scene: &Scene<'_>, trigger: TokenView<'_>, sought: &Sought<'_>) -> Option<(usize, Option<DayRange>)> {
    let sentence = trigger.sentence();
    let range = scene.within(sentence, scene.layers.times, |time| time.span);
    if is_offset(scene, trigger) {
        return None;
    }
    let (_, best) = scene.layers.times[range.clone()]
        .iter()
        .zip(range.clone())
        .filter(|(time, _)| {
            dates_something(time)
                && !time.tokens.is_empty()
                && scene.parsed.token(time.tokens.start).sentence() == sentence
                && fits(scene, trigger, sought, time)
        })
        .filter_map(|(time, i)| {
            let named = when_clause(trigger, time);
            let free = || if bounds(scene, time, sought.future) { None } else { distance(scene, sought, time) };
            named.or_else(free).map(|d| (d, i))
        })
        .min()?;
    let time = &scene.layers.times[best];
    let days = time.days.map(|days| lasting(scene, trigger, best, days));
    Some((best, days))
}

/// The verb of a clause that is told to lie so long before or after the rest ("three days after he fled"), and the number of the length.
fn offset<'a>(scene: &Scene<'a>, trigger: TokenView<'a>) -> Option<(TokenView<'a>, usize)> {
    let verb = grammar::clause_head(trigger);
    let order =
        verb.children().chain(verb.head()).find(|c| matches!(c.lower(), "after" | "before") && c.id < verb.id)?;
    let length =
        |t: &TimeMention| t.kind == TimexType::Duration && t.tokens.end == order.id && !t.value.starts_with("PT");
    let times = scene.within(trigger.sentence(), scene.layers.times, |time| time.span);
    times.into_iter().find(|i| length(&scene.layers.times[*i])).map(|length| (order, length))
}

/// Whether an event's clause is told to lie so long before or after the rest: "three days after he fled".
pub fn is_offset(scene: &Scene<'_>, trigger: TokenView<'_>) -> bool {
    offset(scene, trigger).is_some()
}

/// The day of an event that lies so many days from what its sentence tells, which is of the day of the report if nothing else is said.
pub fn counted(scene: &Scene<'_>, trigger: TokenView<'_>) -> Option<DayRange> {
    let (order, length) = offset(scene, trigger)?;
    let n: i64 = scene.layers.times[length].value.strip_prefix('P')?.strip_suffix('D')?.parse().ok()?;
    let main = order.ancestors().find(|a| grammar::is_verb(*a) && a.id != trigger.id);
    let main = main.filter(|m| m.id < order.id || m.id != grammar::clause_head(trigger).id);
    let main = main.or_else(|| grammar::clause_head(trigger).ancestors().find(|a| grammar::is_verb(*a)))?;
    let words = [main.id];
    let sought =
        Sought { words: &words, category: Label::default(), future: false, hypothetical: false, loosely: false };
    let of_main = own(scene, main, &sought).and_then(|(_, days)| days);
    let base = of_main.map(|days| days.start).or(scene.parsed.doc.date.filter(|_| tense::of(main).past))?;
    let sign = if order.lower() == "after" { -1 } else { 1 };
    let day = base.checked_add((sign * n).days()).ok()?;
    Some(DayRange { start: day, end: day })
}

/// Whether an expression can date an event: a day, a time of day, a stretch of the calendar, or a past or future that is not told.
pub fn dates_something(time: &TimeMention) -> bool {
    matches!(time.kind, TimexType::Date | TimexType::Time) && !time.value.is_empty()
}

fn is_now(time: &TimeMention) -> bool {
    time.value == "PRESENT_REF"
}

/// The preposition over a time expression, if one is.
fn preposition<'a>(scene: &Scene<'a>, time: &TimeMention) -> Option<TokenView<'a>> {
    let inside = |t: TokenView<'a>| time.tokens.contains(t.id);
    let top = std::iter::successors(Some(scene.parsed.token(time.tokens.start)), |t| t.head())
        .take(time.tokens.len() + 1)
        .find(|t| !inside(*t))?;
    matches!(&*top.pos(), "ADP" | "SCONJ").then_some(top)
}

/// Whether a time only bounds what its clause tells ("until Friday", "before June"); "by Friday" dates what is to come.
pub fn bounds(scene: &Scene<'_>, time: &TimeMention, future: bool) -> bool {
    let Some(over) = preposition(scene, time) else { return false };
    let word = over.lower();
    // "after a clash Wednesday", "through the 1980s"
    let before_it = over.id.0 + 2 >= time.tokens.start.0;
    let whole = word == "through" && time.days.is_some_and(|d| d.start != d.end);
    BOUNDS.contains(&word) && before_it && !whole
        || word == "by" && !future
        || over.head().is_some_and(|h| word == "of" && BOUNDS.contains(&h.lower()))
        || over.head().is_some_and(|h| word == "to" && h.lower() == "prior")
}

/// Whether a time is the beginning of something that has gone on since.
pub fn is_since(scene: &Scene<'_>, time: &TimeMention) -> bool {
    let since = |p: TokenView<'_>| p.lower() == "since";
    preposition(scene, time).is_some_and(since) || anchor(scene, time).head().is_some_and(since)
}

/// A time to come does not date what is past, nor the other way round.
fn fits(scene: &Scene<'_>, trigger: TokenView<'_>, sought: &Sought<'_>, time: &TimeMention) -> bool {
    if is_now(time) {
        return !sought.future && !sought.hypothetical && !sought.loosely;
    }
    if matches!(&*time.value, "FUTURE_REF" | "PAST_REF") {
        return sought.hypothetical || sought.future == (time.value == "FUTURE_REF");
    }
    let (Some(days), Some(today)) = (time.days, scene.parsed.doc.date) else { return true };
    if sought.future {
        return days.end >= today;
    }
    days.start <= today || sought.hypothetical || is_scheduled(trigger, sought, anchor(scene, time))
}

/// Steps up to a time that the event's clause tells of: "in 1974, when troops landed".
fn when_clause(trigger: TokenView<'_>, time: &TimeMention) -> Option<usize> {
    let mut relative = false;
    std::iter::once(trigger).chain(trigger.ancestors()).take(REACH).position(|t| {
        let inside = relative && time.tokens.contains(t.id);
        relative = t.dep().is_any(&["relcl", "advcl"]) && t.children().any(|c| c.lower() == "when");
        inside
    })
}

/// Whether a present tense may tell of what is to come ("parliament meets on Monday").
fn is_scheduled(trigger: TokenView<'_>, sought: &Sought<'_>, anchor: TokenView<'_>) -> bool {
    let verb = grammar::clause_head(trigger);
    let when = verb.children().any(|c| c.lower() == "when") && verb.dep().is_any(&["advcl", "relcl"]);
    if !when && grammar::clause_head(anchor).id != verb.id {
        return false;
    }
    let tense = tense::of(verb);
    // "will lead a delegation to visit the port on Monday"
    let ahead = || verb.tag() == "VB" && verb.children().any(|c| c.tag() == "TO");
    let finite = verb.tag().is_any(&["VBZ", "VBP"]) || verb.tag() == "VBG" && tense.present || ahead();
    finite && !tense.perfect && !tense.not && !SPOKEN.iter().any(|c| sought.category == *c)
}

/// The word that a time expression hangs on, through its preposition.
pub fn anchor<'a>(scene: &Scene<'a>, time: &TimeMention) -> TokenView<'a> {
    let inside = |t: TokenView<'a>| time.tokens.contains(t.id);
    let mut at = scene.parsed.token(time.tokens.start);
    // "On Wednesday soldiers stormed": the parser makes one name of the two and leaves the preposition without an object.
    if let Some(p) = at.prev().filter(|p| p.dep() == "prep" && p.children().len() == 0) {
        at = p;
    }
    while let Some(head) = at.head() {
        if !inside(at) && !matches!(&*at.pos(), "ADP" | "SCONJ") {
            break;
        }
        at = head;
    }
    at
}

/// Whether a word is one of saying.
pub fn says(scene: &Scene<'_>, t: TokenView<'_>) -> bool {
    let reading = || scene.reading(scene.parsed.token(t.id));
    scene.lexicon.in_class("saying", t.lemma())
        || matches!(reading(), Some(Reading::Entry(id)) if matches!(scene.lexicon.entry(id).sense, Sense::Operator { name, .. } if name == "say"))
}

/// Steps in the tree from an event's words to the word that a time hangs on; `None` where the time is another's.
fn distance(scene: &Scene<'_>, sought: &Sought<'_>, time: &TimeMention) -> Option<usize> {
    let anchor = anchor(scene, time);
    if sought.words.contains(&anchor.id) {
        return Some(0);
    }
    sought.words.iter().filter_map(|word| steps(scene, sought, *word, time, anchor)).min()
}

fn steps(
    scene: &Scene<'_>,
    sought: &Sought<'_>,
    word: TokenId,
    time: &TimeMention,
    anchor: TokenView<'_>,
) -> Option<usize> {
    let from = scene.parsed.token(word);
    let up: Vec<TokenView<'_>> = std::iter::once(from).chain(from.ancestors()).take(REACH + 1).collect();
    let mut below: Vec<TokenView<'_>> = Vec::new();
    for t in std::iter::once(anchor).chain(anchor.ancestors()).take(REACH + 1) {
        if let Some(steps) = up.iter().position(|u| u.id == t.id) {
            let total = steps + below.len();
            // A verb of saying that stands over the event has its own time.
            // A clause that is only joined to it shares its time: "hinted on Monday, but did not rule out".
            let over = (1..=steps).any(|i| up[i - 1].dep() != "conj" && says(scene, up[i]));
            let since = |u: &TokenView<'_>| u.lower() == "since";
            let below_it = below.iter().filter(|u| !since(u));
            let apart = !sought.loosely && up[..steps].iter().chain(below_it).any(|u| sets_apart(*u));
            // "raids on Sunday that the union denounced": what is said of something is said some other time.
            let spoken = !sought.future && SPOKEN.iter().any(|c| sought.category == *c);
            let apart = apart || spoken && up[..steps].iter().any(|u| is_said_of(*u));
            return (total <= REACH && !over && !apart && lends(scene, sought, time, &below)).then_some(total);
        }
        // A time in another clause below dates that clause: "wants a treaty ending the 1950-53 war".
        let happens = || !SPOKEN.iter().any(|c| sought.category == *c) && is_own_clause(scene, t);
        if is_clause(t) && !(happens() && t.head().is_some_and(|n| sought.words.contains(&n.id))) {
            return None;
        }
        below.push(t);
    }
    None
}

/// Whether a relative clause has somebody else do something to its noun ("that the union denounced", not "which gave him the right").
fn is_said_of(t: TokenView<'_>) -> bool {
    t.dep() == "relcl" && t.children().any(|c| c.dep() == "nsubj" && !c.tag().is_any(&["WDT", "WP"]))
}

/// Whether a clause on a noun only says that it happens: "talks launched in 2001", "clashes that broke out on Monday".
fn is_own_clause(scene: &Scene<'_>, t: TokenView<'_>) -> bool {
    let happens = || ["happen", "support"].iter().any(|class| scene.lexicon.in_class(class, t.lemma()));
    t.dep().is_any(&["acl", "relcl"]) && grammar::is_verb(t) && happens()
}

/// Whether a word heads a clause with a time and place of its own; what somebody was killed "in fighting" has those of the killing.
pub fn is_clause(t: TokenView<'_>) -> bool {
    let amid = || t.head().is_some_and(|p| matches!(p.lower(), "in" | "during" | "amid"));
    // "looting and shooting on Friday": verbs told in one breath share what follows them.
    let joined = || t.dep() == "conj" && !t.has_child("nsubj") && t.head().is_some_and(|h| t.id.0 <= h.id.0 + 3);
    grammar::is_verb(t) && !(t.dep() == "pcomp" && t.tag() == "VBG" && amid()) && !joined()
}

/// Whether a word puts what it governs before or after the rest ("following the visit").
fn sets_apart(t: TokenView<'_>) -> bool {
    ORDER.contains(&t.lower()) && t.dep().is_any(&["prep", "advmod", "pcomp", "mark"]) && t.has_child("pobj")
        || t.lower() == "following" && t.dep() == "prep"
        || matches!(t.lower(), "ahead" | "prior") && t.has_child("prep")
}

/// Whether a time that belongs to a noun of the clause ("Monday's attack", "last week's agreement") dates the event as well.
fn lends(scene: &Scene<'_>, sought: &Sought<'_>, time: &TimeMention, below: &[TokenView<'_>]) -> bool {
    let modifier = |t: &TokenView<'_>| t.dep().is_any(&["compound", "amod", "nmod"]);
    let Some(noun) = below.iter().find(|t| grammar::is_noun(**t) && !modifier(t)) else { return true };
    // Behind the noun it may as well be the verb's: "met the leaders on Monday".
    if noun.id < time.tokens.start {
        return true;
    }
    // "will boycott the May elections": what is to come happens when the rest of it does.
    let ahead = time.days.zip(scene.parsed.doc.date).is_some_and(|(days, today)| sought.future && days.start > today);
    let spoken = SPOKEN.iter().any(|c| sought.category == *c) || sought.category == "CONSULT";
    match noun.dep().as_str() {
        "nsubj" | "nsubjpass" => !sought.future,
        "pobj" => noun.head().is_some_and(|p| FRAMES.contains(&p.lower()) || ahead && p.lower() == "for"),
        _ => ahead || !spoken,
    }
}

/// The days of an event that its clause says to begin, or to lie, on some days: to the end of a range or a length told with them,
/// or till today.
fn lasting(scene: &Scene<'_>, trigger: TokenView<'_>, best: usize, days: DayRange) -> DayRange {
    let times = scene.layers.times;
    let time = &times[best];
    // "since the raid in April": the raid is not what has gone on.
    if is_since(scene, time) && trigger.head().is_none_or(|p| p.lower() != "since") {
        let today = scene.parsed.doc.date.filter(|_| tense::of(grammar::clause_head(trigger)).perfect);
        return DayRange { end: today.map_or(days.end, |t| t.max(days.end)), ..days };
    }
    if let Some(end) = times.get(best + 1).and_then(|next| range_end(scene, time, next)) {
        return DayRange { end: end.max(days.end), ..days };
    }
    if let Some(end) = second_day(scene, time) {
        return DayRange { end: end.max(days.end), ..days };
    }
    let length =
        || scene.within(trigger.sentence(), times, |time| time.span).find_map(|i| length(scene, trigger, &times[i]));
    match (days.start == days.end).then(length).flatten() {
        Some(n) => DayRange { end: days.start.checked_add((n - 1).days()).unwrap_or(days.end), ..days },
        None => days,
    }
}

/// The last day of a second time that ends a range with the first: "from Monday to Wednesday", "on April 8 and 9".
fn range_end(scene: &Scene<'_>, first: &TimeMention, second: &TimeMention) -> Option<Date> {
    let between = second.tokens.start.0.checked_sub(first.tokens.end.0)?;
    let link = scene.parsed.token(first.tokens.end);
    let linked = between == 1 && matches!(link.lower(), "to" | "and" | "until" | "till" | "through" | "-" | "–");
    let (a, b) = (first.days?, second.days?);
    (linked && dates_something(second) && a.end < b.end).then_some(b.end)
}

/// The day of the month behind "and" or "to": "on April 8 and 9".
fn second_day(scene: &Scene<'_>, time: &TimeMention) -> Option<Date> {
    let days = time.days.filter(|d| d.start == d.end)?;
    let link = scene.parsed.token(TokenId(time.tokens.end.0.checked_sub(1)?)).next()?;
    let number = link.next().filter(|n| n.tag() == "CD" && n.dep() != "nummod")?;
    let linked = matches!(link.lower(), "and" | "to" | "through" | "or");
    let day: i8 = number.text().parse().ok().filter(|n| linked && *n > days.start.day())?;
    let first = scene.parsed.tokens(time.tokens).any(|t| t.text().parse() == Ok(days.start.day()));
    Date::new(days.start.year(), days.start.month(), day).ok().filter(|_| first)
}

/// How many days an event goes on for: "arrived for a three-day visit", "met for two days".
fn length(scene: &Scene<'_>, trigger: TokenView<'_>, time: &TimeMention) -> Option<i64> {
    if time.kind != TimexType::Duration || time.days.is_some() {
        return None;
    }
    let n: i64 = time.value.strip_prefix('P')?.strip_suffix('D')?.parse().ok()?;
    let anchor = anchor(scene, time);
    // "for three days", "a three-day visit", but not "three days after the vote".
    let for_it = preposition(scene, time).is_some_and(|p| p.lower() == "for");
    let before_noun = grammar::is_noun(anchor) && time.tokens.start < anchor.id;
    let follows = |t: TokenView<'_>| ORDER.contains(&t.lower()) || matches!(t.lower(), "ago" | "earlier" | "later");
    if !(for_it || before_noun) || scene.parsed.token(TokenId(time.tokens.end.0 - 1)).next().is_some_and(follows) {
        return None;
    }
    // "wraps up a four-day visit"
    let ends = |t: TokenView<'_>| ENDS.contains(&t.lemma());
    if ends(trigger) || trigger.head().is_some_and(ends) {
        return None;
    }
    let stands_under = |t: TokenView<'_>| std::iter::once(t).chain(t.ancestors()).take(4).any(|a| a.id == trigger.id);
    ((1..100).contains(&n) && stands_under(anchor)).then_some(n)
}

/// Whether a meaning is background: long before the report, or told in the pluperfect as a fact of its own.
pub fn is_background(scene: &Scene<'_>, meaning: &Meaning, days: Option<DayRange>) -> bool {
    if meaning.auxiliary.future || meaning.auxiliary.hypothetical {
        return false;
    }
    if let (Some(days), Some(today)) = (days, scene.parsed.doc.date) {
        return is_long_ago(days, today);
    }
    let verb = grammar::clause_head(scene.parsed.token(meaning.trigger));
    tense::of(verb).pluperfect && verb.dep() != "ccomp"
}

/// Whether days lie so far back, or began so long before today, that what happened on them is background.
pub fn is_long_ago(days: DayRange, today: Date) -> bool {
    let since = |day: Date| (today - day).get_days();
    // "Has been fighting since 1983" began long ago.
    let end = if days.end == today && since(days.start) > NEWS_DAYS * 52 { days.start } else { days.end };
    since(end) > NEWS_DAYS || end.year() < today.year() && since(end) > 1
}

/// Whether an event that lies ahead by its time is told in the present tense, as one that is planned.
pub fn is_ahead(scene: &Scene<'_>, meaning: &Meaning, days: Option<DayRange>) -> bool {
    let (Some(days), Some(today)) = (days, scene.parsed.doc.date) else { return false };
    days.start > today && !meaning.auxiliary.negation && !meaning.auxiliary.hypothetical
}

/// Whether two day ranges can be one time: they overlap, or lie next to each other.
pub fn near(a: DayRange, b: DayRange) -> bool {
    let widen = |d: Date, days: i64| d.checked_add(days.days()).unwrap_or(d);
    a.start <= widen(b.end, 1) && b.start <= widen(a.end, 1)
}
