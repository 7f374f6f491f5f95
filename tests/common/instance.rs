//! Files made from a JSON Schema: the least that it asks for, and at one place all that it allows.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Map, Value, json};

/// A schema as a tree.
pub(crate) struct Schema {
    root: Value,
}

/// Something in a file that a test looks at, by its path: keys, `[]` for an item, `|n` for an alternative.
pub(crate) enum Place {
    /// A table that takes no other keys: its own, and those of it and its alternatives.
    Table {
        path: String,
        own: BTreeSet<String>,
        all: BTreeSet<String>,
    },
    /// A key with a fixed set of words.
    Words {
        path: String,
        words: BTreeSet<String>,
    },
}

/// What to do at the place.
#[derive(Clone, Copy)]
pub(crate) enum Instance {
    /// Give every key.
    Whole,
    /// Give every key, and this one.
    UnknownKey(&'static str),
    /// Give this word.
    UnknownWord(&'static str),
}

impl Schema {
    pub(crate) fn parse(text: &str) -> Schema {
        let root = serde_json::from_str(text).expect("a schema is JSON");
        Schema { root }
    }

    /// Every table and every key with words.
    pub(crate) fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        self.walk(&self.root, "", &mut places);
        places
    }

    /// The schema itself, behind a reference.
    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        match schema.get("$ref").and_then(Value::as_str) {
            None => schema,
            Some(name) => {
                let pointer = name.strip_prefix('#').expect("a place in this file");
                self.resolve(self.root.pointer(pointer).expect("it is there"))
            }
        }
    }

    fn walk(&self, schema: &Value, path: &str, places: &mut Vec<Place>) {
        let schema = self.resolve(schema);
        if let Some(words) = words(schema) {
            places.push(Place::Words {
                path: path.to_owned(),
                words,
            });
            return;
        }
        let alternatives = alternatives(schema);
        let variants: Vec<&Value> = alternatives.iter().map(|it| self.resolve(it)).collect();
        let mut all: BTreeSet<String> = BTreeSet::new();
        for variant in variants.iter().chain([&schema]) {
            all.extend(keys(variant));
        }
        if let Some((key, words)) = tag(&variants) {
            places.push(Place::Words {
                path: format!("{path}|0.{key}"),
                words,
            });
        }
        for (at, variant) in variants.iter().enumerate() {
            self.walk_table(variant, &format!("{path}|{at}"), &all, places);
        }
        self.walk_table(schema, path, &all, places);
    }

