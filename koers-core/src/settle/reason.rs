//! Why a bucket closes as it does, as data; sentences are made from it per language.

use std::fmt;

use crate::calendar::Date;
use crate::ledger::Closing;
use crate::plan::{Basis, Cause, Plan, YearPlan};
use crate::scheme::{FunderGroup, Status};

/// Why a bucket closes as it does. As text: the code, and after a colon what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// `spent`, `no-room`, `refund`, `carry-over`, `window-open`, `not-awarded`, `withdrawn`, `determined`, `lapsed`; `above-room`
    /// where more came in than could be spent, `owed` where only an earlier refund is open.
    pub code: &'static str,
    /// What it rests on, where a rule was needed.
    pub rests_on: Option<Rests>,
    /// Until when what stays may be spent.
    pub until: Option<Date>,
    /// The group of the body that pays.
    pub funder_group: FunderGroup,
    /// The body that pays.
    pub funder: String,
}

/// What a reason rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// More came in than could be spent.
pub(super) const ABOVE_ROOM: &str = "above-room";
/// Above the limit of what may be carried.
pub(super) const ABOVE_LIMIT: &str = "above-limit";
/// A refund of an earlier year, not yet paid back.
pub(super) const OWED: &str = "owed";

impl Reason {
    pub(crate) fn of(plan: &Plan, year: &YearPlan, bucket: usize, closing: &Closing) -> Reason {
        let at = &plan.buckets()[bucket];
        let scheme = plan.dossier().scheme_of(at.grant);
        let version = year.buckets[bucket]
            .as_ref()
            .map(|of| &scheme.versions[of.version]);
        let citation = version.and_then(|version| match closing.decision.basis {
            Basis::Unspent => Some((version, &version.unspent.citation)),
            Basis::Window => Some((version, &version.window.citation)),
            Basis::Nothing
            | Basis::Opening
            | Basis::WindowAgreement(_)
            | Basis::UnspentAgreement(_) => None,
        });
        let rule = citation.map(|(version, citation)| Rests::Rule {
            scheme: scheme.id.clone(),
            version: version.from,
            article: citation.article.clone(),
            status: citation.status,
        });
        let rests_on = match closing.decision.basis {
            Basis::WindowAgreement(agreement) | Basis::UnspentAgreement(agreement) => {
                let on_window = matches!(closing.decision.basis, Basis::WindowAgreement(_));
                let instead_of = version
                    .map(|version| {
                        if on_window {
                            &version.window.citation
                        } else {
                            &version.unspent.citation
                        }
                    })
                    .filter(|citation| citation.status != Status::Agreement)
                    .and_then(|citation| citation.article.clone());
                let agreement = &at.grant(plan.dossier()).agreements[agreement];
                Some(Rests::Agreement {
                    source: agreement.source.clone(),
                    instead_of,
                })
            }
            Basis::Opening => Some(Rests::Opening),
            Basis::Nothing | Basis::Unspent | Basis::Window => rule,
        };
        Reason {
            code: match closing.decision.cause {
                Cause::Spent | Cause::NoRoom if closing.refund > closing.owed => ABOVE_ROOM,
                Cause::Spent | Cause::NoRoom if closing.owed > 0 => OWED,
                cause => cause.as_str(),
            },
            rests_on,
            until: closing.decision.until,
            funder_group: scheme.funder_group,
            funder: scheme.funder.clone(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        match &self.rests_on {
            None => Ok(()),
            Some(Rests::Opening) => f.write_str(": opening"),
            Some(Rests::Agreement { source, .. }) => write!(f, ": agreement \"{source}\""),
            Some(Rests::Rule {
                scheme,
                version,
                article,
                status,
            }) => {
                write!(f, ": {scheme}@{version} ")?;
                match article {
                    Some(article) => write!(f, "{article} ({})", status.as_str()),
                    None => f.write_str(status.as_str()),
                }
            }
        }
    }
}
