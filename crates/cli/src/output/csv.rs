//! One row an event, for spreadsheets and statistics.

use crate::pipeline::Annotations;
use crate::run::Format;
use std::io::{self, Write};
use whowhom_corpus::export::{CSV_HEAD, csv_row};
use whowhom_text::Parsed;
use whowhom_text::record::{EventRecord, Scribe};

/// Events as comma-separated values (RFC 4180), with a head.
pub struct EventCsv;

impl EventCsv {
    /// Writes the row of an event.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn row(record: &EventRecord, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(csv_row(record))?;
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
        annotations.events.iter().enumerate().try_for_each(|(n, event)| Self::row(&scribe.event(n, event), out))
    }
}
