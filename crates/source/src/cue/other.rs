//! Cues that are no verbs: nouns, adjectives, prepositions, the colon of a headline.

use super::Finder;
use crate::content::shed;
use crate::lexicon::{Complement, CueClass};
use crate::pattern::Pattern;
use crate::sort::Class;
use crate::source::{noun_before, noun_source, verb_source};
use crate::speaker::source_phrase;
use whowhom_text::{TokenId, TokenRange, TokenView};

impl<'a, 'l> Finder<'a, 'l> {
    /// `The fear is that …`.
    pub(super) fn noun_is(&mut self, verb: TokenView<'a>) {
        let Some(noun) = verb.children_by("nsubj").find(|s| s.pos() == "NOUN") else { return };
        let Some(entry) = self.entry(CueClass::Noun, noun) else { return };
        if let Some(clause) = verb.children().find(|c| c.id > verb.id && c.dep().is_any(&["ccomp", "xcomp"])) {
            let source = noun_source(self.reading, noun);
            self.push_from(noun, Some(entry), Pattern::NounClause, source, vec![self.reading.clause(clause)]);
        }
    }

    pub(super) fn noun(&mut self, noun: TokenView<'a>) {
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

    pub(super) fn adjective(&mut self, adjective: TokenView<'a>) {
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
    pub(super) fn according(&mut self, cue: TokenView<'a>) {
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
    pub(super) fn in_a_poll(&mut self, cue: TokenView<'a>) {
        let Some(object) = cue.child(&["pobj"]).filter(|o| self.sorts.is(Class::Tells, o.lemma())) else { return };
        let segment = cue.subtree();
        let clause = cue.ancestors().find(|a| a.pos().is_any(&["VERB", "AUX"]) && a.dep() != "aux");
        if let Some(clause) = clause {
            let content = self.reading.without(self.reading.clause(clause), segment);
            self.push_from(cue, None, Pattern::InDocument, Some(source_phrase(self.reading, object)), content);
        }
    }

    /// `Poll: Most want out`.
    pub(super) fn headline(&mut self, colon: TokenView<'a>) {
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
