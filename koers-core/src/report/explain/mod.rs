//! Explanations as text, Markdown, HTML and JSON. The sentences of each language stand in one place, `nl.rs` and `en.rs`.

mod en;
mod nl;
mod say;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::Write;

use serde::Serialize;

use self::say::{Say, clipped};
use super::people::otherwise;
use super::plain::{escape, html};
use super::sheet::{WIDTH, wrapped};
use super::{Format, table_csv};
use crate::diag::Lang;
use crate::explain::{Explanation, Node, Statement};
use crate::money::Money;
use crate::tables::{Cell, Column, Kind, Table};

/// Writes an explanation in a form and a language. JSON is canonical, and the same in each language but for the texts; CSV,
/// which has no trees, is the nodes as rows: depth, amount, text, what it rests on, source.
#[must_use]
pub fn render_explanation(explanation: &Explanation, format: Format, lang: Lang) -> String {
    let say = Say::new(explanation, lang);
    match format {
        Format::Json => json(explanation, &say),
        Format::Csv => csv(explanation, &say),
        Format::Text => text(explanation, &say),
        Format::Markdown => markdown(explanation, &say),
        Format::Html => page(explanation, &say),
    }
}

fn said(node: &Node, say: &Say) -> String {
    let text = match say.lang {
        Lang::Nl => nl::statement(&node.statement, say),
        Lang::En => en::statement(&node.statement, say),
    };
    // Titles and values of the dossier may hold anything.
    text.replace(char::is_control, " ")
}

fn rests(node: &Node, say: &Say) -> Option<String> {
    node.rests_on.as_ref().map(|rests_on| match say.lang {
        Lang::Nl => nl::rests(rests_on, say),
        Lang::En => en::rests(rests_on, say),
    })
}

/// What stands behind a sentence: what it rests on, and where the dossier states it.
fn behind(node: &Node, say: &Say) -> Option<String> {
    let source = node.source.as_deref().map(|text| match say.lang {
        Lang::Nl => nl::source(&clipped(text)),
        Lang::En => en::source(&clipped(text)),
    });
    let rests = rests(node, say).map(|text| text.replace(char::is_control, " "));
    let both: Vec<String> = rests.into_iter().chain(source).collect();
    (!both.is_empty()).then(|| both.join("; "))
}

fn heading(explanation: &Explanation, lang: Lang) -> String {
    let (subject, why_not) = (&explanation.subject, explanation.why_not);
    let grant = explanation.grant.as_ref();
    let grant = grant.map_or("", |it| it.title.as_deref().unwrap_or(&it.id));
    let asked = match lang {
        Lang::Nl => nl::subject((subject, grant), why_not),
        Lang::En => en::subject((subject, grant), why_not),
    };
    let title = format!("{} ({})", explanation.title, explanation.holder);
    let what_if = otherwise(&explanation.method, &explanation.assumed, lang);
    let asked = clipped(&asked);
    format!("{asked} – {title}{what_if}").replace(char::is_control, " ")
}

/// The amounts of a tree, each as text, in the order in which its nodes are written.
fn text(explanation: &Explanation, say: &Say) -> String {
    let mut out = format!("{}\n", heading(explanation, say.lang));
    for tree in &explanation.trees {
        let mut lines = Vec::new();
        branches(tree, say, ("", ""), &mut lines);
        let width = |line: &Line| line.amount.chars().count();
        let widest = lines.iter().map(width).max().unwrap_or_default();
        let gap = if widest == 0 { "" } else { "  " };
        out.push('\n');
        for line in lines {
            let fill = " ".repeat(widest - width(&line));
            let before = widest + gap.len() + line.branch.chars().count();
            // Deep in a tree there is still room for some words.
            let room = WIDTH.saturating_sub(before).max(NARROWEST);
            for (at, part) in wrapped(&line.said, room).iter().enumerate() {
                let _ = if at == 0 {
                    writeln!(out, "{fill}{}{gap}{}{part}", line.amount, line.branch)
                } else {
                    let blank = " ".repeat(widest);
                    writeln!(out, "{blank}{gap}{}{part}", line.trunk)
                };
            }
        }
    }
    out
}

/// The least characters of a sentence that stand on a line.
const NARROWEST: usize = 40;

/// A node of a tree: the amount, the branch to its sentence, and what stands before the lines after the first.
struct Line {
    amount: String,
    branch: String,
    trunk: String,
    said: String,
}

