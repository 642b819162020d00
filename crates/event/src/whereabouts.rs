//! Where an event happens: the place of its own clause, else that of its happening and of the trip or scene that it belongs to, else where
//! the recipient is, else where its actors are, else the dateline.

use crate::clock;
use crate::grammar;
use crate::scene::Scene;
use crate::when::{self, SPOKEN};
use whowhom_text::layer::{ChainId, EntityKind, Event, Participant, PlaceMention};
use whowhom_text::{Code, TokenId, TokenView};

/// A place further than this many steps from the trigger in the tree is where something else is.
const REACH: usize = 6;
/// Tokens of the path between the two that are looked at, prepositions and appositions included.
const PATH: usize = 14;
/// Events, and places on either side, further away than this are not looked at, so that the time stays linear.
const LOOK_BACK: usize = 64;
/// Sentences after which a scene is another one.
const SCENE: usize = 2;
/// Prepositions whose place is what something is about, whom it is for, or where it comes from, not where it happens.
const TOPICS: [&str; 9] = ["about", "against", "between", "concerning", "for", "of", "regarding", "toward", "with"];

/// Sets the places of a document's events.
pub fn fill(scene: &Scene<'_>, events: &mut [Event]) {
    let found: Vec<Option<Near>> = events.iter().map(|event| own(scene, event)).collect();
    let strong = |i: usize| found[i].filter(|near| !near.actor).map(|near| near.place);
    for (i, event) in events.iter_mut().enumerate() {
        event.place = strong(i);
    }
    // The place of each happening.
    let mut places: Vec<Option<usize>> = vec![None; events.iter().map(|e| e.link + 1).max().unwrap_or(0)];
    for event in events.iter() {
        places[event.link] = places[event.link].or(event.place);
    }
    let dateline = scene.layers.places.iter().position(|p| p.dateline);
    for i in 0..events.len() {
        let event = &events[i];
        let place = event
            .place
            .or(places[event.link])
            .or_else(|| of_scene(scene, &events[..i], event))
            .or_else(|| at_recipients(scene, event))
            .or(found[i].map(|near| near.place))
            .or_else(|| dateline.filter(|place| is_told_here(scene, event, *place)));
        places[event.link] = places[event.link].or(place);
        events[i].place = place;
    }
}

/// Whether the dateline may be taken for where an event happens: plain news that has to do with the country.
fn is_told_here(scene: &Scene<'_>, event: &Event, dateline: usize) -> bool {
    let aux = event.auxiliary;
    if aux.historical || aux.future || aux.hypothetical {
        return false;
    }
    let country = scene.layers.places[dateline].country;
    let trigger = scene.parsed.token(event.trigger.start);
    let here = || trigger.subtree().ids().any(|id| scene.parsed.token(id).lower() == "here");
    let states: Vec<Code> = codes(event).filter(|c| c.as_str() != "IGO" && c.as_str() != "UNO").collect();
    states.is_empty() || states.iter().any(|c| Some(*c) == country) || here()
}

fn codes(event: &Event) -> impl Iterator<Item = Code> + '_ {
    event.actors.iter().chain(&event.recipients).filter_map(|p| p.entity.code)
}

/// What belongs to a scene told just before: a talk on a trip is where the trip went, if somebody of that country takes part; a deed, and
/// a meeting of the same people, is where the last one was.
fn of_scene(scene: &Scene<'_>, before: &[Event], event: &Event) -> Option<usize> {
    let speaks = SPOKEN.iter().any(|c| event.category == *c);
    let meets = event.category == "CONSULT" || event.category == "AGREE" && event.auxiliary.future;
    let here: Vec<Code> = codes(event).collect();
    let who = chains(scene, event);
    let same = |a: &[Code], b: &Event| a.iter().all(|c| codes(b).any(|d| d == *c)) && codes(b).all(|c| a.contains(&c));
    if let Some(place) = clock::frame(scene, before, event).and_then(|frame| before[frame].place) {
        return Some(place);
    }
    let above: Vec<TokenId> = scene.parsed.token(event.trigger.start).ancestors().take(PATH).map(|t| t.id).collect();
    before.iter().rev().take(LOOK_BACK).find_map(|b| {
        let place = b.place?;
        let country = scene.layers.places[place].country?;
        let near = b.sentence + SCENE >= event.sentence;
        let timed = match (b.days, event.days) {
            (Some(x), Some(y)) => when::near(x, y),
            _ => true,
        };
        let together = || chains(scene, b).iter().any(|c| who.contains(c));
        let is_visit = b.modes.iter().any(|m| *m == "visit");
        let on_trip = meets && is_visit && !b.auxiliary.historical && here.contains(&country) && together();
        // "arrived to show its support"
        let for_it = is_visit && b.sentence == event.sentence && above.contains(&b.trigger.start);
        let goes_on = near && b.category == event.category && !speaks && !here.is_empty() && same(&here, b);
        // "Chad and Sudan held talks in Doha. Chad's minister met his Sudanese counterpart for an hour."
        let both = || here.iter().any(|c| *c != here[0]);
        let pair = || near && b.category == event.category && both() && here.iter().all(|c| codes(b).any(|d| d == *c));
        let scene = if meets { goes_on && together() || pair() } else { goes_on && b.auxiliary == event.auxiliary };
        (timed && (on_trip || for_it || scene)).then_some(place)
    })
}

