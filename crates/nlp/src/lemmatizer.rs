//! spaCy's lemmatizer: suffix rules with exceptions and an index of known lemmas, or a look-up table.
//!
//! The specification is `spacy/pipeline/lemmatizer.py` and `spacy/lang/en/lemmatizer.py` of spaCy 3.8.

use crate::config::Section;
use crate::hash::string_id;
use crate::msgpack::{self, Value};
use crate::{Config, Error, LexemeId, ModelSource, Vocab, chars, morph};
use rustc_hash::{FxHashMap, FxHashSet};
use whowhom_text::{Label, Span};

/// The lemmatizer of a pipeline.
#[derive(Debug)]
pub struct Lemmatizer {
    mode: Mode,
    /// Whether it also replaces lemmas that earlier components have set.
    pub overwrite: bool,
}

#[derive(Debug)]
enum Mode {
    /// Tables by part of speech, a string number of its name in lower case.
    Rules(FxHashMap<u64, Tables>),
    /// Lemmas by form.
    Lookup(FxHashMap<u64, Box<str>>),
}

/// What the lemmatizer knows of one part of speech.
#[derive(Debug, Default)]
struct Tables {
    /// Endings and what to put in their place, in the order in which they are tried.
    rules: Vec<(Box<str>, Box<str>)>,
    exceptions: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// String numbers of known lemmas.
    index: FxHashSet<u64>,
}

/// What one worker remembers: lemmas by form, part of speech and morphology.
#[derive(Debug, Default)]
pub struct LemmaMemory {
    known: FxHashMap<(LexemeId, Label, Label), Span>,
    pool: String,
    generation: u64,
}

/// So much of the memory's lemmas, in bytes, is kept.
const MAX_POOL: usize = 1 << 20;

impl Lemmatizer {
    /// Reads the component `name` with its config section.
    ///
    /// # Errors
    /// When its tables are missing or malformed, and for modes and languages whose lemmatizers differ.
    pub fn load(source: &ModelSource, config: &Config, name: &str, section: &Section<'_>) -> Result<Self, Error> {
        section.only(&["factory", "mode", "model", "overwrite", "scorer"])?;
        section.null("model")?;
        let language = config.section("nlp")?.str("lang")?;
        if language != "en" {
            return Err(Error::unsupported(section.path(), format!("the lemmatizer of the language `{language}`")));
        }
        let file = format!("{name}/lookups/lookups.bin");
        let bytes = source.read(&file)?;
        let tables = msgpack::read(&file, &bytes)?;
        let reader = Reader { file: &file, tables: &tables };
        let mode = match section.str("mode")? {
            "rule" => Mode::Rules(reader.rules()?),
            "lookup" => Mode::Lookup(reader.lookup()?),
            other => return Err(Error::unsupported(section.name("mode"), format!("`{other}`"))),
        };
        Ok(Self { mode, overwrite: section.bool_or("overwrite", false)? })
    }

    /// The lemma of a word form with this part of speech and morphology.
    pub fn lemma<'m>(
        &self,
        vocab: &Vocab,
        form: LexemeId,
        pos: Label,
        morph: Label,
        memory: &'m mut LemmaMemory,
    ) -> &'m str {
        if memory.generation != vocab.generation() || memory.pool.len() > MAX_POOL {
            memory.known.clear();
            memory.pool.clear();
            memory.generation = vocab.generation();
        }
        let LemmaMemory { known, pool, .. } = memory;
        let span = known.entry((form, pos, morph)).or_insert_with(|| {
            let start = pool.len();
            pool.push_str(&self.find(vocab.text(form), &pos, &morph));
            Span::new(start, pool.len())
        });
        span.of(pool)
    }

    fn find(&self, form: &str, pos: &str, morph: &str) -> String {
        let tables = match &self.mode {
            Mode::Lookup(table) => return table.get(&string_id(form)).map_or(form, |lemma| lemma).to_string(),
            Mode::Rules(tables) => tables,
        };
        let lower = form.to_lowercase();
        if ["", "EOL", "SPACE"].contains(&pos) || is_base_form(pos, morph) {
            return lower;
        }
        match tables.get(&string_id(&pos.to_lowercase())) {
            Some(tables) => tables.lemma(form, &lower),
            None if pos == "PROPN" => form.to_string(),
            None => lower,
        }
    }
}

impl Tables {
    /// The first of the lemmas that spaCy's `rule_lemmatize` lists: the last exception, else the last form in the index
    /// (each is put before those found earlier), else the first form that is no word at all, else the first unknown
    /// one.
    fn lemma(&self, form: &str, lower: &str) -> String {
        let mut forms: Vec<String> = Vec::new();
        let mut unknown = None;
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let candidate = format!("{stem}{new}");
            if candidate.is_empty() {
                continue;
            }
            if self.index.contains(&string_id(&candidate)) {
                forms.insert(0, candidate);
            } else if !candidate.chars().all(chars::is_alpha) {
                forms.push(candidate);
            } else {
                unknown.get_or_insert(candidate);
            }
        }
        for exception in self.exceptions.get(lower).into_iter().flatten() {
            if !forms.iter().any(|f| **f == **exception) {
                forms.insert(0, exception.to_string());
            }
        }
        forms.into_iter().next().or(unknown).unwrap_or_else(|| form.to_string())
    }
}

/// Whether the form is its own lemma (`EnglishLemmatizer.is_base_form`).
fn is_base_form(pos: &str, morph: &str) -> bool {
    let has = |field, value| morph::feature(morph, field) == Some(value);
    let present = has("VerbForm", "Fin") && has("Tense", "Pres") && morph::feature(morph, "Number").is_none();
    pos == "NOUN" && has("Number", "Sing")
        || pos == "VERB" && present
        || has("VerbForm", "Inf")
        || has("VerbForm", "None")
        || has("Degree", "Pos")
}

