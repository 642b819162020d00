//! Which of the places of one name is meant.
//!
//! What the text says beside the name decides: a container ("Nablus, in the West Bank", "Paris, Texas", "the Georgian capital,
//! Tbilisi") or a kind ("Washington state"). Otherwise a place's own weight (population and feature class) is set against the
//! countries and regions that the rest of the document names, and one name means one place throughout a document.

use crate::atlas::{Atlas, Sort};
use crate::candidates::Candidate;
use crate::gazetteer::{CountryId, PlaceId, RegionId};
use crate::lexicon::{Kind, Lexicon};
use crate::names::Posting;
use rustc_hash::FxHashMap;
use whowhom_text::{Code, Parsed, TokenView};

/// Weight that a country gets from the document at most, in units of [`prior`] (natural logarithm of people).
const COUNTRY_WEIGHT: f32 = 7.0;
/// Weight of a town in a first-level region that the document names, and of a region of which the document names a town.
const REGION_WEIGHTS: [f32; 2] = [3.0, 6.0];
/// Weight of a town in a region that the document names, against the other places of its country.
const REGION_WEIGHT_AT_HOME: f32 = 1.5;
/// What a first-level region weighs less than a town of as many people.
const REGION_DISCOUNT: f32 = 2.5;
/// Weight of a place that is not what the words beside the name say.
const MISFIT: f32 = -20.0;
/// Lead by which the best known place of a name must be ahead for the name to tell of its country.
const CLEAR_LEAD: f32 = 4.0;
/// Mentions that a dateline counts as.
const DATELINE_MENTIONS: f32 = 3.0;
/// What a mention of the United States counts: news from everywhere speaks of it.
const COMMON_MENTION: f32 = 0.5;
/// What their country weighs at most for towns of the United States: many bear names of better known ones, and in a report from
/// there "Paris" is still in France.
const COMMON_MOST: f32 = 2.5;
/// Words back from a name in which a noun of its kind and an adjective of its country are looked for.
const BACK: usize = 6;
/// People below which a town is not well known.
const MINOR: u32 = 300_000;
/// Kilometres within which a place lies in a region without borders in the atlas.
const AREA_RADIUS: f32 = 700.0;

/// How likely a place is meant by its name, the document unseen: the natural logarithm of its people, with its feature's weight.
pub fn prior(atlas: &Atlas, posting: Posting) -> f32 {
    let place = atlas.get(posting.place);
    let people = place.population as f32;
    let weight = match (atlas.sort(posting.place), place.feature.as_str()) {
        (Sort::Country, _) => (people.max(1e6)).ln() + 6.0,
        (Sort::Area, _) => 18.0,
        (Sort::Region, _) => (people + 200.0).ln() - REGION_DISCOUNT,
        (Sort::Town, "PPLC") if !posting.alternate => (people + 200.0).ln() + 3.0,
        (Sort::Town, "PPLA") => (people + 200.0).ln() + 0.7,
        (Sort::Town, "PPLX") => (people + 200.0).ln() - 1.5,
        (Sort::Town, _) => (people + 200.0).ln(),
    };
    if posting.alternate { weight - 4.5 } else { weight }
}

/// Whether `inner` lies in `outer`.
pub fn container_of(atlas: &Atlas, outer: PlaceId, inner: PlaceId) -> bool {
    if outer == inner {
        return false;
    }
    let (out, place) = (atlas.get(outer), atlas.get(inner));
    match atlas.sort(outer) {
        Sort::Country => atlas.sort(inner) != Sort::Country && same_code(atlas, out.country, place.country),
        Sort::Region => atlas.sort(inner) == Sort::Town && place.region == out.region,
        Sort::Area if out.feature == "CONT" => false,
        Sort::Area => {
            let country = out.country.is_none() || same_code(atlas, out.country, place.country);
            country && atlas.sort(inner) == Sort::Town && out.distance(&place) < AREA_RADIUS
        }
        Sort::Town => false,
    }
}

fn same_code(atlas: &Atlas, a: Option<CountryId>, b: Option<CountryId>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if atlas.code(a) == atlas.code(b))
}

