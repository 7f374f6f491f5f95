//! A scheme for people: every rule as a sentence with its article, from the data and nothing else.

mod data;
mod en;
mod listing;
mod nl;
mod page;
mod tree;
mod words;

use std::collections::BTreeSet;

use super::{Format, table_csv};
use crate::calendar::Date;
use crate::diag::Lang;
use crate::scheme::{Part, Scheme, Version};
use page::{Page, Row, Section};
use words::{At, Rule, Words};

impl Scheme {
    /// The whole scheme in words: who pays, on what legal basis, its parts, each version rule by rule with its article
    /// and how sure that is, and what is not modelled. Of a version only what differs from the one before is written
    /// out.
    ///
    /// [`Format::Json`] gives the rules themselves, with the words of scheme files and `null` for what is absent, the
    /// same in each language; [`Format::Csv`] a row per rule of every version.
    #[must_use]
    pub fn describe(&self, lang: Lang, format: Format) -> String {
        let words = words_of(lang);
        match format {
            Format::Json => data::json(self),
            Format::Csv => table_csv(&data::rules(self, words)),
            Format::Text => page(self, lang, words).text(),
            Format::Markdown => page(self, lang, words).markdown(),
            Format::Html => page(self, lang, words).html(),
        }
    }
}

fn words_of(lang: Lang) -> &'static dyn Words {
    match lang {
        Lang::Nl => &nl::Dutch,
        Lang::En => &en::English,
    }
}

fn page(scheme: &Scheme, lang: Lang, words: &dyn Words) -> Page {
    let heads = words.heads();
    let basis = &scheme.legal_basis;
    let reference = basis.reference.as_ref();
    let mut head = vec![
        Row::new(
            heads.funder,
            format!(
                "{} ({})",
                scheme.funder,
                words.funder_group(scheme.funder_group)
            ),
        ),
        Row::new(
            heads.legal_basis,
            format!(
                "{}{}",
                basis.title,
                reference.map_or_else(String::new, |number| format!(" ({number})"))
            ),
        ),
    ];
    head.extend(basis.link.as_ref().map(|link| Row::new(heads.link, link)));
    if scheme.draft {
        head.push(Row::new(heads.draft, heads.draft_means));
    }
    let mut sections = Vec::new();
    if !scheme.parts.is_empty() {
        sections.push(Section::new(heads.parts, parts(&scheme.parts, words)));
    }
    for at in 0..scheme.versions.len() {
        sections.push(version(scheme, at, words));
    }
    if !scheme.not_modelled.is_empty() {
        let missing = scheme.not_modelled.iter();
        let rows = missing.map(|missing| Row::new(&missing.rule, &missing.note));
        sections.push(Section::new(heads.not_modelled, rows.collect()));
    }
    Page {
        title: scheme.title_in(lang).to_owned(),
        id: scheme.id.clone(),
        head,
        note: heads.note,
        sections,
    }
}

/// The parts, each below the one in which it lies.
fn parts(parts: &[Part], words: &dyn Words) -> Vec<Row> {
    let known: BTreeSet<&str> = parts.iter().map(|part| part.id.as_str()).collect();
    let lies_in = |part: &Part, outer: Option<&str>| match (part.group.as_deref(), outer) {
        (Some(group), Some(outer)) => group == outer,
        // A group that is not there is none.
        (group, None) => group.is_none_or(|group| !known.contains(group)),
        (None, Some(_)) => false,
    };
    let (mut rows, mut seen) = (Vec::new(), vec![false; parts.len()]);
    let mut left: Vec<(usize, usize)> = Vec::new();
    let mut outer: Option<&str> = None;
    let mut depth = 0;
    loop {
        let inside = (0..parts.len()).filter(|&at| lies_in(&parts[at], outer));
        left.extend(inside.rev().map(|at| (at, depth)));
        let next = loop {
            match left.pop() {
                Some((at, _)) if seen[at] => {}
                Some(next) => break Some(next),
                // Parts that lie in each other hang from nothing.
                None => break seen.iter().position(|seen| !seen).map(|at| (at, 0)),
            }
        };
        let Some((at, of_this)) = next else {
            return rows;
        };
        seen[at] = true;
        let part = &parts[at];
        let cited = words.cited(&part.citation);
        rows.push(Row {
            depth: of_this,
            note: part.citation.note.clone(),
            ..Row::new(&part.id, format!("{} ({cited})", part.title))
        });
        (outer, depth) = (Some(part.id.as_str()), of_this + 1);
    }
}

/// A rule of a version in words.
#[derive(PartialEq, Eq)]
struct Entry {
    name: String,
    label: String,
    row: Row,
}

fn entries(scheme: &Scheme, version: &Version, words: &dyn Words) -> Vec<Entry> {
    let at = At { scheme, version };
    Rule::all(version)
        .map(|(rule, name, citation)| {
            let label = words.label(&rule);
            let sentence = words.sentence(at, &rule);
            let text = format!("{sentence} ({}).", words.cited(citation));
            let row = Row {
                note: citation.note.clone(),
                ..Row::new(&label, text)
            };
            Entry { name, label, row }
        })
        .collect()
}

/// A version: what differs from the one before, then what is as it was and what is no longer there.
fn version(scheme: &Scheme, at: usize, words: &dyn Words) -> Section {
    let (heads, version) = (words.heads(), &scheme.versions[at]);
    let now = entries(scheme, version, words);
    let before = at
        .checked_sub(1)
        .map_or_else(Vec::new, |at| entries(scheme, &scheme.versions[at], words));
    let (same, other): (Vec<_>, Vec<_>) = now.into_iter().partition(|it| before.contains(it));
    let gone = before.into_iter().filter(|old| {
        let is = |entry: &Entry| entry.name == old.name || entry.label == old.label;
        !same.iter().any(is) && !other.iter().any(is)
    });
    let gone = labels(gone.collect());
    let mut rows: Vec<Row> = other.into_iter().map(|entry| entry.row).collect();
    let nothing_else = rows.is_empty() && gone.is_empty();
    let same = labels(same);
    if !gone.is_empty() {
        rows.push(Row::new(heads.gone, format!("{}.", words.list(&gone))));
    }
    if nothing_else {
        rows.push(Row::new(heads.same, heads.all_rules));
    } else if !same.is_empty() {
        rows.push(Row::new(heads.same, format!("{}.", words.list(&same))));
    }
    let title = words.version(version.from, last_day(scheme, version, at));
    let read = words.read(version.published, version.text.as_deref());
    Section::new(&title, rows).lead(read)
}

/// The labels as words inside a sentence, each once.
fn labels(entries: Vec<Entry>) -> Vec<String> {
    let mut labels = Vec::new();
    for entry in entries {
        let mut signs = entry.label.chars();
        let first = signs.next().map(char::to_lowercase);
        let label: String = first.into_iter().flatten().chain(signs).collect();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// The last day on which a version decides: its own, else the day before a later version.
fn last_day(scheme: &Scheme, version: &Version, at: usize) -> Option<Date> {
    let later = scheme.versions[at + 1..].iter();
    let next = later
        .map(|next| next.from)
        .find(|from| *from > version.from);
    version.until.or(next.and_then(Date::previous_day))
}
