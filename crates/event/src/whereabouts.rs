//! Where an event happens: the place of its own clause, else the one that the narrative is at, else the dateline.

use crate::scene::Scene;
use whowhom_text::layer::Event;
use whowhom_text::{TokenId, TokenView};

/// A place further than this many steps from the trigger in the tree is where something else is.
const REACH: usize = 6;

/// Sets the places of a document's events.
pub fn fill(scene: &Scene<'_>, events: &mut [Event]) {
    let dateline = scene.layers.places.iter().position(|p| p.dateline);
    for event in events.iter_mut() {
        event.place = own(scene, event);
    }
    // The place of each happening.
    let mut places: Vec<Option<usize>> = vec![None; events.iter().map(|e| e.link + 1).max().unwrap_or(0)];
    for event in events.iter() {
        places[event.link] = places[event.link].or(event.place);
    }
    for event in events.iter_mut() {
        let aux = event.auxiliary;
        let here = if aux.historical || aux.future || aux.hypothetical { None } else { dateline };
        event.place = event.place.or(places[event.link]).or_else(|| at_recipients(scene, event)).or(here);
        places[event.link] = places[event.link].or(event.place);
    }
}

/// For visits and deeds done to somebody: the place nearest in the text that lies in the recipient's country.
fn at_recipients(scene: &Scene<'_>, event: &Event) -> Option<usize> {
    let visit = event.modes.iter().any(|m| *m == "visit") || event.category == "CONSULT" && event.actors.len() == 1;
    if !visit && !event.category.is_any(&["ASSAULT", "COERCE", "AID"]) {
        return None;
    }
    let countries: Vec<_> = event.recipients.iter().filter_map(|p| p.entity.code).collect();
    let at = scene.parsed.token(event.trigger.start).span().start;
    let places = scene.layers.places.iter().enumerate();
    let there = places.filter(|(_, p)| p.country.is_some_and(|c| countries.contains(&c)));
    there.min_by_key(|(i, p)| (p.span.start.abs_diff(at), *i)).map(|(i, _)| i)
}

/// Whether a place only says who an actor is ("the branch *in Iraq* claimed").
fn names_actor(scene: &Scene<'_>, event: &Event, place: TokenView<'_>) -> bool {
    let heads = event.actors.iter().filter_map(|p| p.mention).map(|id| scene.layers.actors.mention(id).head);
    heads.into_iter().any(|head| place.id != head && place.ancestors().take(REACH).any(|a| a.id == head))
}

/// The nearest place of the event's sentence.
fn own(scene: &Scene<'_>, event: &Event) -> Option<usize> {
    let trigger = scene.parsed.token(event.trigger.start);
    let range = scene.within(event.sentence, scene.layers.places, |place| place.span);
    let near = scene.layers.places[range.clone()].iter().zip(range).map(|(place, i)| (i, place));
    near.filter(|(_, p)| !p.dateline && !p.tokens.is_empty())
        .filter(|(_, p)| scene.parsed.token(p.tokens.start).sentence() == event.sentence)
        .filter(|(_, p)| !names_actor(scene, event, scene.parsed.token(p.tokens.start)))
        .filter_map(|(i, p)| steps(trigger, scene.parsed.token(TokenId(p.tokens.end.0 - 1))).map(|d| (d, i)))
        .min()
        .map(|(_, i)| i)
}

fn steps(from: TokenView<'_>, to: TokenView<'_>) -> Option<usize> {
    let up: Vec<TokenId> = std::iter::once(from).chain(from.ancestors()).take(REACH + 1).map(|t| t.id).collect();
    let found = std::iter::once(to).chain(to.ancestors()).take(REACH + 1).enumerate();
    found
        .filter_map(|(down, t)| up.iter().position(|id| *id == t.id).map(|steps| steps + down))
        .next()
        .filter(|d| *d <= REACH)
}
