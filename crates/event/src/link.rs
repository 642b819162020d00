//! Mentions of one happening in a document share a link.

use crate::scene::Scene;
use crate::when;
use rustc_hash::FxHashMap;
use whowhom_text::layer::{ChainId, Event, Participant, Voice};
use whowhom_text::{Code, Label, Why};

/// A mention is compared with this many of the latest happenings of its category: in a text of any length a mention far off is no
/// longer the same scene, and the time stays linear.
const LOOK_BACK: usize = 64;

/// Numbers the happenings of a document's events, in the order of their first mentions.
pub fn link(scene: &Scene<'_>, events: &mut [Event]) {
    let mut next = 0;
    // The first event of each happening, by category.
    let mut happenings: FxHashMap<Label, Vec<usize>> = FxHashMap::default();
    for i in 0..events.len() {
        let same = happenings.entry(events[i].category).or_default();
        let recent = same.len().saturating_sub(LOOK_BACK);
        let found = same[recent..].iter().find(|first| is_one(scene, &events[**first], &events[i])).copied();
        events[i].link = match found {
            Some(first) => events[first].link,
            None => {
                same.push(i);
                next += 1;
                next - 1
            }
        };
    }
}

/// A mention told on the word of a nameless report ("a news report said") takes the chain of a mention of the same happening that names it.
pub fn name_reports(scene: &Scene<'_>, events: &mut [Event]) {
    let mut named: FxHashMap<usize, Vec<Voice>> = FxHashMap::default();
    for event in events.iter() {
        let voices = &event.attribution;
        if voices.first().is_some_and(|v| v.basis.is_some() || is_medium(v)) {
            named.entry(event.link).or_insert_with(|| voices.clone());
        }
    }
    for event in events.iter_mut() {
        let nameless = event.attribution.first().is_some_and(|v| is_report(scene, v));
        if let (true, Some(voices)) = (nameless, named.get(&event.link)) {
            let outer = event.attribution.split_off(1);
            event.attribution = voices.iter().cloned().chain(outer).collect();
            event.why.push(Why::rule("the report named elsewhere"));
        }
    }
}

/// Whether a source is a medium with a name: what a report may be of.
fn is_medium(voice: &Voice) -> bool {
    voice.entity.identifier.is_some() && voice.entity.sectors.iter().any(|s| *s == "JRN")
}

/// Whether a source is a report without a name.
fn is_report(scene: &Scene<'_>, voice: &Voice) -> bool {
    let Some(source) = voice.source.filter(|_| voice.entity.identifier.is_none()) else { return false };
    let words = scene.parsed.tokens_in(source);
    words.len() <= 4 && scene.parsed.tokens(words).any(|t| scene.lexicon.in_class("report", t.lemma()))
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
    let side = |parties: &[Participant]| -> Vec<Party> { parties.iter().map(|p| party(scene, p)).collect() };
    if a.category.is_any(&SPOKEN) && !says_the_same(scene, a, b) {
        return false;
    }
    if SYMMETRIC.iter().any(|c| a.category == *c) {
        let all = |e: &Event| side(&[&e.actors[..], &e.recipients[..]].concat());
        return alike(&all(a), &all(b), false);
    }
    // A side that one mention leaves out is no contradiction, two are no evidence.
    let told = |x: &[Participant], y: &[Participant]| !x.is_empty() && !y.is_empty();
    (told(&a.actors, &b.actors) || told(&a.recipients, &b.recipients))
        && alike(&side(&a.actors), &side(&b.actors), true)
        && alike(&side(&a.recipients), &side(&b.recipients), true)
}

/// Categories of words: the same two parties promise and demand many a thing in one report.
const SPOKEN: [&str; 6] = ["ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "THREATEN"];

/// Whether two mentions of words spoken can be of the same: by their mode, by the word, by their day, or as plans both.
fn says_the_same(scene: &Scene<'_>, a: &Event, b: &Event) -> bool {
    let word = |e: &Event| scene.lexicon.lemma(scene.parsed.token(e.trigger.start));
    (!a.modes.is_empty() && a.modes == b.modes)
        || word(a) == word(b)
        || (a.days.is_some() && a.days == b.days)
        || (a.auxiliary.future && b.auxiliary.future)
}

/// Categories in which the parties' sides do not matter.
const SYMMETRIC: [&str; 4] = ["CONSULT", "AGREE", "COOPERATE", "SUPPORT"];

/// Whether two lists of parties can be the same people.
fn alike(x: &[Party], y: &[Party], may_be_empty: bool) -> bool {
    if x.is_empty() || y.is_empty() {
        return may_be_empty;
    }
    x.iter().all(|p| y.iter().any(|q| p.fits(q))) && y.iter().all(|p| x.iter().any(|q| p.fits(q)))
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
