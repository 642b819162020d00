//! What words mean for time, read from `data/time/`.

use crate::granule::{Season, Unit};
use crate::holiday::Holiday;
use crate::value::{Clock, Part, Reference};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError, Line};

/// One meaning of a word or phrase; a word may have several ("second", "may", "fall").
#[derive(Clone, Debug, PartialEq)]
pub enum Facet {
    /// A unit and how many of it one word stands for (a fortnight is two weeks).
    Unit { unit: Unit, times: f64, many: bool },
    /// A cardinal.
    Number(f64),
    /// What a number is multiplied by.
    Scale(f64),
    /// An ordinal.
    Ordinal(u32),
    /// A whole amount in words ("a couple of").
    Amount(f64),
    /// Some amount.
    Vague,
    /// A month. `sure`: can only be the month.
    Month { month: i8, form: Form },
    /// A day of the week, 1 = Monday.
    Weekday { weekday: i8, form: Form },
    /// A season.
    Season { season: Season, many: bool },
    /// A part of the day.
    Part { part: Part, form: Form },
    /// An hour with a name.
    Clock(Clock),
    /// a.m. or p.m.
    HalfDay { afternoon: bool },
    /// Days from publication, and a part of the day.
    Day(i64, Option<Part>),
    /// A decade in words, by its first year within a century.
    Decade(i16),
    /// Hours from universal time; `None` for the place's own time.
    Zone(Option<f64>),
    /// Which one.
    Which(Which),
    /// Back or on from a time.
    Away(Away),
    /// Every so many.
    Every(f64),
    /// A set in one word.
    Set(f64, Unit),
    /// How often.
    Often,
    /// A part of a stretch of the calendar.
    PartOf(&'static str),
    /// An approximation.
    About(&'static str),
    /// An approximation behind an amount.
    OrSo,
    /// Of the business year.
    Fiscal,
    /// A small word of the grammar.
    Role(&'static str),
    /// Before, around or after now, for a word in one of these relations (any, if there are none).
    Reference(Reference, Vec<Box<str>>),
    /// A holiday.
    Holiday(Holiday),
    /// A day known by a name.
    Known(Date),
    /// A day known by its month and day before one of these words.
    Historic(Date, Vec<Box<str>>),
    /// How verbs of this lemma turn their times.
    Verb(Turn),
}

/// What form of a calendar word this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The plain word.
    Plain,
    /// A plural that means repetition.
    Many,
    /// A short form that needs a number beside it.
    Abbreviated,
    /// A word that is also something else.
    Doubtful,
}

/// Which one of a row of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Which {
    This,
    Last,
    Next,
    Past,
    Coming,
    Previous,
    Following,
    Same,
    Current,
    Latest,
    Recent,
}

/// Back or on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Away {
    Ago,
    Back,
    Earlier,
    Before,
    Later,
    After,
    Hence,
}

/// How a verb turns the times of its complements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To the future ("plan", "due").
    Ahead,
    /// To the future, but only where it is done to something ("is set for Friday", not "set a record Friday").
    Due,
    /// To the past ("manage to").
    Behind,
}

/// A facet of a phrase, filed under the phrase's first word.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The words after the first.
    pub rest: Box<[Box<str>]>,
    /// The meaning.
    pub facet: Facet,
}

/// All that `data/time/` says.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, Vec<Entry>>,
}

