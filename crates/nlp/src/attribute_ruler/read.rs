//! Reads the ruler's patterns, and refuses what is not done.

use super::{Attr, AttributeRuler, FormAttr, Rule, Test, TokenPattern, TokenSpec};
use crate::hash::string_id;
use crate::msgpack::{self, Value};
use crate::pattern::Pattern;
use crate::{Error, LexFlags, morph};
use whowhom_text::Label;

/// Reads what spaCy's `AttributeRuler.to_disk` writes.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<AttributeRuler, Error> {
    let value = msgpack::read(file, bytes)?;
    let reader = Reader { file };
    let mut ruler = AttributeRuler { tokens: Vec::new(), patterns: Vec::new(), rules: Vec::new() };
    for entry in reader.array(&value)? {
        let number = ruler.rules.len() as u32;
        let rule = reader.rule(entry)?;
        for pattern in reader.array(entry.get("patterns").unwrap_or(&Value::Nil))? {
            let start = ruler.tokens.len();
            for spec in reader.array(pattern)? {
                ruler.tokens.push(reader.token_spec(spec)?);
            }
            let tokens = start..ruler.tokens.len();
            if !(-(tokens.len() as i64)..tokens.len() as i64).contains(&rule.index) {
                return Err(Error::malformed(file, format!("pattern {number} has no token {}", rule.index)));
            }
            ruler.patterns.push(TokenPattern { rule: number, tokens });
        }
        ruler.rules.push(rule);
    }
    Ok(ruler)
}

struct Reader<'a> {
    file: &'a str,
}

impl Reader<'_> {
    fn bad(&self) -> Error {
        Error::malformed(self.file, "is not a list of patterns as spaCy writes it")
    }

    fn unsupported(&self, what: String) -> Error {
        Error::unsupported(self.file, what)
    }

    fn array<'v, 'b>(&self, value: &'v Value<'b>) -> Result<&'v [Value<'b>], Error> {
        value.as_array().ok_or_else(|| self.bad())
    }

    fn map<'v, 'b>(&self, value: &'v Value<'b>) -> Result<&'v [(Value<'b>, Value<'b>)], Error> {
        value.as_map().ok_or_else(|| self.bad())
    }

    fn text<'b>(&self, value: &Value<'b>) -> Result<&'b str, Error> {
        value.as_str().ok_or_else(|| self.bad())
    }

    fn rule(&self, entry: &Value<'_>) -> Result<Rule, Error> {
        let mut sets = Vec::new();
        for (key, value) in self.map(entry.get("attrs").unwrap_or(&Value::Nil))? {
            let name = self.text(key)?;
            let attr = attr(name).ok_or_else(|| self.unsupported(format!("setting the attribute `{name}`")))?;
            sets.push((attr, label(attr, self.text(value)?)));
        }
        let index = entry.get("index").map_or(Some(0), Value::as_i64).ok_or_else(|| self.bad())?;
        Ok(Rule { sets, index })
    }

    fn token_spec(&self, value: &Value<'_>) -> Result<TokenSpec, Error> {
        let mut spec = TokenSpec::default();
        for (key, value) in self.map(value)? {
            let name = self.text(key)?.to_uppercase();
            if let Some(flag) = LexFlags::by_name(&name) {
                let wanted = value.as_bool().or(value.as_u64().map(|n| n != 0)).ok_or_else(|| self.bad())?;
                spec.flags.push((flag, wanted));
            } else if let Some(attr) = form_attr(&name) {
                let tests = self.tests(&name, value, string_id)?;
                let regex_on_part = tests.iter().any(|t| matches!(t, Test::Regex(_)))
                    && !matches!(attr, FormAttr::Orth | FormAttr::Lower);
                if regex_on_part {
                    return Err(self.unsupported(format!("the predicate `REGEX` of `{name}`")));
                }
                spec.form.extend(tests.into_iter().map(|test| (attr, test)));
            } else if let Some(attr) = attr(&name) {
                let tests = self.tests(&name, value, |text| label(attr, text))?;
                match attr {
                    Attr::Tag => spec.tag.extend(tests),
                    _ => spec.rest.extend(tests.into_iter().map(|test| (attr, test))),
                }
            } else {
                return Err(self.unsupported(format!("`{name}` in a pattern")));
            }
        }
        Ok(spec)
    }

    /// The tests that a value stands for: a text for itself, a map for predicates.
    fn tests<T>(&self, attr: &str, value: &Value<'_>, read: impl Fn(&str) -> T) -> Result<Vec<Test<T>>, Error> {
        let list = |values: &Value<'_>| -> Result<Vec<T>, Error> {
            self.array(values)?.iter().map(|v| Ok(read(self.text(v)?))).collect()
        };
        let Value::Map(predicates) = value else { return Ok(vec![Test::In(vec![read(self.text(value)?)])]) };
        let test = |(key, values): &(Value<'_>, Value<'_>)| match self.text(key)? {
            "IN" => Ok(Test::In(list(values)?)),
            "NOT_IN" => Ok(Test::NotIn(list(values)?)),
            "==" => Ok(Test::In(vec![read(self.text(values)?)])),
            "!=" => Ok(Test::NotIn(vec![read(self.text(values)?)])),
            "REGEX" => {
                let pattern = Pattern::new(self.text(values)?).map_err(|why| self.unsupported(why))?;
                Ok(Test::Regex(Box::new(pattern)))
            }
            other => Err(self.unsupported(format!("the predicate `{other}` of `{attr}`"))),
        };
        predicates.iter().map(test).collect()
    }
}

fn attr(name: &str) -> Option<Attr> {
    Some(match name {
        "TAG" => Attr::Tag,
        "POS" => Attr::Pos,
        "DEP" => Attr::Dep,
        "MORPH" => Attr::Morph,
        "LEMMA" => Attr::Lemma,
        _ => return None,
    })
}

fn form_attr(name: &str) -> Option<FormAttr> {
    Some(match name {
        "ORTH" | "TEXT" => FormAttr::Orth,
        "LOWER" => FormAttr::Lower,
        "NORM" => FormAttr::Norm,
        "PREFIX" => FormAttr::Prefix,
        "SUFFIX" => FormAttr::Suffix,
        "SHAPE" => FormAttr::Shape,
        _ => return None,
    })
}

fn label(attr: Attr, value: &str) -> Label {
    if attr == Attr::Morph { Label::new(&morph::normalized(value)) } else { Label::new(value) }
}
