//! What the words beside a name say of it: a container ("Nablus, in the West Bank"), a country's adjective ("the Georgian capital,
//! Tbilisi"), a kind ("Washington state").

use crate::atlas::{Atlas, Sort};
use crate::candidates::Candidate;
use crate::disambiguate::{container_of, prior};
use crate::gazetteer::{CountryId, PlaceId};
use crate::lexicon::{Kind, Lexicon};
use whowhom_text::{Parsed, TokenView};

/// Words back from a name in which a noun of its kind and an adjective of its country are looked for.
const BACK: usize = 6;
/// People below which a town is not well known.
pub const MINOR: u32 = 300_000;

/// What the words beside a name say of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint {
    /// What sort of place it is.
    pub kind: Option<Kind>,
    /// A country that it lies in.
    pub country: Option<CountryId>,
    /// The place chosen by a container, or chosen as one.
    pub fixed: Option<PlaceId>,
    /// None of the places is what the words say: in a container that is named, or a county.
    pub elsewhere: bool,
    /// The candidate before this one that this one is set behind as its container: of "Paris, Texas" the first for the second.
    pub contains: Option<usize>,
}

impl Hint {
    /// Whether the place is of the kind and country that the words say.
    pub fn fits(&self, atlas: &Atlas, id: PlaceId) -> bool {
        let place = atlas.get(id);
        let sort = atlas.sort(id);
        let kind = match self.kind {
            Some(Kind::Capital) => place.feature == "PPLC" || place.feature == "PPLA",
            Some(Kind::City) => sort == Sort::Town,
            Some(Kind::Region) => sort == Sort::Region || sort == Sort::Area,
            Some(Kind::Country) => sort == Sort::Country,
            Some(Kind::Physical) => sort == Sort::Area,
            _ => true,
        };
        kind && self.country.is_none_or(|c| atlas.same_state(Some(c), place.country))
    }
}

/// The hints for each of the candidates, which stand in text order.
pub fn read(atlas: &Atlas, lexicon: &Lexicon, parsed: Parsed<'_>, candidates: &[Candidate]) -> Vec<Hint> {
    let mut reader = Reader { atlas, lexicon, parsed, candidates, hints: vec![Hint::default(); candidates.len()] };
    for i in 0..candidates.len() {
        reader.read_before(i);
        reader.read_after(i);
    }
    for i in 0..candidates.len() {
        reader.read_container(i);
    }
    reader.hints
}

/// The likeliest of the candidate's places that pass, the rest of the document unseen.
pub fn likeliest(atlas: &Atlas, candidate: &Candidate, passes: impl Fn(PlaceId) -> bool) -> Option<PlaceId> {
    let passing = candidate.places.iter().filter(|p| passes(p.place));
    passing.max_by(|a, b| prior(atlas, **a).total_cmp(&prior(atlas, **b))).map(|p| p.place)
}

struct Reader<'a> {
    atlas: &'a Atlas,
    lexicon: &'a Lexicon,
    parsed: Parsed<'a>,
    candidates: &'a [Candidate],
    hints: Vec<Hint>,
}

impl<'a> Reader<'a> {
    /// "the Georgian capital, Tbilisi", "the city of Tripoli", "the West Bank town of Nablus", "Iraq's Anbar province".
    fn read_before(&mut self, i: usize) {
        let first = self.parsed.token(self.candidates[i].tokens.start);
        let mut hint = self.hints[i];
        let mut country = None;
        let mut outer = None;
        for (step, token) in std::iter::successors(first.prev(), |t| t.prev()).take(BACK).enumerate() {
            if token.sentence() != first.sentence() || token.pos() == "VERB" || (step > 1 && is_break(token)) {
                break;
            }
            let kind = self.lexicon.kind(token.lemma()).filter(|_| !is_name_word(token) || step > 0);
            if hint.kind.is_none() && matches!(kind, Some(Kind::Capital | Kind::City | Kind::Region | Kind::Country)) {
                let near = step == 0 || step == 1 && (is_word(first.prev(), "of") || is_word(first.prev(), ","));
                if near {
                    // "the Anbar region" says it behind the name; "region Anbar" is not said.
                    hint.kind = kind.filter(|k| *k != Kind::Region || is_word(first.prev(), "of"));
                    continue;
                }
            }
            country = country.or_else(|| self.lexicon.adjective_at(token));
            outer = outer.or_else(|| self.candidate_ending_at(i, token));
        }
        if hint.kind.is_some() || self.is_followed_by_kind(i) {
            hint.country = country.or(hint.country);
            if country.is_none()
                && let Some(outer) = outer
            {
                hint.fixed = self.best_pair(i, outer).map(|(inner, _)| inner);
            }
        }
        self.hints[i] = hint;
    }

    /// "Anbar province", "Washington state", "Kuwait City".
    fn read_after(&mut self, i: usize) {
        if let Some(kind) = self.kind_after(i)
            && matches!(kind, Kind::City | Kind::Region)
        {
            self.hints[i].kind = Some(kind);
            let hint = self.hints[i];
            // "Kent County" is a name of its own.
            self.hints[i].elsewhere = kind == Kind::Region
                && self.last(i).next().is_some_and(|t| t.text().starts_with(char::is_uppercase))
                && !self.candidates[i].places.iter().any(|p| hint.fits(self.atlas, p.place));
        }
    }

