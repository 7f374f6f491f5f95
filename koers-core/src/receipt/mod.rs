//! The receipt: what a settlement was made of, and what came out, in a page that can be kept with the accounts.
//!
//! A [`Receipt`] has the version of the library, the SHA-256 of each scheme, of the dossier and of its tables in canonical
//! form, the totals of each year, and the hashes of the result tables and of the certificate. The same input gives the same
//! receipt on every machine, in every language, and from whatever it was read: files, rows, columns, in any order. Another
//! cent, line or rule gives another. [`Receipt::verify`] settles a dossier anew and says what differs.
//!
//! ```
//! use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
//! use koers_core::receipt::Receipt;
//! use koers_core::{Money, Period, Schemes};
//!
//! let dossier = |spent: &str| -> Result<_, Box<dyn std::error::Error>> {
//!     let (year, award) = (Period::parse("2024")?, Money::parse("1000")?);
//!     let iza = Grant::new("iza", "spuk-iza").tranche(Tranche::new("2024", award).year(2024));
//!     let line = CostLine::new("L1", year, Money::parse(spent)?).on("iza");
//!     let dossier = DossierBuilder::new("example", "SamenTwente", vec![2024]).grant(iza).line(line);
//!     Ok(dossier.build(&Schemes::catalogue())?)
//! };
//! let text = dossier("640.50")?.settle()?.receipt().to_json();
//!
//! let receipt = Receipt::from_json("receipt.json", text.as_bytes())?;
//! assert!(receipt.verify(&dossier("640.50")?).is_empty());
//! assert!(!receipt.verify(&dossier("640.51")?).is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod canonical;
mod compare;
mod json;
mod lines;
mod read;
mod rows;
mod tables;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::dossier::{Assumed, Dossier};
use crate::method::Method;
use crate::money::Money;
use crate::plan::{MOST_PAIRS, Plan};
use crate::scheme::{Checked, Scheme, Toml, print_condition};
use crate::settle::{Measure, Settlement};

#[cfg(feature = "folder")]
pub(crate) use read::too_large;

use canonical::{Json, hash_of};
use written::input_json;

/// The number of the format of receipts.
const FORMAT: i64 = 1;

/// The largest receipt that is read, in bytes. One of a thousand grants takes a tenth.
pub(crate) const RECEIPT_LIMIT: usize = 4 << 20;

/// What a settlement was made of, and what came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    engine: String,
    input: Input,
    totals: Vec<YearTotals>,
    tables: Vec<TableHash>,
    certificate: Option<String>,
}

/// What a settlement is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    method: Method,
    /// Whether all years were planned as one ([`Plan::horizon`]).
    all_years: bool,
    /// The method by which closed years were divided, where all others were planned as one and there are any.
    closed_by: Option<Method>,
    /// How much a step `least-refund` may solve ([`Plan::solving_at_most`]).
    solving_at_most: usize,
    assumed: Vec<Assumed>,
    /// By id.
    schemes: BTreeMap<String, SchemeUsed>,
    dossier: DossierHash,
    cost_lines: InputTable,
    budget: InputTable,
    quantities: InputTable,
}

/// A scheme of which there is a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SchemeUsed {
    versions: Vec<VersionUsed>,
    hash: String,
}

/// A version that decides on a day of the book years, or closes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct VersionUsed {
    from: Date,
    published: Option<Date>,
}

/// The dossier without its tables.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DossierHash {
    id: String,
    holder: String,
    years: Vec<i16>,
    hash: String,
}

/// A table of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
struct InputTable {
    rows: usize,
    /// The sum of its amounts, where it has amounts.
    amount: Option<Money>,
    hash: String,
}

/// What the rows of a year add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct YearTotals {
    year: i16,
    /// In the order of [`Measure::WORDS`].
    amounts: Vec<Money>,
}

/// A result table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TableHash {
    table: String,
    rows: usize,
    hash: String,
}

/// Reads a receipt and verifies a dossier by it ([`Receipt::verify`]); a receipt that can't be read gives errors. Findings
/// call the file `name`.
#[must_use]
pub fn check_file(name: &str, json: &[u8], dossier: &Dossier) -> Checked {
    let read = Receipt::from_json(name, json);
    Checked::only(read.map_or_else(|refused| refused, |receipt| receipt.verify(dossier)))
}

impl Settlement {
    /// The receipt: what it was made of and what came out, by which anyone can see later that nothing changed. It goes over
    /// every line.
    #[must_use]
    pub fn receipt(&self) -> Receipt {
        self.receipt_stating(self.plan().most_pairs())
    }

    /// The receipt as if so much might have been solved.
    fn receipt_stating(&self, solving_at_most: usize) -> Receipt {
        let input = Input {
            solving_at_most,
            ..Input::of(self.plan())
        };
        let certificate = self.certificate().map(|it| it.of_input(input.hash()));
        Receipt {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            totals: totals(self),
            tables: tables::hashes(self),
            certificate: certificate.map(|it| hash_of(&it.to_json())),
            input,
        }
    }
}

impl Receipt {
    /// The version of the library that made it.
    #[must_use]
    pub fn engine(&self) -> &str {
        &self.engine
    }

