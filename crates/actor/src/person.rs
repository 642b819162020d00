//! Persons by name: titles before the name, appositions behind it, and names that nobody has heard of.

use crate::around::{entity, look_around};
use crate::described::{gender_of, role_at};
use crate::draft::{Draft, Key, Number};
use crate::find::{Doc, is_hyphen};
use crate::kb::{Role, RoleKind, What};
use crate::phrase::{self, compose, left_edge};
use std::sync::Arc;
use whowhom_text::layer::{Entity, EntityKind, MentionKind};
use whowhom_text::{Code, NamedEntity, TokenId, TokenRange, TokenView, Why};

/// A person named by the phrase, who is not in the knowledge base by this name.
pub(crate) fn read(doc: &Doc<'_>, token: TokenView<'_>, depth: usize) -> Option<Draft> {
    let name = name_tokens(doc, token)?;
    let left = left_edge(token).min(name.start);
    let mut draft = Draft::new(token.id, TokenRange::new(left, name.end), MentionKind::Name, Key::Person);
    draft.name = name;
    draft.number = Number::One;
    draft.entity.kind = EntityKind::Person;
    draft.entity.identifier = Some(Arc::from(doc.parsed.words(name)));
    draft.gender = given_gender(doc, name);
    title(doc, &mut draft, token, depth);
    known_by_title(doc, &mut draft);
    apposition(doc, &mut draft, token, depth);
    Some(draft)
}

