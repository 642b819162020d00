//! On whose word: quotations, attributions, statements and positions in news text.

pub mod content;
pub mod cue;
pub mod judge;
pub mod lexicon;
pub mod quotes;
pub mod speaker;

use cue::Candidate;
use judge::Judge;
use lexicon::Cues;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::{ActorLayer, SourceKind, SourceLayer, Statement, StatementKind, TimeMention};
use whowhom_text::{Parsed, Why};

/// The room: reads a parsed document, writes its [`SourceLayer`].
#[derive(Clone, Debug)]
pub struct Sources {
    cues: Cues,
    judge: Judge,
}

impl Sources {
    /// Loads the room's data.
    ///
    /// # Errors
    /// When a data file is not of its form.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        Ok(Self { cues: Cues::load(data)?, judge: Judge::load(data)? })
    }

    /// Calls `look` with the possible attributions of the document before it is weighed: for training and tests.
    pub fn candidates(&self, parsed: Parsed<'_>, look: impl FnOnce(content::Reading<'_>, &[Candidate<'_>])) {
        let quotes = quotes::find(parsed.text());
        let (outer, quote_of, paragraph_of) = content::index(parsed, &quotes);
        let reading = content::Reading { parsed, quotes: &outer, quote_of: &quote_of, paragraph_of: &paragraph_of };
        let attached = speaker::attach(reading, &self.cues);
        look(reading, &cue::candidates(reading, &self.cues, &attached));
    }

    /// The log-odds by which a possible attribution counts; above 0 it does.
    pub fn score(&self, reading: content::Reading<'_>, candidate: &Candidate<'_>, all: &[Candidate<'_>]) -> f32 {
        self.judge.score(reading, candidate, all)
    }

    /// Finds statements and positions.
    pub fn annotate(&self, parsed: Parsed<'_>, _times: &[TimeMention], _actors: &ActorLayer) -> SourceLayer {
        let mut best: Vec<(f32, Statement, u32)> = Vec::new();
        self.candidates(parsed, |reading, all| {
            for candidate in all {
                let score = self.judge.score(reading, candidate, all);
                if score <= 0.0 {
                    continue;
                }
                let statement = Statement {
                    source: candidate.source.map(|s| reading.span(s)),
                    source_mention: None,
                    source_kind: SourceKind::Identified,
                    cue: Some(reading.span(candidate.cue_words)),
                    content: candidate.content.iter().map(|c| reading.span(*c)).collect(),
                    kind: StatementKind::Indirect,
                    time: None,
                    place: None,
                    addressee: None,
                    basis: None,
                    denies: candidate.entry.is_some_and(|e| e.denies),
                    why: vec![Why::rule(candidate.pattern.name())],
                };
                match best.last_mut() {
                    Some(last) if last.2 == candidate.cue.0 => {
                        if last.0 < score {
                            *last = (score, statement, candidate.cue.0);
                        }
                    }
                    _ => best.push((score, statement, candidate.cue.0)),
                }
            }
        });
        let mut statements: Vec<_> = best.into_iter().map(|(_, s, _)| s).collect();
        statements.sort_by_key(|s| s.content.first().map(|c| c.start));
        SourceLayer { statements, positions: Vec::new() }
    }
}
