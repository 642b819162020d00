//! Mentions by a name of the knowledge base, and by the name of a body that it does not know.

use crate::around::{Around, complement, modifiers, nations, possessor, take};
use crate::draft::{Draft, Key, Number};
use crate::find::{Doc, Found};
use crate::kb::What;
use crate::phrase::{left_edge, modifies, next};
use crate::{person, stand};
use std::sync::Arc;
use whowhom_text::layer::{EntityKind, MentionKind, Stand};
use whowhom_text::{Code, TokenId, TokenRange, TokenView, Why};

const ELI: Code = Code::from_static(b"ELI");
const GOV: Code = Code::from_static(b"GOV");

/// A mention by a name of the knowledge base.
pub(crate) fn named(doc: &Doc<'_>, token: TokenView<'_>, found: Found) -> Draft {
    let entry = doc.entry(found);
    let mut draft = Draft::new(token.id, found.tokens, MentionKind::Name, Key::Entry(found.entry));
    draft.why.push(doc.kb.why_entry(found.entry));
    draft.gender = entry.gender;
    draft.name = found.tokens;
    let entity = &mut draft.entity;
    if let Some((term, over)) = doc.term(entry) {
        entity.code = term.code;
        entity.sectors = match over {
            false => term.sectors.to_vec(),
            // Not in office yet.
            true if doc.day.is_some_and(|day| day < term.from) => Vec::new(),
            true => vec![ELI],
        };
        entity.office = term.office.clone().filter(|_| !over);
    }
    let native = matches!(entry.what, What::Adjective | What::Native | What::Natives);
    // "Chinese" says of a noun that it is of the state, and as a noun that somebody is.
    let what = match entry.what {
        What::Native | What::Natives if modifies(token) && token.dep() != "poss" => What::Adjective,
        What::Adjective
            if !modifies(token) && token.children_by("det").any(|d| d.tag() == "DT" && d.lower().starts_with('a')) =>
        {
            What::Native
        }
        what => what,
    };
    if native {
        entity.sectors = vec![if what == What::Adjective { GOV } else { Code::from_static(b"CVL") }];
    }
    entity.kind = match what {
        What::Body => EntityKind::Body,
        What::Person | What::Native => EntityKind::Person,
        What::Natives => EntityKind::People,
        _ => EntityKind::State,
    };
    match what {
        What::State | What::Seat | What::Adjective | What::Capital => {
            if let Some(code) = entity.code {
                draft.key = Key::State(code);
            }
        }
        What::Native | What::Natives => {
            if let Some(code) = entity.code {
                draft.key = Key::People(code);
            }
            draft.kind = MentionKind::Nominal;
        }
        What::Body | What::Person => entity.identifier = Some(entry.name.clone()),
        What::Region | What::City => {}
    }
    draft.number = match what {
        What::Natives => Number::Many,
        What::Body => Number::Unknown,
        _ => Number::One,
    };
    if draft.kind == MentionKind::Nominal && token.children_by("amod").any(|m| doc.is("ethnic", m)) {
        draft.descent = draft.entity.code.take();
    }
    if entry.what.is_place() {
        draft.stand = stand::stand(doc, token, entry.what);
        // A capital that is only a place is a chain of its own.
        if entry.what == What::Capital && draft.stand == Stand::Place {
            draft.key = Key::Entry(found.entry);
        }
    }
    if what == What::Adjective && !modifies(token) {
        // "the British", "the French": the people, or the side.
        draft.kind = MentionKind::Nominal;
        draft.entity.kind = EntityKind::People;
        draft.entity.sectors = vec![Code::from_static(b"CVL")];
        draft.number = Number::Unknown;
    }
    draft
}

