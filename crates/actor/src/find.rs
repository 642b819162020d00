//! Finding knowledge-base names in a document, whatever the entity recogniser thinks.

use crate::kb::{Day, Entry, Form, Kb, Term, Trie, What, WordId};
use rustc_hash::{FxHashMap, FxHashSet};
use whowhom_text::{Code, Parsed, TokenId, TokenRange, TokenView};

/// A name found in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub tokens: TokenRange,
    pub entry: u32,
}

/// A document as this room reads it: its tokens as numbers of the knowledge base's words, and the names found.
pub(crate) struct Doc<'a> {
    pub parsed: Parsed<'a>,
    pub kb: &'a Kb,
    /// The publication date.
    pub day: Option<Day>,
    words: Vec<WordId>,
    pub found: Vec<Found>,
    /// For each token, the name that covers it, as number + 1.
    at: Vec<u32>,
    /// The codes that the names found belong to.
    pub codes: FxHashSet<Code>,
    /// How often the names found are of each state or body.
    pub counts: FxHashMap<Code, usize>,
    /// Surnames of the persons that the document names, in lower case.
    pub surnames: FxHashSet<&'a str>,
}

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Capital,
    Capitals,
}

impl Form {
    /// Whether words of these cases may be the name.
    fn written(&self, cases: &[Case]) -> bool {
        cases.iter().enumerate().all(|(i, case)| match case {
            Case::Lower => self.capital >> i & 1 == 0,
            Case::Capital => self.acronym >> i & 1 == 0,
            Case::Capitals => true,
        })
    }
}

fn case(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { Case::Capitals } else { Case::Capital }
        }
        _ => Case::Lower,
    }
}

/// Whether the token is a hyphen inside a compound.
pub(crate) fn is_hyphen(token: TokenView<'_>) -> bool {
    matches!(token.text(), "-" | "–" | "‑")
}

/// The name in "U.S.-led", which the tokenizer leaves whole; any other word as it is.
fn name_part(lower: &str) -> &str {
    match lower.split_once(".-") {
        Some((name, _)) => &lower[..name.len() + 1],
        None => lower,
    }
}

impl<'a> Doc<'a> {
    pub fn new(parsed: Parsed<'a>, kb: &'a Kb) -> Self {
        let words = parsed.all().map(|t| kb.words.get(name_part(t.lower()))).collect();
        let day = parsed.doc.date.map(crate::kb::day_number);
        let mut doc = Self {
            parsed,
            kb,
            day,
            words,
            found: Vec::new(),
            at: vec![0; parsed.analysis.len()],
            codes: FxHashSet::default(),
            counts: FxHashMap::default(),
            surnames: FxHashSet::default(),
        };
        doc.find();
        doc.defined();
        doc.disambiguate();
        doc.counts = doc.count_codes();
        doc.codes = doc.found.iter().filter_map(|f| doc.term(doc.entry(*f))?.0.code).collect();
        doc
    }