impl Lexicon {
    /// Reads the files of `data/time/`.
    ///
    /// # Errors
    /// When a line does not say what its file's head asks for.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut lexicon = Self::default();
        let files: [(&str, &'static str, Reader); 7] = [
            ("time/calendar.tsv", include_str!("../../../data/time/calendar.tsv"), word),
            ("time/numbers.tsv", include_str!("../../../data/time/numbers.tsv"), word),
            ("time/grammar.tsv", include_str!("../../../data/time/grammar.tsv"), word),
            ("time/references.tsv", include_str!("../../../data/time/references.tsv"), reference),
            ("time/holidays.tsv", include_str!("../../../data/time/holidays.tsv"), holiday),
            ("time/historic.tsv", include_str!("../../../data/time/historic.tsv"), historic),
            ("time/verbs.tsv", include_str!("../../../data/time/verbs.tsv"), verb),
        ];
        for (name, builtin, read) in files {
            for file in data.files(name, builtin)? {
                for line in file.lines() {
                    let fields: Vec<&str> = line.fields().collect();
                    if fields[1..] == ["none"] {
                        lexicon.forget(fields[0]);
                    } else {
                        lexicon.add(line, fields[0], read(&fields).map_err(|wanted| line.error(wanted))?)?;
                    }
                }
            }
        }
        Ok(lexicon)
    }

    fn forget(&mut self, phrase: &str) {
        let words = split(phrase);
        if let Some(entries) = words.first().and_then(|first| self.words.get_mut(first.as_str())) {
            entries.retain(|e| !e.rest.iter().map(|w| &**w).eq(words[1..].iter().map(String::as_str)));
        }
    }

    fn add(&mut self, line: Line<'_>, phrase: &str, facet: Facet) -> Result<(), DataError> {
        let mut words = split(phrase).into_iter().map(String::into_boxed_str);
        let first = words.next().ok_or_else(|| line.error("wants a word"))?;
        let entries = self.words.entry(first).or_default();
        entries.push(Entry { rest: words.collect(), facet });
        // Longest phrases first, so that the first that fits is the longest.
        entries.sort_by_key(|e| std::cmp::Reverse(e.rest.len()));
        Ok(())
    }

    /// The meanings of phrases that begin with this lower-case word, longest first.
    pub fn entries(&self, lower: &str) -> &[Entry] {
        self.words.get(lower).map_or(&[], Vec::as_slice)
    }

    /// The date that a month and day stand for before this word.
    pub fn historic(&self, month: i8, day: i8, before: &str) -> Option<Date> {
        let first = format!("{month:02}");
        self.entries(&first).iter().find_map(|e| match &e.facet {
            Facet::Historic(date, words) if date.day() == day && words.iter().any(|w| **w == *before) => Some(*date),
            _ => None,
        })
    }

    /// How verbs of this lemma turn their times.
    pub fn turn(&self, lemma: &str) -> Option<Turn> {
        self.entries(lemma).iter().find_map(|e| if let Facet::Verb(turn) = e.facet { Some(turn) } else { None })
    }
}

/// Cuts a phrase as the scanner cuts text: at white space, before `'s`, around hyphens and slashes.
fn split(phrase: &str) -> Vec<String> {
    let spaced = phrase.to_lowercase().replace("'s", " 's").replace("s' ", "s ' ");
    let mut words = Vec::new();
    for word in spaced.split_whitespace() {
        let mut rest = word;
        while let Some(at) = rest.find(['-', '/']).filter(|&at| at > 0 && at + 1 < rest.len()) {
            words.push(rest[..at].to_string());
            words.push(rest[at..at + 1].to_string());
            rest = &rest[at + 1..];
        }
        words.push(rest.to_string());
    }
    words
}

type Reader = fn(&[&str]) -> Result<Facet, &'static str>;

fn reference(fields: &[&str]) -> Result<Facet, &'static str> {
    let [_, value, relations] = fields else { return Err("wants: words, value, relations") };
    let value = match *value {
        "past" => Reference::Past,
        "present" => Reference::Present,
        "future" => Reference::Future,
        _ => return Err("the value is past, present or future"),
    };
    let relations =
        if *relations == "*" { Vec::new() } else { relations.split(',').map(|r| r.trim().into()).collect() };
    Ok(Facet::Reference(value, relations))
}

fn holiday(fields: &[&str]) -> Result<Facet, &'static str> {
    let days = fields.get(2).map_or(Ok(1), |d| d.parse()).map_err(|_| "the length is a number of days")?;
    let rule = fields.get(1).ok_or("wants: name, rule")?;
    Holiday::parse(rule, days).map(Facet::Holiday).ok_or("no such rule; see the head of the file")
}

