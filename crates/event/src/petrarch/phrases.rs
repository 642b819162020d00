//! Noun phrases as the dictionaries' coders know them, read from the dependency tree.
//!
//! A phrase is a noun with what stands before it (possessors too), and one prepositional complement ("soldiers from the north") as long
//! as that has none itself. Coordinated nouns make one phrase of several members, each with the modifiers and complements that
//! it shares: "ambassadors of A and B" has the members "ambassadors of A" and "ambassadors of B".

use super::sentence::Sentence;
use whowhom_text::TokenView;

/// A noun phrase.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    /// Its first word.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// The words of each member, in the order in which their codes are looked for.
    pub members: Vec<Vec<usize>>,
}

/// Members of a compound are multiplied out; beyond this many the rest is left.
const MEMBERS: usize = 24;

const BEFORE_NOUN: &[&str] = &[
    "det", "predet", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "advmod", "neg", "case", "preconj",
    "nounmod",
];

/// The phrases of a sentence, in order; none overlaps another.
pub(crate) fn phrases(sentence: &Sentence<'_>) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut covered = vec![false; sentence.words.len()];
    for word in 0..sentence.words.len() {
        let head = sentence.token(word);
        if covered[word] || !is_nominal(head) || is_inside_phrase(head) {
            continue;
        }
        for phrase in read(sentence, head) {
            if (phrase.start..phrase.end).all(|w| !covered[w]) {
                covered[phrase.start..phrase.end].fill(true);
                found.push(phrase);
            }
        }
    }
    found.sort_by_key(|p| p.start);
    join_prefixes(sentence, found)
}

/// "anti- government march": what a prefix that stands apart begins goes on behind it.
fn join_prefixes(sentence: &Sentence<'_>, phrases: Vec<Phrase>) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        match out.last_mut() {
            Some(last) if last.end == phrase.start && sentence.words[last.end - 1].text.ends_with('-') => {
                last.end = phrase.end;
                let before = last.members.swap_remove(0);
                last.members = phrase.members.into_iter().map(|m| before.iter().copied().chain(m).collect()).collect();
            }
            _ => out.push(phrase),
        }
    }
    out
}

/// Whether a token heads a noun phrase, by its part of speech or what it does.
pub(crate) fn is_nominal(t: TokenView<'_>) -> bool {
    let noun = t.pos().is_any(&["NOUN", "PROPN", "PRON", "NUM", "SYM"]);
    let place = t.dep().is_any(&["nsubj", "nsubjpass", "dobj", "pobj", "iobj", "dative", "attr", "oprd", "appos"]);
    (noun && !t.dep().is_any(&["advmod", "mark", "punct"])
        || place && t.pos().is_any(&["ADJ", "ADV", "X", "DET", "INTJ"]))
        && !t.tag().is_any(&["WDT", "WP", "WRB", "WP$", "PRP$"])
}

/// Whether a token is part of the phrase of the noun after it or of a noun that it is coordinated with.
fn is_inside_phrase(t: TokenView<'_>) -> bool {
    let Some(head) = t.head() else { return false };
    if t.dep() == "conj" {
        return is_nominal(head) || is_inside_phrase(head);
    }
    // "today", "next month": a time that is no complement is no party.
    if t.dep() == "npadvmod" {
        return true;
    }
    t.id < head.id && t.dep().is_any(BEFORE_NOUN) && !t.dep().is_any(&["advmod"])
}

/// The phrases of a noun, of what is coordinated with it and of its complement.
fn read(sentence: &Sentence<'_>, head: TokenView<'_>) -> Vec<Phrase> {
    let group = coordinated(head);
    let complements: Vec<Option<TokenView<'_>>> = group.iter().map(|m| complement(*m)).collect();
    let mut out = Vec::new();
    let shared_modifiers = modifiers(sentence, head);
    let mut members: Vec<Vec<usize>> = Vec::new();
    let (mut start, mut end) = (usize::MAX, 0);
    for (i, member) in group.iter().enumerate() {
        let mut bases = base(sentence, *member);
        if i > 0 && bases.iter().all(|b| b.len() == 1) {
            for base in &mut bases {
                base.splice(0..0, shared_modifiers.iter().copied());
            }
        }
        let own = complements[i].map(|p| (p, *member));
        // A plain noun shares the complement of the one it is coordinated with: "lawmakers and officials in A".
        let given = own.or_else(|| {
            let later = (i + 1..group.len()).find_map(|j| complements[j].map(|p| (p, group[j])));
            later.filter(|_| member.pos() != "PROPN" && !member.has_child("poss"))
        });
        let tail = given.map_or_else(Vec::new, |(p, _)| complement_members(sentence, p));
        for word in bases.iter().flatten() {
            start = start.min(*word);
            end = end.max(*word + 1);
        }
        for word in tail.iter().flatten() {
            end = end.max(*word + 1);
        }
        for base in bases {
            if tail.is_empty() {
                members.push(base);
                continue;
            }
            members.extend(tail.iter().map(|t| base.iter().chain(t).copied().collect()));
        }
    }
    members.truncate(MEMBERS);
    if start < end {
        // What a shared modifier adds lies inside already; a gap between members belongs to the compound.
        out.push(Phrase { start, end, members });
    }
    out
}

