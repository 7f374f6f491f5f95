//! The dossier: grants, cost lines and budget of one holder over one or more years, with the rules in force.
//!
//! A [`DossierBuilder`] collects them from files, from rows or from code; [`DossierBuilder::build`] checks
//! that they fit together and gives an immutable [`Dossier`], or all findings at once.

mod booking;
mod budget;
mod check;
mod check_lines;
mod columns;
mod files;
mod grant;
mod header;
mod lines;
mod origin;
mod read;
mod rows;
mod values;

pub use crate::read::is_id;
pub use booking::{Booking, BookingError};
pub use budget::{Budget, BudgetLine, BudgetRow};
pub(crate) use check::total_amount;
pub use columns::TextColumn;
#[cfg(feature = "folder")]
pub(crate) use files::is_toml;
pub use files::{FileError, Files};
pub use grant::{Agreement, Grant, Movement, Opening, State, Tranche};
pub use lines::{CostLine, Lines};
pub use values::Values;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Date;
use crate::diag::{At, Code, Finding, Findings, Place};
use crate::read::{Fields, Node, check_id, check_text};
use crate::scheme::{Scheme, Schemes};

use check::{Checker, Refused};

/// Grants, cost lines and budget of one holder, checked. Cheap to clone: all of it is shared.
#[derive(Clone, Debug)]
pub struct Dossier {
    inner: Arc<Inner>,
    lines: Arc<Lines>,
}

#[derive(Debug)]
struct Inner {
    id: String,
    title: Option<String>,
    holder: String,
    years: Vec<i16>,
    as_of: Option<Date>,
    grants: Vec<Grant>,
    schemes: Vec<Arc<Scheme>>,
    budget: Budget,
}

impl Dossier {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.inner.id
    }

    /// Its title: else its id.
    #[must_use]
    pub fn title(&self) -> &str {
        self.inner.title.as_deref().unwrap_or(&self.inner.id)
    }

    /// The body that holds the grants.
    #[must_use]
    pub fn holder(&self) -> &str {
        &self.inner.holder
    }

    /// The book years, ascending and without gaps; never empty.
    #[must_use]
    pub fn years(&self) -> &[i16] {
        &self.inner.years
    }

    /// The date as of which the rules are known, if that matters.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.inner.as_of
    }

    /// The grants, in their order: by preference, then by id.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.inner.grants
    }

    /// The scheme of the grant at this place in [`Dossier::grants`].
    #[must_use]
    pub fn scheme_of(&self, grant: usize) -> &Scheme {
        &self.inner.schemes[grant]
    }

    /// The cost lines.
    #[must_use]
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The budget.
    #[must_use]
    pub fn budget(&self) -> &Budget {
        &self.inner.budget
    }

    /// The same dossier with other bookings on some lines; `None` takes a booking away. Nothing is
    /// written anywhere: a what-if.
    ///
    /// # Errors
    /// When a line or a grant isn't in the dossier, a line is named twice, or amounts exceed their line.
    pub fn rebook<'l>(
        &self,
        changes: impl IntoIterator<Item = (&'l str, Option<Booking>)>,
    ) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        let mut rows = BTreeMap::new();
        for (line, booking) in changes {
            let place = lines::rebooked_place(line);
            match self.lines.find(line) {
                None => findings.push(check_lines::unknown_line(line, place)),
                Some(row) => {
                    if rows.insert(row, booking).is_some() {
                        findings.push(
                            Finding::new(Code::DuplicateLine)
                                .subject(line)
                                .arg("id", line)
                                .at(place),
                        );
                    }
                }
            }
        }
        let changes: Vec<_> = rows.into_iter().collect();
        let lines = self.lines.rebooked(&changes);
        self.checker().lines(&lines, &mut findings);
        done(findings, || Dossier {
            inner: Arc::clone(&self.inner),
            lines: Arc::new(lines),
        })
    }

    fn checker(&self) -> Checker<'_> {
        Checker {
            years: Some(&self.inner.years),
            grants: &self.inner.grants,
            refused: const { &Refused::NONE },
        }
    }
}

/// A dossier being put together; nothing in it is checked yet.
#[derive(Clone, Debug)]
pub struct DossierBuilder {
    id: At<String>,
    pub(crate) title: Option<String>,
    holder: String,
    /// `None` after a finding that says why.
    years: Option<At<Vec<i16>>>,
    pub(crate) as_of: Option<Date>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) lines: lines::LinesBuilder,
    pub(crate) budget: budget::BudgetBuilder,
    pub(crate) refused: Refused,
}

impl DossierBuilder {
    /// An empty dossier of `holder` for these book years.
    #[must_use]
    pub fn new(
        id: impl Into<At<String>>,
        holder: impl Into<String>,
        years: impl Into<At<Vec<i16>>>,
    ) -> Self {
        Self {
            id: id.into(),
            title: None,
            holder: holder.into(),
            years: Some(years.into()),
            as_of: None,
            grants: Vec::new(),
            lines: lines::LinesBuilder::default(),
            budget: budget::BudgetBuilder::default(),
            refused: Refused::default(),
        }
    }

