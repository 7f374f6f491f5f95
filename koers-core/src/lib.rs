//! Koers turns the realised costs of a Dutch public body into the settlement of every grant that pays for
//! them: which grant pays how much of which cost, what goes back to the funder, what may be carried over
//! and until when, and why, to the cent.
//!
//! The stages follow each other, each an immutable value that owns the one before it:
//!
//! ```text
//! Schemes ─┐
//!          ├─▶ Dossier ─▶ Plan ─▶ Allocation ─▶ Settlement ─▶ tables, report
//! files ───┘     │         │
//!                └─────────┴─▶ Findings: all at once; after Plan nothing fails but a cancelled run
//! ```
//!
//! ```
//! use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
//! use koers_core::settle::Measure;
//! use koers_core::{Money, Period, Schemes};
//!
//! let year = Period::year(2024).expect("a year that dates can have");
//! let award = Money::parse("1000")?;
//! let dossier = DossierBuilder::new("example", "SamenTwente", vec![2024])
//!     .grant(
//!         Grant::new("iza", "spuk-iza")
//!             .tranche(Tranche::new("2024", award).year(2024).received(year, award)),
//!     )
//!     .line(CostLine::new("L1", year, Money::parse("640.50")?).on("iza"))
//!     .build(&Schemes::catalogue())?;
//! let settlement = dossier.settle()?;
//! assert_eq!(settlement.total(Measure::Refund).to_string(), "359.50");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The library reads no clock, environment or locale, uses no floating-point number, and opens no file outside
//! the `folder` module, which is behind the feature of that name.
#![forbid(unsafe_code)]
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod allocate;
#[cfg(feature = "arrow")]
pub mod arrow;
pub mod calendar;
pub mod diag;
pub mod dossier;
pub mod explain;
mod flow;
#[cfg(feature = "folder")]
pub mod folder;
pub mod forecast;
#[cfg(feature = "json-schema")]
pub mod json_schema;
mod ledger;
pub mod method;
pub mod money;
pub mod plan;
pub mod progress;
pub mod read;
pub mod receipt;
pub mod reconcile;
pub mod report;
pub mod roll_forward;
pub mod scheme;
pub mod settle;
pub mod tables;
mod years;

pub use allocate::Allocation;
pub use calendar::{Date, Period};
pub use diag::{Finding, Findings, Lang};
pub use dossier::{Dossier, Files};
pub use method::Method;
pub use money::{Money, MoneyError, Quantity, Rate};
pub use plan::Plan;
pub use progress::{Cancelled, Progress};
pub use receipt::Receipt;
pub use scheme::Schemes;
pub use settle::{SettleError, Settlement};

/// The Rust code of the README, compiled and run as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
