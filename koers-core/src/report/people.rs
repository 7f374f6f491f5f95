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
    grant: &'static str,
    until: &'static str,
    explanation: &'static str,
    total: &'static str,
    own_funds: &'static str,
    findings: &'static str,
}

const NL: Words = Words {
    title: "Jaarafrekening",
    grant: "subsidie",
    until: "t/m",
    explanation: "toelichting",
    total: "Totaal",
    own_funds: "Eigen middelen",
    findings: "Bevindingen",
};

const EN: Words = Words {
    title: "Settlement",
    grant: "grant",
    until: "until",
    explanation: "explanation",
    total: "Total",
    own_funds: "Own funds",
    findings: "Findings",
};

fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Nl => &NL,
        Lang::En => &EN,
    }
}

/// A column of amounts.
struct Amount {
    dutch: &'static str,
    english: &'static str,
    of: fn(&GrantTotal) -> Money,
    /// Whether it is there also when all its amounts are zero.
    always: bool,
}

/// The columns of amounts, so that opening + received − repaid − spent = balance in every row.
const AMOUNTS: [Amount; 9] = [
    Amount {
        dutch: "beginsaldo",
        english: "opening",
        of: |it| it.opening,
        always: false,
    },
    Amount {
        dutch: "ontvangen",
        english: "received",
        of: |it| it.received,
        always: true,
    },
    Amount {
        dutch: "terugbetaald",
        english: "repaid",
        of: |it| it.repaid,
        always: false,
    },
    Amount {
        dutch: "besteed",
        english: "spent",
        of: |it| it.spent,
        always: true,
    },
    Amount {
        dutch: "saldo",
        english: "balance",
        of: |it| it.balance,
        always: true,
    },
    Amount {
        dutch: "terug te betalen",
        english: "refund",
        of: |it| it.refund,
        always: true,
    },
    Amount {
        dutch: "overheveling",
        english: "carry-over",
        of: |it| it.carry_over,
        always: true,
    },
    Amount {
        dutch: "ruimte nog niet ontvangen",
        english: "pending",
        of: |it| it.pending,
        always: false,
    },
    Amount {
        dutch: "nog te ontvangen",
        english: "receivable",
        of: |it| it.receivable,
        always: false,
    },
];

/// What stands for an amount of zero that is no figure of the accounts.
const NONE: &str = "–";

/// How many findings a report shows.
const SHOWN: usize = 100;

/// The width at which the explanations are broken off in text.
const WIDTH: usize = 72;

/// One year's table: header, a line per grant, totals.
struct YearTable {
    year: i16,
    lines: Vec<Vec<String>>,
    /// Which columns go to the right.
    right: Vec<bool>,
    own_funds: String,
}

/// How amounts are written: without decimals when the whole report has none.
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
        let short = text.len().saturating_sub(3);
        match text.get(..short) {
            Some(whole) if self.whole => whole.to_owned(),
            _ => text,
        }
    }

    /// As [`Amounts::show`]; a dash for nothing.
    fn or_none(&self, amount: Money) -> String {
        if amount.is_zero() {
            NONE.to_owned()
        } else {
            self.show(amount)
        }
    }
}

fn tables(settlement: &Settlement, lang: Lang) -> Vec<YearTable> {
    let totals = settlement.by_grant();
    let years = settlement.dossier().years();
    let own_funds = years
        .iter()
        .filter_map(|&year| settlement.own_funds_of(year));
    let whole = totals
        .iter()
        .flat_map(|total| AMOUNTS.iter().map(|amount| (amount.of)(total)))
        .chain(own_funds)
        .all(|amount| amount.cents() % 100 == 0);
    let amounts = Amounts { lang, whole };
    years
        .iter()
        .map(|&year| {
            let of_year: Vec<_> = totals.iter().filter(|total| total.year == year).collect();
            year_table(settlement, year, &of_year, &amounts)
        })
        .collect()
}

