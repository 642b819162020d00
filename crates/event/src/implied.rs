//! Parties that a mention leaves to its reader: the other side of talks named a sentence before, whose appeal it is that is rejected,
//! who bombed the town of which only the ruins are told here, the state whose police arrest and whose streets are marched in.
//!
//! Only what the document itself settles is taken: one candidate, near by or without a rival. Each event so completed says it in `why`.

use crate::grammar::{self, is_noun, is_verb};
use crate::party;
use crate::scene::Scene;
use whowhom_text::layer::{Entity, EntityKind, Event, Participant};
use whowhom_text::{Code, TokenId, TokenRange, TokenView, Why};

/// Sentences further back than this are another scene.
const SCENE: usize = 3;
/// Events further back than this are not looked at, so that the time stays linear.
const LOOK_BACK: usize = 64;

/// Codes of no state.
const BODIES: [&str; 7] = ["UNO", "EUR", "IGO", "NGO", "MNC", "IMG", "ISM"];

/// Completes events from the events around them.
pub fn lend(scene: &Scene<'_>, events: &mut [Event]) {
    claimed(scene, events);
    lend_doers(events);
    blamed(events);
    lend_partners(events);
    answer(scene, events);
}

/// Completes deeds of state and protests by the place where they happen.
pub fn by_place(scene: &Scene<'_>, events: &mut [Event]) {
    for event in events.iter_mut() {
        authorities(scene, event);
        addressed(scene, event);
        unknown(event);
    }
}

/// The events of the scene told before one, the nearest first.
fn just_before(events: &[Event], i: usize) -> impl Iterator<Item = &Event> {
    let before = events[i.saturating_sub(LOOK_BACK)..i].iter().rev();
    before.take_while(move |b| b.sentence + SCENE >= events[i].sentence)
}

/// "A bomb killed six soldiers. … The Taliban claimed responsibility.": what was told last without a doer is theirs.
fn claimed(scene: &Scene<'_>, events: &mut [Event]) {
    let open = |e: &Event| {
        e.category == "ASSAULT" && codes(&e.actors).is_empty() && !(e.auxiliary.future || e.auxiliary.hypothetical)
    };
    for (number, sentence) in scene.parsed.sentences().iter().enumerate() {
        let Some(who) = scene.parsed.tokens(*sentence).find_map(|t| claimant(scene, t)) else { continue };
        let end = events.partition_point(|e| e.sentence < number);
        let near = |e: &&Event| e.sentence + SCENE >= number && open(e);
        let Some(last) = events[..end].iter().rev().take(LOOK_BACK).find(near).map(|e| e.sentence) else { continue };
        for event in events[..end].iter_mut().rev().take_while(|e| e.sentence >= last).filter(|e| open(e)) {
            event.actors.clone_from(&who);
            event.why.push(Why::rule("who claims it"));
        }
    }
}

/// Who claims, in the words of a verb, to have done what the sentences before tell of.
fn claimant(scene: &Scene<'_>, verb: TokenView<'_>) -> Option<Vec<Participant>> {
    if !is_verb(verb) || verb.lemma() != "claim" || grammar::is_negated(verb) {
        return None;
    }
    let attack = |o: &TokenView<'_>| scene.base_category(*o).is_some_and(|c| c == "ASSAULT") && is_told_before(*o);
    let object = grammar::logical_object(verb).filter(|o| scene.lexicon.in_class("claims", o.lemma()) || attack(o))?;
    // What it is for is what was told before, unless it is told here: "for killing six", "for a bombing in Madrid".
    let told = [verb, object].into_iter().flat_map(|t| t.children_by("prep")).filter(|p| p.lower() == "for");
    if !told.flat_map(|p| p.child(&["pobj", "pcomp"])).all(is_told_before) {
        return None;
    }
    let subject = grammar::logical_subject(verb).filter(|s| !grammar::is_negated(*s))?;
    Some(party::parties(scene, subject)).filter(|who| !codes(who).is_empty())
}

/// "The attack", "it": not "a bombing", "killing six".
fn is_told_before(what: TokenView<'_>) -> bool {
    what.pos() == "PRON" || what.children_by("det").any(|d| !matches!(d.lower(), "a" | "an"))
}

