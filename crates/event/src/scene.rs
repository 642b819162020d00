//! A document as the coder reads it: every word's reading, found once.

use crate::Coder;
use crate::compose::Composition;
use crate::grammar::{self, is_noun, is_verb};
use crate::lexicon::{Constraint, Demand, Entry, EntryId, Kind, Lexicon, Meant, Relation, Sense, Thing, WordTest};
use std::cell::RefCell;
use std::ops::Range;
use whowhom_text::layer::{EntityKind, Layers};
use whowhom_text::{Label, Parsed, Span, TokenId, TokenView};

/// What the lexicon makes of a word where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// An entry matched.
    Entry(EntryId),
    /// A verb that only lends its subject to an event noun ("hold talks"): the noun.
    Support(TokenId),
    /// A verb whose subject undergoes an event noun ("came under attack"): the noun.
    Undergo(TokenId),
    /// A verb that says of an event noun that it happens ("talks took place"): the noun.
    Occur(TokenId),
}

/// What keeps an entry from matching a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The further words of a phrase or compound are not there.
    Words,
    /// The constraint of this number does not hold.
    Constraint(usize),
}

/// How much more an event's entry may demand than an operator that governs an event and says as much, and still give way to it.
const OPERATOR_LEAD: usize = 2;
/// Prepositions that may tell when: what stands behind one then fulfils no demand for a participant.
const TEMPORAL: [&str; 7] = ["on", "in", "at", "for", "by", "over", "before"];
/// Prepositions that tell when, where or how, not what an operator governs.
const CIRCUMSTANCE: [&str; 8] = ["by", "in", "after", "during", "before", "since", "at", "as"];

#[derive(Clone, Copy)]
enum Memo {
    Unknown,
    /// Being found: a word that asks for itself gets no answer.
    Busy,
    Known(Option<Reading>),
}

/// A parsed document with its layers, the lexicon, and what was found so far.
pub struct Scene<'a> {
    /// The document.
    pub parsed: Parsed<'a>,
    /// What earlier rooms found.
    pub layers: Layers<'a>,
    /// What words mean.
    pub lexicon: &'a Lexicon,
    /// What operators make of events.
    pub composition: &'a Composition,
    memo: RefCell<Vec<Memo>>,
}

impl<'a> Scene<'a> {
    /// The numbers of those items of a layer, which is in text order, that begin in a sentence.
    pub fn within<T>(&self, sentence: usize, layer: &[T], span: impl Fn(&T) -> Span) -> Range<usize> {
        let sentence = self.parsed.analysis.span(self.parsed.sentences()[sentence]);
        let first = layer.partition_point(|item| span(item).start < sentence.start);
        first..first + layer[first..].partition_point(|item| span(item).start < sentence.end)
    }

    /// The scene of a document.
    pub fn new(parsed: Parsed<'a>, layers: Layers<'a>, coder: &'a Coder) -> Self {
        let memo = RefCell::new(vec![Memo::Unknown; parsed.analysis.len()]);
        Self { parsed, layers, lexicon: &coder.lexicon, composition: &coder.composition, memo }
    }

    /// What the lexicon makes of the word.
    pub fn reading(&self, t: TokenView<'a>) -> Option<Reading> {
        match self.memo.borrow()[t.id.index()] {
            Memo::Known(reading) => return reading,
            Memo::Busy => return None,
            Memo::Unknown => {}
        }
        self.memo.borrow_mut()[t.id.index()] = Memo::Busy;
        let reading = if is_part_of_name(t) || is_hyphenated(t) { None } else { self.find(t) };
        self.memo.borrow_mut()[t.id.index()] = Memo::Known(reading);
        reading
    }

