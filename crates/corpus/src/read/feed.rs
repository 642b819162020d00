//! RSS (0.9 to 2.0) and Atom feeds, item by item.
//!
//! A pull parser rather than a feed library: an item is given out as soon as it ends, so that a feed that breaks off gives what
//! stands before the break, and its memory is that of one item.

use super::bounded::{Allowance, Renew};
use super::page::plain_text;
use super::record::{At, Content, Names, Raw};
use encoding_rs::{UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::encoding::Decoder;
use quick_xml::escape::{escape, resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use url::Url;
use whowhom_text::record::DocumentRecord;

/// The items of a feed.
pub struct Items {
    reader: Option<Source>,
    renew: Renew,
    names: Names,
    number: u64,
    /// The feed's own fields: its title is the publisher.
    feed: Fields,
}

type Source = Reader<BufReader<Allowance<Box<dyn BufRead + Send>>>>;
type Fields = BTreeMap<String, String>;

impl Items {
    /// The items of the feed that `reader` holds.
    pub fn new(reader: Box<dyn BufRead + Send>, names: Names) -> Self {
        let (reader, renew) = Allowance::new(reader);
        let mut reader = Reader::from_reader(BufReader::new(reader));
        let config = reader.config_mut();
        // Feeds are often written by hand: a bare & is none of our business.
        config.allow_dangling_amp = true;
        Self { reader: Some(reader), renew, names, number: 0, feed: Fields::new() }
    }

    /// Reads up to the end of the next item. The byte at which it begins and its fields.
    fn item(&mut self) -> Result<Option<(u64, Fields)>, String> {
        let Some(reader) = self.reader.as_mut() else { return Ok(None) };
        let mut item: Option<(u64, Fields)> = None;
        let mut field: Option<Field> = None;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let before = reader.buffer_position();
            let event = reader.read_event_into(&mut buffer).map_err(|e| e.to_string())?;
            let decoder = reader.decoder();
            let fields = item.as_mut().map_or(&mut self.feed, |(_, fields)| fields);
            match event {
                Event::Start(tag) if field.is_none() && is_item(tag.name().as_ref()) => {
                    item = Some((before, Fields::new()));
                }
                Event::End(tag) if field.is_none() && is_item(tag.name().as_ref()) => return Ok(item),
                Event::Start(tag) => match field.as_mut() {
                    Some(field) => field.open(&tag),
                    None if is_frame(tag.name().as_ref()) => {}
                    None => field = Some(Field::new(&tag, fields)),
                },
                Event::Empty(tag) => match field.as_mut() {
                    Some(field) => field.words.push_str("<br/>"),
                    None => link(&tag, fields),
                },
                Event::End(tag) => {
                    if field.as_mut().is_some_and(|f| f.close(tag.name().as_ref()))
                        && let Some(Field { name, words, .. }) = field.take()
                    {
                        fields.entry(name).or_insert(words);
                    }
                }
                Event::Text(text) => {
                    let words = decoded(&text, decoder)?;
                    field.iter_mut().for_each(|f| f.push(&words));
                }
                Event::CData(text) => {
                    let words = decoded(&text, decoder)?;
                    field.iter_mut().for_each(|f| f.push(&words));
                }
                Event::GeneralRef(entity) => {
                    let words = format!("&{};", decoded(&entity, decoder)?);
                    let words = unescape_with(&words, resolve_html5_entity).map_or(words.clone(), |w| w.into_owned());
                    field.iter_mut().for_each(|f| f.push(&words));
                }
                Event::Eof if item.is_some() => return Err("ends in the middle of an item".into()),
                Event::Eof if field.is_some() => return Err("ends in the middle of an element".into()),
                Event::Eof => {
                    self.reader = None;
                    return Ok(None);
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }
}

impl Iterator for Items {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        self.renew.renew();
        let read = self.item();
        let (byte, content) = match read {
            Ok(None) if self.number == 0 && self.reader.is_none() && !self.feed.contains_key("title") => {
                self.number = 1;
                return Some(self.names.raw(None, Err("is XML, but no RSS or Atom feed".into())));
            }
            Ok(None) => return None,
            Ok(Some((byte, fields))) => (byte, document(fields, &self.feed)),
            Err(error) => {
                let byte = self.reader.take().map_or(0, |r| r.buffer_position());
                (byte, Err(format!("cannot be read further: {error}")))
            }
        };
        self.number += 1;
        Some(self.names.raw(Some(At::Record(self.number, byte)), content))
    }
}

/// An element being read: a field of the item or of the feed.
struct Field {
    name: String,
    words: String,
    /// Elements open within it.
    depth: usize,
    /// Whether markup stands in it as elements (Atom's xhtml), not as escaped text.
    markup: bool,
}

impl Field {
    fn new(tag: &BytesStart<'_>, fields: &mut Fields) -> Self {
        link(tag, fields);
        let kind = attribute(tag, "type");
        Self {
            name: String::from_utf8_lossy(tag.name().as_ref()).into(),
            words: String::new(),
            depth: 0,
            markup: kind.as_deref() == Some("xhtml"),
        }
    }

    fn push(&mut self, words: &str) {
        if self.markup { self.words.push_str(&escape(words)) } else { self.words.push_str(words) }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        self.depth += 1;
        self.words.push_str(&format!("<{}>", String::from_utf8_lossy(tag.name().as_ref())));
    }

    /// An element ends. Whether it is this one.
    fn close(&mut self, name: &[u8]) -> bool {
        if self.depth == 0 {
            return true;
        }
        self.depth -= 1;
        self.words.push_str(&format!("</{}>", String::from_utf8_lossy(name)));
        false
    }
}

/// Words in the encoding that the feed names; UTF-16 has become UTF-8 before, whatever it says.
fn decoded(bytes: &[u8], decoder: Decoder) -> Result<Cow<'_, str>, String> {
    if decoder.encoding() == UTF_16LE || decoder.encoding() == UTF_16BE {
        return Ok(String::from_utf8_lossy(bytes));
    }
    decoder.decode(bytes).map_err(|e| e.to_string())
}

/// Atom's links are attributes; the one to the page itself is taken.
fn link(tag: &BytesStart<'_>, fields: &mut Fields) {
    let own = attribute(tag, "rel").is_none_or(|rel| rel == "alternate");
    if tag.name().as_ref() == b"link"
        && own
        && let Some(href) = attribute(tag, "href")
    {
        fields.entry("link".into()).or_insert(href);
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.try_get_attribute(name).ok()??;
    let words = String::from_utf8_lossy(&value.value);
    Some(unescape_with(&words, resolve_html5_entity).map_or_else(|_| words.to_string(), |w| w.into_owned()))
}

fn is_item(name: &[u8]) -> bool {
    matches!(name, b"item" | b"entry")
}

/// Elements that only hold others.
fn is_frame(name: &[u8]) -> bool {
    matches!(name, b"rss" | b"channel" | b"feed" | b"rdf:RDF")
}

/// A link that is only a path, from where the feed says that it is.
fn absolute(link: &str, feed: &Fields) -> String {
    let base = feed.get("link").and_then(|base| Url::parse(base.trim()).ok());
    base.and_then(|base| base.join(link).ok()).map_or_else(|| link.to_string(), String::from)
}

fn document(mut item: Fields, feed: &Fields) -> Result<Content, String> {
    let mut take = |names: &[&str]| {
        names.iter().find_map(|name| item.remove(*name)).map(|w| w.trim().to_string()).filter(|w| !w.is_empty())
    };
    let bodies = [take(&["content:encoded", "content"]), take(&["description", "summary"])];
    let text = bodies.into_iter().flatten().map(|body| plain_text(&body)).max_by_key(String::len);
    let record = DocumentRecord {
        text: text.filter(|t| !t.is_empty()).ok_or("the item has no text")?,
        id: take(&["guid", "id"]),
        date: take(&["pubDate", "published", "dc:date", "updated"]),
        title: take(&["title"]).map(|t| plain_text(&t)),
        publisher: take(&["dc:publisher"]).or_else(|| feed.get("title").map(|t| plain_text(t))),
        url: take(&["link"]).map(|link| absolute(&link, feed)),
        language: take(&["dc:language"]).or_else(|| feed.get("language").cloned()),
        extra: serde_json::Map::new(),
    };
    Ok(Content::Fields(Box::new(record)))
}
