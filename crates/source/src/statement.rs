//! From a possible attribution that counts to a statement: addressee, place, time, basis, kind and force.

use crate::content::Reading;
use crate::lexicon::Complement;
use crate::pattern::{Candidate, Pattern};
use crate::sort::{Class, Sorts, head_of};
use crate::speaker::source_phrase;
use whowhom_text::layer::{ActorLayer, Force, Statement, StatementKind, TimeMention};
use whowhom_text::{Span, TokenId, TokenRange, TokenView, Why};

/// What statements are made from.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    /// The text.
    pub reading: Reading<'a>,
    /// The sorts of sources.
    pub sorts: &'a Sorts,
    /// The time layer, in text order.
    pub times: &'a [TimeMention],
    /// The actor layer.
    pub actors: &'a ActorLayer,
}

impl<'a> Maker<'a> {
    /// The statement of a candidate.
    pub fn statement(self, candidate: &Candidate<'_>, rule: &Why) -> Statement {
        let cue = self.reading.token(candidate.cue);
        let force = force(self.reading, candidate);
        let denies = candidate.entry.is_some_and(|e| e.denies);
        let mut why = vec![rule.clone()];
        why.extend(candidate.entry.map(|e| e.why.clone()));
        why.extend(candidate.quotation.map(|q| Why::rule(q.how.rule())));
        Statement {
            source: candidate.source.map(|s| self.reading.span(s)),
            source_mention: candidate.source.and_then(|s| self.actors.at(head_of(self.reading, s).id)),
            source_kind: self.sorts.of(self.reading, candidate.source),
            cue: Some(self.reading.span(candidate.cue_words)),
            content: candidate.content.iter().map(|c| self.reading.span(*c)).collect(),
            kind: self.kind(candidate),
            time: self.time(cue, candidate),
            place: self.place(cue, candidate),
            addressee: self.addressee(cue, candidate),
            basis: self.basis(cue, candidate),
            force,
            denies,
            unsaid: !denies && cue.has_child("neg") && force.is_claim(),
            why,
        }
    }

    fn kind(self, candidate: &Candidate<'_>) -> StatementKind {
        let outside = self.reading.quote_of[candidate.cue.index()] == 0;
        let tokens = candidate.content.iter().flat_map(|r| r.ids());
        let (mut quoted, mut all) = (0, 0);
        for id in tokens {
            quoted += usize::from(outside && self.reading.quote_of[id.index()] != 0);
            all += 1;
        }
        match quoted {
            0 => StatementKind::Indirect,
            q if q + 1 >= all => StatementKind::Direct,
            _ => StatementKind::Mixed,
        }
    }

