//! `whowhom events`: events of a store.

use super::args::{EventsArgs, QuestionArgs};
use super::at;
use super::question::{Question, ask};
use crate::args::ListFormat;
use crate::error::RunError;
use crate::output::{EventCsv, Shown, Width, event_table, line};
use crate::run::Format;
use std::ops::ControlFlow;
use std::process::ExitCode;
use whowhom_corpus::export::Report;
use whowhom_corpus::happenings::OneADay;
use whowhom_store::{Publication, Store, StoreError};
use whowhom_text::record::EventRecord;

/// Writes the events that are asked for, or their number.
///
/// # Errors
/// When the store cannot be asked.
pub fn events(args: &QuestionArgs<EventsArgs>) -> Result<ExitCode, RunError> {
    let path = args.db();
    let Question { store, filter, mut answer } = ask(args)?;
    let mut one_a_day = args.own.one_a_day.then(OneADay::default);
    let mut is_kept = move |record: &EventRecord| one_a_day.as_mut().is_none_or(|filter| filter.is_first(record));
    if args.own.count {
        let mut count = 0;
        if args.own.one_a_day {
            let each = |record: EventRecord| {
                count += u64::from(is_kept(&record));
                ControlFlow::Continue(())
            };
            store.events(&filter, false, None, each).map_err(at(path))?;
        } else {
            count = store.count(&filter).map_err(at(path))?;
        }
        answer.head(&["events"]);
        let _ = answer.row(vec![count.into()]);
        return answer.finish();
    }
    let (format, limit) = (answer.format(), answer.limit());
    let mut records = Vec::new();
    if format == ListFormat::Csv {
        answer.own_head(|mut out| EventCsv.head(&mut out));
    }
    let mut failed = None;
    let mut show = |record: EventRecord| match format {
        ListFormat::Jsonl => answer.own(|mut out| line(&record, &mut out)),
        ListFormat::Csv => match publication(&store, &record.doc_id) {
            Ok(report) => answer.own(|out| EventCsv::row(&record, &report, out)),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        },
        ListFormat::Table => {
            records.push(record);
            ControlFlow::Continue(())
        }
    };
    let mut left = limit.unwrap_or(u64::MAX);
    let each = |record| {
        if !is_kept(&record) {
            return ControlFlow::Continue(());
        }
        if left == 0 {
            return ControlFlow::Break(());
        }
        left -= 1;
        show(record)
    };
    // The filter leaves events out, so that the store cannot know how many are wanted.
    let limit = limit.filter(|_| !args.own.one_a_day);
    store.events(&filter, args.own.latest, limit, each).map_err(at(path))?;
    if let Some(error) = failed {
        return Err(at(path)(error));
    }
    if format == ListFormat::Table {
        answer.table(event_table(Width::of_terminal(), records.into_iter(), Shown::WithIds));
    }
    answer.finish()
}

/// What a store knows of the report named `id`.
///
/// # Errors
/// When the store cannot be asked.
pub fn publication(store: &Store, id: &str) -> Result<Report, StoreError> {
    let Publication { date, publishers, url, copies } = store.publication(id)?;
    Ok(Report { date, publishers, url, copies })
}
