//! Where the parties stand: what they demand, offer, commit to, refuse, oppose, support and expect, and on what condition.

use crate::content::{Reading, is_small, shed};
use crate::lexicon::{CueClass, Cues};
use crate::pattern::Pattern;
use crate::sort::{Class, Sorts, head_of};
use crate::source::{noun_source, source_of, verb_source};
use crate::speaker::source_phrase;
use crate::stance::{Form, StanceWord, Stances, WordClass};
use whowhom_text::layer::{
    ActorLayer, Force, Participant, Position, SourceKind, SourceLayer, Stance, Statement, StatementKind,
};
use whowhom_text::{TokenId, TokenRange, TokenView, Why};

/// Joined verbs that are asked for the subject they share.
const LONGEST_LIST: usize = 64;

/// What positions are found with.
#[derive(Clone, Copy)]
pub struct Positions<'a> {
    /// The text.
    pub reading: Reading<'a>,
    /// The words of positions.
    pub stances: &'a Stances,
    /// The cues: their nouns ("plans", "criticism") hold no position.
    pub cues: &'a Cues,
    /// The sorts of sources.
    pub sorts: &'a Sorts,
    /// The actor layer.
    pub actors: &'a ActorLayer,
    /// The statements found before.
    pub layer: &'a SourceLayer,
}

/// A content with who is to act.
struct Content<'a> {
    run: TokenRange,
    toward: Option<TokenView<'a>>,
    /// The verb of what is to be done or not.
    verb: Option<TokenView<'a>>,
}

impl<'a> Content<'a> {
    fn new(run: TokenRange) -> Self {
        Self { run, toward: None, verb: None }
    }
}

impl<'a> Positions<'a> {
    /// The positions of the document, in text order.
    pub fn find(self) -> Vec<Position> {
        let mut found = Vec::new();
        for token in self.reading.parsed.all() {
            if token.pos() == "AUX" {
                found.extend(self.modal(token));
            }
            if token.tag().starts_with("VB") && !token.dep().is_any(&["aux", "auxpass"]) {
                found.extend(self.verb(token));
            }
            if token.pos() == "ADJ" || token.tag() == "VBN" {
                found.extend(self.adjective(token));
            }
            if token.pos() == "NOUN" {
                found.extend(self.noun(token));
            }
            found.extend(self.phrase(token));
        }
        found.sort_by_key(|p| (p.content.start, p.content.end));
        found.dedup_by(|b, a| a.content == b.content && a.holder.tokens == b.holder.tokens);
        found
    }

    fn verb(self, verb: TokenView<'a>) -> Option<Position> {
        if !is_meant(verb) {
            return None;
        }
        let particle = verb.children().find(|c| c.dep().is_any(&["prt", "advmod"]) && c.id.0 == verb.id.0 + 1);
        let phrasal = particle.map(|p| self.stances.get(WordClass::Verb, &format!("{} {}", verb.lemma(), p.lower())));
        let words =
            phrasal.filter(|w| !w.is_empty()).unwrap_or_else(|| self.stances.get(WordClass::Verb, verb.lemma()));
        let (word, content) = words.iter().find_map(|w| Some((w, self.verb_content(verb, w)?)))?;
        let passive = verb.has_child("nsubjpass");
        let pattern = if passive { Pattern::Passive } else { Pattern::Clause };
        let holder = source_of(self.reading, verb, pattern)?;
        self.position(verb, word, holder, content)
    }