fn chains(scene: &Scene<'_>, event: &Event) -> Vec<ChainId> {
    let mentions = |p: &Participant| p.mention.map(|id| scene.layers.actors.mention(id));
    let all = event.actors.iter().chain(&event.recipients).filter_map(mentions);
    all.flat_map(|m| std::iter::once(m.chain).chain(m.members.iter().copied())).collect()
}

/// For visits and deeds done to somebody: the place nearest in the text that lies in the recipient's country.
fn at_recipients(scene: &Scene<'_>, event: &Event) -> Option<usize> {
    let to_state = event.recipients.iter().any(|p| p.entity.kind == EntityKind::State);
    let visit = event.modes.iter().any(|m| *m == "visit")
        || event.category == "CONSULT" && event.actors.len() == 1
        || event.category == "AGREE" && event.auxiliary.future && to_state;
    if !visit && !event.category.is_any(&["ASSAULT", "COERCE", "AID"]) {
        return None;
    }
    let countries: Vec<_> = event.recipients.iter().filter_map(|p| p.entity.code).collect();
    let at = scene.parsed.token(event.trigger.start).span().start;
    let next = scene.layers.places.partition_point(|p| p.span.start < at);
    let around = next.saturating_sub(LOOK_BACK)..(next + LOOK_BACK).min(scene.layers.places.len());
    let places = scene.layers.places[around.clone()].iter().zip(around).map(|(p, i)| (i, p));
    let there = places.filter(|(_, p)| p.country.is_some_and(|c| countries.contains(&c)));
    there.min_by_key(|(i, p)| (p.span.start.abs_diff(at), *i)).map(|(i, _)| i)
}

/// A place of the event's sentence.
#[derive(Clone, Copy)]
struct Near {
    place: usize,
    /// Whether it only says where an actor is ("police in Sarajevo foiled").
    actor: bool,
}

/// The nearest place of the event's sentence that its clause is told to happen at.
fn own(scene: &Scene<'_>, event: &Event) -> Option<Near> {
    let range = scene.within(event.sentence, scene.layers.places, |place| place.span);
    let near = scene.layers.places[range.clone()].iter().zip(range).map(|(place, i)| (i, place));
    near.filter(|(_, p)| !p.dateline && !p.tokens.is_empty())
        .filter(|(_, p)| scene.parsed.token(p.tokens.start).sentence() == event.sentence)
        .filter_map(|(i, p)| steps(scene, event, p).map(|(steps, actor)| (actor, steps, i)))
        .min()
        .map(|(actor, _, place)| Near { place, actor })
}

/// How far a place is from the trigger in the tree, and whether it is an actor's; `None` where it is another clause's place, or not one
/// where anything happens.
fn steps(scene: &Scene<'_>, event: &Event, place: &PlaceMention) -> Option<(usize, bool)> {
    let trigger = scene.parsed.token(event.trigger.start);
    let from = scene.parsed.token(TokenId(place.tokens.end.0 - 1));
    // "the Africa-France summit"
    let first = scene.parsed.token(place.tokens.start);
    if first.prev().is_some_and(|t| t.text() == "-") || from.next().is_some_and(|t| t.text() == "-") {
        return None;
    }
    let up: Vec<TokenView<'_>> = std::iter::once(trigger).chain(trigger.ancestors()).take(PATH).collect();
    let words = scene.parsed.tokens_in(*event.text.first()?);
    let mut below: Vec<TokenView<'_>> = Vec::new();
    for t in std::iter::once(from).chain(from.ancestors()).take(PATH) {
        let Some(meeting) = up.iter().position(|u| u.id == t.id) else {
            // "rebels who fought in the north", "a warning about keeping order in the city".
            if when::is_clause(t) && !words.contains(t.id) && !is_held(t) && !is_occasion(t) {
                return None;
            }
            below.push(t);
            continue;
        };
        // Whoever says so says it somewhere else.
        if meeting > 0 && up[1..=meeting].iter().any(|u| when::says(scene, *u)) {
            return None;
        }
        let actor = names_actor(scene, event, &below);
        let steps = meeting + below.iter().filter(|b| counts(**b)).count();
        return (steps <= REACH
            && (actor && !of_person(scene, event, &below) || is_at(scene, event, place.country, meeting, &below)))
        .then_some((steps, actor));
    }
    None
}

