//! `whowhom dyads`: who did how much to whom.

use super::answer::{Answer, rounded};
use super::args::DyadsArgs;
use super::{at, chosen, open};
use crate::error::RunError;
use std::process::ExitCode;

/// The columns; the first only when counted by stretches of time.
const HEAD: [&str; 5] = ["period", "actor", "recipient", "events", "mean_scale"];

/// Writes pairs.
///
/// # Errors
/// When the store cannot be asked.
pub fn dyads(args: &DyadsArgs) -> Result<ExitCode, RunError> {
    let path = &args.answer.store.db;
    let mut answer = Answer::new(&args.answer);
    let limit = answer.limit();
    let store = open(path)?;
    let filter = chosen(&store, path, &args.filter)?;
    let rows = store.dyads(&filter, args.by.map(Into::into), limit).map_err(at(path))?;
    let skipped = usize::from(args.by.is_none());
    answer.counts(&HEAD[skipped..]);
    for row in rows {
        let cells = [row.period.into(), row.actor.into(), row.recipient.into(), row.events.into(), rounded(row.mean)];
        if answer.row(cells[skipped..].to_vec()).is_break() {
            break;
        }
    }
    answer.finish()
}
