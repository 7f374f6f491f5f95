//! A scheme file.

use schemars::JsonSchema;

use super::examples::Example;
use super::facts::{Advance, Duty, RefundTerm};
use super::rules::{
    Basis, Ceiling, Deductions, Eligible, Excess, ExclusiveWith, Maximum, Share, Shifting, Unit,
    Window,
};
use super::unspent::Unspent;
use super::values::{Citation, Date, FunderGroup, Id, Text};

/// A scheme: the rules that all grants of one kind share, as cited and dated data.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Koers scheme")]
pub(super) struct SchemeFile {
    /// The number of the format: 1.
    #[schemars(extend("const" = 1))]
    format: u8,
    /// Who pays, on what legal basis.
    scheme: Head,
    /// What is not modelled, and why.
    #[schemars(length(max = 1000))]
    not_modelled: Option<Vec<NotModelled>>,
    /// The earmarked parts that an award may have; none when awards are undivided.
    #[schemars(length(max = 1000))]
    parts: Option<Vec<Part>>,
    /// The rules, each version in force from its date until the next; ascending by `from`, then by `published`.
    #[schemars(length(min = 1, max = 1000))]
    versions: Vec<Version>,
    /// Small dossiers with what must come out of them.
    #[schemars(length(max = 1000))]
    examples: Option<Vec<Example>>,
}

/// Who pays, on what legal basis.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Head {
    /// Its id, by which grants name it.
    id: Id,
    /// Its Dutch title.
    title: Text,
    /// Its English title.
    title_en: Option<Text>,
    /// The body that pays.
    funder: Text,
    /// The group of funders.
    funder_group: FunderGroup,
    /// The regulation.
    legal_basis: LegalBasis,
    /// True when rules are missing that a settlement may need: each use gives K0401.
    draft: Option<bool>,
}

/// The regulation that a scheme rests on.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct LegalBasis {
    /// Its full title.
    title: Text,
    /// Its number in the register of laws or the Staatscourant.
    reference: Option<Text>,
    /// Where it can be read.
    link: Option<Text>,
}

/// A rule that a scheme has or may have, and that is not in the data.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct NotModelled {
    /// A short name.
    rule: Text,
    /// Why it is missing.
    note: Text,
}

/// An earmarked part that an award may have.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Part {
    /// Its id inside the scheme.
    id: Id,
    /// Its title.
    title: Text,
    /// The id of the part in which it lies, such as a main theme.
    group: Option<Text>,
    #[schemars(flatten)]
    citation: Citation,
}

/// The rules of a scheme from one date on.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Version {
    /// The first day that it decides on.
    from: Date,
    /// The last day that it decides on; when absent the day before the next version.
    until: Option<Date>,
    /// When it was published, `from` when absent; a run as of an earlier date does not know it.
    published: Option<Date>,
    /// Which text was read.
    text: Option<Text>,
    /// After which period the rule for unspent money applies.
    unit: Unit,
    /// When money may be spent.
    window: Window,
    /// On what it may be spent.
    eligible: Eligible,
    /// What part of the costs is paid at most; all when absent.
    share: Option<Share>,
    /// The most that is paid of some costs.
    #[schemars(length(max = 1000))]
    ceilings: Option<Vec<Ceiling>>,
    /// How far money may move between parts; not at all when absent.
    shifting: Option<Shifting>,
    /// What is earned; the realised cost when absent.
    basis: Option<Basis>,
    /// What part of the award is paid in advance; informs, and changes no amount.
    advance: Option<Advance>,
    /// What happens to money that is not spent.
    unspent: Unspent,
    /// What happens to what a limit on carry-over or a reserve cuts off; it goes back when absent.
    excess: Option<Excess>,
    /// What is taken off the costs.
    deductions: Option<Deductions>,
    /// How a refund is claimed; changes no amount.
    #[schemars(length(max = 1000))]
    refund_terms: Option<Vec<RefundTerm>>,
    /// What must be done when; changes no amount.
    #[schemars(length(max = 1000))]
    duties: Option<Vec<Duty>>,
    /// Which schemes may not pay for the same line.
    exclusive_with: Option<ExclusiveWith>,
    /// The largest award per tranche.
    maximum: Option<Maximum>,
}
