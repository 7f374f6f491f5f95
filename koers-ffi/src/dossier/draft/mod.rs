//! A dossier being put together: reads the caller's structs, and adds all of them or nothing.

mod grants;
mod judged;
mod targets;
mod terms;

pub(super) use judged::{read_assumption, read_eligible_for};

use std::ops::ControlFlow;

use koers_arrow::{Broken, Stream, read_lines};
use koers_core::arrow::broken;
use koers_core::diag::{Code, Finding};
use koers_core::dossier::{Dossier, DossierBuilder};
use koers_core::read::Node;
use koers_core::scheme::Scheme;
use koers_core::{Findings, Schemes};

use super::rows::RowReader;
use super::tree::{Table, read};
use super::{BudgetLine, DossierInfo, Line, QuantityLine};
use crate::memory::{Array, Name};
use crate::status::Failure;

pub(crate) struct Draft {
    head: Node,
    schemes: Schemes,
    own_schemes: Vec<String>,
    builder: DossierBuilder,
    quantity_rows: usize,
    budget_rows: usize,
}

impl Draft {
    /// # Safety
    /// The texts of `info` are there, as the header asks; so in every function below for what it is given.
    pub(super) unsafe fn new(info: &DossierInfo) -> Result<Draft, Failure> {
        let name = Name::of("info");
        // SAFETY: as promised by the caller; so in every block below.
        let (id, title, holder) = unsafe {
            (
                info.id.read(name.field("id"))?,
                info.title.read(name.field("title"))?,
                info.holder.read(name.field("holder"))?,
            )
        };
        let head = Table::new("dossier")
            .text("id", id)
            .text("title", title)
            .text("holder", holder)
            .ints("years", years(info.first_year, info.last_year))
            .date("as_of", info.as_of)
            .int("chain_from", info.chain_from);
        let head = match info.closed_until {
            0 => head,
            last => head.ints("closed", years(info.first_year, last)),
        };
        let head = head.node();
        Ok(Draft {
            builder: read(&head, "grants", Vec::new())?,
            head,
            schemes: Schemes::catalogue(),
            own_schemes: Vec::new(),
            quantity_rows: 0,
            budget_rows: 0,
        })
    }

    /// All that is in a dossier.
    pub(super) fn of(dossier: &Dossier) -> Draft {
        let years: Vec<i32> = dossier.years().iter().copied().map(i32::from).collect();
        let head = Table::new("dossier")
            .text("id", Some(dossier.id()))
            .text("holder", Some(dossier.holder()))
            .ints("years", years)
            .node();
        let mut schemes = Schemes::catalogue();
        schemes.extend(&dossier.schemes());
        Draft {
            head,
            schemes,
            own_schemes: Vec::new(),
            builder: dossier.edit(),
            quantity_rows: dossier.quantities().rows().len(),
            budget_rows: dossier.budget().rows().len(),
        }
    }

    pub(super) fn add_scheme(&mut self, name: &str, toml: &str) -> Result<(), Failure> {
        let scheme = Scheme::from_toml(name, toml)?;
        if self.own_schemes.contains(&scheme.id) {
            let finding = Finding::new(Code::DuplicateScheme)
                .subject(&scheme.id)
                .arg("value", &scheme.id);
            return Err(Findings::from(finding).into());
        }
        let id = scheme.id.clone();
        self.schemes.insert(scheme)?;
        self.own_schemes.push(id);
        Ok(())
    }

    pub(super) unsafe fn add_lines(&mut self, lines: Array<'_, Line>) -> Result<(), Failure> {
        let mut reader = RowReader::new("cost_lines", self.builder.line_count());
        let mut read = Vec::with_capacity(lines.len().min(1 << 20));
        // SAFETY: as above.
        for (at, line) in unsafe { lines.iter() } {
            // SAFETY: as above.
            read.extend(unsafe { reader.line(&line?, Name::of("lines").at(at))? });
        }
        reader.finish()?;
        self.builder.add_lines(read);
        Ok(())
    }

    /// Adds the lines of a stream.
    pub(crate) fn add_lines_arrow(&mut self, stream: &mut Stream) -> Result<(), Failure> {
        let rows = self.builder.line_count();
        let read = read_lines(stream, rows, &mut || ControlFlow::Continue(()));
        let read = read.map_err(|why| match why {
            Broken::Refused(findings) => Failure::Refused(findings),
            Broken::Stopped => Failure::Refused(broken("the reading was broken off")),
        })?;
        for lines in read {
            let added = self.builder.add_columns(lines);
            added.map_err(|error| Failure::Refused(broken(error)))?;
        }
        Ok(())
    }

    pub(super) unsafe fn add_quantities(
        &mut self,
        lines: Array<'_, QuantityLine>,
    ) -> Result<(), Failure> {
        let mut reader = RowReader::new("quantities", self.quantity_rows);
        let mut read = Vec::with_capacity(lines.len().min(1 << 20));
        // SAFETY: as above.
        for (at, line) in unsafe { lines.iter() } {
            // SAFETY: as above.
            read.extend(unsafe { reader.quantity(&line?, Name::of("quantities").at(at))? });
        }
        reader.finish()?;
        self.quantity_rows += read.len();
        self.builder.add_quantities(read);
        Ok(())
    }

    pub(super) unsafe fn add_budget(
        &mut self,
        lines: Array<'_, BudgetLine>,
    ) -> Result<(), Failure> {
        let mut reader = RowReader::new("budget", self.budget_rows);
        let mut read = Vec::with_capacity(lines.len().min(1 << 20));
        // SAFETY: as above.
        for (at, line) in unsafe { lines.iter() } {
            // SAFETY: as above.
            read.extend(unsafe { reader.budget_line(&line?, Name::of("lines").at(at))? });
        }
        reader.finish()?;
        self.budget_rows += read.len();
        self.builder.add_budget(read);
        Ok(())
    }

    /// The dossier, checked. The draft is kept, for when it is refused.
    pub(super) fn build(&self) -> Result<Dossier, Failure> {
        Ok(self.builder.clone().build(&self.schemes)?)
    }
}

/// The book years from the first to the last; what is no range of years stays two numbers, to be refused as they
/// are.
fn years(first: i32, last: i32) -> Vec<i32> {
    let last = if last == 0 { first } else { last };
    if 1900 <= first && first <= last && last <= 2199 {
        (first..=last).collect()
    } else {
        vec![first, last]
    }
}
