//! Importing the actor and agent dictionaries of PETRARCH and TABARI (Open Event Data Alliance), as they are.
//!
//! The format is that of PETRARCH's documentation: an actor's name with `_` between its words, its synonyms on lines that
//! begin with `+`, and its codes in brackets, each perhaps with days (`<YYMMDD`, `>YYMMDD`, `YYMMDD-YYMMDD`, years of two or
//! four digits). Agents have a code that begins or ends in `~`, plurals in braces, and substitution sets (`!PERSON!`).
//! Codes are CAMEO's, in parts of three letters; `data/actor/petrarch.tsv` says how they read in PLOVER.

use crate::kb::fold;
use rustc_hash::FxHashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use whowhom_text::data::{DataDir, DataError};

/// Why a dictionary could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("cannot read {path}: {error}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The table of codes is not well formed.
    #[error(transparent)]
    Codes(#[from] DataError),
}

/// What one code in brackets says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedTerm {
    /// PLOVER code, or `-`.
    pub code: String,
    /// PLOVER sectors, the primary first.
    pub sectors: Vec<String>,
    /// Days from and to which it holds, as `YYYY-MM-DD`.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
}

/// An actor of a dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DictionaryActor {
    /// Line of its first name, from 1.
    pub line: usize,
    /// Names, in capitals as people write them.
    pub names: Vec<String>,
    /// Codes in the order of the file.
    pub terms: Vec<CodedTerm>,
    /// The comment behind its first name.
    pub comment: String,
}

