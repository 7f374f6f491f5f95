//! A settlement of the core as Python sees it.

use std::num::NonZeroUsize;
use std::sync::Arc;

use koers_core::arrow::{self, Batches};
use koers_core::report::{
    render, render_advice, render_diff, render_restatement, render_roll_forward, settlement_json,
};
use koers_core::settle::{Measure, WhatIf};
use koers_core::tables::{AllocationRow, OwnFundsRow, Row, Table};
use koers_core::{Lang, Settlement};
use pyo3::prelude::*;
use rust_decimal::Decimal;

use crate::ahead::{RawDeadlines, RawForecast, outlook};
use crate::border::{Fault, RawFindings, format, guarded, language};
use crate::certificate::RawCertificate;
use crate::day::day;
use crate::dossier::RawDossier;
use crate::explain::{RawExplanation, asked};
use crate::method::{Report, watched};
use crate::receipt::RawReceipt;
use crate::table::RawTable;
use crate::what_if::amount;
use crate::years::RawDeclared;

/// A settlement; immutable.
#[pyclass(name = "Settlement", module = "koers._koers", frozen)]
pub(crate) struct RawSettlement(pub(crate) Arc<Settlement>);

#[pymethods]
impl RawSettlement {
    /// The result table called `name`; findings in Dutch.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<RawTable> {
        guarded(|| {
            let settlement = &self.0;
            match name {
                "allocations" => {
                    return Ok(later::<AllocationRow>(settlement, |it| {
                        Table::of(&it.allocations())
                    }));
                }
                "own_funds" => {
                    return Ok(later::<OwnFundsRow>(settlement, |it| {
                        Table::of(&it.own_funds())
                    }));
                }
                _ => {}
            }
            let table = py.detach(|| match name {
                "settlement" => Some(Table::of(settlement.settlement())),
                "outcomes" => Some(Table::of(&settlement.outcomes())),
                "roll_forward" => Some(Table::of(&settlement.roll_forward())),
                "roll_forward_totals" => Some(Table::of(&settlement.roll_forward_totals())),
                "restatement" => Some(Table::of(&settlement.restatement())),
                "deductions" => Some(Table::of(&settlement.deductions())),
                "terms" => Some(Table::of(&settlement.terms())),
                "findings" => Some(Table::of(&settlement.finding_rows(Lang::Nl))),
                _ => None,
            });
            let unknown = || Fault::Unknown(format!("unknown table `{name}`"));
            table.map(RawTable::of).ok_or_else(unknown)
        })
    }

    /// Whether each part of each tranche may pay a line.
    fn eligibility(&self, py: Python<'_>, line: &str) -> PyResult<RawTable> {
        guarded(|| {
            let rows = py.detach(|| self.0.eligibility(line));
            let unknown = || Fault::Unknown(format!("unknown line `{line}`"));
            let rows = rows.ok_or_else(unknown)?;
            Ok(RawTable::of(Table::of(&rows)))
        })
    }

    /// What differs from another settlement.
    fn diff(&self, py: Python<'_>, before: &RawSettlement) -> PyResult<RawTable> {
        guarded(|| {
            let rows = py.detach(|| self.0.diff(&before.0));
            Ok(RawTable::of(Table::of(&rows)))
        })
    }

    /// Why a figure is what it is, or with `why_not` why something was not paid.
    fn explain(
        &self,
        py: Python<'_>,
        subject: &str,
        year: Option<i64>,
        why_not: bool,
    ) -> PyResult<RawExplanation> {
        guarded(|| py.detach(|| asked(&self.0, subject, year, why_not)))
    }

    /// The rebookings by which the dossier would lose the least.
    fn advice(&self, py: Python<'_>) -> PyResult<RawTable> {
        guarded(|| Ok(RawTable::of(Table::of(&py.detach(|| self.0.advice())))))
    }

    /// What must be done before when.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "objects of Python come as values"
    )]
    fn deadlines(
        &self,
        py: Python<'_>,
        as_of: &Bound<'_, PyAny>,
        progress: Option<Py<PyAny>>,
        threads: NonZeroUsize,
    ) -> PyResult<RawDeadlines> {
        guarded(|| {
            let as_of = day(as_of, "as_of")?;
            let run = |report: Report<'_>| self.0.deadlines_watched(as_of, threads, report);
            Ok(RawDeadlines(watched(py, progress.as_ref(), run)?))
        })
    }

    /// What is expected of the years to come.
    #[expect(
        clippy::needless_pass_by_value,
        clippy::too_many_arguments,
        reason = "objects of Python come as values, and its arguments one by one"
    )]
    fn forecast(
        &self,
        py: Python<'_>,
        basis: &str,
        as_of: &Bound<'_, PyAny>,
        through: Option<i64>,
        horizon: bool,
        progress: Option<Py<PyAny>>,
        threads: NonZeroUsize,
    ) -> PyResult<RawForecast> {
        guarded(|| {
            let outlook = outlook(basis, day(as_of, "as_of")?, through, horizon)?;
            let run = |report: Report<'_>| self.0.forecast_watched(&outlook, threads, report);
            Ok(RawForecast(watched(py, progress.as_ref(), run)?))
        })
    }

    /// A changed dossier settled again by the same method.
    fn what_if(&self, py: Python<'_>, dossier: &RawDossier) -> PyResult<RawWhatIf> {
        guarded(|| Ok(RawWhatIf(py.detach(|| self.0.what_if(&dossier.0))?)))
    }

    /// What an award that is `more` euros higher would save.
    fn saved_by_award(
        &self,
        py: Python<'_>,
        grant: &str,
        tranche: &str,
        part: Option<&str>,
        more: &Bound<'_, PyAny>,
    ) -> PyResult<Decimal> {
        guarded(|| {
            let more = amount(more, "saved_by_award")?;
            let saved = py.detach(|| self.0.saved_by_award(grant, tranche, part, more))?;
            Ok(saved.to_decimal())
        })
    }

    /// What a line that is `more` euros higher would save.
    fn saved_by_cost(
        &self,
        py: Python<'_>,
        line: &str,
        more: &Bound<'_, PyAny>,
    ) -> PyResult<Decimal> {
        guarded(|| {
            let more = amount(more, "saved_by_cost")?;
            Ok(py.detach(|| self.0.saved_by_cost(line, more))?.to_decimal())
        })
    }

    /// What differs from another settlement for people, in a format and a language.
    fn render_diff(
        &self,
        py: Python<'_>,
        before: &RawSettlement,
        form: &str,
        lang: &str,
    ) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_diff(&self.0.diff(&before.0), format, lang)))
        })
    }

    /// The advice for people, in a format and a language.
    fn render_advice(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_advice(&self.0.advice(), format, lang)))
        })
    }

    /// The dossier of the year after.
    fn next_year(&self, py: Python<'_>) -> PyResult<RawDossier> {
        guarded(|| Ok(RawDossier(py.detach(|| self.0.next_year())?)))
    }

    /// The dossier with all its years closed as they are settled.
    fn close(&self, py: Python<'_>) -> PyResult<RawDossier> {
        guarded(|| Ok(RawDossier(py.detach(|| self.0.close())?)))
    }

    /// The roll-forward for people, in a format and a language.
    fn render_roll_forward(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_roll_forward(&self.0, format, lang)))
        })
    }

    /// What changed in closed years for people, in a format and a language.
    fn render_restatement(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render_restatement(&self.0, format, lang)))
        })
    }

    /// Where a published roll-forward says otherwise.
    fn compare_roll_forward(
        &self,
        py: Python<'_>,
        declared: &RawDeclared,
    ) -> PyResult<RawFindings> {
        guarded(|| {
            let declared = &declared.0;
            let findings = py.detach(|| self.0.compare_roll_forward(declared));
            Ok(RawFindings(findings))
        })
    }

    /// The certificate; none where no step `least-refund` ran.
    fn certificate(&self) -> PyResult<Option<RawCertificate>> {
        guarded(|| Ok(self.0.certificate().map(RawCertificate)))
    }

    /// The receipt: what it was made of, and what came out.
    fn receipt(&self, py: Python<'_>) -> PyResult<RawReceipt> {
        guarded(|| Ok(RawReceipt(py.detach(|| self.0.receipt()))))
    }

    /// Budget, realised cost and balance by dimensions and grant.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "texts of Python come as values"
    )]
    fn by(&self, py: Python<'_>, dimensions: Vec<String>) -> PyResult<RawTable> {
        guarded(|| {
            let names: Vec<&str> = dimensions.iter().map(String::as_str).collect();
            py.detach(|| self.0.by(&names))
                .map(RawTable::of)
                .map_err(|unknown| Fault::Unknown(unknown.to_string()))
        })
    }

    /// The total of a measure.
    fn total(&self, measure: &str) -> PyResult<Decimal> {
        guarded(|| Ok(self.0.total(self::measure(measure)?).to_decimal()))
    }

    /// The settlement for people, in a format and a language.
    fn render(&self, py: Python<'_>, form: &str, lang: &str) -> PyResult<String> {
        guarded(|| {
            let (lang, format) = (language(lang)?, format(form)?);
            Ok(py.detach(|| render(&self.0, format, lang)))
        })
    }

    /// All tables in canonical JSON, findings in a language.
    fn json(&self, py: Python<'_>, lang: &str) -> PyResult<String> {
        guarded(|| {
            let lang = language(lang)?;
            Ok(py.detach(|| settlement_json(&self.0, lang)))
        })
    }
}

