//! Verbs whose content is an object, an infinitive or a phrase.

use super::Finder;
use crate::content::shed;
use crate::lexicon::{Complement, Entry};
use crate::pattern::Pattern;
use crate::source::verb_source;
use whowhom_text::{TokenId, TokenRange, TokenView};

impl<'a, 'l> Finder<'a, 'l> {
    /// Contents that are or begin with an object.
    pub(super) fn verb_object(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
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
    pub(super) fn object_and_rest(&mut self, verb: TokenView<'a>, entry: &'l Entry, run: TokenRange) {
        let rest = verb.children().filter(|c| c.id >= run.end).take_while(|c| c.pos() != "PUNCT").last();
        let end = rest.map_or(run.end, |r| r.subtree().end);
        let whole = TokenRange { start: run.start, end };
        if whole.len() >= 2 * run.len() {
            self.push(verb, Some(entry), Pattern::ObjectAndRest, vec![whole]);
        }
    }

    /// `the tone that she prefers`: what is said stands before the clause.
    pub(super) fn gap(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
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
    pub(super) fn verb_open(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
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
        } else if !to && (entry.takes(Complement::Predicate) || entry.takes(Complement::Clause) && open.tag() != "VBG")
        {
            self.push(verb, Some(entry), Pattern::Predicate, vec![run]);
        }
    }

    /// `called for calm`, `spoke about leaving`.
    pub(super) fn verb_preposition(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
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
    pub(super) fn verb_passive(&mut self, verb: TokenView<'a>, entry: &'l Entry) {
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
}
