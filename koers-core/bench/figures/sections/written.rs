//! The same lines as files, for rivals in other languages: little-endian columns, by date and id, and a header in JSON.

use std::fs;
use std::path::Path;

use koers_bench::engine;
use koers_bench::rivals::{Payers, waterfall};
use koers_bench::rules::{Rules, Unspent, Window};
use koers_core::Method;

use super::lines::{agree, settle};
use super::{Case, SEED, Sizes};

/// Writes them, with the totals by `priority` and by `least-refund` as Koers in Rust has them.
pub(crate) fn write(folder: &str, sizes: &Sizes) {
    let case = Case::new(Rules::eight(), sizes.lines, SEED);
    let folder = Path::new(folder);
    let put = |name: &str, bytes: Vec<u8>| {
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(folder.join(name), bytes))
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    };
    let columns = &case.columns;
    put(
        "amount.i64",
        columns
            .amounts
            .iter()
            .flat_map(|it| it.to_le_bytes())
            .collect(),
    );
    put(
        "day.i32",
        columns
            .days
            .iter()
            .flat_map(|it| it.to_le_bytes())
            .collect(),
    );
    put("project.u8", columns.projects.clone());
    put("theme.u8", columns.themes.clone());
    put("category.u8", columns.categories.clone());
    put("grant.u8", columns.pins.clone());

    let totals = waterfall(
        &case.rules,
        &case.awards,
        case.ordered().cents(),
        &mut Payers::default(),
    );
    let dossier = case.dossier();
    let by = |method: &Method| engine::totals(&settle(&dossier, method), &case.rules);
    agree("priority", &by(&Method::priority()), &totals);
    let least = by(&Method::least_refund());
    let buckets = case.rules.tranches().zip(&case.awards).map(|((grant, of, tranche), award)| {
        let days = |year, carried| match tranche.days(of, year, carried) {
            Some((first, last)) => format!("[{first}, {last}]"),
            None => "null".to_owned(),
        };
        let keeps = match (of.window, of.unspent) {
            (Window::Term(..), _) => "\"term\"".to_owned(),
            _ if tranche.year == 2024 => "\"unopened\"".to_owned(),
            (_, Unspent::Refund) => "\"refund\"".to_owned(),
            (_, Unspent::CarryOver(_, limit)) => format!("{{\"percent\": {}}}", limit.unwrap_or(100)),
        };
        format!(
            "{{\"grant\": {grant}, \"tranche\": \"{}\", \"award\": {award}, \"themes\": {}, \"projects\": {}, \"categories\": {}, \
             \"days\": {{\"2023\": {}, \"2024\": {}, \"2024-carried\": {}}}, \"keeps\": {keeps}}}",
            tranche.year,
            of.themes,
            of.projects,
            of.categories,
            days(2023, false),
            days(2024, false),
            days(2024, true)
        )
    });
    let buckets: Vec<String> = buckets.collect();
    let files = case.rules.files();
    let files = files.iter().map(|(name, text)| {
        format!(
            "\"{name}\": \"{}\"",
            text.replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n")
        )
    });
    let files: Vec<String> = files.collect();
    let out_of_order = case.columns.out_of_order();
    let out_of_order: Vec<String> = out_of_order
        .iter()
        .map(|(first, rows)| format!("{{\"first\": {first}, \"rows\": {rows:?}}}"))
        .collect();
    put(
        "header.json",
        format!(
            "{{\"lines\": {}, \"years\": [2023, 2024],\n\"buckets\": [\n  {}],\n\"grants\": {},\n\"schemes\": {{\n  {}}},\n\"out_of_order\": [{}],\n\
             \"priority\": {{\"spent\": {:?}, \"own_funds\": {:?}}},\n\"least_refund\": {{\"spent\": {:?}, \"own_funds\": {:?}}}}}\n",
            columns.len(),
            buckets.join(",\n  "),
            case.rules.as_json(&case.awards),
            files.join(",\n  "),
            out_of_order.join(", "),
            totals.spent,
            totals.own_funds,
            least.spent,
            least.own_funds
        )
        .into_bytes(),
    );
}
