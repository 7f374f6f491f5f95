//! What the reader of files refuses value by value, for schemes that are built in code.

use super::on;
use crate::diag::{At, Code, Finding, Findings, Place};
use crate::money::Money;
use crate::read::{check_id, check_text, negative};
use crate::scheme::bounds::{LIMITATION_YEARS, MOST, UNIT_YEARS, WEEKS, YEARS, is_dimension};
use crate::scheme::{
    Base, Basis, Citation, Condition, Day, Deadline, Eligible, ExclusiveWith, Limit,
    RefundTermKind, RuleName, Scheme, Status, Unit, Unspent, Version, Window,
};
use std::ops::RangeInclusive;

pub(super) fn check(scheme: &Scheme, findings: &mut Findings) {
    let mut head = Values::new(&scheme.written.0, findings);
    head.id(&scheme.id);
    head.text("title", &scheme.title);
    head.maybe_text("title_en", scheme.title_en.as_deref());
    head.text("funder", &scheme.funder);
    let legal_basis = &scheme.legal_basis;
    head.text("legal_basis", &legal_basis.title);
    head.maybe_text("reference", legal_basis.reference.as_deref());
    head.maybe_text("link", legal_basis.link.as_deref());
    head.count("not_modelled", scheme.not_modelled.len());
    head.count("parts", scheme.parts.len());
    head.count("versions", scheme.versions.len());
    for missing in &scheme.not_modelled {
        head.text("rule", &missing.rule);
        head.text("note", &missing.note);
    }
    for part in &scheme.parts {
        let mut values = Values::new(&part.citation.written.0, findings);
        values.id(&part.id);
        values.text("title", &part.title);
        values.citation("parts", &part.citation);
    }
    for version in &scheme.versions {
        check_version(version, findings);
    }
}

fn check_version(version: &Version, findings: &mut Findings) {
    let mut values = Values::new(&version.written.0, findings);
    values.maybe_text("text", version.text.as_deref());
    values.count("ceilings", version.ceilings.len());
    values.count("refund_terms", version.refund_terms.len());
    values.count("duties", version.duties.len());
    let mut last = None;
    for (name, citation) in version.rules() {
        // Each kind of deduction is a rule of its own, and all rest on one citation.
        if !last.is_some_and(|last| std::ptr::eq(last, citation)) {
            let key = name.to_string();
            let key = key.rsplit('.').next().unwrap_or_default();
            Values::new(&citation.written.0, findings).citation(key, citation);
        }
        last = Some(citation);
        let mut values = Values::new(&citation.written.0, findings);
        values.rule(version, name);
    }
    if let Some(deductions) = &version.deductions
        && deductions.rule.is_empty()
    {
        let mut values = Values::new(&deductions.citation.written.0, findings);
        values.citation("deductions", &deductions.citation);
        values.nothing("kinds");
    }
}

/// Reports what the reader of files refuses of a condition.
pub(crate) fn check_condition(condition: &Condition, place: &Place, findings: &mut Findings) {
    Values::new(place, findings).condition(condition);
}

/// Reports what the reader of files refuses of a rule for unspent money.
pub(crate) fn check_unspent(unspent: &Unspent, place: &Place, findings: &mut Findings) {
    Values::new(place, findings).unspent(unspent);
}

/// Judges values at one place.
struct Values<'a> {
    place: &'a Place,
    findings: &'a mut Findings,
}

impl<'a> Values<'a> {
    fn new(place: &'a Place, findings: &'a mut Findings) -> Self {
        Self { place, findings }
    }

    fn push(&mut self, finding: Finding) {
        self.findings.push(finding.at(self.place.clone()));
    }

    fn text(&mut self, key: &str, text: &str) {
        check_text(key, Some(text), self.place, self.findings);
    }

    fn maybe_text(&mut self, key: &str, text: Option<&str>) {
        check_text(key, text, self.place, self.findings);
    }

    fn id(&mut self, id: &str) {
        check_id(&At::new(id.to_owned(), self.place.clone()), self.findings);
    }

    fn count(&mut self, key: &str, count: usize) {
        if count > MOST {
            self.push(
                Finding::new(Code::TooMany)
                    .subject(key)
                    .arg("what", key)
                    .arg("limit", MOST),
            );
        }
    }

    fn number(&mut self, key: &str, number: i64, bounds: RangeInclusive<i64>) {
        if !bounds.contains(&number) {
            let known = format!("{}–{}", bounds.start(), bounds.end());
            self.unknown(key, &number.to_string(), &known);
        }
    }

    fn unknown(&mut self, key: &str, value: &str, known: &str) {
        self.push(
            Finding::new(Code::UnknownValue)
                .subject(key)
                .arg("value", value)
                .arg("known", known),
        );
    }

    fn amount(&mut self, key: &str, amount: Money) {
        if amount.is_negative() {
            self.findings
                .push(negative(key, amount, self.place.clone()));
        }
    }

    fn nothing(&mut self, key: &str) {
        self.push(Finding::new(Code::EmptyCondition).subject(key));
    }

    fn citation(&mut self, rule: &str, citation: &Citation) {
        if citation.article.is_none() && citation.status != Status::Agreement {
            self.findings
                .push(on(Code::RuleWithoutArticle, rule, citation).arg("rule", rule));
        }
        self.maybe_text("article", citation.article.as_deref());
        self.maybe_text("note", citation.note.as_deref());
    }

