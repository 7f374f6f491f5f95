//! A table for people: no wider than a terminal, amounts without decimals where a column has none, and nothing that
//! says nothing.

use std::fmt::Write;

use super::Format;
use super::plain::{columns, escape, html};
use crate::calendar::Date;
use crate::diag::Lang;
use crate::money::{Money, Quantity};

/// The width at which a table of text is broken off, in characters.
pub(super) const WIDTH: usize = 118;

/// The least width to which a column of text is brought back.
const NARROW: usize = 16;

/// What stands for an amount of zero.
const NONE: &str = "–";

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Nothing,
    Text(String),
    Money(Money),
    /// To two decimals.
    Times(Quantity),
}

impl Value {
    pub(super) fn money(amount: Option<Money>) -> Value {
        amount.map_or(Value::Nothing, Value::Money)
    }

    fn says_nothing(&self) -> bool {
        match self {
            Value::Nothing => true,
            Value::Text(text) => text.is_empty(),
            Value::Money(amount) => amount.is_zero(),
            Value::Times(_) => false,
        }
    }
}

/// A column: its heading in Dutch and in English, and whether it is left out where it says nothing in any row.
pub(super) struct Head {
    pub(super) nl: &'static str,
    pub(super) en: &'static str,
    pub(super) always: bool,
}

pub(super) const fn head(nl: &'static str, en: &'static str) -> Head {
    Head {
        nl,
        en,
        always: false,
    }
}

pub(super) const fn always(nl: &'static str, en: &'static str) -> Head {
    Head {
        nl,
        en,
        always: true,
    }
}

/// A table for people. The last `totals` rows stand apart.
pub(super) struct Sheet<'h> {
    pub(super) heads: &'h [Head],
    pub(super) rows: Vec<Vec<Value>>,
    pub(super) totals: usize,
}

/// The day of a whole date: what is due by a day is not told by its year alone.
pub(super) fn day_text(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Nl => date.dutch(),
        Lang::En => date.to_string(),
    }
}

