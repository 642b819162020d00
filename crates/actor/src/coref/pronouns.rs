//! Pronouns and possessives.

use super::chains::{Chains, Num};
use super::descriptions::is_subject;
use super::groups;
use crate::draft::{Draft, Key, Number, Pronoun};
use crate::find::Doc;
use crate::kb::RoleKind;
use whowhom_text::layer::{EntityKind, MentionKind, Stand};
use whowhom_text::{TokenId, TokenView};

/// What a pronoun refers to.
pub(super) fn antecedent(doc: &Doc<'_>, chains: &mut Chains, draft: &mut Draft, pronoun: Pronoun) -> Option<Num> {
    let token = doc.token(draft.head);
    match pronoun {
        Pronoun::Who => relative(chains, token),
        Pronoun::We | Pronoun::I => speaker(doc, chains, token, pronoun),
        _ => third(doc, chains, draft, pronoun, token),
    }
}

/// "the envoy who": the phrase that the clause modifies.
fn relative(chains: &Chains, token: TokenView<'_>) -> Option<Num> {
    let clause = std::iter::once(token).chain(token.ancestors()).find(|t| t.dep() == "relcl")?;
    chains.at(clause.head()?.id)
}

/// "we", "I" in what somebody says: the speaker, or the speaker's government or body.
pub(super) fn speaker(doc: &Doc<'_>, chains: &mut Chains, token: TokenView<'_>, pronoun: Pronoun) -> Option<Num> {
    let verb = token
        .ancestors()
        .find(|t| doc.lemma_is("speech", *t) && t.child(&["nsubj"]).is_some_and(|s| s.id != token.id))?;
    let subject = verb.child(&["nsubj"])?;
    let num = chains.at(subject.id)?;
    if pronoun == Pronoun::I {
        return Some(num);
    }
    let code = chains[num].entity.code?;
    match doc.kb.state(code) {
        Some(_) => Some(chains.state_or_new(code)),
        None => Some(num),
    }
}

fn third(doc: &Doc<'_>, chains: &Chains, draft: &mut Draft, pronoun: Pronoun, token: TokenView<'_>) -> Option<Num> {
    if pronoun == Pronoun::It && is_empty(doc, token) {
        return None;
    }
    let sentence = token.sentence();
    // Whoever stands in the pronoun's own clause is not meant, by whatever name ("he invited *him*").
    let here = chains.recent().take_while(|(m, _)| doc.token(m.head).sentence() == sentence);
    let out: Vec<Num> = here.filter(|(m, _)| bound(token, doc.token(m.head))).map(|(_, num)| num).collect();
    let mut best: Option<(i32, Num)> = None;
    let mut together: Option<(i32, Vec<u32>)> = None;
    for (mention, num) in chains.recent() {
        let head = doc.token(mention.head);
        let far = sentence - head.sentence();
        if far > 3 {
            break;
        }
        let chain = &chains[num];
        if pronoun == Pronoun::They
            && let Some(members) = groups::joint(doc, chains, head)
        {
            let score = 20 - 8 * far as i32 + if is_subject(doc, head) { 8 } else { 1 };
            if together.as_ref().is_none_or(|(s, _)| score > *s) && !(far == 0 && bound(token, head)) {
                together = Some((score, members));
            }
        }
        // What only modifies a noun is hardly taken up: "State Department spokesman" ... "it".
        if pronoun == Pronoun::It && mention.kind == MentionKind::Modifier && head.dep() != "poss" {
            continue;
        }
        if !chain.real || !agrees(doc, chain, mention, draft, pronoun) || out.contains(&num) {
            continue;
        }
        let mut score = 20 - 8 * far as i32;
        if is_subject(doc, head) {
            score += 6;
            if far > 0 && head.head().is_some_and(|v| v.head().is_none()) {
                score += 3;
            }
        } else if head.dep() == "dobj" {
            score += 1;
        }
        if mention.kind == MentionKind::Modifier {
            score -= 6;
        }
        if matches!(mention.kind, MentionKind::Name) {
            score += 1;
        }
        // A possessive looks to the nearest subject of its clause; so does a subject pronoun of a clause below.
        if far == 0 && head.head().is_some_and(|v| v.dominates(token)) && is_subject(doc, head) {
            score += 3;
        }
        score += i32::from(chain.mentions.len() > 2);
        // "landowners and their tenants", "Kim and his wife"
        let listed = token.head().filter(|h| token.tag() == "PRP$" && h.dep() == "conj").and_then(|h| h.head());
        if listed == Some(head) {
            score += 12;
        }
        // A ministry is mostly "it".
        if pronoun == Pronoun::They && chain.entity.kind == EntityKind::Body {
            score -= 4;
        }
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, num));
        }
    }
    if let Some((_, members)) = together.filter(|(score, _)| best.is_none_or(|(s, _)| *score >= s)) {
        draft.entity.kind = chains[Num(members[0])].entity.kind;
        draft.members = members;
        return None;
    }
    best.map(|b| b.1)
}

