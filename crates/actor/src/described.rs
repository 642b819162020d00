//! Mentions by description: a role with what stands around it, and numbers that stand for people.

use crate::around::{entity, look_around};
use crate::draft::{Definite, Draft, Key, Number};
use crate::find::{Doc, is_hyphen};
use crate::kb::{Kb, RoleKind, Trie};
use crate::person;
use crate::phrase::{definite, left_edge, next};
use whowhom_text::layer::{EntityKind, MentionKind};
use whowhom_text::{Code, TokenId, TokenRange, TokenView, Why};

/// A mention by description: a role with what stands around it.
pub(crate) fn described(doc: &Doc<'_>, token: TokenView<'_>, depth: usize) -> Option<Draft> {
    let left = left_edge(token);
    let (role_tokens, number, many) = role_at(doc, left, token)?;
    let role = &doc.kb.roles[number as usize];
    // "teachers" in "the teachers' union" is no head of it.
    let inside = token.head().is_some_and(|h| role_tokens.contains(h.id));
    if role.kind == RoleKind::None || inside {
        return None;
    }
    let mut around = look_around(doc, token, left, role_tokens, number, depth);
    if role.ngo && (around.code.is_none() || around.based) {
        around.code = Some(Code::from_static(b"NGO"));
    }
    let mut draft = Draft::new(
        token.id,
        TokenRange::new(left, role_tokens.end.max(next(token.id))),
        MentionKind::Nominal,
        Key::Nominal,
    );
    draft.role = Some(number);
    draft.role_tokens = role_tokens;
    draft.definite = definite(doc, token);
    let plural = many && role.kind == RoleKind::Person || token.tag().is_any(&["NNS", "NNPS"]);
    draft.number = match role.kind {
        RoleKind::People => Number::Many,
        RoleKind::Body if !plural => Number::Unknown,
        _ if plural => Number::Many,
        _ => Number::One,
    };
    draft.gender = gender_of(doc, role_tokens);
    draft.entity = entity(doc, number, role_tokens, &around);
    draft.entity.kind = match (role.kind, draft.number) {
        (RoleKind::Person, Number::Many) | (RoleKind::People, _) => EntityKind::People,
        (RoleKind::Person, _) => EntityKind::Person,
        (RoleKind::State, _) => EntityKind::State,
        _ => EntityKind::Body,
    };
    if role.kind == RoleKind::Person && draft.number == Number::One {
        draft.entity.office = Some(doc.parsed.words(role_tokens).into());
    }
    if role.kind == RoleKind::Person && draft.number == Number::One && person::named_behind(doc, &mut draft) {
        // The parser took a title for the head: "Chief of Staff Karadayi".
    }
    draft.shared = around.shared;
    draft.owner = around.owner;
    draft.serves = around.serves;
    if let Some(end) = around.end {
        draft.tokens.end = draft.tokens.end.max(end);
    }
    draft.descent = around.descent;
    draft.local = around.local;
    draft.why.push(doc.kb.why_role(number, doc.parsed.words(role_tokens)));
    draft.why.extend(around.why);
    draft.appos = person::appositive(token).map(|c| c.id);
    group(doc, &mut draft, token);
    if role.kind == RoleKind::Body && person::body_name(doc, &mut draft, token) {
        person::finish_body(doc, &mut draft, token, depth);
    } else {
        person::finish_described(doc, &mut draft, token, depth);
    }
    Some(draft)
}

/// A role that stands before `noun` and acts or is acted on in what the noun names: "rebel attack", "U.S. army base".
pub(crate) fn acting_modifier(doc: &Doc<'_>, token: TokenView<'_>, noun: TokenView<'_>) -> Option<Draft> {
    let left = left_edge(noun);
    // "police custody", "court ruling" as a whole may be known to name nobody.
    let whole = role_at(doc, left, noun).filter(|(words, ..)| words.contains(token.id));
    // "four-party talks": the word only counts.
    let joined = token.prev().is_some_and(is_hyphen);
    if whole.is_some() || joined || doc.is("no_actor", token) {
        return None;
    }
    let (words, number, _) = role_at(doc, left, token).filter(|(words, ..)| words.end == next(token.id))?;
    let role = &doc.kb.roles[number as usize];
    let acts = match role.sectors.first()?.as_str() {
        "REB" | "UAF" | "PRM" => true,
        // "military aid", "judicial review": an adjective only says of what sort a thing is.
        _ if token.tag().starts_with("JJ") => false,
        "GOV" | "LEG" | "JUD" => role.kind == RoleKind::Body,
        "MIL" | "COP" | "PTY" | "OPP" | "LAB" => true,
        "EDU" => role.kind == RoleKind::Person,
        _ => false,
    };
    if !acts || role.weak {
        return None;
    }
    let around = look_around(doc, token, left, words, number, 0);
    let start = left.min(words.start);
    let nation = around.code.is_some();
    let mut draft = Draft::new(
        token.id,
        TokenRange::new(if nation { start } else { words.start }, words.end),
        MentionKind::Modifier,
        Key::Nominal,
    );
    draft.role = Some(number);
    draft.role_tokens = words;
    draft.definite = Definite::Yes;
    draft.number = if role.kind == RoleKind::Body { Number::Unknown } else { Number::Many };
    draft.entity = entity(doc, number, words, &around);
    draft.entity.kind = if role.kind == RoleKind::Body { EntityKind::Body } else { EntityKind::People };
    draft.shared = around.shared;
    draft.local = around.local;
    draft.descent = around.descent;
    draft.why.push(doc.kb.why_role(number, doc.parsed.words(words)));
    draft.why.extend(around.why);
    Some(draft)
}

