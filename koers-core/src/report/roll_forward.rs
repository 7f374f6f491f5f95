//! The roll-forward for people: per year and side of the balance, by funder group, with totals.

use std::fmt::Write;

use super::Format;
use super::json::document;
use super::people::otherwise;
use super::plain::{columns, escape, html};
use super::restatement::postings;
use super::table_csv;
use super::year_table::Amounts;
use crate::diag::Lang;
use crate::money::Money;
use crate::settle::Settlement;
use crate::tables::{RollForwardRow, RollForwardTotalRow, Table};

/// Writes the roll-forward (*verloopoverzicht*, BBV art. 52a) of a settlement in a form and a language. As JSON the tables
/// `roll_forward` and `roll_forward_totals`, as CSV the table `roll_forward`, the same in each language; else a table per
/// year and side of the balance with a line per tranche, a sum per funder group, and a total.
#[must_use]
pub fn render_roll_forward(settlement: &Settlement, format: Format, lang: Lang) -> String {
    let (rows, totals) = (settlement.roll_forward(), settlement.roll_forward_totals());
    match format {
        Format::Json => return document(&[Table::of(&rows), Table::of(&totals)]),
        Format::Csv => return table_csv(&Table::of(&rows)),
        Format::Text | Format::Markdown | Format::Html => {}
    }
    let sheets = sheets(settlement, &rows, &totals, lang);
    match format {
        Format::Markdown => markdown(&sheets),
        Format::Html => page(&sheets),
        _ => text(&sheets),
    }
}

/// One year and side: its title, and lines of cells of which some are sums.
struct Sheet {
    title: String,
    lines: Vec<Line>,
    /// Which columns go to the right.
    right: Vec<bool>,
    /// What stands below: what closed years bring.
    below: Vec<String>,
}

struct Line {
    cells: Vec<String>,
    /// Whether it adds up lines before it.
    sum: bool,
}

/// The words of the sheet: Dutch and English.
fn word(code: &str, lang: Lang) -> &'static str {
    let (dutch, english) = match code {
        "liability" => ("vooruitontvangen bedragen", "received in advance"),
        "receivable" => ("nog te ontvangen bedragen", "spent in advance"),
        "eu" => ("Europese Unie", "European Union"),
        "rijk" => ("Rijk", "Dutch state"),
        "other" => ("Overige Nederlandse overheid", "Other Dutch public bodies"),
        "title" => ("Verloopoverzicht", "Roll-forward"),
        "grant" => ("subsidie", "grant"),
        "tranche" => ("jaarschijf", "tranche"),
        "opening" => ("beginstand", "opening"),
        "received" => ("ontvangen", "received"),
        "released" => ("vrijgevallen", "released"),
        // Of what is receivable (BBV art. 52a lid 2).
        "added" => ("toevoegingen", "added"),
        "repaid" => ("terugbetaald", "repaid"),
        "changed" => ("overig", "other"),
        "closing" => ("eindstand", "closing"),
        _ => ("Totaal", "Total"),
    };
    match lang {
        Lang::Nl => dutch,
        Lang::En => english,
    }
}

fn sheets(
    settlement: &Settlement,
    rows: &[RollForwardRow],
    totals: &[RollForwardTotalRow],
    lang: Lang,
) -> Vec<Sheet> {
    let all = rows.iter().flat_map(of_row);
    let whole = { all }.all(|amount| amount.cents() % 100 == 0);
    let amounts = Amounts { lang, whole };
    let other = rows.iter().any(|row| !row.other.is_zero());
    let mut sheets: Vec<Sheet> = Vec::new();
    for &year in settlement.dossier().years() {
        for side in ["liability", "receivable"] {
            let groups = totals.iter();
            let mut groups = groups
                .filter(|total| total.year == year && total.kind == side)
                .peekable();
            if groups.peek().is_none() {
                continue;
            }
            let mut lines = vec![header(side, other, lang)];
            let mut grand = [0_i64; 6];
            for group in groups {
                let of_group = rows.iter().filter(|row| {
                    let moves = of_row(row).iter().any(|amount| !amount.is_zero());
                    moves
                        && row.year == year
                        && row.kind == side
                        && row.funder_group == group.funder_group
                });
                for row in of_group {
                    let tranche = tranche(&row.tranche, row.part.as_deref(), lang);
                    let name = name(settlement, &row.grant);
                    let cells = [name.to_owned(), tranche];
                    lines.push(line(cells, of_row(row), other, &amounts, false));
                }
                let sums = of_total(group);
                for (sum, more) in grand.iter_mut().zip(sums) {
                    *sum += more.cents();
                }
                let title = word(&group.funder_group, lang).to_owned();
                lines.push(line([title, String::new()], sums, other, &amounts, true));
            }
            let title = word("total", lang).to_owned();
            let grand = grand.map(Money::of);
            lines.push(line([title, String::new()], grand, other, &amounts, true));
            let mut right = vec![true; lines[0].cells.len()];
            (right[0], right[1]) = (false, false);
            sheets.push(Sheet {
                title: format!(
                    "{} {year}: {} – {} ({}){}",
                    word("title", lang),
                    word(side, lang),
                    settlement.dossier().title(),
                    settlement.dossier().holder(),
                    otherwise(settlement.method(), settlement.dossier().assumed(), lang)
                ),
                lines,
                right,
                below: Vec::new(),
            });
        }
        if let Some(sheet) = sheets.last_mut() {
            sheet.below.extend(postings(settlement, year, &amounts));
        }
    }
    sheets
}

