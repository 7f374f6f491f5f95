//! What the facts beside the rules say, in English.

use super::super::words::joined;
use super::{MONTHS, day, month_day};
use crate::scheme::{Advance, Day, Deadline, Duty, DutyKind, RefundTerm, RefundTermKind};

pub(super) fn advance(rule: &Advance) -> String {
    match rule {
        Advance::Share(rate) => format!("{rate} of the award is paid in advance"),
        Advance::Months(rates) => {
            let months = MONTHS
                .iter()
                .zip(rates)
                .map(|(month, rate)| format!("{month} {rate}"));
            let months: Vec<String> = months.collect();
            format!(
                "Of the award is paid in advance each month: {}",
                joined(&months, "and")
            )
        }
    }
}

/// By when, with a space before it; nothing where no day is set.
fn by(deadline: Option<Deadline>) -> String {
    let Some(deadline) = deadline else {
        return String::new();
    };
    let weeks = match deadline.weeks {
        1 => "1 week".to_owned(),
        weeks => format!("{weeks} weeks"),
    };
    match (deadline.on, deadline.weeks) {
        (Day::Date(date), 0) => format!(" by {}", day(date)),
        (Day::Date(date), _) => {
            let last = deadline.of_year(date.year()).map(day);
            let last = last.map(|last| format!(", so by {last}"));
            format!(
                " within {weeks} of {}{}",
                day(date),
                last.unwrap_or_default()
            )
        }
        (Day::NextYear { month, day }, 0) => {
            format!(" by {} after the book year", month_day(month, day))
        }
        (Day::NextYear { month, day }, _) => {
            format!(
                " within {weeks} of {} of the year after the book year",
                month_day(month, day)
            )
        }
    }
}

pub(super) fn refund_term(rule: RefundTerm) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        RefundTermKind::Must => format!("The funder recovers what was paid too much{by}"),
        RefundTermKind::May => format!("The funder may recover what was paid too much{by}"),
        RefundTermKind::Due => format!("The holder pays back{by}"),
        RefundTermKind::Limitation => match rule.years {
            Some(1) => format!("It can be recovered until 1 year after the decision{by}"),
            Some(years) => {
                format!("It can be recovered until {years} years after the decision{by}")
            }
            None => format!("It can't be recovered without end{by}"),
        },
        RefundTermKind::SetOff => format!("What is to be paid back may be set off{by}"),
        RefundTermKind::Interest => {
            format!("Interest and costs may be added to what is to be paid back{by}")
        }
    }
}

pub(super) fn duty(rule: Duty) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        DutyKind::Accountability => format!("The holder accounts for the spending{by}"),
        DutyKind::Decision => format!("The funder decides on the amount{by}"),
        DutyKind::Approval => format!("The funder must approve{by}"),
    }
}
