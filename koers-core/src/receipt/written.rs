//! A receipt as canonical JSON: keys in the order of the format, each on a line of its own, and so the rows of its tables.

use super::canonical::Json;
use super::{
    DossierHash, FORMAT, Input, InputTable, Receipt, SchemeUsed, TableHash, YearTotals,
    assumed_json, method_json,
};
use crate::plan::MOST_PAIRS;
use crate::report::json_string;
use crate::settle::Measure;

/// The members that state the input, in the order of the format.
pub(super) fn input_json(input: &Input) -> Vec<(&'static str, Json)> {
    let schemes = input.schemes.iter().map(|(id, it)| scheme(id, it));
    let assumed = input.assumed.iter().map(assumed_json);
    let mut members = vec![("method", method_json(&input.method))];
    if input.all_years {
        members.push(("all_years", Json::Bool(true)));
    }
    if let Some(method) = &input.closed_by {
        members.push(("closed_by", method_json(method)));
    }
    if input.solving_at_most != MOST_PAIRS {
        members.push(("solving_at_most", Json::from(input.solving_at_most)));
    }
    members.extend([
        ("assumed", Json::List(assumed.collect())),
        ("schemes", Json::List(schemes.collect())),
        ("dossier", dossier(&input.dossier)),
        ("cost_lines", rows(&input.cost_lines)),
        ("budget", rows(&input.budget)),
        ("quantities", rows(&input.quantities)),
    ]);
    members
}

fn scheme(id: &str, scheme: &SchemeUsed) -> Json {
    let versions = scheme.versions.iter().map(|version| {
        let mut of = vec![("from".to_owned(), version.from)];
        of.extend(version.published.map(|it| ("published".to_owned(), it)));
        let of = of.into_iter();
        Json::Table(
            of.map(|(key, date)| (key, Json::Text(date.to_string())))
                .collect(),
        )
    });
    Json::from([
        ("scheme", Json::from(id)),
        ("versions", Json::List(versions.collect())),
        ("hash", Json::from(scheme.hash.as_str())),
    ])
}

fn dossier(dossier: &DossierHash) -> Json {
    let years = dossier.years.iter().map(|&year| Json::Int(year.into()));
    Json::from([
        ("id", Json::from(dossier.id.as_str())),
        ("holder", Json::from(dossier.holder.as_str())),
        ("years", Json::List(years.collect())),
        ("hash", Json::from(dossier.hash.as_str())),
    ])
}

fn rows(of: &InputTable) -> Json {
    let (rows, hash) = (Json::from(of.rows), Json::from(of.hash.as_str()));
    match of.amount {
        None => Json::from([("rows", rows), ("hash", hash)]),
        Some(amount) => Json::from([
            ("rows", rows),
            ("amount", Json::Text(amount.to_string())),
            ("hash", hash),
        ]),
    }
}

fn totals(of: &YearTotals) -> Json {
    let amounts = Measure::WORDS.iter().zip(&of.amounts);
    let amounts =
        amounts.map(|((word, _), amount)| ((*word).to_owned(), Json::Text(amount.to_string())));
    let year = ("year".to_owned(), Json::Int(of.year.into()));
    Json::Table(std::iter::once(year).chain(amounts).collect())
}

fn table(of: &TableHash) -> Json {
    Json::from([
        ("table", Json::from(of.table.as_str())),
        ("rows", Json::from(of.rows)),
        ("hash", Json::from(of.hash.as_str())),
    ])
}

/// All of a receipt, with a line feed at the end.
pub(super) fn written(receipt: &Receipt) -> String {
    let certificate = receipt.certificate.as_deref();
    let mut members = vec![
        ("format", Json::Int(FORMAT)),
        ("engine", Json::from(receipt.engine.as_str())),
    ];
    members.extend(input_json(&receipt.input));
    members.push(("input", Json::from(receipt.input().as_str())));
    let years = receipt.totals.iter().map(totals);
    members.push(("totals", Json::List(years.collect())));
    let tables = receipt.tables.iter().map(table);
    members.push(("tables", Json::List(tables.collect())));
    members.extend(certificate.map(|hash| ("certificate", Json::from(hash))));
    let mut out = String::new();
    for (at, (key, value)) in members.iter().enumerate() {
        out.push_str(if at == 0 { "{" } else { ",\n" });
        json_string(key, &mut out);
        out.push(':');
        member(value, &mut out);
    }
    out.push_str("}\n");
    out
}

fn member(value: &Json, out: &mut String) {
    let Json::List(items) = value else {
        out.push_str(&value.text());
        return;
    };
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&item.text());
    }
    out.push_str(if items.is_empty() { "]" } else { "\n]" });
}
