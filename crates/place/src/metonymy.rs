//! Whether a place's name stands for the place or for the government that sits there.
//!
//! Countries and seats of government are taken for governments unless the grammar says otherwise: a locative preposition, a verb or
//! noun of motion or force, a part of the place. Other places are places unless they stand where only a government can.

use crate::candidates::LONGEST_LIST;
use crate::lexicon::{Lexicon, Stand};
use whowhom_text::TokenView;

/// What the name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A country: acts unless told to be a place.
    Country,
    /// A seat of government: acts where governments do.
    Seat,
    /// Any other place.
    Elsewhere,
}

/// Whether the name headed by `head` stands for the place.
pub fn is_place(lexicon: &Lexicon, head: TokenView<'_>, named: Named) -> bool {
    let reader = Reader { lexicon, named };
    reader.reads(head, 0)
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    named: Named,
}

/// Steps from a name to the word that decides, at most.
const FAR: usize = 8;

impl Reader<'_> {
    fn reads(&self, token: TokenView<'_>, depth: usize) -> bool {
        let Some(head) = token.head().filter(|_| depth < FAR) else { return self.otherwise() };
        match token.dep().as_str() {
            "pobj" => self.reads_object_of_preposition(head),
            "nsubj" | "csubj" => self.reads_subject(head),
            "nsubjpass" => self.reads_object(head) || self.named == Named::Elsewhere,
            "dobj" | "obj" => self.reads_object(head) || self.named == Named::Elsewhere,
            "agent" | "dative" => self.named == Named::Elsewhere,
            "poss" | "compound" | "nmod" | "amod" => {
                self.reads_hyphened(token, head) && self.reads_modifier(token, head)
            }
            "conj" => self.reads(first_conjunct(token), depth + 1),
            "appos" => self.reads(head, depth + 1),
            "npadvmod" if token.next().is_some_and(|t| t.text() == "-") => self.reads_hyphened(token, head),
            // "the capital is Kabul", but "the other claimants are Brunei and Malaysia".
            "attr" => self.named == Named::Elsewhere || head.child(&["nsubj"]).is_some_and(|s| self.is_part(s)),
            _ => self.otherwise(),
        }
    }

    /// Where the grammar says nothing.
    fn otherwise(&self) -> bool {
        self.named != Named::Country
    }

    fn is(&self, token: TokenView<'_>, stands: &[Stand]) -> bool {
        // "quasi-embassy" is an embassy.
        let last = token.lemma().rsplit('-').next().unwrap_or_default();
        [token.lemma(), token.lower(), last].iter().any(|word| stands.iter().any(|s| self.lexicon.is(word, *s)))
    }

    fn is_part(&self, token: TokenView<'_>) -> bool {
        self.is(token, &[Stand::NounPart])
    }

    fn reads_object_of_preposition(&self, preposition: TokenView<'_>) -> bool {
        let Some(governor) = governor(preposition) else { return true };
        let moves = self.moves(governor, preposition);
        match preposition.lower() {
            "between" => self.is_part(governor),
            word if self.lexicon.is(word, Stand::PrepositionGovernment) => self.named == Named::Elsewhere,
            "from" => {
                // "told an envoy from Beijing": the noun before "from" has the name, whatever the parser says.
                let sent = preposition.prev().is_some_and(|t| self.is(t, &[Stand::NounGovernment]));
                let reports = !sent && self.is(governor, &[Stand::VerbReport]);
                self.named == Named::Elsewhere || reports || moves
            }
            "to" | "toward" | "towards" | "for" | "via" => self.named == Named::Elsewhere || moves,
            "on" | "against" | "upon" => {
                self.named == Named::Elsewhere || self.is(governor, &[Stand::NounStrike, Stand::VerbStrike])
            }
            "of" => {
                let part = [Stand::NounPart, Stand::NounStrike];
                self.is(governor, &part)
                    || match self.named {
                        Named::Country => false,
                        Named::Seat => !self.is(governor, &[Stand::NounGovernment]),
                        Named::Elsewhere => true,
                    }
            }
            "over" | "about" | "regarding" | "concerning" => {
                self.named == Named::Elsewhere || self.is(governor, &[Stand::VerbMotion, Stand::NounStrike])
            }
            _ => true,
        }
    }

    /// Whether the word is one of motion, or what a verb of motion moves ("recalled its ambassador from", "sent troops to"; but
    /// "sent a message to").
    fn moves(&self, word: TokenView<'_>, preposition: TokenView<'_>) -> bool {
        let message = |t: TokenView<'_>| self.is(t, &[Stand::NounMessage]);
        if message(word) || word.child(&["dobj"]).is_some_and(message) {
            return false;
        }
        // "recalled its ambassador to X", "took a stance toward X" speak of the government of X, "sent an envoy to X" does not.
        let goes = |verb: TokenView<'_>| {
            let from = preposition.lower() == "from" || !self.is(word, &[Stand::NounGovernment]);
            self.is(verb, &[Stand::VerbSend]) || from && self.is(verb, &[Stand::VerbMotion])
        };
        word.head().filter(|_| word.dep() == "dobj").is_some_and(goes)
            || self.is(word, &[Stand::VerbMotion, Stand::NounMotion])
    }

    /// "US-based" is a place, "US-led" and "US-patrolled" are not.
    fn reads_hyphened(&self, token: TokenView<'_>, participle: TokenView<'_>) -> bool {
        let hyphened = token.next().is_some_and(|t| t.text() == "-");
        !(hyphened && participle.tag() == "VBN") || self.is(participle, &[Stand::VerbBased])
    }

    fn reads_subject(&self, verb: TokenView<'_>) -> bool {
        match self.named {
            Named::Elsewhere => !self.is(verb, &[Stand::VerbPerson]),
            // "Iraq has seen a wave of attacks", but "Japan sees Russia as a rival".
            _ => self.is(verb, &[Stand::VerbSubject]) && verb.child(&["dobj"]).is_none_or(|o| o.pos() != "PROPN"),
        }
    }

    fn reads_object(&self, verb: TokenView<'_>) -> bool {
        self.is(verb, &[Stand::VerbObject])
    }

    /// "Baghdad's airport", "the Kosovo conflict"; "Tehran's stance", "the Beijing government".
    fn reads_modifier(&self, token: TokenView<'_>, noun: TokenView<'_>) -> bool {
        let government = self.is(noun, &[Stand::NounGovernment]);
        // "the Kyoto Protocol", "the Doha round": called after the place where it was agreed.
        if token.dep() != "poss" && self.is(noun, &[Stand::NounNamed]) {
            return false;
        }
        // "the Baghdad bombing" is in Baghdad; "Israel's offensive" and "the U.S. attack" are theirs. Only abbreviated names stand
        // before a noun for an adjective.
        let theirs = token.dep() == "poss" || token.text().chars().all(|c| c.is_uppercase() || c == '.');
        let strike = self.is(noun, &[Stand::NounStrike]);
        let located = if strike { !theirs } else { self.is(noun, &[Stand::NounLocated]) };
        match self.named {
            Named::Country => {
                located
                    || (token.dep() == "poss" && noun.entity().is_some_and(|e| e.label.is_any(&["GPE", "LOC", "FAC"])))
            }
            Named::Seat => located || !(government || strike && theirs || noun.pos() == "VERB"),
            // "England's Eriksson" is a team's, as the recogniser's person shows.
            Named::Elsewhere => !(token.dep() == "poss" && noun.entity().is_some_and(|e| e.label == "PERSON")),
        }
    }
}

/// The word that the preposition belongs to, with chains of prepositions ("from in", "out of") passed over.
fn governor(preposition: TokenView<'_>) -> Option<TokenView<'_>> {
    let mut at = preposition.head()?;
    while at.dep() == "prep" && at.pos() == "ADP" {
        at = at.head()?;
    }
    Some(at)
}

/// The first of the words that are joined by "and"; in a very long list, one far before.
fn first_conjunct(token: TokenView<'_>) -> TokenView<'_> {
    let mut at = token;
    for head in token.ancestors().take(LONGEST_LIST) {
        if at.dep() != "conj" {
            break;
        }
        at = head;
    }
    at
}
