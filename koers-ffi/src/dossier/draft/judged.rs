//! What a person judges or assumes to be eligible.

use std::collections::BTreeMap;

use koers_core::dossier::EligibleFor as CoreEligibleFor;
use koers_core::scheme::Condition;

use super::super::tree::{Table, read};
use super::super::{Assumption, Dimension, EligibleFor};
use crate::memory::{Array, Name, slice};
use crate::status::Failure;
use crate::text::Text;

/// A dossier to read them in: nothing of it is looked at.
fn head() -> Table {
    Table::new("dossier")
        .text("id", Some("wrapper"))
        .text("holder", Some("wrapper"))
        .ints("years", [2024])
}

/// The judgements, as the core reads them.
///
/// # Safety
/// The structs and texts are there, as the header asks; so in every function below for what it is given.
pub(in crate::dossier) unsafe fn read_eligible_for(
    judgements: Array<'_, EligibleFor>,
) -> Result<Vec<CoreEligibleFor>, Failure> {
    let mut tables = Vec::new();
    // SAFETY: as promised by the caller; so in every block below.
    for (at, item) in unsafe { judgements.iter() } {
        let (item, name) = (item?, Name::of("judgements").at(at));
        // SAFETY: as above.
        let (grant, source, lines) = unsafe {
            (
                item.grant.read(name.field("grant"))?,
                item.source.read(name.field("source"))?,
                texts(item.lines, item.line_count, name.field("lines"))?,
            )
        };
        let path = format!("eligible_for[{at}]");
        let table = Table::new(&path)
            .text("grant", grant)
            .text("source", source)
            .texts("lines", &lines);
        let costs = Costs {
            only: (item.only, item.only_count),
            except: (item.except, item.except_count),
            matching: item.matching,
        };
        // SAFETY: as above.
        tables.push(unsafe { costs.table(&path, table, name)? });
    }
    read_tables(tables)
}

/// The grant of an assumption, and its condition if it has one.
pub(in crate::dossier) unsafe fn read_assumption<'a>(
    given: &Assumption,
    name: Name<'_>,
) -> Result<(&'a str, Option<Condition>), Failure> {
    // SAFETY: as above.
    let grant = unsafe { given.grant.read(name.field("grant"))? }.unwrap_or_default();
    let costs = Costs {
        only: (given.only, given.only_count),
        except: (given.except, given.except_count),
        matching: given.matching,
    };
    // An assumption has the conditions of a judgement, and needs no source.
    let table = Table::new("assume_eligible")
        .text("grant", Some("wrapper"))
        .text("source", Some("wrapper"));
    // SAFETY: as above.
    let table = unsafe { costs.table("assume_eligible", table, name)? };
    let read = read_tables(vec![table])?.into_iter().next();
    let costs = read
        .map(|read| read.costs)
        .filter(|costs| !costs.is_empty());
    Ok((grant, costs))
}

fn read_tables(tables: Vec<Table>) -> Result<Vec<CoreEligibleFor>, Failure> {
    let mut read = read(&head().node(), "eligible_for", tables)?;
    Ok(std::mem::take(read.eligible_for_mut()))
}

/// A condition on dimensions.
struct Costs {
    only: (*const Dimension, usize),
    except: (*const Dimension, usize),
    matching: Text,
}

impl Costs {
    /// Adds it to the table at `path`.
    unsafe fn table(self, path: &str, mut table: Table, name: Name<'_>) -> Result<Table, Failure> {
        // SAFETY: as above.
        let (only, except, matching) = unsafe {
            (
                values(self.only, name.field("only"))?,
                values(self.except, name.field("except"))?,
                self.matching.read(name.field("matching"))?,
            )
        };
        table = table.text("match", matching);
        for (key, dimensions) in [("only", only), ("except", except)] {
            if !dimensions.is_empty() {
                let side = Table::new(format!("{path}.{key}"));
                let side = dimensions.iter().fold(side, |side, (dimension, values)| {
                    side.texts(dimension, values)
                });
                table = table.child(key, side);
            }
        }
        Ok(table)
    }
}

/// The texts of an array; an absent one is empty, to be refused as it is.
pub(super) unsafe fn texts<'a>(
    first: *const Text,
    count: usize,
    name: Name<'_>,
) -> Result<Vec<&'a str>, Failure> {
    // SAFETY: as above.
    let given: &'a [Text] = unsafe { slice(first, count, name)? };
    // SAFETY: as above.
    let texts = given.iter().map(|text| unsafe { text.read(name) });
    texts.map(|text| Ok(text?.unwrap_or_default())).collect()
}

/// Dimensions with their values, each dimension once, in the order in which they come.
unsafe fn values<'a>(
    (first, count): (*const Dimension, usize),
    name: Name<'_>,
) -> Result<Vec<(&'a str, Vec<&'a str>)>, Failure> {
    // SAFETY: as above.
    let given: &'a [Dimension] = unsafe { slice(first, count, name)? };
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut values: Vec<(&str, Vec<&str>)> = Vec::new();
    for pair in given {
        // SAFETY: as above.
        let (dimension, value) = unsafe { (pair.name.read(name)?, pair.value.read(name)?) };
        let dimension = dimension.unwrap_or_default();
        let at = *places.entry(dimension).or_insert(values.len());
        if at == values.len() {
            values.push((dimension, Vec::new()));
        }
        values[at].1.push(value.unwrap_or_default());
    }
    Ok(values)
}