/// What the words beside a name say of it.
#[derive(Clone, Copy, Debug, Default)]
struct Hint {
    /// What sort of place it is.
    kind: Option<Kind>,
    /// A country that it lies in.
    country: Option<CountryId>,
    /// The place chosen by a container.
    fixed: Option<PlaceId>,
    /// None of the places is what the words say: in a container that is named, or a county.
    elsewhere: bool,
}

/// A country that some words of the document speak of.
struct Evidence {
    country: CountryId,
    region: Option<RegionId>,
    weight: f32,
    /// The name that it comes from, for which it does not count.
    key: Option<usize>,
}

/// The choice of places for one document.
pub struct Chooser<'a> {
    atlas: &'a Atlas,
    lexicon: &'a Lexicon,
    parsed: Parsed<'a>,
    candidates: &'a [Candidate],
    hints: Vec<Hint>,
    /// For each candidate the number of its name.
    key_of: Vec<usize>,
    evidence: Vec<Evidence>,
    /// For each candidate that is the container of another, the other.
    within: Vec<Option<usize>>,
}

impl<'a> Chooser<'a> {
    /// Reads what the document says beside and around the names.
    pub fn new(
        atlas: &'a Atlas,
        lexicon: &'a Lexicon,
        parsed: Parsed<'a>,
        candidates: &'a [Candidate],
        dateline: Option<PlaceId>,
    ) -> Self {
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let key_of = candidates
            .iter()
            .map(|c| {
                let next = numbers.len();
                *numbers.entry(c.key.as_str()).or_insert(next)
            })
            .collect();
        let hints = vec![Hint::default(); candidates.len()];
        let within = vec![None; candidates.len()];
        let mut chooser = Self { atlas, lexicon, parsed, candidates, hints, key_of, evidence: Vec::new(), within };
        for i in 0..candidates.len() {
            chooser.read_before(i);
            chooser.read_after(i);
        }
        for i in 0..candidates.len() {
            chooser.read_container(i);
        }
        chooser.gather(dateline);
        chooser
    }

    /// The place of each candidate, where there is one.
    pub fn choose(&self) -> Vec<Option<PlaceId>> {
        let mut sense: FxHashMap<usize, PlaceId> = FxHashMap::default();
        for (i, hint) in self.hints.iter().enumerate() {
            if let Some(place) = hint.fixed {
                sense.entry(self.key_of[i]).or_insert(place);
            }
        }
        (0..self.candidates.len())
            .map(|i| {
                let hint = self.hints[i];
                if hint.elsewhere {
                    return None;
                }
                let shared = sense.get(&self.key_of[i]).copied().filter(|p| self.fits(*p, hint));
                hint.fixed.or(shared).or_else(|| self.best(i).filter(|p| self.is_credible(i, *p)))
            })
            .collect()
    }

    /// The candidate before this one that it is set behind as its container: of "Paris, Texas" the first for the second.
    pub fn contained_by(&self, i: usize) -> Option<usize> {
        self.within[i]
    }

    /// Whether the document has any reason for a place that few know: its country, or words that make a place of the name.
    ///
    /// A small town of a country that the document never names is more likely a surname, a firm or a place not in the atlas.
    fn is_credible(&self, i: usize, id: PlaceId) -> bool {
        let candidate = &self.candidates[i];
        let place = self.atlas.get(id);
        if self.atlas.sort(id) != Sort::Town || place.feature == "PPLC" || place.population >= MINOR {
            return true;
        }
        let key = self.key_of[i];
        let alternate = candidate.places.iter().all(|p| p.alternate);
        let located = self.candidates.iter().zip(&self.key_of).any(|(c, k)| *k == key && c.located);
        let least = if located && !alternate { 0.0 } else { f32::MIN_POSITIVE };
        Weights::of(self, key).of_country(self.atlas, place.country) >= least
    }