    /// The SHA-256 of all that the settlement was made of, in hexadecimal digits: rules, dossier, lines, method and what was
    /// assumed. A certificate of the same settlement names its input by it.
    #[must_use]
    pub fn input(&self) -> String {
        self.input.hash()
    }

    /// The method by which costs were put on grants.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.input.method
    }

    /// What was assumed to be eligible, in canonical order.
    #[must_use]
    pub fn assumed(&self) -> &[Assumed] {
        &self.input.assumed
    }

    /// The sum of a measure over the rows of a year; `None` when it is no book year.
    #[must_use]
    pub fn total(&self, year: i16, measure: Measure) -> Option<Money> {
        let of = self.totals.iter().find(|it| it.year == year)?;
        let at = Measure::WORDS.iter().position(|(_, it)| *it == measure)?;
        of.amounts.get(at).copied()
    }

    /// The SHA-256 of the certificate as [`Certificate::to_json`](crate::allocate::Certificate::to_json) gives it; `None`
    /// where there is none.
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// The receipt as canonical JSON: the same bytes in every language. [`Receipt::from_json`] reads it.
    #[must_use]
    pub fn to_json(&self) -> String {
        written::written(self)
    }
}

impl Input {
    /// What a plan goes by.
    pub(crate) fn of(plan: &Plan) -> Input {
        let dossier = plan.dossier();
        let mut input = Input::without_versions(dossier, plan.method());
        input.all_years = plan.over_all_years();
        input.closed_by = plan.closed_by().cloned();
        input.solving_at_most = plan.most_pairs();
        for grant in 0..dossier.grants().len() {
            let scheme = dossier.scheme_of(grant);
            let versions = plan.deciding_versions(grant).map(|at| VersionUsed {
                from: scheme.versions[at].from,
                published: scheme.versions[at].published,
            });
            if let Some(used) = input.schemes.get_mut(&scheme.id) {
                used.versions = versions.collect();
            }
        }
        input
    }

    /// What a settlement would be made of, also of a dossier that can't be settled so.
    fn without_versions(dossier: &Dossier, method: &Method) -> Input {
        let used = (0..dossier.grants().len()).map(|grant| dossier.scheme_of(grant));
        let schemes: BTreeMap<&str, &Scheme> = used.map(|it| (it.id.as_str(), it)).collect();
        let schemes = schemes.into_iter().map(|(id, scheme)| {
            let hash = Json::of_toml(&scheme.to_toml()).hash();
            let versions = Vec::new();
            (id.to_owned(), SchemeUsed { versions, hash })
        });
        Input {
            method: method.clone(),
            all_years: false,
            closed_by: None,
            solving_at_most: MOST_PAIRS,
            assumed: canonical_assumed(dossier.assumed()),
            schemes: schemes.collect(),
            dossier: DossierHash {
                id: dossier.id().to_owned(),
                holder: dossier.holder().to_owned(),
                years: dossier.years().to_vec(),
                hash: Json::of_toml(&crate::years::dossier_toml(dossier))
                    .unordered()
                    .hash(),
            },
            cost_lines: lines::cost_lines(dossier.lines()),
            budget: rows::budget(dossier.budget()),
            quantities: rows::quantities(dossier.quantities()),
        }
    }

    /// The SHA-256 of all of it, in hexadecimal digits.
    pub(crate) fn hash(&self) -> String {
        let members = input_json(self).into_iter();
        Json::Table(members.map(|(key, it)| (key.to_owned(), it)).collect()).hash()
    }
}

/// What was assumed, each once, in the order of the canonical form.
fn canonical_assumed(assumed: &[Assumed]) -> Vec<Assumed> {
    let mut seen = BTreeSet::new();
    let mut assumed: Vec<Assumed> = assumed.to_vec();
    assumed.sort_by_cached_key(|it| assumed_json(it).text());
    assumed.retain(|it| seen.insert(assumed_json(it)));
    assumed
}

fn assumed_json(assumed: &Assumed) -> Json {
    let mut toml = Toml::default();
    let written = toml.text("grant", &assumed.grant);
    let costs = assumed.costs.as_ref();
    let written = written.and(costs.map_or(Ok(()), |costs| print_condition(&mut toml, costs)));
    debug_assert!(written.is_ok(), "a String takes all that is written to it");
    Json::of_toml(&toml.into_text())
}

/// The steps of a method, as a method file has them.
fn method_json(method: &Method) -> Json {
    let steps = Json::of_toml(&method.to_toml()).take("steps");
    steps.unwrap_or(Json::List(Vec::new()))
}

fn totals(settlement: &Settlement) -> Vec<YearTotals> {
    let years = settlement.dossier().years().iter().map(|&year| {
        let rows = settlement.settlement().iter().filter(|it| it.year == year);
        let amounts = Measure::WORDS.iter().map(|(_, measure)| match measure {
            Measure::OwnFunds => settlement.own_funds_of(year).unwrap_or(Money::ZERO),
            measure => Money::of(rows.clone().map(|row| measure.of(row).cents()).sum()),
        });
        YearTotals {
            year,
            amounts: amounts.collect(),
        }
    });
    years.collect()
}
