//! What the facts beside the rules say, in Dutch.

use super::super::words::joined;
use super::{MONTHS, day, month_day};
use crate::scheme::{Advance, Day, Deadline, Duty, DutyKind, RefundTerm, RefundTermKind};

pub(super) fn advance(rule: &Advance) -> String {
    match rule {
        Advance::Share(rate) => format!(
            "{} van de verlening wordt als voorschot betaald",
            rate.dutch()
        ),
        Advance::Months(rates) => {
            let months = MONTHS
                .iter()
                .zip(rates)
                .map(|(month, rate)| format!("{month} {}", rate.dutch()));
            let months: Vec<String> = months.collect();
            format!(
                "Van de verlening wordt per maand als voorschot betaald: {}",
                joined(&months, "en")
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
        weeks => format!("{weeks} weken"),
    };
    match (deadline.on, deadline.weeks) {
        (Day::Date(date), 0) => format!(" uiterlijk op {}", day(date)),
        (Day::Date(date), _) => {
            let last = deadline.of_year(date.year()).map(day);
            let last = last.map(|last| format!(", dus uiterlijk op {last}"));
            format!(
                " binnen {weeks} na {}{}",
                day(date),
                last.unwrap_or_default()
            )
        }
        (Day::NextYear { month, day }, 0) => {
            format!(" uiterlijk op {} na het boekjaar", month_day(month, day))
        }
        (Day::NextYear { month, day }, _) => {
            format!(
                " binnen {weeks} na {} van het jaar na het boekjaar",
                month_day(month, day)
            )
        }
    }
}

pub(super) fn refund_term(rule: RefundTerm) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        RefundTermKind::Must => format!("De verstrekker vordert terug wat te veel is betaald{by}"),
        RefundTermKind::May => {
            format!("De verstrekker kan terugvorderen wat te veel is betaald{by}")
        }
        RefundTermKind::Due => format!("De ontvanger betaalt terug{by}"),
        RefundTermKind::Limitation => match rule.years {
            Some(years) => format!("Terugvorderen kan tot {years} jaar na de vaststelling{by}"),
            None => format!("Terugvorderen kan niet onbeperkt{by}"),
        },
        RefundTermKind::SetOff => format!("Wat terug moet, mag worden verrekend{by}"),
        RefundTermKind::Interest => {
            format!("Over wat terug moet, mogen rente en kosten worden berekend{by}")
        }
    }
}

pub(super) fn duty(rule: Duty) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        DutyKind::Accountability => format!("De ontvanger verantwoordt de besteding{by}"),
        DutyKind::Decision => format!("De verstrekker stelt het bedrag vast{by}"),
        DutyKind::Approval => format!("De verstrekker moet instemmen{by}"),
    }
}