/// Gives deeds told without a doer ("20 were arrested during the operation") the doer of the same deed to the same people: just before, or
/// anywhere when the document knows only one ("the bombings on three hotels" that somebody claims further down).
fn lend_doers(events: &mut [Event]) {
    for i in 0..events.len() {
        let e = &events[i];
        if !e.category.is_any(&["ASSAULT", "COERCE"]) || !codes(&e.actors).is_empty() || e.auxiliary.hypothetical {
            continue;
        }
        let to = codes(&e.recipients);
        if to.is_empty() {
            continue;
        }
        // Nobody bombs those of his own camp.
        let own = |b: &Event| {
            b.actors.iter().any(|a| {
                e.recipients
                    .iter()
                    .any(|r| a.entity.code == r.entity.code && a.entity.sectors.first() == r.entity.sectors.first())
            })
        };
        // The police are not struck by whoever strikes rebels.
        let rebels = |p: &[Participant]| {
            let first = p.first().and_then(|p| p.entity.sectors.first());
            first.is_some_and(|s| matches!(s.as_str(), "REB" | "UAF"))
        };
        let alike = |b: &Event| b.sentence == e.sentence || rebels(&b.recipients) == rebels(&e.recipients);
        let same = |b: &&Event| {
            let told = b.category == e.category && !codes(&b.actors).is_empty();
            told && codes(&b.recipients) == to && !own(b) && alike(b)
        };
        let near =
            just_before(events, i).filter(|b| b.auxiliary == e.auxiliary).find(same).filter(|_| e.actors.is_empty());
        let lender = near.or_else(|| {
            let all = &events[i.saturating_sub(LOOK_BACK)..(i + LOOK_BACK).min(events.len())];
            let mut doers = all.iter().filter(|b| e.category == "ASSAULT" && !b.auxiliary.future).filter(same);
            let first = doers.next()?;
            let only = codes(&first.actors);
            (doers.all(|b| codes(&b.actors) == only) && only != to).then_some(first)
        });
        if let Some(actors) = lender.map(|b| b.actors.clone()) {
            events[i].actors = actors;
            events[i].why.push(Why::rule("the doer told of elsewhere"));
        }
    }
}

/// "Police arrested nine in raids that Norway denounced": who is blamed for a deed is whoever the deed is told of just before.
fn blamed(events: &mut [Event]) {
    for i in 0..events.len() {
        let e = &events[i];
        if e.category != "ACCUSE" || !e.recipients.iter().all(party::is_unknown) || e.recipients.is_empty() {
            continue;
        }
        let mine = codes(&e.actors);
        let deed = |b: &&Event| b.category.is_any(&["ASSAULT", "COERCE", "SANCTION"]) && !codes(&b.actors).is_empty();
        let doers = just_before(events, i).filter(|b| codes(&b.actors) != mine).find(deed).map(|b| b.actors.clone());
        if let Some(doers) = doers {
            events[i].recipients = doers;
            events[i].why.push(Why::rule("the doer told of elsewhere"));
        }
    }
}

/// "The two sides met in Oslo. … Serbia said the talks were useful.": the partner of the meeting told just before.
fn lend_partners(events: &mut [Event]) {
    for i in 0..events.len() {
        let e = &events[i];
        let mine = codes(&e.actors);
        if !is_mutual(e) || !e.recipients.is_empty() || mine.len() != 1 || e.actors.len() != 1 {
            continue;
        }
        let with_me = |b: &&Event| {
            let all = both(b);
            is_mutual(b) && all.len() == 2 && all.contains(&mine[0])
        };
        let partner = just_before(events, i).find(with_me).map(|b| {
            let theirs = b.actors.iter().chain(&b.recipients).filter(|p| p.entity.code.is_some_and(|c| c != mine[0]));
            theirs.cloned().collect::<Vec<_>>()
        });
        if let Some(partner) = partner {
            events[i].recipients = partner;
            events[i].why.push(Why::rule("the partner told of before"));
        }
    }
}

fn is_mutual(e: &Event) -> bool {
    e.category == "CONSULT" && !e.modes.iter().any(|m| *m == "multilateral")
}

/// "… but the ministry rejected the appeal": to whom somebody gives his answer is whoever asked or offered.
fn answer(scene: &Scene<'_>, events: &mut [Event]) {
    for i in 0..events.len() {
        let e = &events[i];
        if !e.category.is_any(&["REJECT", "CONCEDE"]) || !e.recipients.is_empty() || e.actors.is_empty() {
            continue;
        }
        let verb = scene.parsed.token(e.trigger.start);
        let definite = |n: &TokenView<'_>| {
            is_noun(*n)
                && n.children_by("det").any(|d| matches!(d.lower(), "the" | "this" | "that" | "these" | "those"))
        };
        let Some(object) = grammar::logical_object(verb).filter(definite) else { continue };
        if !scene.is_event(object) {
            continue;
        }
        let mine = codes(&e.actors);
        // A warning is answered to who warned, an offer to who offered or asked.
        let wanted: &[&str] = match scene.base_category(object) {
            Some(c) if c == "THREATEN" => &["THREATEN"],
            Some(c) if c == "ACCUSE" => &["ACCUSE"],
            _ => &["REQUEST", "AGREE"],
        };
        let asks = |b: &&Event| {
            let (from, to) = (codes(&b.actors), codes(&b.recipients));
            b.category.is_any(wanted) && !from.is_empty() && from != mine && (to.is_empty() || to == mine)
        };
        let asker = just_before(events, i).find(asks).map(|b| b.actors.clone());
        if let Some(asker) = asker {
            events[i].recipients = asker;
            events[i].why.push(Why::rule("whose appeal it is"));
        }
    }
}

