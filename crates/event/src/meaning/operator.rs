//! What an operator ("refuse", "threaten", "begin") makes of the event that it governs, and of whose doing it then is.

use super::{Meaning, REACH_BELOW, Reader};
use crate::compose::{Governed, Outcome, Row, Scheme};
use crate::grammar::{self, is_noun, is_verb};
use crate::lexicon::{Entry, Kind, Sense};
use crate::party::{is_among, parties, sides, without};
use crate::roles::{self, Roles};
use crate::scene::{self, Reading, Scene};
use crate::speech;
use whowhom_text::layer::{Auxiliary, Participant};
use whowhom_text::{Label, TokenId, TokenView, Why};

impl<'a> Reader<'a> {
    pub(super) fn operator(
        &self,
        t: TokenView<'a>,
        entry: &Entry,
        name: Label,
        cameo: Option<Label>,
        support: Option<TokenView<'a>>,
        depth: usize,
    ) -> Option<Meaning> {
        if name == "say" {
            return None;
        }
        let (inner, something) = self.governed_event(t, support, depth);
        let governed = match &inner {
            Some(m) if name == "refuse" => Governed::Event { meant: self.offered(m), negated: m.auxiliary.negation },
            Some(m) => Governed::Event { meant: m.meant, negated: m.auxiliary.negation },
            None if something => Governed::Other,
            None => Governed::Nothing,
        };
        if entry.weak && inner.is_none() {
            return None;
        }
        let name = match &inner {
            Some(m) if name == "refuse" && self.leaves_open(m) => Label::from_static("leaveopen"),
            _ => name,
        };
        let row = self.coder.composition.row(name, governed, &self.coder.ontology)?;
        let operator = self.coder.composition.operator(name)?;
        let aid = inner.as_ref().is_some_and(|m| m.meant.category == "AID");
        let mut meaning = self.compose(t, entry.why.clone(), row, operator.core_trigger, inner)?;
        if meaning.cameo.is_none() {
            meaning.cameo = cameo.filter(|_| row.outcome != Outcome::Same);
        }
        meaning.nominal = entry.kind == Kind::Noun && governed == Governed::Nothing;
        meaning.weak = false;
        if aid && operator.scheme == Scheme::Address {
            // Who is to get the aid is not who is asked for it.
            meaning.roles.recipients.clear();
        }
        self.set_parties(&mut meaning, t, entry, operator.scheme, support, aid);
        if entry.kind == Kind::Noun && support.is_none() {
            self.answered(t, &mut meaning.roles);
        }
        if meaning.roles.recipients.is_empty() {
            meaning.roles.recipients = without(self.scene, speech::told(self.scene, t), &meaning.roles.actors);
        }
        Some(meaning)
    }

    pub(super) fn compose(
        &self,
        t: TokenView<'a>,
        why: Why,
        row: &Row,
        core: bool,
        inner: Option<Meaning>,
    ) -> Option<Meaning> {
        let mut meaning = match (row.outcome, inner) {
            (Outcome::Nothing, _) | (Outcome::Same, None) => return None,
            (Outcome::Same, Some(inner)) => inner,
            (Outcome::Becomes(meant), Some(inner)) => {
                let trigger = if core { inner.trigger } else { t.id };
                let auxiliary = Auxiliary { negation: false, hypothetical: false, future: false, ..inner.auxiliary };
                Meaning { meant, also: row.also, cameo: None, trigger, auxiliary, ..inner }
            }
            (Outcome::Becomes(meant), None) => Meaning {
                meant,
                also: row.also,
                cameo: None,
                trigger: t.id,
                words: Vec::new(),
                roles: Roles::default(),
                auxiliary: Auxiliary::default(),
                conditional: false,
                unreal: false,
                weak: false,
                nominal: false,
                why: Vec::new(),
            },
        };
        if row.absorbs_negation {
            meaning.auxiliary.negation = false;
        }
        if row.cameo.is_some() {
            meaning.cameo = row.cameo;
        }
        set(&mut meaning.auxiliary, row.sets);
        if !meaning.words.contains(&t.id) {
            meaning.words.push(t.id);
        }
        meaning.why.push(why);
        meaning.why.push(row.why.clone());
        Some(meaning)
    }

