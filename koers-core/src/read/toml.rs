//! TOML text to a [`Node`] tree, with every syntax error at once.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Node, Value};
use crate::calendar::Date;
use crate::diag::{At, Code, Finding, Findings, Place, Source};

/// The longest TOML text that is read, in bytes. A dossier of a thousand grants takes a tenth.
pub(crate) const TOML_LIMIT: usize = 4 << 20;

/// Reads `source` as TOML. Syntax errors go to `findings` and give `None`: a table read past an error
/// would report keys as missing that are only behind it.
pub(crate) fn read_toml(source: &Arc<Source>, findings: &mut Findings) -> Option<Node> {
    if source.text().len() > TOML_LIMIT {
        findings.push(
            Finding::new(Code::TooLarge)
                .subject(source.name())
                .arg("limit", "4 MiB")
                .at(Place::Text {
                    source: Arc::clone(source),
                    span: 0..0,
                }),
        );
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let all = table.span();
    let root = DeValue::Table(table.into_inner());
    // The parser has a limit of its own, and says so as if it were a fault in the text.
    let recursed = |error: &toml::de::Error| error.message().contains("recurs");
    let too_deep = depth(&root) > DEPTH || errors.iter().any(recursed);
    for error in errors.iter().filter(|error| !recursed(error)) {
        let span = error.span().unwrap_or(0..0);
        let finding = match impossible_date(source.text(), &span) {
            Some((date, span)) => Finding::new(Code::ImpossibleDate)
                .subject(date)
                .arg("value", date)
                .at(place(source, span)),
            None => Finding::new(Code::TomlSyntax)
                .subject(source.name())
                .arg("cause", error.message())
                .at(place(source, span)),
        };
        findings.push(finding);
    }
    if too_deep {
        findings.push(
            Finding::new(Code::TooMany)
                .subject(source.name())
                .arg("what", "levels")
                .arg("limit", DEPTH)
                .at(place(source, 0..0)),
        );
    }
    let node = match &root {
        DeValue::Table(table) if errors.is_empty() && !too_deep => {
            Some(from_table(table, source, all))
        }
        _ => None,
    };
    dismantle(root);
    node
}

/// The deepest nesting that is read. A dossier needs five levels; a reader that calls itself must not go on as deep as
/// a file says.
const DEPTH: usize = 32;

/// How deep a value goes; counted without recursion.
fn depth(root: &DeValue<'_>) -> usize {
    let (mut deepest, mut left) = (0, vec![(root, 1)]);
    while let Some((value, level)) = left.pop() {
        deepest = deepest.max(level);
        match value {
            DeValue::Array(items) => {
                left.extend(items.iter().map(|item| (item.get_ref(), level + 1)));
            }
            DeValue::Table(table) => {
                left.extend(table.values().map(|item| (item.get_ref(), level + 1)));
            }
            _ => {}
        }
    }
    deepest
}

/// Drops a value level by level: dropping it whole goes as deep as it is nested.
fn dismantle(root: DeValue<'_>) {
    let mut left = vec![root];
    while let Some(value) = left.pop() {
        match value {
            DeValue::Array(items) => left.extend(items.into_iter().map(Spanned::into_inner)),
            DeValue::Table(table) => {
                left.extend(table.into_iter().map(|(_, value)| value.into_inner()));
            }
            _ => {}
        }
    }
}

fn place(source: &Arc<Source>, span: Range<usize>) -> Place {
    Place::Text {
        source: Arc::clone(source),
        span,
    }
}

/// The date around a syntax error, when it has the form of one and doesn't exist: 2025-02-31.
fn impossible_date<'t>(text: &'t str, span: &Range<usize>) -> Option<(&'t str, Range<usize>)> {
    let of_date = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
    let bytes = text.as_bytes();
    let before = bytes.get(..span.start)?.iter().rev().take(10);
    let start = span.start - before.take_while(|byte| of_date(byte)).count();
    let length = bytes[start..]
        .iter()
        .take(11)
        .take_while(|byte| of_date(byte))
        .count();
    let date = text.get(start..start + length)?;
    let form = date.len() == 10 && date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-';
    (form && Date::parse(date).is_err()).then_some((date, start..start + length))
}

fn from_table(table: &DeTable<'_>, source: &Arc<Source>, span: Range<usize>) -> Node {
    // The parser keeps keys in byte order; people read findings in the order they wrote.
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let entries = entries
        .into_iter()
        .map(|(key, value)| {
            let name = At {
                value: key.get_ref().to_string(),
                place: place(source, key.span()),
            };
            (name, from_value(value, source))
        })
        .collect();
    Node {
        value: Value::Table(entries),
        place: place(source, span),
    }
}

fn from_value(value: &Spanned<DeValue<'_>>, source: &Arc<Source>) -> Node {
    let span = value.span();
    let read = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Huge(number.to_string()), Value::Int),
        DeValue::Float(number) => Value::Float(number.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(moment) => match (moment.date, moment.time, moment.offset) {
            (Some(day), None, None) => Date::parse(&day.to_string())
                .map_or_else(|_| Value::Text(day.to_string()), Value::Date),
            _ => Value::Other("time".to_owned()),
        },
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| from_value(item, source)).collect())
        }
        DeValue::Table(table) => return from_table(table, source, span),
    };
    Node {
        value: read,
        place: place(source, span),
    }
}
