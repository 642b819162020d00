//! From a noun phrase to the participants that it names.

use crate::grammar::{self, is_noun};
use crate::scene::Scene;
use whowhom_text::layer::{Entity, EntityKind, Mention, MentionId, MentionKind, Participant, Stand};
use whowhom_text::{Code, Label, TokenId, TokenRange, TokenView};

/// How deep a phrase is searched for somebody when its head is nobody ("the decision by the court in Iran").
const DEPTH: usize = 3;
/// A list of names longer than this is a parse gone wrong.
const LIST: usize = 200;

/// The participants that a phrase names: its head and what is coordinated with it; where the head is nobody, those inside
/// the phrase (possessor, modifiers, "of", "by", "from" …).
pub fn parties<'a>(scene: &Scene<'a>, head: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for t in members(scene, head) {
        let direct = direct(scene, t);
        let here = if direct.is_empty() { inside(scene, t, DEPTH) } else { direct };
        add(scene, &mut found, here);
    }
    found
}

/// Those whom a phrase names, others apart: "their disapproval of *Chad*", "Lima's support for *Quito*" name more than whose it is.
pub fn others<'a>(scene: &Scene<'a>, head: TokenView<'a>, is_known: &dyn Fn(&Participant) -> bool) -> Vec<Participant> {
    unknown_to(scene, head, Search { words: &ANY, is_known })
}

/// Those whom a phrase names as sides of a meeting, not what they meet about.
pub fn sides<'a>(scene: &Scene<'a>, head: TokenView<'a>, is_known: &dyn Fn(&Participant) -> bool) -> Vec<Participant> {
    unknown_to(scene, head, Search { words: &SIDE, is_known })
}

/// Those whom a phrase names and who are not known yet.
fn unknown_to<'a>(scene: &Scene<'a>, head: TokenView<'a>, search: Search<'_>) -> Vec<Participant> {
    let mut found = Vec::new();
    for t in members(scene, head) {
        let direct = direct(scene, t);
        let mut here = if direct.is_empty() { within(scene, t, DEPTH, search) } else { direct };
        here.retain(|p| !(search.is_known)(p));
        add(scene, &mut found, here);
    }
    found
}

/// Those whom a phrase names as doers: a blast in a town is not the town's, a raid on rebels not theirs.
pub fn doers<'a>(scene: &Scene<'a>, head: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for t in members(scene, head) {
        let direct = direct(scene, t);
        let harm = scene.base(t).is_some_and(|base| base.category.is_any(&["ASSAULT", "COERCE", "SANCTION", "ACCUSE"]));
        let of = if harm { &DOER[1..] } else { &DOER[..] };
        let here = if direct.is_empty() { within(scene, t, DEPTH, Search::under(of)) } else { direct };
        add(scene, &mut found, here);
    }
    found
}

/// Those whom a phrase names, the place apart where what it tells of happens ("talks in Oslo").
pub fn partners<'a>(scene: &Scene<'a>, head: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for t in members(scene, head) {
        let direct = direct(scene, t);
        let here =
            if direct.is_empty() { within(scene, t, DEPTH, Search::under(&ANY[..ANY.len() - 1])) } else { direct };
        add(scene, &mut found, here);
    }
    found
}

/// The members of a list: what is coordinated, and names that the parser took for appositions of the name before them
/// ("President Niinistö, Foreign Minister Haavisto, army chief Kivinen").
fn members<'a>(scene: &Scene<'a>, head: TokenView<'a>) -> Vec<TokenView<'a>> {
    let mut all = grammar::with_conjuncts(head);
    let mut at = 0;
    while at < all.len() && all.len() < LIST {
        let first = all[at];
        for next in first.children_by("appos").filter(|c| is_other_name(scene, first, *c)) {
            let more = grammar::with_conjuncts(next).into_iter().filter(|t| !all.contains(t)).collect::<Vec<_>>();
            all.extend(more);
        }
        let before = first_before(scene, first).filter(|t| !all.contains(t));
        all.extend(before);
        at += 1;
    }
    all.sort_unstable_by_key(|t| t.id);
    all
}

