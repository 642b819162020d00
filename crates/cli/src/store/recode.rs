//! `whowhom recode`: what an older program, older data or another model coded, coded again.

use super::args::RecodeArgs;
use super::keeper::Batch;
use super::link::{self, link_new};
use super::{at, coding, open};
use crate::error::RunError;
use crate::pipeline::Rooms;
use crate::progress::{Pace, Progress};
use crate::report::{Remark, Report, counted};
use crate::run::threads;
use crate::stream::{self, Event};
use crate::versions;
use std::ops::ControlFlow;
use std::process::ExitCode;
use whowhom_corpus::read::Skip;
use whowhom_store::{Coded, StoreError, Writer};

/// What came of a report of the store: coded, skipped for what the remark says, or the store failed.
type Outcome = Result<(Option<Box<Coded>>, Remark), StoreError>;

/// Codes older reports again.
///
/// # Errors
/// When the run cannot be made, or the store fails. Reports that are bad are told, stay as they are, and make the exit status 1.
pub fn recode(args: &RecodeArgs) -> Result<ExitCode, RunError> {
    let mut pace = Pace::start();
    let path = args.store.db.as_path();
    let made = versions::made(&args.run)?;
    let store = open(path)?;
    let (number, _) = store.count_older(&made).map_err(at(path))?;
    let rooms = Rooms::load(&args.run)?;
    let rules = link::rules(args.run.data.as_ref())?;
    let mut writer = Writer::open(path, &made).map_err(at(path))?;
    let mut report = Report::new(Progress::of(number, "reports", args.run.quiet), args.run.quiet, args.run.strict);
    let (mut batch, mut kept, mut failed) = (Batch::default(), 0, None);
    let mut keep = |batch: &mut Batch| -> Result<(), StoreError> {
        batch.keep(|coded| {
            kept += writer.put_again(coded)?;
            coded.iter().for_each(|coded| pace.done(&coded.report.document.text));
            Ok(vec![(); coded.len()])
        })?;
        Ok(())
    };
    stream::in_order(
        threads(&args.run),
        store.older(made),
        || job(&rooms),
        |event| {
            let Event::Result(outcome) = event else { return ControlFlow::Continue(()) };
            let taken = outcome.and_then(|(coded, remark)| {
                let go_on = report.note(&remark);
                if let Some(coded) = coded.filter(|_| go_on) {
                    batch.add(*coded, None);
                }
                if batch.is_full() {
                    keep(&mut batch)?;
                }
                Ok(go_on)
            });
            match taken {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    )?;
    let finished = match failed {
        Some(error) => Err(error),
        None => keep(&mut batch),
    };
    let finished = finished.and_then(|()| writer.finish());
    let status = report.finish();
    if !args.run.quiet {
        eprintln!("coded {} again in {}", counted(kept as u64, "report"), path.display());
    }
    finished.map_err(at(path))?;
    link_new(path, &rules, args.run.quiet)?;
    if !args.run.quiet {
        eprintln!("{}", pace.told());
    }
    Ok(status)
}

fn job(rooms: &Rooms) -> impl FnMut(Result<whowhom_store::Report, StoreError>) -> Outcome + '_ {
    let mut worker = rooms.worker();
    move |report| {
        let report = report?;
        // Of a report in a store, only its name tells where it is.
        let (id, undated) = (report.document.id.clone(), report.document.date.is_none());
        let coded = coding::given(&report).and_then(|given| coding::code(&mut worker, report, given));
        Ok(match coded {
            Ok(coded) => (Some(Box::new(coded)), Remark { undated, ..Remark::default() }),
            Err(error) => (None, Remark { error: Some(Skip::Bad(format!("{id}: {error}"))), ..Remark::default() }),
        })
    }
}
