//! The tree of an explanation.

use super::statement::Statement;
use crate::money::Money;
use crate::settle::Rests;

/// Something said, with what it rests on. The amount of a node is the sum of those of its children, where they have any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Node {
    /// What it says.
    pub statement: Statement,
    /// The amount that it is about, in euros; none where it says what keeps something from happening.
    pub amount: Option<Money>,
    /// The rule or agreement it rests on.
    pub rests_on: Option<Rests>,
    /// Where the dossier states it: the source that the input gives, else file and line.
    pub source: Option<String>,
    /// What it is made of. All of them have an amount, or none has.
    pub children: Vec<Node>,
}

impl Node {
    /// A node with an amount in cents and no children.
    pub(super) fn leaf(statement: Statement, cents: i64) -> Node {
        Node {
            amount: Some(Money::of(cents)),
            ..Node::said(statement)
        }
    }

    /// What its children add up to.
    pub(super) fn sum(statement: Statement, children: Vec<Node>) -> Node {
        Node {
            children,
            ..Node::leaf(statement, 0)
        }
        .added()
    }

    /// Something said that is about no amount.
    pub(crate) fn said(statement: Statement) -> Node {
        Node {
            statement,
            amount: None,
            rests_on: None,
            source: None,
            children: Vec::new(),
        }
    }

    /// The same with what it rests on.
    pub(super) fn resting(mut self, rests_on: Option<Rests>) -> Node {
        self.rests_on = rests_on;
        self
    }

    /// The same with where it is stated.
    pub(super) fn at(mut self, source: Option<String>) -> Node {
        self.source = source;
        self
    }

    /// The same with children that say more of it without an amount of their own.
    pub(super) fn because(mut self, children: Vec<Node>) -> Node {
        self.children = children;
        self
    }

    /// Its amount, in cents; 0 without one.
    pub(super) fn cents(&self) -> i64 {
        self.amount.map_or(0, Money::cents)
    }

    fn added(mut self) -> Node {
        self.amount = Some(Money::of(self.children.iter().map(Node::cents).sum()));
        self
    }

    /// Whether every amount in it is the sum of those below it.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let children = || self.children.iter();
        let none = children().all(|child| child.amount.is_none());
        let amounts: Option<Vec<Money>> = children().map(|child| child.amount).collect();
        let adds = || amounts.is_some_and(|it| Money::checked_sum(it) == self.amount);
        (none || adds()) && children().all(Node::adds_up)
    }

    /// How many nodes it has, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.children.iter().map(Node::size).sum::<usize>()
    }
}
