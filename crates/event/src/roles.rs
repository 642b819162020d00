//! Who takes part in an event: from an entry's slots to participants.

use crate::grammar::{self, is_noun, is_verb};
use crate::lexicon::{Entry, Kind, Path, Places, Sense};
use crate::party::{self, add, direct_parties, parties, without};
use crate::scene::{self, Scene};
use whowhom_text::layer::{EntityKind, MentionKind, Participant};
use whowhom_text::{TokenRange, TokenView};

/// The parties of an event.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// Who does it.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
}

/// Prepositions whose object may be the recipient of a verb, the likeliest first.
const VERB_RECIPIENT: [&str; 13] =
    ["against", "to", "on", "with", "at", "from", "of", "for", "upon", "toward", "towards", "over", "into"];
/// The same for a verb of meeting: what one meets on, over or about is nobody's side.
const MEETS: [&str; 7] = ["with", "to", "at", "from", "of", "for", "against"];
/// The same for a noun.
const NOUN_RECIPIENT: [&str; 11] =
    ["against", "on", "to", "with", "toward", "towards", "of", "for", "at", "from", "over"];
/// Prepositions that tell where people are sent or drawn back from.
const GOAL: [&str; 11] = ["to", "into", "against", "in", "from", "on", "along", "near", "across", "around", "at"];
/// How many clauses are looked at for somebody; a guard against a bad parse.
const CLAUSES: usize = 64;
/// How many verbs below a governed one are looked at ("agreed to try to help").
const CHAIN: usize = 2;
/// Where everybody named takes part.
const MUTUAL: [&str; 6] = ["by", "between", "with", "among", "of", "involving"];

/// The parties of a verb's own event.
pub fn of_verb<'a>(scene: &Scene<'a>, v: TokenView<'a>, entry: &Entry) -> Roles {
    let mut actors = match &entry.actor {
        Some(places) => at_places(scene, v, places),
        None if is_assault(entry) && speaks_of_blow(scene, v) => Vec::new(),
        None => subject(scene, v),
    };
    if actors.is_empty() && entry.actor.is_none() {
        actors = match entry.kind {
            Kind::Adjective => bearer(scene, v),
            _ if grammar::is_passive(v) => sent_forces(scene, v),
            _ => actors,
        };
    }
    if actors.is_empty() && entry.actor.is_none() && v.dep() == "acl" && grammar::is_passive(v) {
        // "the Council's sanctions imposed on Chad": whose the deed is, he does it.
        let deed = v.head().filter(|n| is_noun(*n) && scene.is_event(*n));
        actors = deed.map(|n| party::modifiers(scene, n)).unwrap_or_default();
    }
    if actors.is_empty() && rejects(entry) && grammar::is_passive(v) {
        // "a visit by the queen to Oslo was cancelled": by nobody else, as far as is told.
        let meeting = grammar::logical_object(v).filter(|o| scene.base(*o).is_some_and(|m| m.category == "CONSULT"));
        actors = meeting.map(|o| noun_actors(scene, o)).unwrap_or_default();
    }
    let recipients = match &entry.recipient {
        Some(places) => without(scene, at_places(scene, v, places), &actors),
        None => verb_recipients(scene, v, &actors, entry),
    };
    // "The raid was condemned by Chad": where the entry looks in vain, whoever the object names.
    let recipients = match grammar::logical_object(v).filter(|_| recipients.is_empty() && entry.recipient.is_some()) {
        Some(object) => without(scene, parties(scene, object), &actors),
        None => recipients,
    };
    let recipients = if recipients.is_empty() && is_assault(entry) {
        without(scene, victims_above(scene, v), &actors)
    } else {
        recipients
    };
    // "Ties between Oman and Qatar were strengthened": those who share a thing do it together.
    let meets = matches!(entry.sense, Sense::Event { meant, .. } if meant.category == "CONSULT");
    let ties = needs_partner(entry) && !meets && entry.actor.is_none();
    let shared = || grammar::is_passive(v) && ties && recipients.len() > 1;
    if actors.is_empty() && shared() {
        return Roles { actors: recipients, recipients: Vec::new() };
    }
    Roles { actors, recipients }
}

