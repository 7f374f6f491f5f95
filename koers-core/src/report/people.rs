//! The settlement for people: one line per grant, with the library's reason, and what needs a look.

use std::fmt::Write;
use std::str::FromStr;

use super::plain::{columns, escape, html};
use super::sentence::{date_text, sentence};
use super::{settlement_json, table_csv};
use crate::diag::{Lang, Severity};
use crate::money::Money;
use crate::settle::{GrantTotal, Settlement};
use crate::tables::Table;

/// In which form a settlement is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table per grant in columns of text, and the findings.
    #[default]
    Text,
    /// All tables in canonical JSON.
    Json,
    /// The table `settlement` as CSV.
    Csv,
    /// A table per grant in Markdown, and the findings.
    Markdown,
    /// A table per grant in HTML, and the findings.
    Html,
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown format `{0}`; known: text, json, csv, markdown, html")]
pub struct ParseFormatError(String);

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(word: &str) -> Result<Format, ParseFormatError> {
        match word {
            "text" => Ok(Format::Text),
            "json" => Ok(Format::Json),
            "csv" => Ok(Format::Csv),
            "markdown" => Ok(Format::Markdown),
            "html" => Ok(Format::Html),
            word => Err(ParseFormatError(word.to_owned())),
        }
    }
}

/// Writes a settlement in a form and a language. (JSON and CSV are the same in each but for the texts of
/// findings.)
#[must_use]
pub fn render(settlement: &Settlement, format: Format, lang: Lang) -> String {
    match format {
        Format::Json => settlement_json(settlement, lang),
        Format::Csv => table_csv(&Table::of(settlement.settlement())),
        Format::Text => text(settlement, lang),
        Format::Markdown => markdown(settlement, lang),
        Format::Html => page(settlement, lang),
    }
}

/// The words of the report that belong to no finding.
struct Words {
    title: &'static str,
    columns: [&'static str; 8],
    total: &'static str,
    own_funds: &'static str,
    findings: &'static str,
    none: &'static str,
}

const NL: Words = Words {
    title: "Jaarafrekening",
    columns: [
        "subsidie",
        "ontvangen",
        "besteed",
        "saldo",
        "terug te betalen",
        "overheveling",
        "t/m",
        "toelichting",
    ],
    total: "Totaal",
    own_funds: "Eigen middelen",
    findings: "Bevindingen",
    none: "–",
};

const EN: Words = Words {
    title: "Settlement",
    columns: [
        "grant",
        "received",
        "spent",
        "balance",
        "refund",
        "carry-over",
        "until",
        "explanation",
    ],
    total: "Total",
    own_funds: "Own funds",
    findings: "Findings",
    none: "–",
};

fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Nl => &NL,
        Lang::En => &EN,
    }
}

/// How many findings a report shows.
const SHOWN: usize = 100;

/// The columns with amounts, to the right.
const RIGHT: [bool; 8] = [false, true, true, true, true, true, false, false];

/// One year's table: header, a line per grant, totals.
struct YearTable {
    year: i16,
    lines: Vec<Vec<String>>,
    own_funds: Option<String>,
}

/// How amounts are written: without decimals when the whole table has none.
struct Amounts {
    lang: Lang,
    whole: bool,
}

impl Amounts {
    fn show(&self, amount: Money) -> String {
        let text = match self.lang {
            Lang::Nl => amount.dutch(),
            Lang::En => amount.english(),
        };
        let whole = self
            .whole
            .then(|| text.get(..text.len().saturating_sub(3)))
            .flatten();
        whole.map_or_else(|| text.clone(), str::to_owned)
    }

    fn or_none(&self, amount: Money) -> String {
        if amount.is_zero() {
            words(self.lang).none.to_owned()
        } else {
            self.show(amount)
        }
    }
}

fn tables(settlement: &Settlement, lang: Lang) -> Vec<YearTable> {
    let totals = settlement.by_grant();
    settlement
        .dossier()
        .years()
        .iter()
        .map(|&year| {
            let of_year: Vec<_> = totals.iter().filter(|total| total.year == year).collect();
            year_table(settlement, year, &of_year, lang)
        })
        .collect()
}

fn year_table(settlement: &Settlement, year: i16, totals: &[&GrantTotal], lang: Lang) -> YearTable {
    let words = words(lang);
    let own = settlement.own_funds_of(year);
    let own_funds = own.unwrap_or(Money::ZERO);
    let figures = |total: &GrantTotal| {
        [
            total.received,
            total.spent,
            total.balance,
            total.refund,
            total.carry_over,
        ]
    };
    let mut sums = [0_i64; 5];
    for total in totals {
        for (sum, amount) in sums.iter_mut().zip(figures(total)) {
            *sum += amount.cents();
        }
    }
    let sums = sums.map(Money::of);
    let whole = totals
        .iter()
        .flat_map(|total| figures(total))
        .chain(sums)
        .chain([own_funds])
        .all(|amount| amount.cents() % 100 == 0);
    let amounts = Amounts { lang, whole };
    let line = |name: &str, figures: [Money; 5], until: String, why: String| {
        let [received, spent, balance, refund, carry_over] = figures;
        vec![
            name.to_owned(),
            amounts.show(received),
            amounts.show(spent),
            amounts.show(balance),
            amounts.or_none(refund),
            amounts.or_none(carry_over),
            until,
            why,
        ]
    };
    let mut lines = vec![words.columns.map(str::to_owned).to_vec()];
    for total in totals {
        let name = settlement.dossier().grants()[total.grant].name();
        let until: Vec<_> = total
            .until
            .iter()
            .map(|date| date_text(*date, lang))
            .collect();
        let mut why: Vec<String> = total
            .reasons
            .iter()
            .map(|reason| sentence(reason, lang))
            .collect();
        why.dedup();
        if !total.receivable.is_zero() {
            let amount = amounts.show(total.receivable);
            why.push(match lang {
                Lang::Nl => format!("nog te ontvangen {amount}"),
                Lang::En => format!("{amount} still to be received"),
            });
        }
        lines.push(line(name, figures(total), until.join(", "), why.join("; ")));
    }
    lines.push(line(words.total, sums, String::new(), String::new()));
    let own_funds = own.map(|amount| amounts.show(amount));
    YearTable {
        year,
        lines,
        own_funds,
    }
}

