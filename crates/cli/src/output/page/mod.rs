//! How a document was read, as a page for the browser: nothing in it comes from elsewhere.
//!
//! For each sentence: its words with sources, cues, contents and events marked ([`marks`]), its parse with the events' roles drawn
//! under it ([`drawing`]), its events with what made them, and the words that could have been events and why they are none
//! ([`tables`]).

mod drawing;
mod escape;
mod marks;
mod sentences;
mod tables;

use self::escape::escaped;
use self::marks::Marks;
use self::sentences::by_sentence;
use super::verdicts::rejected;
use crate::pipeline::Annotations;
use crate::run::Format;
use std::collections::BTreeSet;
use std::io::{self, Write};
use whowhom_event::Coder;
use whowhom_text::{Parsed, TokenId};

/// Writes a page: a head, then a part for each document.
pub struct Page<'a> {
    /// Knows which lexicon entries were tried on a word.
    pub coder: &'a Coder,
}

const STYLE: &str = include_str!("style.css");

/// What the marks mean.
const LEGEND: &str = "<p class=legend><mark class=src>source</mark> <mark class=cue>cue</mark> <mark class=cnt>content</mark> \
    <mark class=ev>event</mark> <span class=who>actor</span> <span class=whom>recipient</span></p>\n";

impl Format for Page<'_> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        // HTML does not ask for the end tags of body and html, and a page of a long stream never comes to them.
        write!(
            out,
            "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n<meta name=viewport content=\"width=device-width\">\n\
             <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>How whowhom read it</title>\n<style>\n{STYLE}</style>\n<body>\n"
        )
    }

    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let date = parsed.doc.date.map(|d| format!(" <time>{d}</time>")).unwrap_or_default();
        let (statements, events) = (annotations.sources.statements.len(), annotations.events.len());
        writeln!(out, "<article>\n<h1>{}{date}</h1>", escaped(&parsed.doc.id))?;
        if let Some(title) = &parsed.doc.title {
            writeln!(out, "<p class=title>{}</p>", escaped(title))?;
        }
        writeln!(
            out,
            "<p class=counts>{} sentences, {statements} statements, {events} events</p>",
            parsed.sentences().len()
        )?;
        out.write_all(LEGEND.as_bytes())?;
        let mut marks = Marks::new(parsed, annotations);
        let found = by_sentence(parsed, annotations);
        let traces = self.coder.traces(parsed, annotations.layers());
        for (number, ((tokens, found), traces)) in parsed.sentences().iter().zip(&found).zip(&traces).enumerate() {
            writeln!(out, "<section>\n<p class=text><b class=number>{number}</b>{}</p>", marks.sentence(*tokens))?;
            out.write_all(tables::events(parsed, annotations, &found.events).as_bytes())?;
            writeln!(
                out,
                "<details{}><summary>parse</summary>\n{}</details>",
                if found.events.is_empty() { "" } else { " open" },
                drawing::parse(parsed, *tokens, &found.events)
            )?;
            out.write_all(tables::statements(parsed, found).as_bytes())?;
            // A word of an event may have other entries; a word of none is what a reader wonders about.
            let spans = found.events.iter().flat_map(|(_, event)| &event.text);
            let of_event: BTreeSet<TokenId> = spans.flat_map(|span| parsed.tokens_in(*span).ids()).collect();
            let (others, without): (Vec<_>, Vec<_>) =
                rejected(traces).into_iter().partition(|(word, _)| of_event.contains(word));
            out.write_all(tables::rejected(parsed, "no event from", &without).as_bytes())?;
            out.write_all(tables::rejected(parsed, "other entries tried on", &others).as_bytes())?;
            writeln!(out, "</section>")?;
        }
        writeln!(out, "</article>")
    }
}
