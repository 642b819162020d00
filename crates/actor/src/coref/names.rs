//! Names in full and in part.

use super::chains::{Chains, Num, role_head};
use crate::draft::{Draft, Key};
use crate::find::{Doc, is_hyphen};
use whowhom_text::TokenRange;
use whowhom_text::layer::EntityKind;

/// The person called by this name before.
pub(super) fn person(doc: &Doc<'_>, chains: &Chains, draft: &Draft) -> Option<Num> {
    let new = words(doc, draft.name);
    let mut best: Option<(u32, Num)> = None;
    for (_, num) in chains.recent_chains() {
        let chain = &chains[num];
        if chain.entity.kind != EntityKind::Person || chain.names.is_empty() {
            continue;
        }
        let differs = |a: char, b: char| a != b && a != '?' && b != '?';
        if differs(chain.gender, draft.gender) {
            continue;
        }
        // The fullest name decides: "Kim Jong Il" is not the "Kim" who was called Kim Kye Gwan before.
        let fullest = chain.names.iter().max_by_key(|n| n.len());
        let mut score = fullest.map_or(0, |n| likeness(doc, &new, &words(doc, *n)));
        if score == 0 {
            continue;
        }
        match (chain.entity.code, draft.entity.code) {
            (Some(a), Some(b)) if a != b => continue,
            (Some(_), Some(_)) => score += 2,
            _ => {}
        }
        if draft.role.is_some() && chain.roles.contains(&role_head(doc, draft)) {
            score += 3;
        }
        if let (Key::Entry(a), Key::Entry(b)) = (chain.key, draft.key)
            && a != b
        {
            continue;
        }
        // Of equals, the most recent.
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, num));
        }
    }
    best.map(|b| b.1)
}

/// The words of a name in lower case, hyphens apart.
fn words<'a>(doc: &Doc<'a>, name: TokenRange) -> Vec<&'a str> {
    doc.parsed
        .tokens(name)
        .filter(|t| !is_hyphen(*t) && t.pos() != "PUNCT" && t.tag() != "POS" && !doc.is("honorific", *t))
        .map(|t| t.lower())
        .collect()
}

/// How well a name fits one used before; 0 for not at all.
fn likeness(doc: &Doc<'_>, new: &[&str], old: &[&str]) -> u32 {
    let (Some(new_last), Some(old_last)) = (new.last(), old.last()) else { return 0 };
    if new == old {
        return 9;
    }
    let surname_first = |name: &[&str]| name.len() > 1 && doc.kb.is("surname_first", doc.kb.words.get(name[0]));
    if new.len() < old.len() {
        if old.ends_with(new) {
            return 5;
        }
        if surname_first(old) && old.starts_with(new) {
            return 5;
        }
        if new.len() == 1 {
            // Some are known by the first of their names: "Kamal" for Kamal el-Ganzoury.
            return u32::from(old[0] == new[0]) * 2;
        }
    } else if new.len() > old.len() && (new.ends_with(old) || surname_first(new) && new.starts_with(old)) {
        return 4;
    }
    // "George W. Bush" and "George Bush": same first and last.
    let initial = |a: &str, b: &str| a.trim_end_matches('.').len() == 1 && b.starts_with(a.trim_end_matches('.'));
    let first = new[0] == old[0] || initial(new[0], old[0]) || initial(old[0], new[0]);
    if new.len() > 1 && old.len() > 1 && first && (new_last == old_last || similar(new_last, old_last)) { 6 } else { 0 }
}

/// Whether two spellings of a longer name differ in one letter.
fn similar(a: &str, b: &str) -> bool {
    if a.len() < 5 || b.len() < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let tail = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
    same + tail + 1 >= a.len().max(b.len())
}

/// The body called by this name before, or whose initials it is.
pub(super) fn body(doc: &Doc<'_>, chains: &Chains, draft: &Draft) -> Option<Num> {
    let new = words(doc, draft.name);
    chains.recent_chains().find_map(|(_, num)| {
        let chain = &chains[num];
        let fits = chain.entity.kind == EntityKind::Body
            && chain.names.iter().any(|n| {
                let old = words(doc, *n);
                old == new
                    || old.len() > 1 && new.len() == 1 && (initials(doc, *n) == doc.parsed.words(draft.name))
                    || new.len() > 1 && (old.ends_with(&new) || old.starts_with(&new))
            });
        fits.then_some(num)
    })
}

/// The capitals that begin the words of a name.
fn initials(doc: &Doc<'_>, name: TokenRange) -> String {
    doc.parsed.tokens(name).filter_map(|t| t.text().chars().next().filter(|c| c.is_uppercase())).collect()
}
