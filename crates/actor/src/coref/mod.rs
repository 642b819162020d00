//! Which mentions are one entity.
//!
//! Mentions are taken in text order; each joins a chain begun earlier or begins one of its own.

mod chains;
mod descriptions;
mod finish;
mod groups;
mod names;
mod pronouns;

use crate::context::Context;
use crate::draft::{Definite, Draft, Key, Number, Pronoun};
use crate::find::Doc;
use crate::person::absorb;
use chains::{Chains, Num};
use rustc_hash::FxHashMap;
use whowhom_text::layer::{ActorLayer, EntityKind, MentionKind};
use whowhom_text::{TokenId, Why};

/// Puts the mentions into chains.
pub(crate) fn resolve(doc: &Doc<'_>, context: &Context, drafts: Vec<Draft>) -> ActorLayer {
    let mut chains = Chains::new(doc.parsed.analysis.len());
    // The phrase in apposition to an earlier one is the same entity.
    let apposed: FxHashMap<TokenId, TokenId> = drafts.iter().filter_map(|d| Some((d.appos?, d.head))).collect();
    for mut draft in drafts {
        owner_code(doc, &chains, &mut draft);
        like_office(doc, &chains, &mut draft);
        like_first(doc, &chains, &mut draft);
        if !draft.shared.is_empty() {
            draft.members = draft.shared.iter().map(|code| chains.state_or_new(*code).0).collect();
        }
        let same = apposed.get(&draft.head).and_then(|first| chains.at(*first));
        let found = match same {
            Some(same) => {
                // "Kim, the negotiator": whoever was the negotiator before is he.
                if draft.kind == MentionKind::Nominal
                    && let Some(before) = descriptions::other_person(doc, &chains, &draft, same)
                {
                    chains.merge(before, same);
                }
                Some(same)
            }
            None => antecedent(doc, context, &mut chains, &mut draft),
        };
        match found {
            Some(chain) => chains.join(doc, chain, draft),
            None if matches!(draft.key, Key::Pronoun(Pronoun::It | Pronoun::Who)) => {}
            None if matches!(draft.key, Key::Pronoun(_) | Key::Two | Key::States(_)) => chains.unresolved(doc, draft),
            None => chains.begin(doc, draft),
        }
    }
    named_later(doc, &mut chains);
    serving(doc, &mut chains);
    speakers(doc, &mut chains);
    finish::layer(doc, chains)
}

/// "A relief group appealed … Anna Berg, head of Northern Aid, said": a body that the lead only describes is the one of its sort that is
/// named right after it.
fn named_later(doc: &Doc<'_>, chains: &mut Chains) {
    const LEAD: usize = 3;
    let body = |chains: &Chains, num: Num| {
        let chain = &chains[num];
        let international = chain.entity.code.is_some_and(|c| doc.kb.state(c).is_none());
        chain.entity.kind == EntityKind::Body && international
    };
    let lead = chains.mentions.iter().find(|(draft, num)| {
        let described = draft.key == Key::Nominal && draft.definite == Definite::No && draft.number != Number::Many;
        described && body(chains, *num) && chains[*num].names.is_empty() && doc.token(draft.head).sentence() == 0
    });
    let Some((draft, from)) = lead.map(|(draft, num)| (draft.clone(), *num)) else { return };
    let named = chains.mentions.iter().filter(|(later, num)| {
        body(chains, *num) && !chains[*num].names.is_empty() && doc.token(later.head).sentence() < LEAD
    });
    let mut others: Vec<Num> = named.map(|(_, num)| *num).collect();
    others.dedup();
    if let [to] = others[..]
        && chains[to].entity.code == draft.entity.code
        && chains[to].mentions.first() > chains[from].mentions.first()
    {
        chains.merge(from, to);
    }
}

/// "a negotiator for the government", "members of the militia": of the state that the government turned out to be of.
fn serving(doc: &Doc<'_>, chains: &mut Chains) {
    for i in 0..chains.mentions.len() {
        let (draft, num) = &chains.mentions[i];
        let num = *num;
        if draft.entity.code.is_some() || chains[num].entity.code.is_some() {
            continue;
        }
        let Some(code) = draft.serves.and_then(|head| chains.at(head)).and_then(|of| chains[of].entity.code) else {
            continue;
        };
        if doc.kb.state(code).is_none() {
            continue;
        }
        chains.mentions[i].0.entity.code = Some(code);
        chains.mentions[i].0.why.push(Why::rule("complement"));
        chains[num].entity.code = Some(code);
    }
}