    pub(super) fn set_parties(
        &self,
        meaning: &mut Meaning,
        t: TokenView<'a>,
        entry: &Entry,
        scheme: Scheme,
        support: Option<TokenView<'a>>,
        aid: bool,
    ) {
        let scene = self.scene;
        let mut subject = roles::operator_subject(scene, t, entry.kind, support);
        let inner = std::mem::take(&mut meaning.roles);
        if let Some(places) = &entry.actor {
            subject = roles::at_places(scene, t, places);
        }
        let passive = is_verb(t) && grammar::is_passive(t);
        let mut roles = match scheme {
            Scheme::Inner => inner,
            Scheme::Own => {
                // "is expected to meet": the subject of the passive is the one who acts. "The attack on Israel continued", "the visit
                // is expected": the subject is the event itself, and nobody acts but in it.
                let retained = passive && t.has_child("dobj");
                let apart = meaning.words.first().is_some_and(|inner| {
                    let inner = scene.parsed.token(*inner);
                    inner.dep() == "pcomp" && inner.has_child("nsubj")
                });
                let is_event = meaning.words.first().is_some_and(|inner| stands_in_subject(t, *inner));
                let subject = match (subject.is_empty(), passive, is_event) {
                    (_, false, true) => Vec::new(),
                    (true, true, false) => surface(scene, t),
                    _ => subject,
                };
                if subject.is_empty() || apart {
                    // "began with a judge dismissing the charge": the deed has a doer of its own.
                    inner
                } else if retained {
                    // "were promised money": who is promised a thing gets it.
                    Roles {
                        actors: grammar::agent(t).map(|a| parties(scene, a)).unwrap_or_default(),
                        recipients: subject,
                    }
                } else {
                    let mut recipients = without(scene, inner.recipients, &subject);
                    if recipients.is_empty() {
                        recipients = without(scene, inner.actors, &subject);
                    }
                    if recipients.is_empty() {
                        recipients = roles::addressee(scene, t, &subject);
                    }
                    // Several who are to meet meet each other.
                    let inner = meaning.words.first().and_then(|w| scene.base(scene.parsed.token(*w)));
                    let met = subject.len() > 1 && inner.is_some_and(|base| base.category == "CONSULT");
                    if recipients.is_empty() && !met {
                        recipients = self.resisted(t, &subject, support);
                    }
                    Roles { actors: subject, recipients }
                }
            }
            Scheme::Address => {
                let mut recipients = roles::addressee(scene, t, &subject);
                if recipients.is_empty() && passive {
                    recipients = without(scene, surface(scene, t), &subject);
                }
                for more in [inner.actors, inner.recipients] {
                    if recipients.is_empty() {
                        recipients = without(scene, more, &subject);
                    }
                }
                // "urged all owners to send their papers to the court": those who are asked are told, known or not.
                let told = is_verb(t) && t.child(&["dobj"]).is_some_and(is_noun) && t.has_child("xcomp");
                if recipients.is_empty() && !aid && !told {
                    recipients = self.asked(t, &subject);
                }
                Roles { actors: subject, recipients }
            }
            // "a visit by the queen to Oslo was cancelled": by nobody else, as far as is told.
            Scheme::Resist
                if subject.is_empty()
                    && passive
                    && !inner.actors.is_empty()
                    && !inner.recipients.is_empty()
                    && meaning
                        .words
                        .first()
                        .and_then(|w| scene.base(scene.parsed.token(*w)))
                        .is_some_and(|base| base.category == "CONSULT") =>
            {
                inner
            }
            Scheme::Resist => {
                let mut recipients = Vec::new();
                for more in [inner.actors, inner.recipients] {
                    if recipients.is_empty() {
                        recipients = without(scene, more, &subject);
                    }
                }
                if recipients.is_empty() {
                    recipients = self.resisted(t, &subject, support);
                }
                Roles { actors: subject, recipients }
            }
        };
        if let Some(places) = &entry.recipient {
            let found = roles::at_places(scene, t, places);
            if !found.is_empty() {
                roles.recipients = without(scene, found, &roles.actors);
            }
        }
        meaning.roles = roles;
    }

