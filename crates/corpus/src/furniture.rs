//! What stands in a report and is not its words: bylines, "more to follow", notes to editors, rights and advertisements.
//!
//! Furniture is whole lines. They stay in the text, so that every offset stays right, and are left out of what is read:
//! [`Furniture::kept`] gives the stretches between them. Lines are recognised by the patterns of `data/corpus/furniture.txt`,
//! and only where a paragraph can begin, so that the last words of a wrapped paragraph ("no / more") are not taken for one.
//!
//! (Datelines are furniture too. The place room finds them, because it reads them; they are analysed apart from the report.)
//!
//! ```
//! use whowhom_corpus::furniture::Furniture;
//! let furniture = Furniture::load(&Default::default()).unwrap();
//! let text = "By Ann Example\n\nFrance urged Mali to act.\n\n(MORE)\n";
//! let kept: Vec<&str> = furniture.kept(text).iter().map(|span| span.of(text).trim()).collect();
//! assert_eq!(kept, ["France urged Mali to act."]);
//! ```

use whowhom_text::Span;
use whowhom_text::data::{DataDir, DataError, Line};

/// Lines of words at the beginning of a text among which a byline can stand.
const BYLINE_WITHIN: usize = 4;
/// The longest line that is looked at, in bytes.
const LONGEST: usize = 400;
/// The most words of a name.
const NAME: usize = 5;

/// Recognises furniture.
#[derive(Debug)]
pub struct Furniture {
    patterns: Vec<Pattern>,
}

/// What a line of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Who wrote it.
    Byline,
    /// That it goes on, or ends.
    More,
    /// A word to editors, or of thanks to colleagues.
    Note,
    /// Rights, advertisements, links.
    Boilerplate,
}

#[derive(Debug)]
struct Pattern {
    kind: Kind,
    bracket: bool,
    /// The line to the letter but for its case, where marks are all that it is known by.
    whole: Option<String>,
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq)]
enum Piece {
    /// A word, in small letters.
    Word(String),
    /// A word that must be in capitals.
    Capitals(String),
    /// The beginning of a word, in small letters.
    Beginning(String),
    Name,
    Number,
    /// Initials of those who wrote it and sent it, as agencies put them at the end: `bur/jk/mp`.
    Initials,
    /// An address of the web or of mail.
    Link,
    Any,
}

/// Characters of one of the initials.
const INITIALS: usize = 5;

impl Furniture {
    /// Loads the patterns.
    ///
    /// # Errors
    /// When the data cannot be read.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let files = data.files("corpus/furniture.txt", include_str!("../../../data/corpus/furniture.txt"))?;
        let patterns = files.iter().flat_map(|file| file.lines()).map(Pattern::read).collect::<Result<_, _>>()?;
        Ok(Self { patterns })
    }

    /// The lines of furniture in a text, in order, in bytes and without their ends.
    pub fn find(&self, text: &str) -> Vec<(Span, Kind)> {
        let mut found = Vec::new();
        let (mut start, mut lines_of_words) = (0, 0);
        // Whether the line before leaves a sentence open, and whether it does so for a byline.
        let mut open = false;
        for line in text.split_inclusive('\n') {
            let trimmed = line.trim();
            let at = start + (line.len() - line.trim_start().len());
            start += line.len();
            if trimmed.is_empty() {
                open = false;
                continue;
            }
            let kind = self.kind(trimmed).filter(|kind| match kind {
                Kind::Byline => lines_of_words < BYLINE_WITHIN,
                _ => !open,
            });
            match kind {
                Some(kind) => found.push((Span::new(at, at + trimmed.len()), kind)),
                None => open = !trimmed.ends_with(['.', '!', '?', '"', '”', ')', ':']),
            }
            lines_of_words += 1;
        }
        found
    }

    /// The stretches of a text that are its words, in order, in bytes: all of it when there is no furniture, else what stands
    /// between, without the white space around it.
    pub fn kept(&self, text: &str) -> Vec<Span> {
        let found = self.find(text);
        if found.is_empty() {
            return vec![Span::new(0, text.len())];
        }
        let ends = found.iter().map(|(span, _)| span.range());
        let starts = std::iter::once(0).chain(ends.clone().map(|range| range.end));
        let stretches = starts.zip(ends.map(|range| range.start).chain([text.len()]));
        stretches.map(|(start, end)| trimmed(text, start, end)).filter(|span| !span.is_empty()).collect()
    }

    fn kind(&self, line: &str) -> Option<Kind> {
        if line.len() > LONGEST {
            return None;
        }
        let words: Vec<&str> = line
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '©'))
            .filter(|w| !w.is_empty())
            .collect();
        let bracket = is_bracketed(line);
        let fits = |p: &&Pattern| match &p.whole {
            Some(whole) => line.eq_ignore_ascii_case(whole),
            None => (bracket || !p.bracket) && matches(&p.pieces, &words),
        };
        self.patterns.iter().find(fits).map(|p| p.kind)
    }
}

