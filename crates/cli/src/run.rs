//! What `code` and `annotate` have in common: read, take each document through the rooms, write what comes of it, in order.

use crate::args::{InputArgs, RunArgs};
use crate::error::RunError;
use crate::pipeline::{Annotations, Rooms, Worker};
use crate::progress::Progress;
use crate::report::{Remark, Report};
use crate::stream::{self, Event};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::thread::available_parallelism;
use whowhom_corpus::read::{self, Input, Parse, Raw, Records, Skip};
use whowhom_text::Parsed;

/// Writes documents or their events.
pub trait Format: Sync {
    /// What stands before the first document.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Appends what is written for one document.
    ///
    /// # Errors
    /// When `out` cannot be written.
    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()>;
}

/// What came of a record: what is to be written and what is to be said.
type Outcome = (Vec<u8>, Remark);

/// Runs all of the input through the rooms and writes it to standard output.
///
/// # Errors
/// When the run cannot be made. Records that are bad are reported and make the exit status 1.
pub fn run(input: &InputArgs, args: &RunArgs, rooms: &Rooms, format: &dyn Format) -> Result<ExitCode, RunError> {
    let found = read::find(&input.paths, input.from.map(Into::into))?;
    let settings = input.settings(args);
    let parse = Parse::new(&settings)?;
    let records = Records::new(found.sources.clone(), &settings);
    // A bar would tear the results apart.
    let hidden = args.quiet || io::stdout().is_terminal();
    let mut report = Report::new(Progress::new(&found, &records, hidden), args.quiet, args.strict);
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut written = format.head(&mut out);
    stream::in_order(
        threads(args),
        records,
        || job(rooms, &parse, format),
        |event| {
            let go_on = match event {
                Event::Idle => {
                    written = out.flush();
                    true
                }
                Event::Result((bytes, remark)) => {
                    written = out.write_all(&bytes);
                    report.note(&remark)
                }
            };
            if go_on && written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    )?;
    match written.and_then(|()| out.flush()) {
        Ok(()) => Ok(report.finish()),
        // Whoever reads our output has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

/// A worker's job: from a raw record to what is written of it.
fn job<'a>(rooms: &'a Rooms, parse: &'a Parse, format: &'a dyn Format) -> impl FnMut(Raw) -> Outcome + 'a {
    let mut worker = rooms.worker();
    move |raw| {
        let place = Some(raw.place.clone());
        let Input { doc, analysis, warning } = match parse.parse(raw) {
            Ok(input) => input,
            Err(error) => return (Vec::new(), Remark { place, error: Some(error), ..Remark::default() }),
        };
        let mut bytes = Vec::new();
        let undated = doc.date.is_none();
        let coded = guarded(&mut worker, &doc.id, |worker| {
            let (parsed, annotations) = worker.run(&doc, analysis);
            format.document(parsed, &annotations, &mut bytes)
        });
        let error = match coded {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(Skip::Bad(format!("cannot be written: {error}"))),
            Err(fault) => Some(Skip::Bad(fault)),
        };
        if error.is_some() {
            bytes.clear();
        }
        (bytes, Remark { place, error, warning, undated, name: Some(doc.id) })
    }
}

/// Works on the report `id`. One that trips a fault of ours must not cost the rest of a long run: it is told of, in words.
///
/// # Errors
/// That the program failed.
pub fn guarded<'a, T>(worker: &mut Worker<'a>, id: &str, work: impl FnOnce(&mut Worker<'a>) -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(|| work(worker))).map_err(|_| {
        worker.renew();
        format!("report {id:?} made the program fail, which is a fault of the program")
    })
}

/// How many threads to run.
pub fn threads(args: &RunArgs) -> usize {
    args.threads.or_else(|| available_parallelism().ok()).map_or(1, |n| n.get())
}