    fn best(&self, i: usize) -> Option<PlaceId> {
        let candidate = &self.candidates[i];
        let hint = self.hints[i];
        let weights = Weights::of(self, self.key_of[i]);
        let fit = |p: &Posting| if self.fits(p.place, hint) { 0.0 } else { MISFIT };
        let score = |p: &Posting| prior(self.atlas, *p) + weights.of_place(self.atlas, p.place) + fit(p);
        let best = candidate.places.iter().max_by(|a, b| score(a).total_cmp(&score(b)))?;
        // The document tells the country; within it a place's own weight counts more.
        let country = self.atlas.get(best.place).country;
        let same = |p: &&Posting| same_code(self.atlas, self.atlas.get(p.place).country, country);
        let score = |p: &Posting| self.weight_at_home(candidate, *p, &weights) + fit(p);
        let home = candidate.places.iter().filter(same).max_by(|a, b| score(a).total_cmp(&score(b)));
        Some(home.unwrap_or(best).place)
    }

    /// How likely the place is meant among those of its country.
    fn weight_at_home(&self, candidate: &Candidate, posting: Posting, weights: &Weights) -> f32 {
        let weight = prior(self.atlas, posting);
        let place = self.atlas.get(posting.place);
        if self.atlas.sort(posting.place) == Sort::Region {
            // "in Mecca" is in the city, not the region about it; "in Delaware" is in no town elsewhere.
            let namesake =
                |p: &Posting| container_of(self.atlas, posting.place, p.place) && prior(self.atlas, *p) > weight;
            return if candidate.places.iter().any(namesake) { weight } else { weight + REGION_DISCOUNT };
        }
        let near = place.region.is_some_and(|r| weights.regions.contains(&r));
        weight + if near { REGION_WEIGHT_AT_HOME } else { 0.0 }
    }

    /// Whether the place is of the kind and country that the words beside the name say.
    fn fits(&self, id: PlaceId, hint: Hint) -> bool {
        let place = self.atlas.get(id);
        let sort = self.atlas.sort(id);
        let kind = match hint.kind {
            Some(Kind::Capital) => place.feature == "PPLC" || place.feature == "PPLA",
            Some(Kind::City) => sort == Sort::Town,
            Some(Kind::Region) => sort == Sort::Region || sort == Sort::Area,
            Some(Kind::Country) => sort == Sort::Country,
            Some(Kind::Physical) => sort == Sort::Area,
            _ => true,
        };
        kind && hint.country.is_none_or(|c| same_code(self.atlas, Some(c), place.country))
    }

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
            country = country.or_else(|| self.adjective_at(token));
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
                && !self.candidates[i].places.iter().any(|p| self.fits(p.place, hint));
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

    /// The country that an adjective at the token tells ("South Korean" at its second word).
    fn adjective_at(&self, token: TokenView<'_>) -> Option<CountryId> {
        if !token.text().chars().next().is_some_and(char::is_uppercase) {
            return None;
        }
        let two = token.prev().map(|before| format!("{} {}", before.lower(), token.lower()));
        two.and_then(|words| self.lexicon.adjective(&words)).or_else(|| self.lexicon.adjective(token.lower()))
    }

