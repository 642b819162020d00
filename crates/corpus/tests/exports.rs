//! What goes out can be read back, and stands in the columns where others look for it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use whowhom_corpus::export::{CSV_HEAD, Form, Report, Tables, Told, export, gdelt, icews};
use whowhom_text::data::DataDir;
use whowhom_text::record::EventRecord;

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn event(change: impl FnOnce(&mut EventRecord)) -> EventRecord {
    let mut event = serde_json::from_value(serde_json::json!({
        "id": "a:0", "doc_id": "a", "date": "2010-02-12", "enddate": "2010-02-12",
        "actor": [{"code": "NOR", "sector": "GOV", "entity_text": "Norway, \"the host\"", "start": 0, "end": 18},
                  {"code": "UNO", "sector": "IGO", "entity_text": "the UN", "start": 23, "end": 29}],
        "recipient": [{"code": "CHL", "sector": "GOV", "more_sectors": ["MIL"], "identifier_text": "Ana Ejemplo",
                       "entity_text": "the\tminister", "start": 40, "end": 52}],
        "event": ["CONSULT"], "mode": ["visit"], "context": ["diplomatic"], "auxiliary_mode": [],
        "quad_code": 1, "event_scale": 2.5, "cameo": "043", "trigger": {"text": "hosted", "start": 30, "end": 36},
        "event_loc": {"extracted_place": "Oslo", "resolved_place": "Oslo", "geonameid": 3143244, "lat": 59.91, "lon": 10.75,
                      "country_code": "NOR", "feature_code": "PPLC", "resolution": 4},
        "size": {"participants": 12}, "link": "a#0", "text_info": {"sequence": 0, "start": 0, "end": 60}, "why": ["x; y"]
    }))
    .unwrap();
    change(&mut event);
    event
}

/// What a form writes of two events that happened and one that will.
fn written(form: Form) -> Vec<u8> {
    let tables = Tables::load(&DataDir::builtin()).unwrap();
    let sink = Sink::default();
    let mut export = export(form, &tables, Box::new(sink.clone())).unwrap();
    let url = Some("http://post.example/a".into());
    let publishers = vec!["Oslo Post".into(), "Bergen Post".into()];
    let report = Report { date: "2010-02-13".parse().ok(), publishers, url, copies: 2 };
    export.event(&event(|_| {}), &report).unwrap();
    export.event(&event(|e| (e.recipient, e.date, e.event_loc) = (Vec::new(), None, None)), &report).unwrap();
    export.event(&event(|e| e.auxiliary_mode = vec!["future".into()]), &Report::default()).unwrap();
    export.finish().unwrap();
    sink.0.lock().unwrap().clone()
}

fn rows(form: Form) -> Vec<Vec<String>> {
    let text = String::from_utf8(written(form)).unwrap();
    text.lines().map(|line| line.split('\t').map(String::from).collect()).collect()
}

#[test]
fn json_lines_come_back() {
    let text = String::from_utf8(written(Form::Jsonl)).unwrap();
    let told: Vec<Told> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&told[0].event, told[0].report.copies), (&event(|_| {}), 2));
    assert_eq!(told[0].report.publishers, ["Oslo Post", "Bergen Post"]);
    assert!(told.len() == 3 && told[2].report.is_empty() && !text.lines().nth(2).unwrap().contains("\"report\""));
}

#[test]
fn csv_is_as_wide_as_its_head() {
    let bytes = written(Form::Csv);
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    assert_eq!(reader.headers().unwrap(), &CSV_HEAD[..]);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let cell =
        |row: usize, name: &str| rows[row].get(CSV_HEAD.iter().position(|h| *h == name).unwrap()).unwrap().to_string();
    assert_eq!(cell(0, "actor"), "NOR; UNO");
    assert_eq!(cell(0, "actor_text"), "Norway, \"the host\"; the UN");
    assert_eq!((cell(0, "lat"), cell(1, "lat")), ("59.91".into(), String::new()));
    assert_eq!((cell(0, "publisher"), cell(0, "published")), ("Oslo Post; Bergen Post".into(), "2010-02-13".into()));
    assert_eq!((cell(0, "copies"), cell(2, "copies")), ("2".into(), String::new()));
    assert_eq!(rows.len(), 3);
}

