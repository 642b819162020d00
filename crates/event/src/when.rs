//! When an event happens: the time expression of its own clause, else of its happening, else the day of the report.

use crate::grammar;
use crate::lexicon::Sense;
use crate::meaning::Meaning;
use crate::scene::{Reading, Scene};
use crate::tense;
use jiff::ToSpan;
use jiff::civil::Date;
use whowhom_text::layer::{DayRange, Event, TimeMention, TimexType};
use whowhom_text::{TokenId, TokenView};

/// A time further than this many steps from the event's words in the tree dates something else.
const REACH: usize = 5;
/// What lies further back than this, in days, is told as background.
const NEWS_DAYS: i32 = 7;

/// The time expression that dates a meaning, and its days.
pub fn of(scene: &Scene<'_>, meaning: &Meaning) -> (Option<usize>, Option<DayRange>) {
    let trigger = scene.parsed.token(meaning.trigger);
    let sentence = trigger.sentence();
    let range = scene.within(sentence, scene.layers.times, |time| time.span);
    let best = scene.layers.times[range.clone()]
        .iter()
        .zip(range)
        .map(|(time, i)| (i, time))
        .filter(|(_, time)| {
            dates_something(time)
                && !time.tokens.is_empty()
                && scene.parsed.token(time.tokens.start).sentence() == sentence
        })
        .filter(|(_, time)| fits(scene, meaning, time))
        .filter_map(|(i, time)| distance(scene, meaning, anchor(scene, time)).map(|d| (d, i)))
        .min();
    match best {
        Some((_, i)) => (Some(i), scene.layers.times[i].days),
        None => (None, None),
    }
}

fn dates_something(time: &TimeMention) -> bool {
    matches!(time.kind, TimexType::Date | TimexType::Time) && !time.value.is_empty()
}

/// A time to come does not date what is past, nor the other way round.
fn fits(scene: &Scene<'_>, meaning: &Meaning, time: &TimeMention) -> bool {
    let (Some(days), Some(today)) = (time.days, scene.parsed.doc.date) else { return true };
    if meaning.auxiliary.future { days.end >= today } else { days.start <= today || meaning.auxiliary.hypothetical }
}

/// The word that a time expression hangs on, through its preposition.
fn anchor<'a>(scene: &Scene<'a>, time: &TimeMention) -> TokenView<'a> {
    let inside = |t: TokenView<'a>| time.tokens.contains(t.id);
    let mut at = scene.parsed.token(time.tokens.start);
    while let Some(head) = at.head() {
        if !inside(at) && !matches!(&*at.pos(), "ADP" | "SCONJ") {
            break;
        }
        at = head;
    }
    at
}

/// Steps in the tree from an event's words to a word, not through a verb of saying that stands over the event.
fn distance(scene: &Scene<'_>, meaning: &Meaning, anchor: TokenView<'_>) -> Option<usize> {
    if meaning.words.contains(&anchor.id) {
        return Some(0);
    }
    let says = |t: TokenView<'_>| {
        matches!(scene.reading(scene.parsed.token(t.id)), Some(Reading::Entry(id)) if matches!(scene.lexicon.entry(id).sense, Sense::Operator { name, .. } if name == "say"))
            || scene.lexicon.in_class("saying", t.lemma())
    };
    let mut best: Option<usize> = None;
    for word in &meaning.words {
        let from = scene.parsed.token(*word);
        let up: Vec<TokenId> = std::iter::once(from).chain(from.ancestors()).take(REACH + 1).map(|t| t.id).collect();
        for (down, t) in std::iter::once(anchor).chain(anchor.ancestors()).take(REACH + 1).enumerate() {
            // A time in another clause below dates that clause: "wants a treaty ending the 1950-53 war".
            if !up.contains(&t.id) && grammar::is_verb(t) {
                break;
            }
            if let Some(steps) = up.iter().position(|id| *id == t.id) {
                let total = steps + down;
                let over = steps > 0 && up[1..=steps].iter().any(|id| says(scene.parsed.token(*id)));
                if total <= REACH && !over && best.is_none_or(|b| total < b) {
                    best = Some(total);
                }
                break;
            }
        }
    }
    best
}

/// Whether a meaning is background: long before the report, or told in the pluperfect as a fact of its own.
pub fn is_background(scene: &Scene<'_>, meaning: &Meaning, days: Option<DayRange>) -> bool {
    if meaning.auxiliary.future || meaning.auxiliary.hypothetical {
        return false;
    }
    if let (Some(days), Some(today)) = (days, scene.parsed.doc.date) {
        return (today - days.end).get_days() > NEWS_DAYS
            || days.end.year() < today.year() && (today - days.end).get_days() > 1;
    }
    let verb = grammar::clause_head(scene.parsed.token(meaning.trigger));
    tense::of(verb).pluperfect && verb.dep() != "ccomp"
}

/// Gives events without a time of their own that of their happening, else the day of the report for plain news.
pub fn share_dates(today: Option<Date>, events: &mut [Event]) {
    // The first mention of each happening that has a time of its own.
    let mut timed: Vec<Option<usize>> = vec![None; events.iter().map(|e| e.link + 1).max().unwrap_or(0)];
    for (i, event) in events.iter().enumerate().filter(|(_, e)| e.time.is_some()) {
        timed[event.link].get_or_insert(i);
    }
    for i in 0..events.len() {
        if events[i].days.is_some() {
            continue;
        }
        let twin = timed[events[i].link].map(|t| (events[t].time, events[t].days, events[t].auxiliary.historical));
        if let Some((time, days, historical)) = twin {
            events[i].time = time;
            events[i].days = days;
            let first = &mut timed[events[i].link];
            *first = first.map(|t| t.min(i));
            events[i].auxiliary.historical |= historical && !events[i].auxiliary.future;
            continue;
        }
        let aux = events[i].auxiliary;
        if let (Some(day), false) =
            (today, aux.historical || aux.future || aux.hypothetical || events[i].time.is_some())
        {
            events[i].days = Some(DayRange { start: day, end: day });
        }
    }
}

/// Whether two day ranges can be one time: they overlap, or lie next to each other.
pub fn near(a: DayRange, b: DayRange) -> bool {
    let widen = |d: Date, days: i64| d.checked_add(days.days()).unwrap_or(d);
    a.start <= widen(b.end, 1) && b.start <= widen(a.end, 1)
}
