//! Compares the parts of a pipeline that work on strings with spaCy's: tokens; parts of speech and lemmas, given
//! spaCy's tags and relations. Then times them.
//!
//! `cargo run --release -p whowhom-nlp --example compare_strings -- MODEL DOCUMENTS.jsonl...`, where MODEL is a
//! pipeline directory or a pack and the documents are annotated records with their text.

use std::error::Error;
use std::io::BufRead;
use std::sync::Arc;
use std::time::Instant;
use whowhom_nlp::vocab::Norms;
use whowhom_nlp::{
    AttributeRuler, Config, LemmaMemory, Lemmatizer, ModelSource, RulerMemory, TokenAttrs, Tokenized, Tokenizer,
    TokenizerMemory, Vocab,
};
use whowhom_text::record::AnnotatedRecord;
use whowhom_text::{Analysis, Document, Label, TokenId};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let components = Components::load(&args.next().ok_or("wanted: MODEL DOCUMENTS.jsonl...")?)?;
    for path in args {
        let documents = read(&path)?;
        let mut worker = Worker::new(&components);
        let mut counts = [0; 4];
        for (doc, wanted) in &documents {
            worker.compare(doc, wanted, &mut counts);
        }
        let [tokens, same, pos, lemmas] = counts;
        println!(
            "{path}: {tokens} tokens, {same} with equal bounds, of these {pos} parts of speech and {lemmas} lemmas"
        );
        time("cutting", &documents, |doc, _| worker.cut(doc));
        time("cutting, parts of speech and lemmas", &documents, |doc, analysis| {
            worker.cut(doc);
            worker.rule(analysis);
            (0..worker.attrs.len()).filter(|&i| !worker.lemma(i).is_empty()).count()
        });
    }
    Ok(())
}

struct Components {
    norms: Arc<Norms>,
    tokenizer: Tokenizer,
    ruler: AttributeRuler,
    lemmatizer: Lemmatizer,
}

impl Components {
    fn load(path: &str) -> Result<Self, Box<dyn Error>> {
        let source = ModelSource::open(path)?;
        let config = Config::parse(&source.read_text("config.cfg")?)?;
        let section = |name| config.section(&format!("components.{name}"));
        Ok(Self {
            norms: Arc::new(Norms::load(&source)?),
            tokenizer: Tokenizer::load(&source, &config)?,
            ruler: AttributeRuler::load(&source, "attribute_ruler", &section("attribute_ruler")?)?,
            lemmatizer: Lemmatizer::load(&source, &config, "lemmatizer", &section("lemmatizer")?)?,
        })
    }
}

struct Worker<'a> {
    components: &'a Components,
    vocab: Vocab,
    tokens: Tokenized,
    attrs: Vec<TokenAttrs>,
    memory: (TokenizerMemory, RulerMemory, LemmaMemory),
}

impl<'a> Worker<'a> {
    fn new(components: &'a Components) -> Self {
        let vocab = Vocab::new(Arc::clone(&components.norms));
        Self { components, vocab, tokens: Tokenized::default(), attrs: Vec::new(), memory: Default::default() }
    }

    fn cut(&mut self, doc: &Document) -> usize {
        self.vocab.trim();
        self.components.tokenizer.tokenize(&mut self.vocab, &mut self.memory.0, &doc.text, &mut self.tokens);
        self.tokens.len()
    }

    /// Sets attributes from spaCy's tags and relations; the tokens must be spaCy's.
    fn rule(&mut self, wanted: &Analysis) {
        let attrs = wanted.tokens().iter().map(|t| TokenAttrs { tag: t.tag, dep: t.dep, ..TokenAttrs::default() });
        self.attrs.clear();
        self.attrs.extend(attrs);
        self.components.ruler.apply(&self.vocab, &self.tokens.lexemes, &mut self.attrs, &mut self.memory.1);
    }

    fn lemma(&mut self, i: usize) -> &str {
        let TokenAttrs { pos, morph, lemma, .. } = self.attrs[i];
        if lemma != Label::NONE {
            return lemma.as_str();
        }
        self.components.lemmatizer.lemma(&self.vocab, self.tokens.lexemes[i], pos, morph, &mut self.memory.2)
    }

    fn compare(&mut self, doc: &Document, wanted: &Analysis, [tokens, same, pos, lemmas]: &mut [usize; 4]) {
        self.cut(doc);
        *tokens += wanted.len();
        let spans = &self.tokens.spans;
        let equal = wanted.tokens().iter().filter(|t| spans.binary_search(&t.span).is_ok()).count();
        *same += equal;
        if equal != wanted.len() || equal != spans.len() {
            println!("  {}: tokens differ", doc.id);
            return;
        }
        self.rule(wanted);
        for (i, token) in wanted.tokens().iter().enumerate() {
            let attrs = self.attrs[i];
            let (lemma, wanted_lemma) = (self.lemma(i), wanted.lemma(TokenId::from(i)));
            *pos += usize::from(attrs.pos == token.pos);
            *lemmas += usize::from(lemma == wanted_lemma);
            if attrs.pos != token.pos || lemma != wanted_lemma {
                println!("  {}: {} {wanted_lemma}, ours {attrs:?} {lemma}", token.span.of(&doc.text), token.pos);
            }
        }
    }
}

type Documents = Vec<(Document, Analysis)>;

fn read(path: &str) -> Result<Documents, Box<dyn Error>> {
    let lines = std::io::BufReader::new(std::fs::File::open(path)?).lines();
    lines.map(|line| Ok(serde_json::from_str::<AnnotatedRecord>(&line?)?.read()?)).collect()
}

/// Prints tokens a second, over a second of repetition.
fn time(what: &str, documents: &Documents, mut work: impl FnMut(&Document, &Analysis) -> usize) {
    let start = Instant::now();
    let mut tokens = 0;
    while start.elapsed().as_secs_f64() < 1.0 {
        tokens += documents.iter().map(|(doc, analysis)| work(doc, analysis)).sum::<usize>();
    }
    println!("  {what}: {:.2} million tokens a second", tokens as f64 / 1e6 / start.elapsed().as_secs_f64());
}
