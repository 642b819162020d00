//! On whose word: quotations, attributions, statements and positions in news text.
//!
//! [`Sources::annotate`] reads a parsed document in five steps:
//!
//! 1. [`quotes`] finds quotation marks, [`speaker`] the cue of each quotation (before it, after it, in a sentence before).
//! 2. [`cue`] finds every cue of the [`lexicon`] with every complement that could be its content: possible attributions,
//!    each of a [`pattern`]. [`content`] draws the spans, [`source`] finds the subject, agent or owner.
//! 3. [`judge`] weighs them by a few named properties; the best of each cue counts when its weights sum to more than 0.
//! 4. What counts becomes a statement: its source's [`sort`], addressee, place, time, basis, kind and force.
//! 5. [`positions`] reads demands, offers, refusals and the like by the words of [`stance`].
//!
//! What later rooms ask: [`attribution_of`] tells on whose word something is told, [`factuality_of`] how the text presents it.
//!
//! ```
//! # use whowhom_source::Sources;
//! # use whowhom_text::{Analysis, Document, Parsed, data::DataDir, layer::ActorLayer};
//! let sources = Sources::load(&DataDir::builtin())?;
//! let (doc, analysis) = (Document::new("d", ""), Analysis::default()); // the language runtime fills the analysis
//! let layer = sources.annotate(Parsed { doc: &doc, analysis: &analysis }, &[], &ActorLayer::default());
//! assert!(layer.statements.is_empty());
//! # Ok::<(), whowhom_text::data::DataError>(())
//! ```

pub mod chain;
pub mod content;
pub mod cue;
pub mod factuality;
pub mod judge;
pub mod lexicon;
pub mod pattern;
pub mod positions;
pub mod quotes;
pub mod sort;
pub mod source;
pub mod speaker;
pub mod stance;
mod statement;

pub use chain::attribution_of;
pub use factuality::{Factuality, factuality_of};

use judge::Judge;
use lexicon::Cues;
use pattern::{Candidate, Pattern};
use sort::Sorts;
use stance::Stances;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::{ActorLayer, SourceLayer, Statement, TimeMention};
use whowhom_text::{Parsed, Span, Why};

/// The room: reads a parsed document, writes its [`SourceLayer`].
#[derive(Clone, Debug)]
pub struct Sources {
    cues: Cues,
    judge: Judge,
    sorts: Sorts,
    stances: Stances,
    /// The rule of each pattern.
    rules: Vec<Why>,
}

impl Sources {
    /// Loads the room's data.
    ///
    /// # Errors
    /// When a data file is not of its form.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let rules = Pattern::ALL.iter().map(|p| Why::rule(&format!("attribution/{}", p.name()))).collect();
        Ok(Self {
            cues: Cues::load(data)?,
            judge: Judge::load(data)?,
            sorts: Sorts::load(data)?,
            stances: Stances::load(data)?,
            rules,
        })
    }

    /// Calls `look` with the possible attributions of the document before it is weighed: for training and tests.
    pub fn candidates(&self, parsed: Parsed<'_>, look: impl FnOnce(content::Reading<'_>, &[Candidate<'_>])) {
        let quotes = quotes::find(parsed.text());
        let (outer, quote_of, paragraph_of) = content::index(parsed, &quotes);
        let reading = content::Reading { parsed, quotes: &outer, quote_of: &quote_of, paragraph_of: &paragraph_of };
        let attached = speaker::attach(reading, &self.cues);
        look(reading, &cue::candidates(reading, &self.cues, &self.sorts, &attached));
    }

    /// The log-odds by which a possible attribution counts; above 0 it does.
    pub fn score(&self, reading: content::Reading<'_>, candidate: &Candidate<'_>, all: &[Candidate<'_>]) -> f32 {
        self.judge.score(reading, candidate, all)
    }

    /// Finds statements and positions. Times and actors may be empty: they lend statements their time and the source's mention.
    pub fn annotate(&self, parsed: Parsed<'_>, times: &[TimeMention], actors: &ActorLayer) -> SourceLayer {
        let mut layer = SourceLayer::default();
        self.candidates(parsed, |reading, all| {
            let maker = statement::Maker { reading, sorts: &self.sorts, times, actors };
            let (mut statements, mut inner) = (Vec::new(), Vec::new());
            for group in all.chunk_by(|a, b| a.cue == b.cue) {
                let scored = group.iter().map(|c| (self.judge.score(reading, c, all), c));
                let Some((score, best)) = scored.reduce(|a, b| if b.0 > a.0 { b } else { a }) else { continue };
                let rule = &self.rules[best.pattern as usize];
                if score > 0.0 {
                    statements.push(maker.statement(best, rule));
                } else if is_inner_claim(best) {
                    inner.push(maker.statement(best, rule));
                }
            }
            drop_bases(&mut statements);
            layer = SourceLayer::with_inner(statements, inner, Vec::new());
            let finder = positions::Positions {
                reading,
                stances: &self.stances,
                cues: &self.cues,
                sorts: &self.sorts,
                actors,
                layer: &layer,
            };
            let found = finder.find();
            layer.positions = found;
        });
        layer
    }
}

/// Whom a statement cites is its basis, no content of its own.
fn drop_bases(statements: &mut Vec<Statement>) {
    let mut bases: Vec<Span> = statements.iter().filter_map(|s| s.basis).collect();
    bases.sort_unstable();
    statements.retain(|s| match s.content[..] {
        [only] => bases.binary_search(&only).is_err(),
        _ => true,
    });
}

/// Whether a possible attribution inside another's content claims something by its form, however lightly it weighs.
fn is_inner_claim(candidate: &Candidate<'_>) -> bool {
    let claims =
        candidate.entry.is_some_and(|e| matches!(e.kind.as_str(), "say" | "deny" | "show" | "warn") || e.alleges);
    let clause =
        matches!(candidate.pattern, Pattern::Clause | Pattern::NounClause | Pattern::Inverted | Pattern::Parenthetical);
    candidate.inside.is_some() && claims && clause && candidate.source.is_some()
}
