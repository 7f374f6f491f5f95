//! Amounts, days and names as they stand in a sentence.

use crate::calendar::{Date, Period};
use crate::diag::Lang;
use crate::explain::{Explanation, LineName, Node, Obstacle, Reached, Statement};
use crate::money::{Money, Rate};
use crate::report::year_table::Amounts;

/// The most characters of a text of the dossier in a sentence.
const LONGEST: usize = 120;

/// How an explanation is said: its language, and whether it has cents.
pub(super) struct Say {
    pub(super) lang: Lang,
    amounts: Amounts,
}

impl Say {
    pub(super) fn new(explanation: &Explanation, lang: Lang) -> Say {
        let whole = explanation.trees.iter().all(is_whole);
        Say {
            lang,
            amounts: Amounts { lang, whole },
        }
    }

    pub(super) fn amount(&self, amount: Money) -> String {
        self.amounts.show(amount)
    }

    pub(super) fn pair(&self, one: Money, other: Money) -> (String, String) {
        (self.amount(one), self.amount(other))
    }

    pub(super) fn day(&self, day: Date) -> String {
        match self.lang {
            Lang::Nl => day.dutch(),
            Lang::En => day.to_string(),
        }
    }

    pub(super) fn period(&self, period: Period) -> String {
        let whole = period.to_string();
        match self.lang {
            Lang::Nl if whole == period.last().to_string() => period.last().dutch(),
            _ => whole,
        }
    }

    pub(super) fn rate(&self, rate: Rate) -> String {
        match self.lang {
            Lang::Nl => rate.dutch(),
            Lang::En => rate.to_string(),
        }
    }

    /// A line by its id, with what it is about.
    pub(super) fn line(&self, line: &LineName) -> String {
        match &line.about {
            Some(about) => format!("{}, {}", self.clip(&line.id), self.clip(about)),
            None => self.clip(&line.id),
        }
    }

    /// A text of the dossier that fits in a sentence.
    #[expect(clippy::unused_self, reason = "said as all others are")]
    pub(super) fn clip(&self, text: &str) -> String {
        clipped(text)
    }
}

/// A text on one line that is no longer than is read.
pub(super) fn clipped(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Whether what is said of an obstacle needs the grant before it.
pub(super) const fn is_about_grant(obstacle: &Obstacle) -> bool {
    matches!(obstacle, Obstacle::Goal | Obstacle::Admits { .. })
}

/// Whether a tree has whole euros alone.
fn is_whole(node: &Node) -> bool {
    let whole = |amount: Money| amount.cents() % 100 == 0;
    node.amount.is_none_or(whole)
        && amounts(&node.statement).into_iter().all(whole)
        && node.children.iter().all(is_whole)
}

/// The amounts that a statement names.
fn amounts(statement: &Statement) -> Vec<Money> {
    match statement {
        Statement::LessThanBudgeted { budget, realised }
        | Statement::GroupAgainstBudget {
            budget, realised, ..
        }
        | Statement::LineAgainstBudget {
            budget, realised, ..
        } => vec![*budget, *realised],
        Statement::NeverBudgeted { room, budget } => vec![*room, *budget],
        Statement::Rebook { moved, .. } => vec![*moved],
        Statement::OnOwnFunds { limit, .. } => limit.iter().filter_map(Reached::amount).collect(),
        Statement::Obstacle { obstacle, .. } | Statement::KeptAway { obstacle, .. } => {
            match obstacle {
                Obstacle::Fits { pays, saves } | Obstacle::PaysMore { pays, saves } => {
                    vec![*pays, *saves]
                }
                Obstacle::PaysPart { pays, of, limit } => {
                    let limit = limit.as_ref().and_then(Reached::amount);
                    [*pays, *of].into_iter().chain(limit).collect()
                }
                Obstacle::Rule {
                    limit: Some(limit), ..
                } => limit.amount().into_iter().collect(),
                Obstacle::Admits { room } | Obstacle::Room { room } => vec![*room],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}
