//! How a document was read: each sentence with its parse, what the rooms found in it, the rules that fired and those that did not.

use super::table::one_line;
use super::verdicts::rejected;
use crate::pipeline::Annotations;
use crate::run::Format;
use std::fmt::Display;
use std::io::{self, Write};
use whowhom_event::Coder;
use whowhom_text::layer::{Entity, Event, Mention, Participant, Position, SourceLayer, Statement};
use whowhom_text::{Parsed, Span, TokenRange, Why};

/// Explains documents.
pub struct Explanation<'a> {
    /// Knows which lexicon entries were tried on a word.
    pub coder: &'a Coder,
}

impl Format for Explanation<'_> {
    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let date = parsed.doc.date.map_or("no date".into(), |d| d.to_string());
        writeln!(out, "{}, {date}\n", parsed.doc.id)?;
        let mut findings = Findings { parsed, of_sentence: vec![String::new(); parsed.sentences().len()] };
        findings.layers(annotations);
        for (number, event) in annotations.events.iter().enumerate() {
            findings.event(number, event);
        }
        let found = findings.of_sentence;
        let traces = self.coder.traces(parsed, annotations.layers());
        for (number, ((tokens, found), traces)) in parsed.sentences().iter().zip(&found).zip(&traces).enumerate() {
            writeln!(out, "{number}. {}", one_line(parsed.words(*tokens)))?;
            parse(parsed, *tokens, out)?;
            write!(out, "{found}")?;
            for (word, tried) in rejected(traces) {
                writeln!(out, "  not    \"{}\"", parsed.token(word).text())?;
                for (entry, reason) in tried {
                    writeln!(out, "           {entry}: {reason}")?;
                }
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

/// The tokens of a sentence, one a line: number, word, lemma, tag, part of speech, relation, head, entity.
fn parse(parsed: Parsed<'_>, tokens: TokenRange, out: &mut Vec<u8>) -> io::Result<()> {
    for token in parsed.tokens(tokens).filter(|t| !t.text().trim().is_empty()) {
        let (number, text, lemma) = (token.id.0, token.text(), token.lemma());
        let (tag, pos, dep) = (token.tag(), token.pos(), token.dep());
        let head = token.head().map_or("", |h| h.text());
        let entity = token.entity().map_or("", |e| e.label.as_str());
        let line = format!("    {number:>4}  {text:<18} {lemma:<16} {tag:<5} {pos:<6} {dep:<10} {head:<18} {entity}");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// What the rooms found, in lines by sentence.
struct Findings<'a> {
    parsed: Parsed<'a>,
    of_sentence: Vec<String>,
}

impl Findings<'_> {
    fn layers(&mut self, annotations: &Annotations) {
        let Annotations { times, places, actors, sources, .. } = annotations;
        for mention in &actors.mentions {
            self.item("who", self.parsed.analysis.span(mention.tokens), mention_words(mention), &mention.why);
        }
        for time in times {
            let value = if time.value.is_empty() { "unresolved" } else { &time.value };
            self.item("when", time.span, format!("{} {value}", time.kind.as_str()), &[]);
        }
        for place in places {
            let country = place.country.map(|c| c.to_string()).unwrap_or_default();
            self.item("where", place.span, format!("{}, {country}, {}", place.name, place.feature), &[]);
        }
        self.sources(sources);
    }

    fn sources(&mut self, sources: &SourceLayer) {
        for statement in &sources.statements {
            if let Some(first) = statement.content.first() {
                self.item("said", *first, self.statement_words(statement), &statement.why);
            }
        }
        for position in &sources.positions {
            self.item("stance", position.content, self.position_words(position), &position.why);
        }
    }

    /// Adds a line on a stretch of text, with the reasons for it.
    fn item(&mut self, what: &str, span: Span, known: impl Display, why: &[Why]) {
        let sentence = self.sentence_of(span);
        let words = self.words(Some(span));
        self.add(sentence, format!("  {what:<6} \"{words}\": {known}"), why);
    }

    fn add(&mut self, sentence: Option<usize>, line: String, why: &[Why]) {
        if let Some(lines) = sentence.and_then(|s| self.of_sentence.get_mut(s)) {
            lines.push_str(&line);
            lines.push('\n');
            lines.extend(why.iter().map(|why| format!("           by {why}\n")));
        }
    }

    fn sentence_of(&self, span: Span) -> Option<usize> {
        self.parsed.tokens(self.parsed.tokens_in(span)).next().map(|t| t.sentence())
    }

    fn statement_words(&self, statement: &Statement) -> String {
        let denied = if statement.denies { " (denied)" } else { "" };
        format!("source \"{}\", cue \"{}\"{denied}", self.words(statement.source), self.words(statement.cue))
    }

    fn position_words(&self, position: &Position) -> String {
        let toward: String = position.toward.iter().map(|p| format!(" toward {}", self.participant(p))).collect();
        let condition = position.condition.map(|c| format!(" if \"{}\"", self.words(Some(c)))).unwrap_or_default();
        format!("{} {}{toward}{condition}", self.participant(&position.holder), position.stance.as_str())
    }

    fn event(&mut self, number: usize, event: &Event) {
        let (actors, recipients) = (self.participants(&event.actors), self.participants(&event.recipients));
        let labels: Vec<&str> = [event.category.as_str()]
            .into_iter()
            .chain(event.modes.iter().map(|m| m.as_str()))
            .chain(event.auxiliary.names())
            .chain(event.contexts.iter().map(|c| c.as_str()))
            .chain(event.cameo.iter().map(|c| c.as_str()))
            .collect();
        let trigger = one_line(self.parsed.words(event.trigger));
        let line = format!("  EVENT {number} \"{trigger}\": {} | {actors} → {recipients}", labels.join(" "));
        self.add(Some(event.sentence), line, &event.why);
    }

    fn participants(&self, people: &[Participant]) -> String {
        match people {
            [] => "–".into(),
            _ => people.iter().map(|p| self.participant(p)).collect::<Vec<_>>().join(", "),
        }
    }

    fn participant(&self, participant: &Participant) -> String {
        format!("\"{}\" {}", one_line(self.parsed.words(participant.tokens)), entity_words(&participant.entity))
    }

    fn words(&self, span: Option<Span>) -> String {
        one_line(span.map_or("–", |s| s.of(self.parsed.text())))
    }
}

/// How a mention refers and to whom.
fn mention_words(mention: &Mention) -> String {
    format!("#{} {:?} {:?} {}", mention.chain.0, mention.kind, mention.stand, entity_words(&mention.entity))
}

fn entity_words(entity: &Entity) -> String {
    let codes = entity.code.iter().chain(&entity.sectors).map(|c| c.to_string());
    let name = entity.identifier.iter().map(|n| n.to_string());
    let words: Vec<String> = codes.chain(name).collect();
    format!("[{}]", words.join(" "))
}
