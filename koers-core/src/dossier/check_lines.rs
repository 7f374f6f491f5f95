//! Whether cost lines and budget fit the dossier: ids, bookings, years, columns.

use std::collections::BTreeSet;

use super::Budget;
use super::booking::Booking;
use super::check::{Checker, bounded, outside};
use super::columns::TextColumn;
use super::header::{ColumnUse, MOST_COLUMNS, column_use};
use super::lines::Lines;
use crate::diag::{Code, Finding, Findings, Place};
use crate::read::is_text;

/// Reports dimensions with the name of another column.
fn dimensions(columns: &[TextColumn], place: impl Fn(&str) -> Place, findings: &mut Findings) {
    if columns.len() > MOST_COLUMNS {
        findings.push(
            Finding::new(Code::TooMany)
                .subject("columns")
                .arg("what", "columns")
                .arg("limit", MOST_COLUMNS),
        );
    }
    for name in columns.iter().map(TextColumn::name) {
        let code = match column_use(name) {
            ColumnUse::Dimension if is_text(name) => continue,
            ColumnUse::Dimension => Code::MalformedText,
            ColumnUse::Reserved => Code::ReservedColumn,
            ColumnUse::Known => Code::DuplicateColumn,
        };
        let finding = Finding::new(code).subject(name).arg("column", name);
        findings.push(finding.arg("key", "column").at(place(name)));
    }
}

impl Checker<'_> {
    pub(super) fn lines(&self, lines: &Lines, findings: &mut Findings) {
        dimensions(lines.dimensions(), |name| lines.place(0, name), findings);
        let known: BTreeSet<&str> = self
            .grants
            .iter()
            .map(|grant| grant.id.value.as_str())
            .collect();
        let names = self.names();
        let unknown = |grant: &&str| !known.contains(grant) && !self.refused.knows_grant(grant);
        // Few bookings differ; judge each once.
        let sound: Vec<bool> = lines
            .booking_values()
            .iter()
            .map(Booking::is_sound)
            .collect();
        let unknown: Vec<Option<&str>> = lines
            .booking_values()
            .iter()
            .map(|booking| booking.grants().find(&unknown))
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
            if self
                .years
                .is_some_and(|years| !years.contains(&period.last().year()))
            {
                let column = "period";
                findings.push(outside(
                    &period.to_string(),
                    self.years.unwrap_or_default(),
                    lines.place(row, column),
                ));
            }
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
                findings.push(unknown_grant(id, grant, &names, lines.place(row, "grant")));
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
        dimensions(budget.dimensions(), |name| budget.place(0, name), findings);
        let names = self.names();
        let known: BTreeSet<&str> = self
            .grants
            .iter()
            .map(|grant| grant.id.value.as_str())
            .collect();
        for (at, row) in budget.rows().iter().enumerate() {
            if let Some(line) = &row.line
                && !lines.is_known(line)
            {
                findings.push(unknown_line(line, budget.place(at, "line")));
            }
            if let Some(grant) = &row.grant
                && !known.contains(grant.as_str())
                && !self.refused.knows_grant(grant)
            {
                let subject = row.line.as_deref().unwrap_or(grant);
                findings.push(unknown_grant(
                    subject,
                    grant,
                    &names,
                    budget.place(at, "grant"),
                ));
            }
        }
    }

    /// The ids of the grants, for a finding; of very many the first.
    fn names(&self) -> String {
        let mut names: Vec<_> = self
            .grants
            .iter()
            .take(100)
            .map(|grant| grant.id.value.as_str())
            .collect();
        names.dedup();
        names.join(", ")
    }
}

fn unknown_grant(subject: &str, grant: &str, known: &str, place: Place) -> Finding {
    Finding::new(Code::UnknownGrant)
        .subject(subject)
        .arg("value", grant)
        .arg("known", known)
        .at(place)
}

/// The finding for a line that isn't there.
pub(super) fn unknown_line(line: &str, place: Place) -> Finding {
    Finding::new(Code::UnknownLine)
        .subject(line)
        .arg("value", line)
        .at(place)
}
