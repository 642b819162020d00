//! Reading the data files.

use super::{Day, Effect, Entry, Form, Kb, Modifier, Role, RoleKind, Term, What, WordId, fold, plural::plural, split};
use jiff::civil::Date;
use whowhom_text::Code;
use whowhom_text::data::{DataDir, DataError, DataFile, Line};

macro_rules! data {
    ($name:literal) => {
        (concat!("actor/", $name), include_str!(concat!("../../../../data/actor/", $name)))
    };
}

const STATES: (&str, &str) = data!("states.tsv");
const CITIES: (&str, &str) = data!("cities.tsv");
const REGIONS: (&str, &str) = data!("regions.tsv");
const GROUPS: (&str, &str) = data!("groups.tsv");
const ROLES: (&str, &str) = data!("roles.tsv");
const MODIFIERS: (&str, &str) = data!("modifiers.tsv");
const SETS: (&str, &str) = data!("words.tsv");
const GIVEN: (&str, &str) = data!("given.tsv");
// Later files and lines are found before earlier ones.
const BODIES: &[(&str, &str)] = &[
    data!("bodies/phoenix.tsv"),
    data!("bodies/igos.tsv"),
    data!("bodies/ngos.tsv"),
    data!("bodies/armed.tsv"),
    data!("bodies/parties.tsv"),
    data!("bodies/agencies.tsv"),
    data!("bodies/media.tsv"),
    data!("bodies/firms.tsv"),
];
const PEOPLE: &[(&str, &str)] = &[data!("people/phoenix.tsv"), data!("people/leaders.tsv")];

/// A user's own actors: a file of this name in the folder laid over the data, in the form of `people/` or `bodies/`.
const USER: &str = "actor/actors.tsv";

pub(super) const EVER: (Day, Day) = (Day::MIN, Day::MAX);

impl Kb {
    /// The knowledge base of the data compiled in and the user's folder over it.
    pub fn load(dir: &DataDir) -> Result<Self, DataError> {
        let mut kb = Kb::default();
        kb.each(dir, CITIES, |kb, line| kb.places(line, What::City))?;
        kb.each(dir, REGIONS, |kb, line| kb.places(line, What::Region))?;
        kb.each(dir, STATES, Kb::state_line)?;
        for &file in BODIES {
            kb.each(dir, file, Kb::body)?;
        }
        for &file in PEOPLE {
            kb.each(dir, file, Kb::person)?;
        }
        kb.each(dir, (USER, ""), Kb::user)?;
        kb.each(dir, GROUPS, Kb::group)?;
        kb.each(dir, ROLES, Kb::role)?;
        kb.each(dir, MODIFIERS, Kb::modifier)?;
        kb.each(dir, SETS, Kb::set)?;
        kb.each(dir, GIVEN, Kb::given_name)?;
        Ok(kb)
    }

