//! Gathers coded reports into batches, each a transaction.

use std::time::{Duration, Instant};
use whowhom_corpus::read::Place;
use whowhom_store::{Coded, StoreError};

/// Coded reports that wait to be kept, with where they came from.
#[derive(Default)]
pub struct Batch {
    coded: Vec<Coded>,
    places: Vec<Option<Place>>,
    bytes: usize,
    since: Option<Instant>,
}

/// So many reports wait at most: what a kill costs, and what another writer waits for.
const REPORTS: usize = 64;

/// So many bytes of text.
const BYTES: usize = 4 << 20;

/// So long.
const WAIT: Duration = Duration::from_secs(1);

impl Batch {
    /// Adds a report.
    pub fn add(&mut self, coded: Coded, place: Option<Place>) {
        self.bytes += coded.report.document.text.len();
        self.coded.push(coded);
        self.places.push(place);
        self.since.get_or_insert_with(Instant::now);
    }

    /// Whether it is time to keep them.
    pub fn is_full(&self) -> bool {
        self.coded.len() >= REPORTS || self.bytes >= BYTES || self.since.is_some_and(|since| since.elapsed() > WAIT)
    }

    /// Keeps what waits; gives what came of each, with the number of its events and its place.
    ///
    /// # Errors
    /// When nothing of it could be kept.
    pub fn keep<T>(
        &mut self,
        put: impl FnOnce(&[Coded]) -> Result<Vec<T>, StoreError>,
    ) -> Result<Vec<(T, Coded, Option<Place>)>, StoreError> {
        let Self { coded, places, .. } = std::mem::take(self);
        if coded.is_empty() {
            return Ok(Vec::new());
        }
        let kept = put(&coded)?;
        Ok(kept.into_iter().zip(coded).zip(places).map(|((kept, coded), place)| (kept, coded, place)).collect())
    }
}
