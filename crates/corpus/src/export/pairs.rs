//! Events as pairs of one who does and one to whom it is done.

use whowhom_text::record::{EventRecord, ParticipantRecord};

/// Of longer lists only the first names are paired: a report that lists a hundred states would else be ten thousand rows.
const MOST: usize = 20;

/// The pairs of an event: each actor with each recipient. Without a recipient, each actor of several with each other, since they do it
/// to or with one another; one actor alone is half a pair.
pub fn pairs(event: &EventRecord) -> Vec<(Option<&ParticipantRecord>, Option<&ParticipantRecord>)> {
    let first = |list: &'_ [ParticipantRecord]| list.len().min(MOST);
    let actors = &event.actor[..first(&event.actor)];
    let recipients = &event.recipient[..first(&event.recipient)];
    match (actors.len(), recipients.len()) {
        (0, 0) => Vec::new(),
        (0, _) => recipients.iter().map(|r| (None, Some(r))).collect(),
        (1, 0) => vec![(actors.first(), None)],
        (_, 0) => {
            let others = |i: usize| actors.iter().enumerate().filter(move |(j, _)| *j != i).map(|(_, b)| b);
            actors.iter().enumerate().flat_map(|(i, a)| others(i).map(move |b| (Some(a), Some(b)))).collect()
        }
        _ => actors.iter().flat_map(|a| recipients.iter().map(move |r| (Some(a), Some(r)))).collect(),
    }
}

/// Whether the report says that it happens or happened: not that it will, may or did not.
pub fn happened(event: &EventRecord) -> bool {
    !event.auxiliary_mode.iter().any(|aux| matches!(aux.as_str(), "future" | "hypothetical" | "negation"))
}
