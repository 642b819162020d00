//! Governments, armies and crowds that the text names without a country get the country that it makes clear.

use crate::draft::{Definite, Draft, Key};
use crate::find::Doc;
use crate::kb::RoleKind;
use rustc_hash::FxHashMap;
use whowhom_text::layer::{EntityKind, MentionKind, Stand};
use whowhom_text::{Code, TokenId, TokenView, Why};

/// The states that a document's phrases speak of.
#[derive(Debug)]
pub(crate) struct Context {
    /// In text order.
    states: Vec<Seen>,
    /// The state that most of them are, if it is clearly one.
    main: Option<Code>,
    /// How often it is spoken of.
    times: usize,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    sentence: usize,
    head: TokenId,
    code: Code,
    place: bool,
    /// Of armed forces.
    armed: bool,
    /// Of a diplomat, who speaks of other states.
    diplomat: bool,
    /// What others act on: not a modifier, a place or the subject of a clause.
    actor: bool,
}

impl Context {
    pub fn new(doc: &Doc<'_>, drafts: &[Draft]) -> Self {
        let states: Vec<Seen> = drafts
            .iter()
            .filter_map(|d| {
                let code = d.entity.code.filter(|c| doc.kb.state(*c).is_some())?;
                // News agencies and papers report from anywhere.
                if d.entity.sectors.first().is_some_and(|s| *s == "JRN") {
                    return None;
                }
                // The pope is wherever he travels.
                if code.as_str() == "VAT" && d.entity.kind != EntityKind::State {
                    return None;
                }
                let place = d.stand == Stand::Place;
                let subject = doc.token(d.head).dep().is_any(&["nsubj", "nsubjpass"]);
                let noun = doc.token(d.head).head().map_or(d.head, |h| h.id);
                let sends = |at: TokenId| {
                    let found = drafts.binary_search_by_key(&at, |other| other.head).ok();
                    found.and_then(|i| drafts[i].role).is_some_and(|r| doc.kb.roles[r as usize].sends)
                };
                let diplomat = sends(d.head) || d.kind == MentionKind::Modifier && sends(noun);
                let actor = d.kind != MentionKind::Modifier && !place && !subject && d.entity.kind == EntityKind::State;
                Some(Seen {
                    sentence: doc.token(d.head).sentence(),
                    head: d.head,
                    code,
                    place,
                    armed: d.entity.sectors.first().is_some_and(|s| *s == "MIL") || d.kind == MentionKind::Modifier,
                    diplomat,
                    actor,
                })
            })
            .collect();
        let mut counts: FxHashMap<Code, usize> = FxHashMap::default();
        for seen in &states {
            *counts.entry(seen.code).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|&(code, n)| (n, code));
        let main = most.filter(|(_, n)| 2 * n > states.len());
        Self { states, main: main.map(|m| m.0), times: main.map_or(0, |m| m.1) }
    }

    fn in_sentence(&self, sentence: usize) -> &[Seen] {
        let start = self.states.partition_point(|s| s.sentence < sentence);
        let end = self.states.partition_point(|s| s.sentence <= sentence);
        &self.states[start..end]
    }

    /// Gives the phrase a code, if it is one that belongs to some country and the text makes clear to which.
    pub fn place(&self, doc: &Doc<'_>, draft: &mut Draft) {
        self.find(doc, draft);
        draft.entity.code = draft.entity.code.or(draft.descent);
    }

