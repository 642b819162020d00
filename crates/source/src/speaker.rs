//! Who speaks a quotation: the cue before it, after it, in its middle, or in a sentence before.

use crate::content::{Quoted, Reading};
use crate::lexicon::{Complement, CueClass, Cues, Entry};
use whowhom_text::{TokenId, TokenRange, TokenView};

/// How far from a quotation its cue may stand, in tokens.
const REACH: usize = 45;

/// The cue of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attached {
    /// The head word of the cue.
    pub cue: TokenId,
    /// The source's words, when they had to be found without the tree.
    pub source: Option<TokenRange>,
    /// The words between the start of the sentence and the quotation belong to what is said.
    pub from: TokenId,
    /// How it was found.
    pub how: How,
}

/// How a quotation found its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `“…,” she said`
    After,
    /// `She said, “…”`
    Before,
    /// `“…,” she said. “…”`
    GoesOn,
}

impl How {
    /// The rule's name.
    pub fn rule(self) -> &'static str {
        match self {
            How::After => "quotation/cue-after",
            How::Before => "quotation/cue-before",
            How::GoesOn => "quotation/goes-on",
        }
    }
}

/// For each outermost quotation, its cue.
pub fn attach(reading: Reading<'_>, cues: &Cues) -> Vec<Option<Attached>> {
    let mut found: Vec<Option<Attached>> = Vec::with_capacity(reading.quotes.len());
    let mut previous: Option<(&Quoted, Attached)> = None;
    for quoted in reading.quotes {
        let own = before(reading, cues, quoted).or_else(|| after(reading, cues, quoted));
        let attached = own.or_else(|| goes_on(reading, quoted, previous));
        if quoted.quote.goes_on
            && let Some(attached) = attached
        {
            back_fill(reading, &mut found, attached);
        }
        previous = attached.map(|a| (quoted, a)).or(previous);
        found.push(attached);
    }
    found
}

/// Gives a quotation's cue to the paragraphs of it that came before the cue.
fn back_fill(reading: Reading<'_>, found: &mut [Option<Attached>], attached: Attached) {
    for (at, slot) in found.iter_mut().enumerate().rev() {
        if slot.is_some() {
            break;
        }
        let quoted = &reading.quotes[at];
        *slot = Some(Attached { from: quoted.tokens.start, how: How::GoesOn, source: None, ..attached });
        if !quoted.quote.goes_on {
            break;
        }
    }
}

/// The cue verb's entry, when the word can carry a quotation.
fn speaks<'l>(token: TokenView<'_>, cues: &'l Cues) -> Option<&'l Entry> {
    if !token.tag().starts_with("VB") && token.pos() != "VERB" {
        return None;
    }
    let particle = token.child(&["prt"]).and_then(|p| cues.get_with_particle(CueClass::Verb, token.lemma(), p.lower()));
    particle.or_else(|| cues.get(CueClass::Verb, token.lemma())).filter(|e| e.takes(Complement::Quote))
}

fn last_char(text: &str) -> char {
    text.trim_end().chars().next_back().unwrap_or(' ')
}

