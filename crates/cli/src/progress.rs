//! How far a long run has come, drawn on standard error when that is a terminal; and how fast it was.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
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

/// What a run has done since when.
pub struct Pace {
    since: Instant,
    reports: u64,
    words: u64,
}

impl Pace {
    /// A run that begins now.
    pub fn start() -> Self {
        Self { since: Instant::now(), reports: 0, words: 0 }
    }

    /// A report of this text is done.
    pub fn done(&mut self, text: &str) {
        self.reports += 1;
        self.words += text.split_whitespace().count() as u64;
    }

    /// How long it has taken and, when it has done anything, the rate.
    pub fn told(&self) -> String {
        told(self.since.elapsed(), self.reports, self.words)
    }
}

fn told(took: Duration, reports: u64, words: u64) -> String {
    let seconds = took.as_secs_f64();
    let length = match took.as_secs() {
        0..60 => format!("{seconds:.1} s"),
        s @ 60..3600 => format!("{} min {} s", s / 60, s % 60),
        s => format!("{} h {} min", s / 3600, s % 3600 / 60),
    };
    if reports == 0 {
        return format!("took {length}");
    }
    let rate = |number: u64| {
        let rate = number as f64 / seconds.max(0.001);
        if rate < 10.0 { format!("{rate:.1}") } else { format!("{rate:.0}") }
    };
    format!("took {length}: {} reports and {} words a second", rate(reports), rate(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_tells_how_long_it_took_and_its_rate() {
        let mut pace = Pace::start();
        pace.done("France urged Mali\n to free them.");
        assert_eq!((pace.reports, pace.words), (1, 6));
        assert_eq!(told(Duration::from_millis(1240), 310, 93_000), "took 1.2 s: 250 reports and 75000 words a second");
        assert_eq!(told(Duration::from_secs(125), 25, 10_000), "took 2 min 5 s: 0.2 reports and 80 words a second");
        assert_eq!(told(Duration::from_secs(7320), 0, 0), "took 2 h 2 min");
        assert!(told(Duration::ZERO, 1, 1).ends_with("1000 words a second"));
    }
}
