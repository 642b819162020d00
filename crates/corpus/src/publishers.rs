//! Who published a report, however it is written: "AFP", "Agence France Presse" and "www.afp.com" are one publisher.

use crate::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use whowhom_text::data::{DataDir, DataError, Line};

const BUILTIN: &str = include_str!("../../../data/corpus/publishers.tsv");

/// What parts a publisher's name from that of a section or feed ("NYT > World", "BBC News - Africa", "Reuters: Top News").
const PARTING: [&str; 8] = [" - ", " – ", " — ", " | ", " > ", " » ", " via ", ": "];

/// The names of `corpus/publishers.tsv`.
#[derive(Clone, Debug, Default)]
pub struct Publishers {
    /// The first name of a line, by each of its names and domains.
    names: FxHashMap<String, String>,
    domains: FxHashMap<String, String>,
}

impl Publishers {
    /// The names compiled in, with a user's laid over them.
    ///
    /// # Errors
    /// When a line is not names and domains.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut publishers = Self::default();
        for file in data.files("corpus/publishers.tsv", BUILTIN)? {
            for line in file.lines() {
                publishers.add(line)?;
            }
        }
        Ok(publishers)
    }

    fn add(&mut self, line: Line<'_>) -> Result<(), DataError> {
        let columns: Vec<&str> = line.columns().collect();
        let [names, domains] = columns[..] else {
            return Err(line.error("a line is names separated by ; and domains separated by blanks, or -"));
        };
        let names: Vec<&str> = names.split(';').map(str::trim).collect();
        let proper = plain(names[0]);
        for name in names {
            let key = key(name);
            if key.is_empty() {
                return Err(line.error(format!("{name:?} is no name")));
            }
            self.names.insert(key, proper.clone());
        }
        for domain in domains.split(' ').filter(|d| *d != "-") {
            if host(domain) != Some(domain) {
                return Err(line.error(format!("{domain:?} is no domain as reuters.com")));
            }
            self.domains.insert(domain.into(), proper.clone());
        }
        Ok(())
    }

    /// The one name, in small letters without accents, of a publisher who is written so. One who is not known keeps the name that is
    /// given, so written, or the host of an address without `www.`; of two names that come out the same, the publisher is the same.
    pub fn canonical(&self, name: &str) -> String {
        let name = name.trim();
        if let Some(host) = host(name) {
            let host = host.to_lowercase();
            return self.of_host(&host).map_or_else(|| without_www(&host).into(), String::from);
        }
        let known = self.of_name(name).or_else(|| self.of_part(name));
        known.map_or_else(|| plain(name), String::from)
    }

    /// How many publishers these names are of.
    pub fn count<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> usize {
        names.into_iter().map(|name| self.canonical(name)).collect::<FxHashSet<_>>().len()
    }

    fn of_name(&self, name: &str) -> Option<&str> {
        self.names.get(&key(name)).map(String::as_str)
    }

    /// By the longest end of the host that is known: `uk.reuters.com`, `reuters.com`.
    fn of_host(&self, host: &str) -> Option<&str> {
        let ends = std::iter::successors(Some(host), |end| end.split_once('.').map(|(_, rest)| rest));
        ends.take_while(|end| end.contains('.')).find_map(|end| self.domains.get(end)).map(String::as_str)
    }

    /// By what stands before a section's name or before "via", or within brackets.
    fn of_part(&self, name: &str) -> Option<&str> {
        let bare = name.trim_matches(['(', ')', '[', ']', '©', ' ']);
        let known = |part: &str| match host(part.trim()) {
            Some(host) => self.of_host(&host.to_lowercase()),
            None => self.of_name(part),
        };
        if let Some(found) = self.of_name(bare) {
            return Some(found);
        }
        if let Some((_, inside)) = name.strip_suffix(')').and_then(|n| n.split_once('(')) {
            // What stands before them may be another of that name: "The Guardian (Accra)".
            return known(inside);
        }
        PARTING.iter().filter_map(|mark| name.split_once(mark)).find_map(|(before, _)| known(before))
    }
}

