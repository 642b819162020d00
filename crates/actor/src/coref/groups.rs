//! Mentions that take several entities together: "the two countries", "both sides", "the two Koreas".

use super::chains::{Chains, Num};
use crate::draft::{Draft, Key, Number};
use crate::find::Doc;
use whowhom_text::layer::{EntityKind, MentionKind, Stand};

/// "the two countries": an earlier group of two, or the two states (or persons) spoken of last.
pub(super) fn two(doc: &Doc<'_>, chains: &mut Chains, draft: &mut Draft) -> Option<Num> {
    let token = doc.token(draft.head);
    let states = doc.kb.is("state_noun", doc.kb.words.get(token.lemma()));
    let people = doc.kb.is("person_noun", doc.kb.words.get(token.lemma()));
    let sentence = token.sentence();
    let mut members: Vec<Num> = Vec::new();
    let mut kind = None;
    for (mention, num) in chains.recent() {
        if sentence - doc.token(mention.head).sentence() > 3 {
            break;
        }
        let chain = &chains[num];
        if chain.members.len() == 2 && members.is_empty() {
            let fits = |k: EntityKind| chain.members.iter().all(|m| chains[*m].entity.kind == k);
            if states && fits(EntityKind::State) || people && fits(EntityKind::Person) || !states && !people {
                return Some(num);
            }
        }
        if mention.kind == MentionKind::Pronoun
            || mention.number == Number::Many && !matches!(mention.key, Key::Entry(_))
        {
            continue;
        }
        let this = chain.entity.kind;
        let fits = if states {
            matches!(chain.key, Key::State(_))
        } else if people {
            this == EntityKind::Person
        } else {
            matches!(this, EntityKind::State | EntityKind::Person | EntityKind::Body) && mention.stand == Stand::Actor
        };
        if fits && kind.is_none_or(|k| k == this) && !members.contains(&num) {
            kind = Some(this);
            members.push(num);
            if members.len() == 2 {
                break;
            }
        }
    }
    if members.len() == 2 {
        members.reverse();
        begin(doc, chains, draft, &members);
    }
    None
}

/// Several states by one name.
pub(super) fn states(doc: &Doc<'_>, chains: &mut Chains, draft: &mut Draft, group: u32) {
    let members: Vec<Num> = doc.kb.group_members[group as usize].iter().map(|c| chains.state_or_new(*c)).collect();
    begin(doc, chains, draft, &members);
}

fn begin(_: &Doc<'_>, chains: &mut Chains, draft: &mut Draft, members: &[Num]) {
    draft.entity.kind = chains[members[0]].entity.kind;
    draft.entity.sectors.clone_from(&chains[members[0]].entity.sectors);
    draft.members = members.iter().map(|m| m.0).collect();
}
