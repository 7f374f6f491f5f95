//! What a flow can't keep, or can't speak of.

use super::certificate::grant;
use crate::plan::Plan;

/// A rule that the flow can't keep, or a level that it can't speak of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LeftOut {
    pub(crate) kind: LeftOutKind,
    /// The place of the grant.
    pub(crate) grant: usize,
    /// Of a ceiling.
    pub(crate) name: Option<String>,
}

impl LeftOut {
    /// It in words of a certificate.
    pub(in crate::allocate) fn in_words(&self, plan: &Plan) -> String {
        let grant = grant(plan.dossier(), self.grant);
        let kind = self.kind.as_str();
        match &self.name {
            Some(name) => format!("{kind} {grant}/{name}"),
            None => format!("{kind} {grant}"),
        }
    }

    pub(super) fn new(kind: LeftOutKind, grant: usize, name: Option<String>) -> LeftOut {
        LeftOut { kind, grant, name }
    }
}

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LeftOutKind {
    /// That a line is paid by one of several grants only.
    Exclusive,
    Ceiling,
    Share,
    Shifting,
    Maximum,
    /// A limit on unspent money that buckets share.
    Unspent,
    /// The order of what is kept and what is carried, where the holder keeps what a limit on carrying cuts off.
    Excess,
    /// Over years: money that comes in after its room, or goes back before it is due.
    Cash,
    /// Over years: an award that is lowered.
    Award,
    /// Over years: from which tranche and under which limits lines are paid that stay where they are booked.
    Fixed,
    /// Over years: VAT of lines that no grant can pay, which a booking on a grant that deducts it takes off all the same.
    Vat,
}

impl LeftOutKind {
    /// Whether leaving it out can only make what is lost less: it is a limit on who pays what.
    pub(super) const fn only_limits(self) -> bool {
        match self {
            LeftOutKind::Exclusive
            | LeftOutKind::Ceiling
            | LeftOutKind::Share
            | LeftOutKind::Shifting
            | LeftOutKind::Maximum => true,
            LeftOutKind::Unspent
            | LeftOutKind::Excess
            | LeftOutKind::Cash
            | LeftOutKind::Award
            | LeftOutKind::Fixed
            | LeftOutKind::Vat => false,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            LeftOutKind::Exclusive => "exclusive",
            LeftOutKind::Ceiling => "ceiling",
            LeftOutKind::Share => "share",
            LeftOutKind::Shifting => "shifting",
            LeftOutKind::Maximum => "maximum",
            LeftOutKind::Unspent => "unspent",
            LeftOutKind::Excess => "excess",
            LeftOutKind::Cash => "cash",
            LeftOutKind::Award => "award",
            LeftOutKind::Fixed => "fixed",
            LeftOutKind::Vat => "vat",
        }
    }
}
