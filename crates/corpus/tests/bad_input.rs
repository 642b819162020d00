//! Input of every form, sound and broken: what is sound is read, what is broken is told with its file and place.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use whowhom_corpus::read::{self, MAX_RECORD, Parse, Records, Settings, Skip};

/// The names of the documents that a file of this name and content gives, and what is said of the records that give none.
fn read(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    let settings = Settings::default();
    let parse = Parse::new(&settings).unwrap();
    let (mut ids, mut said) = (Vec::new(), Vec::new());
    for raw in Records::new(read::find(&[path], None).unwrap().sources, &settings) {
        let place = raw.place.to_string();
        let place = place.rsplit('/').next().unwrap().to_string();
        match parse.parse(raw) {
            Ok(input) => ids.push(input.doc.id),
            Err(Skip::Bad(error)) => said.push(format!("{place}: {error}")),
            Err(skip) => said.push(skip.to_string()),
        }
    }
    (ids, said)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What is said of a file; none of its records may be read.
fn refused(name: &str, bytes: &[u8]) -> String {
    let (ids, said) = read(name, bytes);
    assert!(ids.is_empty(), "{ids:?}");
    assert_eq!(said.len(), 1, "{said:?}");
    said.into_iter().next().unwrap()
}

const LINES: &[u8] = b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n";

#[test]
fn gzip_and_zstd_are_read_and_their_breaking_off_is_told() {
    assert_eq!(read("a.jsonl.gz", &gzip(LINES)).0, ["a-1", "a-2"]);
    assert_eq!(read("a.jsonl.zst", &zstd::encode_all(LINES, 3).unwrap()).0, ["a-1", "a-2"]);
    let mut two = gzip(LINES);
    two.extend(gzip(LINES));
    assert_eq!(read("a.jsonl.gz", &two).0.len(), 4, "members follow each other");
    let long: String =
        (0..20_000).map(|n| format!("{{\"text\": \"Report {n}, sum {}.\"}}\n", n * 7919 % 10_007)).collect();
    for (name, packed) in
        [("a.jsonl.gz", gzip(long.as_bytes())), ("a.jsonl.zst", zstd::encode_all(long.as_bytes(), 3).unwrap())]
    {
        let (ids, said) = read(name, &packed[..packed.len() / 2]);
        assert!(ids.len() > 1000, "{name}: {}", ids.len());
        assert_eq!(said.len(), 1);
        let place = format!("{name}:{}: cannot be read further", ids.len() + 1);
        assert!(said[0].starts_with(&place), "{said:?}, not {place}");
    }
}

#[test]
fn json_that_breaks_in_the_middle_costs_one_record() {
    let (ids, said) = read("a.jsonl", b"{\"text\": \"One.\"}\n{\"text\": \"Tw\n{\"text\": \"Three.\"}\n");
    assert_eq!(ids, ["a-1", "a-3"]);
    assert!(said[0].starts_with("a.jsonl:2: is not JSON"), "{said:?}");
}

#[test]
fn tables_are_read_and_rows_of_another_width_told() {
    let csv = b"id,body\nx,\"One, and\nmore.\"\ny,two,three\n,Four.\nz,\n";
    let (ids, said) = read("a.csv", csv);
    assert_eq!(ids, ["x", "a-3"]);
    assert_eq!(said, ["a.csv:4: the row has 3 columns where the head has 2", "a.csv:6: the row has no text"]);
    assert_eq!(read("a.tsv", b"id\ttext\nx\tOne, \xE9.\n").0, ["x"]);
    assert_eq!(read("a.csv", b"id;text\nx;One, and; no\ny;\"Two; and more.\"\n").0, ["y"]);
    assert_eq!(read("a.csv", b"id\ttext\nx\tOne, and more.\n").0, ["x"]);
    assert!(refused("a.csv", b"a,b\n1,2\n").starts_with("a.csv:1: has no column for the text"));
}

#[test]
fn a_quote_that_never_closes_is_told() {
    let (ids, said) = read("a.csv", b"id,text\nw,Zero.\nx,\"One.\ny,Two.\nz,Three.\n");
    assert_eq!(ids, ["w"]);
    assert!(
        said.len() == 1 && said[0].starts_with("a.csv:3: a quote that opens in this row is not closed"),
        "{said:?}"
    );
    for closed in [
        &b"id,text\nx,\"One,\nand more.\"\n"[..],
        b"id,text\nx,\"One,\nand more.\"",
        b"id,text\nx,\"One\nmore\"\ny,Two.\n",
    ] {
        assert_eq!(read("a.csv", closed).1, [""; 0], "{closed:?}");
    }
}

#[test]
fn what_must_be_unpacked_or_saved_as_text_first_is_told() {
    let tar = [&[b'a'; 257][..], b"ustar\0"].concat();
    for (bytes, said) in [
        (&b"PK\x03\x04\x14\0"[..], "a ZIP archive or an office document"),
        (b"%PDF-1.4\n1 0 obj", "a PDF"),
        (b"BZh91AY&SY", "packed with bzip2"),
        (b"\xFD7zXZ\0\0", "packed with xz"),
        (b"{\\rtf1 Words.}", "rich text"),
        (b"SQLite format 3\0", "an SQLite file"),
        (&tar, "a tar archive"),
    ] {
        for name in ["a.txt", "a.jsonl", "a"] {
            let heard = refused(name, bytes);
            assert!(heard.starts_with(&format!("{name}: is {said}")), "{heard}");
        }
        assert!(refused("a.txt.gz", &gzip(bytes)).starts_with(&format!("a.txt.gz: is {said}")));
    }
    assert_eq!(read("a.txt", b"BZh is no word.").0, ["a"]);
}

#[test]
fn numbers_and_nulls_in_records_are_read_or_told_by_field() {
    let lines = b"{\"id\": 7, \"text\": \"One.\", \"date\": 20100212}\n{\"text\": null}\n{\"text\": \"x\", \"title\": 3}\n{\"id\": [1], \"text\": \"x\"}\n5\n";
    let (ids, said) = read("a.jsonl", lines);
    assert_eq!(ids, ["7"]);
    assert!(said[0].ends_with(":2: is not a document: its text is null, and words are wanted"), "{said:?}");
    assert!(said[1].ends_with(":3: is not a document: its title is a number, and words are wanted"), "{said:?}");
    assert!(said[2].ends_with(":4: is not a document: its id is a list, and words are wanted"), "{said:?}");
    assert!(said[3].contains(":5: is not a document"), "{said:?}");
}

#[test]
fn a_picture_called_txt_is_told() {
    assert!(refused("a.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR").starts_with("a.txt: is no text: byte"));
}

#[test]
fn a_record_beyond_all_measure_is_passed_over() {
    let mut lines = b"{\"text\": \"".to_vec();
    lines.resize(MAX_RECORD as usize + 5, b'x');
    lines.extend(b"\"}\n{\"text\": \"Two.\"}\n");
    let (ids, said) = read("a.jsonl", &lines);
    assert_eq!(ids, ["a-2"]);
    assert!(said[0].starts_with("a.jsonl:1: the record has 67"), "{said:?}");
    let (ids, said) = read("a.csv", &[b"text\nOne.\n\"", &vec![b'x'; MAX_RECORD as usize + (1 << 17)][..]].concat());
    assert_eq!(ids, ["a-1"]);
    assert!(said[0].contains("a record has more than 64 MB"), "{said:?}");
}

const ITEM: &str = "<item><guid>g1</guid><title>Talks &amp; tea</title><pubDate>Fri, 12 Feb 2010 09:00:00 GMT</pubDate>\
    <description><![CDATA[<p>The envoys met in Oslo.</p><p>They agreed.</p>]]></description></item>";

#[test]
fn feeds_are_read_item_by_item_up_to_where_they_break() {
    let rss = format!("<?xml version=\"1.0\"?><rss><channel><title>Oslo Post</title>{ITEM}{ITEM}</channel></rss>");
    assert_eq!(read("a.xml", rss.as_bytes()), (vec!["g1".into(), "g1".into()], vec![]));
    let (ids, said) = read("a.rss", &rss.as_bytes()[..rss.len() - 120]);
    assert_eq!(ids, ["g1"]);
    assert!(said[0].starts_with("a.rss, record 2 at byte") && said[0].contains("cannot be read further"), "{said:?}");
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><entry><id>e1</id><link href='http://x/1'/>\
        <updated>2010-02-12T00:00:00Z</updated><content type='xhtml'><div><p>The envoys met.</p><p>They agreed &lt;all&gt;.</p>\
        </div></content></entry></feed>";
    assert_eq!(read("a.atom", atom.as_bytes()).0, ["e1"]);
    assert!(refused("a.xml", b"<?xml version=\"1.0\"?><book>words</book>").contains("no RSS or Atom feed"));
}

fn warc(kind: &str, body: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://www.post.example/a\r\nContent-Type: application/http; \
         msgtype=response\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    )
}

