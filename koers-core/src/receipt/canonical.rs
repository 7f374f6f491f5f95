//! Canonical form: values as JSON that has one text only, and their SHA-256.
//!
//! Keys stand in the order of their code points, nothing is between the tokens, texts escape what JSON says must be escaped
//! and nothing else, and numbers are whole. Each object that is hashed ends with a line feed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use toml::de::{DeTable, DeValue};

use crate::diag::{At, Place};
use crate::money::Money;
use crate::read::{Node, Value};
use crate::report::json_string;

/// A value in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Json {
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Json>),
    Table(BTreeMap<String, Json>),
}

impl Json {
    /// What a file says that the library printed: dates as text, and all else as it is.
    pub(super) fn of_toml(text: &str) -> Json {
        let table = DeTable::parse(text);
        debug_assert!(table.is_ok(), "what is printed can be read: {text}");
        // Should it not be read, no two inputs may look the same all the same.
        table.map_or_else(|_| Json::from(text), |table| of_table(table.get_ref()))
    }

    /// The value under a key of a table.
    pub(super) fn take(self, key: &str) -> Option<Json> {
        match self {
            Json::Table(mut table) => table.remove(key),
            _ => None,
        }
    }

    /// The same with every list in the order of the canonical form of its items, where their order says nothing.
    pub(super) fn unordered(self) -> Json {
        match self {
            Json::List(items) => {
                let mut items: Vec<Json> = items.into_iter().map(Json::unordered).collect();
                items.sort_by_cached_key(Json::text);
                Json::List(items)
            }
            Json::Table(table) => {
                let table = table.into_iter();
                Json::Table(table.map(|(key, it)| (key, it.unordered())).collect())
            }
            value => value,
        }
    }

    /// Its text, without a line feed.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Int(number) => {
                // Writing to a text can't fail.
                let _ = write!(out, "{number}");
            }
            Json::Text(text) => json_string(text, out),
            Json::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Json::Table(table) => {
                out.push('{');
                for (at, (key, item)) in table.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    json_string(key, out);
                    out.push(':');
                    item.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The SHA-256 of its text with a line feed.
    pub(super) fn hash(&self) -> String {
        let mut sheet = Sheet::default();
        self.write(sheet.text());
        sheet.text().push('\n');
        sheet.end()
    }

    /// The tree that readers of files take; findings place it at `path` of the file `name`.
    pub(super) fn node(&self, name: &str, path: &str) -> Node {
        let value = match self {
            Json::Bool(value) => Value::Bool(*value),
            Json::Int(number) => Value::Int(*number),
            Json::Text(text) => Value::Text(text.clone()),
            Json::List(items) => {
                let items = items.iter().enumerate();
                let node = |(at, it): (usize, &Json)| it.node(name, &format!("{path}[{at}]"));
                Value::List(items.map(node).collect())
            }
            Json::Table(table) => {
                let items = table.iter().map(|(key, it)| {
                    let dot = if path.is_empty() { "" } else { "." };
                    let node = it.node(name, &format!("{path}{dot}{key}"));
                    (At::new(key.clone(), node.place.clone()), node)
                });
                Value::Table(items.collect())
            }
        };
        let colon = if path.is_empty() { "" } else { ": " };
        Node {
            value,
            place: Place::Path(format!("{name}{colon}{path}")),
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Json {
        Json::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A table of these keys.
impl<const N: usize> From<[(&str, Json); N]> for Json {
    fn from(items: [(&str, Json); N]) -> Json {
        let items = items.into_iter();
        Json::Table(items.map(|(key, it)| (key.to_owned(), it)).collect())
    }
}

fn of_table(table: &DeTable<'_>) -> Json {
    let items = table.iter();
    Json::Table(
        items
            .map(|(key, it)| (key.get_ref().to_string(), of_value(it.get_ref())))
            .collect(),
    )
}

fn of_value(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::Boolean(value) => Json::Bool(*value),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Json::from(number.as_str()), Json::Int),
        DeValue::String(text) => Json::from(text.as_ref()),
        DeValue::Float(number) => Json::from(number.as_str()),
        DeValue::Datetime(moment) => Json::Text(moment.to_string()),
        DeValue::Array(items) => {
            Json::List(items.iter().map(|it| of_value(it.get_ref())).collect())
        }
        DeValue::Table(table) => of_table(table),
    }
}

/// How long the longest amount is without its sign and its point.
const LONGEST: usize = 20;

/// Writes an amount with two decimals, as it is shown, without a look at how numbers may be formatted.
pub(super) fn decimal(amount: Money, out: &mut String) {
    let cents = amount.cents();
    let mut digits = [b'0'; LONGEST];
    let (mut rest, mut from) = (cents.unsigned_abs(), LONGEST);
    // Two of them are cents, and one euro is always written.
    while rest > 0 || from + 3 > LONGEST {
        from -= 1;
        digits[from] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    if cents < 0 {
        out.push('-');
    }
    let (euros, cents) = digits[from..].split_at(LONGEST - 2 - from);
    for (at, digits) in [euros, cents].into_iter().enumerate() {
        if at > 0 {
            out.push('.');
        }
        out.push_str(std::str::from_utf8(digits).unwrap_or_default());
    }
}

/// Text that is hashed while it is written.
#[derive(Default)]
pub(super) struct Sheet {
    hash: Sha256,
    text: String,
}

/// So much text is hashed at a time.
const PIECE: usize = 1 << 16;

impl Sheet {
    /// Where the next text goes.
    pub(super) fn text(&mut self) -> &mut String {
        if self.text.len() > PIECE {
            self.hash.update(self.text.as_bytes());
            self.text.clear();
        }
        &mut self.text
    }

    /// The hash, in hexadecimal digits.
    pub(super) fn end(mut self) -> String {
        self.hash.update(self.text.as_bytes());
        let mut digits = String::with_capacity(64);
        for byte in self.hash.finalize() {
            // Writing to a text can't fail.
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

/// The hash of a text.
pub(super) fn hash_of(text: &str) -> String {
    let mut sheet = Sheet::default();
    sheet.text().push_str(text);
    sheet.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_they_are_shown() {
        let ends = [
            0,
            1,
            9,
            10,
            99,
            100,
            101,
            12_345,
            999_999_999,
            Money::MAX.cents(),
        ];
        for cents in ends.into_iter().flat_map(|cents| [cents, -cents]) {
            let amount = Money::of(cents);
            let mut out = String::new();
            decimal(amount, &mut out);
            assert_eq!(out, amount.to_string());
        }
    }
}
