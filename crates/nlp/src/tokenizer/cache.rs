//! Chunks already cut.

use crate::{LexemeId, Vocab};
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// What one worker remembers of the chunks that it has cut. Empties itself when it is full and when the vocabulary was.
#[derive(Debug, Default)]
pub(super) struct ChunkCache {
    table: HashTable<Entry>,
    pool: String,
    tokens: Vec<CachedToken>,
    /// The vocabulary's generation that the lexemes belong to.
    generation: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    text: u32,
    text_len: u32,
    first: u32,
    count: u32,
}

/// A token of a chunk.
#[derive(Clone, Copy, Debug)]
pub(super) struct CachedToken {
    pub(super) lexeme: LexemeId,
    pub(super) norm: u64,
    /// Its length in bytes.
    pub(super) len: u32,
    /// Whether a special case that came apart may begin here.
    pub(super) may_begin: bool,
}

/// How many chunks are kept, and how many bytes a chunk may have that is.
const MAX_CHUNKS: usize = 30_000;
const MAX_LEN: usize = 64;

impl ChunkCache {
    /// Forgets everything if `vocab` has been emptied since.
    pub(super) fn keep_up(&mut self, vocab: &Vocab) {
        if self.generation != vocab.generation() {
            self.clear();
            self.generation = vocab.generation();
        }
    }

    fn clear(&mut self) {
        self.table.clear();
        self.pool.clear();
        self.tokens.clear();
    }

    /// The tokens of `chunk`, if it is known; `hash` is [`hash_of`] it.
    pub(super) fn get(&self, hash: u64, chunk: &str) -> Option<&[CachedToken]> {
        let same =
            |e: &Entry| &self.pool.as_bytes()[e.text as usize..(e.text + e.text_len) as usize] == chunk.as_bytes();
        let entry = self.table.find(hash, same)?;
        Some(&self.tokens[entry.first as usize..(entry.first + entry.count) as usize])
    }

    /// Remembers the tokens of a chunk that is not known.
    pub(super) fn insert(&mut self, hash: u64, chunk: &str, tokens: &[CachedToken]) {
        if chunk.len() > MAX_LEN {
            return;
        }
        if self.table.len() >= MAX_CHUNKS {
            self.clear();
        }
        let entry = Entry {
            hash,
            text: self.pool.len() as u32,
            text_len: chunk.len() as u32,
            first: self.tokens.len() as u32,
            count: tokens.len() as u32,
        };
        self.pool.push_str(chunk);
        self.tokens.extend_from_slice(tokens);
        self.table.insert_unique(hash, entry, |e| e.hash);
    }
}

pub(super) fn hash_of(chunk: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(chunk.as_bytes());
    hasher.finish()
}
