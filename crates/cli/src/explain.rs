//! `whowhom explain`: how reports were read, sentence by sentence.

use crate::args::ExplainArgs;
use crate::error::RunError;
use crate::output::{Explanation, Page};
use crate::pipeline::Rooms;
use crate::run::run;
use std::process::ExitCode;

/// Explains the input on standard output.
///
/// # Errors
/// When the run cannot be made.
pub fn explain(args: &ExplainArgs) -> Result<ExitCode, RunError> {
    let rooms = Rooms::load(&args.run)?;
    if args.html {
        return run(&args.input, &args.run, &rooms, &Page { coder: &rooms.coder });
    }
    run(&args.input, &args.run, &rooms, &Explanation { coder: &rooms.coder })
}
