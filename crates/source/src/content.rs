//! Spans of content: which words belong to what is said.

use crate::quotes::Quote;
use whowhom_text::{Parsed, Span, TokenId, TokenRange, TokenView};

/// The text as the rules read it: the parsed document with its outermost quotations.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The document.
    pub parsed: Parsed<'a>,
    /// Its outermost quotations, in order.
    pub quotes: &'a [Quoted],
    /// For each token, the quotation that it stands in (number + 1, 0 for none).
    pub quote_of: &'a [u32],
    /// For each token, the number of its paragraph.
    pub paragraph_of: &'a [u32],
}

/// An outermost quotation and its tokens, marks included.
#[derive(Clone, Copy, Debug)]
pub struct Quoted {
    /// As it stands in the text.
    pub quote: Quote,
    /// Its tokens with the marks.
    pub tokens: TokenRange,
}

/// Which quotation each token stands in, and which paragraph.
pub fn index(parsed: Parsed<'_>, quotes: &[Quote]) -> (Vec<Quoted>, Vec<u32>, Vec<u32>) {
    let mut quote_of = vec![0; parsed.analysis.len()];
    let mut outer: Vec<Quoted> = Vec::new();
    for quote in quotes.iter().filter(|q| q.depth == 0) {
        let mut tokens = parsed.tokens_in(quote.span);
        if let Some(last) = outer.last() {
            tokens.start = tokens.start.max(last.tokens.end);
        }
        if tokens.is_empty() {
            continue;
        }
        outer.push(Quoted { quote: *quote, tokens });
        quote_of[tokens.range()].fill(outer.len() as u32);
    }
    let mut paragraph = 0;
    let mut end = 0;
    let paragraph_of = parsed
        .all()
        .map(|t| {
            let gap = &parsed.text()[end.min(t.span().start as usize)..t.span().end as usize];
            paragraph += u32::from(gap.contains('\n'));
            end = t.span().end as usize;
            paragraph
        })
        .collect();
    (outer, quote_of, paragraph_of)
}

impl<'a> Reading<'a> {
    /// The token `id`.
    pub fn token(self, id: TokenId) -> TokenView<'a> {
        self.parsed.token(id)
    }

    /// The quotation around a token.
    pub fn quote_at(self, id: TokenId) -> Option<&'a Quoted> {
        self.quote_of[id.index()].checked_sub(1).map(|q| &self.quotes[q as usize])
    }

    /// Whether two tokens stand in one paragraph.
    pub fn same_paragraph(self, a: TokenId, b: TokenId) -> bool {
        self.paragraph_of[a.index()] == self.paragraph_of[b.index()]
    }

    /// The sentence of a token.
    pub fn sentence(self, id: TokenId) -> TokenRange {
        self.parsed.sentences()[self.token(id).sentence()]
    }

    /// The run without what lies in other paragraphs than `anchor`, and without punctuation at its ends.
    pub fn tidy(self, mut run: TokenRange, anchor: TokenId) -> TokenRange {
        while run.start < run.end && !self.same_paragraph(run.start, anchor) {
            run.start.0 += 1;
        }
        while run.start < run.end && !self.same_paragraph(TokenId(run.end.0 - 1), anchor) {
            run.end.0 -= 1;
        }
        self.trim(run)
    }

    /// The run without punctuation at its ends, marks of quotation kept.
    pub fn trim(self, mut run: TokenRange) -> TokenRange {
        while run.start < run.end && is_loose(self.token(run.start)) {
            run.start.0 += 1;
        }
        while run.start < run.end && is_loose(self.token(TokenId(run.end.0 - 1))) {
            run.end.0 -= 1;
        }
        run
    }

    /// The run stretched so that a quotation that begins or ends inside it is whole, unless the cue stands in the quotation.
    pub fn whole_quotes(self, mut run: TokenRange, cue: TokenId) -> TokenRange {
        if run.is_empty() {
            return run;
        }
        let cue_quote = self.quote_of[cue.index()];
        let last = TokenId(run.end.0 - 1);
        if self.quote_of[last.index()] != cue_quote
            && let Some(quote) = self.quote_at(last)
        {
            run.end = run.end.max(quote.tokens.end);
        }
        if self.quote_of[run.start.index()] != cue_quote
            && let Some(quote) = self.quote_at(run.start)
            && quote.tokens.start.0 + 3 > run.start.0
        {
            run.start = quote.tokens.start;
        }
        run
    }

    /// The clause that `head` heads: its subtree, in its own paragraph.
    pub fn clause(self, head: TokenView<'a>) -> TokenRange {
        self.tidy(head.subtree(), head.id)
    }

    /// What is left of `run` when `segment` is cut out: the parts before and after.
    pub fn without(self, run: TokenRange, segment: TokenRange) -> Vec<TokenRange> {
        let before = TokenRange { start: run.start, end: run.end.min(segment.start.max(run.start)) };
        let after = TokenRange { start: run.start.max(segment.end.min(run.end)), end: run.end };
        [before, after].into_iter().map(|r| self.trim(r)).filter(|r| !r.is_empty()).collect()
    }

    /// Whether a sentence ends here: a full stop outside quotations, or the first word after a quotation that ended with one.
    pub fn ends_sentence(self, token: TokenView<'a>) -> bool {
        if self.quote_of[token.id.index()] != 0 {
            return false;
        }
        let last = token.id.0.checked_sub(1).and_then(|p| self.quote_at(TokenId(p)));
        let full = last.is_some_and(|q| q.quote.inner.of(self.parsed.text()).ends_with(['.', '?', '!']));
        token.text() == "." || full && token.text().starts_with(char::is_uppercase)
    }

    /// The text span of a run.
    pub fn span(self, run: TokenRange) -> Span {
        self.parsed.analysis.span(run)
    }
}

