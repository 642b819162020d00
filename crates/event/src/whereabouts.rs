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
        event.place = event.place.or(places[event.link]).or(here);
        places[event.link] = places[event.link].or(event.place);
    }
}

/// The nearest place of the event's sentence.
fn own(scene: &Scene<'_>, event: &Event) -> Option<usize> {
    let trigger = scene.parsed.token(event.trigger.start);
    let range = scene.within(event.sentence, scene.layers.places, |place| place.span);
    let near = scene.layers.places[range.clone()].iter().zip(range).map(|(place, i)| (i, place));
    near.filter(|(_, p)| !p.dateline && !p.tokens.is_empty())
        .filter(|(_, p)| scene.parsed.token(p.tokens.start).sentence() == event.sentence)
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
