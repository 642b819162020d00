//! `whowhom actors`: who takes part in how much.

use super::answer::rounded;
use super::args::{ActorsArgs, QuestionArgs};
use super::at;
use super::question::{Question, ask};
use crate::error::RunError;
use std::process::ExitCode;

/// The columns.
const HEAD: [&str; 5] = ["who", "as_actor", "mean_as_actor", "as_recipient", "mean_as_recipient"];

/// Writes parties.
///
/// # Errors
/// When the store cannot be asked.
pub fn actors(args: &QuestionArgs<ActorsArgs>) -> Result<ExitCode, RunError> {
    let Question { store, filter, mut answer } = ask(args)?;
    let rows = store.actors(&filter, args.own.by.into(), answer.limit()).map_err(at(args.db()))?;
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
