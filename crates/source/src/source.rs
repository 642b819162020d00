//! Sources by the tree: the subject of a cue, its agent, its owner.

use crate::content::Reading;
use crate::pattern::Pattern;
use crate::speaker::source_phrase;
use whowhom_text::{TokenId, TokenRange, TokenView};

/// The source of a cue by the tree.
pub fn source_of(reading: Reading<'_>, cue: TokenView<'_>, pattern: Pattern) -> Option<TokenRange> {
    let bare_participle = cue.tag() == "VBN"
        && !cue.has_child("aux")
        && cue.dep().is_any(&["advcl", "acl", "ROOT"])
        && subject_of(cue).is_none();
    let passive = pattern == Pattern::Passive
        || cue.has_child("nsubjpass")
        || cue.has_child("auxpass") && subject_of(cue).is_none()
        || bare_participle;
    if passive {
        let by = cue.children().find(|c| c.dep() == "agent" || c.dep() == "prep" && c.lower() == "by");
        let agent = by.and_then(|b| b.child(&["pobj"])).map(|a| source_phrase(reading, a));
        return agent;
    }
    verb_source(reading, cue)
}

/// A verb's own subject, also where the parser hung it on the auxiliary.
fn subject_of(verb: TokenView<'_>) -> Option<TokenView<'_>> {
    const SUBJECTS: [&str; 2] = ["nsubj", "nsubjpass"];
    let below = || verb.children().filter(|c| c.dep().is_any(&["aux", "auxpass"])).find_map(|a| a.child(&SUBJECTS));
    verb.child(&SUBJECTS).or_else(below)
}

/// The subject of a verb, its own or, for a verb without one, that of the verb it depends on.
pub fn verb_source(reading: Reading<'_>, verb: TokenView<'_>) -> Option<TokenRange> {
    let mut at = verb;
    for _ in 0..6 {
        if let Some(subject) = subject_of(at) {
            return (subject.dep() == "nsubj" || at != verb).then(|| source_phrase(reading, subject));
        }
        let head = at.head()?;
        match &*at.dep() {
            // "reports showing that", "people who": the noun itself.
            "acl" | "relcl" if !head.pos().is_any(&["VERB", "AUX"]) && !belongs_above(reading, at, head) => {
                return noun_source_of_clause(reading, head);
            }
            "acl" => {
                let above = head.ancestors().take(4).find(|a| a.pos().is_any(&["VERB", "AUX"]));
                match above {
                    Some(above) => {
                        at = above;
                        continue;
                    }
                    None => return noun_source_of_clause(reading, head),
                }
            }
            "xcomp" => {
                let object = head.children_by("dobj").find(|o| o.id < at.id);
                if let Some(object) = object.filter(|_| head.lemma() != "promise") {
                    return Some(source_phrase(reading, object));
                }
            }
            _ => {}
        }
        at = head;
        if at.dep() == "ccomp" && verb.tag() == "VBG" && follows_comma(reading, verb) {
            // "said he saw no need, telling them that": who says so tells them.
            at = at.head().filter(|h| h.has_child("nsubj") && h.id < verb.id).unwrap_or(at);
        }
        if !at.pos().is_any(&["VERB", "AUX", "ADP", "SCONJ", "ADJ"]) {
            return None;
        }
    }
    None
}

fn follows_comma(reading: Reading<'_>, token: TokenView<'_>) -> bool {
    let before = token.id.0.checked_sub(1).map(|b| reading.token(TokenId(b)));
    before.is_some_and(|b| matches!(b.text(), "," | "”" | "''" | "\""))
}

/// Whether a participle after a noun tells of the subject above: "…, writing that", "issued a statement saying".
pub fn belongs_above(reading: Reading<'_>, participle: TokenView<'_>, noun: TokenView<'_>) -> bool {
    let comma = follows_comma(reading, participle);
    let given = noun.dep() == "dobj" && noun.head().is_some_and(|v| v.has_child("nsubj"));
    let to = participle.children().any(|c| c.tag() == "TO");
    participle.dep() == "acl" && (participle.tag() == "VBG" && (comma || given) || to && given)
}

/// The noun that a clause hangs on, as its source.
pub fn noun_source_of_clause(reading: Reading<'_>, noun: TokenView<'_>) -> Option<TokenRange> {
    noun.pos().is_any(&["NOUN", "PROPN", "PRON"]).then(|| source_phrase(reading, noun))
}

/// The noun before an adjective that hangs on it.
pub fn noun_before(reading: Reading<'_>, adjective: TokenView<'_>) -> Option<TokenRange> {
    adjective.head().filter(|h| h.id < adjective.id).and_then(|h| noun_source_of_clause(reading, h))
}

/// The source of a noun cue: whose it is, from whom, or the subject of the verb that it completes.
pub fn noun_source(reading: Reading<'_>, noun: TokenView<'_>) -> Option<TokenRange> {
    if let Some(owner) = noun.child(&["poss"]) {
        return Some(source_phrase(reading, owner));
    }
    let by = noun
        .children_by("prep")
        .chain(noun.children_by("agent"))
        .find(|p| matches!(p.lower(), "by" | "from" | "among"));
    if let Some(giver) = by.and_then(|b| b.child(&["pobj"])) {
        return Some(source_phrase(reading, giver));
    }
    let modifier = noun.children().find(|c| {
        c.dep().is_any(&["compound", "amod", "nmod"])
            && c.entity().is_some_and(|e| e.label.is_any(&["NORP", "GPE", "ORG", "PERSON"]))
    });
    if let Some(modifier) = modifier {
        return Some(TokenRange::one(modifier.id));
    }
    let verb = noun.ancestors().take(3).find(|a| a.pos().is_any(&["VERB", "AUX"]))?;
    let subject = noun.dep().is_any(&["nsubj", "nsubjpass"]);
    if subject { None } else { verb_source(reading, verb) }
}
