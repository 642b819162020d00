//! Whose word a report is, at last: what many publish on one agency's word is told once.

use super::Mention;
use super::rules::Rules;

/// The sector of news media in the ontology.
const MEDIA: &str = "JRN";

/// Who stands behind what a report tells in these mentions of it: the medium that it quotes, else its publisher (of a copy, the publisher of what it is a
/// copy of), else the report itself. By the one name that is theirs, so that it can be compared.
pub(super) fn of(rules: &Rules, mentions: &[&Mention]) -> Option<String> {
    let report = &mentions.first()?.report;
    let quoted = mentions.iter().flat_map(|m| m.event.attribution.iter().rev()).find_map(|voice| {
        let medium = voice.entity.sector.as_deref() == Some(MEDIA);
        voice.entity.identifier_text.as_deref().filter(|_| medium)
    });
    let publisher = report.origin.as_deref().or(report.publisher.as_deref());
    let known = |name: &str| rules.publishers.canonical(name);
    Some(quoted.or(publisher).map_or_else(|| format!("report {}", report.original), known))
}
