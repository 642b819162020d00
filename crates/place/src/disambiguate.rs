//! Which of the places of one name is meant.
//!
//! What the text says beside the name decides ([`crate::hints`]). Otherwise a place's own weight (population and feature class) is
//! set against the countries and regions that the rest of the document names ([`crate::evidence`]), and one name means one place
//! throughout a document.

use crate::atlas::{Atlas, Sort};
use crate::candidates::Candidate;
use crate::evidence::{Evidence, Weights};
use crate::gazetteer::PlaceId;
use crate::hints::{self, Hint, MINOR, likeliest};
use crate::lexicon::Lexicon;
use crate::names::Posting;
use rustc_hash::FxHashMap;
use whowhom_text::Parsed;

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
/// Mentions that a name with its container counts as.
const CONTAINED_MENTIONS: f32 = 2.0;
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
        Sort::Country => atlas.sort(inner) != Sort::Country && atlas.same_state(out.country, place.country),
        Sort::Region => atlas.sort(inner) == Sort::Town && place.region == out.region,
        Sort::Area if out.feature == "CONT" => false,
        Sort::Area => {
            let country = out.country.is_none() || atlas.same_state(out.country, place.country);
            country && atlas.sort(inner) == Sort::Town && out.distance(&place) < AREA_RADIUS
        }
        Sort::Town => false,
    }
}

/// The choice of places for one document.
pub struct Chooser<'a> {
    atlas: &'a Atlas,
    candidates: &'a [Candidate],
    hints: Vec<Hint>,
    /// For each candidate the number of its name.
    name_of: Vec<usize>,
    /// For each name, whether words somewhere make a place of it.
    located: Vec<bool>,
    evidence: Evidence,
}

impl<'a> Chooser<'a> {
    /// Reads what the document says beside and around the names. `dateline` is where it was written.
    pub fn new(
        atlas: &'a Atlas,
        lexicon: &'a Lexicon,
        parsed: Parsed<'a>,
        candidates: &'a [Candidate],
        dateline: Option<PlaceId>,
    ) -> Self {
        let hints = hints::read(atlas, lexicon, parsed, candidates);
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let mut name_of = Vec::with_capacity(candidates.len());
        let mut located = Vec::new();
        for candidate in candidates {
            let next = numbers.len();
            let number = *numbers.entry(candidate.key.as_str()).or_insert(next);
            if number == next {
                located.push(false);
            }
            located[number] |= candidate.located;
            name_of.push(number);
        }
        let mut chooser = Self { atlas, candidates, hints, name_of, located, evidence: Evidence::default() };
        chooser.gather(lexicon, parsed, dateline);
        chooser
    }

    /// The place of each candidate, where there is one.
    pub fn choose(&self) -> Vec<Option<PlaceId>> {
        let mut sense: Vec<Option<PlaceId>> = vec![None; self.located.len()];
        for (hint, name) in self.hints.iter().zip(&self.name_of) {
            sense[*name] = sense[*name].or(hint.fixed);
        }
        let mut weights: Vec<Option<Weights<'_>>> = (0..self.located.len()).map(|_| None).collect();
        let choose = |(i, hint): (usize, &Hint)| {
            let name = self.name_of[i];
            let shared = sense[name].filter(|p| hint.fits(self.atlas, *p));
            if hint.elsewhere || hint.fixed.or(shared).is_some() {
                return hint.fixed.or(shared).filter(|_| !hint.elsewhere);
            }
            let weights = weights[name].get_or_insert_with(|| self.evidence.for_name(self.atlas, name));
            self.best(i, weights).filter(|p| self.is_credible(i, *p, weights))
        };
        self.hints.iter().enumerate().map(choose).collect()
    }

    /// The candidate before this one that it is set behind as its container: of "Paris, Texas" the first for the second.
    pub fn contained_by(&self, i: usize) -> Option<usize> {
        self.hints[i].contains
    }

