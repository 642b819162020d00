//! How the text presents an event through the whole chain: what its own clause says, then what those say on whose word it is told.
//!
//! | factuality | auxiliary modes | the text |
//! |---|---|---|
//! | asserted | none, historical | tells it on the writer's own word |
//! | reported | none, historical | tells it on somebody's word |
//! | alleged | none | tells it on somebody's word and leaves open whether it is so |
//! | planned | future | says that it is to come |
//! | possible | hypothetical | fears, hopes, asks or thinks it may be |
//! | conditional | hypothetical (and future) | makes it hang on a condition |
//! | counterfactual | negation, or hypothetical ("would have") | says that it is not so |
//! | denied | negation, or none | tells it as what somebody denies |
//!
//! The rungs follow FactBank (Saurí and Pustejovsky 2009): a link of the chain can only weaken what is inside it.

use crate::meaning::Meaning;
use crate::scene::Scene;
use whowhom_source::Factuality;
use whowhom_text::Label;

/// How an event is presented.
pub fn of(scene: &Scene<'_>, meaning: &Meaning) -> Label {
    let trigger = scene.parsed.token(meaning.trigger);
    let told = whowhom_source::factuality_of(scene.layers.sources, trigger.span());
    let aux = meaning.auxiliary;
    Label::from_static(if told == Factuality::Denied {
        "denied"
    } else if meaning.unreal || aux.negation {
        "counterfactual"
    } else if meaning.conditional {
        "conditional"
    } else if aux.hypothetical {
        "possible"
    } else if aux.future {
        "planned"
    } else {
        told.as_str()
    })
}
