//! A second opinion on what a coded event is: a linear weighing of named properties, learned from labelled sentences.
//!
//! The lexicon codes first. The ranker knows which of its codings have turned out otherwise for which words and parties; where it is sure of
//! another category it says so, and the record's `why` names it. The weights, `data/event/ranker.tsv`, are made by `cargo xtask train-ranker`.

use crate::grammar::{self, is_verb};
use crate::meaning::Meaning;
use crate::roles::Roles;
use crate::scene::Scene;
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError};
use whowhom_text::layer::Participant;
use whowhom_text::{Label, TokenView, Why};

/// How much likelier another category must be (log-odds) before it takes the lexicon's place.
const MARGIN: f32 = 1.0;
/// The same from cooperation to conflict or back, where the lexicon is seldom wrong and a mistake is worse.
const MARGIN_ACROSS: f32 = 3.0;

/// Whether a category that leads the lexicon's by this much takes its place.
pub fn prevails(other: Label, lexicon: Label, lead: f32) -> bool {
    let cooperative = |c: Label| c.is_any(&["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD"]);
    lead > if cooperative(other) == cooperative(lexicon) { MARGIN } else { MARGIN_ACROSS }
}

/// The weights of properties for each category.
#[derive(Debug, Default)]
pub struct Ranker {
    weights: FxHashMap<Box<str>, Vec<(Label, f32)>>,
    categories: Vec<Label>,
}

impl Ranker {
    /// Reads `event/ranker.tsv`.
    ///
    /// # Errors
    /// When a line is not property, category, weight.
    pub fn load(data: &DataDir) -> Result<Self, DataError> {
        let mut ranker = Self::default();
        for file in data.files("event/ranker.tsv", include_str!("../../../data/event/ranker.tsv"))? {
            for line in file.lines() {
                let fields: Vec<&str> = line.fields().collect();
                let [property, category, weight] = fields[..] else {
                    return Err(line.error("a line is PROPERTY, CATEGORY, WEIGHT"));
                };
                let weight = weight.parse().map_err(|_| line.error(format!("{weight:?} is no number")))?;
                let category = Label::new(category);
                if !ranker.categories.contains(&category) {
                    ranker.categories.push(category);
                }
                ranker.weights.entry(property.into()).or_default().push((category, weight));
            }
        }
        Ok(ranker)
    }

    /// Changes the category of a meaning where another is much likelier; the lexicon's stays as the second.
    pub fn rank(&self, scene: &Scene<'_>, meaning: &mut Meaning) {
        if self.categories.is_empty() {
            return;
        }
        let mut scores: Vec<(Label, f32)> = self.categories.iter().map(|c| (*c, 0.0)).collect();
        properties(scene, meaning, |property| {
            for (category, weight) in self.weights.get(property).into_iter().flatten() {
                if let Some((_, score)) = scores.iter_mut().find(|(c, _)| c == category) {
                    *score += weight;
                }
            }
        });
        let own = scores.iter().find(|(c, _)| *c == folded(meaning.meant.category)).map_or(0.0, |(_, s)| *s);
        let Some((category, best)) = scores.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))) else {
            return;
        };
        if prevails(category, folded(meaning.meant.category), best - own) {
            meaning.also = Some(meaning.meant.category);
            meaning.meant.category = if category == "YIELD" { Label::from_static("RETREAT") } else { category };
            meaning.meant.mode = Label::NONE;
            meaning.cameo = None;
            meaning.why.push(Why::rule("event/ranker.tsv"));
        }
    }
}

/// CONCEDE and RETREAT as one, as the labelled sentences have them.
pub fn folded(category: Label) -> Label {
    if category.is_any(&["CONCEDE", "RETREAT"]) { Label::from_static("YIELD") } else { category }
}

