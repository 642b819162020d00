//! Happenings that a text speaks of again: by a noun with "the", in passing, or as what something else happens in.

use super::{FRAME_REACH, Found, LOOK_AROUND, before, is_relative};
use crate::grammar;
use crate::scene::Scene;
use crate::tense;
use crate::when;
use whowhom_text::layer::{DayRange, Event, TimeMention};
use whowhom_text::{TokenId, TokenView};

/// Words that put an event within another one ("during the meeting", "at the talks").
const WITHIN: [&str; 3] = ["at", "during", "throughout"];

/// A deed told of in passing ("the hotel, where twenty were killed") is the one of its kind that the document dates, if there is only one.
pub(super) fn only_one(scene: &Scene<'_>, events: &[Event], i: usize) -> Option<Found> {
    let event = &events[i];
    let aux = event.auxiliary;
    let open = event.days.is_none() && event.time.is_none() && !aux.future && !aux.hypothetical && !aux.negation;
    if !open || event.category != "ASSAULT" || !is_relative(scene.parsed.token(event.trigger.start)) {
        return None;
    }
    let around = events[i.saturating_sub(LOOK_AROUND)..(i + LOOK_AROUND).min(events.len())].iter();
    let mut dated = around.filter(|e| e.category == event.category && e.time.is_some() && !e.auxiliary.future);
    let first = dated.next()?;
    let days = first.days.filter(|days| dated.all(|e| e.days == Some(*days)))?;
    Some(Found { time: first.time, days, why: "the only such happening that is dated" })
}

/// "the bombings", "that meeting": what is described as known has the time of the last such happening told before.
pub(super) fn described(scene: &Scene<'_>, events: &[Event], i: usize) -> Option<Found> {
    let event = &events[i];
    if event.auxiliary.future || event.auxiliary.hypothetical {
        return None;
    }
    let trigger = scene.parsed.token(event.trigger.start);
    if grammar::is_noun(trigger) {
        return is_known(trigger).then(|| known(scene, events, i, trigger)).flatten();
    }
    // "the freed hostages"
    if trigger.dep() == "amod" {
        return trigger.head().is_some_and(is_known).then(|| known(scene, events, i, trigger)).flatten();
    }
    // "the bombings, which killed fifty and wounded more": what is told of a happening has its time.
    let relative = std::iter::once(trigger).chain(trigger.ancestors()).take(4).find(|t| t.dep() != "conj");
    let antecedent = relative.filter(|t| t.dep() == "relcl").and_then(|t| t.head());
    let same = |noun: &TokenView<'_>| scene.base(*noun).is_some_and(|meant| meant.category == event.category);
    if let Some(noun) = antecedent.filter(same) {
        return known(scene, events, i, noun);
    }
    // "claimed responsibility for the bombings": the event is the noun's.
    if !tense::of(trigger).past {
        return None;
    }
    let below = |t: TokenView<'_>| {
        t.children().filter(|c| c.dep().is_any(&["dobj", "nsubjpass", "prep", "pobj"])).map(|c| c.id).collect()
    };
    let mut at: Vec<TokenId> = below(trigger);
    while let Some(id) = at.pop() {
        let noun = scene.parsed.token(id);
        let same = || scene.base(noun).is_some_and(|meant| meant.category == event.category);
        if grammar::is_noun(noun) && is_known(noun) && same() {
            return known(scene, events, i, noun);
        }
        at.extend(below(noun));
    }
    None
}

/// The time of the last happening of that name told before.
fn known(scene: &Scene<'_>, events: &[Event], i: usize, trigger: TokenView<'_>) -> Option<Found> {
    let lemma = singular(trigger);
    let named = |e: &&Event| {
        let other = scene.parsed.token(e.trigger.start);
        e.days.is_some() && e.time.is_some() && !e.auxiliary.future && singular(other) == lemma
    };
    let same = before(events, i).iter().rev().find(|e| named(e)).map(|e| (e.time, e.days));
    // No event was made of "last Wednesday's bombings", but it is dated all the same.
    let (time, days) = same.or_else(|| dated_noun(scene, trigger, lemma))?;
    Some(Found { time, days: days?, why: "the time of what is spoken of before" })
}

/// Nouns looked back at for one that a time dates.
const NOUNS_BACK: usize = 60;

