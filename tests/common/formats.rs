//! The keys of the file formats, and which of them the corpus uses.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use toml::de::{DeTable, DeValue};

/// Every key of a dossier file, by its path; columns of tables under the table's name.
const DOSSIER: &str = "
format
dossier.id dossier.title dossier.holder dossier.years dossier.as_of
grants.id grants.scheme grants.title grants.state grants.since grants.preference grants.reserve grants.source
grants.keys
grants.tranches.id grants.tranches.part grants.tranches.year grants.tranches.from grants.tranches.until
grants.tranches.granted grants.tranches.units grants.tranches.source
grants.tranches.opening.balance grants.tranches.opening.room grants.tranches.opening.owed grants.tranches.opening.until
grants.tranches.opening.announced grants.tranches.opening.to grants.tranches.opening.carried_by
grants.tranches.opening.spent grants.tranches.opening.earned grants.tranches.opening.given_up
grants.tranches.opening.short grants.tranches.opening.ceilings grants.tranches.opening.units dossier.chain_from
dossier.closed grants.tranches.closings.year grants.tranches.closings.received grants.tranches.closings.repaid
grants.tranches.closings.spent grants.tranches.closings.retained grants.tranches.closings.refund
grants.tranches.closings.carry_over grants.tranches.closings.pending grants.tranches.closings.receivable
grants.tranches.closings.reason grants.tranches.closings.granted grants.tranches.closings.room
grants.tranches.closings.owed grants.tranches.restated.owed grants.tranches.closings.earned grants.tranches.closings.carry_over_until grants.tranches.restated.year
grants.tranches.restated.received grants.tranches.restated.repaid grants.tranches.restated.spent
grants.tranches.restated.retained grants.tranches.restated.refund grants.tranches.restated.carry_over
grants.tranches.restated.pending grants.tranches.restated.receivable grants.tranches.restated.reason
grants.tranches.restated.granted grants.tranches.restated.room grants.tranches.restated.earned
grants.tranches.restated.carry_over_until
grants.tranches.amendments.date grants.tranches.amendments.amount grants.tranches.amendments.source
grants.tranches.received.date grants.tranches.received.period grants.tranches.received.amount
grants.tranches.received.source
grants.tranches.repaid.date grants.tranches.repaid.period grants.tranches.repaid.amount grants.tranches.repaid.source
grants.agreements.source grants.agreements.tranches grants.agreements.window.until
grants.agreements.unspent.rule grants.agreements.unspent.until grants.agreements.unspent.limit
grants.agreements.unspent.of grants.agreements.unspent.to grants.agreements.unspent.tranche_years
eligible_for.grant eligible_for.lines eligible_for.only eligible_for.except eligible_for.match eligible_for.source
tables.cost_lines.file tables.cost_lines.encoding tables.cost_lines.delimiter tables.cost_lines.decimal
tables.cost_lines.thousands tables.cost_lines.columns.line tables.cost_lines.columns.period
tables.cost_lines.columns.amount tables.cost_lines.columns.grant tables.cost_lines.columns.source
tables.budget.file tables.budget.encoding tables.budget.delimiter tables.budget.decimal tables.budget.thousands
tables.budget.columns.line
tables.quantities.file tables.quantities.encoding tables.quantities.delimiter tables.quantities.decimal
tables.quantities.thousands tables.quantities.columns.grant tables.quantities.columns.period
tables.quantities.columns.unit tables.quantities.columns.quantity
cost_lines.line cost_lines.date cost_lines.period cost_lines.amount cost_lines.kind cost_lines.grant cost_lines.fixed
cost_lines.corrects cost_lines.vat_compensable cost_lines.part cost_lines.source
budget.line budget.period budget.amount budget.source
quantities.grant quantities.date quantities.period quantities.unit quantities.quantity quantities.year
quantities.tranche quantities.part quantities.source
";