fn year_table(
    settlement: &Settlement,
    year: i16,
    totals: &[&GrantTotal],
    amounts: &Amounts,
) -> YearTable {
    let (lang, words) = (amounts.lang, words(amounts.lang));
    let shown: Vec<&Amount> = AMOUNTS
        .iter()
        .filter(|column| column.always || totals.iter().any(|total| !(column.of)(total).is_zero()))
        .collect();
    let header = shown.iter().map(|column| match lang {
        Lang::Nl => column.dutch,
        Lang::En => column.english,
    });
    let ends = [words.until, words.explanation];
    let header = [words.grant].into_iter().chain(header).chain(ends);
    let mut lines = vec![header.map(str::to_owned).collect::<Vec<_>>()];
    for total in totals {
        let mut line = vec![settlement.dossier().grants()[total.grant].name().to_owned()];
        line.extend(
            shown
                .iter()
                .map(|column| cell(column, (column.of)(total), amounts)),
        );
        let until: Vec<_> = total
            .until
            .iter()
            .map(|date| date_text(*date, lang))
            .collect();
        line.push(until.join(", "));
        line.push(explanation(total, amounts));
        lines.push(line);
    }
    let mut line = vec![words.total.to_owned()];
    line.extend(shown.iter().map(|column| {
        let sum = totals.iter().map(|total| (column.of)(total).cents()).sum();
        cell(column, Money::of(sum), amounts)
    }));
    line.extend([String::new(), String::new()]);
    lines.push(line);
    let mut right = vec![true; shown.len() + 3];
    (right[0], right[shown.len() + 1], right[shown.len() + 2]) = (false, false, false);
    let own_funds = settlement.own_funds_of(year).unwrap_or(Money::ZERO);
    YearTable {
        year,
        lines,
        right,
        own_funds: amounts.or_none(own_funds),
    }
}

/// What came in, was spent and is left are figures also when they are zero; of the rest a zero says nothing.
fn cell(column: &Amount, amount: Money, amounts: &Amounts) -> String {
    match column.english {
        "received" | "spent" | "balance" => amounts.show(amount),
        _ => amounts.or_none(amount),
    }
}

/// The reasons of a grant; with their amounts where there are several.
fn explanation(total: &GrantTotal, amounts: &Amounts) -> String {
    let moving = total
        .reasons
        .iter()
        .filter(|(_, amount)| amount.is_some())
        .count();
    let mut parts: Vec<String> = Vec::new();
    for (reason, amount) in &total.reasons {
        let text = sentence(reason, amount.is_some(), amounts.lang);
        let part = match amount {
            // Where money of the grant moves, that other parts are spent goes without saying.
            None if moving > 0 => continue,
            Some(amount) if moving > 1 => format!("{} {text}", amounts.show(*amount)),
            _ => text,
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("; ")
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
        let rest = all.len() - SHOWN;
        shown.push(match lang {
            Lang::Nl => (
                format!("en nog {rest}"),
                "zie de tabel met bevindingen".to_owned(),
            ),
            Lang::En => (
                format!("and {rest} more"),
                "see the table of findings".to_owned(),
            ),
        });
    }
    shown
}

/// The lines with long explanations broken over several, and after which of them a rule comes.
fn wrapped(lines: &[Vec<String>]) -> (Vec<Vec<String>>, [usize; 2]) {
    let mut out: Vec<Vec<String>> = Vec::new();
    let mut before_total = 0;
    for (at, line) in lines.iter().enumerate() {
        if at + 1 == lines.len() {
            before_total = out.len().saturating_sub(1);
        }
        let (cells, last) = line.split_at(line.len() - 1);
        let mut rows = vec![String::new()];
        for word in last.iter().flat_map(|text| text.split(' ')) {
            let row = rows.last_mut().filter(|row| {
                row.is_empty() || row.chars().count() + 1 + word.chars().count() <= WIDTH
            });
            match row {
                Some(row) if row.is_empty() => row.push_str(word),
                Some(row) => {
                    row.push(' ');
                    row.push_str(word);
                }
                None => rows.push(word.to_owned()),
            }
        }
        for (at, text) in rows.into_iter().enumerate() {
            let cells = cells
                .iter()
                .map(|cell| if at == 0 { cell.clone() } else { String::new() });
            out.push(cells.chain([text]).collect());
        }
    }
    (out, [0, before_total])
}

fn text(settlement: &Settlement, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in tables(settlement, lang).iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{gap}{}\n", title(settlement, table.year, lang));
        let (lines, ruled) = wrapped(&table.lines);
        out.push_str(&columns(&lines, &table.right, &ruled));
        let _ = writeln!(out, "\n{}: {}", words(lang).own_funds, table.own_funds);
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
                let rules = table
                    .right
                    .iter()
                    .map(|right| if *right { "---:" } else { "---" });
                let rules: Vec<_> = rules.collect();
                let _ = writeln!(out, "|{}|", rules.join("|"));
            }
        }
        let _ = writeln!(out, "\n{}: {}", words(lang).own_funds, table.own_funds);
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
            for (cell, right) in line.iter().zip(table.right.iter().copied()) {
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
        let _ = writeln!(out, "<p>{}: {}</p>", words(lang).own_funds, table.own_funds);
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
