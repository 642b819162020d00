//! `whowhom article`: a report of a store with everything found in it.

use super::args::{ArticleArgs, ArticleFormat};
use super::{at, open};
use crate::error::RunError;
use crate::output::{Shown, Width, event_table, line};
use serde::Serialize;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use whowhom_store::{Coded, Made};
use whowhom_text::record::{DocumentRecord, EventRecord, MentionRecord, PositionRecord, SpanRecord, StatementRecord};
use whowhom_text::{CodePoints, Document};

/// A report as a JSON object.
#[derive(Serialize)]
struct Article<'a> {
    #[serde(flatten)]
    document: DocumentRecord,
    mentions: &'a [MentionRecord],
    statements: &'a [StatementRecord],
    positions: &'a [PositionRecord],
    events: &'a [EventRecord],
    made: Versions<'a>,
}

#[derive(Serialize)]
struct Versions<'a> {
    program: &'a str,
    data: &'a str,
    model: &'a str,
}

/// Writes a report.
///
/// # Errors
/// When the store cannot be asked, or the report is not there.
pub fn article(args: &ArticleArgs) -> Result<ExitCode, RunError> {
    let path = &args.store.db;
    let found = open(path)?.document(&args.id).map_err(at(path))?;
    let (coded, made) = found.ok_or_else(|| RunError::NoReport(args.id.clone()))?;
    let terminal = io::stdout().is_terminal();
    let format = args.format.unwrap_or(if terminal { ArticleFormat::Text } else { ArticleFormat::Jsonl });
    let mut out = Vec::new();
    match format {
        ArticleFormat::Text => text(&coded, &made, &mut out)?,
        ArticleFormat::Jsonl => json(&coded, &made, &mut out)?,
    }
    match io::stdout().write_all(&out) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn json(coded: &Coded, made: &Made, out: &mut Vec<u8>) -> io::Result<()> {
    let Document { id, text, date, title, publisher, url, language, extra } = coded.report.document.clone();
    let (id, date) = (Some(id), date.map(|d| d.to_string()));
    let article = Article {
        document: DocumentRecord { id, text, date, title, publisher, url, language, extra },
        mentions: &coded.mentions,
        statements: &coded.statements,
        positions: &coded.positions,
        events: &coded.events,
        made: Versions { program: &made.program, data: &made.data, model: &made.model },
    };
    line(&article, out)
}

fn text(coded: &Coded, made: &Made, out: &mut Vec<u8>) -> io::Result<()> {
    let document = &coded.report.document;
    let date = document.date.map(|d| d.to_string());
    let facts = [Some(document.id.clone()), date, document.publisher.clone(), document.url.clone()];
    writeln!(out, "{}", facts.into_iter().flatten().collect::<Vec<_>>().join(", "))?;
    if let Some(title) = &document.title {
        writeln!(out, "{title}")?;
    }
    writeln!(out, "\n{}\n", document.text.trim_end())?;
    let points = CodePoints::new(&document.text);
    let words = |span: SpanRecord| {
        let words = points.slice(span.start, span.end).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if !coded.events.is_empty() {
        writeln!(out, "{}\n", event_table(Width::of_terminal(), coded.events.iter().cloned(), Shown::Alone))?;
    }
    for statement in &coded.statements {
        let source = statement.source.as_ref().map_or("–".into(), |s| words(s.span));
        let content: Vec<String> = statement.content.iter().map(|c| words(*c)).collect();
        let cue = statement.cue.map_or("–".into(), words);
        writeln!(out, "said    {source} | {cue} | {}", content.join(" … "))?;
    }
    for position in &coded.positions {
        let toward: String = position.toward.iter().map(|p| format!(" toward {}", p.entity_text)).collect();
        let condition = position.condition.map(|c| format!(" if {}", words(c))).unwrap_or_default();
        let (holder, content) = (&position.holder.entity_text, words(position.content));
        writeln!(out, "stance  {holder} {} {content}{toward}{condition}", position.stance)?;
    }
    writeln!(out, "coded by program {}, data {}, model {}", made.program, made.data, made.model)
}
