//! How a clause presents what it tells: its time, polarity and modality.

use crate::grammar::{self, is_verb};
use whowhom_text::TokenView;

/// What the clause of a predicate says of its reality.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tense {
    /// "will", "shall", "is going to", "is to".
    pub will: bool,
    /// "would", "could", "may", "might".
    pub would: bool,
    /// "must", "should", "ought to", "has to", "needs to".
    pub must: bool,
    /// "not", "never".
    pub not: bool,
    /// Stands in, or on, a condition ("if", "unless").
    pub condition: bool,
    /// "would have done".
    pub unreal: bool,
    /// "had done".
    pub pluperfect: bool,
    /// Told in a past form.
    pub past: bool,
    /// Told in a present form.
    pub present: bool,
    /// "has done".
    pub perfect: bool,
}

/// The tense of a predicate: a verb, or a word after "be", whose verb then tells.
pub fn of(t: TokenView<'_>) -> Tense {
    let v = finite_verb(t);
    // "is not opposed": the participle is a verb to the tagger, its denial stands at the copula.
    let copula = t.head().filter(|h| t.dep() == "acomp" && h.lemma() == "be");
    let not = grammar::is_negated(t) || (v != t && grammar::is_negated(v)) || copula.is_some_and(grammar::is_negated);
    let mut tense = Tense { not, ..Tense::default() };
    if !is_verb(v) {
        return tense;
    }
    for aux in v.children().filter(|c| c.dep().is_any(&["aux", "auxpass"])) {
        match aux.lower() {
            "will" | "shall" | "'ll" | "wo" | "’ll" => tense.will = true,
            "would" | "could" | "may" | "might" | "'d" | "’d" => tense.would |= aux.tag() == "MD",
            "must" | "should" | "ought" => tense.must = true,
            "had" => tense.pluperfect = true,
            _ if aux.tag().is_any(&["VBZ", "VBP"]) => {
                tense.perfect |= aux.lemma() == "have";
                tense.present = true;
            }
            _ => {}
        }
    }
    tense.present |= v.tag().is_any(&["VBZ", "VBP"]);
    tense.past =
        v.tag() == "VBD" || (v.tag() == "VBN" && v.children().any(|c| c.dep() == "auxpass" && c.tag() == "VBD"));
    // "Polish premier to visit Kiev": a headline.
    tense.will |= v.dep() == "ROOT"
        && v.tag() == "VB"
        && v.children().any(|c| c.tag() == "TO")
        && v.children_by("nsubj").any(|s| s.id < v.id);
    tense.must |= is_due(v) || has_to_be_done(v);
    shared_auxiliary(v, &mut tense);
    tense.condition = in_condition(v) || has_condition(v);
    tense.will |= !tense.pluperfect && waits(v);
    tense
}

/// "it is time for them to leave".
fn is_due(v: TokenView<'_>) -> bool {
    v.dep().is_any(&["relcl", "acl", "advcl", "xcomp"])
        && v.children().any(|c| c.tag() == "TO")
        && v.head().is_some_and(|h| {
            let time = |t: TokenView<'_>| matches!(t.lower(), "time" | "hour") && t.dep() == "attr";
            time(h) || (h.lemma() == "be" && h.children().any(time))
        })
}

/// "has to free them", "needs to leave". In the past it may as well tell what was done: "they had to flee".
fn has_to_be_done(v: TokenView<'_>) -> bool {
    v.dep() == "xcomp"
        && v.children().any(|c| c.tag() == "TO")
        && v.head().is_some_and(|h| matches!(h.lemma(), "have" | "need") && h.tag().is_any(&["VBZ", "VBP"]))
}

/// "will leave when they meet", "would be signed after he visited Tokyo": a clause of time has the time of what it is told with.
fn waits(v: TokenView<'_>) -> bool {
    let timed = v.dep() == "advcl" && has_mark(v, &["when", "once", "after", "before", "until", "as"]);
    let Some(head) = v.head().filter(|h| timed && is_verb(*h)) else { return false };
    let aux = |words: &[&str]| head.children().any(|c| c.dep() == "aux" && words.contains(&c.lower()));
    match v.tag().as_str() {
        "VBZ" | "VBP" => aux(&["will", "shall", "'ll", "would", "to"]),
        "VBD" => has_mark(v, &["when", "once", "after", "before"]) && aux(&["would"]) && !aux(&["have"]),
        _ => false,
    }
}

/// "will meet and discuss": the second verb's auxiliary stands at the first.
fn shared_auxiliary(v: TokenView<'_>, tense: &mut Tense) {
    if v.dep() != "conj" || v.children().any(|c| c.dep().is_any(&["aux", "nsubj", "nsubjpass"])) {
        return;
    }
    let Some(first) = v.head().filter(|h| is_verb(*h)) else { return };
    let above = of(first);
    // The tagger takes the second of two participles for a past tense: "had backed one and distanced itself".
    tense.pluperfect |= above.pluperfect && v.tag().is_any(&["VBN", "VBD"]);
    if v.tag() != first.tag() {
        return;
    }
    tense.will |= above.will;
    tense.would |= above.would;
    tense.must |= above.must;
}

/// The verb that carries the tense of a word: itself, or the copula above it.
fn finite_verb(t: TokenView<'_>) -> TokenView<'_> {
    if is_verb(t) {
        return t;
    }
    t.head().filter(|h| t.dep().is_any(&["acomp", "attr", "oprd"]) && is_verb(*h)).unwrap_or(t)
}

/// Whether the clause is itself a condition.
fn in_condition(v: TokenView<'_>) -> bool {
    v.dep().is_any(&["advcl", "ccomp", "pcomp", "conj", "ROOT", "relcl"])
        && has_mark(v, &["if", "unless", "whether", "provided", "lest"])
}

/// Whether the clause holds only on a condition.
fn has_condition(v: TokenView<'_>) -> bool {
    v.children_by("advcl").any(|c| has_mark(c, &["if", "unless", "provided", "until"]))
}

fn has_mark(v: TokenView<'_>, words: &[&str]) -> bool {
    v.children().any(|c| c.dep().is_any(&["mark", "advmod", "prep"]) && words.contains(&c.lower()))
}
