//! From the verbs of a sentence to coded events.
//!
//! The verbs are gone through in order. One that the dictionary has is tried with the patterns of its block; where none fits, its own
//! code counts. The source is the pattern's `$`, else the first coded phrase before the verb; the target the pattern's `+`, else
//! the first coded phrase after it with another code. Verbs inside the verb phrase of a verb that was found are passed over. A
//! passive verb with "by" has source and target changed.

use super::dictionary::{EventCode, VerbDictionary, VerbForm};
use super::matcher::{self, Bound, Side, is_skipped};
use super::sentence::Sentence;
use whowhom_text::{TokenId, TokenView, Why};

/// How many words before and after a verb are looked at.
const REACH: usize = 150;

/// What can be set, as in PETRARCH's configuration.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether an event needs both parties (`require_dyad`).
    pub require_dyad: bool,
    /// Up to how many words a phrase that is in no dictionary may have to stand as a party itself; 0 for never
    /// (`new_actor_length`).
    pub new_actor_length: usize,
    /// From and to how many words a clause between commas is left out; a highest number of 0 for never (`comma_min`, `comma_max`).
    pub inner: (usize, usize),
    /// The same for a clause at the beginning (`comma_bmin`, `comma_bmax`).
    pub initial: (usize, usize),
    /// The same for a clause at the end (`comma_emin`, `comma_emax`).
    pub terminal: (usize, usize),
}

impl Default for Options {
    /// PETRARCH's own: both parties, no new actors, clauses of 2 to 8 words left out but at the beginning.
    fn default() -> Self {
        Self { require_dyad: true, new_actor_length: 0, inner: (2, 8), initial: (0, 0), terminal: (2, 8) }
    }
}

/// A party: a member of a noun phrase with its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The code; `---` where there is none.
    pub code: String,
    /// The tokens of its words.
    pub tokens: Vec<TokenId>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct CodedEvent {
    /// Who.
    pub source: Party,
    /// To whom.
    pub target: Party,
    /// The dictionary's code.
    pub code: String,
    /// The verb.
    pub verb: TokenId,
    /// The dictionary's line: of the pattern, or of the verb.
    pub why: Why,
}

/// What a verb was coded to, before sources and targets are paired.
#[derive(Clone, Debug)]
pub(crate) struct Coded {
    pub code: EventCode,
    pub sources: Vec<Party>,
    pub targets: Vec<Party>,
    pub verb: TokenId,
    pub why: Why,
}

/// What became of a word that the dictionary has: with its line.
pub(crate) enum Attempt {
    /// It was coded.
    Coded(Coded),
    /// It has a code, and nobody stands on both sides of it.
    NoParties(TokenId, Why),
    /// No pattern fits, and it has no code of its own.
    NoCode(TokenId, Why),
    /// It stands inside the phrase of a verb that was found.
    PassedOver(TokenId, Why),
}

/// The code of a member of a noun phrase (words in capitals, with their tokens), if it is somebody.
pub(crate) type Naming<'n> = dyn Fn(&[&str], &[TokenId]) -> Option<String> + 'n;

pub(crate) struct Run<'r, 'a> {
    pub dictionary: &'r VerbDictionary,
    pub options: &'r Options,
    pub sentence: Sentence<'a>,
    /// The parties of each phrase.
    parties: Vec<Vec<Party>>,
}

/// Where a word of the dictionary is found, and what belongs to it.
struct Found<'a, 'r> {
    form: &'r VerbForm,
    verb: TokenView<'a>,
    /// The first and one past the last word of the verb.
    words: (usize, usize),
    /// One past the last word of its verb phrase.
    end: usize,
}

impl<'r, 'a> Run<'r, 'a> {
    pub fn new(
        dictionary: &'r VerbDictionary,
        options: &'r Options,
        sentence: Sentence<'a>,
        naming: &Naming<'_>,
    ) -> Self {
        let mut run = Self { dictionary, options, sentence, parties: Vec::new() };
        run.parties =
            run.sentence.phrases.iter().map(|p| p.members.iter().map(|m| run.party(m, naming)).collect()).collect();
        run.drop_clauses();
        run
    }

