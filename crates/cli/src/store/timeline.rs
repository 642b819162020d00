//! `whowhom timeline`: events by stretches of time.

use super::answer::{Answer, rounded};
use super::args::TimelineArgs;
use super::{at, chosen, open};
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
pub fn timeline(args: &TimelineArgs) -> Result<ExitCode, RunError> {
    let path = &args.answer.store.db;
    let store = open(path)?;
    let filter = chosen(&store, path, &args.filter)?;
    let rows = store.timeline(&filter, args.by.into()).map_err(at(path))?;
    let mut answer = Answer::new(&args.answer);
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
