//! Datelines: "BEIJING, Feb 12 (AFP) -", "NAIROBI, Kenya (AP) _", "GAZA CITY —".

use crate::atlas::Atlas;
use crate::disambiguate::{container_of, prior};
use crate::gazetteer::PlaceId;
use crate::lexicon::Lexicon;
use whowhom_text::Span;

/// Lines at the start of a document that may hold a dateline, behind titles and bylines.
const LINES: usize = 6;
/// Longest dateline, in bytes.
const LONGEST: usize = 110;
/// What divides a dateline from the report, the longer first.
const MARKS: [&str; 7] = ["--", "—", "―", "–", " _", " -", "_ "];

/// A dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The name of the place, in bytes.
    pub name: Span,
    /// The place, when the atlas knows it.
    pub place: Option<PlaceId>,
    /// The whole of it with the mark that ends it, in bytes.
    pub span: Span,
}

/// The dateline of a text.
pub fn find(atlas: &Atlas, lexicon: &Lexicon, text: &str) -> Option<Dateline> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let at = start;
        start += line.len();
        (at, line)
    });
    lines.filter(|(_, line)| !line.trim().is_empty()).take(LINES).find_map(|(at, line)| {
        let indent = line.len() - line.trim_start().len();
        read_line(atlas, lexicon, line.trim()).map(|found| found.moved(at + indent))
    })
}

impl Dateline {
    fn moved(self, by: usize) -> Self {
        let moved = |span: Span| Span::new(span.start as usize + by, span.end as usize + by);
        Self { name: moved(self.name), span: moved(self.span), ..self }
    }
}

fn read_line(atlas: &Atlas, lexicon: &Lexicon, line: &str) -> Option<Dateline> {
    let (head, length) = cut_head(line)?;
    let (words, agency) = cut_agency(head);
    let mut parts = words.split(',');
    let first = parts.next()?;
    let name = first.split(['/', '(']).next().unwrap_or(first).split(" and ").next().unwrap_or(first).trim();
    let rest: Vec<&str> = parts.map(str::trim).filter(|p| !p.is_empty()).collect();
    let capitals = in_capitals(name);
    if name.is_empty() || name.len() > 40 || !(capitals || agency && in_title_case(first.trim())) {
        return None;
    }
    // Behind the name stand a region, a date, an agency; a sentence that begins with a name in capitals goes on otherwise.
    let fits =
        |part: &&str| has_digit(part) || in_capitals(part) || is_container(atlas, lexicon, part) || capitals && agency;
    if !rest.iter().all(fits) {
        return None;
    }
    let place = resolve(atlas, lexicon, name, &rest, agency);
    if place.is_none() && !(agency && capitals) {
        return None;
    }
    Some(Dateline { name: Span::new(0, name.len()), place, span: Span::new(0, length) })
}

/// The words before the mark that ends a dateline, and how far it goes with the mark.
fn cut_head(line: &str) -> Option<(&str, usize)> {
    let mut end = line.len().min(LONGEST);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = &line[..end];
    let mark = MARKS.iter().filter_map(|m| head.find(m).map(|at| (at, at + m.len()))).min_by_key(|(at, _)| *at);
    let bracket = head.find(')').map(|at| (at + 1, at + 1));
    match (mark, bracket) {
        // "(AP) --": the mark follows the agency.
        (Some((at, end)), _) if at > 0 => {
            let more = head[end..].chars().take_while(|c| "-_—".contains(*c)).map(char::len_utf8).sum::<usize>();
            Some((&line[..at], end + more))
        }
        (_, Some((at, end))) if head[..at].contains(" (") => Some((&line[..at], end)),
        _ => None,
    }
}

/// Cuts an agency in brackets from the end; says whether there was one.
fn cut_agency(head: &str) -> (&str, bool) {
    let head = head.trim();
    match head.strip_suffix(')').and_then(|h| h.rsplit_once('(')) {
        Some((words, agency)) if agency.len() <= 40 && agency.chars().any(char::is_uppercase) => (words.trim(), true),
        _ => (head, false),
    }
}

/// Whether most letters are capitals ("McALLEN", "PORT-au-PRINCE" included).
fn in_capitals(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = words.chars().filter(|c| c.is_uppercase()).count();
    letters >= 2 && capitals * 5 >= letters * 4 && words.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c))
}

