//! The numbers of a document's tokens that a network looks at.

use crate::{Error, LexFlags, Tokenized, Vocab};

/// A token attribute that a network embeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attr {
    Orth,
    Norm,
    Lower,
    Prefix,
    Suffix,
    Shape,
    /// Whether white space follows.
    Spacy,
    /// A yes-or-no feature of the word form.
    Flag(LexFlags),
}

impl Attr {
    /// The attribute that spaCy calls `name`; `setting` says where it is asked for.
    pub fn named(setting: &str, name: &str) -> Result<Self, Error> {
        Ok(match name {
            "ORTH" => Attr::Orth,
            "NORM" => Attr::Norm,
            "LOWER" => Attr::Lower,
            "PREFIX" => Attr::Prefix,
            "SUFFIX" => Attr::Suffix,
            "SHAPE" => Attr::Shape,
            "SPACY" => Attr::Spacy,
            flag => {
                let known = LexFlags::by_name(flag);
                Attr::Flag(known.ok_or_else(|| Error::unsupported(setting, format!("the attribute {name}")))?)
            }
        })
    }
}

/// What an embedding depends on: tokens with equal keys have equal attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    /// The form, on which all lexical attributes depend.
    pub orth: u64,
    /// The norm, which a tokenizer exception may set.
    pub norm: u64,
    /// Whether white space follows.
    pub spacy: bool,
}

/// A document's tokens with the vocabulary that they were made with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub vocab: &'a Vocab,
    pub tokens: &'a Tokenized,
}

impl Words<'_> {
    /// Number of tokens.
    pub fn len(self) -> usize {
        self.tokens.lexemes.len()
    }

    /// The token's key.
    pub fn key(self, token: usize) -> Key {
        let orth = self.vocab.lexeme(self.tokens.lexemes[token]).orth;
        Key { orth, norm: self.tokens.norms[token], spacy: self.tokens.spaces[token] }
    }

    /// The value of one of the token's attributes.
    pub fn attr(self, token: usize, attr: Attr) -> u64 {
        let lexeme = self.vocab.lexeme(self.tokens.lexemes[token]);
        match attr {
            Attr::Orth => lexeme.orth,
            Attr::Norm => self.tokens.norms[token],
            Attr::Lower => lexeme.lower,
            Attr::Prefix => lexeme.prefix,
            Attr::Suffix => lexeme.suffix,
            Attr::Shape => lexeme.shape,
            Attr::Spacy => self.tokens.spaces[token].into(),
            Attr::Flag(flag) => lexeme.flags.has(flag).into(),
        }
    }

    /// Whether the token is white space.
    pub fn is_space(self, token: usize) -> bool {
        self.vocab.lexeme(self.tokens.lexemes[token]).flags.has(LexFlags::IS_SPACE)
    }
}
