//! Mentions of one happening in a document share a link.

use crate::scene::Scene;
use crate::when;
use whowhom_text::layer::{ChainId, Event, Participant};
use whowhom_text::{Code, Why};

/// Numbers the happenings of a document's events, in the order of their first mentions.
pub fn link(scene: &Scene<'_>, events: &mut [Event]) {
    let mut happenings: Vec<usize> = Vec::new(); // first event of each
    for i in 0..events.len() {
        let found = happenings.iter().position(|&first| is_one(scene, &events[first], &events[i]));
        let number = found.unwrap_or_else(|| {
            happenings.push(i);
            happenings.len() - 1
        });
        events[i].link = number;
    }
}

/// Sentences further back than this are another scene.
const SCENE: usize = 3;

/// Gives deeds told without a doer ("20 were arrested during the operation") the doer of the same deed to the same people just before.
pub fn lend_actors(events: &mut [Event]) {
    for i in 0..events.len() {
        let e = &events[i];
        if !e.actors.is_empty() || !e.category.is_any(&["ASSAULT", "COERCE"]) {
            continue;
        }
        let to = codes(&e.recipients);
        let told = events[..i].iter().rev().take_while(|b| b.sentence + SCENE >= e.sentence);
        let same = |b: &&Event| {
            b.category == e.category && !b.actors.is_empty() && !to.is_empty() && codes(&b.recipients) == to
        };
        let lender = told.filter(|b| b.auxiliary == e.auxiliary).find(same).map(|b| b.actors.clone());
        if let Some(actors) = lender {
            events[i].actors = actors;
            events[i].why.push(Why::rule("the doer told of before"));
        }
    }
}

fn codes(parties: &[Participant]) -> Vec<Code> {
    let mut codes: Vec<Code> = parties.iter().filter_map(|p| p.entity.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Whether two mentions can be of one happening: the same category and parties, times that go together.
fn is_one(scene: &Scene<'_>, a: &Event, b: &Event) -> bool {
    if a.category != b.category || a.auxiliary.negation != b.auxiliary.negation {
        return false;
    }
    if let (Some(x), Some(y)) = (a.modes.first(), b.modes.first())
        && x != y
    {
        return false;
    }
    if let (Some(x), Some(y)) = (a.days, b.days)
        && !when::near(x, y)
    {
        return false;
    }
    let all = |e: &Event| -> Vec<Party> { e.actors.iter().chain(&e.recipients).map(|p| party(scene, p)).collect() };
    let (x, y) = (all(a), all(b));
    !x.is_empty()
        && !y.is_empty()
        && (x.iter().all(|p| y.iter().any(|q| p.fits(q))) && y.iter().all(|p| x.iter().any(|q| p.fits(q))))
}

#[derive(PartialEq)]
struct Party {
    chain: Option<ChainId>,
    code: Option<Code>,
    named: bool,
}

impl Party {
    fn fits(&self, other: &Party) -> bool {
        if self.chain.is_some() && self.chain == other.chain {
            return true;
        }
        self.code.is_some() && self.code == other.code && !(self.named && other.named)
    }
}

fn party(scene: &Scene<'_>, p: &Participant) -> Party {
    let chain = p.mention.map(|id| scene.layers.actors.mention(id)).filter(|m| m.members.is_empty()).map(|m| m.chain);
    Party { chain, code: p.entity.code, named: p.entity.identifier.is_some() }
}
