//! The countries and first-level regions that a document speaks of, and how much they weigh for a place of an ambiguous name.

use crate::atlas::Atlas;
use crate::gazetteer::{CountryId, PlaceId, RegionId};
use rustc_hash::FxHashMap;
use whowhom_text::Code;

/// Weight that a country gets from the document at most, in units of [`prior`](crate::disambiguate::prior) (natural logarithm of
/// people).
const COUNTRY_WEIGHT: f32 = 7.0;
/// Weight of a town in a first-level region that the document names, and of a region of which the document names a town.
const REGION_WEIGHTS: [f32; 2] = [3.0, 6.0];
/// What a mention of the United States counts: news from everywhere speaks of it.
const COMMON_MENTION: f32 = 0.5;
/// What their country weighs at most for towns of the United States: many bear names of better known ones, and in a report from
/// there "Paris" is still in France.
const COMMON_MOST: f32 = 2.5;
/// The country of which both are true.
const COMMON: Code = Code::from_static(b"USA");

/// A name by its number in the document.
pub type NameNumber = usize;

/// What the document speaks of. What comes from a name itself does not count for that name.
#[derive(Debug, Default)]
pub struct Evidence {
    countries: Vec<(CountryId, f32)>,
    regions: FxHashMap<RegionId, f32>,
    /// What each name gave, by country and region.
    own: FxHashMap<NameNumber, Vec<(CountryId, Option<RegionId>, f32)>>,
}

/// The evidence that counts for one name.
#[derive(Debug)]
pub struct Weights<'a> {
    atlas: &'a Atlas,
    evidence: &'a Evidence,
    own: &'a [(CountryId, Option<RegionId>, f32)],
    most: f32,
}

impl Evidence {
    /// Adds a mention of a country.
    pub fn add_country(&mut self, atlas: &Atlas, country: CountryId, weight: f32) -> f32 {
        let state = atlas.state_of(country);
        let weight = if atlas.code(state) == COMMON { weight * COMMON_MENTION } else { weight };
        match self.countries.iter_mut().find(|c| c.0 == state) {
            Some(known) => known.1 += weight,
            None => self.countries.push((state, weight)),
        }
        weight
    }

    /// Adds a mention of a place, for its country and region; `from` is the name that it comes from, when it is not sure.
    pub fn add_place(&mut self, atlas: &Atlas, id: PlaceId, weight: f32, from: Option<NameNumber>) {
        let place = atlas.get(id);
        let Some(country) = place.country else { return };
        let weight = self.add_country(atlas, country, weight);
        if let Some(region) = place.region {
            *self.regions.entry(region).or_default() += weight;
        }
        if let Some(name) = from {
            // A name said ten thousand times gives two or three sums, not a list to be read through each time.
            let (state, own) = (atlas.state_of(country), self.own.entry(name).or_default());
            match own.iter_mut().find(|o| (o.0, o.1) == (state, place.region)) {
                Some(known) => known.2 += weight,
                None => own.push((state, place.region, weight)),
            }
        }
    }

    /// What counts for the name.
    pub fn for_name<'a>(&'a self, atlas: &'a Atlas, name: NameNumber) -> Weights<'a> {
        let own = self.own.get(&name).map_or(&[][..], Vec::as_slice);
        let mut weights = Weights { atlas, evidence: self, own, most: 0.0 };
        weights.most = self.countries.iter().map(|c| weights.of_state(c.0)).fold(0.0, f32::max);
        weights
    }
}

impl Weights<'_> {
    /// How often the document speaks of the country.
    pub fn of_country(&self, country: Option<CountryId>) -> f32 {
        country.map_or(0.0, |c| self.of_state(self.atlas.state_of(c)))
    }

    fn of_state(&self, state: CountryId) -> f32 {
        let all = self.evidence.countries.iter().find(|c| c.0 == state).map_or(0.0, |c| c.1);
        let own: f32 = self.own.iter().filter(|o| o.0 == state).map(|o| o.2).sum();
        (all - own).max(0.0)
    }

    /// Whether the document names the region, or a place in it.
    pub fn has_region(&self, region: Option<RegionId>) -> bool {
        let all = region.and_then(|r| self.evidence.regions.get(&r)).copied().unwrap_or_default();
        let own: f32 = self.own.iter().filter(|o| o.1 == region).map(|o| o.2).sum();
        all - own > 1e-3
    }

    /// What the document adds to the prior of the place.
    pub fn of_place(&self, id: PlaceId) -> f32 {
        let place = self.atlas.get(id);
        let mentions = self.of_country(place.country);
        let country =
            if mentions > 0.0 { COUNTRY_WEIGHT * mentions / (mentions + 1.0) * mentions / self.most } else { 0.0 };
        let itself = usize::from(place.feature == "ADM1");
        let common = itself == 0 && place.country.is_some_and(|c| self.atlas.code(c) == COMMON);
        let country = if common { country.min(COMMON_MOST) } else { country };
        country + if self.has_region(place.region) { REGION_WEIGHTS[itself] } else { 0.0 }
    }
}
