//! The page that `explain --html` writes.

use crate::support::run;
use serde_json::json;

fn page(input: impl Into<Vec<u8>>) -> String {
    let run = run(&["explain", "--html", "--date", "2010-02-12", "-"], input);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    run.out
}

#[test]
fn a_page_marks_draws_and_explains() {
    let page = page("A spokesman said France urged Mali to free the hostages. The envoy struck oil.");
    assert!(page.starts_with("<!doctype html>\n"));
    for part in
        ["<mark class=\"src\">A spokesman", "cue", "urged", "<svg", "event/lexicon/", "actor FRA", "recipient MLI"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(page.contains("urged ↓nsubj France"), "the path to the actor");
    assert!(page.contains("no event from: "), "why words are no events");
}

#[test]
fn a_page_fetches_nothing() {
    let page = page("France urged Mali to free the hostages.");
    for foreign in ["<script", "<link", "src=", "url(", "http:", "https:", "@import"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn what_the_report_says_stays_words() {
    let words = "<script>alert(1)</script> & \"France\" urged <b>Mali</b> to free 'the' hostages.";
    let record = json!({"id": "<i>\"x\"", "text": words, "title": "<u>title</u>"}).to_string();
    let page = page(record);
    for tag in ["<script", "<b>Mali", "<i>\"x", "<u>"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("&lt;i&gt;&quot;x&quot;") && page.contains("&lt;u&gt;title"), "{page}");
}

#[test]
fn a_sentence_too_long_to_draw_is_said_to_be() {
    let page = page(format!("{} met in Geneva on Friday.", vec!["France and Mali"; 200].join(", ")));
    assert!(page.contains("too many to draw"));
}
