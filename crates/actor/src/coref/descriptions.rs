//! Definite descriptions: "the envoy", "the impoverished nation", "the rebels".

use super::chains::{Chains, Num, may_hold, role_head};
use super::names;
use crate::context::Context;
use crate::draft::{Definite, Draft, Key, Number};
use crate::find::Doc;
use crate::kb::{RoleKind, What};
use crate::phrase::first_conjunct;
use whowhom_text::TokenView;
use whowhom_text::layer::{EntityKind, MentionKind, Stand};

/// What a role phrase refers back to; failing that, the country that it belongs to.
pub(super) fn antecedent(doc: &Doc<'_>, context: &Context, chains: &mut Chains, draft: &mut Draft) -> Option<Num> {
    let role = &doc.kb.roles[draft.role? as usize];
    if !draft.name.is_empty()
        && draft.key == Key::Nominal
        && let Some(named) = names::body(doc, chains, draft)
    {
        return Some(named);
    }
    let found = match role.kind {
        _ if !draft.name.is_empty() => None,
        RoleKind::State => state(doc, chains, draft),
        RoleKind::Body if government(doc, draft) => return the_government(doc, context, chains, draft),
        RoleKind::Person if draft.number == Number::One => person(doc, chains, draft),
        RoleKind::Body => body(doc, chains, draft).or_else(|| alike(doc, chains, draft)),
        _ => alike(doc, chains, draft),
    };
    if found.is_none() {
        context.place(doc, draft);
    }
    found
}

/// A government is its state; "the government" is the one spoken of last, else that of the place.
fn the_government(doc: &Doc<'_>, context: &Context, chains: &mut Chains, draft: &mut Draft) -> Option<Num> {
    if draft.entity.code.is_none() && draft.owner.is_none() {
        let head = role_head(doc, draft);
        let sentence = doc.token(draft.head).sentence();
        let last = chains
            .recent()
            .take_while(|(m, _)| sentence - doc.token(m.head).sentence() <= 8)
            .find(|(_, num)| chains[*num].entity.kind == EntityKind::State && chains[*num].roles.contains(&head));
        if let Some((_, num)) = last.filter(|_| draft.definite == Definite::Yes) {
            return Some(num);
        }
        context.place(doc, draft);
    }
    let code = draft.entity.code.filter(|c| doc.kb.state(*c).is_some())?;
    if of_region(doc, draft) {
        return alike(doc, chains, draft);
    }
    Some(chains.state_or_new(code))
}

/// "the Bavarian government", "the Sindh government" are of a part of the state.
fn of_region(doc: &Doc<'_>, draft: &Draft) -> bool {
    let named = doc.parsed.tokens(draft.tokens).filter_map(|t| doc.found_at(t.id));
    let mut parts = named.map(|f| doc.entry(f).what).filter(|what| matches!(what, What::Region | What::City));
    parts.next().is_some()
}

fn government(doc: &Doc<'_>, draft: &Draft) -> bool {
    doc.kb.is("government", role_head(doc, draft)) && draft.shared.is_empty()
}

/// Whether two descriptions name different parts of a state: "the governor of Ohio" is not "the governor of Texas".
fn other_region(doc: &Doc<'_>, one: &Draft, other: &Draft) -> bool {
    let region = |draft: &Draft| {
        let named = doc.parsed.tokens(draft.tokens).filter_map(|t| doc.found_at(t.id));
        named.filter(|f| matches!(doc.entry(*f).what, What::Region | What::City)).map(|f| f.entry).next()
    };
    matches!((region(one), region(other)), (Some(a), Some(b)) if a != b)
}

