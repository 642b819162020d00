//! Happenings: what the events of many reports tell of, each once.
//!
//! A [`Mention`] is a coded event with its report. Two mentions are compared in what sort of event it is, who takes part, when, where,
//! how many are dead, and in which words; each finding adds to or takes from the evidence that both tell of one happening
//! ([`Rules`], after Fellegi and Sunter 1969). Mentions that can be of one happening meet under a key ([`Rules::keys`]), so that few
//! are compared, and groups of them are made happenings where they agree as a whole ([`group`]). A [`Happening`] is what its mentions
//! tell together, with what they disagree on side by side.
//!
//! What two mentions weigh depends on them alone, never on what else there is: the same reports make the same happenings in whatever
//! order they come.

mod compare;
mod group;
mod happening;
mod keys;
mod mention;
mod one_a_day;
mod origin;
mod party;
mod rules;
mod sketch;
mod words;

pub use compare::Link;
pub use group::{Grouped, group};
pub use happening::{Disagreement, Happening, Joined, MentionRecord, Said, State, Told};
pub use mention::{Mention, Report};
pub use one_a_day::OneADay;
pub use rules::Rules;
pub use sketch::{Sketch, Topic};
