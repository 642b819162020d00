//! On whose word an event is told: the statements around it, from the innermost source outwards.

use whowhom_text::Span;
use whowhom_text::layer::{SourceLayer, Statement, Voice};

/// The voices on whose word what stands at `span` is told, the innermost first; none for the writer's own word.
///
/// Only statements whose content is a claim count: who criticises a raid does not vouch for it, and what nobody said
/// ("did not say that") is nobody's word. [`Voice::entity`] is left empty; [`Statement::source_mention`] leads to it.
/// [`Voice::statement`] is empty for the claims that the layer only keeps as links ([`SourceLayer::inner`]).
pub fn attribution_of(layer: &SourceLayer, span: Span) -> Vec<Voice> {
    chain(layer, span).into_iter().map(|(number, statement)| voice(number, statement)).collect()
}

/// The claims around `span`, the innermost first, with their numbers in [`SourceLayer::statements`].
pub fn chain(layer: &SourceLayer, span: Span) -> Vec<(Option<usize>, &Statement)> {
    let listed = layer.covering(span).map(|i| (Some(i), &layer.statements[i]));
    let inner = layer.inner_covering(span).map(|i| (None, &layer.inner[i]));
    let claims = listed.chain(inner).filter(|(_, s)| s.force.is_claim() && !s.unsaid && !touches_cue(s, span));
    let mut claims: Vec<_> = claims.collect();
    claims.sort_by_key(|(number, s)| (stretch(s, span), *number));
    claims
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

fn voice(number: Option<usize>, statement: &Statement) -> Voice {
    Voice {
        statement: number,
        source: statement.source,
        cue: statement.cue,
        basis: statement.basis,
        place: statement.place,
        ..Voice::default()
    }
}
