//! The settlement for people: one line per grant, with the library's reason, and what needs a look.

use std::fmt::Write;
use std::str::FromStr;

use super::plain::{columns, escape, html, marked};
use super::year_table::{tables, wrapped};
use super::{settlement_json, table_csv};
use crate::diag::{Lang, Severity};
use crate::dossier::Assumed;
use crate::method::{Method, Step};
use crate::settle::Settlement;
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
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) grant: &'static str,
    pub(super) until: &'static str,
    pub(super) explanation: &'static str,
    pub(super) total: &'static str,
    pub(super) own_funds: &'static str,
    pub(super) reserve: &'static str,
    pub(super) findings: &'static str,
}

const NL: Words = Words {
    title: "Jaarafrekening",
    grant: "subsidie",
    until: "t/m",
    explanation: "toelichting",
    total: "Totaal",
    own_funds: "Eigen middelen",
    reserve: "Reserve van",
    findings: "Bevindingen",
};

const EN: Words = Words {
    title: "Settlement",
    grant: "grant",
    until: "until",
    explanation: "explanation",
    total: "Total",
    own_funds: "Own funds",
    reserve: "Reserve of",
    findings: "Findings",
};

pub(super) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Nl => &NL,
        Lang::En => &EN,
    }
}

/// How many findings a report shows.
const SHOWN: usize = 100;

fn title(settlement: &Settlement, year: i16, lang: Lang) -> String {
    let dossier = settlement.dossier();
    format!(
        "{} {year} – {} ({}){}",
        words(lang).title,
        dossier.title(),
        dossier.holder(),
        otherwise(settlement.method(), dossier.assumed(), lang)
    )
}

/// By what it is otherwise than booked, so that a what-if is not taken for the accounts: the method, and what was assumed.
pub(super) fn otherwise(method: &Method, assumed: &[Assumed], lang: Lang) -> String {
    let mut out = String::new();
    if *method != Method::booked() {
        let steps: Vec<&str> = method
            .steps
            .iter()
            .map(|step| match (&step.value, lang) {
                (Step::Booked(_), Lang::Nl) => "zoals geboekt",
                (Step::Booked(_), Lang::En) => "as booked",
                (Step::Priority(_), Lang::Nl) => "op volgorde",
                (Step::Priority(_), Lang::En) => "by priority",
                (Step::ProRata(_), Lang::Nl) => "naar verhouding",
                (Step::ProRata(_), Lang::En) => "pro rata",
                (Step::LeastRefund(_), Lang::Nl) => "minste terugbetaling",
                (Step::LeastRefund(_), Lang::En) => "least refund",
            })
            .collect();
        let word = match lang {
            Lang::Nl => "toerekening",
            Lang::En => "allocation",
        };
        let _ = write!(out, " – {word}: {}", steps.join(", "));
    }
    let mut assumed: Vec<&str> = assumed
        .iter()
        .map(|assumed| assumed.grant.as_str())
        .collect();
    assumed.sort_unstable();
    assumed.dedup();
    if !assumed.is_empty() {
        let word = match lang {
            Lang::Nl => "wat-als: meer kosten komen in aanmerking voor",
            Lang::En => "what-if: more costs are eligible for",
        };
        let _ = write!(out, " – {word} {}", assumed.join(", "));
    }
    out
}

/// How grave a finding is, in a word.
pub(super) fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Nl) => "fout",
        (Severity::Warning, Lang::Nl) => "waarschuwing",
        (Severity::Notice, Lang::Nl) => "melding",
        (severity, Lang::En) => severity.as_str(),
    }
}

/// Each finding: severity and code, then the message. Of very many the first ones, and how many more there are;
/// the table `findings` has them all.
fn findings(settlement: &Settlement, lang: Lang) -> Vec<(String, String)> {
    let all = settlement.findings();
    let mut shown: Vec<(String, String)> = all
        .iter()
        .take(SHOWN)
        .map(|finding| {
            let severity = severity(finding.severity(), lang);
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

fn text(settlement: &Settlement, lang: Lang) -> String {
    let mut out = String::new();
    for (at, table) in tables(settlement, lang).iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{gap}{}\n", title(settlement, table.year, lang));
        let (lines, ruled) = wrapped(&table.lines);
        out.push_str(&columns(&lines, &table.right, &ruled));
        let _ = writeln!(out, "\n{}", table.below.join("\n"));
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
        let below: Vec<String> = table.below.iter().map(|line| escape(line)).collect();
        let _ = writeln!(out, "\n{}", below.join("  \n"));
    }
    let findings = findings(settlement, lang);
    if !findings.is_empty() {
        let _ = writeln!(out, "\n### {}\n", words(lang).findings);
        for (what, message) in findings {
            let _ = writeln!(
                out,
                "- **{what}**: {}",
                marked(&message, escape, |part| format!("`{part}`"))
            );
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
            out.push_str(if at == 0 { "<thead><tr>" } else { "<tr>" });
            for (cell, right) in line.iter().zip(table.right.iter().copied()) {
                let side = if right { "right" } else { "left" };
                let weight = if strong { ";font-weight:bold" } else { "" };
                let _ = write!(
                    out,
                    "<{tag} style=\"text-align:{side};padding:2px 8px{weight}\">{}</{tag}>",
                    html(cell)
                );
            }
            out.push_str(match at {
                0 => "</tr></thead>\n<tbody>\n",
                _ => "</tr>\n",
            });
        }
        out.push_str("</tbody>\n</table>\n");
        let below: Vec<String> = table.below.iter().map(|line| html(line)).collect();
        let _ = writeln!(out, "<p>{}</p>", below.join("<br>"));
    }
    let findings = findings(settlement, lang);
    if !findings.is_empty() {
        let _ = writeln!(
            out,
            "<p><strong>{}</strong></p>\n<ul>",
            words(lang).findings
        );
        for (what, message) in findings {
            let _ = writeln!(
                out,
                "<li><strong>{what}</strong>: {}</li>",
                marked(&message, html, |part| format!(
                    "<code>{}</code>",
                    html(part)
                ))
            );
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</div>\n");
    out
}
