//! Tables of every layout give the lines that rows give.

use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::{Int8Type, Int32Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Date64Array, Decimal32Array, Decimal64Array,
    Decimal128Array, Decimal256Array, DictionaryArray, Int16Array, Int32Array, Int64Array,
    LargeStringArray, NullArray, RecordBatch, RecordBatchReader, StringArray, StringViewArray,
    UInt64Array,
};
use arrow_buffer::i256;

mod refused;
mod small;

use super::{add_lines, result};
use crate::diag::Lang;
use crate::dossier::{CostLine, DossierBuilder, Grant, Tranche};
use crate::{Dossier, Findings, Money, Period, Schemes};

const DAY: i32 = 19_800;

fn draft() -> DossierBuilder {
    let year = Period::year(2024).expect("a year");
    let award = Money::parse("1000").expect("an amount");
    let tranche = Tranche::new("2024", award).year(2024).received(year, award);
    DossierBuilder::new("d", "H", vec![2024]).grant(Grant::new("iza", "spuk-iza").tranche(tranche))
}

fn batch(columns: impl IntoIterator<Item = (&'static str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .expect("columns of one length")
}

fn of(batches: &[RecordBatch]) -> Result<Dossier, Findings> {
    let mut builder = draft();
    add_lines(&mut builder, &batches[0].schema(), batches.to_vec())?;
    builder.build(&Schemes::catalogue())
}

fn settled(dossier: &Dossier) -> String {
    let settlement = dossier.settle().expect("a sound dossier");
    crate::report::settlement_json(&settlement, Lang::En)
}

/// Code and place of each finding.
fn refused(batches: &[RecordBatch]) -> Vec<(String, String)> {
    let findings = of(batches).expect_err("refused");
    let shown = findings
        .iter()
        .map(|it| (it.code().to_string(), it.source().unwrap_or_default()));
    shown.collect()
}

fn arc(array: impl Array + 'static) -> ArrayRef {
    Arc::new(array)
}

fn days() -> ArrayRef {
    arc(Date32Array::from(vec![DAY, DAY + 1, DAY + 2]))
}

fn cents() -> ArrayRef {
    arc(Int64Array::from(vec![12_345, -45, 7_000]))
}

/// The same lines in rows.
fn rows() -> Dossier {
    let line = |id: &str, day: &str, amount: &str| {
        CostLine::new(
            id,
            day.parse().expect("a day"),
            amount.parse().expect("an amount"),
        )
    };
    draft()
        .line(
            line("A", "2024-03-18", "123.45")
                .on("iza")
                .dimension("theme", "zorg"),
        )
        .line(line("B", "2024-03-19", "-0.45").on("iza"))
        .line(line("C", "2024-03-20", "70").dimension("theme", "sport"))
        .build(&Schemes::catalogue())
        .expect("a sound dossier")
}

fn texts(values: [Option<&str>; 3]) -> Vec<ArrayRef> {
    let mut small = StringDictionaryBuilder::<Int8Type>::new();
    for value in values {
        small.append_option(value);
    }
    let large = DictionaryArray::<UInt64Type>::try_new(
        values
            .iter()
            .map(|it| it.map(|it| u64::from(it != "iza") + 1))
            .collect::<UInt64Array>(),
        arc(LargeStringArray::from_iter([
            Some("none has it"),
            Some("iza"),
            values.iter().flatten().find(|it| **it != "iza").copied(),
        ])),
    );
    vec![
        arc(StringArray::from_iter(values)),
        arc(LargeStringArray::from_iter(values)),
        arc(StringViewArray::from_iter(values)),
        arc(small.finish()),
        arc(large.expect("keys in the dictionary")),
    ]
}

#[test]
fn every_layout_of_text_gives_the_same_lines() {
    let expected = settled(&rows());
    let ids = texts([Some("A"), Some("B"), Some("C")]);
    let grants = texts([Some("iza"), Some("iza"), None]);
    let mut themes = texts([Some("zorg"), None, Some("sport")]);
    themes.truncate(4);
    themes.push(arc(StringViewArray::from_iter([
        Some("zorg"),
        Some(""),
        Some("sport"),
    ])));
    for ((id, grant), theme) in ids
        .into_iter()
        .take(4)
        .chain([arc(StringArray::from(vec!["A", "B", "C"]))])
        .zip(grants)
        .zip(themes)
    {
        let name = format!(
            "{} {} {}",
            id.data_type(),
            grant.data_type(),
            theme.data_type()
        );
        let table = batch([
            ("line", id),
            ("date", days()),
            ("amount_cents", cents()),
            ("grant", grant),
            ("theme", theme),
        ]);
        assert_eq!(
            settled(&of(std::slice::from_ref(&table)).expect("sound")),
            expected,
            "{name}"
        );
        // In slices, with an empty batch between them.
        let parts = [table.slice(0, 1), table.slice(1, 0), table.slice(1, 2)];
        assert_eq!(settled(&of(&parts).expect("sound")), expected, "{name}");
    }
}

#[test]
fn every_type_of_amount_gives_the_same_cents() {
    let decimals = |values: [i128; 3], scale: i8| {
        arc(Decimal128Array::from(values.to_vec())
            .with_precision_and_scale(38, scale)
            .expect("a scale"))
    };
    let wide = |zeros: u32, scale: i8| {
        let power = i256::from_i128(10).wrapping_pow(zeros);
        let values = [12_345, -45, 7_000].map(|it| i256::from_i128(it).wrapping_mul(power));
        arc(Decimal256Array::from(values.to_vec())
            .with_precision_and_scale(76, scale)
            .expect("a scale"))
    };
    let amounts = [
        decimals([12_345, -45, 7_000], 2),
        decimals([1_234_500, -4_500, 700_000], 4),
        decimals([12_345, -45, 7_000].map(|it| it * 10_i128.pow(20)), 22),
        wide(0, 2),
        wide(30, 32),
        wide(60, 62),
        arc(Decimal32Array::from(vec![123_450, -450, 70_000])
            .with_precision_and_scale(9, 3)
            .expect("a scale")),
        arc(Decimal64Array::from(vec![12_345, -45, 7_000])
            .with_precision_and_scale(18, 2)
            .expect("a scale")),
        arc(StringArray::from(vec!["123.45", "-0.45", "70"])),
        arc(StringViewArray::from(vec!["123.45", "-0.45", "70.0"])),
    ];
    for amount in amounts {
        let name = amount.data_type().to_string();
        let dossier = of(&[batch([("date", days()), ("amount", amount)])]).expect("sound");
        let lines = dossier.lines();
        let found: Vec<i64> = (0..3).map(|row| lines.amount(row).cents()).collect();
        assert_eq!(found, [12_345, -45, 7_000], "{name}");
        assert_eq!(
            lines.id(2),
            "3",
            "without ids a line has the number of its row"
        );
    }
    let whole = decimals([12, 0, -1], -2);
    let dossier = of(&[batch([("date", days()), ("amount", whole)])]).expect("sound");
    assert_eq!(dossier.lines().amount(0).cents(), 120_000);
    let smaller = of(&[batch([
        ("date", days()),
        ("amount_cents", arc(Int16Array::from(vec![1, -2, 3]))),
    ])]);
    assert_eq!(smaller.expect("sound").lines().amount(1).cents(), -2);
}

#[test]
fn every_type_of_date_gives_the_same_days() {
    let millis = |day: i32| i64::from(day) * 86_400_000;
    let dates: [ArrayRef; 3] = [
        arc(Date64Array::from(vec![
            millis(DAY),
            millis(DAY + 1),
            millis(DAY + 2),
        ])),
        arc(StringArray::from(vec![
            "2024-03-18",
            "2024-03-19",
            "2024-03-20",
        ])),
        arc(vec!["2024-03-18", "2024-03-19", "2024-03-20"]
            .into_iter()
            .collect::<DictionaryArray<Int32Type>>()),
    ];
    let columns = |date: ArrayRef| batch([("period", date), ("amount_cents", cents())]);
    let expected = settled(&of(&[columns(days())]).expect("sound"));
    for date in dates {
        let name = date.data_type().to_string();
        assert_eq!(
            settled(&of(&[columns(date)]).expect("sound")),
            expected,
            "{name}"
        );
    }
    let periods = columns(arc(StringArray::from(vec!["2024-03", "2024", "2024-Q2"])));
    let dossier = of(&[periods]).expect("sound");
    let shown: Vec<String> = (0..3)
        .map(|row| dossier.lines().period(row).to_string())
        .collect();
    assert_eq!(shown, ["2024-03", "2024", "2024-Q2"]);
    let years = of(&[columns(arc(Int64Array::from(vec![2024, 2024, 2024])))]).expect("sound");
    assert_eq!(years.lines().period(1).to_string(), "2024");
}

#[test]
fn numbers_and_flags_are_their_texts() {
    let table = batch([
        ("line", arc(Int32Array::from(vec![7, -8, 9]))),
        ("date", days()),
        ("amount_cents", cents()),
        (
            "fixed",
            arc(BooleanArray::from(vec![Some(true), None, Some(false)])),
        ),
        (
            "kind",
            arc(StringArray::from(vec![Some("cost"), None, Some("income")])),
        ),
        (
            "vat_compensable_cents",
            arc(Int64Array::from(vec![Some(45), None, None])),
        ),
        ("corrects", arc(Int64Array::from(vec![None, Some(7), None]))),
        (
            "project",
            arc(UInt64Array::from(vec![Some(u64::MAX), None, Some(5)])),
        ),
        (
            "pilot",
            arc(BooleanArray::from(vec![Some(true), Some(false), None])),
        ),
        ("unused", arc(NullArray::new(3))),
    ]);
    let dossier = of(&[table]).expect("sound");
    let lines = dossier.lines();
    assert_eq!(
        (0..3)
            .map(|row| lines.id(row).into_owned())
            .collect::<Vec<_>>(),
        ["7", "-8", "9"]
    );
    assert_eq!(
        (0..3).map(|row| lines.is_fixed(row)).collect::<Vec<_>>(),
        [true, false, false]
    );
    assert_eq!(lines.kind(2).as_str(), "income");
    assert_eq!(
        (
            lines.vat_compensable(0).cents(),
            lines.vat_compensable(1).cents()
        ),
        (45, 0)
    );
    assert_eq!(lines.corrects(1), Some("7"));
    let of = |name: &str| {
        let column = lines.dimension(name).expect("a dimension");
        (0..3)
            .map(|row| column.value(row).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("project"),
        [
            Some("18446744073709551615".to_owned()),
            None,
            Some("5".to_owned())
        ]
    );
    assert_eq!(
        of("pilot"),
        [Some("true".to_owned()), Some("false".to_owned()), None]
    );
}

#[test]
fn result_tables_have_the_rows_of_the_tables() {
    let settlement = Arc::new(rows().settle().expect("a sound dossier"));
    for name in [
        "settlement",
        "outcomes",
        "roll_forward",
        "allocations",
        "deductions",
        "own_funds",
        "terms",
        "findings",
        "advice",
    ] {
        let mut batches = result(&settlement, name, Lang::Nl).expect("a table");
        let schema = batches.schema();
        let read: Vec<RecordBatch> = batches.by_ref().collect::<Result<_, _>>().expect("sound");
        assert!(
            batches.next().is_none() && read.iter().all(|batch| batch.schema() == schema),
            "{name}"
        );
        let rows: usize = read.iter().map(RecordBatch::num_rows).sum();
        let expected = match name {
            "allocations" => settlement.allocations().len(),
            "own_funds" => settlement.own_funds().len(),
            "settlement" => settlement.settlement().len(),
            _ => rows,
        };
        assert_eq!(rows, expected, "{name}");
    }
    assert!(result(&settlement, "nothing", Lang::Nl).is_none());
    // A stream that nobody reads to its end stops.
    drop(
        result(&settlement, "allocations", Lang::Nl)
            .expect("a table")
            .next(),
    );
}
