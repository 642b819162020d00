//! Verbs whose content is a clause: after them, before them, or around them.

use super::{Finder, has_other_content, own_words};
use crate::content::{Quoted, asks, is_small, shed};
use crate::lexicon::{Complement, CueClass, Entry};
use crate::pattern::Pattern;
use whowhom_text::{TokenId, TokenRange, TokenView};

impl<'a, 'l> Finder<'a, 'l> {
    pub(super) fn verb(&mut self, verb: TokenView<'a>) {
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
    pub(super) fn verb_clause(&mut self, verb: TokenView<'a>, entry: Option<&'l Entry>) {
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
            // "The agency sought a permit, but officials rejected it, he said": each half may hang on the cue by itself.
            let halves = verb.children_by("ccomp").map(|c| self.reading.clause(c)).filter(|half| half.end <= verb.id);
            let end = halves.map(|half| half.end).fold(run.end, TokenId::max);
            self.push(verb, entry, Pattern::Inverted, vec![TokenRange { end, ..run }]);
        } else {
            let content = self.reading.without(run, own_words(verb, clause.id));
            self.push(verb, entry, Pattern::Inverted, content);
        }
    }

    /// A clause that ends with a quotation in the middle of its sentence: the parser lost the rest. Up to the sentence's end.
    pub(super) fn spill(&self, cue: TokenView<'a>, mut run: TokenRange) -> TokenRange {
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
    pub(super) fn and_a_quotation(&self, cue: TokenView<'a>, mut run: TokenRange) -> TokenRange {
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
    pub(super) fn reach_on(&self, verb: TokenView<'a>, mut run: TokenRange) -> TokenRange {
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
    pub(super) fn parenthetical(&mut self, verb: TokenView<'a>, entry: Option<&'l Entry>) {
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
    pub(super) fn trailing(&mut self, verb: TokenView<'a>, entry: Option<&'l Entry>) {
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
    pub(super) fn noun_phrase_after_comma(&self, verb: TokenView<'a>) -> Option<TokenRange> {
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
}
