//! Embeddings that a worker has computed, to be used again when the word comes back.

use crate::features::Key;

/// How many embeddings a worker keeps; a power of two. Newswire repeats itself: this many words make up nine tenths of it.
const CACHE: usize = 1 << 14;

/// Embeddings by token key, each with one place that it may stand in.
#[derive(Debug)]
pub(crate) struct EmbeddingCache {
    width: usize,
    keys: Vec<Key>,
    /// Row of the batch that will fill the place + 1; 0 for one that is filled.
    waiting: Vec<u32>,
    values: Vec<f32>,
}

/// What the cache has for a token.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    /// The embedding.
    Known(&'a [f32]),
    /// To be computed with this batch, in this row of it.
    Pending(usize),
    /// To be computed; the place is kept for it.
    New(usize),
}

impl EmbeddingCache {
    /// Empty, for embeddings of this width.
    pub fn new(width: usize) -> Self {
        // No token has the key of an empty place: forms are not empty, and their hashes not 0.
        Self { width, keys: vec![Key::default(); CACHE], waiting: vec![0; CACHE], values: vec![0.0; CACHE * width] }
    }

    /// The embedding for `key`, or who computes it; a new one takes row `place` of the batch.
    pub fn find(&mut self, key: Key, place: usize) -> Found<'_> {
        let slot = (key.orth ^ key.norm.rotate_left(32) ^ u64::from(key.spacy)) as usize % CACHE;
        if self.keys[slot] != key {
            self.keys[slot] = key;
            self.waiting[slot] = place as u32 + 1;
            return Found::New(slot);
        }
        match self.waiting[slot] {
            0 => Found::Known(&self.values[slot * self.width..(slot + 1) * self.width]),
            waiting => Found::Pending(waiting as usize - 1),
        }
    }

    /// Fills a place, unless another word of the batch has taken it.
    pub fn fill(&mut self, slot: usize, place: usize, values: &[f32]) {
        if self.waiting[slot] == place as u32 + 1 {
            self.waiting[slot] = 0;
            self.values[slot * self.width..(slot + 1) * self.width].copy_from_slice(values);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_survives_words_that_share_a_place() {
        let mut cache = EmbeddingCache::new(1);
        let key = |orth| Key { orth, norm: 0, spacy: false };
        let (a, b) = (key(1), key(1 + CACHE as u64));
        assert!(matches!(cache.find(a, 0), Found::New(_)));
        assert!(matches!(cache.find(a, 1), Found::Pending(0)));
        let Found::New(slot) = cache.find(b, 1) else { panic!("b has taken the place") };
        cache.fill(slot, 0, &[1.0]);
        cache.fill(slot, 1, &[2.0]);
        assert!(matches!(cache.find(b, 0), Found::Known(&[2.0])));
        assert!(matches!(cache.find(a, 0), Found::New(_)));
    }
}