/// A noun and the nouns coordinated with it, in order.
fn coordinated(head: TokenView<'_>) -> Vec<TokenView<'_>> {
    let mut group = vec![head];
    let mut at = 0;
    while at < group.len() && group.len() < MEMBERS {
        let member = group[at];
        group.extend(member.children_by("conj").filter(|c| is_nominal(*c) && !belongs_to_complement(*c)));
        group.extend(member.children_by("appos").filter(|c| is_listed(member, *c)));
        // The complement's object takes over what the parser gave to the noun before it.
        if let Some(noun) = member.head().filter(|p| p.dep() == "prep").and_then(|p| p.head()) {
            group.extend(noun.children_by("conj").filter(|c| c.id > member.id && belongs_to_complement(*c)));
        }
        at += 1;
    }
    group.sort_by_key(|t| t.id);
    group
}

/// "lawmakers in A and B": a name that is coordinated with a plain noun belongs to the name in the noun's complement.
fn belongs_to_complement(conjunct: TokenView<'_>) -> bool {
    let Some(noun) = conjunct.head() else { return false };
    let bare = conjunct.pos() == "PROPN" && !conjunct.has_child("det") && !conjunct.has_child("poss");
    let object = noun.children_by("prep").find(|p| p.id > noun.id).and_then(|p| p.child(&["pobj"]));
    bare && noun.pos() == "NOUN" && object.is_some_and(|o| o.pos() == "PROPN" && o.id < conjunct.id)
}

/// "A, the B, C and D": what looks like an apposition is one of a list when a coordination follows it.
fn is_listed(head: TokenView<'_>, appos: TokenView<'_>) -> bool {
    let name = |t: TokenView<'_>| t.text().starts_with(char::is_uppercase) && !t.has_child("prep");
    let followed = appos.has_child("conj") || head.children_by("conj").any(|c| c.id > appos.id);
    name(head) && name(appos) && followed
}

/// The noun of a member's first prepositional complement, if it has none itself.
fn complement(noun: TokenView<'_>) -> Option<TokenView<'_>> {
    let prep = noun.children_by("prep").find(|p| p.id > noun.id)?;
    let object = prep.child(&["pobj"]).filter(|o| is_nominal(*o))?;
    let deeper = coordinated(object).iter().any(|o| o.children_by("prep").any(|p| p.has_child("pobj") && p.id > o.id));
    (!deeper).then_some(object)
}

/// The words of a complement with its preposition, one list for each of its members.
fn complement_members(sentence: &Sentence<'_>, object: TokenView<'_>) -> Vec<Vec<usize>> {
    let prep = object.head().map(|p| sentence.word(p.id));
    let bases = coordinated(object).into_iter().flat_map(|o| base(sentence, o));
    bases.map(|b| prep.into_iter().chain(b).collect()).collect()
}

/// The words of a noun with its modifiers; several lists where its modifiers are coordinated names: "French and German officials".
fn base(sentence: &Sentence<'_>, noun: TokenView<'_>) -> Vec<Vec<usize>> {
    let first =
        noun.children().filter(|c| c.id < noun.id && c.dep().is_any(BEFORE_NOUN)).map(|c| c.subtree().start).min();
    let start = sentence.first_word(first.unwrap_or(noun.id)).min(sentence.first_word(noun.id));
    // "its head Jane Doe": a name that follows without a comma.
    let name = noun.children_by("appos").find(|a| a.pos() == "PROPN" && a.subtree().start.0 == noun.id.0 + 1);
    let end = sentence.word(name.unwrap_or(noun).id);
    let words: Vec<usize> = (start..=end).collect();
    let before =
        |deps: &'static [&'static str]| noun.children().filter(move |c| c.id < noun.id && c.dep().is_any(deps));
    // "A and the good B": the parser may hang A on B as a modifier.
    let has_cc = |c: &TokenView<'_>| c.has_child("cc") || c.children_by("conj").any(|o| o.has_child("cc"));
    if noun.pos() == "PROPN" && before(&["nmod"]).any(|c| has_cc(&c)) {
        return parted(sentence, &words);
    }
    let is_name = |t: TokenView<'_>| t.pos() == "PROPN" || t.entity().is_some_and(|e| e.label.is_any(&["NORP", "GPE"]));
    let lists = before(&["amod", "compound", "nmod", "poss"]).filter(|c| is_name(*c));
    let coordinated_names = lists
        .map(|c| (c, c.children_by("conj").filter(|o| is_name(*o)).collect::<Vec<_>>()))
        .find(|(_, others)| !others.is_empty());
    let Some((first, others)) = coordinated_names else { return vec![words] };
    let each = std::iter::once(first).chain(others).map(|t| sentence.word(t.id)).collect::<Vec<_>>();
    let only = |keep: usize| words.iter().copied().filter(|w| *w == keep || !each.contains(w)).collect();
    each.iter().map(|w| only(*w)).collect()
}

/// Words parted at conjunctions and commas.
fn parted(sentence: &Sentence<'_>, words: &[usize]) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    for word in words {
        let token = sentence.token(*word);
        if token.dep() == "cc" || token.prev().is_some_and(|t| t.text() == ",") {
            out.push(Vec::new());
        }
        if token.dep() != "cc" {
            out.last_mut().expect("begins with one").push(*word);
        }
    }
    out.retain(|m| !m.is_empty());
    out
}

/// The adjectives before a noun, which later members may share.
fn modifiers(sentence: &Sentence<'_>, noun: TokenView<'_>) -> Vec<usize> {
    noun.children().filter(|c| c.id < noun.id && c.dep() == "amod").map(|c| sentence.word(c.id)).collect()
}
