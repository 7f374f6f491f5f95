//! Findings as text for people: message, place, the input line with the spot underlined, help.
//!
//! The input may hold anything, so `annotate-snippets` only gets one line that we cut out around
//! the spot and in which all that can't be seen is written out. That also keeps the time linear:
//! no finding costs more than its own line.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::escape::push_visible;
use super::finding::Finding;
use super::label::label;
use super::{Lang, Place, Severity, Source};

/// The most findings written out; a list or JSON always has all.
const SHOWN: usize = 200;
/// The widest piece of an input line that is shown, in characters.
const WIDTH: usize = 240;
/// Wide enough that the renderer never cuts a line that we have cut.
const RENDERER: Renderer = Renderer::plain().term_width(4 * WIDTH);

pub(super) fn render(findings: &[Finding], lang: Lang) -> String {
    let mut shown: Vec<usize> = (0..findings.len()).collect();
    if findings.len() > SHOWN {
        shown.sort_by_key(|&at| findings[at].severity());
        shown.truncate(SHOWN);
        shown.sort_unstable();
    }
    let mut out = String::new();
    for &at in &shown {
        if !out.is_empty() {
            out.push('\n');
        }
        one(&mut out, &findings[at], lang);
    }
    let rest = findings.len() - shown.len();
    let more = match (lang, rest) {
        (_, 0) => return out,
        (Lang::Nl, 1) => "en nog 1 bevinding".to_owned(),
        (Lang::Nl, _) => format!("en nog {rest} bevindingen"),
        (Lang::En, 1) => "and 1 more finding".to_owned(),
        (Lang::En, _) => format!("and {rest} more findings"),
    };
    let _ = writeln!(out, "\n{more}"); // Writing to a string can't fail.
    out
}

fn one(out: &mut String, finding: &Finding, lang: Lang) {
    let (message, help) = (finding.message(lang), finding.help(lang));
    let title = level(finding.severity(), lang).primary_title(message.as_str());
    let title = title.id(finding.code().as_str());
    let help_name = match lang {
        Lang::Nl => "hulp",
        Lang::En => "help",
    };
    let help = Level::HELP.with_name(help_name).message(help.as_str());
    let (group, gutter) = match finding.place() {
        Place::Nowhere | Place::Path(_) | Place::Step(_) | Place::Cell { .. } => {
            (title.element(help), 1)
        }
        Place::Text { source, span } => {
            let (line, _) = source.line_col(span.start);
            let (text, spot) = cut(source, span);
            let label = Some(label(finding.code(), lang)).filter(|label| !label.is_empty());
            let spot = AnnotationKind::Primary.span(spot).label(label);
            let snippet = Snippet::source(text).line_start(line).annotation(spot);
            (title.element(snippet).element(help), line.to_string().len())
        }
    };
    let report = RENDERER.render(&[group]);
    // The renderer knows the place in the piece we cut out, not in the input, so we write it.
    match (report.split_once('\n'), finding.source()) {
        (Some((title, rest)), Some(place)) => {
            let _ = write!(out, "{title}\n{:gutter$}--> {place}\n{rest}", "");
        }
        _ => out.push_str(&report),
    }
    out.push('\n');
}

fn level(severity: Severity, lang: Lang) -> Level<'static> {
    match (severity, lang) {
        (Severity::Error, Lang::Nl) => Level::ERROR.with_name("fout"),
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Warning, Lang::Nl) => Level::WARNING.with_name("waarschuwing"),
        (Severity::Warning, Lang::En) => Level::WARNING,
        (Severity::Notice, Lang::Nl) => Level::INFO.with_name("melding"),
        (Severity::Notice, Lang::En) => Level::INFO.with_name("notice"),
    }
}

/// The line that `span` starts on, or the piece around it, as visible text; with the span in it.
fn cut(source: &Source, span: &Range<usize>) -> (String, Range<usize>) {
    let text = source.text();
    let line = source.line_around(span.start);
    // A spot on the line end is shown just behind the line, a longer one up to its end.
    let start = source.floor(span.start).min(line.end);
    let end = source.floor(span.end).clamp(start, line.end);

    let ahead = reach(text[start..line.end].chars(), WIDTH / 2);
    let back = reach(text[line.start..start].chars().rev(), WIDTH - ahead.1);
    let ahead = reach(text[start..line.end].chars(), WIDTH - back.1);
    let (from, until) = (start - back.0, start + ahead.0);

    let mut out = String::new();
    if from > line.start {
        out.push('…');
    }
    let mut before = None;
    let (mut spot_start, mut spot_end) = (None, None);
    for (at, c) in text[from..until].char_indices() {
        if from + at >= start && spot_start.is_none() {
            spot_start = Some(out.len());
        }
        if from + at >= end && spot_end.is_none() {
            spot_end = Some(out.len());
        }
        match c {
            '\t' => out.push_str("    "),
            c => push_visible(&mut out, before, c),
        }
        before = Some(c);
    }
    let spot = spot_start.unwrap_or(out.len())..spot_end.unwrap_or(out.len());
    if until < line.end {
        out.push('…');
    }
    (out, spot)
}

/// How many bytes of the characters fit in the room, and the room they take when written out.
fn reach(chars: impl Iterator<Item = char>, room: usize) -> (usize, usize) {
    let (mut bytes, mut used) = (0, 0);
    for c in chars {
        // Never less than the character takes when shown (`\t` as four blanks).
        let width = c.escape_debug().len().max(if c == '\t' { 4 } else { 1 });
        if used + width > room {
            break;
        }
        used += width;
        bytes += c.len_utf8();
    }
    (bytes, used)
}
