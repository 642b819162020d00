//! Words that tell places: nouns of kinds of place, adjectives of countries, short forms, names to stop at, words of governments.

use crate::atlas::Atlas;
use crate::fold::key;
use crate::gazetteer::{CountryId, PlaceId};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use whowhom_text::TokenView;
use whowhom_text::data::{DataDir, DataError, Line};

/// What a noun beside a name says of it (`kinds.tsv`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A seat of government.
    Capital,
    /// A town.
    City,
    /// A first-level region or the like.
    Region,
    /// A state.
    Country,
    /// A region by nature.
    Physical,
    /// Something that lies in the place.
    Within,
    /// A part of the place, said before its name.
    Part,
    /// Something named after the place.
    Road,
}

/// What a word says of a country's or capital's name beside it (`stand.tsv`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stand {
    /// A verb with a way or aim.
    VerbMotion,
    /// A verb whose object is a place.
    VerbObject,
    /// A participle that with a hyphen makes a place of the name before it.
    VerbBased,
    /// A verb that moves envoys.
    VerbSend,
    /// A verb whose "on" leads to a place.
    VerbStrike,
    /// What is said or sent to a government, though the verb is one of motion.
    NounMessage,
    /// A preposition that makes a government of a name.
    PrepositionGovernment,
    /// A verb that only persons do.
    VerbPerson,
    /// A verb whose "from" is where somebody writes.
    VerbReport,
    /// A verb whose subject is a place.
    VerbSubject,
    /// What governments have or do.
    NounGovernment,
    /// A noun with a way or aim.
    NounMotion,
    /// A noun of force against a place.
    NounStrike,
    /// A noun of parts of a place.
    NounPart,
    /// A noun of what lies or happens in a place.
    NounLocated,
    /// A noun of agreements and the like, which are called after a place.
    NounNamed,
    /// A title before a person's name.
    NounPerson,
}

impl Stand {
    fn bit(self) -> u32 {
        1 << self as u16
    }
}

/// The data files of words.
#[derive(Debug, Default)]
pub struct Lexicon {
    kinds: FxHashMap<String, Kind>,
    /// Classes of each lemma, one bit each.
    stands: FxHashMap<String, u32>,
    adjectives: FxHashMap<String, CountryId>,
    abbreviations: FxHashMap<String, PlaceId>,
    stops: FxHashSet<String>,
    seats: FxHashSet<PlaceId>,
    datelines: FxHashMap<String, PlaceId>,
    /// Former seats of government, each with its last day.
    former: Vec<(CountryId, PlaceId, Date)>,
}

macro_rules! builtin {
    ($name:literal) => {
        (concat!("place/", $name), include_str!(concat!("../../../data/place/", $name)))
    };
}

impl Lexicon {
    /// Reads the files.
    ///
    /// # Errors
    /// When a line is not in its file's form.
    pub fn load(data: &DataDir, atlas: &Atlas) -> Result<Self, DataError> {
        let mut lexicon = Self::default();
        each_line(data, builtin!("kinds.tsv"), |line| lexicon.read_kind(line))?;
        each_line(data, builtin!("stand.tsv"), |line| lexicon.read_stand(line))?;
        each_line(data, builtin!("adjectives.tsv"), |line| lexicon.read_adjective(line, atlas))?;
        each_line(data, builtin!("abbreviations.tsv"), |line| lexicon.read_abbreviation(line, atlas))?;
        each_line(data, builtin!("stop.tsv"), |line| {
            lexicon.stops.insert(key(line.text));
            Ok(())
        })?;
        each_line(data, builtin!("seats.tsv"), |line| {
            let [_, number] = two(line, "name, GeoNames number")?;
            lexicon.seats.insert(atlas.numbered(line, number)?);
            Ok(())
        })?;
        each_line(data, builtin!("datelines.tsv"), |line| {
            let [words, number] = two(line, "words, GeoNames number")?;
            lexicon.datelines.insert(key(words), atlas.numbered(line, number)?);
            Ok(())
        })?;
        each_line(data, builtin!("capitals.tsv"), |line| lexicon.read_capital(line, atlas))?;
        Ok(lexicon)
    }

    fn read_kind(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let [noun, kind] = two(line, "noun, kind")?;
        let kind = match kind {
            "capital" => Kind::Capital,
            "city" => Kind::City,
            "region" => Kind::Region,
            "country" => Kind::Country,
            "physical" => Kind::Physical,
            "within" => Kind::Within,
            "part" => Kind::Part,
            "road" => Kind::Road,
            _ => return Err(line.error(format!("{kind} is not a kind of place"))),
        };
        self.kinds.insert(noun.into(), kind);
        Ok(())
    }

