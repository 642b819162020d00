//! Whose words a clause is.

use crate::grammar;
use crate::party::parties;
use crate::roles;
use crate::scene::Scene;
use whowhom_text::TokenView;
use whowhom_text::layer::Participant;

/// The verb of saying over a clause: the clause is its complement, or it stands in the clause as a parenthesis.
fn saying(t: TokenView<'_>) -> Option<TokenView<'_>> {
    let clause = grammar::clause_head(t);
    std::iter::once(clause)
        .chain(clause.ancestors())
        .take(8)
        .find(|v| v.dep() == "ccomp" || v.children_by("parataxis").next().is_some())
        .and_then(|v| if v.dep() == "ccomp" { v.head() } else { v.child(&["parataxis"]) })
}

/// Whether the clause is reported in the past ("said it would …").
pub fn is_reported(t: TokenView<'_>) -> bool {
    saying(t).is_some_and(|s| s.tag().is_any(&["VBD", "VBN"]))
}

/// Who says what the clause of this word says, by the tree or by the source layer.
pub fn speaker<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Vec<Participant> {
    if let Some(verb) = saying(t) {
        let found = roles::subject(scene, verb);
        if !found.is_empty() {
            return found;
        }
    }
    quoted_speaker(scene, t)
}

/// Who is told what the clause of this word says ("told an envoy that …"); those who only report it are not meant by it.
pub fn told<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Vec<Participant> {
    let Some(verb) = saying(t).filter(|v| v.lemma() == "tell" || v.lemma() == "assure" || v.lemma() == "inform") else {
        return Vec::new();
    };
    verb.child(&["dobj", "dative"])
        .map(|o| parties(scene, o))
        .unwrap_or_default()
        .into_iter()
        .filter(|p| p.entity.code.is_some() && !p.entity.sectors.iter().any(|s| *s == "JRN"))
        .collect()
}

/// Whose statement covers the word, by the source layer: the innermost.
pub fn quoted_speaker<'a>(scene: &Scene<'a>, t: TokenView<'a>) -> Vec<Participant> {
    let at = t.span();
    let statements = &scene.layers.sources.statements;
    let covering = scene.layers.sources.covering(at).map(|n| &statements[n]);
    let innermost = covering.min_by_key(|s| s.content.iter().map(|c| c.len()).sum::<usize>());
    let Some(id) = innermost.and_then(|s| s.source_mention) else { return Vec::new() };
    let head = scene.layers.actors.mention(id).head;
    if head == t.id {
        return Vec::new();
    }
    parties(scene, scene.parsed.token(head))
}
