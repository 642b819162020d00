//! `whowhom code`: the events of news reports.

use crate::args::{CodeArgs, EventFormat};
use crate::error::RunError;
use crate::output::{EventCsv, EventJsonl, EventTable, Width};
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
    let table = EventTable { of: if args.happenings { "happening" } else { "event" }, width: Width::of_terminal() };
    let format: &dyn Format = match args.format {
        Some(EventFormat::Table) => &table,
        None if terminal => &table,
        Some(EventFormat::Jsonl) | None => &EventJsonl,
        Some(EventFormat::Csv) => &EventCsv,
    };
    let mut rooms = Rooms::load(&args.run)?;
    rooms.merge_happenings = args.happenings;
    run(&args.input, &args.run, &rooms, format)
}