/// The first of two persons whom the parser took for a part of the second's name ("President [Anna Berg] and rebel leader Per Lund").
fn first_before<'a>(scene: &Scene<'a>, second: TokenView<'a>) -> Option<TokenView<'a>> {
    let part = |c: &TokenView<'a>| c.id < second.id && c.dep().is_any(&["nmod", "compound"]);
    let parts = second.children().filter(part).flat_map(|c| std::iter::once(c).chain(c.children().filter(part)));
    let person = |t: TokenView<'a>| {
        let named = scene.layers.actors.mention_at(t.id).filter(|m| m.kind == MentionKind::Name)?;
        (named.entity.kind == EntityKind::Person).then_some(named.chain)
    };
    let chain = person(second)?;
    parts.into_iter().find(|c| c.has_child("cc") && person(*c).is_some_and(|other| other != chain))
}

/// Whether two names, the second in apposition to the first, are of different persons or states.
fn is_other_name<'a>(scene: &Scene<'a>, first: TokenView<'a>, second: TokenView<'a>) -> bool {
    let named = |t: TokenView<'a>| {
        let kinds = [EntityKind::Person, EntityKind::State];
        let fits =
            |m: &&Mention| m.kind == MentionKind::Name && m.stand == Stand::Actor && kinds.contains(&m.entity.kind);
        scene.layers.actors.mention_at(t.id).filter(fits)
    };
    match (named(first), named(second)) {
        (Some(a), Some(b)) => a.chain != b.chain && a.entity.kind == b.entity.kind && first.id < second.id,
        _ => false,
    }
}

/// Only those that the phrase itself stands for, not those it merely mentions.
pub fn direct_parties<'a>(scene: &Scene<'a>, head: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for t in members(scene, head) {
        add(scene, &mut found, direct(scene, t));
    }
    found
}

/// Somebody unknown, under the words that tell of what he did (PLOVER's sector UNK).
pub fn unknown(tokens: TokenRange) -> Participant {
    let entity = Entity { sectors: vec![Code::from_static(b"UNK")], ..Entity::default() };
    Participant { tokens, mention: None, entity }
}

/// Whether somebody is nobody known ([`unknown`]).
pub fn is_unknown(p: &Participant) -> bool {
    p.mention.is_none() && p.entity.code.is_none() && p.entity.sectors.first().is_some_and(|s| s.as_str() == "UNK")
}

/// Whether somebody is named by a place that is no state.
pub fn is_town(scene: &Scene<'_>, p: &Participant) -> bool {
    let places = scene.layers.places;
    let first = places.partition_point(|q| q.tokens.end <= p.tokens.start);
    places.get(first).is_some_and(|q| q.tokens == p.tokens && q.feature.starts_with("PPL"))
}

/// Adds those that are not there yet.
pub fn add(scene: &Scene<'_>, all: &mut Vec<Participant>, more: Vec<Participant>) {
    for p in more {
        if !all.iter().any(|q| same(scene, q, &p)) {
            all.push(p);
        }
    }
}

/// Whether two participants are the same entity, as far as can be told.
pub fn same(scene: &Scene<'_>, a: &Participant, b: &Participant) -> bool {
    let chain = |p: &Participant| {
        p.mention.map(|id| scene.layers.actors.mention(id)).filter(|m| m.members.is_empty()).map(|m| m.chain)
    };
    // "ministers from Peru and Chile" are one mention and two parties.
    if a.entity.code != b.entity.code && a.entity.code.is_some() && b.entity.code.is_some() {
        return false;
    }
    if chain(a).is_some() && chain(a) == chain(b) {
        return true;
    }
    if a.entity != b.entity {
        return false;
    }
    a.tokens == b.tokens || a.entity.identifier.is_some()
}

/// Those who are not among the others: nobody does a thing to himself here.
pub fn without(scene: &Scene<'_>, found: Vec<Participant>, others: &[Participant]) -> Vec<Participant> {
    found.into_iter().filter(|p| !is_among(scene, p, others)).collect()
}

/// Whether somebody is among the others, by himself or with them.
pub fn is_among(scene: &Scene<'_>, p: &Participant, others: &[Participant]) -> bool {
    others.iter().any(|q| same(scene, p, q) || is_member(scene, p, q) || is_member(scene, q, p))
}

