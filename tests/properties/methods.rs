//! The invariants of methods, on dossiers and methods drawn at random.

mod by_order;
mod by_rules;
mod certificates;
mod support;
mod watched;
mod what_if;
