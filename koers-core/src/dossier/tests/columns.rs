//! Lines that come in as columns: what is shared, what is refused, and where a finding points.

use std::sync::Arc;

use super::*;
use crate::calendar::Date;
use codes::CodesRef;

/// 1 January 2024.
const DAY: i32 = 19_723;

fn builder() -> DossierBuilder {
    let mut grant = Grant::new("g", "plain");
    grant.state = State::Awarded;
    grant.tranches.push(Tranche::new("2024", money("500")));
    DossierBuilder::new("d".to_owned(), "SamenTwente", vec![2024, 2025]).grant(grant)
}

/// So many lines of a cent each.
fn cents(count: usize) -> LineColumns {
    LineColumns::new(vec![DAY; count], vec![1_i64; count])
}

fn dossier(chunks: impl IntoIterator<Item = LineColumns>) -> Result<Dossier, Findings> {
    let mut builder = builder();
    for chunk in chunks {
        builder.add_columns(chunk).expect("columns that fit");
    }
    builder.build(&schemes())
}

fn ids(dossier: &Dossier) -> Vec<String> {
    let lines = dossier.lines();
    let rows = 0..lines.len();
    rows.map(|row| lines.id(row).into_owned()).collect()
}

fn bits(rows: &[u8]) -> Bits {
    rows.iter().map(|bit| *bit == 1).collect()
}

#[test]
fn columns_are_shared_and_not_copied() {
    let (days, amounts) = (Arc::new(vec![DAY; 9]), Arc::new(vec![7_i64; 9]));
    let keys: Arc<Vec<i32>> = Arc::new(vec![0, 1, 0, 1, 0, 1, 0, 1, 0]);
    let days_of = Column::shared(days.clone(), 2..6).expect("inside");
    let amounts_of = Column::shared(amounts.clone(), 2..6).expect("inside");
    let keys_of = Column::shared(keys.clone(), 2..6).expect("inside");
    let columns =
        LineColumns::new(days_of, amounts_of).grant(Dictionary::new(keys_of, ["g", "g:100%"]));
    let dossier = dossier([columns]).expect("sound");
    let lines = dossier.lines();
    let chunk = lines.chunks().next().expect("one chunk");
    assert!(std::ptr::eq(chunk.days, &raw const days[2..6]));
    assert!(std::ptr::eq(chunk.amounts, &raw const amounts[2..6]));
    let CodesRef::Keys { keys: of, .. } = chunk.bookings() else {
        panic!("keys as they came in: {:?}", chunk.bookings());
    };
    let KeysRef::I32(of) = of else {
        panic!("as wide as they came in: {of:?}");
    };
    assert!(std::ptr::eq(of, &raw const keys[2..6]));
    // A what-if has amounts and bookings of its own where they differ.
    let other = dossier.with_amounts([("3", money("9"))]).expect("sound");
    assert_eq!(
        (lines.amount(2).cents(), other.lines().amount(2).cents()),
        (7, 900)
    );
    let other = other.rebook([("1", None)]).expect("sound");
    assert_eq!(
        (lines.booking_code(0), other.lines().booking_code(0)),
        (1, 0)
    );
    assert_eq!(other.lines().booking_code(3), 2);
    assert!(Column::shared(days, 5..10).is_none());
}

#[test]
fn ids_are_row_numbers_of_the_dossier() {
    let mut builder = builder().line(CostLine::new("first", year(), money("1")));
    builder.add_columns(cents(2)).expect("fits");
    builder.add_columns(cents(9)).expect("fits");
    let dossier = builder.build(&schemes()).expect("sound");
    assert_eq!(ids(&dossier)[..4], ["first", "2", "3", "4"]);
    for (row, id) in ids(&dossier).iter().enumerate() {
        assert_eq!(dossier.lines().find(id), Some(row));
    }
    assert_eq!(dossier.lines().find("1"), None);
    // "10" comes before "2".
    assert!(dossier.lines().order_of_ids(9, 1).is_lt());
}

