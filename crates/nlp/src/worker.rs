//! One thread's part of the work: it annotates document after document, with buffers and caches of its own.

use crate::Vocab;
use crate::attribute_ruler::{RulerMemory, TokenAttrs};
use crate::features::Words;
use crate::lemmatizer::LemmaMemory;
use crate::pipeline::{Pipeline, Reader, Step};
use crate::tok2vec::{Scratch, Tok2Vec};
use crate::tokenizer::{Tokenized, TokenizerMemory};
use crate::transition::ner::Recognition;
use crate::transition::parser::Parsing;
use crate::vectors::Vectors;
use std::ops::Range;
use std::sync::Arc;
use whowhom_text::{Analysis, Label, TokenId, TokenRange};

/// Tokens whose vectors are computed together: few enough to stay in the processor's cache, many enough for the matrix
/// products to run at full speed.
const PIECE: usize = 128;

/// A document of more tokens than this leaves no room behind that is as large.
const LONG: usize = 1 << 17;

/// What one thread needs to run a [`Pipeline`]. Memory stays bounded over any number of documents.
#[derive(Debug)]
pub struct Worker<'a> {
    pipeline: &'a Pipeline,
    vocab: Vocab,
    memory: TokenizerMemory,
    tokens: Tokenized,
    scratch: Vec<Scratch>,
    marks: Marks,
    ruler: RulerMemory,
    lemmas: LemmaMemory,
}

/// What the components have found out about the document's tokens.
#[derive(Debug, Default)]
struct Marks {
    attrs: Vec<TokenAttrs>,
    /// Each token's head; a root is its own.
    heads: Vec<u32>,
    /// 1 where a sentence starts, -1 where none does, 0 unknown.
    starts: Vec<i8>,
    scores: Vec<f32>,
    parsing: Parsing,
    recognition: Recognition,
    /// Vectors of a piece of the document.
    piece: Vec<f32>,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(pipeline: &'a Pipeline) -> Self {
        Self {
            pipeline,
            vocab: Vocab::new(Arc::clone(&pipeline.norms)),
            memory: TokenizerMemory::default(),
            tokens: Tokenized::default(),
            scratch: pipeline.encoders.iter().map(Scratch::new).collect(),
            marks: Marks::default(),
            ruler: RulerMemory::default(),
            lemmas: LemmaMemory::default(),
        }
    }

    /// Annotates `text`; what `out` held before is forgotten.
    pub fn analyze(&mut self, text: &str, out: &mut Analysis) {
        self.vocab.trim();
        self.pipeline.tokenizer.tokenize(&mut self.vocab, &mut self.memory, text, &mut self.tokens);
        let words = Words { vocab: &self.vocab, tokens: &self.tokens };
        self.marks.begin(words.len());
        for step in &self.pipeline.steps {
            match step {
                Step::Network { encoder, readers } => {
                    let network = &self.pipeline.encoders[*encoder];
                    self.marks.run(network, &self.pipeline.vectors, words, readers, &mut self.scratch[*encoder]);
                }
                Step::Ruler(ruler) => {
                    ruler.apply(&self.vocab, &self.tokens.lexemes, &mut self.marks.attrs, &mut self.ruler);
                }
            }
        }
        self.write(text, out);
        if self.tokens.len() > LONG {
            (self.tokens, self.marks) = Default::default();
        }
    }

    fn write(&mut self, text: &str, out: &mut Analysis) {
        out.clear();
        let marks = &self.marks;
        for (i, (&span, attrs)) in self.tokens.spans.iter().zip(&marks.attrs).enumerate() {
            let lemma = match &self.pipeline.lemmatizer {
                Some(lemmatizer) if attrs.lemma == Label::NONE || lemmatizer.overwrite => {
                    let form = self.tokens.lexemes[i];
                    lemmatizer.lemma(&self.vocab, form, attrs.pos, attrs.morph, &mut self.lemmas)
                }
                _ => attrs.lemma.as_str(),
            };
            out.push(text, span, lemma, attrs.tag, attrs.pos, attrs.dep, TokenId(marks.heads[i]));
        }
        let n = self.tokens.len();
        let starts = (0..n).filter(|&i| i == 0 || marks.starts[i] == 1);
        let ends = starts.clone().skip(1).chain(std::iter::once(n));
        let entities = marks.recognition.entities.iter().copied();
        out.finish(starts.zip(ends).map(|(start, end)| TokenRange::new(start, end)), entities);
    }
}

impl Marks {
    fn begin(&mut self, tokens: usize) {
        self.attrs.clear();
        self.attrs.resize(tokens, TokenAttrs::default());
        self.heads.clear();
        self.heads.extend(0..tokens as u32);
        self.starts.clear();
        self.starts.resize(tokens, 0);
        // spaCy knows from the start that the first token begins a sentence.
        if let Some(first) = self.starts.first_mut() {
            *first = 1;
        }
        self.recognition.entities.clear();
    }

    /// Runs components that read the same vectors, piece by piece of the document.
    fn run(
        &mut self,
        network: &Tok2Vec,
        vectors: &Vectors,
        words: Words<'_>,
        readers: &[Reader],
        scratch: &mut Scratch,
    ) {
        let n = words.len();
        for reader in readers {
            match reader {
                Reader::Parser(parser) => parser.begin(&self.starts, &mut self.parsing),
                Reader::Recognizer(recognizer) => recognizer.begin(&mut self.recognition),
                Reader::Tagger { .. } | Reader::Senter { .. } => {}
            }
        }
        for start in (0..n).step_by(PIECE) {
            let range = start..(start + PIECE).min(n);
            self.piece.clear();
            self.piece.extend_from_slice(network.encode(words, vectors, range.clone(), scratch));
            for reader in readers {
                self.read(reader, network, vectors, words, range.clone(), scratch);
            }
        }
        for reader in readers {
            if let Reader::Parser(parser) = reader {
                parser.finish(&mut self.starts, &mut self.parsing, |token| words.is_space(token));
                let tree = &self.parsing.tree;
                self.heads.copy_from_slice(&tree.heads);
                for (attrs, &dep) in self.attrs.iter_mut().zip(&tree.deps) {
                    attrs.dep = parser.dep(dep);
                }
            }
        }
    }

    /// Lets a component read the vectors of a piece, which are in `self.piece`.
    fn read(
        &mut self,
        reader: &Reader,
        network: &Tok2Vec,
        vectors: &Vectors,
        words: Words<'_>,
        range: Range<usize>,
        scratch: &mut Scratch,
    ) {
        let mut recall = |token: usize, vector: &mut Vec<f32>| {
            vector.clear();
            vector.extend_from_slice(network.encode(words, vectors, token..token + 1, scratch));
        };
        match reader {
            Reader::Tagger { classifier, labels } => {
                let classes = classifier.classify(&self.piece, &mut self.scores);
                for (attrs, class) in self.attrs[range].iter_mut().zip(classes) {
                    attrs.tag = labels[class];
                }
            }
            Reader::Senter { classifier, overwrite } => {
                let classes = classifier.classify(&self.piece, &mut self.scores);
                for (start, class) in self.starts[range].iter_mut().zip(classes) {
                    if *start == 0 || *overwrite {
                        *start = if class == 1 { 1 } else { -1 };
                    }
                }
            }
            Reader::Parser(parser) => parser.advance(&self.piece, &mut self.parsing, &mut recall),
            Reader::Recognizer(recognizer) => {
                let is_space = |token| words.is_space(token);
                recognizer.advance(&self.piece, &self.starts, is_space, &mut self.recognition, &mut recall);
            }
        }
    }
}
