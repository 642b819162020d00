//! Which words of a text may be the name of a place.
//!
//! The longest name of the atlas that starts at a capitalised word is taken, if the recogniser's entities and the words around it
//! allow: the name must not be part of a person's or body's name ("the Bank of England", "the Washington Post"), nor of a longer
//! proper name that the atlas does not know.

use crate::atlas::{Atlas, Sort};
use crate::fold::push_key;
use crate::gazetteer::PlaceId;
use crate::lexicon::{Kind, Lexicon, Stand};
use crate::names::Posting;
use rustc_hash::FxHashSet;
use whowhom_text::{Label, NamedEntity, Parsed, TokenId, TokenRange, TokenView};

/// Longest name, in tokens.
const LONGEST: usize = 8;
/// Words of a list that are walked up to find what it hangs on.
pub const LONGEST_LIST: usize = 64;
/// People from which a town is known well enough to be taken without the recogniser's word.
const WELL_KNOWN: u32 = 60_000;
/// Prepositions whose object is a place wherever it can be one.
const LOCATIVE: [&str; 10] =
    ["in", "at", "near", "around", "outside", "inside", "across", "throughout", "into", "within"];

/// A name that may be a place's.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its tokens, without "the".
    pub tokens: TokenRange,
    /// The token that heads it in the tree.
    pub head: TokenId,
    /// The name's key.
    pub key: String,
    /// The places that bear it.
    pub places: Vec<Posting>,
    /// Whether the words around it or the place's own weight speak for a place.
    sure: bool,
    /// Whether the words around it make a place of it.
    pub located: bool,
}

/// What the recogniser takes a name for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labelled {
    Place,
    Other,
    Nothing,
}

/// Where a text is searched.
pub struct Finder<'a> {
    atlas: &'a Atlas,
    lexicon: &'a Lexicon,
    parsed: Parsed<'a>,
    /// Last words of names of more than one word that are no place's ("Thomas Shannon").
    surnames: FxHashSet<&'a str>,
}

/// Whether the token is the object of a preposition that makes a place of it.
pub fn is_located(token: TokenView<'_>) -> bool {
    token.dep() == "pobj" && token.head().is_some_and(|p| LOCATIVE.contains(&p.lower()))
}

/// The token of a run that heads it: the last whose own head lies outside.
pub fn head_of(parsed: Parsed<'_>, tokens: TokenRange) -> TokenId {
    let outside = |t: &TokenView<'_>| t.head().is_none_or(|h| !tokens.contains(h.id));
    parsed.tokens(tokens).rev().find(outside).map_or(tokens.start, |t| t.id)
}

impl<'a> Finder<'a> {
    /// A search of one document.
    pub fn new(atlas: &'a Atlas, lexicon: &'a Lexicon, parsed: Parsed<'a>) -> Self {
        let ends_name = |t: &TokenView<'a>| ends_other_name(atlas, lexicon, *t);
        let surnames = parsed.all().filter(ends_name).map(|t| parsed.analysis.lower(t.id)).collect();
        Self { atlas, lexicon, parsed, surnames }
    }