/// Punctuation that belongs to no content at its edge.
fn is_loose(token: TokenView<'_>) -> bool {
    token.pos() == "SPACE" || matches!(token.text(), "," | ";" | ":" | "." | "-" | "--" | "—" | "–" | "―")
}

/// The run cut before what a comma hangs on at its end: ", who …" after a noun, ", saying …" or ", while …" after a clause.
pub fn shed(reading: Reading<'_>, head: TokenView<'_>, mut run: TokenRange) -> TokenRange {
    let mut at = head;
    // Down the right edge of the tree.
    for _ in 0..12 {
        let Some(last) = at.children().rfind(|c| c.id > at.id && c.pos() != "PUNCT" && c.id < run.end) else { break };
        let edge = last.subtree();
        let comma = edge.start.0 > 0 && reading.token(TokenId(edge.start.0 - 1)).text() == ",";
        let noun = !head.pos().is_any(&["VERB", "AUX"]);
        let hangs = last.dep() == "relcl" && noun
            || last.dep().is_any(&["advcl", "prep"]) && last.tag() == "VBG"
            || last.dep() == "advcl"
                && last.children_by("mark").chain(last.children_by("advmod")).any(|m| m.lower() == "while");
        if comma && hangs && reading.quote_of[edge.start.index()] == 0 {
            run.end = run.end.min(edge.start);
            break;
        }
        at = last;
    }
    run
}

/// Whether a clause asks: it begins with "whether", "what", "how" …
pub fn asks(clause: TokenView<'_>) -> bool {
    let first = clause.parsed().token(clause.subtree().start);
    first.tag().is_any(&["WP", "WDT", "WRB", "WP$"]) || first.lower() == "whether" || first.lower() == "if"
}

/// Whether a clause has no finite verb ("called the vote a farce", "wants them to go").
pub fn is_small(clause: TokenView<'_>) -> bool {
    let finite = |t: TokenView<'_>| t.tag().is_any(&["VBD", "VBZ", "VBP", "MD"]);
    !finite(clause) && !clause.children().any(|c| c.dep().is_any(&["aux", "auxpass", "cop"]) && finite(c))
}