#[test]
fn gdelt_has_a_row_for_each_pair() {
    let rows = rows(Form::Gdelt);
    assert_eq!(rows.len(), 4, "two pairs with the recipient, and each way between the actors alone");
    assert!(rows.iter().all(|row| row.len() == gdelt::COLUMNS));
    // Places in the codebook, from 1.
    let cell = |row: usize, column: usize| rows[row][column - 1].as_str();
    assert_eq!([cell(0, 1), cell(0, 2), cell(0, 3), cell(0, 4)], ["1", "20100212", "201002", "2010"]);
    assert_eq!(cell(0, 5), "2010.1973");
    assert_eq!([cell(0, 6), cell(0, 8), cell(0, 13)], ["NORGOV", "NOR", "GOV"]);
    assert_eq!([cell(1, 6), cell(1, 8), cell(1, 9), cell(1, 13)], ["UNOIGO", "", "UNO", "IGO"]);
    assert_eq!([cell(0, 16), cell(0, 17), cell(0, 23), cell(0, 24)], ["CHLGOVMIL", "ANA EJEMPLO", "GOV", "MIL"]);
    assert_eq!([cell(0, 26), cell(0, 27), cell(0, 29), cell(0, 30), cell(0, 31)], ["1", "043", "04", "1", "2.5"]);
    assert_eq!([cell(0, 32), cell(0, 33), cell(0, 34)], ["3", "2", "3"]);
    assert_eq!([cell(0, 50), cell(0, 51), cell(0, 52), cell(0, 54)], ["4", "Oslo", "NO", "59.91"]);
    assert_eq!([cell(0, 57), cell(0, 58)], ["20100213", "http://post.example/a"]);
    assert_eq!([cell(2, 2), cell(2, 50), cell(2, 16)], ["", "", "UNOIGO"]);
}

#[test]
fn gdelt_counts_a_publisher_once_under_all_its_names() {
    let tables = Tables::load(&DataDir::builtin()).unwrap();
    let sink = Sink::default();
    let mut export = export(Form::Gdelt, &tables, Box::new(sink.clone())).unwrap();
    let publishers = ["AFP", "Oslo Post", "www.afp.com"].map(String::from).to_vec();
    export.event(&event(|_| {}), &Report { publishers, copies: 2, ..Report::default() }).unwrap();
    export.finish().unwrap();
    let text = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    assert_eq!(text.lines().next().unwrap().split('\t').nth(32), Some("2"));
}

#[test]
fn icews_has_its_head_and_names() {
    let rows = rows(Form::Icews);
    assert_eq!(rows[0], icews::HEAD);
    assert!(rows.iter().all(|row| row.len() == icews::HEAD.len()));
    let cell = |name: &str| rows[1][icews::HEAD.iter().position(|h| *h == name).unwrap()].as_str();
    assert_eq!((cell("Event Date"), cell("Event Text"), cell("CAMEO Code")), ("2010-02-12", "Consult", "043"));
    assert_eq!(
        (cell("Source Country"), cell("Target Country"), cell("Target Name")),
        ("Norway", "Chile", "Ana Ejemplo")
    );
    assert_eq!(
        (cell("City"), cell("Country"), cell("Publisher"), cell("Sentence Number")),
        ("Oslo", "Norway", "Oslo Post; Bergen Post", "1")
    );
}

#[test]
fn networks_are_well_formed_and_count() {
    for (form, node, edge) in [(Form::Graphml, "node", "edge"), (Form::Gexf, "node", "edge")] {
        let text = String::from_utf8(written(form)).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    names.push(String::from_utf8(tag.name().as_ref().to_vec()).unwrap());
                }
                _ => {}
            }
        }
        let count = |name: &str| names.iter().filter(|n| *n == name).count();
        assert_eq!((count(node), count(edge)), (3, 4), "{text}");
        assert!(text.contains("NOR GOV") && text.contains("2010-02-12"));
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_comes_back() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let reader = SerializedFileReader::new(bytes::Bytes::from(written(Form::Parquet))).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().collect::<Result<_, _>>().unwrap();
    let column = |name: &str| CSV_HEAD.iter().position(|h| *h == name).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].get_string(column("actor")).unwrap(), "NOR; UNO");
    assert_eq!(rows[0].get_long(column("participants")).unwrap(), 12);
    assert!((rows[0].get_double(column("lat")).unwrap() - 59.91).abs() < 1e-9);
    assert!(rows[1].get_double(column("lat")).is_err(), "null");
}

/// R's read.csv and read.delim without arguments, as far as they differ from other readers: names are taken through make.names, cells
/// that say NA are missing, and a double quote anywhere in a cell without quotes opens one.
#[test]
fn tables_keep_to_what_r_reads() {
    let text = String::from_utf8(written(Form::Csv)).unwrap();
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let head = table.headers().unwrap().clone();
    for (n, name) in head.iter().enumerate() {
        let sound = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let reserved = ["if", "else", "repeat", "while", "function", "for", "next", "break", "in"].contains(&name);
        assert!(sound && !reserved, "make.names would change {name:?}");
        assert!(head.iter().skip(n + 1).all(|other| other != name), "{name:?} twice");
    }
    for row in table.records() {
        assert!(row.unwrap().iter().all(|cell| cell != "NA"), "a cell that R takes for missing");
    }
    for form in [Form::Gdelt, Form::Icews] {
        let text = String::from_utf8(written(form)).unwrap();
        assert!(!text.contains('"'), "{text}");
        let widths: Vec<usize> = text.lines().map(|line| line.split('\t').count()).collect();
        assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{widths:?}");
    }
}
