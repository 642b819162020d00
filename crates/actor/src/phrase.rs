//! Reading noun phrases: who is named or described, and of which nation or body.

use crate::draft::{Definite, Draft, Key, Number, Pronoun};
use crate::find::{Doc, Found, is_hyphen};
use crate::kb::{Effect, Kb, RoleKind, Trie, What};
use crate::{person, stand};
use std::sync::Arc;
use whowhom_text::layer::{Entity, EntityKind, MentionKind, Stand};
use whowhom_text::{Code, TokenId, TokenRange, TokenView, Why};

const ELI: Code = Code::from_static(b"ELI");
const GOV: Code = Code::from_static(b"GOV");
/// How deep "the spokesman of the leader of the party of …" is followed.
const DEPTH: usize = 4;

/// All mentions of a document in text order of their heads, without chains.
pub(crate) fn read(doc: &mut Doc<'_>) -> Vec<Draft> {
    let mut drafts = Vec::with_capacity(doc.parsed.analysis.len() / 4);
    for token in doc.parsed.all() {
        drafts.extend(mention(doc, token));
    }
    surnames(doc, &mut drafts);
    drafts
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
fn anchor<'a>(doc: &Doc<'a>, found: Found) -> TokenView<'a> {
    let last = doc.token(found.tokens.end.index() - 1);
    doc.parsed
        .tokens(found.tokens)
        .rev()
        .find(|t| {
            !matches!(t.pos().as_str(), "PUNCT" | "PART") && t.head().is_none_or(|h| !found.tokens.contains(h.id))
        })
        .unwrap_or(last)
}

/// Whether the token, or the first of those it is coordinated with, modifies a noun to its right.
fn modifies(token: TokenView<'_>) -> bool {
    let mut first = token;
    while first.dep() == "conj"
        && let Some(head) = first.head()
    {
        first = head;
    }
    let right = first.head().is_some_and(|h| h.id > token.id);
    let deps = ["amod", "compound", "nmod", "npadvmod", "advmod", "poss", "quantmod", "nummod"];
    right && first.dep().is_any(&deps)
}

