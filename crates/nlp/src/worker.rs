//! One thread's part of the work: it annotates document after document, with buffers and caches of its own.

use crate::Vocab;
use crate::features::Words;
use crate::pipeline::{Pipeline, Reader, Step};
use crate::tok2vec::{Scratch, Tok2Vec};
use crate::tokenizer::{Tokenized, TokenizerMemory};
use crate::transition::ner::Recognition;
use crate::transition::parser::Parsing;
use crate::vectors::Vectors;
use std::sync::Arc;
use whowhom_text::{Analysis, Label, TokenId, TokenRange};

/// Tokens whose vectors are computed together: few enough to stay in the processor's cache, many enough for the matrix
/// products to run at full speed.
const PIECE: usize = 128;

/// What one thread needs to run a [`Pipeline`]. Memory stays bounded over any number of documents.
#[derive(Debug)]
pub struct Worker<'a> {
    pipeline: &'a Pipeline,
    vocab: Vocab,
    memory: TokenizerMemory,
    tokens: Tokenized,
    scratch: Vec<Scratch>,
    marks: Marks,
}

/// What the components have found out about the document's tokens.
#[derive(Debug, Default)]
struct Marks {
    /// Number of each token's tag, if there is a tagger.
    tags: Vec<u16>,
    /// 1 where a sentence starts, -1 where none does, 0 unknown.
    starts: Vec<i8>,
    classes: Vec<u16>,
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
            }
        }
        self.write(text, out);
    }

    fn write(&self, text: &str, out: &mut Analysis) {
        out.clear();
        let marks = &self.marks;
        let (parser, tags) = self.pipeline.names();
        let tree = &marks.parsing.tree;
        for (i, &span) in self.tokens.spans.iter().enumerate() {
            let tag = tags.map_or(Label::NONE, |tags| tags[marks.tags[i] as usize]);
            let (head, dep) = match parser {
                Some(parser) => (tree.heads[i], parser.dep(tree.deps[i])),
                None => (i as u32, Label::NONE),
            };
            out.push(text, span, "", tag, Label::NONE, dep, TokenId(head));
        }
        let n = self.tokens.spans.len();
        let starts = (0..n).filter(|&i| i == 0 || marks.starts[i] == 1);
        let ends = starts.clone().skip(1).chain(std::iter::once(n));
        let entities = marks.recognition.entities.iter().copied();
        out.finish(starts.zip(ends).map(|(start, end)| TokenRange::new(start, end)), entities);
    }
}

impl Marks {
    fn begin(&mut self, tokens: usize) {
        self.tags.clear();
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
        self.classes.clear();
        for reader in readers {
            match reader {
                Reader::Parser(parser) => parser.begin(&self.starts, &mut self.parsing),
                Reader::Recognizer(recognizer) => recognizer.begin(&mut self.recognition),
                Reader::Tagger { .. } | Reader::Senter { .. } => {}
            }
        }
        for start in (0..n).step_by(PIECE) {
            let piece = &mut self.piece;
            piece.clear();
            piece.extend_from_slice(network.encode(words, vectors, start..(start + PIECE).min(n), scratch));
            let mut recall = |token: usize, vector: &mut Vec<f32>| {
                vector.clear();
                vector.extend_from_slice(network.encode(words, vectors, token..token + 1, scratch));
            };
            for reader in readers {
                match reader {
                    Reader::Tagger { classifier, .. } => classifier.classify(piece, &mut self.scores, &mut self.tags),
                    Reader::Senter { classifier, .. } => {
                        classifier.classify(piece, &mut self.scores, &mut self.classes)
                    }
                    Reader::Parser(parser) => parser.advance(piece, &mut self.parsing, &mut recall),
                    Reader::Recognizer(recognizer) => {
                        let is_space = |token| words.is_space(token);
                        recognizer.advance(piece, &self.starts, is_space, &mut self.recognition, &mut recall);
                    }
                }
            }
        }
        for reader in readers {
            match reader {
                Reader::Parser(parser) => {
                    parser.finish(&mut self.starts, &mut self.parsing, |token| words.is_space(token));
                }
                Reader::Senter { overwrite, .. } => {
                    for (start, &class) in self.starts.iter_mut().zip(&self.classes) {
                        if *start == 0 || *overwrite {
                            *start = if class == 1 { 1 } else { -1 };
                        }
                    }
                }
                Reader::Tagger { .. } | Reader::Recognizer(_) => {}
            }
        }
    }
}
