//! The layout of GDELT 1.0's daily event files: 58 columns parted by tabs, without a head
//! (GDELT Event Database Data Format Codebook, version 1.03).
//!
//! | columns | what stands there |
//! |---|---|
//! | GLOBALEVENTID | the number of the row, from 1 |
//! | SQLDATE, MonthYear, Year, FractionDate | the first day on which it happened; empty when it is not known |
//! | Actor1Code, Actor2Code | country or body code, then the sectors: `USAGOV` |
//! | …Name | the name, in capitals; the words of the text when there is none |
//! | …CountryCode | ISO 3166 alpha-3, which CAMEO's country codes are but for a few |
//! | …KnownGroupCode | `UNO` for the United Nations, `EEC` for the European Union |
//! | …EthnicCode, …Religion1Code, …Religion2Code | empty: not coded |
//! | …Type1Code to …Type3Code | the sectors; IGO, NGO, MNC and so on for what belongs to no country |
//! | IsRootEvent | 1 for events of the first sentence |
//! | EventCode, EventBaseCode, EventRootCode | CAMEO: whole, its first three digits, its first two |
//! | QuadClass | as in PLOVER: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict |
//! | GoldsteinScale | PLOVER's scale, which like Goldstein's runs from -10 to 10 |
//! | NumMentions, NumArticles | 1, for one mention in one report, and 1 more for each copy of the report |
//! | NumSources | how many publishers the report and its copies have (of several names of one, one), 1 when none is known |
//! | AvgTone | empty: not coded |
//! | Actor1Geo_…, Actor2Geo_… | empty: where participants are from is in their country codes |
//! | ActionGeo_Type | 1 country, 3 place in the United States, 4 place elsewhere, 2 and 5 likewise for states and provinces |
//! | ActionGeo_FullName, _CountryCode, _Lat, _Long | name, FIPS 10-4 code, degrees |
//! | ActionGeo_ADM1Code, _FeatureID | empty: we have GeoNames numbers, GDELT those of GNS and GNIS |
//! | DATEADDED | publication date, when it is known |
//! | SOURCEURL | the report's address, when it is known |
//!
//! Events that lie in the future, may be, or did not happen have no place in this layout and are left out.

use super::pairs::{happened, pairs};
use super::{Export, Report, Tables};
use jiff::civil::Date;
use std::io::{self, Write};
use whowhom_text::record::{EventRecord, ParticipantRecord};

/// How many columns there are.
pub const COLUMNS: usize = 58;

/// What belongs to no country, with CAMEO's known group.
const BODIES: [(&str, &str); 7] =
    [("UNO", "UNO"), ("EUR", "EEC"), ("IGO", ""), ("NGO", ""), ("MNC", ""), ("IMG", ""), ("ISM", "")];

/// Writes GDELT's layout.
pub struct Gdelt<'a> {
    out: Box<dyn Write + Send + 'a>,
    tables: &'a Tables,
    row: u64,
}

impl<'a> Gdelt<'a> {
    /// Writes to `out`.
    pub fn new(out: Box<dyn Write + Send + 'a>, tables: &'a Tables) -> Self {
        Self { out, tables, row: 0 }
    }
}

impl Export for Gdelt<'_> {
    fn event(&mut self, event: &EventRecord, report: &Report) -> io::Result<()> {
        if !happened(event) {
            return Ok(());
        }
        for (actor, recipient) in pairs(event) {
            self.row += 1;
            let mut cells = vec![self.row.to_string()];
            cells.extend(dates(event.date));
            cells.extend(participant(actor));
            cells.extend(participant(recipient));
            cells.extend(action(event, report, self.tables));
            cells.extend(std::iter::repeat_n(String::new(), 14));
            cells.extend(place(event, self.tables));
            cells.push(report.date.map(|d| d.strftime("%Y%m%d").to_string()).unwrap_or_default());
            cells.push(report.url.clone().unwrap_or_default());
            debug_assert_eq!(cells.len(), COLUMNS);
            write_row(&mut self.out, &cells)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a row of cells parted by tabs. The layouts know no quotes, and many of their readers do: white space within cells becomes a
/// space, and a double quote, which would swallow the rows behind it, a single one.
pub(super) fn write_row(out: &mut dyn Write, cells: &[String]) -> io::Result<()> {
    for (i, cell) in cells.iter().enumerate() {
        let end = if i + 1 == cells.len() { "\n" } else { "\t" };
        write!(out, "{}{end}", cell.replace(['\t', '\n', '\r', '\0'], " ").replace('"', "'"))?;
    }
    Ok(())
}

fn dates(date: Option<Date>) -> [String; 4] {
    let Some(date) = date else { return Default::default() };
    let share = (f64::from(date.month()) * 30.0 + f64::from(date.day())) / 365.0;
    // The codebook's formula passes the year's end in December.
    let fraction = f64::from(date.year()) + share.min(0.9999);
    let form = |form| date.strftime(form).to_string();
    [form("%Y%m%d"), form("%Y%m"), form("%Y"), format!("{fraction:.4}")]
}

/// Code, name, country, known group, ethnic group, two religions, three types.
fn participant(participant: Option<&ParticipantRecord>) -> [String; 10] {
    let Some(participant) = participant else { return Default::default() };
    let entity = &participant.entity;
    let code = entity.code.as_deref().unwrap_or_default();
    let body = BODIES.iter().find(|(body, _)| *body == code);
    let sectors = entity.sector.iter().chain(&entity.more_sectors).map(String::as_str);
    // The types of a body begin with what it is.
    let kind = match code {
        "UNO" | "EUR" => Some("IGO"),
        _ => body.map(|(body, _)| *body),
    };
    let mut types = kind.into_iter().chain(sectors.clone().filter(|s| Some(*s) != kind)).map(String::from);
    let name = entity.identifier_text.as_ref().unwrap_or(&participant.entity_text);
    let mut next = || types.next().unwrap_or_default();
    [
        code.chars().chain(sectors.flat_map(str::chars)).collect(),
        name.to_uppercase(),
        if body.is_none() { code.into() } else { String::new() },
        body.map(|(_, group)| group.to_string()).unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        next(),
        next(),
        next(),
    ]
}

/// From IsRootEvent to AvgTone.
fn action(event: &EventRecord, report: &Report, tables: &Tables) -> [String; 10] {
    let cameo = event.cameo.as_deref().unwrap_or_default();
    let articles = || (1 + report.copies).to_string();
    [
        u8::from(event.text_info.sequence == 0).to_string(),
        cameo.into(),
        cameo.get(..3).unwrap_or(cameo).into(),
        cameo.get(..2).unwrap_or(cameo).into(),
        event.quad_code.to_string(),
        event.event_scale.to_string(),
        articles(),
        tables.publishers.count(&report.publishers).max(1).to_string(),
        articles(),
        String::new(),
    ]
}

/// The seven columns of ActionGeo.
fn place(event: &EventRecord, tables: &Tables) -> [String; 7] {
    let Some(location) = &event.event_loc else { return Default::default() };
    let place = &location.place;
    let country = place.country_code.as_deref().unwrap_or_default();
    let american = country == "USA";
    let kind = match place.resolution {
        1 => 1,
        2 if american => 2,
        2 => 5,
        _ if american => 3,
        _ => 4,
    };
    [
        kind.to_string(),
        place.resolved_place.clone(),
        tables.fips(country).into(),
        String::new(),
        place.lat.to_string(),
        place.lon.to_string(),
        String::new(),
    ]
}
