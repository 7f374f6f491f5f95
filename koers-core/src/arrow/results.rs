//! The result tables with a row for each line, streamed: what a batch needs is made when it is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, Int64Builder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use super::handoff::{Broken, Giver, Left, Taker};
use super::tables::{Batches, MOST_ROWS, data_type};
use crate::Lang;
use crate::allocate::Paid;
use crate::plan::Plan;
use crate::settle::{Settlement, eligible_by};
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
        let plan = settlement.plan();
        let mut rows = Allocations::new(plan);
        for (year, paid) in settlement.paid() {
            rows.push(plan, year, &paid);
            if rows.lines.len() == MOST_ROWS {
                send(rows.finish())?;
            }
        }
        if rows.lines.len() > 0 {
            send(rows.finish())?;
        }
        Ok(())
    })
}

fn own_funds(settlement: &Arc<Settlement>) -> Batches {
    streamed::<OwnFundsRow>(settlement, |settlement, send| {
        let plan = settlement.plan();
        let mut lines = Lines::default();
        let mut reasons = Words::default();
        let mut finish = |lines: &mut Lines, reasons: &mut Words| {
            let (line, year, amount) = lines.finish()?;
            send(Ok(vec![line, year, amount, reasons.finish()?]))
        };
        for (year, open) in settlement.open() {
            lines.push(plan, open.line, year, open.amount);
            let reason = reasons.code(open.block.as_str());
            reasons.push(Some(reason));
            if lines.len() == MOST_ROWS {
                finish(&mut lines, &mut reasons)?;
            }
        }
        if lines.len() > 0 {
            finish(&mut lines, &mut reasons)?;
        }
        Ok(())
    })
}

/// Nobody takes the batches any more, or one could not be made.
struct Stopped;

impl From<ArrowError> for Stopped {
    fn from(_: ArrowError) -> Self {
        Stopped
    }
}

type Made = Result<Vec<ArrayRef>, ArrowError>;

/// The batches that `write` sends: in a thread of its own, that waits until they are taken. What goes through the lines
/// borrows the settlement, and a stream must own all it has.
fn streamed<R: Row>(
    settlement: &Arc<Settlement>,
    write: impl Fn(&Settlement, &mut dyn FnMut(Made) -> Result<(), Stopped>) -> Result<(), Stopped>
    + Send
    + 'static,
) -> Batches {
    let schema = schema::<R>();
    let of = Arc::clone(&schema);
    let mut settlement = Some((Arc::clone(settlement), write));
    let mut taker: Option<Taker<Made>> = None;
    Batches::new(schema, move || {
        if let Some((settlement, write)) = settlement.take() {
            let started = Taker::new(move |giver: &Giver<Made>| {
                let mut send = |made| giver.give(made).map_err(|Left| Stopped);
                write(&settlement, &mut send).map_err(|Stopped| Left)
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

/// The columns that both tables have.
#[derive(Default)]
struct Lines {
    line: StringBuilder,
    year: Int64Builder,
    amount: Decimal128Builder,
    rows: usize,
}

impl Lines {
    fn push(&mut self, plan: &Plan, line: usize, year: i16, amount: i64) {
        self.line.append_value(plan.dossier().lines().id(line));
        self.year.append_value(year.into());
        self.amount.append_value(amount.into());
        self.rows += 1;
    }

    fn len(&self) -> usize {
        self.rows
    }

    fn finish(&mut self) -> Result<(ArrayRef, ArrayRef, ArrayRef), ArrowError> {
        self.rows = 0;
        let amount = self.amount.finish().with_precision_and_scale(18, 2)?;
        Ok((
            Arc::new(self.line.finish()),
            Arc::new(self.year.finish()),
            Arc::new(amount),
        ))
    }
}

/// A column of words that repeat.
#[derive(Default)]
struct Words {
    list: Vec<String>,
    codes: BTreeMap<String, i32>,
    /// The words so far as an array, until there are others.
    made: Option<Arc<StringArray>>,
    keys: Vec<i32>,
    /// By row whether it has a word, where not all have.
    valid: Vec<bool>,
}

impl Words {
    fn code(&mut self, word: &str) -> i32 {
        if let Some(code) = self.codes.get(word) {
            return *code;
        }
        let code = i32::try_from(self.list.len()).unwrap_or(i32::MAX);
        self.list.push(word.to_owned());
        self.codes.insert(word.to_owned(), code);
        self.made = None;
        code
    }

    fn push(&mut self, code: Option<i32>) {
        if code.is_none() || !self.valid.is_empty() {
            self.valid.resize(self.keys.len(), true);
            self.valid.push(code.is_some());
        }
        self.keys.push(code.unwrap_or_default());
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let words = self
            .made
            .get_or_insert_with(|| Arc::new(self.list.iter().map(Some).collect()));
        let valid = std::mem::take(&mut self.valid);
        let nulls = (!valid.is_empty()).then(|| NullBuffer::from(valid));
        let keys = Int32Array::try_new(std::mem::take(&mut self.keys).into(), nulls)?;
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(
            keys,
            Arc::<StringArray>::clone(words),
        )?))
    }
}

/// The columns of `allocations`.
struct Allocations {
    lines: Lines,
    grant: Words,
    tranche: Words,
    part: Words,
    step: Words,
    rule: Words,
    reason: Words,
    /// By bucket its codes.
    buckets: Vec<(i32, i32, Option<i32>)>,
    /// By grant the last day that was asked for and its rule: lines come by date.
    rules: Vec<Option<(i32, i32)>>,
}

impl Allocations {
    fn new(plan: &Plan) -> Allocations {
        let dossier = plan.dossier();
        let (mut grant, mut tranche, mut part) =
            (Words::default(), Words::default(), Words::default());
        let buckets = plan.buckets().iter().map(|bucket| {
            let of = bucket.tranche(dossier);
            let grant = grant.code(&bucket.grant(dossier).id.value);
            let part = of.part.as_ref().map(|it| part.code(&it.value));
            (grant, tranche.code(&of.id.value), part)
        });
        let buckets = buckets.collect();
        Allocations {
            lines: Lines::default(),
            grant,
            tranche,
            part,
            step: Words::default(),
            rule: Words::default(),
            reason: Words::default(),
            buckets,
            rules: vec![None; dossier.grants().len()],
        }
    }

    fn push(&mut self, plan: &Plan, year: i16, paid: &Paid) {
        self.lines.push(plan, paid.line, year, paid.amount);
        let (grant, tranche, part) = self.buckets[paid.bucket];
        self.grant.push(Some(grant));
        self.tranche.push(Some(tranche));
        self.part.push(part);
        let step = self.step.code(paid.step.as_str());
        self.step.push(Some(step));
        let of = plan.buckets()[paid.bucket].grant;
        let day = plan.dossier().lines().day(paid.line);
        let rule = match self.rules[of] {
            Some((known, rule)) if known == day => rule,
            _ => self.rule.code(&eligible_by(plan, of, paid.line)),
        };
        self.rules[of] = Some((day, rule));
        self.rule.push(Some(rule));
        let reason = self.reason.code(paid.reason());
        self.reason.push(Some(reason));
    }

    /// In the order of the columns of [`AllocationRow`].
    fn finish(&mut self) -> Made {
        let (line, year, amount) = self.lines.finish()?;
        Ok(vec![
            line,
            year,
            self.grant.finish()?,
            self.tranche.finish()?,
            self.part.finish()?,
            amount,
            self.step.finish()?,
            self.rule.finish()?,
            self.reason.finish()?,
        ])
    }
}
