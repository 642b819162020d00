//! Reading a parsed document: handles that point back into it.

use crate::{Analysis, Document, Label, NamedEntity, Span, TokenId, TokenRange};

/// A document with its language layer: what every room after the language runtime reads.
#[derive(Clone, Copy, Debug)]
pub struct Parsed<'a> {
    /// The document.
    pub doc: &'a Document,
    /// Its tokens, sentences, tree and entities.
    pub analysis: &'a Analysis,
}

impl<'a> Parsed<'a> {
    /// The document's text.
    pub fn text(self) -> &'a str {
        &self.doc.text
    }

    /// The token `id`.
    pub fn token(self, id: impl Into<TokenId>) -> TokenView<'a> {
        TokenView { parsed: self, id: id.into() }
    }

    /// The tokens of a run.
    pub fn tokens(self, range: TokenRange) -> impl DoubleEndedIterator<Item = TokenView<'a>> + ExactSizeIterator {
        range.ids().map(move |id| self.token(id))
    }

    /// All tokens.
    pub fn all(self) -> impl DoubleEndedIterator<Item = TokenView<'a>> + ExactSizeIterator {
        self.tokens(self.analysis.all())
    }

    /// The sentences in order.
    pub fn sentences(self) -> &'a [TokenRange] {
        self.analysis.sentences()
    }

    /// The words of a run, with what stands between them.
    pub fn words(self, range: TokenRange) -> &'a str {
        self.analysis.span(range).of(self.text())
    }

    /// The run of tokens that a span of text touches.
    pub fn tokens_in(self, span: Span) -> TokenRange {
        let tokens = self.analysis.tokens();
        let start = tokens.partition_point(|t| t.span.end <= span.start);
        let end = tokens.partition_point(|t| t.span.start < span.end);
        TokenRange::new(start, end.max(start))
    }
}

/// One token of a parsed document.
#[derive(Clone, Copy, Debug)]
pub struct TokenView<'a> {
    parsed: Parsed<'a>,
    /// Which token.
    pub id: TokenId,
}

impl PartialEq for TokenView<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for TokenView<'_> {}

impl<'a> TokenView<'a> {
    fn at(self, id: TokenId) -> Self {
        Self { parsed: self.parsed, id }
    }

    /// The document it stands in.
    pub fn parsed(self) -> Parsed<'a> {
        self.parsed
    }

    /// Where it stands, in bytes.
    pub fn span(self) -> Span {
        self.parsed.analysis[self.id].span
    }

    /// The word as written.
    pub fn text(self) -> &'a str {
        self.span().of(self.parsed.text())
    }

    /// The word in lower case.
    pub fn lower(self) -> &'a str {
        self.parsed.analysis.lower(self.id)
    }

    /// The lemma.
    pub fn lemma(self) -> &'a str {
        self.parsed.analysis.lemma(self.id)
    }

    /// The fine-grained tag (`VBD`).
    pub fn tag(self) -> Label {
        self.parsed.analysis[self.id].tag
    }

    /// The universal part of speech (`VERB`).
    pub fn pos(self) -> Label {
        self.parsed.analysis[self.id].pos
    }

    /// The relation to its head.
    pub fn dep(self) -> Label {
        self.parsed.analysis[self.id].dep
    }

    /// Its head, or `None` for a root.
    pub fn head(self) -> Option<Self> {
        let head = self.parsed.analysis[self.id].head;
        (head != self.id).then(|| self.at(head))
    }

    /// From its head up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.head(), |t| t.head())
    }

    /// The tokens that it heads, in text order.
    pub fn children(self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        self.parsed.analysis.children(self.id).iter().map(move |&c| self.at(c))
    }

    /// Its children with this relation.
    pub fn children_by(self, dep: &'static str) -> impl DoubleEndedIterator<Item = Self> {
        self.children().filter(move |c| c.dep() == dep)
    }

    /// Its first child with one of these relations.
    pub fn child(self, deps: &[&str]) -> Option<Self> {
        self.children().find(|c| c.dep().is_any(deps))
    }

    /// Whether it has a child with this relation.
    pub fn has_child(self, dep: &'static str) -> bool {
        self.children_by(dep).next().is_some()
    }

    /// From the first to the last token of its subtree.
    pub fn subtree(self) -> TokenRange {
        self.parsed.analysis.subtree(self.id)
    }

    /// Whether `other` is the token itself or stands below it in the tree.
    pub fn dominates(self, other: Self) -> bool {
        self == other || other.ancestors().any(|a| a == self)
    }

    /// The number of its sentence.
    pub fn sentence(self) -> usize {
        self.parsed.analysis[self.id].sentence as usize
    }

    /// The next token of the document.
    pub fn next(self) -> Option<Self> {
        let next = self.id.index() + 1;
        (next < self.parsed.analysis.len()).then(|| self.at(next.into()))
    }

    /// The token before it.
    pub fn prev(self) -> Option<Self> {
        self.id.index().checked_sub(1).map(|i| self.at(i.into()))
    }

    /// The named entity that it is part of.
    pub fn entity(self) -> Option<NamedEntity> {
        self.parsed.analysis.entity_of(self.id)
    }

    /// Whether white space follows in the text.
    pub fn space_after(self) -> bool {
        let end = self.span().end as usize;
        self.parsed.text()[end..].chars().next().is_none_or(char::is_whitespace)
    }
}
