//! Where: place names in news text to GeoNames records.
//!
//! A document with its language layer goes through four steps:
//! 1. [`dateline`] finds where the report was written ("BEIJING, Feb 12 (AFP)").
//! 2. [`candidates`] finds the names that may be places', by the recogniser's entities and the [`atlas`] of all known places.
//! 3. [`disambiguate`] chooses one place for each name.
//! 4. [`metonymy`] leaves out names that stand for governments ("Seoul urged").
//!
//! The [`gazetteer`] is GeoNames, compiled in; `data/place/` holds what people can edit.

pub mod atlas;
pub mod candidates;
pub mod dateline;
pub mod disambiguate;
pub mod evidence;
pub mod fold;
pub mod gazetteer;
pub mod hints;
pub mod lexicon;
pub mod metonymy;
pub mod names;
pub mod write;

use crate::atlas::{Atlas, Sort};
use crate::candidates::{Candidate, Finder};
use crate::disambiguate::Chooser;
use crate::gazetteer::PlaceId;
use crate::lexicon::{Kind, Lexicon};
use crate::metonymy::Named;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::PlaceMention;
use whowhom_text::{Parsed, Span, TokenRange, TokenView};

pub use crate::names::{NameIndex, Posting};

/// Finds places in documents and resolves them to the gazetteer.
#[derive(Debug)]
pub struct Places {
    atlas: Atlas,
    lexicon: Lexicon,
}

impl Places {
    /// The gazetteer and data files that are compiled in, with the files of `data` over them.
    ///
    /// # Errors
    /// When a line of a data file is not in its form.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let atlas = Atlas::load(data)?;
        let lexicon = Lexicon::load(data, &atlas)?;
        Ok(Self { atlas, lexicon })
    }

    /// All places the program knows.
    pub fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// The dateline of a text, with the mark that ends it.
    pub fn dateline(&self, text: &str) -> Option<Span> {
        dateline::find(&self.atlas, &self.lexicon, text).map(|d| d.span)
    }

    /// The places of a document in text order. Names that stand for governments are left out, and names that are not known.
    pub fn annotate(&self, parsed: Parsed<'_>) -> Vec<PlaceMention> {
        let dateline = dateline::find(&self.atlas, &self.lexicon, parsed.text());
        let zone = dateline.map_or(Span::default(), |d| d.span);
        let written = dateline.and_then(|d| d.place);
        let mut candidates = Finder::new(&self.atlas, &self.lexicon, parsed).find(0);
        candidates.retain(|c| !parsed.analysis.span(c.tokens).overlaps(zone));
        let chooser = Chooser::new(&self.atlas, &self.lexicon, parsed, &candidates, written);
        let chosen = chooser.choose();

        let mut mentions = Vec::new();
        if let (Some(dateline), Some(place)) = (dateline, written) {
            mentions.push(self.mention(dateline.name, parsed.tokens_in(dateline.name), place, true));
        }
        let mut are_places: Vec<bool> = Vec::with_capacity(candidates.len());
        for (i, (candidate, place)) in candidates.iter().zip(&chosen).enumerate() {
            let head = parsed.token(candidate.head);
            // A container is what it contains is; so is a name that the tree hangs oddly behind the one before it in a list.
            let listed = i.checked_sub(1).filter(|b| is_listed(parsed, &candidates[*b], candidate));
            let inner = chooser.contained_by(i).or(listed).and_then(|i| are_places.get(i).copied());
            let is_place =
                place.filter(|p| inner.unwrap_or_else(|| metonymy::is_place(&self.lexicon, head, self.named(*p))));
            are_places.push(is_place.is_some());
            if let Some(place) = is_place {
                let tokens = self.with_article(parsed, candidate.tokens, place);
                mentions.push(self.mention(parsed.analysis.span(tokens), tokens, place, false));
            }
        }
        self.add_capitals(parsed, &candidates, &mut mentions);
        mentions.sort_by_key(|m| (m.span.start, m.span.end));
        mentions
    }

    fn named(&self, place: PlaceId) -> Named {
        match self.atlas.sort(place) {
            Sort::Country => Named::Country,
            Sort::Area if self.atlas.get(place).feature == "CONT" => Named::Country,
            Sort::Town if self.atlas.get(place).feature == "PPLC" || self.lexicon.is_seat(place) => Named::Seat,
            _ => Named::Elsewhere,
        }
    }

    /// The tokens with the "The" that belongs to the name ("The Hague").
    fn with_article(&self, parsed: Parsed<'_>, tokens: TokenRange, place: PlaceId) -> TokenRange {
        let article = parsed.token(tokens.start).prev().filter(|t| t.text() == "The");
        match article.filter(|_| self.atlas.get(place).name.starts_with("The ")) {
            Some(article) => TokenRange { start: article.id, end: tokens.end },
            None => tokens,
        }
    }

    fn mention(&self, span: Span, tokens: TokenRange, id: PlaceId, dateline: bool) -> PlaceMention {
        let place = self.atlas.get(id);
        PlaceMention {
            span,
            tokens,
            geonameid: Some(place.geonameid).filter(|id| *id > 0),
            name: place.name.into(),
            lat: place.lat,
            lon: place.lon,
            country: place.country.map(|c| self.atlas.code(c)),
            feature: place.feature,
            resolution: self.atlas.resolution(id),
            dateline,
        }
    }

    /// "the Georgian capital", where no name stands beside it.
    fn add_capitals(&self, parsed: Parsed<'_>, candidates: &[Candidate], mentions: &mut Vec<PlaceMention>) {
        for noun in parsed.all().filter(|t| t.pos() == "NOUN" && self.lexicon.kind(t.lemma()) == Some(Kind::Capital)) {
            let Some(adjective) = noun.prev() else { continue };
            let Some(country) = self.lexicon.adjective(adjective.lower()) else { continue };
            let Some(place) = self.lexicon.capital(&self.atlas, country, parsed.doc.date) else {
                continue;
            };
            if !is_beside_name(noun, candidates) && metonymy::is_place(&self.lexicon, noun, Named::Elsewhere) {
                let tokens = TokenRange::new(adjective.id, noun.id.index() + 1);
                mentions.push(self.mention(parsed.analysis.span(tokens), tokens, place, false));
            }
        }
    }
}

/// Whether only a comma (and "the") stand between the two names, and the tree gives the second no place of its own.
fn is_listed(parsed: Parsed<'_>, before: &Candidate, candidate: &Candidate) -> bool {
    let between = TokenRange { start: before.tokens.end, end: candidate.tokens.start };
    let mut between = parsed.tokens(between);
    parsed.token(candidate.head).dep().is_any(&["npadvmod", "appos", "dep"])
        && between.next().is_some_and(|t| t.text() == ",")
        && between.all(|t| t.lower() == "the")
}

/// Whether a candidate stands next to the noun: "the Iraqi capital, Baghdad", "Baghdad, the Iraqi capital".
fn is_beside_name(noun: TokenView<'_>, candidates: &[Candidate]) -> bool {
    let near = |from: u32, to: u32| {
        let after = candidates.partition_point(|c| c.tokens.end.0 <= from);
        candidates.get(after).is_some_and(|c| c.tokens.start.0 <= to)
    };
    let at = noun.id.0;
    near(at + 1, at + 2) || near(at.saturating_sub(4), at.saturating_sub(2))
}
