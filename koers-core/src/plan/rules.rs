//! What the rules say of money that a bucket has left at a year's end, and of the rules themselves.

use super::bucket::{Bucket, YearOf};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, State};
use crate::money::Money;
use crate::scheme::{Unit, Unspent, Version};

/// What happened to a bucket, or to a part of its money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReasonCode {
    /// All room was spent.
    Spent,
    /// There was nothing to spend.
    NoRoom,
    /// The rule for unspent money sends it back.
    Refund,
    /// It is carried over.
    CarryOver,
    /// The unit or the spending window goes on after the year.
    WindowOpen,
    /// The grant is announced only.
    NotAwarded,
    /// The grant is withdrawn.
    Withdrawn,
    /// The grant is determined, and no agreement keeps it open.
    Determined,
    /// It was carried and not spent in time.
    Lapsed,
    /// More came in than could be spent.
    AboveRoom,
    /// It is above the limit of what may be carried.
    AboveLimit,
    /// A refund of an earlier year, not yet paid back.
    Owed,
    /// It was spent before its money came in.
    Prefinanced,
}

impl ReasonCode {
    /// The word in tables: `spent`, `no-room`, `refund`, `carry-over`, `window-open`, `not-awarded`, `withdrawn`,
    /// `determined`, `lapsed`, `above-room`, `above-limit`, `owed`, `prefinanced`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ReasonCode::Spent => "spent",
            ReasonCode::NoRoom => "no-room",
            ReasonCode::Refund => "refund",
            ReasonCode::CarryOver => "carry-over",
            ReasonCode::WindowOpen => "window-open",
            ReasonCode::NotAwarded => "not-awarded",
            ReasonCode::Withdrawn => "withdrawn",
            ReasonCode::Determined => "determined",
            ReasonCode::Lapsed => "lapsed",
            ReasonCode::AboveRoom => "above-room",
            ReasonCode::AboveLimit => "above-limit",
            ReasonCode::Owed => "owed",
            ReasonCode::Prefinanced => "prefinanced",
        }
    }
}

/// What a decision rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// No rule was needed.
    Nothing,
    /// The scheme's rule for unspent money.
    Unspent,
    /// The scheme's spending window.
    Window,
    /// The agreement on the window at this place in the grant.
    WindowAgreement(usize),
    /// The agreement on unspent money at this place in the grant.
    UnspentAgreement(usize),
    /// What the dossier's opening states.
    Opening,
}

/// What may stay of the room that is left at a year's end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decision {
    /// How much may stay, in cents.
    pub(crate) keep: i64,
    /// Until which day it may be spent.
    pub(crate) until: Option<Date>,
    pub(crate) cause: ReasonCode,
    pub(crate) basis: Basis,
}

impl Decision {
    /// Of a bucket that doesn't exist yet.
    pub(crate) const ABSENT: Decision = Decision::none(ReasonCode::NotAwarded, Basis::Nothing);

    const fn none(cause: ReasonCode, basis: Basis) -> Decision {
        Decision {
            keep: 0,
            until: None,
            cause,
            basis,
        }
    }
}

/// The day until which earlier carried money may be spent, and what that rests on.
pub(crate) type CarriedUntil = Option<(Date, Basis)>;

/// What a decision at a year's end goes by.
#[derive(Clone, Copy)]
pub(crate) struct YearEnd<'p> {
    pub(crate) year: &'p YearOf,
    /// The version of the scheme in force.
    pub(crate) version: &'p Version,
    /// The scheme's rule for unspent money, by the version on the last day of the unit.
    pub(crate) unspent: Unspent,
    pub(crate) end: Date,
    pub(crate) carried: CarriedUntil,
    /// What could be spent in the year, and what was, in cents.
    pub(crate) room: i64,
    pub(crate) spent: i64,
    /// Whether agreements count; without them it is what the scheme alone says.
    pub(crate) agreements: bool,
}

