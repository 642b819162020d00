//! How other layouts write what we have as codes.

use crate::publishers::Publishers;
use std::collections::BTreeMap;
use whowhom_text::data::{DataDir, DataError, DataFile};

/// Names of countries, sectors and CAMEO codes in other layouts.
#[derive(Debug)]
pub struct Tables {
    /// By code: FIPS 10-4, where there is one, and name.
    countries: BTreeMap<String, (Option<String>, String)>,
    sectors: BTreeMap<String, String>,
    cameo: BTreeMap<String, String>,
    /// Under which names one publisher goes.
    pub(super) publishers: Publishers,
}

impl Tables {
    /// Loads the tables.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let countries = data.files("corpus/countries.tsv", include_str!("../../../../data/corpus/countries.tsv"))?;
        let cameo = data.files("corpus/cameo.tsv", include_str!("../../../../data/corpus/cameo.tsv"))?;
        let ontology = data.files("event/ontology.tsv", include_str!("../../../../data/event/ontology.tsv"))?;
        let country = |[code, fips, name]: [&str; 3]| {
            (code.into(), (Some(fips).filter(|f| *f != "-").map(String::from), name.into()))
        };
        let pair = |[code, words]: [&str; 2]| (code.into(), words.into());
        Ok(Self {
            countries: rows(&countries, country)?,
            cameo: rows(&cameo, pair)?,
            sectors: sectors(&ontology)?,
            publishers: Publishers::load(data)?,
        })
    }

    /// A country's FIPS 10-4 code.
    pub fn fips(&self, code: &str) -> &str {
        self.countries.get(code).and_then(|(fips, _)| fips.as_deref()).unwrap_or_default()
    }

    /// A country's name; nothing for what is no country.
    pub fn country(&self, code: &str) -> &str {
        self.countries.get(code).map(|(_, name)| name.as_str()).unwrap_or_default()
    }

    /// A sector in a word or two, or its code.
    pub fn sector<'a>(&'a self, code: &'a str) -> &'a str {
        self.sectors.get(code).map_or(code, |words| words.split([':', ',']).next().unwrap_or(words))
    }

    /// What the root of a CAMEO code means.
    pub fn cameo(&self, code: &str) -> &str {
        code.get(..2).and_then(|root| self.cameo.get(root)).map(String::as_str).unwrap_or_default()
    }
}

fn rows<const N: usize, V>(
    files: &[DataFile],
    row: impl Fn([&str; N]) -> (String, V),
) -> Result<BTreeMap<String, V>, DataError> {
    let lines = files.iter().flat_map(|file| file.lines());
    lines
        .map(|line| {
            let fields: Vec<&str> = line.fields().collect();
            let fields = fields.try_into().map_err(|_| line.error(format!("a line has {N} columns")))?;
            Ok(row(fields))
        })
        .collect()
}

/// The sectors of the ontology, whose other lines are the event room's.
fn sectors(files: &[DataFile]) -> Result<BTreeMap<String, String>, DataError> {
    let lines = files.iter().flat_map(|file| file.lines()).filter(|line| line.fields().next() == Some("sector"));
    lines
        .map(|line| {
            let wanted = || line.error("a sector is a code and a meaning");
            let mut fields = line.fields().skip(1);
            let code = fields.next().ok_or_else(wanted)?;
            Ok((code.into(), fields.next().ok_or_else(wanted)?.into()))
        })
        .collect()
}