    /// The candidates from token `from` on, in text order, none overlapping another.
    pub fn find(&self, from: usize) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut at = from;
        while at < self.parsed.analysis.len() {
            match self.find_at(at) {
                Some(candidate) => {
                    at = candidate.tokens.end.index();
                    found.push(candidate);
                }
                None => at += 1,
            }
        }
        // A name once seen to be a place's is one wherever it stands; one never seen to be is left out.
        let sure: FxHashSet<String> = found.iter().filter(|c| c.sure).map(|c| c.key.clone()).collect();
        found.retain(|c| sure.contains(&c.key));
        found
    }

    fn find_at(&self, at: usize) -> Option<Candidate> {
        let token = self.parsed.token(at);
        if !starts_name(token) {
            return None;
        }
        let mut matches: Vec<(usize, Vec<Posting>, usize)> = Vec::new();
        let mut key = String::new();
        let mut walk = self.atlas.start();
        for end in at..(at + LONGEST).min(self.parsed.analysis.len()) {
            let token = self.parsed.token(end);
            if token.sentence() != self.parsed.token(at).sentence() || !joins_name(token) {
                break;
            }
            let before = key.len();
            if !push_key(&mut key, token.text()) {
                continue;
            }
            match self.atlas.step(walk, &key[before..]) {
                Some(next) => walk = next,
                None => break,
            }
            if self.atlas.is_name(walk) {
                matches.push((end + 1, self.atlas.places(walk), key.len()));
            }
        }
        matches.into_iter().rev().find_map(|(end, places, length)| {
            let tokens = TokenRange::new(at, end);
            let mut places = places;
            if self.is_general(&key[..length]) {
                // "the Gulf", "the South" and "the Eastern District" are no provinces of that name.
                places.retain(|p| self.atlas.sort(p.place) == Sort::Area);
            }
            let head = head_of(self.parsed, tokens);
            let candidate =
                Candidate { tokens, head, key: key[..length].to_owned(), places, sure: false, located: false };
            if candidate.places.is_empty() {
                return None;
            }
            let (sure, located) = self.accepts(&candidate)?;
            Some(Candidate { sure, located, ..candidate })
        })
    }

    /// Whether the name is a noun of kind, with or without a part before it: "gulf", "south", "eastern district".
    fn is_general(&self, key: &str) -> bool {
        let (part, noun) = key.split_once(' ').map_or((None, key), |(part, noun)| (Some(part), noun));
        self.lexicon.kind(noun).is_some() && part.is_none_or(|p| self.lexicon.kind(p) == Some(Kind::Part))
    }

    /// Whether the name may be a place's here: whether that is sure enough to stand alone, and whether the words around say so.
    fn accepts(&self, candidate: &Candidate) -> Option<(bool, bool)> {
        let first = self.parsed.token(candidate.tokens.start);
        let last = self.parsed.token(candidate.tokens.end.index() - 1);
        if self.is_written_otherwise(candidate) || self.is_followed_by_road(candidate) || self.ends_body(candidate) {
            return None;
        }
        // "President Thabo Mbeki" is no municipality of that name.
        let titled = |t: &TokenView<'_>| t.dep() == "compound" && self.lexicon.is(t.lower(), Stand::NounPerson);
        if first.prev().filter(titled).is_some_and(|t| t.head().is_some_and(|h| h.id == candidate.head)) {
            return None;
        }
        let contained = self.is_contained(candidate);
        let located = contained || self.is_located(self.parsed.token(candidate.head));
        let label = match first.entity().or_else(|| last.entity()) {
            Some(entity) => self.accepts_within(candidate, entity, located)?,
            None => self.accepts_unnamed(candidate, located).then_some(Labelled::Nothing)?,
        };
        let named = label == Labelled::Place;
        let one = candidate.tokens.len() == 1;
        if one && self.surnames.contains(last.lower()) && !located && !self.is_state(candidate) {
            return None;
        }
        if candidate.key.len() < 3 {
            return (self.is_known(candidate) || named && located).then_some((true, located));
        }
        if self.lexicon.is_stopped(&candidate.key) {
            return (contained || named && located).then_some((true, true));
        }
        let foreign = candidate.places.iter().all(|p| p.alternate);
        let sure = match label {
            Labelled::Place => located || !foreign,
            Labelled::Nothing => located || self.is_known(candidate),
            // Firms and papers are named after towns, seldom after states and regions.
            Labelled::Other => {
                let head = self.parsed.token(candidate.head);
                contained
                    || is_located(head)
                    || self.is_travelled_to(head)
                    || located && self.is_known(candidate)
                    || self.is_state(candidate)
                    || self.is_region(candidate)
            }
        };
        Some((sure, located))
    }

    /// Whether the name is written in capitals where it should not be, or the other way round: "SAR", "us".
    fn is_written_otherwise(&self, candidate: &Candidate) -> bool {
        let words = self.parsed.words(candidate.tokens);
        let capitals = !words.chars().any(char::is_lowercase);
        match self.atlas.in_capitals(&candidate.key) {
            true => !capitals,
            false => capitals && words.len() < 5 && !self.is_among_capitals(candidate),
        }
    }

    /// Whether the words beside the name are in capitals too, as in a headline.
    fn is_among_capitals(&self, candidate: &Candidate) -> bool {
        let first = self.parsed.token(candidate.tokens.start);
        let last = self.parsed.token(candidate.tokens.end.index() - 1);
        let capitals = |t: TokenView<'_>| t.text().len() > 3 && t.text().chars().all(char::is_uppercase);
        first.prev().is_some_and(capitals) || last.next().is_some_and(capitals)
    }

    /// Whether the words around the token make a place of it: "in X", "south of X", "captured X", "flew to X".
    fn is_located(&self, token: TokenView<'a>) -> bool {
        let token = if token.dep() == "conj" {
            token.ancestors().take(LONGEST_LIST).find(|t| t.dep() != "conj").unwrap_or(token)
        } else {
            token
        };
        let Some(head) = token.head() else { return false };
        let is =
            |word: TokenView<'_>, stand| self.lexicon.is(word.lemma(), stand) || self.lexicon.is(word.lower(), stand);
        match token.dep().as_str() {
            "pobj" if is_located(token) => true,
            "pobj" => {
                let before = |stand| head.prev().is_some_and(|t| is(t, stand));
                let moves = head.head().is_some_and(|v| is(v, Stand::VerbMotion)) || before(Stand::NounMotion);
                before(Stand::NounPart) || moves && matches!(head.lower(), "to" | "from" | "for" | "via")
            }
            "dobj" | "nsubjpass" => is(head, Stand::VerbObject),
            _ => false,
        }
    }

    /// "flew to X", "fled X": the aim of a verb of motion that moves nothing else.
    fn is_travelled_to(&self, token: TokenView<'a>) -> bool {
        let to = token.head().filter(|p| token.dep() == "pobj" && p.lower() == "to");
        let verb = to.and_then(|p| p.head());
        verb.is_some_and(|v| self.lexicon.is(v.lemma(), Stand::VerbMotion) && !v.has_child("dobj"))
    }

    /// What the recogniser takes the name for, where it may be a place's within this entity.
    fn accepts_within(&self, candidate: &Candidate, entity: NamedEntity, located: bool) -> Option<Labelled> {
        let (before, after) = self.rest_of(candidate, entity);
        let whole = before.clone().chain(after.clone()).all(|t| !is_named(t));
        match entity.label.as_str() {
            "GPE" | "LOC" | "FAC" => {
                let before = before.filter(|t| is_named(*t)).all(|t| self.may_precede(t));
                let after: Vec<_> = after.filter(|t| is_named(*t)).collect();
                let follows = after.iter().all(|t| self.lexicon.kind(t.lower()).is_some_and(|k| k != Kind::Road))
                    || after.last().is_some_and(|t| self.lexicon.kind(t.lower()) == Some(Kind::Within));
                (before && follows).then_some(Labelled::Place)
            }
            "PERSON" => {
                let last = self.parsed.analysis.lower(TokenId::from(candidate.tokens.end.index() - 1));
                let known = self.is_state(candidate) && !self.surnames.contains(last);
                (whole && !self.surnames.contains(last) && (located || known)).then_some(Labelled::Other)
            }
            "ORG" | "PRODUCT" | "WORK_OF_ART" | "EVENT" | "LAW" | "NORP" | "LANGUAGE" if whole => {
                self.accepts_unnamed(candidate, located).then_some(Labelled::Other)
            }
            "ORG" => is_located_inside(self.parsed.token(candidate.head), entity).then_some(Labelled::Other),
            _ => None,
        }
    }

    /// Whether the name may be a place's where the recogniser found nothing, or a thing of another kind.
    fn accepts_unnamed(&self, candidate: &Candidate, located: bool) -> bool {
        let named = |t: TokenView<'_>| t.pos() == "PROPN" || t.pos() == "ADP" || t.pos() == "DET" || !is_named(t);
        if !self.parsed.tokens(candidate.tokens).all(named) {
            return false;
        }
        let first = self.parsed.token(candidate.tokens.start);
        let last = self.parsed.token(candidate.tokens.end.index() - 1);
        let before = first.prev().filter(|t| t.sentence() == first.sentence());
        let after = last.next().filter(|t| t.sentence() == first.sentence());
        let part = |t: &TokenView<'_>| matches!(self.lexicon.kind(t.lower()), None | Some(Kind::Part));
        let joined = |t: &TokenView<'_>| t.pos() == "PROPN" && is_named(*t) && part(t);
        if self.surnames.contains(last.lower()) && !located {
            return false;
        }
        !before.is_some_and(|t| joined(&t) && !is_located(t)) && !after.is_some_and(|t| joined(&t))
    }

    /// The words of the entity before and after the name, up to the commas around it.
    fn rest_of(
        &self,
        candidate: &Candidate,
        entity: NamedEntity,
    ) -> (impl Iterator<Item = TokenView<'a>> + Clone + use<'a>, impl Iterator<Item = TokenView<'a>> + Clone + use<'a>)
    {
        let parsed = self.parsed;
        let tokens = candidate.tokens;
        let breaks = |t: &TokenView<'_>| !t.text().is_empty() && matches!(t.text(), "," | "-" | "–" | "/" | "(" | ")");
        let before = (entity.tokens.start.0..tokens.start.0.max(entity.tokens.start.0)).rev();
        let after = tokens.end.0.min(entity.tokens.end.0)..entity.tokens.end.0;
        let view = move |id: u32| parsed.token(TokenId(id));
        (before.map(view).take_while(move |t| !breaks(t)), after.map(view).take_while(move |t| !breaks(t)))
    }

    /// Whether a capitalised word may stand before the name in an entity of a place: "Northern Iraq", "the City of London".
    fn may_precede(&self, token: TokenView<'_>) -> bool {
        let kind = self.lexicon.kind(token.lower());
        token.pos() == "DET"
            || token.lower() == "the"
            || matches!(kind, Some(Kind::Part | Kind::City | Kind::Region | Kind::Capital | Kind::Within))
            || self.lexicon.adjective(token.lower()).is_some()
    }

    /// "London Bridge", "Tehran Avenue", "Red River": things named after places, and other places.
    fn is_followed_by_road(&self, candidate: &Candidate) -> bool {
        let last = self.parsed.token(candidate.tokens.end.index() - 1);
        let other = |t| matches!(self.lexicon.kind(t), Some(Kind::Road | Kind::Physical));
        last.next().is_some_and(|t| is_named(t) && other(t.lower()))
    }

    /// "the Organization for Security and Cooperation in Europe" is nowhere: a continent behind a body's name is part of it.
    fn ends_body(&self, candidate: &Candidate) -> bool {
        let first = self.parsed.token(candidate.tokens.start);
        let before = first.prev().filter(|t| t.lower() == "in" || t.lower() == "of").and_then(|t| t.prev());
        let body = |t: TokenView<'_>| is_named(t) && t.pos() == "PROPN" && t.entity().is_none_or(|e| e.label == "ORG");
        before.is_some_and(body) && candidate.places.iter().any(|p| self.atlas.get(p.place).feature == "CONT")
    }

    /// Whether the words behind it are ", Region" or before it "city of".
    fn is_contained(&self, candidate: &Candidate) -> bool {
        let first = self.parsed.token(candidate.tokens.start);
        let last = self.parsed.token(candidate.tokens.end.index() - 1);
        let mut after = std::iter::successors(last.next(), |t| t.next());
        let comma = after.next().is_some_and(|t| t.text() == ",");
        let container = after.next().filter(|_| comma).is_some_and(|t| {
            self.lexicon.abbreviation(t.text()).is_some()
                || (is_named(t)
                    && t.next().is_none_or(|n| n.tag() != "POS")
                    && t.entity().is_some_and(|e| e.label == "GPE")
                    && self.is_container(t))
        });
        let of = first.prev().filter(|t| t.lower() == "of").and_then(|t| t.prev());
        let kind = of.or(first.prev()).and_then(|t| self.lexicon.kind(t.lemma()));
        container || matches!(kind, Some(Kind::Capital | Kind::City | Kind::Region))
    }

    fn is_container(&self, token: TokenView<'_>) -> bool {
        let places = self.atlas.find(token.text());
        places.iter().any(|p| matches!(self.atlas.sort(p.place), Sort::Country | Sort::Region | Sort::Area))
    }

    /// Whether the name is a country's, region's or large town's own.
    fn is_known(&self, candidate: &Candidate) -> bool {
        let known = |id: PlaceId| {
            let place = self.atlas.get(id);
            self.atlas.sort(id) != Sort::Town || place.population >= WELL_KNOWN || place.feature == "PPLC"
        };
        candidate.places.iter().any(|p| !p.alternate && known(p.place))
    }

    /// Whether the name is a region's own.
    fn is_region(&self, candidate: &Candidate) -> bool {
        let region = |id: PlaceId| matches!(self.atlas.sort(id), Sort::Region | Sort::Area);
        candidate.places.iter().any(|p| !p.alternate && region(p.place))
    }

    /// Whether the name is a country's or capital's own.
    fn is_state(&self, candidate: &Candidate) -> bool {
        let state = |id: PlaceId| self.atlas.sort(id) == Sort::Country || self.atlas.get(id).feature == "PPLC";
        candidate.places.iter().any(|p| !p.alternate && state(p.place))
    }
}

