//! Explanations in English: every sentence of them.

mod why;

use self::why::{cause_of, how_of, obstacle_of};
use super::say::{self, Say};
use crate::calendar::Period;
use crate::dossier::LineKind;
use crate::explain::{BucketName, Figure, GrantName, Many, Statement, Subject, Term, Told};
use crate::report::sentence::english as outcome;
use crate::scheme::{Deduction, Status};
use crate::settle::Rests;

/// What a node says, without a full stop.
#[expect(clippy::too_many_lines, reason = "one table, one row per statement")]
pub(super) fn statement(said: &Statement, say: &Say) -> String {
    match said {
        Statement::Figure {
            figure,
            told,
            grant,
            year,
        } => told_by(figure_of(*figure, grant.as_ref(), *year), *figure, *told),
        Statement::InYear { year } => format!("In {year}"),
        Statement::OfGrant { grant } => name(grant),
        Statement::Outcome { bucket, reason } => {
            format!("{}: {}", of_bucket(bucket), outcome(reason, true))
        }
        Statement::Term { term } => term_of(*term).to_owned(),
        Statement::Movement { bucket, period } => {
            format!("{}, {}", of_bucket(bucket), on(say, *period))
        }
        Statement::Group { dimension, value } => group(dimension, value.as_deref()),
        Statement::Line { line } => say.line(line),
        Statement::Others { what, count } => others(*what, *count),
        Statement::LessThanBudgeted { budget, realised } => {
            let what = if budget >= realised {
                "Less spent than budgeted"
            } else {
                "More spent than budgeted"
            };
            format!("{what}: {}", against(say.pair(*budget, *realised)))
        }
        Statement::GroupAgainstBudget {
            dimension,
            value,
            budget,
            realised,
        } => format!(
            "{}: {}",
            group(dimension, value.as_deref()),
            against(say.pair(*budget, *realised))
        ),
        Statement::LineAgainstBudget {
            line,
            budget,
            realised,
        } => format!(
            "{}: {}",
            say.line(line),
            against(say.pair(*budget, *realised))
        ),
        Statement::BudgetOfNoLine => "Budgeted without naming a line".to_owned(),
        Statement::WithoutBudget { count } => {
            let lines = counted(*count, "line", "lines");
            format!("Costs without a budget of their own ({lines})")
        }
        Statement::NeverBudgeted { room, budget } => {
            let what = if room >= budget {
                "Never budgeted"
            } else {
                "More budgeted than there was to spend"
            };
            let (room, budget) = say.pair(*room, *budget);
            format!("{what}: {room} to spend, {budget} budgeted")
        }
        Statement::WholeLine { line, period, kind } => {
            let what = match kind {
                LineKind::Cost => "Cost",
                LineKind::Income => "Income",
                LineKind::Contribution => "Contribution of a third party",
            };
            format!("{what}: {} ({})", say.line(line), say.period(*period))
        }
        Statement::PaidBy { bucket, year, how } => {
            format!("Paid by {} in {year}: {}", full(bucket), how_of(*how))
        }
        Statement::OnOwnFunds { cause, limit } => {
            let kept = cause_of(*cause, limit.as_ref(), say);
            match limit {
                Some(limit) => format!("Own funds: {kept} ({})", name(limit.grant())),
                None => format!("Own funds: {kept}"),
            }
        }
        Statement::TakenOff { grant, kind } => {
            let what = match kind {
                None => "Taken off beforehand",
                Some(Deduction::Income) => "Taken off: own income",
                Some(Deduction::Contribution) => "Taken off: contributions of third parties",
                Some(Deduction::Vat) => "Taken off: VAT that the VAT compensation fund pays",
            };
            match grant {
                Some(grant) => format!("{what} (scheme of {})", name(grant)),
                None => what.to_owned(),
            }
        }
        Statement::Realised {
            dimension,
            value,
            year,
        } => format!(
            "Spent on {}{}, by grant",
            valued(dimension, value, say),
            in_year(*year)
        ),
        Statement::BalanceOf {
            dimension,
            value,
            year,
        } => format!(
            "Budgeted less spent for {}{}",
            valued(dimension, value, say),
            in_year(*year)
        ),
        Statement::WhyOwnFunds { line } => format!("Paid by no grant: {}", say.line(line)),
        Statement::Obstacles { line } => {
            format!(
                "Who pays {}, and why do the other grants not?",
                say.line(line)
            )
        }
        Statement::Obstacle { bucket, obstacle } => {
            format!("{}: {}", full(bucket), obstacle_of(obstacle, say))
        }
        Statement::Stands { grant, obstacle } => {
            format!("{}: {}", name(grant), obstacle_of(obstacle, say))
        }
        Statement::Saved { grant: Some(grant) } => {
            format!("To be saved by booking costs on {}", name(grant))
        }
        Statement::Saved { grant: None } => "To be saved by booking costs otherwise".to_owned(),
        Statement::Rebook {
            line,
            from,
            to,
            moved,
        } => {
            let from = from.as_ref().map_or("own funds".to_owned(), name);
            format!(
                "Rebook {} of {} from {from} to {}",
                say.amount(*moved),
                say.line(line),
                name(to)
            )
        }
        Statement::NothingSaves { grant: Some(grant) } => {
            format!(
                "No other booking on {} was found that saves money",
                name(grant)
            )
        }
        Statement::NothingSaves { grant: None } => {
            "No other booking was found that saves money".to_owned()
        }
        Statement::Least {
            year,
            grants,
            lines,
        } => {
            let grants = list(grants);
            let all = match lines {
                0 => format!("there are no costs that {grants} can pay"),
                1 => format!(
                    "by the dossier only 1 line with costs is eligible for {grants}, and that is counted"
                ),
                lines => {
                    format!(
                        "by the dossier only {lines} lines with costs are eligible for {grants}, and those are counted"
                    )
                }
            };
            format!("Of {year} this goes back whichever grant pays the costs: {all}")
        }
        Statement::Unproven { rules } => format!(
            "So much less might still be possible by rules that the proof leaves out ({})",
            rules.join(", ")
        ),
        Statement::Elsewhere { grant, year } => {
            format!("Costs that {} does not pay{}", name(grant), in_year(*year))
        }
        Statement::KeptAway {
            grant,
            obstacle,
            count,
        } => {
            let lines = counted(*count, "line", "lines");
            let kept = obstacle_of(obstacle, say);
            if say::is_about_grant(obstacle) {
                format!("{lines}: {} {kept}", name(grant))
            } else {
                format!("{lines}: {kept}")
            }
        }
    }
}

