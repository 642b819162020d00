//! What a word means where it stands: its own event, made into another by what governs, negates or modalises it.

use crate::Coder;
use crate::compose::{Governed, Outcome, Row, Scheme};
use crate::grammar::{self, is_noun, is_verb};
use crate::lexicon::{Entry, EntryId, Kind, Meant, Sense};
use crate::party::{add, parties, without};
use crate::roles::{self, Roles};
use crate::scene::{self, Reading, Scene};
use crate::speech;
use crate::tense;
use whowhom_text::layer::{Auxiliary, Entity, EntityKind, Participant};
use whowhom_text::{Label, TokenId, TokenRange, TokenView, Why};

/// How deep operators nest before the coder stops looking ("refused to agree to consider ending").
const DEPTH: usize = 10;
/// How many clauses below an operator somebody is looked for.
const REACH_BELOW: usize = 3;

/// An event in the making.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// Category and mode.
    pub meant: Meant,
    /// A second category that the standard allows.
    pub also: Option<Label>,
    /// CAMEO code, where finer than the default.
    pub cameo: Option<Label>,
    /// The word that names it.
    pub trigger: TokenId,
    /// All words that took part, the innermost first.
    pub words: Vec<TokenId>,
    /// Who did what to whom.
    pub roles: Roles,
    /// How it is presented so far.
    pub auxiliary: Auxiliary,
    /// Holds only on a condition.
    pub conditional: bool,
    /// "Would have": it did not come to it.
    pub unreal: bool,
    /// Counts only with two parties.
    pub weak: bool,
    /// Its own entry or operator is a noun.
    pub nominal: bool,
    /// The entries and rows that fired.
    pub why: Vec<Why>,
}

/// Finds meanings in a scene.
pub struct Reader<'a> {
    /// The document.
    pub scene: &'a Scene<'a>,
    /// The rules.
    pub coder: &'a Coder,
}

impl<'a> Reader<'a> {
    /// What the word means, with everything below it taken in; `None` when it is no event.
    pub fn meaning(&self, t: TokenView<'a>) -> Option<Meaning> {
        self.at(t, None, DEPTH)
    }

    fn at(&self, t: TokenView<'a>, support: Option<TokenView<'a>>, depth: usize) -> Option<Meaning> {
        let depth = depth.checked_sub(1)?;
        let bare = match self.scene.reading(t) {
            Some(Reading::Entry(id)) => self.entry(t, id, support, depth),
            Some(Reading::Support(n)) => self.carried(t, n, depth, Carried::Subject),
            Some(Reading::Occur(n)) => self.carried(t, n, depth, Carried::Nothing),
            Some(Reading::Undergo(n)) => self.carried(t, n, depth, Carried::Recipient),
            None => None,
        };
        match bare {
            Some(bare) => self.modalise(t, bare),
            None => self.obligation(t).or_else(|| self.unwilling(t)),
        }
    }

    fn entry(&self, t: TokenView<'a>, id: EntryId, support: Option<TokenView<'a>>, depth: usize) -> Option<Meaning> {
        let entry = self.scene.lexicon.entry(id);
        match entry.sense {
            Sense::Nothing => None,
            Sense::Event { meant, cameo } => Some(self.own_event(t, entry, meant, cameo, (support, depth))),
            Sense::Operator { name, cameo } => self.operator(t, entry, name, cameo, support, depth).or_else(|| {
                let entry = self.scene.lexicon.entry(self.scene.event_entry(t).filter(|_| name != "say")?);
                let Sense::Event { meant, cameo } = entry.sense else { return None };
                Some(self.own_event(t, entry, meant, cameo, (support, depth)))
            }),
        }
    }

