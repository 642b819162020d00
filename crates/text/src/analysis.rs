//! The language layer: tokens, sentences, the dependency tree, named entities.

use crate::{Label, Span};
use std::ops::{Index, Range};

/// A token of a document, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u32);

impl TokenId {
    /// The token's place in the document's token list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<usize> for TokenId {
    fn from(index: usize) -> Self {
        TokenId(index as u32)
    }
}

/// A run of tokens, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
}

impl TokenRange {
    /// The tokens from `start` to `end` (exclusive).
    pub fn new(start: impl Into<TokenId>, end: impl Into<TokenId>) -> Self {
        Self { start: start.into(), end: end.into() }
    }

    /// The run of the single token `id`.
    pub fn one(id: TokenId) -> Self {
        Self { start: id, end: TokenId(id.0 + 1) }
    }

    /// As a range of indices.
    pub fn range(self) -> Range<usize> {
        self.start.index()..self.end.index()
    }

    /// The tokens, one by one.
    pub fn ids(self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator {
        (self.start.0..self.end.0).map(TokenId)
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        self.end.index().saturating_sub(self.start.index())
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the token is one of the run.
    pub fn contains(self, id: TokenId) -> bool {
        self.start <= id && id < self.end
    }

    /// Whether all of `other` lies inside.
    pub fn covers(self, other: TokenRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a token.
    pub fn overlaps(self, other: TokenRange) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// One token with its annotations, as spaCy gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text.
    pub span: Span,
    /// Fine-grained part of speech (`NNP`, `VBD`).
    pub tag: Label,
    /// Universal part of speech (`PROPN`, `VERB`).
    pub pos: Label,
    /// Relation to its head (`nsubj`, `ROOT`).
    pub dep: Label,
    /// Its head; a root is its own head.
    pub head: TokenId,
    /// The number of its sentence, from 0.
    pub sentence: u32,
    /// Lemma and lower-case form, in the analysis' pool.
    lemma: Span,
    lower: Span,
}

/// A named entity as the recogniser found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedEntity {
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its kind (`PERSON`, `GPE`, `ORG`, `NORP`, `DATE`).
    pub label: Label,
}

/// What the language runtime says of a document.
///
/// Built by [`push`](Analysis::push)ing tokens in order and [`finish`](Analysis::finish)ing the tree;
/// [`clear`](Analysis::clear) keeps the buffers for the next document.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    tokens: Vec<Token>,
    pool: String,
    sentences: Vec<TokenRange>,
    entities: Vec<NamedEntity>,
    /// Entity number + 1 of each token, 0 for none.
    entity_of: Vec<u32>,
    /// Children of all tokens, grouped by head, each group in text order.
    children: Vec<TokenId>,
    /// `children[child_start[h]..child_start[h + 1]]` are the children of `h`.
    child_start: Vec<u32>,
    /// First and one past last token of each subtree.
    edges: Vec<TokenRange>,
}

impl Analysis {
    /// Forgets the document, keeps the memory.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.pool.clear();
        self.sentences.clear();
        self.entities.clear();
        self.entity_of.clear();
        self.children.clear();
        self.child_start.clear();
        self.edges.clear();
    }

    /// Adds the next token; `head` counts from the document's start. Sentences come with [`finish`](Self::finish).
    #[allow(clippy::too_many_arguments)]
    pub fn push(&mut self, text: &str, span: Span, lemma: &str, tag: Label, pos: Label, dep: Label, head: TokenId) {
        let lemma = self.keep(|pool| pool.push_str(lemma));
        let word = span.of(text);
        let lower = self.keep(|pool| {
            if word.is_ascii() {
                pool.extend(word.bytes().map(|b| b.to_ascii_lowercase() as char));
            } else {
                pool.extend(word.chars().flat_map(char::to_lowercase));
            }
        });
        self.tokens.push(Token { span, tag, pos, dep, head, sentence: 0, lemma, lower });
    }

    fn keep(&mut self, write: impl FnOnce(&mut String)) -> Span {
        let start = self.pool.len();
        write(&mut self.pool);
        Span::new(start, self.pool.len())
    }

