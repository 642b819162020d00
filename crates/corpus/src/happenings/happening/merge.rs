//! What mentions tell together.

use super::{Joined, State};
use crate::happenings::party::{self, Party};
use crate::happenings::{Mention, Rules};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use whowhom_text::record::{EventPlaceRecord, EventRecord, ParticipantRecord, SizeRecord};

/// The mentions that what is known is taken from: those by which it happened, or else all. Whether it happened.
pub(super) fn that_count<'a>(mentions: &[&'a Mention]) -> (Vec<&'a Mention>, bool) {
    let factual: Vec<&Mention> = mentions.iter().filter(|m| m.state() == State::Happened).copied().collect();
    if factual.is_empty() { (mentions.to_vec(), false) } else { (factual, true) }
}

fn events<'a>(mentions: &'a [&Mention]) -> impl Iterator<Item = &'a EventRecord> {
    mentions.iter().map(|m| &m.event)
}

/// Labels, the most frequent first; of equals the first in the alphabet.
pub(super) fn labels(mentions: &[&Mention], of: impl Fn(&EventRecord) -> &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for event in events(mentions) {
        of(event).iter().for_each(|label| *counts.entry(label).or_default() += 1);
    }
    let mut labels: Vec<_> = counts.into_iter().collect();
    labels.sort_by_key(|(label, count)| (Reverse(*count), *label));
    labels.into_iter().map(|(label, _)| label.clone()).collect()
}

/// First and last day of an event, with whether the text states them.
pub(super) fn stated_days(event: &EventRecord) -> Option<(bool, Date, Date)> {
    let first = event.date?;
    Some((event.date_text.is_some(), first, event.enddate.unwrap_or(first)))
}

/// The days that most mentions give, of those that the text states if any, and of the narrowest.
pub(super) fn days(mentions: &[&Mention]) -> (Option<Date>, Option<Date>) {
    let mut counts: BTreeMap<(bool, i32, Date, Date), usize> = BTreeMap::new();
    for (stated, first, last) in events(mentions).filter_map(stated_days) {
        let length = last.since(first).map_or(0, |span| span.get_days());
        *counts.entry((!stated, length, first, last)).or_default() += 1;
    }
    let best =
        counts.into_iter().min_by_key(|((assumed, length, first, _), n)| (*assumed, *length, Reverse(*n), *first));
    best.map_or((None, None), |((_, _, first, last), _)| (Some(first), Some(last)))
}

/// The finest place, of equals the most frequent, of equals the first told.
pub(super) fn place(mentions: &[&Mention]) -> Option<EventPlaceRecord> {
    let places: Vec<&EventPlaceRecord> = events(mentions).filter_map(|e| e.event_loc.as_ref()).collect();
    let count = |place: &EventPlaceRecord| places.iter().filter(|p| p.place.geonameid == place.place.geonameid).count();
    let best = places.iter().rev().max_by_key(|p| (p.place.resolution, count(p)));
    best.map(|p| (*p).clone())
}

/// The numbers of the latest mentions that have any.
pub(super) fn size(mentions: &[&Mention]) -> SizeRecord {
    let mut size = SizeRecord::default();
    let mut in_order = mentions.to_vec();
    in_order.sort_by_key(|m| m.report.date);
    for latest in events(&in_order).map(|e| e.size) {
        size.dead = latest.dead.or(size.dead);
        size.injured = latest.injured.or(size.injured);
        size.arrested = latest.arrested.or(size.arrested);
        size.participants = latest.participants.or(size.participants);
    }
    size
}

/// Who takes part.
pub(super) struct Sides {
    pub actor: Vec<Joined>,
    pub recipient: Vec<Joined>,
    /// Mentions, by number, whose side names others altogether.
    pub other_actors: Vec<usize>,
    pub other_recipients: Vec<usize>,
}

