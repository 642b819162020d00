//! PETRARCH's dictionaries over our parse: small dictionaries and sentences of our own.

use std::sync::LazyLock;
use whowhom_event::petrarch::{ActorDictionary, Discard, Discards, Options, Petrarch, VerbDictionary};
use whowhom_nlp::Pipeline;
use whowhom_text::data::{DataError, DataFile};
use whowhom_text::{Analysis, Document, Parsed};

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::load("../../models/en_core_web_sm.pack").expect("the packed model loads"));

const VERBS: &str = "\
<!-- sets may come after what uses them -->
--- GIVE [070] ---
GIVE {GIVES GAVE GIVEN GIVING}
DONATE  # somebody
- * &MONEY TO + [0711]
- PLEDGED_TO_* [031]
- * {FOOD AID} (TO TOWN) [073]
- * ADVICE [---]

&MONEY
+EURO
+SWISS FRANC

--- MEET [040:040] ---
MEET {MEETS MET MEETING}
- % * [046:046]
- WILL_NOT_* [125]

--- VISIT [042:043] ---
VISIT

--- CRITICIZE [111] ---
CRITICIZE
+LASH_OUT {+LASHED_OUT +LASHES_OUT}
- HEAVILY * [112]
- HEAVILY UNJUSTLY * [113]

--- FREE [084] ---
FREE
- + WAS_* FROM $ [085]

--- TELL [010] ---
TELL {TOLD}

--- TOUR [043] ---
TOUR
- * ^ WITH + [044]
";

const ACTORS: &str = "\
FRANCE [FRA]
+FRENCH
GERMANY [DEU]
+GERMAN
TURKEY [TUR]
+TURKISH
SWITZERLAND [CHE]
IVORY COAST [CIV]
JANE_ROE [CHEOPP]
\t[CHEGOV 20100101-20111231]
\t[CHEELI >20120101]
BENELUX [BEL/NLD]
";

const AGENTS: &str = "\
!PERSON! = MAN, WOMAN
PRESIDENT [~GOV]
LAWMAKER [~LEG]
SOLDIER [~MIL]
RED CROSS {} [NGO~]
POLICE!PERSON! [~COP]
";

fn dictionaries() -> Petrarch {
    let verbs = DataFile { name: "verbs.txt".into(), text: VERBS.into(), overlay: false };
    let mut actors = ActorDictionary::default();
    actors.add_actors(ACTORS);
    actors.add_agents(AGENTS);
    let discards = Discards::read("# none\nFOOTBALL\n+WORLD CUP\n");
    Petrarch { verbs: VerbDictionary::read(&[verbs]).expect("the dictionary is well formed"), actors, discards }
}

fn code_with(text: &str, on: u32, options: &Options) -> Vec<String> {
    let doc = Document::new("x", text);
    let mut analysis = Analysis::default();
    PIPELINE.worker().analyze(text, &mut analysis);
    let parsed = Parsed { doc: &doc, analysis: &analysis };
    let events = dictionaries().code(parsed, analysis.all(), on, options);
    events.iter().map(|e| format!("{} {} {}", e.source.code, e.code, e.target.code)).collect()
}

fn code(text: &str) -> Vec<String> {
    code_with(text, 20_100_212, &Options::default())
}

#[test]
fn a_verb_alone_and_with_its_patterns() {
    assert_eq!(code("France gave weapons to Turkey."), ["FRA 070 TUR"]);
    assert_eq!(code("France gave two million euros to Turkey."), ["FRA 0711 TUR"]);
    assert_eq!(code("France donated Swiss francs to Turkey."), ["FRA 0711 TUR"]);
    assert_eq!(code("France pledged to give weapons to Turkey."), ["FRA 031 TUR"]);
    assert_eq!(code("France gave advice to Turkey."), Vec::<String>::new());
}

#[test]
fn groups_are_noun_and_prepositional_phrases() {
    assert_eq!(code("Germany gave food aid to a town in Turkey."), ["DEU 073 TUR"]);
    assert_eq!(code("Germany gave food to a group that wanted aid for a village in Turkey."), ["DEU 070 TUR"]);
}

#[test]
fn the_pattern_that_asks_for_most_wins() {
    assert_eq!(code("Germany heavily criticized France."), ["DEU 112 FRA"]);
    assert_eq!(code("Germany heavily and unjustly criticized France."), ["DEU 113 FRA"]);
    assert_eq!(code("Germany lashed out at France."), ["DEU 111 FRA"]);
}

