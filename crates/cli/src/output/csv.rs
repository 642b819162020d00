//! One row an event, for spreadsheets and statistics.

use crate::pipeline::Annotations;
use crate::run::Format;
use std::io::{self, Write};
use whowhom_corpus::export::{CSV_HEAD, csv_row};
use whowhom_text::Parsed;
use whowhom_text::record::Scribe;

/// Events as comma-separated values (RFC 4180), with a head.
pub struct EventCsv;

impl Format for EventCsv {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(CSV_HEAD)?;
        writer.flush()
    }

    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let scribe = Scribe::new(parsed, annotations.layers());
        let mut writer = csv::Writer::from_writer(out);
        for (number, event) in annotations.events.iter().enumerate() {
            writer.write_record(csv_row(&scribe.event(number, event)))?;
        }
        writer.flush()
    }
}
