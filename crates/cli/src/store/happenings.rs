//! `whowhom happenings`: what reports of a store tell of, each once.

use super::args::{HappeningsArgs, QuestionArgs};
use super::at;
use super::link::{from_store, rules};
use super::question::{Question, ask};
use crate::args::ListFormat;
use crate::error::RunError;
use crate::output::{Width, line, one_line};
use comfy_table::Table;
use serde_json::Value;
use std::ops::ControlFlow;
use std::process::ExitCode;
use whowhom_corpus::happenings::{Happening, Joined, Link, Rules, Said};
use whowhom_store::{Member, Told};

/// The columns of a row.
const HEAD: [&str; 22] = [
    "id",
    "date",
    "enddate",
    "event",
    "mode",
    "context",
    "factual",
    "actor",
    "actor_name",
    "recipient",
    "recipient_name",
    "place",
    "country",
    "dead",
    "injured",
    "arrested",
    "mentions",
    "reports",
    "publishers",
    "first_report",
    "last_report",
    "disagreements",
];

/// Writes the happenings that are asked for, or their number.
///
/// # Errors
/// When the store cannot be asked.
pub fn happenings(args: &QuestionArgs<HappeningsArgs>) -> Result<ExitCode, RunError> {
    let path = args.db();
    let (rules, which) = (rules(args.own.data.as_ref())?, args.own.which());
    let Question { store, filter, mut answer } = ask(args)?;
    let (waiting, ungrouped) = store.waiting().map_err(at(path))?;
    if waiting + ungrouped > 0 {
        eprintln!("note: not all reports are linked yet; `whowhom link --db {}` does it", path.display());
    }
    if args.own.count {
        answer.head(&["happenings"]);
        let _ = answer.row(vec![store.count_happenings(&filter, &which).map_err(at(path))?.into()]);
        return answer.finish();
    }
    let (format, limit) = (answer.format(), answer.limit());
    let mut table = Width::of_terminal().table(TABLE_HEAD);
    if format == ListFormat::Csv {
        answer.head(&HEAD);
    }
    let mut each = |members: Vec<(Told, Member)>| {
        let Some(happening) = merged(&rules, members) else { return ControlFlow::Continue(()) };
        match format {
            ListFormat::Jsonl => answer.own(|mut out| line(&happening, &mut out)),
            ListFormat::Csv => answer.row(cells(&happening)),
            ListFormat::Table => {
                add_rows(&mut table, &happening);
                ControlFlow::Continue(())
            }
        }
    };
    match &args.own.id {
        Some(id) => {
            let found = store.happening_of(id).map_err(at(path))?.ok_or_else(|| RunError::NoHappening(id.clone()))?;
            let _ = each(found);
        }
        None => store.happenings(&filter, &which, args.own.latest, limit, each).map_err(at(path))?,
    }
    if format == ListFormat::Table {
        answer.table(table);
    }
    answer.finish()
}

/// The happening that these mentions make.
fn merged(rules: &Rules, members: Vec<(Told, Member)>) -> Option<Happening> {
    let rows: Vec<i64> = members.iter().map(|(_, (row, _))| *row).collect();
    let mentions: Vec<_> = members
        .into_iter()
        .map(|(told, (row, link))| {
            let link = link.and_then(|link| {
                let other = if link.a == row { link.b } else { link.a };
                let to = rows.iter().position(|row| *row == other)?;
                Some((to, Link { weight: link.weight, why: link.why }))
            });
            (from_store(told), link)
        })
        .collect();
    Happening::of(rules, &mentions)
}

const TABLE_HEAD: [&str; 5] = ["who → whom", "did what", "when, where", "told by", "how, and what they disagree on"];

fn add_rows(table: &mut Table, happening: &Happening) {
    let lines = |parts: &[String]| parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join("\n");
    let place = happening.event_loc.as_ref().map(|p| p.place.resolved_place.clone());
    let when = match (happening.date, happening.enddate) {
        (Some(first), Some(last)) if first != last => format!("{first}/{last}"),
        (first, _) => first.map(|d| d.to_string()).unwrap_or_default(),
    };
    let number = |n: usize, of: &str| format!("{n} {of}{}", if n == 1 { "" } else { "s" });
    let told = [
        format!("{} in {}", number(happening.mentions, "mention"), number(happening.reports, "report")),
        number(happening.publishers, "publisher"),
        happening.id.clone(),
    ];
    let states = happening.states.iter().filter(|_| happening.states.len() > 1 || !happening.factual);
    let said = |said: &Said| format!("{} ({})", one_line(&said.value), said.reports.len());
    let states = states.map(said).collect::<Vec<_>>().join(", ");
    let contested = happening.disagreements.iter().map(|d| {
        let said: Vec<String> = d.said.iter().map(said).collect();
        format!("{}: {}", d.about, said.join(", "))
    });
    table.add_row([
        format!("{} → {}", people(&happening.actor), people(&happening.recipient)),
        lines(&[happening.event.join(" "), happening.mode.join(" ")]),
        lines(&[when, place.unwrap_or_default()]),
        lines(&told),
        lines(&std::iter::once(states).chain(contested).collect::<Vec<_>>()),
    ]);
}

/// Names with codes; a dash for nobody.
fn people(people: &[Joined]) -> String {
    let names = people.iter().map(|p| {
        let codes = [&p.entity.code, &p.entity.sector].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        let name = one_line(p.entity.identifier_text.as_ref().unwrap_or(&p.entity_text));
        if codes.is_empty() { name } else { format!("{name} ({codes})") }
    });
    if people.is_empty() { "–".into() } else { names.collect::<Vec<_>>().join(", ") }
}

fn cells(happening: &Happening) -> Vec<Value> {
    let codes = |people: &[Joined]| -> Value {
        let codes = people.iter().map(|p| [&p.entity.code, &p.entity.sector].into_iter().flatten().cloned().collect());
        codes.map(|c: Vec<String>| c.join(":")).collect::<Vec<_>>().into()
    };
    let names = |people: &[Joined]| -> Value {
        let names = people.iter().map(|p| p.entity.identifier_text.as_ref().unwrap_or(&p.entity_text).clone());
        names.collect::<Vec<_>>().into()
    };
    let day = |day: Option<jiff::civil::Date>| -> Value { day.map(|d| d.to_string()).into() };
    let place = happening.event_loc.as_ref();
    let contested = happening.disagreements.iter().map(|d| {
        let said: Vec<String> = d.said.iter().map(|s| format!("{} ({})", s.value, s.reports.join(" "))).collect();
        format!("{}: {}", d.about, said.join(" / "))
    });
    vec![
        happening.id.clone().into(),
        day(happening.date),
        day(happening.enddate),
        happening.event.clone().into(),
        happening.mode.clone().into(),
        happening.context.clone().into(),
        happening.factual.into(),
        codes(&happening.actor),
        names(&happening.actor),
        codes(&happening.recipient),
        names(&happening.recipient),
        place.map(|p| p.place.resolved_place.clone()).into(),
        place.and_then(|p| p.place.country_code.clone()).into(),
        happening.size.dead.into(),
        happening.size.injured.into(),
        happening.size.arrested.into(),
        happening.mentions.into(),
        happening.reports.into(),
        happening.publishers.into(),
        happening.first_report.doc_id.clone().into(),
        happening.last_report.doc_id.clone().into(),
        contested.collect::<Vec<_>>().into(),
    ]
}
