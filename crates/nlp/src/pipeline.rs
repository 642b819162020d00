//! A loaded pipeline: its components in the order in which they read and write a document.

use crate::attribute_ruler::AttributeRuler;
use crate::config::Section;
use crate::lemmatizer::Lemmatizer;
use crate::tagger::Classifier;
use crate::tok2vec::Tok2Vec;
use crate::tokenizer::Tokenizer;
use crate::transition::ner::Recognizer;
use crate::transition::parser::Parser;
use crate::vectors::Vectors;
use crate::vocab::Norms;
use crate::weights::{Layers, Shape};
use crate::worker::Worker;
use crate::{Config, Error, ModelSource};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use whowhom_text::Label;

/// A spaCy pipeline, ready to run.
///
/// It is read-only and shared between threads; each thread has a [`Worker`] of its own.
#[derive(Debug)]
pub struct Pipeline {
    pub(crate) tokenizer: Tokenizer,
    pub(crate) norms: Arc<Norms>,
    pub(crate) vectors: Vectors,
    pub(crate) encoders: Vec<Tok2Vec>,
    pub(crate) steps: Vec<Step>,
    /// Comes last, since nothing else reads lemmas.
    pub(crate) lemmatizer: Option<Lemmatizer>,
}

/// Something that is done to the whole document before the next step begins.
#[derive(Debug)]
pub(crate) enum Step {
    /// Components that read the same token vectors, which are computed piece by piece.
    Network {
        /// Number of the encoder.
        encoder: usize,
        readers: Vec<Reader>,
    },
    Ruler(AttributeRuler),
}

/// A component that reads token vectors.
#[derive(Debug)]
pub(crate) enum Reader {
    Tagger { classifier: Classifier, labels: Vec<Label> },
    Senter { classifier: Classifier, overwrite: bool },
    Parser(Parser),
    Recognizer(Recognizer),
}

impl Reader {
    /// Width of the token vectors that it reads.
    fn inputs(&self) -> usize {
        match self {
            Reader::Tagger { classifier, .. } | Reader::Senter { classifier, .. } => classifier.inputs(),
            Reader::Parser(parser) => parser.inputs(),
            Reader::Recognizer(recognizer) => recognizer.inputs(),
        }
    }

    /// Whether it writes sentence starts, which a parser or recogniser after it must see whole.
    fn writes_starts(&self) -> bool {
        matches!(self, Reader::Senter { .. } | Reader::Parser(_))
    }

    fn reads_starts(&self) -> bool {
        matches!(self, Reader::Senter { .. } | Reader::Parser(_) | Reader::Recognizer(_))
    }
}

impl Pipeline {
    /// Loads a pipeline directory as spaCy writes it (the one with `config.cfg`), or a pack.
    ///
    /// # Errors
    /// When a file is missing or malformed, and for anything in the config that is not supported.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_source(&ModelSource::open(path)?)
    }

    /// Loads a pack, for instance one that is compiled in.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_bytes(pack: impl Into<Cow<'static, [u8]>>) -> Result<Self, Error> {
        Self::from_source(&ModelSource::from_pack(pack)?)
    }

    /// Loads a pipeline from its files.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_source(source: &ModelSource) -> Result<Self, Error> {
        let config = Config::parse(&source.read_text("config.cfg")?)?;
        let nlp = config.section("nlp")?;
        check_nlp(&nlp)?;
        let disabled = if nlp.value("disabled").is_some() { nlp.strings("disabled")? } else { Vec::new() };
        let mut builder = Builder {
            source,
            config: &config,
            encoders: Vec::new(),
            encoder_names: Vec::new(),
            steps: Vec::new(),
            lemmatizer: None,
            kinds: Vec::new(),
        };
        for name in nlp.strings("pipeline")? {
            if !disabled.contains(&name) {
                builder.add(name)?;
            }
        }
        let Builder { encoders, steps, lemmatizer, .. } = builder;
        let vectors = match encoders.iter().map(Tok2Vec::vector_width).find(|&width| width > 0) {
            Some(_) => Vectors::load(source)?,
            None => Vectors::default(),
        };
        if encoders.iter().any(|encoder| ![0, vectors.width].contains(&encoder.vector_width())) {
            return Err(Error::malformed("vocab/vectors", "are not as wide as the networks expect"));
        }
        Ok(Self {
            tokenizer: Tokenizer::load(source, &config)?,
            norms: Arc::new(Norms::load(source)?),
            vectors,
            encoders,
            steps,
            lemmatizer,
        })
    }

    /// A worker, with the buffers and caches that one thread needs.
    pub fn worker(&self) -> Worker<'_> {
        Worker::new(self)
    }
}

