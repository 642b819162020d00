//! `whowhom code`: the events of news reports.

use crate::args::{CodeArgs, EventFormat};
use crate::error::RunError;
use crate::output::{EventCsv, EventJsonl, EventTable};
use crate::pipeline::Rooms;
use crate::run::{Format, run};
use std::io::IsTerminal;
use std::process::ExitCode;

/// Codes the input and writes its events to standard output.
///
/// # Errors
/// When the run cannot be made.
pub fn code(args: &CodeArgs) -> Result<ExitCode, RunError> {
    let terminal = std::io::stdout().is_terminal();
    let format: &dyn Format = match args.format {
        Some(EventFormat::Table) => &EventTable::new(),
        None if terminal => &EventTable::new(),
        Some(EventFormat::Jsonl) | None => &EventJsonl,
        Some(EventFormat::Csv) => &EventCsv,
    };
    run(&args.input, &args.run, &Rooms::load(&args.run)?, format)
}
