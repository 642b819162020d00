//! Pages and feeds as publishers lay them out: the article and what is stated of it are found, and what surrounds it is not.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use whowhom_corpus::read::{self, Parse, Records, Settings};
use whowhom_text::Document;

const STORY: [&str; 4] = [
    "The foreign ministers of Norway and Chile met in Oslo on Friday and agreed to open a joint office for research on the \
     southern ice, their spokesmen said after the talks ended.",
    "It will begin its work in the coming spring, with thirty scientists of both countries and a budget of five million dollars \
     a year, which the two governments are to share.",
    "“We have waited long for this,” the Norwegian minister told reporters, “and our fishermen have waited longer.” She thanked \
     the Chilean embassy for its patience.",
    "The parliaments of both countries have still to vote on it, and the opposition in Santiago has asked for a longer debate \
     before any money is spent.",
];

fn read(name: &str, bytes: &[u8]) -> Vec<Document> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let settings = Settings::default();
    let parse = Parse::new(&settings).unwrap();
    let records = Records::new(read::find(&[path], None).unwrap().sources, &settings);
    records.map(|raw| parse.parse(raw).unwrap().doc).collect()
}

/// Checks a page's article and what it states: title, date, publisher; "" for what it does not state.
fn check(html: &str, [title, date, publisher]: [&str; 3]) {
    let doc = read("page.html", html.as_bytes()).remove(0);
    let paragraphs: Vec<String> = doc.text.split("\n\n").map(|p| p.replace('\n', " ")).collect();
    let story: Vec<&str> = paragraphs.iter().map(String::as_str).filter(|p| STORY.contains(p)).collect();
    assert_eq!(story, STORY, "{}", doc.text);
    for around in ["Sign in", "Weather", "cookies", "Most read", "nice article", "Imprint"] {
        assert!(!doc.text.contains(around), "{around} in {}", doc.text);
    }
    assert_eq!(doc.title.unwrap_or_default(), title);
    assert_eq!(doc.date.map(|d| d.to_string()).unwrap_or_default(), date);
    assert_eq!(doc.publisher.unwrap_or_default(), publisher);
}

fn paragraphs() -> String {
    STORY.map(|p| format!("<p>{p}</p>\n")).concat()
}

#[test]
fn a_magazine_with_json_ld() {
    let html = format!(
        "<!doctype html><html lang=en><head><title>Ice office agreed | Oslo Post</title><script type=\"application/ld+json\">\
         {{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \"headline\": \"Ice office agreed\", \
         \"datePublished\": \"2010-02-12T08:30:00+01:00\", \"publisher\": {{\"@type\": \"Organization\", \"name\": \"Oslo Post\"}}, \
         \"author\": {{\"@type\": \"Person\", \"name\": \"Ann Example\"}}}}</script></head><body><header><a href=/in>Sign in</a>\
         <nav><a href=/w>Weather</a> <a href=/s>Sport</a></nav></header><main><article><h1>Ice office agreed</h1>{}</article>\
         <aside><h2>Most read</h2><ul><li><a href=/1>One</a><li><a href=/2>Two</a></ul></aside></main><footer>Imprint</footer>",
        paragraphs()
    );
    check(&html, ["Ice office agreed", "2010-02-12", "Oslo Post"]);
}

#[test]
fn an_agency_with_open_graph() {
    let html = format!(
        "<html><head><title>Norway, Chile agree</title><meta property='og:title' content='Norway, Chile agree on ice'>\
         <meta property='og:site_name' content='Northern Wire'><meta property='article:published_time' \
         content='2010-02-12T23:10:00Z'></head><body><div id=top><a href=/in>Sign in</a> <a href=/w>Weather</a></div>\
         <div class=story-body>{}</div><div class=comments><p>nice article, says a reader</p></div></body></html>",
        paragraphs()
    );
    check(&html, ["Norway, Chile agree on ice", "2010-02-12", "Northern Wire"]);
}

