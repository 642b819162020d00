//! Where a pipeline's files come from: spaCy's directory, or one of our packs.

use crate::Error;
use crate::pack::Pack;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A pipeline's files, read by name (`ner/model`).
#[derive(Debug)]
pub struct ModelSource {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Directory(PathBuf),
    Pack(Pack),
}

impl ModelSource {
    /// Opens a pipeline directory (the one with `config.cfg`) or a pack.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read, [`Error::Pack`] when a file is no pack.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        if path.is_dir() {
            return Ok(Self { kind: Kind::Directory(path.into()) });
        }
        let bytes = std::fs::read(path).map_err(|error| Error::Io { path: path.into(), error })?;
        Self::from_pack(bytes)
    }

    /// The files of a pack, for instance one that is compiled in.
    ///
    /// # Errors
    /// [`Error::Pack`] when the bytes are no pack.
    pub fn from_pack(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Error> {
        Ok(Self { kind: Kind::Pack(Pack::new(bytes.into())?) })
    }

    /// The file `name`, or `None` when the pipeline has no such file.
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::Pack`] when it is there and cannot be read.
    pub fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match &self.kind {
            Kind::Pack(pack) => pack.get(name),
            Kind::Directory(dir) => {
                let path = dir.join(name);
                match std::fs::read(&path) {
                    Ok(bytes) => Ok(Some(bytes)),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Error::Io { path, error }),
                }
            }
        }
    }

    /// The file `name`.
    ///
    /// # Errors
    /// As [`get`](Self::get), and [`Error::Missing`] when there is none.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, Error> {
        self.get(name)?.ok_or_else(|| Error::Missing { file: name.into() })
    }

    /// The file `name` as text.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Error::Malformed`] when it is not UTF-8.
    pub fn read_text(&self, name: &str) -> Result<String, Error> {
        String::from_utf8(self.read(name)?).map_err(|_| Error::malformed(name, "is not UTF-8 text"))
    }
}
