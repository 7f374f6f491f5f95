//! Whether cost lines and budget fit the dossier: ids, bookings, years, columns.

use super::Budget;
use super::booking::Booking;
use super::check::Checker;
use super::header::Shaped;
use super::lines::Lines;
use super::scan::all_within;
use super::{BudgetLine, CostLine, LineKind};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings, Place};
use crate::money::Money;
use crate::read::is_hidden;

/// What is wrong with a booking, whichever line has it.
struct Judged<'b> {
    sound: bool,
    /// The first grant that isn't there.
    unknown: Option<&'b str>,
    /// What its amounts add up to, in cents.
    parts: Option<i128>,
}

impl Judged<'_> {
    /// Whether lines that have it need no look.
    fn is_fine(&self) -> bool {
        self.sound && self.unknown.is_none() && self.parts.is_none()
    }
}

impl Checker<'_> {
    /// Checks lines column by column, and row by row only a column in which something may be wrong.
    pub(super) fn lines(&self, lines: &Lines, findings: &mut Findings) {
        let place = |name: &str| lines.place(0, name);
        CostLine::SHAPE.check_dimensions(lines.dimensions(), place, findings);
        check_ids(lines, findings);
        self.periods(lines, findings);
        if lines.have_vat() {
            for row in 0..lines.len() {
                check_vat(lines, row, findings);
            }
        }
        if lines.have_corrections() {
            for row in 0..lines.len() {
                check_correction(lines, row, findings);
            }
        }
        self.bookings(lines, findings);
        for row in lines.duplicates() {
            findings.push(
                Finding::new(Code::DuplicateLine)
                    .subject(lines.id(row))
                    .arg("id", lines.id(row))
                    .at(lines.place(row, "line")),
            );
        }
    }

    /// Reports periods outside the book years, and days beyond the calendar, which only columns can have.
    fn periods(&self, lines: &Lines, findings: &mut Findings) {
        let years = self.days();
        for chunk in lines.chunks() {
            // Of days in order the first and the last tell of all.
            let ends = [chunk.days.first(), chunk.days.last()];
            let ends: Vec<i32> = ends.into_iter().flatten().copied().collect();
            let days = if chunk.is_in_order() {
                &ends
            } else {
                chunk.days
            };
            let inside = |(first, last)| all_within(days, first, last);
            if years.is_some_and(inside) {
                continue;
            }
            for row in chunk.rows() {
                let (day, place) = (lines.day(row), || lines.place(row, "period"));
                if Date::from_epoch_days(day).is_some() {
                    self.period(lines.period(row), place, findings);
                } else {
                    let finding = Finding::new(Code::ImpossibleDate).subject(day.to_string());
                    findings.push(finding.arg("value", day).at(place()));
                }
            }
        }
    }

    /// Reports bookings that are none, name a grant that isn't there, or are above their line.
    fn bookings(&self, lines: &Lines, findings: &mut Findings) {
        // Few bookings differ; judge each once.
        let judged = lines.booking_values().iter().map(|booking| Judged {
            sound: booking.is_sound(),
            unknown: booking.grants().find(|grant| !self.knows_grant(grant)),
            parts: sum_of_parts(booking),
        });
        let judged: Vec<Judged<'_>> = judged.collect();
        if judged.iter().all(Judged::is_fine) {
            return;
        }
        for row in 0..lines.len() {
            let Some(code) = usize::try_from(lines.booking_code(row)).ok() else {
                continue;
            };
            let Some(judged) = code.checked_sub(1).and_then(|at| judged.get(at)) else {
                continue;
            };
            let place = || lines.place(row, "grant");
            if !judged.sound {
                let finding = Finding::new(Code::MalformedBooking).subject(lines.id(row));
                let finding = match lines.booking(row) {
                    Some(booking) => finding.arg("value", booking),
                    None => finding,
                };
                findings.push(finding.at(place()));
                continue;
            }
            if let Some(grant) = judged.unknown {
                findings.push(self.unknown_grant(&lines.id(row), grant, place()));
            }
            let amount = i128::from(lines.amount(row).cents());
            if let Some(parts) = judged.parts
                && parts > amount
            {
                findings.push(
                    Finding::new(Code::BookingExceedsLine)
                        .subject(lines.id(row))
                        .amount(Money::nearest(parts - amount))
                        .at(place()),
                );
            }
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

/// The most characters of an id.
const LONGEST: u8 = 200;

/// Reports ids that can't be one. Numbers always can.
fn check_ids(lines: &Lines, findings: &mut Findings) {
    for chunk in lines.chunks() {
        for (row, bytes) in chunk.texts(LONGEST) {
            let plain = bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
            if plain && (1..=LONGEST.into()).contains(&bytes.len()) {
                continue;
            }
            let id = lines.id(row);
            if id.is_empty() || id.chars().count() > LONGEST.into() || id.chars().any(is_hidden) {
                findings.push(
                    Finding::new(Code::MalformedId)
                        .subject(&*id)
                        .arg("value", &*id)
                        .at(lines.place(row, "line")),
                );
            }
        }
    }
}

/// What the amounts in a booking add up to, in cents; `None` for one without.
fn sum_of_parts(booking: &Booking) -> Option<i128> {
    let Booking::Amounts { parts, .. } = booking else {
        return None;
    };
    let cents = parts.iter().map(|(_, amount)| i128::from(amount.cents()));
    Some(cents.sum())
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
