//! spaCy's attribute ruler: patterns of tokens that give one of them a part of speech, a lemma or other attributes.
//!
//! All patterns are matched before any is carried out; of two that set the same attribute, the later one in the file
//! wins. The specification is `spacy/pipeline/attributeruler.py` and `spacy/matcher/matcher.pyx` of spaCy 3.8.

mod read;

use crate::config::Section;
use crate::pattern::{Budget, Machine, Pattern};
use crate::{Error, LexFlags, Lexeme, LexemeId, ModelSource, Vocab};
use rustc_hash::FxHashMap;
use std::ops::Range;
use whowhom_text::Label;

/// What the components have found out about a token, in spaCy's strings; [`Label::NONE`] where nothing is set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TokenAttrs {
    /// Fine-grained part of speech.
    pub tag: Label,
    /// Universal part of speech.
    pub pos: Label,
    /// Relation to the head.
    pub dep: Label,
    /// Morphology (`Number=Sing|Person=3`); `_` where it is set and empty.
    pub morph: Label,
    /// Lemma, where a rule fixes it.
    pub lemma: Label,
}

/// The attribute ruler of a pipeline.
#[derive(Debug)]
pub struct AttributeRuler {
    /// Each pattern's tokens are a run of these.
    tokens: Vec<TokenSpec>,
    patterns: Vec<TokenPattern>,
    /// What rules set, in the file's order.
    rules: Vec<Rule>,
}

/// One sequence that a rule looks for; a rule may have several.
#[derive(Debug)]
struct TokenPattern {
    rule: u32,
    tokens: Range<usize>,
}

#[derive(Debug)]
struct Rule {
    sets: Vec<(Attr, Label)>,
    /// Which token of the sequence is set; below zero counted from its end.
    index: i64,
}