/// "We" in a quotation whose speaker is named behind it.
fn speakers(doc: &Doc<'_>, chains: &mut Chains) {
    for i in 0..chains.mentions.len() {
        let (draft, num) = &chains.mentions[i];
        let Key::Pronoun(pronoun @ (Pronoun::We | Pronoun::I)) = draft.key else { continue };
        let head = draft.head;
        if chains[*num].real {
            continue;
        }
        let Some(speaker) = pronouns::speaker(doc, chains, doc.token(head), pronoun) else { continue };
        chains.settle(i, speaker);
        let code = chains[speaker].entity.code;
        // "our troops"
        for j in i + 1..chains.mentions.len() {
            let (owned, num) = &mut chains.mentions[j];
            let num = *num;
            if doc.token(owned.head).sentence() != doc.token(head).sentence() {
                break;
            }
            if owned.owner == Some(head) && owned.entity.code.is_none() {
                owned.entity.code = code;
                owned.why.push(Why::rule("possessor"));
                let chain = &mut chains[num].entity;
                chain.code = chain.code.or(code);
            }
        }
    }
}

/// "his government" belongs to his country, "their group" to theirs.
fn owner_code(doc: &Doc<'_>, chains: &Chains, draft: &mut Draft) {
    if draft.entity.code.is_some() {
        return;
    }
    let Some(owner) = draft.owner.and_then(|o| chains.at(o)) else { return };
    let of = &chains[owner].entity;
    let Some(code) = of.code else { return };
    draft.entity.code = Some(code);
    let weak = draft.role.is_some_and(|r| doc.kb.roles[r as usize].weak);
    let international = doc.kb.state(code).is_none();
    if draft.entity.sectors.is_empty() && of.kind == EntityKind::Body
        || weak && (international || of.kind == EntityKind::Body)
    {
        draft.entity.sectors.clone_from(&of.sectors);
    }
    draft.why.push(Why::rule("possessor"));
}

/// "spokesman P.J. Crowley" after "State Department spokesman Fred Lash": of the same body.
fn like_office(doc: &Doc<'_>, chains: &Chains, draft: &mut Draft) {
    if draft.key != Key::Person || draft.role.is_none() || draft.entity.code.is_some() {
        return;
    }
    let head = chains::role_head(doc, draft);
    let sentence = doc.token(draft.head).sentence();
    let like = chains.recent().take_while(|(m, _)| sentence - doc.token(m.head).sentence() <= 4).find(|(m, num)| {
        m.key != Key::Nominal && chains[*num].roles.contains(&head) && chains[*num].entity.code.is_some()
    });
    if let Some((_, num)) = like {
        let of = &chains[num].entity;
        draft.entity.code = of.code;
        draft.entity.sectors.clone_from(&of.sectors);
        draft.why.push(Why::rule("office as before"));
    }
}

/// "Latvian President Krists Ozols, Foreign Minister Janis Kalns and army chief Uldis Berzins": officials in one list, of different
/// offices, are the first one's state's.
fn like_first(doc: &Doc<'_>, chains: &Chains, draft: &mut Draft) {
    if draft.key != Key::Person || draft.role.is_none() || draft.entity.code.is_some() || draft.owner.is_some() {
        return;
    }
    let mut first = doc.token(draft.head);
    while first.dep().is_any(&["conj", "appos"])
        && let Some(before) = first.head()
    {
        first = before;
    }
    let Some(num) = chains.at(first.id).filter(|_| first.id != draft.head) else { return };
    let of = &chains[num];
    let official = of.entity.kind == EntityKind::Person && of.entity.office.is_some();
    let code = of.entity.code.filter(|c| official && doc.kb.state(*c).is_some());
    if code.is_some() && !of.roles.contains(&chains::role_head(doc, draft)) {
        draft.entity.code = code;
        draft.why.push(Why::rule("listed with officials of the state"));
    }
}

fn antecedent(doc: &Doc<'_>, context: &Context, chains: &mut Chains, draft: &mut Draft) -> Option<Num> {
    match draft.key {
        Key::State(code) => chains.state(code),
        Key::People(code) => chains.people(code, draft).or_else(|| {
            if draft.descent.is_some() {
                context.place(doc, draft);
            }
            None
        }),
        Key::Entry(entry) => chains
            .entry(entry)
            .or_else(|| if draft.entity.kind == EntityKind::Person { names::person(doc, chains, draft) } else { None }),
        Key::Person => names::person(doc, chains, draft).or_else(|| {
            context.place(doc, draft);
            None
        }),
        Key::Body => names::body(doc, chains, draft),
        Key::Nominal => descriptions::antecedent(doc, context, chains, draft),
        Key::Pronoun(pronoun) => pronouns::antecedent(doc, chains, draft, pronoun),
        Key::Two => groups::two(doc, chains, draft),
        Key::States(group) => {
            groups::states(doc, chains, draft, group);
            None
        }
    }
}

/// Adds to a chain's entity what a mention says that the chain does not know yet.
fn learn(chain: &mut chains::Chain, draft: &Draft) {
    // "the agency" says nothing new of a body that the knowledge base knows.
    let known = matches!(chain.key, Key::Entry(_) | Key::State(_)) && chain.entity.kind != EntityKind::Person;
    if !known {
        absorb(&mut chain.entity, &draft.entity);
    }
    if chain.gender == '?' {
        chain.gender = draft.gender;
    }
}
