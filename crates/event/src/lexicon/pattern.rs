//! The parts of a lexicon entry.

use rustc_hash::FxHashSet;
use whowhom_text::{Label, Why, layer::Auxiliary};

/// What sort of word an entry is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A verb, in any form.
    Verb,
    /// A noun.
    Noun,
    /// An adjective, or a participle used as one.
    Adjective,
}

/// A relation between a word and one of its dependents (or, for [`Relation::Governor`], the word above).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The logical object.
    Object,
    /// The logical subject.
    Subject,
    /// The indirect object.
    Indirect,
    /// The object of this preposition.
    Prep(Box<str>),
    /// A modifier before a noun.
    Modifier,
    /// The possessor.
    Possessor,
    /// A governed infinitive.
    Infinitive,
    /// An infinitive whose subject is the word's own ("wants to meet", not "wants them to meet").
    OwnInfinitive,
    /// A governed gerund.
    Gerund,
    /// A governed clause.
    Clause,
    /// A governed clause of what shall be: a bare subjunctive, or with "should" or "must".
    Wish,
    /// A governed infinitive with a subject of its own behind "for": "called for the guards to leave".
    ForClause,
    /// The verb or preposition above.
    Governor,
    /// The verb itself, when it is passive.
    Passive,
}

/// What a dependent must be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordTest {
    /// One of these lemmas …
    pub lemmas: FxHashSet<Box<str>>,
    /// … or one of these words of several parts, as written ("peace deal", "rule out") …
    pub phrases: Vec<Vec<Box<str>>>,
    /// … or a word that the lexicon codes to one of these …
    pub coded: Vec<Meant>,
    /// … or a thing of one of these sorts.
    pub things: Vec<Thing>,
}

impl WordTest {
    /// Adds a word; one with `_` is of several parts.
    pub fn add(&mut self, word: &str) {
        if word.contains('_') {
            self.phrases.push(word.split('_').map(Box::from).collect());
        } else {
            self.lemmas.insert(word.into());
        }
    }
}

/// A category, with a mode where it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Meant {
    /// PLOVER category.
    pub category: Label,
    /// PLOVER mode, or [`Label::NONE`].
    pub mode: Label,
}

/// The sorts of things that `#` names in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Any political entity.
    Actor,
    /// A state.
    State,
    /// A person.
    Person,
    /// A body.
    Body,
    /// People without a name.
    People,
    /// A place.
    Place,
    /// A time expression.
    Time,
    /// An amount of money.
    Money,
    /// A number.
    Number,
    /// Parties of several countries, side by side.
    Several,
}

/// One demand of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// Holds when the rest does not.
    pub negated: bool,
    /// One of these must be so.
    pub any_of: Vec<Demand>,
    /// As the file writes it.
    pub text: Box<str>,
}

/// A dependent and what it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Which dependent.
    pub relation: Relation,
    /// What it must be; anything when absent.
    pub word: Option<WordTest>,
}

/// What an entry means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// An event.
    Event {
        /// Category and mode.
        meant: Meant,
        /// CAMEO code where it is finer than the default.
        cameo: Option<Label>,
    },
    /// A word that makes another event of the one it governs.
    Operator {
        /// Its class in `compose.tsv`.
        name: Label,
        /// CAMEO root of what it makes, where the word decides it (a demand, an appeal).
        cameo: Option<Label>,
    },
    /// No event.
    Nothing,
}

/// A way from a word to a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(pub Vec<Relation>);

/// Where participants stand: alternatives in order, each of paths taken together. Empty: the defaults.
pub type Places = Vec<Vec<Path>>;

/// A line of the lexicon.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Sort of word.
    pub kind: Kind,
    /// The head word and, for a phrasal verb or a compound, the other words.
    pub words: Vec<Box<str>>,
    /// What must hold of its dependents.
    pub constraints: Vec<Constraint>,
    /// What it means.
    pub sense: Sense,
    /// Where the actor stands, if not by default.
    pub actor: Option<Places>,
    /// Where the recipient stands, if not by default.
    pub recipient: Option<Places>,
    /// The parties are all actors.
    pub mutual: bool,
    /// Counts only with two parties.
    pub weak: bool,
    /// Auxiliary modes that it carries.
    pub auxiliary: Auxiliary,
    /// Where the line stands.
    pub why: Why,
}

impl Entry {
    /// How much the entry demands: of two that match, the more demanding is meant.
    pub fn weight(&self) -> usize {
        // A positive demand says more than the absence of something.
        self.constraints.iter().map(|c| if c.negated { 1 } else { 2 }).sum::<usize>() + 2 * (self.words.len() - 1)
    }
}
