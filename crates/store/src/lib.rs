//! What is kept: documents, and what was found in them, in one SQLite file; and the questions asked of it.
//!
//! A [`Writer`] puts [`Coded`] documents into the file, a batch at a time: a batch is there whole or not at all, whatever happens to the
//! program. A document is known by its name and the hash of all that came with it, so putting it again changes nothing. A [`Store`]
//! answers questions while others write. The tables are in `schema.sql`, with what each column means; people may ask them in SQL.
//!
//! Events are filed under what they can be found by (`terms.rs`), as sets that are intersected in microseconds (`blocks.rs`,
//! `index.rs`), and a question is answered from that index (`filter.rs`, `query.rs`): only events that are shown are read themselves.

mod answers;
mod blocks;
mod error;
mod filter;
mod happenings;
mod index;
mod kept;
mod linking;
mod older;
mod open;
mod query;
mod read;
mod rows;
mod terms;
mod unknown;
mod voices;
mod write;

pub use answers::{
    ActorKey, ActorRow, Cell, Counts, DyadRow, FoundRow, Period, PositionRow, Presence, Publication, StatementRow,
    TimelineRow, VoiceFilter,
};
pub use error::StoreError;
pub use filter::Filter;
pub use happenings::Happened;
pub use kept::{Coded, ContentHash, Made, Report};
pub use linking::{HappeningRow, LinkRow, Linker, Linking, Member, Told};
pub use older::Older;
pub use query::Store;
pub use unknown::Unknown;
pub use write::{Put, Writer};