/// `“…,” she said`; `“…?” asked the minister`; `“…”, he said`; `“…,” according to`.
fn after(reading: Reading<'_>, cues: &Cues, quoted: &Quoted) -> Option<Attached> {
    let text = reading.parsed.text();
    let inner_end = last_char(quoted.quote.inner.of(text));
    let rest = &text[quoted.quote.span.end as usize..];
    let comma_outside = rest.trim_start_matches(' ').starts_with([',', '-', '—', '–']);
    let lower_follows = rest.trim_start_matches(' ').starts_with(char::is_lowercase);
    let open_end = matches!(inner_end, ',' | '?' | '!' | '—' | '-' | '–' | '…');
    if !(open_end || comma_outside || inner_end == '.' && lower_follows) {
        return None;
    }
    if is_title(reading, quoted) {
        return None;
    }
    let start = quoted.tokens.end;
    let end = reading.parsed.analysis.len().min(start.index() + REACH);
    let mut first = true;
    for token in reading.parsed.tokens(TokenRange::new(start, end.max(start.index()))) {
        if reading.quote_of[token.id.index()] != 0
            || !reading.same_paragraph(token.id, TokenId(start.0.saturating_sub(1)))
        {
            break;
        }
        if matches!(token.text(), "." | ";" | "?" | "!") {
            break;
        }
        if matches!(token.text(), "," | "-" | "--" | "—" | "–") || token.pos() == "ADV" {
            continue;
        }
        let finite = token.tag() != "VBG" && token.tag() != "VB";
        if finite && speaks(token, cues).is_some() && (first || !token.dep().is_any(&["relcl", "acl"])) {
            let source = source_around(reading, token, start, first);
            let from = opening(reading, quoted, token);
            return Some(Attached { cue: token.id, source, from, how: How::After });
        }
        first = false;
    }
    None
}

/// Whether a quotation inside a sentence names a work ("on “Morning News,” she said").
fn is_title(reading: Reading<'_>, quoted: &Quoted) -> bool {
    let text = reading.parsed.text();
    let inner = quoted.quote.inner.of(text);
    let before = text[..quoted.quote.span.start as usize].trim_end_matches(' ').chars().next_back();
    let inside = before.is_some_and(|c| c.is_alphanumeric() || c == '’' || c == '\'');
    let capitals = inner.split_whitespace().filter(|w| w.len() > 3);
    inside && inner.split_whitespace().count() <= 8 && capitals.into_iter().all(|w| w.starts_with(char::is_uppercase))
}

/// Whether the sentence goes on after a quotation without a break: its words belong to the clause around it.
fn is_woven_in(reading: Reading<'_>, quoted: &Quoted) -> bool {
    let text = reading.parsed.text();
    let inner_end = last_char(quoted.quote.inner.of(text));
    let rest = text[quoted.quote.span.end as usize..].trim_start_matches([' ', '\u{a0}', ')', '(']);
    quoted.quote.closed && !matches!(inner_end, '.' | '?' | '!' | ',') && rest.starts_with(char::is_alphanumeric)
}

/// Where what is said begins: before the quotation, when its first words belong to the sentence around it.
fn opening(reading: Reading<'_>, quoted: &Quoted, cue: TokenView<'_>) -> TokenId {
    let text = reading.parsed.text();
    let begins_low = quoted.quote.inner.of(text).trim_start().starts_with(char::is_lowercase);
    let sentence = reading.sentence(quoted.tokens.start);
    if !begins_low || sentence.start >= quoted.tokens.start {
        return quoted.tokens.start;
    }
    let clause = cue.children_by("ccomp").map(|c| c.subtree()).find(|r| r.start < quoted.tokens.start);
    let from = clause.map_or(sentence.start, |r| r.start);
    let cut = TokenRange { start: from, end: quoted.tokens.start };
    reading.tidy(cut, TokenId(quoted.tokens.start.0 - 1)).start
}

/// The source beside a cue after a quotation, where the tree may be in pieces.
fn source_around(reading: Reading<'_>, cue: TokenView<'_>, start: TokenId, first: bool) -> Option<TokenRange> {
    let subject = cue.children().find(|c| c.dep().is_any(&["nsubj", "nsubjpass"]) && c.id >= start);
    if let Some(subject) = subject {
        return Some(source_phrase(reading, subject));
    }
    if first {
        let next = cue.next()?;
        let head =
            std::iter::successors(Some(next), |t| t.head().filter(|h| h.id > cue.id && h.pos() != "VERB")).last()?;
        let noun = head.pos().is_any(&["NOUN", "PROPN", "PRON"]) && head.subtree().start >= next.id;
        return noun.then(|| source_phrase(reading, head));
    }
    let run = reading.trim(TokenRange { start, end: cue.id });
    (!run.is_empty()).then_some(run)
}

