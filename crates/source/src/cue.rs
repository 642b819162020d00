//! Possible attributions: every cue with every complement that could be its content.
//!
//! The rules here are generous; [`judge`](crate::judge) weighs what they find.

mod clause;
mod complement;
mod other;

use crate::content::Reading;
use crate::lexicon::{Complement, CueClass, Cues, Entry};
use crate::pattern::{Candidate, Pattern};
use crate::sort::Sorts;
use crate::source::source_of;
use crate::speaker::Attached;
use whowhom_text::{TokenId, TokenRange, TokenView};

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