/// "the Japanese Communist Party", "the People's Democratic Party of Afghanistan": a party's name that other nations have too.
pub(crate) fn of_nation(doc: &Doc<'_>, draft: &mut Draft, found: Found) {
    let entry = doc.entry(found);
    let party = entry.terms.iter().any(|t| t.sectors.iter().any(|s| *s == "PTY"));
    if entry.what == What::Body && found.tokens.len() > 1 {
        national_branch(doc, draft, found);
    }
    let Some(own) = draft.entity.code.filter(|_| entry.what == What::Body && party) else { return };
    let nation = |at: usize| {
        let found = doc.found_at(TokenId::from(at))?;
        let what = doc.entry(found).what;
        (matches!(what, What::Adjective | What::State)).then_some(found)
    };
    let (start, end) = (found.tokens.start.index(), found.tokens.end.index());
    let before = start.checked_sub(1).and_then(nation).filter(|f| doc.entry(*f).what == What::Adjective);
    let of = end + 1 < doc.parsed.analysis.len() && doc.token(end).lower() == "of";
    let behind = of.then(|| nation(end + 1)).flatten();
    if let Some(nation) = before.or(behind) {
        let code = doc.term(doc.entry(nation)).and_then(|t| t.0.code);
        if code.is_some() && code != Some(own) {
            draft.entity.code = code;
            let name =
                TokenRange::new(nation.tokens.start.min(found.tokens.start), nation.tokens.end.max(found.tokens.end));
            draft.name = name;
            draft.tokens = TokenRange::new(draft.tokens.start.min(name.start), draft.tokens.end.max(name.end));
            draft.entity.identifier = Some(doc.parsed.words(name).into());
            draft.key = Key::Body;
            draft.why.push(doc.kb.why_entry(nation.entry));
        }
        return;
    }
    // A party of a country that the document never speaks of is one of the country that it is about.
    if doc.counts.get(&own) == Some(&1)
        && let Some(main) = doc.main_code()
    {
        draft.entity.code = Some(main);
        draft.key = Key::Body;
        draft.why.push(Why::rule("main state of the document"));
    }
}

/// "the Russian Security Council", "the Turkish Red Crescent": a nation's body that is called like one of the world's.
fn national_branch(doc: &Doc<'_>, draft: &mut Draft, found: Found) {
    let world = draft.entity.code.is_some_and(|c| matches!(c.as_str(), "UNO" | "NGO"));
    let before = found.tokens.start.index().checked_sub(1).and_then(|i| doc.found_at(TokenId::from(i)));
    let Some(nation) = before.filter(|f| world && doc.entry(*f).what == What::Adjective) else { return };
    let Some((term, _)) = doc.term(doc.entry(nation)) else { return };
    if term.code.is_none_or(|c| doc.kb.state(c).is_none()) {
        return;
    }
    if draft.entity.code.is_some_and(|c| c.as_str() == "UNO") {
        draft.entity.sectors = vec![GOV];
    }
    draft.entity.code = term.code;
    draft.name = TokenRange::new(nation.tokens.start, found.tokens.end);
    draft.tokens = TokenRange::new(draft.tokens.start.min(draft.name.start), draft.tokens.end);
    draft.entity.identifier = Some(doc.parsed.words(draft.name).into());
    draft.key = Key::Body;
    draft.why.push(doc.kb.why_entry(nation.entry));
}

/// An organisation that the knowledge base does not know: its nation and sector from the words of its name.
pub(crate) fn unknown_body(doc: &Doc<'_>, token: TokenView<'_>, depth: usize) -> Option<Draft> {
    let entity = token.entity().filter(|e| e.label == "ORG")?;
    if token.pos() != "PROPN" {
        return None;
    }
    let left = left_edge(token);
    let name = TokenRange::new(entity.tokens.start.min(left), entity.tokens.end.max(next(token.id)));
    let mut draft = Draft::new(token.id, name, MentionKind::Name, Key::Body);
    draft.entity.kind = EntityKind::Body;
    let name = person::trim_name(doc, entity.tokens);
    draft.name = name;
    draft.entity.identifier = Some(Arc::from(doc.parsed.words(name)));
    let mut around = Around::default();
    modifiers(doc, TokenRange::new(name.start, name.end), &mut around);
    let nations = nations(doc, TokenRange::new(left.min(name.start), name.end), false);
    if let Some(found) = nations.first() {
        take(doc, *found, &mut around);
    }
    possessor(doc, token, depth, false, &mut around);
    if around.code.is_none() {
        complement(doc, token, TokenRange::new(token.id, next(token.id)), depth, false, &mut around);
    }
    draft.entity.code = around.code;
    draft.entity.sectors = around.sectors;
    draft.owner = around.owner;
    draft.why.push(Why::rule("name of a body"));
    draft.why.extend(around.why);
    draft.appos = token.children_by("appos").find(|c| c.id > token.id).map(|c| c.id);
    person::finish_body(doc, &mut draft, token, depth);
    Some(draft)
}
