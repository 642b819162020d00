//! `config.cfg`: the sections of a spaCy pipeline's config, with JSON values and `${section:key}` references.
//!
//! Whoever reads a section says which settings it knows ([`Section::only`]); one that nobody knows is refused by name.

use crate::Error;
use serde_json::{Map, Value};

/// A parsed config: a tree of sections.
#[derive(Clone, Debug)]
pub struct Config {
    root: Value,
}

/// One section with its place in the config.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    path: String,
    map: &'a Map<String, Value>,
}

impl Config {
    /// Parses the text of a `config.cfg`.
    ///
    /// # Errors
    /// [`Error::Config`] for a line that is neither section, setting nor comment, and for a reference that leads
    /// nowhere or in a circle.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let raw = Raw::parse(text)?;
        let mut root = Value::Object(Map::new());
        for (path, settings) in &raw.sections {
            let section = descend(&mut root, path)?;
            for (key, value) in settings {
                let name = format!("{path}.{key}");
                section.insert(key.clone(), raw.resolve(&name, value, REFERENCE_DEPTH)?);
            }
        }
        Ok(Self { root })
    }

    /// The section at `path` (`components.ner.model`).
    ///
    /// # Errors
    /// [`Error::Config`] when there is none.
    pub fn section(&self, path: &str) -> Result<Section<'_>, Error> {
        let mut at = &self.root;
        for part in path.split('.') {
            at = at.get(part).ok_or_else(|| Error::config(path, "there is no such section"))?;
        }
        let map = at.as_object().ok_or_else(|| Error::config(path, "is a setting, not a section"))?;
        Ok(Section { path: path.into(), map })
    }
}

impl<'a> Section<'a> {
    /// Where it stands (`components.ner.model`).
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The full name of a setting in it.
    pub fn name(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    /// The keys of its settings and subsections.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.map.keys().map(String::as_str)
    }

    /// Refuses settings that are not among `known`.
    ///
    /// # Errors
    /// [`Error::Unsupported`] with the setting's name.
    pub fn only(&self, known: &[&str]) -> Result<(), Error> {
        match self.keys().find(|key| !known.contains(key)) {
            Some(key) => Err(Error::unsupported(self.path.as_str(), format!("the setting `{key}`"))),
            None => Ok(()),
        }
    }

    /// A setting's value, or `None` where it is absent or `null`.
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|v| !v.is_null())
    }

    /// A subsection.
    ///
    /// # Errors
    /// [`Error::Config`] when there is none.
    pub fn section(&self, key: &str) -> Result<Section<'a>, Error> {
        let map = self.need(key, "a section", Value::as_object)?;
        Ok(Section { path: self.name(key), map })
    }

    /// A text.
    ///
    /// # Errors
    /// [`Error::Config`] when it is absent or no text.
    pub fn str(&self, key: &str) -> Result<&'a str, Error> {
        self.need(key, "a text", Value::as_str)
    }

    /// A whole number from 0.
    ///
    /// # Errors
    /// [`Error::Config`] when it is absent or something else.
    pub fn usize(&self, key: &str) -> Result<usize, Error> {
        self.need(key, "a whole number", |v| usize::try_from(v.as_u64()?).ok())
    }

    /// `true` or `false`; `absent` where the setting is not there.
    ///
    /// # Errors
    /// [`Error::Config`] when it is something else.
    pub fn bool_or(&self, key: &str, absent: bool) -> Result<bool, Error> {
        if self.value(key).is_none() { Ok(absent) } else { self.need(key, "true or false", Value::as_bool) }
    }

    /// A list of texts.
    ///
    /// # Errors
    /// [`Error::Config`] when it is absent or something else.
    pub fn strings(&self, key: &str) -> Result<Vec<&'a str>, Error> {
        self.need(key, "a list of texts", |v| v.as_array()?.iter().map(Value::as_str).collect())
    }

    /// A list of whole numbers from 0.
    ///
    /// # Errors
    /// [`Error::Config`] when it is absent or something else.
    pub fn usizes(&self, key: &str) -> Result<Vec<usize>, Error> {
        let number = |v: &Value| usize::try_from(v.as_u64()?).ok();
        self.need(key, "a list of whole numbers", |v| v.as_array()?.iter().map(number).collect())
    }

    /// Refuses a setting that is there and not `null`.
    ///
    /// # Errors
    /// [`Error::Unsupported`] with its value.
    pub fn null(&self, key: &str) -> Result<(), Error> {
        match self.value(key) {
            Some(value) => Err(Error::unsupported(self.name(key), value.to_string())),
            None => Ok(()),
        }
    }

    fn need<T>(&self, key: &str, what: &str, read: impl FnOnce(&'a Value) -> Option<T>) -> Result<T, Error> {
        let value =
            self.value(key).ok_or_else(|| Error::config(self.name(key), format!("is missing, wanted {what}")))?;
        read(value).ok_or_else(|| Error::config(self.name(key), format!("is {value}, wanted {what}")))
    }
}

