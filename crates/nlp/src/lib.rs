//! Runs spaCy v3 pipelines natively: tokens, tags, lemmas, dependencies, entities.
//!
//! A [`Pipeline`] is loaded once and shared; each thread has a [`Worker`], which annotates text after text into an
//! [`Analysis`](whowhom_text::Analysis). What can go wrong goes wrong while loading ([`Error`]): any text is annotated.
//!
//! Inside, the [`Tokenizer`] cuts a text into tokens, whose forms the [`Vocab`] has read once; networks compute vectors
//! from the forms' features, and tagger, parser and recogniser read those; [`AttributeRuler`] and [`Lemmatizer`] do the
//! rest. See the crate's README for what of spaCy is supported.

pub mod attribute_ruler;
pub mod chars;
pub mod config;
mod embedding_cache;
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

/// The README's example, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
