//! Runs spaCy v3 pipelines natively: tokens, tags, lemmas, dependencies, entities.

pub mod chars;
pub mod config;
mod error;
pub mod hash;
pub mod msgpack;
pub mod pack;
pub mod pattern;
mod source;
pub mod tokenizer;
pub mod vocab;

pub use config::Config;
pub use error::Error;
pub use source::ModelSource;
pub use tokenizer::{Tokenized, Tokenizer, TokenizerMemory};
pub use vocab::{LexFlags, Lexeme, LexemeId, Vocab};
