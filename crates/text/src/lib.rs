//! The document, its layers, spans and offsets: the words that all other rooms of whowhom speak.
//!
//! A [`Document`] comes in. The language runtime adds an [`Analysis`] (tokens, sentences, a dependency tree, named entities);
//! together they are [`Parsed`], which every later room reads through [`TokenView`] handles. Each room then adds one layer
//! ([`layer`]): times, places, actors, sources, events. [`record`] turns all of it into the JSON that leaves the program.
//!
//! This crate does no linguistics; its only input and output are data files ([`data`]) and records.

mod analysis;
mod code;
pub mod data;
mod document;
mod label;
pub mod layer;
pub mod record;
mod span;
mod view;
mod why;

pub use analysis::{Analysis, NamedEntity, Token, TokenId, TokenRange};
pub use code::Code;
pub use document::Document;
pub use label::Label;
pub use span::{CodePoints, Span};
pub use view::{Parsed, TokenView};
pub use why::Why;
