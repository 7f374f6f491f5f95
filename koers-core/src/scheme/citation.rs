//! What a rule rests on.

use std::fmt;

use crate::diag::Place;

/// Where something is written, for findings. It is not part of what it says: all are equal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written(pub(crate) Place);

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Written {}

/// A rule with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited<T> {
    /// The rule.
    pub rule: T,
    /// What it rests on.
    pub citation: Citation,
}

/// What a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Citation {
    /// The article; absent only when the status is [`Status::Agreement`].
    pub article: Option<String>,
    /// How sure it is.
    pub status: Status,
    /// What a reader must know besides.
    pub note: Option<String>,
    /// Where the rule is written.
    pub(crate) written: Written,
}

impl Citation {
    /// An article that was read.
    #[must_use]
    pub fn text(article: impl Into<String>) -> Self {
        Self {
            article: Some(article.into()),
            status: Status::Text,
            note: None,
            written: Written::default(),
        }
    }

    /// An article known from a secondary source.
    #[must_use]
    pub fn secondary(article: impl Into<String>) -> Self {
        Self {
            status: Status::Secondary,
            ..Self::text(article)
        }
    }

    /// An agreement between funder and holder.
    #[must_use]
    pub fn agreement() -> Self {
        Self {
            article: None,
            status: Status::Agreement,
            note: None,
            written: Written::default(),
        }
    }

    /// Adds what a reader must know besides.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The rule that rests on it.
    #[must_use]
    pub fn on<T>(self, rule: T) -> Cited<T> {
        Cited {
            rule,
            citation: self,
        }
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.article {
            Some(article) => write!(f, "{article} ({})", self.status.as_str()),
            None => f.write_str(self.status.as_str()),
        }
    }
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The article itself was read.
    Text,
    /// Known from a secondary source.
    Secondary,
    /// Rests on an agreement between funder and holder.
    Agreement,
}

impl Status {
    /// Every status with its word in files and tables.
    pub const WORDS: [(&'static str, Status); 3] = [
        ("text", Status::Text),
        ("secondary", Status::Secondary),
        ("agreement", Status::Agreement),
    ];

    /// The word in files and tables: `text`, `secondary`, `agreement`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Text => "text",
            Status::Secondary => "secondary",
            Status::Agreement => "agreement",
        }
    }
}
