//! A fingerprint of all that a plan goes by: the SHA-256 of dossier, rules and method in canonical form.
//!
//! Each value is written with its length and under its name, lists by their ids, so that no two inputs look the same and
//! the order of files, rows and keys makes no difference. Where something is written counts only by the `source` that the
//! input itself gives; in which file and on which line it stands does not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Plan;
use crate::dossier::{Agreement, Dossier, Grant, Lines, Movement, State, Tranche};
use crate::scheme::{Condition, Scheme, Unspent};

impl Plan {
    /// Hexadecimal digits.
    pub(crate) fn fingerprint(&self) -> String {
        let mut sheet = Sheet(Sha256::new());
        let dossier = self.dossier();
        head(&mut sheet, dossier);
        let mut grants: Vec<&Grant> = dossier.grants().iter().collect();
        grants.sort_by(|a, b| a.id.value.cmp(&b.id.value));
        for of in grants {
            grant(&mut sheet, of);
        }
        let schemes = (0..dossier.grants().len()).map(|at| dossier.scheme_of(at));
        let schemes: BTreeMap<&str, &Scheme> =
            schemes.map(|scheme| (scheme.id.as_str(), scheme)).collect();
        for scheme in schemes.into_values() {
            sheet.text("scheme", &scheme.to_toml());
        }
        lines(&mut sheet, dossier.lines());
        others(&mut sheet, dossier);
        sheet.text("method", &self.method().to_toml());
        sheet.end()
    }
}

/// What is hashed.
struct Sheet(Sha256);

impl Sheet {
    /// A value under its name; an empty one counts for nothing, so that absent and empty are the same.
    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let size = u64::try_from(value.len()).unwrap_or(u64::MAX);
            self.0.update(name.as_bytes());
            self.0.update([0]);
            self.0.update(size.to_be_bytes());
            self.0.update(value.as_bytes());
        }
    }

    fn shown(&mut self, name: &str, value: impl std::fmt::Display) {
        self.text(name, &value.to_string());
    }

    fn optional(&mut self, name: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.shown(name, value);
        }
    }

    fn end(self) -> String {
        let mut digits = String::with_capacity(64);
        for byte in self.0.finalize() {
            // Writing to a text can't fail.
            let _ = write!(digits, "{byte:02x}");
        }
        digits
    }
}

fn head(sheet: &mut Sheet, dossier: &Dossier) {
    sheet.text("dossier", dossier.id());
    sheet.text("title", dossier.title());
    sheet.text("holder", dossier.holder());
    for year in dossier.years() {
        sheet.shown("year", year);
    }
    sheet.optional("as_of", dossier.as_of());
}

fn grant(sheet: &mut Sheet, grant: &Grant) {
    sheet.text("grant", &grant.id.value);
    sheet.text("scheme_of", &grant.scheme.value);
    sheet.text("title", grant.name());
    let state = State::WORDS.iter().find(|(_, state)| *state == grant.state);
    sheet.optional("state", state.map(|(word, _)| word));
    sheet.optional("since", grant.since);
    sheet.optional("preference", grant.preference);
    sheet.optional(
        "reserve",
        grant.reserve.as_ref().map(|reserve| reserve.value),
    );
    for (name, number) in &grant.keys {
        sheet.text("key", name);
        sheet.shown("number", number);
    }
    sheet.text("source", grant.source.as_deref().unwrap_or_default());
    let mut tranches: Vec<&Tranche> = grant.tranches.iter().collect();
    tranches.sort_by_key(|tranche| {
        let part = tranche.part.as_ref().map(|part| part.value.as_str());
        (tranche.id.value.as_str(), part)
    });
    for of in tranches {
        tranche(sheet, of);
    }
    let mut agreements: Vec<Vec<u8>> = grant.agreements.iter().map(agreement).collect();
    agreements.sort_unstable();
    for digest in agreements {
        sheet.0.update(digest);
    }
}

fn tranche(sheet: &mut Sheet, tranche: &Tranche) {
    sheet.text("tranche", &tranche.id.value);
    sheet.optional("part", tranche.part.as_ref().map(|part| &part.value));
    sheet.optional("tranche_year", tranche.year);
    sheet.optional("from", tranche.from);
    sheet.optional("until", tranche.until);
    sheet.shown("granted", tranche.granted.value);
    for (unit, most) in &tranche.units {
        sheet.text("unit", unit);
        sheet.shown("most", most);
    }
    if let Some(opening) = &tranche.opening {
        sheet.shown("opening", opening.value.balance);
        sheet.shown("room", opening.value.room);
        sheet.shown("owed", opening.value.owed);
        sheet.optional("carried_until", opening.value.until);
    }
    for (name, movements) in [
        ("amended", &tranche.amendments),
        ("received", &tranche.received),
        ("repaid", &tranche.repaid),
    ] {
        let mut movements: Vec<&Movement> = movements.iter().collect();
        // Periods of one last day may be written in several ways.
        movements.sort_by_cached_key(|it| {
            let period = it.period.value;
            (
                period.last(),
                it.amount.value,
                it.source.clone(),
                period.to_string(),
            )
        });
        for movement in movements {
            sheet.shown(name, movement.period.value);
            sheet.shown("amount", movement.amount.value);
            sheet.text("source", movement.source.as_deref().unwrap_or_default());
        }
    }
    sheet.text("source", tranche.source.as_deref().unwrap_or_default());
}

