//! Facts beside the rules: advances, duties and refund terms.

use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::read::{Field, Fields, Value, shown};
use crate::scheme::bounds::{LIMITATION_YEARS, WEEKS};
use crate::scheme::{Advance, Day, Deadline, Duty, DutyKind, RefundTerm, RefundTermKind};

pub(super) fn read_advance(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Advance> {
    let percentage = rule.get("percentage");
    let Some(months) = rule.get("months") else {
        let field = match percentage {
            Some(field) => field,
            None => rule.need("percentage", findings)?,
        };
        return field.rate(findings).map(|rate| Advance::Share(rate.value));
    };
    if let Some(percentage) = percentage {
        // One or the other: both would say two things.
        findings.push(
            Finding::new(Code::UnknownKey)
                .subject("percentage")
                .arg("key", "percentage")
                .arg("known", "months, status, article, note")
                .at(percentage.node.place.clone()),
        );
    }
    let Value::List(nodes) = &months.node.value else {
        months.wrong("list", findings);
        return None;
    };
    if nodes.len() != 12 {
        findings.push(
            Finding::new(Code::UnknownValue)
                .subject("months")
                .arg("value", nodes.len())
                .arg("known", 12)
                .at(months.node.place.clone()),
        );
        return None;
    }
    let rates: Vec<_> = nodes
        .iter()
        .map(|node| {
            Field { node, ..months }
                .rate(findings)
                .map(|rate| rate.value)
        })
        .collect();
    let rates: Option<Vec<_>> = rates.into_iter().collect();
    rates?.try_into().ok().map(Advance::Months)
}

pub(super) fn read_duty(rule: &mut Fields<'_>, findings: &mut Findings) -> Option<Duty> {
    let kind = rule
        .need("kind", findings)
        .and_then(|field| field.one_of(&DutyKind::WORDS, findings));
    let deadline = read_deadline(rule, findings);
    Some(Duty {
        kind: kind?,
        deadline: deadline.ok()?,
    })
}

pub(super) fn read_refund_term(
    rule: &mut Fields<'_>,
    findings: &mut Findings,
) -> Option<RefundTerm> {
    let kind = Field::deciding_word("kind", rule, &RefundTermKind::WORDS, findings);
    let deadline = read_deadline(rule, findings);
    let years = match kind {
        Some(RefundTermKind::Limitation) => {
            let years = rule.need("years", findings)?;
            let years = years.int(LIMITATION_YEARS, findings)?;
            Some(u8::try_from(years).ok()?)
        }
        _ => None,
    };
    Some(RefundTerm {
        kind: kind?,
        deadline: deadline.ok()?,
        years,
    })
}

/// The day of a fact, when it has one; `Err` after a finding.
fn read_deadline(rule: &mut Fields<'_>, findings: &mut Findings) -> Result<Option<Deadline>, ()> {
    let on = rule.get("on");
    let weeks = rule.get("weeks");
    let Some(on) = on else {
        if weeks.is_some() {
            // Weeks after no day.
            rule.need("on", findings);
            return Err(());
        }
        return Ok(None);
    };
    let day = read_day(on, findings);
    let weeks = match weeks {
        None => Some(0),
        Some(weeks) => weeks.int(WEEKS, findings),
    };
    let weeks = weeks.and_then(|weeks| u16::try_from(weeks).ok());
    let deadline = day.zip(weeks).ok_or(())?;
    Ok(Some(Deadline::on(deadline.0).weeks(deadline.1)))
}

/// A date, or a month and day such as `07-15`.
fn read_day(field: Field<'_>, findings: &mut Findings) -> Option<Day> {
    let Value::Text(text) = &field.node.value else {
        return field.date(findings).map(|date| Day::Date(date.value));
    };
    if let Some((month, day)) = text.split_once('-')
        && month.len() == 2
        && day.len() == 2
    {
        // In a year without 29 February, so that every year has the day.
        let date = month
            .parse()
            .ok()
            .zip(day.parse().ok())
            .and_then(|(month, day)| Date::new(2023, month, day));
        if let Some(date) = date {
            return Some(Day::NextYear {
                month: date.month(),
                day: date.day(),
            });
        }
        field.refuse(Code::ImpossibleDate, &shown(&field.node.value), findings);
        return None;
    }
    field.date(findings).map(|date| Day::Date(date.value))
}
