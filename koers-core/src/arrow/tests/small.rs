//! Small tables as rows.

use std::ops::ControlFlow;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Int32Array, NullArray, RecordBatch, StringArray, StringViewArray,
};

use crate::arrow::RowReader;
use crate::read::Value;

fn read(columns: Vec<(&str, ArrayRef)>) -> Result<Vec<Value>, String> {
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut reader = RowReader::new("budget");
    let flow = reader.read(&batch, &mut || ControlFlow::Continue(()))?;
    assert!(flow.is_continue());
    let rows = reader.finish().into_iter();
    Ok(rows.map(|row| row.value).collect())
}

/// One text, which every row has by its key.
fn keyed(text: &str, rows: usize) -> ArrayRef {
    let values = Arc::new(StringArray::from(vec![text]));
    let keys = Int32Array::from(vec![0; rows]);
    Arc::new(DictionaryArray::<Int32Type>::try_new(keys, values).expect("sound"))
}

#[test]
fn a_long_text_for_every_row_is_refused_before_it_is_copied() {
    let long = "x".repeat(24 << 10);
    let refused = read(vec![("source", keyed(&long, 1 << 20))]).expect_err("24 GiB");
    assert!(refused.starts_with("1048576 rows would take "), "{refused}");
    let mut views = arrow_array::builder::StringViewBuilder::new();
    let block = views.append_block(long.clone().into_bytes().into());
    for _ in 0..1 << 19 {
        views.try_append_view(block, 0, 24 << 10).expect("inside");
    }
    let views: StringViewArray = views.finish();
    assert!(read(vec![("source", Arc::new(views))]).is_err());
    // As many rows with a text of the usual length are what they were.
    let rows = read(vec![("source", keyed("begroting", 20_000))]).expect("few bytes");
    assert_eq!(rows.len(), 20_000);
    let Value::Table(cells) = &rows[19_999] else {
        panic!("a row is a table")
    };
    assert!(matches!(&cells[0].1.value, Value::Text(text) if text == "begroting"));
}

#[test]
fn rows_without_a_byte_behind_them_are_refused() {
    let refused = read(vec![("source", Arc::new(NullArray::new(1 << 40)))]).expect_err("no rows");
    assert!(refused.starts_with("1099511627776 rows"), "{refused}");
    let nulls = read(vec![("source", Arc::new(NullArray::new(3)))]).expect("three rows");
    assert_eq!(nulls.len(), 3);
}

#[test]
fn a_batch_is_broken_off_inside() {
    let rows = 100_000;
    let batch = RecordBatch::try_from_iter([("source", keyed("a", rows))]).expect("one column");
    let mut reader = RowReader::new("budget");
    let mut asked = 0;
    let flow = reader.read(&batch, &mut || {
        asked += 1;
        if asked == 30 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(flow.expect("few bytes").is_break() && reader.finish().len() < rows / 2);
}
