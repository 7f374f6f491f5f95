//! Findings for people, and as the tables that programs read.

use std::borrow::Cow;

use super::{Format, findings_json, table_csv, table_html, table_markdown};
use crate::diag::{Findings, Lang};
use crate::settle::finding_rows;
use crate::tables::{Cell, Column, Table};

/// Writes findings in a form and a language: as text with the input they point at, as Markdown and HTML a table with the
/// words of people; JSON and CSV are the table `findings`. Where there are none that is said.
#[must_use]
pub fn render_findings(findings: &Findings, format: Format, lang: Lang) -> String {
    let nothing = match lang {
        Lang::Nl => "Geen bevindingen.",
        Lang::En => "No findings.",
    };
    match format {
        Format::Json => findings_json(findings, lang),
        Format::Csv => table_csv(&Table::of(&finding_rows(findings, lang))),
        Format::Html if findings.is_empty() => format!("<p>{nothing}</p>\n"),
        _ if findings.is_empty() => format!("{nothing}\n"),
        Format::Html => table_html(&told(findings, lang)),
        Format::Markdown => table_markdown(&told(findings, lang)),
        Format::Text => {
            let text = findings.render(lang);
            format!("{}\n", text.trim_end_matches('\n'))
        }
    }
}

fn told(findings: &Findings, lang: Lang) -> Table {
    let mut table = Table::of(&finding_rows(findings, lang));
    if lang == Lang::En {
        return table;
    }
    for column in &mut table.columns {
        column.name = Cow::Owned(word(HEADINGS, &column.name).to_owned());
    }
    for row in &mut table.rows {
        for (column, cell) in table.columns.iter().zip(row) {
            told_cell(column, cell);
        }
    }
    table
}

fn told_cell(column: &Column, cell: &mut Cell) {
    match cell {
        Cell::Text(severity) if column.name == "ernst" => {
            let told = word(SEVERITIES, severity).to_owned();
            *severity = told;
        }
        Cell::Money(amount) => *cell = Cell::Text(amount.dutch()),
        _ => {}
    }
}

fn word<'w>(words: &[(&'static str, &'static str)], code: &'w str) -> &'w str {
    let found = words.iter().find(|(known, _)| *known == code);
    found.map_or(code, |(_, dutch)| dutch)
}

const HEADINGS: &[(&str, &str)] = &[
    ("code", "code"),
    ("severity", "ernst"),
    ("subject", "onderwerp"),
    ("amount", "bedrag"),
    ("message", "bevinding"),
    ("help", "wat te doen"),
    ("source", "bron"),
];

const SEVERITIES: &[(&str, &str)] = &[
    ("error", "fout"),
    ("warning", "waarschuwing"),
    ("notice", "melding"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roll_forward::DeclaredRollForward;
    use crate::tables::{FindingRow, Row};

    #[test]
    fn dutch_findings_have_dutch_headings() {
        for column in FindingRow::columns() {
            assert!(HEADINGS.iter().any(|(known, _)| *known == column.name));
        }
        let csv = "year,grant,received,closing\n2024,a,10,15\n";
        let declared = DeclaredRollForward::from_csv("a.csv", csv.as_bytes());
        let found = declared.expect("readable").check();
        let dutch = render_findings(&found, Format::Markdown, Lang::Nl);
        assert!(dutch.starts_with("| code | ernst | onderwerp |"), "{dutch}");
        assert!(
            dutch.contains("| K0501 | waarschuwing | a | 5,00 |"),
            "{dutch}"
        );
        let english = render_findings(&found, Format::Html, Lang::En);
        assert!(english.contains(">severity<") && english.contains(">warning<"));
        for (lang, nothing) in [(Lang::Nl, "Geen bevindingen."), (Lang::En, "No findings.")] {
            let none = render_findings(&Findings::new(), Format::Text, lang);
            assert_eq!(none, format!("{nothing}\n"));
        }
    }
}
