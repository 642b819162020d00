//! Possible attributions: every cue with every complement that could be its content.
//!
//! The rules here are generous; [`judge`](crate::judge) weighs what they find.

use crate::content::{Quoted, Reading, asks, is_small, shed};
use crate::lexicon::{Complement, CueClass, Cues, Entry};
use crate::sort::{Class, Sorts};
use crate::source::{noun_before, noun_source, source_of, verb_source};
use crate::speaker::{Attached, source_phrase};
use whowhom_text::{TokenId, TokenRange, TokenView};

/// How a cue and its content stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// A quotation found its cue.
    Quotation,
    /// `said (that) …`
    Clause,
    /// `asked whether …`
    Question,
    /// `…, officials said`
    Inverted,
    /// `as officials said, …`, `…, they say, …`
    Parenthetical,
    /// `…, officials said.` where the tree tells something else
    Trailing,
    /// `vowed to …`
    Infinitive,
    /// `denied doing …`
    Gerund,
    /// `urged them to …`
    ObjectInfinitive,
    /// `called it a lie`
    Predicate,
    /// `praised the plan`
    Object,
    /// `mentioned the plan five times`
    ObjectAndRest,
    /// `called for calm`
    Preposition,
    /// `is expected to …`
    Passive,
    /// `seems to …`
    Raising,
    /// `the tone that she prefers`
    Gap,
    /// `the claim that …`
    NounClause,
    /// `calls for …`
    NounPreposition,
    /// `confident that …`
    Adjective,
    /// `according to …`
    According,
    /// `in a poll, …`
    InDocument,
    /// `Poll: …`
    Headline,
}

impl Pattern {
    /// All patterns, in order.
    pub const ALL: [Self; 22] = [
        Self::Quotation,
        Self::Clause,
        Self::Question,
        Self::Inverted,
        Self::Parenthetical,
        Self::Trailing,
        Self::Infinitive,
        Self::Gerund,
        Self::ObjectInfinitive,
        Self::Predicate,
        Self::Object,
        Self::ObjectAndRest,
        Self::Preposition,
        Self::Passive,
        Self::Raising,
        Self::Gap,
        Self::NounClause,
        Self::NounPreposition,
        Self::Adjective,
        Self::According,
        Self::InDocument,
        Self::Headline,
    ];

    /// Whether the content is a whole clause or quotation.
    pub fn is_clause(self) -> bool {
        matches!(
            self,
            Self::Quotation
                | Self::Clause
                | Self::Question
                | Self::Inverted
                | Self::Parenthetical
                | Self::Trailing
                | Self::According
                | Self::InDocument
                | Self::Headline
        )
    }

    /// The rule's name, also the feature that weighs it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Clause => "clause",
            Self::Question => "question",
            Self::Inverted => "inverted",
            Self::Parenthetical => "parenthetical",
            Self::Trailing => "trailing",
            Self::Infinitive => "infinitive",
            Self::Gerund => "gerund",
            Self::ObjectInfinitive => "object-infinitive",
            Self::Predicate => "predicate",
            Self::Object => "object",
            Self::ObjectAndRest => "object-and-rest",
            Self::Preposition => "preposition",
            Self::Passive => "passive",
            Self::Raising => "raising",
            Self::Gap => "gap",
            Self::NounClause => "noun-clause",
            Self::NounPreposition => "noun-preposition",
            Self::Adjective => "adjective",
            Self::According => "according-to",
            Self::InDocument => "in-document",
            Self::Headline => "headline",
        }
    }
}

/// A possible attribution.
#[derive(Clone, Debug)]
pub struct Candidate<'l> {
    /// The head word of the cue.
    pub cue: TokenId,
    /// The words of the cue.
    pub cue_words: TokenRange,
    /// Its entry, when the lexicon has one.
    pub entry: Option<&'l Entry>,
    /// How it stands to the content.
    pub pattern: Pattern,
    /// The source's words.
    pub source: Option<TokenRange>,
    /// The content's words, in text order.
    pub content: Vec<TokenRange>,
    /// How a quotation in the content found the cue.
    pub quotation: Option<Attached>,
    /// The possible attribution in whose content the cue stands, the innermost: its place in the list.
    pub inside: Option<usize>,
}

