//! The one-a-day filter of the field, for comparison.

use rustc_hash::FxHashSet;
use whowhom_text::record::{EventRecord, ParticipantRecord};

/// Keeps one event of each actor, recipient, type and day, as event data sets have long been made (Schrodt, "Precedents, Progress,
/// and Prospects in Political Event Data", International Interactions 38, 2012): what is told ten times is kept once, and so are ten
/// different things that the same two did to each other on a day.
///
/// Events must come in order of days.
#[derive(Debug, Default)]
pub struct OneADay {
    day: Option<jiff::civil::Date>,
    seen: FxHashSet<String>,
}

impl OneADay {
    /// Whether this is the first of its actor, recipient, type and day.
    pub fn is_first(&mut self, event: &EventRecord) -> bool {
        if self.day != event.date {
            self.seen.clear();
            self.day = event.date;
        }
        let side = |people: &[ParticipantRecord]| {
            let mut codes: Vec<String> = people
                .iter()
                .map(|p| [&p.entity.code, &p.entity.sector].map(|c| c.as_deref().unwrap_or_default()).concat())
                .collect();
            codes.sort_unstable();
            codes.dedup();
            codes.join(" ")
        };
        let what = event.cameo.as_deref().unwrap_or_default();
        let key = [&side(&event.actor), &side(&event.recipient), &event.event.join(" "), what].join("|");
        self.seen.insert(key)
    }
}