/// Whether two mentions may be of one nation.
fn same_code(chains: &Chains, num: Num, draft: &Draft) -> bool {
    match (chains[num].entity.code, draft.entity.code) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// "the country": the state spoken of last, as subject if there is one.
fn state(doc: &Doc<'_>, chains: &Chains, draft: &Draft) -> Option<Num> {
    if draft.number == Number::Many || draft.definite != Definite::Yes || draft.entity.code.is_some() {
        return None;
    }
    let sentence = doc.token(draft.head).sentence();
    let mut other = None;
    for (mention, num) in chains.recent() {
        let chain = &chains[num];
        let far = sentence - doc.token(mention.head).sentence();
        if far > 4 {
            break;
        }
        let owner = doc.token(mention.head).dep() == "poss";
        let named = matches!(chain.key, Key::State(_)) && (mention.kind != MentionKind::Modifier || owner);
        if !named {
            continue;
        }
        if is_subject(doc, doc.token(mention.head)) {
            return Some(num);
        }
        other = other.or(Some(num));
    }
    other
}

pub(super) fn is_subject(doc: &Doc<'_>, token: TokenView<'_>) -> bool {
    let _ = doc;
    first_conjunct(token).dep().is_any(&["nsubj", "nsubjpass"])
}

/// "the envoy", "the North Korean negotiator": a person of that office.
fn person(doc: &Doc<'_>, chains: &Chains, draft: &Draft) -> Option<Num> {
    officer(doc, chains, draft, None).or_else(|| epithet(doc, chains, draft))
}

/// "Tom Blake … *The former Irish boxer* said": somebody named as the subject of the sentence before, when nobody else there is of his nation.
fn epithet(doc: &Doc<'_>, chains: &Chains, draft: &Draft) -> Option<Num> {
    let role = &doc.kb.roles[draft.role? as usize];
    let code = draft.entity.code?;
    let the = doc.token(draft.tokens.start).lower() == "the" && draft.owner.is_none();
    if role.leads || role.sends || !the || draft.kind == MentionKind::Name || !is_subject(doc, doc.token(draft.head)) {
        return None;
    }
    let sentence = doc.token(draft.head).sentence();
    let near = chains.recent().take_while(|(m, _)| sentence - doc.token(m.head).sentence() <= 1);
    let mut found: Option<(Num, bool)> = None;
    for (mention, num) in near.filter(|(m, _)| doc.token(m.head).sentence() < sentence) {
        let chain = &chains[num];
        let person = chain.entity.kind == EntityKind::Person && chain.number != Number::Many && !chain.names.is_empty();
        if !person || chain.entity.code != Some(code) {
            continue;
        }
        let subject = is_subject(doc, doc.token(mention.head));
        match found {
            Some((other, _)) if other != num => return None,
            Some((_, before)) => found = Some((num, before || subject)),
            None => found = Some((num, subject)),
        }
    }
    let (num, _) = found.filter(|(_, subject)| *subject)?;
    let genders = chains[num].gender == draft.gender || chains[num].gender == '?' || draft.gender == '?';
    genders.then_some(num)
}

/// The person without a name, other than `than`, whom the description fits.
pub(super) fn other_person(doc: &Doc<'_>, chains: &Chains, draft: &Draft, than: Num) -> Option<Num> {
    officer(doc, chains, draft, Some(than))
}

fn officer(doc: &Doc<'_>, chains: &Chains, draft: &Draft, than: Option<Num>) -> Option<Num> {
    if draft.definite != Definite::Yes {
        return None;
    }
    let head = role_head(doc, draft);
    let sends = draft.role.is_some_and(|r| doc.kb.roles[r as usize].sends);
    let owned = draft.owner.is_some();
    for (mention, num) in chains.recent_chains() {
        let chain = &chains[num];
        if other_region(doc, mention, draft) {
            continue;
        }
        if than.is_some_and(|t| t == num || !chain.names.is_empty()) {
            continue;
        }
        if chain.entity.kind != EntityKind::Person || chain.number == Number::Many || !same_code(chains, num, draft) {
            continue;
        }
        let holds = chain.roles.contains(&head) && may_hold(doc, draft.role_tokens, &chain.titles);
        let same = holds || sends && chain.sends && !owned;
        let genders = chain.gender == draft.gender || chain.gender == '?' || draft.gender == '?';
        if same && genders {
            return Some(num);
        }
    }
    None
}

/// "the group", "the agency": the named body spoken of last that can be one.
fn body(doc: &Doc<'_>, chains: &Chains, draft: &Draft) -> Option<Num> {
    if draft.definite != Definite::Yes || draft.number == Number::Many {
        return None;
    }
    let head = role_head(doc, draft);
    let role = &doc.kb.roles[draft.role? as usize];
    let sentence = doc.token(draft.head).sentence();
    for (mention, num) in chains.recent() {
        if sentence - doc.token(mention.head).sentence() > 6 {
            break;
        }
        let chain = &chains[num];
        // "the aid agency" is of no nation, and may be the United Nations'.
        let given = role.ngo && draft.entity.code.is_some_and(|c| c.as_str() == "NGO");
        if chain.entity.kind != EntityKind::Body || mention.stand == Stand::Place {
            continue;
        }
        // "the British delegation" is no body whose nation was never told.
        let told = draft.entity.code.is_none() || chain.entity.code.is_some();
        if !(given || told && same_code(chains, num, draft)) {
            continue;
        }
        if chain.roles.contains(&head) {
            return Some(num);
        }
        // "the commission" is no broadcaster: what only sits together is meant by its name.
        let called = chain.entity.identifier.as_deref();
        let word = doc.token(draft.head).lower();
        let world = chain.entity.code.is_some_and(|c| doc.kb.state(c).is_none());
        let fits =
            world || !doc.is("panel", doc.token(draft.head)) || called.is_some_and(|n| n.to_lowercase().contains(word));
        let named = called.is_some() && fits;
        let aid = role.ngo && chain.entity.code.is_some_and(|c| doc.kb.state(c).is_none());
        let sector = aid || role.weak || role.sectors.iter().any(|s| chain.entity.sectors.contains(s));
        if named && sector && draft.owner.is_none() {
            return Some(num);
        }
    }
    None
}

/// "the militants", "the soldiers", "Israeli troops" again: people of the same role and nation.
fn alike(doc: &Doc<'_>, chains: &Chains, draft: &Draft) -> Option<Num> {
    if draft.definite == Definite::No {
        return None;
    }
    let head = role_head(doc, draft);
    let army = |sectors: &[whowhom_text::Code]| sectors.first().is_some_and(|s| *s == "MIL");
    for (mention, num) in chains.recent_chains() {
        let chain = &chains[num];
        if mention.kind == MentionKind::Modifier
            || !same_code(chains, num, draft)
            || chain.number == Number::One
            || !chain.members.is_empty()
            || other_region(doc, mention, draft)
        {
            continue;
        }
        let numbers = (draft.number == Number::Many) == (chain.number == Number::Many);
        if chain.entity.kind == EntityKind::State || !numbers {
            continue;
        }
        // "soldiers" after "Israeli troops" are the same army's.
        let forces = army(&chain.entity.sectors) && army(&draft.entity.sectors) && chain.entity.code.is_some();
        if chain.roles.contains(&head) || forces {
            return Some(num);
        }
    }
    None
}