    /// The first form that the verb takes and that is there.
    fn verb_content(self, verb: TokenView<'a>, word: &StanceWord) -> Option<Content<'a>> {
        self.somebody_to(verb, word)
            .or_else(|| self.clause(verb, word))
            .or_else(|| self.open(verb, word))
            .or_else(|| self.by_preposition(verb, word))
            .or_else(|| self.object(verb, word))
    }

    /// `urged them to go`, `called on them to go`, `warned them not to go`.
    fn somebody_to(self, verb: TokenView<'a>, word: &StanceWord) -> Option<Content<'a>> {
        let with_object = word.takes(Form::ObjectInfinitive) || word.takes(Form::ObjectNotInfinitive);
        let after = verb.children().filter(|c| c.id > verb.id);
        for child in after {
            let person = match &*child.dep() {
                "dobj" | "dative" if with_object => Some(child),
                "prep" | "dative" if word.takes_person(child.lower()) => child.child(&["pobj"]),
                "ccomp" if with_object && has_to(child) => child.child(&["nsubj", "nsubjpass"]),
                _ => None,
            };
            let Some(person) = person else { continue };
            let doing = if child.dep() == "ccomp" { Some(child) } else { self.infinitive_after(verb, person) };
            let Some(doing) = doing else { continue };
            let negated = doing.has_child("neg");
            if !negated && !word.takes(Form::ObjectInfinitive) && word.takes(Form::ObjectNotInfinitive) {
                continue;
            }
            let passive = doing.has_child("nsubjpass") || doing.has_child("auxpass");
            let start = if passive { person.subtree().start } else { doing_start(doing, person) };
            let run = TokenRange { start, end: doing.subtree().end };
            return Some(Content { run, toward: (!passive).then_some(person), verb: None });
        }
        None
    }

    /// The infinitive that somebody named before is to do, wherever the parser hung it.
    fn infinitive_after(self, verb: TokenView<'a>, person: TokenView<'a>) -> Option<TokenView<'a>> {
        let near = verb.children().chain(person.children());
        near.filter(|c| c.id > person.id && c.dep().is_any(&["xcomp", "advcl", "acl", "relcl", "ccomp"]))
            .find(|c| has_to(*c))
    }

    /// `demanded that they go`, `wants sanctions eased`, `expects that …`.
    fn clause(self, verb: TokenView<'a>, word: &StanceWord) -> Option<Content<'a>> {
        let clause = verb.children_by("ccomp").find(|c| c.id > verb.id)?;
        let run = shed(self.reading, clause, clause.subtree());
        let run = TokenRange { start: run.start.max(TokenId(verb.id.0 + 1)), end: run.end };
        if is_small(clause) && !clause.has_child("mark")
            || clause.tag() == "VBN" && !clause.has_child("auxpass")
            || self.is_participle_clause(clause)
        {
            return (word.takes(Form::Participle) && !has_to(clause)).then_some(Content::new(run));
        }
        let subject = clause.child(&["nsubj"]);
        if word.takes(Form::That) && clause.child(&["nsubj", "nsubjpass"]).is_some() {
            return Some(Content {
                run,
                toward: subject.filter(|s| s.pos() != "PRON" || s.tag() != "WDT"),
                verb: None,
            });
        }
        let own = subject.is_some_and(|s| s.pos() == "PRON");
        let should = self.reading.parsed.tokens(run).take(40).any(|t| t.tag() == "MD" && t.lemma() != "can");
        let fits = word.takes(Form::That)
            || word.takes(Form::Clause)
            || word.takes(Form::ClauseSelf) && own
            || word.takes(Form::Should) && should;
        fits.then_some(Content { run, toward: None, verb: Some(clause) })
    }

    /// "sanctions eased": a participle that the tagger took for a past tense has no object and no auxiliary.
    fn is_participle_clause(self, clause: TokenView<'_>) -> bool {
        let bare = clause.child(&["dobj", "aux", "auxpass", "mark", "prep"]).is_none();
        clause.tag() == "VBD" && bare && clause.child(&["nsubj"]).is_some_and(|s| s.pos() == "NOUN")
    }

    /// `vowed to go`, `rejected going`.
    fn open(self, verb: TokenView<'a>, word: &StanceWord) -> Option<Content<'a>> {
        let open = verb.children().find(|c| {
            c.id > verb.id && (c.dep() == "xcomp" || c.dep() == "advcl" && has_to(*c) && c.id.0 < verb.id.0 + 4)
        })?;
        let run = TokenRange { start: open.subtree().start.max(TokenId(verb.id.0 + 1)), end: open.subtree().end };
        let seen = matches!(open.lemma(), "see" | "have" | "get");
        let fits = has_to(open) && (word.takes(Form::Infinitive) || word.takes(Form::InfinitiveSee) && seen)
            || open.tag() == "VBG" && word.takes(Form::Gerund)
            || !has_to(open) && open.tag() != "VBG" && word.takes(Form::Participle);
        (fits && verb.child(&["dobj"]).is_none_or(|o| o.id > open.id)).then_some(Content {
            run,
            toward: None,
            verb: Some(open),
        })
    }

    /// `called for calm`, `insists on leaving`.
    fn by_preposition(self, head: TokenView<'a>, word: &StanceWord) -> Option<Content<'a>> {
        let preposition = head.children().find(|c| {
            c.id > head.id && c.dep().is_any(&["prep", "dative", "agent"]) && word.takes_preposition(c.lower())
        })?;
        let object = preposition.child(&["pobj", "pcomp"])?;
        let mut run = shed(self.reading, object, object.subtree());
        let mut toward = head.children_by("dobj").find(|o| o.id > head.id && o.id < preposition.id);
        if preposition.lower() == "for"
            && let Some(doing) = self.infinitive_after(head, object)
        {
            run.end = run.end.max(doing.subtree().end);
            toward = Some(object);
        }
        Some(Content { run, toward, verb: None })
    }

    /// `rejects the plan`, `demanded an apology from them`.
    fn object(self, verb: TokenView<'a>, word: &StanceWord) -> Option<Content<'a>> {
        if !word.takes(Form::Object) && !word.takes(Form::Participle) {
            return None;
        }
        let object = verb.children_by("dobj").find(|o| o.id > verb.id && o.pos() != "PRON")?;
        let mut run = shed(self.reading, object, object.subtree());
        let predicate = verb.children().find(|c| c.id > object.id && c.dep().is_any(&["oprd", "xcomp", "acl"]));
        if let Some(predicate) = predicate.filter(|_| word.takes(Form::Participle)) {
            run.end = run.end.max(predicate.subtree().end);
        }
        run.end = self.phrases_after(verb, run.end);
        let demands = word.stance == Some(Stance::Demands);
        let person =
            |p: &TokenView<'_>| if demands { p.lower() == "from" || p.lower() == "of" } else { p.lower() == "to" };
        let phrase = verb.children_by("prep").chain(object.children_by("prep")).chain(verb.children_by("dative"));
        let given = verb.children_by("dative").find(|d| d.pos() != "ADP");
        let toward =
            given.or_else(|| phrase.filter(person).find_map(|p| p.child(&["pobj"]).filter(|o| o.entity().is_some())));
        Some(Content { run, toward, verb: None })
    }

    /// The end of what follows an object without a break: "mediation by a third country".
    fn phrases_after(self, verb: TokenView<'a>, mut end: TokenId) -> TokenId {
        for child in verb.children() {
            if child.id < end {
                continue;
            }
            let joined = child.subtree().start == end && child.dep().is_any(&["prep", "agent"]);
            let marker = self.stances.phrase_at(WordClass::Marker, child).is_some();
            let dated =
                child.child(&["pobj"]).is_some_and(|o| o.entity().is_some_and(|e| e.label.is_any(&["DATE", "TIME"])));
            if !joined || marker || dated {
                break;
            }
            end = child.subtree().end;
        }
        end
    }

    /// `is ready to go`, `is opposed to it`.
    fn adjective(self, adjective: TokenView<'a>) -> Option<Position> {
        let words = self.stances.get(WordClass::Adjective, adjective.lower());
        let copula = adjective.head().filter(|h| h.pos() == "AUX" || h.lemma() == "remain" || h.lemma() == "stand");
        let verb = if adjective.has_child("auxpass") { adjective } else { copula? };
        if words.is_empty() || !is_meant(verb) {
            return None;
        }
        let (word, content) = words.iter().find_map(|w| Some((w, self.beside_adjective(adjective, verb, w)?)))?;
        let subject = verb.child(&["nsubj", "nsubjpass"]).map(|s| source_phrase(self.reading, s));
        let holder = subject.or_else(|| verb_source(self.reading, verb))?;
        self.position(verb, word, holder, content)
    }

    fn beside_adjective(self, adjective: TokenView<'a>, verb: TokenView<'a>, word: &StanceWord) -> Option<Content<'a>> {
        let own = adjective.children().chain(verb.children().filter(|_| verb != adjective));
        let mut after = own.filter(|c| c.id > adjective.id);
        after.find_map(|c| match &*c.dep() {
            "xcomp" | "advcl" | "ccomp" if has_to(c) && word.takes(Form::Infinitive) => {
                Some(Content { run: c.subtree(), toward: None, verb: Some(c) })
            }
            "ccomp" if word.takes(Form::Clause) => Some(Content::new(c.subtree())),
            "prep" if word.takes_preposition(c.lower()) => {
                let object = c.child(&["pobj", "pcomp"])?;
                Some(Content::new(shed(self.reading, object, object.subtree())))
            }
            _ => None,
        })
    }

    /// `its refusal to go`, `made an offer to go`.
    fn noun(self, noun: TokenView<'a>) -> Option<Position> {
        let words = self.stances.get(WordClass::Noun, noun.lemma());
        let (word, content) = words.iter().find_map(|w| {
            let open =
                noun.children().find(|c| c.id > noun.id && c.dep().is_any(&["acl", "relcl", "xcomp"]) && has_to(*c));
            let open = open.filter(|_| w.takes(Form::Infinitive));
            let clause =
                noun.children().find(|c| c.id > noun.id && c.dep().is_any(&["acl", "ccomp"]) && c.has_child("mark"));
            let clause = clause.filter(|_| w.takes(Form::That) || w.takes(Form::Clause));
            let content = open.or(clause).map(|c| Content { run: c.subtree(), toward: None, verb: Some(c) });
            Some((w, content.or_else(|| self.by_preposition(noun, w))?))
        })?;
        let governor = noun.head().filter(|h| noun.dep() == "dobj" && self.sorts.is(Class::Light, h.lemma()));
        if governor.is_some_and(|g| !is_meant(g)) {
            return None;
        }
        let owned = noun.child(&["poss"]).is_some()
            || noun.children().any(|c| c.dep().is_any(&["compound", "amod"]) && c.entity().is_some());
        // "repeated his refusal": his is the subject's.
        let pronoun = noun.children_by("poss").any(|p| p.tag() == "PRP$");
        let governor =
            governor.or_else(|| noun.head().filter(|h| pronoun && noun.dep() == "dobj" && h.has_child("nsubj")));
        let holder = match governor {
            Some(governor) if pronoun || !owned => verb_source(self.reading, governor),
            _ if owned => noun_source(self.reading, noun),
            _ => None,
        };
        self.position(governor.unwrap_or(noun), word, holder?, content)
    }

    /// `There is no other way than to talk`: the position of who says so.
    fn phrase(self, first: TokenView<'a>) -> Option<Position> {
        let phrase = self.stances.phrase_at(WordClass::Phrase, first)?;
        let last = TokenId(first.id.0 + phrase.len() as u32 - 1);
        let next = self.reading.token(last).next()?;
        let run = if next.tag() == "TO" {
            TokenRange { start: next.id, end: next.head()?.subtree().end }
        } else if phrase.word.takes(Form::Object) {
            let object =
                std::iter::successors(Some(next), |t| t.head().filter(|h| h.id > last && h.pos() != "VERB")).last()?;
            TokenRange { start: next.id, end: object.subtree().end }
        } else {
            return None;
        };
        let holder = self.speaker(first)?;
        self.position(first, &phrase.word, holder, Content::new(run))
    }

    /// `said it would return if …`, `said they must leave`: modals inside what somebody says.
    fn modal(self, modal: TokenView<'a>) -> Option<Position> {
        let words = self.stances.get(WordClass::Modal, modal.lemma());
        let verb = modal.head().filter(|v| !words.is_empty() && v.pos() == "VERB" && v.id > modal.id)?;
        if self.verb(verb).is_some()
            || self.is(WordClass::Stative, verb.lemma())
            || verb.dep().is_any(&["advcl", "relcl", "acl"])
        {
            return None;
        }
        let statement = self.said(modal)?;
        let subject = std::iter::successors(Some(verb), |v| v.head().filter(|_| v.dep() == "conj"))
            .take(LONGEST_LIST)
            .find_map(|v| v.child(&["nsubj", "nsubjpass"]))?;
        let quoted = statement.kind == StatementKind::Direct || self.reading.quote_of[modal.id.index()] != 0;
        let own = match subject.lower() {
            "i" | "we" => true,
            "it" | "he" | "she" | "they" => !quoted,
            _ => self.is_own(subject) && !quoted || self.same_state(subject, statement),
        };
        let form = if own { Form::Own } else { Form::Other };
        // What somebody thinks should be is an expectation, found by the verb.
        let word = words.iter().find(|w| w.takes(form) && (own || statement.force != Force::Thinks))?;
        let holder = self.reading.parsed.tokens_in(statement.source?);
        let passive = subject.dep() == "nsubjpass";
        let start = if passive { subject.subtree().start } else { verb.id };
        let run = TokenRange { start, end: shed(self.reading, verb, verb.subtree()).end };
        let toward = (!own && !passive && subject.pos() != "PRON").then_some(subject);
        let mut position = self.position(verb, word, holder, Content { run, toward, verb: None })?;
        let conditional =
            position.condition.is_some_and(|c| c.of(self.reading.parsed.text()).to_lowercase().starts_with("if"));
        if own && conditional && position.stance == Stance::Commits {
            position.stance = Stance::Offers;
        }
        Some(position)
    }

    fn position(
        self,
        cue: TokenView<'a>,
        word: &StanceWord,
        holder: TokenRange,
        content: Content<'a>,
    ) -> Option<Position> {
        let inner = content.verb.is_some_and(|v| v.has_child("neg"));
        let stance = match (is_negated(cue), inner, word.stance) {
            (true, _, _) => word.negated?,
            (false, true, Some(Stance::Commits | Stance::Offers)) => Stance::Refuses,
            (false, _, stance) => stance?,
        };
        let mute = content.verb.is_some_and(|v| self.is(WordClass::Mute, v.lemma()));
        if stance == Stance::Refuses && mute && self.is(WordClass::Verb, cue.lemma()) {
            return None;
        }
        let holder = self.holder(cue, holder)?;
        let mut run = self.reading.tidy(content.run, cue.id);
        let condition = self.condition(cue, run);
        if let Some(condition) = condition.filter(|c| c.start > run.start && c.end >= run.end) {
            run = self.reading.trim(TokenRange { start: run.start, end: condition.start });
        }
        if run.is_empty() {
            return None;
        }
        Some(Position {
            holder: self.participant(holder),
            stance,
            content: self.reading.span(run),
            toward: content.toward.map(|t| self.participant(source_phrase(self.reading, t))).into_iter().collect(),
            condition: condition.map(|c| self.reading.span(c)),
            why: vec![word.why.clone(), Why::rule("position")],
        })
    }

    /// The statement in whose content a token stands, when somebody says it.
    fn said(self, token: TokenView<'a>) -> Option<&'a Statement> {
        let around = self.layer.covering(token.span()).map(|i| &self.layer.statements[i]);
        around.into_iter().find(|s| s.force.is_claim() && !s.unsaid && s.source.is_some())
    }

    fn speaker(self, token: TokenView<'a>) -> Option<TokenRange> {
        self.said(token).and_then(|s| s.source).map(|s| self.reading.parsed.tokens_in(s))
    }

    /// `said it will …`: an unresolved pronoun that opens the content of somebody's words.
    fn is_said_of_himself(self, head: TokenView<'a>) -> bool {
        let pronoun = matches!(head.lower(), "it" | "he" | "she" | "they") && self.actors.at(head.id).is_none();
        pronoun
            && self.said(head).is_some_and(|s| {
                let opens =
                    s.content.first().is_some_and(|c| self.reading.parsed.tokens_in(*c).start.0 + 1 >= head.id.0);
                opens && s.kind != StatementKind::Direct
            })
    }

    /// "his army", "our government".
    fn is_own(self, head: TokenView<'_>) -> bool {
        head.children_by("poss").any(|p| p.tag() == "PRP$") && self.is(WordClass::Own, head.lemma())
    }

    /// Whether a subject is the state or body that the speaker speaks for.
    fn same_state(self, subject: TokenView<'_>, statement: &Statement) -> bool {
        let speaker = statement.source_mention.and_then(|m| self.actors.mention(m).entity.code);
        let actor = self.actors.mention_at(subject.id).and_then(|m| m.entity.code);
        speaker.is_some() && speaker == actor
    }

    fn is(self, class: WordClass, word: &str) -> bool {
        !self.stances.get(class, word).is_empty()
    }

    /// Whose position it is: "we" and "our government" inside somebody's words are the speaker, "who" is the noun before.
    fn holder(self, cue: TokenView<'a>, holder: TokenRange) -> Option<TokenRange> {
        let mut head = head_of(self.reading, holder);
        let mut holder = holder;
        if head.tag().is_any(&["WP", "WDT"]) {
            let clause = head.ancestors().take(4).find(|a| a.dep() == "relcl")?;
            head = clause.head()?;
            holder = source_phrase(self.reading, head);
        }
        let first_person = matches!(head.lower(), "i" | "we" | "us" | "our" | "my");
        if (first_person || self.is_own(head) || self.is_said_of_himself(head))
            && let Some(speaker) = self.speaker(cue)
        {
            return Some(speaker);
        }
        let document = self.sorts.of(self.reading, Some(holder)) == SourceKind::Document;
        let word = head.pos() == "NOUN" && self.cues.get(CueClass::Noun, head.lemma()).is_some();
        let nobody = self.is(WordClass::Nobody, head.lower()) || head.children_by("det").any(|d| d.lower() == "no");
        (!document && !nobody && (!word || head.entity().is_some())).then_some(holder)
    }

    fn participant(self, tokens: TokenRange) -> Participant {
        let mention = self.actors.at(head_of(self.reading, tokens).id);
        let entity = mention.map(|m| self.actors.mention(m).entity.clone()).unwrap_or_default();
        Participant { tokens, mention, entity }
    }

    /// The condition of a position: "if …", "before …" after or inside its content, or before its cue.
    fn condition(self, cue: TokenView<'a>, content: TokenRange) -> Option<TokenRange> {
        let sentence = self.reading.sentence(cue.id);
        let after = TokenRange { start: content.start, end: TokenId(sentence.end.0.min(content.end.0 + 12)) };
        let found = self.reading.parsed.tokens(after).find_map(|t| self.condition_at(t, sentence));
        found.or_else(|| {
            let before = cue.children().filter(|c| c.id < cue.id && c.dep().is_any(&["advcl", "prep"]));
            before
                .map(|c| self.reading.token(c.subtree().start))
                .find_map(|t| self.condition_at(t, TokenRange { start: sentence.start, end: cue.id }))
        })
    }

    fn condition_at(self, first: TokenView<'a>, within: TokenRange) -> Option<TokenRange> {
        let marker = self.stances.phrase_at(WordClass::Marker, first)?;
        let last = self.reading.token(TokenId(first.id.0 + marker.len() as u32 - 1));
        let head = if last.dep().is_any(&["mark", "advmod"]) { last.head()? } else { last };
        let run = TokenRange { start: first.id, end: head.subtree().end.min(within.end) };
        let object = last.child(&["pobj", "pcomp"]);
        let dated = object.is_some_and(|o| o.entity().is_some_and(|e| e.label.is_any(&["DATE", "TIME", "CARDINAL"])));
        let run = self.reading.tidy(run, first.id);
        (!dated && run.len() > marker.len()).then_some(run)
    }
}

/// Whether the verb tells what somebody does: not "to support", "if it supports", "should support", "may support".
fn is_meant(verb: TokenView<'_>) -> bool {
    let may = |a: TokenView<'_>| {
        a.dep() == "aux" && matches!(a.lemma(), "may" | "might" | "could" | "should" | "must" | "to")
    };
    let open = verb.children().any(may);
    let conditional =
        verb.dep() == "advcl" && verb.children_by("mark").any(|m| matches!(m.lower(), "if" | "unless" | "whether"));
    let continued =
        verb.dep() == "xcomp" && verb.head().is_some_and(|h| matches!(h.lemma(), "continue" | "begin" | "appear"));
    (!open || continued) && !conditional
}

fn is_negated(verb: TokenView<'_>) -> bool {
    let no = |o: TokenView<'_>| o.children_by("det").any(|d| d.lower() == "no");
    verb.has_child("neg")
        || verb.children_by("dobj").any(no)
        || verb.children_by("advmod").any(|a| a.lower() == "never" && a.id < verb.id)
}

fn has_to(verb: TokenView<'_>) -> bool {
    verb.children().any(|c| c.tag() == "TO" && c.id < verb.id)
}

/// Where the infinitive begins, "not" included.
fn doing_start(doing: TokenView<'_>, person: TokenView<'_>) -> TokenId {
    let first =
        doing.children().filter(|c| c.id > person.id && (c.tag() == "TO" || c.dep() == "neg")).map(|c| c.id).min();
    first.unwrap_or(doing.id)
}