/// A tranche, and the part of it, for people.
fn tranche(tranche: &str, part: Option<&str>, lang: Lang) -> String {
    match (part, lang) {
        (None, _) => tranche.to_owned(),
        (Some(part), Lang::Nl) => format!("{tranche}, onderdeel {part}"),
        (Some(part), Lang::En) => format!("{tranche}, part {part}"),
    }
}

/// The name of a grant for people.
fn name<'s>(settlement: &'s Settlement, id: &'s str) -> &'s str {
    let grants = settlement.dossier().grants();
    let grant = grants.iter().find(|grant| grant.id.value == id);
    grant.map_or(id, |grant| grant.name())
}

fn of_row(row: &RollForwardRow) -> [Money; 6] {
    [
        row.opening,
        row.received,
        row.released,
        row.repaid,
        row.other,
        row.closing,
    ]
}

fn of_total(row: &RollForwardTotalRow) -> [Money; 6] {
    [
        row.opening,
        row.received,
        row.released,
        row.repaid,
        row.other,
        row.closing,
    ]
}

fn header(side: &str, other: bool, lang: Lang) -> Line {
    let released = match side {
        "receivable" => "added",
        _ => "released",
    };
    let columns = [
        "grant", "tranche", "opening", "received", released, "repaid", "changed", "closing",
    ];
    let shown = columns
        .iter()
        .filter(|column| other || **column != "changed");
    Line {
        cells: shown.map(|column| word(column, lang).to_owned()).collect(),
        sum: false,
    }
}

fn line(names: [String; 2], of: [Money; 6], other: bool, amounts: &Amounts, sum: bool) -> Line {
    let shown = of.iter().enumerate().filter(|(at, _)| other || *at != 4);
    let shown = shown.map(|(_, amount)| amounts.show(*amount));
    Line {
        cells: names.into_iter().chain(shown).collect(),
        sum,
    }
}

fn text(sheets: &[Sheet]) -> String {
    let mut out = String::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        // Writing to a string can't fail; so below.
        let _ = writeln!(out, "{gap}{}\n", sheet.title);
        let before_sum = |at: &usize| {
            let next = sheet.lines.get(at + 1);
            *at == 0 || next.is_some_and(|next| next.sum && !sheet.lines[*at].sum)
        };
        let ruled: Vec<usize> = (0..sheet.lines.len()).filter(before_sum).collect();
        let lines: Vec<Vec<String>> = sheet.lines.iter().map(|line| line.cells.clone()).collect();
        out.push_str(&columns(&lines, &sheet.right, &ruled));
        if !sheet.below.is_empty() {
            let _ = writeln!(out, "\n{}", sheet.below.join("\n"));
        }
    }
    out
}

fn markdown(sheets: &[Sheet]) -> String {
    let mut out = String::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{gap}## {}\n", escape(&sheet.title));
        for (at, line) in sheet.lines.iter().enumerate() {
            for cell in &line.cells {
                let bold = if line.sum && !cell.is_empty() {
                    "**"
                } else {
                    ""
                };
                let _ = write!(out, "| {bold}{}{bold} ", escape(cell));
            }
            out.push_str("|\n");
            if at == 0 {
                let rules = sheet.right.iter();
                let rules: Vec<_> = rules
                    .map(|right| if *right { "---:" } else { "---" })
                    .collect();
                let _ = writeln!(out, "|{}|", rules.join("|"));
            }
        }
        if !sheet.below.is_empty() {
            let below: Vec<String> = sheet.below.iter().map(|line| escape(line)).collect();
            let _ = writeln!(out, "\n{}", below.join("  \n"));
        }
    }
    out
}

fn page(sheets: &[Sheet]) -> String {
    let mut out = String::from("<div class=\"koers\">\n");
    for sheet in sheets {
        let _ = writeln!(out, "<p><strong>{}</strong></p>", html(&sheet.title));
        out.push_str("<table>\n");
        for (at, line) in sheet.lines.iter().enumerate() {
            let (tag, row) = match at {
                0 => ("th", "<thead><tr>"),
                1 => ("td", "<tbody>\n<tr>"),
                _ => ("td", "<tr>"),
            };
            out.push_str(row);
            for (cell, right) in line.cells.iter().zip(&sheet.right) {
                let side = if *right { "right" } else { "left" };
                let weight = if line.sum { ";font-weight:bold" } else { "" };
                let _ = write!(
                    out,
                    "<{tag} style=\"text-align:{side};padding:2px 8px{weight}\">{}</{tag}>",
                    html(cell)
                );
            }
            out.push_str(if at == 0 {
                "</tr></thead>\n"
            } else {
                "</tr>\n"
            });
        }
        // A sheet has a total at least.
        out.push_str("</tbody>\n</table>\n");
        if !sheet.below.is_empty() {
            let below: Vec<String> = sheet.below.iter().map(|line| html(line)).collect();
            let _ = writeln!(out, "<p>{}</p>", below.join("<br>"));
        }
    }
    out.push_str("</div>\n");
    out
}