    fn each(
        &mut self,
        dir: &DataDir,
        (name, builtin): (&str, &'static str),
        read: impl Fn(&mut Self, Line<'_>) -> Result<(), DataError>,
    ) -> Result<(), DataError> {
        for file in dir.files(name, builtin)? {
            self.files.push(file.name.clone());
            self.lines(&file, &read)?;
        }
        Ok(())
    }

    fn lines(
        &mut self,
        file: &DataFile,
        read: impl Fn(&mut Self, Line<'_>) -> Result<(), DataError>,
    ) -> Result<(), DataError> {
        file.lines().try_for_each(|line| read(self, line))
    }

    fn add_entry(&mut self, line: Line<'_>, what: What, name: &str, gender: char, terms: Vec<Term>) -> u32 {
        let file = (self.files.len() - 1) as u16;
        self.entries.push(Entry { what, name: name.into(), gender, terms, file, line: line.number as u32 });
        (self.entries.len() - 1) as u32
    }

    /// Adds a way to write the entry's name. What the user adds, and later lines, are found before earlier ones.
    fn add_form(&mut self, entry: u32, name: &str) {
        let (mut capital, mut acronym) = (0, 0);
        let mut ids: Vec<WordId> = Vec::with_capacity(8);
        for (i, word) in split(name).enumerate() {
            let letters = || word.chars().filter(|c| c.is_alphabetic());
            if i < 32 && letters().next().is_some_and(char::is_uppercase) {
                capital |= 1 << i;
                if letters().count() > 1 && letters().all(char::is_uppercase) {
                    acronym |= 1 << i;
                }
            }
            ids.push(self.intern(word));
        }
        let form = self.forms.len() as u32;
        self.forms.push(Form { entry, capital, acronym });
        self.names.insert(ids, form);
    }

    fn intern(&mut self, word: &str) -> WordId {
        if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            self.words.intern(word)
        } else {
            self.words.intern(&fold(word))
        }
    }

    fn intern_all(&mut self, words: &str) -> Vec<WordId> {
        split(words).map(|w| self.intern(w)).collect()
    }

    fn places(&mut self, line: Line<'_>, what: What) -> Result<(), DataError> {
        let [code, places] = columns(line)?;
        let code = code_of(line, code)?;
        for place in list(places) {
            let entry = self.add_entry(line, what, place, '?', vec![term(code, &[], EVER)]);
            self.add_form(entry, place);
        }
        Ok(())
    }

    fn state_line(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let mut columns = line.columns();
        let (Some(code), Some(kind), Some(forms)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(line.error("expected: code, kind, forms, and perhaps days"));
        };
        let code = code_of(line, code)?;
        let code = Some(code.ok_or_else(|| line.error("a state needs a code"))?);
        let days = columns.next().map_or(Ok(EVER), |days| days_of(line, days))?;
        let what = match kind {
            "name" => What::State,
            "adj" => What::Adjective,
            "people" => return self.people(line, code, forms, days),
            "capital" => What::Capital,
            "seat" => What::Seat,
            "region" => What::Region,
            _ => return Err(line.error(format!("unknown kind {kind:?}"))),
        };
        let gov = Code::from_static(b"GOV");
        for (i, form) in list(forms).enumerate() {
            let entry = self.add_entry(line, what, form, '?', vec![term(code, &[gov], days)]);
            self.add_form(entry, form);
            if let (What::State, 0, Some(code)) = (what, i, code) {
                self.state_names.entry(code).or_insert(entry);
            }
        }
        Ok(())
    }

    fn people(&mut self, line: Line<'_>, code: Option<Code>, forms: &str, days: (Day, Day)) -> Result<(), DataError> {
        let civil = Code::from_static(b"CVL");
        for pair in list(forms) {
            let (one, many) = pair.split_once('/').ok_or_else(|| line.error("expected singular/plural"))?;
            let what = [(one, What::Native), (many, What::Natives)];
            // "Chinese/Chinese": the plural also stands for one.
            for (form, what) in what.into_iter().skip(usize::from(one == many)) {
                let entry = self.add_entry(line, what, form, '?', vec![term(code, &[civil], days)]);
                self.add_form(entry, form);
            }
        }
        Ok(())
    }

    fn body(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let mut columns = line.columns();
        let (Some(names), Some(code), Some(sectors)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(line.error("expected: names, code or -, sectors or -, and perhaps days"));
        };
        let code = code_of(line, code)?;
        let sectors = codes_of(line, sectors)?;
        let days = columns.next().map_or(Ok(EVER), |days| days_of(line, days))?;
        for entity in names.split('|') {
            let first = list(entity).next().ok_or_else(|| line.error("no name"))?;
            let name = first.split('/').next_back().unwrap_or(first);
            let entry = self.add_entry(line, What::Body, name, '?', vec![term(code, &sectors, days)]);
            for form in list(entity).flat_map(|f| f.split('/')) {
                self.add_form(entry, form);
            }
        }
        Ok(())
    }

    fn person(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let mut columns = line.columns();
        let (Some(names), Some(gender)) = (columns.next(), columns.next()) else {
            return Err(line.error("expected: names, m, f or ?, terms"));
        };
        let gender = match gender {
            "m" => 'm',
            "f" => 'f',
            "?" => '?',
            _ => return Err(line.error("the second column is m, f or ?")),
        };
        let terms = columns.filter(|c| !c.is_empty()).map(|t| term_of(line, t)).collect::<Result<Vec<_>, _>>()?;
        let name = list(names).next().ok_or_else(|| line.error("no name"))?;
        let entry = self.add_entry(line, What::Person, name, gender, terms);
        for form in list(names) {
            self.add_form(entry, form);
            if let Some(last) = split(form).last() {
                let last = self.intern(last);
                let known = self.surnames.entry(last).or_default();
                if !known.contains(&entry) {
                    known.push(entry);
                }
            }
        }
        Ok(())
    }

    /// A user's line: a person where the second column is m, f or ?, else a body.
    fn user(&mut self, line: Line<'_>) -> Result<(), DataError> {
        match line.columns().nth(1) {
            Some("m" | "f" | "?") => self.person(line),
            _ => self.body(line),
        }
    }

    fn group(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let [name, members] = columns(line)?;
        let members = codes_of(line, members)?;
        let ids = self.intern_all(name);
        self.groups.insert(ids, self.group_members.len() as u32);
        self.group_members.push(members);
        Ok(())
    }

    fn role(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let [sectors, kind, flags, words] = columns(line)?;
        let kind = match kind {
            "person" => RoleKind::Person,
            "people" => RoleKind::People,
            "body" => RoleKind::Body,
            "state" => RoleKind::State,
            "none" => RoleKind::None,
            _ => return Err(line.error(format!("unknown kind {kind:?}"))),
        };
        let (mut title, mut sends, mut leads, mut ngo, mut code) = (false, false, false, false, None);
        for flag in flags.split(',').map(str::trim).filter(|f| *f != "-") {
            match flag {
                "title" => title = true,
                "sends" => sends = true,
                "head" => leads = true,
                "ngo" => ngo = true,
                _ if Code::new(flag).is_some() => code = Code::new(flag),
                _ => return Err(line.error(format!("unknown flag {flag:?}"))),
            }
        }
        let weak = sectors.starts_with('?');
        let sectors = codes_of(line, sectors.trim_start_matches('?'))?;
        let file = (self.files.len() - 1) as u16;
        let number = self.roles.len() as u32;
        self.roles.push(Role { kind, sectors, weak, title, sends, leads, ngo, code, file, line: line.number as u32 });
        for words in list(words) {
            let (one, many) = match words.split_once('/') {
                Some((one, many)) => (one, many.to_string()),
                None => (words, plural(words)),
            };
            let ids = self.intern_all(one);
            self.role_names.insert(ids, number);
            // Words of one form ("folk") mean many.
            if many != one || matches!(kind, RoleKind::People | RoleKind::Person) {
                let ids = self.intern_all(&many);
                self.role_names.insert(ids, number | Kb::PLURAL);
            }
        }
        Ok(())
    }

    fn modifier(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let [effect, sectors, words] = columns(line)?;
        let effect = match effect {
            "over" => Effect::Over,
            "fill" => Effect::Fill,
            "former" => Effect::Former,
            _ => return Err(line.error(format!("unknown effect {effect:?}"))),
        };
        let sectors = codes_of(line, sectors)?;
        let number = self.modifiers.len() as u32;
        self.modifiers.push(Modifier { effect, sectors });
        for words in list(words) {
            let ids = self.intern_all(words);
            self.modifier_names.insert(ids, number);
        }
        Ok(())
    }

    fn set(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let [name, words] = columns(line)?;
        let set = super::super::SETS
            .iter()
            .find(|s| **s == name)
            .ok_or_else(|| line.error(format!("unknown set {name:?}")))?;
        for word in list(words) {
            let id = self.intern(word).0 as usize;
            let members = self.sets.entry(*set).or_default();
            if members.len() <= id {
                members.resize(id + 1, false);
            }
            members[id] = true;
        }
        Ok(())
    }

    fn given_name(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let [gender, names] = columns(line)?;
        let gender = match gender {
            "m" => 'm',
            "f" => 'f',
            _ => return Err(line.error("the first column is m or f")),
        };
        for name in list(names) {
            let id = self.intern(name);
            self.given.insert(id, gender);
        }
        Ok(())
    }
}

fn columns<const N: usize>(line: Line<'_>) -> Result<[&str; N], DataError> {
    let columns: Vec<&str> = line.columns().collect();
    columns.try_into().map_err(|c: Vec<&str>| line.error(format!("expected {N} columns, found {}", c.len())))
}

fn list(words: &str) -> impl Iterator<Item = &str> {
    words.split(';').map(str::trim).filter(|w| !w.is_empty())
}

fn code_of(line: Line<'_>, code: &str) -> Result<Option<Code>, DataError> {
    if code == "-" {
        return Ok(None);
    }
    Code::new(code).map(Some).ok_or_else(|| line.error(format!("{code:?} is not a code of three capitals")))
}

fn codes_of(line: Line<'_>, codes: &str) -> Result<Box<[Code]>, DataError> {
    codes
        .split([',', ' '])
        .filter(|c| !c.is_empty() && *c != "-")
        .map(|c| Code::new(c).ok_or_else(|| line.error(format!("{c:?} is not a code of three capitals"))))
        .collect()
}

fn term(code: Option<Code>, sectors: &[Code], (from, to): (Day, Day)) -> Term {
    Term { code, sectors: sectors.into(), office: None, from, to }
}

/// A term: `USA GOV president 2001-01-20..2009-01-20`.
fn term_of(line: Line<'_>, words: &str) -> Result<Term, DataError> {
    let mut rest = words.split_whitespace().collect::<Vec<_>>();
    let days = match rest.last() {
        Some(last) if last.contains("..") => {
            let last = rest.pop().unwrap_or_default();
            days_of(line, last)?
        }
        _ => EVER,
    };
    let mut rest = rest.into_iter();
    let code = code_of(line, rest.next().unwrap_or_default())?;
    let sectors = codes_of(line, rest.next().unwrap_or("-"))?;
    let office = rest.collect::<Vec<_>>().join(" ");
    Ok(Term { office: (!office.is_empty()).then(|| office.into()), ..term(code, &sectors, days) })
}

/// Days `from..to`, each of them a year, a month, a day, or nothing for no end.
fn days_of(line: Line<'_>, words: &str) -> Result<(Day, Day), DataError> {
    let bad = || line.error(format!("{words:?} is not a span of days (1994-07-08..2011-12-17, 2001.., ..1997-05)"));
    let (from, to) = words.split_once("..").ok_or_else(bad)?;
    let from = if from.is_empty() { EVER.0 } else { day_of(from, false).ok_or_else(bad)? };
    let to = if to.is_empty() { EVER.1 } else { day_of(to, true).ok_or_else(bad)? };
    Ok((from, to))
}

fn day_of(words: &str, last: bool) -> Option<Day> {
    let mut parts = words.split('-').map(|p| p.parse::<i16>().ok());
    let year = parts.next()??;
    let month = parts.next().map_or(Some(if last { 12 } else { 1 }), |m| m)? as i8;
    let first = Date::new(year, month, 1).ok()?;
    let day = match parts.next() {
        Some(day) => Date::new(year, month, day? as i8).ok()?,
        None if last => first.last_of_month(),
        None => first,
    };
    parts.next().is_none().then(|| day_number(day))
}

/// The day as a number to compare.
pub(crate) fn day_number(date: Date) -> Day {
    // Proleptic Gregorian count, after Howard Hinnant's `days_from_civil`.
    let (y, m, d) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_numbered_from_1970() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(2000, 3, 1)), 11017);
        assert_eq!(day_of("2001", true), Some(day_number(date(2001, 12, 31))));
        assert_eq!(day_of("2004-02", true), Some(day_number(date(2004, 2, 29))));
        assert_eq!(day_of("2004-13", false), None);
    }

    #[test]
    fn a_bad_line_is_named() {
        let mut kb = Kb::default();
        kb.files.push("x.tsv".into());
        let bad = |text| Line { file: "x.tsv", number: 7, text };
        assert!(kb.person(bad("Ann Lee\tm\tUSA gov")).unwrap_err().to_string().starts_with("x.tsv:7: "));
        assert!(kb.person(bad("Ann Lee\tx\tUSA GOV")).is_err());
        assert!(kb.role(bad("GOV\tperson\ttitel\tpresident")).is_err());
    }
}