impl Pattern {
    fn read(line: Line<'_>) -> Result<Self, DataError> {
        let mut fields = line.fields();
        let (Some(kind), Some(words), None) = (fields.next(), fields.next(), fields.next()) else {
            return Err(line.error("a line is a kind, a tab and a pattern"));
        };
        let kind = match kind {
            "byline" => Kind::Byline,
            "more" => Kind::More,
            "note" => Kind::Note,
            "boilerplate" => Kind::Boilerplate,
            _ => return Err(line.error(format!("{kind:?} is none of byline, more, note, boilerplate"))),
        };
        if let Some(whole) = words.strip_prefix('=') {
            return Ok(Self { kind, bracket: false, whole: Some(whole.into()), pieces: Vec::new() });
        }
        let pieces: Vec<Piece> = words.split_whitespace().map(Piece::read).collect();
        if pieces.iter().all(|p| *p == Piece::Any) {
            return Err(line.error("a pattern of any words fits every line"));
        }
        Ok(Self { kind, bracket: words.starts_with('('), whole: None, pieces })
    }
}

impl Piece {
    fn read(word: &str) -> Self {
        match word {
            "<name>" | "<name>," => Self::Name,
            "<n>" => Self::Number,
            "<initials>" => Self::Initials,
            "<link>" => Self::Link,
            "..." => Self::Any,
            _ if word.ends_with('*') => Self::Beginning(word.trim_end_matches('*').to_lowercase()),
            _ => {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
                let capitals = word.len() > 1 && word.chars().all(char::is_uppercase);
                if capitals { Self::Capitals(word.into()) } else { Self::Word(word.to_lowercase()) }
            }
        }
    }
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let words = text[start..end].trim_start();
    let start = end - words.len();
    Span::new(start, start + words.trim_end().len())
}

/// Whether the pieces cover all the words. Time is bounded by the product of their numbers: `reached[i]` says whether the pieces so
/// far can cover the first `i` words.
fn matches(pieces: &[Piece], words: &[&str]) -> bool {
    let mut reached = vec![false; words.len() + 1];
    reached[0] = true;
    for piece in pieces {
        let mut next = vec![false; words.len() + 1];
        for from in (0..=words.len()).filter(|i| reached[*i]) {
            match piece {
                Piece::Any => next[from..].fill(true),
                Piece::Name => (1..=name_length(&words[from..])).for_each(|n| next[from + n] = true),
                _ => {
                    if words.get(from).is_some_and(|word| piece.is(word)) {
                        next[from + 1] = true;
                    }
                }
            }
        }
        reached = next;
    }
    reached[words.len()]
}

