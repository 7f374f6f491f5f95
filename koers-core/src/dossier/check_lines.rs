//! Whether cost lines and budget fit the dossier: ids, bookings, years, columns.

use super::Budget;
use super::booking::Booking;
use super::check::{Checker, bounded};
use super::header::Shaped;
use super::lines::Lines;
use super::{BudgetLine, CostLine, LineKind};
use crate::diag::{Code, Finding, Findings, Place};

impl Checker<'_> {
    pub(super) fn lines(&self, lines: &Lines, findings: &mut Findings) {
        let place = |name: &str| lines.place(0, name);
        CostLine::SHAPE.check_dimensions(lines.dimensions(), place, findings);
        // Few bookings differ; judge each once.
        let sound: Vec<bool> = lines
            .booking_values()
            .iter()
            .map(Booking::is_sound)
            .collect();
        let unknown: Vec<Option<&str>> = lines
            .booking_values()
            .iter()
            .map(|booking| booking.grants().find(|grant| !self.knows_grant(grant)))
            .collect();
        for row in 0..lines.len() {
            let id = lines.id(row);
            if id.is_empty() || id.chars().count() > 200 || id.chars().any(char::is_control) {
                findings.push(
                    Finding::new(Code::MalformedId)
                        .subject(id)
                        .arg("value", id)
                        .at(lines.place(row, "line")),
                );
            }
            let period = lines.period(row);
            self.period(period, || lines.place(row, "period"), findings);
            if lines.have_vat() {
                check_vat(lines, row, findings);
            }
            check_correction(lines, row, findings);
            let code = usize::try_from(lines.booking_code(row)).unwrap_or_default();
            let booking = code.checked_sub(1);
            if let (Some(at), Some(value)) = (booking, lines.booking(row))
                && !sound[at]
            {
                findings.push(
                    Finding::new(Code::MalformedBooking)
                        .subject(id)
                        .arg("value", value)
                        .at(lines.place(row, "grant")),
                );
                continue;
            }
            if let Some(grant) = booking.and_then(|at| unknown[at]) {
                findings.push(self.unknown_grant(id, grant, lines.place(row, "grant")));
            }
            if let Some(Booking::Amounts { parts, .. }) = lines.booking(row) {
                let parts: i128 = parts
                    .iter()
                    .map(|(_, amount)| i128::from(amount.cents()))
                    .sum();
                let amount = lines.amount(row);
                if parts > i128::from(amount.cents()) {
                    findings.push(
                        Finding::new(Code::BookingExceedsLine)
                            .subject(id)
                            .amount(bounded(parts - i128::from(amount.cents())))
                            .at(lines.place(row, "grant")),
                    );
                }
            }
        }
        for row in lines.duplicates() {
            findings.push(
                Finding::new(Code::DuplicateLine)
                    .subject(lines.id(row))
                    .arg("id", lines.id(row))
                    .at(lines.place(row, "line")),
            );
        }
    }

    pub(super) fn budget(&self, budget: &Budget, lines: &Lines, findings: &mut Findings) {
        let place = |name: &str| budget.place(0, name);
        BudgetLine::SHAPE.check_dimensions(budget.dimensions(), place, findings);
        for (at, row) in budget.rows().iter().enumerate() {
            if let Some(line) = &row.line
                && !lines.is_known(line)
            {
                findings.push(unknown_line(line, budget.place(at, "line")));
            }
            if let Some(grant) = &row.grant
                && !self.knows_grant(grant)
            {
                let subject = row.line.as_deref().unwrap_or(grant);
                findings.push(self.unknown_grant(subject, grant, budget.place(at, "grant")));
            }
        }
    }

    /// The finding for a grant that isn't there. Of very many grants it names the first.
    pub(super) fn unknown_grant(&self, subject: &str, grant: &str, place: Place) -> Finding {
        let mut names: Vec<_> = self
            .grants
            .iter()
            .take(100)
            .map(|grant| grant.id.value.as_str())
            .collect();
        names.dedup();
        Finding::new(Code::UnknownGrant)
            .subject(subject)
            .arg("value", grant)
            .arg("known", names.join(", "))
            .at(place)
    }
}

/// Reports compensable VAT that is not a part of a cost.
fn check_vat(lines: &Lines, row: usize, findings: &mut Findings) {
    let (amount, vat) = (lines.amount(row), lines.vat_compensable(row));
    let inside = vat.abs() <= amount.abs() && vat.is_negative() == amount.is_negative();
    let of_a_cost = inside && lines.kind(row) == LineKind::Cost;
    if vat.is_zero() || of_a_cost {
        return;
    }
    findings.push(
        Finding::new(Code::VatAboveAmount)
            .subject(lines.id(row))
            .arg("line", lines.id(row))
            .amount(vat)
            .at(lines.place(row, "vat_compensable")),
    );
}

/// Reports a line that corrects one which it can't correct. One that isn't there is no fault here: the plan warns of it;
/// one that is there twice is another fault.
fn check_correction(lines: &Lines, row: usize, findings: &mut Findings) {
    let Some(corrected) = lines.corrects(row) else {
        return;
    };
    let Some(line) = lines.find_only(corrected) else {
        return;
    };
    let sign = |row: usize| lines.amount(row).cents().signum();
    let cause = if corrected == lines.id(row) {
        "itself"
    } else if lines.corrects(line).is_some() {
        "chain"
    } else if lines.kind(line) != lines.kind(row) {
        "kind"
    } else if sign(line) * sign(row) > 0 {
        "sign"
    } else {
        return;
    };
    findings.push(
        Finding::new(Code::BadCorrection)
            .subject(lines.id(row))
            .arg("line", lines.id(row))
            .arg("value", corrected)
            .arg("cause", cause)
            .at(lines.place(row, "corrects")),
    );
}

/// The finding for a line that isn't there.
pub(super) fn unknown_line(line: &str, place: Place) -> Finding {
    Finding::new(Code::UnknownLine)
        .subject(line)
        .arg("value", line)
        .at(place)
}