    fn own_event(
        &self,
        t: TokenView<'a>,
        entry: &Entry,
        meant: Meant,
        cameo: Option<Label>,
        (support, depth): (Option<TokenView<'a>>, usize),
    ) -> Meaning {
        let mut roles = match entry.kind {
            Kind::Noun => roles::of_noun(self.scene, t, entry, support),
            Kind::Verb | Kind::Adjective => roles::of_verb(self.scene, t, entry),
        };
        if roles.recipients.is_empty()
            && entry.recipient.is_none()
            && entry.kind == Kind::Verb
            && meant.category == "CONSULT"
        {
            // "arrived here for talks with Turkish leaders": the host may stand far off.
            roles.recipients = host(self.scene, t, &roles.actors);
            if roles.recipients.is_empty() && roles.actors.len() < 2 {
                roles.recipients = self.resisted(t, &roles.actors, None);
            }
        }
        // "threats by Minsk that it would let migrants into Poland": a noun with a clause says as much as its verb.
        let says = entry.kind == Kind::Noun
            && meant.category.is_any(&["ACCUSE", "AGREE", "REJECT", "REQUEST", "THREATEN"])
            && scene::governed(t).iter().any(|c| is_verb(*c));
        if says && roles.recipients.is_empty() && !roles.actors.is_empty() {
            roles.recipients = self.resisted(t, &roles.actors, support);
        }
        if entry.kind == Kind::Noun && support.is_none() && meant.category == "CONSULT" {
            self.meet_in_passing(t, meant, &mut roles);
        }
        if meant.category.is_any(&["MOBILIZE", "RETREAT"]) && entry.recipient.is_none() {
            roles.recipients = self.not_own(t, &roles);
        }
        if roles.recipients.is_empty() && meant.category.is_any(&["AGREE", "CONCEDE", "REJECT", "REQUEST", "THREATEN"])
        {
            // "told the envoy that his government was committed to peace"
            roles.recipients = without(self.scene, speech::told(self.scene, t), &roles.actors);
        }
        if meant.category == "ASSAULT" && entry.kind == Kind::Verb && roles.actors.is_empty() && grammar::is_passive(t)
        {
            roles = roles::in_fight(self.scene, t, roles);
        }
        // "conduct negotiations", "a round of talks": the noun names the same thing once more.
        let again = match entry.kind {
            Kind::Verb => grammar::logical_object(t).filter(|_| meant.category == "CONSULT"),
            _ => t.children_by("prep").find(|p| p.lower() == "of").and_then(|p| p.child(&["pobj"])),
        };
        let again = again.filter(|o| self.scene.base(*o).is_some_and(|base| base.category == meant.category));
        let named = self.told_with(t, entry, meant, depth);
        // "threatened to attack": what an entry of words asked for is part of what it says.
        let spoken =
            meant.category.is_any(&["AGREE", "CONCEDE", "REJECT", "REQUEST", "RETREAT", "SANCTION", "THREATEN"]);
        let clauses = if spoken { self.scene.demanded_clauses(t, entry) } else { Vec::new() };
        Meaning {
            meant,
            also: None,
            cameo,
            trigger: t.id,
            words: std::iter::once(t).chain(again).chain(clauses).map(|w| w.id).chain(named).collect(),
            roles,
            auxiliary: entry.auxiliary,
            conditional: false,
            unreal: false,
            weak: entry.weak || (entry.kind == Kind::Verb && only_describes(t)),
            nominal: entry.kind == Kind::Noun && !says,
            why: vec![entry.why.clone()],
        }
    }

    /// The nouns that an entry asks for and tells of with its own event, and what they govern: they name the same ("expressed outrage"), what is
    /// given up, refused or broken off in words ("dropped its plan to visit", "postponed a visit"), or what is mediated in.
    fn told_with(&self, t: TokenView<'a>, entry: &Entry, meant: Meant, depth: usize) -> Vec<TokenId> {
        let quad = |c: Label| self.coder.ontology.category(c).map_or(0, |c| c.quad);
        let ends = meant.category.is_any(&["CONCEDE", "REJECT", "RETREAT", "SANCTION"]);
        let mut told = Vec::new();
        for noun in self.scene.demanded_nouns(t, entry) {
            let Some(base) = self.scene.base_category(noun) else { continue };
            if base == meant.category || meant.mode == "third-party" || (ends && quad(base) <= 3) {
                told.extend(self.at(noun, None, depth / 2).map(|m| m.words).unwrap_or_default());
                told.extend(noun.children_by("amod").map(|c| c.id));
                told.push(noun.id);
            }
        }
        told.retain(|id| *id != t.id);
        told
    }

    /// "he said during a meeting with the envoy", "after talks with her, the premier flew home": who does or says something around a meeting or
    /// visit that is told with one of its sides is the other side.
    fn meet_in_passing(&self, t: TokenView<'a>, meant: Meant, roles: &mut Roles) {
        let visit = meant.mode == "visit";
        let around = |p: &TokenView<'a>| {
            matches!(p.lower(), "during" | "in" | "at" | "after" | "following") || visit && p.lower() == "on"
        };
        if t.dep() != "pobj" || t.head().filter(around).is_none() {
            return;
        }
        let told = roles.actors.len() + roles.recipients.len();
        let open = if visit {
            roles.actors.is_empty()
        } else {
            told == 1 && t.children_by("prep").any(|p| p.lower() == "with")
        };
        let verb = grammar::clause_head(t);
        let quad = |c: Label| self.coder.ontology.category(c).map_or(0, |c| c.quad);
        if !open || !is_verb(verb) || self.scene.base_category(verb).is_some_and(|c| quad(c) == 4) {
            return;
        }
        let known: Vec<Participant> = roles.actors.iter().chain(&roles.recipients).cloned().collect();
        let mut who = without(self.scene, roles::subject(self.scene, verb), &known);
        if !who.is_empty() {
            who.append(&mut roles.actors);
            roles.actors = who;
        }
    }

