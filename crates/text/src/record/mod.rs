//! The records that enter and leave the program. Offsets in records count Unicode code points.

mod annotated;
mod event;
mod input;
mod layers;
mod scribe;

pub use annotated::{AnnotatedRecord, EntityRecord, NamedEntityRecord, ReadError, SpanRecord, TokenRecord};
pub use event::{
    EventPlaceRecord, EventRecord, GazetteerRecord, ParticipantRecord, SentenceRecord, SizeRecord, TriggerRecord,
    VoiceRecord,
};
pub use input::DocumentRecord;
pub use layers::{MentionRecord, PlaceRecord, PositionRecord, SourceRecord, StatementRecord, TimeRecord};
pub use scribe::Scribe;