/// Reads dictionaries in terms of PLOVER's codes.
#[derive(Debug)]
pub struct Importer {
    codes: FxHashMap<String, (Gives, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gives {
    Code,
    Sector,
}

const CODES: &str = include_str!("../../../data/actor/petrarch.tsv");
const STATES: &str = include_str!("../../../data/actor/states.tsv");

impl Importer {
    /// With the table of codes compiled in, and the user's over it.
    ///
    /// # Errors
    /// When a line of the table is not of its form.
    pub fn load(dir: &DataDir) -> Result<Self, DataError> {
        let mut codes = FxHashMap::default();
        for line in dir.files("actor/states.tsv", STATES)?.iter().flat_map(|f| f.lines()) {
            if let Some(code) = line.columns().next() {
                codes.insert(code.to_string(), (Gives::Code, code.to_string()));
            }
        }
        for line in dir.files("actor/petrarch.tsv", CODES)?.iter().flat_map(|f| f.lines()) {
            let [part, gives, value]: [&str; 3] = line
                .columns()
                .collect::<Vec<_>>()
                .try_into()
                .map_err(|_| line.error("expected: part, code or sector, value"))?;
            let gives = match gives {
                "code" => Gives::Code,
                "sector" => Gives::Sector,
                _ => return Err(line.error(format!("{gives:?} is neither code nor sector"))),
            };
            // SUN is the Soviet Union as a country and Sunni as a religion: a code counts first, a sector behind it.
            codes.insert(format!("{part}{}", if gives == Gives::Sector { "~" } else { "" }), (gives, value.into()));
        }
        Ok(Self { codes })
    }

    /// The actors of a dictionary's text, in order. Lines that are not of the format are left out.
    pub fn actors(&self, text: &str) -> Vec<DictionaryActor> {
        let mut out: Vec<DictionaryActor> = Vec::new();
        for (number, raw) in text.lines().enumerate() {
            let (line, comment) = raw.split_once('#').unwrap_or((raw, ""));
            if line.trim().is_empty() || line.trim_start().starts_with('<') {
                continue;
            }
            let (name, codes) = line.split_once('[').map_or((line, ""), |(n, _)| (n, &line[n.len()..]));
            let name = name.trim();
            if let Some(synonym) = name.strip_prefix('+') {
                if let Some(last) = out.last_mut() {
                    last.names.extend(written(synonym));
                }
            } else if !name.is_empty() {
                let names = written(name).into_iter().collect();
                out.push(DictionaryActor {
                    line: number + 1,
                    names,
                    terms: Vec::new(),
                    comment: comment.trim().into(),
                });
            }
            if let Some(last) = out.last_mut() {
                last.terms.extend(codes.split('[').filter_map(|c| self.term(c.split(']').next()?)));
            }
        }
        out.retain(|a| !a.names.is_empty() && !a.terms.is_empty());
        out
    }

    /// `AFGGOVMIL 050101-090331` in PLOVER's terms; nothing for codes that give none.
    fn term(&self, words: &str) -> Option<CodedTerm> {
        let mut words = words.split_whitespace();
        let raw = words.next()?;
        let mut code = None;
        let mut sectors: Vec<String> = Vec::new();
        let parts: Vec<&str> = (0..raw.len() / 3).filter_map(|i| raw.get(3 * i..3 * i + 3)).collect();
        for (i, part) in parts.iter().enumerate() {
            let known = if i == 0 { self.codes.get(*part) } else { None };
            let organ = i > 0 && matches!(*part, "UNO" | "EUR" | "EEC") && code.as_deref() == Some("IGO");
            if let Some((_, value)) = known.or_else(|| self.codes.get(*part).filter(|_| organ)) {
                code = Some(value.clone());
            } else if let Some((_, sector)) = self.codes.get(&format!("{part}~"))
                && !sectors.contains(sector)
            {
                sectors.push(sector.clone());
            }
        }
        if code.is_none() && sectors.is_empty() {
            return None;
        }
        let (from, to) = words.next().map_or((None, None), days);
        Some(CodedTerm { code: code.unwrap_or_else(|| "-".into()), sectors, from, to })
    }
}

/// Days as the dictionaries write them.
fn days(words: &str) -> (Option<String>, Option<String>) {
    if let Some(to) = words.strip_prefix('<') {
        return (None, day(to));
    }
    if let Some(from) = words.strip_prefix('>') {
        return (day(from), None);
    }
    words.split_once('-').map_or((None, None), |(from, to)| (day(from), day(to)))
}

/// `991231` or `19991231`: years of two digits after 30 are of the twentieth century, as PETRARCH reads them.
fn day(digits: &str) -> Option<String> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match digits.len() {
        6 => (digits[..2].parse::<u32>().ok().map(|y| if y > 30 { 1900 + y } else { 2000 + y })?, &digits[2..]),
        8 => (digits[..4].parse().ok()?, &digits[4..]),
        _ => return None,
    };
    // The dictionaries have days such as February 31st; the month's last is meant.
    let month: i8 = rest[..2].parse().ok().filter(|m| (1..=12).contains(m))?;
    let first = jiff::civil::Date::new(year as i16, month, 1).ok()?;
    let day = rest[2..].parse::<i8>().ok()?.clamp(1, first.days_in_month());
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// A dictionary's name as people write it: `AL-QAEDA_IN_IRAQ_` is Al-Qaeda in Iraq. Nothing for what is no name.
fn written(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
    if words.is_empty() || words.iter().any(|w| w.contains(['(', ')', '[', ']', '{', '}', '|', ';', '\t'])) {
        return None;
    }
    let small = [
        "OF", "THE", "FOR", "AND", "IN", "ON", "DE", "LA", "AL", "EL", "BIN", "IBN", "VAN", "VON", "DER", "DEL", "DI",
        "DA", "DOS", "UL",
    ];
    let mut out = String::with_capacity(name.len());
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let shouted = word.bytes().all(|b| !b.is_ascii_lowercase());
        if !shouted {
            out.push_str(word);
        } else if small.contains(word) && i > 0 {
            out.push_str(&fold(word));
        } else if words.len() == 1 && word.len() <= 5 || word.contains('.') {
            out.push_str(word);
        } else {
            for part in word.split_inclusive(['-', '\'', '/']) {
                let mut letters = part.chars();
                // "Women's", but "O'Neill".
                let ending = letters.as_str().len() == 1 && out.ends_with('\'');
                out.extend(letters.next().map(|c| if ending { c.to_ascii_lowercase() } else { c }));
                out.push_str(&letters.as_str().to_lowercase());
            }
        }
    }
    Some(out)
}

/// A dictionary of actors in PETRARCH's format as lines of `actor/actors.tsv`, to lay over the data with `--data DIR`.
///
/// An actor with days, or several codes, becomes a person's line; any other a body's.
///
/// # Errors
/// When the file cannot be read.
pub fn import_petrarch_actors(path: &Path) -> Result<String, ImportError> {
    let importer = Importer::load(&DataDir::builtin())?;
    let mut out = format!("# Imported from {}.\n", path.display());
    for actor in importer.actors(&read(path)?) {
        let dated = actor.terms.len() > 1 || actor.terms.iter().any(|t| t.from.is_some() || t.to.is_some());
        out.push_str(&if dated { person_line(&actor) } else { body_line(&actor) });
        out.push('\n');
    }
    Ok(out)
}

/// A dictionary of agents in PETRARCH's format as lines of `actor/roles.tsv`.
///
/// # Errors
/// When the file cannot be read.
pub fn import_petrarch_agents(path: &Path) -> Result<String, ImportError> {
    let importer = Importer::load(&DataDir::builtin())?;
    let mut out = format!("# Imported from {}.\n", path.display());
    let mut sets: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for raw in read(path)?.lines() {
        let line = raw.split('#').next().unwrap_or_default().trim();
        if let Some((set, members)) = line.split_once('=').filter(|(set, _)| set.trim().starts_with('!')) {
            sets.insert(set.trim().into(), members.split(',').map(|m| m.trim().to_lowercase()).collect());
            continue;
        }
        let Some((name, code)) = line.split_once('[') else { continue };
        let code = code.trim_end_matches(']').trim().trim_matches('~');
        let Some(term) = importer.agent(code) else { continue };
        let (name, plural) =
            name.split_once('{').map_or((name, None), |(n, p)| (n, Some(p.trim_end_matches(['}', ' ']))));
        for name in expand(name, &sets) {
            let plural = match plural {
                Some(plural) if !plural.trim().is_empty() => format!("/{}", agent_words(plural)),
                // Braces with nothing in them: the word has no plural of its own.
                Some(_) => format!("/{name}"),
                None => String::new(),
            };
            let _ = writeln!(out, "{}\tperson\t-\t{name}{plural}", term.join(","));
        }
    }
    Ok(out)
}

impl Importer {
    fn agent(&self, code: &str) -> Option<Vec<String>> {
        let term = self.term(&format!("---{code}"))?;
        (!term.sectors.is_empty()).then_some(term.sectors)
    }
}

fn agent_words(words: &str) -> String {
    words.split(['_', ' ']).filter(|w| !w.is_empty()).map(fold).collect::<Vec<_>>().join(" ")
}

/// An agent's words with each of its substitution sets written out.
fn expand(name: &str, sets: &FxHashMap<String, Vec<String>>) -> Vec<String> {
    let mut out = vec![name.to_string()];
    let mut names: Vec<&String> = sets.keys().collect();
    names.sort();
    for set in names {
        let members = &sets[set];
        out = out
            .into_iter()
            .flat_map(|n| {
                if n.contains(set.as_str()) {
                    members.iter().map(|m| n.replace(set.as_str(), m)).collect()
                } else {
                    vec![n]
                }
            })
            .collect();
    }
    out.iter().map(|n| agent_words(n)).filter(|n| !n.is_empty() && !n.contains('!')).collect()
}

/// The line of a person: names, gender unknown, terms with their days.
pub fn person_line(actor: &DictionaryActor) -> String {
    let mut line = format!("{}\t?", actor.names.join("; "));
    for term in actor.terms.iter().filter(|t| t.sectors.first().is_none_or(|s| s != "ELI")) {
        let sectors = if term.sectors.is_empty() { "-".into() } else { term.sectors.join(",") };
        let _ = write!(line, "\t{} {sectors}", term.code);
        if term.from.is_some() || term.to.is_some() {
            let from = term.from.as_deref().map_or("", short_start);
            let to = term.to.as_deref().map_or_else(String::new, short_end);
            let _ = write!(line, " {from}..{to}");
        }
    }
    line
}

/// A first day as short as it can be: a year's first is the year, a month's the month.
fn short_start(day: &str) -> &str {
    day.strip_suffix("-01").map_or(day, |month| month.strip_suffix("-01").unwrap_or(month))
}

/// A last day as short as it can be.
fn short_end(day: &str) -> String {
    match day.parse::<jiff::civil::Date>() {
        Ok(date) if date == date.last_of_year() => day[..4].into(),
        Ok(date) if date == date.last_of_month() => day[..7].into(),
        _ => day.into(),
    }
}

/// The line of a body: names, code, sectors.
pub fn body_line(actor: &DictionaryActor) -> String {
    let Some(term) = actor.terms.first() else { return String::new() };
    let sectors = if term.sectors.is_empty() { "-".into() } else { term.sectors.join(",") };
    format!("{}\t{}\t{sectors}", actor.names.join("; "), term.code)
}

fn read(path: &Path) -> Result<String, ImportError> {
    let bytes = std::fs::read(path).map_err(|error| ImportError::Read { path: path.into(), error })?;
    // The dictionaries of the field are partly in Latin-1.
    Ok(String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().iter().map(|b| char::from(*b)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actors(text: &str) -> Vec<DictionaryActor> {
        Importer::load(&DataDir::builtin()).unwrap().actors(text)
    }

    #[test]
    fn actors_have_names_terms_and_days() {
        let read = actors(
            "JANE_R._DOE_  # someone\n+PREMIER_DOE_\n\t[ZARGOVMIL 950101-960231]\n\t[ZARELI]\n\nRED_FRONT_ [IGOUNO]\n",
        );
        assert_eq!(read[0].names, ["Jane R. Doe", "Premier Doe"]);
        assert_eq!(person_line(&read[0]), "Jane R. Doe; Premier Doe\t?\tCOD GOV,MIL 1995..1996-02");
        assert_eq!(body_line(&read[1]), "Red Front\tUNO\t-");
    }

    #[test]
    fn days_of_two_and_four_digits() {
        assert_eq!(days(">011222"), (Some("2001-12-22".into()), None));
        assert_eq!(days("<19311108"), (None, Some("1931-11-08".into())));
        assert_eq!(day("999"), None);
    }

    #[test]
    fn agents_expand_their_sets() {
        let dir = std::env::temp_dir().join(format!("whowhom-agents-{}", std::process::id()));
        std::fs::write(&dir, "!PERSON! = MAN, WOMAN\nCAMERA!PERSON! [~MED] # x\nTROOPS {} [~MIL]\nOX {OXEN} [~AGR]\n")
            .unwrap();
        let lines = import_petrarch_agents(&dir).unwrap();
        std::fs::remove_file(&dir).unwrap();
        let lines: Vec<&str> = lines.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "JRN\tperson\t-\tcameraman",
                "JRN\tperson\t-\tcamerawoman",
                "MIL\tperson\t-\ttroops/troops",
                "AGR\tperson\t-\tox/oxen"
            ]
        );
    }
}
