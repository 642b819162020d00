//! What went wrong and what is worth a note, on standard error; and the exit status.

use crate::progress::Progress;
use std::collections::BTreeMap;
use std::process::ExitCode;
use whowhom_corpus::read::{Place, Skip};

/// Counts and tells what happens to records.
pub struct Report {
    progress: Progress,
    quiet: bool,
    strict: bool,
    /// Documents done.
    done: u64,
    /// Documents without a publication date.
    undated: u64,
    /// Records skipped.
    bad: u64,
    /// Records that are sound and left out: how many for which reason.
    left_out: BTreeMap<String, u64>,
}

/// What there is to say of one record.
#[derive(Debug, Default)]
pub struct Remark {
    /// Where it stands.
    pub place: Option<Place>,
    /// Why it was skipped.
    pub error: Option<Skip>,
    /// What had to be repaired.
    pub warning: Option<String>,
    /// Whether it has no publication date.
    pub undated: bool,
}

impl Report {
    /// A report that draws `progress`, says less when `quiet`, and takes every repair for an error when `strict`.
    pub fn new(progress: Progress, quiet: bool, strict: bool) -> Self {
        Self { progress, quiet, strict, done: 0, undated: 0, bad: 0, left_out: BTreeMap::new() }
    }

    /// Takes note of a record. Whether the run is to go on.
    pub fn note(&mut self, remark: &Remark) -> bool {
        let place = remark.place.as_ref().map(|p| p.to_string()).unwrap_or_default();
        let warning = remark.warning.as_ref();
        let error = match &remark.error {
            Some(Skip::Bad(error)) => Some(error),
            Some(reason) => {
                *self.left_out.entry(reason.to_string()).or_default() += 1;
                return true;
            }
            None => warning.filter(|_| self.strict),
        };
        if let Some(error) = error {
            self.bad += 1;
            let next = if self.strict { "stopped there (--strict)" } else { "skipped" };
            self.progress.say(&format!("{place}: {error}; {next}"));
            return !self.strict;
        }
        if let Some(warning) = warning.filter(|_| !self.quiet) {
            self.progress.say(&format!("{place}: {warning}"));
        }
        self.done += 1;
        self.undated += u64::from(remark.undated);
        self.progress.advance(self.done);
        true
    }

    /// Says what remains to be said, and with which status to end.
    pub fn finish(self) -> ExitCode {
        self.progress.finish();
        if self.undated > 0 && !self.quiet {
            eprintln!(
                "note: no publication date in {} of {}: relative times there (\"last week\") stay unresolved; \
                 give one with --date, --dates or the field `date`",
                self.undated,
                counted(self.done, "report")
            );
        }
        if !self.left_out.is_empty() && !self.quiet {
            let reasons: Vec<String> = self.left_out.iter().map(|(reason, n)| format!("{n} {reason}")).collect();
            eprintln!("note: left out {}", reasons.join(", "));
        }
        if self.bad == 0 {
            return ExitCode::SUCCESS;
        }
        if !self.strict {
            eprintln!("skipped {}, read {}", counted(self.bad, "bad record"), counted(self.done, "report"));
        }
        ExitCode::from(1)
    }
}

/// `1 report`, `2 reports`.
pub fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