/// Arrests, charges and sentences are deeds of the state where they happen, when nobody else is said to do them.
fn authorities(scene: &Scene<'_>, event: &mut Event) {
    let trigger = scene.parsed.token(event.trigger.start);
    let arrests = event.category == "COERCE" && event.modes.iter().any(|m| *m == "arrest");
    let convicts = event.category == "SANCTION" && event.modes.iter().any(|m| *m == "convict");
    let charges = event.category == "ACCUSE" && scene.lexicon.in_class("charges", trigger.lemma()) && is_verb(trigger);
    if !(arrests || convicts || charges) || !event.actors.is_empty() || event.recipients.is_empty() {
        return;
    }
    let place = event.place.map(|n| &scene.layers.places[n]);
    let there = place.and_then(|p| p.country);
    let own = codes(&event.recipients);
    // "Two Danes jailed" in a sentence that names Peru, and Denmark not at all, are most likely jailed there.
    let apart = |t: &TokenId| !event.recipients.iter().any(|p| p.tokens.contains(*t));
    let named = |of: &dyn Fn(Code) -> bool| {
        let sentence = scene.parsed.sentences()[event.sentence];
        let mentions = sentence.ids().filter(apart).filter_map(|t| scene.layers.actors.mention_at(t));
        mentions.filter_map(|m| m.entity.code).any(of)
    };
    let other = |code: Code| named(&|c| c != code && !BODIES.contains(&c.as_str()));
    let abroad = |code: &Code| other(*code) && !named(&|c| c == *code);
    let home = own.first().copied().filter(|code| own.len() == 1 && !abroad(code));
    // Courts far away charge whoever is no citizen of theirs, too: only where nothing speaks of another state it is told by whom.
    let code = if charges { home.filter(|code| there.is_none_or(|t| t == *code)) } else { there.or(home) };
    if let Some(code) = code {
        let named = place
            .filter(|p| p.country == Some(code) && scene.parsed.token(p.tokens.start).sentence() == event.sentence);
        event.actors = vec![state(code, named.map_or(event.trigger, |p| p.tokens))];
        event.why.push(Why::rule("the authorities of the place"));
    }
}

/// People who protest address the government of their state when they are not said to address anybody.
fn addressed(scene: &Scene<'_>, event: &mut Event) {
    let strike = event.modes.iter().any(|m| *m == "strike");
    if event.category != "PROTEST" || strike || !event.recipients.is_empty() {
        return;
    }
    let [who] = &event.actors[..] else { return };
    let official =
        who.entity.sectors.first().is_some_and(|s| matches!(s.as_str(), "GOV" | "JUD" | "LEG" | "MIL" | "COP"));
    let Some(code) = who.entity.code.filter(|c| !official && !BODIES.contains(&c.as_str())) else { return };
    // Where another state is spoken of, it may well be the one.
    let sentence = scene.parsed.sentences()[event.sentence];
    let mentions = scene.parsed.tokens(sentence).filter_map(|t| scene.layers.actors.mention_at(t.id));
    if mentions.filter_map(|m| m.entity.code).any(|c| c != code) {
        return;
    }
    let there = event.place.and_then(|n| scene.layers.places[n].country);
    if there.is_none_or(|place| place == code) {
        event.recipients = vec![state(code, event.trigger)];
        event.why.push(Why::rule("the government where they protest"));
    }
}

/// Whoever killed or bombed without leaving a name is somebody unknown (PLOVER's sector UNK).
fn unknown(event: &mut Event) {
    if event.category == "ASSAULT"
        && event.actors.is_empty()
        && event.recipients.iter().any(|p| p.entity.code.is_some())
    {
        event.actors = vec![party::unknown(event.trigger)];
        event.why.push(Why::rule("nobody is said to have done it"));
    }
}

/// A state that no word of its own names.
fn state(code: Code, tokens: TokenRange) -> Participant {
    let entity = Entity { code: Some(code), kind: EntityKind::State, ..Entity::default() };
    Participant { tokens, mention: None, entity }
}

fn both(e: &Event) -> Vec<Code> {
    let mut all = codes(&e.actors);
    all.extend(codes(&e.recipients));
    all.sort_unstable();
    all.dedup();
    all
}

fn codes(parties: &[Participant]) -> Vec<Code> {
    let mut codes: Vec<Code> = parties.iter().filter_map(|p| p.entity.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
