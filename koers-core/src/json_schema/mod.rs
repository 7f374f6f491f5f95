//! The JSON Schemas of the file formats, made from types that describe the files: for editors, and for programs that write
//! dossiers, schemes or methods.
//!
//! The files `scheme.json`, `dossier.json` and `method.json` in `koers-core/json-schema` are what these functions give. In JSON a date is a text.
//! A schema sees one value at a time: what takes more is found by [`Scheme::check`](crate::scheme::Scheme::check) and when a
//! dossier is read.
#![expect(
    dead_code,
    clippy::struct_field_names,
    reason = "the types only describe: a schema is made from them, and their fields are the keys of the files"
)]

mod dossier;
mod examples;
mod facts;
mod method;
mod rules;
mod scheme;
mod unspent;
mod values;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

/// The schema of a scheme file.
#[must_use]
pub fn scheme() -> String {
    text::<scheme::SchemeFile>()
}

/// The schema of a dossier file.
#[must_use]
pub fn dossier() -> String {
    text::<dossier::DossierFile>()
}

/// The schema of a method file.
#[must_use]
pub fn method() -> String {
    text::<method::MethodFile>()
}

fn text<T: JsonSchema>() -> String {
    let mut schema = SchemaGenerator::default()
        .into_root_schema_for::<T>()
        .to_value();
    tidy(&mut schema);
    // Keys are in byte order, so the same types give the same bytes.
    format!("{schema:#}\n")
}

/// Takes out what the types of Rust say and a file does not: a key that may be absent is not null in TOML, and a number has
/// no width.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("format");
            if let Some(kinds) = map.get_mut("type")
                && let Some([kind, Value::String(null)]) = kinds.as_array().map(Vec::as_slice)
                && null == "null"
            {
                *kinds = kind.clone();
            }
            if let Some([other, Value::Object(null)]) = map
                .get("anyOf")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                && null.get("type").is_some_and(|kind| kind == "null")
                && let Value::Object(other) = other.clone()
            {
                map.remove("anyOf");
                map.extend(other);
            }
            if let Some(Value::Object(properties)) = map.get_mut("properties") {
                // Here `format` is the name of a key.
                properties.values_mut().for_each(tidy);
            }
            for (key, value) in map.iter_mut() {
                if key != "properties" {
                    tidy(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}