fn agrees(doc: &Doc<'_>, chain: &super::chains::Chain, mention: &Draft, draft: &Draft, pronoun: Pronoun) -> bool {
    let kind = chain.entity.kind;
    match pronoun {
        Pronoun::He | Pronoun::She => {
            kind == EntityKind::Person
                && chain.number != Number::Many
                && (chain.gender == '?' || chain.gender == draft.gender)
        }
        Pronoun::It => {
            // "the army said it …": one force, though of many.
            let force = kind == EntityKind::People
                && mention.role.is_some_and(|r| doc.kb.roles[r as usize].kind == RoleKind::People)
                && doc.token(mention.head).tag().is_any(&["NN", "NNP"]);
            if force {
                return true;
            }
            matches!(kind, EntityKind::State | EntityKind::Body)
                && chain.number != Number::Many
                && (mention.stand == Stand::Actor || matches!(chain.key, Key::State(_)))
        }
        _ => {
            chain.number == Number::Many
                || kind == EntityKind::People
                || !chain.members.is_empty()
                || kind == EntityKind::Body
        }
    }
}

/// Whether "it" stands for no thing: "it was not clear whether", "it will be the first vote", "it seems that".
fn is_empty(doc: &Doc<'_>, it: TokenView<'_>) -> bool {
    let Some(verb) = it.head().filter(|_| it.dep().is_any(&["nsubj", "expl", "nsubjpass"])) else { return false };
    let clause = |t: TokenView<'_>| t.children().any(|c| c.id > it.id && c.dep().is_any(&["ccomp", "xcomp", "csubj"]));
    match verb.lemma() {
        "be" | "become" | "remain" | "feel" => {
            let Some(said) = verb.child(&["attr", "acomp"]) else { return false };
            let minded = doc.is("minded", said);
            let adjective =
                said.dep() == "acomp" && !minded && (clause(verb) || clause(said) || verb.has_child("advcl"));
            adjective || said.dep() == "attr" && !doc.starts_role(said) && doc.found_at(said.id).is_none()
        }
        "seem" | "appear" | "happen" | "emerge" => clause(verb),
        _ => it.dep() == "expl",
    }
}

/// Whether the two stand in one clause as its parts, so that the pronoun cannot be the other (binding, principle B),
/// or the name stands below a clause that the pronoun governs.
fn bound(token: TokenView<'_>, other: TokenView<'_>) -> bool {
    if token.lower().ends_with("self") || token.lower().ends_with("selves") {
        return false;
    }
    let clause = |t: TokenView<'_>| -> Option<TokenId> {
        let mut at = t;
        while at.dep().is_any(&["conj", "pobj", "prep", "dative", "agent"]) {
            at = at.head()?;
        }
        at.head().map(|h| h.id)
    };
    if token.tag() == "PRP$" {
        // "his envoy" is not his own envoy.
        return token.head().is_some_and(|h| h.id == other.id);
    }
    clause(token).is_some() && clause(token) == clause(other) || is_understood_subject(token, other)
}

/// Whether `other` is the subject that the verb over a pronoun shares with the verb before it: "she blamed Kim and sued *him*", "he
/// wants to meet *him*".
fn is_understood_subject(token: TokenView<'_>, other: TokenView<'_>) -> bool {
    if !is_subject_word(other) {
        return false;
    }
    let mut verb = token;
    while verb.dep().is_any(&["conj", "pobj", "prep", "dative", "agent", "dobj"]) && !verb.tag().starts_with("VB") {
        match verb.head() {
            Some(head) => verb = head,
            None => return false,
        }
    }
    let own = |v: TokenView<'_>| v.children().any(|c| is_subject_word(c));
    let mut steps = 0;
    while verb.tag().starts_with("VB") && !own(verb) && steps < 8 {
        let shares = verb.dep() == "conj" || verb.dep() == "xcomp" && verb.head().is_some_and(|h| !h.has_child("dobj"));
        match verb.head().filter(|_| shares) {
            Some(head) => verb = head,
            None => return false,
        }
        steps += 1;
    }
    steps > 0 && other.head() == Some(verb)
}

fn is_subject_word(t: TokenView<'_>) -> bool {
    t.dep().is_any(&["nsubj", "nsubjpass"])
}