    fn party(&self, member: &[usize], naming: &Naming<'_>) -> Party {
        let words: Vec<&str> = member.iter().map(|w| self.sentence.words[*w].text.as_str()).collect();
        let tokens: Vec<TokenId> = member.iter().flat_map(|w| self.sentence.words[*w].tokens.ids()).collect();
        let code = naming(&words, &tokens).unwrap_or_else(|| {
            let short = words.len() <= self.options.new_actor_length;
            if short { format!("\"{}\"", words.join(" ")) } else { "---".into() }
        });
        Party { code, tokens }
    }

    /// The events of the sentence, in the order of their verbs, none twice.
    pub fn events(&self) -> Vec<CodedEvent> {
        let mut events: Vec<CodedEvent> = Vec::new();
        for event in self.coded().iter().flat_map(|c| self.pairs(c)) {
            let codes = |e: &CodedEvent| (e.code.clone(), e.source.code.clone(), e.target.code.clone());
            if !events.iter().any(|e| codes(e) == codes(&event)) {
                events.push(event);
            }
        }
        events
    }

    /// What the verbs of the sentence are coded to, in their order.
    pub fn coded(&self) -> Vec<Coded> {
        let coded = |attempt| if let Attempt::Coded(coded) = attempt { Some(coded) } else { None };
        self.attempts().into_iter().filter_map(coded).collect()
    }

    /// What became of the words of the sentence that the dictionary has, in their order.
    pub fn attempts(&self) -> Vec<Attempt> {
        let mut all = Vec::new();
        // One past the last word of the phrase of a verb that was found.
        let mut end = 0;
        for at in 0..self.sentence.words.len() {
            let found = self.verbs_at(at);
            let Some(first) = found.first() else { continue };
            let (verb, why) = (first.verb.id, first.form.why.clone());
            if at < end {
                all.push(Attempt::PassedOver(verb, why));
                continue;
            }
            match self.code(&found) {
                Some((coded, after)) => {
                    end = after;
                    all.push(coded.map_or_else(|why| Attempt::NoParties(verb, why), Attempt::Coded));
                }
                None => all.push(Attempt::NoCode(verb, why)),
            }
        }
        all
    }

