//! Records out of rows.

use crate::StoreError;
use crate::kept::{Coded, Made, Report};
use crate::rows::{day, entity, from_json, participant, span, unlist};
use rusqlite::{Connection, Row};
use whowhom_text::record::{
    EventPlaceRecord, EventRecord, GazetteerRecord, MentionRecord, ParticipantRecord, PositionRecord, SentenceRecord,
    SizeRecord, SourceRecord, SpanRecord, StatementRecord, TriggerRecord, VoiceRecord,
};
use whowhom_text::{CodePoints, Document};

/// A document's fields but for its text, as [`header`] reads them.
pub(crate) const HEADER: &str = "id, date, title, publisher, url, language, extra";

/// Reads the columns of [`HEADER`] from column `first` on.
pub(crate) fn header(row: &Row<'_>, first: usize) -> Result<Document, StoreError> {
    let extra: Option<String> = row.get(first + 6)?;
    Ok(Document {
        id: row.get(first)?,
        text: String::new(),
        date: day(row.get(first + 1)?)?,
        title: row.get(first + 2)?,
        publisher: row.get(first + 3)?,
        url: row.get(first + 4)?,
        language: row.get(first + 5)?,
        extra: extra.map_or(Ok(Default::default()), |words| from_json(&words))?,
    })
}

/// The document named `id` with everything found in it, and what coded it.
pub(crate) fn document(conn: &Connection, id: &str) -> Result<Option<(Coded, Made)>, StoreError> {
    let find = format!(
        "SELECT {HEADER}, doc, text, given, program, data, model
         FROM documents JOIN texts USING (doc) JOIN versions USING (version) WHERE id = ?"
    );
    let mut statement = conn.prepare_cached(&find)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let doc: i64 = row.get(7)?;
    let document = Document { text: row.get(8)?, ..header(row, 0)? };
    let coded = Coded {
        mentions: mentions_of(conn, doc)?,
        events: events_of(conn, doc)?.into_iter().map(|(_, record)| record).collect(),
        statements: statements_of(conn, doc)?,
        positions: positions_of(conn, doc)?,
        report: Report { document, given: row.get(9)? },
    };
    let made = Made { program: row.get(10)?, data: row.get(11)?, model: row.get(12)? };
    Ok(Some((coded, made)))
}