/// References may lead to references, this many deep.
const REFERENCE_DEPTH: usize = 16;

/// Sections in order, each with its settings as written.
struct Raw {
    sections: Vec<(String, Vec<(String, String)>)>,
}

impl Raw {
    fn parse(text: &str) -> Result<Self, Error> {
        let mut sections: Vec<(String, Vec<(String, String)>)> = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let bad = |why: &str| Error::config(format!("line {}", number + 1), why);
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = trimmed.strip_prefix('[').and_then(|l| l.strip_suffix(']'))
                && !line.starts_with(char::is_whitespace)
            {
                sections.push((name.to_string(), Vec::new()));
                continue;
            }
            let (_, settings) = sections.last_mut().ok_or_else(|| bad("a setting stands before the first section"))?;
            if line.starts_with(char::is_whitespace) {
                let (_, value) = settings.last_mut().ok_or_else(|| bad("continues nothing"))?;
                value.push('\n');
                value.push_str(trimmed);
                continue;
            }
            let (key, value) = trimmed.split_once(['=', ':']).ok_or_else(|| bad("neither section nor setting"))?;
            settings.push((key.trim().to_string(), value.trim().to_string()));
        }
        Ok(Self { sections })
    }

    /// The value of a setting written `raw`, its references filled in.
    fn resolve(&self, name: &str, raw: &str, depth: usize) -> Result<Value, Error> {
        let depth = depth.checked_sub(1).ok_or_else(|| Error::config(name, "refers to itself"))?;
        let mut text = String::new();
        let mut rest = raw;
        while let Some((before, reference, after)) = next_reference(rest) {
            let value = self.lookup(name, reference, depth)?;
            if before.is_empty() && after.is_empty() && text.is_empty() {
                return Ok(value);
            }
            text.push_str(before);
            match value {
                Value::String(inner) => text.push_str(&inner),
                other => text.push_str(&other.to_string()),
            }
            rest = after;
        }
        text.push_str(rest);
        Ok(serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    fn lookup(&self, name: &str, reference: &str, depth: usize) -> Result<Value, Error> {
        let (section, key) =
            reference.split_once(':').or_else(|| reference.rsplit_once('.')).unwrap_or((reference, ""));
        let setting = self
            .sections
            .iter()
            .filter(|(path, _)| path == section)
            .flat_map(|(_, settings)| settings)
            .find(|(k, _)| k == key);
        match setting {
            Some((_, raw)) => self.resolve(name, raw, depth),
            None => Err(Error::config(name, format!("${{{reference}}} leads to no setting"))),
        }
    }
}

/// What stands before, in and after the first `${...}`.
fn next_reference(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (reference, after) = rest.split_once('}')?;
    Some((before, reference, after))
}

/// The section at `path` below `root`, made where there is none.
fn descend<'a>(root: &'a mut Value, path: &str) -> Result<&'a mut Map<String, Value>, Error> {
    let mut at = root;
    for part in path.split('.') {
        let map = at.as_object_mut().ok_or_else(|| Error::config(path, "lies below a setting"))?;
        at = map.entry(part).or_insert_with(|| Value::Object(Map::new()));
    }
    at.as_object_mut().ok_or_else(|| Error::config(path, "is a setting and a section"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[nlp]
lang = "en"
pipeline = ["a","b"]
# why
name = "x-${nlp.lang}"

[components]

[components.a]
factory = "a"
width = 96
model = null

[components.b]
width = ${components.a:width}
list = [1,
  2]
"#;

    #[test]
    fn reads_values_and_references() {
        let config = Config::parse(TEXT).unwrap();
        let nlp = config.section("nlp").unwrap();
        assert_eq!(nlp.strings("pipeline").unwrap(), ["a", "b"]);
        assert_eq!(nlp.str("name").unwrap(), "x-en");
        let b = config.section("components").unwrap().section("b").unwrap();
        assert_eq!(b.usize("width").unwrap(), 96);
        assert_eq!(b.usizes("list").unwrap(), [1, 2]);
    }

    #[test]
    fn refuses_by_name() {
        let config = Config::parse(TEXT).unwrap();
        let a = config.section("components.a").unwrap();
        a.null("model").unwrap();
        a.only(&["factory", "width", "model"]).unwrap();
        let error = a.only(&["factory", "model"]).unwrap_err();
        assert_eq!(error.to_string(), "components.a: the setting `width` is not supported");
        assert_eq!(a.null("width").unwrap_err().to_string(), "components.a.width: 96 is not supported");
        assert!(a.str("width").unwrap_err().to_string().contains("components.a.width"));
        assert!(config.section("components.c").is_err());
    }

    #[test]
    fn bad_configs_are_errors() {
        for text in ["a = 1", "[a]\nb", "[a]\nb = ${a:b}", "[a]\nb = ${c:d}", "[a]\nb = 1\n[a.b.c]\nd = 1"] {
            assert!(Config::parse(text).is_err(), "{text}");
        }
    }
}
