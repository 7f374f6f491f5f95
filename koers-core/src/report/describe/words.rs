//! What a language must be able to say of a scheme.

use std::collections::BTreeSet;

use crate::calendar::Date;
use crate::money::Money;
use crate::scheme::{
    Advance, Basis, Ceiling, Citation, Deduction, Duty, Eligible, Excess, ExclusiveWith,
    FunderGroup, Price, RefundTerm, RuleName, Scheme, Share, Shifting, Unit, Unspent, Version,
    Window,
};

/// A rule of a version, whichever it is.
pub(super) enum Rule<'v> {
    Unit(Unit),
    Window(Window),
    Eligible(&'v Eligible),
    Share(Share),
    Ceiling(&'v Ceiling),
    Shifting(Shifting),
    Basis(&'v Basis),
    Price(&'v Price),
    Unspent(&'v Unspent),
    Excess(Excess),
    Deductions(&'v BTreeSet<Deduction>),
    ExclusiveWith(&'v ExclusiveWith),
    Maximum(Money),
    Advance(&'v Advance),
    RefundTerm(RefundTerm),
    Duty(Duty),
}

impl<'v> Rule<'v> {
    /// All rules of a version in the order in which they decide, each with its name in files and what it rests on.
    pub(super) fn all(
        version: &'v Version,
    ) -> impl Iterator<Item = (Rule<'v>, String, &'v Citation)> {
        version.rules().into_iter().filter_map(|(name, citation)| {
            let rule = Rule::of(version, name)?;
            let name = match name {
                RuleName::Deduction(_) => name.to_string(),
                name => version.name_of(name),
            };
            Some((rule, name, citation))
        })
    }

    /// The rule of this name; `None` for what another name already stands for.
    fn of(version: &'v Version, name: RuleName) -> Option<Rule<'v>> {
        Some(match name {
            RuleName::Unit => Rule::Unit(version.unit.rule),
            RuleName::Window => Rule::Window(version.window.rule),
            RuleName::Eligible => Rule::Eligible(&version.eligible.rule),
            RuleName::Share => Rule::Share(version.share.as_ref()?.rule),
            RuleName::Ceiling(at) => Rule::Ceiling(&version.ceilings.get(at)?.rule),
            RuleName::Shifting => Rule::Shifting(version.shifting.as_ref()?.rule),
            RuleName::Basis => Rule::Basis(&version.basis.as_ref()?.rule),
            RuleName::Price(at) => {
                Rule::Price(&version.basis.as_ref()?.rule.prices().get(at)?.rule)
            }
            RuleName::Unspent => Rule::Unspent(&version.unspent.rule),
            RuleName::Excess => Rule::Excess(version.excess.as_ref()?.rule),
            // One sentence names all that is deducted.
            RuleName::Deduction(kind) => {
                let kinds = &version.deductions.as_ref()?.rule;
                Rule::Deductions(Some(kinds).filter(|kinds| kinds.first() == Some(&kind))?)
            }
            RuleName::ExclusiveWith => Rule::ExclusiveWith(&version.exclusive_with.as_ref()?.rule),
            RuleName::Maximum => Rule::Maximum(version.maximum.as_ref()?.rule),
            RuleName::Advance => Rule::Advance(&version.advance.as_ref()?.rule),
            RuleName::RefundTerm(at) => Rule::RefundTerm(version.refund_terms.get(at)?.rule),
            RuleName::Duty(at) => Rule::Duty(version.duties.get(at)?.rule),
        })
    }
}

/// Where a rule stands.
#[derive(Clone, Copy)]
pub(super) struct At<'s> {
    pub(super) scheme: &'s Scheme,
    pub(super) version: &'s Version,
}

impl At<'_> {
    /// Whether awards are divided over parts.
    pub(super) fn has_parts(&self) -> bool {
        !self.scheme.parts.is_empty()
    }

    /// Whether something else than the realised cost is earned.
    pub(super) fn earns(&self) -> bool {
        let basis = self.version.basis.as_ref();
        basis.is_some_and(|basis| match basis.rule {
            Basis::Realised => false,
            Basis::PriceQuantity(_) | Basis::FixedSum(_) => true,
        })
    }

    /// The title of a part, where it has one.
    pub(super) fn part(&self, id: &str) -> Option<&str> {
        self.scheme.part_of(id).map(|part| part.title.as_str())
    }
}

/// Headings, labels and fixed sentences.
pub(super) struct Heads {
    pub(super) funder: &'static str,
    pub(super) legal_basis: &'static str,
    pub(super) link: &'static str,
    pub(super) draft: &'static str,
    pub(super) draft_means: &'static str,
    pub(super) parts: &'static str,
    pub(super) not_modelled: &'static str,
    pub(super) note: &'static str,
    pub(super) same: &'static str,
    pub(super) all_rules: &'static str,
    pub(super) gone: &'static str,
}

/// The texts of one language.
pub(super) trait Words {
    fn heads(&self) -> &'static Heads;

    /// The group of funders in words.
    fn funder_group(&self, group: FunderGroup) -> &'static str;

    /// What kind of rule it is, in a word or two, with a capital.
    fn label(&self, rule: &Rule<'_>) -> String;

    /// What a rule says, without a full stop.
    fn sentence(&self, at: At<'_>, rule: &Rule<'_>) -> String;

    /// What a rule rests on, for between brackets.
    fn cited(&self, citation: &Citation) -> String;

    /// The heading of a version.
    fn version(&self, from: Date, until: Option<Date>) -> String;

    /// When a version was published and which text was read, as sentences.
    fn read(&self, published: Option<Date>, text: Option<&str>) -> Option<String>;

    /// The items in a row, the last after "and".
    fn list(&self, items: &[String]) -> String;
}

/// Items in a row with commas, the last after `and`.
pub(super) fn joined<T: AsRef<str>>(items: &[T], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {and} {}", first.join(", "), last.as_ref())
        }
    }
}

/// The sentence, and what else is known; parts that say nothing are left out.
pub(super) fn sentences(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
