//! Scheme files to [`Scheme`], with every finding at once.

mod condition;
mod facts;
mod rule;
mod unspent;
mod version;

pub(crate) use condition::read_condition;
pub(crate) use unspent::read_unspent;

use self::rule::read_citation;
use self::version::read_version;
use std::sync::Arc;

use super::bounds::MOST;
use super::check::Whole;
use super::citation::Written;
use super::{FunderGroup, LegalBasis, NotModelled, Part, Scheme};
use crate::diag::{At, Code, Finding, Findings, Source};
use crate::read::{Field, Fields, Node, Value, check_id, is_id, read_toml};

/// The number of the format of scheme files.
const FORMAT: i64 = 1;

impl Scheme {
    /// Reads one scheme file. `name` is what findings call it.
    ///
    /// # Errors
    /// All findings of the file, when any is an error.
    pub fn from_toml(name: &str, text: &str) -> Result<Scheme, Findings> {
        Self::from_source(&Source::new(name, text))
    }

    pub(crate) fn from_source(source: &Arc<Source>) -> Result<Scheme, Findings> {
        let mut findings = Findings::new();
        let node = read_toml(source, &mut findings);
        let scheme = node.and_then(|node| read_checked(&node, &mut findings));
        scheme.ok_or_else(|| {
            findings.sort();
            findings
        })
    }
}

/// A scheme from the tree of its file, with everything that is the matter with it; `None` when any of it is an error.
pub(super) fn read_checked(node: &Node, findings: &mut Findings) -> Option<Scheme> {
    let (scheme, whole) = read_scheme(node, findings)?;
    scheme.check_relations(whole, findings);
    scheme.check_size(findings);
    (!findings.has_errors()).then_some(scheme)
}

/// Checks the `format` key of a file.
pub(crate) fn check_format(file: &mut Fields<'_>, findings: &mut Findings) {
    let Some(field) = file.need("format", findings) else {
        return;
    };
    if !matches!(field.node.value, Value::Int(FORMAT)) {
        findings.push(
            Finding::new(Code::UnsupportedFormat)
                .subject("format")
                .arg("value", crate::read::shown(&field.node.value))
                .at(field.node.place.clone()),
        );
    }
}

/// The scheme, and which of its lists could be read as a whole. After a fault in the head the rest is still read, to find
/// what else is wrong.
fn read_scheme(node: &Node, findings: &mut Findings) -> Option<(Scheme, Whole)> {
    let mut file = Fields::of(node, "scheme", findings)?;
    check_format(&mut file, findings);
    let head = file
        .need("scheme", findings)
        .and_then(|field| field.table(findings));
    let not_modelled = items(file.get("not_modelled"), findings, read_not_modelled);
    let parts = items(file.get("parts"), findings, read_part);
    let list = file.need("versions", findings);
    let versions = items(list, findings, read_version);
    // Examples are run by `check_file`; here they say nothing.
    let _ = file.get("examples");
    file.finish(findings);

    let mut scheme = match head {
        Some(head) => read_head(head, findings),
        None => unnamed(),
    };
    let nothing = list.filter(|field| field.is_empty_list());
    if let (Some(field), false) = (nothing, scheme.id.is_empty()) {
        findings.push(
            Finding::new(Code::SchemeWithoutVersion)
                .subject(&scheme.id)
                .arg("scheme", &scheme.id)
                .at(field.node.place.clone()),
        );
    }
    let whole = Whole {
        parts: parts.whole,
        versions: versions.whole && list.is_some() && nothing.is_none(),
    };
    scheme.not_modelled = not_modelled.list;
    scheme.parts = parts.list;
    scheme.versions = versions.list;
    Some((scheme, whole))
}

/// What stands for a scheme of which the head was refused.
fn unnamed() -> Scheme {
    Scheme::new("", "", "", FunderGroup::Other, LegalBasis::new(""))
}