fn page(mime: &str) -> String {
    let words = "The envoys of both countries met in Oslo on Friday and agreed to open an office for research on the ice of \
        the south, which will begin its work in spring, with thirty scientists, a ship and a small plane. ";
    let story = format!("<p>{words}</p>").repeat(4);
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\n\r\n<html><body><article><h1>Ice</h1>{story}</article></body></html>"
    )
}

#[test]
fn web_archives_give_their_pages_and_broken_records_are_told() {
    let sound = warc("response", &page("text/html"));
    let archive = [
        warc("warcinfo", "x: y"),
        warc("request", "GET / HTTP/1.1"),
        sound.clone(),
        warc("response", &page("image/png")),
    ];
    let archive = archive.concat();
    assert_eq!(read("a.warc", archive.as_bytes()), (vec!["a-3".into()], vec![]));
    let packed: Vec<u8> = [&archive, &sound].into_iter().flat_map(|part| gzip(part.as_bytes())).collect();
    assert_eq!(read("a.warc.gz", &packed).0, ["a-3", "a-5"]);
    let (ids, said) = read("a.warc", format!("{sound}{}", &sound[..500]).as_bytes());
    assert_eq!(ids, ["a-1"]);
    let place = format!("a.warc, record 2 at byte {}: the record is cut short", sound.len());
    assert!(said[0].starts_with(&place), "{said:?}");
    let (ids, said) = read("a.warc", format!("{sound}rubbish\r\nmore rubbish\r\n{sound}").as_bytes());
    assert_eq!((ids.len(), said.len()), (2, 1), "{said:?}");
    let (ids, said) = read("a.warc", format!("{}{sound}", sound.replace("Length: ", "Length: x")).as_bytes());
    assert_eq!((ids.len(), said.len()), (1, 1), "{said:?}");
}