/// Decides on the cents of room that are not spent at the end of a year (first whether the unit or the carried
/// money goes on, then the rule for unspent money).
pub(crate) fn decide(bucket: &Bucket, at: &YearEnd<'_>) -> Decision {
    let &YearEnd {
        year,
        version,
        end,
        carried,
        agreements,
        ..
    } = at;
    match year.state {
        State::Announced => return Decision::none(ReasonCode::NotAwarded, Basis::Nothing),
        State::Withdrawn => return Decision::none(ReasonCode::Withdrawn, Basis::Nothing),
        State::Determined if !year.open || !agreements => {
            return Decision::none(ReasonCode::Determined, Basis::Nothing);
        }
        _ => {}
    }
    let unspent = at.room - at.spent;
    if unspent == 0 {
        let cause = if at.room == 0 {
            ReasonCode::NoRoom
        } else {
            ReasonCode::Spent
        };
        return Decision::none(cause, Basis::Nothing);
    }
    if let Some((until, basis)) = stays(bucket, version, end, carried, agreements) {
        return Decision {
            keep: unspent,
            until: Some(until),
            cause: ReasonCode::WindowOpen,
            basis,
        };
    }
    let (rule, basis) = match bucket.unspent_agreement {
        Some((rule, place)) if agreements => (rule, Basis::UnspentAgreement(place)),
        _ => (at.unspent, Basis::Unspent),
    };
    let gone = if carried.is_some() {
        ReasonCode::Lapsed
    } else {
        ReasonCode::Refund
    };
    match rule {
        Unspent::Refund | Unspent::ByAgreement => Decision::none(gone, basis),
        Unspent::CarryOver { limit, until } => {
            let last_day = until.after(end.year()).filter(|day| *day > end);
            let Some(last_day) = last_day else {
                return Decision::none(gone, basis);
            };
            let award = Money::of(year.award);
            let keep = limit.map_or(unspent, |limit| unspent.min(limit.of(award).cents()));
            Decision {
                keep,
                until: Some(last_day),
                cause: ReasonCode::CarryOver,
                basis,
            }
        }
    }
}

/// The last spending day after the year's end, when the unit or earlier carried money goes on.
fn stays(
    bucket: &Bucket,
    version: &Version,
    end: Date,
    carried: CarriedUntil,
    agreements: bool,
) -> Option<(Date, Basis)> {
    let own = bucket.window_on(end).unwrap_or(bucket.own);
    let agreed = bucket
        .window_agreement
        .filter(|(until, _)| agreements && *until > own.until)
        .map(|(until, at)| (until, Basis::WindowAgreement(at)));
    let window = agreed.unwrap_or((own.until, Basis::Window));
    if let Some((until, basis)) = carried
        && until > end
    {
        return Some(if window.0 > until {
            window
        } else {
            (until, basis)
        });
    }
    let not_begun = own.from > end;
    let in_term = version.unit.rule == Unit::Term;
    if window.0 > end && (not_begun || in_term) {
        Some(window)
    } else {
        None
    }
}

/// What a person must look at in the rules of a dossier, before any cost.
pub(super) fn notices(dossier: &Dossier, findings: &mut Findings) {
    for (at, grant) in dossier.grants().iter().enumerate() {
        let scheme = dossier.scheme_of(at);
        if grant.state == State::Announced {
            continue;
        }
        if scheme.draft {
            let missing: Vec<_> = scheme
                .not_modelled
                .iter()
                .map(|missing| missing.rule.as_str())
                .collect();
            findings.push(
                Finding::new(Code::DraftScheme)
                    .subject(&grant.id.value)
                    .arg("grant", grant.name())
                    .arg("scheme", &scheme.id)
                    .arg("missing", missing.join(", "))
                    .at(grant.scheme.place.clone()),
            );
        }
        for tranche in &grant.tranches {
            let year = tranche.year.or(dossier.years().last().copied());
            let version = year
                .and_then(Date::last_of_year)
                .and_then(|end| scheme.version(end, dossier.as_of()));
            let Some(maximum) = version.and_then(|version| version.maximum.as_ref()) else {
                continue;
            };
            let amendments = tranche
                .amendments
                .iter()
                .map(|movement| movement.amount.value.cents());
            let award = tranche.granted.value.cents() + amendments.sum::<i64>();
            if award > maximum.rule.cents() {
                findings.push(
                    Finding::new(Code::AboveMaximum)
                        .subject(&grant.id.value)
                        .arg("grant", grant.name())
                        .money("maximum", maximum.rule)
                        .arg(
                            "article",
                            maximum.citation.article.as_deref().unwrap_or_default(),
                        )
                        .arg("note", maximum.citation.note.as_deref().unwrap_or_default())
                        .amount(Money::of(award - maximum.rule.cents()))
                        .at(tranche.granted.place.clone()),
                );
            }
        }
    }
}
