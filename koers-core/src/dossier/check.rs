//! Whether the parts of a dossier fit together: ids, references, dates, and what an award may be.

use std::collections::{BTreeMap, BTreeSet};

use super::{Agreement, Grant, Movement, Tranche};
use crate::calendar::{Date, Period};
use crate::diag::{At, Code, Finding, Findings, Place};
use crate::money::{Money, Quantity};
use crate::read::{check_id, check_text, is_id, negative};
use crate::scheme::{Scheme, Schemes, check_unspent};

/// What was given and refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refused {
    /// Ids of grants of which a key was refused.
    pub(crate) grants: BTreeSet<String>,
    /// Whether the grants were refused as a whole, so that none is known.
    pub(crate) all_grants: bool,
    /// Whether a scheme file was refused: a grant may be of that scheme.
    pub(crate) schemes: bool,
}

impl Refused {
    /// Nothing was refused.
    pub(crate) const NONE: Refused = Refused {
        grants: BTreeSet::new(),
        all_grants: false,
        schemes: false,
    };
}

impl Refused {
    /// Whether a grant of this id may have been given.
    pub(crate) fn knows_grant(&self, id: &str) -> bool {
        self.all_grants || self.grants.contains(id)
    }
}

/// What a check looks things up in.
pub(super) struct Checker<'c> {
    /// The book years; `None` when they were refused themselves.
    years: Option<&'c [i16]>,
    pub(super) grants: &'c [Grant],
    /// What was refused, so that what refers to it is not a second fault.
    refused: &'c Refused,
    /// The ids of the grants.
    ids: BTreeSet<&'c str>,
}