    fn find(&self, doc: &Doc<'_>, draft: &mut Draft) {
        if draft.entity.code.is_some() || draft.owner.is_some() || !draft.shared.is_empty() {
            return;
        }
        if of_several(doc, draft) {
            return;
        }
        let Some(local) = locality(doc, draft) else {
            self.place_weak(doc, draft);
            return;
        };
        let token = doc.token(draft.head);
        let sentence = self.in_sentence(token.sentence());
        let armed = draft.role.is_some_and(|r| {
            doc.kb.roles[r as usize].sectors.first().is_some_and(|s| matches!(s.as_str(), "REB" | "UAF"))
        });
        let here = || sentence.iter().filter(|s| draft.descent != Some(s.code) && !(armed && s.diplomat));
        let near = |s: &&Seen| s.head.0.abs_diff(draft.head.0);
        let owner = sender(doc, token).and_then(|subject| here().find(|s| s.head == subject.id));
        let owner = owner.map(|s| (s.code, "whoever sends them"));
        let place = here().filter(|s| s.place).min_by_key(near).map(|s| (s.code, "place in the sentence"));
        // "the governor wants American troops out": whose the troops are says nothing of the governor.
        let mut codes =
            here().filter(|s| if local == Locality::Any { true } else { !s.actor && !s.armed }).map(|s| s.code);
        let only = codes.next().filter(|first| here().all(|s| s.code == *first));
        // Whom soldiers strike is not of their nation, if the text has another.
        let struck = local == Locality::Any && here().all(|s| s.armed) && civil(doc, draft) && !political(doc, draft);
        let last = self.last_place(doc, token).map(|c| (c, "last place spoken of"));
        let only = if struck && doc.lemma_is("protester", token) {
            // Crowds are mostly beaten by the forces of their own state.
            striker(token)
                .and_then(|s| here().find(|c| c.head == s.id))
                .map(|s| (s.code, "whoever strikes them"))
                .or(last)
        } else if struck {
            last
        } else {
            only.map(|c| (c, "only state in the sentence"))
        };
        // Somebody else's minister may well visit the only state spoken of.
        let main = self.main.filter(|_| local == Locality::Any || self.times > 1);
        let main = main.map(|c| (c, "main state of the document"));
        let any = local == Locality::Any;
        let found = match local {
            Locality::Patient => place,
            _ => {
                // Civilians are of where the text has just been; others of what it is about.
                let last = last.filter(|_| any && (main.is_none() || civil(doc, draft)));
                owner.filter(|_| any).or(place.filter(|_| any)).or(only).or(last).or(main)
            }
        };
        if let Some((code, rule)) = found {
            draft.entity.code = Some(code);
            draft.why.push(Why::rule(rule));
            if local == Locality::Patient && draft.entity.sectors.is_empty() {
                draft.entity.sectors.push(Code::from_static(b"CVL"));
            }
        }
    }

    /// "officials", "supporters" in a document that hardly speaks of any other state.
    fn place_weak(&self, doc: &Doc<'_>, draft: &mut Draft) {
        let Some(role) = draft.role.map(|r| &doc.kb.roles[r as usize]) else { return };
        let official = role.weak && role.kind == RoleKind::Person && role.sectors.first().is_some_and(|s| *s == "GOV");
        // "commission officials" are the commission's, "leaders" of wherever they come from.
        let other = doc.token(draft.head).children_by("compound").any(|c| !draft.role_tokens.contains(c.id));
        if role.leads || other {
            return;
        }
        let alone = self.times > 2 && 4 * self.times > 3 * self.states.len();
        if let Some(code) = self.main.filter(|_| official && alone && !role.sends && draft.key == Key::Nominal) {
            draft.entity.code = Some(code);
            draft.why.push(Why::rule("main state of the document"));
        }
    }

    /// The place named last before the token, in its sentence or the two before.
    fn last_place(&self, doc: &Doc<'_>, token: TokenView<'_>) -> Option<Code> {
        let end = self.states.partition_point(|s| s.head < token.id);
        let near = self.states[..end].iter().rev().take_while(|s| s.sentence + 2 >= token.sentence());
        let _ = doc;
        near.filter(|s| s.place).map(|s| s.code).next()
    }
}

