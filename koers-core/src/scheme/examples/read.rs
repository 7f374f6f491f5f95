//! `[[examples]]` to small dossiers, not yet read, and what they expect.

use std::collections::BTreeSet;

use super::expect::Expect;
use crate::diag::{At, Code, Finding, Findings, Place};
use crate::dossier::Values;
use crate::read::{Field, Fields, Node, Value};

/// The most examples of a file, and the most lines, quantities or tranches of one example.
pub(super) const MOST: usize = 1_000;

/// The most rows that the settlement of an example may have: tranches times years.
const ROWS: usize = 10_000;

/// The most that those of all examples may have together.
const ALL_ROWS: usize = 100_000;

/// The examples of a file.
pub(super) struct Examples {
    pub(super) list: Vec<Example>,
    /// Whether all could be read.
    pub(super) whole: bool,
}

impl Examples {
    /// Of a file that has none.
    pub(super) fn none() -> Examples {
        Examples {
            list: Vec::new(),
            whole: true,
        }
    }
}

/// One example.
pub(super) struct Example {
    pub(super) name: At<String>,
    /// Where it stands as a whole.
    place: Place,
    /// The keys of `[dossier]` that are given.
    head: Vec<(At<String>, Node)>,
    grants: Option<Node>,
    eligible_for: Option<Node>,
    lines: Vec<Node>,
    quantities: Vec<Node>,
    /// How many rows its settlement has at most.
    rows: usize,
    pub(super) expect: Expect,
}

pub(super) fn read_examples(field: Field<'_>, findings: &mut Findings) -> Examples {
    let nodes = field.list(findings);
    if nodes.len() > MOST {
        too_many(field, MOST, findings);
        return Examples {
            whole: false,
            ..Examples::none()
        };
    }
    let list: Vec<Example> = nodes
        .iter()
        .filter_map(|node| read_example(node, findings))
        .collect();
    if list.iter().map(|example| example.rows).sum::<usize>() > ALL_ROWS {
        too_many(field, ALL_ROWS, findings);
        return Examples {
            whole: false,
            ..Examples::none()
        };
    }
    let mut names = BTreeSet::new();
    for example in &list {
        if !names.insert(example.name.value.as_str()) {
            findings.push(
                Finding::new(Code::DuplicateName)
                    .subject(&example.name.value)
                    .arg("value", &example.name.value)
                    .at(example.name.place.clone()),
            );
        }
    }
    Examples {
        whole: list.len() == nodes.len(),
        list,
    }
}

fn read_example(node: &Node, findings: &mut Findings) -> Option<Example> {
    let mut table = Fields::of(node, "examples", findings)?;
    let name = table
        .need("name", findings)
        .and_then(|field| field.text(findings));
    let years = table.need("years", findings);
    let others = [table.get("holder"), table.get("as_of")];
    let head = others.into_iter().chain([years]).flatten();
    let head: Vec<_> = head
        .map(|field| entry(field.key, field.node.clone()))
        .collect();
    let grants = table.get("grants");
    let eligible_for = table.get("eligible_for");
    let lines = rows(table.get("lines"), findings);
    let quantities = rows(table.get("quantities"), findings);
    let expect = table.need("expect", findings);
    let expect = expect.and_then(|field| Expect::read(field, findings));
    table.finish(findings);
    let size = years.map_or(0, |field| length(field.node)).max(1)
        * grants.map_or(0, |field| tranches(field.node));
    if let (Some(field), true) = (grants, size > ROWS) {
        too_many(field, ROWS, findings);
        return None;
    }
    years?;
    Some(Example {
        name: name?,
        place: node.place.clone(),
        head,
        grants: grants.map(|field| field.node.clone()),
        eligible_for: eligible_for.map(|field| field.node.clone()),
        lines: lines?.to_vec(),
        quantities: quantities?.to_vec(),
        rows: size,
        expect: expect?,
    })
}

/// The rows of a table; `None` when there are too many.
fn rows<'n>(field: Option<Field<'n>>, findings: &mut Findings) -> Option<&'n [Node]> {
    let Some(field) = field else {
        return Some(&[]);
    };
    let rows = field.list(findings);
    if rows.len() > MOST {
        too_many(field, MOST, findings);
        return None;
    }
    Some(rows)
}

