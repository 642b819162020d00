//! From web pages to articles.
//!
//! The article of a page is found by a port of Mozilla's Readability (`dom_smoothie`), which also reads the metadata that pages
//! carry for others: JSON-LD, Open Graph, Dublin Core. Dates that it does not know of are found by the selectors of
//! `data/corpus/page-dates.txt`.

use super::MAX_PAGE;
use super::dates::read_date;
use super::decode::{decode, decode_as};
use super::parse::bare;
use super::record::Page;
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use std::panic::{self, AssertUnwindSafe};
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::record::DocumentRecord;

/// Pages with more elements than this are no articles.
const MAX_ELEMENTS: usize = 50_000;
/// How far into a page its encoding is looked for, in bytes (the HTML standard's 1024, doubled for long heads).
const CHARSET_WITHIN: usize = 2048;

/// Reads pages.
#[derive(Debug)]
pub struct Pages {
    /// Where pages state their date: a selector and the attribute of the element, or none for its words.
    dates: Vec<(String, Option<String>)>,
}

impl Pages {
    /// A reader of pages.
    ///
    /// # Errors
    /// When the data cannot be read.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut dates = Vec::new();
        for file in data.files("corpus/page-dates.txt", include_str!("../../../../data/corpus/page-dates.txt"))? {
            for line in file.lines() {
                let mut fields = line.fields();
                let selector = fields.next().ok_or_else(|| line.error("a line is a selector, a tab, an attribute"))?;
                if dom_query::Matcher::new(selector).is_err() {
                    return Err(line.error(format!("{selector:?} is no CSS selector")));
                }
                dates.push((selector.to_string(), fields.next().map(String::from)));
            }
        }
        Ok(Self { dates })
    }

    /// The article of a page, and how many of its bytes were repaired; nothing when it has none.
    ///
    /// # Errors
    /// In words, when the page cannot be read.
    pub fn read(&self, page: Page) -> Result<Option<(DocumentRecord, usize)>, String> {
        if !page.plain && page.bytes.len() > MAX_PAGE {
            let (length, most) = (page.bytes.len() >> 20, MAX_PAGE >> 20);
            return Err(format!("the page has {length} MB, and {most} MB are the most that is read"));
        }
        let charset = page.charset.or_else(|| charset_of(&page.bytes));
        let decoded = match charset.as_deref() {
            Some(charset) => decode_as(page.bytes, charset),
            None => decode(page.bytes),
        };
        let record = match page.plain {
            true => Some(bare(decoded.text)).filter(|r| !r.text.trim().is_empty()),
            // The page may be anything at all; a fault of the library must not cost the rest of an archive.
            false => panic::catch_unwind(AssertUnwindSafe(|| self.article(&decoded.text)))
                .map_err(|_| "the page cannot be read".to_string())?,
        };
        let Some(mut record) = record else { return Ok(None) };
        record.publisher = record.publisher.or_else(|| page.url.as_deref().and_then(host).map(String::from));
        record.url = page.url.or(record.url);
        Ok(Some((record, decoded.repaired)))
    }

    fn article(&self, html: &str) -> Option<DocumentRecord> {
        let document = Document::from(html);
        // Readability takes the page apart: what it does not look for is found before.
        let stated = self.date(&document);
        let config =
            Config { text_mode: TextMode::Formatted, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
        let article = Readability::with_document(document, None, Some(config)).ok()?.parse().ok()?;
        let text = tidy(&article.text_content);
        let known = |words: Option<String>| words.map(|w| w.trim().to_string()).filter(|w| !w.is_empty());
        let date = known(article.published_time).filter(|d| matches!(read_date(d), Ok(Some(_))));
        (!text.is_empty()).then(|| DocumentRecord {
            date: date.or(stated),
            title: known(Some(article.title)),
            publisher: known(article.site_name),
            url: known(article.url),
            language: known(article.lang),
            ..bare(text)
        })
    }

    /// The first date that the page states where pages state dates.
    fn date(&self, document: &Document) -> Option<String> {
        self.dates.iter().find_map(|(selector, attribute)| {
            let element = document.select_single(selector);
            let words = match attribute {
                Some(name) => element.attr(name),
                None => Some(element.text()),
            };
            words.filter(|w| matches!(read_date(w), Ok(Some(_)))).map(|w| w.trim().to_string())
        })
    }
}

