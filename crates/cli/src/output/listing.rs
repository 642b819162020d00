//! Statements and positions, one a row: a table on a terminal, JSON lines, CSV.

use super::jsonl::line;
use super::table::{Width, one_line};
use crate::pipeline::Annotations;
use crate::run::Format;
use serde_json::{Map, Value};
use std::io::{self, Write};
use whowhom_text::Parsed;
use whowhom_text::record::{ParticipantRecord, Scribe, SpanRecord};

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// A table for each document, as wide as the terminal.
    Table,
    /// One JSON object a row; what is not known is left out.
    Jsonl,
    /// Comma-separated values with a head.
    Csv,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Who says what.
    Statements,
    /// Who stands where on what.
    Positions,
}

/// Writes a list for each document.
pub struct Listing {
    /// Of what.
    pub listed: Listed,
    /// How.
    pub style: ListStyle,
}

/// A row: the columns' names and what stands in them.
type Row = Vec<(&'static str, Value)>;

impl Listing {
    fn rows(&self, parsed: Parsed<'_>, annotations: &Annotations) -> Vec<Row> {
        let scribe = Scribe::new(parsed, annotations.layers());
        let rows: Vec<Row> = match self.listed {
            Listed::Statements => (0..annotations.sources.statements.len())
                .map(|number| statement(&scribe, parsed, annotations, number))
                .collect(),
            Listed::Positions => (0..annotations.sources.positions.len())
                .map(|number| position(&scribe, parsed, annotations, number))
                .collect(),
        };
        rows
    }

    /// The columns of the table for people: their titles and what stands in them.
    fn table(&self, rows: &[Row]) -> comfy_table::Table {
        let columns: &[(&str, &[&str])] = match self.listed {
            Listed::Statements => &[
                ("who", &["source_text", "basis_text"]),
                ("says", &["cue_text", "force"]),
                ("what", &["content_text"]),
                ("to whom, when, where", &["addressee_text", "date_value", "place_text"]),
            ],
            Listed::Positions => &[
                ("who", &["holder_text"]),
                ("stance", &["stance"]),
                ("what", &["content_text"]),
                ("toward", &["toward_text"]),
                ("on condition", &["condition_text"]),
            ],
        };
        let mut table = Width::of_terminal().table(columns.iter().map(|(title, _)| *title));
        for row in rows {
            let cell = |names: &[&str]| {
                let values = names.iter().filter_map(|name| row.iter().find(|(known, _)| known == name));
                let lines = values.map(|(name, value)| match (*name, words(value)) {
                    ("basis_text", basis) if !basis.is_empty() => format!("citing {basis}"),
                    // The table need not say of every "said" that it says.
                    ("force", force) if force == "says" => String::new(),
                    (_, words) => words,
                });
                lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
            };
            table.add_row(columns.iter().map(|(_, names)| cell(names)));
        }
        table
    }
}

impl Format for Listing {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.style != ListStyle::Csv {
            return Ok(());
        }
        let head = match self.listed {
            Listed::Statements => STATEMENT,
            Listed::Positions => POSITION,
        };
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(head)?;
        writer.flush()
    }

    fn document(&self, parsed: Parsed<'_>, annotations: &Annotations, out: &mut Vec<u8>) -> io::Result<()> {
        let rows = self.rows(parsed, annotations);
        match self.style {
            ListStyle::Table => {
                let date = parsed.doc.date.map(|d| format!(", {d}")).unwrap_or_default();
                let what = match (self.listed, rows.len()) {
                    (Listed::Statements, 1) => "statement",
                    (Listed::Statements, _) => "statements",
                    (Listed::Positions, 1) => "position",
                    (Listed::Positions, _) => "positions",
                };
                writeln!(out, "{}{date}: {} {what}", parsed.doc.id, rows.len())?;
                if !rows.is_empty() {
                    writeln!(out, "{}", self.table(&rows))?;
                }
                writeln!(out)
            }
            ListStyle::Jsonl => rows.into_iter().try_for_each(|row| {
                let known = row.into_iter().filter(|(_, value)| !value.is_null());
                line(&known.map(|(name, value)| (name.into(), value)).collect::<Map<_, _>>(), out)
            }),
            ListStyle::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                for row in rows {
                    writer.write_record(row.iter().map(|(_, value)| words(value)))?;
                }
                writer.flush()
            }
        }
    }
}

