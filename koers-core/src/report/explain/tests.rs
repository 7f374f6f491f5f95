use super::*;
use crate::explain::{Cause, GrantName, How, LineName, Many, Obstacle, Reached, Subject, Term};
use crate::method::Method;
use crate::{Date, Rate};

fn whole(trees: Vec<Node>) -> Explanation {
    Explanation {
        subject: Subject::OwnFunds,
        year: None,
        why_not: false,
        grant: None,
        title: "t".to_owned(),
        holder: "h".to_owned(),
        trees,
        method: Method::booked(),
        assumed: Vec::new(),
    }
}

fn node(statement: Statement) -> Node {
    let euro = Money::from_cents(150);
    let mut node = Node::said(statement);
    node.amount = euro;
    node
}

const CAUSES: [Cause; 16] = [
    Cause::NoBooking,
    Cause::NotDeducted,
    Cause::State,
    Cause::Window,
    Cause::Eligible,
    Cause::Part,
    Cause::Exclusive,
    Cause::Share,
    Cause::Ceiling,
    Cause::Maximum,
    Cause::Basis,
    Cause::Room,
    Cause::Quota,
    Cause::Credit,
    Cause::IncomeLeft,
    Cause::Corrected,
];

const TERMS: [Term; 15] = [
    Term::Opening,
    Term::Received,
    Term::Repaid,
    Term::Spent,
    Term::Refund,
    Term::CarryOver,
    Term::Retained,
    Term::Receivable,
    Term::Pending,
    Term::AboveRoom,
    Term::NeverReceived,
    Term::Owed,
    Term::Restated,
    Term::RestatedRefund,
    Term::AsClosed,
];

/// What keeps a bucket from a line, without limits.
fn obstacles() -> Vec<Obstacle> {
    let amount = Money::from_euros(7).expect("an amount");
    vec![
        Obstacle::Pays,
        Obstacle::PaysMore {
            pays: amount,
            saves: amount,
        },
        Obstacle::OtherBucket,
        Obstacle::Fits {
            pays: amount,
            saves: amount,
        },
        Obstacle::Admits { room: amount },
        Obstacle::Goal,
        Obstacle::Window {
            from: None,
            until: None,
        },
        Obstacle::Window {
            from: Date::new(2024, 1, 2),
            until: Date::new(2024, 2, 1),
        },
        Obstacle::Eligible,
        Obstacle::Part,
        Obstacle::Rule {
            cause: Cause::Ceiling,
            limit: None,
        },
        Obstacle::PaysPart {
            pays: amount,
            of: amount,
            limit: None,
        },
        Obstacle::Room { room: Money::ZERO },
        Obstacle::Room { room: amount },
        Obstacle::Basis,
    ]
}

/// Limits that are reached.
fn limits(grant: &GrantName) -> [Reached; 4] {
    let amount = Money::from_euros(7).expect("an amount");
    let rate = Rate::from_ppm(125_000).expect("a rate");
    [
        Reached::Ceiling {
            grant: grant.clone(),
            name: "staf".to_owned(),
            amount,
        },
        Reached::Share {
            grant: grant.clone(),
            rate,
            of_all: false,
        },
        Reached::Share {
            grant: grant.clone(),
            rate,
            of_all: true,
        },
        Reached::Maximum {
            grant: grant.clone(),
            amount,
        },
    ]
}

