//! On whose word an event is told: the statements around it, from the innermost source outwards.

use whowhom_text::Span;
use whowhom_text::layer::{SourceLayer, Statement, Voice};

/// The voices on whose word what stands at `span` is told, the innermost first; none for the writer's own word.
///
/// Only statements whose content is a claim count: who criticises a raid does not vouch for it, and what nobody said
/// ("did not say that") is nobody's word. [`Voice::entity`] is left empty; [`Statement::source_mention`] leads to it.
pub fn attribution_of(layer: &SourceLayer, span: Span) -> Vec<Voice> {
    chain(layer, span).map(|number| voice(number, &layer.statements[number])).collect()
}

/// The numbers of the claims around `span`, the innermost first.
pub fn chain(layer: &SourceLayer, span: Span) -> impl Iterator<Item = usize> {
    let claims = |i: &usize| {
        let statement = &layer.statements[*i];
        statement.force.is_claim() && !statement.unsaid && !touches_cue(statement, span)
    };
    let mut numbers: Vec<usize> = layer.covering(span).filter(claims).collect();
    numbers.sort_by_key(|i| (stretch(&layer.statements[*i], span), *i));
    numbers.into_iter()
}

/// The event told by the cue itself ("accused") is the writer's word.
fn touches_cue(statement: &Statement, span: Span) -> bool {
    statement.cue.is_some_and(|c| c.overlaps(span))
}

/// How much text the content around `span` holds: the less, the further inside.
fn stretch(statement: &Statement, span: Span) -> usize {
    let around = statement.content.iter().filter(|c| c.contains(span)).map(|c| c.len()).min();
    around.unwrap_or(usize::MAX)
}

fn voice(number: usize, statement: &Statement) -> Voice {
    Voice {
        statement: Some(number),
        source: statement.source,
        cue: statement.cue,
        basis: statement.basis,
        place: statement.place,
        ..Voice::default()
    }
}
