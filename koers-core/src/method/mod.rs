//! Methods: in which steps costs are put on grants.
//!
//! A run begins with the lines that are fixed where they are booked; then each step of a [`Method`] takes what is still
//! open. A method is a word ([`Method::parse`]), a TOML file ([`Method::from_toml`]), a list of values
//! ([`Method::from_node`]) or built in code; [`Method::check`] says whether it fits a dossier.
//!
//! ```
//! use koers_core::Method;
//! use koers_core::method::{Booked, Priority, ProRata, Weights};
//! use koers_core::scheme::Condition;
//!
//! let overhead = Condition::new().only("category", ["overhead"]);
//! let method = Method::new()
//!     .step(ProRata::new(Weights::Room).group(["iza", "gala"]).costs(overhead))
//!     .step(Booked::new())
//!     .step(Priority::new());
//! assert_eq!(Method::from_toml("method.toml", &method.to_toml())?, method);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod print;
mod pro_rata;
mod read;
mod step;
#[cfg(test)]
mod tests;

pub use pro_rata::{ProRata, Redistribute, Rounding, Weights};
pub use step::{Booked, LeastRefund, Priority, Step, Tranches};

use crate::diag::At;

/// The JSON Schema of a method file, for editors; the feature `json-schema` has the types that it is made from.
pub const JSON_SCHEMA: &str = include_str!("../../json-schema/method.json");

/// The most steps that a method may have.
const MOST_STEPS: usize = 1_000;

/// Steps over the costs that are still open, in order.
///
/// Plain data; [`Method::check`] says whether it makes sense for a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Method {
    /// The steps.
    pub steps: Vec<At<Step>>,
}

impl Default for Method {
    /// [`Method::booked`].
    fn default() -> Self {
        Method::booked()
    }
}

impl Method {
    /// A method without steps yet.
    #[must_use]
    pub fn new() -> Self {
        Method { steps: Vec::new() }
    }

    /// Costs stay on the grants on which they are booked: what a run does when nothing is said.
    #[must_use]
    pub fn booked() -> Self {
        Method::new().step(Booked::new())
    }

    /// Each grant in its order pays all that it can.
    #[must_use]
    pub fn priority() -> Self {
        Method::new().step(Priority::new())
    }

    /// The division that leaves the least money lost.
    #[must_use]
    pub fn least_refund() -> Self {
        Method::new().step(LeastRefund::new())
    }

    /// Adds a step.
    #[must_use]
    pub fn step(mut self, step: impl Into<Step>) -> Self {
        self.steps.push(At::from(step.into()));
        self
    }
}