impl<'c> Checker<'c> {
    pub(super) fn new(
        years: Option<&'c [i16]>,
        grants: &'c [Grant],
        refused: &'c Refused,
    ) -> Checker<'c> {
        Checker {
            years,
            grants,
            refused,
            ids: grants.iter().map(|grant| grant.id.value.as_str()).collect(),
        }
    }

    /// Whether there is a grant of this id, or was before it was refused.
    pub(super) fn knows_grant(&self, id: &str) -> bool {
        self.ids.contains(id) || self.refused.knows_grant(id)
    }

    /// The first and the last day of the book years, in days since 1970-01-01; `None` when they are not known, or not years
    /// in a row.
    pub(super) fn days(&self) -> Option<(i32, i32)> {
        let years = self.years?;
        let (first, last) = (*years.first()?, *years.last()?);
        let in_a_row = years.iter().copied().eq(first..=last);
        let days = (Date::first_of_year(first)?, Date::last_of_year(last)?);
        in_a_row.then_some((days.0.epoch_days(), days.1.epoch_days()))
    }

    /// Reports a period outside the book years.
    pub(super) fn period(
        &self,
        period: Period,
        place: impl FnOnce() -> Place,
        findings: &mut Findings,
    ) {
        if let Some(years) = self.years
            && !years.contains(&period.last().year())
        {
            findings.push(outside(&period.to_string(), years, place()));
        }
    }

    pub(super) fn grants(&self, schemes: &Schemes, findings: &mut Findings) {
        let mut seen = BTreeSet::new();
        for grant in self.grants {
            check_id(&grant.id, findings);
            if !seen.insert(&grant.id.value) {
                findings.push(
                    Finding::new(Code::DuplicateGrant)
                        .subject(&grant.id.value)
                        .arg("id", &grant.id.value)
                        .at(grant.id.place.clone()),
                );
            }
            let scheme = schemes.get(&grant.scheme.value);
            if scheme.is_none() && !self.refused.schemes {
                let known: Vec<_> = schemes.iter().map(|scheme| scheme.id.as_str()).collect();
                findings.push(
                    Finding::new(Code::UnknownScheme)
                        .subject(&grant.id.value)
                        .arg("value", &grant.scheme.value)
                        .arg("known", known.join(", "))
                        .at(grant.scheme.place.clone()),
                );
            }
            if let Some(reserve) = &grant.reserve
                && reserve.value.is_negative()
            {
                findings.push(negative("reserve", reserve.value, reserve.place.clone()));
            }
            check_numbers("keys", &grant.keys, &grant.place, findings);
            check_text("title", grant.title.as_deref(), &grant.place, findings);
            check_text("source", grant.source.as_deref(), &grant.place, findings);
            self.tranches(grant, scheme.map(AsRef::as_ref), findings);
            let known: BTreeSet<&str> = grant
                .tranches
                .iter()
                .map(|tranche| tranche.id.value.as_str())
                .collect();
            for agreement in &grant.agreements {
                check_agreement(grant, &known, agreement, findings);
            }
        }
    }

    fn tranches(&self, grant: &Grant, scheme: Option<&Scheme>, findings: &mut Findings) {
        let mut seen = BTreeSet::new();
        for tranche in &grant.tranches {
            check_id(&tranche.id, findings);
            let part = tranche.part.as_ref();
            if let Some(part) = part {
                check_id(part, findings);
            }
            if !seen.insert((&tranche.id.value, part.map(|part| &part.value))) {
                findings.push(
                    Finding::new(Code::DuplicateTranche)
                        .subject(&grant.id.value)
                        .arg("grant", &grant.id.value)
                        .arg("tranche", &tranche.id.value)
                        .arg("part", part.map_or("", |part| part.value.as_str()))
                        .at(tranche.id.place.clone()),
                );
            }
            if let Some(scheme) = scheme {
                check_part(tranche, scheme, findings);
            }
            self.amounts(grant, tranche, findings);
        }
    }

    pub(super) fn amounts(&self, grant: &Grant, tranche: &Tranche, findings: &mut Findings) {
        if tranche.granted.value.is_negative() {
            findings.push(negative(
                "granted",
                tranche.granted.value,
                tranche.granted.place.clone(),
            ));
        }
        check_numbers("units", &tranche.units, &tranche.place, findings);
        for (key, movements) in [("received", &tranche.received), ("repaid", &tranche.repaid)] {
            for movement in movements {
                if movement.amount.value.is_negative() {
                    findings.push(negative(
                        key,
                        movement.amount.value,
                        movement.amount.place.clone(),
                    ));
                }
            }
        }
        check_text(
            "source",
            tranche.source.as_deref(),
            &tranche.place,
            findings,
        );
        for movement in tranche
            .amendments
            .iter()
            .chain(&tranche.received)
            .chain(&tranche.repaid)
        {
            self.in_years(movement, findings);
        }
        let mut award = i128::from(tranche.granted.value.cents());
        let mut amendments: Vec<&Movement> = tranche.amendments.iter().collect();
        amendments.sort_by_key(|movement| movement.period.value.last());
        for movement in amendments {
            award += i128::from(movement.amount.value.cents());
            if award < 0 {
                findings.push(
                    Finding::new(Code::NegativeAward)
                        .subject(&grant.id.value)
                        .amount(Money::nearest(award))
                        .at(movement.amount.place.clone()),
                );
                break;
            }
        }
        if let (Some(from), Some(until)) = (tranche.from, tranche.until)
            && from > until
        {
            findings.push(reversed("tranches", from, until, tranche.place.clone()));
        }
        if let Some(opening) = &tranche.opening {
            check_opening(grant, opening, findings);
        }
    }

    /// Reports a movement outside the book years: nothing that is stated may be left out in silence.
    fn in_years(&self, movement: &Movement, findings: &mut Findings) {
        check_text(
            "source",
            movement.source.as_deref(),
            &movement.amount.place,
            findings,
        );
        let place = || movement.period.place.clone();
        self.period(movement.period.value, place, findings);
    }
}

/// The finding for a period or year outside the years it may lie in.
pub(super) fn outside(value: &str, years: &[i16], place: Place) -> Finding {
    let years: Vec<_> = years.iter().map(i16::to_string).collect();
    Finding::new(Code::OutsideBookYears)
        .subject(value)
        .arg("value", value)
        .arg("years", years.join(", "))
        .at(place)
}