/// Whether the first comes from a mention of several states ("their", "the two countries") of which the second is one.
fn is_member(scene: &Scene<'_>, p: &Participant, q: &Participant) -> bool {
    let group = p.mention.is_some_and(|id| !scene.layers.actors.mention(id).members.is_empty());
    group && p.entity.kind == EntityKind::State && p.entity.code.is_some() && p.entity.code == q.entity.code
}

fn direct<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Vec<Participant> {
    let actors = scene.layers.actors;
    if is_first_person(t) {
        // "we" in a quotation is its speaker.
        let speaker = crate::speech::quoted_speaker(scene, t);
        if !speaker.is_empty() {
            return speaker.into_iter().map(|p| Participant { tokens: TokenRange::one(t.id), ..p }).collect();
        }
    }
    if let Some(id) = actors.at(t.id) {
        let nations = nations_of(scene, t);
        let mut found = of_mention(scene, id);
        if let ([one], true) = (&found[..], nations.len() > 1) {
            // "Chinese and Indian troops" are two parties.
            found = nations
                .into_iter()
                .map(|code| Participant { entity: Entity { code: Some(code), ..one.entity.clone() }, ..one.clone() })
                .collect();
        }
        return found;
    }
    if let Some(place) = place_of(scene, t) {
        return vec![place];
    }
    if let Some(name) = unseen_name(scene, t) {
        return vec![name];
    }
    // A name that the actor room does not know still names somebody.
    let Some(entity) = t.entity().filter(|e| is_noun(t) && is_party_label(t, e.label)) else {
        return Vec::new();
    };
    let name = scene.parsed.words(entity.tokens);
    let kind = match entity.label.as_str() {
        "PERSON" => EntityKind::Person,
        "ORG" => EntityKind::Body,
        "NORP" => EntityKind::People,
        _ => EntityKind::State,
    };
    let identifier = entity.label.is_any(&["PERSON", "ORG"]).then(|| name.into());
    vec![Participant { tokens: entity.tokens, mention: None, entity: Entity { identifier, kind, ..Entity::default() } }]
}

/// "Kurds", "Tutsis" are people; "Kurdish", "Islamist" only say of which sort somebody is.
fn is_party_label(t: TokenView<'_>, label: Label) -> bool {
    label.is_any(&["PERSON", "ORG", "GPE"]) || label == "NORP" && t.tag().is_any(&["NNPS", "NNS"])
}

/// A name that does something names somebody although nobody recognised it ("Pltavchenko cancelled the visit").
fn unseen_name<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Option<Participant> {
    let proper = t.tag() == "NNP" && t.entity().is_none() && t.dep() == "nsubj" && !t.has_child("det");
    let does = |h: TokenView<'a>| grammar::is_verb(h) || h.dep() == "ccomp";
    if !proper || !t.head().is_some_and(does) || scene.is_event(t) {
        return None;
    }
    let names = t.children_by("compound").filter(|c| c.tag() == "NNP");
    let start = names.map(|c| c.id).min().unwrap_or(t.id);
    let tokens = TokenRange::new(start, TokenId(t.id.0 + 1));
    let identifier = Some(scene.parsed.words(tokens).into());
    let entity = Entity { identifier, kind: EntityKind::Person, ..Entity::default() };
    Some(Participant { tokens, mention: None, entity })
}

/// A place that the actor room does not know is of its country.
fn place_of<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Option<Participant> {
    if !is_noun(t) || !t.entity().is_some_and(|e| e.label.is_any(&["GPE", "LOC"])) {
        return None;
    }
    let places = scene.layers.places;
    let first = places.partition_point(|p| p.tokens.end <= t.id);
    let place = places.get(first).filter(|p| p.tokens.contains(t.id))?;
    let entity = Entity { code: Some(place.country?), kind: EntityKind::State, ..Entity::default() };
    Some(Participant { tokens: place.tokens, mention: None, entity })
}

fn is_first_person(t: TokenView<'_>) -> bool {
    // "US" is a country.
    matches!(t.lower(), "i" | "we" | "us" | "our" | "my" | "me") && t.text() != "US"
}

