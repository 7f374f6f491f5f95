//! Why a bucket closes as it does, as data; sentences are made from it per language.

use std::fmt;

use super::Settlement;
use crate::calendar::Date;
use crate::ledger::Closing;
use crate::money::Money;
use crate::plan::{Basis, Plan, ReasonCode, YearPlan};
use crate::scheme::{Citation, FunderGroup, Scheme, Status, Version};

/// Why a bucket closes as it does. As text: the code, and after a colon what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// What happened.
    pub code: ReasonCode,
    /// What it rests on, where a rule was needed.
    pub rests_on: Option<Rests>,
    /// Until when what stays may be spent.
    pub until: Option<Date>,
    /// The group of the body that pays.
    pub funder_group: FunderGroup,
    /// The body that pays.
    pub funder: String,
    /// Whether what is left is what was not earned, by price and quantity or fixed sums.
    pub by_quantity: bool,
}

/// What a reason rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rests {
    /// A rule of a scheme.
    Rule {
        /// The scheme's id.
        scheme: String,
        /// The first day of its version.
        version: Date,
        /// The article.
        article: Option<String>,
        /// How sure it is.
        status: Status,
    },
    /// An agreement.
    Agreement {
        /// The letter, article or sentence it rests on.
        source: String,
        /// The article of the scheme that would decide without it, where that is law.
        instead_of: Option<String>,
    },
    /// The opening that the dossier states.
    Opening,
}

impl Rests {
    pub(crate) fn rule(scheme: &Scheme, version: &Version, citation: &Citation) -> Rests {
        Rests::Rule {
            scheme: scheme.id.clone(),
            version: version.from,
            article: citation.article.clone(),
            status: citation.status,
        }
    }
}

impl Rests {
    /// As a reason writes it after its code.
    fn read(text: &str) -> Option<Rests> {
        if text == "opening" {
            return Some(Rests::Opening);
        }
        let agreed = text.strip_prefix("agreement \"");
        if let Some(source) = agreed.and_then(|text| text.strip_suffix('"')) {
            return Some(Rests::Agreement {
                source: source.to_owned(),
                instead_of: None,
            });
        }
        let (scheme, rest) = text.split_once('@')?;
        let (version, rest) = rest.split_once(' ')?;
        let (article, status) = match rest.rsplit_once(" (") {
            Some((article, status)) => (Some(article.to_owned()), status.strip_suffix(')')?),
            None => (None, rest),
        };
        Some(Rests::Rule {
            scheme: scheme.to_owned(),
            version: version.parse().ok()?,
            article,
            status: Status::WORDS.iter().find(|(word, _)| *word == status)?.1,
        })
    }
}

impl Reason {
    /// Why the bucket closes as it does.
    pub(crate) fn of(plan: &Plan, year: &YearPlan, bucket: usize, closing: &Closing) -> Reason {
        let code = match closing.decision.cause {
            ReasonCode::Spent | ReasonCode::NoRoom if closing.refund > closing.owed => {
                ReasonCode::AboveRoom
            }
            ReasonCode::Spent | ReasonCode::NoRoom if closing.owed > 0 => ReasonCode::Owed,
            cause => cause,
        };
        let basis = closing.decision.basis;
        Reason {
            until: closing.decision.until,
            by_quantity: closing.to_use.is_some(),
            ..Reason::resting(plan, year, bucket, code, basis)
        }
    }