/// The rule or agreement that a node rests on.
pub(super) fn rests(rests_on: &Rests, say: &Say) -> String {
    match rests_on {
        Rests::Opening => "by the opening stated".to_owned(),
        Rests::Agreement { source, instead_of } => {
            let instead = instead_of
                .as_ref()
                .map(|article| format!(", departing from {article}"));
            format!("by agreement: {source}{}", instead.unwrap_or_default())
        }
        Rests::Rule {
            scheme,
            version,
            article,
            status,
        } => {
            let sure = match status {
                Status::Text => "",
                Status::Secondary => ", not from the text itself",
                Status::Agreement => ", by the award",
            };
            let of = match article {
                Some(article) => format!("{article} of {scheme}"),
                None => format!("scheme {scheme}"),
            };
            format!("{of}, version of {}{sure}", say.day(*version))
        }
    }
}

/// What is asked, in the heading.
/// What is explained; `grant` is what people call the grant in it.
pub(super) fn subject((subject, grant): (&Subject, &str), why_not: bool) -> String {
    let what = match subject {
        Subject::Grant(_) => format!("grant {grant}"),
        Subject::Line(id) => format!("line {id}"),
        Subject::Refund(None) => "what is to be paid back".to_owned(),
        Subject::Refund(Some(_)) => format!("what is to be paid back of {grant}"),
        Subject::CarryOver(None) => "what goes along to a later year".to_owned(),
        Subject::CarryOver(Some(_)) => format!("what of {grant} goes along to a later year"),
        Subject::OwnFunds => "what is on own funds".to_owned(),
        Subject::Value { dimension, value } => format!("{value} ({dimension})"),
    };
    if why_not {
        format!("Why not: {what}")
    } else {
        format!("Explanation: {what}")
    }
}

