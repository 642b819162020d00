//! What a word means where it stands: its own event, made into another by what governs, negates or modalises it.

mod modality;
mod operator;

use crate::Coder;
use crate::grammar::{self, is_noun, is_verb};
use crate::lexicon::{Entry, EntryId, Kind, Meant, Sense};
use crate::party::without;
use crate::roles::{self, Roles};
use crate::scene::{self, Reading, Scene};
use crate::speech;
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
                // A visitor's host, and between whom one mediates, may be told in any way.
                let side = !(meant.mode == "visit" || meant.mode == "third-party");
                roles.recipients = match side {
                    true => self.partners_below(t, &roles.actors),
                    false => self.resisted(t, &roles.actors, None),
                };
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
    /// given up, refused, asked for or broken off in words ("dropped its plan to visit", "demanded the release", "postponed a visit"), or what is
    /// mediated in.
    fn told_with(&self, t: TokenView<'a>, entry: &Entry, meant: Meant, depth: usize) -> Vec<TokenId> {
        let quad = |c: Label| self.coder.ontology.category(c).map_or(0, |c| c.quad);
        let ends = meant.category.is_any(&["CONCEDE", "REJECT", "REQUEST", "RETREAT", "SANCTION"]);
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
        if !elsewhere.is_empty() {
            return elsewhere;
        }
        // "withdrew its troops": that they are one's own is no news of anybody else.
        let moves = self.scene.lexicon.in_class("sends", t.lemma());
        let sent = |p: &Participant| moves && p.entity.sectors.first().is_some_and(|s| *s == "MIL");
        roles.recipients.iter().filter(|p| !sent(p)).cloned().collect()
    }

    /// An event noun with the verb that carries it.
    fn carried(&self, v: TokenView<'a>, noun: TokenId, depth: usize, how: Carried) -> Option<Meaning> {
        let n = self.scene.parsed.token(noun);
        // "war broke out *between* them": what stands with the verb is the noun's.
        let lends = how != Carried::Recipient;
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