    /// A reason and what it rests on.
    fn resting(
        plan: &Plan,
        year: &YearPlan,
        bucket: usize,
        code: ReasonCode,
        basis: Basis,
    ) -> Reason {
        let at = &plan.buckets()[bucket];
        let scheme = plan.dossier().scheme_of(at.grant);
        let agreed = |place: usize, citation: Option<&Citation>| Rests::Agreement {
            source: at.grant(plan.dossier()).agreements[place].source.clone(),
            instead_of: citation
                .filter(|citation| citation.status != Status::Agreement)
                .and_then(|citation| citation.article.clone()),
        };
        let versions = year.buckets[bucket].as_ref().map(|of| {
            let version = |at: usize| &scheme.versions[at];
            (version(of.version), version(of.unspent_version))
        });
        let window = versions.map(|(version, _)| (version, &version.window.citation));
        let unspent = versions.map(|(_, version)| (version, &version.unspent.citation));
        let optional = |version, citation: Option<&'_ Citation>| {
            citation.map(|citation| Rests::rule(scheme, version, citation))
        };
        let rule = |(version, citation)| Rests::rule(scheme, version, citation);
        let rests_on = match basis {
            Basis::Nothing => None,
            Basis::Opening => Some(Rests::Opening),
            Basis::Window => window.map(rule),
            Basis::Unspent => unspent.map(rule),
            Basis::Earned => versions.and_then(|(version, _)| {
                optional(version, version.basis.as_ref().map(|rule| &rule.citation))
            }),
            Basis::Excess => versions.and_then(|(_, version)| {
                optional(version, version.excess.as_ref().map(|rule| &rule.citation))
            }),
            Basis::WindowAgreement(place) => Some(agreed(place, window.map(|(_, it)| it))),
            Basis::UnspentAgreement(place) => Some(agreed(place, unspent.map(|(_, it)| it))),
        };
        Reason {
            code,
            rests_on,
            until: None,
            funder_group: scheme.funder_group,
            funder: scheme.funder.clone(),
            by_quantity: false,
        }
    }

    /// The reason that a text states, as this one would be written; `closed` where it is written otherwise.
    fn as_stated(&self, text: &str) -> Reason {
        let (word, rests_on) = match text.split_once(": ") {
            Some((word, rests_on)) => (word, Rests::read(rests_on)),
            None => (text, None),
        };
        let code = ReasonCode::parse(word).unwrap_or(ReasonCode::Closed);
        Reason {
            rests_on,
            ..self.bare(code)
        }
    }

    fn bare(&self, code: ReasonCode) -> Reason {
        Reason {
            code,
            rests_on: None,
            until: None,
            ..self.clone()
        }
    }
}

/// A closing with its year and bucket.
pub(crate) type Place<'a> = (&'a YearPlan, usize, &'a Closing);

impl Settlement {
    /// Why the year of a row, by its place, closes or was closed as it does.
    pub(super) fn reason(&self, at: usize, (year, bucket, closing): Place<'_>) -> Reason {
        let now = Reason::of(self.plan(), year, bucket, closing);
        if !self.is_closed_otherwise(at) {
            return now;
        }
        let row = &self.settlement()[at];
        Reason {
            until: row.carry_over_until,
            by_quantity: false,
            ..now.as_stated(&row.reason)
        }
    }

    /// [`fates`] of a row, by its place: of a year that was closed otherwise by what it was closed with.
    pub(crate) fn fates(&self, at: usize, place: Place<'_>) -> Vec<(Fate, Money, Reason)> {
        let (year, bucket, closing) = place;
        if !self.is_closed_otherwise(at) {
            return fates(self.plan(), year, bucket, closing);
        }
        let (row, reason) = (&self.settlement()[at], self.reason(at, place));
        let back = match reason.code {
            ReasonCode::CarryOver | ReasonCode::Reserved => ReasonCode::AboveLimit,
            ReasonCode::Spent | ReasonCode::NoRoom => ReasonCode::AboveRoom,
            code => code,
        };
        let back = Reason {
            code: back,
            ..reason.clone()
        };
        let refund = Money::of(row.refund.cents() - row.owed.cents());
        [
            (Fate::Refund, row.owed, reason.bare(ReasonCode::Owed)),
            (Fate::Refund, refund, back),
            (Fate::CarryOver, row.carry_over, reason.clone()),
            (Fate::Pending, row.pending, reason.clone()),
            (Fate::Retained, row.retained, reason.clone()),
            (
                Fate::Receivable,
                row.receivable,
                reason.bare(ReasonCode::Prefinanced),
            ),
        ]
        .into_iter()
        .filter(|(_, amount, _)| !amount.is_zero())
        .collect()
    }
}

