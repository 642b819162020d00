//! Whether what a time belongs to has happened: the tense of the verb above it.

use crate::lexicon::{Lexicon, Turn};
use whowhom_text::TokenView;

/// When something happens, as its verb tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// It has happened.
    Past,
    /// It is so.
    Present,
    /// It will, would or should happen.
    Future,
    /// It happens up to the time, which may lie on either side ("had until Friday", "left by Friday").
    UpTo,
}

/// A tense, and whether the time belongs to its verb itself rather than to a noun or clause below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The tense.
    pub tense: Tense,
    /// Whether the time is the verb's own.
    pub own: bool,
}

/// Steps up the tree after which the verb is no longer asked.
const REACH: usize = 12;

/// The tense of what the time headed by `time` belongs to, where a verb above tells it.
pub fn tense(time: TokenView<'_>, lexicon: &Lexicon) -> Option<Told> {
    let (mut own, mut up_to) = (true, false);
    for above in time.ancestors().take(REACH) {
        let ahead = lexicon.turn(above.lower()) == Some(Turn::Ahead);
        if is_verb(above) {
            if let Some(tense) = of_verb(above, lexicon) {
                let tense = if up_to && tense != Tense::Future { Tense::UpTo } else { tense };
                return Some(Told { tense, own });
            }
        } else if above.tag() == "IN" {
            up_to |= ahead;
        } else if ahead || lexicon.turn(above.lemma()) == Some(Turn::Ahead) {
            return Some(Told { tense: Tense::Future, own });
        } else {
            own = false;
        }
    }
    None
}

fn is_verb(token: TokenView<'_>) -> bool {
    token.pos() == "VERB" || token.pos() == "AUX"
}

/// The tense of a verb with its auxiliaries; `None` when only the verb above it can tell.
fn of_verb(verb: TokenView<'_>, lexicon: &Lexicon) -> Option<Tense> {
    let turn = lexicon.turn(verb.lemma());
    let auxiliaries = || verb.children().filter(|c| c.dep().is_any(&["aux", "auxpass"]));
    let perfect = auxiliaries().any(|a| a.lemma() == "have");
    if auxiliaries().any(|a| a.tag() == "MD") {
        return Some(if perfect { Tense::Past } else { Tense::Future });
    }
    if auxiliaries().any(|a| a.tag() == "TO") {
        if perfect {
            return Some(Tense::Past);
        }
        return match verb.head().filter(|h| lexicon.turn(h.lemma()) == Some(Turn::Behind)) {
            Some(governor) => of_verb(governor, lexicon),
            None => Some(Tense::Future),
        };
    }
    if perfect {
        return Some(Tense::Past);
    }
    let be = auxiliaries().find(|a| a.lemma() == "be");
    match verb.tag().as_str() {
        "VBD" if turn == Some(Turn::Ahead) && verb.has_child("auxpass") => Some(Tense::Future),
        "VBD" => Some(Tense::Past),
        "VBN" if turn == Some(Turn::Ahead) => Some(Tense::Future),
        "VBN" => Some(match be {
            Some(be) if be.tag().is_any(&["VBZ", "VBP"]) => Tense::Present,
            _ => Tense::Past,
        }),
        "VBG" => be.map(|be| if be.tag() == "VBD" { Tense::Past } else { Tense::Present }),
        "VBZ" | "VBP" | "VB" => {
            let did = auxiliaries().any(|a| a.tag() == "VBD");
            Some(match turn {
                _ if did => Tense::Past,
                Some(Turn::Ahead) => Tense::Future,
                _ => Tense::Present,
            })
        }
        _ => None,
    }
}
