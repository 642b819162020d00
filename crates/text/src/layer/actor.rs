//! Who.

use crate::{Code, TokenId, TokenRange, Why};
use std::sync::Arc;

/// All mentions of one entity in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainId(pub u32);

/// A mention, by its place in the layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionId(pub u32);

/// What sort of thing an entity is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A state or territory (or a city that may stand for its government).
    State,
    /// One named or described person.
    Person,
    /// A body: government, ministry, party, army, firm, international organisation.
    Body,
    /// People without a name: protesters, two Palestinians, officials.
    #[default]
    People,
}

/// Who somebody is, as the record says it. What is not known is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// Country or body code.
    pub code: Option<Code>,
    /// Sectors, the primary first.
    pub sectors: Vec<Code>,
    /// The name of a person or body, as fully as it is known.
    pub identifier: Option<Arc<str>>,
    /// The office held ("nuclear envoy").
    pub office: Option<Arc<str>>,
    /// What sort of thing it is.
    pub kind: EntityKind,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By description ("the envoy").
    Nominal,
    /// By pronoun or possessive.
    Pronoun,
    /// By an adjective or a name that modifies a noun ("Israeli" in "the Israeli attack").
    Modifier,
}

/// What a state's or city's name stands for where it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stand {
    /// Somebody who can act.
    #[default]
    Actor,
    /// A place.
    Place,
}

/// One place in the text that refers to a political entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The noun phrase without relative clauses and appositions that follow it.
    pub tokens: TokenRange,
    /// Its head word.
    pub head: TokenId,
    /// How it refers.
    pub kind: MentionKind,
    /// Its chain.
    pub chain: ChainId,
    /// For "the two", "both sides", "they": the chains of its members; else empty.
    pub members: Vec<ChainId>,
    /// What a state's name stands for here.
    pub stand: Stand,
    /// Who it is, everything known from the chain included.
    pub entity: Entity,
    /// How it was resolved: knowledge-base lines, title, apposition, chain.
    pub why: Vec<Why>,
}

/// One entity of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Who it is.
    pub entity: Entity,
    /// Its mentions in text order.
    pub mentions: Vec<MentionId>,
}

/// The actor layer of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActorLayer {
    /// Mentions in text order of their first tokens.
    pub mentions: Vec<Mention>,
    /// Chains in the order of their first mentions.
    pub chains: Vec<Chain>,
    /// For each token, the mention whose head it is (as number + 1, 0 for none).
    by_head: Vec<u32>,
}

impl ActorLayer {
    /// The layer of these mentions and chains, for a document of `tokens` tokens.
    ///
    /// Where two mentions share a head, the longer is found by it.
    pub fn new(mentions: Vec<Mention>, chains: Vec<Chain>, tokens: usize) -> Self {
        let mut by_head = vec![0u32; tokens];
        for (number, mention) in mentions.iter().enumerate() {
            let slot = &mut by_head[mention.head.index()];
            if *slot == 0 || mentions[*slot as usize - 1].tokens.len() < mention.tokens.len() {
                *slot = number as u32 + 1;
            }
        }
        Self { mentions, chains, by_head }
    }

    /// The mention `id`.
    pub fn mention(&self, id: MentionId) -> &Mention {
        &self.mentions[id.0 as usize]
    }

    /// The chain `id`.
    pub fn chain(&self, id: ChainId) -> &Chain {
        &self.chains[id.0 as usize]
    }

    /// The mention headed by this token.
    pub fn at(&self, head: TokenId) -> Option<MentionId> {
        self.by_head.get(head.index()).filter(|n| **n > 0).map(|n| MentionId(n - 1))
    }

    /// What a pronoun or possessive stands for in the text: the last mention of its chain before it that is a name or a description,
    /// else the first after it. Any other mention stands for itself.
    pub fn antecedent(&self, id: MentionId) -> MentionId {
        let mention = self.mention(id);
        if mention.kind != MentionKind::Pronoun {
            return id;
        }
        let full = |m: &&MentionId| matches!(self.mention(**m).kind, MentionKind::Name | MentionKind::Nominal);
        let chain = &self.chain(mention.chain).mentions;
        let at = chain.partition_point(|m| *m < id);
        chain[..at].iter().rev().find(full).or_else(|| chain[at..].iter().find(full)).copied().unwrap_or(id)
    }

    /// The mention headed by this token, itself.
    pub fn mention_at(&self, head: TokenId) -> Option<&Mention> {
        self.at(head).map(|id| self.mention(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pronoun_stands_for_the_last_name_before_it() {
        let mention = |at: usize, kind| Mention {
            tokens: TokenRange::one(TokenId::from(at)),
            head: TokenId::from(at),
            kind,
            chain: ChainId(0),
            members: Vec::new(),
            stand: Stand::Actor,
            entity: Entity::default(),
            why: Vec::new(),
        };
        let kinds = [MentionKind::Pronoun, MentionKind::Name, MentionKind::Modifier, MentionKind::Pronoun];
        let mentions: Vec<Mention> = kinds.into_iter().enumerate().map(|(i, kind)| mention(i, kind)).collect();
        let chain = Chain { entity: Entity::default(), mentions: (0..4).map(MentionId).collect() };
        let layer = ActorLayer::new(mentions, vec![chain], 4);
        assert_eq!([0, 1, 2, 3].map(|i| layer.antecedent(MentionId(i)).0), [1, 1, 2, 1]);
    }
}
