//! Who stands where in a clause: logical subjects and objects over the surface of passives, relatives, control and coordination.
//!
//! The tree is ClearNLP's as spaCy writes it. Everything here tolerates a parser that errs: a missing link gives no answer, never a wrong shape.

use whowhom_text::{TokenRange, TokenView};

/// Steps up the tree before a search for an understood subject gives up; a guard against endless chains of a bad parse.
const REACH: usize = 8;

/// Whether the token is a verb form, whatever the tagger calls it.
pub fn is_verb(t: TokenView<'_>) -> bool {
    t.pos().is_any(&["VERB", "AUX"]) || t.tag().starts_with("VB")
}

/// Whether the token can head a noun phrase.
pub fn is_noun(t: TokenView<'_>) -> bool {
    t.pos().is_any(&["NOUN", "PROPN"])
}

/// Whether a verb is used in the passive: with its auxiliary, as a reduced relative, or as a participle before a noun.
pub fn is_passive(v: TokenView<'_>) -> bool {
    if v.children().any(|c| c.dep().is_any(&["auxpass", "nsubjpass", "agent"])) {
        return true;
    }
    if v.tag() == "VBD" && v.dep() == "acl" {
        // "the captain, freed in Lima on Monday,": the tagger takes the participle for a past tense.
        let inside = v.head().is_some_and(|noun| noun.head().is_some());
        return inside && !v.children().any(|c| c.dep().is_any(&["aux", "dobj", "nsubj", "xcomp", "ccomp"]));
    }
    if v.tag() != "VBN" {
        return false;
    }
    match v.dep().as_str() {
        // "the report that it had armed them" hangs on its noun as well, and is no passive.
        "acl" | "amod" => !v.has_child("nsubj") && !v.has_child("aux"),
        "conj" => v.head().is_some_and(|h| is_passive(h) && !v.has_child("nsubj") && !v.has_child("aux")),
        // With a subject of its own it is a past tense that the tagger mistook ("after villagers injured and drove out …").
        "relcl" | "advcl" | "xcomp" | "oprd" => !v.children().any(|c| c.dep().is_any(&["aux", "dobj", "nsubj"])),
        "ccomp" | "ROOT" => !v.children().any(|c| c.dep().is_any(&["aux", "dobj", "nsubj"])),
        _ => false,
    }
}