fn title(settlement: &Settlement, year: i16, lang: Lang) -> String {
    let dossier = settlement.dossier();
    format!(
        "{} {year} – {} ({})",
        words(lang).title,
        dossier.title(),
        dossier.holder()
    )
}

/// Each finding: severity and code, then the message. Of very many the first ones, and how many more there are;
/// the table `findings` has them all.
fn findings(settlement: &Settlement, lang: Lang) -> Vec<(String, String)> {
    let all = settlement.findings();
    let mut shown: Vec<(String, String)> = all
        .iter()
        .take(SHOWN)
        .map(|finding| {
            let severity = match (finding.severity(), lang) {
                (Severity::Error, Lang::Nl) => "fout",
                (Severity::Warning, Lang::Nl) => "waarschuwing",
                (Severity::Notice, Lang::Nl) => "melding",
                (severity, Lang::En) => severity.as_str(),
            };
            (
                format!("{severity} {}", finding.code()),
                finding.message(lang),
            )
        })
        .collect();
    if all.len() > SHOWN {
        let (name, rest) = (words(lang).findings, all.len() - SHOWN);
        shown.push((name.to_lowercase(), format!("+ {rest}")));
    }
    shown
}

fn text(settlement: &Settlement, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in tables(settlement, lang).iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{gap}{}\n", title(settlement, table.year, lang));
        out.push_str(&columns(&table.lines, &RIGHT, &[0, table.lines.len() - 2]));
        if let Some(own_funds) = &table.own_funds {
            let _ = writeln!(out, "\n{}: {own_funds}", words(lang).own_funds);
        }
    }
    let findings = findings(settlement, lang);
    if !findings.is_empty() {
        let _ = writeln!(out, "\n{}", words(lang).findings);
        for (what, message) in findings {
            let _ = writeln!(out, "- {what}: {message}");
        }
    }
    out
}

fn markdown(settlement: &Settlement, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in tables(settlement, lang).iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let _ = writeln!(
            out,
            "{gap}## {}\n",
            escape(&title(settlement, table.year, lang))
        );
        for (at, line) in table.lines.iter().enumerate() {
            let bold = if at + 1 == table.lines.len() {
                "**"
            } else {
                ""
            };
            for cell in line {
                let mark = if cell.is_empty() { "" } else { bold };
                let _ = write!(out, "| {mark}{}{mark} ", escape(cell));
            }
            out.push_str("|\n");
            if at == 0 {
                let rules = RIGHT.map(|right| if right { "---:" } else { "---" });
                let _ = writeln!(out, "|{}|", rules.join("|"));
            }
        }
        if let Some(own_funds) = &table.own_funds {
            let _ = writeln!(out, "\n{}: {own_funds}", words(lang).own_funds);
        }
    }
    let findings = findings(settlement, lang);
    if !findings.is_empty() {
        let _ = writeln!(out, "\n### {}\n", words(lang).findings);
        for (what, message) in findings {
            let _ = writeln!(out, "- **{what}**: {}", escape(&message));
        }
    }
    out
}

fn page(settlement: &Settlement, lang: Lang) -> String {
    let mut out = String::from("<div class=\"koers\">\n");
    for table in tables(settlement, lang) {
        let _ = writeln!(
            out,
            "<p><strong>{}</strong></p>",
            html(&title(settlement, table.year, lang))
        );
        out.push_str("<table>\n");
        for (at, line) in table.lines.iter().enumerate() {
            let (tag, strong) = (
                if at == 0 { "th" } else { "td" },
                at + 1 == table.lines.len(),
            );
            out.push_str("<tr>");
            for (cell, right) in line.iter().zip(RIGHT) {
                let side = if right { "right" } else { "left" };
                let weight = if strong { ";font-weight:bold" } else { "" };
                let _ = write!(
                    out,
                    "<{tag} style=\"text-align:{side}{weight}\">{}</{tag}>",
                    html(cell)
                );
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n");
        if let Some(own_funds) = &table.own_funds {
            let _ = writeln!(out, "<p>{}: {own_funds}</p>", words(lang).own_funds);
        }
    }
    let findings = findings(settlement, lang);
    if !findings.is_empty() {
        let _ = writeln!(
            out,
            "<p><strong>{}</strong></p>\n<ul>",
            words(lang).findings
        );
        for (what, message) in findings {
            let _ = writeln!(out, "<li><strong>{what}</strong>: {}</li>", html(&message));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</div>\n");
    out
}