/// The codes of coordinated nationalities before a noun, when it is one of them that its mention has taken.
fn nations_of<'a>(scene: &Scene<'a>, noun: TokenView<'a>) -> Vec<Code> {
    let code = |t: TokenView<'a>| {
        let names = |m: &&Mention| {
            let body = m.entity.code.is_some_and(|c| c.as_str() == "EUR" || c.as_str() == "UNO");
            m.kind == MentionKind::Modifier
                || m.kind == MentionKind::Name && (m.entity.kind == EntityKind::State || body)
        };
        scene.layers.actors.mention_at(t.id).filter(names).and_then(|m| m.entity.code)
    };
    let mut codes = Vec::new();
    let before = |c: &TokenView<'a>| c.id < noun.id && c.dep().is_any(&["amod", "nmod", "compound"]);
    for first in noun.children().filter(before) {
        // The parser may leave the second of them on the noun: "[Oman] and [Qatar] officials".
        let second = noun.children().filter(|c| before(c) && c.id > first.id && first.has_child("cc")).take(1);
        let second = second.filter(|_| !first.has_child("conj"));
        let listed = first.has_child("conj").then(|| grammar::with_conjuncts(first));
        let both = || first.has_child("cc").then(|| std::iter::once(first).chain(second).collect());
        for t in listed.or_else(both).unwrap_or_default() {
            codes.extend(code(t).filter(|c| !codes.contains(c)));
        }
    }
    // "officials from the two countries", "leaders of Chad and Niger".
    for p in noun.children_by("prep").filter(|p| matches!(p.lower(), "from" | "of")) {
        for t in p.children_by("pobj").flat_map(|o| members(scene, o)) {
            for found in scene.layers.actors.at(t.id).map(|id| of_mention(scene, id)).unwrap_or_default() {
                if found.entity.kind == EntityKind::State {
                    codes.extend(found.entity.code.filter(|c| !codes.contains(c)));
                }
            }
        }
    }
    codes
}

fn of_mention(scene: &Scene<'_>, id: MentionId) -> Vec<Participant> {
    let mention = scene.layers.actors.mention(id);
    let tokens = named_here(scene, id).unwrap_or(mention.tokens);
    let one = |entity: &Entity| Participant { tokens, mention: Some(id), entity: entity.clone() };
    if mention.members.is_empty() {
        return vec![one(&mention.entity)];
    }
    mention.members.iter().map(|chain| one(&scene.layers.actors.chain(*chain).entity)).collect()
}

/// For a pronoun, the words of the same sentence that it stands for: they tell a reader more than "it".
fn named_here(scene: &Scene<'_>, id: MentionId) -> Option<TokenRange> {
    let pronoun = scene.layers.actors.mention(id);
    let named = scene.layers.actors.mention(scene.layers.actors.antecedent(id));
    let here = scene.parsed.token(pronoun.head).sentence();
    let in_sentence = |m: &Mention| scene.parsed.token(m.head).sentence() == here;
    if pronoun.kind != MentionKind::Pronoun {
        return None;
    }
    if in_sentence(named) && named.kind != MentionKind::Pronoun {
        return Some(named.tokens);
    }
    // "Turkey's president says it will": the name may only possess or modify.
    let chain = &scene.layers.actors.chain(pronoun.chain).mentions;
    let before = chain[..chain.partition_point(|m| *m < id)].iter().rev().map(|m| scene.layers.actors.mention(*m));
    before.take_while(|m| in_sentence(m)).find(|m| m.kind != MentionKind::Pronoun).map(|m| m.tokens)
}

/// Prepositions under which a phrase names who does what it tells of; "of" only where it tells of no deed.
const DOER: [&str; 5] = ["of", "by", "from", "between", "among"];
/// Prepositions under which a phrase names who meets.
const SIDE: [&str; 7] = ["of", "by", "from", "between", "among", "with", "to"];
/// Prepositions under which a phrase names anybody; the last tells only where.
const ANY: [&str; 11] = ["of", "by", "from", "against", "between", "among", "with", "to", "for", "on", "in"];

/// Somebody inside a phrase whose head is nobody.
fn inside<'a>(scene: &Scene<'a>, t: TokenView<'a>, depth: usize) -> Vec<Participant> {
    within(scene, t, depth, Search::under(&ANY))
}

/// How a phrase is searched for somebody.
#[derive(Clone, Copy)]
struct Search<'s> {
    /// The prepositions that are followed.
    words: &'s [&'s str],
    /// Whoever is not looked for.
    is_known: &'s dyn Fn(&Participant) -> bool,
}

