//! What is asked for, and what there is to ask for.

use std::collections::BTreeSet;
use std::fmt;

use crate::diag::{Code, Finding, nearest};
use crate::dossier::{Dossier, TextColumn};

/// What is explained. As text: the id of a grant or line, `refund`, `carry_over`, `own_funds`, or `key=value` (`grant`, `line`,
/// `refund`, `carry_over`, or a dimension).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// All figures of a grant.
    Grant(String),
    /// What became of a line.
    Line(String),
    /// What goes back, of a grant or of all.
    Refund(Option<String>),
    /// What stays available, of a grant or of all.
    CarryOver(Option<String>),
    /// What no grant pays.
    OwnFunds,
    /// What was realised with a value in a dimension.
    Value {
        /// The dimension.
        dimension: String,
        /// The value.
        value: String,
    },
}

/// Why nothing is explained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// What was asked for isn't there.
    #[error("unknown subject `{name}`; known: {known}")]
    UnknownSubject {
        /// What was asked for.
        name: String,
        /// What there is, the first of each kind.
        known: String,
        /// What it may be that was meant.
        near: Option<String>,
    },
    /// It is no book year of the dossier.
    #[error("{year} is no book year; the dossier has: {known}")]
    UnknownYear {
        /// The year that was asked for.
        year: i64,
        /// The book years.
        known: String,
    },
    /// There is nothing of which it can be said why it was not paid.
    #[error("`{name}` has no why not; ask it of a line, `own_funds`, a grant or `refund`")]
    NoWhyNot {
        /// What was asked for.
        name: String,
    },
}

/// The most names that an error lists of each kind, and the most characters of a name.
const NAMES: usize = 12;
const LONGEST: usize = 60;

/// The most names with which a mistyped one is compared.
const COMPARED: usize = 500;

impl ExplainError {
    /// That a year, which may be any number, is no book year of a dossier.
    #[must_use]
    pub fn unknown_year(year: i64, dossier: &Dossier) -> ExplainError {
        let known: Vec<String> = dossier.years().iter().map(i16::to_string).collect();
        let known = known.join(", ");
        ExplainError::UnknownYear { year, known }
    }

    /// What is told of it, with what to do about it, in either language.
    #[must_use]
    pub fn finding(&self) -> Finding {
        match self {
            ExplainError::UnknownSubject { name, near, .. } => {
                let finding = Finding::new(Code::UnknownSubject).subject(name);
                let near = near.as_deref().unwrap_or_default();
                finding.arg("value", name).arg("near", near)
            }
            ExplainError::UnknownYear { year, known } => {
                let finding = Finding::new(Code::UnknownBookYear).subject(year.to_string());
                finding.arg("year", year).arg("known", known)
            }
            ExplainError::NoWhyNot { name } => {
                let finding = Finding::new(Code::NoWhyNot).subject(name);
                finding.arg("value", name)
            }
        }
    }
}

impl Subject {
    /// The subject that a text names in a dossier: of what it could be the first in the order refund, carry-over, own funds,
    /// grant, line.
    ///
    /// # Errors
    /// When the dossier has no such thing.
    pub fn parse(text: &str, dossier: &Dossier) -> Result<Subject, ExplainError> {
        let found = match text.split_once('=') {
            None => match text {
                "refund" => Some(Subject::Refund(None)),
                "carry_over" => Some(Subject::CarryOver(None)),
                "own_funds" => Some(Subject::OwnFunds),
                id if has_grant(dossier, id) => Some(Subject::Grant(id.to_owned())),
                id => has_line(dossier, id).then(|| Subject::Line(id.to_owned())),
            },
            Some((key, value)) => keyed(key, value, dossier)
                // An id may have an equals sign in it.
                .or_else(|| has_grant(dossier, text).then(|| Subject::Grant(text.to_owned())))
                .or_else(|| has_line(dossier, text).then(|| Subject::Line(text.to_owned()))),
        };
        found.ok_or_else(|| unknown(text, dossier))
    }

    /// The id of the grant that it names.
    pub(super) fn grant(&self) -> Option<&String> {
        match self {
            Subject::Grant(id) | Subject::Refund(Some(id)) | Subject::CarryOver(Some(id)) => {
                Some(id)
            }
            Subject::Line(_)
            | Subject::Refund(None)
            | Subject::CarryOver(None)
            | Subject::OwnFunds
            | Subject::Value { .. } => None,
        }
    }

    /// Whether it is in a dossier.
    ///
    /// # Errors
    /// When it isn't.
    pub(super) fn check(&self, dossier: &Dossier) -> Result<(), ExplainError> {
        let there = match self {
            Subject::Grant(id) | Subject::Refund(Some(id)) | Subject::CarryOver(Some(id)) => {
                has_grant(dossier, id)
            }
            Subject::Line(id) => has_line(dossier, id),
            Subject::Refund(None) | Subject::CarryOver(None) | Subject::OwnFunds => true,
            Subject::Value { dimension, value } => has_value(dossier, dimension, value),
        };
        let known = || unknown(&self.to_string(), dossier);
        there.then_some(()).ok_or_else(known)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Grant(id) => write!(f, "grant={id}"),
            Subject::Line(id) => write!(f, "line={id}"),
            Subject::Refund(None) => f.write_str("refund"),
            Subject::Refund(Some(id)) => write!(f, "refund={id}"),
            Subject::CarryOver(None) => f.write_str("carry_over"),
            Subject::CarryOver(Some(id)) => write!(f, "carry_over={id}"),
            Subject::OwnFunds => f.write_str("own_funds"),
            Subject::Value { dimension, value } => write!(f, "{dimension}={value}"),
        }
    }
}

