//! Reconciliation: figures that others declared, against a settlement.
//!
//! What an annual report or a letter says is a [`Declared`]: figures with a scope and a measure, and sums of other figures.
//! [`Settlement::reconcile`](crate::Settlement::reconcile) gives each that differs with a bridge by cause. Declared scope and
//! computed measure are sums over the same amounts, of groups of lines on grants, and the bridge is their difference: it
//! follows from structure, not from numbers that happen to fit.

mod book;
mod bridge;
mod cells;
mod check;
mod declared;
mod documents;
mod equations;
mod figure;
mod funding;
mod judge;
mod named;
mod rows;
mod scope;
mod search;

pub use bridge::{Cause, Step};
pub use declared::Declared;
pub use equations::Confirmed;
pub use figure::{Claim, DeclaredFigure, FigureMeasure, Term};
pub(crate) use figure::{is_key, parse_sums};
pub use funding::Funding;
pub use judge::{Figure, Reconciliation};
pub use scope::{Scope, ScopeError};
