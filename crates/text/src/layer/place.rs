//! Where.

use crate::{Code, Label, Span, TokenRange};
use std::sync::Arc;

/// How finely a place is known, as PLOVER numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resolution {
    /// The whole country.
    Country = 1,
    /// A first-level region.
    Region = 2,
    /// A district, or a physical region.
    District = 3,
    /// A populated place.
    City = 4,
}

/// A place name resolved to a gazetteer record.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// Where it stands, in bytes.
    pub span: Span,
    /// The tokens it touches.
    pub tokens: TokenRange,
    /// GeoNames' number of the place.
    pub geonameid: Option<u32>,
    /// GeoNames' name of the place.
    pub name: Arc<str>,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// The country that it lies in.
    pub country: Option<Code>,
    /// GeoNames feature code (`PPLC`, `ADM1`, `PCLI`).
    pub feature: Label,
    /// How finely it is known.
    pub resolution: Resolution,
    /// Whether the name is the document's dateline.
    pub dateline: bool,
}
