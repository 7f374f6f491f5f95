//! What an example expects: rows of the result tables, and the codes of the findings.

use std::borrow::Cow;

use super::read::too_many;
use crate::diag::{Code, Findings, Place};
use crate::money::Quantity;
use crate::read::{Field, Fields, Node, Value, shown};
use crate::settle::Settlement;
use crate::tables::{
    AllocationRow, Cell, Column, DeductionRow, Kind, OutcomeRow, OwnFundsRow, RollForwardRow, Row,
    SettlementRow, Table, TermRow,
};

/// The most rows that are expected of one table.
const MOST: usize = 200;

/// A table that examples may speak of.
pub(super) struct Kept {
    pub(super) name: &'static str,
    pub(super) columns: fn() -> Vec<Column>,
    pub(super) of: fn(&Settlement) -> Table,
}

const TABLES: [Kept; 7] = [
    Kept {
        name: SettlementRow::TABLE,
        columns: SettlementRow::columns,
        of: |settlement| Table::of(settlement.settlement()),
    },
    Kept {
        name: OutcomeRow::TABLE,
        columns: OutcomeRow::columns,
        of: |settlement| Table::of(&settlement.outcomes()),
    },
    Kept {
        name: RollForwardRow::TABLE,
        columns: RollForwardRow::columns,
        of: |settlement| Table::of(&settlement.roll_forward()),
    },
    Kept {
        name: AllocationRow::TABLE,
        columns: AllocationRow::columns,
        of: |settlement| Table::of(&settlement.allocations()),
    },
    Kept {
        name: DeductionRow::TABLE,
        columns: DeductionRow::columns,
        of: |settlement| Table::of(&settlement.deductions()),
    },
    Kept {
        name: OwnFundsRow::TABLE,
        columns: OwnFundsRow::columns,
        of: |settlement| Table::of(&settlement.own_funds()),
    },
    Kept {
        name: TermRow::TABLE,
        columns: TermRow::columns,
        of: |settlement| Table::of(&settlement.terms()),
    },
];

/// What an example expects.
pub(super) struct Expect {
    pub(super) tables: Vec<ExpectedTable>,
    pub(super) codes: Option<ExpectedCodes>,
}

/// The rows that a table must have; none: the table must be empty.
pub(super) struct ExpectedTable {
    pub(super) kept: &'static Kept,
    pub(super) rows: Vec<ExpectedRow>,
    pub(super) place: Place,
}

/// The cells that a row must have.
pub(super) struct ExpectedRow {
    pub(super) cells: Vec<ExpectedCell>,
    pub(super) place: Place,
}

/// One cell; [`Cell::Null`] where the file has an empty text.
pub(super) struct ExpectedCell {
    /// The place of its column in the table.
    pub(super) column: usize,
    pub(super) cell: Cell,
    pub(super) place: Place,
}

/// The codes of all findings, sorted.
pub(super) struct ExpectedCodes {
    pub(super) codes: Vec<&'static str>,
    pub(super) place: Place,
}

impl Expect {
    /// `None` when anything in it was refused: half of an expectation is another one.
    pub(super) fn read(field: Field<'_>, findings: &mut Findings) -> Option<Expect> {
        let mut table = field.table(findings)?;
        let tables: Vec<Option<ExpectedTable>> = TABLES
            .iter()
            .filter_map(|kept| Some((kept, table.get(kept.name)?)))
            .map(|(kept, field)| read_table(kept, field, findings))
            .collect();
        let codes = match table.get("findings") {
            None => Some(None),
            Some(field) => read_codes(field, findings).map(Some),
        };
        let known = table.rest().next().is_none();
        table.finish(findings);
        let tables = tables.into_iter().collect::<Option<Vec<_>>>();
        Some(Expect {
            tables: tables.filter(|_| known)?,
            codes: codes?,
        })
    }
}

/// Codes of what a settlement can find: with an error there is none.
fn read_codes(field: Field<'_>, findings: &mut Findings) -> Option<ExpectedCodes> {
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let words: Vec<(&str, &str)> = codes
        .filter(|code| code.starts_with("K04"))
        .map(|code| (code, code))
        .collect();
    let Value::List(nodes) = &field.node.value else {
        field.wrong("list", findings);
        return None;
    };
    let codes: Vec<Option<&str>> = nodes
        .iter()
        .map(|node| Field { node, ..field }.one_of(&words, findings))
        .collect();
    let mut codes = codes.into_iter().collect::<Option<Vec<_>>>()?;
    codes.sort_unstable();
    Some(ExpectedCodes {
        codes,
        place: field.node.place.clone(),
    })
}

fn read_table(
    kept: &'static Kept,
    field: Field<'_>,
    findings: &mut Findings,
) -> Option<ExpectedTable> {
    let Value::List(nodes) = &field.node.value else {
        field.wrong("list", findings);
        return None;
    };
    if nodes.len() > MOST {
        too_many(field, MOST, findings);
        return None;
    }
    let columns = (kept.columns)();
    let rows: Vec<Option<ExpectedRow>> = nodes
        .iter()
        .map(|node| read_row(kept, &columns, node, findings))
        .collect();
    Some(ExpectedTable {
        kept,
        rows: rows.into_iter().collect::<Option<_>>()?,
        place: field.node.place.clone(),
    })
}

fn read_row(
    kept: &'static Kept,
    columns: &[Column],
    node: &Node,
    findings: &mut Findings,
) -> Option<ExpectedRow> {
    let mut table = Fields::of(node, kept.name, findings)?;
    let mut cells = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let Cow::Borrowed(name) = column.name else {
            continue;
        };
        if let Some(field) = table.get(name) {
            let cell = read_cell(column.kind, field, findings);
            let place = field.node.place.clone();
            cells.push(cell.map(|cell| ExpectedCell {
                column: at,
                cell,
                place,
            }));
        }
    }
    let known = table.rest().next().is_none();
    table.finish(findings);
    Some(ExpectedRow {
        cells: cells
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .filter(|_| known)?,
        place: node.place.clone(),
    })
}

fn read_cell(kind: Kind, field: Field<'_>, findings: &mut Findings) -> Option<Cell> {
    let value = &field.node.value;
    if matches!(value, Value::Text(text) if text.is_empty()) {
        return Some(Cell::Null);
    }
    Some(match kind {
        Kind::Int => Cell::Int(field.int(i64::MIN..=i64::MAX, findings)?),
        Kind::Bool => Cell::Bool(field.bool(findings)?),
        Kind::Text => Cell::Text(field.text(findings)?.value),
        Kind::Money => Cell::Money(field.amount(findings)?.value),
        Kind::Date => Cell::Date(field.date(findings)?.value),
        Kind::Quantity => {
            let Ok(quantity) = Quantity::parse(&shown(value)) else {
                field.refuse(Code::MalformedQuantity, &shown(value), findings);
                return None;
            };
            Cell::Quantity(quantity)
        }
    })
}