/// Every key of a scheme file, by its path.
const SCHEME: &str = "
format
scheme.id scheme.title scheme.title_en scheme.funder scheme.funder_group scheme.draft
scheme.legal_basis.title scheme.legal_basis.reference scheme.legal_basis.link
not_modelled.rule not_modelled.note
parts.id parts.title parts.group parts.article parts.status parts.note
versions.from versions.until versions.published versions.text
versions.unit.period versions.unit.years versions.unit.start
versions.unit.article versions.unit.status versions.unit.note
versions.window.rule versions.window.from versions.window.until versions.window.article versions.window.status
versions.eligible.rule versions.eligible.goal versions.eligible.only versions.eligible.except versions.eligible.match
versions.eligible.article versions.eligible.status
versions.share.percentage versions.share.of versions.share.article versions.share.status versions.share.note
versions.ceilings.name versions.ceilings.limit versions.ceilings.of versions.ceilings.over versions.ceilings.parts
versions.ceilings.only versions.ceilings.except versions.ceilings.match
versions.ceilings.article versions.ceilings.status versions.ceilings.note
versions.shifting.rule versions.shifting.percentage versions.shifting.of versions.shifting.inside
versions.shifting.article versions.shifting.status
versions.basis.rule versions.basis.article versions.basis.status versions.basis.note
versions.basis.prices.unit versions.basis.prices.price versions.basis.prices.from
versions.basis.prices.article versions.basis.prices.status versions.basis.prices.note
versions.unspent.rule versions.unspent.limit versions.unspent.of versions.unspent.until versions.unspent.to
versions.unspent.tranche_years versions.unspent.article versions.unspent.status versions.unspent.note
versions.excess.rule versions.excess.article versions.excess.status
versions.deductions.kinds versions.deductions.article versions.deductions.status
versions.exclusive_with.schemes versions.exclusive_with.funder_groups
versions.exclusive_with.article versions.exclusive_with.status
versions.maximum.amount versions.maximum.article versions.maximum.status versions.maximum.note
versions.advance.percentage versions.advance.months versions.advance.article versions.advance.status
versions.refund_terms.kind versions.refund_terms.on versions.refund_terms.weeks versions.refund_terms.years
versions.refund_terms.article versions.refund_terms.status versions.refund_terms.note
versions.duties.kind versions.duties.on versions.duties.weeks
versions.duties.article versions.duties.status versions.duties.note
examples
";

/// Words that a key allows, as `path=word`.
const WORDS: &str = "
grants.state=announced grants.state=awarded grants.state=amended grants.state=determined grants.state=withdrawn
grants.agreements.unspent.rule=refund grants.agreements.unspent.rule=carry-over
grants.agreements.unspent.rule=retain grants.agreements.unspent.rule=reserve
eligible_for.match=any
tables.cost_lines.encoding=windows-1252 tables.budget.encoding=utf-8
scheme.funder_group=eu scheme.funder_group=rijk scheme.funder_group=other
versions.unit.period=calendar-year versions.unit.period=term versions.unit.period=years
versions.window.rule=tranche-year versions.window.rule=period versions.window.rule=until versions.window.rule=tranche
versions.window.rule=unit
versions.eligible.rule=any versions.eligible.rule=goal versions.eligible.rule=costs
versions.eligible.match=all versions.eligible.match=any
versions.share.of=line versions.share.of=total
versions.ceilings.over=bucket versions.ceilings.over=tranche versions.ceilings.over=grant
versions.shifting.rule=none versions.shifting.rule=share versions.shifting.rule=free versions.shifting.inside=group
versions.basis.rule=realised versions.basis.rule=price-quantity versions.basis.rule=fixed-sum
versions.unspent.rule=refund versions.unspent.rule=carry-over versions.unspent.rule=by-agreement
versions.unspent.rule=retain versions.unspent.rule=reserve
versions.unspent.of=award versions.unspent.of=last-year
versions.unspent.until=next-year-end versions.unspent.until=next-unit-end
versions.unspent.to=same-part versions.unspent.to=any-part
versions.excess.rule=refund versions.excess.rule=retain
versions.deductions.kinds=income versions.deductions.kinds=contribution versions.deductions.kinds=vat
versions.exclusive_with.funder_groups=eu
versions.refund_terms.kind=must versions.refund_terms.kind=may versions.refund_terms.kind=due
versions.refund_terms.kind=limitation versions.refund_terms.kind=set-off versions.refund_terms.kind=interest
versions.duties.kind=accountability versions.duties.kind=decision versions.duties.kind=approval
versions.unspent.status=text versions.unspent.status=agreement versions.maximum.status=secondary
";