/// The host of an address or of what looks like one: no white space, labels of letters, digits and hyphens, a last one of letters.
fn host(name: &str) -> Option<&str> {
    let rest = name.split_once("://").map_or(name, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
    let label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-');
    let (before, last) = host.rsplit_once('.')?;
    let sound = last.len() >= 2 && last.chars().all(char::is_alphabetic) && before.split('.').all(label);
    sound.then_some(host)
}

fn without_www(host: &str) -> &str {
    ["www.", "m.", "amp."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(host)
}

/// What names are compared by: letters and digits in small letters without accents, words parted by one blank, no leading "the".
fn key(name: &str) -> String {
    let name = plain(name).replace(['.', '\'', '’'], "").replace('&', " and ");
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let words = if words.len() > 1 && words[0] == "the" { &words[1..] } else { &words[..] };
    words.join(" ")
}

/// A name in small letters without accents, white space folded.
fn plain(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn publishers() -> Publishers {
        Publishers::load(&DataDir::builtin()).unwrap()
    }

    #[test]
    fn names_of_one_publisher_are_one() {
        let publishers = publishers();
        for names in [
            &["AFP", "Agence France-Presse", "Agence France Presse", "agence france presse", "(AFP)", "www.afp.com"][..],
            &["Xinhua", "Xinhua News Agency", "New China News Agency", "XINHUA", "Chinese agency (Xinhua)", "新华社"],
            &["AP", "Associated Press", "The Associated Press", "A.P.", "apnews.com", "AP via Yahoo"],
            &["Reuters", "Reuters News", "reuters.com", "https://uk.reuters.com/article/x?y=1", "Reuters: World News"],
            &["BBC", "bbc.co.uk", "BBC News", "BBC News - Africa", "http://news.bbc.co.uk", "bbc.com"],
            &["Al-Jazeera", "Al Jazeera", "www.aljazeera.com", "Al Jazeera English", "Aljazeera"],
            &["NYT", "The New York Times", "NYTimes.com", "NYT > World", "N.Y. Times"],
            &["El País", "El Pais", "elpais.com", "english.elpais.com"],
        ] {
            let one = publishers.canonical(names[0]);
            for name in names {
                assert_eq!(publishers.canonical(name), one, "{name}");
            }
        }
    }

    #[test]
    fn others_stay_apart() {
        let publishers = publishers();
        let names = [
            "The Guardian",
            "The Guardian (Nigeria)",
            "ABC News (Australia)",
            "ABC News (US)",
            "AP",
            "APP",
            "Oslo Post",
            "Oslo Post - Reuters",
            "oslopost.example",
            "Bergen Post",
            "notreuters.com",
            "afp.example",
            "CNA",
            "The Times",
            "",
            "The Star (Malaysia)",
            "Toronto Star",
            "The",
            "RT",
            "RTE",
            "Daily News",
            "The Nation (Accra)",
            "The Nation",
            "The Guardian (Accra)",
        ];
        let known: FxHashSet<String> = names.iter().map(|n| publishers.canonical(n)).collect();
        assert_eq!(known.len(), names.len());
        assert_eq!(publishers.count(&["AFP".into(), "Oslo Post".into(), "OSLO  post".into(), "afp.fr".into()]), 2);
    }

    #[test]
    fn who_is_not_known_keeps_the_name() {
        let publishers = publishers();
        assert_eq!(publishers.canonical(" Oslo Póst "), "oslo post");
        assert_eq!(publishers.canonical("https://www.OsloPost.example/a.html"), "oslopost.example");
        assert_eq!(publishers.canonical("afp.com"), "agence france-presse");
    }

    #[test]
    fn no_name_stands_for_two() {
        let (mut names, mut domains) = (FxHashSet::default(), FxHashSet::default());
        for line in BUILTIN.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (of_line, sites) = line.split_once('\t').unwrap();
            for name in of_line.split(';') {
                assert!(names.insert(key(name)), "{name} stands twice");
            }
            for domain in sites.split(' ').filter(|d| *d != "-") {
                assert!(domains.insert(domain), "{domain} stands twice");
            }
        }
        assert!(names.len() > 700 && domains.len() > 300);
    }

    #[test]
    fn a_folder_of_ones_own_adds_names_and_bad_lines_are_told() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("corpus")).unwrap();
        let load = |words: &str| {
            std::fs::write(dir.path().join("corpus/publishers.tsv"), words).unwrap();
            Publishers::load(&DataDir::over(dir.path())).map_err(|error| error.to_string())
        };
        let publishers = load("Oslo Post; OP\toslopost.example\nThe Wire; Reuters\t-\n").unwrap();
        assert_eq!(publishers.canonical("news.oslopost.example"), publishers.canonical("O.P."));
        assert_eq!(publishers.canonical("Reuters"), "the wire");
        for (words, said) in [
            ("Oslo Post", "publishers.tsv:1: a line is names"),
            ("Oslo Post;\tx.example", "publishers.tsv:1: \"\" is no name"),
            ("# x\nOslo Post\thttp://x.example", "publishers.tsv:2: \"http://x.example\" is no domain"),
        ] {
            let error = load(words).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