/// "fired at the guards, killing three": those of the clause above.
fn victims_above<'a>(scene: &Scene<'a>, v: TokenView<'a>) -> Vec<Participant> {
    let counted = |o: &TokenView<'a>| {
        (o.pos() == "NUM" || o.lower() == "others" || scene.lexicon.in_class("count", o.lemma()))
            && !o.has_child("prep")
    };
    let blows = |h: &TokenView<'a>| scene.base(*h).is_some_and(|base| base.category == "ASSAULT");
    if let Some(before) = v.head().filter(|h| v.dep() == "conj" && blows(h))
        && v.child(&["dobj"]).is_some_and(|o| matches!(o.lower(), "others" | "another"))
    {
        // "killed two Danes and wounded five others"
        let same = grammar::logical_object(before).map(|o| parties(scene, o)).unwrap_or_default();
        if !same.is_empty() {
            return same;
        }
    }
    let first = v.head().filter(|h| v.dep() == "conj" && h.dep() == "advcl").unwrap_or(v);
    let above = first.head().filter(|h| first.dep() == "advcl" && first.tag() == "VBG" && is_verb(*h));
    let blow = above.filter(|_| v.child(&["dobj"]).filter(counted).is_some());
    let Some((blow, id)) = blow.and_then(|h| Some((h, scene.event_entry(h)?))) else { return Vec::new() };
    let entry = scene.lexicon.entry(id);
    if is_assault(entry) { verb_recipients(scene, blow, &subject(scene, blow), entry) } else { Vec::new() }
}

/// Who a verb's logical subject is.
pub fn subject<'a>(scene: &Scene<'a>, v: TokenView<'a>) -> Vec<Participant> {
    let head = if is_verb(v) || v.has_child("nsubj") { v } else { predicate(v) };
    let Some(subject) = grammar::logical_subject(head) else { return Vec::new() };
    let mut found = party::doers(scene, subject);
    // "Envoys from Chad, Mali, and Niger met": the parser may cut the list in two subjects.
    let rest = head.children_by("nsubj").find(|s| s.id > subject.id && s.id < head.id);
    let cut = |rest: &TokenView<'a>| subject.children_by("cc").any(|cc| cc.id.0 < rest.id.0 && cc.id > subject.id);
    if let Some(rest) = rest.filter(|r| !found.is_empty() && cut(r)) {
        add(scene, &mut found, party::doers(scene, rest));
    }
    // "handed the envoy a petition demanding reform": the paper speaks for whoever hands it.
    let paper = scene.lexicon.in_class("papers", subject.lemma())
        && subject.head().is_some_and(|h| scene.lexicon.in_class("publishes", h.lemma()));
    if found.is_empty() && paper && v.dep().is_any(&["acl", "relcl"]) && v.head() == Some(subject) {
        return grammar::noun_actor(subject).map(|n| parties(scene, n)).unwrap_or_default();
    }
    found
}

/// For an adjective or participle after "be": the verb that has its subject.
fn predicate(t: TokenView<'_>) -> TokenView<'_> {
    t.head().filter(|h| t.dep().is_any(&["acomp", "attr", "oprd"]) && is_verb(*h)).unwrap_or(t)
}

/// Those who do to whom it is done "in clashes with police", "in a raid by rebels": in a fight of the two sides nobody is the victim.
pub fn in_fight<'a>(scene: &Scene<'a>, v: TokenView<'a>, mut roles: Roles) -> Roles {
    let words = ["in", "during", "by"];
    let fights = v.children_by("prep").filter(|p| words.contains(&p.lower())).flat_map(|p| p.children_by("pobj"));
    let Some((noun, entry)) = fights.into_iter().find_map(|n| {
        let base = scene.base(n).filter(|_| is_noun(n))?;
        let entry = scene.lexicon.entry(scene.event_entry(n)?);
        base.category.is_any(&["ASSAULT", "COERCE", "MOBILIZE"]).then_some((n, entry))
    }) else {
        return roles;
    };
    let of = of_noun(scene, noun, entry, None);
    let both = entry.mutual || noun.children_by("prep").any(|p| matches!(p.lower(), "with" | "between"));
    let mut doers = without(scene, of.actors, &roles.recipients);
    if both {
        add(scene, &mut doers, without(scene, of.recipients, &roles.recipients));
    }
    let sides: Vec<_> = roles.recipients.iter().map(|p| (p.entity.code, p.entity.sectors.first())).collect();
    if doers.is_empty() && both && sides.iter().any(|side| *side != sides[0]) {
        return Roles { actors: roles.recipients, recipients: Vec::new() };
    }
    roles.actors = doers;
    roles
}

