//! Writing a gazetteer: what `cargo xtask convert-gazetteer` calls.

use crate::gazetteer::{LOG_STEPS, MAGIC, PlaceId};
use crate::names::{Posting, write_index};

/// A place to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// GeoNames' number.
    pub geonameid: u32,
    /// GeoNames' name, at most 255 bytes.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// People.
    pub population: u64,
    /// Number of its country in [`Rows::countries`].
    pub country: Option<usize>,
    /// Number of its region in [`Rows::regions`].
    pub region: Option<usize>,
    /// GeoNames feature code, at most eight bytes.
    pub feature: String,
    /// Keys that it is found by, each with whether it is only an alternate name.
    pub keys: Vec<(String, bool)>,
}

/// All that goes into a gazetteer.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Code and GeoNames number of each country; at most 254.
    pub countries: Vec<([u8; 3], u32)>,
    /// GeoNames number of each first-level region; at most 65,534.
    pub regions: Vec<u32>,
    /// The places, those of countries and regions among them.
    pub places: Vec<PlaceRow>,
}

/// The gazetteer's bytes, in the layout of [`crate::gazetteer`].
///
/// # Panics
/// When a country or region is not among the places, or there is more of something than the layout holds.
pub fn gazetteer(mut rows: Rows) -> Vec<u8> {
    assert!(rows.countries.len() < 255 && rows.regions.len() < 65_535 && rows.places.len() < 1 << 31);
    rows.places.sort_by_key(|p| p.geonameid);
    let numbers: Vec<u32> = rows.places.iter().map(|p| p.geonameid).collect();
    let place_of = |id: u32| numbers.binary_search(&id).expect("countries and regions are places") as u32;
    let mut features: Vec<&str> = rows.places.iter().map(|p| p.feature.as_str()).collect();
    features.sort_unstable();
    features.dedup();
    let (places, names) = write_places(&rows.places, &features);
    let (fst, postings) = write_index(&index_rows(&rows.places));

    let mut out = MAGIC.to_vec();
    let counts =
        [rows.countries.len(), features.len(), rows.regions.len(), rows.places.len(), names.len(), postings.len()];
    out.extend(counts.iter().flat_map(|&n| (n as u32).to_le_bytes()));
    for (code, id) in &rows.countries {
        out.extend(code);
        out.push(0);
        out.extend(place_of(*id).to_le_bytes());
    }
    for feature in features {
        let mut padded = [0; 8];
        padded[..feature.len()].copy_from_slice(feature.as_bytes());
        out.extend(padded);
    }
    out.extend(rows.regions.iter().flat_map(|&id| place_of(id).to_le_bytes()));
    out.extend(places);
    out.extend(names.as_bytes());
    out.extend(postings);
    out.extend(fst);
    out
}

fn write_places(places: &[PlaceRow], features: &[&str]) -> (Vec<u8>, String) {
    let mut out = Vec::new();
    let mut names = String::new();
    for place in places {
        let degrees = |d: f64| ((d * 1e4).round() as i32).to_le_bytes();
        let feature = features.binary_search(&place.feature.as_str()).expect("all features are listed");
        let log = ((place.population as f64 + 1.0).log2() * LOG_STEPS).round() as u16;
        out.extend(place.geonameid.to_le_bytes());
        out.extend(&degrees(place.lat)[..3]);
        out.extend(&degrees(place.lon)[..3]);
        out.extend(log.to_le_bytes());
        out.push(place.country.map_or(0, |c| c as u8 + 1));
        out.push(u8::try_from(feature).expect("fewer than 256 feature codes"));
        out.extend(place.region.map_or(0, |r| r as u16 + 1).to_le_bytes());
        out.extend(&(names.len() as u32).to_le_bytes()[..3]);
        out.push(u8::try_from(place.name.len()).expect("a name of fewer than 256 bytes"));
        names.push_str(&place.name);
    }
    assert!(names.len() < 1 << 24, "the names do not fit");
    (out, names)
}

/// All names in order, the places of one name by population, largest first.
fn index_rows(places: &[PlaceRow]) -> Vec<(String, Posting)> {
    let mut rows: Vec<(&str, std::cmp::Reverse<u64>, Posting)> = Vec::new();
    for (number, place) in places.iter().enumerate() {
        for (key, alternate) in &place.keys {
            let posting = Posting { place: PlaceId(number as u32), alternate: *alternate };
            rows.push((key, std::cmp::Reverse(place.population), posting));
        }
    }
    rows.sort_by(|a, b| (a.0, a.1, a.2.place).cmp(&(b.0, b.1, b.2.place)));
    rows.into_iter().map(|(key, _, posting)| (key.to_owned(), posting)).collect()
}
