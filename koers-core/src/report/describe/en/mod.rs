//! The English texts of a scheme.

mod facts;
mod rules;

use super::words::{At, Heads, Rule, Words, joined, sentences};
use crate::calendar::Date;
use crate::money::Money;
use crate::scheme::{Citation, DutyKind, FunderGroup, RefundTermKind, Status};
use facts::{advance, duty, refund_term};
use rules::{
    basis, ceiling, deductions, eligible, excess, exclusive_with, price, share, shifting, unit,
    unspent, window,
};

pub(super) struct English;

const HEADS: Heads = Heads {
    funder: "Funder",
    legal_basis: "Legal basis",
    link: "Read it at",
    draft: "Draft",
    draft_means: "Rules are missing that a settlement may need: see “Not modelled”.",
    parts: "Parts",
    not_modelled: "Not modelled",
    note: "Note",
    same: "Unchanged",
    all_rules: "All rules are those of the version before.",
    gone: "No longer there",
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Words for English {
    fn heads(&self) -> &'static Heads {
        &HEADS
    }

    fn funder_group(&self, group: FunderGroup) -> &'static str {
        match group {
            FunderGroup::Eu => "European Union",
            FunderGroup::Rijk => "Dutch state",
            FunderGroup::Other => "other Dutch public body",
        }
    }

    fn label(&self, rule: &Rule<'_>) -> String {
        let label = match rule {
            Rule::Unit(_) => "Settlement",
            Rule::Window(_) => "Spending window",
            Rule::Eligible(_) => "Costs",
            Rule::Share(_) => "Share",
            Rule::Ceiling(ceiling) => return format!("Ceiling {}", ceiling.name),
            Rule::Shifting(_) => "Shifting",
            Rule::Basis(_) => "Earned",
            Rule::Price(price) => return format!("Amount {}", price.unit),
            Rule::Unspent(_) => "Unspent money",
            Rule::Excess(_) => "Above the limit",
            Rule::Deductions(_) => "Deductions",
            Rule::ExclusiveWith(_) => "Double funding",
            Rule::Maximum(_) => "Maximum",
            Rule::Advance(_) => "Advance",
            Rule::RefundTerm(term) => match term.kind {
                RefundTermKind::Must | RefundTermKind::May => "Recovery",
                RefundTermKind::Due => "Due date",
                RefundTermKind::Limitation => "Limitation",
                RefundTermKind::SetOff => "Set-off",
                RefundTermKind::Interest => "Interest and costs",
            },
            Rule::Duty(duty) => match duty.kind {
                DutyKind::Accountability => "Accountability",
                DutyKind::Decision => "Decision",
                DutyKind::Approval => "Approval",
            },
        };
        label.to_owned()
    }

    fn sentence(&self, at: At<'_>, rule: &Rule<'_>) -> String {
        match rule {
            Rule::Unit(rule) => unit(*rule),
            Rule::Window(rule) => window(*rule),
            Rule::Eligible(rule) => eligible(rule),
            Rule::Share(rule) => share(*rule),
            Rule::Ceiling(rule) => ceiling(at, rule),
            Rule::Shifting(rule) => shifting(*rule),
            Rule::Basis(rule) => basis(rule).to_owned(),
            Rule::Price(rule) => price(rule),
            Rule::Unspent(rule) => unspent(at, rule),
            Rule::Excess(rule) => excess(*rule).to_owned(),
            Rule::Deductions(rule) => deductions(rule),
            Rule::ExclusiveWith(rule) => exclusive_with(rule),
            Rule::Maximum(most) => format!("An award is at most {} per tranche", euros(*most)),
            Rule::Advance(rule) => advance(rule),
            Rule::RefundTerm(rule) => refund_term(*rule),
            Rule::Duty(rule) => duty(*rule),
        }
    }

    fn cited(&self, citation: &Citation) -> String {
        let status = match citation.status {
            Status::Text => None,
            Status::Secondary => Some("not from the text itself"),
            Status::Agreement => Some("by the award or an agreement"),
        };
        let parts: Vec<&str> = citation
            .article
            .as_deref()
            .into_iter()
            .chain(status)
            .collect();
        parts.join("; ")
    }

    fn version(&self, from: Date, until: Option<Date>) -> String {
        match until {
            None => format!("From {}", day(from)),
            Some(until) => format!("From {} until {}", day(from), day(until)),
        }
    }

    fn read(&self, published: Option<Date>, text: Option<&str>) -> Option<String> {
        let published = published.map(|date| format!("Published on {}.", day(date)));
        let text = text.map(|text| format!("Text read: {text}."));
        sentences([published, text])
    }

    fn list(&self, items: &[String]) -> String {
        joined(items, "and")
    }
}

fn day(date: Date) -> String {
    format!("{} {}", month_day(date.month(), date.day()), date.year())
}

fn month_day(month: i8, day: i8) -> String {
    let month = usize::try_from(month)
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?));
    format!("{day} {}", month.unwrap_or(&""))
}

fn euros(amount: Money) -> String {
    let digits = amount.english();
    format!("€ {}", digits.strip_suffix(".00").unwrap_or(&digits))
}
