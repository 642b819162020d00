//! Statements and positions, one a row: a table on a terminal, JSON lines, CSV.

use super::jsonl::line;
use super::table::{Width, one_line};
use crate::pipeline::Annotations;
use crate::run::Format;
use serde_json::{Map, Value};
use std::io::{self, Write};
use whowhom_store::{PositionRow, StatementRow};
use whowhom_text::layer::{Position, Statement};
use whowhom_text::record::{ParticipantRecord, Scribe, SpanRecord};
use whowhom_text::{Parsed, Span};

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
pub type Row = Vec<(&'static str, Value)>;

impl Listing {
    fn rows(&self, parsed: Parsed<'_>, annotations: &Annotations) -> Vec<Row> {
        let scribe = Scribe::new(parsed, annotations.layers());
        let (doc_id, date) = (&parsed.doc.id, parsed.doc.date.map(|d| d.to_string()));
        let words = |span: &Span| scribe.words(*span);
        match self.listed {
            Listed::Statements => {
                let row = |(number, statement): (usize, &Statement)| {
                    statement_row(StatementRow {
                        doc_id: doc_id.clone(),
                        date: date.clone(),
                        number,
                        record: scribe.statement(statement),
                        source_text: statement.source.as_ref().map(words),
                        cue_text: statement.cue.as_ref().map(words),
                        content_text: statement.content.iter().map(words).collect(),
                    })
                };
                annotations.sources.statements.iter().enumerate().map(row).collect()
            }
            Listed::Positions => {
                let row = |(number, position): (usize, &Position)| {
                    position_row(PositionRow {
                        doc_id: doc_id.clone(),
                        date: date.clone(),
                        number,
                        record: scribe.position(position),
                        content_text: scribe.words(position.content),
                        condition_text: position.condition.as_ref().map(words),
                    })
                };
                annotations.sources.positions.iter().enumerate().map(row).collect()
            }
        }
    }
}

impl Listed {
    /// The columns of rows.
    pub fn head(self) -> &'static [&'static str] {
        match self {
            Self::Statements => STATEMENT,
            Self::Positions => POSITION,
        }
    }

    /// The columns of the table for people: their titles, and the columns of rows that stand in them.
    fn columns(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Statements => &[
                ("who", &["source_text", "basis_text"]),
                ("says", &["cue_text", "force"]),
                ("what", &["content_text"]),
                ("to whom, when, where", &["addressee_text", "date_value", "place_text"]),
            ],
            Self::Positions => &[
                ("who", &["holder_text"]),
                ("stance", &["stance"]),
                ("what", &["content_text"]),
                ("toward", &["toward_text"]),
                ("on condition", &["condition_text"]),
            ],
        }
    }

    /// The titles of the table for people.
    pub fn titles(self) -> impl Iterator<Item = &'static str> {
        self.columns().iter().map(|(title, _)| *title)
    }

    /// The cells of a row in the table for people.
    pub fn cells(self, row: &Row) -> impl Iterator<Item = String> {
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
        self.columns().iter().map(move |(_, names)| cell(names))
    }
}

impl Format for Listing {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.style != ListStyle::Csv {
            return Ok(());
        }
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.listed.head())?;
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
                    let mut table = Width::of_terminal().table(self.listed.titles());
                    rows.iter().for_each(|row| _ = table.add_row(self.listed.cells(row)));
                    writeln!(out, "{table}")?;
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

/// The row of a statement.
pub fn statement_row(told: StatementRow) -> Row {
    let StatementRow { doc_id, date, number, record, source_text, cue_text, content_text } = told;
    let (source, entity) = match record.source {
        Some(source) => (Some(source.span), source.entity),
        None => (None, Default::default()),
    };
    let values = vec![
        format!("{doc_id}:s{number}").into(),
        doc_id.into(),
        date.into(),
        source_text.into(),
        start(source),
        end(source),
        record.source_kind.into(),
        entity.code.into(),
        entity.sector.into(),
        entity.identifier_text.into(),
        entity.office.into(),
        cue_text.into(),
        start(record.cue),
        end(record.cue),
        content_text.into(),
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

/// The row of a position.
pub fn position_row(told: PositionRow) -> Row {
    let PositionRow { doc_id, date, number, record, content_text, condition_text } = told;
    let ParticipantRecord { entity, entity_text, span } = record.holder;
    let toward = |field: fn(&ParticipantRecord) -> Value| -> Value {
        let values: Vec<Value> = record.toward.iter().map(field).collect();
        if values.iter().all(Value::is_null) { Value::Null } else { values.into() }
    };
    let values = vec![
        format!("{doc_id}:p{number}").into(),
        doc_id.into(),
        date.into(),
        entity_text.into(),
        span.start.into(),
        span.end.into(),
        entity.code.into(),
        entity.sector.into(),
        entity.identifier_text.into(),
        entity.office.into(),
        record.stance.into(),
        content_text.into(),
        record.content.start.into(),
        record.content.end.into(),
        toward(|p| p.entity_text.clone().into()),
        toward(|p| p.entity.code.clone().into()),
        toward(|p| p.entity.sector.clone().into()),
        condition_text.into(),
        start(record.condition),
        end(record.condition),
        record.why.into(),
    ];
    POSITION.iter().copied().zip(values).collect()
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
