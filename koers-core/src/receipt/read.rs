//! A receipt from its JSON. It comes from outside, so nothing of it is trusted: what is missing, unknown or of another type
//! is a finding, and so is a receipt that contradicts itself.

use std::collections::BTreeMap;

use super::canonical::Json;
use super::{
    DossierHash, Input, InputTable, RECEIPT_LIMIT, Receipt, SchemeUsed, TableHash, VersionUsed,
    YearTotals, canonical_assumed,
};
use crate::diag::{At, Code, Finding, Findings};
use crate::dossier::Assumed;
use crate::method::{Method, Step};
use crate::plan::MOST_PAIRS;
use crate::read::{Encoding, Field, Fields, decode};
use crate::scheme::{check_format, read_condition};
use crate::settle::Measure;

impl Receipt {
    /// Reads a receipt from what [`Receipt::to_json`] wrote, here or in another language; how it is laid out doesn't matter.
    /// Findings call it `name`. At most 4 MiB is read.
    ///
    /// # Errors
    /// All findings: that it is no JSON (K0801), keys that are missing or unknown, values that are none, or an `input` that
    /// is not the hash of what the receipt states beside it (K0802).
    pub fn from_json(name: &str, bytes: &[u8]) -> Result<Receipt, Findings> {
        if bytes.len() > RECEIPT_LIMIT {
            return Err(too_large(name).into());
        }
        let mut findings = Findings::new();
        let source = decode(name, bytes.to_vec(), Encoding::Utf8, &mut findings);
        let receipt = source.and_then(|source| match serde_json::from_str::<Json>(source.text()) {
            Ok(json) => receipt(name, &json, &mut findings),
            Err(error) => {
                let finding = Finding::new(Code::NotAReceipt).subject(name);
                findings.push(finding.arg("file", name).arg("cause", error));
                None
            }
        });
        match receipt {
            Some(receipt) if !findings.has_errors() => Ok(receipt),
            _ => {
                findings.sort();
                Err(findings)
            }
        }
    }
}

/// The finding for a receipt of more bytes than are read.
pub(crate) fn too_large(name: &str) -> Finding {
    let finding = Finding::new(Code::TooLarge).subject(name);
    finding.arg("limit", format!("{} MiB", RECEIPT_LIMIT >> 20))
}

fn receipt(name: &str, json: &Json, findings: &mut Findings) -> Option<Receipt> {
    let node = json.node(name, "");
    let mut file = Fields::of(&node, "receipt", findings)?;
    check_format(&mut file, findings);
    let engine = text(file.need("engine", findings), findings);
    let input = input(&mut file, findings);
    let stated = hash(file.need("input", findings), findings);
    let totals = list(&mut file, "totals", findings, year_totals);
    let tables = list(&mut file, "tables", findings, table);
    let certificate = file.get("certificate");
    let certificate = certificate.map(|field| hash(Some(field), findings));
    let place = file.place();
    file.finish(findings);
    let (input, stated) = (input?, stated?);
    if input.hash() != stated {
        let finding = Finding::new(Code::ReceiptContradicts).subject(name);
        findings.push(finding.arg("file", name).at(place));
    }
    Some(Receipt {
        engine: engine?,
        input,
        totals: totals?,
        tables: tables?,
        certificate: match certificate {
            None => None,
            Some(hash) => Some(hash?),
        },
    })
}

fn input(file: &mut Fields<'_>, findings: &mut Findings) -> Option<Input> {
    let method = file.need("method", findings).and_then(|field| {
        let read = Method::from_node(field.node);
        read.map_err(|refused| findings.append(refused)).ok()
    });
    let all_years = file.get("all_years");
    let all_years = all_years.map(|field| (field, field.bool(findings)));
    if let (Some((field, Some(true))), Some(method)) = (all_years, &method)
        && !matches!(&method.steps[..], [step] if matches!(step.value, Step::LeastRefund(_)))
    {
        let finding = Finding::new(Code::UnknownValue).subject(field.key);
        let finding = finding.arg("value", "true").arg("known", "false");
        findings.push(finding.at(field.node.place.clone()));
    }
    let closed_by = file.get("closed_by");
    let closed_by = closed_by.map(|field| {
        let read = Method::from_node(field.node);
        read.map_err(|refused| findings.append(refused)).ok()
    });
    let solving_at_most = file.get("solving_at_most");
    let solving_at_most = solving_at_most.map(|field| count(Some(field), findings));
    let assumed = list(file, "assumed", findings, assumed);
    let schemes = list(file, "schemes", findings, scheme);
    let dossier = file.need("dossier", findings);
    let dossier = dossier.and_then(|field| self::dossier(field, findings));
    let cost_lines = rows(file.need("cost_lines", findings), true, findings);
    let budget = rows(file.need("budget", findings), true, findings);
    let quantities = rows(file.need("quantities", findings), false, findings);
    let schemes = schemes?;
    let count = schemes.len();
    let schemes: BTreeMap<String, SchemeUsed> = schemes.into_iter().collect();
    if schemes.len() < count {
        // A hash would say nothing about which of the two it is of.
        let name = file.place().location().unwrap_or_default();
        let finding = Finding::new(Code::NotAReceipt).subject(&name);
        findings.push(
            finding
                .arg("file", name)
                .arg("cause", "a scheme is there twice"),
        );
    }
    Some(Input {
        method: method?,
        all_years: match all_years {
            None => false,
            Some((_, stated)) => stated?,
        },
        closed_by: match closed_by {
            None => None,
            Some(stated) => Some(stated?),
        },
        solving_at_most: match solving_at_most {
            None => MOST_PAIRS,
            Some(stated) => stated?,
        },
        assumed: canonical_assumed(&assumed?),
        schemes,
        dossier: dossier?,
        cost_lines: cost_lines?,
        budget: budget?,
        quantities: quantities?,
    })
}

