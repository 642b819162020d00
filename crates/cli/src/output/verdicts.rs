//! Why words are no events.

use whowhom_event::{Trace, Verdict};
use whowhom_text::{TokenId, Why};

/// The entries of the lexicon that were tried on words and did not make an event, word by word, with the reason of each; those that
/// came nearest first. An entry that was chosen is named by its event.
pub fn rejected(traces: &[Trace]) -> Vec<(TokenId, Vec<(&Why, String)>)> {
    let of_word = |traces: &'_ [Trace]| -> Vec<usize> {
        let mut tried: Vec<usize> = (0..traces.len()).filter(|i| traces[*i].verdict != Verdict::Chosen).collect();
        tried.sort_by_key(|i| matches!(traces[*i].verdict, Verdict::Failed(_)));
        tried
    };
    traces
        .chunk_by(|a, b| a.token == b.token)
        .map(|word| {
            (word[0].token, of_word(word).into_iter().map(|i| (&word[i].why, reason(&word[i].verdict))).collect())
        })
        .filter(|(_, tried): &(_, Vec<_>)| !tried.is_empty())
        .collect()
}

fn reason(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Failed(constraint) => format!("asks for {}", shortened(constraint)),
        Verdict::NoParties => "fits, but nobody known takes part, or only one side".into(),
        Verdict::PassedOver => "stands inside the phrase of another verb".into(),
        Verdict::Discarded => "in a sentence or report of the discard lists".into(),
        Verdict::Outweighed | Verdict::Chosen => "fits, but another entry asks for more".into(),
    }
}

/// The constraint, cut where it lists many words: the file has the rest.
fn shortened(constraint: &str) -> String {
    match constraint.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &constraint[..end]),
        None => constraint.into(),
    }
}
