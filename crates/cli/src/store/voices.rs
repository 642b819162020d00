//! Statements and positions of a store, in the rows that reports have.

use super::answer::Answer;
use super::args::VoiceArgs;
use crate::args::ListFormat;
use crate::error::RunError;
use crate::output::{Listed, Row};
use std::ops::ControlFlow;
use std::process::ExitCode;
use whowhom_store::VoiceFilter;

/// Takes a row; breaks when nobody reads on.
type Each<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

/// Lists what `ask` gives, of a kind of statement or a stance.
///
/// # Errors
/// When the store cannot be asked.
pub fn list_store(
    format: Option<ListFormat>,
    which: &VoiceArgs,
    kind: Option<&String>,
    listed: Listed,
    ask: impl FnOnce(&VoiceFilter, Each<'_>) -> Result<(), RunError>,
) -> Result<ExitCode, RunError> {
    let mut answer = Answer::in_form(format, which.limit);
    let filter = which.filter(kind, answer.limit());
    let short = answer.is_table();
    if short {
        // A table of many reports says in which one a row stands.
        answer.head(&[&["report"][..], &listed.titles().collect::<Vec<_>>()].concat());
    } else {
        answer.head(listed.head());
    }
    ask(&filter, &mut |row| match short {
        true => answer.lines([report(&row)].into_iter().chain(listed.cells(&row)).collect()),
        false => answer.row(row.into_iter().map(|(_, value)| value).collect()),
    })?;
    answer.finish()
}

/// The name and date of a row's report.
fn report(row: &Row) -> String {
    let named = |name: &str| row.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.as_str());
    [named("doc_id"), named("date")].into_iter().flatten().collect::<Vec<_>>().join("\n")
}