/// Whether the relative clause of a verb hangs on a place or people struck although it speaks of the blow: "the blasts at two hotels, which
/// killed 50".
fn speaks_of_blow<'a>(scene: &Scene<'a>, v: TokenView<'a>) -> bool {
    let struck = v.head().filter(|h| v.dep() == "relcl" && h.dep() == "pobj");
    let blow = struck.and_then(|s| s.head()).and_then(|p| p.head());
    blow.and_then(|n| scene.base(n)).is_some_and(|base| base.category == "ASSAULT")
}

/// Who is in the state that an adjective behind its noun tells of: "a report critical of Kenya" is so for whoever issued it.
fn bearer<'a>(scene: &Scene<'a>, a: TokenView<'a>) -> Vec<Participant> {
    let Some(noun) = a.head().filter(|h| a.dep().is_any(&["amod", "acl", "relcl"]) && is_noun(*h)) else {
        return Vec::new();
    };
    let own = parties(scene, noun);
    if !own.is_empty() {
        return own;
    }
    grammar::noun_actor(noun).map(|n| parties(scene, n)).unwrap_or_default()
}

/// "French troops were sent to Gabon": whose forces they are sends them, when nobody else is said to.
fn sent_forces<'a>(scene: &Scene<'a>, v: TokenView<'a>) -> Vec<Participant> {
    if !sends_own(scene, v) {
        return Vec::new();
    }
    let sent = grammar::logical_object(v).map(|o| direct_parties(scene, o)).unwrap_or_default();
    sent.into_iter().filter(|p| is_force(p) && p.entity.code.is_some()).collect()
}

/// "accused *each other*": whoever does it suffers it.
fn is_each_other(t: TokenView<'_>) -> bool {
    let first = t.children().find(|c| c.id < t.id).map(|c| c.lower());
    matches!((t.lower(), first), ("other", Some("each")) | ("another", Some("one")))
}

/// Whether the verb moves people or arms of one's own: "send", "withdraw", "deploy".
fn sends_own(scene: &Scene<'_>, v: TokenView<'_>) -> bool {
    scene.lexicon.in_class("sends", v.lemma())
}

fn is_force(p: &Participant) -> bool {
    p.entity.sectors.first().is_some_and(|s| matches!(s.as_str(), "MIL" | "COP"))
}

/// Whether those sent are the sender's own, or nobody else's as far as is told.
fn is_own(p: &Participant, actors: &[Participant]) -> bool {
    let ours = |code| actors.iter().any(|a| a.entity.code == Some(code));
    let named = p.entity.kind == EntityKind::State;
    !named && p.entity.code.is_none_or(|code| ours(code) || is_force(p) && !actors.is_empty())
}

