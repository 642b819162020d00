//! Chains while they grow.

use crate::draft::{Definite, Draft, Key, Number, Pronoun};
use crate::find::Doc;
use crate::kb::WordId;
use rustc_hash::FxHashMap;
use std::ops::{Index, IndexMut};
use whowhom_text::layer::{Entity, EntityKind, MentionKind, Stand};
use whowhom_text::{Code, TokenId, TokenRange};

/// A chain, by its place in [`Chains`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Num(pub u32);

/// How many mentions back an antecedent is looked for, so that a book does not take the square of its length.
const LOOK_BACK: usize = 1500;

/// One entity of the document so far.
#[derive(Debug)]
pub(super) struct Chain {
    pub entity: Entity,
    pub key: Key,
    pub gender: char,
    pub number: Number,
    /// The names it was called by.
    pub names: Vec<TokenRange>,
    /// The head words of the roles it was called by.
    pub roles: Vec<WordId>,
    /// The roles in full.
    pub titles: Vec<TokenRange>,
    pub sends: bool,
    /// Numbers of its mentions.
    pub mentions: Vec<u32>,
    /// Chains that it is made of.
    pub members: Vec<Num>,
    /// Whether it was called by a name or description at all.
    pub real: bool,
}

/// All chains and mentions of a document so far.
#[derive(Debug)]
pub(super) struct Chains {
    pub all: Vec<Chain>,
    pub mentions: Vec<(Draft, Num)>,
    /// For each token, the number + 1 of the mention it heads.
    at: Vec<u32>,
    states: FxHashMap<Code, Num>,
    people: FxHashMap<Code, Num>,
    entries: FxHashMap<u32, Num>,
}

impl Index<Num> for Chains {
    type Output = Chain;
    fn index(&self, num: Num) -> &Chain {
        &self.all[num.0 as usize]
    }
}

impl IndexMut<Num> for Chains {
    fn index_mut(&mut self, num: Num) -> &mut Chain {
        &mut self.all[num.0 as usize]
    }
}

impl Chains {
    pub fn new(tokens: usize) -> Self {
        Self {
            all: Vec::new(),
            mentions: Vec::new(),
            at: vec![0; tokens],
            states: FxHashMap::default(),
            people: FxHashMap::default(),
            entries: FxHashMap::default(),
        }
    }

    /// The chain of the mention headed by the token.
    pub fn at(&self, head: TokenId) -> Option<Num> {
        self.at[head.index()].checked_sub(1).map(|n| self.mentions[n as usize].1)
    }

    /// The chain of a state, once it was mentioned.
    pub fn state(&self, code: Code) -> Option<Num> {
        self.states.get(&code).copied()
    }

    /// "Palestinians" again, unless they are counted: "three Palestinians" are others each time.
    pub fn people(&self, code: Code, draft: &Draft) -> Option<Num> {
        (draft.definite != Definite::No && draft.number == Number::Many)
            .then(|| self.people.get(&code).copied())
            .flatten()
    }

    pub fn entry(&self, entry: u32) -> Option<Num> {
        self.entries.get(&entry).copied()
    }

    /// Mentions from the last one back, with their chains.
    pub fn recent(&self) -> impl Iterator<Item = (&Draft, Num)> {
        self.mentions.iter().rev().take(LOOK_BACK).map(|(draft, num)| (draft, *num))
    }

    /// Chains from the one mentioned last back, each once, with its last mention.
    pub fn recent_chains(&self) -> impl Iterator<Item = (&Draft, Num)> {
        let mentions = self.mentions.iter().enumerate().rev().take(LOOK_BACK);
        mentions
            .filter(|(i, (_, num))| self[*num].mentions.last() == Some(&(*i as u32)))
            .map(|(_, (draft, num))| (draft, *num))
    }

