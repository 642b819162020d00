//! Verb dictionaries as a user's lexicon: events of the program itself, with its own actors.
//!
//! Where a user's data folder has verb dictionaries (`event/petrarch/*.txt`), they take the place of the lexicon. Who the parties are
//! is the actor room's to say; what the codes mean in PLOVER is `crosswalk.tsv`'s.

use super::coder::{Attempt, Coded, Options, Party, Run};
use super::dictionary::VerbDictionary;
use super::discards::{Discard, Discards};
use super::sentence::Sentence;
use crate::lexicon::Meant;
use crate::meaning::Meaning;
use crate::ontology::Ontology;
use crate::roles::Roles;
use crate::scene::Scene;
use crate::tense;
use crate::trace::{Trace, Verdict};
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::{ActorLayer, Auxiliary, Mention, MentionId, Participant, Stand};
use whowhom_text::{Label, TokenId, TokenRange};

/// A user's verb dictionaries, and what their codes mean.
#[derive(Debug)]
pub struct UserDictionaries {
    verbs: VerbDictionary,
    discards: Discards,
    /// By the beginning of a code; nothing for what is no event.
    meanings: FxHashMap<String, Option<Meant>>,
}

impl UserDictionaries {
    /// The dictionaries of the user's data folder; `None` when it has none.
    ///
    /// # Errors
    /// When a dictionary or the crosswalk is not of its form, or cannot be read.
    pub fn load(data: &DataDir, ontology: &Ontology) -> Result<Option<Self>, DataError> {
        let verbs = VerbDictionary::read(&data.others("event/petrarch", std::iter::empty())?)?;
        if verbs.is_empty() {
            return Ok(None);
        }
        let discards = data.others("event/petrarch/discards", std::iter::empty())?;
        let discards = Discards::read(&discards.iter().map(|f| f.text.as_ref()).collect::<Vec<_>>().join("\n"));
        let mut meanings = FxHashMap::default();
        for file in data.files("event/crosswalk.tsv", include_str!("../../../../data/event/crosswalk.tsv"))? {
            for line in file.lines() {
                let fields: Vec<&str> = line.fields().collect();
                let &[code, meant] = &fields[..] else {
                    return Err(line.error("a line is a CAMEO code and CATEGORY, CATEGORY/mode or -"));
                };
                let meant = match meant {
                    "-" => None,
                    _ => Some(ontology.meant(meant).map_err(|e| line.error(e))?),
                };
                meanings.insert(code.to_string(), meant);
            }
        }
        Ok(Some(Self { verbs, discards, meanings }))
    }

    /// The events of a sentence, in the order of their verbs. One verb makes one event, however many its parties.
    pub(crate) fn meanings(&self, scene: &Scene<'_>, tokens: TokenRange) -> Vec<Meaning> {
        if self.discards(scene, tokens) {
            return Vec::new();
        }
        let coded = |attempt| if let Attempt::Coded(coded) = attempt { Some(coded) } else { None };
        let coded = self.attempts(scene, tokens).into_iter().filter_map(coded);
        coded.filter_map(|coded| self.meaning(scene, coded)).collect()
    }

    /// What became of the words of a sentence that the dictionaries have.
    pub(crate) fn traces(&self, scene: &Scene<'_>, tokens: TokenRange) -> Vec<Trace> {
        let discarded = self.discards(scene, tokens);
        let trace = |attempt| {
            let (token, why, verdict) = match attempt {
                Attempt::Coded(coded) => {
                    let (token, why) = (coded.verb, coded.why.clone());
                    let verdict =
                        if self.meaning(scene, coded).is_some() { Verdict::Chosen } else { Verdict::NoParties };
                    (token, why, verdict)
                }
                Attempt::NoParties(token, why) => (token, why, Verdict::NoParties),
                Attempt::NoCode(token, why) => (token, why, Verdict::Failed("one of its patterns".into())),
                Attempt::PassedOver(token, why) => (token, why, Verdict::PassedOver),
            };
            Trace { token, why, verdict: if discarded { Verdict::Discarded } else { verdict } }
        };
        self.attempts(scene, tokens).into_iter().map(trace).collect()
    }

