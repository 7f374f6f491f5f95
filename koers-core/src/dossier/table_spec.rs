//! How the tables of a dossier are written: their files, signs and column names.

use crate::diag::{At, Findings};
use crate::money::NumberFormat;
use crate::read::{Encoding, Field, TableFormat, Value};

/// How the dossier's tables are written: what the folder needs to open them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) cost_lines: TableSpec,
    pub(super) budget: TableSpec,
    pub(super) quantities: TableSpec,
}

/// One table: its file, where the dossier names one, and how it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct TableSpec {
    pub(super) file: Option<At<String>>,
    pub(super) encoding: Encoding,
    pub(super) format: TableFormat,
}

pub(super) fn read_tables(field: Field<'_>, findings: &mut Findings) -> Option<Tables> {
    let mut table = field.table(findings)?;
    let mut spec = |key| {
        let field = table.get(key);
        field.and_then(|field| read_spec(field, findings))
    };
    let tables = Tables {
        cost_lines: spec("cost_lines").unwrap_or_default(),
        budget: spec("budget").unwrap_or_default(),
        quantities: spec("quantities").unwrap_or_default(),
    };
    table.finish(findings);
    Some(tables)
}

fn read_spec(field: Field<'_>, findings: &mut Findings) -> Option<TableSpec> {
    let mut table = field.table(findings)?;
    let file = table.get("file").and_then(|field| field.text(findings));
    let encodings = [
        ("utf-8", Encoding::Utf8),
        ("windows-1252", Encoding::Windows1252),
    ];
    let encoding = table
        .get("encoding")
        .and_then(|field| field.one_of(&encodings, findings));
    let delimiter = table
        .get("delimiter")
        .and_then(|field| field.sign(&[',', ';', '|', '\t'], findings));
    let decimal = table
        .get("decimal")
        .and_then(|field| field.sign(&['.', ','], findings))
        .unwrap_or('.');
    let others: Vec<char> = ['.', ',', '\'', ' ']
        .into_iter()
        .filter(|sign| *sign != decimal)
        .collect();
    let thousands = table
        .get("thousands")
        .and_then(|field| field.sign(&others, findings));
    let columns = table
        .get("columns")
        .map_or_else(Vec::new, |field| read_columns(field, findings));
    table.finish(findings);
    Some(TableSpec {
        file,
        encoding: encoding.unwrap_or_default(),
        format: TableFormat {
            delimiter: delimiter
                .and_then(|sign| u8::try_from(sign).ok())
                .unwrap_or(b','),
            numbers: NumberFormat { decimal, thousands },
            columns,
        },
    })
}

fn read_columns(field: Field<'_>, findings: &mut Findings) -> Vec<(String, At<String>)> {
    let Value::Table(entries) = &field.node.value else {
        field.wrong("table", findings);
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|(ours, node)| {
            let theirs = Field {
                key: "columns",
                node,
            }
            .text(findings)?;
            Some((ours.value.clone(), theirs))
        })
        .collect()
}
