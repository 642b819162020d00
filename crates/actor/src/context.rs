//! Governments, armies and crowds that the text names without a country get the country that it makes clear.

use crate::draft::{Definite, Draft, Key};
use crate::find::Doc;
use crate::kb::RoleKind;
use rustc_hash::FxHashMap;
use whowhom_text::layer::MentionKind;
use whowhom_text::{Code, Why};

/// Gives codes to role phrases without one, from the states of their sentence or the one state that the document is about.
pub(crate) fn place_unplaced(doc: &Doc<'_>, drafts: &mut [Draft]) {
    let main = main_state(drafts);
    let states: Vec<(usize, Code, bool, u32)> = drafts
        .iter()
        .filter_map(|d| {
            let code = d.entity.code.filter(|c| doc.kb.state(*c).is_some())?;
            let state = matches!(d.key, Key::State(_) | Key::Entry(_)) && d.kind != MentionKind::Pronoun;
            Some((doc.token(d.head).sentence(), code, state && d.stand == whowhom_text::layer::Stand::Place, d.head.0))
        })
        .collect();
    for draft in drafts.iter_mut() {
        let Some(role) = draft.role.map(|r| &doc.kb.roles[r as usize]) else { continue };
        if draft.entity.code.is_some() || draft.key != Key::Nominal || draft.owner.is_some() || role.sends {
            continue;
        }
        let local = match role.kind {
            RoleKind::State | RoleKind::None => continue,
            RoleKind::Body | RoleKind::People => !role.weak && draft.definite != Definite::No,
            RoleKind::Person => {
                let civil =
                    role.sectors.first().is_some_and(|s| matches!(s.as_str(), "CVL" | "COP" | "MIL" | "UAF" | "REB"));
                civil || role.leads && draft.definite == Definite::Yes
            }
        };
        if !local || role.sectors.first().is_some_and(|s| s.as_str() == "JRN") {
            continue;
        }
        let sentence = doc.token(draft.head).sentence();
        let here = || states.iter().filter(|s| s.0 == sentence);
        let place = here().filter(|s| s.2).min_by_key(|s| s.3.abs_diff(draft.head.0)).map(|s| s.1);
        let mut only = here().map(|s| s.1);
        let only = only.next().filter(|first| only.all(|c| c == *first));
        let code = place
            .map(|c| (c, "place in the sentence"))
            .or(only.map(|c| (c, "only state in the sentence")))
            .or(main.map(|c| (c, "main state of the document")));
        if let Some((code, rule)) = code {
            draft.entity.code = Some(code);
            draft.why.push(Why::rule(rule));
        }
    }
}

/// The state that most of the document's mentions belong to, if it is clearly one.
fn main_state(drafts: &[Draft]) -> Option<Code> {
    let mut counts: FxHashMap<Code, usize> = FxHashMap::default();
    for code in drafts.iter().filter_map(|d| d.entity.code) {
        *counts.entry(code).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let (code, most) = counts.into_iter().max_by_key(|&(code, n)| (n, code))?;
    (2 * most > total).then_some(code)
}
