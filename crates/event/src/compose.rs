//! What operators make of the events they govern, as `data/event/compose.tsv` lays it down.

use crate::lexicon::Meant;
use crate::ontology::Ontology;
use rustc_hash::FxHashMap;
use whowhom_text::data::{DataDir, DataError, Line};
use whowhom_text::layer::Auxiliary;
use whowhom_text::{Label, Why};

/// What is governed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Governed {
    /// An event, or one that is said not to be.
    Event {
        /// Its category and mode.
        meant: Meant,
        /// Whether it is negated.
        negated: bool,
    },
    /// A clause or noun that is no event of the ontology.
    Other,
    /// Nothing.
    Nothing,
}

/// What a row answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The governed event stays what it is.
    Same,
    /// Another event.
    Becomes(Meant),
    /// No event.
    Nothing,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// What comes out.
    pub outcome: Outcome,
    /// A second category that the standard allows for what comes out.
    pub also: Option<Label>,
    /// CAMEO code, where finer than the default.
    pub cameo: Option<Label>,
    /// Auxiliary modes that are set.
    pub sets: Auxiliary,
    /// Whether the governed event's negation is taken up by the outcome.
    pub absorbs_negation: bool,
    /// Where the row stands.
    pub why: Why,
}

/// How an operator is shown and what becomes of the event under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operator {
    /// The trigger is the governed event's word, not the operator's.
    pub core_trigger: bool,
    /// Who the parties are.
    pub scheme: Scheme,
}

/// Who the parties of a composed event are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// The governed event's.
    #[default]
    Inner,
    /// The operator's subject does it to the governed event's recipients.
    Own,
    /// The operator's subject says it to somebody: its object, else who would do what is governed.
    Address,
    /// The operator's subject stands against who does or wants what is governed.
    Resist,
}

/// The table.
#[derive(Debug, Default)]
pub struct Composition {
    operators: FxHashMap<Label, Operator>,
    rows: FxHashMap<(Label, Label, bool), Row>,
}

impl Composition {
    /// The table of `data/event/compose.tsv`, with a user's laid over it.
    ///
    /// # Errors
    /// When a line is not of the form that the file's head lays down.
    pub fn load(data: &DataDir, ontology: &Ontology) -> Result<Self, DataError> {
        let mut table = Self::default();
        for file in data.files("event/compose.tsv", include_str!("../../../data/event/compose.tsv"))? {
            for line in file.lines() {
                table.add(line, ontology)?;
            }
        }
        Ok(table)
    }

    fn add(&mut self, line: Line<'_>, ontology: &Ontology) -> Result<(), DataError> {
        let fields: Vec<&str> = line.fields().collect();
        if let ["operator", name, trigger, scheme] = fields[..] {
            let scheme = match scheme {
                "inner" => Scheme::Inner,
                "own" => Scheme::Own,
                "address" => Scheme::Address,
                "resist" => Scheme::Resist,
                _ => return Err(line.error(format!("{scheme:?} is none of inner, own, address, resist"))),
            };
            self.operators.insert(Label::new(name), Operator { core_trigger: trigger == "core", scheme });
            return Ok(());
        }
        let [operator, complement, outcome, ref rest @ ..] = fields[..] else {
            return Err(line.error("a row is OPERATOR, COMPLEMENT, OUTCOME, then a CAMEO code and auxiliary modes"));
        };
        if !self.operators.contains_key(&Label::new(operator)) {
            return Err(line.error(format!("{operator:?} is not among the `operator` lines above")));
        }
        let (negated, complement) = complement.strip_prefix('!').map_or((false, complement), |c| (true, c));
        if complement.starts_with(|c: char| c.is_ascii_uppercase()) {
            ontology.meant(complement).map_err(|m| line.error(m))?;
        }
        let (outcome, also) = outcome.split_once('+').map_or((outcome, None), |(first, second)| (first, Some(second)));
        let also = also.map(|word| ontology.meant(word).map(|m| m.category)).transpose().map_err(|m| line.error(m))?;
        let outcome = match outcome {
            "=" => Outcome::Same,
            "NONE" => Outcome::Nothing,
            word => Outcome::Becomes(ontology.meant(word).map_err(|m| line.error(m))?),
        };
        let mut row = Row {
            outcome,
            also,
            cameo: None,
            sets: Auxiliary::default(),
            absorbs_negation: negated,
            why: Why::line(line.file, line.number, operator),
        };
        for field in rest {
            match *field {
                "historical" => row.sets.historical = true,
                "future" => row.sets.future = true,
                "hypothetical" => row.sets.hypothetical = true,
                "negation" => row.sets.negation = true,
                code if code.bytes().all(|b| b.is_ascii_digit()) => row.cameo = Some(Label::new(code)),
                other => return Err(line.error(format!("{other:?} is neither a CAMEO code nor an auxiliary mode"))),
            }
        }
        self.rows.insert((Label::new(operator), Label::new(complement), negated), row);
        Ok(())
    }

    /// How the operator is shown; `None` when the table does not know it.
    pub fn operator(&self, name: Label) -> Option<Operator> {
        self.operators.get(&name).copied()
    }

    /// What an operator makes when it governs nothing.
    pub fn alone(&self, operator: Label) -> Option<Meant> {
        match self.rows.get(&(operator, Label::from_static("none"), false))?.outcome {
            Outcome::Becomes(meant) => Some(meant),
            _ => None,
        }
    }

    /// The row for an operator over something: the most specific there is.
    pub fn row(&self, operator: Label, governed: Governed, ontology: &Ontology) -> Option<&Row> {
        let at = |name: Label, negated: bool| self.rows.get(&(operator, name, negated));
        match governed {
            Governed::Nothing => at(Label::from_static("none"), false),
            Governed::Other => at(Label::from_static("other"), false),
            Governed::Event { meant, negated } => {
                let with_mode = ontology.full_name(meant);
                let group = group(meant, ontology);
                let names = [with_mode, meant.category, group, Label::from_static("any")];
                let find = |negated| names.iter().find_map(|name| at(*name, negated));
                find(negated).or_else(|| find(false))
            }
        }
    }
}

/// The group of categories that rows may name: `coop`, `yield`, `verbal` (conflict), `conflict` (material).
fn group(meant: Meant, ontology: &Ontology) -> Label {
    if meant.category.is_any(&["CONCEDE", "RETREAT"]) {
        return Label::from_static("yield");
    }
    match ontology.category(meant.category).map_or(0, |c| c.quad) {
        1 | 2 => Label::from_static("coop"),
        3 => Label::from_static("verbal"),
        _ => Label::from_static("conflict"),
    }
}