/// Reports names that can't be shown and numbers below zero.
fn check_numbers(
    key: &str,
    numbers: &BTreeMap<String, Quantity>,
    place: &Place,
    findings: &mut Findings,
) {
    for (name, number) in numbers {
        check_text(key, Some(name), place, findings);
        if number.is_negative() {
            findings.push(negative_units(name, *number, place));
        }
    }
}

/// The finding for fewer than no units.
pub(super) fn negative_units(unit: &str, most: Quantity, place: &Place) -> Finding {
    Finding::new(Code::MalformedQuantity)
        .subject(unit)
        .arg("value", most)
        .at(place.clone())
}

fn reversed(subject: &str, from: Date, until: Date, place: Place) -> Finding {
    Finding::new(Code::DatesReversed)
        .subject(subject)
        .date("from", from)
        .date("until", until)
        .at(place)
}

fn check_part(tranche: &Tranche, scheme: &Scheme, findings: &mut Findings) {
    let part = tranche.part.as_ref();
    let fits = match part {
        None => scheme.parts.is_empty(),
        // What can be no id at all is reported as that.
        Some(part) if !is_id(&part.value) => true,
        Some(part) => scheme.parts.iter().any(|known| known.id == part.value),
    };
    if !fits {
        let known: Vec<_> = scheme.parts.iter().map(|part| part.id.as_str()).collect();
        findings.push(
            Finding::new(Code::UnknownPart)
                .subject(&tranche.id.value)
                .arg("value", part.map_or("", |part| part.value.as_str()))
                .arg("known", known.join(", "))
                .at(part.map_or(&tranche.place, |part| &part.place).clone()),
        );
    }
}

/// An opening must be a state that a closing can leave: `refund + carry_over − receivable` in cash, and
/// `carry_over + pending` in room.
fn check_opening(grant: &Grant, opening: &At<super::Opening>, findings: &mut Findings) {
    let state = opening.value;
    let below = [
        ("spent < 0", state.spent),
        ("earned < 0", state.earned),
        ("given_up < 0", state.given_up),
        ("short < 0", state.short),
    ];
    let below = below.iter().find(|(_, amount)| amount.is_negative());
    let cause = if let Some((cause, _)) = below {
        cause
    } else if state.room.is_negative() {
        "room < 0"
    } else if state.owed.is_negative() {
        "owed < 0"
    } else if i128::from(state.balance.cents()) - i128::from(state.owed.cents())
        > i128::from(state.room.cents())
    {
        "balance - owed > room"
    } else {
        return;
    };
    findings.push(
        Finding::new(Code::InconsistentOpening)
            .subject(&grant.id.value)
            .arg("cause", cause)
            .at(opening.place.clone()),
    );
}

fn check_agreement(
    grant: &Grant,
    known: &BTreeSet<&str>,
    agreement: &Agreement,
    findings: &mut Findings,
) {
    check_text(
        "source",
        Some(&agreement.source),
        &agreement.place,
        findings,
    );
    for id in agreement.tranches.iter().flatten() {
        if !known.contains(id.value.as_str()) && !grant.tranches_refused {
            let place = id.place.clone();
            findings.push(unknown_tranche(&grant.id.value, &id.value, known, place));
        }
    }
    if let Some(unspent) = &agreement.unspent {
        check_unspent(unspent, &agreement.place, findings);
    }
    if agreement.window_until.is_none() && agreement.unspent.is_none() {
        findings.push(
            Finding::new(Code::EmptyAgreement)
                .subject(&grant.id.value)
                .at(agreement.place.clone()),
        );
    }
}

/// The finding for a tranche that its grant doesn't have.
pub(super) fn unknown_tranche(
    grant: &str,
    tranche: &str,
    known: &BTreeSet<&str>,
    place: Place,
) -> Finding {
    let names: Vec<_> = known.iter().copied().take(100).collect();
    Finding::new(Code::UnknownTranche)
        .subject(grant)
        .arg("value", tranche)
        .arg("known", names.join(", "))
        .at(place)
}