    /// The chain of a state, begun unseen if need be (a member of a group that was not mentioned itself).
    pub fn state_or_new(&mut self, code: Code) -> Num {
        if let Some(num) = self.state(code) {
            return num;
        }
        let num = Num(self.all.len() as u32);
        let entity = Entity {
            code: Some(code),
            sectors: vec![Code::from_static(b"GOV")],
            kind: EntityKind::State,
            ..Entity::default()
        };
        self.all.push(Chain {
            entity,
            key: Key::State(code),
            gender: '?',
            number: Number::One,
            names: Vec::new(),
            roles: Vec::new(),
            titles: Vec::new(),
            sends: false,
            mentions: Vec::new(),
            members: Vec::new(),
            real: true,
        });
        self.states.insert(code, num);
        num
    }

    /// Begins a chain with this mention.
    pub fn begin(&mut self, doc: &Doc<'_>, draft: Draft) {
        let num = Num(self.all.len() as u32);
        self.all.push(Chain {
            entity: draft.entity.clone(),
            key: draft.key,
            gender: draft.gender,
            number: draft.number,
            names: Vec::new(),
            roles: Vec::new(),
            titles: Vec::new(),
            sends: false,
            mentions: Vec::new(),
            members: draft.members.iter().map(|m| Num(*m)).collect(),
            real: draft.kind != MentionKind::Pronoun,
        });
        let many = draft.number == Number::Many && draft.definite != Definite::No;
        match draft.key {
            Key::State(code) => {
                self.states.insert(code, num);
            }
            Key::People(code) if many => {
                self.people.insert(code, num);
            }
            Key::Entry(entry) => {
                self.entries.insert(entry, num);
            }
            _ => {}
        }
        self.join(doc, num, draft);
    }

    /// A mention that refers to nothing known: it gets a chain of its own that nothing joins.
    pub fn unresolved(&mut self, doc: &Doc<'_>, draft: Draft) {
        self.begin(doc, draft);
        if let Some(last) = self.all.last_mut() {
            last.real = !last.members.is_empty();
        }
    }

    /// Moves the mentions of `from`, a person known by description alone, into `to`.
    pub fn merge(&mut self, from: Num, to: Num) {
        let fits = from != to
            && self[from].names.is_empty()
            && self[from].entity.kind == self[to].entity.kind
            && self[from].entity.code.is_none_or(|c| self[to].entity.code.is_none_or(|d| c == d));
        if !fits {
            return;
        }
        let moved = std::mem::take(&mut self[from].mentions);
        for &mention in &moved {
            self.mentions[mention as usize].1 = to;
        }
        let (entity, roles, sends) =
            (self[from].entity.clone(), std::mem::take(&mut self[from].roles), self[from].sends);
        let titles = std::mem::take(&mut self[from].titles);
        let chain = &mut self[to];
        chain.mentions.extend(moved);
        chain.mentions.sort_unstable();
        chain.sends |= sends;
        chain.titles.extend(titles);
        crate::person::absorb(&mut chain.entity, &entity);
        for role in roles {
            if !chain.roles.contains(&role) {
                chain.roles.push(role);
            }
        }
        for chain in &mut self.all {
            for member in chain.members.iter_mut().filter(|m| **m == from) {
                *member = to;
            }
        }
        for (draft, _) in &mut self.mentions {
            for member in draft.members.iter_mut().filter(|m| **m == from.0) {
                *member = to.0;
            }
        }
    }

    /// Gives a mention that was unresolved its chain after all.
    pub fn settle(&mut self, mention: usize, num: Num) {
        let old = std::mem::replace(&mut self.mentions[mention].1, num);
        self[old].mentions.retain(|m| *m != mention as u32);
        let mentions = &mut self[num].mentions;
        let at = mentions.partition_point(|m| (*m as usize) < mention);
        mentions.insert(at, mention as u32);
    }

