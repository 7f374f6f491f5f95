//! The texts in English.

use std::fmt::Write;

use super::{About, Counts, Words};
use crate::reconcile::{Cause, Confirmed, FigureMeasure, Funding};

pub(super) struct English;

fn count(count: usize, one: &str, more: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {more}"),
    }
}

/// `a, b and c`.
fn listed(texts: &[String]) -> String {
    match texts {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => texts.concat(),
    }
}

impl Words for English {
    fn title(&self) -> &'static str {
        "Reconciliation"
    }

    fn counts(&self, counts: &Counts) -> String {
        let mut text = format!(
            "{} looked at. {} with the settlement, {}",
            count(counts.all, "figure was", "figures were"),
            count(counts.agree, "agrees", "agree"),
            count(counts.differ, "differs", "differ"),
        );
        if counts.elsewhere > 0 {
            let elsewhere = count(counts.elsewhere, "of them stands", "of them stand");
            let _ = write!(text, " ({elsewhere} with another figure)");
        }
        text.push('.');
        if counts.apart > 0 {
            text.push_str(" Of ");
            text.push_str(&count(counts.apart, "figure", "figures"));
            text.push_str(" the dossier can't tell.");
        }
        text
    }

    fn nothing(&self) -> &'static str {
        "Nothing differs."
    }

    fn differences(&self) -> &'static str {
        "Differences"
    }

    fn measure(&self, measure: FigureMeasure) -> &'static str {
        match measure {
            FigureMeasure::Budget => "budgeted",
            FigureMeasure::Realised => "costs",
            FigureMeasure::Balance => "balance",
            FigureMeasure::Underspent => "budgeted and not spent",
            FigureMeasure::Received => "received",
            FigureMeasure::Spent => "spent from grants",
            FigureMeasure::Refund => "to pay back",
            FigureMeasure::CarryOver => "carry-over",
            FigureMeasure::Retained => "free to keep",
            FigureMeasure::Unbudgeted => "received and not budgeted",
            FigureMeasure::Count => "number of lines",
        }
    }

    fn everything(&self) -> &'static str {
        "all together"
    }

    fn unbudgeted(&self) -> &'static str {
        "money that was not budgeted"
    }

    fn tranche(&self, tranche: &str) -> String {
        format!("tranche {tranche}")
    }

    fn tranches_of(&self, year: i16) -> String {
        format!("tranches of {year}")
    }

    fn line(&self, line: &str) -> String {
        format!("line {line}")
    }

    fn declared(&self) -> &'static str {
        "declared"
    }

    fn computed(&self) -> &'static str {
        "settlement"
    }

    fn unexplained(&self) -> &'static str {
        "unexplained"
    }

    fn more_steps(&self, number: usize) -> String {
        count(number, "other step", "other steps")
    }

    fn cause(&self, cause: Cause, about: &About<'_>) -> String {
        let grant = about.grant.unwrap_or("own funds");
        let lines = about.lines.unwrap_or("other lines");
        let of = about
            .lines
            .map_or_else(|| grant.to_owned(), |lines| format!("{lines}, {grant}"));
        match cause {
            Cause::AnotherGrant => format!("{lines}: more spent than budgeted, paid by {grant}"),
            Cause::Carried => format!("{of}: carried over, and does not go back"),
            Cause::Refunded => format!("{of}: goes back, and is not carried over"),
            Cause::Retained => format!("{of}: the holder's to keep"),
            Cause::Receivable => format!("{of}: spent before its money came in"),
            Cause::Used => match about.grant {
                Some(grant) => format!("{lines}: used by other costs of {grant}"),
                None => format!("{lines}: no grant"),
            },
            Cause::NeverBudgeted => format!("{grant}: received and not budgeted"),
            Cause::NoStatement => format!("{of}: not mentioned"),
            Cause::CountedTwice => format!("{of}: counted twice"),
            Cause::EarlierRefund => format!("{grant}: still to be paid back for earlier years"),
            Cause::Restated => match about.tranche {
                Some(tranche) => format!("{grant}, tranche {tranche}: from a closed year"),
                None => format!("{grant}: from a closed year"),
            },
            Cause::OtherYear => match about.tranche {
                Some(tranche) => format!("{grant}, tranche {tranche}: belongs to another year"),
                None => format!("{grant}: belongs to another year"),
            },
            Cause::OutsideScope => format!("{of}: does not belong here"),
        }
    }

    fn no_explanation(&self, rest: &str) -> String {
        format!("Nothing explains {rest}.")
    }

    fn same_elsewhere(&self, places: &[String]) -> String {
        format!(
            "The same amount is missing in {}: {}.",
            count(places.len(), "other place", "other places"),
            listed(places)
        )
    }

    fn comes_from(&self, places: &[String]) -> String {
        format!("What is unexplained comes from {}.", listed(places))
    }

    fn sums(&self) -> &'static str {
        "Figures that disagree"
    }

    fn sum(&self, figure: &str, stated: &str, sum: &str, difference: &str) -> String {
        format!("{figure} is {stated}; its sum comes to {sum} ({difference}).")
    }

    fn attention(&self) -> &'static str {
        "Look at"
    }

    fn left(&self) -> &'static str {
        "What is left, by grant"
    }

    fn left_of(&self, grant: &str, lines: &str, never: &str) -> String {
        format!("{grant}: {lines} budgeted and not spent, {never} not budgeted")
    }

    fn unconfirmed(&self) -> &'static str {
        "Figures that stand in one sum"
    }

    fn confirmed(&self, how: Confirmed, figures: &str, with: &str) -> String {
        match how {
            Confirmed::Nowhere => format!("{figures}: no other figure confirms this."),
            Confirmed::Once => format!("{figures}: only in the sum {with}."),
            Confirmed::TogetherOnly => {
                format!(
                    "{figures}: their sum is right; whether they are divided rightly can't be seen."
                )
            }
        }
    }

    fn funding(&self) -> &'static str {
        "Lines of which it is not written which grant pays"
    }

    fn funded(&self, result: Funding, number: usize, lines: &str) -> String {
        let number = count(number, "line", "lines");
        match result {
            Funding::Forced => {
                format!("{number} implied, and confirmed by the totals of grants: {lines}.")
            }
            Funding::Open => format!(
                "{number} implied, which the same totals would let other grants pay: {lines}."
            ),
            Funding::Untestable => {
                format!("{number} implied, and not to be tested without cost: {lines}.")
            }
            Funding::Untried => {
                format!("{number} implied, and not tested, there being too many ways: {lines}.")
            }
            Funding::Assumed => format!("{number} assumed or not known: {lines}."),
        }
    }

    fn possible(&self) -> &'static str {
        "Possible, not derived"
    }

    fn possibly(&self, rest: &str, terms: &str) -> String {
        format!("{rest} may be chance, or: {terms}.")
    }
}
