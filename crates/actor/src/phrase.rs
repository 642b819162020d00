//! Reading noun phrases: which tokens head a mention, and by what kind of words it is made.

use crate::described::{acting_modifier, counted, described, states};
use crate::draft::{Definite, Draft, Key, Number, Pronoun};
use crate::find::{Doc, Found};
use crate::kb::What;
use crate::named::{named, of_nation, unknown_body};
use crate::person;
use whowhom_text::layer::{EntityKind, MentionKind, Stand};
use whowhom_text::{TokenId, TokenRange, TokenView};

/// How deep "the spokesman of the leader of the party of …" is followed.
const DEPTH: usize = 4;

/// All mentions of a document in text order of their heads, without chains.
pub(crate) fn read(doc: &mut Doc<'_>) -> Vec<Draft> {
    let mut drafts = Vec::with_capacity(doc.parsed.analysis.len() / 4);
    for token in doc.parsed.all() {
        drafts.extend(mention(doc, token));
    }
    surnames(doc, &mut drafts);
    let acting = acting_modifiers(doc, &drafts);
    if !acting.is_empty() {
        drafts.extend(acting);
        drafts.sort_by_key(|d| d.head);
    }
    drafts
}

/// "a rebel attack", "a Turkish army base", "the opposition's police reform plan": armed people, bodies of state and unions that stand
/// before a noun which names nobody itself.
fn acting_modifiers(doc: &Doc<'_>, drafts: &[Draft]) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut at = 0;
    for token in doc.parsed.all().filter(|t| t.dep().is_any(&["compound", "amod", "nmod"])) {
        let Some(noun) = token.head().filter(|h| h.id > token.id && h.pos() == "NOUN") else { continue };
        while at < drafts.len() && drafts[at].head < token.id {
            at += 1;
        }
        let taken = drafts.get(at).is_some_and(|d| d.head == token.id) || doc.found_at(token.id).is_some();
        // Heads lie close behind their modifiers.
        let heads = drafts[at.min(drafts.len())..].iter().take_while(|d| d.head <= noun.id);
        if !taken && !heads.into_iter().any(|d| d.head == noun.id) {
            found.extend(acting_modifier(doc, token, noun));
        }
    }
    found
}

/// A surname is its person's wherever it stands, though the recogniser missed it there.
fn surnames(doc: &mut Doc<'_>, drafts: &mut Vec<Draft>) {
    for draft in
        drafts.iter().filter(|d| d.key == Key::Person || d.entity.kind == EntityKind::Person && !d.name.is_empty())
    {
        let last = doc.token(draft.name.end.index() - 1);
        let first = doc.token(draft.name.start);
        if draft.name.len() > 1 && (doc.is("surname_first", first) || first.lower().len() > 3) {
            doc.surnames.insert(first.lower());
        }
        if last.lower().len() > 2 && doc.found_at(last.id).is_none_or(|f| doc.entry(f).what == What::Person) {
            doc.surnames.insert(last.lower());
        }
    }
    if doc.surnames.is_empty() {
        return;
    }
    let before = drafts.len();
    let mut at = 0;
    for token in doc.parsed.all().filter(|t| doc.surnames.contains(t.lower()) && doc.found_at(t.id).is_none()) {
        while at < before && drafts[at].head < token.id {
            at += 1;
        }
        let known = drafts.get(at).filter(|d| at < before && d.head == token.id);
        if known.is_none_or(|d| d.key == Key::Body)
            && is_nominal(token)
            && let Some(draft) = person::read(doc, token, 0)
        {
            match known {
                Some(_) => drafts[at] = draft,
                None => drafts.push(draft),
            }
        }
    }
    drafts.sort_by_key(|d| d.head);
}

/// The mention that this token heads.
fn mention(doc: &Doc<'_>, token: TokenView<'_>) -> Option<Draft> {
    if let Some(found) = doc.found_at(token.id) {
        if anchor(doc, found).id != token.id {
            return None;
        }
        if modifies(token) {
            return Some(modifier(doc, token, found));
        }
        return compose(doc, token, 0);
    }
    if !is_nominal(token) {
        return None;
    }
    compose(doc, token, 0)
}