    /// Sets sentences and entities, and indexes the tree. Sentences must tile the tokens in order.
    ///
    /// A head outside the token's own sentence is cut: the token becomes a root.
    pub fn finish(
        &mut self,
        sentences: impl IntoIterator<Item = TokenRange>,
        entities: impl IntoIterator<Item = NamedEntity>,
    ) {
        self.sentences.clear();
        self.sentences.extend(sentences);
        for (number, sentence) in self.sentences.iter().enumerate() {
            for (offset, token) in self.tokens[sentence.range()].iter_mut().enumerate() {
                token.sentence = number as u32;
                if !sentence.contains(token.head) {
                    token.head = TokenId::from(sentence.start.index() + offset);
                }
            }
        }
        self.index_entities(entities);
        self.index_children();
        self.index_edges();
    }

    fn index_entities(&mut self, entities: impl IntoIterator<Item = NamedEntity>) {
        self.entities.clear();
        self.entities.extend(entities);
        self.entity_of.clear();
        self.entity_of.resize(self.tokens.len(), 0);
        for (number, entity) in self.entities.iter().enumerate() {
            self.entity_of[entity.tokens.range()].fill(number as u32 + 1);
        }
    }

    fn index_children(&mut self) {
        let n = self.tokens.len();
        self.child_start.clear();
        self.child_start.resize(n + 1, 0);
        for (i, token) in self.tokens.iter().enumerate() {
            if token.head.index() != i {
                self.child_start[token.head.index() + 1] += 1;
            }
        }
        for h in 0..n {
            self.child_start[h + 1] += self.child_start[h];
        }
        self.children.clear();
        self.children.resize(self.child_start[n] as usize, TokenId(0));
        // Fill each group from its start, moving the start along, then shift the starts back.
        for (i, token) in self.tokens.iter().enumerate() {
            let h = token.head.index();
            if h != i {
                self.children[self.child_start[h] as usize] = TokenId::from(i);
                self.child_start[h] += 1;
            }
        }
        for h in (1..=n).rev() {
            self.child_start[h] = self.child_start[h - 1];
        }
        if let Some(first) = self.child_start.first_mut() {
            *first = 0;
        }
    }

    /// Subtree edges, children before heads, without recursion: a sentence may be thousands of tokens deep.
    fn index_edges(&mut self) {
        let n = self.tokens.len();
        self.edges.clear();
        self.edges.extend((0..n).map(|i| TokenRange::one(TokenId::from(i))));
        let mut waiting: Vec<u32> = (0..n).map(|h| self.child_start[h + 1] - self.child_start[h]).collect();
        let mut ready: Vec<usize> = (0..n).filter(|&i| waiting[i] == 0).collect();
        while let Some(i) = ready.pop() {
            let head = self.tokens[i].head.index();
            if head == i {
                continue;
            }
            let edge = self.edges[i];
            let above = &mut self.edges[head];
            above.start = above.start.min(edge.start);
            above.end = above.end.max(edge.end);
            waiting[head] -= 1;
            if waiting[head] == 0 {
                ready.push(head);
            }
        }
    }

    /// All tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Every token of the document as one run.
    pub fn all(&self) -> TokenRange {
        TokenRange::new(0, self.len())
    }

    /// The sentences in order; they tile the document.
    pub fn sentences(&self) -> &[TokenRange] {
        &self.sentences
    }

    /// The named entities in order.
    pub fn entities(&self) -> &[NamedEntity] {
        &self.entities
    }

    /// The named entity that the token is part of.
    pub fn entity_of(&self, id: TokenId) -> Option<NamedEntity> {
        let number = self.entity_of[id.index()];
        (number > 0).then(|| self.entities[number as usize - 1])
    }

    /// The token's lemma.
    pub fn lemma(&self, id: TokenId) -> &str {
        self[id].lemma.of(&self.pool)
    }

    /// The token's words in lower case.
    pub fn lower(&self, id: TokenId) -> &str {
        self[id].lower.of(&self.pool)
    }

    /// The tokens whose head is `id`, in text order.
    pub fn children(&self, id: TokenId) -> &[TokenId] {
        let h = id.index();
        &self.children[self.child_start[h] as usize..self.child_start[h + 1] as usize]
    }

    /// From the first to the last token of the subtree of `id` (a parse may be non-projective: others may lie between).
    pub fn subtree(&self, id: TokenId) -> TokenRange {
        self.edges[id.index()]
    }

    /// The bytes from the first token of the run to its last.
    pub fn span(&self, range: TokenRange) -> Span {
        if range.is_empty() {
            return Span::default();
        }
        self.tokens[range.start.index()].span.join(self.tokens[range.end.index() - 1].span)
    }
}

impl Index<TokenId> for Analysis {
    type Output = Token;
    fn index(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }
}