/// A participle that only says where its noun is: "the summit held in Bamako".
fn is_held(t: TokenView<'_>) -> bool {
    t.dep() == "acl" && t.tag() == "VBN" && matches!(t.lemma(), "hold" | "base" | "station" | "locate")
}

/// Whether a clause tells on what occasion something happened: "met in December, when the envoy visited Oslo".
fn is_occasion(t: TokenView<'_>) -> bool {
    t.dep().is_any(&["advcl", "relcl"]) && t.children().any(|c| c.lower() == "when")
}

/// Whether a word is a step: a preposition is none, and what stands in apposition to a place is where it is.
fn counts(t: TokenView<'_>) -> bool {
    !(t.pos() == "ADP" || t.dep().is_any(&["appos", "conj"]))
}

/// Whether a place may only say who an actor, or a person who takes part, is ("the branch *in Iraq* claimed").
fn names_actor(scene: &Scene<'_>, event: &Event, below: &[TokenView<'_>]) -> bool {
    let mention = |p: &Participant| p.mention.map(|id| scene.layers.actors.mention(id));
    let persons = event.recipients.iter().filter_map(mention).filter(|m| m.entity.kind == EntityKind::Person);
    let mut heads = event.actors.iter().filter_map(mention).chain(persons).map(|m| m.head);
    heads.any(|head| below.iter().skip(1).any(|t| t.id == head))
}

/// "the Middle East envoy": a place that only says who takes part.
fn of_person(scene: &Scene<'_>, event: &Event, below: &[TokenView<'_>]) -> bool {
    let [place, noun, ..] = below else { return false };
    let heads = event.actors.iter().chain(&event.recipients).filter_map(|p| p.mention);
    place.dep().is_any(&["compound", "amod", "nmod", "poss"])
        && heads
            .map(|id| scene.layers.actors.mention(id))
            .any(|m| m.head == noun.id && m.entity.kind == EntityKind::Person)
}

/// Whether the words between a place and what it is joined to in the event's clause say that the event happens there.
fn is_at(scene: &Scene<'_>, event: &Event, country: Option<Code>, meeting: usize, below: &[TokenView<'_>]) -> bool {
    let Some(last) = below.last() else { return true };
    let spoken = SPOKEN.iter().any(|c| event.category == *c) && !event.auxiliary.future;
    // "condemned the attack in Netanya", "discussed the situation in Ivory Coast": what is spoken of is elsewhere.
    let content = below.len() > 1 && last.dep().is_any(&["dobj", "nsubjpass"]);
    let of_class = |class: &&str| [last.lemma(), last.lower()].iter().any(|word| scene.lexicon.in_class(class, word));
    let held = || ["talks", "meetings", "gatherings"].iter().any(of_class);
    // "condemned the attack in Netanya and vowed": least of all for another verb.
    let apart = meeting > 0 && content;
    // "told Ethiopia to leave Somalia": a word's place is not that of what it asks for, unless somebody orders at home.
    let home = || {
        event.category == "REQUEST" && event.actors.iter().any(|p| p.entity.code.is_some() && p.entity.code == country)
    };
    let asked = spoken && event.category != "AGREE" && below.iter().any(|t| grammar::is_verb(*t)) && !home();
    if apart || asked || of_person(scene, event, below) {
        return false;
    }
    let topic = last.pos() == "ADP" && (TOPICS.contains(&last.lower()) || last.lower() == "on" && spoken);
    match event.category.as_str() {
        "CONSULT" => !(topic || content && !held()),
        _ => !(spoken && (content && !held() || topic)),
    }
}
