//! From a noun phrase to the participants that it names.

use crate::grammar::{self, is_noun};
use crate::scene::Scene;
use whowhom_text::layer::{Entity, EntityKind, MentionId, MentionKind, Participant};
use whowhom_text::{Code, TokenRange, TokenView};

/// How deep a phrase is searched for somebody when its head is nobody ("the decision by the court in Iran").
const DEPTH: usize = 3;

/// The participants that a phrase names: its head and what is coordinated with it; where the head is nobody, those inside
/// the phrase (possessor, modifiers, "of", "by", "from" …).
pub fn parties<'a>(scene: &Scene<'a>, head: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for t in grammar::with_conjuncts(head) {
        let direct = direct(scene, t);
        let here = if direct.is_empty() { inside(scene, t, DEPTH) } else { direct };
        add(scene, &mut found, here);
    }
    found
}

/// Only those that the phrase itself stands for, not those it merely mentions.
pub fn direct_parties<'a>(scene: &Scene<'a>, head: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for t in grammar::with_conjuncts(head) {
        add(scene, &mut found, direct(scene, t));
    }
    found
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
    found.into_iter().filter(|p| !others.iter().any(|q| same(scene, p, q))).collect()
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
    // A name that the actor room does not know still names somebody.
    let Some(entity) = t.entity().filter(|e| is_noun(t) && e.label.is_any(&["PERSON", "ORG", "GPE"])) else {
        return Vec::new();
    };
    let name = scene.parsed.words(entity.tokens);
    let kind = match entity.label.as_str() {
        "PERSON" => EntityKind::Person,
        "ORG" => EntityKind::Body,
        _ => EntityKind::State,
    };
    let identifier = entity.label.is_any(&["PERSON", "ORG"]).then(|| name.into());
    vec![Participant { tokens: entity.tokens, mention: None, entity: Entity { identifier, kind, ..Entity::default() } }]
}

fn is_first_person(t: TokenView<'_>) -> bool {
    matches!(t.lower(), "i" | "we" | "us" | "our" | "my" | "me")
}

/// The codes of coordinated nationalities before a noun, when it is one of them that its mention has taken.
fn nations_of<'a>(scene: &Scene<'a>, noun: TokenView<'a>) -> Vec<Code> {
    let code = |t: TokenView<'a>| {
        scene.layers.actors.mention_at(t.id).filter(|m| m.kind == MentionKind::Modifier).and_then(|m| m.entity.code)
    };
    let mut codes = Vec::new();
    for first in noun
        .children()
        .filter(|c| c.id < noun.id && c.dep().is_any(&["amod", "nmod", "compound"]) && c.has_child("conj"))
    {
        for t in grammar::with_conjuncts(first) {
            codes.extend(code(t).filter(|c| !codes.contains(c)));
        }
    }
    // "officials from the two countries", "leaders of Chad and Niger".
    for p in noun.children_by("prep").filter(|p| matches!(p.lower(), "from" | "of")) {
        for t in p.children_by("pobj").flat_map(grammar::with_conjuncts) {
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
    let sentence = |range: TokenRange| scene.parsed.token(range.start).sentence();
    (pronoun.kind == MentionKind::Pronoun && sentence(named.tokens) == sentence(pronoun.tokens)).then_some(named.tokens)
}

/// Somebody inside a phrase whose head is nobody.
fn inside<'a>(scene: &Scene<'a>, t: TokenView<'a>, depth: usize) -> Vec<Participant> {
    if depth == 0 {
        return Vec::new();
    }
    let mut found = modifiers(scene, t);
    if found.is_empty() {
        for p in t.children_by("prep").filter(|p| {
            matches!(
                p.lower(),
                "of" | "by" | "from" | "against" | "between" | "among" | "with" | "to" | "for" | "on" | "in"
            )
        }) {
            for object in p.children_by("pobj").flat_map(grammar::with_conjuncts) {
                let here = direct(scene, object);
                add(scene, &mut found, if here.is_empty() { inside(scene, object, depth - 1) } else { here });
            }
            if !found.is_empty() {
                break;
            }
        }
    }
    found
}

/// Those that possess or modify a noun: "Iran's", "Israeli", "U.S.", "Iranian-Russian".
pub fn modifiers<'a>(scene: &Scene<'a>, noun: TokenView<'a>) -> Vec<Participant> {
    let mut found = Vec::new();
    for c in noun.children().filter(|c| c.id < noun.id && c.dep().is_any(&["poss", "amod", "compound", "nmod"])) {
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
