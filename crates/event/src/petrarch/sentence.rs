//! A sentence as pattern dictionaries see it: a line of words in capitals, its verbs, its noun phrases, its commas.
//!
//! The dictionaries were written for text that a parser had flattened. Words here are what they are for the dictionaries: a
//! hyphenated word is one, the possessive 's and punctuation are none.

use super::phrases::{Phrase, phrases};
use whowhom_text::{Parsed, TokenId, TokenRange, TokenView};

/// A word.
#[derive(Debug)]
pub(crate) struct Word {
    /// In capitals.
    pub text: String,
    /// Its tokens.
    pub tokens: TokenRange,
    /// The noun phrase that it is part of.
    pub phrase: Option<usize>,
    /// Whether it stands in a clause that is left out ("…, officials said").
    pub dropped: bool,
}

/// A sentence.
#[derive(Debug)]
pub(crate) struct Sentence<'a> {
    pub parsed: Parsed<'a>,
    pub words: Vec<Word>,
    pub phrases: Vec<Phrase>,
    /// The words (by number) before which a comma stands that parts clauses.
    pub commas: Vec<usize>,
    tokens: TokenRange,
    /// The (last) word of each token, or the word after it for punctuation.
    word_of: Vec<usize>,
}

impl<'a> Sentence<'a> {
    /// The words of a run of tokens. `is_name` says how many words of a name begin where words do that the parser took for something
    /// else than a noun.
    pub fn new(parsed: Parsed<'a>, tokens: TokenRange, is_name: &dyn Fn(&[&str]) -> Option<usize>) -> Self {
        let mut sentence =
            Self { parsed, words: Vec::new(), phrases: Vec::new(), commas: Vec::new(), tokens, word_of: Vec::new() };
        sentence.read_words();
        sentence.phrases = phrases(&sentence);
        sentence.mark_phrases();
        sentence.add_names(is_name);
        sentence.read_commas();
        sentence
    }

    /// The word that a token is part of.
    pub fn word(&self, token: TokenId) -> usize {
        self.word_of[token.index() - self.tokens.start.index()]
    }

    /// The first word of a token.
    pub fn first_word(&self, token: TokenId) -> usize {
        let last = self.word(token);
        (0..last).rev().take_while(|w| self.words[*w].tokens == self.words[last].tokens).last().unwrap_or(last)
    }

    /// The token that a word is known by in the tree: its last.
    pub fn token(&self, word: usize) -> TokenView<'a> {
        self.parsed.token(TokenId(self.words[word].tokens.end.0 - 1))
    }

    fn read_words(&mut self) {
        let text = |t: TokenView<'a>| t.text();
        let mut glue = false;
        for t in self.parsed.tokens(self.tokens) {
            let is_word = text(t).chars().any(char::is_alphanumeric);
            let hyphen = text(t) == "-" || text(t) == "'" && glue;
            let after_gap = t.prev().is_none_or(TokenView::space_after);
            if let Some(last) = self.words.last_mut().filter(|_| !after_gap && (hyphen || glue && is_word)) {
                last.text.push_str(&text(t).to_uppercase());
                last.tokens.end = TokenId(t.id.0 + 1);
                glue = hyphen;
                self.word_of.push(self.words.len() - 1);
                continue;
            }
            glue = false;
            let before = self.words.len();
            if is_word && t.tag() != "POS" {
                // An underscore joins words that are written apart elsewhere.
                for part in text(t).split('_').filter(|p| !p.is_empty()) {
                    let tokens = TokenRange::one(t.id);
                    self.words.push(Word { text: part.to_uppercase(), tokens, phrase: None, dropped: false });
                }
            }
            self.word_of.push(if self.words.len() > before { self.words.len() - 1 } else { before });
        }
    }

    fn mark_phrases(&mut self) {
        for (number, phrase) in self.phrases.iter().enumerate() {
            for word in &mut self.words[phrase.start..phrase.end] {
                word.phrase.get_or_insert(number);
            }
        }
    }

    /// Names that are in no phrase yet become phrases of their own.
    fn add_names(&mut self, is_name: &dyn Fn(&[&str]) -> Option<usize>) {
        let mut at = 0;
        while at < self.words.len() {
            let run = self.words[at..].iter().take_while(|w| w.phrase.is_none()).count();
            let words: Vec<&str> = self.words[at..at + run].iter().map(|w| w.text.as_str()).collect();
            let Some(len) = (if run > 0 { is_name(&words) } else { None }) else {
                at += 1;
                continue;
            };
            for word in &mut self.words[at..at + len] {
                word.phrase = Some(self.phrases.len());
            }
            self.phrases.push(Phrase { start: at, end: at + len, members: vec![(at..at + len).collect()] });
            at += len;
        }
    }

    /// Commas between clauses: not those inside a noun phrase, nor those that a noun has with what follows it.
    fn read_commas(&mut self) {
        for t in self.parsed.tokens(self.tokens).filter(|t| t.text() == ",") {
            let word = self.word(t.id).min(self.words.len());
            let inside = self.phrases.iter().any(|p| p.start < word && word < p.end);
            // An apposition or relative clause lies between the noun and its comma, or behind it.
            let of_noun = t.head().is_some_and(|h| {
                let noun = h.pos().is_any(&["NOUN", "PROPN", "PRON"]) && !h.dep().is_any(&["ROOT", "npadvmod"]);
                noun && h.children().any(|c| c.id > h.id && c.dep() != "punct")
            });
            if word > 0 && word < self.words.len() && !inside && !of_noun {
                self.commas.push(word);
            }
        }
        self.commas.dedup();
    }
}
