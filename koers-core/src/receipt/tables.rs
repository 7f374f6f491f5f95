//! The hashes of result tables: of each the bytes that it has as canonical JSON. Tables with a row for each line are written
//! batch by batch, so that no more of them is in memory at a time.

use std::num::NonZeroUsize;

use super::TableHash;
use super::canonical::{Sheet, decimal, hash_of};
use crate::diag::Code;
use crate::dossier::Lines;
use crate::money::Money;
use crate::plan::place;
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

/// The words of a column as they stand in a row, key included: each is written once.
struct Column {
    key: &'static str,
    by_code: Vec<String>,
}

impl Column {
    fn new(key: &'static str) -> Column {
        Column {
            key,
            by_code: Vec::new(),
        }
    }

    /// Writes a word. While batches are made, words come after those that are there.
    fn write(&mut self, words: &Words, code: u32, out: &mut String) {
        let at = place(code);
        while self.by_code.len() <= at
            && let Some(word) = words.list().get(self.by_code.len())
        {
            let mut text = format!(",\"{}\":", self.key);
            json_string(word, &mut text);
            self.by_code.push(text);
        }
        out.push_str(self.by_code.get(at).map_or("", String::as_str));
    }
}

/// The values that each row of these tables begins with: a line and a year.
struct Head<'l> {
    lines: &'l Lines,
    /// The last year, as it stands in a row: rows come by year.
    year: (i16, String),
}

impl<'l> Head<'l> {
    fn new(lines: &'l Lines) -> Head<'l> {
        Head {
            lines,
            year: Default::default(),
        }
    }

    fn write(&mut self, line: usize, year: i16, out: &mut String) {
        out.push_str("\"line\":");
        self.lines.with_id(line, |id| json_string(id, out));
        if self.year.0 != year || self.year.1.is_empty() {
            self.year = (year, format!(",\"year\":{year}"));
        }
        out.push_str(&self.year.1);
    }
}

fn amount(amount: Money, out: &mut String) {
    out.push_str(",\"amount\":\"");
    decimal(amount, out);
    out.push('"');
}

pub(super) fn allocations(settlement: &Settlement) -> TableHash {
    let mut head = Head::new(settlement.dossier().lines());
    let of = ["grant", "tranche", "part", "step", "rule", "reason"];
    let [
        mut grants,
        mut tranches,
        mut parts,
        mut steps,
        mut rules,
        mut reasons,
    ] = of.map(Column::new);
    let mut writer = Writer::default();
    let mut batches = settlement.allocation_batches(ROWS);
    while let Some(batch) = batches.next() {
        let words = batches.words();
        for at in 0..batch.len() {
            let out = writer.row();
            head.write(batch.lines[at], batch.years[at], out);
            grants.write(&words.grants, batch.grants[at], out);
            tranches.write(&words.tranches, batch.tranches[at], out);
            match batch.parts[at] {
                Some(part) => parts.write(&words.parts, part, out),
                None => out.push_str(",\"part\":null"),
            }
            amount(batch.amounts[at], out);
            steps.write(&words.steps, batch.steps[at], out);
            rules.write(&words.rules, batch.rules[at], out);
            reasons.write(&words.reasons, batch.reasons[at], out);
            out.push('}');
        }
    }
    writer.end(AllocationRow::TABLE)
}

pub(super) fn own_funds(settlement: &Settlement) -> TableHash {
    let mut head = Head::new(settlement.dossier().lines());
    let mut reasons = Column::new("reason");
    let mut writer = Writer::default();
    let mut batches = settlement.own_funds_batches(ROWS);
    while let Some(batch) = batches.next() {
        for at in 0..batch.len() {
            let out = writer.row();
            head.write(batch.lines[at], batch.years[at], out);
            amount(batch.amounts[at], out);
            reasons.write(batches.reasons(), batch.reasons[at], out);
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
        // That a budget ends is about a forecast, and not about what is settled in it.
        .filter(|finding| finding.code() != Code::BudgetEnds)
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