/// Every key of a method file, by its path; a key that names grants or dimensions without those.
const METHOD: &str = "
format
steps.method steps.only steps.except steps.match steps.tranches steps.grants steps.groups steps.maxima
steps.weights steps.shares steps.key steps.rounding steps.redistribute
";

/// Every word that a key of a method file allows.
const METHOD_WORDS: &str = "
steps.method=booked steps.method=priority steps.method=pro-rata steps.method=least-refund
steps.match=any steps.tranches=newest
steps.weights=shares steps.weights=room steps.weights=award steps.weights=key
steps.rounding=down steps.redistribute=next-group steps.redistribute=within-group
";

/// The paths that were met.
#[derive(Debug, Default)]
pub(crate) struct Used {
    dossier: BTreeSet<String>,
    scheme: BTreeSet<String>,
    method: BTreeSet<String>,
}

impl Used {
    /// Adds what the dossier in a folder uses, and its own schemes.
    pub(crate) fn dossier(&mut self, folder: &Path) {
        read(&folder.join("dossier.toml"), &mut self.dossier);
        for table in ["cost_lines", "budget", "quantities"] {
            header(folder, table, &mut self.dossier);
        }
        let method = folder.join("method.toml");
        if method.exists() {
            read(&method, &mut self.method);
        }
        let Ok(schemes) = fs::read_dir(folder.join("schemes")) else {
            return;
        };
        for scheme in schemes {
            read(&scheme.expect("readable").path(), &mut self.scheme);
        }
    }

    /// What no dossier used.
    pub(crate) fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for (keys, used, file) in [
            (DOSSIER, &self.dossier, "dossier"),
            (SCHEME, &self.scheme, "scheme"),
            (METHOD, &self.method, "method"),
            (METHOD_WORDS, &self.method, "method"),
        ] {
            let keys = keys.split_whitespace().filter(|key| !used.contains(*key));
            missing.extend(keys.map(|key| format!("{key} ({file})")));
        }
        let words = WORDS.split_whitespace();
        missing.extend(
            words
                .filter(|word| !self.dossier.contains(*word) && !self.scheme.contains(*word))
                .map(str::to_owned),
        );
        missing
    }
}

fn read(path: &Path, used: &mut BTreeSet<String>) {
    let text = fs::read_to_string(path).expect("good cases are UTF-8");
    let text = text.trim_start_matches('\u{feff}');
    let table = DeTable::parse(text).expect("good cases are TOML");
    walk("", &DeValue::Table(table.into_inner()), used);
}

/// Adds the columns of a table in the file of the usual name.
fn header(folder: &Path, table: &str, used: &mut BTreeSet<String>) {
    let Ok(text) = fs::read_to_string(folder.join(format!("{table}.csv"))) else {
        return;
    };
    let names = text.trim_start_matches('\u{feff}').lines().next();
    let names = names.unwrap_or_default().split(',');
    used.extend(names.map(|name| format!("{table}.{}", name.trim())));
}

fn walk(path: &str, value: &DeValue<'_>, used: &mut BTreeSet<String>) {
    match value {
        DeValue::Table(table) => {
            for (key, value) in table {
                let key = key.get_ref();
                let path = if path.is_empty() {
                    key.to_string()
                } else {
                    format!("{path}.{key}")
                };
                used.insert(path.clone());
                walk(&path, value.get_ref(), used);
            }
        }
        DeValue::Array(items) => items
            .iter()
            .for_each(|item| walk(path, item.get_ref(), used)),
        DeValue::String(word) => {
            used.insert(format!("{path}={word}"));
        }
        _ => {}
    }
}
