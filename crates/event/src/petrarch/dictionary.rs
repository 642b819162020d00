//! Reading verb dictionaries: synonym sets, blocks of verbs, patterns.
//!
//! The form is that of PETRARCH's documentation (Open Event Data Alliance), with what CAMEO.2.0.txt added for PETRARCH 2:
//!
//! ```text
//! &CURRENCY                     a set; a label that ends in _ has no plurals
//! +EURO
//! --- GRANT [070] ---           a block and the code of its verbs
//! GRANT                         regular forms are made
//! GIVE {GAVE GIVEN GIVING} [071]
//! +HAND_OVER                    several words, + before the one that is the verb
//! - * &CURRENCY TO + [0331]     a pattern: * verb, $ source, + target, ^ skips a phrase, % a compound
//! - * {ECONOMIC AID} (TO TOWN)  words of one noun phrase, a prepositional phrase
//! ```
//!
//! A space between two elements lets words stand between them, `_` does not. A code `a:b` is an event `a` and the same
//! with source and target changed, `b`; `:b` is only the latter. `---` is no event.

use super::text::uncommented;
use rustc_hash::FxHashMap;
use whowhom_text::Why;
use whowhom_text::data::{DataError, DataFile};

/// A verb dictionary, ready to run.
#[derive(Debug, Default)]
pub struct VerbDictionary {
    /// What may be meant by a word, longest combinations first.
    forms: FxHashMap<String, Vec<VerbForm>>,
    blocks: Vec<Block>,
    pub(crate) sets: Vec<Vec<Vec<String>>>,
    set_names: FxHashMap<String, usize>,
}

/// A verb, perhaps of several words.
#[derive(Clone, Debug)]
pub(crate) struct VerbForm {
    /// Words that must stand before it, the nearest first.
    pub before: Vec<String>,
    /// Words that must follow.
    pub after: Vec<String>,
    /// What it is an event of by itself.
    pub code: EventCode,
    /// Its block.
    pub block: usize,
    /// Where it stands.
    pub why: Why,
}

#[derive(Debug, Default)]
struct Block {
    code: EventCode,
    patterns: Vec<Pattern>,
}

/// The code of an event and of the one the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EventCode {
    pub forward: Option<String>,
    pub backward: Option<String>,
}

impl EventCode {
    /// `a`, `a:b` or `:b`; `---` and nothing are no event.
    fn new(text: &str) -> Self {
        let known = |code: &str| Some(code.trim()).filter(|c| !c.is_empty() && *c != "---").map(str::to_string);
        match text.split_once(':') {
            Some((forward, backward)) => Self { forward: known(forward), backward: known(backward) },
            None => Self { forward: known(text), backward: None },
        }
    }

    /// Whether it is no event.
    pub fn is_null(&self) -> bool {
        self.forward.is_none() && self.backward.is_none()
    }
}

/// What must stand before and after a verb.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// Before the verb, the nearest first.
    pub upper: Vec<Step>,
    /// After it.
    pub lower: Vec<Step>,
    pub code: EventCode,
    pub why: Why,
    /// How much it asks for.
    weight: usize,
}

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    /// How far it may stand from the element before it.
    pub reach: Reach,
    pub what: Element,
}

/// How far an element may stand from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Anywhere after it (a space).
    Any,
    /// At once (`_`).
    Next,
    /// In the same noun phrase (`{...}`).
    Phrase,
    /// In the same prepositional phrase (`(...)`).
    Prepositional,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Element {
    Word(String),
    /// One of a set, by number.
    Set(usize),
    /// `$`
    Source,
    /// `+`
    Target,
    /// `^`
    Skip,
    /// `%`
    Compound,
}

impl VerbDictionary {
    /// Reads dictionaries, one after the other: sets may be used before they are defined, and in files that follow.
    ///
    /// # Errors
    /// When a pattern has no verb, names a set that is nowhere defined, or its brackets do not close.
    pub fn read(files: &[DataFile]) -> Result<Self, DataError> {
        let (dictionary, faults) = Self::read_what_can_be(files);
        faults.into_iter().next().map_or(Ok(dictionary), Err)
    }