pub(super) fn source(text: &str) -> String {
    format!("source: {text}")
}

fn name(grant: &GrantName) -> String {
    grant.title.as_ref().unwrap_or(&grant.id).clone()
}

fn of_bucket(bucket: &BucketName) -> String {
    match &bucket.part {
        Some(part) => format!("Tranche {}, part {part}", bucket.tranche),
        None => format!("Tranche {}", bucket.tranche),
    }
}

fn full(bucket: &BucketName) -> String {
    let of = match &bucket.part {
        Some(part) => format!("tranche {}, part {part}", bucket.tranche),
        None => format!("tranche {}", bucket.tranche),
    };
    format!("{} ({of})", name(&bucket.grant))
}

/// When money moved.
fn on(say: &Say, period: Period) -> String {
    let word = if period.first() == period.last() {
        "on"
    } else {
        "in"
    };
    format!("{word} {}", say.period(period))
}

fn valued(dimension: &str, value: &str, say: &Say) -> String {
    format!("{} ({dimension})", say.clip(value))
}

fn in_year(year: Option<i16>) -> String {
    year.map_or_else(|| " in all years".to_owned(), |year| format!(" in {year}"))
}

fn figure_of(figure: Figure, grant: Option<&GrantName>, year: Option<i16>) -> String {
    let over = year.map_or_else(
        || "over all years".to_owned(),
        |year| format!("over {year}"),
    );
    let end = year.map_or_else(
        || "at the end".to_owned(),
        |year| format!("at the end of {year}"),
    );
    let of = grant
        .map(|grant| format!(" of {}", name(grant)))
        .unwrap_or_default();
    match figure {
        Figure::Spent => format!("Spent{of}{}", in_year(year)),
        Figure::Balance => format!("Balance{of} {end}"),
        Figure::Refund => format!("To pay back{of} {over}"),
        Figure::CarryOver => format!("Goes along{of} {end} to a later year"),
        Figure::OwnFunds => format!("Own funds{}: what no grant pays", in_year(year)),
        Figure::Unspent => format!("Not spent{of}{}", in_year(year)),
        Figure::Pending => format!("Left to spend{of} {end}, but not received yet"),
    }
}

fn told_by(what: String, figure: Figure, told: Told) -> String {
    match (figure, told) {
        (_, Told::Lines) => format!("{what}, by line"),
        (_, Told::Movements) => format!("{what}: how it is worked out"),
        (_, Told::Budget) => format!("{what}: compared with the budget"),
        (Figure::Balance, Told::Reasons) => format!("{what}: what becomes of it"),
        (Figure::OwnFunds | Figure::Pending, Told::Reasons) => what,
        (_, Told::Reasons) => format!("{what}: why"),
    }
}

const fn term_of(term: Term) -> &'static str {
    match term {
        Term::Opening => "Opening balance",
        Term::Received => "Received",
        Term::Repaid => "Paid back",
        Term::Spent => "Spent",
        Term::Refund => "To pay back",
        Term::CarryOver => "Goes along to a later year",
        Term::Retained => "The holder's to keep",
        Term::Receivable => "Spent before its money came in",
        Term::Pending => "Goes along, but has not come in yet",
        Term::AboveRoom => "Received above what could be spent",
        Term::NeverReceived => "Given up without having come in",
        Term::Owed => "To pay back from earlier years",
        Term::Restated => "From closed years",
        Term::RestatedRefund => {
            "From closed years: to pay back otherwise than when they were closed"
        }
        Term::AsClosed => "As the year was closed: spent otherwise than the lines are now",
    }
}

fn group(dimension: &str, value: Option<&str>) -> String {
    match value {
        Some(value) => value.to_owned(),
        None => format!("Without {dimension}"),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn others(what: Many, count: usize) -> String {
    let (one, many) = match what {
        Many::Lines => ("other line", "other lines"),
        Many::Groups => ("other group", "other groups"),
        Many::Grants => ("other grant", "other grants"),
        Many::Entries => ("other entry", "other entries"),
    };
    counted(count, one, many)
}

fn against((budget, realised): (String, String)) -> String {
    format!("budgeted {budget}, spent {realised}")
}

/// Names as a list in a sentence.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