fn keyed(key: &str, value: &str, dossier: &Dossier) -> Option<Subject> {
    let grant = || has_grant(dossier, value).then(|| value.to_owned());
    match key {
        "grant" => grant().map(Subject::Grant),
        "line" => has_line(dossier, value).then(|| Subject::Line(value.to_owned())),
        "refund" => grant().map(|id| Subject::Refund(Some(id))),
        "carry_over" => grant().map(|id| Subject::CarryOver(Some(id))),
        dimension => has_value(dossier, dimension, value).then(|| Subject::Value {
            dimension: dimension.to_owned(),
            value: value.to_owned(),
        }),
    }
}

fn has_grant(dossier: &Dossier, id: &str) -> bool {
    dossier.grants().iter().any(|grant| grant.id.value == id)
}

fn has_line(dossier: &Dossier, id: &str) -> bool {
    dossier.lines().find(id).is_some()
}

fn columns<'d>(dossier: &'d Dossier, name: &str) -> impl Iterator<Item = &'d TextColumn> {
    let of_lines = dossier.lines().dimension(name);
    of_lines.into_iter().chain(dossier.budget().dimension(name))
}

fn values(column: &TextColumn) -> impl Iterator<Item = &str> {
    let codes = 1..=u32::try_from(column.count()).unwrap_or(u32::MAX);
    codes.filter_map(|code| column.text(code))
}

fn has_value(dossier: &Dossier, name: &str, value: &str) -> bool {
    columns(dossier, name).any(|column| values(column).any(|known| known == value))
}

/// What there is to ask for instead: of a dimension that is there its values.
fn unknown(text: &str, dossier: &Dossier) -> ExplainError {
    let asked = text.split_once('=').map(|(key, _)| key);
    let of_dimension: BTreeSet<&str> = asked
        .into_iter()
        .flat_map(|key| columns(dossier, key).flat_map(values))
        .collect();
    let known = if of_dimension.is_empty() {
        everything(dossier)
    } else {
        let key = asked.unwrap_or_default();
        listed(
            of_dimension
                .into_iter()
                .map(|value| format!("{key}={value}")),
        )
    };
    ExplainError::UnknownSubject {
        name: short(text),
        known,
        near: near(text, dossier),
    }
}

/// What a mistyped subject may have been: a word, a grant, a line, or after a key a value of it.
fn near(text: &str, dossier: &Dossier) -> Option<String> {
    let grants = || dossier.grants().iter().map(|grant| grant.id.value.as_str());
    if let Some((key, value)) = text.split_once('=') {
        let of_grant = || nearest(value, grants().take(COMPARED)).map(str::to_owned);
        let found = match key {
            "grant" | "refund" | "carry_over" => of_grant(),
            "line" => dossier.lines().nearest(value),
            key => {
                let known = columns(dossier, key).flat_map(values).take(COMPARED);
                nearest(value, known).map(str::to_owned)
            }
        };
        return found.map(|found| format!("{key}={found}"));
    }
    let words = ["refund", "carry_over", "own_funds"].into_iter();
    let found = nearest(text, words.chain(grants().take(COMPARED)));
    let found = found.map(str::to_owned);
    found.or_else(|| dossier.lines().nearest(text))
}

fn everything(dossier: &Dossier) -> String {
    let lines = dossier.lines();
    let words = "refund, carry_over, own_funds".to_owned();
    let grants = dossier.grants().iter().map(|grant| grant.id.value.clone());
    let ids = (0..lines.len()).map(|row| lines.id(row).into_owned());
    let of_lines = lines.dimensions().iter().map(TextColumn::name);
    let of_budget = dossier.budget().dimensions().iter().map(TextColumn::name);
    let names: BTreeSet<&str> = of_lines.chain(of_budget).collect();
    let names = names.into_iter().map(|name| format!("{name}=…"));
    let kinds = [
        Some(words),
        some("grants", &listed(grants)),
        some("lines", &listed(ids)),
        some("dimensions", &listed(names)),
    ];
    kinds.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn some(kind: &str, names: &str) -> Option<String> {
    (!names.is_empty()).then(|| format!("{kind} {names}"))
}

/// The first of many names in byte order, and that there are more.
fn listed(names: impl Iterator<Item = String>) -> String {
    let mut first: BTreeSet<String> = BTreeSet::new();
    let mut more = false;
    for name in names {
        first.insert(name);
        if first.len() > NAMES {
            first.pop_last();
            more = true;
        }
    }
    let mut first: Vec<String> = first.iter().map(|name| short(name)).collect();
    if more {
        first.push("…".to_owned());
    }
    first.join(", ")
}

/// A name that fits in a sentence, without what would break it.
fn short(name: &str) -> String {
    let name = name.replace(char::is_control, " ");
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name,
    }
}