/// What became of a part of a bucket's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Refund,
    CarryOver,
    /// Stays, and its money has not come in.
    Pending,
    Retained,
    Receivable,
}

/// The parts of a bucket's money with their fate and the reason of each; parts of nothing are left out.
pub(crate) fn fates(
    plan: &Plan,
    year: &YearPlan,
    bucket: usize,
    closing: &Closing,
) -> Vec<(Fate, Money, Reason)> {
    let reason = Reason::of(plan, year, bucket, closing);
    let refund = closing.refund - closing.owed;
    let above_room = above_room(closing);
    let decision = &closing.decision;
    let resting = |code, basis| Reason::resting(plan, year, bucket, code, basis);
    let by_rule = given_up(plan, year, bucket, closing).2;
    [
        (Fate::Refund, closing.owed, reason.bare(ReasonCode::Owed)),
        (Fate::Refund, above_room, reason.bare(ReasonCode::AboveRoom)),
        (Fate::Refund, refund - above_room, by_rule),
        (Fate::CarryOver, closing.carry_over, reason.clone()),
        (Fate::Pending, closing.pending, reason.clone()),
        (
            Fate::Retained,
            decision.earned,
            resting(ReasonCode::Earned, Basis::Earned),
        ),
        (Fate::Retained, decision.by_rule, reason.clone()),
        (
            Fate::Retained,
            decision.by_excess,
            resting(ReasonCode::AboveLimit, Basis::Excess),
        ),
        (
            Fate::Receivable,
            closing.receivable,
            reason.bare(ReasonCode::Prefinanced),
        ),
    ]
    .into_iter()
    .filter(|(_, cents, _)| *cents != 0)
    .map(|(fate, cents, reason)| (fate, Money::of(cents), reason))
    .collect()
}

/// Of what goes back what came in above the room that is left; the rest goes back because of a rule.
fn above_room(closing: &Closing) -> i64 {
    let refund = closing.refund - closing.owed;
    let left = closing.room - closing.spent;
    match closing.decision.cause {
        ReasonCode::NotAwarded | ReasonCode::Withdrawn | ReasonCode::Determined => 0,
        _ => (closing.balance - closing.owed - left).clamp(0, refund),
    }
}

/// What a closing gives up of the room that is left, in cents, what of that goes back since it came in, and why.
pub(crate) fn given_up(
    plan: &Plan,
    year: &YearPlan,
    bucket: usize,
    closing: &Closing,
) -> (i64, i64, Reason) {
    let decision = &closing.decision;
    let reason = Reason::of(plan, year, bucket, closing);
    let by_rule = match decision.cause {
        ReasonCode::CarryOver | ReasonCode::Reserved => Reason {
            code: ReasonCode::AboveLimit,
            ..reason
        },
        _ => reason,
    };
    // What a limit cuts off goes back by the rule for that, where the scheme has one.
    let excess = Reason::resting(plan, year, bucket, ReasonCode::AboveLimit, Basis::Excess);
    let by_rule = if decision.excess > 0 && excess.rests_on.is_some() {
        excess
    } else {
        by_rule
    };
    let given_up = closing.room - closing.spent - decision.keep - decision.retained();
    let back = closing.refund - closing.owed - above_room(closing);
    (given_up, back, by_rule)
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        match &self.rests_on {
            None => Ok(()),
            Some(rests_on) => write!(f, ": {rests_on}"),
        }
    }
}

impl fmt::Display for Rests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rests::Opening => f.write_str("opening"),
            Rests::Agreement { source, .. } => write!(f, "agreement \"{source}\""),
            Rests::Rule {
                scheme,
                version,
                article,
                status,
            } => {
                write!(f, "{scheme}@{version} ")?;
                match article {
                    Some(article) => write!(f, "{article} ({})", status.as_str()),
                    None => f.write_str(status.as_str()),
                }
            }
        }
    }
}
