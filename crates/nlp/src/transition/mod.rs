//! Transition systems: a state reads the tokens one by one, and a small network picks each next move.

pub(crate) mod ner;
mod net;
mod nonproj;
pub(crate) mod parser;
mod state;
mod tree;

use crate::msgpack::Value;
use crate::{Error, ModelSource, msgpack};

/// A move of a transition system: what is done, and with which label (empty for none).
#[derive(Clone, Debug, PartialEq, Eq)]
struct Move {
    action: usize,
    label: String,
}

/// The moves of a component in the order in which its network scores them (spaCy's `TransitionSystem.initialize_actions`).
fn read_moves(source: &ModelSource, component: &str, skip: impl Fn(&Move) -> bool) -> Result<Vec<Move>, Error> {
    let file = format!("{component}/moves");
    let bytes = source.read(&file)?;
    let value = msgpack::read(&file, &bytes)?;
    let text = value.get("moves").and_then(Value::as_str).ok_or_else(|| Error::malformed(&file, "has no moves"))?;
    moves_of(text, skip).ok_or_else(|| Error::malformed(&file, "moves are not counted by action and label"))
}

fn moves_of(json: &str, skip: impl Fn(&Move) -> bool) -> Option<Vec<Move>> {
    let counts: serde_json::Value = serde_json::from_str(json).ok()?;
    let mut actions = counts.as_object()?.iter().collect::<Vec<_>>();
    actions.sort_by_key(|(action, _)| *action);
    let mut moves: Vec<Move> = Vec::new();
    let mut add = |action: usize, label: &str| {
        let new = Move { action, label: label.to_string() };
        if !skip(&new) && !moves.contains(&new) {
            moves.push(new);
        }
    };
    // Labels that were added after training count below zero and come after all others.
    let mut late: Vec<(i64, &str)> = Vec::new();
    let mut late_actions: Vec<(&str, usize)> = Vec::new();
    for (action, labels) in actions {
        let action: usize = action.parse().ok()?;
        let mut labels: Vec<(i64, &str)> =
            labels.as_object()?.iter().map(|(label, n)| Some((n.as_i64()?, label.as_str()))).collect::<Option<_>>()?;
        labels.sort_by(|a, b| b.cmp(a));
        for (count, label) in labels {
            if count < 0 {
                late.push((count, label));
                late_actions.push((label, action));
            } else {
                add(action, label);
            }
        }
    }
    late.sort_by(|a, b| b.cmp(a));
    for (_, label) in late {
        for &(_, action) in late_actions.iter().filter(|(other, _)| *other == label) {
            add(action, label);
        }
    }
    Some(moves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_come_by_action_and_count() {
        let json = r#"{"1":{"":5},"0":{"":9},"2":{"a":1,"b":7,"c":1,"late":-2},"3":{"late":-1}}"#;
        let moves = moves_of(json, |m| m.label == "c").unwrap();
        let names: Vec<_> = moves.iter().map(|m| (m.action, m.label.as_str())).collect();
        assert_eq!(names, [(0, ""), (1, ""), (2, "b"), (2, "a"), (2, "late"), (3, "late")]);
    }
}