    fn last(&self, i: usize) -> TokenView<'a> {
        self.parsed.token(self.candidates[i].tokens.end.index() - 1)
    }

    fn is_followed_by_kind(&self, i: usize) -> bool {
        matches!(self.kind_after(i), Some(Kind::City | Kind::Region))
    }

    fn kind_after(&self, i: usize) -> Option<Kind> {
        let last = self.last(i);
        last.next().filter(|t| t.pos() == "NOUN" || t.pos() == "PROPN").and_then(|t| self.lexicon.kind(t.lower()))
    }

    /// The candidate before `i` that ends with the token.
    fn candidate_ending_at(&self, i: usize, token: TokenView<'_>) -> Option<usize> {
        let ends = |c: &Candidate| c.tokens.end.0 == token.id.0 + 1;
        let at = self.candidates[..i].partition_point(|c| c.tokens.end <= token.id);
        (at < i && ends(&self.candidates[at])).then_some(at)
    }

    /// "Paris, Texas", "Nablus, in the West Bank", "Springfield, Ill.", "Moscow (Idaho)".
    fn read_container(&mut self, i: usize) {
        if self.hints[i].fixed.is_some() {
            return;
        }
        let last = self.last(i);
        let mut after = std::iter::successors(last.next(), |t| t.next()).filter(|t| t.text() != ".");
        let Some(mark) = after.next().filter(|t| t.sentence() == last.sentence()) else { return };
        let mut next = after.next();
        let comma = matches!(mark.text(), "," | "(");
        if !comma && !is_word(Some(mark), "in") {
            return;
        }
        while next.is_some_and(|t| matches!(t.lower(), "in" | "the" | "a" | "an") || self.is_part_word(t)) {
            next = next.and_then(|t| t.next());
        }
        let Some(next) = next else { return };
        if let Some(region) = self.lexicon.abbreviation(next.text()).filter(|_| comma) {
            self.hints[i].fixed = likeliest(self.atlas, &self.candidates[i], |id| container_of(self.atlas, region, id));
            self.hints[i].elsewhere = self.hints[i].fixed.is_none() && self.is_minor(i);
        } else {
            let j = self.candidates.partition_point(|c| c.tokens.start < next.id);
            if self.candidates.get(j).is_some_and(|c| c.tokens.start == next.id) {
                self.pair(i, j, comma);
            }
        }
    }

    fn is_part_word(&self, token: TokenView<'_>) -> bool {
        self.lexicon.kind(token.lower()) == Some(Kind::Part)
    }

    /// Fixes both names when the second is a container of the first.
    fn pair(&mut self, i: usize, j: usize, comma: bool) {
        let Some((inner, outer)) = self.best_pair(i, j) else {
            self.hints[i].elsewhere = !comma && self.is_minor(i) && self.is_clear_container(j);
            return;
        };
        let states = |k: usize| self.top(k).is_some_and(|p| self.atlas.sort(p) == Sort::Country);
        let foreign = states(i) && states(j) && self.top(j) == Some(outer);
        // A list of towns may look like a container: "Kabul, Kandahar and Herat".
        let listed = self.top(j).is_some_and(|p| self.atlas.sort(p) == Sort::Town) && self.is_listed(j);
        if foreign || listed || (!comma && states(i)) {
            return;
        }
        self.hints[i].fixed = Some(inner);
        self.hints[j].fixed.get_or_insert(outer);
        // "in Milan, Italy's economic capital" is no address.
        self.hints[j].contains = Some(i).filter(|_| comma && !is_possessor(self.parsed, &self.candidates[j]));
    }

    /// Whether no place of the name is well known.
    fn is_minor(&self, i: usize) -> bool {
        let minor = |id: PlaceId| self.atlas.sort(id) == Sort::Town && self.atlas.get(id).population < MINOR;
        self.candidates[i].places.iter().all(|p| minor(p.place))
    }

    fn is_clear_container(&self, j: usize) -> bool {
        self.top(j).is_some_and(|p| matches!(self.atlas.sort(p), Sort::Country | Sort::Region))
    }

    fn is_listed(&self, j: usize) -> bool {
        let last = self.last(j);
        let mut after = std::iter::successors(last.next(), |t| t.next());
        match after.next().map(|t| t.lower()) {
            Some("and" | "or") => true,
            Some(",") => after.next().is_some_and(|t| {
                is_word(Some(t), "and") || self.candidates[j + 1..].first().is_some_and(|c| c.tokens.start == t.id)
            }),
            _ => false,
        }
    }

    /// The likeliest places of two names of which the second contains the first.
    fn best_pair(&self, i: usize, j: usize) -> Option<(PlaceId, PlaceId)> {
        let mut best: Option<(f32, PlaceId, PlaceId)> = None;
        for outer in self.candidates[j].places.iter().filter(|p| self.atlas.sort(p.place) != Sort::Town) {
            let weight = prior(self.atlas, *outer);
            for inner in &self.candidates[i].places {
                let score = weight + prior(self.atlas, *inner);
                if container_of(self.atlas, outer.place, inner.place) && best.is_none_or(|b| b.0 < score) {
                    best = Some((score, inner.place, outer.place));
                }
            }
        }
        best.map(|(_, inner, outer)| (inner, outer))
    }

    /// The candidate's likeliest place.
    fn top(&self, i: usize) -> Option<PlaceId> {
        likeliest(self.atlas, &self.candidates[i], |_| true)
    }
}

/// Whether "'s" follows the name.
fn is_possessor(parsed: Parsed<'_>, candidate: &Candidate) -> bool {
    parsed.token(candidate.tokens.end.index() - 1).next().is_some_and(|t| t.tag() == "POS")
}

fn is_word(token: Option<TokenView<'_>>, word: &str) -> bool {
    token.is_some_and(|t| t.lower() == word)
}

fn is_break(token: TokenView<'_>) -> bool {
    matches!(token.text(), "," | ";" | ":" | "." | "--" | "(" | ")" | "\"" | "''" | "``")
}

fn is_name_word(token: TokenView<'_>) -> bool {
    token.pos() == "PROPN"
}
