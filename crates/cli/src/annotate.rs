//! `whowhom annotate`: whole documents with all their layers.

use crate::args::{AnnotateArgs, DocumentFormat};
use crate::error::RunError;
use crate::output::DocumentJsonl;
use crate::pipeline::Rooms;
use crate::run::run;
use std::process::ExitCode;

/// Annotates the input and writes the documents to standard output.
///
/// # Errors
/// When the run cannot be made.
pub fn annotate(args: &AnnotateArgs) -> Result<ExitCode, RunError> {
    let format = match args.format {
        DocumentFormat::Jsonl => DocumentJsonl { with_text: args.with_text },
    };
    run(&args.input, &args.run, &Rooms::load(&args.run)?, &format)
}
