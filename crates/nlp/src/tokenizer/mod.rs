//! spaCy's tokenizer: white space, affixes, special cases.
//!
//! The text is first cut into chunks at white space ([`chunk`]). Each chunk loses prefixes and suffixes, one after the
//! other, until it is a special case, a URL or has no more of them; what is left is cut at infixes ([`affix`]). Since
//! that depends on the chunk alone, a chunk met before is looked up ([`TokenizerMemory`]). At last special cases that
//! came apart (`:)` loses both its characters) are put together again ([`special`]). The specification is
//! `spacy/tokenizer.pyx` of spaCy 3.8.
//!
//! One thing differs: patterns have a budget of steps, linear in the chunk's length
//! ([`Budget`](crate::pattern::Budget)), where Python's may take quadratic time. Only chunks of many thousand
//! characters without white space can reach it, made of the characters that URL patterns turn on; such a chunk then
//! counts as no URL.

mod affix;
mod cache;
mod chunk;
mod special;

use crate::msgpack::{self, Value};
use crate::pattern::{Budget, Pattern};
use crate::{Config, Error, LexemeId, ModelSource, Vocab};
use affix::{Affixes, Piece, Scratch};
use cache::{CachedToken, ChunkCache, hash_of};
use chunk::chunks;
use special::Specials;
use std::ops::Range;
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

    /// Adds a token that no space follows.
    fn push(&mut self, vocab: &mut Vocab, word: &str, norm: Option<u64>, at: Range<usize>) {
        let id = vocab.get(word);
        self.spans.push(Span::new(at.start, at.end));
        self.lexemes.push(id);
        self.norms.push(norm.unwrap_or_else(|| vocab.lexeme(id).norm));
        self.spaces.push(false);
    }

    /// Adds tokens of `other`.
    fn extend(&mut self, other: &Self, range: Range<usize>) {
        self.spans.extend_from_slice(&other.spans[range.clone()]);
        self.lexemes.extend_from_slice(&other.lexemes[range.clone()]);
        self.norms.extend_from_slice(&other.norms[range.clone()]);
        self.spaces.extend_from_slice(&other.spaces[range]);
    }
}

/// The tokenizer of a pipeline.
#[derive(Debug)]
pub struct Tokenizer {
    affixes: Affixes,
    specials: Specials,
}

const FILE: &str = "tokenizer";

/// Languages whose words spaCy gives norms by code (`spacy/lang/*/lex_attrs.py`).
const OWN_NORMS: [&str; 3] = ["hi", "ht", "ne"];

impl Tokenizer {
    /// Reads the file `tokenizer`.
    ///
    /// # Errors
    /// When it is missing or malformed, has a pattern or special case that is not supported, or when the config asks
    /// for another tokenizer than spaCy's own or for a language whose norms are not known.
    pub fn load(source: &ModelSource, config: &Config) -> Result<Self, Error> {
        let language = config.section("nlp")?.str("lang")?;
        if OWN_NORMS.contains(&language) {
            return Err(Error::unsupported("nlp.lang", format!("the norms of the language `{language}`")));
        }
        let section = config.section("nlp.tokenizer")?;
        section.only(&["@tokenizers"])?;
        match section.str("@tokenizers")? {
            "spacy.Tokenizer.v1" => Self::read(&source.read(FILE)?),
            other => Err(Error::unsupported("nlp.tokenizer", format!("the tokenizer `{other}`"))),
        }
    }

    /// Reads what spaCy's `Tokenizer.to_bytes` writes.
    fn read(bytes: &[u8]) -> Result<Self, Error> {
        let file = msgpack::read(FILE, bytes)?;
        let mut affixes = Affixes::default();
        let (mut exceptions, mut faster) = (None, true);
        for (key, value) in file.as_map().ok_or_else(|| Error::malformed(FILE, "is no map"))? {
            let slot = match key.as_str().unwrap_or_default() {
                "prefix_search" => &mut affixes.prefix,
                "suffix_search" => &mut affixes.suffix,
                "infix_finditer" => &mut affixes.infix,
                "token_match" => &mut affixes.token,
                "url_match" => &mut affixes.url,
                "exceptions" => {
                    exceptions = Some(value);
                    continue;
                }
                "faster_heuristics" => {
                    faster = value.as_bool().unwrap_or(true);
                    continue;
                }
                _ => return Err(Error::unsupported(FILE, format!("the entry {key:?}"))),
            };
            *slot = read_pattern(key, value)?;
        }
        let specials = exceptions.map_or(Ok(Specials::default()), |value| Specials::read(FILE, value))?;
        let mut tokenizer = Self { affixes, specials };
        tokenizer.add_patterns(faster);
        Ok(tokenizer)
    }

