//! One JSON object a line.

use crate::pipeline::Annotations;
use crate::run::Format;
use serde::Serialize;
use std::io::{self, Write};
use whowhom_text::Parsed;
use whowhom_text::record::Scribe;

/// Events, one a line.
pub struct EventJsonl;

impl Format for EventJsonl {
    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let scribe = Scribe::new(parsed, annotations.layers());
        annotations.events.iter().enumerate().try_for_each(|(number, event)| line(&scribe.event(number, event), out))
    }
}

/// Annotated documents, one a line.
pub struct DocumentJsonl {
    /// Whether each document's text is written too.
    pub with_text: bool,
}

impl Format for DocumentJsonl {
    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let mut record = Scribe::new(parsed, annotations.layers()).annotated(&annotations.events);
        record.text = self.with_text.then(|| parsed.text().into());
        line(&record, out)
    }
}

/// Writes a record as a line.
///
/// # Errors
/// When `out` cannot be written.
pub fn line(record: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}