fn is_nominal(token: TokenView<'_>) -> bool {
    let dep = token.dep();
    if token.tag() == "PRP$" {
        return true;
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

/// A mention by a name of the knowledge base.
fn named(doc: &Doc<'_>, token: TokenView<'_>, found: Found) -> Draft {
    let entry = doc.entry(found);
    let mut draft = Draft::new(token.id, found.tokens, MentionKind::Name, Key::Entry(found.entry));
    draft.why.push(doc.kb.why_entry(found.entry));
    draft.gender = entry.gender;
    draft.name = found.tokens;
    let entity = &mut draft.entity;
    if let Some((term, over)) = doc.term(entry) {
        entity.code = term.code;
        entity.sectors = match over {
            false => term.sectors.to_vec(),
            // Not in office yet.
            true if doc.day.is_some_and(|day| day < term.from) => Vec::new(),
            true => vec![ELI],
        };
        entity.office = term.office.clone().filter(|_| !over);
    }
    let native = matches!(entry.what, What::Adjective | What::Native | What::Natives);
    // "Chinese" says of a noun that it is of the state, and as a noun that somebody is.
    let what = match entry.what {
        What::Native | What::Natives if modifies(token) && token.dep() != "poss" => What::Adjective,
        What::Adjective
            if !modifies(token) && token.children_by("det").any(|d| d.tag() == "DT" && d.lower().starts_with('a')) =>
        {
            What::Native
        }
        what => what,
    };
    if native {
        entity.sectors = vec![if what == What::Adjective { GOV } else { Code::from_static(b"CVL") }];
    }
    entity.kind = match what {
        What::Body => EntityKind::Body,
        What::Person | What::Native => EntityKind::Person,
        What::Natives => EntityKind::People,
        _ => EntityKind::State,
    };
    match what {
        What::State | What::Seat | What::Adjective | What::Capital => {
            if let Some(code) = entity.code {
                draft.key = Key::State(code);
            }
        }
        What::Native | What::Natives => {
            if let Some(code) = entity.code {
                draft.key = Key::People(code);
            }
            draft.kind = MentionKind::Nominal;
        }
        What::Body | What::Person => entity.identifier = Some(entry.name.clone()),
        What::Region | What::City => {}
    }
    draft.number = match what {
        What::Natives => Number::Many,
        What::Body => Number::Unknown,
        _ => Number::One,
    };
    if draft.kind == MentionKind::Nominal && token.children_by("amod").any(|m| doc.is("ethnic", m)) {
        draft.descent = draft.entity.code.take();
    }
    if entry.what.is_place() {
        draft.stand = stand::stand(doc, token, entry.what);
        // A capital that is only a place is a chain of its own.
        if entry.what == What::Capital && draft.stand == Stand::Place {
            draft.key = Key::Entry(found.entry);
        }
    }
    if what == What::Adjective && !modifies(token) {
        // "the British", "the French": the people, or the side.
        draft.kind = MentionKind::Nominal;
        draft.entity.kind = EntityKind::People;
        draft.entity.sectors = vec![Code::from_static(b"CVL")];
        draft.number = Number::Unknown;
    }
    draft
}

/// "the Japanese Communist Party", "the People's Democratic Party of Afghanistan": a party's name that other nations have too.
fn of_nation(doc: &Doc<'_>, draft: &mut Draft, found: Found) {
    let entry = doc.entry(found);
    let party = entry.terms.iter().any(|t| t.sectors.iter().any(|s| *s == "PTY"));
    let Some(own) = draft.entity.code.filter(|_| entry.what == What::Body && party) else { return };
    let nation = |at: usize| {
        let found = doc.found_at(TokenId::from(at))?;
        let what = doc.entry(found).what;
        (matches!(what, What::Adjective | What::State)).then_some(found)
    };
    let (start, end) = (found.tokens.start.index(), found.tokens.end.index());
    let before = start.checked_sub(1).and_then(nation).filter(|f| doc.entry(*f).what == What::Adjective);
    let of = end + 1 < doc.parsed.analysis.len() && doc.token(end).lower() == "of";
    let behind = of.then(|| nation(end + 1)).flatten();
    if let Some(nation) = before.or(behind) {
        let code = doc.term(doc.entry(nation)).and_then(|t| t.0.code);
        if code.is_some() && code != Some(own) {
            draft.entity.code = code;
            let name =
                TokenRange::new(nation.tokens.start.min(found.tokens.start), nation.tokens.end.max(found.tokens.end));
            draft.name = name;
            draft.tokens = TokenRange::new(draft.tokens.start.min(name.start), draft.tokens.end.max(name.end));
            draft.entity.identifier = Some(doc.parsed.words(name).into());
            draft.key = Key::Body;
            draft.why.push(doc.kb.why_entry(nation.entry));
        }
        return;
    }
    // A party of a country that the document never speaks of is one of the country that it is about.
    if doc.counts.get(&own) == Some(&1)
        && let Some(main) = doc.main_code()
    {
        draft.entity.code = Some(main);
        draft.key = Key::Body;
        draft.why.push(Why::rule("main state of the document"));
    }
}

fn definite(doc: &Doc<'_>, token: TokenView<'_>) -> Definite {
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

/// What modifiers, possessors and complements say of a phrase.
#[derive(Default)]
pub(crate) struct Around {
    pub code: Option<Code>,
    pub sectors: Vec<Code>,
    over: Option<Vec<Code>>,
    pub former: bool,
    pub shared: Vec<Code>,
    pub owner: Option<TokenId>,
    /// The nation is only where the body has its seat: "US-based".
    based: bool,
    /// A modifier is a body of some state.
    pub local: bool,
    descent: Option<Code>,
    /// Where the "of" complement ends that says whose it is.
    end: Option<TokenId>,
    pub why: Vec<Why>,
}

/// A mention by description: a role with what stands around it.
fn described(doc: &Doc<'_>, token: TokenView<'_>, depth: usize) -> Option<Draft> {
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
    draft.entity = entity(doc, number, &around);
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

fn next(id: TokenId) -> TokenId {
    TokenId(id.0 + 1)
}

/// "the two countries", "the two Koreas", "both sides".
fn group(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>) {
    let counted = token.children().any(|c| {
        c.id < token.id && (doc.is("group_number", c) && c.dep().is_any(&["nummod", "det", "amod", "predet"]))
    });
    if counted && draft.number == Number::Many && doc.lemma_is("party_noun", token) && draft.entity.code.is_none() {
        draft.key = Key::Two;
    }
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

/// The entity of a role in its surroundings.
pub(crate) fn entity(doc: &Doc<'_>, role: u32, around: &Around) -> Entity {
    let role = &doc.kb.roles[role as usize];
    let mut sectors: Vec<Code> = Vec::new();
    if around.former
        && role.kind == RoleKind::Person
        && role.sectors.first().is_some_and(|s| matches!(s.as_str(), "GOV" | "LEG"))
    {
        sectors.push(ELI);
    }
    sectors.extend(around.over.iter().flatten());
    // The United Nations' officials are no government's.
    let international = around.code.is_some_and(|c| doc.kb.state(c).is_none());
    let own = role.sectors.iter().copied().filter(|s| !(international && *s == GOV));
    let open = role.weak && !around.sectors.is_empty() || role.sectors.is_empty() && role.kind != RoleKind::State;
    if open {
        sectors.extend(&around.sectors);
    } else if role.kind == RoleKind::State {
        sectors.push(GOV);
    } else {
        let before = sectors.len();
        sectors.extend(own);
        // The president of a relief body is of its sector.
        if sectors.len() == before {
            sectors.extend(&around.sectors);
        }
    }
    let mut seen = Vec::with_capacity(sectors.len());
    sectors.retain(|s| {
        !seen.contains(s) && {
            seen.push(*s);
            true
        }
    });
    Entity { code: around.code, sectors, identifier: None, office: None, kind: EntityKind::Person }
}

/// Reads what stands before the role in its phrase, and its complements.
pub(crate) fn look_around(
    doc: &Doc<'_>,
    token: TokenView<'_>,
    left: TokenId,
    role: TokenRange,
    number: u32,
    depth: usize,
) -> Around {
    let mut around = Around::default();
    let sends = doc.kb.roles[number as usize].sends;
    let before = TokenRange::new(left, role.start);
    modifiers(doc, before, &mut around);
    let named = TokenRange::new(left, role.start.max(left));
    let nation = nations(doc, named, sends);
    if ethnic(doc, named) {
        // "ethnic Albanian guerrillas in Macedonia" are of the state where they are.
        complement(doc, token, role, depth, sends, &mut around);
        if around.code.is_none() {
            around.descent = nation.first().and_then(|f| doc.term(doc.entry(*f))?.0.code);
        }
        return around;
    }
    if let Some(found) = nation.first().copied() {
        take(doc, found, &mut around);
        around.based = doc.kb.is("based", doc.joined(found));
        around.shared = shared(doc, &nation);
    }
    possessor(doc, token, depth, sends, &mut around);
    if around.code.is_none()
        && around.owner.is_none()
        && let Some(before) = role.start.0.checked_sub(1).and_then(|i| doc.found_at(TokenId(i)))
        && matches!(doc.entry(before).what, What::Adjective | What::State | What::Body)
        && counts(doc, before)
    {
        // "US Under-Secretary of State": the parser may leave the nation outside the phrase.
        take(doc, before, &mut around);
    }
    if around.code.is_none() {
        complement(doc, token, role, depth, sends, &mut around);
    }
    around.code = around.code.or(doc.kb.roles[number as usize].code);
    around
}

/// Whether a nation among the modifiers is said to be one of descent.
fn ethnic(doc: &Doc<'_>, before: TokenRange) -> bool {
    doc.parsed.tokens(before).any(|t| doc.is("ethnic", t))
}

/// The effects of words before the role.
fn modifiers(doc: &Doc<'_>, before: TokenRange, around: &mut Around) {
    let mut at = before.end.index();
    while at > before.start.index() {
        at -= 1;
        let token = doc.token(at);
        if doc.found_at(token.id).is_some() {
            continue;
        }
        around.local |= body_of_state(doc, token);
        // The longest modifier that ends here: "human rights", "law enforcement".
        let first = before.start.index().max(at.saturating_sub(2));
        let modifier = (first..=at).find_map(|start| {
            let words = (start..=at).map(|i| doc.token(i)).filter(|t| !is_hyphen(*t)).map(|t| doc.word(t));
            doc.kb.modifier_names.get(words).next()
        });
        let Some(modifier) = modifier.map(|m| &doc.kb.modifiers[m as usize]) else { continue };
        match modifier.effect {
            Effect::Former => around.former = true,
            Effect::Over if around.over.is_none() => around.over = Some(modifier.sectors.to_vec()),
            Effect::Fill if around.sectors.is_empty() => around.sectors = modifier.sectors.to_vec(),
            _ => {}
        }
    }
}

/// Whether the word alone names a government, army, police, court or parliament.
fn body_of_state(doc: &Doc<'_>, token: TokenView<'_>) -> bool {
    let role = doc.kb.role_names.get([doc.word(token)]).next();
    let role = role.map(|r| &doc.kb.roles[(r & !Kb::PLURAL) as usize]);
    let state = |s: &Code| matches!(s.as_str(), "GOV" | "MIL" | "COP" | "JUD" | "LEG");
    role.is_some_and(|r| {
        !r.weak && matches!(r.kind, RoleKind::Body | RoleKind::People) && r.sectors.first().is_some_and(state)
    })
}

/// The names among the modifiers that say whose the role is, nearest first.
fn nations(doc: &Doc<'_>, before: TokenRange, sends: bool) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut at = before.end.index();
    while at > before.start.index() {
        at -= 1;
        let Some(found) = doc.found_at(TokenId::from(at)) else { continue };
        at = found.tokens.start.index();
        if counts(doc, found) && doc.term(doc.entry(found)).is_some_and(|t| t.0.code.is_some()) {
            out.push(found);
        }
    }
    if sends && out.len() > 1 {
        // "Japan's U.N. ambassador": whose envoy, not where to.
        out.reverse();
    }
    out
}

/// Whether a name before a role says whose it is: not in "pro-Syrian", "Iran-backed".
fn counts(doc: &Doc<'_>, found: Found) -> bool {
    let first = doc.token(found.tokens.start);
    let before = first.prev().filter(|p| is_hyphen(*p)).and_then(|p| p.prev());
    if before.is_some_and(|b| doc.is("pro_anti", b)) {
        return false;
    }
    !doc.kb.is("backed", doc.joined(found))
}

fn take(doc: &Doc<'_>, found: Found, around: &mut Around) {
    let entry = doc.entry(found);
    let Some((term, _)) = doc.term(entry) else { return };
    around.code = term.code;
    if matches!(entry.what, What::Body | What::Person) && around.sectors.is_empty() {
        around.sectors = term.sectors.to_vec();
    }
    around.why.push(doc.kb.why_entry(found.entry));
}

/// The codes of states that share a role: "U.S. and Russian negotiators".
fn shared(doc: &Doc<'_>, nations: &[Found]) -> Vec<Code> {
    let mut joined: Vec<Found> = nations
        .iter()
        .copied()
        .filter(|f| {
            let linked = anchor(doc, *f);
            linked.dep() == "conj" || linked.has_child("conj")
        })
        .collect();
    joined.sort_by_key(|f| f.tokens);
    let mut codes: Vec<Code> = Vec::new();
    for code in joined.iter().filter_map(|f| doc.term(doc.entry(*f))?.0.code) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    if codes.len() > 1 { codes } else { Vec::new() }
}

/// "Ortega's party", "his government", "the army's offensive".
fn possessor(doc: &Doc<'_>, token: TokenView<'_>, depth: usize, sends: bool, around: &mut Around) {
    let Some(owner) = token.children_by("poss").next() else { return };
    if owner.tag() == "PRP$" {
        if around.code.is_none() {
            around.owner = Some(owner.id);
        }
        return;
    }
    if doc.found_at(owner.id).is_some() && !sends && around.code.is_some() {
        return;
    }
    if let Some(of) = compose(doc, owner, depth + 1)
        && (around.code.is_none() || sends && of.entity.code.is_some())
    {
        around.code = of.entity.code;
        around.owner = Some(owner.id).filter(|_| around.code.is_none());
        if around.sectors.is_empty() && of.entity.kind == EntityKind::Body {
            around.sectors = of.entity.sectors;
        }
        around.why.push(Why::rule("possessor"));
    }
}

/// "the president of Iran", "members of Hamas", "a court in Bishkek", "a spokesman for President Ghani".
fn complement(doc: &Doc<'_>, token: TokenView<'_>, role: TokenRange, depth: usize, sends: bool, around: &mut Around) {
    let preps = token.children_by("prep").chain(
        // Behind "minister of defence" the complement may hang on the role's last word.
        doc.parsed.tokens(role).filter(|t| t.id > token.id).flat_map(|t| t.children_by("prep").collect::<Vec<_>>()),
    );
    // "a newspaper based in Beirut", "guerrillas operating in Macedonia".
    let settled = token
        .children_by("acl")
        .filter(|c| doc.lemma_is("settled", *c))
        .flat_map(|c| c.children_by("prep").filter(|p| doc.is("locative", *p)).collect::<Vec<_>>());
    let preps = preps.chain(settled);
    // "the military led by Sisi".
    let led = token.children_by("acl").filter(|c| doc.lemma_is("led", *c)).filter_map(|c| c.child(&["agent"]));
    let preps = preps.chain(led);
    for prep in preps.filter(|p| p.id >= role.end && (doc.is("source_prep", *p) || p.dep() == "agent")) {
        let place = prep.lower() != "of" && prep.lower() != "for" && prep.lower() != "with";
        if sends && place && prep.lower() != "from" {
            continue;
        }
        let Some(object) = prep.child(&["pobj"]) else { continue };
        // "a member of a cell of Hamas": what names no actor is looked through.
        let deeper = || object.children_by("prep").find(|p| p.lower() == "of").and_then(|p| p.child(&["pobj"]));
        let of = compose(doc, object, depth + 1).or_else(|| compose(doc, deeper()?, depth + 1));
        let Some(of) = of else { continue };
        if of.entity.code.is_some() || of.owner.is_some() {
            around.code = of.entity.code;
            around.owner = of.owner;
            around.end = Some(of.tokens.end).filter(|_| prep.lower() == "of");
            if around.sectors.is_empty() && !place && of.entity.kind != EntityKind::State {
                around.sectors = of.entity.sectors;
            }
            around.why.push(Why::rule("complement"));
            return;
        }
        if around.sectors.is_empty() && !place {
            around.sectors = of.entity.sectors;
        }
    }
}

/// "the two", "three of them": a number as a phrase.
fn counted(doc: &Doc<'_>, token: TokenView<'_>) -> Option<Draft> {
    if !doc.is("group_number", token) {
        return None;
    }
    let the = token.children_by("det").find(|d| d.lower() == "the")?;
    let mut draft = Draft::new(token.id, TokenRange::new(the.id, next(token.id)), MentionKind::Nominal, Key::Two);
    draft.number = Number::Many;
    draft.definite = Definite::Yes;
    draft.entity.kind = EntityKind::People;
    Some(draft)
}

/// "the two Koreas": several states by one name.
fn states(doc: &Doc<'_>, token: TokenView<'_>) -> Option<Draft> {
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

/// An organisation that the knowledge base does not know: its nation and sector from the words of its name.
fn unknown_body(doc: &Doc<'_>, token: TokenView<'_>, depth: usize) -> Option<Draft> {
    let entity = token.entity().filter(|e| e.label == "ORG")?;
    if token.pos() != "PROPN" {
        return None;
    }
    let left = left_edge(token);
    let name = TokenRange::new(entity.tokens.start.min(left), entity.tokens.end.max(next(token.id)));
    let mut draft = Draft::new(token.id, name, MentionKind::Name, Key::Body);
    draft.entity.kind = EntityKind::Body;
    let name = person::trim_name(doc, entity.tokens);
    draft.name = name;
    draft.entity.identifier = Some(Arc::from(doc.parsed.words(name)));
    let mut around = Around::default();
    modifiers(doc, TokenRange::new(name.start, name.end), &mut around);
    let nations = nations(doc, TokenRange::new(left.min(name.start), name.end), false);
    if let Some(found) = nations.first() {
        take(doc, *found, &mut around);
    }
    possessor(doc, token, depth, false, &mut around);
    if around.code.is_none() {
        complement(doc, token, TokenRange::new(token.id, next(token.id)), depth, false, &mut around);
    }
    draft.entity.code = around.code;
    draft.entity.sectors = around.sectors;
    draft.owner = around.owner;
    draft.why.push(Why::rule("name of a body"));
    draft.why.extend(around.why);
    draft.appos = token.children_by("appos").find(|c| c.id > token.id).map(|c| c.id);
    person::finish_body(doc, &mut draft, token, depth);
    Some(draft)
}