#[test]
fn packed_and_chunked_bodies_are_unpacked() {
    let html = page("").split("\r\n\r\n").nth(1).unwrap().to_string();
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{html}\r\n0\r\n\r\n",
        html.len()
    );
    assert_eq!(read("a.warc", warc("response", &chunked).as_bytes()).0, ["a-1"]);
    let mut bytes = Vec::new();
    let packed = gzip(html.as_bytes());
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
    write!(bytes, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", head.len() + packed.len()).unwrap();
    bytes.extend_from_slice(head);
    bytes.extend_from_slice(&packed);
    assert_eq!(read("a.warc", &bytes), (vec!["a-1".into()], vec![]));
}

#[test]
fn what_holds_nothing_is_told() {
    for name in ["a.txt", "a.html", "a.jsonl", "a.csv", "a.tsv", "a.parquet", "a.rss", "a.warc", "a.dat"] {
        assert_eq!(refused(name, b""), format!("{name}: is empty"));
        assert_eq!(refused(name, &gzip(b"")), format!("{name}: is empty"));
    }
    for name in ["a.txt", "a.dat"] {
        assert_eq!(refused(name, b" \n\t\n"), format!("{name}: the text is empty"));
    }
    let (ids, said) = read("a.jsonl", b"{\"text\": \"One.\"}\n{\"text\": \"\"}\n\n{\"text\": \" \\n\"}\n");
    assert_eq!(
        (ids.len(), said),
        (1, vec!["a.jsonl:2: the text is empty".to_string(), "a.jsonl:4: the text is empty".into()])
    );
}

