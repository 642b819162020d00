//! Actor and agent dictionaries as they are: names to codes such as `USAGOV`, with their days.
//!
//! `whowhom data import` turns these dictionaries into the actor room's own lines; here they are kept in their own codes, so that
//! records can be coded as PETRARCH codes them.

use super::dictionary::plural;
use super::text::{day, uncommented};
use rustc_hash::FxHashMap;

/// The word that makes an agent a former one, and the code of former agents.
const FORMER: &str = "FORMER";
const FORMER_AGENT: &str = "~ELI";

/// Actor and agent dictionaries.
#[derive(Debug, Default)]
pub struct ActorDictionary {
    actors: Names<Vec<Term>>,
    agents: Names<String>,
}

/// What a name stands for from one day to another (`YYYYMMDD`, inclusive).
#[derive(Clone, Debug)]
struct Term {
    code: String,
    from: Option<u32>,
    to: Option<u32>,
}

/// Names by their first word, the longest first.
#[derive(Debug)]
struct Names<T>(FxHashMap<String, Vec<Name<T>>>);

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

#[derive(Debug)]
struct Name<T> {
    /// The words after the first, each with whether it must follow at once.
    rest: Vec<(bool, String)>,
    means: T,
}

impl<T> Names<T> {
    fn add(&mut self, name: &str, means: T) {
        let mut words = pieces(name).into_iter();
        let Some((_, first)) = words.next() else { return };
        let list = self.0.entry(first).or_default();
        list.push(Name { rest: words.collect(), means });
        list.sort_by_key(|n| std::cmp::Reverse(n.rest.len()));
    }

    /// The first name that the words begin with, and how many words it takes.
    fn find(&self, words: &[&str]) -> Option<(&T, usize)> {
        let names = self.0.get(*words.first()?)?;
        names.iter().find_map(|name| Some((&name.means, name.len_in(words)?)))
    }
}

impl<T> Name<T> {
    fn len_in(&self, words: &[&str]) -> Option<usize> {
        let mut at = 1;
        for (joined, word) in &self.rest {
            let found = words.get(at..)?.iter().position(|w| w == word)?;
            if *joined && found > 0 {
                return None;
            }
            at += found + 1;
        }
        Some(at)
    }
}

/// A name's words; `_` before a word means that it follows at once.
fn pieces(name: &str) -> Vec<(bool, String)> {
    let mut out = Vec::new();
    for part in name.split_whitespace() {
        for (i, word) in part.split('_').enumerate() {
            if !word.is_empty() {
                out.push((i > 0, word.to_uppercase()));
            }
        }
    }
    out
}

impl ActorDictionary {
    /// Adds an actor dictionary's text.
    pub fn add_actors(&mut self, text: &str) {
        let mut names: Vec<String> = Vec::new();
        let mut terms: Vec<Term> = Vec::new();
        for (_, line) in uncommented(text) {
            let (name, codes) = line.split_once('[').map_or((line, ""), |(n, _)| (n.trim(), &line[n.len()..]));
            let name = name.trim();
            if !name.is_empty() && !name.starts_with('+') {
                self.finish(&mut names, &mut terms);
            }
            if !name.is_empty() {
                names.push(name.trim_start_matches('+').to_string());
            }
            terms.extend(codes.split('[').filter_map(|c| term(c.split(']').next()?)));
        }
        self.finish(&mut names, &mut terms);
    }

    fn finish(&mut self, names: &mut Vec<String>, terms: &mut Vec<Term>) {
        for name in names.drain(..) {
            self.actors.add(&name, terms.clone());
        }
        terms.clear();
    }

