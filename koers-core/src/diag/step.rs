//! Steps to a value in data given from memory.

use std::fmt::Write as _;
use std::sync::Arc;

/// A value in data given from memory: what is at a place of a table or a list.
#[derive(Clone, Debug)]
pub struct Step {
    of: Arc<Level>,
    at: usize,
}

/// A table or a list in data given from memory, for the places of what is in it.
#[derive(Debug)]
pub struct Level {
    /// Where it stands itself; nowhere where data begin.
    of: Option<Step>,
    holds: Holds,
}

#[derive(Debug)]
enum Holds {
    /// By place a key, one after the other, and where each ends.
    Keys(String, Vec<usize>),
    Items,
}

impl Level {
    /// A table with these keys, in their order.
    pub fn table(of: Option<&Step>, keys: &[impl AsRef<str>]) -> Arc<Level> {
        let bytes = keys.iter().map(|key| key.as_ref().len()).sum();
        let (mut all, mut ends) = (String::with_capacity(bytes), Vec::with_capacity(keys.len()));
        for key in keys {
            all.push_str(key.as_ref());
            ends.push(all.len());
        }
        Arc::new(Level {
            of: of.cloned(),
            holds: Holds::Keys(all, ends),
        })
    }

    /// A list.
    #[must_use]
    pub fn list(of: Option<&Step>) -> Arc<Level> {
        Arc::new(Level {
            of: of.cloned(),
            holds: Holds::Items,
        })
    }
}

impl Step {
    /// To what is at a place, counted from 0.
    #[must_use]
    pub fn new(of: &Arc<Level>, at: usize) -> Step {
        Step {
            of: Arc::clone(of),
            at,
        }
    }

    /// The key of what is in a table.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        let Holds::Keys(keys, ends) = &self.of.holds else {
            return None;
        };
        let from = self.at.checked_sub(1).and_then(|last| ends.get(last));
        keys.get(from.copied().unwrap_or_default()..*ends.get(self.at)?)
    }

    /// All steps as one text.
    #[must_use]
    pub fn path(&self) -> String {
        let steps = std::iter::successors(Some(self), |step| step.of.of.as_ref());
        let mut steps: Vec<&Step> = steps.collect();
        steps.reverse();
        let mut path = String::new();
        for step in steps {
            if let Some(key) = step.key() {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            } else {
                // Writing to a text can't fail.
                let _ = write!(path, "[{}]", step.at);
            }
        }
        path
    }
}
