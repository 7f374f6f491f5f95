//! Scheme files to [`Scheme`], with every finding at once.

use std::sync::Arc;

use super::rules::{cited, read_citation, read_eligible, read_unspent, read_window};
use super::{FunderGroup, LegalBasis, NotModelled, Part, Scheme, Unit, Version};
use crate::diag::{Code, Finding, Findings, Source};
use crate::read::{Field, Fields, Node, Value, check_id, read_toml};

/// The most versions, and the most parts, that a scheme may have.
const MOST: usize = 1_000;

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
        let scheme =
            read_toml(source, &mut findings).and_then(|node| read_scheme(&node, &mut findings));
        match scheme {
            Some(scheme) if !findings.has_errors() => Ok(scheme),
            _ => {
                findings.sort();
                Err(findings)
            }
        }
    }
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

fn read_scheme(node: &Node, findings: &mut Findings) -> Option<Scheme> {
    let mut file = Fields::of(node, "scheme", findings)?;
    check_format(&mut file, findings);
    let head = file
        .need("scheme", findings)
        .and_then(|field| field.table(findings));
    let not_modelled = file.get("not_modelled").map_or_else(Vec::new, |field| {
        field
            .list(findings)
            .iter()
            .filter_map(|node| read_not_modelled(node, findings))
            .collect()
    });
    let parts = file.get("parts").map_or_else(Vec::new, |field| {
        at_most(field, field.list(findings), findings)
            .iter()
            .filter_map(|node| read_part(node, findings))
            .collect()
    });
    let list = file.need("versions", findings);
    let versions = list.map_or_else(Vec::new, |field| read_versions(field, findings));
    file.finish(findings);

    let mut head = head?;
    let id = head
        .need("id", findings)
        .and_then(|field| field.text(findings));
    if let Some(id) = &id {
        check_id(id, findings);
        if let Some(field) = list.filter(|field| field.is_empty_list()) {
            findings.push(
                Finding::new(Code::SchemeWithoutVersion)
                    .subject(&id.value)
                    .arg("scheme", &id.value)
                    .at(field.node.place.clone()),
            );
        }
    }
    let title = head
        .need("title", findings)
        .and_then(|field| field.text(findings));
    let title_en = head.get("title_en").and_then(|field| field.text(findings));
    let funder = head
        .need("funder", findings)
        .and_then(|field| field.text(findings));
    let groups = [FunderGroup::Eu, FunderGroup::Rijk, FunderGroup::Other]
        .map(|group| (group.as_str(), group));
    let funder_group = head
        .need("funder_group", findings)
        .and_then(|field| field.one_of(&groups, findings));
    let legal_basis = head
        .need("legal_basis", findings)
        .and_then(|field| read_legal_basis(field, findings));
    let draft = head
        .get("draft")
        .is_some_and(|field| field.bool(findings) == Some(true));
    head.finish(findings);
    Some(Scheme {
        id: id?.value,
        title: title?.value,
        title_en: title_en.map(|text| text.value),
        funder: funder?.value,
        funder_group: funder_group?,
        legal_basis: legal_basis?,
        draft,
        not_modelled,
        parts,
        versions,
    })
}

fn read_legal_basis(field: Field<'_>, findings: &mut Findings) -> Option<LegalBasis> {
    let mut table = field.table(findings)?;
    let title = table
        .need("title", findings)
        .and_then(|field| field.text(findings));
    let reference = table
        .get("reference")
        .and_then(|field| field.text(findings));
    let link = table.get("link").and_then(|field| field.text(findings));
    table.finish(findings);
    Some(LegalBasis {
        title: title?.value,
        reference: reference.map(|text| text.value),
        link: link.map(|text| text.value),
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
        .and_then(|field| field.text(findings));
    if let Some(id) = &id {
        check_id(id, findings);
    }
    let title = table
        .need("title", findings)
        .and_then(|field| field.text(findings));
    let citation = read_citation(&mut table, "parts", findings);
    table.finish(findings);
    Some(Part {
        id: id?.value,
        title: title?.value,
        citation: citation?,
    })
}

/// The items of a list, when there are not too many to compare with each tranche.
fn at_most<'n>(field: Field<'n>, nodes: &'n [Node], findings: &mut Findings) -> &'n [Node] {
    if nodes.len() <= MOST {
        return nodes;
    }
    findings.push(
        Finding::new(Code::TooMany)
            .subject(field.key)
            .arg("what", field.key)
            .arg("limit", MOST)
            .at(field.node.place.clone()),
    );
    &[]
}

fn read_versions(field: Field<'_>, findings: &mut Findings) -> Vec<Version> {
    let nodes = at_most(field, field.list(findings), findings);
    let mut versions: Vec<Version> = Vec::new();
    for node in nodes {
        let Some(version) = read_version(node, findings) else {
            continue;
        };
        if versions
            .last()
            .is_some_and(|last| last.from >= version.from)
        {
            findings.push(
                Finding::new(Code::VersionOrder)
                    .subject("versions")
                    .date("date", version.from)
                    .at(node.place.clone()),
            );
        }
        versions.push(version);
    }
    versions
}

fn read_version(node: &Node, findings: &mut Findings) -> Option<Version> {
    let mut table = Fields::of(node, "versions", findings)?;
    let from = table
        .need("from", findings)
        .and_then(|field| field.date(findings));
    let published = table
        .get("published")
        .and_then(|field| field.date(findings));
    let text = table.get("text").and_then(|field| field.text(findings));
    let unit = table.need("unit", findings).and_then(|field| {
        cited(field, findings, |rule, findings| {
            let words = [("calendar-year", Unit::CalendarYear), ("term", Unit::Term)];
            rule.need("period", findings)?.one_of(&words, findings)
        })
    });
    let window = table
        .need("window", findings)
        .and_then(|field| cited(field, findings, read_window));
    let eligible = table
        .need("eligible", findings)
        .and_then(|field| cited(field, findings, read_eligible));
    let unspent = table
        .need("unspent", findings)
        .and_then(|field| cited(field, findings, read_unspent));
    let maximum = table.get("maximum").and_then(|field| {
        cited(field, findings, |rule, findings| {
            rule.need("amount", findings)?
                .amount_not_negative(findings)
                .map(|amount| amount.value)
        })
    });
    let advance = table.get("advance").and_then(|field| {
        cited(field, findings, |rule, findings| {
            rule.need("percentage", findings)?
                .rate(findings)
                .map(|rate| rate.value)
        })
    });
    table.finish(findings);
    Some(Version {
        from: from?.value,
        published: published.map(|date| date.value),
        text: text.map(|text| text.value),
        unit: unit?,
        window: window?,
        eligible: eligible?,
        unspent: unspent?,
        maximum,
        advance,
    })
}