/// Reads rows one by one.
fn each<T>(
    conn: &Connection,
    query: &str,
    key: i64,
    mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = conn.prepare_cached(query)?;
    let mut rows = statement.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn mentions_of(conn: &Connection, doc: i64) -> Result<Vec<MentionRecord>, StoreError> {
    let query = "SELECT start, \"end\", chain, members, code, sector, more_sectors, name, office FROM mentions
                 WHERE doc = ? ORDER BY number";
    each(conn, query, doc, |row| {
        Ok(MentionRecord {
            span: SpanRecord { start: row.get(0)?, end: row.get(1)? },
            chain: row.get(2)?,
            members: unlist(row.get(3)?)?,
            entity: entity(row, 4)?,
        })
    })
}

/// The events of a document in order, with their rows.
pub(crate) fn events_of(conn: &Connection, doc: i64) -> Result<Vec<(i64, EventRecord)>, StoreError> {
    let rows = each(conn, "SELECT event FROM events WHERE doc = ? ORDER BY number", doc, |row| Ok(row.get(0)?))?;
    rows.into_iter().map(|row: i64| Ok((row, event(conn, row)?))).collect()
}

/// The event of a row.
pub(crate) fn event(conn: &Connection, event: i64) -> Result<EventRecord, StoreError> {
    let find =
        "SELECT id, extra, number, link, e.date, enddate, date_value, date_text, category, also, quad, scale, cameo,
            historical, future, hypothetical, negation, trigger_text, trigger_start, trigger_end, event_text,
            place_text, place, geonameid, lat, lon, country, feature, resolution,
            dead, injured, arrested, participants, sentence, sentence_start, sentence_end, why, factuality
        FROM events e JOIN documents USING (doc) WHERE event = ?";
    let record = each(conn, find, event, |row| {
        let (doc_id, extra): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let (number, link): (i64, i64) = (row.get(2)?, row.get(3)?);
        let (category, also): (String, Option<String>) = (row.get(8)?, row.get(9)?);
        Ok(EventRecord {
            id: format!("{doc_id}:{number}"),
            date: day(row.get(4)?)?,
            enddate: day(row.get(5)?)?,
            date_value: row.get(6)?,
            date_text: row.get(7)?,
            actor: participants(conn, event, "actor")?,
            recipient: participants(conn, event, "recipient")?,
            event: [Some(category), also].into_iter().flatten().collect(),
            mode: labels(conn, event, "SELECT mode FROM modes WHERE event = ? ORDER BY number")?,
            context: labels(conn, event, "SELECT context FROM contexts WHERE event = ? ORDER BY number")?,
            auxiliary_mode: auxiliary(row, 13)?,
            factuality: row.get(37)?,
            quad_code: row.get(10)?,
            event_scale: row.get::<_, f64>(11)? as f32,
            cameo: row.get(12)?,
            trigger: TriggerRecord { text: row.get(17)?, span: SpanRecord { start: row.get(18)?, end: row.get(19)? } },
            event_text: unlist(row.get(20)?)?,
            event_loc: place(row, 21)?,
            attribution: voices(conn, event)?,
            size: SizeRecord {
                dead: row.get(29)?,
                injured: row.get(30)?,
                arrested: row.get(31)?,
                participants: row.get(32)?,
            },
            link: format!("{doc_id}#{link}"),
            text_info: SentenceRecord {
                sequence: row.get(33)?,
                span: SpanRecord { start: row.get(34)?, end: row.get(35)? },
            },
            why: unlist(row.get(36)?)?,
            extra: extra.map_or(Ok(Default::default()), |words| from_json(&words))?,
            doc_id,
        })
    })?;
    record.into_iter().next().ok_or_else(|| StoreError::Damaged(format!("event {event} is not there")))
}

/// Auxiliary modes in PLOVER's order, from four columns.
fn auxiliary(row: &Row<'_>, first: usize) -> Result<Vec<String>, StoreError> {
    let mut modes = Vec::new();
    for (i, name) in ["historical", "future", "hypothetical", "negation"].into_iter().enumerate() {
        if row.get(first + i)? {
            modes.push(name.into());
        }
    }
    Ok(modes)
}

fn place(row: &Row<'_>, first: usize) -> Result<Option<EventPlaceRecord>, StoreError> {
    let Some(extracted_place) = row.get(first)? else { return Ok(None) };
    let place = GazetteerRecord {
        resolved_place: row.get(first + 1)?,
        geonameid: row.get(first + 2)?,
        lat: row.get::<_, f64>(first + 3)? as f32,
        lon: row.get::<_, f64>(first + 4)? as f32,
        country_code: row.get(first + 5)?,
        feature_code: row.get(first + 6)?,
        resolution: row.get(first + 7)?,
    };
    Ok(Some(EventPlaceRecord { extracted_place, place }))
}

fn participants(conn: &Connection, event: i64, role: &str) -> Result<Vec<ParticipantRecord>, StoreError> {
    let query = format!(
        "SELECT code, sector, more_sectors, name, office, text, start, \"end\" FROM participants
         WHERE event = ? AND role = '{role}' ORDER BY number"
    );
    each(conn, &query, event, |row| participant(row, 0))
}

fn labels(conn: &Connection, event: i64, query: &str) -> Result<Vec<String>, StoreError> {
    each(conn, query, event, |row| Ok(row.get(0)?))
}

fn voices(conn: &Connection, event: i64) -> Result<Vec<VoiceRecord>, StoreError> {
    let query = "SELECT source_text, cue_text, basis_text, place_text, code, sector, more_sectors, name, office
                 FROM voices WHERE event = ? ORDER BY number";
    each(conn, query, event, |row| {
        Ok(VoiceRecord {
            source_text: row.get(0)?,
            cue_text: row.get(1)?,
            basis_text: row.get(2)?,
            place_text: row.get(3)?,
            entity: entity(row, 4)?,
        })
    })
}

/// A statement's columns, as [`statement`] reads them.
pub(crate) const STATEMENT: &str = "source_start, source_end, code, sector, more_sectors, name, office, cue_start, \
    cue_end, content, kind, date_value, place_text, addressee_text, basis_text, denied, source_kind, force, unsaid, why, number";

/// Reads the columns of [`STATEMENT`] from column 0 on.
pub(crate) fn statement(row: &Row<'_>) -> Result<StatementRecord, StoreError> {
    let source = span(row, 0)?.map(|span| Ok::<_, StoreError>(SourceRecord { span, entity: entity(row, 2)? }));
    let content: Vec<[usize; 2]> = from_json(&row.get::<_, String>(9)?)?;
    Ok(StatementRecord {
        source: source.transpose()?,
        cue: span(row, 7)?,
        content: content.into_iter().map(|[start, end]| SpanRecord { start, end }).collect(),
        kind: row.get(10)?,
        date_value: row.get(11)?,
        place_text: row.get(12)?,
        addressee_text: row.get(13)?,
        basis_text: row.get(14)?,
        denied: row.get(15)?,
        source_kind: row.get(16)?,
        force: row.get(17)?,
        unsaid: row.get(18)?,
        why: unlist(row.get(19)?)?,
    })
}

fn statements_of(conn: &Connection, doc: i64) -> Result<Vec<StatementRecord>, StoreError> {
    let query = format!("SELECT {STATEMENT} FROM statements WHERE doc = ? ORDER BY number");
    each(conn, &query, doc, statement)
}

/// A position's columns, as [`position`] reads them; its row and number come last.
pub(crate) const POSITION: &str = "code, sector, more_sectors, name, office, text, start, \"end\", stance, \
    content_start, content_end, condition_start, condition_end, why, position, number";

/// Reads the columns of [`POSITION`] from column 0 on.
pub(crate) fn position(conn: &Connection, row: &Row<'_>) -> Result<PositionRecord, StoreError> {
    let toward = "SELECT code, sector, more_sectors, name, office, text, start, \"end\" FROM toward
                  WHERE position = ? ORDER BY number";
    Ok(PositionRecord {
        holder: participant(row, 0)?,
        stance: row.get(8)?,
        content: SpanRecord { start: row.get(9)?, end: row.get(10)? },
        toward: each(conn, toward, row.get(14)?, |row| participant(row, 0))?,
        condition: span(row, 11)?,
        why: unlist(row.get(13)?)?,
    })
}

fn positions_of(conn: &Connection, doc: i64) -> Result<Vec<PositionRecord>, StoreError> {
    let query = format!("SELECT {POSITION} FROM positions WHERE doc = ? ORDER BY number");
    each(conn, &query, doc, |row| position(conn, row))
}

/// The words of a span of a text; none when it does not fit.
pub(crate) fn slice(points: &CodePoints<'_>, span: SpanRecord) -> String {
    points.slice(span.start, span.end).unwrap_or_default().into()
}