fn historic(fields: &[&str]) -> Result<Facet, &'static str> {
    let [name, date, words @ ..] = fields else { return Err("wants: name or MM-DD, date, words") };
    let date: Date = date.parse().map_err(|_| "the date is YYYY-MM-DD")?;
    match words {
        [] => Ok(Facet::Known(date)),
        _ if *name != format!("{:02}-{:02}", date.month(), date.day()) => {
            Err("the date is another day than MM-DD says")
        }
        [words] => Ok(Facet::Historic(date, words.split_whitespace().map(Into::into).collect())),
        _ => Err("the words stand in one column"),
    }
}

fn verb(fields: &[&str]) -> Result<Facet, &'static str> {
    match fields {
        [_, "ahead"] => Ok(Facet::Verb(Turn::Ahead)),
        [_, "due"] => Ok(Facet::Verb(Turn::Due)),
        [_, "behind"] => Ok(Facet::Verb(Turn::Behind)),
        _ => Err("wants: lemma, then ahead, due or behind"),
    }
}

fn word(fields: &[&str]) -> Result<Facet, &'static str> {
    let [_, class, value, more @ ..] = fields else { return Err("wants: words, class, value") };
    let number = || value.parse::<f64>().map_err(|_| "the value is a number");
    let flag = more.first().copied().unwrap_or("");
    let form = || match flag {
        "" => Ok(Form::Plain),
        "many" => Ok(Form::Many),
        "abbreviated" => Ok(Form::Abbreviated),
        "name" | "word" => Ok(Form::Doubtful),
        _ => Err("no such flag; see the head of the file"),
    };
    Ok(match *class {
        "unit" if *value == "fortnight" => Facet::Unit { unit: Unit::Week, times: 2.0, many: flag == "many" },
        "unit" => Facet::Unit { unit: unit(value)?, times: 1.0, many: flag == "many" },
        "month" => Facet::Month { month: within(value, 12)?, form: form()? },
        "weekday" => Facet::Weekday { weekday: within(value, 7)?, form: form()? },
        "season" => Facet::Season { season: season(value)?, many: flag == "many" },
        "part" => Facet::Part { part: part(value)?, form: form()? },
        "clock" => Facet::Clock(clock(value)?),
        "half_day" => match *value {
            "am" => Facet::HalfDay { afternoon: false },
            "pm" => Facet::HalfDay { afternoon: true },
            _ => return Err("the value is am or pm"),
        },
        "day" => Facet::Day(number()? as i64, if flag.is_empty() { None } else { Some(part(flag)?) }),
        "zone" if *value == "local" => Facet::Zone(None),
        "zone" => Facet::Zone(Some(number()?)),
        "decade" => Facet::Decade(value.parse().map_err(|_| "the value is a year within a century")?),
        "number" => Facet::Number(number()?),
        "scale" => Facet::Scale(number()?),
        "ordinal" => Facet::Ordinal(value.parse().map_err(|_| "the value is a whole number")?),
        "amount" => Facet::Amount(number()?),
        "vague" => Facet::Vague,
        "which" => Facet::Which(which(value)?),
        "away" => Facet::Away(away(value)?),
        "every" => Facet::Every(number()?),
        "set" => Facet::Set(number()?, unit(flag)?),
        "often" => Facet::Often,
        "part_of" => Facet::PartOf(timex_mod(value)?),
        "about" => Facet::About(timex_mod(value)?),
        "or_so" => Facet::OrSo,
        "fiscal" => Facet::Fiscal,
        "role" => Facet::Role(role(value)?),
        _ => return Err("no such class; see the head of the file"),
    })
}

fn within(value: &str, most: i8) -> Result<i8, &'static str> {
    value.parse().ok().filter(|n| (1..=most).contains(n)).ok_or("the value is a number of the calendar")
}

fn unit(name: &str) -> Result<Unit, &'static str> {
    Ok(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "half" => Unit::Half,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return Err("no such unit"),
    })
}

