//! What stands below a sentence: its events with what made them, its statements, and the words that are no events.

use super::super::table::one_line;
use super::escape::escaped;
use super::sentences::Findings;
use crate::pipeline::Annotations;
use std::fmt::Write;
use whowhom_text::layer::{Event, Participant};
use whowhom_text::{Parsed, Span, TokenId, TokenView, Why};

/// The longest way through a parse that is shown, in words.
const LONGEST_PATH: usize = 40;

/// The table of a sentence's events (with their numbers in the document).
pub fn events(parsed: Parsed<'_>, annotations: &Annotations, events: &[(usize, &Event)]) -> String {
    let mut html = String::new();
    if events.is_empty() {
        return html;
    }
    html.push_str(
        "<table class=events><tr><th>event<th>who → whom<th>words and path<th>entry<th>composed by<th>when, where<th>as told\n",
    );
    for (number, event) in events {
        let _ = write!(html, "<tr><td><b>{number}</b> {}", coding(event));
        let _ = write!(
            html,
            "<td>{} <b>→</b> {}",
            parties(parsed, &event.actors, "who"),
            parties(parsed, &event.recipients, "whom")
        );
        let words: Vec<String> = event.text.iter().map(|s| one_line(s.of(parsed.text()))).collect();
        let _ = write!(html, "<td>{}{}", escaped(&words.join(" … ")), paths(parsed, event));
        let (entry, composed): (Vec<&Why>, Vec<&Why>) = event.why.iter().partition(|why| is_entry(why));
        let _ = write!(html, "<td>{}<td>{}", reasons(&entry), reasons(&composed));
        let _ = write!(html, "<td>{}<td>{}", when_and_where(annotations, event), told(parsed, event));
        html.push('\n');
    }
    html.push_str("</table>\n");
    html
}

/// Whether a line of data gave the event its meaning; the other reasons made something else of it.
fn is_entry(why: &Why) -> bool {
    let line = why.as_str();
    let entry = ["event/lexicon/", "event/petrarch/"].iter().any(|folder| line.starts_with(folder));
    entry && !line.starts_with("event/lexicon/operators.txt")
}

fn coding(event: &Event) -> String {
    let category = [Some(event.category), event.also].into_iter().flatten().map(|c| c.to_string()).collect::<Vec<_>>();
    let mut html = format!("<b>{}</b>", escaped(&category.join(" ")));
    let modes = event.modes.iter().map(|m| m.as_str());
    for detail in modes.chain(event.auxiliary.names()).chain(event.contexts.iter().map(|c| c.as_str())) {
        let _ = write!(html, " <i>{}</i>", escaped(detail));
    }
    if let Some(cameo) = event.cameo {
        let _ = write!(html, " <small>CAMEO {}</small>", escaped(cameo.as_str()));
    }
    html
}

fn parties(parsed: Parsed<'_>, people: &[Participant], class: &str) -> String {
    if people.is_empty() {
        return "–".into();
    }
    let party = |p: &Participant| {
        let words = one_line(parsed.words(p.tokens));
        let codes = p.entity.code.iter().chain(&p.entity.sectors).map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
        let name = p.entity.identifier.as_ref().map(|n| n.to_string()).filter(|n| *n != words);
        let name = name.map(|n| format!(" <small>{}</small>", escaped(&n))).unwrap_or_default();
        format!("<span class={class}>{}</span>{name} <small>{}</small>", escaped(&words), escaped(&codes))
    };
    people.iter().map(party).collect::<Vec<_>>().join(", ")
}

/// For each party, the way through the parse from the trigger to it.
fn paths(parsed: Parsed<'_>, event: &Event) -> String {
    let trigger = parsed.token(event.trigger.start);
    let parties = event.actors.iter().chain(&event.recipients).filter(|p| !p.tokens.is_empty());
    let mut html = String::new();
    for party in parties {
        let root = parsed.tokens(party.tokens).find(|t| t.head().is_none_or(|h| !party.tokens.contains(h.id)));
        if let Some(path) = root.and_then(|root| path(trigger, root)) {
            let _ = write!(html, "<br><code>{}</code>", escaped(&path));
        }
    }
    html
}

/// `warned ↓nsubj China`: up with ↑ to what governs both, then down with ↓. Nothing from one sentence to another, or when the way is
/// too long to be followed.
fn path(from: TokenView<'_>, to: TokenView<'_>) -> Option<String> {
    if from.sentence() != to.sentence() {
        return None;
    }
    let (up, down) = (to_root(from), to_root(to));
    let shared = up.iter().rev().zip(down.iter().rev()).take_while(|(a, b)| a == b).count();
    let (up, down) = (&up[..=up.len() - shared.max(1)], &down[..down.len() - shared]);
    if shared == 0 || up.len() + down.len() > LONGEST_PATH {
        return None;
    }
    let mut words = one_line(from.text());
    for step in up.windows(2) {
        let _ = write!(words, " ↑{} {}", step[0].dep(), one_line(step[1].text()));
    }
    for token in down.iter().rev() {
        let _ = write!(words, " ↓{} {}", token.dep(), one_line(token.text()));
    }
    Some(words)
}