fn verb_recipients<'a>(scene: &Scene<'a>, v: TokenView<'a>, actors: &[Participant], entry: &Entry) -> Vec<Participant> {
    let fits = |found: Vec<Participant>| without(scene, found, actors);
    // "hauled in the envoy": the parser may take the particle for a preposition.
    let object = grammar::logical_object(v).or_else(|| scene::particle_object(v, &entry.words[1..]));
    if let Some(found) = object.filter(|_| blames(entry)).and_then(|o| doers_of_harm(scene, o)) {
        return fits(found);
    }
    if object.is_some_and(is_each_other) && !needs_partner(entry) {
        return actors.to_vec();
    }
    // "rebels accused other rebels": a full noun phrase as object is not the subject once more, whatever they are called.
    let anew = |p: &Participant| {
        let full = p.mention.map(|id| scene.layers.actors.mention(id)).filter(|m| m.kind != MentionKind::Pronoun);
        let apart = |a: &Participant| a.tokens.end <= p.tokens.start || p.tokens.end <= a.tokens.start;
        full.is_some_and(|m| m.members.is_empty() && m.entity.kind == EntityKind::People) && actors.iter().all(apart)
    };
    let other = |p: &Participant| anew(p) || !party::is_among(scene, p, actors);
    let direct: Vec<_> =
        object.map(|o| direct_parties(scene, o)).unwrap_or_default().into_iter().filter(other).collect();
    if sends_own(scene, v) && direct.iter().all(|p| is_own(p, actors)) {
        // Where one's own people go or leave is the recipient, not they.
        let goal = first_preposition(scene, v, object, &GOAL, actors);
        if !goal.is_empty() || direct.iter().any(is_force) {
            return goal;
        }
    }
    // "discussed Libya with Moscow": what one talks about is no partner.
    let topic = needs_partner(entry) && direct.iter().all(|p| p.entity.kind == EntityKind::State);
    let partner = if topic { first_preposition(scene, v, object, &["with"], actors) } else { Vec::new() };
    if !partner.is_empty() {
        return partner;
    }
    let indirect = grammar::indirect_object(v).map(|o| fits(parties(scene, o))).unwrap_or_default();
    if !direct.is_empty() {
        // "sent other intelligence to Chad": a body that nobody knows may be a thing; who gets it is somebody.
        let known = |found: &[Participant]| found.iter().any(|p| p.entity.code.is_some());
        let things = direct.iter().all(|p| !matches!(p.entity.kind, EntityKind::People | EntityKind::Person));
        if things && !known(&direct) {
            let goal = if known(&indirect) { indirect } else { first_preposition(scene, v, None, &["to"], actors) };
            if known(&goal) {
                return goal;
            }
        }
        return direct;
    }
    if !indirect.is_empty() {
        return indirect;
    }
    // "agreed with Berlin on troops for Mali": one agrees and meets with somebody, whatever it is on.
    let with = if needs_partner(entry) { first_preposition(scene, v, object, &["with"], actors) } else { Vec::new() };
    if !with.is_empty() {
        return with;
    }
    if let Some(deed) = object.filter(|o| asks(entry) && is_noun(*o) && scene.is_event(*o)) {
        // "demanded the withdrawal of Syrian troops from the valley": whoever is to do it is asked.
        let by = first_preposition(scene, deed, None, &["by"], actors);
        let of = || first_preposition(scene, deed, None, &["of"], actors).into_iter().filter(is_force).collect();
        let asked: Vec<_> = if by.is_empty() { of() } else { by };
        if !asked.is_empty() {
            return asked;
        }
    }
    let meets = matches!(entry.sense, Sense::Event { meant, .. } if meant.category == "CONSULT");
    // What a thing discussed is of or for is no side, but who a meeting is of.
    let demanded = if meets { scene.demanded_nouns(v, entry) } else { Vec::new() };
    let meeting =
        |o: TokenView<'a>| scene.base(o).is_some_and(|base| base.category == "CONSULT") || demanded.contains(&o);
    let about = meets && object.is_some_and(|o| !meeting(o));
    let by_preposition = match (meets, about) {
        (true, true) => {
            let with = first_preposition(scene, v, object, &["with", "to", "from", "by"], actors);
            if with.is_empty() { first_preposition(scene, v, None, &MEETS, actors) } else { with }
        }
        (true, false) => first_preposition(scene, v, object, &MEETS, actors),
        _ => first_preposition(scene, v, object, &VERB_RECIPIENT, actors),
    };
    if !by_preposition.is_empty() {
        return by_preposition;
    }
    if meets {
        // "called on the king"; "discussed Mali in talks with Chad"
        let mut met = first_preposition(scene, v, None, &["on"], actors);
        met.retain(|p| matches!(p.entity.kind, EntityKind::Person | EntityKind::People));
        if met.is_empty() {
            let around = v.children_by("prep").filter(|p| matches!(p.lower(), "in" | "during" | "at"));
            let talks = around.flat_map(|p| p.children_by("pobj")).filter(|n| is_noun(*n) && scene.is_event(*n));
            met = talks.into_iter().flat_map(|n| first_preposition(scene, n, None, &["with"], actors)).collect();
        }
        if !met.is_empty() {
            return met;
        }
    }
    if is_assault(entry) {
        // "threw stones and opened fire at the guards": at whom stands at the last verb.
        let last = v.children_by("conj").filter(|c| is_verb(*c) && !c.has_child("nsubj"));
        let found = last.into_iter().find_map(|c| {
            let at = first_preposition(scene, c, grammar::logical_object(c), &["at", "on", "against"], actors);
            (!at.is_empty()).then_some(at)
        });
        if let Some(found) = found {
            return found;
        }
    }
    if needs_partner(entry) {
        // "wants to cooperate and arrange exchanges with Vietnam": the partner stands at the last verb.
        let shared = v.children_by("conj").filter(|c| is_verb(*c) && !c.has_child("nsubj")).find_map(|c| {
            let found = first_preposition(scene, c, grammar::logical_object(c), &["with"], actors);
            (!found.is_empty()).then_some(found)
        });
        if let Some(found) = shared {
            return found;
        }
    }
    // "promised Lima's support for Quito": one's own state is no partner.
    let support = object.and_then(|o| scene.base_category(o)).is_some_and(|c| c.is_any(&["AGREE", "AID", "SUPPORT"]));
    let own = |p: &Participant| support && needs_partner(entry) && is_state_of(p, actors);
    let known = |p: &Participant| own(p) || party::is_among(scene, p, actors);
    let within = if meets {
        object.filter(|_| !about).map(|o| party::sides(scene, o, &known))
    } else if needs_partner(entry) && actors.len() > 1 {
        object.map(|o| fits(party::partners(scene, o)))
    } else {
        object.map(|o| party::others(scene, o, &known))
    };
    let within = within.unwrap_or_default();
    if !within.is_empty() {
        return within;
    }
    let aimed = object
        .map(|o| fits(party::aims(scene, o, &["on", "against", "to", "for", "from", "with", "at"])))
        .unwrap_or_default();
    if !aimed.is_empty() {
        return aimed;
    }
    // "appealed for food to save the country": what an appeal is for is not asked.
    let purpose = |c: &TokenView<'a>| c.dep() == "advcl" && asks(entry);
    let mut clauses: Vec<_> = crate::scene::governed(v).into_iter().filter(|c| !purpose(c)).collect();
    // "willing to help defend Oman": the one named by the last of a chain of verbs.
    for _ in 0..CHAIN {
        let purpose = |c: &TokenView<'a>| c.dep().is_any(&["acl", "advcl", "relcl"]) && crate::scene::has_to(*c);
        let below = |c: &TokenView<'a>| {
            let object = grammar::logical_object(*c);
            let own = c.children().filter(|k| k.dep() == "xcomp" || purpose(k));
            own.chain(object.into_iter().flat_map(|o| o.children().filter(purpose))).collect::<Vec<_>>()
        };
        let last: Vec<_> = clauses.iter().flat_map(below).filter(|c| is_verb(*c)).collect();
        clauses.extend(last);
    }
    clauses.truncate(CLAUSES);
    if meets {
        // What they meet to do may be done to others; whom they are to meet is told with it.
        let meeting = |t: TokenView<'a>| scene.base(t).is_some_and(|base| base.category == "CONSULT");
        clauses.retain(|c| c.child(&["nsubj"]).is_some_and(meeting) || meeting(*c) && c.lemma() != "discuss");
    }
    let governed = clauses.into_iter().find_map(|c| {
        let own = c.child(&["nsubj", "nsubjpass"]).map(|s| fits(parties(scene, s))).unwrap_or_default();
        let found = if own.is_empty() {
            let named = |o| if meets { fits(direct_parties(scene, o)) } else { party::others(scene, o, &known) };
            grammar::logical_object(c).map(named).unwrap_or_default()
        } else {
            own
        };
        (!found.is_empty()).then_some(found)
    });
    // Where two meet is neither's partner, and nobody's own country is to whom he does a thing.
    let several = |a: &Participant| {
        let plural = a.entity.code.is_none() && scene.parsed.tokens(a.tokens).any(|t| t.tag() == "NNS");
        a.entity.kind == EntityKind::People || plural
    };
    let met = needs_partner(entry) && (actors.len() > 1 || meets && !actors.is_empty() && actors.iter().all(several));
    let abroad = |found: Vec<Participant>| {
        let own = |p: &Participant| actors.iter().any(|a| a.entity.code.is_some() && a.entity.code == p.entity.code);
        found.into_iter().filter(|p| !(met || needs_partner(entry) && own(p))).collect::<Vec<_>>()
    };
    let where_is = object.filter(|_| !about);
    let place = || abroad(first_preposition(scene, v, where_is, &["in", "across", "throughout"], actors));
    governed
        .or_else(|| Some(place()).filter(|found| !found.is_empty()))
        .unwrap_or_else(|| grammar::where_of(v).map(|place| abroad(fits(parties(scene, place)))).unwrap_or_default())
}

