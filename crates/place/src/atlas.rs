//! All places the program knows: the gazetteer, and over it the names and regions of the data files.

use crate::fold::key;
use crate::gazetteer::{CountryId, Gazetteer, Place, PlaceId};
use crate::names::{NameIndex, Posting, Walk};
use rustc_hash::FxHashSet;
use std::sync::Arc;
use whowhom_text::data::{DataDir, DataError, Line};
use whowhom_text::{Code, Label, layer::Resolution};

/// The gazetteer with `names.tsv` and `regions.tsv`.
#[derive(Debug)]
pub struct Atlas {
    gazetteer: Gazetteer,
    regions: Vec<Region>,
    extra: NameIndex,
    /// Keys of names that are written in capitals only ("US", "LA").
    capitals: FxHashSet<String>,
    /// The capital of each country.
    seats: Vec<Option<PlaceId>>,
    /// The state of each country or dependency: the one of those with its code that is a state.
    states: Vec<CountryId>,
}

/// A line of `regions.tsv`.
#[derive(Clone, Debug)]
struct Region {
    name: Arc<str>,
    feature: Label,
    country: Option<CountryId>,
    lat: f32,
    lon: f32,
    geonameid: u32,
}

/// How far a name has been read, in both indexes.
#[derive(Clone, Copy, Debug)]
pub struct AtlasWalk {
    gazetteer: Option<Walk>,
    extra: Option<Walk>,
}

/// What sort of place a feature code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A country or dependency.
    Country,
    /// A first-level region.
    Region,
    /// A region of `regions.tsv`.
    Area,
    /// A town.
    Town,
}

