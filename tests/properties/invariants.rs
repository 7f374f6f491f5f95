//! The invariants of a settlement, on dossiers drawn at random.

mod against_model;
mod columns;
mod compare;
mod deadlines;
mod eligibility;
mod explain;
mod forecast;
mod identities;
mod order;
mod printing;
mod shares;
mod support;
mod years;