/// Whether somebody is the state of one of the others.
fn is_state_of(p: &Participant, others: &[Participant]) -> bool {
    p.entity.kind == EntityKind::State
        && p.entity.code.is_some()
        && others.iter().any(|a| a.entity.code == p.entity.code)
}

/// The objects of the first of these prepositions that names somebody else.
fn first_preposition<'a>(
    scene: &Scene<'a>,
    t: TokenView<'a>,
    object: Option<TokenView<'a>>,
    wanted: &[&str],
    actors: &[Participant],
) -> Vec<Participant> {
    let mut all: Vec<_> = grammar::prepositions(t, object).collect();
    if is_noun(t) {
        // "an attack by rebels on a village": the parser hangs the second preposition on the first one's object.
        let nested: Vec<_> =
            all.iter().flat_map(|p| p.children_by("pobj")).flat_map(|o| o.children_by("prep")).collect();
        all.extend(
            nested.into_iter().filter(|p| matches!(p.lower(), "on" | "against" | "to" | "with" | "by" | "between")),
        );
    }
    for word in wanted {
        for p in all.iter().filter(|p| p.lower() == *word && (p.dep() != "agent")) {
            // "ten Kurds died in a Turkish raid": whose the raid is, it is not done to them.
            // "claimed the raid on behalf of the rebels": nor is it done to those for whom it is.
            let place = |o: &TokenView<'a>| {
                !(matches!(o.lower(), "behalf" | "part") || *word == "in" && is_noun(*o) && scene.is_event(*o))
            };
            // "a letter to the king expressing …", "talks with the rebels to end …": the parser may take the two for a clause.
            let to_end = |c: &TokenView<'a>| *word == "with" && crate::scene::has_to(*c);
            let clause = p.children_by("pcomp").filter(|c| *word == "to" && c.tag() == "VBG" || to_end(c));
            let objects = p.children_by("pobj").filter(place).chain(clause.filter_map(|c| c.child(&["nsubj"])));
            let found: Vec<_> = objects.flat_map(|o| parties(scene, o)).collect();
            let found = without(scene, found, actors);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The parties at the first of these prepositions, on the word or its object, that has any.
pub fn at_prepositions<'a>(scene: &Scene<'a>, t: TokenView<'a>, words: &[&str]) -> Vec<Participant> {
    let object = if is_verb(t) { grammar::logical_object(t) } else { None };
    first_preposition(scene, t, object, words, &[])
}

/// The parties of an event noun, with the verb that lends it its subject, if one does.
pub fn of_noun<'a>(scene: &Scene<'a>, n: TokenView<'a>, entry: &Entry, support: Option<TokenView<'a>>) -> Roles {
    let lent = support.map(|v| subject(scene, v)).unwrap_or_default();
    let between = n.children_by("prep").any(|p| p.lower() == "between");
    let mut roles = if entry.mutual || between {
        mutual(scene, n, support, &lent)
    } else {
        let sits =
            matches!(entry.sense, Sense::Event { meant, .. } if meant.category == "CONSULT" && meant.mode != "visit");
        one_way(scene, n, support, &lent, (sends(entry), sits))
    };
    if let Some(places) = &entry.actor {
        let found = at_places(scene, n, places);
        if !found.is_empty() || lent.is_empty() {
            roles.actors = found;
        }
    }
    if let Some(places) = &entry.recipient {
        roles.recipients = at_places(scene, n, places);
        if roles.recipients.is_empty()
            && let Some(v) = support
        {
            roles.recipients = at_places(scene, v, places);
        }
    }
    roles.recipients = without(scene, roles.recipients, &roles.actors);
    roles
}

