//! `cargo xtask convert-phoenix DIR`: facts from the Phoenix actor dictionaries to files of `data/actor/`.
//!
//! Taken are persons with terms of office that reach past 1985, intergovernmental and non-governmental bodies, and armed groups.
//! Left out are single words (a surname means many people), titles before names (the rules read them), names with digits or
//! brackets, listed companies, agents written into names, and persons who have a line in `leaders.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use whowhom_actor::petrarch::{DictionaryActor, Importer, body_line, person_line};
use whowhom_text::data::DataDir;

type Done = Result<(), Box<dyn std::error::Error>>;

const LEADERS: &str = "data/actor/people/leaders.tsv";
const TITLES: &str = "data/actor/roles.tsv";
/// The dictionaries' last revision: whoever held office then is taken to hold it to the next year's end.
const LAST: &str = "2015-12-31";

pub fn run(dir: &Path) -> Done {
    let importer = Importer::load(&DataDir::builtin())?;
    let read = |name: &str| -> Result<Vec<DictionaryActor>, std::io::Error> {
        let bytes = std::fs::read(dir.join(name))?;
        let text: String =
            String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().iter().map(|b| char::from(*b)).collect());
        Ok(importer.actors(&text))
    };
    let titles = titles()?;
    people(read("Phoenix.Countries.actors.txt")?, &titles)?;
    let mut bodies = read("Phoenix.International.actors.txt")?;
    bodies.extend(read("Phoenix.MilNonState.actors.txt")?);
    groups(bodies, &titles)
}

/// First words of roles and of styles that the dictionaries put before names.
fn titles() -> Result<BTreeSet<String>, std::io::Error> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    for line in std::fs::read_to_string(TITLES)?.lines().filter(|l| !l.starts_with('#')) {
        for role in line.split('\t').nth(3).unwrap_or_default().split(';') {
            out.extend(role.split(['/', ' ']).find(|w| !w.is_empty()).map(str::to_string));
        }
    }
    out.extend("acting mr mrs ms dr us u.s. american his her the gov. gen. former and".split(' ').map(str::to_string));
    Ok(out)
}

fn plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.'))
}

fn people(actors: Vec<DictionaryActor>, titles: &BTreeSet<String>) -> Done {
    let leaders = std::fs::read_to_string(LEADERS)?;
    let known: BTreeSet<String> = leaders
        .lines()
        .filter(|l| !l.starts_with('#'))
        .flat_map(|l| l.split('\t').next().unwrap_or_default().split(';').map(|n| n.trim().to_lowercase()))
        .collect();
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for mut actor in actors {
        // Heads of state and government carry the years before and after office as well.
        let ruler = actor.terms.iter().any(|t| t.sectors.first().is_some_and(|s| s == "ELI") && t.from.is_some());
        actor.names.retain(|n| {
            let first = n.split(' ').next().unwrap_or_default().to_lowercase();
            plain(n) && (2..=5).contains(&n.split([' ', '-']).count()) && !titles.contains(&first)
        });
        actor.terms.retain(|t| {
            t.code != "-" && t.to.as_deref().is_none_or(|to| to > "1985") && t.sectors.iter().all(|s| s != "ELI")
        });
        let dated = actor.terms.iter().all(|t| t.from.is_some() || t.to.is_some());
        if actor.names.is_empty() || actor.terms.is_empty() || !dated {
            continue;
        }
        if actor.names.iter().any(|n| known.contains(&n.to_lowercase())) {
            continue;
        }
        for term in &mut actor.terms {
            term.to.get_or_insert_with(|| LAST.into());
        }
        actor.terms.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        actor.terms.dedup();
        let mut line = person_line(&actor);
        if ruler {
            line = mark_rulers(&line);
        }
        lines.entry(actor.names[0].clone()).or_insert(line);
    }
    let head = "\
# Ministers and heads of state and government with their terms, made by `cargo xtask convert-phoenix` from the Phoenix actor
# dictionaries; see SOURCES.md. The forms are those of leaders.tsv, whose lines come before these.
# A term that ran at the dictionaries' last revision ends here with 2015.
";
    let body: String = lines.into_values().map(|l| l + "\n").collect();
    std::fs::write("data/actor/people/phoenix.tsv", format!("{head}{body}"))?;
    Ok(())
}

/// Says of a ruler's terms in government that they are the state's highest office.
fn mark_rulers(line: &str) -> String {
    let mut columns = line.split('\t').map(str::to_string).collect::<Vec<_>>();
    for term in columns.iter_mut().skip(2) {
        if let Some((who, days)) = term.rsplit_once(' ').filter(|(who, _)| who.ends_with("GOV")) {
            *term = format!("{who} head of state or government {days}");
        }
    }
    columns.join("\t")
}

fn groups(actors: Vec<DictionaryActor>, titles: &BTreeSet<String>) -> Done {
    let known = known_bodies()?;
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for mut actor in actors {
        actor.names.retain(|n| {
            let words = n.split([' ', '-']).count();
            let acronym = words == 1 && n.len() >= 4 && n.chars().all(|c| c.is_ascii_uppercase());
            plain(n) && ((2..=9).contains(&words) && n.len() > 7 || acronym && known.is_empty())
        });
        let first = |n: &str| n.split(' ').next().unwrap_or_default().to_lowercase();
        actor
            .names
            .retain(|n| !known.contains(&n.to_lowercase()) && !["mr", "mrs", "president"].contains(&first(n).as_str()));
        let Some(term) = actor.terms.first() else { continue };
        let group = matches!(term.code.as_str(), "NGO" | "IGO" | "UNO" | "EUR" | "IMG")
            || term.sectors.iter().any(|s| s == "REB");
        // Names of persons stand among the bodies with days or a role.
        let person =
            actor.terms.iter().any(|t| t.from.is_some() || t.to.is_some() || t.sectors.iter().any(|s| s == "ELI"));
        if actor.names.is_empty() || !group || person || term.code == "MNC" || term.code == "-" {
            continue;
        }
        let body = actor.names[0].split(' ').any(|w| titles.contains(&w.to_lowercase()) || BODY_WORDS.contains(&w));
        if !body && actor.names[0].split(' ').count() < 3 {
            continue;
        }
        lines.entry(actor.names[0].clone()).or_insert(body_line(&actor));
    }
    let head = "\
# Intergovernmental and non-governmental bodies and armed groups, made by `cargo xtask convert-phoenix` from the Phoenix actor
# dictionaries; see SOURCES.md. The forms are those of the other files here, whose lines come before these.
";
    let body: String = lines.into_values().map(|l| l + "\n").collect();
    std::fs::write("data/actor/bodies/phoenix.tsv", format!("{head}{body}"))?;
    Ok(())
}

/// Words that show a two-word name to be a body's.
const BODY_WORDS: [&str; 8] =
    ["International", "World", "Watch", "Action", "Global", "Liberation", "Brigades", "Front"];

fn known_bodies() -> Result<BTreeSet<String>, std::io::Error> {
    let mut out = BTreeSet::new();
    for name in ["igos", "ngos", "armed", "agencies", "parties", "media", "firms"] {
        let text = std::fs::read_to_string(format!("data/actor/bodies/{name}.tsv"))?;
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let names = line.split('\t').next().unwrap_or_default();
            out.extend(names.split([';', '|', '/']).map(|n| n.trim().to_lowercase()));
        }
    }
    Ok(out)
}