    /// The children of the cue that are neither content nor source.
    fn beside(self, cue: TokenView<'a>, candidate: &Candidate<'_>) -> impl Iterator<Item = TokenView<'a>> {
        let (content, source) = (candidate.content.clone(), candidate.source);
        let taken = move |c: &TokenView<'_>| content.iter().chain(source.iter()).any(|r| r.contains(c.id));
        cue.children().filter(move |c| !taken(c))
    }

    /// The time of the cue: the nearest time expression among its own phrases.
    fn time(self, cue: TokenView<'a>, candidate: &Candidate<'_>) -> Option<usize> {
        let own = |dep: whowhom_text::Label| {
            dep.is_any(&["npadvmod", "prep", "advmod", "tmod", "pobj", "dobj", "nmod", "pcomp"])
        };
        let mut best: Option<(u32, usize)> = None;
        for child in self.beside(cue, candidate).filter(|c| own(c.dep())) {
            let run = self.outside(child.subtree(), candidate);
            let first = self.times.partition_point(|t| t.tokens.end <= run.start);
            if let Some((number, time)) =
                self.times.iter().enumerate().nth(first).filter(|(_, t)| t.tokens.start < run.end)
            {
                let distance = time.tokens.start.0.abs_diff(cue.id.0);
                if best.is_none_or(|b| distance < b.0) {
                    best = Some((distance, number));
                }
            }
        }
        best.map(|b| b.1).or_else(|| self.time_touching(candidate))
    }

    /// A time expression directly after the cue, or between source and cue, that the parser hung elsewhere.
    fn time_touching(self, candidate: &Candidate<'_>) -> Option<usize> {
        let end = candidate.cue_words.end;
        let first = self.times.partition_point(|t| t.tokens.end <= end);
        let time = self.times.get(first)?;
        let before = time.tokens.start == end || time.tokens.start.0 == end.0 + 1 && self.is_preposition(end);
        let inside = candidate.content.iter().any(|c| c.overlaps(time.tokens));
        (before && !inside).then_some(first)
    }

    fn is_preposition(self, id: TokenId) -> bool {
        id.index() < self.reading.parsed.analysis.len() && self.reading.token(id).pos() == "ADP"
    }

    /// The part of a run before the content.
    fn outside(self, mut run: TokenRange, candidate: &Candidate<'_>) -> TokenRange {
        for content in &candidate.content {
            if content.start > run.start {
                run.end = run.end.min(content.start);
            }
        }
        run
    }

    /// `in New York`, `from Beijing`, `at U.N. headquarters in New York`.
    fn place(self, cue: TokenView<'a>, candidate: &Candidate<'_>) -> Option<Span> {
        let prepositions = self.beside(cue, candidate).filter(|c| {
            let word = matches!(c.lower(), "in" | "at" | "from" | "outside" | "near" | "aboard");
            c.dep() == "prep" && word && (c.lower() != "from" || self.follows_cue(*c, candidate))
        });
        let mut nested: Option<TokenView<'_>> = None;
        for preposition in prepositions {
            let Some(object) = preposition.child(&["pobj"]) else { continue };
            if self.is_place(object) {
                return Some(self.reading.span(source_phrase(self.reading, object)));
            }
            nested =
                nested.or(object.children_by("prep").find_map(|p| p.child(&["pobj"])).filter(|o| self.is_place(*o)));
        }
        // "told reporters at headquarters in New York": the place may hang on who is told.
        let told = cue
            .child(&["dobj", "dative"])
            .into_iter()
            .flat_map(|d| d.children_by("prep"))
            .filter(|p| p.lower() != "from");
        let told = told.filter_map(|p| p.child(&["pobj"])).find(|o| self.is_place(*o));
        let found = told.or(nested)?;
        let run = source_phrase(self.reading, found);
        (!candidate.content.iter().any(|c| c.overlaps(run))).then(|| self.reading.span(run))
    }

    /// "reported from there", "reported Friday from there"; not "told an envoy from there".
    fn follows_cue(self, preposition: TokenView<'_>, candidate: &Candidate<'_>) -> bool {
        let between = TokenRange { start: candidate.cue_words.end, end: preposition.id };
        let dated = |t: &TokenView<'_>| t.entity().is_some_and(|e| e.label.is_any(&["DATE", "TIME"]));
        self.reading.parsed.tokens(between).all(|t| dated(&t) || t.pos().is_any(&["ADV", "PUNCT"]))
    }

    fn is_place(self, noun: TokenView<'_>) -> bool {
        let entity = noun.entity().is_some_and(|e| e.label.is_any(&["GPE", "LOC", "FAC"]));
        entity || self.sorts.is(Class::Place, noun.lemma()) || self.sorts.is(Class::Place, noun.lower())
    }

    /// `told reporters`, `wrote to his followers`.
    fn addressee(self, cue: TokenView<'a>, candidate: &Candidate<'_>) -> Option<Span> {
        let fits = candidate.pattern.is_clause() || candidate.pattern == Pattern::Infinitive;
        if !fits || matches!(candidate.pattern, Pattern::According | Pattern::Headline) {
            return None;
        }
        let told = self.beside(cue, candidate).find_map(|c| match &*c.dep() {
            "dobj" | "dative" if c.pos() != "ADP" && c.lower() != "it" => Some(c),
            "dative" | "prep" if c.lower() == "to" => c.child(&["pobj"]),
            _ => None,
        })?;
        let time = told.entity().is_some_and(|e| e.label.is_any(&["DATE", "TIME"]));
        let run = self.outside(source_phrase(self.reading, told), candidate);
        (!time && !run.is_empty()).then(|| self.reading.span(run))
    }

    /// `citing an unidentified source`, wherever in the sentence the parser hung it.
    fn basis(self, cue: TokenView<'a>, candidate: &Candidate<'_>) -> Option<Span> {
        if !candidate.pattern.is_clause() {
            return None;
        }
        let sentence = self.reading.sentence(candidate.cue);
        let after = TokenRange { start: candidate.cue, end: sentence.end };
        let cites = |t: &TokenView<'_>| self.sorts.is(Class::Cite, t.lower());
        // Only the first 60 words: a basis stands near its cue, and a sentence may be very long.
        let citing = self.reading.parsed.tokens(after).take(60).find(cites)?;
        let nearest = citing.ancestors().take(6).any(|a| a == cue) || citing.id.0 < cue.id.0 + 25;
        let object = citing.child(&["dobj", "pobj"]).filter(|_| nearest)?;
        Some(self.reading.span(source_phrase(self.reading, object)))
    }
}

/// What a cue does with its content, by its kind and by the form of the content.
fn force(reading: Reading<'_>, candidate: &Candidate<'_>) -> Force {
    let clause = candidate.pattern.is_clause() || candidate.pattern == Pattern::NounClause;
    let Some(entry) = candidate.entry else { return Force::Says };
    if entry.alleges && !matches!(candidate.pattern, Pattern::Infinitive) {
        return Force::Alleges;
    }
    let first = candidate.content.first().map(|r| reading.token(r.start).lower());
    if candidate.pattern == Pattern::Question && (matches!(first, Some("whether" | "if")) || entry.kind == "demand") {
        return Force::Asks;
    }
    let quotation = candidate.pattern == Pattern::Quotation;
    // "commented on the raid": what is spoken of is no claim.
    let topic = matches!(candidate.pattern, Pattern::Preposition | Pattern::NounPreposition | Pattern::Gap);
    match entry.kind.as_str() {
        "say" | "show" | "think" if topic => Force::Judges,
        "say" => Force::Says,
        "warn" => Force::Warns,
        "deny" => Force::Denies,
        "show" => Force::Shows,
        "think" | "seem" => Force::Thinks,
        _ if quotation => Force::Says,
        "feel" | "perceive" if clause => Force::Thinks,
        "demand" => Force::Wants,
        "commit" => Force::Promises,
        "refuse" => Force::Refuses,
        _ if clause && entry.takes(Complement::Clause) => Force::Says,
        _ => Force::Judges,
    }
}
