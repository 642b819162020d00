//! What of a mention is compared.

use super::party::Party;
use super::rules::Rules;
use super::words::{Sort, Words};
use super::{Mention, Report, State};
use crate::fold::fold;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use std::sync::Arc;
use whowhom_text::record::{EventPlaceRecord, EventRecord, ParticipantRecord, SizeRecord};

/// A mention, made ready for comparing.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// When it was told and where, which orders mentions: the report's day, its name, the number in it.
    pub(super) order: (i32, String, u32),
    /// What mentions of one happening in one report share.
    pub(super) link: String,
    pub(super) category: String,
    pub(super) modes: BTreeSet<String>,
    pub(super) triggers: BTreeSet<Arc<str>>,
    pub(super) actors: Vec<Party>,
    pub(super) recipients: Vec<Party>,
    pub(super) when: When,
    pub(super) place: Option<Place>,
    pub(super) size: SizeRecord,
    pub(super) state: State,
    pub(super) words: Words,
    pub(super) topic: Topic,
}

/// What a report is about: the telling words of its title and beginning.
#[derive(Clone, Debug, Default)]
pub struct Topic(pub(super) Arc<Words>);

impl Topic {
    /// The topic of a report.
    pub fn of(rules: &Rules, report: &Report) -> Self {
        let mut topic = Words::new();
        rules.stems.gather(report.title.as_deref().unwrap_or_default(), &mut topic);
        rules.stems.gather(&report.beginning.chars().take(BEGINNING).collect::<String>(), &mut topic);
        Self(Arc::new(topic))
    }
}

/// When it happened, in days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct When {
    pub days: Option<(i32, i32)>,
    /// Whether the text says so; else it is the report's day.
    pub stated: bool,
    pub report: Option<i32>,
}

/// Where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub id: Option<u32>,
    pub name: String,
    pub country: Option<String>,
    pub lat: f32,
    pub lon: f32,
    pub resolution: u8,
}

/// So many code points of a beginning are looked at.
const BEGINNING: usize = 400;

impl Sketch {
    /// The sketch of a mention in a report on `topic`; nothing when it is of no category.
    pub fn of(rules: &Rules, mention: &Mention, topic: Topic) -> Option<Self> {
        let Mention { report, event, sentence } = mention;
        let day = report.date.map(number);
        let mut words = Words::new();
        rules.stems.gather(sentence, &mut words);
        let known = known_words(rules, event);
        // How many they are is not compared, but for the dead and the like.
        let dated = event.date_text.as_deref().unwrap_or_default();
        words.retain(|word, sort| !known.contains(word) || (*sort == Sort::Number && !dated.contains(&**word)));
        Some(Self {
            order: (day.unwrap_or(i32::MAX), report.id.clone(), mention_number(&event.id)),
            link: event.link.clone(),
            category: event.event.first()?.clone(),
            modes: event.mode.iter().cloned().collect(),
            triggers: event.trigger.text.split_whitespace().map(|w| rules.stems.stem(w)).collect(),
            actors: parties(&event.actor),
            recipients: parties(&event.recipient),
            when: when(event, day),
            place: event.event_loc.as_ref().map(place),
            size: event.size,
            state: mention.state(),
            words,
            topic,
        })
    }

    /// Everybody who takes part.
    pub(super) fn everybody(&self) -> Vec<&Party> {
        let mut all: Vec<&Party> = self.actors.iter().collect();
        all.extend(self.recipients.iter().filter(|party| !self.actors.contains(party)));
        all
    }
}

/// The number of a day.
pub(super) fn number(day: Date) -> i32 {
    day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// The number of an event in its report.
pub(super) fn mention_number(id: &str) -> u32 {
    id.rsplit_once(':').and_then(|(_, n)| n.parse().ok()).unwrap_or(0)
}

fn parties(records: &[ParticipantRecord]) -> Vec<Party> {
    let mut parties = Vec::new();
    for record in records {
        let party = Party::of(record);
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties
}

fn when(event: &EventRecord, report: Option<i32>) -> When {
    let days = event.date.map(number).map(|first| (first, event.enddate.map_or(first, number).max(first)));
    When { days, stated: event.date_text.is_some(), report }
}

fn place(record: &EventPlaceRecord) -> Place {
    let place = &record.place;
    Place {
        id: place.geonameid,
        name: place.resolved_place.clone(),
        country: place.country_code.clone(),
        lat: place.lat,
        lon: place.lon,
        resolution: place.resolution,
    }
}

/// Words that name parties, place and time, which are compared as such; and the trigger.
fn known_words(rules: &Rules, event: &EventRecord) -> BTreeSet<Arc<str>> {
    let parties = event.actor.iter().chain(&event.recipient);
    let parties = parties.flat_map(|p| [Some(&p.entity_text), p.entity.identifier_text.as_ref()]);
    let place = event.event_loc.as_ref().map(|l| [&l.extracted_place, &l.place.resolved_place]);
    let known = parties.chain([Some(&event.trigger.text), event.date_text.as_ref()]).flatten();
    let known = known.chain(place.into_iter().flatten()).map(|words| fold(words));
    let pieces: Vec<String> = known.collect();
    let words = pieces.iter().flat_map(|words| words.split(|c: char| !c.is_alphanumeric()));
    words.filter(|w| !w.is_empty()).map(|w| rules.stems.stem(w)).collect()
}