/// The words of the person's name: proper nouns up to the head and the rest of the entity, without titles.
fn name_tokens(doc: &Doc<'_>, token: TokenView<'_>) -> Option<TokenRange> {
    if token.pos() != "PROPN" {
        return None;
    }
    let entity = token.entity();
    let titled = title_before(doc, token);
    let given = |e: NamedEntity| e.tokens.len() > 1 && doc.kb.given.contains_key(&doc.word(doc.token(e.tokens.start)));
    let person = entity.is_some_and(|e| e.label == "PERSON" || e.label.is_any(&["ORG", "NORP", "FAC"]) && given(e));
    let known = doc.surnames.contains(token.lower());
    if known && !person && titled.is_none() {
        return Some(TokenRange::one(token.id));
    }
    if !person && titled.is_none() {
        return None;
    }
    if !person
        && entity.is_some_and(|e| e.label.is_any(&["GPE", "LOC", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"]))
        && titled.is_none()
    {
        return None;
    }
    let mut start = token.id.index();
    let floor = match (titled, entity.filter(|_| person)) {
        (Some(end), _) => end.index(),
        // The recogniser may miss the first of the names.
        (None, Some(entity)) => entity.tokens.start.index().min(left_edge(token).index()),
        _ => start,
    };
    while start > floor {
        let before = doc.token(start - 1);
        let part = before.pos() == "PROPN"
            || is_hyphen(before)
            || doc.is("particle", before)
            || person && entity.is_some_and(|e| e.tokens.contains(before.id));
        // Beyond what the recogniser took for the name, a title is no part of it.
        let beyond = person && entity.is_some_and(|e| !e.tokens.contains(before.id)) && doc.starts_role(before);
        if !part
            || beyond
            || doc.is("honorific", before)
            || doc.found_at(before.id).is_some_and(|f| doc.entry(f).what != What::Person)
        {
            break;
        }
        start -= 1;
    }
    let mut end = token.id.index() + 1;
    if let Some(entity) = entity.filter(|_| person) {
        end = end.max(entity.tokens.end.index());
    }
    let name = trim_name(doc, TokenRange::new(start, end));
    (!name.is_empty()).then_some(name)
}

/// A name without the possessive, article and commas at its edges.
pub(crate) fn trim_name(doc: &Doc<'_>, name: TokenRange) -> TokenRange {
    let (mut start, mut end) = (name.start.index(), name.end.index());
    while end > start + 1 && (doc.token(end - 1).tag().is_any(&["POS", ","]) || doc.token(end - 1).pos() == "PUNCT") {
        end -= 1;
    }
    while start + 1 < end
        && (doc.token(start).tag() == "DT" || doc.is("honorific", doc.token(start)) || is_hyphen(doc.token(start)))
    {
        start += 1;
    }
    TokenRange::new(start, end)
}

/// Where the name begins when a title stands before it in the phrase.
fn title_before(doc: &Doc<'_>, token: TokenView<'_>) -> Option<TokenId> {
    let left = left_edge(token);
    let mut at = token.id.index();
    while at > left.index() {
        let before = doc.token(at - 1);
        if doc.is("honorific", before) {
            return Some(TokenId::from(at));
        }
        if let Some((role, number, many)) = role_at(doc, left, before)
            && role.end.index() == at
            && !many
            && !is_given_name(doc, role)
            && doc.kb.roles[number as usize].kind == RoleKind::Person
        {
            return Some(TokenId::from(at));
        }
        if before.pos() != "PROPN" && !is_hyphen(before) {
            return None;
        }
        at -= 1;
    }
    None
}

/// Whether what could be a title is the person's first name: "Dean Hirsch".
fn is_given_name(doc: &Doc<'_>, role: TokenRange) -> bool {
    let token = doc.token(role.start);
    let begins =
        token.entity().is_some_and(|e| e.label == "PERSON" && e.tokens.start == role.start && e.tokens.len() > 1);
    role.len() == 1 && begins && doc.kb.given.contains_key(&doc.word(token))
}

/// A person's name that follows the role directly, where the parser took the title for the head of the phrase.
pub(crate) fn named_behind(doc: &Doc<'_>, draft: &mut Draft) -> bool {
    let after = draft.role_tokens.end;
    if after.index() >= doc.parsed.analysis.len() || doc.token(after).pos() != "PROPN" {
        return false;
    }
    let name = match doc.found_at(after) {
        Some(found) if doc.entry(found).what == What::Person => found.tokens,
        Some(_) => return false,
        None => match doc.token(after).entity() {
            Some(entity) if entity.label == "PERSON" => TokenRange::new(after, entity.tokens.end),
            _ => return false,
        },
    };
    let name = trim_name(doc, name);
    draft.name = name;
    draft.key = Key::Person;
    draft.kind = MentionKind::Name;
    draft.tokens = TokenRange::new(draft.tokens.start, name.end.max(draft.tokens.end));
    draft.entity.identifier = Some(doc.parsed.words(name).into());
    true
}

fn given_gender(doc: &Doc<'_>, name: TokenRange) -> char {
    let first = doc.token(name.start);
    let before = first.prev();
    if let Some(before) = before.filter(|b| doc.is("honorific", *b)) {
        if doc.is("male", before) {
            return 'm';
        }
        if doc.is("female", before) {
            return 'f';
        }
    }
    if name.len() < 2 { '?' } else { doc.kb.given.get(&doc.word(first)).copied().unwrap_or('?') }
}

/// Reads the title that stands before the name.
fn title(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>, depth: usize) {
    let left = left_edge(token);
    let Some(last) = draft.name.start.index().checked_sub(1).map(|i| doc.token(i)) else { return };
    let last = if doc.is("honorific", last) && last.id > left { last.prev().unwrap_or(last) } else { last };
    if last.id < left {
        whose(doc, draft, token, left, depth);
        return;
    }
    let title = role_at(doc, left, last);
    match title.filter(|r| doc.kb.roles[r.1 as usize].kind == RoleKind::Person && !is_given_name(doc, r.0)) {
        Some((role, number, _)) => {
            let around = look_around(doc, token, left, role, number, depth);
            let titled = entity(doc, number, role, &around);
            draft.role = Some(number);
            draft.role_tokens = role;
            absorb(&mut draft.entity, &titled);
            draft.entity.office.get_or_insert_with(|| doc.parsed.words(role).into());
            if draft.gender == '?' {
                draft.gender = gender_of(doc, role);
            }
            draft.owner = around.owner;
            draft.serves = around.serves;
            draft.local = around.local;
            draft.why.push(doc.kb.why_role(number, doc.parsed.words(role)));
            draft.why.push(Why::rule("title"));
            draft.why.extend(around.why);
        }
        None => whose(doc, draft, token, left, depth),
    }
}

/// "North Korea's Kim Kye Gwan", "Hamas' Haniyeh", "Indonesian Sukarno": a nation before the name without a title.
fn whose(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>, left: TokenId, depth: usize) {
    if draft.entity.code.is_some() {
        return;
    }
    let mut at = draft.name.start.index();
    while at > left.index() {
        at -= 1;
        if let Some(found) = doc.found_at(TokenId::from(at)) {
            let entry = doc.entry(found);
            if let Some((term, _)) = doc.term(entry) {
                draft.entity.code = term.code;
                if entry.what == What::Body {
                    draft.entity.sectors = term.sectors.to_vec();
                }
                draft.why.push(doc.kb.why_entry(found.entry));
            }
            return;
        }
    }
    let owner = token.children_by("poss").next().filter(|o| o.tag() != "PRP$" && o.id < draft.name.start);
    if let Some(of) = owner.and_then(|owner| compose(doc, owner, depth + 1)) {
        draft.entity.code = of.entity.code;
        draft.why.push(Why::rule("possessor"));
    }
}

/// "President Assad": somebody of that surname whom the knowledge base knows in office.
fn known_by_title(doc: &Doc<'_>, draft: &mut Draft) {
    let Some(role) = draft.role.map(|r| &doc.kb.roles[r as usize]) else { return };
    let last = doc.token(draft.name.end.index() - 1);
    let Some(known) = doc.kb.surnames.get(&doc.word(last)) else { return };
    let fits: Vec<(u32, Option<Code>, u32)> =
        known.iter().filter_map(|&k| likely(doc, draft, role, k).map(|(score, code)| (score, code, k))).collect();
    let Some(best) = fits.iter().map(|f| f.0).max() else { return };
    let best: Vec<_> = fits.into_iter().filter(|f| f.0 == best).collect();
    let (_, code, first) = best[0];
    if best.iter().any(|f| f.1 != code) {
        return;
    }
    draft.entity.code = draft.entity.code.or(code);
    draft.why.push(doc.kb.why_entry(first));
    if best.len() == 1 {
        let entry = &doc.kb.entries[first as usize];
        draft.key = Key::Entry(first);
        draft.entity.identifier = Some(entry.name.clone());
        if draft.gender == '?' {
            draft.gender = entry.gender;
        }
    }
}

/// How likely the titled name is this person of the knowledge base; nothing if it cannot be.
fn likely(doc: &Doc<'_>, draft: &Draft, role: &Role, known: u32) -> Option<(u32, Option<Code>)> {
    let entry = &doc.kb.entries[known as usize];
    let (term, over) = doc.term(entry)?;
    let same_code = draft.entity.code.is_none_or(|c| term.code == Some(c));
    let sector = term.sectors.first();
    let governs = !role.leads && !role.title || sector.is_none_or(|s| role.sectors.contains(s) || role.weak);
    let name = draft.name.len() == 1 || same_names(doc, draft.name, &entry.name);
    if over || !same_code || !governs || !name {
        return None;
    }
    let mut score = 0;
    if term.code.is_some_and(|c| doc.codes.contains(&c)) {
        score += 4;
    }
    if role.leads && term.office.is_some() {
        score += 2;
    }
    // Those written down by hand are the better known.
    if doc.kb.by_hand(entry) {
        score += 3;
    }
    Some((score, term.code))
}

/// Whether all words of the shorter of two names are in the longer, initials counting for the words they begin.
fn same_names(doc: &Doc<'_>, name: TokenRange, known: &str) -> bool {
    let new: Vec<&str> = doc.parsed.tokens(name).filter(|t| !is_hyphen(*t)).map(|t| t.lower()).collect();
    let folded = crate::kb::fold(known);
    let old: Vec<&str> = crate::kb::split(&folded).collect();
    let (short, long) = if new.len() < old.len() { (&new, &old) } else { (&old, &new) };
    let same =
        |a: &str, b: &str| a == b || a.trim_end_matches('.').len() == 1 && b.starts_with(a.trim_end_matches('.'));
    short.iter().all(|a| long.iter().any(|b| same(a, b) || same(b, a)))
}

/// Adds what `more` knows and `entity` does not.
pub(crate) fn absorb(entity: &mut Entity, more: &Entity) {
    entity.code = entity.code.or(more.code);
    if entity.sectors.is_empty() {
        entity.sectors.clone_from(&more.sectors);
    }
    if entity.office.is_none() {
        entity.office.clone_from(&more.office);
    }
    if entity.identifier.is_none() {
        entity.identifier.clone_from(&more.identifier);
    }
}

/// Reads the apposition behind a name: "Dean Hirsch, president of World Vision", "Kim, the negotiator".
fn apposition(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>, depth: usize) {
    if depth > 1 {
        return;
    }
    let attribute = token.children_by("appos").find(|c| c.id > token.id).or_else(|| relative_attribute(doc, token));
    let Some(attribute) = attribute else { return };
    let Some(of) = compose(doc, attribute, depth + 2) else { return };
    if of.kind == MentionKind::Nominal && of.role.is_some() && of.number != Number::Many {
        if draft.role.is_none() {
            draft.role = of.role;
            draft.role_tokens = of.role_tokens;
        }
        absorb(&mut draft.entity, &of.entity);
        draft.owner = draft.owner.or(of.owner);
        draft.serves = draft.serves.or(of.serves);
        if draft.gender == '?' {
            draft.gender = of.gender;
        }
        draft.appos = Some(attribute.id);
        draft.why.push(Why::rule("apposition"));
        draft.why.extend(of.why);
    }
}

/// "Lash, who is a spokesman": the attribute of a relative clause.
fn relative_attribute<'a>(doc: &Doc<'a>, token: TokenView<'a>) -> Option<TokenView<'a>> {
    let _ = doc;
    let clause = token.children_by("relcl").next()?;
    if clause.lemma() != "be" {
        return None;
    }
    clause.child(&["attr"])
}

/// What stands around a name of the knowledge base: a title and an apposition may say more.
pub(crate) fn finish_named(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>, depth: usize) {
    match draft.entity.kind {
        EntityKind::Person if draft.entity.identifier.is_some() => {
            // Whom the knowledge base has out of office, the text may have in another.
            let known = std::mem::take(&mut draft.entity.sectors);
            let out = known.first().is_some_and(|s| *s == "ELI");
            title(doc, draft, token, depth);
            if !out && !known.is_empty() || draft.entity.sectors.is_empty() {
                draft.entity.sectors = known;
            }
            // An apposition often tells of former times.
            apposition(doc, draft, token, depth);
        }
        EntityKind::Body => draft.appos = body_apposition(doc, token, depth),
        _ => {}
    }
}

/// A body whose name is made of its role: "the Free Voters Alliance". Sets name and identity.
pub(crate) fn body_name(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>) -> bool {
    if token.pos() != "PROPN" || draft.number == Number::Many || doc.lemma_is("government", token) {
        return false;
    }
    let mut start = token.id.index();
    while start > draft.tokens.start.index() {
        let before = doc.token(start - 1);
        let capital = before.text().starts_with(char::is_uppercase) && before.pos().is_any(&["PROPN", "ADJ", "NOUN"]);
        let possessive = before.tag() == "POS" && start - 1 > draft.tokens.start.index();
        if !(capital || possessive || is_hyphen(before)) {
            break;
        }
        start -= 1;
    }
    let name = trim_name(doc, TokenRange::new(start, draft.role_tokens.end.max(TokenId(token.id.0 + 1))));
    if name.len() < 2 {
        return false;
    }
    draft.name = name;
    draft.kind = MentionKind::Name;
    draft.entity.identifier = Some(doc.parsed.words(name).into());
    true
}

/// What stands around the name of an unknown body: "Azadliq, an opposition coalition".
pub(crate) fn finish_body(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>, depth: usize) {
    if depth > 1 {
        return;
    }
    let Some(attribute) = token.children_by("appos").find(|c| c.id > token.id) else { return };
    if let Some(of) = compose(doc, attribute, depth + 2)
        && of.entity.kind == EntityKind::Body
    {
        // "Alliance" alone says less than "an opposition group".
        if draft.role.is_some_and(|r| doc.kb.roles[r as usize].weak) {
            draft.entity.sectors.clear();
        }
        absorb(&mut draft.entity, &Entity { identifier: None, ..of.entity });
        draft.appos = Some(attribute.id);
        draft.why.push(Why::rule("apposition"));
    }
}

fn body_apposition(doc: &Doc<'_>, token: TokenView<'_>, depth: usize) -> Option<TokenId> {
    let attribute = token.children_by("appos").find(|c| c.id > token.id).filter(|_| depth < 2)?;
    let of = compose(doc, attribute, depth + 2)?;
    (of.entity.kind == EntityKind::Body).then_some(attribute.id)
}

/// The phrase in apposition to a description; the parser may hang it on the description's complement
/// ("Obama's envoy on North Korea, Stephen Bosworth").
pub(crate) fn appositive<'a>(token: TokenView<'a>) -> Option<TokenView<'a>> {
    let apposed = |t: TokenView<'a>| t.children_by("appos").find(|c| c.id > t.id);
    if let Some(direct) = apposed(token) {
        return Some(direct);
    }
    let mut at = token;
    for _ in 0..3 {
        let object = at.children_by("prep").rfind(|p| p.id > at.id)?.child(&["pobj"])?;
        if let Some(name) = apposed(object).filter(|n| n.entity().is_some_and(|e| e.label == "PERSON")) {
            return object.entity().is_none_or(|e| e.label != "PERSON").then_some(name);
        }
        at = object;
    }
    None
}

/// "his Chinese counterpart, Wu Dawei": the name behind a description.
pub(crate) fn finish_described(doc: &Doc<'_>, draft: &mut Draft, token: TokenView<'_>, depth: usize) {
    if depth > 1 {
        draft.appos = None;
        return;
    }
    let Some(name) = draft.appos.map(|id| doc.token(id)) else { return };
    let of = phrase::compose(doc, name, depth + 2).filter(|of| {
        let one = draft.number != Number::Many && draft.entity.kind == of.entity.kind;
        of.kind == MentionKind::Name && of.entity.identifier.is_some() && one
    });
    match of {
        Some(of) => {
            absorb(&mut draft.entity, &of.entity);
            if draft.gender == '?' {
                draft.gender = of.gender;
            }
            draft.why.push(Why::rule("apposition"));
        }
        None => draft.appos = None,
    }
    let _ = token;
}
