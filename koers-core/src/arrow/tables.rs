//! Tables as Arrow batches.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use crate::tables::{Cell, Column, Kind, Table};

/// The most rows that a batch has.
pub const MOST_ROWS: usize = 1 << 16;

/// A table in batches, which are made one by one.
///
/// Amounts are `decimal128(18, 2)`, quantities `decimal128(18, 6)`, dates `date32`, years `int64`, texts `utf8` or, where few
/// of them repeat, `dictionary(int32, utf8)`.
pub struct Batches {
    schema: SchemaRef,
    next: Box<dyn FnMut() -> Option<Result<RecordBatch, ArrowError>> + Send>,
}

impl std::fmt::Debug for Batches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batches")
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

impl Batches {
    pub(super) fn new(
        schema: SchemaRef,
        next: impl FnMut() -> Option<Result<RecordBatch, ArrowError>> + Send + 'static,
    ) -> Batches {
        Batches {
            schema,
            next: Box::new(next),
        }
    }

    /// A table that is there already.
    #[must_use]
    pub fn of_table(table: Arc<Table>) -> Batches {
        let (columns, rows) = (table.columns.clone(), table.rows.len());
        Batches::of_rows(columns, rows, move |row| table.rows[row].clone())
    }

    /// A table whose rows are made when they are asked for: `cells` gives those of each row, as many as there are columns.
    #[must_use]
    pub fn of_rows(
        columns: Vec<Column>,
        rows: usize,
        cells: impl Fn(usize) -> Vec<Cell> + Send + 'static,
    ) -> Batches {
        let fields = columns
            .iter()
            .map(|column| Field::new(&*column.name, data_type(column.kind), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let of = Arc::clone(&schema);
        let mut start = 0;
        Batches::new(schema, move || {
            if start >= rows {
                return None;
            }
            let end = rows.min(start + MOST_ROWS);
            let mut builders: Vec<Builder> = columns
                .iter()
                .map(|column| Builder::new(column.kind))
                .collect();
            for row in start..end {
                for (builder, cell) in builders.iter_mut().zip(cells(row)) {
                    builder.push(&cell);
                }
            }
            start = end;
            let arrays = builders.iter_mut().map(Builder::finish).collect();
            Some(RecordBatch::try_new(Arc::clone(&of), arrays))
        })
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.next)()
    }
}

impl RecordBatchReader for Batches {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// The type of a column.
pub(super) fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Int => DataType::Int64,
        Kind::Bool => DataType::Boolean,
        Kind::Text => DataType::Utf8,
        Kind::Money => DataType::Decimal128(18, 2),
        Kind::Quantity => DataType::Decimal128(18, 6),
        Kind::Date => DataType::Date32,
    }
}

/// A column being filled with cells.
enum Builder {
    Int(Int64Builder),
    Bool(BooleanBuilder),
    Text(StringBuilder),
    Decimal(Decimal128Builder),
    Date(Date32Builder),
}

impl Builder {
    fn new(kind: Kind) -> Builder {
        match kind {
            Kind::Int => Builder::Int(Int64Builder::new()),
            Kind::Bool => Builder::Bool(BooleanBuilder::new()),
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Money | Kind::Quantity => {
                Builder::Decimal(Decimal128Builder::new().with_data_type(data_type(kind)))
            }
            Kind::Date => Builder::Date(Date32Builder::new()),
        }
    }

    /// Adds a cell; one of another kind than the column is none.
    fn push(&mut self, cell: &Cell) {
        match (self, cell) {
            (Builder::Int(to), Cell::Int(number)) => to.append_value(*number),
            (Builder::Int(to), _) => to.append_null(),
            (Builder::Bool(to), Cell::Bool(flag)) => to.append_value(*flag),
            (Builder::Bool(to), _) => to.append_null(),
            (Builder::Text(to), Cell::Text(text)) => to.append_value(text),
            (Builder::Text(to), _) => to.append_null(),
            (Builder::Decimal(to), Cell::Money(amount)) => to.append_value(amount.cents().into()),
            (Builder::Decimal(to), Cell::Quantity(quantity)) => {
                to.append_value(quantity.millionths().into());
            }
            (Builder::Decimal(to), _) => to.append_null(),
            (Builder::Date(to), Cell::Date(date)) => to.append_value(date.epoch_days()),
            (Builder::Date(to), _) => to.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Int(builder) => Arc::new(builder.finish()),
            Builder::Bool(builder) => Arc::new(builder.finish()),
            Builder::Text(builder) => Arc::new(builder.finish()),
            Builder::Decimal(builder) => Arc::new(builder.finish()),
            Builder::Date(builder) => Arc::new(builder.finish()),
        }
    }
}
