//! What is wrong with the cells of a column, and memory that is shared with its owner.

use std::fmt::Display;
use std::sync::Arc;

use arrow_array::Array;
use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, ScalarBuffer};

use crate::diag::{Code, Finding, Findings, Place};
use crate::dossier::{Bits, Column, LINE_TABLE};

/// A column that is being read: where its findings go.
pub(super) struct Cells<'c> {
    /// Its name in findings.
    pub(super) column: &'c str,
    /// How many rows the dossier has before it.
    pub(super) start: usize,
    pub(super) findings: &'c mut Findings,
}

impl Cells<'_> {
    /// Reports a cell of a row of the batch.
    pub(super) fn refuse(&mut self, code: Code, row: usize, value: impl Display) {
        self.push(code, row, |finding| {
            let value = value.to_string();
            finding.subject(&value).arg("value", value)
        });
    }

    /// Reports an amount that is a floating-point number.
    pub(super) fn float(&mut self, row: usize, value: impl Display, known: &str) {
        self.push(Code::FloatAmount, row, |finding| {
            let value = value.to_string();
            finding
                .subject(&value)
                .arg("value", value)
                .arg("known", known)
        });
    }

    /// Reports a cell that has no value and must have one.
    pub(super) fn empty(&mut self, row: usize) {
        let column = self.column;
        self.push(Code::EmptyCell, row, |finding| {
            finding.arg("column", column)
        });
    }

    /// Reports a text that can't be shown.
    pub(super) fn malformed(&mut self, row: usize, text: &str) {
        let column = self.column;
        self.push(Code::MalformedText, row, |finding| {
            finding.subject(text).arg("key", column)
        });
    }

    /// Reports a word that is none of those known.
    pub(super) fn unknown(&mut self, row: usize, value: &str, known: &str) {
        self.push(Code::UnknownValue, row, |finding| {
            finding
                .subject(value)
                .arg("value", value)
                .arg("known", known)
        });
    }

    fn push(&mut self, code: Code, row: usize, fill: impl FnOnce(Finding) -> Finding) {
        let (column, number) = (self.column, self.start + row + 1);
        self.findings.push_with(code, || {
            fill(Finding::new(code)).at(Place::Cell {
                table: LINE_TABLE,
                row: number,
                column: column.to_owned(),
            })
        });
    }

    /// Reports each row without a value; whether there are none.
    pub(super) fn need_all(&mut self, array: &dyn Array) -> bool {
        let Some(nulls) = nulls(array) else {
            return true;
        };
        for row in 0..array.len() {
            if nulls.is_null(row) {
                self.empty(row);
            }
        }
        false
    }
}

/// Which rows have no value, when any has none.
pub(super) fn nulls(array: &dyn Array) -> Option<&NullBuffer> {
    array.nulls().filter(|nulls| nulls.null_count() > 0)
}

/// Values shared with the array.
pub(super) fn shared<T: ArrowNativeType>(values: &ScalarBuffer<T>) -> Column<T> {
    let rows = values.len();
    Column::shared(Arc::new(values.clone()), 0..rows).unwrap_or_default()
}

/// Bytes shared with the array.
pub(super) fn bytes(buffer: &Buffer) -> Column<u8> {
    shared(&ScalarBuffer::from(buffer.clone()))
}

/// Bits shared with the array.
pub(super) fn bits(bits: &BooleanBuffer) -> Option<Bits> {
    Bits::new(bytes(bits.inner()), bits.offset(), bits.len())
}

/// Which rows have a value; `None` when all have.
pub(super) fn valid(array: &dyn Array) -> Option<Bits> {
    nulls(array).and_then(|nulls| bits(nulls.inner()))
}
