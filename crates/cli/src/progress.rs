//! How far a long run has come, drawn on standard error when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use whowhom_corpus::read::{Found, Records};

/// A progress bar, or none.
pub struct Progress {
    bar: ProgressBar,
    /// What is counted.
    what: &'static str,
    /// Bytes read; without, the reports themselves are counted.
    consumed: Option<Arc<AtomicU64>>,
}

impl Progress {
    /// Progress through `records`, drawn unless `hidden` (the results themselves go to the terminal).
    pub fn new(found: &Found, records: &Records, hidden: bool) -> Self {
        Self { bar: bar(found.bytes, hidden), what: "reports", consumed: Some(records.consumed()) }
    }

    /// Progress through so many of something.
    pub fn of(number: u64, what: &'static str, hidden: bool) -> Self {
        Self { bar: bar(Some(number), hidden), what, consumed: None }
    }

    /// So many are done.
    pub fn advance(&self, done: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_position(self.consumed.as_ref().map_or(done, |bytes| bytes.load(Ordering::Relaxed)));
            let rate = done as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
            self.bar.set_message(format!("{done} {}, {rate:.0} a second", self.what));
        }
    }

    /// Writes a line to standard error without tearing the bar.
    pub fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn bar(length: Option<u64>, hidden: bool) -> ProgressBar {
    let drawn = !hidden && std::io::stderr().is_terminal();
    let target = if drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    ProgressBar::with_draw_target(length, target).with_style(style(length.is_some()))
}

fn style(length_known: bool) -> ProgressStyle {
    let template = match length_known {
        true => "{bar:30} {percent:>3} %  {msg}  {eta} left",
        false => "{spinner} {msg}  {bytes} in {elapsed}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