/// `sends`: what the noun names goes from its actor to its recipient (aid, words), so that "from" marks the actor. `sits`: it is a meeting.
fn one_way<'a>(
    scene: &Scene<'a>,
    n: TokenView<'a>,
    support: Option<TokenView<'a>>,
    lent: &[Participant],
    (sends, sits): (bool, bool),
) -> Roles {
    let mut actors = if lent.is_empty() { noun_actors(scene, n) } else { lent.to_vec() };
    if actors.is_empty() && sends {
        actors = first_preposition(scene, n, None, &["from"], &[]);
    }
    let mut recipients = first_preposition(scene, n, None, &NOUN_RECIPIENT, &actors);
    if recipients.is_empty()
        && let Some(v) = support
    {
        recipients =
            grammar::indirect_object(v).map(|o| without(scene, parties(scene, o), &actors)).unwrap_or_default();
        if recipients.is_empty() {
            recipients = first_preposition(scene, v, Some(n), &VERB_RECIPIENT, &actors);
        }
    }
    if recipients.is_empty() {
        // "a suit brought by survivors against two banks"
        recipients = without(scene, party::aims(scene, n, &["against"]), &actors);
    }
    if recipients.is_empty() {
        recipients = without(scene, party::foes(scene, n), &actors);
    }
    if recipients.is_empty() {
        recipients = without(scene, party::modifiers(scene, n), &actors);
    }
    // A place with a code says more than a thing without one ("visits to camps across Myanmar").
    // Where a meeting is held is no side of it.
    let nobody = recipients.iter().all(|p| p.entity.code.is_none() && p.entity.identifier.is_none());
    if nobody && !(recipients.is_empty() && sits) {
        let wide = ["in", "across", "throughout"];
        let mut place = first_preposition(scene, n, None, &wide, &actors);
        if let (true, Some(v)) = (place.is_empty(), support) {
            place = first_preposition(scene, v, Some(n), &wide, &actors);
        }
        if !place.is_empty() {
            recipients = place;
        }
    }
    Roles { actors, recipients }
}