/// A noun of this lemma before this one, or after it in the lead, with a time before it ("last Wednesday's bombings") or behind it.
fn dated_noun(scene: &Scene<'_>, noun: TokenView<'_>, lemma: &str) -> Option<(Option<usize>, Option<DayRange>)> {
    let times = scene.layers.times;
    let before = times.partition_point(|time| time.tokens.start < noun.id);
    let named = |t: TokenView<'_>| grammar::is_noun(t) && t.id != noun.id && singular(t) == lemma;
    // "a meeting last week", "the raid on Monday": also where the parser hangs the time on the verb.
    let right_behind = |time: &TimeMention| {
        let last = scene.parsed.token(time.tokens.start).prev();
        last.is_some_and(|t| named(t) || t.lower() == "on" && t.prev().is_some_and(named))
    };
    let within = |anchor: TokenView<'_>| {
        let phrase = std::iter::once(anchor).chain(anchor.ancestors()).take(6).take_while(|t| !grammar::is_verb(*t));
        grammar::is_noun(anchor) && phrase.into_iter().any(named)
    };
    let dates = |time: &&TimeMention| within(when::anchor(scene, time)) || right_behind(time);
    times[..before]
        .iter()
        .enumerate()
        .rev()
        .take(NOUNS_BACK)
        .find(|(_, time)| {
            when::dates_something(time)
                && !when::bounds(scene, time, false)
                && !when::is_since(scene, time)
                && dates(time)
        })
        .map(|(i, time)| (Some(i), time.days))
}

/// The noun's lemma, also where the tagger takes its plural for a name.
fn singular<'a>(noun: TokenView<'a>) -> &'a str {
    let lemma = noun.lemma();
    lemma.strip_suffix('s').filter(|_| noun.tag() == "NNPS" || noun.tag() == "NNS").unwrap_or(lemma)
}

/// Whether a noun phrase speaks of something known.
fn is_known(noun: TokenView<'_>) -> bool {
    noun.children().any(|c| c.dep() == "det" && matches!(c.lower(), "the" | "that" | "this" | "these" | "those"))
}

/// "during the meeting", "at the talks": what happens within another happening has its time.
pub(super) fn within(scene: &Scene<'_>, events: &[Event], i: usize) -> Option<Found> {
    let event = &events[i];
    if event.auxiliary.future || event.auxiliary.hypothetical {
        return None;
    }
    let found = frame(scene, &events[..i], event).map(|n| (events[n].time, events[n].days));
    let dated = || {
        let noun = frame_noun(scene, event)?;
        dated_noun(scene, noun, singular(noun))
    };
    let (time, days) = found.filter(|(_, days)| days.is_some()).or_else(dated)?;
    Some(Found { time, days: days?, why: "the time of what it happens in" })
}

/// The event told before within which an event is told to happen ("during the meeting").
pub fn frame(scene: &Scene<'_>, before: &[Event], event: &Event) -> Option<usize> {
    let noun = frame_noun(scene, event)?;
    let lemma = singular(noun);
    // "the talks" are the meeting told before; of attacks there may be many.
    let category =
        scene.base(noun).map(|meant| meant.category).filter(|c| c.is_any(&["CONSULT", "PROTEST"]) && is_known(noun));
    let same = |e: &Event| {
        let other = scene.parsed.token(e.trigger.start);
        let happened = !e.auxiliary.negation && !e.auxiliary.future;
        let kind = || Some(e.category) == category && e.sentence + FRAME_REACH >= event.sentence;
        other.id != noun.id && happened && (singular(other) == lemma || kind())
    };
    let first = before.len().saturating_sub(LOOK_AROUND);
    before[first..].iter().rposition(same).map(|n| first + n)
}

/// The noun of "during the meeting", "at the talks" in an event's clause.
fn frame_noun<'a>(scene: &Scene<'a>, event: &Event) -> Option<TokenView<'a>> {
    let verb = grammar::clause_head(scene.parsed.token(event.trigger.start));
    let known = |noun: &TokenView<'_>| is_known(*noun) || noun.has_child("poss");
    // "… during the meeting, but the ministry refused": the clauses of a sentence share its frame, but for relative ones.
    let sentence = scene.parsed.sentences()[event.sentence];
    let during = || {
        let all = scene.parsed.tokens(sentence).filter(|t| t.lower() == "during");
        all.filter(|t| verb.subtree().contains(t.id) || !is_relative(verb) && !is_relative(*t))
    };
    let talks = |noun: &TokenView<'_>| scene.base(*noun).is_some_and(|meant| meant.category == "CONSULT");
    let frames =
        |p: &TokenView<'_>, noun: &TokenView<'_>| WITHIN.contains(&p.lower()) || p.lower() == "in" && talks(noun);
    verb.children_by("prep")
        .find_map(|p| p.children_by("pobj").find(|noun| known(noun) && frames(&p, noun)))
        .or_else(|| during().find_map(|p| p.children_by("pobj").find(known)))
        .filter(|noun| noun.id != event.trigger.start)
}