    /// Adds an agent dictionary's text.
    pub fn add_agents(&mut self, text: &str) {
        let mut sets: Vec<(String, Vec<String>)> = Vec::new();
        for (_, line) in uncommented(text) {
            if let Some((set, members)) = line.split_once('=').filter(|_| line.starts_with('!')) {
                sets.push((set.trim().into(), members.split(',').map(|m| m.trim().into()).collect()));
                continue;
            }
            let Some((name, code)) = line.split_once('[') else { continue };
            let code: String = code.split(']').next().unwrap_or_default().split_whitespace().collect();
            let (name, plurals) = match name.split_once('{') {
                Some((name, given)) => (name.trim(), Some(given.split('}').next().unwrap_or_default().trim())),
                None => (name.trim(), None),
            };
            let mut forms = vec![name.to_string()];
            match plurals {
                Some(given) => forms.extend(given.split_whitespace().map(str::to_string)),
                None if name.contains('!') => {}
                None => forms.push(plural(name)),
            }
            for form in forms.iter().flat_map(|f| expand(f, &sets)) {
                self.agents.add(&form, code.clone());
            }
        }
    }

    /// The code of a noun phrase's words (in capitals) on a day: the first actor's, with those of the agents around it;
    /// agents without an actor stand behind `---`.
    pub fn code(&self, words: &[&str], on: u32) -> Option<String> {
        let found = (0..words.len()).find_map(|at| {
            let (terms, len) = self.actors.find(&words[at..])?;
            let code = on_day(terms, on)?;
            (code != "---").then_some((code, at..at + len))
        });
        let (mut code, actor) = found.map_or((None, 0..0), |(code, range)| (Some(code.to_string()), range));
        let mut at = 0;
        while at < words.len() {
            if actor.contains(&at) {
                at = actor.end;
                continue;
            }
            let former = words[..at].contains(&FORMER);
            let Some((agent, len)) = self.agents.find(&words[at..]) else {
                at += 1;
                continue;
            };
            at += len;
            let mut full = code.take().unwrap_or_else(|| "---".into());
            // Whoever was something belongs to the elite now (TABARI's conversion of "former").
            let agent = if former { FORMER_AGENT } else { agent };
            let part = agent.trim_matches('~');
            // Codes have parts of three letters: GOV inside another word is no GOV.
            let has = full.as_bytes().windows(part.len().max(1)).step_by(3).any(|w| w == part.as_bytes());
            if !has {
                full = if agent.starts_with('~') { full + part } else { format!("{part}{full}") };
            }
            code = Some(full);
        }
        code
    }

    /// Whether an actor's name begins here; how many words it has.
    pub fn actor_at(&self, words: &[&str]) -> Option<usize> {
        self.actors.find(words).map(|(_, len)| len)
    }
}

/// `HOBGOV 20121109-20130119`, `USR <911226`, `GON`.
fn term(text: &str) -> Option<Term> {
    let mut words = text.split_whitespace();
    let code = words.next()?.to_string();
    let days: String = words.collect();
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| day(s)).flatten();
    let (from, to) = if let Some(to) = days.strip_prefix('<') {
        (None, Some(digits(to)?))
    } else if let Some(from) = days.strip_prefix('>') {
        (Some(digits(from)?), None)
    } else if let Some((from, to)) = days.split_once('-') {
        (Some(digits(from)?), Some(digits(to)?))
    } else {
        (None, None)
    };
    Some(Term { code: code.to_uppercase(), from, to })
}

/// The code on a day: the first term with days that holds, else the one without.
fn on_day(terms: &[Term], on: u32) -> Option<&str> {
    let dated = |t: &&Term| t.from.is_some() || t.to.is_some();
    let holds = |t: &&Term| t.from.is_none_or(|d| d <= on) && t.to.is_none_or(|d| on <= d);
    let found = terms.iter().filter(dated).find(holds).or_else(|| terms.iter().find(|t| !dated(t)));
    found.map(|t| t.code.as_str())
}

/// A name with each of its substitution sets written out.
fn expand(name: &str, sets: &[(String, Vec<String>)]) -> Vec<String> {
    let mut out = vec![name.to_string()];
    for (set, members) in sets {
        if name.contains(set.as_str()) {
            out = out.iter().flat_map(|n| members.iter().map(move |m| n.replace(set.as_str(), m))).collect();
        }
    }
    out
}
