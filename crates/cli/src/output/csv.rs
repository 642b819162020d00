//! One row an event, for spreadsheets and statistics.

use crate::pipeline::Annotations;
use crate::run::Format;
use std::io::{self, Write};
use whowhom_corpus::export::{CSV_HEAD, Report, csv_row};
use whowhom_text::record::{EventRecord, Scribe};
use whowhom_text::{Document, Parsed};

/// Events as comma-separated values (RFC 4180), with a head.
pub struct EventCsv;

impl EventCsv {
    /// Writes the row of an event of a report.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn row(record: &EventRecord, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(csv_row(record, report))?;
        writer.flush()
    }
}

impl Format for EventCsv {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(CSV_HEAD)?;
        writer.flush()
    }

    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let scribe = Scribe::new(parsed, annotations.layers());
        let report = report(parsed.doc);
        let mut events = annotations.events.iter().enumerate();
        events.try_for_each(|(n, event)| Self::row(&scribe.event(n, event), &report, out))
    }
}

/// What a document tells of itself.
pub fn report(doc: &Document) -> Report {
    let Document { date, publisher, url, .. } = doc;
    Report { date: *date, publishers: publisher.iter().cloned().collect(), url: url.clone(), copies: 0 }
}
