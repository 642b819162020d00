//! The records that enter and leave the program. Offsets in records count Unicode code points.

mod annotated;
mod input;

pub use annotated::{AnnotatedRecord, EntityRecord, NamedEntityRecord, ReadError, SpanRecord, TokenRecord};
pub use input::DocumentRecord;
