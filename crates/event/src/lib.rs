//! Did what to whom: the PLOVER ontology, its lexicon and the event coder.
//!
//! A word of the document gets a [reading](scene::Reading) from the [`lexicon`]: an event, an operator that makes another event of
//! the one it governs, or a verb that only carries an event noun. [`meaning`] walks from operators down to the events they govern,
//! [`compose`] says what comes out, [`roles`] finds who takes part, [`tense`] how the clause presents it. [`Coder::code`] does it for
//! a whole document and adds contexts, dates, places, attributions, numbers and links.

mod clock;
mod coder;
pub mod compose;
pub mod contexts;
mod factuality;
mod grammar;
mod happening;
mod implied;
mod instruments;
pub mod lexicon;
mod link;
pub mod meaning;
pub mod ontology;
pub mod party;
pub mod petrarch;
pub mod ranker;
pub mod roles;
pub mod scene;
mod shared;
mod size;
mod speech;
mod tense;
mod trace;
mod when;
mod whereabouts;

pub use coder::Coder;
pub use happening::happenings;
pub use trace::{Trace, Verdict};