#[test]
fn ids_that_are_found_without_an_index() {
    let chunk = |ids: LineIds| cents(3).ids(ids);
    let numbers = |ids: [i64; 3]| chunk(LineIds::numbers(ids.to_vec()));
    let texts = |ids: [&'static str; 3]| chunk(ids.into_iter().collect());
    let chunks = [
        (vec![cents(3), cents(3)], "Rows"),
        (vec![numbers([-5, 2, 9]), numbers([10, 11, 400])], "Numbers"),
        (
            vec![texts(["A", "AB", "B"]), texts(["C", "Ca", "É"])],
            "Ascending",
        ),
        (
            vec![texts(["1", "10", "2"]), numbers([3, 4, 5])],
            "Ascending",
        ),
        (vec![numbers([1, 2, 3]), numbers([10, 9, 0])], "Sorted"),
        (vec![cents(3), texts(["A", "B", "C"])], "Ascending"),
        (vec![texts(["B", "a", "A"]), cents(3)], "Sorted"),
    ];
    for (chunks, found_by) in chunks {
        let dossier = dossier(chunks).expect("sound");
        let lines = dossier.lines();
        let by_id = format!("{:?}", lines.by_id);
        assert!(by_id.starts_with(found_by), "{by_id} is not {found_by}");
        for (row, id) in ids(&dossier).iter().enumerate() {
            assert_eq!(lines.find(id), Some(row), "{id}");
            assert_eq!(lines.find_only(id), Some(row), "{id}");
        }
        for none in ["", "0x", "00", "+1", "-0", "7", "99999999999999999999", "z"] {
            assert_eq!(lines.find(none), None, "{none}");
        }
    }
    let twice = dossier([numbers([1, 2, 3]), texts(["4", "2", "3"])]);
    assert_eq!(
        refused(twice),
        ["K0201 cost_lines[5].line", "K0201 cost_lines[6].line"]
    );
}

#[test]
fn codes_are_those_of_the_dossier() {
    let theme = |keys: Vec<u8>, values: [&'static str; 3]| {
        let rows = keys.len();
        cents(rows).dimension("theme", Dictionary::new(keys, values))
    };
    let by_row = |id: &str| CostLine::new(id, year(), money("1")).dimension("theme", "zorg");
    let mut builder = builder().line(by_row("a"));
    let columns = [
        theme(vec![0, 1, 2], ["sport", "", "zorg"]),
        cents(1),
        theme(vec![2, 2], ["unused", "sport", "wmo"]),
    ];
    for columns in columns {
        builder.add_columns(columns).expect("fits");
    }
    let dossier = builder.line(by_row("b")).build(&schemes()).expect("sound");
    let column = dossier.lines().dimension("theme").expect("there");
    let codes: Vec<u32> = (0..9).map(|row| column.code(row)).collect();
    assert_eq!(codes, [1, 2, 0, 1, 0, 3, 3, 1, 0]);
    assert_eq!(
        (column.count(), column.text(3), column.text(4)),
        (3, Some("wmo"), None)
    );
    let chunks: Vec<_> = dossier.lines().chunks().collect();
    assert_eq!(chunks.len(), 5);
    for chunk in &chunks {
        let codes = chunk.codes(column);
        for row in chunk.rows() {
            assert_eq!(codes.code(row - chunk.start), column.code(row));
        }
    }
    assert!(matches!(chunks[2].codes(column), CodesRef::None));
}

#[test]
fn a_value_that_no_row_has_is_no_value() {
    let unused = || Dictionary::new(vec![0_i16, 7, 0], ["", "not;a:booking", "none"]);
    let unused = || unused().valid(bits(&[1, 0, 1]));
    let columns = cents(3).grant(unused()).dimension("theme", unused());
    let columns = columns
        .corrects(unused())
        .source(unused())
        .fixed(bits(&[0, 0, 0]));
    let columns = columns
        .kinds(vec![LineKind::Cost; 3])
        .vat_compensable(vec![0; 3]);
    let dossier = dossier([columns]).expect("sound");
    let lines = dossier.lines();
    assert_eq!(format!("{:?}", lines.dimensions()), "[]");
    assert!(!lines.have_corrections());
    assert!(!lines.have_vat() && !lines.have_kinds() && !lines.have_fixed());
    assert!(!lines.have_periods() && lines.booking_values().is_empty());
}

#[test]
fn what_does_not_fit_leaves_nothing() {
    let mut builder = builder();
    let mut refused = |columns| builder.add_columns(columns).expect_err("does not fit");
    let rows = |column: &str, found| ColumnsError::Rows {
        column: column.to_owned(),
        found,
        expected: 2,
    };
    let key = |column: &str, row| ColumnsError::Key {
        column: column.to_owned(),
        row,
    };
    let one = || Dictionary::new(vec![0_u8], ["g"]);
    let days = LineColumns::new(vec![DAY], vec![1, 2]);
    assert_eq!(refused(days), rows("date", 1));
    let ids = LineIds::numbers(vec![1, 2, 3]);
    assert_eq!(refused(cents(2).ids(ids)), rows("line", 3));
    let ids = LineIds::from_iter(["a"]);
    assert_eq!(refused(cents(2).ids(ids)), rows("line", 1));
    assert_eq!(refused(cents(2).fixed(bits(&[1]))), rows("fixed", 1));
    assert_eq!(
        refused(cents(2).kinds(vec![LineKind::Cost])),
        rows("kind", 1)
    );
    assert_eq!(
        refused(cents(2).vat_compensable(vec![1])),
        rows("vat_compensable", 1)
    );
    assert_eq!(refused(cents(2).grant(one())), rows("grant", 1));
    assert_eq!(refused(cents(2).corrects(one())), rows("corrects", 1));
    assert_eq!(refused(cents(2).source(one())), rows("source", 1));
    assert_eq!(
        refused(cents(2).dimension("theme", one())),
        rows("theme", 1)
    );
    let valid = Dictionary::new(vec![0_u8, 0], ["g"]).valid(bits(&[1, 1, 1]));
    assert_eq!(refused(cents(2).grant(valid)), rows("grant", 3));
    let two = |keys: [i64; 2]| Dictionary::new(keys.to_vec(), ["g"]);
    assert_eq!(refused(cents(2).grant(two([0, 1]))), key("grant", 1));
    let grant = cents(2).grant(two([0, 0]));
    assert_eq!(refused(grant.dimension("a", two([-1, 0]))), key("a", 0));
    let nulls = |keys, valid: &[u8]| cents(2).source(two(keys).valid(bits(valid)));
    assert_eq!(refused(nulls([i64::MIN, 5], &[0, 1])), key("source", 1));
    let twice = cents(2)
        .dimension("a", two([0, 0]))
        .dimension("a", two([0, 0]));
    assert_eq!(refused(twice), ColumnsError::Twice("a".to_owned()));
    assert_eq!(builder.line_count(), 0);
    assert!(builder.add_columns(cents(0)).is_ok());
    let dossier = builder.build(&schemes()).expect("sound");
    assert_eq!(
        (dossier.lines().len(), dossier.lines().chunks().count()),
        (0, 0)
    );
}

#[test]
fn keys_are_looked_at_in_every_block() {
    for (wrong, nulls) in [(0, false), (4_095, false), (4_096, true), (9_999, true)] {
        let mut keys = vec![0_u32; 10_000];
        keys[wrong] = 1;
        let valid: Bits = (0..10_000).map(|row| row % 5_000 != 1 || !nulls).collect();
        let column = |values: &[&str]| {
            let values = values.iter().copied();
            Dictionary::new(keys.clone(), values).valid(valid.clone())
        };
        let error = builder().add_columns(cents(10_000).grant(column(&["g"])));
        let (column_of, row) = ("grant".to_owned(), wrong);
        assert_eq!(
            error,
            Err(ColumnsError::Key {
                column: column_of,
                row
            })
        );
        let dossier = dossier([cents(10_000).dimension("a", column(&["x", "y"]))]);
        let dossier = dossier.expect("sound");
        let column = dossier.lines().dimension("a").expect("there");
        assert_eq!((column.value(wrong), column.count()), (Some("y"), 2));
    }
}

#[test]
fn texts_are_cut_between_characters() {
    let cut = |bytes: &[u8], offsets: &[i32]| -> Result<Vec<String>, bool> {
        let made = LineIds::texts(bytes.to_vec(), offsets.to_vec());
        let made = made.map_err(|error| error.to_string().starts_with("column `line`"))?;
        let made = dossier([cents(offsets.len() - 1).ids(made)]);
        Ok(ids(&made.expect("sound")))
    };
    let euro = "a€b".as_bytes();
    assert_eq!(
        cut(euro, &[0, 1, 4, 5]),
        Ok(vec!["a".into(), "€".into(), "b".into()])
    );
    assert_eq!(cut(euro, &[1, 4]), Ok(vec!["€".into()]));
    for wrong in [
        &[][..],
        &[0, 2, 5],
        &[0, 6],
        &[-1, 1],
        &[1, 0, 5],
        &[2, 5],
        &[1, 3],
    ] {
        assert_eq!(cut(euro, wrong), Err(true), "{wrong:?}");
    }
    assert_eq!(cut(b"a\xff", &[0, 1, 2]), Err(true));
    assert_eq!(cut(b"\xffa\xff", &[1, 2]), Ok(vec!["a".into()]));
}

#[test]
fn what_is_wrong_with_a_line_is_a_finding() {
    let bookings = ["g", "not;a:booking", "other", "g:3;other:rest"];
    let columns = LineColumns::new(
        vec![DAY, i32::MIN, 0, DAY, DAY, DAY],
        vec![100, 100, 100, i64::MIN, 100, 200],
    )
    .grant(Dictionary::new(vec![0_i8, 0, 0, 0, 1, 3], bookings))
    .vat_compensable(vec![0, 0, 0, 0, i64::MAX, 0]);
    let made = dossier([cents(2), columns]);
    assert_eq!(
        refused(made),
        [
            "K0109 cost_lines[4].period",
            "K0118 cost_lines[5].period",
            "K0108 cost_lines[6].amount",
            "K0116 cost_lines[7].grant",
            "K0108 cost_lines[7].vat_compensable",
            "K0205 cost_lines[8].grant",
            "K0214 cost_lines[8].grant",
        ]
    );
}

#[test]
fn periods_come_back() {
    let texts = ["2024-03-01", "2024", "2025-Q2", "2025-02", "2024-12-31"];
    let periods = texts.map(|text| Period::parse(text).expect("a period"));
    let columns = LineColumns::of_periods(&periods, vec![1; 5]);
    let dossier = dossier([cents(1), columns]).expect("sound");
    let lines = dossier.lines();
    let told: Vec<String> = (1..6).map(|row| lines.period(row).to_string()).collect();
    assert_eq!(told, texts);
    assert!(lines.have_periods());
    assert_eq!(
        lines.period(0).last(),
        Date::new(2024, 1, 1).expect("a day")
    );
}
