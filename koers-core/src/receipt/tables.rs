//! The hashes of result tables: of each the bytes that it has as canonical JSON. Tables with a row for each line are written
//! batch by batch, so that no more of them is in memory at a time.

use std::fmt::Write as _;
use std::num::NonZeroUsize;

use super::TableHash;
use super::canonical::{Sheet, hash_of};
use crate::diag::Code;
use crate::dossier::Lines;
use crate::money::Money;
use crate::report::{json_string, table_json};
use crate::settle::{Settlement, Words};
use crate::tables::{AllocationRow, OwnFundsRow, Row, Table};

/// The hashes of the result tables.
pub(super) fn hashes(settlement: &Settlement) -> Vec<TableHash> {
    vec![
        of(&Table::of(settlement.settlement())),
        of(&Table::of(&settlement.outcomes())),
        of(&Table::of(&settlement.roll_forward())),
        allocations(settlement),
        of(&Table::of(&settlement.deductions())),
        own_funds(settlement),
        of(&Table::of(&settlement.terms())),
        findings(settlement),
    ]
}

fn of(table: &Table) -> TableHash {
    TableHash {
        table: table.name.to_owned(),
        rows: table.rows.len(),
        hash: hash_of(&table_json(table)),
    }
}

/// So many rows are made at a time.
const ROWS: NonZeroUsize = NonZeroUsize::MIN.saturating_add((1 << 12) - 1);

/// A table that is hashed while it is written.
#[derive(Default)]
struct Writer {
    sheet: Sheet,
    rows: usize,
}

impl Writer {
    /// Begins a row; gives where its values go.
    fn row(&mut self) -> &mut String {
        let begin = if self.rows == 0 { "[\n{" } else { ",\n{" };
        self.rows += 1;
        let out = self.sheet.text();
        out.push_str(begin);
        out
    }

    fn end(mut self, table: &str) -> TableHash {
        let end = if self.rows == 0 { "[]\n" } else { "\n]\n" };
        self.sheet.text().push_str(end);
        TableHash {
            table: table.to_owned(),
            rows: self.rows,
            hash: self.sheet.end(),
        }
    }
}

/// The values that each row of these tables begins with.
fn line_and_year(lines: &Lines, line: usize, year: i16, out: &mut String) {
    out.push_str("\"line\":");
    json_string(&lines.id(line), out);
    // Writing to a text can't fail.
    let _ = write!(out, ",\"year\":{year}");
}

fn word(key: &str, words: &Words, code: u32, out: &mut String) {
    out.push_str(key);
    json_string(words.word(code).unwrap_or_default(), out);
}

fn amount(amount: Money, out: &mut String) {
    let _ = write!(out, ",\"amount\":\"{amount}\"");
}

pub(super) fn allocations(settlement: &Settlement) -> TableHash {
    let lines = settlement.dossier().lines();
    let mut writer = Writer::default();
    let mut batches = settlement.allocation_batches(ROWS);
    while let Some(batch) = batches.next() {
        let words = batches.words();
        for at in 0..batch.len() {
            let out = writer.row();
            line_and_year(lines, batch.lines[at], batch.years[at], out);
            word(",\"grant\":", &words.grants, batch.grants[at], out);
            word(",\"tranche\":", &words.tranches, batch.tranches[at], out);
            match batch.parts[at] {
                Some(part) => word(",\"part\":", &words.parts, part, out),
                None => out.push_str(",\"part\":null"),
            }
            amount(batch.amounts[at], out);
            word(",\"step\":", &words.steps, batch.steps[at], out);
            word(",\"rule\":", &words.rules, batch.rules[at], out);
            word(",\"reason\":", &words.reasons, batch.reasons[at], out);
            out.push('}');
        }
    }
    writer.end(AllocationRow::TABLE)
}

pub(super) fn own_funds(settlement: &Settlement) -> TableHash {
    let lines = settlement.dossier().lines();
    let mut writer = Writer::default();
    let mut batches = settlement.own_funds_batches(ROWS);
    while let Some(batch) = batches.next() {
        for at in 0..batch.len() {
            let out = writer.row();
            line_and_year(lines, batch.lines[at], batch.years[at], out);
            amount(batch.amounts[at], out);
            word(",\"reason\":", batches.reasons(), batch.reasons[at], out);
            out.push('}');
        }
    }
    writer.end(OwnFundsRow::TABLE)
}

/// Findings without their texts, which are in a language, and without where they stand, which a dossier from memory has
/// otherwise than one from files; so they stand in the order of what is left. What a plan of all years doesn't know is no result
/// of a settlement that another method made, because it lost less.
fn findings(settlement: &Settlement) -> TableHash {
    let over_all_years = settlement.allocation().plan().over_all_years();
    let of_horizon = [
        Code::HorizonOutside,
        Code::HorizonUnproven,
        Code::HorizonIsChain,
        Code::HorizonTooMany,
    ];
    let mut rows: Vec<String> = settlement
        .findings()
        .iter()
        .filter(|finding| over_all_years || !of_horizon.contains(&finding.code()))
        .map(|finding| {
            let severity = finding.severity().as_str();
            let mut out = format!(
                "\"code\":\"{}\",\"severity\":\"{severity}\"",
                finding.code()
            );
            out.push_str(",\"subject\":");
            json_string(finding.about(), &mut out);
            match finding.at_stake() {
                Some(at_stake) => amount(at_stake, &mut out),
                None => out.push_str(",\"amount\":null"),
            }
            out
        })
        .collect();
    rows.sort_unstable();
    let mut writer = Writer::default();
    for row in rows {
        let out = writer.row();
        out.push_str(&row);
        out.push('}');
    }
    writer.end("findings")
}