/// All possible attributions, in order of their cues.
pub fn candidates<'l>(
    reading: Reading<'_>,
    cues: &'l Cues,
    sorts: &Sorts,
    attached: &[Option<Attached>],
) -> Vec<Candidate<'l>> {
    let mut finder = Finder { reading, cues, sorts, attached, by_cue: by_cue(reading, attached), found: Vec::new() };
    for token in reading.parsed.all() {
        finder.token(token);
    }
    finder.found.sort_by_key(|c| c.cue);
    nest(&mut finder.found, reading.parsed.analysis.len());
    finder.found
}

/// Finds for each cue the possible attribution whose content it stands in, among those that take whole clauses.
fn nest(found: &mut [Candidate<'_>], tokens: usize) {
    let mut inside = vec![0u32; tokens];
    // Later and shorter contents lie inside earlier and longer ones.
    let mut order: Vec<u32> = (0..found.len() as u32).collect();
    order.sort_by_key(|i| std::cmp::Reverse(found[*i as usize].content.iter().map(|r| r.len()).sum::<usize>()));
    for i in order {
        let candidate = &found[i as usize];
        let says = candidate.entry.is_none_or(|e| e.takes(Complement::Clause) || e.takes(Complement::Quote));
        if says && candidate.pattern.is_clause() {
            candidate.content.iter().for_each(|r| inside[r.range()].fill(i + 1));
        }
    }
    for candidate in found.iter_mut() {
        candidate.inside = (inside[candidate.cue.index()] as usize).checked_sub(1);
    }
}

/// For each token, its first quotation (number + 1); the next ones of the same cue follow by search.
fn by_cue(reading: Reading<'_>, attached: &[Option<Attached>]) -> Vec<u32> {
    let mut first = vec![0; reading.parsed.analysis.len()];
    for (number, attached) in attached.iter().enumerate() {
        if let Some(attached) = attached {
            let slot: &mut u32 = &mut first[attached.cue.index()];
            if *slot == 0 {
                *slot = number as u32 + 1;
            }
        }
    }
    first
}

struct Finder<'a, 'l> {
    reading: Reading<'a>,
    cues: &'l Cues,
    sorts: &'a Sorts,
    attached: &'a [Option<Attached>],
    by_cue: Vec<u32>,
    found: Vec<Candidate<'l>>,
}

impl<'a, 'l> Finder<'a, 'l> {
    fn token(&mut self, token: TokenView<'a>) {
        if self.by_cue[token.id.index()] != 0 {
            self.quotation(token);
        } else if token.lower() == "according" && token.next().is_some_and(|n| n.lower() == "to") {
            self.according(token);
        } else if matches!(token.lower(), "in" | "per") && token.dep() == "prep" {
            self.in_a_poll(token);
        } else if is_verb(token) {
            self.verb(token);
        } else if token.pos() == "NOUN" {
            self.noun(token);
        } else if token.pos() == "ADJ" || token.tag() == "VBN" {
            self.adjective(token);
        } else if token.text() == ":" {
            self.headline(token);
        }
    }

    fn entry(&self, class: CueClass, token: TokenView<'_>) -> Option<&'l Entry> {
        let particle = token.child(&["prt"]);
        particle
            .and_then(|p| self.cues.get_with_particle(class, token.lemma(), p.lower()))
            .or_else(|| self.cues.get(class, token.lemma()))
    }

    fn push(&mut self, cue: TokenView<'a>, entry: Option<&'l Entry>, pattern: Pattern, content: Vec<TokenRange>) {
        let source = source_of(self.reading, cue, pattern);
        self.push_from(cue, entry, pattern, source, content);
    }

    fn push_from(
        &mut self,
        cue: TokenView<'a>,
        entry: Option<&'l Entry>,
        pattern: Pattern,
        source: Option<TokenRange>,
        mut content: Vec<TokenRange>,
    ) {
        for run in &mut content {
            *run = self.reading.tidy(*run, cue.id);
            *run = self.reading.whole_quotes(*run, cue.id);
            if pattern.is_clause() && pattern != Pattern::Headline {
                *run = self.one_sentence(*run, cue.id);
            }
        }
        if let Some(first) =
            content.first_mut().filter(|r| pattern == Pattern::Inverted && r.start < cue.id && !r.is_empty())
        {
            first.start = self.back_to_start(first.start, cue.id);
        }
        content.retain(|r| !r.is_empty() && !r.contains(cue.id));
        if content.is_empty() {
            return;
        }
        let cue_words = cue_words(cue);
        let source = source.filter(|s| !s.is_empty());
        self.found.push(Candidate {
            cue: cue.id,
            cue_words,
            entry,
            pattern,
            source,
            content,
            quotation: None,
            inside: None,
        });
    }

    /// The part of a run on this side of a full stop outside quotations.
    fn one_sentence(&self, run: TokenRange, cue: TokenId) -> TokenRange {
        let stop = |t: &TokenView<'_>| self.reading.ends_sentence(*t);
        if run.start > cue {
            let end = self.reading.parsed.tokens(run).find(stop).map_or(run.end, |t| t.id);
            return TokenRange { start: run.start, end };
        }
        let before = TokenRange { start: run.start, end: run.end.min(cue) };
        let start = self.reading.parsed.tokens(before).rev().find(stop).map_or(run.start, |t| TokenId(t.id.0 + 1));
        TokenRange { start, end: run.end }
    }

    /// Where the sentence of an inverted content begins, when the parser broke it at a quotation.
    fn back_to_start(&self, start: TokenId, cue: TokenId) -> TokenId {
        if self.reading.quote_of[cue.index()] != 0 {
            return start;
        }
        let Some(quoted) = self.reading.quote_at(start) else { return start };
        let begins_low = quoted.quote.inner.of(self.reading.parsed.text()).starts_with(char::is_lowercase);
        if !begins_low {
            return quoted.tokens.start;
        }
        let sentence = self.reading.sentence(quoted.tokens.start);
        let lead = self.reading.tidy(TokenRange { start: sentence.start, end: quoted.tokens.start }, cue);
        if lead.is_empty() { quoted.tokens.start } else { lead.start }
    }

    /// A cue with its quotations, and what it says beside them.
    fn quotation(&mut self, cue: TokenView<'a>) {
        let first = self.by_cue[cue.id.index()] as usize - 1;
        let mut content: Vec<TokenRange> = Vec::new();
        let mut how = None;
        for (quoted, attached) in self.reading.quotes[first..].iter().zip(&self.attached[first..]) {
            match attached {
                Some(a) if a.cue == cue.id => {
                    how = how.or(Some(*a));
                    content.push(TokenRange { start: a.from.min(quoted.tokens.start), end: quoted.tokens.end });
                }
                Some(a) if a.cue > cue.id && quoted.tokens.start > cue.id => break,
                _ => {}
            }
        }
        let start = content[0].start;
        for clause in cue.children_by("ccomp").map(|c| self.reading.clause(c)) {
            // "said the plan was dead: “…”"
            if clause.start > cue.id && clause.start < start && self.reading.quote_of[clause.start.index()] == 0 {
                content.insert(0, TokenRange { start: clause.start, end: clause.end.min(start) });
            }
        }
        let content = join_near(content);
        let source = how.and_then(|h| h.source).or_else(|| source_of(self.reading, cue, Pattern::Quotation));
        let source = source.filter(|s| !s.is_empty());
        let entry = self.entry(CueClass::Verb, cue);
        let cue_words = cue_words(cue);
        let pattern = Pattern::Quotation;
        self.found.push(Candidate {
            cue: cue.id,
            cue_words,
            entry,
            pattern,
            source,
            content,
            quotation: how,
            inside: None,
        });
    }

    fn verb(&mut self, verb: TokenView<'a>) {
        let entry = self.entry(CueClass::Verb, verb);
        self.verb_clause(verb, entry);
        self.parenthetical(verb, entry);
        self.trailing(verb, entry);
        if let Some(entry) = entry {
            self.verb_object(verb, entry);
            self.verb_open(verb, entry);
            self.verb_preposition(verb, entry);
            self.verb_passive(verb, entry);
        } else if verb.lemma() == "be" {
            self.noun_is(verb);
        }
    }

    /// `said (that) …`, `…, said officials`.
    fn verb_clause(&mut self, verb: TokenView<'a>, entry: Option<&'l Entry>) {
        let Some(clause) = verb.children_by("ccomp").find(|c| c.pos() != "INTJ") else { return };
        let run = self.reading.clause(clause);
        if run.is_empty() {
            return;
        }
        if run.start > verb.id {
            let pattern = match () {
                _ if asks(clause) => Pattern::Question,
                _ if is_small(clause) => Pattern::ObjectInfinitive,
                _ => Pattern::Clause,
            };
            let run = self.reach_on(verb, shed(self.reading, clause, run));
            let run = if pattern == Pattern::Clause { self.spill(verb, run) } else { run };
            self.push(verb, entry, pattern, vec![run]);
        } else if run.end <= verb.id {
            self.push(verb, entry, Pattern::Inverted, vec![run]);
        } else {
            let content = self.reading.without(run, own_words(verb, clause.id));
            self.push(verb, entry, Pattern::Inverted, content);
        }
    }

    /// A clause that ends with a quotation in the middle of its sentence: the parser lost the rest. Up to the sentence's end.
    fn spill(&self, cue: TokenView<'a>, mut run: TokenRange) -> TokenRange {
        run = self.reading.whole_quotes(self.reading.tidy(run, cue.id), cue.id);
        run = self.and_a_quotation(cue, run);
        let quoted = |id: TokenId| self.reading.quote_of[id.index()] != 0;
        if run.is_empty() || !quoted(TokenId(run.end.0 - 1)) || quoted(cue.id) {
            return run;
        }
        let rest =
            TokenRange { start: run.end, end: self.reading.parsed.analysis.all().end.min(TokenId(run.end.0 + 60)) };
        for token in self.reading.parsed.tokens(rest) {
            let first = token.id == rest.start;
            let stop = matches!(token.text(), "." | ";" | "?" | "!" | ":" | "-" | "--" | "—") || token.pos() == "SPACE";
            let says =
                token.tag().starts_with("VB") && self.entry(CueClass::Verb, token).is_some_and(|e| e.kind == "say");
            let comma = token.text() == "," && !quoted(token.id);
            if first && !token.text().starts_with(char::is_alphanumeric) || stop || says || comma {
                break;
            }
            run.end = TokenId(token.id.0 + 1);
        }
        run
    }

    /// `…, but “we insist …”`: a quotation that goes on with the clause.
    fn and_a_quotation(&self, cue: TokenView<'a>, mut run: TokenRange) -> TokenRange {
        if run.is_empty() {
            return run;
        }
        let last = self.reading.token(TokenId(run.end.0 - 1));
        let mut next = std::iter::successors(last.next(), |t| t.next()).take(3).skip_while(|t| t.text() == ",");
        let joined = next.next().is_some_and(|t| t.pos() == "CCONJ");
        let quoted = next.next().and_then(|t| self.reading.quote_at(t.id).filter(|q| q.tokens.start == t.id));
        let free = |q: &Quoted| {
            let number = self.reading.quote_of[q.tokens.start.index()] as usize - 1;
            self.attached[number].is_none() && self.reading.quote_of[cue.id.index()] == 0
        };
        if let Some(quoted) = quoted.filter(|q| joined && free(q)) {
            run.end = quoted.tokens.end;
        }
        run
    }

    /// A clause after its cue, with what the parser hung on the cue though it stands in the clause.
    fn reach_on(&self, verb: TokenView<'a>, mut run: TokenRange) -> TokenRange {
        let end = run.end;
        for child in verb.children().filter(|c| c.id >= end) {
            // "said the plan was dead, and the talks would end"
            if child.dep() == "conj" && child.has_child("nsubj") && self.entry(CueClass::Verb, child).is_none() {
                let edge = child.subtree();
                if edge.start.0 <= run.end.0 + 2 {
                    run.end = edge.end;
                }
                break;
            }
            let edge = child.subtree();
            let near = edge.start.0 <= run.end.0 + 1;
            if !near || !child.dep().is_any(&["advcl", "prep", "npadvmod", "advmod", "cc"]) {
                break;
            }
            let comma = self.reading.token(TokenId(edge.start.0 - 1)).text() == ",";
            if comma && child.dep() != "advcl" || child.tag() == "VBG" {
                break;
            }
            run.end = run.end.max(edge.end);
        }
        run
    }

    /// `…, officials say, …`; `as officials said, …`: the content is the clause around the cue.
    fn parenthetical(&mut self, verb: TokenView<'a>, entry: Option<&'l Entry>) {
        let Some(head) = verb.head() else { return };
        let says = entry.is_some_and(|e| e.takes(Complement::Clause) || e.takes(Complement::Quote));
        if !says || !verb.has_child("nsubj") || has_other_content(verb, entry) {
            return;
        }
        let as_clause = verb.dep() == "advcl" && verb.children_by("mark").any(|m| m.lower() == "as");
        let set_off = verb.dep().is_any(&["parataxis", "ccomp", "dep"]) && !verb.has_child("mark");
        if !as_clause && !set_off {
            return;
        }
        let content = self.reading.without(self.reading.clause(head), verb.subtree());
        let pattern = if as_clause { Pattern::Parenthetical } else { Pattern::Inverted };
        self.push(verb, entry, pattern, content);
    }

    /// `…, the agency reported from there.`: read off the words, for the tree often takes the agency for one more object.
    fn trailing(&mut self, verb: TokenView<'a>, entry: Option<&'l Entry>) {
        let says = entry.is_some_and(|e| e.kind == "say" && e.takes(Complement::Clause));
        let form = verb.tag().is_any(&["VBD", "VBN", "VBZ", "VBP"]);
        let parsed = verb.dep().is_any(&["parataxis", "ROOT", "aux", "auxpass", "amod"]) || verb.has_child("auxpass");
        if !says || !form || parsed || has_other_content(verb, entry) {
            return;
        }
        let Some(source) = self.noun_phrase_after_comma(verb) else { return };
        let sentence = self.reading.tidy(self.reading.sentence(verb.id), verb.id);
        let finite = |t: &TokenView<'_>| t.tag().is_any(&["VBD", "VBZ", "VBP", "MD"]);
        let after = TokenRange { start: TokenId(verb.id.0 + 1), end: sentence.end };
        let ends = self
            .reading
            .parsed
            .tokens(after)
            .take_while(|t| t.text() != ",")
            .take(12)
            .all(|t| !finite(&t) && t.tag() != "IN" || t.pos() == "ADP");
        let content = TokenRange { start: sentence.start, end: source.start };
        let clause = self.reading.parsed.tokens(content).take(80).any(|t| finite(&t));
        if ends && clause {
            self.push_from(verb, entry, Pattern::Trailing, Some(source), vec![content]);
        }
    }

    /// The noun phrase between the last comma and a verb: nouns and what may stand with them.
    fn noun_phrase_after_comma(&self, verb: TokenView<'a>) -> Option<TokenRange> {
        let lead = TokenRange::new(verb.id.0.saturating_sub(14) as usize, verb.id);
        let mut noun = false;
        for token in self.reading.parsed.tokens(lead).rev() {
            if matches!(token.text(), "," | "”" | "''" | "\"") {
                return noun.then_some(TokenRange { start: TokenId(token.id.0 + 1), end: verb.id });
            }
            noun |= token.pos().is_any(&["NOUN", "PROPN", "PRON"]);
            let fits = token.pos().is_any(&["NOUN", "PROPN", "PRON", "ADJ", "DET", "ADP", "NUM", "PART", "ADV"]);
            let subordinate = token.tag() == "IN" && token.pos() == "SCONJ" || token.tag().is_any(&["WP", "WDT", "TO"]);
            if !fits || subordinate {
                return None;
            }
        }
        None
    }

    /// Contents that are or begin with an object.
    fn verb_object(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
        let object = verb.children_by("dobj").find(|o| o.id > verb.id);
        let Some(object) = object else {
            return self.gap(verb, entry);
        };
        let mut run = shed(self.reading, object, object.subtree());
        run.start = run.start.max(TokenId(verb.id.0 + 1));
        let after = |deps: &[&str]| verb.children().find(|c| c.id > object.id && c.dep().is_any(deps));
        if entry.takes(Complement::ObjectInfinitive)
            && let Some(infinitive) = after(&["xcomp", "advcl"]).filter(|x| x.children().any(|c| c.tag() == "TO"))
        {
            let run = TokenRange { start: run.start, end: infinitive.subtree().end };
            self.push(verb, Some(entry), Pattern::ObjectInfinitive, vec![run]);
        }
        let predicate = after(&["oprd"]).or_else(|| after(&["prep"]).filter(|p| p.lower() == "as"));
        if entry.takes(Complement::Predicate)
            && let Some(predicate) = predicate
        {
            let end = predicate.subtree().end.max(run.end);
            self.push(verb, Some(entry), Pattern::Predicate, vec![TokenRange { start: run.start, end }]);
        } else if entry.takes(Complement::Object) {
            let more = verb.children_by("prep").find(|p| p.id > object.id && entry.object_goes_on(p.lower()));
            if let Some(more) = more {
                run.end = run.end.max(more.subtree().end);
            }
            self.push(verb, Some(entry), Pattern::Object, vec![run]);
            self.object_and_rest(verb, entry, run);
        }
    }

    /// `mentions the network five times`, `defended it as within bounds`: the object with all that follows it.
    fn object_and_rest(&mut self, verb: TokenView<'a>, entry: &'l Entry, run: TokenRange) {
        let rest = verb.children().filter(|c| c.id >= run.end).take_while(|c| c.pos() != "PUNCT").last();
        let end = rest.map_or(run.end, |r| r.subtree().end);
        let whole = TokenRange { start: run.start, end };
        if whole.len() >= 2 * run.len() {
            self.push(verb, Some(entry), Pattern::ObjectAndRest, vec![whole]);
        }
    }

    /// `the tone that she prefers`: what is said stands before the clause.
    fn gap(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
        let takes = entry.takes(Complement::Object);
        let Some(head) = verb.head().filter(|_| takes && verb.dep() == "relcl") else { return };
        if verb.child(&["ccomp", "xcomp", "nsubjpass"]).is_some() || !verb.has_child("nsubj") {
            return;
        }
        let start = head.subtree().start;
        let end = verb.subtree().start;
        if start < end {
            self.push(verb, Some(entry), Pattern::Gap, vec![TokenRange { start, end }]);
        }
    }

    /// `vowed to …`, `denied doing …`.
    fn verb_open(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
        let object = verb.has_child("dobj");
        let Some(open) = verb.children_by("xcomp").find(|x| x.id > verb.id) else { return };
        let mut run = open.subtree();
        run.start = run.start.max(TokenId(verb.id.0 + 1));
        let to = open.children().any(|c| c.tag() == "TO");
        if verb.has_child("nsubjpass") {
            return;
        }
        if to && entry.takes(Complement::Infinitive) && !object {
            let run = self.reach_on(verb, run);
            self.push(verb, Some(entry), Pattern::Infinitive, vec![run]);
        } else if entry.takes(Complement::Raising) {
            let mut content: Vec<_> = verb.children_by("nsubj").map(|s| s.subtree()).collect();
            content.push(run);
            // "was looking to" tells of the subject's own wish.
            let source = if verb.lemma() == "look" { verb_source(self.reading, verb) } else { None };
            self.push_from(verb, Some(entry), Pattern::Raising, source, content);
        } else if open.tag() == "VBG" && entry.takes(Complement::Gerund) {
            self.push(verb, Some(entry), Pattern::Gerund, vec![run]);
        } else if !to && (entry.takes(Complement::Predicate) || entry.takes(Complement::Clause)) {
            self.push(verb, Some(entry), Pattern::Predicate, vec![run]);
        }
    }

    /// `called for calm`, `spoke about leaving`.
    fn verb_preposition(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
        let found = verb.children_by("prep").find(|p| p.id > verb.id && entry.takes_preposition(p.lower()));
        let Some(preposition) = found else { return };
        if let Some(object) = preposition.child(&["pobj", "pcomp"]) {
            let mut run = shed(self.reading, object, object.subtree());
            // "called on them to go"
            let infinitive = verb.children_by("xcomp").find(|x| x.id > object.id);
            if let Some(infinitive) = infinitive {
                run.end = run.end.max(infinitive.subtree().end);
            }
            self.push(verb, Some(entry), Pattern::Preposition, vec![run]);
        }
    }

    /// `is expected to go`, `was seen as weak`, `was condemned by`.
    fn verb_passive(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
        let Some(subject) = verb.child(&["nsubjpass"]) else { return };
        let takes = [Complement::Object, Complement::Predicate, Complement::ObjectInfinitive, Complement::Passive];
        if !takes.into_iter().any(|c| entry.takes(c)) {
            return;
        }
        let mut content = vec![subject.subtree()];
        let more = verb.children().filter(|c| c.id > verb.id).find(|c| {
            c.dep().is_any(&["xcomp", "oprd", "ccomp"])
                || c.dep() == "prep" && (c.lower() == "as" || entry.object_goes_on(c.lower()))
        });
        content.extend(more.map(|m| m.subtree()));
        self.push(verb, Some(entry), Pattern::Passive, content);
    }

    /// `The fear is that …`.
    fn noun_is(&mut self, verb: TokenView<'a>) {
        let Some(noun) = verb.children_by("nsubj").find(|s| s.pos() == "NOUN") else { return };
        let Some(entry) = self.entry(CueClass::Noun, noun) else { return };
        if let Some(clause) = verb.children().find(|c| c.id > verb.id && c.dep().is_any(&["ccomp", "xcomp"])) {
            let source = noun_source(self.reading, noun);
            self.push_from(noun, Some(entry), Pattern::NounClause, source, vec![self.reading.clause(clause)]);
        }
    }

    fn noun(&mut self, noun: TokenView<'a>) {
        let Some(entry) = self.entry(CueClass::Noun, noun) else { return };
        let source = noun_source(self.reading, noun);
        for child in noun.children().filter(|c| c.id > noun.id) {
            let run = child.subtree();
            let that = child.children_by("mark").any(|m| m.lower() == "that");
            let to = child.children().any(|c| c.tag() == "TO");
            let clause = child.dep().is_any(&["acl", "ccomp", "relcl"]);
            if clause && that && (entry.takes(Complement::Clause) || entry.takes(Complement::That))
                || clause && to && entry.takes(Complement::Infinitive)
            {
                return self.push_from(noun, Some(entry), Pattern::NounClause, source, vec![run]);
            }
            if child.dep() == "prep"
                && entry.takes_preposition(child.lower())
                && let Some(object) = child.child(&["pobj", "pcomp"])
            {
                let run = shed(self.reading, object, object.subtree());
                return self.push_from(noun, Some(entry), Pattern::NounPreposition, source, vec![run]);
            }
        }
    }

    fn adjective(&mut self, adjective: TokenView<'a>) {
        let Some(entry) = self.entry(CueClass::Adjective, adjective) else { return };
        let verb = adjective.head().filter(|h| h.pos().is_any(&["AUX", "VERB"]));
        let beside = verb.into_iter().flat_map(|v| v.children()).filter(|c| c.id > adjective.id);
        let content = adjective.children().filter(|c| c.id > adjective.id).chain(beside).find_map(|c| match c.dep() {
            d if d == "ccomp" && entry.takes(Complement::Clause) => Some(c.subtree()),
            d if d == "xcomp" && entry.takes(Complement::Infinitive) => Some(c.subtree()),
            d if d == "prep" && entry.takes_preposition(c.lower()) => c.child(&["pobj", "pcomp"]).map(|o| o.subtree()),
            _ => None,
        });
        if let Some(run) = content {
            let source =
                verb.and_then(|v| verb_source(self.reading, v)).or_else(|| noun_before(self.reading, adjective));
            self.push_from(adjective, Some(entry), Pattern::Adjective, source, vec![run]);
        }
    }

    /// `according to officials`: the clause that it stands in.
    fn according(&mut self, cue: TokenView<'a>) {
        let to = cue.next().filter(|n| n.lower() == "to");
        let object = cue.child(&["pobj"]).or_else(|| to.and_then(|t| t.child(&["pobj"])));
        let Some(object) = object else { return };
        let source = source_phrase(self.reading, object);
        let segment = TokenRange { start: cue.id, end: object.subtree().end };
        let clause = cue.ancestors().find(|a| a.pos().is_any(&["VERB", "AUX"]) && a.dep() != "aux");
        let run = clause.map_or(self.reading.sentence(cue.id), |c| self.reading.clause(c));
        let content = self.reading.without(self.reading.tidy(run, cue.id), segment);
        self.push_from(cue, None, Pattern::According, Some(source), content);
    }

    /// `In a poll, most wanted out`: a document that tells.
    fn in_a_poll(&mut self, cue: TokenView<'a>) {
        let Some(object) = cue.child(&["pobj"]).filter(|o| self.sorts.is(Class::Tells, o.lemma())) else { return };
        let segment = cue.subtree();
        let clause = cue.ancestors().find(|a| a.pos().is_any(&["VERB", "AUX"]) && a.dep() != "aux");
        if let Some(clause) = clause {
            let content = self.reading.without(self.reading.clause(clause), segment);
            self.push_from(cue, None, Pattern::InDocument, Some(source_phrase(self.reading, object)), content);
        }
    }

    /// `Poll: Most want out`.
    fn headline(&mut self, colon: TokenView<'a>) {
        let sentence = self.reading.sentence(colon.id);
        let run = self.reading.tidy(sentence, colon.id);
        if run.start >= colon.id || colon.id.0 - run.start.0 > 9 || self.reading.quote_of[colon.id.index()] != 0 {
            return;
        }
        let lead = TokenRange { start: run.start, end: colon.id };
        let first = run.start.index() == 0 || !self.reading.same_paragraph(TokenId(run.start.0 - 1), colon.id);
        let verb = self.reading.parsed.tokens(lead).any(|t| t.pos().is_any(&["VERB", "AUX"]));
        if first && !verb {
            let mut content = TokenRange { start: TokenId(colon.id.0 + 1), end: run.end };
            // In a transcript a speaker's turn lasts as long as the paragraph.
            if self.reading.paragraph_of[colon.id.index()] != self.reading.paragraph_of[0] {
                let paragraph = &self.reading.paragraph_of;
                let same = paragraph.partition_point(|p| *p <= paragraph[colon.id.index()]);
                content.end = TokenId::from(same);
            }
            let source = Some(self.reading.trim(lead));
            self.push_from(colon, None, Pattern::Headline, source, vec![content]);
        }
    }
}

/// Whether a token is a verb, also where the tagger took "plans" or "support" for a noun that has a subject.
fn is_verb(token: TokenView<'_>) -> bool {
    token.pos() == "VERB"
        || token.pos() == "AUX" && !token.dep().is_any(&["aux", "auxpass"])
        || token.pos() == "NOUN" && token.has_child("nsubj") && token.child(&["dobj", "xcomp", "ccomp"]).is_some()
}

/// Whether a verb of saying has its content beside it; whom it tells is none.
fn has_other_content(verb: TokenView<'_>, entry: Option<&Entry>) -> bool {
    let tells = entry.is_some_and(|e| e.takes(Complement::ObjectInfinitive));
    verb.child(&["ccomp", "xcomp"]).is_some() || !tells && verb.has_child("dobj")
}

/// Joins runs with nothing but white space or nothing between them.
fn join_near(mut runs: Vec<TokenRange>) -> Vec<TokenRange> {
    runs.sort_unstable();
    let mut joined: Vec<TokenRange> = Vec::with_capacity(runs.len());
    for run in runs {
        match joined.last_mut() {
            Some(last) if last.end >= run.start => last.end = last.end.max(run.end),
            _ => joined.push(run),
        }
    }
    joined
}

/// The cue with its auxiliaries, negation, particle and, for prepositional cues, nothing more.
fn cue_words(cue: TokenView<'_>) -> TokenRange {
    let mut run = TokenRange::one(cue.id);
    for child in cue.children() {
        if child.dep().is_any(&["aux", "auxpass", "neg"]) && child.id < cue.id {
            run.start = run.start.min(child.id);
        }
        if child.dep() == "prt" && child.id.0 == run.end.0 {
            run.end.0 += 1;
        }
    }
    if cue.lower() == "according" {
        run.end.0 += 1;
    }
    // Only words that stand together.
    let start = run.start;
    let whole = cue
        .parsed()
        .tokens(TokenRange { start, end: cue.id })
        .all(|t| t.dep().is_any(&["aux", "auxpass", "neg", "advmod"]));
    if !whole {
        run.start = cue.id;
    }
    run
}

/// The words of the cue's own clause, without the clause below `content`.
fn own_words(cue: TokenView<'_>, content: TokenId) -> TokenRange {
    let mut run = TokenRange::one(cue.id);
    for child in cue.children().filter(|c| c.id != content && c.pos() != "PUNCT") {
        let edge = child.subtree();
        run.start = run.start.min(edge.start);
        run.end = run.end.max(edge.end);
    }
    run
}