/// "the two countries", "the two Koreas", "both sides".
fn group(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>) {
    let counted = token.children().any(|c| {
        c.id < token.id && (doc.is("group_number", c) && c.dep().is_any(&["nummod", "det", "amod", "predet"]))
    });
    let told = draft.definite == Definite::Yes || token.children().any(|c| c.lower() == "both");
    if counted
        && told
        && draft.number == Number::Many
        && doc.lemma_is("party_noun", token)
        && draft.entity.code.is_none()
    {
        draft.key = Key::Two;
    }
}

/// A role phrase that ends at or runs through `head`: its words, and which role in which number.
pub(crate) fn role_at(doc: &Doc<'_>, left: TokenId, head: TokenView<'_>) -> Option<(TokenRange, u32, bool)> {
    let first = left.index().max(head.id.index().saturating_sub(5));
    for start in first..=head.id.index() {
        // "European Union officials" are no union's.
        let named = doc.found_at(TokenId::from(start)).is_some_and(|f| !f.tokens.contains(head.id));
        if is_hyphen(doc.token(start)) || named {
            continue;
        }
        let mut node = Trie::ROOT;
        let mut best = None;
        let mut at = start;
        while let Some(next) = doc.kb.role_names.step(node, doc.word(doc.token(at))) {
            node = next;
            if at >= head.id.index()
                && let Some(value) = doc.kb.role_names.values(node).next()
            {
                best = Some((TokenRange::new(start, at + 1), value & !Kb::PLURAL, value & Kb::PLURAL != 0));
            }
            at += 1;
            if at < doc.parsed.analysis.len() && is_hyphen(doc.token(at)) {
                at += 1;
            }
            if at >= doc.parsed.analysis.len() || doc.token(at).sentence() != head.sentence() {
                break;
            }
        }
        if best.is_some() {
            return best;
        }
    }
    None
}

pub(crate) fn gender_of(doc: &Doc<'_>, role: TokenRange) -> char {
    let mut gender = '?';
    for token in doc.parsed.tokens(role) {
        if doc.is("male", token) || doc.lemma_is("male", token) {
            gender = 'm';
        } else if doc.is("female", token) || doc.lemma_is("female", token) {
            gender = 'f';
        }
    }
    gender
}

/// "the two", "three of them": a number as a phrase.
pub(crate) fn counted(doc: &Doc<'_>, token: TokenView<'_>) -> Option<Draft> {
    if !doc.is("group_number", token) {
        return None;
    }
    let the = token.children_by("det").find(|d| d.lower() == "the" && d.id < token.id)?;
    let mut draft = Draft::new(token.id, TokenRange::new(the.id, next(token.id)), MentionKind::Nominal, Key::Two);
    draft.number = Number::Many;
    draft.definite = Definite::Yes;
    draft.entity.kind = EntityKind::People;
    Some(draft)
}

/// "the two Koreas": several states by one name.
pub(crate) fn states(doc: &Doc<'_>, token: TokenView<'_>) -> Option<Draft> {
    let left = left_edge(token);
    let first = left.index().max(token.id.index().saturating_sub(2));
    let (start, group) = (first..=token.id.index()).find_map(|start| {
        let words = (start..=token.id.index()).map(|i| doc.word(doc.token(i)));
        doc.kb.groups.get(words).next().map(|group| (start, group))
    })?;
    let tokens = TokenRange::new(left.min(TokenId::from(start)), next(token.id));
    let mut draft = Draft::new(token.id, tokens, MentionKind::Name, Key::States(group));
    draft.number = Number::Many;
    draft.entity.kind = EntityKind::State;
    draft.why.push(Why::rule("states by one name"));
    Some(draft)
}
