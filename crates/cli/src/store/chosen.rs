//! Which events people ask for: country names are understood, and what cannot be found is told with what may have been meant.

use super::args::FilterArgs;
use super::at;
use crate::error::RunError;
use std::collections::BTreeMap;
use std::path::Path;
use whowhom_store::{Filter, Store, Unknown};
use whowhom_text::data::DataDir;

/// The filter that the options name, for the store at `path`. Says on standard error which values nothing is filed under.
///
/// # Errors
/// When the days are the wrong way round, or the store cannot be read.
pub fn chosen(store: &Store, path: &Path, args: &FilterArgs) -> Result<Filter, RunError> {
    let mut filter = args.filter();
    if let (Some(since), Some(until)) = (filter.from, filter.to)
        && since > until
    {
        return Err(RunError::Days { since, until });
    }
    let all = [&mut filter.actor, &mut filter.recipient, &mut filter.dyad, &mut filter.source];
    if all.iter().any(|values| !values.is_empty()) {
        let countries = countries()?;
        for value in all.into_iter().flatten() {
            *value = as_code(&countries, value);
        }
    }
    for Unknown { field, value, near } in store.unknown(&filter).map_err(at(path))? {
        let near = if near.is_empty() { String::new() } else { format!("; near it are {}", near.join(", ")) };
        eprintln!("note: --{field}: nothing here is filed under {value:?}{near}");
    }
    Ok(filter)
}

/// Codes of countries by their names in lower case.
fn countries() -> Result<BTreeMap<String, String>, RunError> {
    let files = DataDir::builtin().files("actor/states.tsv", include_str!("../../../../data/actor/states.tsv"))?;
    let mut countries = BTreeMap::new();
    for line in files.iter().flat_map(|file| file.lines()) {
        let fields: Vec<&str> = line.fields().collect();
        if let [code, "name", names, ..] = fields[..] {
            for name in names.split(';') {
                countries.entry(name.trim().to_lowercase()).or_insert_with(|| code.to_string());
            }
        }
    }
    Ok(countries)
}

/// `Israel:Palestine` as `ISR:PSE`, `Germany:MIL` as `DEU:MIL`; what names no country stays.
fn as_code(countries: &BTreeMap<String, String>, value: &str) -> String {
    let part = |part: &str| countries.get(&part.trim().to_lowercase()).cloned().unwrap_or_else(|| part.into());
    value.split(':').map(part).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_name_and_code() {
        let countries = countries().unwrap();
        for (value, code) in [
            ("germany", "DEU"),
            ("Germany:MIL", "DEU:MIL"),
            ("Israel:Palestine", "ISR:PSE"),
            ("North Korea", "PRK"),
            ("USA", "USA"),
            ("Kim Kye Gwan", "Kim Kye Gwan"),
        ] {
            assert_eq!(as_code(&countries, value), code);
        }
    }
}
