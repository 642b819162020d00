//! Reads the annotated passages of `tests/fixtures`.

use whowhom_text::{Analysis, Document, Label, NamedEntity, Span, TokenId, TokenRange};

/// A passage: its document and language layer, and the lines that say what it should give.
pub struct Passage {
    pub doc: Document,
    pub analysis: Analysis,
    pub expected: Vec<Vec<String>>,
}

/// The passages of a file pair, in order.
pub fn read(text: &str, annotated: &str) -> Vec<Passage> {
    let blocks = blocks(text);
    let annotations: Vec<&str> = annotated.split("#\n").filter(|a| !a.trim().is_empty()).collect();
    assert_eq!(blocks.len(), annotations.len(), "run annotate.py: passages and annotations differ in number");
    let passages = blocks.into_iter().zip(annotations).enumerate();
    passages.map(|(n, ((text, expected), annotation))| passage(n, text, expected, annotation)).collect()
}

fn blocks(text: &str) -> Vec<(String, Vec<Vec<String>>)> {
    let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
    let blocks = lines.split(|l| l.trim().is_empty()).filter(|b| !b.is_empty());
    let fields = |line: &&str| line[1..].split('|').map(|f| f.trim().to_string()).collect();
    blocks
        .map(|block| {
            let (expected, words): (Vec<&str>, Vec<&str>) = block.iter().partition(|l| l.starts_with('='));
            (words.join("\n\n"), expected.iter().map(fields).collect())
        })
        .collect()
}

fn passage(number: usize, text: String, expected: Vec<Vec<String>>, annotation: &str) -> Passage {
    let mut analysis = Analysis::default();
    let (mut sentences, mut entities, mut at, mut start) = (Vec::new(), Vec::<NamedEntity>::new(), 0, 0);
    for line in annotation.lines() {
        if line.is_empty() {
            sentences.push(TokenRange::new(start, analysis.len()));
            start = analysis.len();
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let word = fields[0].replace("\\n", "\n");
        at += text[at..].find(&word).unwrap_or_else(|| panic!("passage {number}: run annotate.py: no `{word}`"));
        let span = Span::new(at, at + word.len());
        at = span.end as usize;
        let id = analysis.len();
        let head = (id as i64 + fields[5].parse::<i64>().expect("a distance")) as usize;
        let label = Label::new;
        analysis.push(
            &text,
            span,
            &fields[1].replace("\\n", "\n"),
            label(fields[2]),
            label(fields[3]),
            label(fields[4]),
            TokenId::from(head),
        );
        match fields[6].split_once('-') {
            Some(("B", kind)) => entities.push(NamedEntity { tokens: TokenRange::new(id, id + 1), label: label(kind) }),
            Some(("I", _)) => entities.last_mut().expect("an entity").tokens.end = TokenId::from(id + 1),
            _ => {}
        }
    }
    analysis.finish(sentences, entities);
    Passage { doc: Document::new(format!("passage-{number}"), text), analysis, expected }
}

/// The share of two texts' joint words that both have.
pub fn alike(a: &str, b: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let shared = a.iter().filter(|w| b.contains(w)).count();
    let joint = a.len() + b.iter().filter(|w| !a.contains(w)).count();
    if joint == 0 { 1.0 } else { shared as f64 / joint as f64 }
}