fn season(code: &str) -> Result<Season, &'static str> {
    Season::ALL.into_iter().find(|s| s.code() == code).ok_or("a season is SP, SU, FA or WI")
}

fn part(code: &str) -> Result<Part, &'static str> {
    Part::ALL.into_iter().find(|p| p.code() == code).ok_or("a part of the day is MO, MI, AF, EV, NI or DT")
}

fn clock(value: &str) -> Result<Clock, &'static str> {
    let parsed = value.split_once(':').and_then(|(h, m)| Some((h.parse().ok()?, m.parse().ok()?)));
    let (hour, minute) = parsed.filter(|&(h, m)| h <= 24 && m < 60).ok_or("the value is hh:mm")?;
    Ok(Clock { hour, minute, second: None, universal: false })
}

fn which(name: &str) -> Result<Which, &'static str> {
    Ok(match name {
        "this" => Which::This,
        "last" => Which::Last,
        "next" => Which::Next,
        "past" => Which::Past,
        "coming" => Which::Coming,
        "previous" => Which::Previous,
        "following" => Which::Following,
        "same" => Which::Same,
        "current" => Which::Current,
        "latest" => Which::Latest,
        "recent" => Which::Recent,
        _ => return Err("no such value of `which`; see the head of the file"),
    })
}

fn away(name: &str) -> Result<Away, &'static str> {
    Ok(match name {
        "ago" => Away::Ago,
        "back" => Away::Back,
        "earlier" => Away::Earlier,
        "before" => Away::Before,
        "later" => Away::Later,
        "after" => Away::After,
        "hence" => Away::Hence,
        _ => return Err("no such value of `away`"),
    })
}

/// The TIMEX3 modifiers (TimeML 1.2.1, attribute `mod`).
const MODS: [&str; 12] = [
    "BEFORE",
    "AFTER",
    "ON_OR_BEFORE",
    "ON_OR_AFTER",
    "LESS_THAN",
    "MORE_THAN",
    "EQUAL_OR_LESS",
    "EQUAL_OR_MORE",
    "START",
    "MID",
    "END",
    "APPROX",
];

fn timex_mod(name: &str) -> Result<&'static str, &'static str> {
    MODS.into_iter().find(|m| *m == name).ok_or("not a TIMEX3 modifier")
}

/// The roles that the grammar asks for.
const ROLES: [&str; 21] = [
    "ended",
    "the",
    "of",
    "in",
    "and",
    "or",
    "to",
    "hyphen",
    "slash",
    "comma",
    "oclock",
    "on",
    "old",
    "long",
    "more",
    "year_word",
    "period_word",
    "article",
    "end_word",
    "half_word",
    "times_word",
];

fn role(name: &str) -> Result<&'static str, &'static str> {
    ROLES.into_iter().find(|r| *r == name).ok_or("no such role")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_files_are_sound() {
        let lexicon = Lexicon::load(&DataDir::builtin()).unwrap();
        assert!(lexicon.entries("friday").iter().any(|e| matches!(e.facet, Facet::Weekday { weekday: 5, .. })));
        assert_eq!(lexicon.turn("plan"), Some(Turn::Ahead));
        assert_eq!(lexicon.turn("eat"), None);
    }

    #[test]
    fn longer_phrases_come_first() {
        let lexicon = Lexicon::load(&DataDir::builtin()).unwrap();
        let lengths: Vec<_> = lexicon.entries("the").iter().map(|e| e.rest.len()).collect();
        assert!(lengths.len() > 5 && lengths.is_sorted_by(|a, b| a >= b), "{lengths:?}");
    }

    #[test]
    fn phrases_are_cut_like_text() {
        assert_eq!(split("New Year's Day"), ["new", "year", "'s", "day"]);
        assert_eq!(split("semi-annually"), ["semi", "-", "annually"]);
        assert_eq!(split("All Saints' Day"), ["all", "saints", "'", "day"]);
    }
}
