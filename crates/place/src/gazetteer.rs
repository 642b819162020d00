//! The gazetteer: GeoNames in one run of bytes, read where it lies.
//!
//! # Layout
//! Whole numbers are little-endian. `cargo xtask convert-gazetteer` writes it ([`write`](crate::write)).
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `WHWGAZ01` |
//! | 6 × 4 | numbers of countries (c), feature codes (f), regions (r), places (p); lengths in bytes of names (n) and postings (q) |
//! | c × 8 | country: three letters of its code, a zero byte, number of its place |
//! | f × 8 | feature code, padded with zero bytes |
//! | r × 4 | first-level region: number of its place |
//! | p × 20 | place, sorted by GeoNames number: see [`Gazetteer::get`] |
//! | n | names, UTF-8, one after another |
//! | q | postings: see [`NameIndex`] |
//! | rest | a finite-state transducer (crate `fst`) from name keys ([`crate::fold`]) to postings |
//!
//! A place: GeoNames number (4), latitude and longitude in 1e-4 degrees (3 each, signed), log2 of the population + 1 in
//! 1/2048 (2), country + 1 or 0 (1), feature (1), region + 1 or 0 (2), start (3) and length (1) of its name.

use crate::names::NameIndex;
use std::borrow::Cow;
use whowhom_text::{Code, Label};

/// First bytes of a gazetteer.
pub const MAGIC: &[u8; 8] = b"WHWGAZ01";
/// Bytes before the first section.
pub const HEADER: usize = 8 + 6 * 4;
/// Bytes of a place.
pub const PLACE: usize = 20;
/// Steps of the logarithm of a population.
pub const LOG_STEPS: f64 = 2048.0;

/// A run of bytes is not a gazetteer of this version.
#[derive(Debug, thiserror::Error)]
#[error("the gazetteer does not fit this version of the program: {0}")]
pub struct FormatError(&'static str);

/// A country, by its number in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryId(pub u8);

/// A first-level region, by its number in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(pub u16);

/// A place, by its number in the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// What the gazetteer says of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place<'a> {
    /// GeoNames' number; 0 where GeoNames has none.
    pub geonameid: u32,
    /// Its name in GeoNames.
    pub name: &'a str,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// People; 0 where unknown.
    pub population: u32,
    /// The country that it is or lies in.
    pub country: Option<CountryId>,
    /// The first-level region that it is or lies in.
    pub region: Option<RegionId>,
    /// GeoNames feature code.
    pub feature: Label,
}

/// GeoNames, read from its bytes.
#[derive(Debug)]
pub struct Gazetteer {
    countries: Vec<(Code, PlaceId)>,
    features: Vec<Label>,
    regions: &'static [u8],
    places: &'static [u8],
    text: &'static str,
    names: NameIndex,
}

static BUILTIN: &[u8] = include_bytes!("../../../data/place/gazetteer.bin");

