use super::bounded::{Largest, MOST, bounded};
use super::node::Node;
use super::{Many, Statement, Term};
use crate::money::Money;

fn leaf(cents: i64) -> Node {
    let term = Term::Spent;
    Node::leaf(Statement::Term { term }, cents)
}

#[test]
fn a_sum_is_that_of_its_children() {
    let said = Statement::InYear { year: 2024 };
    let node = Node::sum(said, vec![leaf(3), leaf(-1)]);
    assert_eq!(node.amount, Money::from_cents(2));
    assert!(node.adds_up());
    let mut other = node.clone();
    other.amount = Money::from_cents(3);
    assert!(!other.adds_up());
    let mut other = node;
    other.children[0].amount = None;
    assert!(!other.adds_up(), "some of them have an amount");
}

#[test]
fn of_many_the_largest_stay_and_the_others_still_count() {
    let nodes = || (1..=100).map(|cents| leaf(if cents % 2 == 0 { cents } else { -cents }));
    let shown = bounded(nodes().collect(), Many::Entries);
    assert_eq!(shown.len(), MOST);
    let sum = |nodes: &[Node]| nodes.iter().map(Node::cents).sum::<i64>();
    assert_eq!(sum(&shown), 50);
    let others = Statement::Others {
        what: Many::Entries,
        count: 77,
    };
    assert_eq!(shown.last().map(|node| &node.statement), Some(&others));
    assert_eq!(shown[0].cents(), 78);
}

#[test]
fn the_largest_lines_are_found_in_one_pass() {
    let mut largest = Largest::default();
    for line in 0..1_000 {
        // Each line comes in two parts.
        for _ in 0..2 {
            largest.add(line, i64::try_from(line % 500).expect("small"));
        }
    }
    assert_eq!((largest.count, largest.sum), (1_000, 499_000));
    let (lines, others, rest) = largest.shown();
    assert_eq!(lines[..3], [(499, 998), (999, 998), (498, 996)]);
    assert_eq!(lines.len() + others, 1_000);
    assert_eq!(
        lines.iter().map(|(_, cents)| cents).sum::<i64>() + rest,
        499_000
    );
}