    /// Whether a sentence, or the report that it stands in, has a phrase of the discard lists.
    fn discards(&self, scene: &Scene<'_>, tokens: TokenRange) -> bool {
        match self.discards.find(scene.parsed.words(tokens)) {
            Some(_) => true,
            None => self.discards.find(scene.parsed.text()) == Some(Discard::Story),
        }
    }

    fn attempts(&self, scene: &Scene<'_>, tokens: TokenRange) -> Vec<Attempt> {
        let actors = scene.layers.actors;
        let sentence = Sentence::new(scene.parsed, tokens, &|_| None);
        let naming = |_: &[&str], tokens: &[TokenId]| mention(actors, tokens).map(|(_, m)| name(m));
        Run::new(&self.verbs, &Options::default(), sentence, &naming).attempts()
    }

    fn meaning(&self, scene: &Scene<'_>, coded: Coded) -> Option<Meaning> {
        let people = |parties: &[Party]| -> Vec<Participant> {
            let mut out: Vec<Participant> = Vec::new();
            for found in parties.iter().filter_map(|p| mention(scene.layers.actors, &p.tokens)) {
                let (id, mention) = found;
                let party = Participant { tokens: mention.tokens, mention: Some(id), entity: mention.entity.clone() };
                if !out.iter().any(|p| p.mention == party.mention) {
                    out.push(party);
                }
            }
            out
        };
        let (sources, targets) = (people(&coded.sources), people(&coded.targets));
        let (code, actors, recipients) = match (&coded.code.forward, &coded.code.backward) {
            // The same both ways: a meeting has no recipient.
            (Some(a), Some(b)) if a == b => {
                let others = targets.into_iter().filter(|t| !sources.iter().any(|s| s.mention == t.mention));
                (a, sources.iter().cloned().chain(others).collect::<Vec<_>>(), Vec::new())
            }
            (Some(a), _) => (a, sources, targets),
            (None, Some(b)) => (b, targets, sources),
            (None, None) => return None,
        };
        // Done to one another: a compound stands on both sides.
        let recipients: Vec<Participant> =
            recipients.into_iter().filter(|r| !actors.iter().any(|a| a.mention == r.mention)).collect();
        if actors.is_empty() || actors.len() + recipients.len() < 2 {
            return None;
        }
        let verb = scene.parsed.token(coded.verb);
        let tense = tense::of(verb);
        Some(Meaning {
            meant: self.meant(code)?,
            also: None,
            cameo: Some(Label::new(code)),
            trigger: coded.verb,
            words: vec![coded.verb],
            roles: Roles { actors, recipients },
            auxiliary: Auxiliary {
                historical: false,
                future: tense.will,
                hypothetical: tense.would || tense.condition,
                negation: tense.not,
            },
            conditional: tense.condition,
            unreal: tense.unreal,
            weak: false,
            nominal: false,
            why: vec![coded.why],
        })
    }

    /// What a code means: by the longest beginning that the crosswalk has.
    fn meant(&self, code: &str) -> Option<Meant> {
        let begins = (1..=code.len()).rev().filter_map(|n| code.get(..n));
        begins.filter_map(|b| self.meanings.get(b)).next().copied().flatten()
    }
}

/// The mention that a phrase is coded by: of those that are somebody, one that acts before a place, the longest, the first.
fn mention<'a>(actors: &'a ActorLayer, tokens: &[TokenId]) -> Option<(MentionId, &'a Mention)> {
    let found = tokens.iter().filter_map(|t| actors.at(*t)).map(|id| (id, actors.mention(id)));
    let known =
        found.filter(|(_, m)| m.entity.code.is_some() || !m.entity.sectors.is_empty() || m.entity.identifier.is_some());
    known.min_by_key(|(id, m)| (m.stand == Stand::Place, std::cmp::Reverse(m.tokens.len()), *id))
}

/// A mention's code as the dictionaries write it: `USAGOV`; a name where there is no code.
fn name(mention: &Mention) -> String {
    let entity = &mention.entity;
    let mut code = entity.code.map_or_else(|| "---".to_string(), |c| c.to_string());
    for sector in &entity.sectors {
        code.push_str(sector.as_str());
    }
    match &entity.identifier {
        Some(name) if code == "---" => format!("\"{name}\""),
        _ => code,
    }
}