#[test]
fn byte_order_marks_and_utf16_are_read() {
    let utf16 = |words: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(words.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let (lines, table) = ("{\"text\": \"Un.\"}\n{\"text\": \"Málaga.\"}\n", "id\tbody\nx\tMálaga.\n");
    let feed =
        format!("<?xml version=\"1.0\" encoding=\"utf-16\"?><rss><channel><title>Post</title>{ITEM}</channel></rss>");
    for (name, words, ids) in [
        ("a.jsonl", lines, vec!["a-1", "a-2"]),
        ("a.tsv", table, vec!["x"]),
        ("a.txt", "Málaga.", vec!["a"]),
        ("a.rss", &feed, vec!["g1"]),
    ] {
        assert_eq!(read(name, &utf16(words)), (ids.iter().map(|id| id.to_string()).collect(), vec![]), "{name}");
        let utf8 = format!("\u{FEFF}{}", words.replace("utf-16", "utf-8"));
        assert_eq!(read(name, utf8.as_bytes()), (ids.iter().map(|id| id.to_string()).collect(), vec![]), "{name}");
    }
    assert!(refused("a.txt", b"a\0b\0").contains("byte order mark"));
}

#[test]
fn json_that_is_no_record_a_line_is_told() {
    for name in ["a.jsonl", "a.json"] {
        let said = refused(name, b"[{\"text\": \"One.\"}, {\"text\": \"Two.\"}]");
        assert!(said.starts_with(&format!("{name}:1: begins a list")), "{said}");
    }
    let deep = format!("{{\"text\": \"One.\", \"x\": {}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let (ids, said) = read("a.jsonl", format!("{deep}{{\"text\": \"Two.\"}}\n").as_bytes());
    assert_eq!((ids, said.len()), (vec!["a-2".to_string()], 1));
    assert!(said[0].starts_with("a.jsonl:1: is not JSON: recursion limit exceeded"), "{said:?}");
}

#[test]
fn days_that_no_report_appeared_on_are_told() {
    let (ids, said) = read(
        "a.csv",
        b"id,date,text\na,0000-01-01,One.\nb,9999-12-31,Two.\nc,2009-02-30,Three.\nd,02/03/2009,Four.\ne,2009-02-28,Five.\n",
    );
    assert_eq!(ids, ["e"]);
    for (said, words) in said.iter().zip([
        "a.csv:2: the date 0000-01-01",
        "a.csv:3: the date 9999-12-31",
        "no day of the calendar",
        "a.csv:5",
    ]) {
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_file_that_vanishes_or_cannot_be_opened_costs_itself_alone() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(dir.path().join(name), "Words.").unwrap();
    }
    let found = read::find(&[dir.path().into()], None).unwrap();
    fs::remove_file(dir.path().join("b.txt")).unwrap();
    let records: Vec<_> = Records::new(found.sources, &Settings::default()).collect();
    let read: Vec<bool> = records.iter().map(|raw| raw.content.is_ok()).collect();
    assert_eq!(read, [true, false, true]);
    assert!(records[1].content.as_ref().unwrap_err().starts_with("cannot be read: "), "{records:?}");
}

#[cfg(feature = "parquet")]
#[test]
fn what_is_no_parquet_is_told() {
    assert!(refused("a.parquet", b"PAR1 and no more").starts_with("a.parquet: cannot be read as Parquet"));
    assert!(refused("a.parquet", b"PAR1PAR1").contains("cannot be read as Parquet"));
}