    /// The candidate before `i` that ends with the token.
    fn candidate_ending_at(&self, i: usize, token: TokenView<'_>) -> Option<usize> {
        let before = &self.candidates[..i];
        before.iter().rposition(|c| c.tokens.end.0 == token.id.0 + 1)
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
            self.hints[i].fixed = self.inside(i, |id| container_of(self.atlas, region, id));
            self.hints[i].elsewhere = self.hints[i].fixed.is_none() && self.is_minor(i);
        } else if let Some(j) =
            self.candidates[i + 1..].iter().position(|c| c.tokens.start == next.id).map(|n| i + 1 + n)
        {
            self.pair(i, j, comma);
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
        self.within[j] = Some(i).filter(|_| comma && !is_possessor(self.parsed, &self.candidates[j]));
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

    fn inside(&self, i: usize, fits: impl Fn(PlaceId) -> bool) -> Option<PlaceId> {
        let fitting = self.candidates[i].places.iter().filter(|p| fits(p.place));
        fitting.max_by(|a, b| prior(self.atlas, **a).total_cmp(&prior(self.atlas, **b))).map(|p| p.place)
    }

    fn top(&self, i: usize) -> Option<PlaceId> {
        self.inside(i, |_| true)
    }

    /// The countries and regions that the document speaks of.
    fn gather(&mut self, dateline: Option<PlaceId>) {
        let mut evidence = Vec::new();
        if let Some(place) = dateline {
            self.add_evidence(&mut evidence, place, DATELINE_MENTIONS, None);
        }
        let mut next = self.candidates.iter().peekable();
        for token in self.parsed.all() {
            while next.next_if(|c| c.tokens.end <= token.id).is_some() {}
            let is_name = next.peek().is_some_and(|c| c.tokens.contains(token.id));
            if let Some(country) = self.adjective_at(token).filter(|_| !is_name) {
                evidence.push(Evidence { country, region: None, weight: 1.0, key: None });
            }
        }
        for i in 0..self.candidates.len() {
            let key = Some(self.key_of[i]);
            if let Some(place) = self.hints[i].fixed {
                self.add_evidence(&mut evidence, place, 2.0, None);
            } else if let Some(place) = self.clear(i) {
                self.add_evidence(&mut evidence, place, 1.0, key);
            }
        }
        self.evidence = evidence;
    }

    fn add_evidence(&self, evidence: &mut Vec<Evidence>, id: PlaceId, weight: f32, key: Option<usize>) {
        let place = self.atlas.get(id);
        if let Some(country) = place.country {
            evidence.push(Evidence { country, region: place.region, weight, key });
        }
    }

    /// The place of a name of which one is far better known than those of other countries.
    fn clear(&self, i: usize) -> Option<PlaceId> {
        let top = self.top(i)?;
        let country = self.atlas.get(top).country;
        let mut best = f32::MIN;
        let mut rival = f32::MIN;
        for posting in &self.candidates[i].places {
            let score = prior(self.atlas, *posting);
            if same_code(self.atlas, self.atlas.get(posting.place).country, country) {
                best = best.max(score);
            } else {
                rival = rival.max(score);
            }
        }
        (best - rival > CLEAR_LEAD).then_some(top)
    }
}

/// The document's weights for the places of one name.
struct Weights {
    countries: Vec<(Code, f32)>,
    regions: Vec<RegionId>,
    most: f32,
}

impl Weights {
    fn of(chooser: &Chooser<'_>, key: usize) -> Self {
        let mut countries: Vec<(Code, f32)> = Vec::new();
        let mut regions = Vec::new();
        for evidence in chooser.evidence.iter().filter(|e| e.key != Some(key)) {
            let code = chooser.atlas.code(evidence.country);
            let weight = if code == "USA" { evidence.weight * COMMON_MENTION } else { evidence.weight };
            match countries.iter_mut().find(|c| c.0 == code) {
                Some(country) => country.1 += weight,
                None => countries.push((code, weight)),
            }
            regions.extend(evidence.region);
        }
        let most = countries.iter().map(|c| c.1).fold(0.0, f32::max);
        Self { countries, regions, most }
    }

    /// How often the document speaks of the country.
    fn of_country(&self, atlas: &Atlas, country: Option<CountryId>) -> f32 {
        let code = country.map(|c| atlas.code(c));
        self.countries.iter().find(|c| Some(c.0) == code).map_or(0.0, |c| c.1)
    }

    fn of_place(&self, atlas: &Atlas, id: PlaceId) -> f32 {
        let place = atlas.get(id);
        let mentions = self.of_country(atlas, place.country);
        let country =
            if mentions > 0.0 { COUNTRY_WEIGHT * mentions / (mentions + 1.0) * mentions / self.most } else { 0.0 };
        let region = place.region.is_some_and(|r| self.regions.contains(&r));
        let itself = usize::from(place.feature == "ADM1");
        let common = itself == 0 && place.country.is_some_and(|c| atlas.code(c) == "USA");
        let country = if common { country.min(COMMON_MOST) } else { country };
        country + if region { REGION_WEIGHTS[itself] } else { 0.0 }
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