/// Who did the harm that somebody speaks of ("condemned Libya's attack on a village"): not those to whom it was done. Arrests are deeds of
/// the state where they happen; whoever attacked without leaving a name is somebody unknown (PLOVER's sector UNK).
fn doers_of_harm<'a>(scene: &Scene<'a>, deed: TokenView<'a>) -> Option<Vec<Participant>> {
    let harm = scene.base(deed).filter(|base| is_noun(deed) && base.category.is_any(&["ASSAULT", "COERCE"]))?;
    if !direct_parties(scene, deed).is_empty() {
        return None;
    }
    let mut doers = noun_actors(scene, deed);
    if doers.is_empty() && harm.category == "COERCE" {
        doers = first_preposition(scene, deed, None, &["in"], &[]);
    }
    if doers.is_empty() && harm.category == "ASSAULT" {
        doers = vec![party::unknown(TokenRange::one(deed.id))];
    }
    Some(doers)
}

fn blames(entry: &Entry) -> bool {
    matches!(entry.sense, Sense::Event { meant, .. } if meant.category == "ACCUSE")
}

fn is_assault(entry: &Entry) -> bool {
    matches!(entry.sense, Sense::Event { meant, .. } if meant.category == "ASSAULT")
}

fn rejects(entry: &Entry) -> bool {
    matches!(entry.sense, Sense::Event { meant, .. } if meant.category == "REJECT")
}

fn asks(entry: &Entry) -> bool {
    matches!(entry.sense, Sense::Event { meant, .. } if meant.category == "REQUEST")
}

fn needs_partner(entry: &Entry) -> bool {
    match entry.sense {
        Sense::Event { meant, .. } => meant.category.is_any(&["AGREE", "CONSULT", "COOPERATE", "SUPPORT"]),
        _ => false,
    }
}

