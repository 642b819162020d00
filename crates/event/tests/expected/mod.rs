//! What a sentence of a table is expected to yield.
//!
//! Events joined by ` + `, `-` for none. An event is CATEGORY or CATEGORY/mode and auxiliary modes; `|` between events that are both right, `?` before
//! one that may also be left out. Without a mode any mode will do; the auxiliary modes must be those named, `historical` aside.

use whowhom_text::layer::Event;

/// An event as tables write it.
pub fn written(event: &Event) -> String {
    let mut text = event.category.to_string();
    if let Some(mode) = event.modes.first() {
        text = format!("{text}/{mode}");
    }
    for name in event.auxiliary.names() {
        text = format!("{text} {name}");
    }
    text
}

/// Whether the events are those expected, no more and no fewer.
pub fn comes_out(expected: &str, events: &[Event]) -> bool {
    let mut left: Vec<&Event> = events.iter().collect();
    for one in expected.split(" + ").map(str::trim).filter(|one| *one != "-") {
        let (optional, one) = one.strip_prefix('?').map_or((false, one), |rest| (true, rest));
        let found = left.iter().position(|event| one.split('|').any(|wanted| is(wanted, event)));
        match found {
            Some(place) => drop(left.remove(place)),
            None if optional => {}
            None => return false,
        }
    }
    left.is_empty()
}

fn is(wanted: &str, event: &Event) -> bool {
    let mut words = wanted.split_whitespace();
    let Some(name) = words.next() else { return false };
    let (category, mode) = name.split_once('/').unwrap_or((name, ""));
    let auxiliary: Vec<&str> = words.collect();
    let has = |name: &str| event.auxiliary.names().any(|n| n == name);
    event.category == category
        && (mode.is_empty() || event.modes.iter().any(|m| *m == mode))
        && ["future", "hypothetical", "negation"].iter().all(|name| auxiliary.contains(name) == has(name))
}