    /// Reads dictionaries without the lines that are not of the form, and says which these are. The published dictionaries have some.
    pub fn read_what_can_be(files: &[DataFile]) -> (Self, Vec<DataError>) {
        let mut dictionary = Self::default();
        let mut faults = Vec::new();
        let lines: Vec<(&DataFile, Vec<(usize, &str)>)> =
            files.iter().map(|file| (file, uncommented(&file.text))).collect();
        for (_, lines) in &lines {
            dictionary.read_sets(lines);
        }
        for (file, lines) in &lines {
            dictionary.read_blocks(file, lines, &mut faults);
        }
        dictionary.sort();
        (dictionary, faults)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// How many patterns it has.
    pub fn pattern_count(&self) -> usize {
        self.blocks.iter().map(|b| b.patterns.len()).sum()
    }

    /// The verbs that a word may be.
    pub(crate) fn forms(&self, word: &str) -> &[VerbForm] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The patterns of a block, those that ask for most first.
    pub(crate) fn patterns(&self, block: usize) -> &[Pattern] {
        &self.blocks[block].patterns
    }

    fn read_sets(&mut self, lines: &[(usize, &str)]) {
        let mut set: Option<(usize, bool)> = None;
        for (_, line) in lines {
            if let Some(name) = line.strip_prefix('&') {
                let plain = name.trim_end_matches('_');
                let number = *self.set_names.entry(plain.to_string()).or_insert(self.sets.len());
                if number == self.sets.len() {
                    self.sets.push(Vec::new());
                }
                set = Some((number, plain.len() == name.len()));
            } else if let (Some(member), Some((number, plurals))) = (line.strip_prefix('+'), set) {
                let plurals = plurals && !member.ends_with('_');
                let words: Vec<String> = words(member);
                if let Some(last) = words.last().filter(|_| plurals) {
                    let mut more = words.clone();
                    *more.last_mut().expect("has a last") = plural(last);
                    self.sets[number].push(more);
                }
                self.sets[number].push(words);
            } else {
                set = None;
            }
        }
    }

    fn read_blocks(&mut self, file: &DataFile, lines: &[(usize, &str)], faults: &mut Vec<DataError>) {
        let mut in_set = false;
        let mut open = false;
        for (number, line) in lines {
            let name = file.name.as_str();
            in_set = line.starts_with('&') || in_set && line.starts_with('+');
            if in_set || line.starts_with('~') {
                continue;
            }
            let (words, code) = split_code(line);
            if line.starts_with("---") {
                self.blocks.push(Block { code: EventCode::new(code.unwrap_or_default()), patterns: Vec::new() });
                open = true;
            } else if !open {
                // Words before the first block belong to nothing.
            } else if let Some(pattern) = words.strip_prefix('-') {
                let pattern = self.pattern(pattern, code.unwrap_or_default(), Why::line(name, *number, pattern.trim()));
                match pattern {
                    Ok(pattern) => self.blocks.last_mut().expect("a block is open").patterns.push(pattern),
                    Err(message) => faults.push(DataError::Line { file: name.into(), line: *number, message }),
                }
            } else {
                self.verb(words, code, name, *number);
            }
        }
    }

    /// A verb's line: its forms in braces, or the regular ones.
    fn verb(&mut self, line: &str, code: Option<&str>, file: &str, number: usize) {
        let block = self.blocks.len() - 1;
        let code = code.map_or_else(|| self.blocks[block].code.clone(), EventCode::new);
        let (base, given) = match line.split_once('{') {
            Some((base, given)) => (base.trim(), Some(given.trim_end().trim_end_matches('}'))),
            None => (line.trim(), None),
        };
        let base = base.trim_end_matches('_').replace(' ', "_");
        if base.is_empty() {
            return;
        }
        let mut forms = vec![base.clone()];
        match given {
            Some(given) => forms.extend(given.split_whitespace().map(|f| f.trim_end_matches('_').to_string())),
            None => forms.extend(regular(&base)),
        }
        for form in forms {
            let words: Vec<&str> = form.split('_').filter(|w| !w.is_empty()).collect();
            let at = words.iter().position(|w| w.starts_with('+')).unwrap_or(0);
            let words: Vec<String> = words.iter().map(|w| w.trim_start_matches('+').to_string()).collect();
            let Some(verb) = words.get(at).filter(|w| !w.is_empty()) else { continue };
            let form = VerbForm {
                before: words[..at].iter().rev().cloned().collect(),
                after: words[at + 1..].to_vec(),
                code: code.clone(),
                block,
                why: Why::line(file, number, &base.replace('+', "")),
            };
            self.forms.entry(verb.clone()).or_default().push(form);
        }
    }

    fn pattern(&self, text: &str, code: &str, why: Why) -> Result<Pattern, String> {
        let steps = self.steps(text)?;
        let is_verb = |s: &Step| s.what == Element::Word("*".into());
        let at = steps.iter().position(is_verb).ok_or("a pattern needs a * for its verb")?;
        let lower = steps[at + 1..].to_vec();
        // From the verb backwards; each keeps the reach to its neighbour on the verb's side.
        let turned = |pair: &[Step]| Step { reach: pair[1].reach, what: pair[0].what.clone() };
        let upper: Vec<Step> = steps[..=at].windows(2).rev().map(turned).collect();
        let weight = weight(&upper) + weight(&lower);
        Ok(Pattern { upper, lower, code: EventCode::new(code), why, weight })
    }

    fn steps(&self, text: &str) -> Result<Vec<Step>, String> {
        let mut rest = text;
        let mut steps = Vec::new();
        // The brackets that are open, and whether an element has been read since.
        let mut open: Vec<(char, bool)> = Vec::new();
        let mut joined = false;
        while let Some(c) = rest.chars().next() {
            match c {
                _ if c.is_whitespace() || c == '_' => joined = c == '_',
                '{' | '(' => open.push((c, false)),
                '}' | ')' => match open.pop() {
                    Some(('{', _)) if c == '}' => {}
                    Some(('(', _)) if c == ')' => {}
                    _ => return Err(format!("{c} closes nothing")),
                },
                _ => {
                    let what = self.element(&mut rest)?;
                    // The innermost bracket that has an element already ties this one to it.
                    let tie = open.iter().rev().find(|(_, begun)| *begun);
                    let reach = match tie {
                        _ if joined => Reach::Next,
                        Some(('{', _)) => Reach::Phrase,
                        Some(_) => Reach::Prepositional,
                        None => Reach::Any,
                    };
                    open.iter_mut().for_each(|(_, begun)| *begun = true);
                    steps.push(Step { reach, what });
                    joined = false;
                    continue;
                }
            }
            rest = &rest[c.len_utf8()..];
        }
        match open.pop() {
            Some((c, _)) => Err(format!("{c} is not closed")),
            None => Ok(steps),
        }
    }

    /// The next word, sign or set.
    fn element(&self, rest: &mut &str) -> Result<Element, String> {
        let ends = |c: char| c.is_whitespace() || "_{}()".contains(c);
        if rest.starts_with('&') {
            // Names of sets may have _ in them: the longest that is known is meant.
            let end = rest.find(|c| ends(c) && c != '_').unwrap_or(rest.len());
            let mut name = &rest[1..end];
            loop {
                if let Some(set) = self.set_names.get(name.trim_end_matches('_')) {
                    *rest = &rest[1 + name.trim_end_matches('_').len()..];
                    return Ok(Element::Set(*set));
                }
                match name.rsplit_once('_') {
                    Some((shorter, _)) => name = shorter,
                    None => return Err(format!("the set {} is not defined", &rest[..end])),
                }
            }
        }
        let end = match rest.chars().next() {
            Some('*') => 1,
            _ => rest.find(ends).unwrap_or(rest.len()),
        };
        let word = &rest[..end];
        *rest = &rest[end..];
        Ok(match word {
            "$" => Element::Source,
            "+" => Element::Target,
            "^" => Element::Skip,
            "%" => Element::Compound,
            _ => Element::Word(word.to_uppercase()),
        })
    }

    fn sort(&mut self) {
        for forms in self.forms.values_mut() {
            forms.sort_by_key(|f| std::cmp::Reverse(f.before.len() + f.after.len()));
        }
        for block in &mut self.blocks {
            block.patterns.sort_by_key(|p| std::cmp::Reverse(p.weight));
        }
    }
}

/// A line's words and the first code in brackets.
fn split_code(line: &str) -> (&str, Option<&str>) {
    match line.split_once('[') {
        Some((words, rest)) => (words.trim(), Some(rest.split(']').next().unwrap_or_default().trim())),
        None => (line.trim(), None),
    }
}

fn words(phrase: &str) -> Vec<String> {
    phrase.split(['_', ' ']).filter(|w| !w.is_empty()).map(str::to_uppercase).collect()
}

/// How many elements there are; those that are tied to the one before ask for a little more.
fn weight(steps: &[Step]) -> usize {
    steps.iter().map(|s| 16 + usize::from(s.reach != Reach::Any)).sum()
}

/// The plural as the dictionaries form it.
pub(crate) fn plural(word: &str) -> String {
    match word.as_bytes().last() {
        Some(b'Y') => format!("{}IES", &word[..word.len() - 1]),
        Some(b'S') => format!("{word}ES"),
        _ => format!("{word}S"),
    }
}

/// The regular forms of a verb; of several words, of the one with `+` (or the first).
fn regular(base: &str) -> Vec<String> {
    let words: Vec<&str> = base.split('_').collect();
    let at = words.iter().position(|w| w.starts_with('+')).unwrap_or(0);
    let verb = words[at];
    let stem = verb.strip_suffix('E');
    let forms = match stem {
        Some(stem) => [format!("{verb}S"), format!("{verb}D"), format!("{stem}ING")],
        None => [format!("{verb}S"), format!("{verb}ED"), format!("{verb}ING")],
    };
    let with = |form: &String| {
        let mut words: Vec<&str> = words.clone();
        words[at] = form;
        words.join("_")
    };
    forms.iter().map(with).collect()
}