    /// Forces that one moves or draws back are one's own; the recipient is where they go.
    fn not_own(&self, t: TokenView<'a>, roles: &Roles) -> Vec<Participant> {
        let own =
            |p: &Participant| p.entity.code.is_some() && roles.actors.iter().any(|a| a.entity.code == p.entity.code);
        let others: Vec<Participant> = roles.recipients.iter().filter(|p| !own(p)).cloned().collect();
        if !others.is_empty() || roles.recipients.is_empty() || roles.actors.is_empty() {
            return if roles.actors.is_empty() { roles.recipients.clone() } else { others };
        }
        let elsewhere =
            roles::at_prepositions(self.scene, t, &["against", "from", "to", "into", "in", "on", "near", "along"]);
        let elsewhere: Vec<Participant> = elsewhere.into_iter().filter(|p| !own(p)).collect();
        if elsewhere.is_empty() { roles.recipients.clone() } else { elsewhere }
    }

    /// An event noun with the verb that carries it.
    fn carried(&self, v: TokenView<'a>, noun: TokenId, depth: usize, how: Carried) -> Option<Meaning> {
        let n = self.scene.parsed.token(noun);
        let lends = how == Carried::Subject;
        let mut meaning = self.at(n, lends.then_some(v), depth)?;
        meaning.words.push(v.id);
        meaning.nominal = false;
        if how == Carried::Recipient {
            let sufferer = roles::subject(self.scene, v);
            if !sufferer.is_empty() {
                meaning.roles.actors = without(self.scene, std::mem::take(&mut meaning.roles.actors), &sufferer);
                if meaning.roles.actors.is_empty() {
                    meaning.roles.actors =
                        without(self.scene, std::mem::take(&mut meaning.roles.recipients), &sufferer);
                }
                meaning.roles.recipients = sufferer;
            }
        }
        Some(meaning)
    }

