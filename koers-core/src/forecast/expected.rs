//! The costs, and the quantities, that are expected in the years to come.

use std::collections::BTreeMap;

use super::months::Months;
use crate::calendar::{Date, Period};
use crate::diag::{Code, Finding, Findings, Place};
use crate::dossier::{Booking, BudgetRow, CostLine, Dossier, LineKind, QuantityLine, TextColumn};
use crate::money::{Money, Quantity, apportion};

/// The most lines that are expected. Lines without anything in common go on each by itself.
const MOST_LINES: usize = 5_000_000;

/// What is expected after a day, up to and including a last year.
pub(super) struct Expected {
    pub(super) lines: Vec<CostLine>,
    pub(super) quantities: Vec<QuantityLine>,
}

/// What is budgeted after `day`: of a period that has begun by then what is left of it, by time. A budget for a cost line
/// is booked as that is, and has its dimensions.
pub(super) fn planned(dossier: &Dossier, day: Date, through: i16) -> Expected {
    let mut ids = Ids::new(dossier, "plan");
    let mut lines = Vec::new();
    let lines_known = dossier.lines();
    for (at, row) in dossier.budget().rows().iter().enumerate() {
        let (first, last) = (row.period.first(), row.period.last());
        if last <= day || last.year() > through {
            continue;
        }
        let mut amount = row.amount.cents();
        let parts = (Months::between(first, day), Months::between(first, last));
        if let (Some(passed), Some(whole)) = parts {
            amount -= passed.part(whole, amount);
        }
        // What is planned for a line is what that line is: income is no cost.
        let planned_for = row.line.as_ref().and_then(|id| lines_known.find(id));
        for (booking, amount) in bookings(dossier, row, amount) {
            if amount != 0 {
                let mut line = CostLine::new(ids.next(), row.period, Money::of(amount));
                line.booking = booking;
                line.dimensions = dimensions(dossier, at, row);
                if let Some(at) = planned_for {
                    line.kind = lines_known.kind(at);
                    line.fixed = lines_known.is_fixed(at);
                }
                lines.push(line);
            }
        }
    }
    Expected {
        lines,
        quantities: Vec::new(),
    }
}

/// How much of a budget is booked how: on its grant, else as the line it is for.
fn bookings(dossier: &Dossier, row: &BudgetRow, amount: i64) -> Vec<(Option<Booking>, i64)> {
    if let Some(grant) = &row.grant {
        return vec![(Some(Booking::Grant(grant.clone())), amount)];
    }
    let lines = dossier.lines();
    let line = row.line.as_ref().and_then(|line| lines.find(line));
    let Some(line) = line else {
        return vec![(None, amount)];
    };
    let parts = parts(lines.booking(line), lines.amount(line).cents());
    let weights: Vec<u64> = parts.iter().map(|(_, part)| part.unsigned_abs()).collect();
    let shares = apportion(amount, &weights);
    let last = parts.len() - 1;
    let whole = |at: usize| if at == last { amount } else { 0 };
    let amounts: Vec<i64> = shares.unwrap_or_else(|| (0..parts.len()).map(whole).collect());
    let parts = parts.into_iter().map(|(booking, _)| booking);
    parts.zip(amounts).collect()
}

/// The parts of a line that are booked alike. Amounts in a booking are parts of their own: they don't grow with a line.
fn parts(booking: Option<&Booking>, amount: i64) -> Vec<(Option<Booking>, i64)> {
    let Some(Booking::Amounts { parts, rest }) = booking else {
        return vec![(booking.cloned(), amount)];
    };
    let on = |grant: &String| Some(Booking::Grant(grant.clone()));
    let booked: i64 = parts.iter().map(|(_, part)| part.cents()).sum();
    let parts = parts.iter().map(|(grant, part)| (on(grant), part.cents()));
    parts.chain([(on(rest), amount - booked)]).collect()
}

/// The dimensions of a row of the budget, or of the line it is for.
fn dimensions(dossier: &Dossier, at: usize, row: &BudgetRow) -> Vec<(String, String)> {
    let lines = dossier.lines();
    let line = row.line.as_ref().and_then(|line| lines.find(line));
    let (columns, at) = match line {
        Some(line) => (lines.dimensions(), line),
        None => (dossier.budget().dimensions(), at),
    };
    let named = columns.iter().filter_map(|column| {
        let value = column.value(at)?;
        Some((column.name().to_owned(), value.to_owned()))
    });
    named.collect()
}

