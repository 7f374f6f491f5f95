//! A reconciliation for people: each gap with its bridge, what stays unexplained, and what nothing else confirms.

mod en;
mod entries;
mod nl;
mod page;

use super::Format;
use super::json::document;
use super::people::severity;
use super::table_csv;
use super::year_table::Amounts;
use crate::diag::{Code, Finding, Lang};
use crate::money::Money;
use crate::reconcile::{Cause, Confirmed, Figure, FigureMeasure, Funding, Reconciliation};
use crate::settle::Settlement;
use crate::tables::Table;

/// Writes a reconciliation in a form and a language. As JSON its tables, as CSV the table `reconciliation`, the same in each
/// language; else a text with each difference and its bridge. `settlement` is the one that was reconciled.
#[must_use]
pub fn render_reconciliation(
    settlement: &Settlement,
    found: &Reconciliation,
    format: Format,
    lang: Lang,
) -> String {
    let rows = found.rows();
    match format {
        Format::Json => {
            return document(&[
                Table::of(&rows),
                Table::of(&found.bridges()),
                Table::of(found.grants()),
                Table::of(&found.unconfirmed()),
                Table::of(&found.funding()),
                Table::of(&found.possible()),
                Table::of(&crate::settle::finding_rows(found.findings(), lang)),
            ]);
        }
        Format::Csv => return table_csv(&Table::of(&rows)),
        Format::Text | Format::Markdown | Format::Html => {}
    }
    let bridges = found.bridges();
    let amounts = bridges.iter().map(|step| step.amount);
    let declared = rows.iter().map(|row| row.declared);
    let computed = rows.iter().filter_map(|row| row.computed);
    let grants = found
        .grants()
        .iter()
        .flat_map(|row| [row.unbudgeted, row.left]);
    let mut all = declared.chain(computed).chain(amounts).chain(grants);
    let whole = all.all(|amount| amount.cents() % 100 == 0);
    let words: &dyn Words = match lang {
        Lang::Nl => &nl::Dutch,
        Lang::En => &en::English,
    };
    let blocks = entries::blocks(settlement, found, words, &Amounts { lang, whole }, lang);
    match format {
        Format::Markdown => page::markdown(&blocks),
        Format::Html => page::html(&blocks),
        _ => page::text(&blocks),
    }
}

/// A piece of the text.
pub(super) enum Block {
    Title(String),
    Heading(String),
    Paragraph(String),
    /// A figure: what it is, the bridge as lines of a text and an amount, and sentences after it.
    Entry {
        title: String,
        lines: Vec<(String, String)>,
        after: Vec<String>,
    },
    /// Findings, in which backticks mark what the user wrote.
    Findings(Vec<String>),
    /// Lines of a text and an amount.
    List(Vec<(String, String)>),
}

/// What a step of a bridge is about, in words.
pub(super) struct About<'a> {
    /// The line, or what lines have in common.
    pub(super) lines: Option<&'a str>,
    pub(super) grant: Option<&'a str>,
    pub(super) tranche: Option<&'a str>,
}

/// How many figures there are, and what was found of them.
pub(super) struct Counts {
    pub(super) all: usize,
    pub(super) agree: usize,
    pub(super) differ: usize,
    /// Of those that differ the ones that are told with another.
    pub(super) elsewhere: usize,
    /// Of which the dossier can't tell anything.
    pub(super) apart: usize,
}

/// The texts of a language.
pub(super) trait Words {
    fn title(&self) -> &'static str;
    fn counts(&self, counts: &Counts) -> String;
    fn nothing(&self) -> &'static str;
    fn differences(&self) -> &'static str;
    fn measure(&self, measure: FigureMeasure) -> &'static str;
    fn everything(&self) -> &'static str;
    fn unbudgeted(&self) -> &'static str;
    fn tranche(&self, tranche: &str) -> String;
    fn tranches_of(&self, year: i16) -> String;
    fn line(&self, line: &str) -> String;
    fn declared(&self) -> &'static str;
    fn computed(&self) -> &'static str;
    fn unexplained(&self) -> &'static str;
    fn more_steps(&self, number: usize) -> String;
    fn cause(&self, cause: Cause, about: &About<'_>) -> String;
    fn no_explanation(&self, rest: &str) -> String;
    fn same_elsewhere(&self, places: &[String]) -> String;
    fn comes_from(&self, places: &[String]) -> String;
    fn sums(&self) -> &'static str;
    fn sum(&self, figure: &str, stated: &str, sum: &str, difference: &str) -> String;
    fn attention(&self) -> &'static str;
    fn left(&self) -> &'static str;
    fn left_of(&self, grant: &str, lines: &str, never: &str) -> String;
    fn unconfirmed(&self) -> &'static str;
    fn confirmed(&self, how: Confirmed, figures: &str, with: &str) -> String;
    fn funding(&self) -> &'static str;
    fn funded(&self, result: Funding, count: usize, lines: &str) -> String;
    fn possible(&self) -> &'static str;
    fn possibly(&self, rest: &str, terms: &str) -> String;
}

/// A finding: severity, code and message. Of a figure that names what isn't there also where it stands, and what to do.
fn told(finding: &Finding, lang: Lang) -> String {
    let severity = severity(finding.severity(), lang);
    let mut told = format!("{severity} {}: {}", finding.code(), finding.message(lang));
    let unknown = matches!(
        finding.code(),
        Code::UnknownGrant | Code::UnknownLine | Code::OutsideBookYears | Code::ScopeOfNothing
    );
    if unknown {
        told.push_str(" (");
        told.push_str(&finding.source().unwrap_or_default());
        told.push_str("); ");
        told.push_str(&finding.help(lang));
    }
    told
}

/// The amount of a figure as people read it: a count is no money.
fn amount_of(figure: &Figure, amount: Money, amounts: &Amounts) -> String {
    if figure.declared.measure == Some(FigureMeasure::Count) && amount.cents() % 100 == 0 {
        return (amount.cents() / 100).to_string();
    }
    amounts.show(amount)
}
