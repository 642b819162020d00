//! Prints the sentences of `tests/sentences.txt` without their marks, as documents for `whowhom annotate`.

fn main() {
    let lines = include_str!("../tests/sentences.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    for (number, line) in lines.enumerate() {
        let mut text = String::new();
        for part in line.replace("\\n", "\n").split('[') {
            match part.split_once(']') {
                Some((marked, after)) => {
                    text.push_str(marked.split('|').next().unwrap_or(marked));
                    text.push_str(after);
                }
                None => text.push_str(part),
            }
        }
        println!("{}", serde_json::json!({ "id": (number + 1).to_string(), "text": text }));
    }
}
