//! `whowhom ingest`: reports into a store.

use super::args::IngestArgs;
use super::keeper::Batch;
use super::link::{self, link_new};
use super::{at, coding};
use crate::error::RunError;
use crate::pipeline::Rooms;
use crate::progress::{Pace, Progress};
use crate::report::{Remark, Report, counted};
use crate::run::threads;
use crate::stream::{self, Event};
use crate::versions;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use whowhom_corpus::happenings::Rules;
use whowhom_corpus::read::{self, Input, Parse, Place, Raw, Records, Skip};
use whowhom_store::{Coded, Presence, Put, Store, StoreError, Writer};

/// What came of a raw record.
enum Outcome {
    /// It is coded, and waits to be kept.
    Coded(Box<Coded>),
    /// It is in the store.
    Same,
    /// It was skipped for what the remark says.
    Skipped,
    /// The store failed.
    Failed(StoreError),
}

/// What became of reports.
#[derive(Default)]
struct Tally {
    kept: u64,
    events: u64,
    replaced: u64,
    same: u64,
}

/// Codes the input into the store.
///
/// # Errors
/// When the run cannot be made, or the store fails. Reports that are bad are told and make the exit status 1.
pub fn ingest(args: &IngestArgs) -> Result<ExitCode, RunError> {
    let pace = Pace::start();
    let path = args.store.db.as_path();
    let found = read::find(&args.input.paths, args.input.from.map(Into::into))?;
    let settings = args.input.settings(&args.run);
    let parse = Parse::new(&settings)?;
    let rooms = Rooms::load(&args.run)?;
    let rules = link::rules(args.run.data.as_ref())?;
    let writer = Writer::create(path, &versions::made(&args.run)?).map_err(at(path))?;
    let records = Records::new(found.sources.clone(), &settings);
    let report = Report::new(Progress::new(&found, &records, args.run.quiet), args.run.quiet, args.run.strict);
    let mut ingest = Ingest {
        writer,
        report,
        batch: Batch::default(),
        tally: Tally::default(),
        pace,
        replace: args.replace,
        failed: None,
    };
    stream::in_order(
        threads(&args.run),
        records,
        || job(&rooms, &parse, path, args.replace),
        |event| match event {
            Event::Idle => ControlFlow::Continue(()),
            Event::Result((outcome, remark)) => ingest.take(outcome, remark),
        },
    )?;
    ingest.finish(path, &rules, args.run.quiet)
}

/// A worker's job: from a raw record to what is kept of it.
fn job<'a>(
    rooms: &'a Rooms,
    parse: &'a Parse,
    path: &'a Path,
    replace: bool,
) -> impl FnMut(Raw) -> (Outcome, Remark) + 'a {
    let mut worker = rooms.worker();
    let mut store = None;
    move |raw| {
        let mut remark = Remark { place: Some(raw.place.clone()), ..Remark::default() };
        let Input { doc, analysis, warning } = match parse.parse(raw) {
            Ok(input) => input,
            Err(error) => return (Outcome::Skipped, Remark { error: Some(error), ..remark }),
        };
        (remark.warning, remark.undated) = (warning, doc.date.is_none());
        let report = coding::report(doc, analysis.as_ref());
        if store.is_none() {
            store = match Store::look_up(path) {
                Ok(store) => Some(store),
                Err(error) => return (Outcome::Failed(error), remark),
            };
        }
        match store.as_ref().map_or(Ok(Presence::New), |store| store.presence(&report)) {
            Ok(Presence::Same) => return (Outcome::Same, remark),
            Ok(Presence::Taken) if !replace => {
                let error = Some(taken(&report.document.id));
                return (Outcome::Skipped, Remark { error, ..remark });
            }
            Ok(_) => (),
            Err(error) => return (Outcome::Failed(error), remark),
        }
        match coding::code(&mut worker, report, analysis) {
            Ok(coded) => (Outcome::Coded(Box::new(coded)), remark),
            Err(fault) => (Outcome::Skipped, Remark { error: Some(Skip::Bad(fault)), ..remark }),
        }
    }
}

fn taken(id: &str) -> Skip {
    Skip::Bad(format!("another report named {id:?} is in the store (--replace puts this one in its place)"))
}

/// A run.
struct Ingest {
    writer: Writer,
    report: Report,
    batch: Batch,
    tally: Tally,
    pace: Pace,
    replace: bool,
    failed: Option<StoreError>,
}

impl Ingest {
    /// Takes what came of a record. Breaks when the run is over.
    fn take(&mut self, outcome: Outcome, remark: Remark) -> ControlFlow<()> {
        match outcome {
            Outcome::Coded(coded) => {
                let place = remark.place.clone();
                if !self.report.note(&remark) {
                    return ControlFlow::Break(());
                }
                self.batch.add(*coded, place);
                if self.batch.is_full() { self.keep() } else { ControlFlow::Continue(()) }
            }
            Outcome::Same => {
                self.tally.same += 1;
                self.note(&remark)
            }
            Outcome::Skipped => self.note(&remark),
            Outcome::Failed(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn note(&mut self, remark: &Remark) -> ControlFlow<()> {
        if self.report.note(remark) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Keeps the reports that wait.
    fn keep(&mut self) -> ControlFlow<()> {
        let kept = match self.batch.keep(|coded| self.writer.put(coded, self.replace)) {
            Ok(kept) => kept,
            Err(error) => {
                self.failed = Some(error);
                return ControlFlow::Break(());
            }
        };
        for (put, coded, place) in kept {
            self.count(put, &coded, place)?;
        }
        ControlFlow::Continue(())
    }

    fn count(&mut self, put: Put, coded: &Coded, place: Option<Place>) -> ControlFlow<()> {
        match put {
            Put::Added | Put::Replaced => {
                self.tally.kept += 1;
                self.pace.done(&coded.report.document.text);
                self.tally.replaced += u64::from(put == Put::Replaced);
                self.tally.events += coded.events.len() as u64;
                ControlFlow::Continue(())
            }
            // Twice in this run, or put there by another program just now.
            Put::Same => {
                self.tally.same += 1;
                ControlFlow::Continue(())
            }
            Put::Taken => {
                let error = Some(taken(&coded.report.document.id));
                self.note(&Remark { place, error, ..Remark::default() })
            }
        }
    }

    /// Keeps the rest, and says what became of everything.
    fn finish(mut self, path: &Path, rules: &Rules, quiet: bool) -> Result<ExitCode, RunError> {
        if self.failed.is_none() {
            let _ = self.keep();
        }
        let finished = match self.failed {
            Some(error) => Err(error),
            None => self.writer.finish(),
        };
        let Tally { kept, events, replaced, same } = self.tally;
        let status = self.report.finish();
        if !quiet {
            let of = if replaced > 0 { format!(" ({replaced} in the place of others)") } else { String::new() };
            let (kept, events) = (counted(kept, "report"), counted(events, "event"));
            eprintln!("kept {kept}{of} with {events} in {}; {same} were there already", path.display());
        }
        finished.map_err(at(path))?;
        link_new(path, rules, quiet)?;
        if !quiet {
            eprintln!("{}", self.pace.told());
        }
        Ok(status)
    }
}
