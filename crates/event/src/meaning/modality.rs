//! What negation, tense and modals make of an event, and events that they alone make ("must leave", "will not accept").

use super::{Meaning, Reader};
use crate::compose::Governed;
use crate::grammar::{self, is_noun, is_verb};
use crate::lexicon::Meant;
use crate::party::{add, parties, without};
use crate::roles::{self, Roles};
use crate::speech;
use crate::tense;
use whowhom_text::{Label, TokenView, Why};

impl<'a> Reader<'a> {
    /// Negation, tense and modality of the word's own clause.
    pub(super) fn modalise(&self, t: TokenView<'a>, bare: Meaning) -> Option<Meaning> {
        let noun = is_noun(t) && !is_verb(t);
        let mut tense = tense::of(t);
        let mut meaning = bare;
        if noun {
            // "a meeting would be a sign", "the talks will focus on": the noun shares the reality of its clause, not its denial.
            if let Some(clause) = t.head().filter(|h| t.dep().is_any(&["nsubj", "nsubjpass"]) && is_verb(*h)) {
                let above = tense::of(clause);
                tense = tense::Tense { will: above.will, would: above.would, ..tense };
            }
            for (class, operator) in [("planned", "planned"), ("possible", "possible")] {
                if t.children()
                    .any(|c| c.dep().is_any(&["amod", "compound"]) && self.scene.lexicon.in_class(class, c.lower()))
                {
                    meaning = self.apply(t, operator, meaning)?;
                }
            }
        }
        meaning.unreal |= tense.unreal;
        let would_be_will = tense.would
            && !tense.condition
            && speech::is_reported(t)
            && t.children().any(|c| matches!(c.lower(), "would" | "'d"));
        let will = tense.will || would_be_will;
        if tense.must {
            return self.must(t, meaning, tense.not);
        }
        if tense.not && (will || tense.would) {
            let mut meaning = self.apply(t, "willnot", meaning)?;
            let Roles { actors, recipients } = &mut meaning.roles;
            if noun && actors.len() + recipients.len() == 1 {
                // "there will be no talks with them, he said": who says so decides.
                recipients.append(actors);
                *actors = without(self.scene, speech::speaker(self.scene, t), recipients);
            }
            return Some(conditional(meaning, tense.condition));
        }
        if tense.not {
            meaning = self.apply(t, "not", meaning)?;
        }
        if will {
            meaning = self.apply(t, "will", meaning)?;
        } else if tense.would || (tense.condition && !noun) {
            meaning = self.apply(t, "would", meaning)?;
        }
        Some(conditional(meaning, tense.condition && !noun))
    }

    pub(super) fn apply(&self, t: TokenView<'a>, operator: &'static str, inner: Meaning) -> Option<Meaning> {
        let denied = matches!(operator, "not" | "willnot");
        let name = Label::from_static(if denied && self.leaves_open(&inner) { "leaveopen" } else { operator });
        // What is promised and denied in one breath is a concession refused.
        let yielded = inner.also.filter(|also| *also == "CONCEDE" && denied);
        let meant = yielded.map_or(inner.meant, |category| Meant { category, mode: Label::NONE });
        let governed = Governed::Event { meant, negated: inner.auxiliary.negation };
        match (self.coder.composition.row(name, governed, &self.coder.ontology), self.coder.composition.operator(name))
        {
            (Some(row), Some(op)) => {
                let why = Why::rule(operator);
                self.compose(t, why, row, op.core_trigger, Some(inner))
            }
            _ => Some(inner),
        }
    }

    /// What is refused with an offer of it ("rejected an offer of talks"); anything else is refused itself.
    pub(super) fn offered(&self, refused: &Meaning) -> Meant {
        let innermost = refused.words.first().map(|w| self.scene.parsed.token(*w));
        let cooperative = |m: &Meant| self.coder.ontology.category(m.category).is_some_and(|c| c.quad <= 2);
        let offered = innermost.filter(|_| refused.meant.category == "AGREE").and_then(|w| self.scene.base(w));
        offered.filter(cooperative).unwrap_or(refused.meant)
    }

