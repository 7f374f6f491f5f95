//! The Dutch texts of a scheme.

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

pub(super) struct Dutch;

const HEADS: Heads = Heads {
    funder: "Verstrekker",
    legal_basis: "Wettelijke basis",
    link: "Te lezen op",
    draft: "Concept",
    draft_means: "Er ontbreken regels die voor een afrekening nodig kunnen zijn: zie onder “Niet verwerkt”.",
    parts: "Onderdelen",
    not_modelled: "Niet verwerkt",
    note: "Noot",
    same: "Ongewijzigd",
    all_rules: "Alle regels zijn die van de vorige versie.",
    gone: "Vervallen",
};

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

impl Words for Dutch {
    fn heads(&self) -> &'static Heads {
        &HEADS
    }

    fn funder_group(&self, group: FunderGroup) -> &'static str {
        match group {
            FunderGroup::Eu => "Europese Unie",
            FunderGroup::Rijk => "Rijk",
            FunderGroup::Other => "andere Nederlandse overheid",
        }
    }

    fn label(&self, rule: &Rule<'_>) -> String {
        let label = match rule {
            Rule::Unit(_) => "Afrekening",
            Rule::Window(_) => "Bestedingsperiode",
            Rule::Eligible(_) => "Kosten",
            Rule::Share(_) => "Aandeel",
            Rule::Ceiling(ceiling) => return format!("Plafond {}", ceiling.name),
            Rule::Shifting(_) => "Schuiven",
            Rule::Basis(_) => "Verdiend",
            Rule::Price(price) => return format!("Bedrag {}", price.unit),
            Rule::Unspent(_) => "Overschot",
            Rule::Excess(_) => "Boven de grens",
            Rule::Deductions(_) => "Aftrek",
            Rule::ExclusiveWith(_) => "Samenloop",
            Rule::Maximum(_) => "Maximum",
            Rule::Advance(_) => "Voorschot",
            Rule::RefundTerm(term) => match term.kind {
                RefundTermKind::Must | RefundTermKind::May => "Terugvordering",
                RefundTermKind::Due => "Betaaltermijn",
                RefundTermKind::Limitation => "Verjaring",
                RefundTermKind::SetOff => "Verrekening",
                RefundTermKind::Interest => "Rente en kosten",
            },
            Rule::Duty(duty) => match duty.kind {
                DutyKind::Accountability => "Verantwoording",
                DutyKind::Decision => "Vaststelling",
                DutyKind::Approval => "Instemming",
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
            Rule::Maximum(most) => {
                format!("De verlening is hoogstens {} per jaarschijf", euros(*most))
            }
            Rule::Advance(rule) => advance(rule),
            Rule::RefundTerm(rule) => refund_term(*rule),
            Rule::Duty(rule) => duty(*rule),
        }
    }

    fn cited(&self, citation: &Citation) -> String {
        let status = match citation.status {
            Status::Text => None,
            Status::Secondary => Some("niet uit de tekst zelf"),
            Status::Agreement => Some("volgens de verlening of een afspraak"),
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
            None => format!("Vanaf {}", day(from)),
            Some(until) => format!("Van {} tot en met {}", day(from), day(until)),
        }
    }

    fn read(&self, published: Option<Date>, text: Option<&str>) -> Option<String> {
        let published = published.map(|date| format!("Bekendgemaakt op {}.", day(date)));
        let text = text.map(|text| format!("Gelezen tekst: {text}."));
        sentences([published, text])
    }

    fn list(&self, items: &[String]) -> String {
        joined(items, "en")
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
    let digits = amount.dutch_whole().unwrap_or_else(|| amount.dutch());
    format!("€ {digits}")
}
