//! `whowhom search`: reports by their words.

use super::answer::Answer;
use super::args::SearchArgs;
use super::{at, open};
use crate::error::RunError;
use std::process::ExitCode;

/// The columns.
const HEAD: [&str; 5] = ["id", "date", "publisher", "title", "excerpt"];

/// Writes the reports found, the best first.
///
/// # Errors
/// When the store cannot be asked.
pub fn search(args: &SearchArgs) -> Result<ExitCode, RunError> {
    let path = &args.answer.store.db;
    let mut answer = Answer::new(&args.answer);
    let found = open(path)?.search(&args.query, answer.limit()).map_err(at(path))?;
    answer.head(&HEAD);
    for row in found {
        let cells = vec![row.id.into(), row.date.into(), row.publisher.into(), row.title.into(), row.excerpt.into()];
        if answer.row(cells).is_break() {
            break;
        }
    }
    answer.finish()
}