/// Whether every word has a capital ("Baghdad", "New Delhi").
fn in_title_case(words: &str) -> bool {
    words
        .split(' ')
        .all(|w| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || ".'’-".contains(c)))
}

fn has_digit(words: &str) -> bool {
    words.chars().any(|c| c.is_ascii_digit())
}

fn is_container(atlas: &Atlas, lexicon: &Lexicon, words: &str) -> bool {
    lexicon.abbreviation(words).is_some() || !atlas.find(words).is_empty()
}

/// The place of the name: the one within a container of the rest, else the best known.
fn resolve(atlas: &Atlas, lexicon: &Lexicon, name: &str, rest: &[&str], agency: bool) -> Option<PlaceId> {
    if let Some(place) = lexicon.dateline(&crate::fold::key(name)) {
        return Some(place);
    }
    // Bare capitals may be anything's; only a place's own name will do.
    let bare = rest.is_empty() && !agency;
    let mut places = atlas.find(name);
    places.retain(|p| !(bare && p.alternate));
    if lexicon.is_stopped(&crate::fold::key(name)) && bare {
        return None;
    }
    let containers: Vec<PlaceId> = rest
        .iter()
        .flat_map(|part| match lexicon.abbreviation(part) {
            Some(region) => vec![region],
            None => atlas.find(part).into_iter().filter(|p| !p.alternate).map(|p| p.place).collect(),
        })
        .collect();
    let best = |inside: bool| {
        let fits = |id: PlaceId| !inside || containers.iter().any(|c| container_of(atlas, *c, id));
        let fitting = places.iter().filter(|p| fits(p.place));
        fitting.max_by(|a, b| prior(atlas, **a).total_cmp(&prior(atlas, **b))).map(|p| p.place)
    };
    best(true).or_else(|| best(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;
    use whowhom_text::data::DataDir;

    static KNOWN: LazyLock<(Atlas, Lexicon)> = LazyLock::new(|| {
        let atlas = Atlas::load(&DataDir::builtin()).expect("the data files are in their form");
        let lexicon = Lexicon::load(&DataDir::builtin(), &atlas).expect("the data files are in their form");
        (atlas, lexicon)
    });

    /// Name, country code and the words behind the dateline.
    fn read(text: &str) -> Option<(&str, String, &str)> {
        let (atlas, lexicon) = &*KNOWN;
        let found = find(atlas, lexicon, text)?;
        let country = found.place.and_then(|p| atlas.get(p).country).map(|c| atlas.code(c).to_string());
        Some((found.name.of(text), country.unwrap_or_default(), text[found.span.end as usize..].trim()))
    }

    #[test]
    fn datelines_are_read() {
        let cases = [
            ("BEIJING, Feb 12 (AFP) - China said", "BEIJING", "CHN", "China said"),
            ("NAIROBI, Kenya (AP) _\nPolice", "NAIROBI", "KEN", "Police"),
            ("Truce holds\n\nGAZA CITY — Militants", "GAZA CITY", "PSE", "Militants"),
            ("MOSCOW, Idaho (AP) -- Students", "MOSCOW", "USA", "Students"),
            ("Baghdad, Iraq (CNN) -- A bomb", "Baghdad", "IRQ", "A bomb"),
            ("PARIS/LONDON (Reuters) - Ministers", "PARIS", "FRA", "Ministers"),
            ("PORT-AU-PRINCE, Haiti, Jan. 3 (UPI) -- Soldiers", "PORT-AU-PRINCE", "HTI", "Soldiers"),
            ("NOWHERESVILLE (AP) -- Nobody", "NOWHERESVILLE", "", "Nobody"),
        ];
        for (text, name, country, rest) in cases {
            assert_eq!(read(text), Some((name, country.to_owned(), rest)), "{text}");
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        for text in [
            "Two men were killed and one hurt in the Congo (DRC) on Monday",
            "NATO -- the alliance -- will meet",
            "The minister — a former general — resigned",
            "UPDATE 1-Shares fall",
            "IBM and Microsoft -- both of them -- lost",
            "Washington (which pays most of it) said no",
            "Paris - the city of light - was dark",
            "",
            "--",
            "é— (",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