/// What a token must be like.
#[derive(Debug, Default)]
struct TokenSpec {
    /// What the word form must be like.
    form: Vec<(FormAttr, Test<u64>)>,
    flags: Vec<(LexFlags, bool)>,
    tag: Vec<Test<Label>>,
    /// Other attributes that components set.
    rest: Vec<(Attr, Test<Label>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attr {
    Tag,
    Pos,
    Dep,
    Morph,
    Lemma,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FormAttr {
    Orth,
    Lower,
    Norm,
    Prefix,
    Suffix,
    Shape,
}

#[derive(Debug)]
enum Test<T> {
    In(Vec<T>),
    NotIn(Vec<T>),
    Regex(Box<Pattern>),
}

/// What one worker remembers between tokens: which patterns may begin with a word form, and which with a tag.
#[derive(Debug, Default)]
pub struct RulerMemory {
    machine: Machine,
    generation: u64,
    /// For each lexeme, by its id, its run of `pool`; [`UNMET`] at first.
    by_lexeme: Vec<Range<u32>>,
    pool: Vec<u32>,
    by_tag: FxHashMap<Label, Range<u32>>,
    /// Rules that matched, with the token that they set.
    matches: Vec<(u32, u32)>,
}

const UNMET: Range<u32> = u32::MAX..u32::MAX;

impl AttributeRuler {
    /// Reads the component `name` with its config section.
    ///
    /// # Errors
    /// When its file is missing or malformed, or has an attribute, predicate or operator that is not supported.
    pub fn load(source: &ModelSource, name: &str, section: &Section<'_>) -> Result<Self, Error> {
        section.only(&["factory", "scorer", "validate"])?;
        let file = format!("{name}/patterns");
        read::read(&file, &source.read(&file)?)
    }

    /// Sets the attributes of a document's tokens; `lexemes` are their forms.
    pub fn apply(&self, vocab: &Vocab, lexemes: &[LexemeId], attrs: &mut [TokenAttrs], memory: &mut RulerMemory) {
        if memory.generation != vocab.generation() {
            memory.by_lexeme.clear();
            memory.by_tag.clear();
            memory.pool.clear();
            memory.generation = vocab.generation();
        }
        memory.by_lexeme.resize(vocab.len(), UNMET);
        memory.matches.clear();
        for start in 0..lexemes.len().min(attrs.len()) {
            let by_form = self.begun_by_form(vocab, lexemes[start], memory);
            let by_tag = self.begun_by_tag(attrs[start].tag, memory);
            for i in by_form.chain(by_tag) {
                self.try_pattern(memory.pool[i as usize], vocab, lexemes, attrs, start, memory);
            }
        }
        memory.matches.sort_by_key(|&(rule, token)| (token, rule));
        for &(rule, token) in &memory.matches {
            for &(attr, value) in &self.rules[rule as usize].sets {
                *attrs[token as usize].get_mut(attr) = value;
            }
        }
    }

    /// Patterns whose first token asks something of the word form, and gets it.
    fn begun_by_form(&self, vocab: &Vocab, id: LexemeId, memory: &mut RulerMemory) -> Range<u32> {
        let known = memory.by_lexeme[id.index()].clone();
        if known != UNMET {
            return known;
        }
        let RulerMemory { machine, pool, .. } = memory;
        let run = self.list(pool, |first| first.asks_for_form() && first.fits_form(vocab, id, machine));
        memory.by_lexeme[id.index()] = run.clone();
        run
    }

    /// Patterns whose first token asks nothing of the word form, and may have this tag.
    fn begun_by_tag(&self, tag: Label, memory: &mut RulerMemory) -> Range<u32> {
        let RulerMemory { pool, by_tag, .. } = memory;
        let list = || self.list(pool, |first| !first.asks_for_form() && first.fits_tag(tag));
        by_tag.entry(tag).or_insert_with(list).clone()
    }

    /// Adds the patterns whose first token passes to the pool, and says where.
    fn list(&self, pool: &mut Vec<u32>, mut passes: impl FnMut(&TokenSpec) -> bool) -> Range<u32> {
        let start = pool.len() as u32;
        let passing = (0u32..).zip(&self.patterns).filter(|(_, p)| passes(&self.tokens[p.tokens.start]));
        pool.extend(passing.map(|(number, _)| number));
        start..pool.len() as u32
    }

    /// Notes a match of the pattern at token `start`, whose form (or tag) is known to fit.
    fn try_pattern(
        &self,
        number: u32,
        vocab: &Vocab,
        lexemes: &[LexemeId],
        attrs: &[TokenAttrs],
        start: usize,
        memory: &mut RulerMemory,
    ) {
        let pattern = &self.patterns[number as usize];
        let specs = &self.tokens[pattern.tokens.clone()];
        let end = start + specs.len();
        if end > lexemes.len().min(attrs.len()) || !specs[0].fits_attrs(&attrs[start]) {
            return;
        }
        for (spec, at) in specs.iter().zip(start..end).skip(1) {
            if !spec.fits_attrs(&attrs[at]) || !spec.fits_form(vocab, lexemes[at], &mut memory.machine) {
                return;
            }
        }
        let index = self.rules[pattern.rule as usize].index;
        let target = if index < 0 { end as i64 + index } else { start as i64 + index };
        memory.matches.push((pattern.rule, target as u32));
    }
}

impl TokenAttrs {
    fn get(&self, attr: Attr) -> Label {
        match attr {
            Attr::Tag => self.tag,
            Attr::Pos => self.pos,
            Attr::Dep => self.dep,
            Attr::Morph => self.morph,
            Attr::Lemma => self.lemma,
        }
    }

    fn get_mut(&mut self, attr: Attr) -> &mut Label {
        match attr {
            Attr::Tag => &mut self.tag,
            Attr::Pos => &mut self.pos,
            Attr::Dep => &mut self.dep,
            Attr::Morph => &mut self.morph,
            Attr::Lemma => &mut self.lemma,
        }
    }
}

impl TokenSpec {
    fn asks_for_form(&self) -> bool {
        !self.form.is_empty() || !self.flags.is_empty()
    }

    fn fits_form(&self, vocab: &Vocab, id: LexemeId, machine: &mut Machine) -> bool {
        let lexeme = vocab.lexeme(id);
        self.flags.iter().all(|&(flag, wanted)| lexeme.flags.has(flag) == wanted)
            && self.form.iter().all(|(attr, test)| match test {
                Test::In(values) => values.contains(&attr.of(lexeme)),
                Test::NotIn(values) => !values.contains(&attr.of(lexeme)),
                Test::Regex(pattern) => {
                    let text = vocab.text(id);
                    let lower = (*attr == FormAttr::Lower).then(|| text.to_lowercase());
                    let text = lower.as_deref().unwrap_or(text);
                    pattern.search(machine, text, &mut Budget::for_len(text.len())).is_some()
                }
            })
    }

    fn fits_tag(&self, tag: Label) -> bool {
        self.tag.iter().all(|test| test.holds(tag))
    }

    fn fits_attrs(&self, attrs: &TokenAttrs) -> bool {
        self.fits_tag(attrs.tag) && self.rest.iter().all(|(attr, test)| test.holds(attrs.get(*attr)))
    }
}

impl Test<Label> {
    fn holds(&self, value: Label) -> bool {
        match self {
            Test::In(values) => values.contains(&value),
            Test::NotIn(values) => !values.contains(&value),
            Test::Regex(pattern) => {
                pattern.search(&mut Machine::default(), &value, &mut Budget::for_len(value.len())).is_some()
            }
        }
    }
}

impl FormAttr {
    fn of(self, lexeme: &Lexeme) -> u64 {
        match self {
            FormAttr::Orth => lexeme.orth,
            FormAttr::Lower => lexeme.lower,
            FormAttr::Norm => lexeme.norm,
            FormAttr::Prefix => lexeme.prefix,
            FormAttr::Suffix => lexeme.suffix,
            FormAttr::Shape => lexeme.shape,
        }
    }
}

#[cfg(test)]
mod tests;
