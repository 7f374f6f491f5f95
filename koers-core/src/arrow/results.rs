//! The result tables with a row for each line, streamed: what a batch needs is made when it is asked for.

use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Decimal128Array, DictionaryArray, Int32Array, Int64Array, RecordBatch,
    StringArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::handoff::{Broken, Giver, Left, Taker};
use super::tables::{Batches, MOST_ROWS, data_type};
use crate::Lang;
use crate::dossier::Lines;
use crate::money::Money;
use crate::settle::{Settlement, Words};
use crate::tables::{AllocationRow, Kind, OwnFundsRow, Row, Table};

/// The result table of a name, findings in a language; `None` when there is none of that name.
///
/// `allocations` and `own_funds` are made batch by batch, so that they take no memory to speak of however many lines there
/// are.
#[must_use]
pub fn result(settlement: &Arc<Settlement>, name: &str, lang: Lang) -> Option<Batches> {
    let table = match name {
        "allocations" => return Some(allocations(settlement)),
        "own_funds" => return Some(own_funds(settlement)),
        "settlement" => Table::of(settlement.settlement()),
        "outcomes" => Table::of(&settlement.outcomes()),
        "roll_forward" => Table::of(&settlement.roll_forward()),
        "roll_forward_totals" => Table::of(&settlement.roll_forward_totals()),
        "restatement" => Table::of(&settlement.restatement()),
        "deductions" => Table::of(&settlement.deductions()),
        "terms" => Table::of(&settlement.terms()),
        "findings" => Table::of(&settlement.finding_rows(lang)),
        "advice" => Table::of(&settlement.advice()),
        _ => return None,
    };
    Some(Batches::of_table(Arc::new(table)))
}

fn allocations(settlement: &Arc<Settlement>) -> Batches {
    streamed::<AllocationRow>(settlement, |settlement, send| {
        let lines = settlement.dossier().lines();
        let mut batches = settlement.allocation_batches(ROWS);
        let mut made = [const { Made::NONE }; 6];
        while let Some(batch) = batches.next() {
            let words = batches.words();
            let [grant, tranche, part, step, rule, reason] = &mut made;
            // In the order of the columns of [`AllocationRow`].
            send(vec![
                ids(lines, &batch.lines),
                years(&batch.years),
                grant.column(&words.grants, codes(&batch.grants))?,
                tranche.column(&words.tranches, codes(&batch.tranches))?,
                part.column(&words.parts, batch.parts.into_iter().map(number).collect())?,
                amounts(&batch.amounts)?,
                step.column(&words.steps, codes(&batch.steps))?,
                rule.column(&words.rules, codes(&batch.rules))?,
                reason.column(&words.reasons, codes(&batch.reasons))?,
            ])?;
        }
        Ok(())
    })
}

fn own_funds(settlement: &Arc<Settlement>) -> Batches {
    streamed::<OwnFundsRow>(settlement, |settlement, send| {
        let lines = settlement.dossier().lines();
        let mut batches = settlement.own_funds_batches(ROWS);
        let mut reason = Made::NONE;
        while let Some(batch) = batches.next() {
            send(vec![
                ids(lines, &batch.lines),
                years(&batch.years),
                amounts(&batch.amounts)?,
                reason.column(batches.reasons(), codes(&batch.reasons))?,
            ])?;
        }
        Ok(())
    })
}

/// The rows of a batch.
const ROWS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(MOST_ROWS - 1);

/// Nobody takes the batches any more, or one could not be made.
struct Stopped;

/// What is sent: the columns of a batch, or why there are none.
type Columns = Result<Vec<ArrayRef>, ArrowError>;

/// Where columns are sent; what can't be made is the reader's to know.
enum End {
    Stopped,
    Broken(ArrowError),
}

impl From<Stopped> for End {
    fn from(_: Stopped) -> Self {
        End::Stopped
    }
}

impl From<ArrowError> for End {
    fn from(error: ArrowError) -> Self {
        End::Broken(error)
    }
}