/// What all of a component's own files are read from, and what has been built of the pipeline so far.
struct Builder<'a> {
    source: &'a ModelSource,
    config: &'a Config,
    encoders: Vec<Tok2Vec>,
    /// Name of the component that each encoder belongs to.
    encoder_names: Vec<String>,
    steps: Vec<Step>,
    lemmatizer: Option<Lemmatizer>,
    /// Factories met so far.
    kinds: Vec<&'a str>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, name: &str) -> Result<(), Error> {
        let section = self.config.section(&format!("components.{name}"))?;
        let factory = section.str("factory")?;
        if self.kinds.contains(&factory) {
            return Err(Error::unsupported(section.path(), format!("a second `{factory}`")));
        }
        self.kinds.push(factory);
        match factory {
            "tok2vec" => self.add_tok2vec(name, &section),
            "tagger" => self.add_tagger(name, &section),
            "senter" => self.add_senter(name, &section),
            "parser" => self.add_parser(name, &section),
            "ner" => self.add_ner(name, &section),
            "attribute_ruler" => self.add_ruler(name, &section),
            "lemmatizer" => {
                self.lemmatizer = Some(Lemmatizer::load(self.source, self.config, name, &section)?);
                Ok(())
            }
            other => Err(Error::unsupported(section.path(), format!("the component `{other}`"))),
        }
    }

    fn add_tok2vec(&mut self, name: &str, section: &Section<'_>) -> Result<(), Error> {
        section.only(&["factory", "model"])?;
        check_tok2vec(&section.section("model")?)?;
        let file = format!("{name}/model");
        let bytes = self.source.read(&file)?;
        let layers = Layers::read(&file, &bytes)?;
        layers.expect(&Tok2Vec::shape(&layers))?;
        self.encoders.push(Tok2Vec::load(&layers)?);
        self.encoder_names.push(name.to_string());
        Ok(())
    }

    fn add_tagger(&mut self, name: &str, section: &Section<'_>) -> Result<(), Error> {
        section.only(&["factory", "model", "scorer", "overwrite", "label_smoothing", "neg_prefix"])?;
        let model = section.section("model")?;
        check_classifier(&model)?;
        let labels = self.cfg(name)?.get("labels").and_then(|labels| {
            labels.as_array()?.iter().map(|label| label.as_str().map(Label::new)).collect::<Option<Vec<_>>>()
        });
        let labels = labels.ok_or_else(|| Error::malformed(format!("{name}/cfg"), "has no labels"))?;
        self.add_reader(name, &model, Classifier::shape, |layers| {
            Ok(Reader::Tagger { classifier: Classifier::load(layers, labels.len())?, labels })
        })
    }

    fn add_senter(&mut self, name: &str, section: &Section<'_>) -> Result<(), Error> {
        section.only(&["factory", "model", "scorer", "overwrite"])?;
        let model = section.section("model")?;
        check_classifier(&model)?;
        let overwrite = self.cfg(name)?.get("overwrite").and_then(serde_json::Value::as_bool).unwrap_or(false);
        self.add_reader(name, &model, Classifier::shape, |layers| {
            Ok(Reader::Senter { classifier: Classifier::load(layers, 2)?, overwrite })
        })
    }

    fn add_parser(&mut self, name: &str, section: &Section<'_>) -> Result<(), Error> {
        section.only(&[
            "factory",
            "model",
            "scorer",
            "moves",
            "learn_tokens",
            "min_action_freq",
            "update_with_oracle_cut_size",
        ])?;
        let model = self.transition_model(name, section, "parser")?;
        let source = self.source;
        self.add_reader(name, &model, Parser::shape, |layers| Ok(Reader::Parser(Parser::load(source, name, layers)?)))
    }

    fn add_ner(&mut self, name: &str, section: &Section<'_>) -> Result<(), Error> {
        section.only(&["factory", "model", "scorer", "moves", "incorrect_spans_key", "update_with_oracle_cut_size"])?;
        let model = self.transition_model(name, section, "ner")?;
        let source = self.source;
        self.add_reader(name, &model, Recognizer::shape, |layers| {
            Ok(Reader::Recognizer(Recognizer::load(source, name, layers)?))
        })
    }

    fn add_ruler(&mut self, name: &str, section: &Section<'_>) -> Result<(), Error> {
        if self.lemmatizer.is_some() {
            return Err(Error::unsupported(section.path(), "an attribute_ruler after the lemmatizer"));
        }
        self.steps.push(Step::Ruler(AttributeRuler::load(self.source, name, section)?));
        Ok(())
    }

    /// The model's section of a component with a transition system.
    fn transition_model<'s>(&self, name: &str, section: &Section<'s>, state: &str) -> Result<Section<'s>, Error> {
        section.null("moves")?;
        let width = self.cfg(name)?.get("beam_width").and_then(serde_json::Value::as_u64).unwrap_or(1);
        if width != 1 {
            return Err(Error::unsupported(format!("{name}/cfg"), format!("beam_width {width}")));
        }
        let model = section.section("model")?;
        architecture(&model, "spacy.TransitionBasedParser.v2")?;
        model.only(&[
            "@architectures",
            "state_type",
            "extra_state_tokens",
            "hidden_width",
            "maxout_pieces",
            "use_upper",
            "nO",
            "tok2vec",
        ])?;
        for (key, wanted) in [("extra_state_tokens", false), ("use_upper", true)] {
            if model.bool_or(key, wanted)? != wanted {
                return Err(Error::unsupported(model.name(key), (!wanted).to_string()));
            }
        }
        match model.str("state_type")? {
            own if own == state => Ok(model),
            other => Err(Error::unsupported(model.name("state_type"), format!("`{other}` in a {state}"))),
        }
    }

    /// Loads a component that reads token vectors, from an encoder of its own or another component's.
    fn add_reader(
        &mut self,
        name: &str,
        model: &Section<'_>,
        shape: impl FnOnce(Shape) -> Shape,
        load: impl FnOnce(&Layers<'_>) -> Result<Reader, Error>,
    ) -> Result<(), Error> {
        let file = format!("{name}/model");
        let bytes = self.source.read(&file)?;
        let layers = Layers::read(&file, &bytes)?;
        let tok2vec = model.section("tok2vec")?;
        let encoder = if tok2vec.str("@architectures")? == "spacy.Tok2VecListener.v1" {
            layers.expect(&shape(Shape::leaf("tok2vec-listener")))?;
            self.upstream(&tok2vec)?
        } else {
            check_tok2vec(&tok2vec)?;
            layers.expect(&shape(Tok2Vec::shape(&layers)))?;
            self.encoders.push(Tok2Vec::load(&layers)?);
            self.encoder_names.push(name.to_string());
            self.encoders.len() - 1
        };
        let reader = load(&layers)?;
        if reader.inputs() != self.encoders[encoder].width() {
            return Err(layers.wrong("its vectors are not as wide as its encoder's"));
        }
        // Readers of one encoder share a step, unless one needs to see what another leaves behind.
        match self.steps.last_mut() {
            Some(Step::Network { encoder: last, readers })
                if *last == encoder && !(reader.reads_starts() && readers.iter().any(Reader::writes_starts)) =>
            {
                readers.push(reader);
            }
            _ => self.steps.push(Step::Network { encoder, readers: vec![reader] }),
        }
        Ok(())
    }

    /// The encoder that a component listens to.
    fn upstream(&self, listener: &Section<'_>) -> Result<usize, Error> {
        listener.only(&["@architectures", "width", "upstream"])?;
        let name = if listener.value("upstream").is_some() { listener.str("upstream")? } else { "*" };
        let found = self.encoder_names.iter().rposition(|known| {
            let shared = self
                .config
                .section(&format!("components.{known}"))
                .is_ok_and(|s| s.value("factory").is_some_and(|f| f == "tok2vec"));
            shared && (name == "*" || name == known)
        });
        found.ok_or_else(|| Error::config(listener.name("upstream"), format!("there is no tok2vec `{name}` before it")))
    }

    /// A component's file `cfg`.
    fn cfg(&self, name: &str) -> Result<serde_json::Value, Error> {
        let file = format!("{name}/cfg");
        serde_json::from_slice(&self.source.read(&file)?).map_err(|error| Error::malformed(file, error.to_string()))
    }
}