    fn condition(&mut self, condition: &Condition) {
        for (key, values) in [("only", &condition.only), ("except", &condition.except)] {
            for (dimension, values) in values {
                if !is_dimension(dimension) {
                    self.push(
                        Finding::new(Code::MalformedText)
                            .subject(dimension)
                            .arg("key", key),
                    );
                }
                if values.is_empty() {
                    self.nothing(dimension);
                }
                for value in values {
                    self.text(key, value);
                }
            }
        }
    }

    fn deadline(&mut self, deadline: Option<Deadline>) {
        let Some(deadline) = deadline else { return };
        self.number("weeks", deadline.weeks.into(), WEEKS);
        if !deadline.on.exists() {
            let day = match deadline.on {
                Day::Date(date) => date.to_string(),
                Day::NextYear { month, day } => format!("{month:02}-{day:02}"),
            };
            self.push(
                Finding::new(Code::ImpossibleDate)
                    .subject("on")
                    .arg("value", day),
            );
        }
    }

    fn limit(&mut self, limit: Limit) {
        if let Limit::Amount(amount) = limit {
            self.amount("limit", amount);
        }
    }

    fn rule(&mut self, version: &Version, name: RuleName) {
        match name {
            RuleName::Unit => {
                if let Unit::Years { years, start } = version.unit.rule {
                    self.number("years", years.into(), UNIT_YEARS);
                    self.number("start", start.into(), YEARS);
                }
            }
            RuleName::Window => {
                if let Window::Period { from, until } = version.window.rule
                    && from > until
                {
                    self.push(
                        Finding::new(Code::DatesReversed)
                            .subject("window")
                            .date("from", from)
                            .date("until", until),
                    );
                }
            }
            RuleName::Eligible => match &version.eligible.rule {
                Eligible::Any => {}
                Eligible::Goal(goal) => self.text("goal", goal),
                Eligible::Costs(condition) if condition.is_empty() => self.nothing("eligible"),
                Eligible::Costs(condition) => self.condition(condition),
            },
            RuleName::Ceiling(at) => self.ceiling(version, at),
            RuleName::Basis => {
                let basis = version.basis.as_ref().map(|basis| &basis.rule);
                let prices = basis.map_or(&[][..], Basis::prices);
                self.count("prices", prices.len());
                if prices.is_empty() && basis.is_some_and(|basis| *basis != Basis::Realised) {
                    self.nothing("prices");
                }
            }
            RuleName::Price(at) => {
                let prices = version.basis.as_ref().map(|basis| basis.rule.prices());
                if let Some(price) = prices.and_then(|prices| prices.get(at)) {
                    self.text("unit", &price.rule.unit);
                    self.amount("price", price.rule.price);
                }
            }
            RuleName::Unspent => self.unspent(&version.unspent.rule),
            RuleName::ExclusiveWith => {
                if let Some(rule) = &version.exclusive_with {
                    self.exclusive_with(&rule.rule);
                }
            }
            RuleName::Maximum => {
                if let Some(rule) = &version.maximum {
                    self.amount("amount", rule.rule);
                }
            }
            RuleName::RefundTerm(at) => self.refund_term(version, at),
            RuleName::Duty(at) => {
                let duty = version.duties.get(at);
                self.deadline(duty.and_then(|duty| duty.rule.deadline));
            }
            // What these say is sound by its type.
            RuleName::Share
            | RuleName::Shifting
            | RuleName::Excess
            | RuleName::Deduction(_)
            | RuleName::Advance => {}
        }
    }

    fn ceiling(&mut self, version: &Version, at: usize) {
        let Some(ceiling) = version.ceilings.get(at).map(|ceiling| &ceiling.rule) else {
            return;
        };
        self.text("name", &ceiling.name);
        self.limit(ceiling.limit);
        if let Limit::Share(_, base) = ceiling.limit
            && base != Base::Award
        {
            self.unknown("of", base.as_str(), Base::Award.as_str());
        }
        for part in &ceiling.parts {
            self.text("parts", part);
        }
        self.condition(&ceiling.costs);
    }

    fn unspent(&mut self, unspent: &Unspent) {
        let Unspent::CarryOver(carry) = unspent else {
            return;
        };
        if let Some(limit) = carry.limit {
            self.limit(limit);
        }
        if let Some(years) = &carry.tranche_years {
            if years.is_empty() {
                self.nothing("tranche_years");
            }
            for year in years {
                self.number("tranche_years", (*year).into(), YEARS);
            }
        }
    }

    fn exclusive_with(&mut self, rule: &ExclusiveWith) {
        if *rule == ExclusiveWith::default() {
            self.nothing("exclusive_with");
        }
        for id in &rule.schemes {
            self.id(id);
        }
    }

    fn refund_term(&mut self, version: &Version, at: usize) {
        let Some(term) = version.refund_terms.get(at).map(|term| &term.rule) else {
            return;
        };
        self.deadline(term.deadline);
        let limitation = term.kind == RefundTermKind::Limitation;
        match term.years {
            Some(years) if limitation => self.number("years", years.into(), LIMITATION_YEARS),
            None if limitation => self.push(
                Finding::new(Code::MissingKey)
                    .subject("years")
                    .arg("key", "years"),
            ),
            Some(_) => self.push(
                Finding::new(Code::UnknownKey)
                    .subject("years")
                    .arg("key", "years")
                    .arg("known", "kind, on, weeks, status, article, note"),
            ),
            None => {}
        }
    }
}

impl Day {
    /// Whether every book year has it.
    fn exists(self) -> bool {
        match self {
            Day::Date(_) => true,
            // A year without 29 February.
            Day::NextYear { month, day } => crate::calendar::Date::new(2023, month, day).is_some(),
        }
    }
}
