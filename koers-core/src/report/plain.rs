//! One table as CSV, Markdown, HTML, or columns of text.

use std::fmt::Write;

use crate::tables::{Cell, Kind, Table};

/// The table as CSV (RFC 4180, LF): amounts with a point, dates as `yyyy-mm-dd`, nothing where there is no
/// value. Text that a spreadsheet would run as a formula gets a quote before it.
#[must_use]
pub fn table_csv(table: &Table) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let header = table
        .columns
        .iter()
        .map(|column| unformulated(&column.name));
    // Writing to memory can't fail; rows are as long as the header.
    let _ = csv.write_record(header);
    for row in &table.rows {
        let _ = csv.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => unformulated(text),
            cell => plain(cell),
        }));
    }
    let bytes = csv.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Text with a quote before it when a spreadsheet would run it as a formula.
fn unformulated(text: &str) -> String {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(signs) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The table as Markdown.
#[must_use]
pub fn table_markdown(table: &Table) -> String {
    let mut out = String::new();
    for column in &table.columns {
        let _ = write!(out, "| {} ", escape(&column.name));
    }
    out.push_str("|\n");
    for column in &table.columns {
        out.push_str(if is_number(column.kind) {
            "|---:"
        } else {
            "|---"
        });
    }
    out.push_str("|\n");
    for row in &table.rows {
        for cell in row {
            let _ = write!(out, "| {} ", escape(&plain(cell)));
        }
        out.push_str("|\n");
    }
    out
}

/// The table as an HTML table without styles of its own beyond alignment.
#[must_use]
pub fn table_html(table: &Table) -> String {
    let mut out = String::from("<table class=\"koers\">\n<thead><tr>");
    for column in &table.columns {
        let _ = write!(out, "<th{}>{}</th>", align(column.kind), html(&column.name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in table.columns.iter().zip(row) {
            let _ = write!(out, "<td{}>{}</td>", align(column.kind), html(&plain(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// Whether the cells of a column stand under each other by their last digit.
fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Money | Kind::Quantity)
}

/// The style of a cell; pages that show it have none of their own.
fn align(kind: Kind) -> &'static str {
    match kind {
        Kind::Money | Kind::Quantity => {
            " style=\"text-align:right;padding:2px 8px;white-space:nowrap\""
        }
        Kind::Date => " style=\"text-align:left;padding:2px 8px;white-space:nowrap\"",
        Kind::Int | Kind::Bool | Kind::Text => " style=\"text-align:left;padding:2px 8px\"",
    }
}

/// The most characters of a cell that a table of text shows.
const WIDEST: usize = 200;

/// The table in columns of text.
#[must_use]
pub fn table_text(table: &Table) -> String {
    let mut lines: Vec<Vec<String>> = vec![
        table
            .columns
            .iter()
            .map(|column| column.name.to_string())
            .collect(),
    ];
    // A line break in a cell would break the table.
    let cell = |cell: &Cell| {
        let text = plain(cell).replace(char::is_control, " ");
        // One long text would widen every row.
        match text.char_indices().nth(WIDEST) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    };
    lines.extend(table.rows.iter().map(|row| row.iter().map(cell).collect()));
    let right: Vec<bool> = table
        .columns
        .iter()
        .map(|column| is_number(column.kind))
        .collect();
    columns(&lines, &right, &[0])
}

/// Lines of cells in columns, two spaces apart, with a rule after the lines in `ruled`.
pub(super) fn columns(lines: &[Vec<String>], right: &[bool], ruled: &[usize]) -> String {
    let width = |text: &str| text.chars().count();
    let widths: Vec<usize> = (0..right.len())
        .map(|at| {
            lines
                .iter()
                .filter_map(|line| line.get(at))
                .map(|cell| width(cell))
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        let mut row = String::new();
        for (column, cell) in line.iter().enumerate() {
            let fill = " ".repeat(widths[column] - width(cell));
            let gap = if column == 0 { "" } else { "  " };
            let _ = if right[column] {
                write!(row, "{gap}{fill}{cell}")
            } else {
                write!(row, "{gap}{cell}{fill}")
            };
        }
        out.push_str(row.trim_end());
        out.push('\n');
        if ruled.contains(&at) {
            let rule: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
            out.push_str(&rule.join("  "));
            out.push('\n');
        }
    }
    out
}

/// A cell as it stands in CSV.
pub(super) fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Int(number) => number.to_string(),
        Cell::Bool(flag) => flag.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Quantity(quantity) => quantity.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}

/// Text in a cell of a Markdown table.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' => out.extend(['\\', sign]),
            '\n' | '\r' => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}

/// Text in HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign => out.push(sign),
        }
    }
    out
}

/// A message in which backticks mark what the user wrote: those parts by `code`, the others by `text`.
pub(super) fn marked(
    message: &str,
    text: fn(&str) -> String,
    code: impl Fn(&str) -> String,
) -> String {
    let mut parts: Vec<&str> = message.split('`').collect();
    // An odd backtick marks nothing.
    let odd = if parts.len().is_multiple_of(2) {
        parts.pop()
    } else {
        None
    };
    let mut out = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        out.push_str(&if at % 2 == 1 { code(part) } else { text(part) });
    }
    if let Some(rest) = odd {
        out.push_str(&text("`"));
        out.push_str(&text(rest));
    }
    out
}