    fn walk_table(
        &self,
        schema: &Value,
        path: &str,
        all: &BTreeSet<String>,
        places: &mut Vec<Place>,
    ) {
        if let Some(items) = schema.get("items") {
            self.walk(items, &format!("{path}[]"), places);
        }
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return;
        };
        if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
            // With a fixed word for one of its keys a table is the one of that word.
            let tagged = properties
                .values()
                .any(|value| value.get("const").is_some_and(Value::is_string));
            let own: BTreeSet<String> = keys(schema).collect();
            let all = if tagged { own.clone() } else { all.clone() };
            let path = path.to_owned();
            places.push(Place::Table { path, own, all });
        }
        for (key, value) in properties {
            self.walk(value, &format!("{path}.{key}"), places);
        }
    }

    /// A file with the least that is needed, but for the place.
    pub(crate) fn instance(&self, path: &str, what: Instance) -> Value {
        self.value(&self.root, Some(path), what)
    }

    /// A value of a schema; `rest` is what is left of the path, when it leads through here.
    fn value(&self, schema: &Value, rest: Option<&str>, what: Instance) -> Value {
        let schema = self.resolve(schema);
        let alternatives = alternatives(schema);
        if let (Some(_), Some(last)) = (words(schema), alternatives.last())
            && !matches!((rest, what), (Some(""), Instance::UnknownWord(_)))
        {
            // The last status, `agreement`, needs no article.
            return last["const"].clone();
        }
        if !alternatives.is_empty() {
            let (at, rest) = match rest.and_then(|rest| rest.strip_prefix('|')) {
                None => (0, rest.filter(|rest| rest.is_empty())),
                Some(rest) => {
                    let end = rest.find(['.', '[', '|']).unwrap_or(rest.len());
                    (rest[..end].parse().expect("a number"), Some(&rest[end..]))
                }
            };
            if let (Some(""), Instance::UnknownWord(word)) = (rest, what) {
                return json!(word);
            }
            return self.value(&alternatives[at], rest, what);
        }
        if let (Some(""), Instance::UnknownWord(word)) = (rest, what) {
            return json!(word);
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(example) = schema.get("examples").and_then(|examples| examples.get(0)) {
            return example.clone();
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => self.table(schema, rest, what),
            Some("array") => {
                let rest = rest.and_then(|rest| rest.strip_prefix("[]"));
                let item = self.value(&schema["items"], rest, what);
                let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(1);
                Value::Array((0..least.max(1)).map(|_| item.clone()).collect())
            }
            Some("integer") => schema.get("minimum").cloned().unwrap_or(json!(2024)),
            Some("boolean") => json!(false),
            Some("string") => json!("a"),
            other => panic!("a value of type {other:?}: {schema}"),
        }
    }

    fn table(&self, schema: &Value, rest: Option<&str>, what: Instance) -> Value {
        let mut table = Map::new();
        let needed: Vec<&str> = schema["required"].as_array().map_or(Vec::new(), |list| {
            list.iter().filter_map(Value::as_str).collect()
        });
        let empty = Map::new();
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let next = rest.and_then(|rest| rest.strip_prefix('.')).map(|rest| {
            let end = rest.find(['.', '[', '|']).unwrap_or(rest.len());
            rest.split_at(end)
        });
        // What a word means may depend on the keys beside it.
        let beside = next.is_some_and(|(_, rest)| rest.is_empty());
        let whole = rest == Some("") || beside && matches!(what, Instance::UnknownWord(_));
        for (key, value) in properties {
            let below = next.filter(|(name, _)| name == key).map(|(_, rest)| rest);
            if whole || below.is_some() || needed.contains(&key.as_str()) {
                table.insert(key.clone(), self.value(value, below, what));
            }
        }
        if let Some(value @ Value::Object(_)) = schema.get("additionalProperties") {
            table.insert("a".to_owned(), self.value(value, None, what));
        }
        if let (Some(""), Instance::UnknownKey(key)) = (rest, what) {
            table.insert(key.to_owned(), json!(1));
        }
        Value::Object(table)
    }
}

/// The alternatives that are not just words.
fn alternatives(schema: &Value) -> &[Value] {
    let list = schema.get("oneOf").or(schema.get("anyOf"));
    list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn keys(schema: &Value) -> impl Iterator<Item = String> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(|map| map.keys().cloned())
}

/// The words of a schema that is a choice between them.
fn words(schema: &Value) -> Option<BTreeSet<String>> {
    let word = |value: &Value| {
        value
            .get("const")
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    match alternatives(schema) {
        [] => None,
        list => list.iter().map(word).collect(),
    }
}

/// The key on whose word it depends which alternative a table is, with its words.
fn tag(variants: &[&Value]) -> Option<(String, BTreeSet<String>)> {
    let first = variants.first()?.get("properties")?.as_object()?;
    let word = |variant: &&Value, key: &str| {
        let word = variant.pointer(&format!("/properties/{key}/const"))?;
        word.as_str().map(str::to_owned)
    };
    first.keys().find_map(|key| {
        let words: Option<BTreeSet<String>> = variants.iter().map(|it| word(it, key)).collect();
        Some((key.clone(), words?))
    })
}

/// A table as TOML: strings of JSON are strings of TOML.
pub(crate) fn toml(value: &Value) -> String {
    let mut text = String::new();
    for (key, value) in value.as_object().expect("a file is a table") {
        write!(text, "{key} = ").expect("text takes it");
        inline(value, &mut text);
        text.push('\n');
    }
    text
}

fn inline(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            text.push_str("{ ");
            for (at, (key, value)) in map.iter().enumerate() {
                write!(text, "{}{key} = ", if at > 0 { ", " } else { "" }).expect("text takes it");
                inline(value, text);
            }
            text.push_str(" }");
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                inline(item, text);
                text.push_str(", ");
            }
            text.push(']');
        }
        other => write!(text, "{other}").expect("text takes it"),
    }
}
