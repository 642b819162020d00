//! Whose a role is: the nations, bodies and offices that modifiers, possessors and complements give it.

use crate::find::{Doc, Found, is_hyphen};
use crate::kb::{Effect, Kb, RoleKind, What};
use crate::phrase::{anchor, compose};
use whowhom_text::layer::{Entity, EntityKind, MentionKind};
use whowhom_text::{Code, TokenId, TokenRange, TokenView, Why};

const ELI: Code = Code::from_static(b"ELI");
const GOV: Code = Code::from_static(b"GOV");

/// What modifiers, possessors and complements say of a phrase.
#[derive(Default)]
pub(crate) struct Around {
    pub code: Option<Code>,
    pub sectors: Vec<Code>,
    over: Option<Vec<Code>>,
    pub former: bool,
    pub shared: Vec<Code>,
    pub owner: Option<TokenId>,
    /// The body of some state, not told of which here, that the phrase belongs to: "a negotiator for the government".
    pub serves: Option<TokenId>,
    /// The nation is only where the body has its seat: "US-based".
    pub based: bool,
    /// A modifier is a body of some state.
    pub local: bool,
    pub descent: Option<Code>,
    /// Where the "of" complement ends that says whose it is.
    pub end: Option<TokenId>,
    pub why: Vec<Why>,
}

/// The entity of a role in its surroundings.
pub(crate) fn entity(doc: &Doc<'_>, role: u32, words: TokenRange, around: &Around) -> Entity {
    let president = doc.parsed.tokens(words).any(|t| t.lower() == "president");
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
    // The president of a party or firm is no head of state.
    let presides = role.leads && president && around.sectors.first().is_some_and(|s| *s != GOV);
    let open = (role.weak || presides) && !around.sectors.is_empty()
        || role.sectors.is_empty() && role.kind != RoleKind::State;
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
pub(crate) fn modifiers(doc: &Doc<'_>, before: TokenRange, around: &mut Around) {
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
pub(crate) fn nations(doc: &Doc<'_>, before: TokenRange, sends: bool) -> Vec<Found> {
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

pub(crate) fn take(doc: &Doc<'_>, found: Found, around: &mut Around) {
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
pub(crate) fn possessor(doc: &Doc<'_>, token: TokenView<'_>, depth: usize, sends: bool, around: &mut Around) {
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
pub(crate) fn complement(
    doc: &Doc<'_>,
    token: TokenView<'_>,
    role: TokenRange,
    depth: usize,
    sends: bool,
    around: &mut Around,
) {
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
    // "told an envoy from Beijing that …": the parser may hang the complement on the verb.
    let end = role.end;
    let astray = token.head().filter(|v| token.dep().is_any(&["dobj", "dative"]) && v.tag().starts_with("VB"));
    let astray =
        astray.filter(|v| !token.has_child("poss") && !doc.lemma_is("motion", *v) && !doc.lemma_is("sends", *v));
    let beside = move |p: &TokenView<'_>| p.id == end && p.lower() == "from";
    let preps =
        preps.chain(astray.into_iter().flat_map(move |v| v.children_by("prep").filter(beside).collect::<Vec<_>>()));
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
            around.end = Some(of.tokens.end).filter(|_| prep.head().is_some_and(|h| h.dep() != "acl"));
            if around.sectors.is_empty() && !place && of.entity.kind != EntityKind::State {
                around.sectors = of.entity.sectors;
            }
            around.why.push(Why::rule("complement"));
            return;
        }
        let of_state = of.role.is_some_and(|r| !doc.kb.roles[r as usize].weak) && of.entity.kind != EntityKind::Person;
        if !place && of_state {
            around.serves = Some(of.head);
        }
        if prep.lower() == "of" && of.kind != MentionKind::Pronoun {
            around.end = Some(of.tokens.end);
        }
        if around.sectors.is_empty() && !place {
            around.sectors = of.entity.sectors;
        }
    }
}