    /// A dossier whose head was refused: only to find what else is wrong. It never builds.
    pub(crate) fn refused() -> Self {
        let mut builder = Self::new("refused".to_owned(), "refused", Vec::new());
        builder.years = None;
        builder
    }

    /// Reads the head and the grants from a tree of values: `{"dossier": {...}, "grants": [...]}`, with
    /// the keys of a dossier file.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn from_node(node: &Node) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        let builder = Fields::of(node, "dossier", &mut findings).map(|mut file| {
            let builder = read::read_head(&mut file, &mut findings);
            file.finish(&mut findings);
            builder
        });
        match builder {
            Some(builder) if !findings.has_errors() => Ok(builder),
            _ => {
                findings.sort();
                Err(findings)
            }
        }
    }

    /// Names it for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Leaves out rules that were published after `date`.
    #[must_use]
    pub fn as_of(mut self, date: Date) -> Self {
        self.as_of = Some(date);
        self
    }

    /// Adds a grant.
    #[must_use]
    pub fn grant(mut self, grant: Grant) -> Self {
        self.grants.push(grant);
        self
    }

    /// The grants so far.
    pub fn grants_mut(&mut self) -> &mut Vec<Grant> {
        &mut self.grants
    }

    /// Adds a cost line.
    #[must_use]
    pub fn line(mut self, line: CostLine) -> Self {
        self.lines.push(line);
        self
    }

    /// Adds cost lines.
    pub fn add_lines(&mut self, lines: impl IntoIterator<Item = CostLine>) {
        for line in lines {
            self.lines.push(line);
        }
    }

    /// How many cost lines there are.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Adds a budget line.
    #[must_use]
    pub fn budget(mut self, line: BudgetLine) -> Self {
        self.budget.push(line);
        self
    }

    /// Adds budget lines.
    pub fn add_budget(&mut self, lines: impl IntoIterator<Item = BudgetLine>) {
        for line in lines {
            self.budget.push(line);
        }
    }

    /// Checks everything against `schemes` and against each other.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn build(self, schemes: &Schemes) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        match self.check(schemes, &mut findings) {
            Some(dossier) if !findings.has_errors() => Ok(dossier),
            _ => {
                findings.sort();
                Err(findings)
            }
        }
    }

    /// As [`DossierBuilder::build`], after findings from reading.
    pub(crate) fn check(mut self, schemes: &Schemes, findings: &mut Findings) -> Option<Dossier> {
        check_id(&self.id, findings);
        check_text("holder", Some(&self.holder), &Place::Nowhere, findings);
        check_text("title", self.title.as_deref(), &Place::Nowhere, findings);
        self.check_years(findings);
        let lines = self.lines.finish();
        let budget = self.budget.finish();
        let checker = Checker {
            years: self.years.as_ref().map(|years| years.value.as_slice()),
            grants: &self.grants,
            refused: &self.refused,
        };
        checker.grants(schemes, findings);
        checker.lines(&lines, findings);
        checker.budget(&budget, &lines, findings);
        self.grants.sort_by(|a, b| {
            let key = |grant: &Grant| grant.preference.unwrap_or(u32::MAX);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.id.value.cmp(&b.id.value))
        });
        let schemes: Option<Vec<_>> = self
            .grants
            .iter()
            .map(|grant| schemes.get(&grant.scheme.value).cloned())
            .collect();
        let inner = Inner {
            id: self.id.value,
            title: self.title,
            holder: self.holder,
            years: self.years?.value,
            as_of: self.as_of,
            grants: self.grants,
            schemes: schemes?,
            budget,
        };
        Some(Dossier {
            inner: Arc::new(inner),
            lines: Arc::new(lines),
        })
    }

    /// The book years must be there, ascending and without gaps.
    fn check_years(&self, findings: &mut Findings) {
        let Some(At {
            value: years,
            place,
        }) = &self.years
        else {
            return;
        };
        let consecutive = years
            .windows(2)
            .all(|pair| pair[0].checked_add(1) == Some(pair[1]));
        let known = years.iter().all(|year| (1900..=2199).contains(year));
        if years.is_empty() || !consecutive || !known {
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject("years")
                    .arg("value", format!("{years:?}"))
                    .arg("known", "[2024], [2024, 2025]")
                    .at(place.clone()),
            );
        }
    }
}

/// The value when no finding is an error; else all findings, sorted.
fn done<T>(mut findings: Findings, value: impl FnOnce() -> T) -> Result<T, Findings> {
    if findings.has_errors() {
        findings.sort();
        Err(findings)
    } else {
        Ok(value())
    }
}
