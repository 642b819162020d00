//! Model files as thinc writes them: the layers of a network in breadth-first order, each with its settings and weights.

use crate::msgpack::Value;
use crate::{Error, msgpack};

/// A shaped array of weights.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tensor {
    /// Its dimensions; the last one's values lie side by side.
    pub shape: Vec<usize>,
    /// All values.
    pub values: Vec<f32>,
}

/// A network's form, as the code that runs it expects it.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// The layer's name if it has weights or settings of its own, nothing for one that only joins others.
    name: Option<&'static str>,
    parts: Vec<Shape>,
}

impl Shape {
    /// A layer of its own.
    pub fn leaf(name: &'static str) -> Self {
        Self { name: Some(name), parts: Vec::new() }
    }

    /// Layers joined by another, whatever it is called.
    pub fn join(parts: Vec<Shape>) -> Self {
        Self { name: None, parts }
    }

    /// A named layer that holds others.
    pub fn named(name: &'static str, parts: Vec<Shape>) -> Self {
        Self { name: Some(name), parts }
    }
}

struct Layer<'a> {
    name: &'a str,
    attrs: Value<'a>,
    params: Value<'a>,
}

/// The layers of a model file.
pub(crate) struct Layers<'a> {
    file: &'a str,
    layers: Vec<Layer<'a>>,
}

impl<'a> Layers<'a> {
    /// Reads the file; `file` names it in errors.
    pub fn read(file: &'a str, bytes: &'a [u8]) -> Result<Self, Error> {
        let value = msgpack::read(file, bytes)?;
        let list = |key: &str| {
            let list = value.get(key).and_then(Value::as_array);
            list.map(<[_]>::to_vec).ok_or_else(|| Error::malformed(file, format!("no list `{key}`")))
        };
        let (nodes, attrs, params, shims) = (list("nodes")?, list("attrs")?, list("params")?, list("shims")?);
        if attrs.len() != nodes.len() || params.len() != nodes.len() {
            return Err(Error::malformed(file, "nodes, attrs and params differ in number"));
        }
        if shims.iter().any(|shims| shims.as_array().is_some_and(|list| !list.is_empty())) {
            return Err(Error::unsupported(file, "a layer of another framework (shim)"));
        }
        let layers = nodes.iter().zip(attrs).zip(params).map(|((node, attrs), params)| {
            let name =
                node.get("name").and_then(Value::as_str).ok_or_else(|| Error::malformed(file, "a node has no name"))?;
            Ok(Layer { name, attrs, params })
        });
        Ok(Self { file, layers: layers.collect::<Result<_, Error>>()? })
    }

    /// How many layers have this name.
    pub fn count(&self, name: &str) -> usize {
        self.named(name).count()
    }

    /// The numbers of the layers with this name, in the file's order.
    pub fn named<'b>(&'b self, name: &'b str) -> impl Iterator<Item = usize> + 'b {
        self.layers.iter().enumerate().filter(move |(_, layer)| layer.name == name).map(|(number, _)| number)
    }

    /// The number of the only layer with this name.
    pub fn one(&self, name: &str) -> Result<usize, Error> {
        let mut found = self.named(name);
        match (found.next(), found.next()) {
            (Some(number), None) => Ok(number),
            _ => Err(Error::malformed(self.file, format!("not exactly one layer `{name}`"))),
        }
    }

    /// Checks that the file's network has this form, layer by layer.
    pub fn expect(&self, shape: &Shape) -> Result<(), Error> {
        let mut queue = vec![shape];
        let mut next = 0;
        while next < queue.len() {
            let part = queue[next];
            queue.extend(&part.parts);
            next += 1;
        }
        for (layer, part) in self.layers.iter().zip(&queue) {
            let fits = match part.name {
                Some(name) => layer.name == name,
                None => layer.name.contains(['>', '|', '(']),
            };
            if !fits {
                return Err(Error::unsupported(self.file, format!("layer `{}` at this place", layer.name)));
            }
        }
        if self.layers.len() != queue.len() {
            let why = format!("a network of {} layers where {} are expected", self.layers.len(), queue.len());
            return Err(Error::unsupported(self.file, why));
        }
        Ok(())
    }

    /// A layer's setting that is a whole number, if it has it.
    pub fn number(&self, layer: usize, name: &str) -> Result<Option<u64>, Error> {
        self.attr(layer, name, |value| value.as_u64())
    }

    /// A layer's setting that is a list of texts; empty if it does not have it.
    pub fn texts(&self, layer: usize, name: &str) -> Result<Vec<String>, Error> {
        let texts = self.attr(layer, name, |value| {
            value.as_array()?.iter().map(|text| text.as_str().map(str::to_string)).collect::<Option<Vec<_>>>()
        })?;
        Ok(texts.unwrap_or_default())
    }