impl Sides {
    /// The sides of the mention that names most, with whom else the others name.
    pub fn of(rules: &Rules, mentions: &[&Mention]) -> Self {
        let mutual = events(mentions).next().is_some_and(|e| e.event.iter().any(|c| rules.is_mutual(c)));
        // Of equals the first.
        let fullest = mentions.iter().rev().max_by_key(|m| fullness(&m.event));
        let mut sides = [Vec::new(), Vec::new()];
        if let Some(mention) = fullest {
            add(rules, &mut sides, 0, &mention.event.actor, mutual);
            add(rules, &mut sides, 1, &mention.event.recipient, mutual);
        }
        let mut others = [Vec::new(), Vec::new()];
        for (number, mention) in mentions.iter().enumerate() {
            for (at, records) in [&mention.event.actor, &mention.event.recipient].into_iter().enumerate() {
                if !records.is_empty()
                    && !add(rules, &mut sides, at, records, mutual)
                    && contradict(at, records, &sides)
                {
                    others[at].push(number);
                }
            }
        }
        let [actor, recipient] = sides;
        let [other_actors, other_recipients] = others;
        Self { actor, recipient, other_actors, other_recipients }
    }
}

/// Whether it is known who it is, by code or name.
pub(super) fn is_known(record: &ParticipantRecord) -> bool {
    record.entity.code.is_some() || Party::of(record).name.is_some()
}

/// Whether people who are not among a side's are told instead of them: they are known, and suffer in another country or do the deed.
fn contradict(at: usize, records: &[ParticipantRecord], sides: &[Vec<Joined>; 2]) -> bool {
    let code =
        |r: &ParticipantRecord| sides[at].iter().any(|j| j.entity.code.is_some() && j.entity.code == r.entity.code);
    records.iter().any(is_known) && (at == 0 || !records.iter().any(code))
}

/// Adds people to a side that is empty or has one of them already; otherwise says no. Of mutual deeds, people stand on one side only.
fn add(rules: &Rules, sides: &mut [Vec<Joined>; 2], at: usize, records: &[ParticipantRecord], mutual: bool) -> bool {
    let find = |sides: &[Vec<Joined>; 2], record: &ParticipantRecord| -> Option<(usize, usize)> {
        let party = Party::of(record);
        let order = if mutual { vec![at, 1 - at] } else { vec![at] };
        order.into_iter().find_map(|side| {
            let known = sides[side].iter().position(|j| party::can_be_one(rules, &party, &Party::of(&record_of(j))));
            known.map(|n| (side, n))
        })
    };
    if !sides[at].is_empty() && !records.iter().any(|r| find(sides, r).is_some()) {
        return false;
    }
    for record in records {
        match find(sides, record) {
            Some((side, n)) => {
                let known = &mut sides[side][n];
                if worth(record) > worth(&record_of(known)) {
                    *known = joined(record);
                }
            }
            None => sides[at].push(joined(record)),
        }
    }
    true
}

fn joined(record: &ParticipantRecord) -> Joined {
    Joined { entity: record.entity.clone(), entity_text: record.entity_text.clone() }
}

fn record_of(joined: &Joined) -> ParticipantRecord {
    let span = whowhom_text::record::SpanRecord { start: 0, end: 0 };
    ParticipantRecord { entity: joined.entity.clone(), entity_text: joined.entity_text.clone(), span }
}

/// How much is known of somebody; a proper name counts most.
fn worth(record: &ParticipantRecord) -> (bool, usize) {
    let entity = &record.entity;
    let named = Party::of(record).name.map_or(0, |words| words.len());
    let known = [entity.code.is_some(), entity.sector.is_some(), entity.office.is_some()];
    (named > 0, named + known.iter().filter(|k| **k).count())
}

/// How much an event tells of who takes part.
fn fullness(event: &EventRecord) -> (usize, usize) {
    let all = || event.actor.iter().chain(&event.recipient);
    let sides = usize::from(!event.actor.is_empty()) + usize::from(!event.recipient.is_empty());
    (sides, all().map(|p| worth(p).1).sum())
}