pub(super) fn too_many(field: Field<'_>, limit: usize, findings: &mut Findings) {
    findings.push(
        Finding::new(Code::TooMany)
            .subject(field.key)
            .arg("what", "rows")
            .arg("limit", limit)
            .at(field.node.place.clone()),
    );
}

fn length(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => items.len(),
        _ => 0,
    }
}

/// How many tranches a list of grants has.
fn tranches(grants: &Node) -> usize {
    let Value::List(grants) = &grants.value else {
        return 0;
    };
    let of_grant = |grant: &Node| match &grant.value {
        Value::Table(entries) => entries
            .iter()
            .filter(|(key, _)| key.value == "tranches")
            .map(|(_, node)| length(node))
            .sum(),
        _ => 0,
    };
    grants.iter().map(of_grant).sum()
}

fn entry(key: &str, node: Node) -> (At<String>, Node) {
    (At::new(key.to_owned(), node.place.clone()), node)
}

impl Example {
    /// The dossier, in which grants that name no scheme have `scheme`.
    pub(super) fn values(&self, scheme: &str) -> Values {
        let at = |value| Node {
            value,
            place: self.place.clone(),
        };
        let text = |text: &str| at(Value::Text(text.to_owned()));
        let mut dossier = self.head.clone();
        dossier.push(entry("id", text("example")));
        if !dossier.iter().any(|(key, _)| key.value == "holder") {
            dossier.push(entry("holder", text("example")));
        }
        let mut head = vec![entry("dossier", at(Value::Table(dossier)))];
        if let Some(mut grants) = self.grants.clone() {
            if let Value::List(grants) = &mut grants.value {
                for grant in grants {
                    let place = grant.place.clone();
                    if let Value::Table(entries) = &mut grant.value
                        && !entries.iter().any(|(key, _)| key.value == "scheme")
                    {
                        let value = Value::Text(scheme.to_owned());
                        entries.push(entry("scheme", Node { value, place }));
                    }
                }
            }
            head.push(entry("grants", grants));
        }
        if let Some(node) = &self.eligible_for {
            head.push(entry("eligible_for", node.clone()));
        }
        Values {
            head: Some(at(Value::Table(head))),
            cost_lines: self.lines.iter().map(dated).collect(),
            quantities: self.quantities.iter().map(dated).collect(),
            ..Values::default()
        }
    }

    /// A finding on the dossier, with its place in the file.
    pub(super) fn placed(&self, finding: Finding) -> Finding {
        let rows = |table: &str| match table {
            "cost_lines" => Some(&self.lines),
            "quantities" => Some(&self.quantities),
            _ => None,
        };
        let place = match finding.place() {
            Place::Text { .. } => return finding,
            Place::Cell { table, row, column } => rows(table)
                .and_then(|rows| rows.get(row.checked_sub(1)?))
                .map(|row| cell(row, column)),
            // A column as a whole: `cost_lines.amount`; it is there in the first row that has it.
            path @ (Place::Path(_) | Place::Step(_)) => {
                let path = path.path().unwrap_or_default();
                let (table, column) = path.split_once('.').unwrap_or((&path, ""));
                rows(table).and_then(|rows| {
                    let has = |row: &&Node| find(row, column).is_some();
                    let row = rows.iter().find(has).or(rows.first())?;
                    Some(cell(row, column))
                })
            }
            Place::Nowhere => None,
        };
        finding.at(place.unwrap_or_else(|| self.name.place.clone()))
    }
}

/// A row with its date under `period`: a table has one such column, and here each row may choose.
fn dated(row: &Node) -> Node {
    let mut row = row.clone();
    let both = find(&row, "period").is_some();
    if let (Value::Table(entries), false) = (&mut row.value, both) {
        for (key, _) in entries.iter_mut().filter(|(key, _)| key.value == "date") {
            "period".clone_into(&mut key.value);
        }
    }
    row
}

/// The place of a cell of a row; of the row where it has no such cell.
fn cell(row: &Node, column: &str) -> Place {
    let found = match column {
        "period" => find(row, "period").or_else(|| find(row, "date")),
        column => find(row, column),
    };
    found.unwrap_or(row).place.clone()
}

fn find<'n>(row: &'n Node, column: &str) -> Option<&'n Node> {
    let Value::Table(entries) = &row.value else {
        return None;
    };
    let found = entries.iter().find(|(key, _)| key.value == column);
    found.map(|(_, node)| node)
}
