//! The layers that the rooms add to a document, one type a room. A layer points into the document and into earlier layers,
//! and is never changed once written.

mod actor;
mod event;
mod place;
mod source;
mod time;

pub use actor::{ActorLayer, Chain, ChainId, Entity, EntityKind, Mention, MentionId, MentionKind, Stand};
pub use event::{Auxiliary, Event, Participant, Size, Voice};
pub use place::{PlaceMention, Resolution};
pub use source::{Force, Position, SourceKind, SourceLayer, Stance, Statement, StatementKind};
pub use time::{DayRange, TimeMention, TimexType};

/// The layers that a document has before its events are coded.
#[derive(Clone, Copy, Debug)]
pub struct Layers<'a> {
    /// When.
    pub times: &'a [TimeMention],
    /// Where.
    pub places: &'a [PlaceMention],
    /// Who.
    pub actors: &'a ActorLayer,
    /// On whose word.
    pub sources: &'a SourceLayer,
}