impl Piece {
    fn is(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => word.to_lowercase() == *own,
            Self::Capitals(own) => word == own,
            Self::Beginning(own) => word.to_lowercase().starts_with(own.as_str()),
            Self::Number => word.bytes().all(|b| b.is_ascii_digit()),
            Self::Initials => is_initials(word),
            Self::Link => is_link(word),
            Self::Name | Self::Any => false,
        }
    }
}

/// Whether a line stands in brackets as a whole; the closing one may be left out.
fn is_bracketed(line: &str) -> bool {
    let mut depth = 0;
    for (at, c) in line.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return at > 0 && !line[at..].contains(char::is_alphanumeric);
        }
    }
    depth > 0
}

/// Whether a word is initials of several, parted by slashes.
fn is_initials(word: &str) -> bool {
    let initials = |part: &str| {
        (1..=INITIALS).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    word.contains('/') && word.split('/').all(initials) && word.bytes().any(|b| b.is_ascii_lowercase())
}

/// Whether a word is an address: with its scheme or `www.`, or of mail.
fn is_link(word: &str) -> bool {
    let low = word.to_lowercase();
    let mail = low.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    mail || ["http://", "https://", "www."].iter().any(|start| low.starts_with(start))
}

/// How many words of a name the words begin with. Particles ("de", "bin") are short and in small letters, and stand within.
fn name_length(words: &[&str]) -> usize {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let particle =
        |word: &str| word.len() <= 3 && word.chars().all(char::is_lowercase) && !matches!(word, "and" | "in");
    if !words.first().is_some_and(|word| capital(word)) {
        return 0;
    }
    words.iter().take(NAME).take_while(|word| capital(word) || particle(word)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Kind)> {
        let furniture = Furniture::load(&DataDir::builtin()).unwrap();
        furniture.find(text).into_iter().map(|(span, kind)| (span.of(text), kind)).collect()
    }

    #[test]
    fn furniture_is_found() {
        let text = "Talks in Oslo\nBy Ann van Example, Associated Press Writer\n\nOSLO, Feb 12 (AP) - The envoys met.\n\n(MORE)\n\
            Editor's note: this replaces an earlier report.\n(Reporting by Ann Example; Editing by Bo Sample)\n\
            Copyright 2010 The Oslo Post. All rights reserved.\n";
        let expected = [
            ("By Ann van Example, Associated Press Writer", Kind::Byline),
            ("(MORE)", Kind::More),
            ("Editor's note: this replaces an earlier report.", Kind::Note),
            ("(Reporting by Ann Example; Editing by Bo Sample)", Kind::Note),
            ("Copyright 2010 The Oslo Post. All rights reserved.", Kind::Boilerplate),
        ];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn the_words_of_a_report_are_left_alone() {
        for text in [
            "By Friday the troops had left.",
            "By then, they were gone",
            "The rebels said they would wait no\nmore\nand left.",
            "More than a hundred people died.",
            "Adds the minister: we will not yield.",
            "One. \n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nBy Ann Example",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn stretches_leave_furniture_out_and_nothing_else() {
        let furniture = Furniture::load(&DataDir::builtin()).unwrap();
        let text = "The envoys met.\n\n(more)\n\nThey agreed.\nends\n";
        let kept: Vec<&str> = furniture.kept(text).into_iter().map(|s| s.of(text)).collect();
        assert_eq!(kept, ["The envoys met.", "They agreed."]);
        assert_eq!(furniture.kept(""), [Span::new(0, 0)]);
        assert_eq!(furniture.kept(" \n"), [Span::new(0, 2)]);
        assert!(furniture.kept("By Ann Example\n(more)").is_empty());
    }

    #[test]
    fn bad_lines_of_data_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("corpus/furniture.txt");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        for bad in ["byline", "headline\tx", "note\t..."] {
            std::fs::write(&file, format!("# head\n{bad}\n")).unwrap();
            let error = Furniture::load(&DataDir::over(dir.path())).unwrap_err().to_string();
            assert!(error.contains("furniture.txt:2"), "{error}");
        }
    }
}