/// The subject of a verb that moves forces of its own: "Britain has some 7,200 troops in Iraq".
fn sender<'a>(doc: &Doc<'a>, token: TokenView<'a>) -> Option<TokenView<'a>> {
    let above = token.head()?;
    let verb = match token.dep().as_str() {
        "dobj" => above,
        // "has troops deployed": the parser may make the troops the subject of a clause below.
        "nsubj" | "nsubjpass" if above.dep().is_any(&["ccomp", "xcomp"]) => above.head()?,
        _ => return None,
    };
    doc.lemma_is("sends", verb).then(|| verb.child(&["nsubj"])).flatten()
}

/// The subject of the verb that has the phrase as its object ("fired on demonstrators").
fn striker(token: TokenView<'_>) -> Option<TokenView<'_>> {
    let above = token.head()?;
    let mut verb = if above.dep() == "prep" { above.head()? } else { above };
    loop {
        if let Some(subject) = verb.child(&["nsubj"]) {
            return Some(subject);
        }
        verb = verb.head().filter(|_| verb.dep() == "conj")?;
    }
}

/// Whether the phrase is of party people, whom mostly their own state's forces strike.
fn political(doc: &Doc<'_>, draft: &Draft) -> bool {
    let role = draft.role.map(|r| &doc.kb.roles[r as usize]);
    role.and_then(|r| r.sectors.first()).is_some_and(|s| *s == "PTY")
}

/// Whether the phrase is of people without arms.
fn civil(doc: &Doc<'_>, draft: &Draft) -> bool {
    let role = draft.role.map(|r| &doc.kb.roles[r as usize]);
    role.and_then(|r| r.sectors.first()).is_some_and(|s| !matches!(s.as_str(), "MIL" | "COP" | "REB" | "UAF" | "GOV"))
}

/// Whether the phrase says that it is of several states that it does not name ("ministers from seven nations").
fn of_several(doc: &Doc<'_>, draft: &Draft) -> bool {
    let complements = doc.token(draft.head).children_by("prep").filter(|p| matches!(p.lower(), "of" | "from"));
    let mut of = complements.flat_map(|p| p.children_by("pobj"));
    of.any(|o| o.tag() == "NNS" && doc.kb.is("state_noun", doc.kb.words.get(o.lemma())))
}

/// From where a phrase may take its country.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Locality {
    /// From any state spoken of.
    Any,
    /// From nations and places, not from another actor: a president is not of the state he threatens.
    Own,
    /// From the place alone: somebody unknown whom things are done to there.
    Patient,
}

fn locality(doc: &Doc<'_>, draft: &Draft) -> Option<Locality> {
    if draft.descent.is_some() {
        return Some(Locality::Any);
    }
    if draft.key == Key::Person && draft.role.is_none() {
        return doc.token(draft.head).dep().is_any(&["dobj", "nsubjpass"]).then_some(Locality::Patient);
    }
    if draft.local {
        return Some(Locality::Any);
    }
    let role = &doc.kb.roles[draft.role? as usize];
    let sector = role.sectors.first().map_or("", |s| s.as_str());
    if role.sends || sector == "JRN" {
        return None;
    }
    if draft.key == Key::Person {
        return (!role.weak && (role.title || role.leads)).then_some(Locality::Own);
    }
    if draft.key != Key::Nominal {
        return None;
    }
    if doc.lemma_is("protester", doc.token(draft.head)) {
        return Some(Locality::Any);
    }
    let said = draft.definite != Definite::No;
    match role.kind {
        RoleKind::State | RoleKind::None => None,
        RoleKind::Body if sector == "PTY" => Some(Locality::Any),
        RoleKind::Body | RoleKind::People => (!role.weak && said).then_some(Locality::Any),
        RoleKind::Person if sector == "PTY" => Some(Locality::Any),
        RoleKind::Person if role.leads => (draft.definite == Definite::Yes).then_some(Locality::Own),
        RoleKind::Person if matches!(sector, "GOV" | "LEG" | "ELI") => (!role.weak).then_some(Locality::Own),
        RoleKind::Person => (!role.weak).then_some(Locality::Any),
    }
}
