//! Runs spaCy v3 pipelines natively: tokens, tags, lemmas, dependencies, entities.

pub mod attribute_ruler;
pub mod chars;
pub mod config;
mod error;
mod features;
pub mod hash;
mod kernel;
pub mod lemmatizer;
mod morph;
pub mod msgpack;
pub mod pack;
pub mod pattern;
mod pipeline;
mod source;
mod tagger;
mod tok2vec;
pub mod tokenizer;
mod transition;
mod vectors;
pub mod vocab;
mod weights;
mod worker;

pub use attribute_ruler::{AttributeRuler, RulerMemory, TokenAttrs};
pub use config::Config;
pub use error::Error;
pub use lemmatizer::{LemmaMemory, Lemmatizer};
pub use pipeline::Pipeline;
pub use source::ModelSource;
pub use tokenizer::{Tokenized, Tokenizer, TokenizerMemory};
pub use vocab::{LexFlags, Lexeme, LexemeId, Vocab};
pub use worker::Worker;
