//! Events for reading on a terminal: who did what to whom, when, in which words, and who says so.

use crate::pipeline::Annotations;
use crate::run::Format;
use comfy_table::{ContentArrangement, Table, TableComponent, presets};
use std::io::{self, Write};
use terminal_size::terminal_size_of;
use whowhom_text::Parsed;
use whowhom_text::record::{EventRecord, ParticipantRecord, Scribe};

/// How wide tables are.
#[derive(Clone, Copy, Debug)]
pub struct Width(u16);

/// Width when the output is not a terminal.
const WIDTH: u16 = 100;

impl Width {
    /// As wide as the terminal that standard output is.
    pub fn of_terminal() -> Self {
        Self(terminal_size_of(io::stdout()).map_or(WIDTH, |(width, _)| width.0))
    }

    /// A table of counts with only a head: a line a row.
    pub fn counts<'a>(self, head: impl IntoIterator<Item = &'a str>) -> Table {
        let mut table = self.table(head);
        table.load_preset(presets::NOTHING).set_style(TableComponent::HeaderLines, '─');
        table
    }

    /// A table of this width with only a head.
    pub fn table<'a>(self, head: impl IntoIterator<Item = &'a str>) -> Table {
        let mut table = Table::new();
        table.load_preset(presets::UTF8_HORIZONTAL_ONLY);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(self.0);
        table.set_header(head);
        table
    }
}

/// A table for each document, as wide as the terminal.
pub struct EventTable {
    /// What is counted above it: `event` or `happening`.
    pub of: &'static str,
    /// How wide.
    pub width: Width,
}

impl Format for EventTable {
    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let scribe = Scribe::new(parsed, annotations.layers());
        let date = parsed.doc.date.map(|d| format!(", {d}")).unwrap_or_default();
        let count = annotations.events.len();
        writeln!(out, "{}{date}: {count} {}{}", parsed.doc.id, self.of, if count == 1 { "" } else { "s" })?;
        if count > 0 {
            let records = annotations.events.iter().enumerate().map(|(number, event)| scribe.event(number, event));
            writeln!(out, "{}", event_table(self.width, records, Shown::Alone))?;
        }
        writeln!(out)
    }
}

/// What the columns hold.
const HEAD: [&str; 5] = ["who → whom", "did what", "when, where", "in which words", "on whose word"];

/// Whether events in a table need to be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// They are of one report, which is named above.
    Alone,
    /// They are of many reports: their ids, which begin with the report's, stand below their words.
    WithIds,
}

/// A table of events.
pub fn event_table(width: Width, records: impl Iterator<Item = EventRecord>, shown: Shown) -> Table {
    let mut table = width.table(HEAD);
    for record in records {
        let [who, what, when, words, voices] = row(&record);
        let words = if shown == Shown::WithIds { format!("{words}\n[{}]", record.id) } else { words };
        table.add_row([who, what, when, words, voices]);
    }
    table
}

fn row(event: &EventRecord) -> [String; 5] {
    let who = format!("{} → {}", people(&event.actor), people(&event.recipient));
    let what = [event.event.join(" "), event.mode.join(" "), event.auxiliary_mode.join(", ")];
    let when = event.date_value.clone().or(event.date.map(|d| d.to_string()));
    let place = event.event_loc.as_ref().map(|p| p.place.resolved_place.clone());
    let words = if event.event_text.is_empty() { event.trigger.text.clone() } else { event.event_text.join(" … ") };
    let voices = event.attribution.iter().map(|v| {
        let source = v.source_text.as_deref().unwrap_or("somebody");
        v.basis_text.as_ref().map_or(source.to_string(), |basis| format!("{source}, citing {basis}"))
    });
    let lines = |parts: &[String]| parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join("\n");
    [
        who,
        lines(&what),
        lines(&[when.unwrap_or_default(), place.unwrap_or_default()]),
        // Line breaks of the article would break the row.
        one_line(&words),
        lines(&voices.collect::<Vec<_>>()),
    ]
}

/// Names with codes: `Kim Kye Gwan (PRK GOV)`; a dash for nobody.
fn people(participants: &[ParticipantRecord]) -> String {
    if participants.is_empty() {
        return "–".into();
    }
    participants.iter().map(person).collect::<Vec<_>>().join(", ")
}

fn person(participant: &ParticipantRecord) -> String {
    let entity = &participant.entity;
    let name = entity.identifier_text.as_ref().unwrap_or(&participant.entity_text);
    let name = one_line(name);
    let codes: Vec<&str> = [&entity.code, &entity.sector].into_iter().flatten().map(String::as_str).collect();
    if codes.is_empty() { name } else { format!("{name} ({})", codes.join(" ")) }
}

/// Words on one line, whatever white space stands between them.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
