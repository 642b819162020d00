//! Parses Python's regular expressions into a tree.

use super::set::{CharSet, Class};

/// A regular expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Empty,
    Set(CharSet),
    /// `^`: where the text begins.
    Start,
    /// `$`: where the text ends, or before a line feed that ends it.
    End,
    /// Look-ahead or look-behind.
    Look {
        behind: bool,
        negated: bool,
        node: Box<Node>,
    },
    Concat(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
}

impl Node {
    /// Whether it may match nothing.
    pub(super) fn nullable(&self) -> bool {
        match self {
            Node::Empty | Node::Start | Node::End | Node::Look { .. } => true,
            Node::Set(_) => false,
            Node::Concat(nodes) => nodes.iter().all(Node::nullable),
            Node::Alternatives(nodes) => nodes.iter().any(Node::nullable),
            Node::Repeat { node, min, .. } => *min == 0 || node.nullable(),
        }
    }

    /// ASCII characters that every match has.
    pub(super) fn needs(&self) -> Vec<u8> {
        match self {
            Node::Empty | Node::Start | Node::End | Node::Look { .. } => Vec::new(),
            Node::Set(set) => set.single_ascii().into_iter().collect(),
            Node::Concat(nodes) => nodes.iter().flat_map(Node::needs).collect(),
            Node::Alternatives(nodes) => {
                let mut all = nodes.iter().map(Node::needs);
                let first = all.next().unwrap_or_default();
                all.fold(first, |common, needs| common.into_iter().filter(|b| needs.contains(b)).collect())
            }
            Node::Repeat { node, min, .. } => {
                if *min == 0 {
                    Vec::new()
                } else {
                    node.needs()
                }
            }
        }
    }

    /// One pattern for two alternatives that follow one another, where both are a single character between the same
    /// marks of the text's ends: which of them matches then makes no difference.
    pub(super) fn merged(&self, next: &Node) -> Option<Node> {
        match (self, next) {
            (Node::Set(a), Node::Set(b)) => a.union(b).map(Node::Set),
            (Node::Concat(a), Node::Concat(b)) => match (&a[..], &b[..]) {
                ([Node::Start, a], [Node::Start, b]) => Some(Node::Concat(vec![Node::Start, a.merged(b)?])),
                ([a, Node::End], [b, Node::End]) => Some(Node::Concat(vec![a.merged(b)?, Node::End])),
                _ => None,
            },
            _ => None,
        }
    }
}

/// How deep groups may nest.
const DEPTH: usize = 100;

