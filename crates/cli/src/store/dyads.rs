//! `whowhom dyads`: who did how much to whom.

use super::answer::rounded;
use super::args::{DyadsArgs, QuestionArgs};
use super::at;
use super::question::{Question, ask};
use crate::error::RunError;
use std::process::ExitCode;

/// The columns; the first only when counted by stretches of time.
const HEAD: [&str; 5] = ["period", "actor", "recipient", "events", "mean_scale"];

/// Writes pairs.
///
/// # Errors
/// When the store cannot be asked.
pub fn dyads(args: &QuestionArgs<DyadsArgs>) -> Result<ExitCode, RunError> {
    let Question { store, filter, mut answer } = ask(args)?;
    let rows = store.dyads(&filter, args.own.by.map(Into::into), answer.limit()).map_err(at(args.db()))?;
    let skipped = usize::from(args.own.by.is_none());
    answer.counts(&HEAD[skipped..]);
    for row in rows {
        let cells = [row.period.into(), row.actor.into(), row.recipient.into(), row.events.into(), rounded(row.mean)];
        if answer.row(cells[skipped..].to_vec()).is_break() {
            break;
        }
    }
    answer.finish()
}