/// A table with a row for each line, made when it is asked for.
fn later<R: Row>(settlement: &Arc<Settlement>, make: fn(&Settlement) -> Table) -> RawTable {
    let (of_table, of_batches) = (Arc::clone(settlement), Arc::clone(settlement));
    RawTable::later(
        R::TABLE,
        R::columns(),
        None,
        move || make(&of_table),
        move || {
            let batches = arrow::result(&of_batches, R::TABLE, Lang::Nl);
            batches.unwrap_or_else(|| Batches::of_table(Arc::new(make(&of_batches))))
        },
    )
}

/// The measure of this name.
pub(crate) fn measure(word: &str) -> Result<Measure, Fault> {
    Measure::parse(word).ok_or_else(|| {
        let words = Measure::WORDS.map(|(word, _)| word).join(", ");
        Fault::Unknown(format!("unknown measure `{word}`; known: {words}"))
    })
}

/// A settlement by buckets alone; immutable.
#[pyclass(name = "WhatIf", module = "koers._koers", frozen)]
pub(crate) struct RawWhatIf(WhatIf);

#[pymethods]
impl RawWhatIf {
    /// Whether kept classes gave it.
    #[getter]
    fn used_kept_classes(&self) -> bool {
        self.0.used_kept_classes()
    }

    /// The result table called `name`.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<RawTable> {
        guarded(|| {
            let table = py.detach(|| match name {
                "settlement" => Some(Table::of(self.0.settlement())),
                "outcomes" => Some(Table::of(&self.0.outcomes())),
                "roll_forward" => Some(Table::of(&self.0.roll_forward())),
                _ => None,
            });
            let unknown = || Fault::Unknown(format!("unknown table `{name}`"));
            table.map(RawTable::of).ok_or_else(unknown)
        })
    }

    /// The certificate; none where no step `least-refund` ran.
    fn certificate(&self) -> PyResult<Option<RawCertificate>> {
        guarded(|| Ok(self.0.certificate().map(RawCertificate)))
    }

    /// The total of a measure.
    fn total(&self, measure: &str) -> PyResult<Decimal> {
        guarded(|| Ok(self.0.total(self::measure(measure)?).to_decimal()))
    }
}
