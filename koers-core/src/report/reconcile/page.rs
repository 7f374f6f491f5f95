//! Blocks as text, Markdown and HTML.

use super::Block;
use crate::report::plain::{columns, escape, html as escaped, marked};

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

pub(super) fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let table = |lines: &[(String, String)]| {
            let lines: Vec<Vec<String>> = lines
                .iter()
                .map(|(text, amount)| vec![format!("  {text}"), amount.clone()])
                .collect();
            columns(&lines, &[false, true], &[])
        };
        match block {
            Block::Title(text) => line(&mut out, text),
            Block::Heading(text) => {
                let rule = "─".repeat(text.chars().count());
                line(&mut out, &format!("\n{text}\n{rule}"));
            }
            Block::Paragraph(text) => line(&mut out, &format!("\n{text}")),
            Block::Entry {
                title,
                lines,
                after,
            } => {
                line(&mut out, &format!("\n{title}"));
                out.push_str(&table(lines));
                for sentence in after {
                    line(&mut out, &format!("  {sentence}"));
                }
            }
            Block::Findings(findings) => {
                out.push('\n');
                for finding in findings {
                    line(&mut out, &format!("- {finding}"));
                }
            }
            Block::List(lines) => {
                out.push('\n');
                out.push_str(&table(lines));
            }
        }
    }
    out
}

pub(super) fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let table = |out: &mut String, lines: &[(String, String)]| {
        out.push_str("\n| | |\n|---|---:|\n");
        for (text, amount) in lines {
            line(out, &format!("| {} | {} |", escape(text), escape(amount)));
        }
    };
    for block in blocks {
        match block {
            Block::Title(text) => line(&mut out, &format!("# {}", escape(text))),
            Block::Heading(text) => line(&mut out, &format!("\n## {}", escape(text))),
            Block::Paragraph(text) => line(&mut out, &format!("\n{}", escape(text))),
            Block::Entry {
                title,
                lines,
                after,
            } => {
                line(&mut out, &format!("\n### {}", escape(title)));
                table(&mut out, lines);
                for sentence in after {
                    line(&mut out, &format!("\n{}", escape(sentence)));
                }
            }
            Block::Findings(findings) => {
                out.push('\n');
                for finding in findings {
                    let code = |part: &str| format!("`{part}`");
                    line(&mut out, &format!("- {}", marked(finding, escape, code)));
                }
            }
            Block::List(lines) => table(&mut out, lines),
        }
    }
    out
}

pub(super) fn html(blocks: &[Block]) -> String {
    let mut out = String::from("<div class=\"koers\">\n");
    let table = |out: &mut String, lines: &[(String, String)]| {
        out.push_str("<table>\n");
        for (text, amount) in lines {
            let right = "text-align:right;padding:2px 8px;white-space:nowrap";
            line(
                out,
                &format!(
                    "<tr><td style=\"text-align:left;padding:2px 8px\">{}</td><td style=\"{right}\">{}</td></tr>",
                    escaped(text),
                    escaped(amount)
                ),
            );
        }
        out.push_str("</table>\n");
    };
    for block in blocks {
        match block {
            Block::Title(text) | Block::Heading(text) => line(
                &mut out,
                &format!("<p><strong>{}</strong></p>", escaped(text)),
            ),
            Block::Paragraph(text) => line(&mut out, &format!("<p>{}</p>", escaped(text))),
            Block::Entry {
                title,
                lines,
                after,
            } => {
                line(&mut out, &format!("<p>{}</p>", escaped(title)));
                table(&mut out, lines);
                for sentence in after {
                    line(&mut out, &format!("<p>{}</p>", escaped(sentence)));
                }
            }
            Block::Findings(findings) => {
                out.push_str("<ul>\n");
                for finding in findings {
                    let code = |part: &str| format!("<code>{}</code>", escaped(part));
                    let text = marked(finding, escaped, code);
                    line(&mut out, &format!("<li>{text}</li>"));
                }
                out.push_str("</ul>\n");
            }
            Block::List(lines) => table(&mut out, lines),
        }
    }
    out.push_str("</div>\n");
    out
}
