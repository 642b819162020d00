//! One row an event, for spreadsheets and statistics. Several values of one cell are joined with `; `.

use crate::pipeline::Annotations;
use crate::run::Format;
use std::io::{self, Write};
use whowhom_text::Parsed;
use whowhom_text::record::{EntityRecord, EventRecord, ParticipantRecord, Scribe, VoiceRecord};

/// Events as comma-separated values (RFC 4180), with a head.
pub struct EventCsv;

/// A column: its name and what stands in it.
type Column = (&'static str, fn(&EventRecord) -> String);

#[rustfmt::skip]
const COLUMNS: &[Column] = &[
    ("id", |e| e.id.clone()),
    ("doc_id", |e| e.doc_id.clone()),
    ("date", |e| text(&e.date)),
    ("enddate", |e| text(&e.enddate)),
    ("date_value", |e| text(&e.date_value)),
    ("date_text", |e| text(&e.date_text)),
    ("actor", |e| codes(&e.actor)),
    ("actor_sector", |e| each(&e.actor, |a| text(&a.entity.sector))),
    ("actor_name", |e| each(&e.actor, |a| text(&a.entity.identifier_text))),
    ("actor_office", |e| each(&e.actor, |a| text(&a.entity.office))),
    ("actor_text", |e| each(&e.actor, |a| a.entity_text.clone())),
    ("recipient", |e| codes(&e.recipient)),
    ("recipient_sector", |e| each(&e.recipient, |a| text(&a.entity.sector))),
    ("recipient_name", |e| each(&e.recipient, |a| text(&a.entity.identifier_text))),
    ("recipient_office", |e| each(&e.recipient, |a| text(&a.entity.office))),
    ("recipient_text", |e| each(&e.recipient, |a| a.entity_text.clone())),
    ("event", |e| e.event.join(JOIN)),
    ("mode", |e| e.mode.join(JOIN)),
    ("context", |e| e.context.join(JOIN)),
    ("auxiliary_mode", |e| e.auxiliary_mode.join(JOIN)),
    ("quad_code", |e| e.quad_code.to_string()),
    ("event_scale", |e| e.event_scale.to_string()),
    ("cameo", |e| text(&e.cameo)),
    ("trigger", |e| e.trigger.text.clone()),
    ("trigger_start", |e| e.trigger.span.start.to_string()),
    ("trigger_end", |e| e.trigger.span.end.to_string()),
    ("event_text", |e| e.event_text.join(JOIN)),
    ("place_text", |e| e.event_loc.as_ref().map(|p| p.extracted_place.clone()).unwrap_or_default()),
    ("place", |e| e.event_loc.as_ref().map(|p| p.place.resolved_place.clone()).unwrap_or_default()),
    ("geonameid", |e| text(&e.event_loc.as_ref().and_then(|p| p.place.geonameid))),
    ("lat", |e| text(&e.event_loc.as_ref().map(|p| p.place.lat))),
    ("lon", |e| text(&e.event_loc.as_ref().map(|p| p.place.lon))),
    ("place_country", |e| text(&e.event_loc.as_ref().and_then(|p| p.place.country_code.clone()))),
    ("source", |e| each(&e.attribution, voice)),
    ("source_code", |e| each(&e.attribution, |v| text(&v.entity.code))),
    ("dead", |e| text(&e.size.dead)),
    ("injured", |e| text(&e.size.injured)),
    ("arrested", |e| text(&e.size.arrested)),
    ("participants", |e| text(&e.size.participants)),
    ("link", |e| e.link.clone()),
    ("sentence", |e| e.text_info.sequence.to_string()),
    ("sentence_start", |e| e.text_info.span.start.to_string()),
    ("sentence_end", |e| e.text_info.span.end.to_string()),
    ("why", |e| e.why.join(JOIN)),
];

const JOIN: &str = "; ";

impl Format for EventCsv {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS.iter().map(|(name, _)| name))?;
        writer.flush()
    }

    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let scribe = Scribe::new(parsed, annotations.layers());
        let mut writer = csv::Writer::from_writer(out);
        for (number, event) in annotations.events.iter().enumerate() {
            let record = scribe.event(number, event);
            writer.write_record(COLUMNS.iter().map(|(_, cell)| cell(&record)))?;
        }
        writer.flush()
    }
}

fn text(value: &Option<impl ToString>) -> String {
    value.as_ref().map(|v| v.to_string()).unwrap_or_default()
}

/// One value for each item, so that columns of one event stay aligned; nothing when all are empty.
fn each<T>(items: &[T], value: impl Fn(&T) -> String) -> String {
    let values: Vec<String> = items.iter().map(value).collect();
    if values.iter().all(String::is_empty) { String::new() } else { values.join(JOIN) }
}

fn codes(participants: &[ParticipantRecord]) -> String {
    each(participants, |p: &ParticipantRecord| {
        let EntityRecord { code, .. } = &p.entity;
        text(code)
    })
}

fn voice(voice: &VoiceRecord) -> String {
    let words = [&voice.source_text, &voice.basis_text];
    words.into_iter().flatten().cloned().collect::<Vec<_>>().join(", citing ")
}
