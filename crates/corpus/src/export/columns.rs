//! The columns of CSV and Parquet: one row an event. Several values of one cell are joined with `; `.

use super::{Export, Report};
use std::io::{self, Write};
use whowhom_text::record::{EntityRecord, EventRecord, ParticipantRecord, VoiceRecord};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Words.
    Words,
    /// A whole number.
    Whole,
    /// A number.
    Real,
}
use Type::{Real, Whole, Words};

/// A column: its name, what it holds, and the cell of an event of a report, empty when there is nothing to say.
pub type Column = (&'static str, Type, fn(&EventRecord, &Report) -> String);

/// All columns.
#[rustfmt::skip]
pub const COLUMNS: &[Column] = &[
    ("id", Words, |e, _| e.id.clone()),
    ("doc_id", Words, |e, _| e.doc_id.clone()),
    ("date", Words, |e, _| text(&e.date)),
    ("enddate", Words, |e, _| text(&e.enddate)),
    ("date_value", Words, |e, _| text(&e.date_value)),
    ("date_text", Words, |e, _| text(&e.date_text)),
    ("actor", Words, |e, _| codes(&e.actor)),
    ("actor_sector", Words, |e, _| each(&e.actor, |a| text(&a.entity.sector))),
    ("actor_name", Words, |e, _| each(&e.actor, |a| text(&a.entity.identifier_text))),
    ("actor_office", Words, |e, _| each(&e.actor, |a| text(&a.entity.office))),
    ("actor_text", Words, |e, _| each(&e.actor, |a| a.entity_text.clone())),
    ("recipient", Words, |e, _| codes(&e.recipient)),
    ("recipient_sector", Words, |e, _| each(&e.recipient, |a| text(&a.entity.sector))),
    ("recipient_name", Words, |e, _| each(&e.recipient, |a| text(&a.entity.identifier_text))),
    ("recipient_office", Words, |e, _| each(&e.recipient, |a| text(&a.entity.office))),
    ("recipient_text", Words, |e, _| each(&e.recipient, |a| a.entity_text.clone())),
    ("event", Words, |e, _| e.event.join(JOIN)),
    ("mode", Words, |e, _| e.mode.join(JOIN)),
    ("context", Words, |e, _| e.context.join(JOIN)),
    ("auxiliary_mode", Words, |e, _| e.auxiliary_mode.join(JOIN)),
    ("factuality", Words, |e, _| e.factuality.clone()),
    ("quad_code", Whole, |e, _| e.quad_code.to_string()),
    ("event_scale", Real, |e, _| e.event_scale.to_string()),
    ("cameo", Words, |e, _| text(&e.cameo)),
    ("trigger", Words, |e, _| e.trigger.text.clone()),
    ("trigger_start", Whole, |e, _| e.trigger.span.start.to_string()),
    ("trigger_end", Whole, |e, _| e.trigger.span.end.to_string()),
    ("event_text", Words, |e, _| e.event_text.join(JOIN)),
    ("place_text", Words, |e, _| e.event_loc.as_ref().map(|p| p.extracted_place.clone()).unwrap_or_default()),
    ("place", Words, |e, _| e.event_loc.as_ref().map(|p| p.place.resolved_place.clone()).unwrap_or_default()),
    ("geonameid", Whole, |e, _| text(&e.event_loc.as_ref().and_then(|p| p.place.geonameid))),
    ("lat", Real, |e, _| text(&e.event_loc.as_ref().map(|p| p.place.lat))),
    ("lon", Real, |e, _| text(&e.event_loc.as_ref().map(|p| p.place.lon))),
    ("place_country", Words, |e, _| text(&e.event_loc.as_ref().and_then(|p| p.place.country_code.clone()))),
    ("source", Words, |e, _| each(&e.attribution, voice)),
    ("source_code", Words, |e, _| each(&e.attribution, |v| text(&v.entity.code))),
    ("dead", Whole, |e, _| text(&e.size.dead)),
    ("injured", Whole, |e, _| text(&e.size.injured)),
    ("arrested", Whole, |e, _| text(&e.size.arrested)),
    ("participants", Whole, |e, _| text(&e.size.participants)),
    ("link", Words, |e, _| e.link.clone()),
    ("sentence", Whole, |e, _| e.text_info.sequence.to_string()),
    ("sentence_start", Whole, |e, _| e.text_info.span.start.to_string()),
    ("sentence_end", Whole, |e, _| e.text_info.span.end.to_string()),
    ("published", Words, |_, r| text(&r.date)),
    ("publisher", Words, |_, r| r.publishers.join(JOIN)),
    ("url", Words, |_, r| text(&r.url)),
    ("copies", Whole, |_, r| if r.is_empty() { String::new() } else { r.copies.to_string() }),
    ("why", Words, |e, _| e.why.join(JOIN)),
];

const JOIN: &str = "; ";

/// The names of the columns.
pub const CSV_HEAD: [&str; COLUMNS.len()] = {
    let mut names = [""; COLUMNS.len()];
    let mut i = 0;
    while i < COLUMNS.len() {
        names[i] = COLUMNS[i].0;
        i += 1;
    }
    names
};

/// The cells of the row of an event of a report.
pub fn csv_row<'a>(event: &'a EventRecord, report: &'a Report) -> impl Iterator<Item = String> + 'a {
    COLUMNS.iter().map(|(_, _, cell)| cell(event, report))
}

/// Comma-separated values (RFC 4180), with a head.
pub struct Csv<'a>(csv::Writer<Box<dyn Write + Send + 'a>>);

impl<'a> Csv<'a> {
    /// Writes to `out`, the head first.
    pub fn new(out: Box<dyn Write + Send + 'a>) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(CSV_HEAD)?;
        Ok(Self(writer))
    }
}

impl Export for Csv<'_> {
    fn event(&mut self, event: &EventRecord, report: &Report) -> io::Result<()> {
        Ok(self.0.write_record(csv_row(event, report))?)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
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
