//! Conditions on the dimensions of a cost line.

use std::collections::{BTreeMap, BTreeSet};

/// Which cost lines are meant, by their dimensions (theme, project, category, any column).
///
/// All `only` must match, or one of them under [`Matching::Any`]; no `except` may. A line without the dimension fails
/// an `only` and passes an `except`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// By dimension the values of which a line must have one.
    pub only: BTreeMap<String, BTreeSet<String>>,
    /// By dimension the values of which a line may have none.
    pub except: BTreeMap<String, BTreeSet<String>>,
    /// Whether all `only` must match, or any.
    pub matching: Matching,
}

/// How several `only` are combined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// All must match.
    #[default]
    All,
    /// One is enough.
    Any,
}

impl Matching {
    /// The word in files: `all`, `any`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Matching::All => "all",
            Matching::Any => "any",
        }
    }
}

impl Condition {
    /// A condition that every line meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for one of these values of a dimension.
    #[must_use]
    pub fn only<V: Into<String>>(
        mut self,
        dimension: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into);
        self.only
            .entry(dimension.into())
            .or_default()
            .extend(values);
        self
    }

    /// Forbids these values of a dimension.
    #[must_use]
    pub fn except<V: Into<String>>(
        mut self,
        dimension: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into);
        self.except
            .entry(dimension.into())
            .or_default()
            .extend(values);
        self
    }

    /// Lets one `only` be enough.
    #[must_use]
    pub fn any(mut self) -> Self {
        self.matching = Matching::Any;
        self
    }

    /// Whether every line meets it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.only.is_empty() && self.except.is_empty()
    }

    /// The dimensions that it looks at, each once, in byte order.
    pub fn dimensions(&self) -> BTreeSet<&str> {
        self.only
            .keys()
            .chain(self.except.keys())
            .map(String::as_str)
            .collect()
    }

    /// Whether a line meets it, whose value of a dimension `value` gives.
    pub fn matches<'l>(&self, value: impl Fn(&str) -> Option<&'l str>) -> bool {
        let has = |(name, values): (&String, &BTreeSet<String>)| {
            value(name).is_some_and(|value| values.contains(value))
        };
        let wanted = match self.matching {
            Matching::All => self.only.iter().all(has),
            Matching::Any => self.only.is_empty() || self.only.iter().any(has),
        };
        wanted && !self.except.iter().any(has)
    }
}