    /// Whether the document has any reason for a place that few know: its country, or words that make a place of the name.
    ///
    /// A small town of a country that the document never names is more likely a surname, a firm or a place not in the atlas.
    fn is_credible(&self, i: usize, id: PlaceId, weights: &Weights<'_>) -> bool {
        let place = self.atlas.get(id);
        if self.atlas.sort(id) != Sort::Town || place.feature == "PPLC" || place.population >= MINOR {
            return true;
        }
        let alternate = self.candidates[i].places.iter().all(|p| p.alternate);
        (self.located[self.name_of[i]] && !alternate) || weights.of_country(place.country) > 0.0
    }

    fn best(&self, i: usize, weights: &Weights<'_>) -> Option<PlaceId> {
        let candidate = &self.candidates[i];
        let hint = self.hints[i];
        let fit = |p: &Posting| if hint.fits(self.atlas, p.place) { 0.0 } else { MISFIT };
        let score = |p: &Posting| prior(self.atlas, *p) + weights.of_place(p.place) + fit(p);
        let best = candidate.places.iter().max_by(|a, b| score(a).total_cmp(&score(b)))?;
        // The document tells the country; within it a place's own weight counts more.
        let country = self.atlas.get(best.place).country;
        let same = |p: &&Posting| self.atlas.same_state(self.atlas.get(p.place).country, country);
        let score = |p: &Posting| self.weight_at_home(candidate, *p, weights) + fit(p);
        let home = candidate.places.iter().filter(same).max_by(|a, b| score(a).total_cmp(&score(b)));
        Some(home.unwrap_or(best).place)
    }

    /// How likely the place is meant among those of its country.
    fn weight_at_home(&self, candidate: &Candidate, posting: Posting, weights: &Weights<'_>) -> f32 {
        let weight = prior(self.atlas, posting);
        let place = self.atlas.get(posting.place);
        if self.atlas.sort(posting.place) == Sort::Region {
            // "in Mecca" is in the city, not the region about it; "in Delaware" is in no town elsewhere.
            let namesake =
                |p: &Posting| container_of(self.atlas, posting.place, p.place) && prior(self.atlas, *p) > weight;
            return if candidate.places.iter().any(namesake) { weight } else { weight + REGION_DISCOUNT };
        }
        weight + if weights.has_region(place.region) { REGION_WEIGHT_AT_HOME } else { 0.0 }
    }

    /// The countries and regions that the document speaks of.
    fn gather(&mut self, lexicon: &Lexicon, parsed: Parsed<'_>, dateline: Option<PlaceId>) {
        let atlas = self.atlas;
        if let Some(place) = dateline {
            self.evidence.add_place(atlas, place, DATELINE_MENTIONS, None);
        }
        let mut next = self.candidates.iter().peekable();
        for token in parsed.all() {
            while next.next_if(|c| c.tokens.end <= token.id).is_some() {}
            let is_name = next.peek().is_some_and(|c| c.tokens.contains(token.id));
            if let Some(country) = lexicon.adjective_at(token).filter(|_| !is_name) {
                self.evidence.add_country(atlas, country, 1.0);
            }
        }
        for (i, candidate) in self.candidates.iter().enumerate() {
            if let Some(place) = self.hints[i].fixed {
                self.evidence.add_place(atlas, place, CONTAINED_MENTIONS, None);
            } else if let Some(place) = clear(atlas, candidate) {
                self.evidence.add_place(atlas, place, 1.0, Some(self.name_of[i]));
            }
        }
    }
}

/// The place of a name of which one is far better known than those of other countries.
fn clear(atlas: &Atlas, candidate: &Candidate) -> Option<PlaceId> {
    let top = likeliest(atlas, candidate, |_| true)?;
    let country = atlas.get(top).country;
    let mut best = f32::MIN;
    let mut rival = f32::MIN;
    for posting in &candidate.places {
        let side = if atlas.same_state(atlas.get(posting.place).country, country) { &mut best } else { &mut rival };
        *side = side.max(prior(atlas, *posting));
    }
    (best - rival > CLEAR_LEAD).then_some(top)
}