#[test]
fn a_paper_of_tables_with_meta_tags() {
    let html = format!(
        "<HTML><HEAD><TITLE>Ice office agreed</TITLE><META NAME=\"date\" CONTENT=\"2010-02-12\"><META NAME=\"DC.publisher\" \
         CONTENT=\"Bergen Daily\"></HEAD><BODY><TABLE><TR><TD WIDTH=120><A HREF=/in>Sign in</A><BR><A HREF=/w>Weather</A></TD><TD>\
         <H2>Ice office agreed</H2>{}</TD></TR></TABLE></BODY></HTML>",
        paragraphs()
    );
    let doc = read("page.html", html.as_bytes()).remove(0);
    assert!(STORY.iter().all(|p| doc.text.contains(p)), "{}", doc.text);
    assert_eq!(doc.date.unwrap().to_string(), "2010-02-12");
    assert_eq!(doc.title.as_deref(), Some("Ice office agreed"));
}

#[test]
fn a_blog_with_a_time_element() {
    let html = format!(
        "<!doctype html><html><head><meta charset=utf-8><title>Ice office agreed</title></head><body><div class=cookie-banner>We \
         use cookies. <button>Fine</button></div><article itemscope itemtype='https://schema.org/NewsArticle'><header><h1 \
         itemprop=headline>Ice office agreed</h1><time itemprop=datePublished datetime='2010-02-12T10:00'>12 Feb</time></header>\
         <div itemprop=articleBody>{}</div></article><section id=comments><p>nice article</p></section></body></html>",
        paragraphs()
    );
    check(&html, ["Ice office agreed", "2010-02-12", ""]);
}

#[test]
fn a_page_that_states_nothing() {
    let lines = STORY.map(|p| format!("{p}<br><br>\n")).concat();
    let html = format!(
        "<html><body><div><div class=menu><a href=/in>Sign in</a> | <a href=/w>Weather</a></div><div class=text>{lines}</div>\
         <div class=foot><a href=/i>Imprint</a></div></div></body></html>"
    );
    let doc = read("page.html", html.as_bytes()).remove(0);
    assert!(STORY.iter().all(|p| doc.text.contains(p)), "{}", doc.text);
    assert_eq!((doc.date, doc.publisher), (None, None));
}

#[test]
fn feeds_give_whole_articles_and_whole_addresses() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Oslo Post</title>\
         <link>https://post.example/news/</link><item><title>Ice</title><link>../2010/ice.html</link><pubDate>Fri, 12 Feb 2010 \
         09:00:00 GMT</pubDate><description>Short.</description><content:encoded><![CDATA[{}]]></content:encoded></item>\
         <item><title>Fish</title><link>https://other.example/fish</link><description>{}</description></item></channel></rss>",
        paragraphs(),
        STORY[1]
    );
    let docs = read("feed.rss", rss.as_bytes());
    assert_eq!(docs[0].text, STORY.join("\n\n"));
    assert_eq!(docs[0].url.as_deref(), Some("https://post.example/2010/ice.html"));
    assert_eq!(
        (docs[0].publisher.as_deref(), docs[0].date.map(|d| d.to_string())),
        (Some("Oslo Post"), Some("2010-02-12".into()))
    );
    assert_eq!(docs[1].url.as_deref(), Some("https://other.example/fish"));
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Post</title><link rel=\"self\" href=\"https://post.example/feed\"/>\
         <link href=\"https://post.example/\"/><entry><title>Ice</title><id>tag:1</id><link rel=\"alternate\" href=\"/ice\"/>\
         <published>2010-02-12T09:00:00Z</published><content type=\"html\">{}</content></entry></feed>",
        paragraphs().replace('<', "&lt;").replace('>', "&gt;")
    );
    let docs = read("feed.atom", atom.as_bytes());
    assert_eq!(docs[0].text, STORY.join("\n\n"));
    assert_eq!(docs[0].url.as_deref(), Some("https://post.example/ice"));
}

#[test]
fn a_body_both_packed_and_chunked_is_unpacked() {
    let html = format!("<html><head><title>Ice</title></head><body><article>{}</article></body></html>", paragraphs());
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(html.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let mut body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\
        Transfer-Encoding: chunked\r\n\r\n"
        .to_vec();
    for chunk in packed.chunks(200) {
        body.extend(format!("{:x}\r\n", chunk.len()).bytes());
        body.extend_from_slice(chunk);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"0\r\n\r\n");
    let mut warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.post.example/ice\r\nContent-Type: application/http; \
         msgtype=response\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    warc.extend(body);
    let doc = read("a.warc", &warc).remove(0);
    assert_eq!(doc.text, STORY.join("\n\n"));
    assert_eq!(
        (doc.url.as_deref(), doc.publisher.as_deref()),
        (Some("https://www.post.example/ice"), Some("post.example"))
    );
}
