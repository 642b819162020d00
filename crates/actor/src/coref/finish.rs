//! From drafts to the layer.

use super::chains::{Chain, Chains, Num};
use crate::draft::{Draft, Number};
use crate::find::Doc;
use crate::person::absorb;
use std::sync::Arc;
use whowhom_text::layer::{ActorLayer, ChainId, EntityKind, Mention, MentionId, MentionKind, Stand};
use whowhom_text::{TokenRange, Why};

/// The finished layer: mentions in text order with what their chains know, chains in order of first mention.
pub(super) fn layer(doc: &Doc<'_>, chains: Chains) -> ActorLayer {
    let mut order: Vec<usize> = (0..chains.mentions.len()).collect();
    order.sort_by_key(|&i| {
        let draft = &chains.mentions[i].0;
        (draft.tokens.start, draft.head)
    });
    let mut ids: Vec<Option<ChainId>> = vec![None; chains.all.len()];
    let mut next = 0;
    let mut id_of = |num: u32| {
        *ids[num as usize].get_or_insert_with(|| {
            next += 1;
            ChainId(next - 1)
        })
    };
    let mut of_chain: Vec<Vec<MentionId>> = vec![Vec::new(); chains.all.len()];
    let mut described: Vec<Option<Fullest>> = vec![None; chains.all.len()];
    let mut mentions = Vec::with_capacity(order.len());
    for &i in &order {
        let (draft, num) = &chains.mentions[i];
        let chain = &chains[*num];
        of_chain[num.0 as usize].push(MentionId(mentions.len() as u32));
        mentions.push(mention(doc, &chains, draft, chain, *num, &mut described[num.0 as usize], &mut id_of));
    }
    let mut out: Vec<whowhom_text::layer::Chain> = Vec::new();
    for (number, chain) in chains.all.into_iter().enumerate() {
        let Some(id) = ids[number] else { continue };
        if out.len() <= id.0 as usize {
            out.resize_with(id.0 as usize + 1, Default::default);
        }
        out[id.0 as usize] =
            whowhom_text::layer::Chain { entity: chain.entity, mentions: std::mem::take(&mut of_chain[number]) };
    }
    ActorLayer::new(mentions, out, doc.parsed.analysis.len())
}

fn mention(
    doc: &Doc<'_>,
    chains: &Chains,
    draft: &Draft,
    chain: &Chain,
    num: Num,
    described: &mut Option<Fullest>,
    id_of: &mut impl FnMut(u32) -> ChainId,
) -> Mention {
    let mut entity = draft.entity.clone();
    let mut why = draft.why.clone();
    let refers = draft.kind == MentionKind::Pronoun || draft.kind == MentionKind::Nominal;
    absorb(&mut entity, &chain.entity);
    // "The agency" that is the IAEA is of no government.
    if refers && chain.entity.kind == EntityKind::Body && chain.entity.identifier.is_some() {
        entity.sectors.clone_from(&chain.entity.sectors);
    }
    if chain.entity.identifier.is_some() {
        entity.identifier.clone_from(&chain.entity.identifier);
    }
    if draft.kind == MentionKind::Pronoun {
        entity.kind = chain.entity.kind;
        entity.sectors.clone_from(&chain.entity.sectors);
    }
    if refers && chain.mentions.len() > 1 {
        why.push(Why::rule("chain"));
        if entity.identifier.is_none() {
            entity.identifier = match chain.entity.kind {
                EntityKind::State => regime(doc, chain),
                _ => {
                    // Looked for once for the whole chain: a long text may have one of ten thousand mentions.
                    let fullest = *described.get_or_insert_with(|| fullest(chains, chain));
                    description(doc, chains, fullest, draft)
                }
            };
        }
    }
    if draft.kind == MentionKind::Name && chain.entity.kind == EntityKind::State && entity.identifier.is_none() {
        entity.identifier = regime(doc, chain);
    }
    let stands = draft.members.is_empty();
    let members = if stands { &chain.members } else { &draft_members(draft) };
    Mention {
        tokens: draft.tokens,
        head: draft.head,
        kind: draft.kind,
        chain: id_of(num.0),
        members: members.iter().map(|m| id_of(m.0)).collect(),
        stand: if draft.kind == MentionKind::Modifier { Stand::Actor } else { draft.stand },
        entity,
        why,
    }
}

fn draft_members(draft: &Draft) -> Vec<Num> {
    draft.members.iter().map(|m| Num(*m)).collect()
}

/// "Myanmar junta" for a government that the text also calls one.
fn regime(doc: &Doc<'_>, chain: &Chain) -> Option<Arc<str>> {
    let named = chain.roles.iter().find(|r| doc.kb.is("junta", **r))?;
    let state = doc.kb.state(chain.entity.code?)?;
    Some(format!("{} {}", doc.kb.entries[state as usize].name, doc.kb.words.name(*named)?).into())
}

/// The two fullest descriptions of a chain's mentions, the fuller first: one may be the mention that is to be described.
type Fullest = [Option<u32>; 2];

fn fullest(chains: &Chains, chain: &Chain) -> Fullest {
    let draft = |mention: u32| &chains.mentions[mention as usize].0;
    let fullness = |mention: u32| (draft(mention).tokens.len().min(6), std::cmp::Reverse(draft(mention).head));
    let describes = |d: &Draft| d.role.is_some() || d.kind == MentionKind::Nominal && d.number != Number::One;
    let mut best: Fullest = [None, None];
    for &mention in chain.mentions.iter().filter(|m| describes(draft(**m))) {
        let beats = |other: Option<u32>| other.is_none_or(|other| fullness(mention) >= fullness(other));
        if beats(best[0]) {
            best = [Some(mention), best[0]];
        } else if beats(best[1]) {
            best[1] = Some(mention);
        }
    }
    best
}

/// What a pronoun or bare description stands for when nobody gave it a name: the chain's fullest description.
fn description(doc: &Doc<'_>, chains: &Chains, fullest: Fullest, draft: &Draft) -> Option<Arc<str>> {
    let candidates = fullest.into_iter().flatten().map(|m| &chains.mentions[m as usize].0);
    let longest = candidates.into_iter().find(|d| d.role.is_some() || d.head != draft.head)?;
    let tokens = longest.tokens;
    let skip = usize::from(doc.token(tokens.start).tag() == "DT" && tokens.len() > 1);
    Some(doc.parsed.words(TokenRange::new(tokens.start.index() + skip, tokens.end)).into())
}