    /// "Merkel accepted an invitation by Macron to visit France": who answers an offer or appeal is whom it was made to.
    pub(super) fn answered(&self, n: TokenView<'a>, roles: &mut Roles) {
        let own =
            |p: &Participant| roles.actors.iter().any(|a| a.entity.code.is_some() && a.entity.code == p.entity.code);
        if roles.actors.is_empty() || !roles.recipients.iter().all(own) {
            return;
        }
        let above = match n.dep().as_str() {
            "pobj" => n.head().and_then(|p| p.head()),
            "dobj" | "nsubjpass" => n.head(),
            _ => None,
        };
        let Some(verb) = above.filter(|v| is_verb(*v) && self.scene.lexicon.in_class("answers", v.lemma())) else {
            return;
        };
        let answering = without(self.scene, roles::subject(self.scene, verb), &roles.actors);
        if !answering.is_empty() {
            roles.recipients = answering;
        }
    }

    /// Who is to do what is asked, when what is asked is no event: the subject of the clause, else somebody named in it.
    pub(super) fn asked(&self, t: TokenView<'a>, subject: &[Participant]) -> Vec<Participant> {
        for clause in scene::governed(t).into_iter().filter(|c| c.dep() != "advcl") {
            let found = grammar::logical_subject(clause)
                .map(|s| without(self.scene, parties(self.scene, s), subject))
                .unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
        }
        self.resisted(t, subject, None)
    }

    /// Somebody named in what a word governs: in its object, its clauses, its prepositions, the nearest first.
    pub(super) fn resisted(
        &self,
        t: TokenView<'a>,
        subject: &[Participant],
        support: Option<TokenView<'a>>,
    ) -> Vec<Participant> {
        let mut at = vec![t];
        at.extend(support);
        for _ in 0..REACH_BELOW {
            let mut next = Vec::new();
            for word in at {
                let object = if is_verb(word) { grammar::logical_object(word).filter(|o| o.id > t.id) } else { None };
                let prepositions = word
                    .children_by("prep")
                    .filter(|p| !matches!(p.lower(), "by" | "since" | "after" | "before" | "during" | "until"));
                let objects = object.into_iter().chain(prepositions.flat_map(|p| p.children_by("pobj")));
                for head in objects {
                    let found = without(self.scene, parties(self.scene, head), subject);
                    if !found.is_empty() {
                        return found;
                    }
                    next.push(head);
                }
                // "aid to feed the children of Mali": what a thing is for is no part of what is asked or refused.
                if is_verb(word) || self.scene.is_event(word) {
                    // Nor is what an appeal is to bring about.
                    let asks = self.scene.base_category(t).is_some_and(|c| c == "REQUEST");
                    let purpose = |c: &TokenView<'a>| asks && c.dep() == "advcl";
                    next.extend(
                        scene::governed(word)
                            .into_iter()
                            .filter(|c| !purpose(c))
                            .flat_map(|c| std::iter::once(c).chain(c.children_by("conj"))),
                    );
                }
            }
            at = next;
        }
        Vec::new()
    }

    /// The other side of a meeting that a word leads to ("flew in for talks with", "came to see"), not what it is about.
    pub(super) fn partners_below(&self, t: TokenView<'a>, subject: &[Participant]) -> Vec<Participant> {
        let meeting = |o: TokenView<'a>| self.scene.base(o).is_some_and(|base| base.category == "CONSULT");
        let known = |p: &Participant| is_among(self.scene, p, subject);
        let mut at = vec![t];
        for _ in 0..REACH_BELOW {
            let mut next = Vec::new();
            for word in at {
                let object = if is_verb(word) { grammar::logical_object(word).filter(|o| o.id > t.id) } else { None };
                let mut objects: Vec<_> = object.into_iter().map(|o| (o, meeting(o) || meeting(word))).collect();
                for p in word.children_by("prep").filter(|p| matches!(p.lower(), "with" | "to" | "for" | "on" | "in")) {
                    let side = p.lower() == "with" || p.lower() == "to" && is_verb(word);
                    objects.extend(p.children_by("pobj").map(|o| (o, side || meeting(o))));
                }
                for (head, side) in objects {
                    let found = if side { sides(self.scene, head, &known) } else { Vec::new() };
                    if !found.is_empty() {
                        return found;
                    }
                    next.push(head);
                }
                next.extend(scene::governed(word).into_iter().filter(|_| is_verb(word)));
            }
            at = next;
        }
        Vec::new()
    }

