//! The invariants of methods, on dossiers and methods drawn at random.

mod batches;
mod bounds;
mod by_diff;
mod by_order;
mod by_rules;
mod certificates;
mod in_chunks;
mod many;
mod method_files;
mod receipts;
mod splits;
mod support;
mod together;
mod watched;
mod what_if;
mod wider;