    /// An operator that governs an event wins over an entry that demands and says no more; then an entry that demands something; then a
    /// light verb with its event noun; then an entry of the bare word; last, a verb whose subject suffers the noun, or of which it only
    /// says that it happens.
    fn find(&self, t: TokenView<'a>) -> Option<Reading> {
        let (best, operator) = self.best_entries(t);
        let weight = |id: Option<EntryId>| id.map_or(0, |id| self.lexicon.entry(id).weight());
        let sense = |id: Option<EntryId>| id.map(|id| self.lexicon.entry(id).sense);
        if let (Some(id), Some(event)) = (operator, best.filter(|_| best != operator))
            && self.says_no_more(event, id)
            && weight(best) <= weight(operator) + OPERATOR_LEAD
            && self.complements(t, None).into_iter().any(|c| self.leads_to_event(c))
        {
            return Some(Reading::Entry(id));
        }
        let entry = best.filter(|_| sense(best) != Some(Sense::Nothing)).map(Reading::Entry);
        // "announced the release of two men who had, he said, been held": a verb of saying may carry a noun all the same.
        let says = matches!(sense(best), Some(Sense::Operator { name, .. }) if name == "say");
        if weight(best) > 0 && !says || !is_verb(t) {
            return entry;
        }
        self.support(t).or(entry).or_else(|| if best.is_none() { self.carried(t) } else { None })
    }

    /// Whether an event's entry says only what the operator says when it governs nothing ("urge" is REQUEST): what is governed says more.
    fn says_no_more(&self, event: EntryId, operator: EntryId) -> bool {
        let (Sense::Event { meant, .. }, Sense::Operator { name, .. }) =
            (self.lexicon.entry(event).sense, self.lexicon.entry(operator).sense)
        else {
            return false;
        };
        self.composition.alone(name).is_some_and(|alone| {
            alone.category == meant.category && (meant.mode.is_empty() || meant.mode == alone.mode)
        })
    }

    /// The event's entry that is meant when the word's operator governs nothing after all.
    pub fn event_entry(&self, t: TokenView<'a>) -> Option<EntryId> {
        let fits = |id: &EntryId| {
            matches!(self.lexicon.entry(*id).sense, Sense::Event { .. }) && self.mismatch(t, *id).is_none()
        };
        kinds(t)
            .flat_map(|kind| self.candidates(t, kind))
            .filter(fits)
            .max_by_key(|id| self.lexicon.entry(*id).weight())
    }

    /// The entry that demands most, and the operator that does.
    fn best_entries(&self, t: TokenView<'a>) -> (Option<EntryId>, Option<EntryId>) {
        type Weighed = Option<(usize, EntryId)>;
        let (mut best, mut operator): (Weighed, Weighed) = (None, None);
        for kind in kinds(t) {
            for id in self.candidates(t, kind).filter(|id| self.mismatch(t, *id).is_none()) {
                let entry = self.lexicon.entry(id);
                let weight = entry.weight();
                let is_operator = matches!(entry.sense, Sense::Operator { name, .. } if name != "say");
                for slot in std::iter::once(&mut best).chain(is_operator.then_some(&mut operator)) {
                    if slot.is_none_or(|(w, _)| weight >= w) {
                        *slot = Some((weight, id));
                    }
                }
            }
            if best.is_some() {
                break;
            }
        }
        (best.map(|(_, id)| id), operator.map(|(_, id)| id))
    }