/// Whether the token is the last word of a longer name that is no place's: a surname, mostly.
fn ends_other_name(atlas: &Atlas, lexicon: &Lexicon, token: TokenView<'_>) -> bool {
    let proper = |t: &TokenView<'_>| t.pos() == "PROPN" && is_named(*t);
    let Some(before) = token.prev().filter(proper) else { return false };
    if !proper(&token) || token.next().as_ref().is_some_and(|t| proper(t) && t.sentence() == token.sentence()) {
        return false;
    }
    let label = token.entity().map_or(Label::NONE, |e| e.label);
    let joined = before.head() == Some(token) || label == "PERSON" && before.entity() == token.entity();
    let placed = label.is_any(&["GPE", "LOC", "FAC"]);
    joined
        && !placed
        && before.sentence() == token.sentence()
        && lexicon.kind(before.lower()).is_none()
        && lexicon.adjective(before.lower()).is_none()
        && atlas.find(&format!("{} {}", before.text(), token.text())).is_empty()
}

/// Whether a name may start at the token.
fn starts_name(token: TokenView<'_>) -> bool {
    is_named(token)
        && (token.pos() == "PROPN" || token.entity().is_some_and(|e| e.label.is_any(&["GPE", "LOC", "FAC"])))
}

/// Whether the token is a word with a capital.
fn is_named(token: TokenView<'_>) -> bool {
    token.text().chars().next().is_some_and(char::is_uppercase)
}

/// Whether a name may go on with the token.
fn joins_name(token: TokenView<'_>) -> bool {
    let text = token.text();
    token.tag() != "POS" && (text == "-" || text == "–" || text.chars().any(char::is_alphanumeric) || text == ".")
}

/// Whether the name is where a body is, within the body's name: "the U.S. Embassy in Baghdad".
fn is_located_inside(head: TokenView<'_>, entity: NamedEntity) -> bool {
    is_located(head) && head.head().is_some_and(|p| entity.tokens.contains(p.id))
}
