//! Networks of actors: GraphML (igraph, NetworkX) and GEXF 1.2 (Gephi).
//!
//! A node is a code with its first sector (`USA GOV`), or a name where there is no code. An edge leads from one who does to one to
//! whom it is done, one for each category: how many events, their mean score, the first and the last day. Parties who act on each
//! other have an edge each way. Events that lie in the future, may be, or did not happen are left out.

use super::pairs::{happened, pairs};
use super::{Export, Report};
use jiff::civil::Date;
use quick_xml::escape::escape;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use whowhom_text::record::{EventRecord, ParticipantRecord};

/// How a network is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// GraphML.
    Graphml,
    /// GEXF 1.2.
    Gexf,
}

/// Gathers a network, and writes it at the end.
pub struct Network<'a> {
    out: Box<dyn Write + Send + 'a>,
    syntax: Syntax,
    nodes: BTreeSet<String>,
    edges: BTreeMap<(String, String, String), Edge>,
}

#[derive(Default)]
struct Edge {
    events: u64,
    score: f64,
    first: Option<Date>,
    last: Option<Date>,
}

impl<'a> Network<'a> {
    /// A network to be written to `out`.
    pub fn new(out: Box<dyn Write + Send + 'a>, syntax: Syntax) -> Self {
        Self { out, syntax, nodes: BTreeSet::new(), edges: BTreeMap::new() }
    }
}

impl Export for Network<'_> {
    fn event(&mut self, event: &EventRecord, _: &Report) -> io::Result<()> {
        if !happened(event) {
            return Ok(());
        }
        self.nodes.extend(event.actor.iter().chain(&event.recipient).filter_map(node));
        let category = event.event.first().cloned().unwrap_or_default();
        for (actor, recipient) in pairs(event) {
            let (Some(from), Some(to)) = (actor.and_then(node), recipient.and_then(node)) else { continue };
            let edge = self.edges.entry((from, to, category.clone())).or_default();
            edge.events += 1;
            edge.score += f64::from(event.event_scale);
            edge.first = edge.first.into_iter().chain(event.date).min();
            edge.last = edge.last.into_iter().chain(event.enddate.or(event.date)).max();
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        match self.syntax {
            Syntax::Graphml => self.graphml()?,
            Syntax::Gexf => self.gexf()?,
        }
        self.out.flush()
    }
}

/// The attributes of an edge, with their types in both syntaxes.
const ATTRIBUTES: [(&str, &str); 5] =
    [("category", "string"), ("events", "long"), ("score", "double"), ("first", "string"), ("last", "string")];

impl Edge {
    fn values(&self, category: &str) -> [String; 5] {
        let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        let score = self.score / self.events.max(1) as f64;
        [category.into(), self.events.to_string(), format!("{score:.4}"), day(self.first), day(self.last)]
    }
}

impl Network<'_> {
    fn graphml(&mut self) -> io::Result<()> {
        let out = &mut self.out;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        writeln!(out, "  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>")?;
        for (name, kind) in ATTRIBUTES {
            writeln!(out, "  <key id=\"{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
        }
        writeln!(out, "  <graph edgedefault=\"directed\">")?;
        for node in &self.nodes {
            let name = quoted(node);
            writeln!(out, "    <node id=\"{name}\"><data key=\"label\">{name}</data></node>")?;
        }
        for ((from, to, category), edge) in &self.edges {
            write!(out, "    <edge source=\"{}\" target=\"{}\">", quoted(from), quoted(to))?;
            for ((name, _), value) in ATTRIBUTES.iter().zip(edge.values(category)).filter(|(_, v)| !v.is_empty()) {
                write!(out, "<data key=\"{name}\">{}</data>", quoted(&value))?;
            }
            writeln!(out, "</edge>")?;
        }
        writeln!(out, "  </graph>\n</graphml>")
    }

    fn gexf(&mut self) -> io::Result<()> {
        let out = &mut self.out;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">")?;
        writeln!(out, "  <graph defaultedgetype=\"directed\">\n    <attributes class=\"edge\">")?;
        for (name, kind) in ATTRIBUTES {
            writeln!(out, "      <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>")?;
        }
        writeln!(out, "    </attributes>\n    <nodes>")?;
        for node in &self.nodes {
            let name = quoted(node);
            writeln!(out, "      <node id=\"{name}\" label=\"{name}\"/>")?;
        }
        writeln!(out, "    </nodes>\n    <edges>")?;
        for (number, ((from, to, category), edge)) in self.edges.iter().enumerate() {
            let (from, to) = (quoted(from), quoted(to));
            write!(out, "      <edge id=\"{number}\" source=\"{from}\" target=\"{to}\" weight=\"{}\">", edge.events)?;
            write!(out, "<attvalues>")?;
            for ((name, _), value) in ATTRIBUTES.iter().zip(edge.values(category)).filter(|(_, v)| !v.is_empty()) {
                write!(out, "<attvalue for=\"{name}\" value=\"{}\"/>", quoted(&value))?;
            }
            writeln!(out, "</attvalues></edge>")?;
        }
        writeln!(out, "    </edges>\n  </graph>\n</gexf>")
    }
}

/// Who a participant is, when that is known.
fn node(participant: &ParticipantRecord) -> Option<String> {
    let entity = &participant.entity;
    match (&entity.code, &entity.sector) {
        (Some(code), Some(sector)) => Some(format!("{code} {sector}")),
        (Some(code), None) => Some(code.clone()),
        (None, _) => entity.identifier_text.clone(),
    }
}

/// Words for XML, which has no room for control characters.
fn quoted(words: &str) -> String {
    let clean: String = words.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    escape(clean).into_owned()
}
