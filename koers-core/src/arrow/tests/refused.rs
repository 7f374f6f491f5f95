//! What is refused, and where.

use arrow_array::{
    ArrayRef, Date32Array, Date64Array, Decimal128Array, Float64Array, Int64Array, StringArray,
    TimestampMillisecondArray,
};

use super::*;

#[test]
fn what_a_file_would_be_refused_for_is_refused_at_its_cell() {
    let cell = |code: &str, row: usize, column: &str| {
        (code.to_owned(), format!("cost_lines[{row}].{column}"))
    };
    let all = |line: ArrayRef, date: ArrayRef, amount: ArrayRef| {
        batch([("line", line), ("date", date), ("amount", amount)])
    };
    let ids = || arc(StringArray::from(vec!["A", "B", "C"]));
    let texts = |values: [&str; 3]| arc(StringArray::from(values.to_vec()));
    let euros = || texts(["1", "2", "3"]);
    assert_eq!(
        refused(&[all(
            arc(StringArray::from(vec![Some("A"), None, Some("")])),
            days(),
            texts(["", "1,5", "1.234"])
        )]),
        [
            cell("K0121", 1, "amount"),
            cell("K0105", 2, "amount"),
            cell("K0121", 2, "line"),
            cell("K0106", 3, "amount"),
            cell("K0121", 3, "line"),
        ]
    );
    // Row numbers go on over batches.
    let second = all(
        ids(),
        arc(Date32Array::from(vec![Some(DAY), None, Some(DAY)])),
        euros(),
    );
    assert_eq!(
        refused(&[all(ids(), days(), euros()), second]),
        [cell("K0121", 5, "period")]
    );
}

#[test]
fn values_that_a_column_can_not_hold_are_refused_at_their_cell() {
    let cell = |code: &str, row: usize, column: &str| {
        (code.to_owned(), format!("cost_lines[{row}].{column}"))
    };
    let all = |line: ArrayRef, date: ArrayRef, amount: ArrayRef| {
        batch([("line", line), ("date", date), ("amount", amount)])
    };
    let ids = || arc(StringArray::from(vec!["A", "B", "C"]));
    let texts = |values: [&str; 3]| arc(StringArray::from(values.to_vec()));
    let euros = || texts(["1", "2", "3"]);
    let decimals = |values: Vec<Option<i128>>, scale: i8| {
        arc(Decimal128Array::from(values)
            .with_precision_and_scale(38, scale)
            .expect("a scale"))
    };
    assert_eq!(
        refused(&[all(
            ids(),
            days(),
            decimals(
                vec![None, Some(105), Some(i128::from(i64::MAX) * 10_000)],
                3
            )
        )]),
        [
            cell("K0121", 1, "amount"),
            cell("K0106", 2, "amount"),
            cell("K0108", 3, "amount")
        ]
    );
    assert_eq!(
        refused(&[all(
            ids(),
            days(),
            decimals(vec![Some(1), Some(2), Some(i128::from(i64::MAX) + 1)], 2)
        )]),
        [cell("K0108", 3, "amount")]
    );
    assert_eq!(
        refused(&[all(
            ids(),
            days(),
            decimals(vec![Some(1), Some(2), Some(i128::from(i64::MAX))], 2)
        )]),
        [cell("K0108", 3, "amount")],
        "beyond the bound of an amount, and within a number"
    );
    assert_eq!(
        refused(&[all(
            ids(),
            arc(Date64Array::from(vec![0, 1, i64::MAX])),
            euros()
        )]),
        [cell("K0109", 2, "period"), cell("K0109", 3, "period")]
    );
    assert_eq!(
        refused(&[all(ids(), texts(["2024", "2024-13", "now"]), euros())]),
        [cell("K0109", 2, "period"), cell("K0109", 3, "period")]
    );
    assert_eq!(
        refused(&[all(
            ids(),
            days(),
            arc(Float64Array::from(vec![Some(1.5), None, Some(2.0)]))
        )]),
        [
            cell("K0107", 1, "amount"),
            cell("K0121", 2, "amount"),
            cell("K0107", 3, "amount")
        ]
    );
    assert_eq!(
        refused(&[all(texts(["A", "B\u{7}", "é\u{85}"]), days(), euros())]),
        [cell("K0120", 2, "line"), cell("K0120", 3, "line")]
    );
    let table = batch([
        ("date", days()),
        ("amount", euros()),
        ("kind", texts(["cost", "costs", ""])),
        ("fixed", texts(["true", "yes", ""])),
        ("theme", texts(["a", "b", "c\0"])),
    ]);
    assert_eq!(
        refused(&[table]),
        [
            cell("K0104", 2, "fixed"),
            cell("K0104", 2, "kind"),
            cell("K0120", 3, "theme")
        ]
    );
}

#[test]
fn columns_of_other_types_are_refused_at_once() {
    let column = |code: &str, name: &str| (code.to_owned(), format!("cost_lines.{name}"));
    let moments = arc(TimestampMillisecondArray::from(vec![0, 1, 2]));
    let table = batch([
        ("date", moments.clone()),
        ("amount", arc(Int64Array::from(vec![1, 2, 3]))),
        (
            "vat_compensable_cents",
            arc(StringArray::from(vec!["1", "2", "3"])),
        ),
        ("theme", arc(Float64Array::from(vec![1.0, 2.0, 3.0]))),
        ("fixed", arc(Int64Array::from(vec![1, 0, 1]))),
        ("line", moments),
    ]);
    assert_eq!(
        refused(&[table]),
        [
            "amount",
            "date",
            "fixed",
            "line",
            "theme",
            "vat_compensable_cents"
        ]
        .map(|name| column("K0123", name))
    );
    assert_eq!(
        refused(&[batch([("date", days())])]),
        [("K0113".to_owned(), "cost_lines".to_owned())]
    );
    let twice = batch([
        ("date", days()),
        ("amount", cents()),
        ("amount_cents", cents()),
    ]);
    assert_eq!(refused(&[twice])[0].0, "K0114");
}

#[test]
fn a_batch_that_lies_is_refused() {
    let one = batch([("date", days()), ("amount_cents", cents())]);
    let other = batch([("date", cents()), ("amount_cents", cents())]);
    assert_eq!(
        refused(&[one, other]),
        [("K0011".to_owned(), "cost_lines".to_owned())]
    );
}

#[test]
fn what_is_refused_leaves_no_line_behind() {
    let mut builder = draft();
    let sound = batch([("date", days()), ("amount_cents", cents())]);
    let wrong = batch([
        ("date", days()),
        (
            "amount_cents",
            arc(Int64Array::from(vec![Some(1), None, Some(2)])),
        ),
    ]);
    assert!(add_lines(&mut builder, &sound.schema(), [sound.clone(), wrong]).is_err());
    assert_eq!(builder.line_count(), 0);
    assert!(add_lines(&mut builder, &sound.schema(), [sound]).is_ok());
    assert_eq!(builder.line_count(), 3);
}
