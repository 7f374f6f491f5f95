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
    /// When something in it was assumed ([`Dossier::assume_eligible`]), since a what-if is no dossier; and for each text of a
    /// table that a file doesn't keep as it is: one that is empty, or begins or ends with a space.
    pub fn to_files(&self) -> Result<BTreeMap<String, Vec<u8>>, Findings> {
        if let Some(assumed) = self.assumed().first() {
            let finding = Finding::new(Code::NotPrintable).subject(&assumed.grant);
            return Err(finding.arg("grant", &assumed.grant).into());
        }
        let mut files = BTreeMap::new();
        files.insert("dossier.toml".to_owned(), dossier_toml(self).into_bytes());
        let mut lost = Findings::new();
        files.insert("cost_lines.csv".to_owned(), self.cost_lines_csv(&mut lost));
        if !self.budget().rows().is_empty() {
            files.insert("budget.csv".to_owned(), self.budget_csv(&mut lost));
        }
        if !self.quantities().rows().is_empty() {
            files.insert("quantities.csv".to_owned(), self.quantities_csv(&mut lost));
        }
        if !lost.is_empty() {
            lost.sort();
            return Err(lost);
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

    fn cost_lines_csv(&self, lost: &mut Findings) -> Vec<u8> {
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
                text(Some(lines.id(row))),
                text(Some(lines.period(row))),
                text(Some(lines.amount(row))),
                text(Some(lines.kind(row).as_str())),
                text(lines.booking(row)),
                text(lines.is_fixed(row).then_some("true")),
                text(lines.corrects(row)),
                text((!vat.is_zero()).then_some(vat)),
                text(lines.source(row)),
            ];
            cells.into_iter().chain(of_row(lines.dimensions(), row))
        });
        csv(&names, lines.dimensions(), rows, lost)
    }

    fn budget_csv(&self, lost: &mut Findings) -> Vec<u8> {
        let budget = self.budget();
        let names = ["line", "period", "grant", "amount", "source"];
        let rows = budget.rows().iter().enumerate().map(|(at, row)| {
            let cells = [
                text(row.line.as_ref()),
                text(Some(row.period)),
                text(row.grant.as_ref()),
                text(Some(row.amount)),
                text(row.source.as_ref()),
            ];
            cells.into_iter().chain(of_row(budget.dimensions(), at))
        });
        csv(&names, budget.dimensions(), rows, lost)
    }

    fn quantities_csv(&self, lost: &mut Findings) -> Vec<u8> {
        let names = [
            "grant", "period", "unit", "quantity", "tranche", "part", "source",
        ];
        let rows = self.quantities().rows().iter().map(|row| {
            [
                text(Some(&row.grant)),
                text(Some(row.period)),
                text(Some(&row.unit)),
                text(Some(row.quantity)),
                text(row.tranche.as_ref()),
                text(row.part.as_ref()),
                text(row.source.as_ref()),
            ]
        });
        csv(&names, &[], rows, lost)
    }
}

fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn of_row(dimensions: &[TextColumn], row: usize) -> impl Iterator<Item = Option<String>> {
    dimensions.iter().map(move |it| text(it.value(row)))
}

/// A table as CSV that reads back: nothing is put before texts that look like formulas. What does not is told in `lost`.
fn csv<C: IntoIterator<Item = Option<String>>>(
    names: &[&str],
    dimensions: &[TextColumn],
    rows: impl Iterator<Item = C>,
    lost: &mut Findings,
) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let dimensions = dimensions.iter().map(TextColumn::name);
    let header: Vec<&str> = names.iter().copied().chain(dimensions).collect();
    for name in &header {
        check(name, name, lost);
    }
    // Writing to memory can't fail; rows are as long as the header.
    let _ = csv.write_record(&header);
    for row in rows {
        let cells = row.into_iter().zip(&header).map(|(cell, name)| {
            if let Some(cell) = &cell {
                check(cell, name, lost);
            }
            cell.unwrap_or_default()
        });
        let _ = csv.write_record(cells.collect::<Vec<_>>());
    }
    csv.into_inner().unwrap_or_default()
}

/// Tells of a text that reading takes spaces off, or takes for none.
fn check(text: &str, column: &str, lost: &mut Findings) {
    if text.is_empty() || text.trim() != text {
        let code = Code::UnprintableText;
        lost.push_with(code, || {
            let finding = Finding::new(code).subject(text);
            finding.arg("value", text).arg("column", column)
        });
    }
}
