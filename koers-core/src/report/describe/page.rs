//! A page with headings and rows of a label and a text, in each form.

use std::fmt::Write;

use super::super::plain::{escape, html};

/// How wide a page of text is, in characters.
const WIDTH: usize = 110;
/// The widest column of labels of a page of text.
const LABEL: usize = 24;

pub(super) struct Page {
    pub(super) title: String,
    pub(super) id: String,
    pub(super) head: Vec<Row>,
    /// The word before a note.
    pub(super) note: &'static str,
    pub(super) sections: Vec<Section>,
}

pub(super) struct Section {
    pub(super) title: String,
    pub(super) lead: Option<String>,
    pub(super) rows: Vec<Row>,
}

impl Section {
    pub(super) fn new(title: &str, rows: Vec<Row>) -> Section {
        Section {
            title: title.to_owned(),
            lead: None,
            rows,
        }
    }

    /// With sentences before the rows.
    pub(super) fn lead(self, lead: Option<String>) -> Section {
        let lead = lead.map(|lead| shown(&lead));
        Section { lead, ..self }
    }
}

#[derive(PartialEq, Eq)]
pub(super) struct Row {
    /// How deep it lies under the rows before it.
    pub(super) depth: usize,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) note: Option<String>,
}

impl Row {
    pub(super) fn new(label: &str, text: impl AsRef<str>) -> Row {
        Row {
            depth: 0,
            label: shown(label),
            text: shown(text.as_ref()),
            note: None,
        }
    }
}

/// Text in one line.
fn shown(text: &str) -> String {
    text.replace(char::is_control, " ")
}

impl Page {
    /// In columns: labels left, texts right.
    pub(super) fn text(&self) -> String {
        let mut out = format!("{} ({})\n\n", shown(&self.title), self.id);
        self.columns(&self.head, &mut out);
        for section in &self.sections {
            let rule = "─".repeat(section.title.chars().count());
            let _ = writeln!(out, "\n{}\n{rule}", section.title);
            for line in section.lead.iter().flat_map(|lead| filled(lead, WIDTH)) {
                let _ = writeln!(out, "{line}");
            }
            if section.lead.is_some() {
                out.push('\n');
            }
            self.columns(&section.rows, &mut out);
        }
        out
    }

    fn columns(&self, rows: &[Row], out: &mut String) {
        let width = |row: &Row| 2 * row.depth + row.label.chars().count();
        let widths = rows.iter().map(width).filter(|width| *width <= LABEL);
        let column = widths.max().unwrap_or(0);
        for row in rows {
            let label = format!("{:1$}{2}", "", 2 * row.depth, row.label);
            let mut lines = filled(&row.text, WIDTH - LABEL);
            let note = row.note.as_ref();
            let note = note.map(|note| format!("{}: {}", self.note, shown(note)));
            lines.extend(note.iter().flat_map(|note| filled(note, WIDTH - LABEL)));
            let mut left = label.as_str();
            if width(row) > column {
                // A long label has a line of its own.
                let _ = writeln!(out, "{label}");
                left = "";
            }
            for line in lines {
                let _ = writeln!(out, "{left:column$}  {line}");
                left = "";
            }
        }
    }

    pub(super) fn markdown(&self) -> String {
        let mut out = format!("# {} (`{}`)\n\n", escape(&shown(&self.title)), self.id);
        self.items(&self.head, &mut out);
        for section in &self.sections {
            let _ = writeln!(out, "\n## {}\n", escape(&section.title));
            if let Some(lead) = &section.lead {
                let _ = writeln!(out, "{}\n", escape(lead));
            }
            self.items(&section.rows, &mut out);
        }
        out
    }

    fn items(&self, rows: &[Row], out: &mut String) {
        for row in rows {
            let (indent, label) = ("  ".repeat(row.depth), escape(&row.label));
            let text = match link(&row.text) {
                Some(link) => format!("<{link}>"),
                None => escape(&row.text),
            };
            let _ = write!(out, "{indent}- **{label}**: {text}");
            if let Some(note) = &row.note {
                let _ = write!(out, " *{}: {}*", self.note, escape(&shown(note)));
            }
            out.push('\n');
        }
    }

    pub(super) fn html(&self) -> String {
        let mut out = String::from("<div class=\"koers\">\n");
        let _ = writeln!(
            out,
            "<h3>{} (<code>{}</code>)</h3>",
            html(&shown(&self.title)),
            html(&self.id)
        );
        self.table(&self.head, &mut out);
        for section in &self.sections {
            let _ = writeln!(out, "<h4>{}</h4>", html(&section.title));
            if let Some(lead) = &section.lead {
                let _ = writeln!(out, "<p>{}</p>", html(lead));
            }
            self.table(&section.rows, &mut out);
        }
        out.push_str("</div>\n");
        out
    }

    fn table(&self, rows: &[Row], out: &mut String) {
        // Notebooks align cells to the right of their own accord.
        let cell = "text-align:left;vertical-align:top;padding:2px 8px";
        out.push_str("<table>\n");
        for row in rows {
            let text = match link(&row.text) {
                Some(link) => format!("<a href=\"{0}\">{0}</a>", html(link)),
                None => html(&row.text),
            };
            let note = row.note.as_ref().map_or_else(String::new, |note| {
                format!("<br><em>{}: {}</em>", self.note, html(&shown(note)))
            });
            let indent = match row.depth {
                0 => String::new(),
                depth => format!(";padding-left:{}px", 8 + 16 * depth),
            };
            let _ = writeln!(
                out,
                "<tr><th style=\"{cell}{indent}\">{}</th><td style=\"{cell}\">{text}{note}</td></tr>",
                html(&row.label)
            );
        }
        out.push_str("</table>\n");
    }
}

/// The text when it is an address of a page and nothing else.
fn link(text: &str) -> Option<&str> {
    let page = text.starts_with("https://") || text.starts_with("http://");
    let plain = |sign: char| sign.is_ascii_graphic() && !matches!(sign, '<' | '>' | '"' | '`');
    (page && text.chars().all(plain)).then_some(text)
}

/// The words in lines of at most `width` characters; a longer word has a line of its own.
fn filled(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = width;
    for piece in pieces(text) {
        let length = piece.chars().count();
        match lines.last_mut() {
            Some(line) if used + 1 + length <= width => {
                line.push(' ');
                line.push_str(&piece);
                used += 1 + length;
            }
            _ => {
                lines.push(piece);
                used = length;
            }
        }
    }
    lines
}

/// The words of a text, `art. 9`, `lid 2`, `31 december` and `20 %` in one piece.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut glued = false;
    for word in text.split_whitespace() {
        match pieces.last_mut() {
            Some(piece) if glued => {
                piece.push(' ');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
        let bare = word.trim_start_matches('(');
        let number = bare.len() <= 3
            && bare
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.');
        glued = number || matches!(bare, "art." | "lid" | "onder" | "Stcrt." | "€");
    }
    pieces
}
