//! Advice between two settlements of a dossier: as it is booked, and as it would be best.

use std::collections::BTreeMap;

use super::super::fixtures::{euros, grant, line, settle};
use super::{Alike, advise, lost};
use crate::dossier::{Booking, CostLine, Dossier, Grant};
use crate::settle::Settlement;
use crate::tables::AdviceRow;

fn shown(rows: &[AdviceRow]) -> Vec<String> {
    let row = |row: &AdviceRow| {
        let from = row.from.as_deref().unwrap_or("-");
        let (line, to, amount) = (&row.line, &row.to, row.amount);
        format!(
            "{line} {from} {to} {amount} saves {} as {}",
            row.saves, row.booking
        )
    };
    rows.iter().map(row).collect()
}

fn rebooked(dossier: &Dossier, bookings: &[(&str, &str)]) -> Settlement {
    let booking = |text: &str| text.parse::<Booking>().expect("a booking");
    let changes = bookings
        .iter()
        .map(|(line, text)| (*line, Some(booking(text))));
    let dossier = dossier.rebook(changes).expect("a sound dossier");
    dossier.settle().expect("a settlement")
}

/// The advice that leads to the settlement with other bookings; checks what always holds of it.
fn advice(
    booked: &Settlement,
    best: &[(&str, &str)],
    alike: impl Fn(usize) -> Alike,
) -> Vec<AdviceRow> {
    let best = rebooked(booked.dossier(), best);
    let rows = advise(booked, &best, |_, line| alike(line));
    let entered = lost(&rebooked(booked.dossier(), &entered(&rows)));
    assert_eq!(saved(&rows), lost(booked) - entered);
    assert_eq!(entered, lost(&best).min(lost(booked)));
    rows
}

/// The bookings to enter.
fn entered(rows: &[AdviceRow]) -> Vec<(&str, &str)> {
    let rows = rows.iter();
    let bookings: BTreeMap<&str, &str> = rows.map(|row| (&*row.line, &*row.booking)).collect();
    bookings.into_iter().collect()
}

fn saved(rows: &[AdviceRow]) -> i64 {
    rows.iter().map(|row| row.saves.cents()).sum()
}

fn alone(line: usize) -> Alike {
    Alike::Line(line)
}

fn dossier(grants: [Grant; 2], lines: Vec<CostLine>) -> Settlement {
    settle(&[2024], grants.into(), lines)
}

fn grants(a: i64, b: i64) -> [Grant; 2] {
    [grant("a", "plain", 2024, a), grant("b", "plain", 2024, b)]
}

#[test]
fn what_does_not_fit_goes_where_money_would_go_back() {
    let lines = vec![line("1", 2024, 70).on("a"), line("2", 2024, 60).on("a")];
    let booked = dossier(grants(100, 50), lines);
    // 30 of line 2 are on own funds, and all of b goes back.
    let rows = advice(&booked, &[("2", "a:30;b:rest")], alone);
    assert_eq!(shown(&rows), ["2 - b 30.00 saves 60.00 as b:30.00;a:rest"]);
}

#[test]
fn a_line_makes_place_for_another() {
    let lines = vec![line("1", 2024, 80).on("a"), line("2", 2024, 70).on("a")];
    let booked = dossier(grants(80, 80), lines);
    let rows = advice(&booked, &[("1", "b")], alone);
    // Line 2 stays booked where it is, and now fits there.
    assert_eq!(shown(&rows), ["1 a b 80.00 saves 140.00 as b"]);
}

#[test]
fn of_lines_that_are_alike_the_largest_moves() {
    let amounts = [("1", 10), ("2", 40), ("3", 30), ("4", 40)];
    let lines = amounts
        .map(|(id, amount)| line(id, 2024, amount).on("a"))
        .to_vec();
    let booked = dossier(grants(50, 80), lines);
    let best = [("1", "b"), ("2", "b"), ("3", "b")];
    let one_by_one = shown(&advice(&booked, &best, alone));
    assert_eq!(
        one_by_one,
        [
            "2 a b 40.00 saves 80.00 as b",
            "3 - b 30.00 saves 60.00 as b",
            "1 a b 10.00 saves 0.00 as b",
        ]
    );
    assert_eq!(
        shown(&advice(&booked, &best, |_| Alike::Class(0))),
        [
            "2 a b 40.00 saves 80.00 as b",
            "4 - b 40.00 saves 60.00 as b"
        ]
    );
}

#[test]
fn vat_goes_along_with_the_part_that_moves() {
    let grants = [grant("a", "vat", 2024, 60), grant("b", "vat", 2024, 40)];
    let lines = vec![line("1", 2024, 121).vat_compensable(euros(21)).on("a")];
    let booked = dossier(grants, lines);
    let rows = advice(&booked, &[("1", "b:48.40;a:rest")], alone);
    assert_eq!(shown(&rows), ["1 - b 40.00 saves 80.00 as b:48.40;a:rest"]);
}

#[test]
fn a_line_without_booking_gets_one() {
    let booked = dossier(grants(60, 50), vec![line("1", 2024, 100)]);
    let rows = advice(&booked, &[("1", "a:60;b:rest")], alone);
    // All that moves of a line is in each of its bookings.
    assert_eq!(
        shown(&rows),
        [
            "1 - a 60.00 saves 120.00 as b:40.00;a:rest",
            "1 - b 40.00 saves 80.00 as b:40.00;a:rest",
        ]
    );
}

#[test]
fn no_advice_where_nothing_is_gained() {
    let booked = dossier(grants(100, 100), vec![line("1", 2024, 50).on("a")]);
    assert_eq!(advice(&booked, &[("1", "b")], alone), []);
    assert_eq!(advice(&booked, &[], alone), []);
}

#[cfg(feature = "folder")]
#[test]
fn the_accounts_of_2024() {
    let root = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/twentse-koers-2024"
    );
    let dossier = crate::folder::load(root).expect("a sound dossier");
    let as_booked = dossier.settle().expect("a settlement");
    assert_eq!(as_booked.advice(), []);
    let wider = dossier
        .assume_eligible("iza", None)
        .expect("a grant of the dossier");
    let booked = wider.settle().expect("a settlement");
    let rows = booked.advice();
    assert_eq!(
        shown(&rows),
        [
            "PG-4 provincie iza 64945.00 saves 64945.00 as iza",
            "BZ-1 gala15 iza 41613.00 saves 41613.00 as iza",
            "PG-6 gala15 iza 34650.00 saves 34650.00 as iza",
            "PG-1 gala15 iza 30831.00 saves 30831.00 as iza",
            "PG-5 provincie iza 29582.00 saves 29582.00 as iza",
            "MG-4 clientondersteuning iza 14053.00 saves 14053.00 as iza",
        ]
    );
    assert_eq!(lost(&rebooked(&wider, &entered(&rows))), 74_955_100);
    assert_eq!(saved(&rows), 96_522_500 - 74_955_100);
}