/// The lines of a tree.
fn branches(node: &Node, say: &Say, (branch, trunk): (&str, &str), lines: &mut Vec<Line>) {
    let amount = node.amount.map(|amount| say.amount(amount));
    let behind = behind(node, say).map(|text| format!(" [{text}]"));
    let below = if node.children.is_empty() {
        "  "
    } else {
        "│ "
    };
    lines.push(Line {
        amount: amount.unwrap_or_default(),
        branch: branch.to_owned(),
        trunk: format!("{trunk}{below}"),
        said: format!("{}{}", said(node, say), behind.unwrap_or_default()),
    });
    let last = node.children.len().saturating_sub(1);
    for (at, child) in node.children.iter().enumerate() {
        let (branch, below) = if at == last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        let ends = (format!("{trunk}{branch}"), format!("{trunk}{below}"));
        branches(child, say, (&ends.0, &ends.1), lines);
    }
}

fn markdown(explanation: &Explanation, say: &Say) -> String {
    let mut out = format!("## {}\n", escape(&heading(explanation, say.lang)));
    for tree in &explanation.trees {
        out.push('\n');
        items(tree, say, 0, &mut out);
    }
    out
}

fn items(node: &Node, say: &Say, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let amount = node
        .amount
        .map(|amount| format!("**{}** ", say.amount(amount)));
    let behind = behind(node, say).map(|text| format!(" ({})", escape(&text)));
    let _ = writeln!(
        out,
        "{indent}- {}{}{}",
        amount.unwrap_or_default(),
        escape(&said(node, say)),
        behind.unwrap_or_default()
    );
    for child in &node.children {
        items(child, say, depth + 1, out);
    }
}

fn page(explanation: &Explanation, say: &Say) -> String {
    let mut out = String::from("<div class=\"koers\">\n");
    let heading = html(&heading(explanation, say.lang));
    let _ = writeln!(out, "<p><strong>{heading}</strong></p>");
    for tree in &explanation.trees {
        details(tree, say, true, &mut out);
    }
    out.push_str("</div>\n");
    out
}

/// A node that opens and closes, with what it is made of inside.
fn details(node: &Node, say: &Say, open: bool, out: &mut String) {
    let amount = node
        .amount
        .map(|amount| format!("<strong>{}</strong> ", html(&say.amount(amount))));
    let behind = behind(node, say).map(|text| format!(" <small>({})</small>", html(&text)));
    let line = format!(
        "{}{}{}",
        amount.unwrap_or_default(),
        html(&said(node, say)),
        behind.unwrap_or_default()
    );
    if node.children.is_empty() {
        let _ = writeln!(out, "<div style=\"margin-left:1em\">{line}</div>");
        return;
    }
    let open = if open { " open" } else { "" };
    let _ = writeln!(
        out,
        "<details{open} style=\"margin-left:1em\"><summary>{line}</summary>"
    );
    for child in &node.children {
        details(child, say, false, out);
    }
    out.push_str("</details>\n");
}

#[derive(Serialize)]
struct Whole<'e> {
    subject: String,
    year: Option<i16>,
    why_not: bool,
    trees: Vec<Tree<'e>>,
}

#[derive(Serialize)]
struct Tree<'e> {
    text: String,
    amount: Option<Money>,
    statement: &'e Statement,
    rests_on: Option<String>,
    source: Option<&'e str>,
    children: Vec<Tree<'e>>,
}

impl<'e> Tree<'e> {
    fn of(node: &'e Node, say: &Say) -> Self {
        Tree {
            text: said(node, say),
            amount: node.amount,
            statement: &node.statement,
            rests_on: node.rests_on.as_ref().map(ToString::to_string),
            source: node.source.as_deref(),
            children: node.children.iter().map(|it| Tree::of(it, say)).collect(),
        }
    }
}

fn json(explanation: &Explanation, say: &Say) -> String {
    let whole = Whole {
        subject: explanation.subject.to_string(),
        year: explanation.year,
        why_not: explanation.why_not,
        trees: explanation
            .trees
            .iter()
            .map(|it| Tree::of(it, say))
            .collect(),
    };
    // Texts and numbers can always be written.
    let mut out = serde_json::to_string(&whole).unwrap_or_default();
    out.push('\n');
    out
}

fn csv(explanation: &Explanation, say: &Say) -> String {
    let column = |name, kind| Column {
        name: Cow::Borrowed(name),
        kind,
    };
    let mut table = Table {
        name: "explanation",
        columns: vec![
            column("depth", Kind::Int),
            column("amount", Kind::Money),
            column("text", Kind::Text),
            column("rests_on", Kind::Text),
            column("source", Kind::Text),
        ],
        rows: Vec::new(),
    };
    for tree in &explanation.trees {
        cells(tree, say, 0, &mut table.rows);
    }
    table_csv(&table)
}

fn cells(node: &Node, say: &Say, depth: i64, rows: &mut Vec<Vec<Cell>>) {
    let text = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
    rows.push(vec![
        Cell::Int(depth),
        node.amount.map_or(Cell::Null, Cell::Money),
        Cell::Text(said(node, say)),
        text(node.rests_on.as_ref().map(ToString::to_string)),
        text(node.source.clone()),
    ]);
    for child in &node.children {
        cells(child, say, depth + 1, rows);
    }
}
