//! The distinct happenings of a document: one record for all mentions that share a link.

use whowhom_text::Code;
use whowhom_text::layer::{Event, Participant, Size};

/// One event for each happening, in the order of first mention: the mention that tells most, with what it lacks from the others.
pub fn happenings(events: &[Event]) -> Vec<Event> {
    let count = events.iter().map(|e| e.link + 1).max().unwrap_or(0);
    let mut mentions = vec![Vec::new(); count];
    for event in events {
        mentions[event.link].push(event);
    }
    mentions.into_iter().filter_map(merge).collect()
}

fn merge(mentions: Vec<&Event>) -> Option<Event> {
    // The earliest of those that tell most: a lead is seldom bettered.
    let mut merged = (*mentions.iter().rev().max_by_key(|e| fullness(e))?).clone();
    for other in mentions {
        fuller(&mut merged.actors, &other.actors);
        fuller(&mut merged.recipients, &other.recipients);
        if merged.time.is_none() && other.time.is_some() {
            merged.time = other.time;
            merged.days = other.days;
        }
        merged.days = merged.days.or(other.days);
        merged.place = merged.place.or(other.place);
        if merged.modes.is_empty() {
            merged.modes.clone_from(&other.modes);
            merged.scale = if other.modes.is_empty() { merged.scale } else { other.scale };
        }
        merged.size = Size {
            dead: merged.size.dead.max(other.size.dead),
            injured: merged.size.injured.max(other.size.injured),
            arrested: merged.size.arrested.max(other.size.arrested),
            participants: merged.size.participants.max(other.size.participants),
        };
        for context in &other.contexts {
            crate::coder::push_new(&mut merged.contexts, *context);
        }
    }
    Some(merged)
}

/// How much a mention tells.
fn fullness(e: &Event) -> usize {
    let known = |list: &[Participant]| {
        list.iter()
            .map(|p| 1 + usize::from(p.entity.code.is_some()) + usize::from(p.entity.identifier.is_some()))
            .sum::<usize>()
    };
    known(&e.actors)
        + known(&e.recipients)
        + 2 * usize::from(e.time.is_some())
        + usize::from(e.place.is_some())
        + usize::from(!e.modes.is_empty())
}

/// Takes the other side where it says more of the same: it is empty here, or names where this one does not.
fn fuller(side: &mut Vec<Participant>, other: &[Participant]) {
    let codes = |list: &[Participant]| -> Vec<Option<Code>> { list.iter().map(|p| p.entity.code).collect() };
    let named = |list: &[Participant]| list.iter().filter(|p| p.entity.identifier.is_some()).count();
    if side.is_empty() || (codes(side) == codes(other) && named(other) > named(side)) {
        *side = other.to_vec();
    }
}
