//! Morphology strings (`Number=Sing|Person=3`), as Universal Dependencies writes features.

/// The string with features and values in order, as spaCy keeps it: `_` where there are none.
pub(crate) fn normalized(features: &str) -> String {
    let sorted = |feature: &str| match feature.split_once('=') {
        Some((field, values)) => {
            let mut values: Vec<&str> = values.split(',').collect();
            values.sort_unstable();
            format!("{field}={}", values.join(","))
        }
        None => feature.to_string(),
    };
    let mut features: Vec<String> = features.split('|').filter(|f| !f.is_empty()).map(sorted).collect();
    features.sort_unstable();
    if features.is_empty() { "_".into() } else { features.join("|") }
}

/// The value of one feature.
pub(crate) fn feature<'a>(features: &'a str, field: &str) -> Option<&'a str> {
    features.split('|').find_map(|f| f.strip_prefix(field)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_sorted_and_found() {
        assert_eq!(normalized("Person=3|Number=Sing,Plur"), "Number=Plur,Sing|Person=3");
        assert_eq!(normalized(""), "_");
        assert_eq!(feature("Number=Sing|Person=3", "Person"), Some("3"));
        assert_eq!(feature("VerbForm=Fin", "Verb"), None);
    }
}