/// The noun phrase of a source: without the clauses that follow it.
pub fn source_phrase(reading: Reading<'_>, head: TokenView<'_>) -> TokenRange {
    let mut run = head.subtree();
    for child in head.children() {
        if child.id > head.id
            && child.dep().is_any(&["relcl", "acl", "ccomp", "conj", "cc"])
            && child.dep() != "conj"
            && child.dep() != "cc"
        {
            run.end = run.end.min(child.subtree().start.max(TokenId(head.id.0 + 1)));
        }
    }
    run.start = run.start.min(head.id);
    let run = reading.tidy(run, head.id);
    if run.is_empty() { TokenRange::one(head.id) } else { run }
}

/// `She said, “…”`; `He put it this way: “…”`; `he called it “…”` is none.
fn before(reading: Reading<'_>, cues: &Cues, quoted: &Quoted) -> Option<Attached> {
    let first = quoted.tokens.start;
    let lead = reading.parsed.tokens(TokenRange::new(first.index().saturating_sub(REACH), first)).rev();
    let mut lead = lead.skip_while(|t| t.pos() == "SPACE").peekable();
    let mark = *lead.peek()?;
    if is_woven_in(reading, quoted) {
        return None;
    }
    let colon = mark.text() == ":";
    let same = reading.same_paragraph(mark.id, first);
    let verb_beside = same && speaks(mark, cues).is_some();
    if !(colon || same && matches!(mark.text(), "," | "-" | "--" | "—" | "that") || verb_beside) {
        return None;
    }
    let inner = quoted.quote.inner.of(reading.parsed.text()).trim_start();
    let full = mark.text() == "," && inner.starts_with(char::is_uppercase) && !matches!(last_char(inner), ',');
    if mark.text() == "," && inner.starts_with(char::is_lowercase) {
        return None;
    }
    let mut fallback = None;
    for token in lead {
        let loose = token.id != mark.id && matches!(token.text(), "." | "?" | "!" | ";");
        if loose || reading.quote_of[token.id.index()] != 0 || !reading.same_paragraph(token.id, mark.id) {
            break;
        }
        let clause_of_other = token.dep().is_any(&["relcl"]) && !colon;
        if speaks(token, cues).is_some() && !clause_of_other {
            return Some(Attached { cue: token.id, source: None, from: first, how: How::Before });
        }
        let governs = token.pos() == "VERB" && token.has_child("nsubj") && (colon || full && !clause_of_other);
        fallback = fallback.or(governs.then_some(token.id));
    }
    fallback.map(|cue| Attached { cue, source: None, from: first, how: How::Before })
}

/// `“…,” she said. “…”`, and the next paragraph of a quotation left open.
fn goes_on(reading: Reading<'_>, quoted: &Quoted, previous: Option<(&Quoted, Attached)>) -> Option<Attached> {
    let (last, attached) = previous?;
    let here = Attached { from: quoted.tokens.start, how: How::GoesOn, ..attached };
    if quoted.quote.goes_on {
        return Some(here);
    }
    let text = reading.parsed.text();
    let gap = &text[last.quote.span.end as usize..quoted.quote.span.start as usize];
    let cue_between = attached.cue >= last.tokens.end && attached.cue < quoted.tokens.start;
    let one_paragraph = !gap.contains('\n');
    let begins =
        quoted.quote.inner.of(text).starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '…' || c == '[');
    let unquoted = gap.trim_end().trim_end_matches(['"', '”', '\'', '’']);
    let after_sentence = matches!(last_char(unquoted), '.' | '?' | '!' | ':') || gap.trim().is_empty();
    let after_comma = matches!(last_char(gap), ',' | '—' | '-' | '–') && cue_between;
    let between = TokenRange { start: last.tokens.end, end: quoted.tokens.start };
    let sentences = reading.parsed.tokens(between).filter(|t| matches!(t.text(), "." | "?" | "!")).count();
    (one_paragraph && gap.len() < 320 && sentences <= 2 && (after_comma || after_sentence && begins)).then_some(here)
}
