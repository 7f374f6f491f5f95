//! A dossier as the files that it could be read from.

use std::collections::BTreeMap;

use super::toml::dossier_toml;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, TextColumn};
use crate::scheme::Schemes;

impl Dossier {
    /// The dossier as files, by name: `dossier.toml`, `cost_lines.csv`, `budget.csv` and `quantities.csv` where it has them,
    /// and `schemes/ID.toml` for each scheme that is not in the catalogue as it is. [`Dossier::from_files`] reads the same
    /// dossier from them.
    ///
    /// # Errors
    /// When something in it was assumed ([`Dossier::assume_eligible`]): a what-if is no dossier.
    pub fn to_files(&self) -> Result<BTreeMap<String, Vec<u8>>, Findings> {
        if let Some(assumed) = self.assumed().first() {
            let finding = Finding::new(Code::NotPrintable).subject(&assumed.grant);
            return Err(finding.arg("grant", &assumed.grant).into());
        }
        let mut files = BTreeMap::new();
        files.insert("dossier.toml".to_owned(), dossier_toml(self).into_bytes());
        files.insert("cost_lines.csv".to_owned(), self.cost_lines_csv());
        if !self.budget().rows().is_empty() {
            files.insert("budget.csv".to_owned(), self.budget_csv());
        }
        if !self.quantities().rows().is_empty() {
            files.insert("quantities.csv".to_owned(), self.quantities_csv());
        }
        let catalogue = Schemes::catalogue();
        for scheme in self.schemes().iter() {
            if catalogue.get(&scheme.id) != Some(scheme) {
                let name = format!("schemes/{}.toml", scheme.id);
                files.insert(name, scheme.to_toml().into_bytes());
            }
        }
        Ok(files)
    }

    fn cost_lines_csv(&self) -> Vec<u8> {
        let lines = self.lines();
        let names = [
            "line",
            "period",
            "amount",
            "kind",
            "grant",
            "fixed",
            "corrects",
            "vat_compensable",
            "source",
        ];
        let rows = (0..lines.len()).map(|row| {
            let vat = lines.vat_compensable(row);
            let cells = [
                lines.id(row).into_owned(),
                lines.period(row).to_string(),
                lines.amount(row).to_string(),
                lines.kind(row).as_str().to_owned(),
                text(lines.booking(row)),
                text(lines.is_fixed(row).then_some("true")),
                text(lines.corrects(row)),
                text((!vat.is_zero()).then_some(vat)),
                text(lines.source(row)),
            ];
            cells.into_iter().chain(of_row(lines.dimensions(), row))
        });
        csv(&names, lines.dimensions(), rows)
    }

    fn budget_csv(&self) -> Vec<u8> {
        let budget = self.budget();
        let names = ["line", "period", "grant", "amount", "source"];
        let rows = budget.rows().iter().enumerate().map(|(at, row)| {
            let cells = [
                text(row.line.as_ref()),
                row.period.to_string(),
                text(row.grant.as_ref()),
                row.amount.to_string(),
                text(row.source.as_ref()),
            ];
            cells.into_iter().chain(of_row(budget.dimensions(), at))
        });
        csv(&names, budget.dimensions(), rows)
    }

    fn quantities_csv(&self) -> Vec<u8> {
        let names = [
            "grant", "period", "unit", "quantity", "tranche", "part", "source",
        ];
        let rows = self.quantities().rows().iter().map(|row| {
            [
                row.grant.clone(),
                row.period.to_string(),
                row.unit.clone(),
                row.quantity.to_string(),
                text(row.tranche.as_ref()),
                text(row.part.as_ref()),
                text(row.source.as_ref()),
            ]
        });
        csv(&names, &[], rows)
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn of_row(dimensions: &[TextColumn], row: usize) -> impl Iterator<Item = String> {
    dimensions.iter().map(move |it| text(it.value(row)))
}

/// A table as CSV that reads back: nothing is put before texts that look like formulas.
fn csv<C: IntoIterator<Item = String>>(
    names: &[&str],
    dimensions: &[TextColumn],
    rows: impl Iterator<Item = C>,
) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let header = names
        .iter()
        .copied()
        .chain(dimensions.iter().map(TextColumn::name));
    // Writing to memory can't fail; rows are as long as the header.
    let _ = csv.write_record(header);
    for row in rows {
        let _ = csv.write_record(row);
    }
    csv.into_inner().unwrap_or_default()
}
