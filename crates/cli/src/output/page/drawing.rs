//! A sentence's parse as a picture: words in a row, arcs from head to dependent above, the events' roles below.

use super::super::table::one_line;
use super::escape::escaped;
use std::fmt::Write;
use whowhom_text::layer::Event;
use whowhom_text::{Parsed, TokenId, TokenRange, TokenView};

/// Sentences of more words are not drawn: nobody can follow so many arcs, and they would take the browser's memory.
const MOST: usize = 150;

/// Width of a character of the words, in pixels; the page's font is of fixed width there.
const CHARACTER: usize = 8;
/// Between words.
const GAP: usize = 16;
/// Height of a level of arcs.
const LEVEL: usize = 22;
/// Height of an event's line.
const ROW: usize = 38;
/// Room on the left for the names of events.
const MARGIN: usize = 12;

/// A word in the picture.
struct Word<'a> {
    token: TokenView<'a>,
    left: usize,
    width: usize,
}

impl Word<'_> {
    fn middle(&self) -> usize {
        self.left + self.width / 2
    }
}

/// An arc between two words of the row, by number.
struct Arc<'a> {
    head: usize,
    dependent: usize,
    label: &'a str,
    level: usize,
}

impl Arc<'_> {
    fn ends(&self) -> (usize, usize) {
        (self.head.min(self.dependent), self.head.max(self.dependent))
    }
}

/// Draws the parse of a sentence with the roles of its events (with their numbers in the document).
pub fn parse(parsed: Parsed<'_>, tokens: TokenRange, events: &[(usize, &Event)]) -> String {
    let words = words(parsed, tokens);
    if words.len() > MOST {
        return format!("<p class=none>{} words: too many to draw</p>\n", words.len());
    }
    let labels: Vec<_> = words.iter().map(|w| w.token.dep()).collect();
    let arcs = arcs(&words, labels.iter().map(|l| l.as_str()));
    let levels = arcs.iter().map(|a| a.level).max().unwrap_or(0);
    let base = levels * LEVEL + 26;
    let width = words.last().map_or(0, |w| w.left + w.width) + MARGIN;
    let height = base + 44 + events.len() * ROW;
    let mut svg =
        format!("<div class=scroll><svg width={width} height={height} viewBox=\"0 0 {width} {height}\" role=img>\n");
    for arc in &arcs {
        draw_arc(&mut svg, &words, arc, base);
    }
    for word in &words {
        draw_word(&mut svg, word, base, events);
    }
    for (row, (number, event)) in events.iter().enumerate() {
        draw_event(&mut svg, &words, *number, event, base + 44 + row * ROW);
    }
    svg.push_str("</svg></div>\n");
    svg
}

fn words(parsed: Parsed<'_>, tokens: TokenRange) -> Vec<Word<'_>> {
    let mut left = MARGIN;
    let shown = parsed.tokens(tokens).filter(|t| !t.text().trim().is_empty());
    let words = shown.map(|token| {
        // The label of its arc and its tag want room too.
        let width = CHARACTER * token.text().chars().count().max(token.dep().as_str().len()).max(3);
        let word = Word { token, left, width };
        left += width + GAP;
        word
    });
    words.collect()
}

/// The arcs, each above those that lie within it.
fn arcs<'a>(words: &[Word<'_>], labels: impl Iterator<Item = &'a str>) -> Vec<Arc<'a>> {
    let place = |id: TokenId| words.binary_search_by_key(&id, |w| w.token.id).ok();
    let mut arcs: Vec<Arc<'a>> = Vec::new();
    for ((dependent, word), label) in words.iter().enumerate().zip(labels) {
        if let Some(head) = word.token.head().and_then(|h| place(h.id)) {
            arcs.push(Arc { head, dependent, label, level: 1 });
        }
    }
    arcs.sort_by_key(|arc| {
        let (from, to) = arc.ends();
        (to - from, from)
    });
    let mut taken = vec![0; words.len()];
    for arc in &mut arcs {
        let (from, to) = arc.ends();
        arc.level = 1 + taken[from..to].iter().max().copied().unwrap_or(0);
        taken[from..to].fill(arc.level);
    }
    arcs
}

fn draw_arc(svg: &mut String, words: &[Word<'_>], arc: &Arc<'_>, base: usize) {
    // Arcs leave a head beside its middle, so that they do not meet the one that comes in there.
    let (head, to) = (words[arc.head].middle(), words[arc.dependent].middle());
    let from = if to > head { head + 5 } else { head - 5 };
    let top = base - 6 - arc.level * LEVEL + 8;
    let bottom = base - 6;
    let bend = if to > from { 8 } else { -8 };
    let (out, back) = (from as i64 + bend, to as i64 - bend);
    let _ = write!(
        svg,
        "<path class=arc d=\"M{from} {bottom}V{}Q{from} {top} {out} {top}H{back}Q{to} {top} {to} {}V{bottom}\"/>\
         <path class=tip d=\"M{} {}h8l-4 6z\"/>",
        top + 8,
        top + 8,
        to - 4,
        bottom - 4
    );
    let _ = writeln!(svg, "<text class=dep x={} y={}>{}</text>", (from + to) / 2, top - 2, escaped(arc.label));
}

fn draw_word(svg: &mut String, word: &Word<'_>, base: usize, events: &[(usize, &Event)]) {
    let trigger = events.iter().any(|(_, e)| e.trigger.contains(word.token.id));
    let class = if trigger { "word trigger" } else { "word" };
    let (x, text, tag) = (word.middle(), one_line(word.token.text()), word.token.tag());
    let _ = writeln!(
        svg,
        "<text class=\"{class}\" x={x} y={}>{}</text><text class=tag x={x} y={}>{}</text>",
        base + 10,
        escaped(&text),
        base + 26,
        escaped(tag.as_str())
    );
}

/// A bar under the trigger and under the words of each role.
fn draw_event(svg: &mut String, words: &[Word<'_>], number: usize, event: &Event, top: usize) {
    let mode = event.modes.first().map(|m| format!(" {}", m.as_str())).unwrap_or_default();
    let name = format!("{number} {}{mode}", event.category.as_str());
    let parties = |class: &'static str, people: &[whowhom_text::layer::Participant]| -> Vec<_> {
        people
            .iter()
            .map(|p| (p.tokens, class, p.entity.code.map_or(class.to_string(), |c| format!("{class} {c}"))))
            .collect()
    };
    let mut bars = vec![(event.trigger, "event", name)];
    bars.extend(parties("actor", &event.actors));
    bars.extend(parties("recipient", &event.recipients));
    for (tokens, class, label) in bars {
        let Some((left, right)) = extent(words, tokens) else { continue };
        // The event's name is longer than its bar, and gets a line to itself.
        let line = if class == "event" { 28 } else { 16 };
        let _ = writeln!(
            svg,
            "<rect class={class} x={left} y={top} width={} height=4 rx=2 /><text class=\"role {class}\" x={left} y={}>{}</text>",
            right - left,
            top + line,
            escaped(&label)
        );
    }
}

/// From where to where some words reach; nothing when they stand in another sentence.
fn extent(words: &[Word<'_>], tokens: TokenRange) -> Option<(usize, usize)> {
    let inside: Vec<&Word<'_>> = words.iter().filter(|w| tokens.contains(w.token.id)).collect();
    Some((inside.first()?.left, inside.last().map(|w| w.left + w.width)?))
}