fn architecture(section: &Section<'_>, known: &str) -> Result<(), Error> {
    match section.str("@architectures")? {
        name if name == known => Ok(()),
        other => Err(Error::unsupported(section.path(), format!("the architecture {other}"))),
    }
}

/// The settings of the pipeline as a whole: no code of the user's runs, and vectors are spaCy's own.
fn check_nlp(nlp: &Section<'_>) -> Result<(), Error> {
    const HOOKS: [&str; 3] = ["before_creation", "after_creation", "after_pipeline_creation"];
    nlp.only(&[&HOOKS[..], &["lang", "pipeline", "disabled", "batch_size", "tokenizer", "vectors"]].concat())?;
    HOOKS.iter().try_for_each(|hook| nlp.null(hook))?;
    if nlp.value("vectors").is_none() {
        return Ok(());
    }
    match nlp.section("vectors")?.str("@vectors")? {
        "spacy.Vectors.v1" => Ok(()),
        other => Err(Error::unsupported(nlp.name("vectors"), format!("`{other}`"))),
    }
}

fn check_classifier(model: &Section<'_>) -> Result<(), Error> {
    architecture(model, "spacy.Tagger.v2")?;
    model.only(&["@architectures", "nO", "normalize", "tok2vec"])
}

fn check_tok2vec(model: &Section<'_>) -> Result<(), Error> {
    architecture(model, "spacy.Tok2Vec.v2")?;
    model.only(&["@architectures", "embed", "encode"])?;
    let embed = model.section("embed")?;
    architecture(&embed, "spacy.MultiHashEmbed.v2")?;
    embed.only(&["@architectures", "width", "attrs", "rows", "include_static_vectors"])?;
    let encode = model.section("encode")?;
    architecture(&encode, "spacy.MaxoutWindowEncoder.v2")?;
    encode.only(&["@architectures", "width", "depth", "window_size", "maxout_pieces"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_whole_are_checked() {
        let check = |settings: &str| {
            let config = Config::parse(&format!("[nlp]\nlang = \"en\"\nafter_creation = null\n{settings}\n")).unwrap();
            check_nlp(&config.section("nlp").unwrap()).map_err(|error| error.to_string())
        };
        assert_eq!(check("vectors = {\"@vectors\":\"spacy.Vectors.v1\"}"), Ok(()));
        let refused = |settings: &str| check(settings).unwrap_err();
        assert_eq!(refused("speed = 1"), "nlp: the setting `speed` is not supported");
        assert_eq!(refused("vectors = {\"@vectors\":\"x.v1\"}"), "nlp.vectors: `x.v1` is not supported");
        assert!(refused("before_creation = {\"@callbacks\":\"x\"}").starts_with("nlp.before_creation"));
    }
}