/// Parses `pattern`.
///
/// # Errors
/// What in the pattern is wrong, or not done here: back-references, flags other than `u`, word boundaries, possessive
/// and conditional parts.
pub(super) fn parse(pattern: &str) -> Result<Node, String> {
    let mut parser = Parser { rest: pattern.strip_prefix("(?u)").unwrap_or(pattern) };
    let node = parser.alternatives(DEPTH)?;
    if parser.rest.is_empty() { Ok(node) } else { Err("a `)` closes nothing".into()) }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn eat(&mut self, what: &str) -> bool {
        let rest = self.rest.strip_prefix(what);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn alternatives(&mut self, depth: usize) -> Result<Node, String> {
        let depth = depth.checked_sub(1).ok_or("groups nest too deeply")?;
        let mut nodes = vec![self.concat(depth)?];
        while self.eat("|") {
            nodes.push(self.concat(depth)?);
        }
        Ok(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Alternatives(nodes) })
    }

    fn concat(&mut self, depth: usize) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while self.peek().is_some_and(|c| c != '|' && c != ')') {
            let atom = self.atom(depth)?;
            nodes.push(self.repeated(atom)?);
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.swap_remove(0),
            _ => Node::Concat(nodes),
        })
    }

    fn atom(&mut self, depth: usize) -> Result<Node, String> {
        Ok(match self.next() {
            None => Node::Empty,
            Some('(') => self.group(depth)?,
            Some('[') => Node::Set(self.set()?),
            Some('.') => Node::Set(CharSet::dot()),
            Some('^') => Node::Start,
            Some('$') => Node::End,
            Some('\\') => Node::Set(match self.escape()? {
                Escape::Char(c) => CharSet::one(c),
                Escape::Class(class, negated) => CharSet::class(class, negated),
            }),
            Some(c @ ('*' | '+' | '?')) => return Err(format!("`{c}` repeats nothing")),
            Some(c) => Node::Set(CharSet::one(c)),
        })
    }

    fn group(&mut self, depth: usize) -> Result<Node, String> {
        let looks = [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];
        let look = looks.into_iter().find(|(sign, ..)| self.eat(sign));
        if look.is_none() && !self.eat("?:") && self.peek() == Some('?') {
            if !self.eat("?P<") {
                return Err(format!("the group `({}`", self.rest.chars().take(4).collect::<String>()));
            }
            while self.next().ok_or("a group's name does not end")? != '>' {}
        }
        let node = self.alternatives(depth)?;
        if !self.eat(")") {
            return Err("a group does not end".into());
        }
        Ok(match look {
            Some((_, behind, negated)) => Node::Look { behind, negated, node: Box::new(node) },
            None => node,
        })
    }

    fn repeated(&mut self, atom: Node) -> Result<Node, String> {
        let Some((min, max)) = self.bounds()? else { return Ok(atom) };
        let greedy = !self.eat("?");
        if self.peek() == Some('+') {
            return Err("a possessive repeat".into());
        }
        if self.bounds()?.is_some() {
            return Err("a repeat of a repeat".into());
        }
        Ok(Node::Repeat { node: Box::new(atom), min, max, greedy })
    }

    /// A quantifier, if one stands here.
    fn bounds(&mut self) -> Result<Option<(u32, Option<u32>)>, String> {
        let simple = [("*", 0, None), ("+", 1, None), ("?", 0, Some(1))];
        if let Some((_, min, max)) = simple.into_iter().find(|(sign, ..)| self.eat(sign)) {
            return Ok(Some((min, max)));
        }
        // Braces that hold no bounds stand for themselves.
        let Some((inner, rest)) = self.rest.strip_prefix('{').and_then(|r| r.split_once('}')) else { return Ok(None) };
        let number = |text: &str| text.parse::<u32>().ok();
        let bounds = match inner.split_once(',') {
            None => number(inner).map(|n| (n, Some(n))),
            Some(("", "")) => None,
            Some((min, "")) => number(min).map(|n| (n, None)),
            Some(("", max)) => number(max).map(|n| (0, Some(n))),
            Some((min, max)) => number(min).zip(number(max)).map(|(min, max)| (min, Some(max))),
        };
        if let Some((min, max)) = bounds {
            self.rest = rest;
            if max.is_some_and(|max| max < min) {
                return Err("a repeat whose bounds are the wrong way round".into());
            }
        }
        Ok(bounds)
    }

    fn set(&mut self) -> Result<CharSet, String> {
        const UNENDED: &str = "a character set does not end";
        let negated = self.eat("^");
        let mut set = CharSet::default();
        let mut first = true;
        loop {
            let c = self.next().ok_or(UNENDED)?;
            if c == ']' && !first {
                return Ok(set.finish(negated));
            }
            first = false;
            let Some(low) = self.set_member(c, &mut set)? else { continue };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let mut high = low;
            if is_range && self.eat("-") {
                let c = self.next().ok_or(UNENDED)?;
                high = self.set_member(c, &mut set)?.ok_or("a range ends in a class")?;
            }
            if high < low {
                return Err("a range whose ends are the wrong way round".into());
            }
            set.add_range(low, high);
        }
    }

    /// A character of a set, or `None` for a class, which is added at once.
    fn set_member(&mut self, c: char, set: &mut CharSet) -> Result<Option<char>, String> {
        if c != '\\' {
            return Ok(Some(c));
        }
        Ok(match self.escape()? {
            Escape::Char(c) => Some(c),
            Escape::Class(class, negated) => {
                set.add_class(class, negated);
                None
            }
        })
    }

    fn escape(&mut self) -> Result<Escape, String> {
        let c = self.next().ok_or("a `\\` escapes nothing")?;
        Ok(match c {
            'd' | 'D' => Escape::Class(Class::Digit, c == 'D'),
            's' | 'S' => Escape::Class(Class::Space, c == 'S'),
            'w' | 'W' => Escape::Class(Class::Word, c == 'W'),
            'x' => Escape::Char(self.hex(2)?),
            'u' => Escape::Char(self.hex(4)?),
            'U' => Escape::Char(self.hex(8)?),
            'n' => Escape::Char('\n'),
            't' => Escape::Char('\t'),
            'r' => Escape::Char('\r'),
            'f' => Escape::Char('\u{c}'),
            'v' => Escape::Char('\u{b}'),
            'a' => Escape::Char('\u{7}'),
            _ if c.is_ascii_alphanumeric() => return Err(format!("the escape `\\{c}`")),
            _ => Escape::Char(c),
        })
    }

    fn hex(&mut self, digits: usize) -> Result<char, String> {
        let (number, rest) = self.rest.split_at_checked(digits).ok_or("an escape is cut off")?;
        self.rest = rest;
        let code = u32::from_str_radix(number, 16).ok();
        code.and_then(char::from_u32).ok_or_else(|| format!("the character `{number}`"))
    }
}

enum Escape {
    Char(char),
    Class(Class, bool),
}