/// What goes on as it did in the year of a day, up to that day: month by month, of what is alike together, so that as many
/// months come to as much. What is alike and below zero together, more credit than cost, does not go on.
///
/// # Errors
/// When the amounts are more than can be counted, or more lines would be expected than are kept.
pub(super) fn at_the_same_rate(
    dossier: &Dossier,
    day: Date,
    through: i16,
) -> Result<Expected, Findings> {
    let Some(base) = Date::first_of_year(day.year()).and_then(|first| Months::between(first, day))
    else {
        return Ok(Expected {
            lines: Vec::new(),
            quantities: Vec::new(),
        });
    };
    let months = months(day, through);
    let alike = alike(dossier, day);
    if alike.len().saturating_mul(months.len()) > MOST_LINES {
        let finding = Finding::new(Code::TooMany).subject("forecast");
        let finding = finding.arg("what", "rows").arg("limit", MOST_LINES);
        return Err(finding.at(Place::Path("through".to_owned())).into());
    }
    let mut ids = Ids::new(dossier, "run-rate");
    let mut lines = Vec::new();
    for (like, sum) in alike {
        let mut before = (0, 0);
        for (month, passed) in &months {
            let amount = passed.of(base, sum.amount);
            // Rounded down, so that it never grows more than the amount.
            let vat = amount.checked_mul(sum.vat).ok_or_else(too_large)?;
            let vat = vat.div_euclid(sum.amount);
            let (more, more_vat) = (amount - before.0, vat - before.1);
            before = (amount, vat);
            if more == 0 {
                continue;
            }
            let mut line = CostLine::new(ids.next(), *month, money(more)?);
            line.booking.clone_from(&like.booking);
            line.kind = like.kind;
            line.fixed = like.fixed;
            line.vat_compensable = money(more_vat)?;
            let names = dossier.lines().dimensions().iter().map(TextColumn::name);
            let values = names.zip(&like.values);
            line.dimensions = values
                .filter_map(|(name, value)| Some((name.to_owned(), (*value)?.to_owned())))
                .collect();
            lines.push(line);
        }
    }
    Ok(Expected {
        lines,
        quantities: quantities(dossier, day, base, &months)?,
    })
}

/// The months after a day up to the end of a year, with the time from that day up to the end of each.
fn months(day: Date, through: i16) -> Vec<(Period, Months)> {
    let Some(first) = day.next_day() else {
        return Vec::new();
    };
    let years = first.year()..=through;
    let months =
        years.flat_map(|year| (1..=12).filter_map(move |month| Period::month(year, month)));
    let months = months.filter(|month| month.last() >= first);
    months
        .filter_map(|month| Some((month, Months::between(first, month.last())?)))
        .collect()
}

/// What lines that are alike have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Like<'d> {
    booking: Option<Booking>,
    kind: LineKind,
    fixed: bool,
    /// By dimension.
    values: Vec<Option<&'d str>>,
}

/// What they come to, in cents.
#[derive(Clone, Copy, Default)]
struct Sum {
    amount: i128,
    vat: i128,
}

/// What is above zero of the lines of the year of a day up to that day, by what is alike.
fn alike(dossier: &Dossier, day: Date) -> BTreeMap<Like<'_>, Sum> {
    let lines = dossier.lines();
    let mut sums: BTreeMap<Like<'_>, Sum> = BTreeMap::new();
    for row in 0..lines.len() {
        let last = lines.period(row).last();
        if last > day || last.year() != day.year() {
            continue;
        }
        let whole = lines.amount(row).cents();
        for (booking, amount) in parts(lines.booking(row), whole) {
            let values = lines.dimensions().iter().map(|column| column.value(row));
            let like = Like {
                booking,
                kind: lines.kind(row),
                fixed: lines.is_fixed(row),
                values: values.collect(),
            };
            let sum = sums.entry(like).or_default();
            sum.amount += i128::from(amount);
            if whole != 0 {
                let vat = i128::from(lines.vat_compensable(row).cents());
                sum.vat += vat * i128::from(amount) / i128::from(whole);
            }
        }
    }
    sums.retain(|_, sum| sum.amount > 0);
    for sum in sums.values_mut() {
        sum.vat = sum.vat.clamp(0, sum.amount);
    }
    sums
}

/// The quantities that go on, by grant, unit and part. They are for no tranche: those of the year may be over.
fn quantities(
    dossier: &Dossier,
    day: Date,
    base: Months,
    months: &[(Period, Months)],
) -> Result<Vec<QuantityLine>, Findings> {
    let mut sums: BTreeMap<(&str, &str, Option<&str>), i128> = BTreeMap::new();
    for row in dossier.quantities().rows() {
        let last = row.period.last();
        if last <= day && last.year() == day.year() {
            let key = (&*row.grant, &*row.unit, row.part.as_deref());
            *sums.entry(key).or_default() += i128::from(row.quantity.millionths());
        }
    }
    let mut rows = Vec::new();
    for ((grant, unit, part), sum) in sums.into_iter().filter(|(_, sum)| *sum > 0) {
        let mut before = 0;
        for (month, passed) in months {
            let quantity = passed.of(base, sum);
            let more = i64::try_from(quantity - before).ok();
            let more = more.and_then(Quantity::from_millionths);
            before = quantity;
            let more = more.ok_or_else(too_large)?;
            if !more.is_zero() {
                // On a day, since a price may change inside the month.
                let day = Period::day(month.last());
                let mut row = QuantityLine::new(grant, day, unit, more);
                row.part = part.map(str::to_owned);
                rows.push(row);
            }
        }
    }
    Ok(rows)
}

fn money(cents: i128) -> Result<Money, Findings> {
    let cents = i64::try_from(cents).ok().and_then(Money::from_cents);
    cents.ok_or_else(too_large)
}

fn too_large() -> Findings {
    Finding::new(Code::SumOutOfBounds)
        .subject("forecast")
        .into()
}

/// Ids that no line has.
struct Ids<'d> {
    dossier: &'d Dossier,
    word: &'static str,
    number: usize,
}

impl<'d> Ids<'d> {
    fn new(dossier: &'d Dossier, word: &'static str) -> Self {
        Ids {
            dossier,
            word,
            number: 0,
        }
    }

    fn next(&mut self) -> String {
        loop {
            self.number += 1;
            let id = format!("{}-{:07}", self.word, self.number);
            if self.dossier.lines().find(&id).is_none() {
                return id;
            }
        }
    }
}