    fn read_stand(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        let [pos, class, lemma] = fields[..] else {
            return Err(line.error("wanted: part of speech, class, lemma"));
        };
        let stand = match (pos, class) {
            ("verb", "motion") => Stand::VerbMotion,
            ("verb", "object") => Stand::VerbObject,
            ("verb", "person") => Stand::VerbPerson,
            ("verb", "based") => Stand::VerbBased,
            ("verb", "send") => Stand::VerbSend,
            ("verb", "strike") => Stand::VerbStrike,
            ("noun", "message") => Stand::NounMessage,
            ("preposition", "government") => Stand::PrepositionGovernment,
            ("verb", "report") => Stand::VerbReport,
            ("verb", "subject") => Stand::VerbSubject,
            ("noun", "government") => Stand::NounGovernment,
            ("noun", "motion") => Stand::NounMotion,
            ("noun", "strike") => Stand::NounStrike,
            ("noun", "part") => Stand::NounPart,
            ("noun", "located") => Stand::NounLocated,
            ("noun", "named") => Stand::NounNamed,
            ("noun", "person") => Stand::NounPerson,
            _ => return Err(line.error(format!("{pos} {class} is not a class of words"))),
        };
        *self.stands.entry(lemma.into()).or_default() |= stand.bit();
        Ok(())
    }

    fn read_capital(&mut self, line: Line<'_>, atlas: &Atlas) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        let [code, number, day] = fields[..] else {
            return Err(line.error("wanted: country code, GeoNames number, last day"));
        };
        let day = day.parse().map_err(|_| line.error(format!("{day} is not a day (YYYY-MM-DD)")))?;
        self.former.push((atlas.coded(line, code)?, atlas.numbered(line, number)?, day));
        Ok(())
    }

    fn read_adjective(&mut self, line: Line<'_>, atlas: &Atlas) -> Result<(), DataError> {
        let [words, code] = two(line, "words, country code")?;
        let country = atlas.coded(line, code)?;
        self.adjectives.extend(words.split('|').map(|word| (word.to_owned(), country)));
        Ok(())
    }

    fn read_abbreviation(&mut self, line: Line<'_>, atlas: &Atlas) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        let [forms, name, code] = fields[..] else {
            return Err(line.error("wanted: short forms, region, country code"));
        };
        let country = atlas.coded(line, code)?;
        let here = |id: &PlaceId| {
            let place = atlas.get(*id);
            place.feature == "ADM1" && place.country == Some(country)
        };
        let region = atlas.find(name).into_iter().map(|p| p.place).find(here);
        let region = region.ok_or_else(|| line.error(format!("{code} has no region {name}")))?;
        self.abbreviations.extend(forms.split('|').map(|form| (form.to_owned(), region)));
        Ok(())
    }

    /// What the noun (lower case or lemma) says of a name beside it.
    pub fn kind(&self, noun: &str) -> Option<Kind> {
        self.kinds.get(noun).copied()
    }

    /// Whether the lemma is in the class.
    pub fn is(&self, lemma: &str, stand: Stand) -> bool {
        self.stands.get(lemma).is_some_and(|bits| bits & stand.bit() != 0)
    }

    /// The country that the adjective (lower case) tells.
    pub fn adjective(&self, word: &str) -> Option<CountryId> {
        self.adjectives.get(word).copied()
    }

    /// The country that an adjective at the token tells ("South Korean" at its second word).
    pub fn adjective_at(&self, token: TokenView<'_>) -> Option<CountryId> {
        let capital = |t: &TokenView<'_>| t.text().starts_with(char::is_uppercase);
        if !capital(&token) {
            return None;
        }
        let two = token.prev().filter(capital).map(|before| format!("{} {}", before.lower(), token.lower()));
        two.and_then(|words| self.adjective(&words)).or_else(|| self.adjective(token.lower()))
    }

    /// The region that the short form (as written) means after a comma.
    pub fn abbreviation(&self, form: &str) -> Option<PlaceId> {
        self.abbreviations.get(form).copied()
    }

    /// Whether the name with this key is seldom a place's.
    pub fn is_stopped(&self, key: &str) -> bool {
        self.stops.contains(key)
    }

    /// Whether news uses the town's name for a government that sits there, though it is not a capital.
    pub fn is_seat(&self, place: PlaceId) -> bool {
        self.seats.contains(&place)
    }

    /// The country's seat of government on a day; today's without one.
    pub fn capital(&self, atlas: &Atlas, country: CountryId, day: Option<Date>) -> Option<PlaceId> {
        let former = self.former.iter().filter(|(c, _, last)| *c == country && day.is_some_and(|d| d <= *last));
        former.min_by_key(|f| f.2).map(|f| f.1).or_else(|| atlas.capital(country))
    }

    /// Where a dateline that is not a place's name was written.
    pub fn dateline(&self, key: &str) -> Option<PlaceId> {
        self.datelines.get(key).copied()
    }
}

fn each_line(
    data: &DataDir,
    (name, text): (&str, &'static str),
    mut read: impl FnMut(Line<'_>) -> Result<(), DataError>,
) -> Result<(), DataError> {
    data.files(name, text)?.iter().flat_map(|file| file.lines()).try_for_each(&mut read)
}

fn two<'a>(line: Line<'a>, wanted: &str) -> Result<[&'a str; 2], DataError> {
    let mut fields = line.fields();
    match (fields.next(), fields.next()) {
        (Some(a), Some(b)) => Ok([a, b]),
        _ => Err(line.error(format!("wanted: {wanted}"))),
    }
}
