//! `whowhom export`: event records in the forms that other programs read.

use crate::args::{ExportArgs, ExportForm};
use crate::error::RunError;
use crate::progress::Progress;
use crate::report::{Remark, Report};
use crate::{output, store};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use whowhom_corpus::export::{self, Export, Form, Tables, Told, export};
use whowhom_corpus::read::{self, Content, Kind, Parse, Raw, Records, Settings, Skip};
use whowhom_store::Filter;
use whowhom_text::data::DataDir;
use whowhom_text::record::EventRecord;

/// What is known of reports, by name.
type Reports = BTreeMap<String, export::Report>;

/// Writes the events of the input, or of a store, in the form asked for.
///
/// # Errors
/// When the run cannot be made, or the store cannot be asked. Lines that hold no event are reported and make the exit status 1.
pub fn export_events(args: &ExportArgs) -> Result<ExitCode, RunError> {
    let data = args.data.as_ref().map_or_else(DataDir::builtin, DataDir::over);
    let tables = Tables::load(&data)?;
    let open = || -> io::Result<Box<dyn Export + '_>> {
        let out: Box<dyn Write + Send> = match &args.output {
            Some(path) => Box::new(BufWriter::new(File::create(path)?)),
            None => Box::new(BufWriter::new(io::stdout())),
        };
        export(args.format.into(), &tables, out)
    };
    let done = match &args.db {
        Some(db) => of_store(args, db, open),
        None if args.filter.filter() != Filter::default() => Err(RunError::NoStore),
        None => of_files(args, reports(args, &data)?, open),
    };
    match done {
        // Whoever reads our output has had enough.
        Err(RunError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        done => done,
    }
}

/// Writes the events of files.
fn of_files<'a>(
    args: &ExportArgs,
    reports: Reports,
    open: impl FnOnce() -> io::Result<Box<dyn Export + 'a>>,
) -> Result<ExitCode, RunError> {
    let found = read::find(&args.paths, Some(Kind::Lines))?;
    let records = Records::new(found.sources.clone(), &Settings::default());
    let mut report = Report::new(Progress::new(&found, &records, args.quiet), args.quiet, false);
    let mut export = open()?;
    for raw in records {
        let mut remark = Remark { place: Some(raw.place.clone()), ..Remark::default() };
        match event(raw) {
            Ok(Told { event, report }) => export.event(&event, reports.get(&event.doc_id).unwrap_or(&report))?,
            Err(error) => remark.error = Some(Skip::Bad(error)),
        }
        report.note(&remark);
    }
    export.finish()?;
    Ok(report.finish())
}

/// Writes the events of a store.
fn of_store<'a>(
    args: &ExportArgs,
    db: &Path,
    open: impl FnOnce() -> io::Result<Box<dyn Export + 'a>>,
) -> Result<ExitCode, RunError> {
    let store = store::open(db)?;
    let filter = store::chosen(&store, db, &args.filter)?;
    let number = store.count(&filter).map_err(store::at(db))?;
    let progress = Progress::of(number, "events", args.quiet || args.output.is_none() && io::stdout().is_terminal());
    let mut export = open()?;
    let (mut done, mut failed) = (0, None);
    let each = |event: EventRecord| {
        let put = store::publication(&store, &event.doc_id)
            .map_err(store::at(db))
            .and_then(|report| Ok(export.event(&event, &report)?));
        done += 1;
        progress.advance(done);
        failed = put.err();
        if failed.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let asked = store.events(&filter, false, None, each);
    progress.finish();
    asked.map_err(store::at(db))?;
    match failed {
        Some(error) => Err(error),
        None => Ok(export.finish().map(|()| ExitCode::SUCCESS)?),
    }
}

fn event(raw: Raw) -> Result<Told, String> {
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
    Ok(docs.map(|doc| (doc.id.clone(), output::report(&doc))).collect())
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