struct Reader<'a> {
    file: &'a str,
    tables: &'a Value<'a>,
}

impl<'a> Reader<'a> {
    fn bad(&self, table: &str) -> Error {
        Error::malformed(self.file, format!("`{table}` is not as spaCy writes it"))
    }

    /// A table's entries by string number; `None` where the table is not there.
    fn entries(&self, table: &str) -> Result<Option<Vec<(u64, &'a Value<'a>)>>, Error> {
        let Some(value) = self.tables.get(table) else { return Ok(None) };
        let number = |key: &Value<'_>| key.as_u64().or(key.as_str().map(string_id));
        let entries = value.as_map().and_then(|map| map.iter().map(|(k, v)| Some((number(k)?, v))).collect());
        entries.map(Some).ok_or_else(|| self.bad(table))
    }

    fn need(&self, table: &str) -> Result<Vec<(u64, &'a Value<'a>)>, Error> {
        self.entries(table)?.ok_or_else(|| Error::malformed(self.file, format!("has no table `{table}`")))
    }

    fn rules(&self) -> Result<FxHashMap<u64, Tables>, Error> {
        let mut tables: FxHashMap<u64, Tables> = FxHashMap::default();
        for (pos, list) in self.need("lemma_rules")? {
            tables.entry(pos).or_default().rules = read_rules(list).ok_or_else(|| self.bad("lemma_rules"))?;
        }
        for (pos, map) in self.entries("lemma_exc")?.unwrap_or_default() {
            tables.entry(pos).or_default().exceptions = read_exceptions(map).ok_or_else(|| self.bad("lemma_exc"))?;
        }
        for (pos, list) in self.entries("lemma_index")?.unwrap_or_default() {
            let index = list.as_array().and_then(|list| list.iter().map(|v| v.as_str().map(string_id)).collect());
            tables.entry(pos).or_default().index = index.ok_or_else(|| self.bad("lemma_index"))?;
        }
        // Where all tables of a part of speech are empty, spaCy does not consult them.
        tables.retain(|_, t| !(t.rules.is_empty() && t.exceptions.is_empty() && t.index.is_empty()));
        Ok(tables)
    }

    fn lookup(&self) -> Result<FxHashMap<u64, Box<str>>, Error> {
        let lemma = |(form, lemma): (u64, &Value<'_>)| Some((form, lemma.as_str()?.into()));
        let lemmas = self.need("lemma_lookup")?.into_iter().map(lemma).collect::<Option<_>>();
        lemmas.ok_or_else(|| self.bad("lemma_lookup"))
    }
}

fn read_rules(list: &Value<'_>) -> Option<Vec<(Box<str>, Box<str>)>> {
    let pair = |value: &Value<'_>| match value.as_array()? {
        [old, new] => Some((old.as_str()?.into(), new.as_str()?.into())),
        _ => None,
    };
    list.as_array()?.iter().map(pair).collect()
}

fn read_exceptions(map: &Value<'_>) -> Option<FxHashMap<Box<str>, Vec<Box<str>>>> {
    let lemmas = |list: &Value<'_>| list.as_array()?.iter().map(|v| Some(v.as_str()?.into())).collect::<Option<_>>();
    map.as_map()?.iter().map(|(form, list)| Some((form.as_str()?.into(), lemmas(list)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Norms;
    use std::sync::Arc;

    fn lemma(words: &[(&str, &str, &str)]) -> Vec<String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en_core_web_sm.pack");
        let source = ModelSource::open(path).unwrap();
        let config = Config::parse(&source.read_text("config.cfg").unwrap()).unwrap();
        let section = config.section("components.lemmatizer").unwrap();
        let lemmatizer = Lemmatizer::load(&source, &config, "lemmatizer", &section).unwrap();
        let mut vocab = Vocab::new(Arc::new(Norms::default()));
        let mut memory = LemmaMemory::default();
        let mut lemma = |&(form, pos, morph): &(&str, &str, &str)| {
            let form = vocab.get(form);
            lemmatizer.lemma(&vocab, form, Label::new(pos), Label::new(morph), &mut memory).to_string()
        };
        words.iter().map(&mut lemma).collect()
    }

    #[test]
    fn rules_and_exceptions() {
        let words = [
            ("Talks", "NOUN", "Number=Plur"),
            ("men", "NOUN", "Number=Plur"),
            ("went", "VERB", "Tense=Past|VerbForm=Fin"),
            ("stopped", "VERB", "Tense=Past|VerbForm=Fin"),
            ("Signing", "VERB", "VerbForm=Ger"),
            ("better", "ADJ", "Degree=Cmp"),
            ("Says", "VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
        ];
        assert_eq!(lemma(&words), ["talk", "man", "go", "stop", "sign", "well", "say"]);
    }

    #[test]
    fn base_forms_and_names() {
        let words = [
            ("Talk", "NOUN", "Number=Sing"),
            ("Nations", "PROPN", "Number=Plur"),
            ("Blorping", "VERB", "VerbForm=Ger"),
            ("“", "PUNCT", "_"),
            ("\n", "SPACE", "_"),
            ("12,5", "NUM", "NumType=Card"),
            ("go", "VERB", "Tense=Pres|VerbForm=Fin"),
        ];
        assert_eq!(lemma(&words), ["talk", "Nations", "blorpe", "\"", "\n", "12,5", "go"]);
    }
}