    /// The event that an operator governs, and whether it governs anything at all.
    pub(super) fn governed_event(
        &self,
        t: TokenView<'a>,
        support: Option<TokenView<'a>>,
        depth: usize,
    ) -> (Option<Meaning>, bool) {
        let mut something = false;
        for c in self.scene.complements(t, support) {
            something = true;
            if let Some(m) = self.reported(t, c, depth).or_else(|| self.event_in(c, depth)) {
                return (Some(m), true);
            }
        }
        // "talks resumed": what ends or begins without an object is the subject.
        if is_verb(t) {
            let subject = grammar::surface_subject(t).filter(|s| is_noun(*s) && t.child(&["dobj"]).is_none());
            if let Some(m) = subject.and_then(|s| self.event_in(s, depth)) {
                return (Some(m), true);
            }
        }
        (None, something)
    }

    /// What a denied report is about ("denied allegations that it had armed the rebels"): the deed is denied, not the telling of it.
    pub(super) fn reported(&self, t: TokenView<'a>, c: TokenView<'a>, depth: usize) -> Option<Meaning> {
        let is_operator = |t: TokenView<'a>, wanted: &str| match self.scene.reading(t) {
            Some(Reading::Entry(id)) => {
                matches!(self.scene.lexicon.entry(id).sense, Sense::Operator { name, .. } if name == wanted)
            }
            _ => false,
        };
        if !is_noun(c) || !is_operator(t, "deny") || !is_operator(c, "accuse") {
            return None;
        }
        self.governed_event(c, None, depth.checked_sub(1)?).0
    }

    /// The event of a clause or phrase: of its head, or of what the head only wraps ("be ready to", "a series of attacks").
    pub(super) fn event_in(&self, c: TokenView<'a>, depth: usize) -> Option<Meaning> {
        let depth = depth.checked_sub(1)?;
        if let Some(m) = self.at(c, None, depth) {
            return Some(m);
        }
        let wrapped = c.children().filter(|k| match k.dep().as_str() {
            "acomp" | "attr" | "oprd" | "xcomp" => is_verb(c),
            "conj" => is_verb(c) == is_verb(*k) && k.id.index() - c.id.index() < 12,
            "acl" => is_noun(c),
            "dobj" => is_verb(c) && self.scene.reading(c).is_none() && is_noun(*k),
            _ => false,
        });
        let under_of = c
            .children_by("prep")
            .filter(|p| is_noun(c) && p.lower() == "of")
            .flat_map(|p| p.children().filter(|o| o.dep().is_any(&["pobj", "pcomp"])));
        wrapped.chain(under_of).find_map(|k| self.event_in(k, depth.saturating_sub(1)))
    }
}

/// Whether a word belongs to the surface subject of a verb.
fn stands_in_subject(verb: TokenView<'_>, word: TokenId) -> bool {
    is_verb(verb) && grammar::surface_subject(verb).is_some_and(|s| s.subtree().contains(word))
}

fn surface<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Vec<Participant> {
    grammar::surface_subject(t).map(|s| parties(scene, s)).unwrap_or_default()
}

fn set(auxiliary: &mut Auxiliary, more: Auxiliary) {
    auxiliary.historical |= more.historical;
    auxiliary.future |= more.future;
    auxiliary.hypothetical |= more.hypothetical;
    auxiliary.negation |= more.negation;
}