/// The words of a piece of HTML, paragraphs apart; text without markup stays as it is.
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.trim().to_string();
    }
    tidy(&Document::from(html).select("body").nodes().first().map(|body| body.formatted_text()).unwrap_or_default())
}

/// Lines without white space at their ends, and no more than one blank line between them.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for line in text.lines().map(|line| line.trim_matches([' ', '\t', '\u{A0}', '\r'])) {
        if !(line.is_empty() && (tidied.is_empty() || tidied.ends_with("\n\n"))) {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied
}

/// The encoding that a page names in its head, as far as bytes can tell.
fn charset_of(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(CHARSET_WITHIN)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let name = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(name.len());
    (end > 0).then(|| name[..end].to_string())
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next().filter(|h| !h.is_empty())?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "<p>The foreign ministers of Norway and Chile met in Oslo on Friday and agreed to open a joint \
        office for research on the southern ice, their spokesmen said after the talks ended.</p><p>It will begin its work \
        in the coming spring, with thirty scientists of both countries and a budget of five million dollars a year, which \
        the two governments are to share.</p><p>The parliaments of both countries have still to vote on it, and the \
        opposition in Santiago has asked for a longer debate before any money is spent.</p>";

    fn read(html: &str, url: Option<&str>) -> Option<DocumentRecord> {
        let page = Page { bytes: html.as_bytes().to_vec(), url: url.map(String::from), ..Page::default() };
        Pages::load(&DataDir::builtin()).unwrap().read(page).unwrap().map(|(record, _)| record)
    }

    #[test]
    fn the_article_is_told_from_what_surrounds_it() {
        let html = format!(
            "<html lang=\"en\"><head><title>Ice office agreed - Oslo Post</title><meta property=\"og:site_name\" \
             content=\"Oslo Post\"><meta property=\"article:published_time\" content=\"2010-02-12T08:00:00Z\"></head><body>\
             <nav><a href=\"/\">Home</a> <a href=\"/sport\">Sport</a></nav><article><h1>Ice office agreed</h1>{STORY}\
             </article><footer>Subscribe to our newsletter</footer></body></html>"
        );
        let record = read(&html, Some("https://www.oslopost.example/ice")).unwrap();
        assert!(record.text.starts_with("The foreign ministers"), "{}", record.text);
        assert!(record.text.contains("ended.\n\nIt will begin"), "{}", record.text);
        assert!(!record.text.contains("newsletter") && !record.text.contains("Sport"));
        assert_eq!(record.publisher.as_deref(), Some("Oslo Post"));
        assert_eq!(record.date.as_deref(), Some("2010-02-12T08:00:00Z"));
        assert_eq!(record.url.as_deref(), Some("https://www.oslopost.example/ice"));
    }

    #[test]
    fn date_and_publisher_are_found_elsewhere_too() {
        let html = format!(
            "<html><body><article><h1>Ice</h1><time datetime=\"2010-02-13\">Saturday</time>{STORY}</article></body></html>"
        );
        let record = read(&html, Some("https://www.oslopost.example/ice")).unwrap();
        assert_eq!(record.date.as_deref(), Some("2010-02-13"));
        assert_eq!(record.publisher.as_deref(), Some("oslopost.example"));
    }

    #[test]
    fn a_page_without_words_has_no_article() {
        assert!(read("<html><body></body></html>", None).is_none());
        assert!(read("", None).is_none());
    }

    #[test]
    fn markup_is_taken_off() {
        assert_eq!(plain_text("<p>One &amp; two.</p><p>Three.</p>"), "One & two.\n\nThree.");
        assert_eq!(plain_text(" plain "), "plain");
    }

    #[test]
    fn pages_name_their_encoding() {
        assert_eq!(charset_of(b"<meta charset=\"windows-1252\">").as_deref(), Some("windows-1252"));
        assert_eq!(charset_of(b"<meta http-equiv=x content='text/html; charset=koi8-r'>").as_deref(), Some("koi8-r"));
        assert_eq!(charset_of(b"<p>words</p>"), None);
    }
}