impl<'s> Search<'s> {
    fn under(words: &'s [&'s str]) -> Self {
        Self { words, is_known: &|_| false }
    }
}

fn within<'a>(scene: &Scene<'a>, t: TokenView<'a>, depth: usize, search: Search<'_>) -> Vec<Participant> {
    if depth == 0 {
        return Vec::new();
    }
    let unknown = |mut found: Vec<Participant>| {
        found.retain(|p| !(search.is_known)(p));
        found
    };
    let mut found = unknown(modifiers(scene, t));
    if found.is_empty() {
        for p in t.children_by("prep").filter(|p| search.words.contains(&p.lower())) {
            for object in p.children_by("pobj").flat_map(grammar::with_conjuncts) {
                let here = direct(scene, object);
                let here = if here.is_empty() { within(scene, object, depth - 1, search) } else { unknown(here) };
                add(scene, &mut found, here);
            }
            if !found.is_empty() {
                break;
            }
        }
    }
    if found.is_empty() {
        found = unknown(in_clauses(scene, t));
    }
    found
}

/// Who does what the clauses on a noun tell of ("orders passed *by a court*", "the arms *Armenia* has bought").
fn in_clauses<'a>(scene: &Scene<'a>, noun: TokenView<'a>) -> Vec<Participant> {
    let clauses = noun.children().filter(|c| c.id > noun.id && c.dep().is_any(&["acl", "relcl"]));
    let doer = |c: TokenView<'a>| {
        let subject = || c.child(&["nsubj"]).filter(|s| !s.tag().starts_with('W') && s.lower() != "that");
        grammar::agent(c).or_else(subject)
    };
    // "a craft belonging to the navy": whose it is.
    let owner = |c: TokenView<'a>| {
        let to = c.children_by("prep").find(|p| c.lemma() == "belong" && p.lower() == "to")?;
        to.child(&["pobj"])
    };
    let found = clauses.filter_map(|c| doer(c).or_else(|| owner(c))).map(|d| direct_parties(scene, d));
    found.into_iter().find(|f| !f.is_empty()).unwrap_or_default()
}

/// To whom or on whom is done what the clauses on a noun tell of ("sanctions imposed *on Sudan*").
pub fn aims<'a>(scene: &Scene<'a>, noun: TokenView<'a>, words: &[&str]) -> Vec<Participant> {
    let clauses = noun.children_by("acl").filter(|c| c.id > noun.id && c.tag() == "VBN");
    let prepositions = clauses.flat_map(|c| c.children_by("prep").collect::<Vec<_>>());
    let objects = prepositions.filter(|p| words.contains(&p.lower())).flat_map(|p| p.children_by("pobj"));
    let found = objects.map(|o| parties(scene, o));
    found.into_iter().find(|f| !f.is_empty()).unwrap_or_default()
}

/// Against whom a noun says that it is: "an anti-American rally".
pub fn foes<'a>(scene: &Scene<'a>, noun: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for c in noun.children().filter(|c| c.id < noun.id && is_anti(*c)) {
        add(scene, &mut found, direct(scene, c));
    }
    found
}

/// Whether "anti-" stands before the word.
fn is_anti(t: TokenView<'_>) -> bool {
    let hyphen = t.prev().filter(|p| p.text() == "-");
    hyphen.and_then(|h| h.prev()).is_some_and(|p| p.lower() == "anti")
}

/// Those that possess or modify a noun: "Iran's", "Israeli", "U.S.", "Iranian-Russian".
pub fn modifiers<'a>(scene: &Scene<'a>, noun: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for c in noun
        .children()
        .filter(|c| c.id < noun.id && c.dep().is_any(&["poss", "amod", "compound", "nmod"]) && !is_anti(*c))
    {
        for inner in
            c.children().filter(|g| g.dep().is_any(&["amod", "npadvmod", "compound", "nmod", "conj", "advmod"]))
        {
            add(scene, &mut found, direct(scene, inner).into_iter().filter(|p| !p.tokens.contains(c.id)).collect());
        }
        let here = direct(scene, c);
        if here.is_empty() && c.dep() == "poss" {
            add(scene, &mut found, inside(scene, c, 1));
        } else {
            add(scene, &mut found, here);
        }
    }
    found
}