    /// Whether a refusal of harm, itself denied, keeps the harm possible ("would not rule out sanctions").
    pub(super) fn leaves_open(&self, refusal: &Meaning) -> bool {
        let innermost = refusal.words.first().filter(|w| **w != refusal.trigger).map(|w| self.scene.parsed.token(*w));
        let conflict = |c: Label| self.coder.ontology.category(c).is_some_and(|c| c.quad == 4);
        refusal.meant.category == "REJECT" && innermost.and_then(|w| self.scene.base_category(w)).is_some_and(conflict)
    }

    /// "Israel must withdraw", said by somebody: a demand. Said by nobody it is the writer's view.
    pub(super) fn must(&self, t: TokenView<'a>, inner: Meaning, negated: bool) -> Option<Meaning> {
        let speaker = speech::speaker(self.scene, t);
        let asked = without(self.scene, inner.roles.actors.clone(), &speaker);
        // "Zambia needs to free them", "we must act, she said": what one sets oneself to do.
        if speaker.is_empty() || asked.is_empty() && !inner.roles.actors.is_empty() {
            let mut inner = inner;
            inner.auxiliary.hypothetical = true;
            return Some(inner);
        }
        let mut meaning = self.apply(t, if negated { "mustnot" } else { "must" }, inner)?;
        let mut recipients = asked;
        if recipients.is_empty() {
            recipients = without(self.scene, std::mem::take(&mut meaning.roles.recipients), &speaker);
        }
        meaning.roles = Roles { actors: speaker, recipients };
        Some(meaning)
    }

    /// A demand whose content is no event of the ontology: "Tehran must show restraint, she said".
    pub(super) fn obligation(&self, t: TokenView<'a>) -> Option<Meaning> {
        if !is_verb(t) || t.pos() == "AUX" && t.dep().is_any(&["aux", "auxpass"]) {
            return None;
        }
        let tense = tense::of(t);
        if !tense.must {
            return None;
        }
        let speaker = speech::speaker(self.scene, t);
        let subject = roles::subject(self.scene, t);
        let recipients = without(self.scene, subject, &speaker);
        if speaker.is_empty() || recipients.is_empty() {
            return None;
        }
        let name = Label::from_static(if tense.not { "mustnot" } else { "must" });
        let row = self.coder.composition.row(name, Governed::Other, &self.coder.ontology)?;
        let mut meaning = self.compose(t, Why::rule("must"), row, false, None)?;
        let mut actors = Vec::new();
        add(self.scene, &mut actors, speaker);
        meaning.roles = Roles { actors, recipients };
        Some(meaning)
    }
    /// A refusal whose content is no event of the ontology: "Hungary will not accept the families".
    pub(super) fn unwilling(&self, t: TokenView<'a>) -> Option<Meaning> {
        if !is_verb(t) || t.pos() == "AUX" || self.scene.lexicon.in_class("unwilled", t.lemma()) {
            return None;
        }
        let tense = tense::of(t);
        if !tense.not || !tense.will {
            return None;
        }
        let actors =
            grammar::surface_subject(t).map(|s| crate::party::direct_parties(self.scene, s)).unwrap_or_default();
        let recipients = grammar::logical_object(t)
            .map(|o| without(self.scene, parties(self.scene, o), &actors))
            .unwrap_or_default();
        if actors.is_empty() || recipients.is_empty() {
            return None;
        }
        let row = self.coder.composition.row(Label::from_static("willnot"), Governed::Other, &self.coder.ontology)?;
        let mut meaning = self.compose(t, Why::rule("willnot"), row, false, None)?;
        meaning.roles = Roles { actors, recipients };
        Some(meaning)
    }
}

fn conditional(mut meaning: Meaning, condition: bool) -> Meaning {
    meaning.conditional |= condition;
    meaning.auxiliary.hypothetical |= condition && !meaning.meant.category.is_any(&["THREATEN"]);
    meaning
}