    /// The dictionary's verbs whose verb is this word, those of most words first.
    fn verbs_at(&self, at: usize) -> Vec<Found<'a, 'r>> {
        let word = &self.sentence.words[at];
        if word.dropped {
            return Vec::new();
        }
        let token = self.sentence.token(at);
        let of = |form: &'r VerbForm| {
            let first = self.run_of(&form.before, at, true)?;
            let last = self.run_of(&form.after, at, false)?;
            let verb = (first..=last).map(|w| self.sentence.token(w)).find(|t| is_verb(*t))?;
            let verb = if is_verb(token) { token } else { verb };
            Some(Found { form, verb, words: (first, last + 1), end: self.phrase_end(verb, last + 1) })
        };
        self.dictionary.forms(&word.text).iter().filter_map(of).collect()
    }

    /// Where the words that belong to a verb end on one side of it, when they stand there.
    fn run_of(&self, words: &[String], verb: usize, backwards: bool) -> Option<usize> {
        let mut at = verb;
        for word in words {
            loop {
                at = if backwards { at.checked_sub(1)? } else { at + 1 };
                let here = &self.sentence.words.get(at)?.text;
                if here == word {
                    break;
                }
                if !is_skipped(here) {
                    return None;
                }
            }
        }
        Some(at)
    }

    /// One past the last word of a verb's phrase: what it governs after it, without verbs that are coordinated with it or report it. What
    /// hangs on a verb that it completes ("is about to restore …") counts as its own: which of the two a parser chooses is chance.
    fn phrase_end(&self, verb: TokenView<'a>, from: usize) -> usize {
        let mut end = verb.id.0 + 1;
        let mut head = verb;
        let mut limit = u32::MAX;
        for _ in 0..12 {
            let cut = head
                .children()
                .filter(|c| c.id > verb.id)
                .filter(|c| {
                    c.dep() == "conj" && !super::phrases::is_nominal(*c) || c.dep().is_any(&["parataxis", "cc"])
                })
                .filter(|c| c.dep() != "cc" || self.sentence.word(c.id) >= from)
                .map(|c| c.subtree().start.0)
                .min();
            limit = limit.min(cut.unwrap_or(u32::MAX));
            end = end.max(head.subtree().end.0).min(limit);
            match head.head() {
                Some(above) if head.dep().is_any(&["aux", "auxpass", "xcomp", "acomp"]) => head = above,
                _ => break,
            }
        }
        let words = self.sentence.words.iter();
        words.take_while(|w| w.tokens.start.0 < end).count().max(from)
    }

    fn side(&self, words: impl Iterator<Item = usize>, backwards: bool) -> Side<'_, 'a> {
        let words = words.filter(|w| !self.sentence.words[*w].dropped).collect();
        Side { sentence: &self.sentence, words, backwards }
    }

    /// What a verb is coded to (only its line without parties), and where its phrase ends; `None` when neither a pattern nor its own code
    /// makes it an event.
    fn code(&self, readings: &[Found<'a, '_>]) -> Option<(Result<Coded, Why>, usize)> {
        let (found, code, why, bound) = readings
            .iter()
            .find_map(|found| {
                let (upper, lower) = self.around(found);
                let patterns = self.dictionary.patterns(found.form.block);
                let (pattern, bound) = matcher::find(self.dictionary, patterns, &upper, &lower)?;
                Some((found, &pattern.code, &pattern.why, bound))
            })
            .or_else(|| {
                let found = readings.iter().find(|f| !f.form.code.is_null())?;
                Some((found, &found.form.code, &found.form.why, Bound::default()))
            })
            .filter(|(_, code, ..)| !code.is_null())?;
        let coded = self.sides(found, bound).map(|(sources, targets)| {
            // What is done to one another: a compound is both sides.
            let both = code.forward.is_some() && code.backward.is_some();
            let null = |p: &[Party]| p.iter().all(|p| p.code == "---");
            let targets = if both && null(&targets) { sources.clone() } else { targets };
            let sources = if both && null(&sources) { targets.clone() } else { sources };
            Coded { code: code.clone(), sources, targets, verb: found.verb.id, why: why.clone() }
        });
        Some((coded.ok_or_else(|| why.clone()), found.end))
    }

    /// The words before a verb, back to a comma between clauses, and those of its phrase after it.
    fn around(&self, found: &Found<'a, '_>) -> (Side<'_, 'a>, Side<'_, 'a>) {
        let (first, last) = found.words;
        let comma = self.sentence.commas.iter().rev().find(|c| **c <= first).copied().unwrap_or(0);
        let (from, to) = (comma.max(first.saturating_sub(REACH)), found.end.min(last + REACH));
        (self.side((from..first).rev(), true), self.side(last..to.max(last), false))
    }

    /// Sources and targets.
    fn sides(&self, found: &Found<'a, '_>, bound: Bound) -> Option<(Vec<Party>, Vec<Party>)> {
        if let Some(phrase) = bound.mutual {
            let all = self.members(phrase);
            let target = bound.target.map_or_else(|| all.clone(), |t| self.members(t));
            return Some((all, target));
        }
        let (upper, lower) = self.around(found);
        let before = |w: &&usize| self.sentence.words[**w].phrase;
        let in_order: Vec<usize> = uniq(upper.words.iter().rev().filter_map(|w| before(&w)));
        let after: Vec<usize> = uniq(lower.words.iter().filter_map(|w| before(&w)));
        let differs =
            |phrase: usize, other: Option<usize>| other.is_none_or(|o| self.members(o) != self.members(phrase));
        let source = bound.source.or_else(|| {
            let free = || in_order.iter().copied().filter(|p| Some(*p) != bound.target);
            let subject = self.subject(found.verb).filter(|s| in_order.contains(s) && Some(*s) != bound.target);
            let subject = subject.filter(|s| self.is_coded(*s));
            subject
                .or_else(|| free().find(|p| self.is_coded(*p) && differs(*p, bound.target)))
                .or_else(|| free().next())
        });
        let target = bound.target.or_else(|| {
            let free = || after.iter().copied().filter(|p| Some(*p) != source);
            free().find(|p| self.is_coded(*p) && differs(*p, source)).or_else(|| free().next())
        });
        let (source, target) = (self.members(source?), self.members(target?));
        let turned = self.is_passive(found) && bound == Bound::default();
        Some(if turned { (target, source) } else { (source, target) })
    }

    /// The phrase that is a verb's subject, or that of a verb which it shares it with.
    fn subject(&self, verb: TokenView<'a>) -> Option<usize> {
        let mut verb = verb;
        for _ in 0..12 {
            if let Some(subject) = verb.child(&["nsubj", "nsubjpass"]) {
                return self.sentence.words.get(self.sentence.word(subject.id))?.phrase;
            }
            verb = verb.head().filter(|_| verb.dep().is_any(&["aux", "auxpass", "xcomp", "acomp", "conj"]))?;
        }
        None
    }

    /// The members of a phrase that have codes, or one that has none.
    fn members(&self, phrase: usize) -> Vec<Party> {
        let all = &self.parties[phrase];
        let coded: Vec<Party> = all.iter().filter(|p| p.code != "---").flat_map(split).collect();
        if coded.is_empty() { all.first().cloned().into_iter().collect() } else { coded }
    }

    fn is_coded(&self, phrase: usize) -> bool {
        self.parties[phrase].iter().any(|p| p.code != "---")
    }

    fn is_passive(&self, found: &Found<'a, '_>) -> bool {
        (found.words.0..found.words.1).map(|w| self.sentence.token(w)).any(|t| {
            let by = |c: TokenView<'_>| c.dep() == "agent" || c.dep() == "prep" && c.lower() == "by" && c.id > t.id;
            t.tag() == "VBN" && t.has_child("auxpass") && t.children().any(by)
        })
    }

    /// Every source with every target, but nobody with himself.
    fn pairs(&self, coded: &Coded) -> Vec<CodedEvent> {
        let mut events = Vec::new();
        let Coded { code, sources, targets, verb, why } = coded;
        let ways = [(&code.forward, sources, targets), (&code.backward, targets, sources)];
        for (code, sources, targets) in ways {
            let Some(code) = code else { continue };
            for source in sources {
                for target in targets.iter().filter(|t| t.code != source.code) {
                    let (source, target) = (source.clone(), target.clone());
                    events.push(CodedEvent { source, target, code: code.clone(), verb: *verb, why: why.clone() });
                }
            }
        }
        if self.options.require_dyad {
            events.retain(|e| e.source.code != "---" && e.target.code != "---");
        }
        events
    }

    /// Leaves out clauses between commas that are short enough.
    fn drop_clauses(&mut self) {
        let Options { inner, initial, terminal, .. } = *self.options;
        let commas = self.sentence.commas.clone();
        let (Some(first), Some(last)) = (commas.first().copied(), commas.last().copied()) else { return };
        let len = self.sentence.words.len();
        let mut gone: Vec<(usize, usize)> = Vec::new();
        let count = |s: &Sentence<'_>, from: usize, to: usize| {
            s.words[from..to].iter().filter(|w| w.text.starts_with(char::is_alphabetic)).count()
        };
        let fits = |n: usize, (low, high): (usize, usize)| high > 0 && (low..=high).contains(&n);
        if fits(count(&self.sentence, 0, first), initial) {
            gone.push((0, first));
        }
        if fits(count(&self.sentence, last, len), terminal) {
            gone.push((last, len));
        }
        for pair in commas.windows(2) {
            if fits(count(&self.sentence, pair[0], pair[1]), inner) {
                gone.push((pair[0], pair[1]));
            }
        }
        for (from, to) in gone {
            self.sentence.words[from..to].iter_mut().for_each(|w| w.dropped = true);
            // What stood on both sides of the clause stands together now.
            self.sentence.commas.retain(|c| *c != from && *c != to);
        }
    }
}

/// A code such as `FRO/BIL` stands for several parties.
fn split(party: &Party) -> Vec<Party> {
    if party.code.starts_with('"') {
        return vec![party.clone()];
    }
    party.code.split('/').map(|code| Party { code: code.into(), tokens: party.tokens.clone() }).collect()
}

fn uniq(phrases: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for phrase in phrases {
        if !out.contains(&phrase) {
            out.push(phrase);
        }
    }
    out
}

/// Whether a token is a verb that can head a verb phrase outside of a relative clause.
fn is_verb(t: TokenView<'_>) -> bool {
    if !t.tag().as_str().starts_with("VB") || t.dep().is_any(&["amod", "compound", "case"]) {
        return false;
    }
    let in_relative = |a: TokenView<'_>| a.dep() == "relcl" || a.dep() == "acl" && a.has_child("mark");
    !in_relative(t) && !t.ancestors().take(60).any(in_relative)
}