impl Atlas {
    /// The gazetteer compiled in, with the data files of `data` over it.
    ///
    /// # Errors
    /// When a line of a file is not in its form.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let gazetteer = Gazetteer::builtin();
        let seats = gazetteer.capitals();
        let states = (0..gazetteer.country_count() as u8).map(CountryId);
        let states = states.map(|c| state(&gazetteer, gazetteer.code(c)).unwrap_or(c)).collect();
        let mut atlas = Self {
            states,
            extra: NameIndex::build(Vec::new()),
            regions: Vec::new(),
            capitals: FxHashSet::default(),
            seats,
            gazetteer,
        };
        let mut rows = Vec::new();
        for file in data.files("place/names.tsv", include_str!("../../../data/place/names.tsv"))? {
            for line in file.lines() {
                atlas.read_name(line, &mut rows)?;
            }
        }
        for file in data.files("place/regions.tsv", include_str!("../../../data/place/regions.tsv"))? {
            for line in file.lines() {
                atlas.read_region(line, &mut rows)?;
            }
        }
        atlas.extra = NameIndex::build(rows);
        Ok(atlas)
    }

    fn read_name(&mut self, line: Line<'_>, rows: &mut Vec<(String, Posting)>) -> Result<(), DataError> {
        let mut fields = line.fields();
        let (Some(name), Some(number)) = (fields.next(), fields.next()) else {
            return Err(line.error("wanted: name, GeoNames number"));
        };
        let place = self.numbered(line, number)?;
        let key = key(name);
        if name.chars().all(|c| !c.is_lowercase()) {
            self.capitals.insert(key.clone());
        }
        rows.push((key, Posting { place, alternate: false }));
        Ok(())
    }

    fn read_region(&mut self, line: Line<'_>, rows: &mut Vec<(String, Posting)>) -> Result<(), DataError> {
        let columns: Vec<&str> = line.columns().collect();
        let [names, feature, code, lat, lon, number] = columns[..] else {
            return Err(
                line.error("wanted: names, feature code, country or -, latitude, longitude, GeoNames number or -")
            );
        };
        let degrees = |text: &str| text.parse::<f32>().map_err(|_| line.error(format!("{text} is not degrees")));
        let geonameid = match number {
            "-" => 0,
            _ => number.parse().map_err(|_| line.error(format!("{number} is not a GeoNames number")))?,
        };
        let country = if code == "-" { None } else { Some(self.coded(line, code)?) };
        let place = PlaceId((self.gazetteer.len() + self.regions.len()) as u32);
        rows.extend(names.split('|').map(|name| (key(name), Posting { place, alternate: false })));
        self.regions.push(Region {
            name: names.split('|').next().unwrap_or(names).into(),
            feature: Label::new(feature),
            country,
            lat: degrees(lat)?,
            lon: degrees(lon)?,
            geonameid,
        });
        Ok(())
    }

    /// The place of a GeoNames number in a data file.
    ///
    /// # Errors
    /// When it is not a number, or the gazetteer has no such place.
    pub fn numbered(&self, line: Line<'_>, number: &str) -> Result<PlaceId, DataError> {
        let geonameid = number.parse().map_err(|_| line.error(format!("{number} is not a GeoNames number")))?;
        let missing = || line.error(format!("the gazetteer has no place {number}"));
        self.gazetteer.by_geonameid(geonameid).ok_or_else(missing)
    }

    /// The country of a code in a data file.
    ///
    /// # Errors
    /// When no country has the code.
    pub fn coded(&self, line: Line<'_>, code: &str) -> Result<CountryId, DataError> {
        let missing = || line.error(format!("no country has the code {code}"));
        Code::new(code).and_then(|c| state(&self.gazetteer, c)).ok_or_else(missing)
    }

    /// The record of a place.
    pub fn get(&self, id: PlaceId) -> Place<'_> {
        match (id.0 as usize).checked_sub(self.gazetteer.len()) {
            None => self.gazetteer.get(id),
            Some(number) => {
                let region = &self.regions[number];
                Place {
                    geonameid: region.geonameid,
                    name: &region.name,
                    lat: region.lat,
                    lon: region.lon,
                    population: 0,
                    country: region.country,
                    region: None,
                    feature: region.feature,
                }
            }
        }
    }

    /// What sort of place it is.
    pub fn sort(&self, id: PlaceId) -> Sort {
        if id.0 as usize >= self.gazetteer.len() {
            return Sort::Area;
        }
        match self.gazetteer.get(id).feature.as_str() {
            "ADM1" => Sort::Region,
            "TERR" => Sort::Country,
            feature if feature.starts_with("PCL") => Sort::Country,
            _ => Sort::Town,
        }
    }

    /// How finely a place of this sort is known.
    pub fn resolution(&self, id: PlaceId) -> Resolution {
        match self.sort(id) {
            Sort::Country => Resolution::Country,
            Sort::Region => Resolution::Region,
            Sort::Area => Resolution::District,
            Sort::Town => Resolution::City,
        }
    }

    /// The country's code in the ontology.
    pub fn code(&self, country: CountryId) -> Code {
        self.gazetteer.code(country)
    }

    /// The state that the country or dependency belongs to.
    pub fn state_of(&self, country: CountryId) -> CountryId {
        self.states[country.0 as usize]
    }

    /// Whether both belong to one state.
    pub fn same_state(&self, a: Option<CountryId>, b: Option<CountryId>) -> bool {
        matches!((a, b), (Some(a), Some(b)) if self.state_of(a) == self.state_of(b))
    }

    /// The country's seat of government.
    pub fn capital(&self, country: CountryId) -> Option<PlaceId> {
        self.seats.get(country.0 as usize).copied().flatten()
    }

    /// The start of every name.
    pub fn start(&self) -> AtlasWalk {
        AtlasWalk { gazetteer: Some(self.gazetteer.names().start()), extra: Some(self.extra.start()) }
    }

    /// Reads on; `None` when no name goes on so.
    pub fn step(&self, walk: AtlasWalk, key: &str) -> Option<AtlasWalk> {
        let gazetteer = walk.gazetteer.and_then(|w| self.gazetteer.names().step(w, key.as_bytes()));
        let extra = walk.extra.and_then(|w| self.extra.step(w, key.as_bytes()));
        (gazetteer.is_some() || extra.is_some()).then_some(AtlasWalk { gazetteer, extra })
    }

    /// Whether a name ends here.
    pub fn is_name(&self, walk: AtlasWalk) -> bool {
        walk.extra.is_some_and(|w| self.extra.places(w).len() > 0)
            || walk.gazetteer.is_some_and(|w| self.gazetteer.names().places(w).len() > 0)
    }

    /// The places whose name ends here, each once.
    pub fn places(&self, walk: AtlasWalk) -> Vec<Posting> {
        let mut places: Vec<Posting> = walk.extra.map(|w| self.extra.places(w).collect()).unwrap_or_default();
        if let Some(walk) = walk.gazetteer {
            for posting in self.gazetteer.names().places(walk) {
                if !places.iter().any(|p| p.place == posting.place) {
                    places.push(posting);
                }
            }
        }
        places
    }

    /// The places of a whole name.
    pub fn find(&self, name: &str) -> Vec<Posting> {
        self.step(self.start(), &key(name)).map(|walk| self.places(walk)).unwrap_or_default()
    }

    /// Whether a name with this key is written in capitals only.
    pub fn in_capitals(&self, key: &str) -> bool {
        self.capitals.contains(key)
    }
}

/// The state of a code; its dependencies have the same code.
fn state(gazetteer: &Gazetteer, code: Code) -> Option<CountryId> {
    let rank = |c: &CountryId| {
        let place = gazetteer.get(gazetteer.country_place(*c));
        (place.feature == "PCLI" || place.feature == "PCL", place.population)
    };
    gazetteer.countries_of(code).max_by_key(rank)
}

impl Place<'_> {
    /// Kilometres from here to `other` along the globe.
    pub fn distance(&self, other: &Place<'_>) -> f32 {
        let (lat, other_lat) = (self.lat.to_radians(), other.lat.to_radians());
        let east = (self.lon - other.lon).to_radians();
        let cosine = lat.sin() * other_lat.sin() + lat.cos() * other_lat.cos() * east.cos();
        6371.0 * cosine.clamp(-1.0, 1.0).acos()
    }
}