impl Gazetteer {
    /// The gazetteer that is compiled in.
    ///
    /// # Panics
    /// When the program was built with a gazetteer of another version, which its tests rule out.
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).expect("the gazetteer compiled in is of this version")
    }

    /// Reads the sections; places and names stay where they lie.
    ///
    /// # Errors
    /// When the bytes are not a gazetteer of this version.
    pub fn parse(bytes: &'static [u8]) -> Result<Self, FormatError> {
        let mut rest = bytes;
        if take(&mut rest, 8)? != MAGIC {
            return Err(FormatError("its first bytes are other ones"));
        }
        let mut counts = [0usize; 6];
        for count in &mut counts {
            *count = number(take(&mut rest, 4)?) as usize;
        }
        let [countries, features, regions, places, names, postings] = counts;
        let countries = take(&mut rest, countries * 8)?.chunks_exact(8).map(read_country).collect::<Result<_, _>>()?;
        let features = take(&mut rest, features * 8)?.chunks_exact(8).map(read_feature).collect::<Result<_, _>>()?;
        let regions = take(&mut rest, regions * 4)?;
        let places = take(&mut rest, places.checked_mul(PLACE).ok_or(FormatError("a section is too long"))?)?;
        let text = std::str::from_utf8(take(&mut rest, names)?).map_err(|_| FormatError("its names are not UTF-8"))?;
        let postings = take(&mut rest, postings)?;
        let names = NameIndex::new(Cow::Borrowed(rest), Cow::Borrowed(postings))
            .map_err(|_| FormatError("its index of names cannot be read"))?;
        Ok(Self { countries, features, regions, places, text, names })
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.places.len() / PLACE
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The index of names.
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// The record of a place.
    ///
    /// # Panics
    /// When the gazetteer has no such place.
    pub fn get(&self, id: PlaceId) -> Place<'_> {
        let at = id.0 as usize * PLACE;
        let bytes = &self.places[at..at + PLACE];
        let name = number(&bytes[16..19]) as usize;
        Place {
            geonameid: number(&bytes[0..4]),
            lat: degrees(&bytes[4..7]),
            lon: degrees(&bytes[7..10]),
            population: ((f64::from(number(&bytes[10..12])) / LOG_STEPS).exp2() - 1.0).round() as u32,
            country: bytes[12].checked_sub(1).map(CountryId),
            feature: self.features[bytes[13] as usize],
            region: (number(&bytes[14..16]) as u16).checked_sub(1).map(RegionId),
            name: &self.text[name..name + bytes[19] as usize],
        }
    }

    /// The place with this GeoNames number.
    pub fn by_geonameid(&self, geonameid: u32) -> Option<PlaceId> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            match number(&self.places[middle * PLACE..middle * PLACE + 4]).cmp(&geonameid) {
                std::cmp::Ordering::Equal => return Some(PlaceId(middle as u32)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The country's code in the ontology.
    pub fn code(&self, country: CountryId) -> Code {
        self.countries[country.0 as usize].0
    }

    /// The country itself as a place.
    pub fn country_place(&self, country: CountryId) -> PlaceId {
        self.countries[country.0 as usize].1
    }

    /// The countries and dependencies that have this code.
    pub fn countries_of(&self, code: Code) -> impl Iterator<Item = CountryId> {
        let coded = move |(i, (c, _)): (usize, &(Code, PlaceId))| (*c == code).then_some(CountryId(i as u8));
        self.countries.iter().enumerate().filter_map(coded)
    }

    /// The seat of government of each country, the most populous where GeoNames gives several.
    pub fn capitals(&self) -> Vec<Option<PlaceId>> {
        let mut capitals = vec![None; self.countries.len()];
        let Some(seat) = self.features.iter().position(|f| *f == "PPLC") else { return capitals };
        for (number, bytes) in self.places.chunks_exact(PLACE).enumerate() {
            if usize::from(bytes[13]) == seat
                && let Some(country) = bytes[12].checked_sub(1)
            {
                let id = PlaceId(number as u32);
                let slot: &mut Option<PlaceId> = &mut capitals[country as usize];
                if slot.is_none_or(|known| self.get(known).population < self.get(id).population) {
                    *slot = Some(id);
                }
            }
        }
        capitals
    }

    /// Number of countries and dependencies.
    pub fn country_count(&self) -> usize {
        self.countries.len()
    }

    /// The first-level region itself as a place.
    pub fn region_place(&self, region: RegionId) -> PlaceId {
        let at = region.0 as usize * 4;
        PlaceId(number(&self.regions[at..at + 4]))
    }
}

fn take(rest: &mut &'static [u8], length: usize) -> Result<&'static [u8], FormatError> {
    let (section, after) = rest.split_at_checked(length).ok_or(FormatError("it ends too early"))?;
    *rest = after;
    Ok(section)
}

fn read_country(bytes: &[u8]) -> Result<(Code, PlaceId), FormatError> {
    let code = std::str::from_utf8(&bytes[..3]).ok().and_then(Code::new);
    Ok((code.ok_or(FormatError("a country has no code"))?, PlaceId(number(&bytes[4..8]))))
}

fn read_feature(bytes: &[u8]) -> Result<Label, FormatError> {
    let name = std::str::from_utf8(bytes).map_err(|_| FormatError("a feature code is not text"))?;
    Ok(Label::new(name.trim_end_matches('\0')))
}

/// A little-endian number of up to four bytes.
pub(crate) fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |n, &b| n << 8 | u32::from(b))
}

fn degrees(bytes: &[u8]) -> f32 {
    // Shift the sign of the 24 bits to where a whole i32 has it.
    let signed = ((number(bytes) << 8) as i32) >> 8;
    signed as f32 / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capital(geonameid: u32) -> Place<'static> {
        static GAZETTEER: std::sync::LazyLock<Gazetteer> = std::sync::LazyLock::new(Gazetteer::builtin);
        GAZETTEER.get(GAZETTEER.by_geonameid(geonameid).expect("the capital is there"))
    }

    #[test]
    fn capitals_have_their_records() {
        let washington = capital(4140963);
        assert_eq!((washington.name, washington.feature.as_str()), ("Washington", "PPLC"));
        assert!((washington.lat - 38.895).abs() < 0.001 && (washington.lon + 77.036).abs() < 0.001);
        assert_eq!(capital(1871859).name, "Pyongyang");
        assert_eq!(capital(1816670).name, "Beijing");
        assert_eq!((capital(5128581).name, capital(5128581).feature.as_str()), ("New York City", "PPL"));
        assert!((8_000_000..9_500_000).contains(&capital(5128581).population));
    }

    #[test]
    fn codes_are_the_ontology_s() {
        let gazetteer = Gazetteer::builtin();
        let code = |id| gazetteer.code(gazetteer.get(gazetteer.by_geonameid(id).unwrap()).country.unwrap());
        assert_eq!(code(831053), "KOS"); // Kosovo
        assert_eq!(code(1819730), "HKG"); // Hong Kong
        assert_eq!(code(282615), "PSE"); // Nablus
        assert_eq!(code(4568127), "USA"); // San Juan, Puerto Rico
        assert_eq!(code(3425505), "DNK"); // Greenland
    }

    #[test]
    fn bytes_of_another_kind_are_refused() {
        for bytes in [
            &b""[..],
            b"WHWGAZ99",
            b"WHWGAZ01\x01\0\0\0",
            b"WHWGAZ01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        ] {
            assert!(Gazetteer::parse(bytes).is_err());
        }
    }
}
