//! `whowhom export`: event records in the forms that other programs read.

use crate::args::{ExportArgs, ExportForm};
use crate::error::RunError;
use crate::progress::Progress;
use crate::report::{Remark, Report};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use whowhom_corpus::export::{self, Form, Tables, export};
use whowhom_corpus::read::{self, Content, Kind, Parse, Raw, Records, Settings, Skip};
use whowhom_text::data::DataDir;
use whowhom_text::record::EventRecord;

/// What is known of reports, by name.
type Reports = BTreeMap<String, export::Report>;

/// Writes the events of the input in the form asked for.
///
/// # Errors
/// When the run cannot be made. Lines that hold no event are reported and make the exit status 1.
pub fn export_events(args: &ExportArgs) -> Result<ExitCode, RunError> {
    let data = args.data.as_ref().map_or_else(DataDir::builtin, DataDir::over);
    let tables = Tables::load(&data)?;
    let reports = reports(args, &data)?;
    let found = read::find(&args.paths, Some(Kind::Lines))?;
    let records = Records::new(found.sources.clone(), &Settings::default());
    let mut report = Report::new(Progress::new(&found, &records, args.quiet), args.quiet, false);
    let out: Box<dyn Write + Send> = match &args.output {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(io::stdout())),
    };
    let written = (|| {
        let mut export = export(args.format.into(), &tables, out)?;
        for raw in records {
            let mut remark = Remark { place: Some(raw.place.clone()), ..Remark::default() };
            match event(raw) {
                Ok(event) => export.event(&event, reports.get(&event.doc_id).unwrap_or(&export::Report::default()))?,
                Err(error) => remark.error = Some(Skip::Bad(error)),
            }
            report.note(&remark);
        }
        export.finish()
    })();
    match written {
        Ok(()) => Ok(report.finish()),
        // Whoever reads our output has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

fn event(raw: Raw) -> Result<EventRecord, String> {
    match raw.content? {
        Content::Json(bytes) => serde_json::from_slice(&bytes).map_err(|error| format!("is no event: {error}")),
        _ => Err("is no event: a line of what `whowhom code --format jsonl` writes is wanted".into()),
    }
}

/// What the reports that the events were coded from tell of themselves.
fn reports(args: &ExportArgs, data: &DataDir) -> Result<Reports, RunError> {
    if args.reports.is_empty() {
        return Ok(Reports::new());
    }
    let settings = Settings { any_language: true, data: data.clone(), ..Settings::default() };
    let parse = Parse::new(&settings)?;
    let records = Records::new(read::find(&args.reports, None)?.sources, &settings);
    // What is bad there was told when it was coded.
    let docs = records.filter_map(|raw| parse.parse(raw).ok()).map(|input| input.doc);
    let report = |doc: whowhom_text::Document| {
        (doc.id, export::Report { date: doc.date, publisher: doc.publisher, url: doc.url })
    };
    Ok(docs.map(report).collect())
}

impl From<ExportForm> for Form {
    fn from(form: ExportForm) -> Self {
        match form {
            ExportForm::Jsonl => Self::Jsonl,
            ExportForm::Csv => Self::Csv,
            ExportForm::Parquet => Self::Parquet,
            ExportForm::Gdelt => Self::Gdelt,
            ExportForm::Icews => Self::Icews,
            ExportForm::Graphml => Self::Graphml,
            ExportForm::Gexf => Self::Gexf,
        }
    }
}
