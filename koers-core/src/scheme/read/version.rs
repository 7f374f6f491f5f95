//! One version of a scheme.

use std::collections::BTreeSet;

use super::facts::{read_advance, read_duty, read_refund_term};
use super::items;
use super::rule::{
    cited, cited_item, read_basis, read_ceiling, read_eligible, read_exclusive_with, read_share,
    read_shifting, read_unit, read_window,
};
use super::unspent::read_unspent;
use crate::diag::Findings;
use crate::read::{Fields, Node};
use crate::scheme::citation::Written;
use crate::scheme::{Cited, Deduction, Excess, Version};

pub(super) fn read_version(node: &Node, findings: &mut Findings) -> Option<Version> {
    let mut table = Fields::of(node, "versions", findings)?;
    let from = table
        .need("from", findings)
        .and_then(|field| field.date(findings));
    let until = table.get("until").and_then(|field| field.date(findings));
    let published = table
        .get("published")
        .and_then(|field| field.date(findings));
    let text = table.get("text").and_then(|field| field.text(findings));
    let unit = need(&mut table, "unit", findings, read_unit);
    let window = need(&mut table, "window", findings, read_window);
    let eligible = need(&mut table, "eligible", findings, read_eligible);
    let share = get(&mut table, "share", findings, read_share);
    let ceilings = items(table.get("ceilings"), findings, |node, findings| {
        cited_item(node, "ceilings", findings, read_ceiling)
    });
    let shifting = get(&mut table, "shifting", findings, read_shifting);
    let basis = get(&mut table, "basis", findings, read_basis);
    let unspent = need(&mut table, "unspent", findings, read_unspent);
    let excess = get(&mut table, "excess", findings, |rule, findings| {
        let words = [("refund", Excess::Refund), ("retain", Excess::Retain)];
        rule.need("rule", findings)?.one_of(&words, findings)
    });
    let deductions = get(&mut table, "deductions", findings, read_deductions);
    let exclusive_with = get(&mut table, "exclusive_with", findings, read_exclusive_with);
    let maximum = get(&mut table, "maximum", findings, |rule, findings| {
        rule.need("amount", findings)?
            .amount_not_negative(findings)
            .map(|amount| amount.value)
    });
    let advance = get(&mut table, "advance", findings, read_advance);
    let refund_terms = items(table.get("refund_terms"), findings, |node, findings| {
        cited_item(node, "refund_terms", findings, read_refund_term)
    });
    let duties = items(table.get("duties"), findings, |node, findings| {
        cited_item(node, "duties", findings, read_duty)
    });
    table.finish(findings);
    Some(Version {
        from: from?.value,
        until: until.map(|date| date.value),
        published: published.map(|date| date.value),
        text: text.map(|text| text.value),
        unit: unit?,
        window: window?,
        eligible: eligible?,
        share,
        ceilings: ceilings.list,
        shifting,
        basis,
        unspent: unspent?,
        excess,
        deductions,
        exclusive_with,
        maximum,
        advance,
        refund_terms: refund_terms.list,
        duties: duties.list,
        written: Written(node.place.clone()),
    })
}

/// A rule that a version may have.
fn get<T>(
    table: &mut Fields<'_>,
    key: &'static str,
    findings: &mut Findings,
    read: impl FnOnce(&mut Fields<'_>, &mut Findings) -> Option<T>,
) -> Option<Cited<T>> {
    table
        .get(key)
        .and_then(|field| cited(field, findings, read))
}

/// A rule that every version has.
fn need<T>(
    table: &mut Fields<'_>,
    key: &'static str,
    findings: &mut Findings,
    read: impl FnOnce(&mut Fields<'_>, &mut Findings) -> Option<T>,
) -> Option<Cited<T>> {
    table
        .need(key, findings)
        .and_then(|field| cited(field, findings, read))
}

fn read_deductions(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<BTreeSet<Deduction>> {
    rule.need("kinds", findings)?
        .set_of(&Deduction::WORDS, findings)
}
