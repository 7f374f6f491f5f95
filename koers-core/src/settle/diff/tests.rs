//! Settlements of one dossier and of several beside each other.

use super::super::fixtures::{euros, grant, line, settle};
use crate::dossier::{State, Tranche};
use crate::money::Money;
use crate::tables::DiffRow;

/// Rows as text: `2024 a 2024 - spent 10.00 20.00 +reason/reason`.
fn shown(rows: &[DiffRow]) -> Vec<String> {
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let row = |row: &DiffRow| {
        assert_eq!(
            row.change.cents(),
            row.after.cents() - row.before.cents(),
            "{row:?}"
        );
        format!(
            "{} {} {} {} {} {} {} | {} | {}",
            row.year,
            or(&row.grant),
            or(&row.tranche),
            or(&row.line),
            row.measure,
            row.before,
            row.after,
            or(&row.reason_before),
            or(&row.reason_after),
        )
    };
    rows.iter().map(row).collect()
}

const RULE: &str = "refund: plain@2020-01-01 art. 1 (text)";

#[test]
fn nothing_differs_from_itself() {
    let grants = vec![grant("a", "plain", 2024, 100)];
    let settlement = settle(&[2024], grants, vec![line("1", 2024, 40).on("a")]);
    assert_eq!(settlement.diff(&settlement), []);
}

#[test]
fn a_rebooking_moves_a_line_and_what_goes_back() {
    let grants = || {
        vec![
            grant("a", "plain", 2024, 100),
            grant("b", "plain", 2024, 50),
        ]
    };
    let before = settle(&[2024], grants(), vec![line("1", 2024, 70).on("b")]);
    let after = before
        .dossier()
        .rebook([("1", Some("a:30;b:rest".parse().expect("a booking")))]);
    let after = after
        .expect("a sound dossier")
        .settle()
        .expect("a settlement");
    assert_eq!(
        shown(&after.diff(&before)),
        [
            "2024 a 2024 - earned 0.00 30.00 | - | -".to_owned(),
            "2024 a 2024 - spent 0.00 30.00 | - | -".to_owned(),
            format!("2024 a 2024 - refund 100.00 70.00 | {RULE} | {RULE}"),
            "2024 a 2024 1 paid 0.00 30.00 | - | booked".to_owned(),
            "2024 b 2024 - earned 50.00 40.00 | - | -".to_owned(),
            "2024 b 2024 - spent 50.00 40.00 | - | -".to_owned(),
            // Nothing went back, because all was spent.
            format!("2024 b 2024 - refund 0.00 10.00 | spent | {RULE}"),
            "2024 b 2024 1 paid 50.00 40.00 | booked | booked".to_owned(),
            "2024 - - 1 own_funds 20.00 0.00 | room | -".to_owned(),
        ]
    );
    // The other way round each amount changes as much, down where it went up.
    let changes = |rows: Vec<DiffRow>| rows.into_iter().map(|row| row.change).collect::<Vec<_>>();
    let back: Vec<Money> = changes(before.diff(&after))
        .into_iter()
        .map(|it| -it)
        .collect();
    assert_eq!(changes(after.diff(&before)), back);
}

#[test]
fn another_reason_for_the_same_amount_is_a_difference() {
    let grants = || vec![grant("a", "plain", 2024, 100)];
    let before = settle(&[2024], grants(), vec![line("1", 2024, 10)]);
    let closed = grants().remove(0).state(State::Withdrawn);
    let lines = vec![line("1", 2024, 10).on("a")];
    let after = settle(&[2024], vec![closed], lines);
    let rows = after.diff(&before);
    let own = rows
        .iter()
        .find(|row| row.measure == "own_funds")
        .expect("a row");
    assert_eq!(own.change, Money::ZERO);
    assert_eq!(own.reason_before.as_deref(), Some("no-booking"));
    assert_eq!(own.reason_after.as_deref(), Some("state"));
    let refund = rows
        .iter()
        .find(|row| row.measure == "refund")
        .expect("a row");
    assert_eq!(refund.reason_after.as_deref(), Some("withdrawn"));
}

#[test]
fn parts_of_a_line_at_one_bucket_are_one_row() {
    let grants = || vec![grant("a", "plain", 2024, 100)];
    let cost = || line("1", 2024, 50).on("a");
    let before = settle(&[2024], grants(), vec![cost()]);
    let after = settle(
        &[2024],
        grants(),
        vec![cost(), line("2", 2024, -20).on("a")],
    );
    let rows = shown(&after.diff(&before));
    // The credit note cancels 20 of the cost, whose other 30 is still booked there.
    for row in [
        "2024 a 2024 1 paid 50.00 50.00 | booked | netted; booked",
        "2024 a 2024 2 paid 0.00 -20.00 | - | netted",
    ] {
        assert!(rows.iter().any(|shown| shown == row), "{rows:#?}");
    }
}

#[test]
fn what_is_deducted_has_the_grant_and_the_rule() {
    let lines = |vat| {
        let line = line("1", 2024, 121).on("a");
        vec![if vat {
            line.vat_compensable(euros(21))
        } else {
            line
        }]
    };
    let of = |lines| settle(&[2024], vec![grant("a", "vat", 2024, 200)], lines);
    let rows = shown(&of(lines(true)).diff(&of(lines(false))));
    assert_eq!(
        rows[3..],
        [
            "2024 a 2024 1 paid 121.00 100.00 | booked | booked",
            "2024 a - 1 deducted 0.00 21.00 | - | vat: vat@2020-01-01 art. 1 (text)",
        ]
    );
}

#[test]
fn other_dossiers_are_put_together_in_order() {
    let mut first = vec![grant("c", "plain", 2024, 10), grant("a", "plain", 2024, 10)];
    first.push(grant("b", "plain", 2024, 10).preference(1));
    let lines = vec![line("2", 2024, 4).on("a"), line("9", 2024, 1).on("a")];
    let before = settle(&[2024], first, lines);
    let mut second = vec![grant("b", "plain", 2025, 10), grant("a", "plain", 2024, 10)];
    second[1]
        .tranches
        .push(Tranche::new("2025", euros(5)).year(2025));
    let lines = vec![
        line("3", 2024, 2).on("a"),
        line("2", 2024, 5).on("a"),
        line("5", 2025, 5).on("b"),
    ];
    let after = settle(&[2024, 2025], second, lines);
    let rows = after.diff(&before);
    let about = |row: &DiffRow| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        format!(
            "{} {}{} {}",
            row.year,
            text(&row.grant),
            text(&row.line),
            row.measure
        )
    };
    let mut seen: Vec<String> = rows.iter().map(about).collect();
    seen.retain(|row| row.contains("paid") || row.contains("refund"));
    assert_eq!(
        seen,
        [
            "2024 a refund",
            "2024 a2 paid",
            "2024 a3 paid",
            "2024 a9 paid",
            // In the later dossier b has no preference.
            "2024 b refund",
            "2024 c refund",
            "2025 a refund",
            "2025 b refund",
            "2025 b5 paid",
        ]
    );
    let b = rows
        .iter()
        .find(|row| about(row) == "2024 b refund")
        .expect("a row");
    assert_eq!((b.before, b.after), (euros(10), Money::ZERO));
    assert_eq!(b.reason_after, None);
}