/// Calls `tell` with each property of a meaning, as `group:value`.
pub fn properties<'a>(scene: &Scene<'a>, meaning: &Meaning, mut tell: impl FnMut(&str)) {
    let category = folded(meaning.meant.category);
    let trigger = scene.parsed.token(meaning.trigger);
    let mut say = |group: &str, value: &str| tell(&format!("{group}:{value}"));
    say("bias", "1");
    say("cat", &category);
    if !meaning.meant.mode.is_empty() {
        say("mode", &format!("{category}/{}", meaning.meant.mode));
    }
    for why in &meaning.why {
        let (place, name) = why.as_str().rsplit_once(' ').unwrap_or(("", why.as_str()));
        let group = if place.contains("compose") { "row" } else { "entry" };
        say(group, name);
        say("cat+entry", &format!("{category}+{name}"));
    }
    for word in &meaning.words {
        let lemma = scene.parsed.token(*word).lemma();
        say("word", lemma);
    }
    clause(scene, trigger, &category, &mut say);
    parties(&meaning.roles, &category, &mut say);
    for name in meaning.auxiliary.names() {
        say("aux", name);
        say("cat+aux", &format!("{category}+{name}"));
    }
    path(scene, meaning, &mut say);
}

/// The words around the trigger: object, prepositions with their objects, the verb above a noun.
fn clause<'a>(scene: &Scene<'a>, trigger: TokenView<'a>, category: &str, say: &mut impl FnMut(&str, &str)) {
    let verb = if is_verb(trigger) { trigger } else { trigger.head().filter(|h| is_verb(*h)).unwrap_or(trigger) };
    if verb != trigger {
        say("carrier", verb.lemma());
    }
    if let Some(object) = grammar::logical_object(verb).filter(|_| is_verb(verb)) {
        say("object", object.lemma());
        say("cat+object", &format!("{category}+{}", object.lemma()));
        for m in object.children().filter(|c| c.dep().is_any(&["amod", "compound"])) {
            say("modifier", m.lemma());
        }
    }
    for p in grammar::prepositions(verb, Some(trigger)) {
        say("prep", p.lower());
        if let Some(o) = p.child(&["pobj"]) {
            say("pobj", o.lemma());
        }
    }
    for c in verb.children().filter(|c| c.dep().is_any(&["xcomp", "ccomp", "advcl", "conj"])) {
        say("below", c.lemma());
    }
    let _ = scene;
}

fn parties(roles: &Roles, category: &str, say: &mut impl FnMut(&str, &str)) {
    let sector = |list: &[Participant]| -> String {
        match list.first() {
            None => "nobody".into(),
            Some(p) => p.entity.sectors.first().map_or_else(|| format!("{:?}", p.entity.kind), |s| s.to_string()),
        }
    };
    let (a, r) = (sector(&roles.actors), sector(&roles.recipients));
    say("actor", &a);
    say("recipient", &r);
    say("cat+actor", &format!("{category}+{a}"));
    say("cat+recipient", &format!("{category}+{r}"));
    let code = |list: &[Participant]| list.first().and_then(|p| p.entity.code);
    let home = code(&roles.actors).is_some() && code(&roles.actors) == code(&roles.recipients);
    say("home", if home { "same" } else { "other" });
    say("cat+home", &format!("{category}+{home}"));
}

/// The content words on the way in the tree from the actor to the recipient.
fn path<'a>(scene: &Scene<'a>, meaning: &Meaning, say: &mut impl FnMut(&str, &str)) {
    let head = |list: &[Participant]| {
        list.first().and_then(|p| p.mention).map(|id| scene.parsed.token(scene.layers.actors.mention(id).head))
    };
    let (Some(from), Some(to)) = (head(&meaning.roles.actors), head(&meaning.roles.recipients)) else { return };
    let up: Vec<TokenView<'a>> = std::iter::once(from).chain(from.ancestors()).take(12).collect();
    let down: Vec<TokenView<'a>> = std::iter::once(to).chain(to.ancestors()).take(12).collect();
    let Some((i, j)) = up.iter().enumerate().find_map(|(i, t)| down.iter().position(|d| d == t).map(|j| (i, j))) else {
        return;
    };
    for t in up[..=i].iter().skip(1).chain(down[..j].iter().skip(1)) {
        if t.pos().is_any(&["VERB", "NOUN", "ADJ", "ADP", "PROPN"]) {
            say("path", t.lemma());
        }
    }
}