    fn operator(
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

    fn compose(&self, t: TokenView<'a>, why: Why, row: &Row, core: bool, inner: Option<Meaning>) -> Option<Meaning> {
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

    fn set_parties(
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
                    if recipients.is_empty() {
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
                if recipients.is_empty() && !aid {
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
    fn answered(&self, n: TokenView<'a>, roles: &mut Roles) {
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
    fn asked(&self, t: TokenView<'a>, subject: &[Participant]) -> Vec<Participant> {
        for clause in scene::governed(t) {
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
    fn resisted(&self, t: TokenView<'a>, subject: &[Participant], support: Option<TokenView<'a>>) -> Vec<Participant> {
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
                    next.extend(
                        scene::governed(word).into_iter().flat_map(|c| std::iter::once(c).chain(c.children_by("conj"))),
                    );
                }
            }
            at = next;
        }
        Vec::new()
    }

    /// The event that an operator governs, and whether it governs anything at all.
    fn governed_event(
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
    fn reported(&self, t: TokenView<'a>, c: TokenView<'a>, depth: usize) -> Option<Meaning> {
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
    fn event_in(&self, c: TokenView<'a>, depth: usize) -> Option<Meaning> {
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

    /// Negation, tense and modality of the word's own clause.
    fn modalise(&self, t: TokenView<'a>, bare: Meaning) -> Option<Meaning> {
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

    fn apply(&self, t: TokenView<'a>, operator: &'static str, inner: Meaning) -> Option<Meaning> {
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
    fn offered(&self, refused: &Meaning) -> Meant {
        let innermost = refused.words.first().map(|w| self.scene.parsed.token(*w));
        let cooperative = |m: &Meant| self.coder.ontology.category(m.category).is_some_and(|c| c.quad <= 2);
        let offered = innermost.filter(|_| refused.meant.category == "AGREE").and_then(|w| self.scene.base(w));
        offered.filter(cooperative).unwrap_or(refused.meant)
    }

    /// Whether a refusal of harm, itself denied, keeps the harm possible ("would not rule out sanctions").
    fn leaves_open(&self, refusal: &Meaning) -> bool {
        let innermost = refusal.words.first().filter(|w| **w != refusal.trigger).map(|w| self.scene.parsed.token(*w));
        let conflict = |c: Label| self.coder.ontology.category(c).is_some_and(|c| c.quad == 4);
        refusal.meant.category == "REJECT" && innermost.and_then(|w| self.scene.base_category(w)).is_some_and(conflict)
    }

    /// "Israel must withdraw", said by somebody: a demand. Said by nobody it is the writer's view.
    fn must(&self, t: TokenView<'a>, inner: Meaning, negated: bool) -> Option<Meaning> {
        let speaker = speech::speaker(self.scene, t);
        let asked = without(self.scene, inner.roles.actors.clone(), &speaker);
        if speaker.is_empty() {
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
    fn obligation(&self, t: TokenView<'a>) -> Option<Meaning> {
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
    fn unwilling(&self, t: TokenView<'a>) -> Option<Meaning> {
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Carried {
    /// The verb's subject does it.
    Subject,
    /// The verb's subject suffers it.
    Recipient,
    /// The verb adds nobody.
    Nothing,
}

/// Whether a participle before a noun only says who is meant ("the jailed leader"). Behind another noun the parser may have taken a whole clause
/// for such a participle ("Iran enriched uranium").
fn only_describes(t: TokenView<'_>) -> bool {
    t.dep() == "amod" && t.tag() == "VBN" && t.prev().is_none_or(|p| !is_noun(p))
}

/// The state that a visitor is in who "arrived here": that of the dateline.
fn host<'a>(scene: &Scene<'a>, t: TokenView<'a>, actors: &[Participant]) -> Vec<Participant> {
    let here = t.children().find(|c| c.lower() == "here");
    let country = scene.layers.places.iter().find(|p| p.dateline).and_then(|p| p.country);
    let (Some(here), Some(code)) = (here, country) else { return Vec::new() };
    if actors.iter().any(|a| a.entity.code == Some(code)) {
        return Vec::new();
    }
    let entity = Entity { code: Some(code), kind: EntityKind::State, ..Entity::default() };
    vec![Participant { tokens: TokenRange::one(here.id), mention: None, entity }]
}

/// Whether a word belongs to the surface subject of a verb.
fn stands_in_subject(verb: TokenView<'_>, word: TokenId) -> bool {
    is_verb(verb) && grammar::surface_subject(verb).is_some_and(|s| s.subtree().contains(word))
}

fn surface<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Vec<Participant> {
    grammar::surface_subject(t).map(|s| parties(scene, s)).unwrap_or_default()
}

fn conditional(mut meaning: Meaning, condition: bool) -> Meaning {
    meaning.conditional |= condition;
    meaning.auxiliary.hypothetical |= condition && !meaning.meant.category.is_any(&["THREATEN"]);
    meaning
}

fn set(auxiliary: &mut Auxiliary, more: Auxiliary) {
    auxiliary.historical |= more.historical;
    auxiliary.future |= more.future;
    auxiliary.hypothetical |= more.hypothetical;
    auxiliary.negation |= more.negation;
}
