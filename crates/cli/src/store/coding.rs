//! From a report to what a store keeps of it.

use crate::pipeline::Worker;
use crate::run::guarded;
use whowhom_store::{Coded, Report};
use whowhom_text::record::{AnnotatedRecord, Scribe};
use whowhom_text::{Analysis, CodePoints, Document, Parsed};

/// The report of a document and the annotation that came with it.
pub fn report(document: Document, analysis: Option<&Analysis>) -> Report {
    let given = analysis.and_then(|analysis| {
        let parsed = Parsed { doc: &document, analysis };
        // Its maps have words for keys, which is all that JSON asks.
        serde_json::to_vec(&AnnotatedRecord::new(parsed, &CodePoints::new(&document.text))).ok()
    });
    Report { document, given }
}

/// The annotation that came with a report.
///
/// # Errors
/// When it does not fit the report, in words.
pub fn given(report: &Report) -> Result<Option<Analysis>, String> {
    let Some(given) = &report.given else { return Ok(None) };
    let mut record: AnnotatedRecord = serde_json::from_slice(given).map_err(|error| error.to_string())?;
    record.text = Some(report.document.text.clone());
    record.read().map(|(_, analysis)| Some(analysis)).map_err(|error| error.to_string())
}

/// Codes a report.
///
/// # Errors
/// When the program failed over it, in words.
pub fn code(worker: &mut Worker<'_>, report: Report, analysis: Option<Analysis>) -> Result<Coded, String> {
    let document = &report.document;
    let mut coded = guarded(worker, &document.id, |worker| {
        let (parsed, found) = worker.run(document, analysis);
        let scribe = Scribe::new(parsed, found.layers());
        Coded {
            report: Report::default(),
            mentions: found.actors.mentions.iter().map(|m| scribe.mention(m)).collect(),
            events: found.events.iter().enumerate().map(|(number, event)| scribe.event(number, event)).collect(),
            statements: found.sources.statements.iter().map(|s| scribe.statement(s)).collect(),
            positions: found.sources.positions.iter().map(|p| scribe.position(p)).collect(),
        }
    })?;
    coded.report = report;
    Ok(coded)
}