#[test]
fn codes_for_both_ways() {
    assert_eq!(code("The French president visited Turkey."), ["FRAGOV 042 TUR", "TUR 043 FRAGOV"]);
    assert_eq!(code("France and Germany met on Monday."), ["FRA 046 DEU", "DEU 046 FRA"]);
    assert_eq!(code("France will not meet Germany."), ["FRA 125 DEU"]);
}

#[test]
fn compounds_make_an_event_each() {
    assert_eq!(code("Turkey criticized the soldiers of France and Germany."), ["TUR 111 FRAMIL", "TUR 111 DEUMIL"]);
    assert_eq!(code("French and German lawmakers criticized Turkey."), ["FRALEG 111 TUR", "DEULEG 111 TUR"]);
    assert_eq!(code("Benelux criticized Turkey."), ["BEL 111 TUR", "NLD 111 TUR"]);
}

#[test]
fn passives_and_signs_turn_the_parties() {
    assert_eq!(code("Turkey was criticized by France."), ["FRA 111 TUR"]);
    assert_eq!(code("The German soldier was freed from Turkey."), ["TUR 085 DEUMIL"]);
    assert_eq!(code("The German president toured Switzerland with Jane Roe."), ["DEUGOV 044 CHEGOV"]);
}

#[test]
fn actors_have_days_and_agents_stand_around_them() {
    let on = |day| code_with("Jane Roe criticized the Red Cross of Germany.", day, &Options::default());
    assert_eq!(on(20_091_231), ["CHEOPP 111 NGODEU"]);
    assert_eq!(on(20_100_101), ["CHEGOV 111 NGODEU"]);
    assert_eq!(on(20_120_101), ["CHEELI 111 NGODEU"]);
    assert_eq!(code("A policewoman criticized the former president of Ivory Coast."), ["---COP 111 CIVELI"]);
}

#[test]
fn clauses_between_commas_are_left_out_by_length() {
    let text = "France criticized Turkey, a German lawmaker told Switzerland.";
    assert_eq!(code(text), ["FRA 111 TUR"]);
    let keep = Options { terminal: (0, 0), ..Options::default() };
    assert_eq!(code_with(text, 0, &keep), ["FRA 111 TUR", "DEULEG 010 CHE"]);
}

#[test]
fn nobody_does_a_thing_to_nobody() {
    assert_eq!(code("France criticized the plan."), Vec::<String>::new());
    let loose = Options { require_dyad: false, ..Options::default() };
    assert_eq!(code_with("France criticized the plan.", 0, &loose), ["FRA 111 ---"]);
    let new = Options { new_actor_length: 3, ..Options::default() };
    assert_eq!(code_with("France criticized the Hague Club.", 0, &new), ["FRA 111 \"THE HAGUE CLUB\""]);
    assert_eq!(code("The criticizer of Turkey visits nobody."), Vec::<String>::new());
}

#[test]
fn texts_are_refused() {
    let refused = |text| dictionaries().refuses(text);
    assert_eq!(refused("France won at football."), Some(Discard::Sentence));
    assert_eq!(refused("The football world cup began."), Some(Discard::Story));
    assert_eq!(refused("GENEVA: France criticized Turkey."), Some(Discard::Dateline));
    assert_eq!(refused("France criticized Turkey."), None);
}

#[test]
fn faults_name_their_line() {
    let read = |text: &'static str| {
        VerbDictionary::read(&[DataFile { name: "v.txt".into(), text: text.into(), overlay: true }])
    };
    let fault = |text| match read(text) {
        Err(DataError::Line { line, message, .. }) => format!("{line} {message}"),
        other => panic!("{other:?}"),
    };
    assert_eq!(fault("--- GO [010] ---\nGO\n- * TO &NOWHERE [020]\n"), "3 the set &NOWHERE is not defined");
    assert_eq!(fault("--- GO [010] ---\nGO\n- TO (PLACE * [020]\n"), "3 ( is not closed");
    assert_eq!(fault("--- GO [010] ---\nGO\n- TO PLACE [020]\n"), "3 a pattern needs a * for its verb");
    assert!(read("--- GO [010] ---\nGO # nothing else\n").is_ok());
}

#[test]
fn strange_texts_do_no_harm() {
    for text in ["", ",", "- - -", "_ _", ", , ,", "met met met met", "France-", "Neither -- nor", "'s 's"] {
        code(text);
    }
    let long = "France and Germany and Turkey criticized Switzerland and ".repeat(400);
    code(&long);
}