    /// Whether a complement is an event, or a word that only wraps one.
    fn leads_to_event(&self, c: TokenView<'a>) -> bool {
        let is_coded = |t: TokenView<'a>| match self.reading(t) {
            Some(Reading::Entry(id)) => {
                !matches!(self.lexicon.entry(id).sense, Sense::Operator { name, .. } if name == "say")
            }
            Some(_) => true,
            None => false,
        };
        is_coded(c) || c.children().any(|k| k.dep().is_any(&["acomp", "attr", "xcomp"]) && is_verb(c) && is_coded(k))
    }

    /// What an operator may govern, in the order in which it is tried: clauses, the object, the objects of prepositions.
    pub fn complements(&self, t: TokenView<'a>, support: Option<TokenView<'a>>) -> Vec<TokenView<'a>> {
        let mut found = governed(t);
        let object = if is_verb(t) { grammar::logical_object(t) } else { None };
        found.extend(object.into_iter().flat_map(grammar::with_conjuncts));
        for p in grammar::prepositions(t, None).filter(|p| !CIRCUMSTANCE.contains(&p.lower())) {
            found.extend(p.children_by("pobj").flat_map(grammar::with_conjuncts));
        }
        if let Some(v) = support {
            for p in
                grammar::prepositions(v, None).filter(|p| matches!(p.lower(), "for" | "to" | "of" | "against" | "on"))
            {
                found.extend(p.children_by("pobj").chain(p.children_by("pcomp")));
            }
            found.extend(governed(v).into_iter().filter(|c| c.id > t.id));
        }
        if is_noun(t) {
            // "peace offer", "arrest warrant": what the noun is about may stand before it.
            found.extend(
                t.children().filter(|c| c.dep().is_any(&["compound", "amod"]) && c.id < t.id && self.is_event(*c)),
            );
        }
        found.retain(|c| *c != t);
        found
    }

    /// The entries of the word's lemma, then of its form.
    fn candidates(&self, t: TokenView<'a>, kind: Kind) -> impl Iterator<Item = EntryId> + use<'a> {
        let (lemma, lower) = (self.lexicon.lemma(t), t.lower());
        let by_form = if lower == lemma { &[][..] } else { self.lexicon.candidates(kind, lower) };
        self.lexicon.candidates(kind, lemma).iter().chain(by_form).copied()
    }

    /// Every entry that the lexicon has for the word, with what kept it from matching.
    pub fn considered(&self, t: TokenView<'a>) -> Vec<(EntryId, Option<Mismatch>)> {
        kinds(t).flat_map(|kind| self.candidates(t, kind)).map(|id| (id, self.mismatch(t, id))).collect()
    }

    /// A light verb with an event noun that carries the meaning.
    fn support(&self, v: TokenView<'a>) -> Option<Reading> {
        let rest = self.member("support", v)?;
        object_of_phrase(v, rest).filter(|n| is_noun(*n) && self.is_event(*n)).map(|n| Reading::Support(n.id))
    }

    /// A verb whose subject suffers an event noun, or that says of one that it happens.
    fn carried(&self, v: TokenView<'a>) -> Option<Reading> {
        let event = |n: &TokenView<'a>| is_noun(*n) && self.is_event(*n);
        if let Some(n) = self.member("undergo", v).and_then(|rest| object_of_phrase(v, rest)).filter(event) {
            return Some(Reading::Undergo(n.id));
        }
        self.member("happen", v)?;
        grammar::surface_subject(v).filter(event).map(|n| Reading::Occur(n.id))
    }

    /// The further words of the class member that the verb is, if it is one.
    fn member(&self, class: &str, v: TokenView<'a>) -> Option<&'a [Box<str>]> {
        let members = self.lexicon.class_members(class, self.lexicon.lemma(v));
        members.iter().filter(|rest| particles_match(v, rest)).max_by_key(|rest| rest.len()).map(Vec::as_slice)
    }

    /// Whether the lexicon reads the word as an event or as something that makes one.
    pub fn is_event(&self, t: TokenView<'a>) -> bool {
        self.reading(t).is_some()
    }

    /// The category that the word itself has, before anything is made of it.
    pub fn base(&self, t: TokenView<'a>) -> Option<Meant> {
        match self.reading(t)? {
            Reading::Entry(id) => match self.lexicon.entry(id).sense {
                Sense::Event { meant, .. } => Some(meant),
                _ => None,
            },
            Reading::Support(n) | Reading::Undergo(n) | Reading::Occur(n) => self.base(self.parsed.token(n)),
        }
    }

    /// The category that the word has by itself: its own, or the one that it makes when it governs nothing.
    pub fn base_category(&self, t: TokenView<'a>) -> Option<Label> {
        self.base(t).map(|base| base.category).or_else(|| match self.reading(t)? {
            Reading::Entry(id) => match self.lexicon.entry(id).sense {
                Sense::Operator { name, .. } => self.composition.alone(name).map(|alone| alone.category),
                _ => None,
            },
            _ => None,
        })
    }

    fn mismatch(&self, t: TokenView<'a>, id: EntryId) -> Option<Mismatch> {
        let entry = self.lexicon.entry(id);
        let more = match entry.kind {
            Kind::Noun => compound_matches(t, &entry.words[1..]),
            _ => particles_match(t, &entry.words[1..]),
        };
        if !more {
            return Some(Mismatch::Words);
        }
        entry.constraints.iter().position(|c| !self.holds(t, c, &entry.words[1..])).map(Mismatch::Constraint)
    }

    fn holds(&self, t: TokenView<'a>, constraint: &Constraint, particles: &[Box<str>]) -> bool {
        constraint.any_of.iter().any(|demand| self.meets(t, demand, particles)) != constraint.negated
    }

    fn meets(&self, t: TokenView<'a>, demand: &Demand, particles: &[Box<str>]) -> bool {
        let mut found = self.related(t, &demand.relation);
        if found.is_empty() && demand.relation == Relation::Object && is_verb(t) {
            found.extend(particle_object(t, particles));
        }
        // "Kenya was given tanks": what is given keeps the object's place beside who gets it, the subject.
        if is_verb(t) && grammar::is_passive(t) && t.has_child("dobj") {
            match demand.relation {
                Relation::Object => found.extend(t.children_by("dobj")),
                Relation::Indirect => found.extend(t.children_by("nsubjpass")),
                _ => {}
            }
        }
        match &demand.word {
            // "fired a missile on Monday" is fired on nobody.
            None if matches!(&demand.relation, Relation::Prep(p) if TEMPORAL.contains(&&**p)) => {
                found.iter().any(|f| !self.is_thing(*f, Thing::Time))
            }
            None => !found.is_empty(),
            Some(word) => {
                let all = found.iter().flat_map(|f| grammar::with_conjuncts(*f));
                // "a dozen of pirates" are pirates and nothing else; "a group of pirates" is a group as well.
                all.flat_map(|d| {
                    let measured = self.measured(d);
                    let counts = measured.is_some() && (d.pos() == "NUM" || self.lexicon.in_class("count", d.lemma()));
                    std::iter::once(d).filter(move |_| !counts).chain(measured)
                })
                .any(|d| self.is(d, word))
            }
        }
    }

    /// The infinitives and gerunds that fulfil an entry's demands.
    pub fn demanded_clauses(&self, t: TokenView<'a>, entry: &Entry) -> Vec<TokenView<'a>> {
        let demands = entry.constraints.iter().filter(|c| !c.negated).flat_map(|c| &c.any_of);
        let clauses =
            demands.filter(|d| matches!(d.relation, Relation::Infinitive | Relation::OwnInfinitive | Relation::Gerund));
        clauses
            .filter_map(|d| d.word.as_ref().map(|word| (self.related(t, &d.relation), word)))
            .flat_map(|(found, word)| found.into_iter().filter(|c| self.is(*c, word)))
            .collect()
    }

    /// The nouns that fulfil an entry's demands on its object and prepositions.
    pub fn demanded_nouns(&self, t: TokenView<'a>, entry: &Entry) -> Vec<TokenView<'a>> {
        let demands = entry.constraints.iter().filter(|c| !c.negated).flat_map(|c| &c.any_of);
        demands
            .filter(|d| matches!(d.relation, Relation::Object | Relation::Prep(_)))
            .filter_map(|d| d.word.as_ref().map(|word| (self.related(t, &d.relation), word)))
            .flat_map(|(found, word)| found.into_iter().filter(|n| is_noun(*n) && self.is(*n, word)))
            .collect()
    }

    /// What a measure is of: "dozens of *activists*", "a shipment of *rice*".
    fn measured(&self, t: TokenView<'a>) -> Option<TokenView<'a>> {
        if !self.lexicon.in_class("measure", t.lemma()) && t.pos() != "NUM" {
            return None;
        }
        t.children_by("prep").find(|p| p.lower() == "of").and_then(|p| p.child(&["pobj"]))
    }

    /// The dependents of a word in a relation.
    pub fn related(&self, t: TokenView<'a>, relation: &Relation) -> Vec<TokenView<'a>> {
        let object = || if is_verb(t) { grammar::logical_object(t) } else { None };
        match relation {
            Relation::Object => object().into_iter().collect(),
            Relation::Subject => grammar::logical_subject(t).into_iter().collect(),
            Relation::Indirect => grammar::indirect_object(t).into_iter().collect(),
            Relation::Prep(p) => {
                grammar::prepositions(t, object()).filter(|c| c.lower() == &**p).flat_map(governed_by).collect()
            }
            Relation::Modifier if is_verb(t) => {
                t.children().filter(|c| c.dep().is_any(&["advmod", "npadvmod"])).collect()
            }
            Relation::Modifier => {
                t.children().filter(|c| c.dep().is_any(&["amod", "compound", "nmod", "nummod"])).collect()
            }
            Relation::Possessor => t.children_by("poss").collect(),
            Relation::Infinitive => governed(t).into_iter().filter(|c| has_to(*c)).collect(),
            Relation::OwnInfinitive => t.children_by("xcomp").filter(|c| has_to(*c) && !c.has_child("nsubj")).collect(),
            Relation::Gerund => governed(t).into_iter().filter(|c| c.tag() == "VBG").collect(),
            Relation::Passive => Some(t).filter(|t| is_verb(*t) && grammar::is_passive(*t)).into_iter().collect(),
            // A noun's clause hangs on it as "acl": "charges that the vote was rigged".
            Relation::Clause => t
                .children()
                .filter(|c| {
                    c.dep() == "ccomp" || (c.dep() == "acl" && c.children_by("mark").any(|m| m.lower() == "that"))
                })
                .collect(),
            Relation::Wish => t.children_by("ccomp").filter(|c| is_wish(*c)).collect(),
            Relation::ForClause => governed(t)
                .into_iter()
                .filter(|c| has_to(*c) && c.children_by("mark").any(|m| m.lower() == "for"))
                .collect(),
            Relation::Governor => t
                .head()
                .filter(|_| t.dep().is_any(&["dobj", "pobj", "nsubjpass", "attr"]))
                .into_iter()
                .flat_map(|h| std::iter::once(h).chain(h.head().filter(|_| h.dep() == "prep")))
                .collect(),
        }
    }

    /// Whether a word is what a pattern asks for.
    fn is(&self, t: TokenView<'a>, test: &WordTest) -> bool {
        test.lemmas.contains(self.lexicon.lemma(t))
            || test.lemmas.contains(t.lower())
            || test.phrases.iter().any(|phrase| is_phrase(t, phrase))
            || (!test.coded.is_empty()
                && self.base(t).is_some_and(|meant| test.coded.iter().any(|c| covers(*c, meant))))
            || test.things.iter().any(|thing| self.is_thing(t, *thing))
            || (test.lemmas.contains("people") && self.are_people(t))
    }

    /// Whether they are people and nothing more ("two Kuwaiti nationals", "Basques"): a list that has "people" means them too.
    fn are_people(&self, t: TokenView<'a>) -> bool {
        let mention = self.layers.actors.mention_at(t.id);
        mention.is_some_and(|m| {
            m.entity.kind == EntityKind::People && m.entity.sectors.iter().all(|sector| *sector == "CVL")
        })
    }

    fn is_thing(&self, t: TokenView<'a>, thing: Thing) -> bool {
        let mention = self.layers.actors.mention_at(t.id);
        let kind = mention.map(|m| m.entity.kind);
        let label = t.entity().map(|e| e.label);
        let labelled = |names: &[&str]| label.is_some_and(|l| l.is_any(names));
        match thing {
            Thing::Actor => mention.is_some() || labelled(&["GPE", "NORP", "ORG", "PERSON"]),
            Thing::State => kind == Some(EntityKind::State) || labelled(&["GPE"]),
            Thing::Person => kind == Some(EntityKind::Person) || labelled(&["PERSON"]),
            Thing::Body => kind == Some(EntityKind::Body) || labelled(&["ORG"]),
            Thing::People => matches!(kind, Some(EntityKind::People | EntityKind::Person)),
            Thing::Place => {
                labelled(&["GPE", "LOC", "FAC"]) || self.layers.places.iter().any(|p| p.tokens.contains(t.id))
            }
            Thing::Time => labelled(&["DATE", "TIME"]) || self.layers.times.iter().any(|x| x.tokens.contains(t.id)),
            Thing::Money => labelled(&["MONEY"]),
            Thing::Number => t.pos() == "NUM" || labelled(&["CARDINAL", "MONEY", "QUANTITY", "PERCENT"]),
            Thing::Several => {
                let country = |t: TokenView<'a>| self.layers.actors.mention_at(t.id).and_then(|m| m.entity.code);
                let own = country(t);
                own.is_some()
                    && t.has_child("conj")
                    && grammar::with_conjuncts(t).into_iter().any(|c| country(c).is_some_and(|code| own != Some(code)))
            }
        }
    }
}

/// Whether the word is part of a name or of a date ("Ban Ki-moon", "March", "the Peace Conference Secretariat").
fn is_part_of_name(t: TokenView<'_>) -> bool {
    is_noun(t)
        && t.pos() == "PROPN"
        && t.entity().is_some_and(|e| e.label.is_any(&["PERSON", "DATE", "TIME", "ORG", "FAC", "WORK_OF_ART", "LAW"]))
}

/// Whether the word is the second half of a modifier ("Iran-backed", "U.N.-brokered"): it tells whose, not what happened.
fn is_hyphenated(t: TokenView<'_>) -> bool {
    t.dep() == "amod" && t.prev().is_some_and(|p| p.tag() == "HYPH")
}

/// Whether `wanted` (mode absent: any) is `found`.
pub fn covers(wanted: Meant, found: Meant) -> bool {
    wanted.category == found.category && (wanted.mode.is_empty() || wanted.mode == found.mode)
}

/// The sorts of entries to try for a word, the likeliest first.
fn kinds(t: TokenView<'_>) -> impl Iterator<Item = Kind> {
    let list: &[Kind] = match t.pos().as_str() {
        "VERB" | "AUX" => &[Kind::Verb, Kind::Adjective],
        "NOUN" | "PROPN" if t.tag() == "VBG" => &[Kind::Noun, Kind::Verb],
        "NOUN" | "PROPN" => &[Kind::Noun],
        "ADJ" if t.tag().starts_with("VB") => &[Kind::Verb, Kind::Adjective],
        "ADJ" => &[Kind::Adjective],
        _ => &[],
    };
    list.iter().copied()
}

/// A verb's further words hang on it, or each on the one before: "rule *out*", "go *on strike*", "take *place*". Not when: "signed the pact on
/// Friday" is no "sign on", "called on Friday for talks" no "call on".
fn particles_match(t: TokenView<'_>, words: &[Box<str>]) -> bool {
    let mut at = t;
    for word in words {
        let is = |c: &TokenView<'_>| (c.lower() == &**word || c.lemma() == &**word) && !says_when(*c);
        let Some(next) = at.children().find(is).or_else(|| t.children().find(is)) else { return false };
        at = next;
    }
    true
}

/// Whether a preposition governs a day or time.
fn says_when(preposition: TokenView<'_>) -> bool {
    preposition.dep() == "prep"
        && preposition
            .child(&["pobj"])
            .is_some_and(|day| day.entity().is_some_and(|e| e.label.is_any(&["DATE", "TIME"])))
}

/// A compound's other words stand before its head: "air strike".
pub(crate) fn compound_matches(t: TokenView<'_>, words: &[Box<str>]) -> bool {
    words.iter().all(|word| {
        t.children().take_while(|c| c.id < t.id).any(|c| {
            c.dep().is_any(&["amod", "compound", "nmod", "poss", "punct", "npadvmod"])
                && (c.lower() == &**word || c.lemma() == &**word)
                || c.children().any(|g| g.lower() == &**word && g.dep().is_any(&["amod", "compound", "npadvmod"]))
        })
    })
}

/// What a preposition governs: its object or clause; behind "as" an adjective ("described it as *unacceptable*"), which the parser takes for a
/// modifier; of "out of" and "due to", whose object hangs on the second word, that.
fn governed_by(preposition: TokenView<'_>) -> impl Iterator<Item = TokenView<'_>> {
    let quality = move |t: TokenView<'_>| {
        preposition.lower() == "as" && t.id > preposition.id && t.pos() == "ADJ" && t.dep().is_any(&["amod", "acomp"])
    };
    let own = move |t: &TokenView<'_>| t.dep().is_any(&["pobj", "pcomp"]) || quality(*t);
    let second = preposition
        .children_by("prep")
        .filter(|p| matches!(p.lower(), "of" | "to"))
        .flat_map(|p| p.children_by("pobj"));
    preposition.children().filter(own).chain(second)
}

/// Whether a word heads a phrase of several parts: a compound whose last part it is, or a word with its particles whose first it is.
fn is_phrase(t: TokenView<'_>, parts: &[Box<str>]) -> bool {
    let is = |part: &str| t.lemma() == part || t.lower() == part;
    match parts {
        [before @ .., last] if is(last) && compound_matches(t, before) => true,
        [first, after @ ..] => is(first) && particles_match(t, after),
        [] => false,
    }
}

/// The object of a verb with its particles: the direct one, or that of the last particle when it is a preposition ("engage in talks").
fn object_of_phrase<'a>(v: TokenView<'a>, rest: &[Box<str>]) -> Option<TokenView<'a>> {
    let last = rest.last();
    let of_particle = || {
        let particle = grammar::prepositions(v, None).find(|p| Some(p.lower()) == last.map(|l| &**l))?;
        particle.child(&["pobj"])
    };
    grammar::logical_object(v).filter(|_| last.is_none() || !grammar::is_passive(v)).or_else(of_particle)
}

/// The object of a verb whose particle the parser took for a preposition ("hauled in *the envoy*").
pub(crate) fn particle_object<'a>(v: TokenView<'a>, rest: &[Box<str>]) -> Option<TokenView<'a>> {
    const PARTICLES: [&str; 8] = ["up", "down", "out", "off", "in", "away", "back", "over"];
    let last = rest.last().filter(|w| PARTICLES.contains(&&***w))?;
    grammar::prepositions(v, None).find(|p| p.lower() == &**last)?.child(&["pobj"])
}

/// Whether the verb has an infinitive's "to".
pub fn has_to(v: TokenView<'_>) -> bool {
    v.children().any(|c| c.dep() == "aux" && c.tag() == "TO")
}

/// Whether a clause says what shall be: "insisted that Iran *halt* …", "that he *be* freed", "that they *must* leave". With a subject in the
/// plural a bare form may as well say what is.
fn is_wish(v: TokenView<'_>) -> bool {
    let helpers = || v.children().filter(|c| c.dep().is_any(&["aux", "auxpass"]));
    if helpers().any(|h| h.tag() == "MD" || h.tag() == "TO") {
        return helpers().any(|h| matches!(h.lower(), "should" | "must"));
    }
    let one = || v.children_by("nsubj").any(|s| s.tag().is_any(&["NN", "NNP"]) && !s.has_child("conj"));
    match helpers().next() {
        Some(helper) => helper.lower() == "be",
        None => v.tag() == "VB" || v.tag() == "VBP" && one(),
    }
}

/// The clauses that a word governs: complements, purpose clauses, gerunds under prepositions, clauses on a noun.
pub fn governed(t: TokenView<'_>) -> Vec<TokenView<'_>> {
    let mut found: Vec<_> = t
        .children()
        .filter(|c| match c.dep().as_str() {
            "xcomp" | "ccomp" | "oprd" | "acomp" => true,
            "advcl" => has_to(*c) && is_verb(t),
            "acl" | "relcl" => has_to(*c) || (c.dep() == "acl" && c.children().any(|m| m.dep() == "mark")),
            _ => false,
        })
        .collect();
    found.extend(
        grammar::prepositions(t, grammar::logical_object(t).filter(|_| is_verb(t)))
            .filter(|p| !matches!(p.lower(), "before" | "after" | "since" | "until" | "besides" | "like"))
            .flat_map(|p| p.children_by("pcomp")),
    );
    found
}