    fn attr<T>(
        &self,
        layer: usize,
        name: &str,
        read: impl FnOnce(&Value<'_>) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let wrong = || Error::malformed(self.file, format!("attr `{name}` of layer {layer}"));
        let Some(packed) = self.layers[layer].attrs.get(name) else { return Ok(None) };
        // thinc packs each setting on its own.
        let value = match packed.as_bin() {
            Some(bytes) => msgpack::read(self.file, bytes)?,
            None => packed.clone(),
        };
        if value == Value::Nil { Ok(None) } else { read(&value).map(Some).ok_or_else(wrong) }
    }

    /// A layer's weights of this name.
    pub fn param(&self, layer: usize, name: &str) -> Result<Tensor, Error> {
        let wrong = |why: &str| Error::malformed(self.file, format!("weights `{name}` of layer {layer}: {why}"));
        let array = self.layers[layer].params.get(name).ok_or_else(|| wrong("missing"))?;
        tensor(array).map_err(wrong)
    }

    /// A layer's weights, which must have so many dimensions.
    pub fn param_of<const D: usize>(&self, layer: usize, name: &str) -> Result<([usize; D], Vec<f32>), Error> {
        let Tensor { shape, values } = self.param(layer, name)?;
        let shape = shape.try_into().map_err(|shape: Vec<usize>| {
            Error::malformed(self.file, format!("weights `{name}` of layer {layer} have {} dimensions", shape.len()))
        })?;
        Ok((shape, values))
    }

    /// The file's name.
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// An error about this file.
    pub fn wrong(&self, why: impl Into<String>) -> Error {
        Error::malformed(self.file, why)
    }
}

/// An array in the form of msgpack-numpy.
fn tensor(value: &Value<'_>) -> Result<Tensor, &'static str> {
    let text = |value: &Value<'_>| match value {
        Value::Str(text) => Some(text.to_string()),
        Value::Bin(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        _ => None,
    };
    let kind = value.get("type").and_then(text).ok_or("no type")?;
    let data = value.get("data").and_then(Value::as_bin).ok_or("no data")?;
    let shape = value.get("shape").and_then(Value::as_array).ok_or("no shape")?;
    let shape: Option<Vec<usize>> = shape.iter().map(|n| n.as_u64().map(|n| n as usize)).collect();
    let shape = shape.ok_or("a dimension is not a number")?;
    let values = floats(&kind, data)?;
    let size = shape.iter().try_fold(1usize, |size, &n| size.checked_mul(n));
    if size != Some(values.len()) {
        return Err("shape and data differ");
    }
    Ok(Tensor { shape, values })
}

/// Little-endian numbers of a numpy type.
pub(crate) fn floats(kind: &str, data: &[u8]) -> Result<Vec<f32>, &'static str> {
    match kind {
        "<f4" => Ok(data.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()),
        "<f8" => Ok(data.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes) as f32).collect()),
        _ => Err("not 32- or 64-bit floating point"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model of `a(linear)` whose weights are 1 × 2.
    fn model() -> Vec<u8> {
        let mut bytes = b"\x84\xa5nodes\x92\x81\xa4name\xa9a(linear)\x81\xa4name\xa6linear".to_vec();
        bytes.extend(b"\xa5attrs\x92\x80\x81\xa4seed\xc4\x01\x08\xa5shims\x92\x90\x90\xa6params\x92\x80\x81\xa1W\x84");
        bytes.extend(b"\xc4\x02nd\xc3\xc4\x04type\xa3<f4\xc4\x05shape\x92\x01\x02\xc4\x04data\xc4\x08");
        bytes.extend([1.5f32, -2.0].iter().flat_map(|x| x.to_le_bytes()));
        bytes
    }

    #[test]
    fn reads_layers() {
        let bytes = model();
        let layers = Layers::read("m", &bytes).unwrap();
        layers.expect(&Shape::join(vec![Shape::leaf("linear")])).unwrap();
        let linear = layers.one("linear").unwrap();
        assert_eq!(layers.param_of::<2>(linear, "W").unwrap(), ([1, 2], vec![1.5, -2.0]));
        assert_eq!(layers.number(linear, "seed").unwrap(), Some(8));
        assert_eq!(layers.number(linear, "none").unwrap(), None);
    }

    #[test]
    fn another_form_is_refused_by_name() {
        let bytes = model();
        let layers = Layers::read("m", &bytes).unwrap();
        let error = layers.expect(&Shape::join(vec![Shape::leaf("maxout")])).unwrap_err();
        assert!(error.to_string().contains("`linear`"), "{error}");
        assert!(layers.expect(&Shape::join(vec![Shape::leaf("linear"), Shape::leaf("linear")])).is_err());
        assert!(layers.param(1, "b").is_err());
    }
}
