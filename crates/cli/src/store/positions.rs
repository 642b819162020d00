//! `whowhom positions`: who stands where on what, in reports or in a store.

use super::args::{PositionsArgs, VoicesArgs};
use super::voices::list_store;
use super::{at, open};
use crate::error::RunError;
use crate::list::list;
use crate::output::{Listed, position_row};
use std::process::ExitCode;

/// Lists positions of the input, or of a store.
///
/// # Errors
/// When the run cannot be made, or the store cannot be asked.
pub fn positions(args: &PositionsArgs) -> Result<ExitCode, RunError> {
    let PositionsArgs { from: VoicesArgs { list: read, which }, stance } = args;
    let Some(path) = &which.db else { return list(read, Listed::Positions) };
    let store = open(path)?;
    list_store(read.format, which, stance.as_ref(), Listed::Positions, |filter, each| {
        store.positions(filter, |row| each(position_row(row))).map_err(at(path))
    })
}