/// The noun that a relative pronoun in a clause stands for.
fn antecedent(t: TokenView<'_>) -> Option<TokenView<'_>> {
    let relative = t.tag().is_any(&["WDT", "WP", "WP$"]);
    let that = t.lower() == "that" && t.dep().is_any(&["nsubj", "nsubjpass", "dobj"]);
    if !relative && !that {
        return None;
    }
    let clause = t.ancestors().take(REACH).find(|a| a.dep() == "relcl")?;
    let mut named = clause.head()?;
    // "Berg and his deputy Lund, who were both jailed": of all of them.
    let many =
        |c: TokenView<'_>| matches!(c.lower(), "are" | "were" | "have" | "both" | "all") && c.head() == Some(clause);
    if many(clause) || clause.children().any(many) {
        for _ in 0..REACH {
            let Some(first) = named.head().filter(|h| named.dep() == "conj" && is_noun(*h)) else { break };
            named = first;
        }
    }
    Some(named)
}

/// The token, or what it stands for when it is a relative pronoun.
pub fn through_relative(t: TokenView<'_>) -> TokenView<'_> {
    antecedent(t).unwrap_or(t)
}

/// The subject as it stands at the surface: of the verb itself, or understood from the clause above.
pub fn surface_subject(v: TokenView<'_>) -> Option<TokenView<'_>> {
    subject_within(v, REACH)
}

fn subject_within(v: TokenView<'_>, reach: usize) -> Option<TokenView<'_>> {
    if let Some(own) = own_subject(v) {
        return Some(through_relative(own));
    }
    if reach == 0 {
        return None;
    }
    let head = v.head()?;
    if let Some(named) = for_subject(v, head) {
        return Some(named);
    }
    match v.dep().as_str() {
        "xcomp" | "oprd" => controller(head, reach),
        // "acl" of a noun: "troops guarding", "a man killed"; an infinitive takes the noun's own actor ("a plan to attack").
        "acl" | "amod" if v.children().any(|c| c.dep() == "aux" && c.tag() == "TO") => noun_actor_within(head, reach),
        // "hit the town for a sixth day, killing 32": hung on the time.
        "acl" if v.tag() == "VBG" && is_time(head) => {
            let clause = head.ancestors().take(REACH).find(|a| is_verb(*a))?;
            subject_within(clause, reach - 1)
        }
        "acl" | "relcl" | "amod" => Some(head),
        "conj" | "advcl" | "ccomp" | "dep" | "parataxis" | "acomp" | "attr" if is_predicate(head) => {
            subject_within(head, reach - 1)
        }
        "ccomp" | "advcl" if is_noun(head) => noun_actor_within(head, reach),
        "pcomp" => gerund_subject(head, reach),
        _ => None,
    }
}

fn is_time(t: TokenView<'_>) -> bool {
    t.entity().is_some_and(|e| e.label.is_any(&["DATE", "TIME"]))
}

/// The subject that hangs on the verb itself. A dateline is none ("OSLO (NTB): The king met …", "OSLO, Norway -- The king met …"): of
/// two subjects before the verb the nearer is meant, and behind a dash what the parser took for the place's apposition.
fn own_subject(v: TokenView<'_>) -> Option<TokenView<'_>> {
    let is_subject = |c: &TokenView<'_>| c.dep().is_any(&["nsubj", "nsubjpass"]);
    let first = v.children().find(is_subject)?;
    if let Some(name) = name_before_day(first) {
        return Some(name);
    }
    let nearer = || v.children().rfind(|c| c.id < v.id && is_subject(c));
    if !opens_sentence(first) {
        return Some(first);
    }
    if let Some(other) = nearer().filter(|n| *n != first) {
        return Some(other);
    }
    let mut at = first;
    for _ in 0..3 {
        let Some(next) = at.children_by("appos").find(|c| c.id > at.id) else { break };
        let dashed = first.parsed().tokens(TokenRange::new(at.id, next.id)).any(|t| is_dash(t));
        at = next;
        if dashed {
            return Some(at);
        }
    }
    Some(first)
}

/// "met President Lee Wednesday": the parser may hang the name on the day as if it were part of it.
fn name_before_day(day: TokenView<'_>) -> Option<TokenView<'_>> {
    let date = day.entity().filter(|e| e.label == "DATE" && day.pos() == "PROPN")?;
    let outside = |c: &TokenView<'_>| c.id < day.id && c.pos() == "PROPN" && !date.tokens.contains(c.id);
    day.children_by("compound").rfind(outside)
}

fn is_dash(t: TokenView<'_>) -> bool {
    let apart = t.space_after() && t.prev().is_none_or(|p| p.space_after());
    matches!(t.text(), "--" | "–" | "—" | "-" | "_") && apart
}

/// Whether the word is a name that the sentence begins with.
fn opens_sentence(t: TokenView<'_>) -> bool {
    const NAME: u32 = 4;
    let start = t.parsed().sentences()[t.sentence()].start;
    let name = t.pos() == "PROPN" || t.entity().is_some_and(|e| e.label == "GPE");
    name && t.id.0 < start.0 + NAME
}

/// The subject of an infinitive that "for" brings: "plans call *for the envoy* to travel".
fn for_subject<'a>(v: TokenView<'a>, head: TokenView<'a>) -> Option<TokenView<'a>> {
    let infinitive = v.children().any(|c| c.dep() == "aux" && c.tag() == "TO");
    let near = |p: &TokenView<'a>| p.lower() == "for" && head.id < p.id && p.id < v.id;
    if !infinitive || !v.dep().is_any(&["advcl", "xcomp", "acl", "relcl"]) {
        return None;
    }
    head.children_by("prep")
        .rfind(near)
        .and_then(|p| p.child(&["pobj"]))
        .filter(|o| o.subtree().end.0 + 1 >= v.subtree().start.0)
}

/// A word that can carry a clause: a verb, or the adjective or noun after "be".
fn is_predicate(t: TokenView<'_>) -> bool {
    is_verb(t) || t.pos() == "ADJ" || t.has_child("nsubj")
}

/// The subject of a gerund under a preposition: the object that the preposition's verb acts on with "of", "from", "for"
/// ("accused Iran of helping", "barred them from leaving"), else that verb's subject.
fn gerund_subject(prep: TokenView<'_>, reach: usize) -> Option<TokenView<'_>> {
    let above = prep.head()?;
    if is_noun(above) {
        return noun_actor_within(above, reach);
    }
    if matches!(prep.lower(), "of" | "from" | "for" | "into") {
        if is_passive(above) {
            return subject_within(above, reach - 1);
        }
        if let Some(object) = above.child(&["dobj"]) {
            return Some(object);
        }
    }
    subject_within(above, reach - 1)
}

/// Who an infinitive under `v` is understood of: the object, if there is one ("urged Seoul to …"), else the subject.
fn controller(v: TokenView<'_>, reach: usize) -> Option<TokenView<'_>> {
    const SUBJECT_CONTROL: [&str; 4] = ["promise", "vow", "pledge", "threaten"];
    let passive = is_passive(v);
    if !passive
        && is_verb(v)
        && !SUBJECT_CONTROL.contains(&v.lemma())
        && let Some(object) = v.child(&["dobj", "dative"]).filter(|o| !o.has_child("acl"))
    {
        return Some(through_relative(object));
    }
    if !is_verb(v) && is_noun(v) && !v.has_child("nsubj") {
        return noun_actor_within(v, reach);
    }
    // "ready to help": the adjective's subject is that of its copula.
    subject_within(v, reach - 1)
        .or_else(|| v.head().filter(|_| v.dep().is_any(&["acomp", "oprd"])).and_then(|h| subject_within(h, reach - 1)))
}

/// Who does what an action noun names, somewhere in its phrase or above it.
pub fn noun_actor(n: TokenView<'_>) -> Option<TokenView<'_>> {
    noun_actor_within(n, REACH)
}

/// Its possessor, an agent, or the subject of the verb that takes it ("announced a plan").
fn noun_actor_within(n: TokenView<'_>, reach: usize) -> Option<TokenView<'_>> {
    if let Some(owner) = n.child(&["poss"]) {
        return Some(owner);
    }
    if let Some(by) = n.children().find(|c| c.dep().is_any(&["prep", "agent"]) && matches!(c.lower(), "by" | "from"))
        && let Some(object) = by.child(&["pobj"])
    {
        return Some(object);
    }
    let head = n.head()?;
    match n.dep().as_str() {
        "dobj" | "attr" if is_verb(head) => subject_within(head, reach.checked_sub(1)?),
        "pobj" => {
            let above = head.head()?;
            if is_verb(above) { subject_within(above, reach.checked_sub(1)?) } else { None }
        }
        _ => None,
    }
}

/// Who does it: the subject, or the agent of a passive.
pub fn logical_subject(v: TokenView<'_>) -> Option<TokenView<'_>> {
    if is_passive(v) { agent(v).or_else(|| holder(v)) } else { surface_subject(v) }
}

/// Who has it done: "Britain has 7,000 troops deployed there".
fn holder(v: TokenView<'_>) -> Option<TokenView<'_>> {
    let noun = v.head().filter(|_| v.dep() == "acl")?;
    let have = noun.head().filter(|h| noun.dep() == "dobj" && h.lemma() == "have")?;
    surface_subject(have)
}

/// The noun that a clause with "where" speaks of: "in Mali, *where* it has troops".
pub fn where_of(v: TokenView<'_>) -> Option<TokenView<'_>> {
    let relative = v.dep() == "relcl" && v.children().any(|c| c.lower() == "where");
    v.head().filter(|_| relative)
}

/// The agent of a passive ("by rebels").
pub fn agent(v: TokenView<'_>) -> Option<TokenView<'_>> {
    v.children()
        .filter(|c| c.dep() == "agent" || (c.dep() == "prep" && c.lower() == "by"))
        .find_map(|c| c.child(&["pobj"]))
        // Coordinated participles share the agent: "attacked and burned by rebels".
        .or_else(|| v.children_by("conj").filter(|c| c.tag() == "VBN").find_map(agent))
}

/// To whom or what it is done: the object, the subject of a passive, or what a relative clause hangs on.
pub fn logical_object(v: TokenView<'_>) -> Option<TokenView<'_>> {
    if is_passive(v) {
        return v.child(&["nsubjpass"]).map(through_relative).or_else(|| surface_subject(v));
    }
    if let Some((_, given)) = two_objects(v) {
        return Some(given);
    }
    if let Some(own) = v.child(&["dobj"]) {
        return Some(through_relative(own));
    }
    if !is_verb(v) {
        return None;
    }
    if let Some(object) = small_clause_subject(v) {
        return Some(object);
    }
    if let Some(name) = v.children_by("npadvmod").filter(|d| d.id > v.id).find_map(name_before_day) {
        return Some(name);
    }
    // "talks she held": the antecedent fills the gap when the clause has a subject of its own.
    if v.dep() == "relcl" && v.child(&["nsubj"]).is_some_and(|s| antecedent(s).is_none()) && !dangling_preposition(v) {
        return v.head();
    }
    // "arrested and deported three men": the first verb's object stands at the second.
    v.children_by("conj")
        .filter(|c| is_verb(*c) && !c.has_child("nsubj") && !is_passive(*c) && c.id.index() - v.id.index() <= 3)
        .find_map(|c| c.child(&["dobj"]))
}

/// "accept *refugees* fleeing war", "free *two men* held captive": the parser may take the object and its participle for a clause.
fn small_clause_subject(v: TokenView<'_>) -> Option<TokenView<'_>> {
    let participle = |c: &TokenView<'_>| {
        c.tag().is_any(&["VBG", "VBN"])
            && c.id > v.id
            && !c.children().any(|k| k.dep().is_any(&["aux", "auxpass", "mark"]))
    };
    // "found the mayor guilty"
    let adjective = |c: &TokenView<'_>| {
        c.pos() == "ADJ" && c.id > v.id && !c.children().any(|k| k.dep().is_any(&["aux", "cop", "mark"]))
    };
    let clause = v.children_by("ccomp").find(|c| participle(c) || adjective(c))?;
    clause.child(&["nsubj", "nsubjpass"]).filter(|s| v.id < s.id && s.id < clause.id)
}

fn dangling_preposition(v: TokenView<'_>) -> bool {
    v.children_by("prep").any(|p| p.children().len() == 0 || p.children().all(|c| c.tag() == "WDT"))
}

/// The indirect object: "gave *Iran* a month", "offered aid to …" comes as a preposition instead.
pub fn indirect_object(v: TokenView<'_>) -> Option<TokenView<'_>> {
    let dative = v.child(&["dative"]).map(|d| d.child(&["pobj"]).unwrap_or(d));
    dative.or_else(|| two_objects(v).map(|(whom, _)| whom))
}

/// "denied *Palestinians* the *right* of return": of two objects of a verb of giving the parser may take both for direct ones.
fn two_objects(v: TokenView<'_>) -> Option<(TokenView<'_>, TokenView<'_>)> {
    if !matches!(
        v.lemma(),
        "award" | "deny" | "give" | "grant" | "hand" | "lend" | "offer" | "promise" | "refuse" | "send"
    ) {
        return None;
    }
    let mut objects = v.children_by("dobj");
    let (whom, given) = (objects.next()?, objects.next()?);
    (v.id < whom.id && whom.subtree().end == given.subtree().start).then_some((whom, given))
}

/// The prepositions that hang on the word and on `object`; a "to", "with", "on" or "against" also where the parser hangs it on the noun
/// before it ("a message from Ban to Kim"), and the "to" of a verb of giving where it hangs it on a clause behind the object ("returned a painting
/// that was stolen in 1989 to Peru").
pub fn prepositions<'a>(t: TokenView<'a>, object: Option<TokenView<'a>>) -> impl Iterator<Item = TokenView<'a>> {
    let is_preposition = |c: &TokenView<'a>| {
        c.dep().is_any(&["prep", "agent", "dative", "prt", "advmod", "mark"])
            && matches!(&*c.pos(), "ADP" | "SCONJ" | "PART" | "ADV")
    };
    let astray = object
        .into_iter()
        .flat_map(|o| o.children_by("prep"))
        .flat_map(|p| p.children_by("pobj"))
        .flat_map(|o| o.children_by("prep"))
        .filter(|p| matches!(p.lower(), "to" | "with" | "on" | "against"));
    // "lashed out in return at the settlers", "marched in protest against the ban": hung on a noun that makes one phrase with its preposition.
    let phrase = t
        .children_by("prep")
        .filter(|p| p.lower() == "in")
        .flat_map(|p| p.children_by("pobj"))
        .filter(|o| o.tag() == "NN" && !o.children().any(|c| c.id < o.id))
        .flat_map(|o| o.children_by("prep"))
        .filter(|p| matches!(p.lower(), "at" | "against"));
    let behind_clause = object
        .filter(|_| {
            matches!(t.lemma(), "deliver" | "give" | "hand" | "repatriate" | "restore" | "return" | "send" | "transfer")
        })
        .into_iter()
        .flat_map(|o| o.children().filter(move |c| c.dep().is_any(&["relcl", "acl", "amod"]) && c.id > o.id))
        .flat_map(|c| {
            c.children().filter(|p| p.dep() == "prep" && p.lower() == "to").skip_while(move |p| p.id.0 <= c.id.0 + 1)
        });
    t.children()
        .chain(object.into_iter().flat_map(|o| o.children()))
        .filter(is_preposition)
        .flat_map(|c| std::iter::once(c).chain(c.children_by("prep")))
        .chain(astray)
        .chain(phrase)
        .chain(behind_clause)
}

/// The token and what is coordinated with it, wherever in the list the parser hung it.
pub fn with_conjuncts(first: TokenView<'_>) -> Vec<TokenView<'_>> {
    const LIST: usize = 200; // a list longer than this is a parse gone wrong
    let mut all = vec![first];
    let mut at = 0;
    while at < all.len() && all.len() < LIST {
        let member = |c: &TokenView<'_>| is_noun(*c) || c.pos() == "PRON" || c.tag().is_any(&["JJ", "CD"]);
        all.extend(all[at].children_by("conj").filter(member).take(LIST));
        at += 1;
    }
    all
}

/// Whether the word itself is negated ("not", "no", "never", "neither").
pub fn is_negated(t: TokenView<'_>) -> bool {
    let own = |t: TokenView<'_>| {
        t.children().any(|c| {
            c.dep() == "neg"
                || (matches!(c.lower(), "not" | "n't" | "never" | "no" | "neither" | "nor" | "without" | "hardly")
                    && c.dep().is_any(&["det", "preconj", "advmod", "cc", "aux", "mark"]))
                || is_no_longer(c)
        })
    };
    own(t)
        || (t.dep() == "pcomp" && t.head().is_some_and(|p| p.lower() == "without"))
        || (is_noun(t) && t.dep() == "pobj" && t.head().is_some_and(|p| p.lower() == "without"))
}

/// "no longer", "not any longer": the first word hangs on the second.
fn is_no_longer(t: TokenView<'_>) -> bool {
    t.lower() == "longer" && t.children().any(|c| matches!(c.lower(), "no" | "any"))
}

/// Where the clause of a token stands: the nearest verb or predicate above it (or itself).
pub fn clause_head(t: TokenView<'_>) -> TokenView<'_> {
    std::iter::once(t).chain(t.ancestors()).take(30).find(|a| is_verb(*a)).unwrap_or(t)
}