/// The token and everything that governs it, up to the root.
fn to_root(token: TokenView<'_>) -> Vec<TokenView<'_>> {
    std::iter::once(token).chain(token.ancestors()).collect()
}

fn reasons(why: &[&Why]) -> String {
    let reason = |why: &&Why| match why.as_str().split_once(' ') {
        Some((line, name)) if line.contains(':') => format!("{} <code>{}</code>", escaped(name), escaped(line)),
        _ => escaped(why.as_str()).to_string(),
    };
    why.iter().map(reason).collect::<Vec<_>>().join("<br>")
}

fn when_and_where(annotations: &Annotations, event: &Event) -> String {
    let time = event.time.and_then(|t| annotations.times.get(t)).map(|t| t.value.clone()).filter(|v| !v.is_empty());
    let day = event.days.map(|days| days.start.to_string());
    let place = event.place.and_then(|p| annotations.places.get(p)).map(|p| p.name.to_string());
    let known: Vec<String> = [time.or(day), place].into_iter().flatten().map(|v| escaped(&v).to_string()).collect();
    known.join("<br>")
}

/// On whose word, and how the text presents it.
fn told(parsed: Parsed<'_>, event: &Event) -> String {
    let mut html = format!("<i>{}</i>", escaped(event.factuality.as_str()));
    let words = |span: Option<Span>| span.map(|s| one_line(s.of(parsed.text())));
    for voice in &event.attribution {
        let source = words(voice.source).unwrap_or_else(|| "somebody".into());
        let basis = words(voice.basis).map(|b| format!(", citing {b}")).unwrap_or_default();
        let _ = write!(html, "<br>{}{}", escaped(&source), escaped(&basis));
    }
    html
}

/// The statements and positions of a sentence.
pub fn statements(parsed: Parsed<'_>, found: &Findings<'_>) -> String {
    let mut html = String::new();
    let words = |span: Option<Span>| span.map_or("–".into(), |s| one_line(s.of(parsed.text())));
    for statement in &found.statements {
        let why: Vec<&Why> = statement.why.iter().collect();
        let _ = writeln!(
            html,
            "<p class=said><mark class=src>{}</mark> ({}) <mark class=cue>{}</mark> ({}) <mark class=cnt>{}</mark> <small>{}</small></p>",
            escaped(&words(statement.source)),
            statement.source_kind.as_str(),
            escaped(&words(statement.cue)),
            statement.force.as_str(),
            escaped(&statement.content.iter().map(|s| words(Some(*s))).collect::<Vec<_>>().join(" … ")),
            reasons(&why).replace("<br>", ", ")
        );
    }
    for position in &found.positions {
        let why: Vec<&Why> = position.why.iter().collect();
        let condition =
            position.condition.map(|c| format!(" <b>if</b> {}", escaped(&words(Some(c))))).unwrap_or_default();
        let _ = writeln!(
            html,
            "<p class=said>{} <b>{}</b> “{}”{condition} <small>{}</small></p>",
            parties(parsed, std::slice::from_ref(&position.holder), "who"),
            position.stance.as_str(),
            escaped(&words(Some(position.content))),
            reasons(&why).replace("<br>", ", ")
        );
    }
    html
}

/// Words that the lexicon knows, with the entries that made no event of them and the reasons, under a title.
pub fn rejected(parsed: Parsed<'_>, title: &str, rejected: &[(TokenId, Vec<(&Why, String)>)]) -> String {
    if rejected.is_empty() {
        return String::new();
    }
    let mut html = format!("<details class=not><summary>{title}: {}</summary>\n<table>\n", words_of(parsed, rejected));
    for (word, tried) in rejected {
        let _ = write!(html, "<tr><th rowspan={}>{}", tried.len(), escaped(parsed.token(*word).text()));
        for (number, (entry, reason)) in tried.iter().enumerate() {
            let row = if number == 0 { "" } else { "<tr>" };
            let _ = writeln!(html, "{row}<td>{}<td>{}", reasons(&[entry]), escaped(reason));
        }
    }
    html.push_str("</table></details>\n");
    html
}

fn words_of(parsed: Parsed<'_>, rejected: &[(TokenId, Vec<(&Why, String)>)]) -> String {
    rejected.iter().map(|(word, _)| escaped(parsed.token(*word).text()).to_string()).collect::<Vec<_>>().join(", ")
}