/// One of each that a settlement seldom has.
fn seldom() -> Vec<Statement> {
    use crate::dossier::State;
    let amount = Money::from_euros(7).expect("an amount");
    let line = || LineName {
        id: "L1".to_owned(),
        about: None,
    };
    let grant = GrantName {
        id: "g".to_owned(),
        title: None,
    };
    let mut all: Vec<Statement> = Vec::new();
    all.extend(CAUSES.map(|cause| Statement::OnOwnFunds { cause, limit: None }));
    all.extend(TERMS.map(|term| Statement::Term { term }));
    let many = [Many::Lines, Many::Groups, Many::Grants, Many::Entries];
    for count in [1, 2] {
        all.extend(many.map(|what| Statement::Others { what, count }));
        all.push(Statement::WithoutBudget { count });
    }
    let mut obstacles = obstacles();
    let limits = limits(&grant);
    obstacles.extend(limits.clone().map(|limit| Obstacle::Rule {
        cause: Cause::Ceiling,
        limit: Some(limit),
    }));
    obstacles.extend(limits.clone().map(|limit| Obstacle::PaysPart {
        pays: amount,
        of: amount,
        limit: Some(limit),
    }));
    all.extend(limits.map(|limit| Statement::OnOwnFunds {
        cause: Cause::Ceiling,
        limit: Some(limit),
    }));
    // Of an award that was amended the same is said.
    let states = State::WORDS.into_iter().map(|(_, state)| state);
    let states = states.filter(|state| *state != State::Amended);
    obstacles.extend(states.map(|state| Obstacle::State { state }));
    all.extend(obstacles.into_iter().map(|obstacle| Statement::KeptAway {
        grant: grant.clone(),
        obstacle,
        count: 2,
    }));
    let bucket = crate::explain::BucketName {
        grant: grant.clone(),
        tranche: "2024".to_owned(),
        part: None,
    };
    all.extend(
        [
            How::Booked,
            How::Priority,
            How::ProRata,
            How::LeastRefund,
            How::Netted,
            How::Corrected,
        ]
        .map(|how| Statement::PaidBy {
            bucket: bucket.clone(),
            year: 2024,
            how,
        }),
    );
    for lines in [0, 1, 2] {
        all.push(Statement::Least {
            year: 2024,
            grants: vec!["a".to_owned(), "b".to_owned()],
            lines,
        });
    }
    all.push(Statement::Unproven {
        rules: vec!["exclusive g".to_owned()],
    });
    all.push(Statement::BudgetOfNoLine);
    all.push(Statement::WhyOwnFunds { line: line() });
    all.push(Statement::Saved { grant: None });
    all.push(Statement::NothingSaves { grant: None });
    all
}

#[test]
fn all_is_said_in_both_languages() {
    let mut known = std::collections::BTreeSet::new();
    for statement in seldom() {
        let answer = whole(vec![node(statement)]);
        let [nl, en] = [Lang::Nl, Lang::En].map(|lang| {
            let say = Say::new(&answer, lang);
            said(&answer.trees[0], &say)
        });
        assert_ne!(nl, en);
        for text in [&nl, &en] {
            assert!(
                !text.contains("  ") && !text.ends_with('.') && text.len() > 4,
                "{text}"
            );
        }
        assert!(known.insert(nl.clone()), "said twice: {nl}");
    }
}

#[test]
fn what_the_dossier_says_cannot_break_the_page() {
    let line = LineName {
        id: "<b>|*x*\n".to_owned(),
        about: Some("&\u{7}".to_owned()),
    };
    let mut said = node(Statement::Line { line });
    said.source = Some("<script>".to_owned());
    let answer = whole(vec![said]);
    let html = render_explanation(&answer, Format::Html, Lang::Nl);
    assert!(
        !html.contains("<b>") && !html.contains("<script>"),
        "{html}"
    );
    let text = render_explanation(&answer, Format::Text, Lang::Nl);
    assert_eq!(text.lines().count(), 3);
    let markdown = render_explanation(&answer, Format::Markdown, Lang::Nl);
    assert!(markdown.contains("\\<b>\\|\\*x\\*"), "{markdown}");
    let json = render_explanation(&answer, Format::Json, Lang::Nl);
    assert!(json.contains("\"amount\":\"1.50\""), "{json}");
}

#[test]
fn cents_are_shown_where_there_are_any() {
    let told = |cents| {
        let mut node = node(Statement::BudgetOfNoLine);
        node.amount = Money::from_cents(cents);
        render_explanation(&whole(vec![node]), Format::Text, Lang::Nl)
    };
    assert!(
        told(1_234_500).contains("\n12.345  "),
        "{}",
        told(1_234_500)
    );
    assert!(
        told(1_234_550).contains("\n12.345,50  "),
        "{}",
        told(1_234_550)
    );
}