    /// Notes the special cases that come apart; all of them where not `faster`.
    fn add_patterns(&mut self, faster: bool) {
        let mut scratch = Scratch::default();
        for special in self.specials.chunks() {
            if faster && !self.may_come_apart(&special, &mut scratch) {
                continue;
            }
            let mut tokens = Vec::new();
            for chunk in chunks(&special) {
                let text = &special[chunk.range];
                self.affixes.cut(text, None, &mut scratch);
                tokens.extend(scratch.pieces.iter().map(|piece| match piece {
                    Piece::Token(range) | Piece::Special(range) => &text[range.clone()],
                }));
            }
            self.specials.add_pattern(tokens.into_iter());
        }
    }

    fn may_come_apart(&self, special: &str, scratch: &mut Scratch) -> bool {
        let mut budget = Budget::for_len(special.len());
        special.contains(' ')
            || self.affixes.prefix_len(special, &mut scratch.machine, &mut budget) != 0
            || self.affixes.suffix_len(special, &mut scratch.machine, &mut budget) != 0
            || self.affixes.has_infix(special, scratch)
    }

    /// Cuts `text` into tokens; `out` is cleared first.
    pub fn tokenize(&self, vocab: &mut Vocab, memory: &mut TokenizerMemory, text: &str, out: &mut Tokenized) {
        out.clear();
        let TokenizerMemory { cache, scratch, fresh, candidates } = memory;
        cache.keep_up(vocab);
        candidates.clear();
        for chunk in chunks(text) {
            let start = chunk.range.start;
            let words = &text[chunk.range];
            let hash = hash_of(words);
            let tokens = match cache.get(hash, words) {
                Some(known) => known,
                None => {
                    self.cut(vocab, words, scratch, fresh);
                    cache.insert(hash, words, fresh);
                    fresh.as_slice()
                }
            };
            let mut at = start;
            for token in tokens {
                if token.may_begin {
                    candidates.push(out.len() as u32);
                }
                let end = at + token.len as usize;
                out.spans.push(Span::new(at, end));
                out.lexemes.push(token.lexeme);
                out.norms.push(token.norm);
                out.spaces.push(false);
                at = end;
            }
            if let Some(last) = out.spaces.last_mut() {
                *last = chunk.space;
            }
        }
        if !candidates.is_empty() {
            self.specials.apply(text, vocab, candidates, out);
        }
    }

    /// Cuts a chunk that is not known.
    fn cut(&self, vocab: &mut Vocab, chunk: &str, scratch: &mut Scratch, fresh: &mut Vec<CachedToken>) {
        fresh.clear();
        let mut push = |word: &str, norm: Option<u64>| {
            let lexeme = vocab.get(word);
            let norm = norm.unwrap_or_else(|| vocab.lexeme(lexeme).norm);
            let may_begin = self.specials.may_begin(vocab.lexeme(lexeme).orth);
            fresh.push(CachedToken { lexeme, norm, len: word.len() as u32, may_begin });
        };
        if let Some(rule) = self.specials.get(chunk) {
            return rule.iter().for_each(|t| push(&t.text, t.norm));
        }
        self.affixes.cut(chunk, Some(&self.specials), scratch);
        for piece in &scratch.pieces {
            match piece {
                Piece::Special(range) => {
                    let rule = self.specials.get(&chunk[range.clone()]).unwrap_or_default();
                    rule.iter().for_each(|t| push(&t.text, t.norm));
                }
                Piece::Token(range) => push(&chunk[range.clone()], None),
            }
        }
    }
}

/// What a worker keeps between documents for tokenizing.
#[derive(Debug, Default)]
pub struct TokenizerMemory {
    cache: ChunkCache,
    scratch: Scratch,
    fresh: Vec<CachedToken>,
    candidates: Vec<u32>,
}

fn read_pattern(key: &Value<'_>, value: &Value<'_>) -> Result<Option<Pattern>, Error> {
    let name = key.as_str().unwrap_or_default();
    match value {
        Value::Nil => Ok(None),
        Value::Str(pattern) => match Pattern::new(pattern) {
            Ok(pattern) => Ok(Some(pattern)),
            Err(why) => Err(Error::unsupported(format!("{FILE}, {name}"), why)),
        },
        _ => Err(Error::malformed(FILE, format!("{name} is no pattern"))),
    }
}

#[cfg(test)]
mod tests;