fn agreement(agreement: &Agreement) -> Vec<u8> {
    let mut sheet = Sheet(Sha256::new());
    sheet.text("agreement", &agreement.source);
    let tranches = agreement.tranches.iter().flatten();
    let mut tranches: Vec<&str> = tranches.map(|tranche| tranche.value.as_str()).collect();
    tranches.sort_unstable();
    for tranche in tranches {
        sheet.text("for", tranche);
    }
    sheet.optional("window", agreement.window_until);
    let unspent = agreement.unspent.as_ref();
    sheet.optional("unspent", unspent.map(Unspent::to_toml));
    sheet.0.finalize().to_vec()
}

fn lines(sheet: &mut Sheet, lines: &Lines) {
    let mut dimensions: Vec<_> = lines.dimensions().iter().collect();
    dimensions.sort_by_key(|column| column.name());
    let mut rows: Vec<usize> = (0..lines.len()).collect();
    rows.sort_by(|&a, &b| lines.order_of_ids(a, b));
    for row in rows {
        sheet.text("line", &lines.id(row));
        sheet.shown("period", lines.period(row));
        sheet.shown("amount", lines.amount(row));
        sheet.text("kind", lines.kind(row).as_str());
        sheet.optional("booking", lines.booking(row));
        sheet.text("fixed", if lines.is_fixed(row) { "true" } else { "" });
        sheet.text("corrects", lines.corrects(row).unwrap_or_default());
        if !lines.vat_compensable(row).is_zero() {
            sheet.shown("vat", lines.vat_compensable(row));
        }
        sheet.text("source", lines.source(row).unwrap_or_default());
        for column in &dimensions {
            if let Some(value) = column.value(row) {
                sheet.text("dimension", column.name());
                sheet.text("value", value);
            }
        }
    }
}

/// Quantities, budget, and what is eligible by judgement or assumption.
fn others(sheet: &mut Sheet, dossier: &Dossier) {
    let mut rows: Vec<Vec<u8>> = Vec::new();
    let mut row = |write: &dyn Fn(&mut Sheet)| {
        let mut sheet = Sheet(Sha256::new());
        write(&mut sheet);
        rows.push(sheet.0.finalize().to_vec());
    };
    for of in dossier.quantities().rows() {
        row(&|sheet| {
            sheet.text("quantity_of", &of.grant);
            sheet.shown("period", of.period);
            sheet.text("unit", &of.unit);
            sheet.shown("quantity", of.quantity);
            sheet.text("tranche", of.tranche.as_deref().unwrap_or_default());
            sheet.text("part", of.part.as_deref().unwrap_or_default());
            sheet.text("source", of.source.as_deref().unwrap_or_default());
        });
    }
    let budget = dossier.budget();
    for (at, of) in budget.rows().iter().enumerate() {
        row(&|sheet| {
            sheet.text("budget", of.line.as_deref().unwrap_or_default());
            sheet.shown("period", of.period);
            sheet.text("grant", of.grant.as_deref().unwrap_or_default());
            sheet.shown("amount", of.amount);
            sheet.text("source", of.source.as_deref().unwrap_or_default());
            let mut dimensions: Vec<_> = budget.dimensions().iter().collect();
            dimensions.sort_by_key(|column| column.name());
            for column in dimensions {
                if let Some(value) = column.value(at) {
                    sheet.text("dimension", column.name());
                    sheet.text("value", value);
                }
            }
        });
    }
    for said in dossier.eligible_for() {
        row(&|sheet| {
            sheet.text("eligible_for", &said.grant.value);
            sheet.text("source", &said.source);
            let mut named: Vec<&str> = said.lines.iter().map(|line| line.value.as_str()).collect();
            named.sort_unstable();
            for line in named {
                sheet.text("line", line);
            }
            condition(sheet, &said.costs);
        });
    }
    for assumed in dossier.assumed() {
        row(&|sheet| {
            sheet.text("assumed", &assumed.grant);
            if let Some(costs) = &assumed.costs {
                condition(sheet, costs);
            }
        });
    }
    rows.sort_unstable();
    for digest in rows {
        sheet.0.update(digest);
    }
}

fn condition(sheet: &mut Sheet, condition: &Condition) {
    for (name, columns) in [("only", &condition.only), ("except", &condition.except)] {
        for (column, values) in columns {
            sheet.text(name, column);
            for value in values {
                sheet.text("value", value);
            }
        }
    }
    sheet.text("match", condition.matching.as_str());
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{Agreement, Sheet, Unspent, agreement};

    #[test]
    fn the_rule_of_an_agreement_counts_as_a_file_has_it() {
        let mut sheet = Sheet(Sha256::new());
        sheet.text("agreement", "brief 1");
        sheet.text("unspent", "rule = \"retain\"\n");
        let retain = agreement(&Agreement::new("brief 1").unspent(Unspent::Retain));
        assert_eq!(retain, sheet.0.finalize().to_vec());
        let refund = agreement(&Agreement::new("brief 1").unspent(Unspent::Refund));
        assert_ne!(retain, refund);
    }
}
