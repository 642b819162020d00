//! `whowhom statements` and `whowhom positions`: who says what, and who stands where on what.

use crate::args::{ListArgs, ListFormat};
use crate::error::RunError;
use crate::output::{ListStyle, Listed, Listing};
use crate::pipeline::Rooms;
use crate::run::run;
use std::io::IsTerminal;
use std::process::ExitCode;

/// Lists what is `listed` in the input on standard output.
///
/// # Errors
/// When the run cannot be made.
pub fn list(args: &ListArgs, listed: Listed) -> Result<ExitCode, RunError> {
    let style = match args.format {
        Some(ListFormat::Table) => ListStyle::Table,
        None if std::io::stdout().is_terminal() => ListStyle::Table,
        Some(ListFormat::Jsonl) | None => ListStyle::Jsonl,
        Some(ListFormat::Csv) => ListStyle::Csv,
    };
    run(&args.input, &args.run, &Rooms::load(&args.run)?, &Listing { listed, style })
}
