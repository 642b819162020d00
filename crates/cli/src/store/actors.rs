//! `whowhom actors`: who takes part in how much.

use super::answer::{Answer, rounded};
use super::args::ActorsArgs;
use super::{at, chosen, open};
use crate::error::RunError;
use std::process::ExitCode;

/// The columns.
const HEAD: [&str; 5] = ["who", "as_actor", "mean_as_actor", "as_recipient", "mean_as_recipient"];

/// Writes parties.
///
/// # Errors
/// When the store cannot be asked.
pub fn actors(args: &ActorsArgs) -> Result<ExitCode, RunError> {
    let path = &args.answer.store.db;
    let mut answer = Answer::new(&args.answer);
    let limit = answer.limit();
    let store = open(path)?;
    let filter = chosen(&store, path, &args.filter)?;
    let rows = store.actors(&filter, args.by.into(), limit).map_err(at(path))?;
    answer.counts(&HEAD);
    for row in rows {
        let cells = vec![
            row.who.into(),
            row.as_actor.into(),
            row.mean_as_actor.map(rounded).into(),
            row.as_recipient.into(),
            row.mean_as_recipient.map(rounded).into(),
        ];
        if answer.row(cells).is_break() {
            break;
        }
    }
    answer.finish()
}
