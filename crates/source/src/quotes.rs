//! Quotation marks to quoted stretches: nested, unclosed, over paragraphs, in any style.

use whowhom_text::Span;

/// A quoted stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// How many quotations it stands in.
    pub depth: u8,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether it goes on with the quotation of the paragraph before, which was left open.
    pub goes_on: bool,
}

/// A style of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// “ ”, „ “
    Curly,
    /// « »
    Angle,
    /// " (the same mark on both sides), also the pairs `` and ''
    Straight,
    /// ‘ ’
    CurlySingle,
    /// '
    StraightSingle,
}

/// A mark as it was read.
struct Mark {
    style: Style,
    open: bool,
    close: bool,
    len: usize,
}

struct Open {
    style: Style,
    /// Place in the list of quotes.
    at: usize,
}

/// The quotations of a text, in order of their opening marks. Linear in the text.
///
/// A mark left open ends with its paragraph; when the next paragraph opens with the same style of mark, it goes on there
/// (the custom of print for a quotation of several paragraphs).
pub fn find(text: &str) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut left_open: Option<Style> = None;
    let mut before = '\n';
    let mut fresh = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c == '\n' {
            left_open = end_paragraph(text, at, &mut open, &mut quotes).or(left_open.filter(|_| fresh));
            fresh = true;
        } else if let Some(mark) = read_mark(text, at, c, before) {
            if !(mark.close && close(at, &mark, &mut open, &mut quotes)) && mark.open {
                let goes_on = fresh && left_open == Some(mark.style);
                let depth = open.len().min(u8::MAX as usize) as u8;
                open.push(Open { style: mark.style, at: quotes.len() });
                let (span, inner) = (Span::new(at, at + mark.len), Span::new(at + mark.len, at + mark.len));
                quotes.push(Quote { span, inner, depth, closed: false, goes_on });
            }
            (fresh, left_open) = (false, None);
            before = c;
            at += mark.len;
            continue;
        } else if !c.is_whitespace() {
            (fresh, left_open) = (false, None);
        }
        before = c;
        at += c.len_utf8();
    }
    end_paragraph(text, text.len(), &mut open, &mut quotes);
    quotes.retain(|q| !q.inner.is_empty());
    quotes
}

fn read_mark(text: &str, at: usize, c: char, before: char) -> Option<Mark> {
    if !matches!(c, '“' | '”' | '„' | '‟' | '«' | '»' | '"' | '`' | '\'' | '‘' | '’') {
        return None;
    }
    let rest = &text[at..];
    let doubled = (c == '`' || c == '\'' || c == '’' || c == '‘') && rest[c.len_utf8()..].starts_with(c);
    let len = c.len_utf8() * if doubled { 2 } else { 1 };
    let after = rest[len..].chars().next().unwrap_or('\n');
    // An opening mark leans on the word after it, a closing one on the word before it.
    let opens =
        !before.is_alphanumeric() && !after.is_whitespace() && !matches!(before, '.' | ',' | '!' | '?' | '%' | '$');
    let closes = !before.is_whitespace() && !after.is_alphanumeric();
    let mark = |style, open, close| Some(Mark { style, open, close, len });
    match c {
        // Typed the wrong way round: "… back.“ he said".
        '“' if after.is_whitespace() && !before.is_whitespace() => mark(Style::Curly, false, true),
        '“' | '„' | '‟' => mark(Style::Curly, true, false),
        '”' => mark(Style::Curly, false, true),
        '«' => mark(Style::Angle, true, false),
        '»' => mark(Style::Angle, false, true),
        '"' => mark(Style::Straight, !closes || opens, closes || !opens),
        '`' if doubled => mark(Style::Straight, true, false),
        _ if doubled => mark(Style::Straight, opens, !opens || closes),
        '‘' => mark(Style::CurlySingle, !before.is_alphanumeric(), false),
        '’' => mark(Style::CurlySingle, false, closes),
        '`' => mark(Style::StraightSingle, opens, false),
        _ => mark(Style::StraightSingle, opens, closes),
    }
}

/// Closes the innermost open quotation of the mark's style, and with it what was opened inside and never closed.
fn close(at: usize, mark: &Mark, open: &mut Vec<Open>, quotes: &mut [Quote]) -> bool {
    let double = |style| matches!(style, Style::Curly | Style::Straight);
    let same = open.iter().rposition(|o| o.style == mark.style);
    // Writers mix typed and typeset marks: "…”
    let mixed = || open.iter().rposition(|o| double(o.style) && double(mark.style) && !mark.open);
    let Some(found) = same.or_else(mixed) else { return false };
    for (i, o) in open.drain(found..).enumerate() {
        let quote = &mut quotes[o.at];
        if i == 0 {
            quote.inner.end = at as u32;
            quote.span.end = (at + mark.len) as u32;
            quote.closed = true;
        } else {
            drop_unclosed(quote);
        }
    }
    true
}

/// A single mark that opened inside and was never closed was an apostrophe.
fn drop_unclosed(quote: &mut Quote) {
    quote.inner.end = quote.inner.start;
}

/// Ends what is still open where a paragraph ends; tells the style of the outermost.
fn end_paragraph(text: &str, at: usize, open: &mut Vec<Open>, quotes: &mut [Quote]) -> Option<Style> {
    let mut outermost = None;
    for o in open.drain(..) {
        let quote = &mut quotes[o.at];
        if outermost.is_some() || matches!(o.style, Style::CurlySingle | Style::StraightSingle) {
            drop_unclosed(quote);
        } else {
            let end = quote.inner.start as usize + text[quote.inner.start as usize..at].trim_end().len();
            quote.inner.end = end as u32;
            quote.span.end = end as u32;
            outermost = Some(o.style);
        }
    }
    outermost
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inner(text: &str) -> Vec<(&str, u8)> {
        find(text).iter().map(|q| (q.inner.of(text), q.depth)).collect()
    }

    #[test]
    fn styles_and_nesting() {
        assert_eq!(inner("He said ``we go'' and \"they stay.\""), [("we go", 0), ("they stay.", 0)]);
        assert_eq!(inner("“A ‘small’ thing,” she said."), [("A ‘small’ thing,", 0), ("small", 1)]);
        assert_eq!(
            inner("''We met as the 'core four' today,'' she said."),
            [("We met as the 'core four' today,", 0), ("core four", 1)]
        );
        assert_eq!(inner("«Non», dit-il"), [("Non", 0)]);
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        assert_eq!(inner("The ministers' plan isn't theirs, it’s the farmers’ own in the '90s."), []);
        assert_eq!(inner("'It isn't ours,' he said."), [("It isn't ours,", 0)]);
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        let text = "“We begin here.\n\n“We end here,” he said. “More.";
        let quotes = find(text);
        let told: Vec<_> = quotes.iter().map(|q| (q.inner.of(text), q.closed, q.goes_on)).collect();
        assert_eq!(told, [("We begin here.", false, false), ("We end here,", true, true), ("More.", false, false)]);
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(text in "[a '\"“”‘’`«».\n]{0,80}") {
            for quote in find(&text) {
                prop_assert!(quote.span.contains(quote.inner) && quote.span.end as usize <= text.len());
                prop_assert!(!quote.inner.of(&text).is_empty());
            }
        }
    }
}
