//! What went wrong and what is worth a note, on standard error; and the exit status.

use crate::progress::Progress;
use rustc_hash::{FxHashSet, FxHasher};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::process::ExitCode;
use std::sync::Arc;
use whowhom_corpus::read::{Place, Skip};

/// So many bad records of a file are told one by one: a table with the wrong separator has as many as rows.
const TOLD: u64 = 20;

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
    /// The file of the last bad record, and how many it has had.
    bad_file: (Option<Arc<str>>, u64),
    /// Reports in other languages, by language.
    foreign: BTreeMap<&'static str, u64>,
    /// Pages without an article.
    no_article: u64,
    names: Names,
}

/// Which names reports had: events tell of a report by its name, and two of one name cannot be told apart in what is written.
#[derive(Default)]
struct Names {
    /// Hashes of them, since a long run has many.
    known: FxHashSet<u64>,
    /// How many reports had the name of an earlier one.
    again: u64,
    /// The first of them.
    first: Option<String>,
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
    /// The report's name, where it matters that there is no other of that name.
    pub name: Option<String>,
}

impl Report {
    /// A report that draws `progress`, says less when `quiet`, and takes every repair for an error when `strict`.
    pub fn new(progress: Progress, quiet: bool, strict: bool) -> Self {
        Self {
            progress,
            quiet,
            strict,
            done: 0,
            undated: 0,
            bad: 0,
            bad_file: (None, 0),
            foreign: BTreeMap::new(),
            no_article: 0,
            names: Names::default(),
        }
    }

    /// Takes note of a record. Whether the run is to go on.
    pub fn note(&mut self, remark: &Remark) -> bool {
        let place = remark.place.as_ref().map(|p| p.to_string()).unwrap_or_default();
        let warning = remark.warning.as_ref();
        let error = match &remark.error {
            Some(Skip::Bad(error)) => Some(error),
            Some(Skip::Language(name)) => {
                *self.foreign.entry(name).or_default() += 1;
                return true;
            }
            Some(Skip::NoArticle) => {
                self.no_article += 1;
                return true;
            }
            None => warning.filter(|_| self.strict),
        };
        if let Some(error) = error {
            let next = if self.strict { "stopped there (--strict)" } else { "skipped" };
            self.tell_bad(remark.place.as_ref(), &format!("{place}: {error}; {next}"));
            return !self.strict;
        }
        if let Some(warning) = warning.filter(|_| !self.quiet) {
            self.progress.say(&format!("{place}: {warning}"));
        }
        self.done += 1;
        self.undated += u64::from(remark.undated);
        if let Some(name) = &remark.name {
            self.names.note(name, &place);
        }
        self.progress.advance(self.done);
        true
    }

    /// Tells of a bad record, unless its file has had too many.
    fn tell_bad(&mut self, place: Option<&Place>, line: &str) {
        self.bad += 1;
        let file = place.map(|place| &place.file);
        if self.bad_file.0.as_ref() != file {
            self.tell_untold();
            self.bad_file = (file.cloned(), 0);
        }
        self.bad_file.1 += 1;
        if self.bad_file.1 <= TOLD {
            self.progress.say(line);
        }
    }

    /// Tells how many bad records of a file were not told one by one.
    fn tell_untold(&mut self) {
        let (file, had) = std::mem::take(&mut self.bad_file);
        if let Some(file) = file.filter(|_| had > TOLD) {
            self.progress.say(&format!("{file}: {} skipped", counted(had - TOLD, "more bad record")));
        }
    }

    /// Says what remains to be said, and with which status to end.
    pub fn finish(mut self) -> ExitCode {
        self.tell_untold();
        self.progress.finish();
        if !self.quiet {
            self.notes();
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

impl Report {
    /// What is worth a note at the end.
    fn notes(&self) {
        let done = self.done;
        if self.undated > 0 {
            eprintln!(
                "note: no publication date in {} of {}: relative times there (\"last week\") stay unresolved; \
                 give one with --date, --dates or the field `date`",
                self.undated,
                counted(done, "report")
            );
        }
        let foreign: u64 = self.foreign.values().sum();
        if foreign > 0 {
            let languages: Vec<String> = self.foreign.iter().map(|(name, n)| format!("{n} in {name}")).collect();
            eprintln!(
                "note: left out {foreign} of {} that are not in English: {} (--any-language reads them)",
                counted(done + foreign, "report"),
                languages.join(", ")
            );
        }
        if self.no_article > 0 {
            let pages = counted(self.no_article, "page");
            eprintln!("note: left out {pages} in which no article could be found: lists of links, forms, pictures");
        }
        if let Some(first) = &self.names.first {
            let reports = if self.names.again == 1 { "report has" } else { "reports have" };
            eprintln!(
                "note: {} {reports} the name of an earlier one, and what is written of them cannot be told apart: {first}",
                self.names.again
            );
        }
    }
}

impl Names {
    fn note(&mut self, name: &str, place: &str) {
        let mut hasher = FxHasher::default();
        name.hash(&mut hasher);
        if !self.known.insert(hasher.finish()) {
            self.again += 1;
            self.first.get_or_insert_with(|| format!("{name:?} at {place}"));
        }
    }
}

/// `1 report`, `2 reports`.
pub fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