impl Sheet<'_> {
    /// Writes it in a form (text where it is none for people) and a language.
    pub(super) fn write(&self, format: Format, lang: Lang) -> String {
        let shown: Vec<usize> = (0..self.heads.len())
            .filter(|&at| {
                let said = self.rows.iter().any(|row| !row[at].says_nothing());
                said || self.heads[at].always
            })
            .collect();
        let header: Vec<String> = shown
            .iter()
            .map(|&at| match lang {
                Lang::Nl => self.heads[at].nl.to_owned(),
                Lang::En => self.heads[at].en.to_owned(),
            })
            .collect();
        let right: Vec<bool> = shown.iter().map(|&at| self.is_number(at)).collect();
        let whole: Vec<bool> = shown.iter().map(|&at| self.is_whole(at)).collect();
        let rows = self.rows.iter().map(|row| {
            let cells = shown.iter().zip(&whole);
            cells
                .map(|(&at, &whole)| cell(&row[at], whole, lang))
                .collect::<Vec<_>>()
        });
        let rows: Vec<Vec<String>> = rows.collect();
        match format {
            Format::Markdown => self.markdown(&header, &right, &rows),
            Format::Html => self.html(&header, &right, &rows),
            _ => self.text(&header, &right, &rows),
        }
    }

    fn is_number(&self, at: usize) -> bool {
        let number = |row: &Vec<Value>| matches!(row[at], Value::Money(_) | Value::Times(_));
        self.rows.iter().any(number)
    }

    fn is_whole(&self, at: usize) -> bool {
        let mut amounts = self.rows.iter().filter_map(|row| match row[at] {
            Value::Money(amount) => Some(amount),
            _ => None,
        });
        amounts.all(|amount| amount.cents() % 100 == 0)
    }

    /// Whether a row is one of those that stand apart.
    fn is_total(&self, at: usize) -> bool {
        at + self.totals >= self.rows.len()
    }

    fn text(&self, header: &[String], right: &[bool], rows: &[Vec<String>]) -> String {
        let widths = widths(header, right, rows);
        let mut lines = Vec::new();
        let mut ruled = Vec::new();
        add_wrapped(&mut lines, header, &widths);
        ruled.push(lines.len() - 1);
        for (at, row) in rows.iter().enumerate() {
            if self.totals > 0 && at > 0 && at + self.totals == rows.len() {
                ruled.push(lines.len() - 1);
            }
            add_wrapped(&mut lines, row, &widths);
        }
        columns(&lines, right, &ruled)
    }

    fn markdown(&self, header: &[String], right: &[bool], rows: &[Vec<String>]) -> String {
        let mut out = String::new();
        for cell in header {
            let _ = write!(out, "| {} ", escape(cell));
        }
        out.push_str("|\n");
        for right in right {
            out.push_str(if *right { "|---:" } else { "|---" });
        }
        out.push_str("|\n");
        for (at, row) in rows.iter().enumerate() {
            for cell in row {
                let bold = if self.is_total(at) && !cell.is_empty() {
                    "**"
                } else {
                    ""
                };
                let _ = write!(out, "| {bold}{}{bold} ", escape(cell));
            }
            out.push_str("|\n");
        }
        out
    }

    fn html(&self, header: &[String], right: &[bool], rows: &[Vec<String>]) -> String {
        let style = |right: bool, total: bool| {
            let side = if right {
                "right;white-space:nowrap"
            } else {
                "left"
            };
            let weight = if total { ";font-weight:bold" } else { "" };
            format!(" style=\"text-align:{side};padding:2px 8px{weight}\"")
        };
        let mut out = String::from("<table class=\"koers\">\n<thead><tr>");
        for (cell, right) in header.iter().zip(right) {
            let _ = write!(out, "<th{}>{}</th>", style(*right, false), html(cell));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for (at, row) in rows.iter().enumerate() {
            out.push_str("<tr>");
            for (cell, right) in row.iter().zip(right) {
                let style = style(*right, self.is_total(at));
                let _ = write!(out, "<td{style}>{}</td>", html(cell));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        out
    }
}

fn cell(value: &Value, whole: bool, lang: Lang) -> String {
    let amount = |amount: Money| match lang {
        Lang::Nl => amount.dutch(),
        Lang::En => amount.english(),
    };
    match value {
        Value::Nothing => String::new(),
        // A line break in a cell would break the table.
        Value::Text(text) => text.replace(char::is_control, " "),
        Value::Money(zero) if zero.is_zero() => NONE.to_owned(),
        Value::Money(it) => {
            let text = amount(*it);
            match text.get(..text.len().saturating_sub(3)) {
                Some(short) if whole => short.to_owned(),
                _ => text,
            }
        }
        Value::Times(times) => {
            let millionths = times.millionths();
            amount(Money::of(
                (millionths + 5_000 * millionths.signum()) / 10_000,
            ))
        }
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// How wide each column of text is: as wide as its cells, and headings no wider than they must be; where that is too much
/// together, the widest columns of words are brought back.
fn widths(header: &[String], right: &[bool], rows: &[Vec<String>]) -> Vec<usize> {
    let word = |text: &String| text.split(' ').map(length).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..header.len())
        .map(|at| {
            let cells = rows.iter().map(|row| length(&row[at])).max();
            cells.unwrap_or(0).max(word(&header[at]))
        })
        .collect();
    let gaps = 2 * header.len().saturating_sub(1);
    loop {
        let over = (widths.iter().sum::<usize>() + gaps).saturating_sub(WIDTH);
        let words = (0..widths.len()).filter(|&at| !right[at]);
        let Some(widest) = words.max_by_key(|&at| widths[at]) else {
            return widths;
        };
        if over == 0 || widths[widest] <= NARROW {
            return widths;
        }
        widths[widest] = widths[widest].saturating_sub(over.min(4)).max(NARROW);
    }
}

/// Adds a row of cells as lines, each cell broken at its words where it is wider than its column.
fn add_wrapped(lines: &mut Vec<Vec<String>>, row: &[String], widths: &[usize]) {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrapped(cell, *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(1);
    for at in 0..height {
        let line = cells.iter().map(|cell| cell.get(at).cloned());
        lines.push(line.map(Option::unwrap_or_default).collect());
    }
}

/// A text broken at its spaces into lines of at most so many characters; a longer word is cut.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut rest = word;
        loop {
            let last = lines.last_mut().expect("at least one");
            let gap = usize::from(!last.is_empty());
            if length(last) + gap + length(rest) <= width {
                if gap == 1 {
                    last.push(' ');
                }
                last.push_str(rest);
                break;
            }
            if !last.is_empty() {
                lines.push(String::new());
                continue;
            }
            let cut = rest.char_indices().nth(width);
            let (first, more) = rest.split_at(cut.map_or(rest.len(), |(at, _)| at));
            last.push_str(first);
            rest = more;
            if rest.is_empty() {
                break;
            }
            lines.push(String::new());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Value {
        Value::Money(Money::parse(text).expect("an amount"))
    }

    const HEADS: &[Head] = &[
        always("subsidie", "grant"),
        head("bedrag per maand", "amount a month"),
        head("niets", "nothing"),
        head("tempo", "rate"),
    ];

    #[test]
    fn a_column_has_decimals_only_where_it_needs_them_and_is_left_out_where_it_says_nothing() {
        let row = |name: &str, amount, rate| {
            vec![
                Value::Text(name.to_owned()),
                money(amount),
                money("0"),
                money(rate),
            ]
        };
        let sheet = Sheet {
            heads: HEADS,
            rows: vec![row("a", "1500", "0.5"), row("b", "0", "2")],
            totals: 0,
        };
        let text = sheet.write(Format::Text, Lang::Nl);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "subsidie  bedrag  tempo",
                "             per",
                "           maand",
                "────────  ──────  ─────",
                "a          1.500   0,50",
                "b              –   2,00",
            ]
        );
        assert!(sheet.write(Format::Html, Lang::En).contains("</thead>"));
    }

    #[test]
    fn no_table_is_wider_than_a_terminal_and_no_word_is_lost() {
        let long = "een heel lange titel van een subsidie ".repeat(6);
        let sheet = Sheet {
            heads: HEADS,
            rows: vec![vec![
                Value::Text(long.clone()),
                money("1"),
                Value::Nothing,
                Value::Nothing,
            ]],
            totals: 0,
        };
        let text = sheet.write(Format::Text, Lang::Nl);
        assert!(text.lines().all(|line| length(line) <= WIDTH), "{text}");
        let words = |text: &str| text.matches("subsidie").count();
        assert_eq!(words(&text), words(&long) + 1);
        assert_eq!(wrapped("aaaaab cc", 3), ["aaa", "aab", "cc"]);
        assert_eq!(wrapped("", 3), [""]);
    }
}