#[rustfmt::skip]
const STATEMENT: &[&str] = &[
    "id", "doc_id", "date", "source_text", "source_start", "source_end", "source_kind", "code", "sector", "identifier_text", "office",
    "cue_text", "cue_start", "cue_end", "content_text", "content_start", "content_end", "kind", "force", "denied", "unsaid",
    "date_value", "place_text", "addressee_text", "basis_text", "why",
];

fn statement(scribe: &Scribe<'_>, parsed: Parsed<'_>, annotations: &Annotations, number: usize) -> Row {
    let statement = &annotations.sources.statements[number];
    let record = scribe.statement(statement);
    let (source, entity) = match record.source {
        Some(source) => (Some(source.span), source.entity),
        None => (None, Default::default()),
    };
    let text = |span: Option<whowhom_text::Span>| span.map(|s| scribe.words(s)).into();
    let content: Vec<String> = statement.content.iter().map(|s| scribe.words(*s)).collect();
    let values = vec![
        format!("{}:s{number}", parsed.doc.id).into(),
        parsed.doc.id.clone().into(),
        day(parsed),
        text(statement.source),
        start(source),
        end(source),
        record.source_kind.into(),
        entity.code.into(),
        entity.sector.into(),
        entity.identifier_text.into(),
        entity.office.into(),
        text(statement.cue),
        start(record.cue),
        end(record.cue),
        content.into(),
        record.content.iter().map(|s| s.start).collect(),
        record.content.iter().map(|s| s.end).collect(),
        record.kind.into(),
        record.force.into(),
        record.denied.into(),
        record.unsaid.into(),
        record.date_value.into(),
        record.place_text.into(),
        record.addressee_text.into(),
        record.basis_text.into(),
        record.why.into(),
    ];
    STATEMENT.iter().copied().zip(values).collect()
}

#[rustfmt::skip]
const POSITION: &[&str] = &[
    "id", "doc_id", "date", "holder_text", "holder_start", "holder_end", "code", "sector", "identifier_text", "office", "stance",
    "content_text", "content_start", "content_end", "toward_text", "toward_code", "toward_sector", "condition_text",
    "condition_start", "condition_end", "why",
];

fn position(scribe: &Scribe<'_>, parsed: Parsed<'_>, annotations: &Annotations, number: usize) -> Row {
    let position = &annotations.sources.positions[number];
    let record = scribe.position(position);
    let ParticipantRecord { entity, entity_text, span } = record.holder;
    let toward = |field: fn(&ParticipantRecord) -> Value| -> Value {
        let values: Vec<Value> = record.toward.iter().map(field).collect();
        if values.iter().all(Value::is_null) { Value::Null } else { values.into() }
    };
    let values = vec![
        format!("{}:p{number}", parsed.doc.id).into(),
        parsed.doc.id.clone().into(),
        day(parsed),
        entity_text.into(),
        span.start.into(),
        span.end.into(),
        entity.code.into(),
        entity.sector.into(),
        entity.identifier_text.into(),
        entity.office.into(),
        record.stance.into(),
        scribe.words(position.content).into(),
        record.content.start.into(),
        record.content.end.into(),
        toward(|p| p.entity_text.clone().into()),
        toward(|p| p.entity.code.clone().into()),
        toward(|p| p.entity.sector.clone().into()),
        position.condition.map(|s| scribe.words(s)).into(),
        start(record.condition),
        end(record.condition),
        record.why.into(),
    ];
    POSITION.iter().copied().zip(values).collect()
}

fn day(parsed: Parsed<'_>) -> Value {
    parsed.doc.date.map(|d| d.to_string()).into()
}

fn start(span: Option<SpanRecord>) -> Value {
    span.map(|s| s.start).into()
}

fn end(span: Option<SpanRecord>) -> Value {
    span.map(|s| s.end).into()
}

/// A cell in words: nothing for what is not known, several values joined, on one line.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => one_line(words),
        Value::Array(values) => values.iter().map(words).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
