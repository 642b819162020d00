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

/// A tense, and whether it is certain that the time has it: the time is the verb's own, not a noun's or clause's below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The tense.
    pub tense: Tense,
    /// Whether it is certain.
    pub own: bool,
}

/// Steps up the tree after which the verb is no longer asked.
const REACH: usize = 12;

/// The tense of what the time headed by `time` belongs to, where a verb above tells it.
pub fn tense(time: TokenView<'_>, lexicon: &Lexicon) -> Option<Told> {
    if let Some(told) = said_on(time) {
        return Some(told);
    }
    let (mut own, mut up_to) = (true, false);
    for above in time.ancestors().take(REACH) {
        let looks_ahead = |word: &str| matches!(lexicon.turn(word), Some(Turn::Ahead | Turn::Due));
        let ahead = looks_ahead(above.lower());
        if is_verb(above) {
            if let Some(told) = of_verb(above, lexicon) {
                let tense = if up_to && told.tense != Tense::Future { Tense::UpTo } else { told.tense };
                return Some(Told { tense, own: own && told.own });
            }
        } else if above.tag() == "IN" {
            if lexicon.turn(above.lower()) == Some(Turn::Behind) {
                return Some(Told { tense: Tense::Past, own: true });
            }
            up_to |= ahead && own;
        } else if ahead || looks_ahead(above.lemma()) {
            return Some(Told { tense: Tense::Future, own });
        } else {
            own = false;
        }
    }
    None
}

/// "said Wednesday he will go", "said on Wednesday that": a time right behind a verb in the past is that verb's, though the parser may
/// hang it on what follows.
fn said_on(time: TokenView<'_>) -> Option<Told> {
    let on = time.head().filter(|h| h.tag() == "IN" && h.id < time.id);
    let head = on.unwrap_or(time).head().filter(|h| h.id > time.id)?;
    let before = on.unwrap_or(time).prev()?;
    let past = before.tag() == "VBD" && before.pos() == "VERB" && head.ancestors().any(|a| a.id == before.id);
    past.then_some(Told { tense: Tense::Past, own: true })
}

fn is_verb(token: TokenView<'_>) -> bool {
    token.pos() == "VERB" || token.pos() == "AUX"
}

/// The tense of a verb with its auxiliaries, and whether that is beyond doubt; `None` when only the verb above it can tell.
fn of_verb(verb: TokenView<'_>, lexicon: &Lexicon) -> Option<Told> {
    let sure = |tense| Some(Told { tense, own: true });
    let doubtful = |tense| Some(Told { tense, own: false });
    let turn = lexicon.turn(verb.lemma());
    let auxiliaries = || verb.children().filter(|c| c.dep().is_any(&["aux", "auxpass"]));
    let perfect = auxiliaries().any(|a| a.lemma() == "have");
    if auxiliaries().any(|a| a.tag() == "MD") {
        return sure(if perfect { Tense::Past } else { Tense::Future });
    }
    if auxiliaries().any(|a| a.tag() == "TO") {
        return if perfect { sure(Tense::Past) } else { infinitive(verb, lexicon) };
    }
    let be = auxiliaries().find(|a| a.lemma() == "be");
    let now = be.is_some_and(|be| be.tag().is_any(&["VBZ", "VBP"]));
    let passive = verb.has_child("auxpass") || (verb.tag() == "VBN" && !perfect);
    let ahead = turn == Some(Turn::Ahead) || (turn == Some(Turn::Due) && passive);
    match verb.tag().as_str() {
        // "was scheduled for Friday", "has been set for Friday"
        "VBD" | "VBN" if ahead && passive => sure(Tense::Future),
        // "planned a rally on Friday"
        "VBD" | "VBN" if ahead => doubtful(Tense::Future),
        "VBN" if now && !perfect => sure(Tense::Present),
        "VBD" | "VBN" => sure(Tense::Past),
        "VBG" if perfect => sure(Tense::Past),
        "VBG" => be.and_then(|_| sure(if now { Tense::Present } else { Tense::Past })),
        // "did not say Friday"; a bare "leave" or "crack" has the tense of the verb above it.
        "VBZ" | "VBP" | "VB" if auxiliaries().any(|a| a.tag() == "VBD") => sure(Tense::Past),
        "VBZ" | "VBP" => sure(if ahead { Tense::Future } else { Tense::Present }),
        _ => None,
    }
}

/// "planned to leave" and "was to leave" look ahead for certain, "managed to leave" looks back, another infinitive most often ahead.
fn infinitive(verb: TokenView<'_>, lexicon: &Lexicon) -> Option<Told> {
    let governor = verb.head();
    match governor.and_then(|g| lexicon.turn(g.lemma())) {
        Some(Turn::Behind) => of_verb(governor?, lexicon),
        turn => {
            let own = turn.is_some() || governor.is_some_and(|g| g.lemma() == "be");
            Some(Told { tense: Tense::Future, own })
        }
    }
}