    /// Adds the mention to the chain.
    pub fn join(&mut self, doc: &Doc<'_>, num: Num, mut draft: Draft) {
        let number = self.mentions.len() as u32;
        let chain = &mut self.all[num.0 as usize];
        if draft.kind != MentionKind::Pronoun && draft.key != Key::Two {
            super::learn(chain, &draft);
        }
        // Whoever was "his" is no "she".
        if matches!(draft.key, Key::Pronoun(Pronoun::He | Pronoun::She)) && chain.gender == '?' {
            chain.gender = draft.gender;
        }
        if let Key::Entry(entry) = draft.key {
            self.entries.entry(entry).or_insert(num);
            // A name that the knowledge base knows says more than one it does not.
            if chain.key == Key::Person {
                chain.key = draft.key;
                chain.entity.identifier.clone_from(&draft.entity.identifier);
            }
        }
        if !draft.name.is_empty() {
            // The fullest name, unless the knowledge base has one.
            let fuller = chain.names.iter().all(|n| n.len() < draft.name.len());
            if fuller && matches!(chain.key, Key::Person | Key::Body | Key::Nominal) {
                chain.entity.identifier.clone_from(&draft.entity.identifier);
            }
            keep_last(doc, &mut chain.names, draft.name);
        }
        if let Some(role) = draft.role {
            chain.sends |= doc.kb.roles[role as usize].sends;
            let head = role_head(doc, &draft);
            keep_last(doc, &mut chain.titles, draft.role_tokens);
            if !chain.roles.contains(&head) {
                chain.roles.push(head);
            }
        }
        if let Some(office) = draft.entity.office.as_deref().filter(|_| draft.entity.kind == EntityKind::Person) {
            let words = office.split(" of ").next().unwrap_or(office);
            let head = doc.kb.words.get(&words.rsplit(' ').next().unwrap_or(words).to_lowercase());
            if head != WordId::NONE && !chain.roles.contains(&head) {
                chain.roles.push(head);
            }
        }
        chain.mentions.push(number);
        if draft.stand == Stand::Actor && draft.kind == MentionKind::Name {
            chain.real = true;
        }
        draft.why.dedup();
        self.at[draft.head.index()] = number + 1;
        self.mentions.push((draft, num));
    }
}

/// Adds a phrase that a chain was called by, once for each wording: a long text calls its people a thousand times.
fn keep_last(doc: &Doc<'_>, phrases: &mut Vec<TokenRange>, phrase: TokenRange) {
    phrases.retain(|known| doc.parsed.words(*known) != doc.parsed.words(phrase));
    phrases.push(phrase);
}

/// Whether a role's words may be said of somebody with these titles: "the prime minister" is no justice minister.
pub(super) fn may_hold(doc: &Doc<'_>, role: TokenRange, titles: &[TokenRange]) -> bool {
    let holds = |title: &TokenRange| {
        let (short, long) = if role.len() < title.len() { (role, *title) } else { (*title, role) };
        doc.parsed.tokens(short).all(|a| doc.parsed.tokens(long).any(|b| a.lower() == b.lower()))
    };
    role.len() < 2 || titles.iter().all(|t| t.len() < 2) || titles.iter().any(holds)
}

/// The head word of a mention's role, in the singular.
pub(super) fn role_head(doc: &Doc<'_>, draft: &Draft) -> WordId {
    let head = doc
        .parsed
        .tokens(draft.role_tokens)
        .find(|t| t.head().is_none_or(|h| !draft.role_tokens.contains(h.id)))
        .unwrap_or(doc.token(draft.head));
    let lemma = head.lemma();
    // Spokesman and spokeswoman hold one office.
    let stem = lemma.strip_suffix("woman").or_else(|| lemma.strip_suffix("person")).filter(|s| s.len() > 2);
    if let Some(stem) = stem {
        let man = doc.kb.words.get(&format!("{stem}man"));
        if man != WordId::NONE {
            return man;
        }
    }
    match doc.kb.words.get(lemma) {
        WordId::NONE => doc.word(head),
        word => word,
    }
}
