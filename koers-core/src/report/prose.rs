//! Headings, paragraphs and lists around tables for people.

use std::fmt::Write;

use super::Format;
use super::plain::{escape, html};
use super::sheet::{WIDTH, wrapped};

/// Sentences as a list.
pub(super) fn list(items: &[String], format: Format) -> String {
    let mut out = String::new();
    match format {
        Format::Markdown => {
            for item in items {
                let _ = writeln!(out, "- {}", escape(item));
            }
        }
        Format::Html => {
            out.push_str("<ul>\n");
            for item in items {
                let _ = writeln!(out, "<li>{}</li>", html(item));
            }
            out.push_str("</ul>\n");
        }
        _ => {
            for item in items {
                for (at, line) in wrapped(item, WIDTH - 2).iter().enumerate() {
                    let sign = if at == 0 { "- " } else { "  " };
                    let _ = writeln!(out, "{sign}{line}");
                }
            }
        }
    }
    out
}

/// A heading of a level.
pub(super) fn heading(text: &str, format: Format, level: usize) -> String {
    match format {
        Format::Markdown => format!("{} {}\n", "#".repeat(level), escape(text)),
        Format::Html => format!("<p><strong>{}</strong></p>\n", html(text)),
        _ => format!("{text}\n"),
    }
}

/// A paragraph.
pub(super) fn paragraph(text: &str, format: Format) -> String {
    match format {
        Format::Html => format!("<p>{}</p>\n", html(text)),
        Format::Markdown => format!("{}\n", escape(text)),
        _ => format!("{text}\n"),
    }
}

/// Parts after each other.
pub(super) fn joined(parts: &[String], format: Format) -> String {
    parts.join(if format == Format::Html { "" } else { "\n" })
}