/// The head of a scheme; what was refused stays empty in it, with a finding.
fn read_head(mut head: Fields<'_>, findings: &mut Findings) -> Scheme {
    let mut scheme = unnamed();
    let id = head.need("id", findings);
    if let Some(id) = id.and_then(|field| read_id(field, findings)) {
        scheme.id = id.value;
        scheme.written = Written(id.place);
    }
    let title = head.need("title", findings);
    scheme.title = text(title, findings).unwrap_or_default();
    scheme.title_en = text(head.get("title_en"), findings);
    let funder = head.need("funder", findings);
    scheme.funder = text(funder, findings).unwrap_or_default();
    let group = head.need("funder_group", findings);
    if let Some(group) = group.and_then(|field| field.one_of(&FunderGroup::WORDS, findings)) {
        scheme.funder_group = group;
    }
    let basis = head.need("legal_basis", findings);
    if let Some(basis) = basis.and_then(|field| read_legal_basis(field, findings)) {
        scheme.legal_basis = basis;
    }
    scheme.draft = head
        .get("draft")
        .is_some_and(|field| field.bool(findings) == Some(true));
    head.finish(findings);
    scheme
}

fn text(field: Option<Field<'_>>, findings: &mut Findings) -> Option<String> {
    let text = field?.text(findings)?;
    Some(text.value)
}

/// An id of the scheme itself or of a part.
fn read_id(field: Field<'_>, findings: &mut Findings) -> Option<At<String>> {
    let id = field.text(findings)?;
    check_id(&id, findings);
    is_id(&id.value).then_some(id)
}

fn read_legal_basis(field: Field<'_>, findings: &mut Findings) -> Option<LegalBasis> {
    let mut table = field.table(findings)?;
    let title = table
        .need("title", findings)
        .and_then(|field| field.text(findings));
    let reference = text(table.get("reference"), findings);
    let link = text(table.get("link"), findings);
    table.finish(findings);
    Some(LegalBasis {
        title: title?.value,
        reference,
        link,
    })
}

fn read_not_modelled(node: &Node, findings: &mut Findings) -> Option<NotModelled> {
    let mut table = Fields::of(node, "not_modelled", findings)?;
    let rule = table
        .need("rule", findings)
        .and_then(|field| field.text(findings));
    let why = table
        .need("note", findings)
        .and_then(|field| field.text(findings));
    table.finish(findings);
    Some(NotModelled {
        rule: rule?.value,
        note: why?.value,
    })
}

fn read_part(node: &Node, findings: &mut Findings) -> Option<Part> {
    let mut table = Fields::of(node, "parts", findings)?;
    let id = table
        .need("id", findings)
        .and_then(|field| read_id(field, findings));
    let title = table
        .need("title", findings)
        .and_then(|field| field.text(findings));
    let group = table.get("group").map(|field| field.text(findings));
    let citation = read_citation(&mut table, "parts", findings);
    table.finish(findings);
    Some(Part {
        id: id?.value,
        title: title?.value,
        group: match group {
            None => None,
            Some(group) => Some(group?.value),
        },
        citation: citation?,
    })
}

/// The items of a list.
struct Items<T> {
    list: Vec<T>,
    /// Whether none was refused.
    whole: bool,
}

/// The items of a list that `read` can read, when there are not too many of them.
fn items<T>(
    field: Option<Field<'_>>,
    findings: &mut Findings,
    mut read: impl FnMut(&Node, &mut Findings) -> Option<T>,
) -> Items<T> {
    let mut items = Items {
        list: Vec::new(),
        whole: true,
    };
    let Some(field) = field else {
        return items;
    };
    let nodes = field.list(findings);
    if nodes.len() > MOST {
        findings.push(
            Finding::new(Code::TooMany)
                .subject(field.key)
                .arg("what", field.key)
                .arg("limit", MOST)
                .at(field.node.place.clone()),
        );
    } else {
        let read = nodes.iter().filter_map(|node| read(node, findings));
        items.list = read.collect();
    }
    items.whole = matches!(field.node.value, Value::List(_)) && items.list.len() == nodes.len();
    items
}