    pub fn token(&self, id: impl Into<TokenId>) -> TokenView<'a> {
        self.parsed.token(id)
    }

    /// The token as a word of the knowledge base.
    pub fn word(&self, token: TokenView<'_>) -> WordId {
        self.words[token.id.index()]
    }

    /// Whether the token is in a small set of words.
    pub fn is(&self, set: &'static str, token: TokenView<'_>) -> bool {
        self.kb.is(set, self.word(token))
    }

    /// Whether the token's lemma is in a small set of words.
    pub fn lemma_is(&self, set: &'static str, token: TokenView<'_>) -> bool {
        self.kb.is(set, self.kb.words.get(token.lemma()))
    }

    /// The name that covers the token.
    pub fn found_at(&self, token: TokenId) -> Option<Found> {
        self.at[token.index()].checked_sub(1).map(|n| self.found[n as usize])
    }

    pub fn entry(&self, found: Found) -> &'a Entry {
        &self.kb.entries[found.entry as usize]
    }

    /// What the entry is on the document's date: the term that holds, and whether it is over by then.
    pub fn term<'e>(&self, entry: &'e Entry) -> Option<(&'e Term, bool)> {
        term_on(entry, self.day)
    }

    fn find(&mut self) {
        let mut i = 0;
        while i < self.words.len() {
            match self.longest(i) {
                Some(found) => {
                    self.found.push(found);
                    self.at[found.tokens.range()].fill(self.found.len() as u32);
                    i = found.tokens.end.index();
                }
                None => i += 1,
            }
        }
    }

    /// "Liberal Constitutionalist Party (PLC)": what stands for a name in this document stands for nothing else in it.
    fn defined(&mut self) {
        let mut defined: Vec<(&'a str, u32)> = Vec::new();
        for i in 2..self.words.len().saturating_sub(1) {
            let token = self.token(i);
            if self.token(i - 1).text() != "("
                || self.token(i + 1).text() != ")"
                || case(token.text()) != Case::Capitals
            {
                continue;
            }
            if let Some(found) = self.found_at(TokenId::from(i - 2)).filter(|f| self.entry(*f).what == What::Body) {
                defined.push((token.text(), found.entry));
            }
        }
        if defined.is_empty() {
            return;
        }
        for i in 0..self.words.len() {
            let Some((_, entry)) = defined.iter().find(|(text, _)| *text == self.token(i).text()) else { continue };
            match self.at[i].checked_sub(1).map(|n| n as usize) {
                Some(n) if self.found[n].tokens.len() == 1 => self.found[n].entry = *entry,
                Some(_) => {}
                None => {
                    self.found.push(Found { tokens: TokenRange::new(i, i + 1), entry: *entry });
                    self.at[i] = self.found.len() as u32;
                }
            }
        }
    }

    /// The word that a hyphen joins to a name: "based" in "US-based", "led" in "U.S.-led".
    pub fn joined(&self, found: Found) -> WordId {
        let last = self.token(found.tokens.end.index() - 1);
        if let Some((_, word)) = last.lower().split_once(".-") {
            return self.kb.words.get(word);
        }
        let word = last.next().filter(|n| is_hyphen(*n)).and_then(|n| n.next());
        word.map_or(WordId::NONE, |w| self.word(w))
    }

    fn count_codes(&self) -> FxHashMap<Code, usize> {
        let mut counts: FxHashMap<Code, usize> = FxHashMap::default();
        for code in self.found.iter().filter_map(|f| self.term(self.entry(*f))?.0.code) {
            *counts.entry(code).or_default() += 1;
        }
        counts
    }

    /// The state that the names found are of most, when they are so at least three times.
    pub fn main_code(&self) -> Option<Code> {
        let states = self.counts.iter().filter(|(code, _)| self.kb.state(**code).is_some());
        states.map(|(code, n)| (*n, *code)).max().filter(|(n, _)| *n > 2).map(|(_, code)| code)
    }

    /// Names of several states ("Georgia"): the one that the rest of the document speaks of.
    fn disambiguate(&mut self) {
        let counts = self.count_codes();
        // A region or city shows that a state's region may be meant: Atlanta speaks for Georgia in the United States.
        let local: FxHashSet<Code> = self
            .found
            .iter()
            .filter(|f| matches!(self.entry(**f).what, What::Region | What::City))
            .filter_map(|f| self.term(self.entry(*f))?.0.code)
            .collect();
        let mut times: FxHashMap<u32, usize> = FxHashMap::default();
        for found in &self.found {
            *times.entry(found.entry).or_default() += 1;
        }
        for n in 0..self.found.len() {
            let found = self.found[n];
            let Some(own) = self.term(self.entry(found)).and_then(|t| t.0.code) else { continue };
            let same = times.get(&found.entry).copied().unwrap_or(0);
            let state = self.entry(found).what == What::State;
            let mut best = (counts.get(&own).copied().unwrap_or(0).saturating_sub(same), found.entry);
            for entry in self.rivals(found) {
                let code = self.term(&self.kb.entries[entry as usize]).and_then(|t| t.0.code);
                let count = code.and_then(|c| counts.get(&c)).copied().unwrap_or(0);
                let near = !state || code.is_some_and(|c| local.contains(&c)) && best.0 == 0;
                if code != Some(own) && count > best.0 && near {
                    best = (count, entry);
                }
            }
            self.found[n].entry = best.1;
        }
    }

    /// All that a found name may name.
    fn rivals(&self, found: Found) -> Vec<u32> {
        let tokens = || self.parsed.tokens(found.tokens).filter(|t| !is_hyphen(*t));
        let cases: Vec<Case> = tokens().map(|t| case(name_part(t.text()))).collect();
        let forms = self.kb.names.get(tokens().map(|t| self.word(t)));
        let forms: Vec<&Form> = forms.map(|f| &self.kb.forms[f as usize]).collect();
        if forms.len() < 2 {
            return Vec::new();
        }
        let fits = |f: &&&Form| {
            f.written(&cases)
                && self.day.is_none_or(|day| self.kb.entries[f.entry as usize].terms.iter().any(|t| t.holds(day)))
        };
        forms.iter().filter(fits).map(|f| f.entry).collect()
    }

    fn longest(&self, start: usize) -> Option<Found> {
        let mut node = self.kb.names.step(Trie::ROOT, self.words[start])?;
        let mut cases = [Case::Lower; 32];
        let (mut length, mut best) = (0, None);
        let mut at = start;
        loop {
            cases[length] = case(name_part(self.token(at).text()));
            length += 1;
            if self.kb.names.has_values(node)
                && let Some(entry) = self.choose(node, &cases[..length])
            {
                let found = Found { tokens: TokenRange::new(start, at + 1), entry };
                if self.accepts(found) {
                    best = Some(found);
                }
            }
            at += 1;
            if at < self.words.len() && is_hyphen(self.token(at)) {
                at += 1;
            }
            if at >= self.words.len() || length == cases.len() {
                return best;
            }
            match self.kb.names.step(node, self.words[at]) {
                Some(next) => node = next,
                None => return best,
            }
        }
    }

    /// The entry that these words name: written so, and known at the document's date rather than not.
    fn choose(&self, node: u32, cases: &[Case]) -> Option<u32> {
        let mut best: Option<(u8, u32)> = None;
        for form in self.kb.names.values(node).map(|f| &self.kb.forms[f as usize]).filter(|f| f.written(cases)) {
            let entry = &self.kb.entries[form.entry as usize];
            let holds = self.day.is_none_or(|day| entry.terms.iter().any(|t| t.holds(day)));
            // A body or by-name of another time is not meant; a person may be spoken of before or after office.
            if !holds && entry.what != What::Person {
                continue;
            }
            let rank = if holds { entry.what.rank() } else { u8::MAX };
            if best.is_none_or(|(r, _)| rank < r) {
                best = Some((rank, form.entry));
            }
        }
        best.map(|b| b.1)
    }

    /// Whether the words are meant as the name: not a person's surname, not an ordinary word at a sentence's start.
    fn accepts(&self, found: Found) -> bool {
        let what = self.kb.entries[found.entry as usize].what;
        let (first, last) = (self.token(found.tokens.start), self.token(found.tokens.end.index() - 1));
        if let Some(entity) = first.entity().filter(|e| e.label == "PERSON")
            && found.tokens.len() < entity.tokens.len()
            && entity.tokens.covers(found.tokens)
        {
            let leads = entity.tokens.start == found.tokens.start;
            let ends = entity.tokens.end == found.tokens.end
                || entity.tokens.end.index() == found.tokens.end.index() + 1
                    && self.token(found.tokens.end).tag() == "POS";
            match what {
                // "Hillary Clinton" is not the Clinton that is known by that name alone; "Mr. Clinton" is.
                What::Person => {
                    let before = first.prev().filter(|_| !leads);
                    return ends && before.is_none_or(|b| self.may_precede_name(b));
                }
                // The recogniser often takes a nation or a body into the person's span: "Israeli Ehud Barak".
                What::Adjective | What::Body | What::Seat | What::Native | What::Natives => {}
                What::State | What::Region | What::Capital | What::City => {
                    return leads && last.next().is_some_and(|n| n.tag() == "POS" || self.starts_role(n));
                }
            }
        }
        if found.tokens.len() == 1 {
            let proper = first.pos() == "PROPN" || first.tag().starts_with("NNP");
            match what {
                What::Adjective | What::Native | What::Natives | What::State => {}
                What::City | What::Region if first.entity().is_some_and(|e| e.label == "PERSON") => return false,
                What::City | What::Region | What::Person | What::Capital | What::Seat => {
                    if !proper || self.part_of_longer_name(found) {
                        return false;
                    }
                }
                // "Labour Minister Khan": the office, not the party.
                What::Body if self.is_party(found) && last.next().is_some_and(|n| self.is("portfolio", n)) => {
                    return false;
                }
                What::Body => return proper || first.entity().is_some() || case(first.text()) == Case::Capitals,
            }
        }
        true
    }

    fn is_party(&self, found: Found) -> bool {
        self.kb.entries[found.entry as usize].terms.iter().any(|t| t.sectors.iter().any(|s| *s == "PTY"))
    }

    /// Whether a city's or surname's single word stands inside a longer name that is not known ("Lake Victoria", "Paris Hilton").
    fn part_of_longer_name(&self, found: Found) -> bool {
        let token = self.token(found.tokens.start);
        let Some(entity) = token.entity() else { return false };
        if !entity.tokens.covers(found.tokens) || entity.tokens.len() == 1 || entity.label.is_any(&["GPE", "NORP"]) {
            return false;
        }
        let person = self.kb.entries[found.entry as usize].what == What::Person;
        person && entity.label != "PERSON" && entity.tokens.len() > 2 && entity.tokens.start == found.tokens.start
    }

    fn may_precede_name(&self, token: TokenView<'_>) -> bool {
        self.is("honorific", token)
            || self.starts_role(token)
            || token.tag().is_any(&["POS", "JJ", "DT", "NN", ",", "IN"])
    }

    /// Whether the token can begin or end a role.
    pub fn starts_role(&self, token: TokenView<'_>) -> bool {
        self.kb.role_names.step(Trie::ROOT, self.word(token)).is_some()
    }
}

/// What the entry is on a day: the term that holds then, else the last before it (over), else the first.
pub(crate) fn term_on(entry: &Entry, day: Option<Day>) -> Option<(&Term, bool)> {
    let Some(day) = day else {
        // Without a date, what somebody is best known for: the last office of state, or the last of all.
        let state = |t: &&Term| t.sectors.first().is_some_and(|s| *s == "GOV") || t.sectors.is_empty();
        return entry.terms.iter().rev().find(state).or(entry.terms.last()).map(|t| (t, false));
    };
    entry
        .terms
        .iter()
        .rev()
        .find(|t| t.holds(day))
        .map(|t| (t, false))
        .or_else(|| entry.terms.iter().filter(|t| t.to < day).max_by_key(|t| t.to).map(|t| (t, true)))
        .or_else(|| entry.terms.first().map(|t| (t, true)))
}