fn sends(entry: &Entry) -> bool {
    match entry.sense {
        Sense::Event { meant, .. } => !meant.category.is_any(&["RETREAT", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE"]),
        _ => true,
    }
}

/// Who does what a noun names: agent, possessor, modifiers.
pub fn noun_actors<'a>(scene: &Scene<'a>, n: TokenView<'a>) -> Vec<Participant> {
    let by = first_preposition(scene, n, None, &["by"], &[]);
    if !by.is_empty() {
        return by;
    }
    let agent = grammar::agent(n).map(|a| parties(scene, a)).unwrap_or_default();
    if !agent.is_empty() {
        return agent;
    }
    // "China's India policy", "his China visit": who possesses it does it; the other names say to whom.
    let owners: Vec<_> = n.children_by("poss").flat_map(|owner| parties(scene, owner)).collect();
    if !owners.is_empty() {
        return owners;
    }
    // "the Oslo bombing": a town before a blow is where it fell.
    let mut named = party::modifiers(scene, n);
    if scene.base(n).is_some_and(|base| base.category == "ASSAULT") {
        named.retain(|p| !party::is_town(scene, p));
    }
    named
}

fn mutual<'a>(scene: &Scene<'a>, n: TokenView<'a>, support: Option<TokenView<'a>>, lent: &[Participant]) -> Roles {
    let mut named = party::modifiers(scene, n);
    for word in MUTUAL {
        add(scene, &mut named, first_preposition(scene, n, None, &[word], &[]));
    }
    // "the round of talks, involving Iran and Iraq": hung on the noun or on what measures it.
    for holder in std::iter::once(n).chain(n.head().and_then(|of| of.head()).filter(|_| n.dep() == "pobj")) {
        for clause in holder.children_by("acl").filter(|c| c.lemma() == "involve") {
            add(scene, &mut named, clause.children_by("dobj").flat_map(|o| parties(scene, o)).collect());
        }
    }
    if let Some(v) = support {
        for word in ["with", "between", "among"] {
            add(scene, &mut named, first_preposition(scene, v, None, &[word], &[]));
        }
    }
    if lent.is_empty() {
        return Roles { actors: named, recipients: Vec::new() };
    }
    Roles { actors: lent.to_vec(), recipients: without(scene, named, lent) }
}

/// The participants at the first of an entry's places that has any.
pub fn at_places<'a>(scene: &Scene<'a>, t: TokenView<'a>, places: &Places) -> Vec<Participant> {
    for together in places {
        let mut found = Vec::new();
        for path in together {
            for end in follow(scene, t, path) {
                add(scene, &mut found, parties(scene, end));
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn follow<'a>(scene: &Scene<'a>, t: TokenView<'a>, path: &Path) -> Vec<TokenView<'a>> {
    let mut at = vec![t];
    for relation in &path.0 {
        at = at.into_iter().flat_map(|t| scene.related(t, relation)).collect();
    }
    at
}

/// Who speaks or acts in an operator: a verb's subject, or a noun's actor (lent by its support verb when there is one).
pub fn operator_subject<'a>(
    scene: &Scene<'a>,
    t: TokenView<'a>,
    kind: Kind,
    support: Option<TokenView<'a>>,
) -> Vec<Participant> {
    if let Some(v) = support {
        let lent = subject(scene, v);
        if !lent.is_empty() {
            return lent;
        }
    }
    if kind == Kind::Noun {
        return noun_actors(scene, t);
    }
    // "is expected to visit", "was asked to leave": nobody is named who expects or asks.
    subject(scene, t)
}

/// Whom an operator addresses: its object, or the object of "to", "on", "from", "against", "of".
pub fn addressee<'a>(scene: &Scene<'a>, t: TokenView<'a>, actors: &[Participant]) -> Vec<Participant> {
    let object = grammar::logical_object(t).filter(|_| is_verb(t));
    let direct = object.map(|o| without(scene, direct_parties(scene, o), actors)).unwrap_or_default();
    if !direct.is_empty() {
        return direct;
    }
    let indirect =
        grammar::indirect_object(t).map(|o| without(scene, direct_parties(scene, o), actors)).unwrap_or_default();
    if !indirect.is_empty() {
        return indirect;
    }
    for p in grammar::prepositions(t, None)
        .filter(|p| matches!(p.lower(), "to" | "on" | "upon" | "from" | "against" | "with" | "of" | "at"))
    {
        let found: Vec<_> = p.children_by("pobj").flat_map(|o| direct_parties(scene, o)).collect();
        let found = without(scene, found, actors);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}
