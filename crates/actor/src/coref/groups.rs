//! Mentions that take several entities together: "the two countries", "both sides", "the two Koreas".

use super::chains::{Chains, Num};
use crate::draft::{Draft, Key, Number};
use crate::find::Doc;
use whowhom_text::TokenView;
use whowhom_text::layer::{EntityKind, MentionKind, Stand};

/// "the two countries": an earlier group of two, or the two states (or persons) spoken of last.
pub(super) fn two(doc: &Doc<'_>, chains: &mut Chains, draft: &mut Draft) -> Option<Num> {
    let token = doc.token(draft.head);
    if let Some(number) = more_than_two(token) {
        return several(doc, chains, draft, number);
    }
    let states = doc.kb.is("state_noun", doc.kb.words.get(token.lemma()));
    let people = doc.kb.is("person_noun", doc.kb.words.get(token.lemma()));
    let sentence = token.sentence();
    let sides = doc.lemma_is("side_noun", token);
    if states {
        return two_states(doc, chains, draft, sentence);
    }
    let mut members: Vec<Num> = Vec::new();
    let mut kind = None;
    if !people {
        let mut near = chains.recent().take_while(|(m, _)| sentence - doc.token(m.head).sentence() <= 2);
        if let Some((_, num)) = near.find(|(_, num)| chains[*num].members.len() == 2) {
            return Some(num);
        }
    }
    for (mention, num) in chains.recent() {
        if sentence - doc.token(mention.head).sentence() > 3 {
            break;
        }
        let chain = &chains[num];
        if chain.members.len() == 2 && members.is_empty() {
            let fits = |k: EntityKind| chain.members.iter().all(|m| chains[*m].entity.kind == k);
            if !people || fits(EntityKind::Person) {
                return Some(num);
            }
        }
        if mention.kind == MentionKind::Pronoun
            || mention.number == Number::Many && !matches!(mention.key, Key::Entry(_))
        {
            continue;
        }
        let this = chain.entity.kind;
        if sides {
            let can = matches!(this, EntityKind::State | EntityKind::Body | EntityKind::People)
                && mention.stand == Stand::Actor;
            let party = can && chain.entity.code.is_some_and(|c| doc.kb.state(c).is_some()) && !press(chain);
            if party && chain.members.is_empty() && !members.contains(&num) {
                members.push(num);
                if members.len() == 2 {
                    break;
                }
            }
            continue;
        }
        let fits = if people {
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

/// How many a phrase takes together, when it says so and they are more than two.
fn more_than_two(token: TokenView<'_>) -> Option<usize> {
    const NUMBERS: [&str; 8] = ["three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let said = std::iter::once(token).chain(token.children().filter(|c| c.id < token.id));
    said.filter_map(|t| NUMBERS.iter().position(|n| *n == t.lower())).next().map(|n| n + 3)
}

/// "the three countries": an earlier group of as many, or a list of so many names near by.
fn several(doc: &Doc<'_>, chains: &mut Chains, draft: &mut Draft, number: usize) -> Option<Num> {
    let sentence = doc.token(draft.head).sentence();
    let mut list: Option<Vec<Num>> = None;
    for (mention, num) in chains.recent() {
        let first = doc.token(mention.head);
        if sentence - first.sentence() > 3 {
            break;
        }
        if chains[num].members.len() == number {
            return Some(num);
        }
        if first.dep() == "conj" || mention.kind == MentionKind::Pronoun {
            continue;
        }
        let members = listed(chains, first);
        let kind = chains[num].entity.kind;
        let alike = kind != EntityKind::People && members.iter().all(|m| chains[*m].entity.kind == kind);
        if members.len() == number && alike {
            list = Some(members);
            break;
        }
    }
    begin(doc, chains, draft, &list?);
    None
}

/// The entities of a list of names, each once.
fn listed(chains: &Chains, first: TokenView<'_>) -> Vec<Num> {
    const LONGEST: usize = 12;
    let mut all = vec![first];
    let mut at = 0;
    while at < all.len() && all.len() <= LONGEST {
        all.extend(all[at].children_by("conj").take(LONGEST));
        at += 1;
    }
    let mut members: Vec<Num> = Vec::new();
    for num in all.iter().filter_map(|t| chains.at(t.id)) {
        if !members.contains(&num) {
            members.push(num);
        }
    }
    members
}

/// "the two countries": an earlier pair, or the two states that the text has just named; of more, the two that it speaks of most.
fn two_states(doc: &Doc<'_>, chains: &mut Chains, draft: &mut Draft, sentence: usize) -> Option<Num> {
    let mut seen: Vec<Num> = Vec::new();
    let mut last = sentence;
    for (mention, num) in chains.recent() {
        let at = doc.token(mention.head).sentence();
        if sentence - at > 3 || at < last && seen.len() >= 2 {
            break;
        }
        last = at;
        let chain = &chains[num];
        if chain.members.len() == 2 && chain.entity.kind == EntityKind::State && seen.is_empty() {
            return Some(num);
        }
        let members = if chain.members.is_empty() { vec![num] } else { chain.members.clone() };
        for member in members {
            if matches!(chains[member].key, Key::State(_)) && !seen.contains(&member) {
                seen.push(member);
            }
        }
    }
    if seen.len() > 2 {
        seen.sort_by_key(|num| std::cmp::Reverse(chains[*num].mentions.len()));
        seen.truncate(2);
        seen.reverse();
    }
    if seen.len() == 2 {
        seen.reverse();
        begin(doc, chains, draft, &seen);
    }
    None
}

/// Those who do something together: "Turkey and Israel", or a subject and whom it meets "with". `head` is the first of them.
pub(super) fn joint(doc: &Doc<'_>, chains: &Chains, head: TokenView<'_>) -> Option<Vec<u32>> {
    let first = chains.at(head.id)?;
    let mut members = vec![first.0];
    let mut at = head;
    while let Some(next) = at.children_by("conj").next() {
        if let Some(num) = chains.at(next.id) {
            members.push(num.0);
        }
        at = next;
    }
    if members.len() < 2 && head.dep() == "nsubj" {
        let verb = head.head()?;
        let with = verb.children_by("prep").find(|p| p.lower() == "with")?.child(&["pobj"])?;
        members.push(chains.at(with.id)?.0);
    }
    members.dedup();
    let _ = doc;
    let kind = chains[first].entity.kind;
    let alike = members.iter().all(|m| chains[Num(*m)].entity.kind == kind && chains[Num(*m)].real);
    (members.len() > 1 && alike && kind != EntityKind::People).then_some(members)
}

/// Several states by one name.
pub(super) fn states(doc: &Doc<'_>, chains: &mut Chains, draft: &mut Draft, group: u32) {
    let members: Vec<Num> = doc.kb.group_members[group as usize].iter().map(|c| chains.state_or_new(*c)).collect();
    begin(doc, chains, draft, &members);
}

fn press(chain: &super::chains::Chain) -> bool {
    chain.entity.sectors.first().is_some_and(|s| matches!(s.as_str(), "JRN" | "CVL"))
}

fn begin(_: &Doc<'_>, chains: &mut Chains, draft: &mut Draft, members: &[Num]) {
    draft.entity.kind = chains[members[0]].entity.kind;
    draft.entity.sectors.clone_from(&chains[members[0]].entity.sectors);
    draft.members = members.iter().map(|m| m.0).collect();
}
