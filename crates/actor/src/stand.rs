//! Whether a state's or city's name stands for a government or for a place.

use crate::find::Doc;
use crate::kb::What;
use crate::phrase::first_conjunct;
use whowhom_text::TokenView;
use whowhom_text::layer::Stand;

/// What the name headed by `token` stands for.
pub(crate) fn stand(doc: &Doc<'_>, token: TokenView<'_>, what: What) -> Stand {
    // Coordinated names stand for what the first of them stands for.
    let top = first_conjunct(token);
    let Some(head) = top.head() else { return Stand::Actor };
    let dep = top.dep();
    if dep == "pobj" {
        let to = head.lower() == "to";
        if !to && !doc.is("locative", head) {
            return Stand::Actor;
        }
        let governor = head.head();
        if to && !governor.is_some_and(|g| doc.lemma_is("motion", g)) {
            return Stand::Actor;
        }
        // "between Iran and Iraq": both act. "a war in Iraq": a place.
        if head.lower() == "between" {
            return if matches!(what, What::State | What::Capital) { Stand::Actor } else { Stand::Place };
        }
        return Stand::Place;
    }
    let city = matches!(what, What::Capital | What::City | What::Region);
    if dep == "dobj" && doc.lemma_is("stay", head) && city {
        return Stand::Place;
    }
    if dep.is_any(&["appos", "npadvmod", "ROOT"]) && city {
        return Stand::Place;
    }
    if dep.is_any(&["nsubjpass", "attr"]) && matches!(what, What::City | What::Region) {
        return Stand::Place;
    }
    Stand::Actor
}
