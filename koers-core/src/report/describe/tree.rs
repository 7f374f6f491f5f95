//! A tree of values as canonical JSON.

use super::super::json::string;
use crate::scheme::Citation;

pub(super) enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Json>),
    /// A list with an item per line.
    Lines(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "takes values and references alike"
    )]
    pub(super) fn text(text: impl ToString) -> Json {
        Json::Text(text.to_string())
    }

    pub(super) fn option<T>(value: Option<T>, json: impl FnOnce(T) -> Json) -> Json {
        value.map_or(Json::Null, json)
    }

    pub(super) fn texts<T: ToString>(items: impl IntoIterator<Item = T>) -> Json {
        Json::List(items.into_iter().map(Json::text).collect())
    }

    pub(super) fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Int(number) => out.push_str(&number.to_string()),
            Json::Text(text) => string(text, out),
            Json::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
            Json::Lines(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "\n" } else { ",\n" });
                    item.write(out);
                }
                out.push_str(if items.is_empty() { "]" } else { "\n]" });
            }
            Json::Object(fields) => {
                out.push('{');
                for (at, (key, value)) in fields.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    string(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

pub(super) fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    let fields = fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Json::Object(fields.collect())
}

/// A rule's own keys, and what it rests on.
pub(super) fn with(
    fields: impl IntoIterator<Item = (&'static str, Json)>,
    citation: &Citation,
) -> Json {
    let cited = [
        (
            "article",
            Json::option(citation.article.as_ref(), Json::text),
        ),
        ("status", Json::text(citation.status.as_str())),
        ("note", Json::option(citation.note.as_ref(), Json::text)),
    ];
    let fields = fields.into_iter().chain(cited);
    Json::Object(fields.map(|(key, value)| (key.to_owned(), value)).collect())
}
