//! Telling English from other languages.
//!
//! `whatlang` (trigrams of letters, 70 languages) names the language; the share of English function words keeps it from
//! leaving out English that looks strange: lists of names, scores, a sentence full of foreign words.

use rustc_hash::FxHashSet;
use whatlang::{Lang, detect};
use whowhom_text::data::{DataDir, DataError};

/// How much of a text is looked at, in bytes.
const LOOKED_AT: usize = 4096;
/// The fewest letters that can be judged: a headline is not left out for its names.
const FEWEST_LETTERS: usize = 80;
/// The fewest words of a line of prose.
const WORDS_OF_PROSE: usize = 6;
/// A line of so many letters is prose whatever its words.
const LONG_LINE: usize = 40;
/// The share of English function words from which a text is English, whatever its letters look like.
const ENGLISH: f64 = 0.12;

/// Knows English.
#[derive(Debug)]
pub struct Languages {
    words: FxHashSet<String>,
}

impl Languages {
    /// Loads the English function words.
    ///
    /// # Errors
    /// When the data cannot be read.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let files = data.files("corpus/english.txt", include_str!("../../../data/corpus/english.txt"))?;
        let words = files.iter().flat_map(|file| file.lines()).map(|line| line.text.trim().to_string()).collect();
        Ok(Self { words })
    }

    /// The English name of the language of `text`, when that is not English. A text too short to be judged is in the language
    /// that it was said to be in (`declared`, a BCP 47 tag), else in English.
    pub fn foreign(&self, text: &str, declared: Option<&str>) -> Option<&'static str> {
        let end = (0..=LOOKED_AT.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let sample = &text[..end];
        let prose = prose(sample);
        if prose.chars().filter(|c| c.is_alphabetic()).take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
            return declared.and_then(from_tag).filter(|lang| *lang != Lang::Eng).map(|lang| lang.eng_name());
        }
        if self.share_of_english(&prose) >= ENGLISH {
            return None;
        }
        let found = detect(&prose)?;
        (found.lang() != Lang::Eng && found.is_reliable()).then(|| found.lang().eng_name())
    }

    fn share_of_english(&self, sample: &str) -> f64 {
        let (mut all, mut english) = (0, 0);
        for word in sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
            all += 1;
            english += usize::from(self.words.contains(word.to_lowercase().as_str()));
        }
        f64::from(english as u32) / f64::from(all.max(1) as u32)
    }
}

/// Those lines of a text that are more than an item of a list: names of players and firms tell no language.
fn prose(sample: &str) -> String {
    let letters = |line: &str| line.chars().filter(|c| c.is_alphabetic()).take(LONG_LINE).count();
    // Languages that put no spaces between words have long words.
    let is_prose =
        |line: &&str| line.split_whitespace().nth(WORDS_OF_PROSE - 1).is_some() || letters(line) >= LONG_LINE;
    sample.lines().filter(is_prose).collect::<Vec<_>>().join("\n")
}

/// The language of a BCP 47 tag whose first part has two or three letters.
fn from_tag(tag: &str) -> Option<Lang> {
    let part = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    // The detector knows ISO 639-3; of the two-letter codes those of languages that news is often written in.
    let code = match part.as_str() {
        "en" => "eng",
        "fr" => "fra",
        "es" => "spa",
        "de" => "deu",
        "pt" => "por",
        "it" => "ita",
        "ru" => "rus",
        "ar" => "ara",
        "zh" => "cmn",
        "ja" => "jpn",
        other => other,
    };
    Lang::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(text: &str, declared: Option<&str>) -> Option<&'static str> {
        Languages::load(&DataDir::builtin()).unwrap().foreign(text, declared)
    }

    #[test]
    fn languages_are_told_apart() {
        let english = "The foreign minister of Chile said on Friday that her country would open an office in Oslo, and that \
            the talks about the southern ice had gone well.";
        let spanish = "La ministra de Relaciones Exteriores de Chile dijo el viernes que su país abrirá una oficina en Oslo \
            y que las conversaciones sobre el hielo del sur han ido bien.";
        let russian = "Министр иностранных дел Чили заявила в пятницу, что её страна откроет представительство в Осло и что \
            переговоры прошли успешно.";
        assert_eq!(foreign(english, None), None);
        assert_eq!(foreign(english, Some("es")), None, "the text knows better than its label");
        assert_eq!(foreign(spanish, Some("en")), Some("Spanish"));
        assert_eq!(foreign(russian, None), Some("Russian"));
        let chinese = "智利外交部长周五表示她的国家将在奥斯陆开设办事处，关于南方冰原的会谈进展顺利。双方同意明年再次会面，并将继续就渔业问题进行磋商。".repeat(3);
        assert_eq!(foreign(&chinese, None), Some("Mandarin"));
        let wrapped = spanish.replace("que ", "que\n").replace("oficina ", "oficina\n");
        assert_eq!(foreign(&wrapped, None), Some("Spanish"));
    }

    #[test]
    fn what_is_short_or_strange_is_not_left_out() {
        for text in
            ["", "Minsk", "Ouagadougou, Bobo-Dioulasso", &"and ".repeat(3000), &"x".repeat(1 << 20), &"-".repeat(9999)]
        {
            assert_eq!(foreign(text, None), None, "{:?}", text.get(..20));
        }
        assert_eq!(foreign("Accord à Oslo", Some("fr-CA")), Some("French"));
        let scorers = "9 Matteo Esempio (Verona)\n\nLuca Prova (Napoli)\n\nMarco Qualunque (Torino)\n\n8 Nino Chiunque (Bari)\n\n";
        let list = format!(
            "These are the players who scored the most goals in the league before Sunday's matches:\n\n{}",
            scorers.repeat(5)
        );
        assert_eq!(foreign(&list, None), None);
        assert_eq!(foreign(&scorers.repeat(5), None), None, "names alone tell no language");
    }
}
