//! `whowhom statements`: who says what, in reports or in a store.

use super::args::{StatementsArgs, VoicesArgs};
use super::voices::list_store;
use super::{at, open};
use crate::error::RunError;
use crate::list::list;
use crate::output::{Listed, statement_row};
use std::process::ExitCode;

/// Lists statements of the input, or of a store.
///
/// # Errors
/// When the run cannot be made, or the store cannot be asked.
pub fn statements(args: &StatementsArgs) -> Result<ExitCode, RunError> {
    let StatementsArgs { from: VoicesArgs { list: read, which }, kind } = args;
    let Some(path) = &which.db else { return list(read, Listed::Statements) };
    let store = open(path)?;
    list_store(read.format, which, kind.as_ref(), Listed::Statements, |filter, each| {
        store.statements(filter, |row| each(statement_row(row))).map_err(at(path))
    })
}
