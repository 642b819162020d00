//! `whowhom timeline`: events by stretches of time.

use super::answer::rounded;
use super::args::{QuestionArgs, TimelineArgs};
use super::at;
use super::question::{Question, ask};
use crate::error::RunError;
use std::process::ExitCode;

/// The columns.
const HEAD: [&str; 7] = [
    "period",
    "events",
    "verbal_cooperation",
    "material_cooperation",
    "verbal_conflict",
    "material_conflict",
    "mean_scale",
];

/// Writes how many events there were.
///
/// # Errors
/// When the store cannot be asked.
pub fn timeline(args: &QuestionArgs<TimelineArgs>) -> Result<ExitCode, RunError> {
    let Question { store, filter, mut answer } = ask(args)?;
    let rows = store.timeline(&filter, args.own.by.into()).map_err(at(args.db()))?;
    let limit = answer.limit().map_or(usize::MAX, |limit| limit as usize);
    answer.counts(&HEAD);
    for row in rows.into_iter().take(limit) {
        let quads = row.quads.map(serde_json::Value::from);
        let cells = [vec![row.period.into(), row.events.into()], quads.to_vec(), vec![rounded(row.mean)]].concat();
        if answer.row(cells).is_break() {
            break;
        }
    }
    answer.finish()
}