/// The token of a name that stands for it in the tree: the last whose head lies outside.
pub(crate) fn anchor<'a>(doc: &Doc<'a>, found: Found) -> TokenView<'a> {
    let last = doc.token(found.tokens.end.index() - 1);
    doc.parsed
        .tokens(found.tokens)
        .rev()
        .find(|t| {
            !matches!(t.pos().as_str(), "PUNCT" | "PART") && t.head().is_none_or(|h| !found.tokens.contains(h.id))
        })
        .unwrap_or(last)
}

/// The longest list whose members are read by its first.
const LONGEST_LIST: usize = 64;

/// The first of the words that the token is coordinated with; in a very long list, one far before, so that the time stays linear.
pub(crate) fn first_conjunct(token: TokenView<'_>) -> TokenView<'_> {
    let mut first = token;
    for _ in 0..LONGEST_LIST {
        match first.head() {
            Some(head) if first.dep() == "conj" => first = head,
            _ => break,
        }
    }
    first
}

/// Whether the token, or the first of those it is coordinated with, modifies a noun to its right.
pub(crate) fn modifies(token: TokenView<'_>) -> bool {
    let first = first_conjunct(token);
    let right = first.head().is_some_and(|h| h.id > token.id && !is_day_behind(token, h));
    let deps = ["amod", "compound", "nmod", "npadvmod", "advmod", "poss", "quantmod", "nummod"];
    right && first.dep().is_any(&deps)
}

/// "met President Lee Wednesday": a name that the parser hung on the day behind it.
fn is_day_behind(name: TokenView<'_>, day: TokenView<'_>) -> bool {
    let date = day.entity().filter(|e| e.label == "DATE" && day.pos() == "PROPN");
    name.pos() == "PROPN" && date.is_some_and(|e| !e.tokens.contains(name.id))
}

fn is_nominal(token: TokenView<'_>) -> bool {
    let dep = token.dep();
    if token.tag() == "PRP$" {
        return true;
    }
    if dep == "compound" && token.head().is_some_and(|h| h.id > token.id && is_day_behind(token, h)) {
        // Only the last word of the name heads it.
        return token.head().is_some_and(|h| h.children_by("compound").next_back() == Some(token));
    }
    if dep.is_any(&["compound", "amod", "nmod", "det", "aux", "punct", "case", "nummod", "npadvmod", "quantmod"]) {
        return false;
    }
    match token.pos().as_str() {
        "NOUN" | "PROPN" | "PRON" => true,
        "ADJ" | "NUM" | "DET" | "VERB" => {
            dep.is_any(&["nsubj", "nsubjpass", "dobj", "pobj", "dative", "agent", "poss", "conj", "appos"])
                && !token.tag().starts_with("VB")
        }
        _ => false,
    }
}

/// From the first word that stands before the head in its phrase to the head.
pub(crate) fn left_edge(token: TokenView<'_>) -> TokenId {
    let deps = ["det", "amod", "compound", "nmod", "poss", "nummod", "advmod", "quantmod", "predet", "npadvmod"];
    let start = token
        .children()
        .filter(|c| c.id < token.id && c.dep().is_any(&deps))
        .map(|c| c.subtree().start)
        .min()
        .map_or(token.id, |start| start.min(token.id));
    // A clause that the parser hung before the noun is no part of it.
    let finite = |t: &TokenView<'_>| t.tag().is_any(&["VBD", "VBZ", "VBP", "MD", "``", "''"]);
    let before = token.parsed().tokens(TokenRange::new(start, token.id));
    before.rev().take(40).find(finite).map_or(start, |verb| TokenId(verb.id.0 + 1))
}

/// The mention of a name that modifies a noun.
fn modifier(doc: &Doc<'_>, token: TokenView<'_>, found: Found) -> Draft {
    let mut draft = named(doc, token, found);
    if draft.kind == MentionKind::Name {
        draft.kind = MentionKind::Modifier;
    }
    draft.stand = Stand::Actor;
    draft.tokens = found.tokens;
    if token.dep() == "poss" {
        draft.tokens = TokenRange::new(left_edge(token).min(found.tokens.start), found.tokens.end);
    }
    draft
}

/// Reads the noun phrase headed by `token`; nothing if it names no political entity.
pub(crate) fn compose(doc: &Doc<'_>, token: TokenView<'_>, depth: usize) -> Option<Draft> {
    if depth > DEPTH {
        return None;
    }
    if let Some(found) = doc.found_at(token.id) {
        let anchor = anchor(doc, found);
        let mut draft = named(doc, anchor, found);
        let left = left_edge(anchor).min(found.tokens.start);
        draft.tokens = TokenRange::new(left, found.tokens.end);
        draft.definite = definite(doc, anchor);
        of_nation(doc, &mut draft, found);
        person::finish_named(doc, &mut draft, anchor, depth);
        return Some(draft);
    }
    if token.pos() == "PRON" || token.tag() == "PRP$" {
        return pronoun(doc, token);
    }
    if let Some(draft) = states(doc, token) {
        return Some(draft);
    }
    if let Some(draft) = person::read(doc, token, depth) {
        return Some(draft);
    }
    if let Some(draft) = described(doc, token, depth) {
        return Some(draft);
    }
    counted(doc, token).or_else(|| unknown_body(doc, token, depth))
}

pub(crate) fn definite(doc: &Doc<'_>, token: TokenView<'_>) -> Definite {
    for child in token.children().filter(|c| c.id < token.id) {
        match child.dep().as_str() {
            "poss" => return Definite::Yes,
            "det" => {
                return match child.lower() {
                    "the" | "this" | "that" | "these" | "those" | "both" => Definite::Yes,
                    _ => Definite::No,
                };
            }
            "nummod" if !doc.is("group_number", child) => return Definite::No,
            _ => {}
        }
    }
    if token.has_child("nummod") { Definite::No } else { Definite::Bare }
}

fn pronoun(doc: &Doc<'_>, token: TokenView<'_>) -> Option<Draft> {
    let _ = doc;
    let (pronoun, number, gender) = match token.lower() {
        "he" | "him" | "his" | "himself" => (Pronoun::He, Number::One, 'm'),
        "she" | "her" | "hers" | "herself" => (Pronoun::She, Number::One, 'f'),
        "it" | "its" | "itself" => (Pronoun::It, Number::One, '?'),
        "they" | "them" | "their" | "theirs" | "themselves" => (Pronoun::They, Number::Many, '?'),
        "we" | "us" | "our" | "ours" | "ourselves" => (Pronoun::We, Number::Many, '?'),
        "i" | "me" | "my" | "myself" => (Pronoun::I, Number::One, '?'),
        "who" | "which" | "whom" | "whose" => (Pronoun::Who, Number::Unknown, '?'),
        "that" if token.tag() == "WDT" => (Pronoun::Who, Number::Unknown, '?'),
        "both" => {
            let draft = Draft::new(token.id, TokenRange::one(token.id), MentionKind::Nominal, Key::Two);
            return Some(Draft { number: Number::Many, definite: Definite::Yes, ..draft });
        }
        _ => return None,
    };
    let mut draft = Draft::new(token.id, TokenRange::one(token.id), MentionKind::Pronoun, Key::Pronoun(pronoun));
    draft.number = number;
    draft.gender = gender;
    draft.entity.kind = match pronoun {
        Pronoun::He | Pronoun::She | Pronoun::I => EntityKind::Person,
        Pronoun::It => EntityKind::Body,
        _ => EntityKind::People,
    };
    Some(draft)
}

/// The token behind this one.
pub(crate) fn next(id: TokenId) -> TokenId {
    TokenId(id.0 + 1)
}
