//! How the text presents what it tells: on the writer's word, reported, alleged, denied …
//!
//! The ladder follows FactBank's idea (Saurí and Pustejovsky 2009) that factuality is judged through the chain of sources,
//! the outermost being the writer; the event coder adds tense, modality and condition.

use crate::chain::chain;
use whowhom_text::Span;
use whowhom_text::layer::{Force, SourceLayer};

/// How what stands somewhere in the text is presented, as far as statements decide it; from the firmest to the least firm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factuality {
    /// The writer's own word.
    #[default]
    Asserted,
    /// Somebody says or shows that it is so.
    Reported,
    /// Somebody says so, and the writer leaves open whether it is.
    Alleged,
    /// Somebody promises it or means to do it.
    Planned,
    /// Somebody thinks, fears, hopes, asks or warns that it is or will be so, or wants it.
    Possible,
    /// Somebody says that it is not so, or will not do it.
    Denied,
}

impl Factuality {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Reported => "reported",
            Self::Alleged => "alleged",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Denied => "denied",
        }
    }

    fn of(force: Force) -> Self {
        match force {
            Force::Says | Force::Shows => Self::Reported,
            Force::Alleges => Self::Alleged,
            Force::Thinks | Force::Warns | Force::Asks | Force::Wants => Self::Possible,
            Force::Denies | Force::Refuses => Self::Denied,
            Force::Promises => Self::Planned,
            // What is praised or discussed is taken to be so.
            Force::Judges => Self::Asserted,
        }
    }
}

/// How the statements around `span` present it: the least firm link of the chain decides. A denial of a denial alleges.
pub fn factuality_of(layer: &SourceLayer, span: Span) -> Factuality {
    let claims = chain(layer, span).into_iter().map(|(_, s)| Factuality::of(s.force));
    let stands = layer.covering(span).map(|i| &layer.statements[i]);
    let stands = stands.filter(|s| !s.force.is_claim() && !s.cue.is_some_and(|c| c.overlaps(span)));
    let (mut weakest, mut denials) = (Factuality::Asserted, 0);
    for link in claims.chain(stands.map(|s| Factuality::of(s.force))) {
        denials += usize::from(link == Factuality::Denied);
        weakest = weakest.max(link);
    }
    if weakest == Factuality::Denied && denials % 2 == 0 { Factuality::Alleged } else { weakest }
}