/// The items of a list, each read by `read`; `None` when any of them can't be.
fn list<T>(
    file: &mut Fields<'_>,
    key: &'static str,
    findings: &mut Findings,
    read: fn(Field<'_>, &mut Findings) -> Option<T>,
) -> Option<Vec<T>> {
    let nodes = file.need(key, findings)?.list(findings).iter();
    let items: Vec<Option<T>> = nodes
        .map(|node| read(Field { key, node }, findings))
        .collect();
    items.into_iter().collect()
}

fn text(field: Option<Field<'_>>, findings: &mut Findings) -> Option<String> {
    Some(field?.text(findings)?.value)
}

/// A SHA-256 in hexadecimal digits, as it is printed.
fn hash(field: Option<Field<'_>>, findings: &mut Findings) -> Option<String> {
    let field = field?;
    let At { value, .. } = field.text(findings)?;
    let digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if value.len() == 64 && value.bytes().all(digit) {
        return Some(value);
    }
    findings.push(
        Finding::new(Code::UnknownValue)
            .subject(field.key)
            .arg("value", value)
            .arg("known", "SHA-256 (64 × 0–9, a–f)")
            .at(field.node.place.clone()),
    );
    None
}

fn count(field: Option<Field<'_>>, findings: &mut Findings) -> Option<usize> {
    let count = field?.int(0..=i64::MAX, findings)?;
    usize::try_from(count).ok()
}

fn assumed(field: Field<'_>, findings: &mut Findings) -> Option<Assumed> {
    let mut table = field.table(findings)?;
    let grant = text(table.need("grant", findings), findings);
    let costs = read_condition(&mut table, findings);
    table.finish(findings);
    Some(Assumed {
        grant: grant?,
        costs: costs.filter(|costs| !costs.is_empty()),
    })
}

fn scheme(field: Field<'_>, findings: &mut Findings) -> Option<(String, SchemeUsed)> {
    let mut table = field.table(findings)?;
    let id = text(table.need("scheme", findings), findings);
    let versions = list(&mut table, "versions", findings, version);
    let hash = hash(table.need("hash", findings), findings);
    table.finish(findings);
    let (versions, hash) = (versions?, hash?);
    Some((id?, SchemeUsed { versions, hash }))
}

fn version(field: Field<'_>, findings: &mut Findings) -> Option<VersionUsed> {
    let mut table = field.table(findings)?;
    let from = table.need("from", findings);
    let from = from.and_then(|field| field.date(findings));
    let published = table.get("published");
    let published = published.map(|field| field.date(findings));
    table.finish(findings);
    Some(VersionUsed {
        from: from?.value,
        published: match published {
            None => None,
            Some(date) => Some(date?.value),
        },
    })
}

fn dossier(field: Field<'_>, findings: &mut Findings) -> Option<DossierHash> {
    let mut table = field.table(findings)?;
    let id = text(table.need("id", findings), findings);
    let holder = text(table.need("holder", findings), findings);
    let years = list(&mut table, "years", findings, |field, findings| {
        field.year(findings)
    });
    let hash = hash(table.need("hash", findings), findings);
    table.finish(findings);
    Some(DossierHash {
        id: id?,
        holder: holder?,
        years: years?,
        hash: hash?,
    })
}

fn rows(field: Option<Field<'_>>, amounts: bool, findings: &mut Findings) -> Option<InputTable> {
    let mut table = field?.table(findings)?;
    let rows = count(table.need("rows", findings), findings);
    let amount = amounts.then(|| table.need("amount", findings)?.amount(findings));
    let hash = hash(table.need("hash", findings), findings);
    table.finish(findings);
    Some(InputTable {
        rows: rows?,
        amount: match amount {
            None => None,
            Some(amount) => Some(amount?.value),
        },
        hash: hash?,
    })
}

fn year_totals(field: Field<'_>, findings: &mut Findings) -> Option<YearTotals> {
    let mut table = field.table(findings)?;
    let year = table.need("year", findings);
    let year = year.and_then(|field| field.year(findings));
    let amounts: Vec<_> = Measure::WORDS
        .iter()
        .map(|(word, _)| Some(table.need(word, findings)?.amount(findings)?.value))
        .collect();
    table.finish(findings);
    let amounts: Option<Vec<_>> = amounts.into_iter().collect();
    Some(YearTotals {
        year: year?,
        amounts: amounts?,
    })
}

fn table(field: Field<'_>, findings: &mut Findings) -> Option<TableHash> {
    let mut table = field.table(findings)?;
    let name = text(table.need("table", findings), findings);
    let rows = count(table.need("rows", findings), findings);
    let hash = hash(table.need("hash", findings), findings);
    table.finish(findings);
    Some(TableHash {
        table: name?,
        rows: rows?,
        hash: hash?,
    })
}
