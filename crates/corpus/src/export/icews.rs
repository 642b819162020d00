//! The layout of the ICEWS Coded Event Data on Dataverse: 20 columns parted by tabs, with a head.
//!
//! | column | what stands there |
//! |---|---|
//! | Event ID | the number of the row, from 1 |
//! | Event Date | the first day on which it happened, as 2010-02-12; empty when it is not known |
//! | Source Name, Target Name | the name; the words of the text when there is none |
//! | Source Sectors, Target Sectors | what the sectors mean, commas between them |
//! | Source Country, Target Country | the country's English name; empty for what belongs to none |
//! | Event Text | what the root of the CAMEO code means |
//! | CAMEO Code | the most specific code |
//! | Intensity | PLOVER's scale, -10 to 10 |
//! | Story ID | the document's name |
//! | Sentence Number | from 1, as ICEWS counts |
//! | Publisher | when it is known; those of copies after it, semicolons between them |
//! | City, District, Province, Country | the place by what it is (a town, a district, a province); its country |
//! | Latitude, Longitude | degrees |
//!
//! Events that lie in the future, may be, or did not happen have no place in this layout and are left out.

use super::gdelt::write_row;
use super::pairs::{happened, pairs};
use super::{Export, Report, Tables};
use std::io::{self, Write};
use whowhom_text::record::{EventRecord, ParticipantRecord};

/// The head.
pub const HEAD: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// Writes ICEWS' layout.
pub struct Icews<'a> {
    out: Box<dyn Write + Send + 'a>,
    tables: &'a Tables,
    row: u64,
}

impl<'a> Icews<'a> {
    /// Writes to `out`, the head first.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(mut out: Box<dyn Write + Send + 'a>, tables: &'a Tables) -> io::Result<Self> {
        write_row(&mut out, &HEAD.map(String::from))?;
        Ok(Self { out, tables, row: 0 })
    }

    /// Name, sectors, country.
    fn participant(&self, participant: Option<&ParticipantRecord>) -> [String; 3] {
        let Some(participant) = participant else { return Default::default() };
        let entity = &participant.entity;
        let sectors = entity.sector.iter().chain(&entity.more_sectors).map(|s| self.tables.sector(s));
        [
            entity.identifier_text.as_ref().unwrap_or(&participant.entity_text).clone(),
            sectors.collect::<Vec<_>>().join(","),
            entity.code.as_deref().map(|code| self.tables.country(code)).unwrap_or_default().into(),
        ]
    }

    /// City, district, province, country, latitude, longitude.
    fn place(&self, event: &EventRecord) -> [String; 6] {
        let Some(place) = event.event_loc.as_ref().map(|p| &p.place) else { return Default::default() };
        let at = |resolution| if place.resolution == resolution { place.resolved_place.clone() } else { String::new() };
        [
            at(4),
            at(3),
            at(2),
            place.country_code.as_deref().map(|code| self.tables.country(code)).unwrap_or_default().into(),
            place.lat.to_string(),
            place.lon.to_string(),
        ]
    }
}

impl Export for Icews<'_> {
    fn event(&mut self, event: &EventRecord, report: &Report) -> io::Result<()> {
        if !happened(event) {
            return Ok(());
        }
        let cameo = event.cameo.as_deref().unwrap_or_default();
        for (actor, recipient) in pairs(event) {
            self.row += 1;
            let mut cells = vec![self.row.to_string(), event.date.map(|d| d.to_string()).unwrap_or_default()];
            cells.extend(self.participant(actor));
            cells.extend([self.tables.cameo(cameo).into(), cameo.into(), event.event_scale.to_string()]);
            cells.extend(self.participant(recipient));
            cells.extend([event.doc_id.clone(), (event.text_info.sequence + 1).to_string()]);
            cells.push(report.publishers.join("; "));
            cells.extend(self.place(event));
            write_row(&mut self.out, &cells)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