/// Sends the columns of a batch.
type Send<'s> = &'s mut dyn FnMut(Vec<ArrayRef>) -> Result<(), Stopped>;

/// The batches that `write` sends: in a thread of its own, that waits until they are taken. What goes through the lines
/// borrows the settlement, and a stream must own all it has.
fn streamed<R: Row>(
    settlement: &Arc<Settlement>,
    write: impl Fn(&Settlement, Send<'_>) -> Result<(), End> + std::marker::Send + 'static,
) -> Batches {
    let schema = schema::<R>();
    let of = Arc::clone(&schema);
    let mut settlement = Some((Arc::clone(settlement), write));
    let mut taker: Option<Taker<Columns>> = None;
    Batches::new(schema, move || {
        if let Some((settlement, write)) = settlement.take() {
            let started = Taker::new(move |giver: &Giver<Columns>| {
                let mut send = |columns| giver.give(Ok(columns)).map_err(|Left| Stopped);
                match write(&settlement, &mut send) {
                    Ok(()) => Ok(()),
                    Err(End::Stopped) => Err(Left),
                    Err(End::Broken(error)) => giver.give(Err(error)),
                }
            });
            match started {
                Ok(started) => taker = Some(started),
                Err(error) => return Some(Err(ArrowError::MemoryError(error.to_string()))),
            }
        }
        let next = taker.as_ref()?.take();
        if !matches!(next, Ok(Some(_))) {
            taker = None;
        }
        // A table must not end before its end without a word.
        let broken = || {
            Some(Err(ArrowError::ComputeError(
                "the table could not be made".to_owned(),
            )))
        };
        let arrays = next.unwrap_or_else(|Broken| broken())?;
        Some(arrays.and_then(|arrays| RecordBatch::try_new(Arc::clone(&of), arrays)))
    })
}

/// Texts repeat in these tables, but for the lines.
fn schema<R: Row>() -> SchemaRef {
    let fields = R::columns().into_iter().map(|column| {
        let data_type = match column.kind {
            Kind::Text if column.name != "line" => {
                DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
            }
            kind => data_type(kind),
        };
        Field::new(&*column.name, data_type, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The ids of lines.
fn ids(lines: &Lines, rows: &[usize]) -> ArrayRef {
    let mut ids = StringBuilder::with_capacity(rows.len(), rows.len() * 8);
    for row in rows {
        lines.with_id(*row, |id| ids.append_value(id));
    }
    Arc::new(ids.finish())
}

fn years(years: &[i16]) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(
        years.iter().map(|year| i64::from(*year)),
    ))
}

fn amounts(amounts: &[Money]) -> Result<ArrayRef, ArrowError> {
    let cents = amounts.iter().map(|amount| i128::from(amount.cents()));
    let amounts = Decimal128Array::from_iter_values(cents);
    Ok(Arc::new(amounts.with_precision_and_scale(18, 2)?))
}

fn codes(codes: &[u32]) -> Int32Array {
    Int32Array::from_iter_values(codes.iter().map(|code| key(*code)))
}

fn number(code: Option<u32>) -> Option<i32> {
    code.map(key)
}

/// There are not so many words.
fn key(code: u32) -> i32 {
    i32::try_from(code).unwrap_or(i32::MAX)
}

/// The words of a column as an array, until there are others.
struct Made(Option<Arc<StringArray>>);

impl Made {
    const NONE: Made = Made(None);

    fn column(&mut self, words: &Words, keys: Int32Array) -> Result<ArrayRef, ArrowError> {
        let list = words.list();
        let made = self.0.take().filter(|made| made.len() == list.len());
        let made = made.unwrap_or_else(|| Arc::new(list.iter().map(Some).collect()));
        self.0 = Some(Arc::clone(&made));
        let column = DictionaryArray::<Int32Type>::try_new(keys, made)?;
        Ok(Arc::new(column))
    }
}
