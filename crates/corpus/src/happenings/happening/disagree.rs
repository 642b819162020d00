//! What mentions contradict each other in, side by side.

use super::merge::{Sides, is_known, stated_days};
use super::{Disagreement, Joined, Said, State};
use crate::happenings::Mention;
use jiff::civil::Date;
use std::collections::BTreeMap;
use whowhom_text::record::{EntityRecord, ParticipantRecord};

/// How it is told, each way with the reports that tell it so.
pub(super) fn states(mentions: &[&Mention]) -> Vec<Said> {
    by_value(mentions, |m| Some((m.state(), m.state().name().into())))
}

/// Everything that mentions contradict each other in; numbers, days and places are those of `counted`.
pub(super) fn disagreements(mentions: &[&Mention], counted: &[&Mention], sides: &Sides) -> Vec<Disagreement> {
    let size = |about, of: fn(&Mention) -> Option<u64>| {
        let said = by_value(counted, |m| of(m).map(|n| (n, n.to_string())));
        Disagreement { about, said }
    };
    let all = [
        happened(mentions),
        Disagreement { about: "date", said: dates(counted) },
        Disagreement { about: "place", said: places(counted) },
        Disagreement { about: "actor", said: people(counted, &sides.other_actors, &sides.actor, |m| &m.event.actor) },
        Disagreement {
            about: "recipient",
            said: people(counted, &sides.other_recipients, &sides.recipient, |m| &m.event.recipient),
        },
        size("dead", |m| m.event.size.dead),
        size("injured", |m| m.event.size.injured),
        size("arrested", |m| m.event.size.arrested),
        size("participants", |m| m.event.size.participants),
    ];
    all.into_iter().filter(|d| d.said.len() > 1).collect()
}

/// What mentions say, ordered by its key, each with the reports, each of these once.
fn by_value<K: Ord>(mentions: &[&Mention], of: impl Fn(&Mention) -> Option<(K, String)>) -> Vec<Said> {
    let mut values: BTreeMap<K, Said> = BTreeMap::new();
    for mention in mentions {
        let Some((key, value)) = of(mention) else { continue };
        let said = values.entry(key).or_insert(Said { value, reports: Vec::new() });
        if !said.reports.contains(&mention.report.id) {
            said.reports.push(mention.report.id.clone());
        }
    }
    values.into_values().collect()
}

/// That it happened, and that it did not, with who denies it.
fn happened(mentions: &[&Mention]) -> Disagreement {
    let denial = |mention: &Mention| {
        let voice = mention.event.attribution.first();
        let who = voice.and_then(|v| v.entity.identifier_text.as_deref().or(v.source_text.as_deref()));
        who.map_or("denied".into(), |who| format!("denied by {}", one_line(who)))
    };
    let said = by_value(mentions, |m| match m.state() {
        State::Happened => Some((String::new(), "happened".into())),
        State::Denied => Some((denial(m), denial(m))),
        _ => None,
    });
    let contested = said.first().is_some_and(|s| s.value == "happened");
    Disagreement { about: "happened", said: if contested { said } else { Vec::new() } }
}

/// Days that texts state, when some have no day in common.
fn dates(mentions: &[&Mention]) -> Vec<Said> {
    let stated = |m: &Mention| -> Option<(Date, Date)> {
        stated_days(&m.event).filter(|(stated, ..)| *stated).map(|(_, first, last)| (first, last))
    };
    let all: Vec<(Date, Date)> = mentions.iter().filter_map(|m| stated(m)).collect();
    let (Some(latest), Some(earliest)) = (all.iter().map(|d| d.0).max(), all.iter().map(|d| d.1).min()) else {
        return Vec::new();
    };
    if latest <= earliest {
        return Vec::new();
    }
    by_value(mentions, |m| {
        let (first, last) = stated(m)?;
        Some(((first, last), if first == last { first.to_string() } else { format!("{first}/{last}") }))
    })
}

/// Towns, when there are several.
fn places(mentions: &[&Mention]) -> Vec<Said> {
    by_value(mentions, |m| {
        let town = &m.event.event_loc.as_ref()?.place;
        (town.resolution > 2).then(|| (town.geonameid, town.resolved_place.clone()))
    })
}

/// People of a side, when some mentions name others altogether; who is on the side as it is merged stands first.
fn people(
    mentions: &[&Mention],
    others: &[usize],
    merged: &[Joined],
    side: fn(&Mention) -> &Vec<ParticipantRecord>,
) -> Vec<Said> {
    if others.is_empty() {
        return Vec::new();
    }
    let name = |entity: &EntityRecord, text: &String| one_line(entity.identifier_text.as_ref().unwrap_or(text));
    let listed = |names: Vec<String>| names.join(", ");
    let on_side = listed(merged.iter().map(|j| name(&j.entity, &j.entity_text)).collect());
    let number = |m: &Mention| mentions.iter().position(|other| std::ptr::eq(*other, m));
    by_value(mentions, |m| {
        let people = side(m);
        let other = number(m).is_some_and(|n| others.contains(&n));
        if !other && !people.iter().any(is_known) {
            return None;
        }
        let words = listed(people.iter().map(|p| name(&p.entity, &p.entity_text)).collect());
        let words = if other { words } else { on_side.clone() };
        Some(((other, words.clone()), words))
    })
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
