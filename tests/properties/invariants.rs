//! The invariants of a settlement.
