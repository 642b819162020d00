//! `whowhom explain`: how reports were read, sentence by sentence.

use crate::args::ExplainArgs;
use crate::error::RunError;
use crate::output::Explanation;
use crate::run::run;
use std::process::ExitCode;

/// Explains the input on standard output.
///
/// # Errors
/// When the run cannot be made.
pub fn explain(args: &ExplainArgs) -> Result<ExitCode, RunError> {
    run(&args.input, &args.run, &Explanation)
}
