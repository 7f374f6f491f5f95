//! The columns of the tables: which each table has, and where they stand in a file or in rows from memory.

use super::line::CostLine;
use super::quantities::QuantityLine;
use super::{BudgetLine, TextColumn};
use crate::diag::{Code, Finding, Findings, Place};
use crate::read::is_text;
use crate::reconcile::DeclaredFigure;
use crate::roll_forward::DeclaredRow;

/// A column with a meaning, in any of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Line,
    Period,
    Amount,
    Kind,
    Grant,
    Fixed,
    Corrects,
    VatCompensable,
    Unit,
    Quantity,
    Year,
    Tranche,
    Part,
    Holder,
    FunderGroup,
    Total,
    Opening,
    Received,
    Released,
    Repaid,
    Other,
    Closing,
    Rounding,
    Key,
    Scope,
    Measure,
    Claim,
    SumOf,
    Document,
    Source,
}

impl Column {
    /// Each by its name; a period may be called a date.
    const NAMES: [(&'static str, Column); 31] = [
        ("line", Column::Line),
        ("date", Column::Period),
        ("period", Column::Period),
        ("amount", Column::Amount),
        ("kind", Column::Kind),
        ("grant", Column::Grant),
        ("fixed", Column::Fixed),
        ("corrects", Column::Corrects),
        ("vat_compensable", Column::VatCompensable),
        ("unit", Column::Unit),
        ("quantity", Column::Quantity),
        ("year", Column::Year),
        ("tranche", Column::Tranche),
        ("part", Column::Part),
        ("holder", Column::Holder),
        ("funder_group", Column::FunderGroup),
        ("total", Column::Total),
        ("opening", Column::Opening),
        ("received", Column::Received),
        ("released", Column::Released),
        ("repaid", Column::Repaid),
        ("other", Column::Other),
        ("closing", Column::Closing),
        ("rounding", Column::Rounding),
        ("key", Column::Key),
        ("scope", Column::Scope),
        ("measure", Column::Measure),
        ("claim", Column::Claim),
        ("sum_of", Column::SumOf),
        ("document", Column::Document),
        ("source", Column::Source),
    ];

    /// How many there are.
    const COUNT: usize = Column::Source as usize + 1;

    /// The name in findings.
    pub(super) fn name(self) -> &'static str {
        let named = Column::NAMES.iter().rfind(|(_, column)| *column == self);
        named.map_or("", |(name, _)| name)
    }
}

/// Names of columns of `cost_lines` that are no dimension in a table without that column: a later version may give them a
/// meaning there, and would then change what a file means.
const RESERVED: [&str; 4] = ["kind", "fixed", "corrects", "vat_compensable"];

/// The most columns that a table may have.
pub(super) const MOST_COLUMNS: usize = 1_000;

/// Which columns a table has.
pub(super) struct Shape {
    /// The table's name.
    pub(super) table: &'static str,
    /// The column with the id of a row, where rows have one.
    pub(super) id: Option<Column>,
    /// Those that must be there.
    needed: &'static [Column],
    /// Those that may.
    optional: &'static [Column],
    /// Whether any other column is a dimension; else it is unknown.
    dimensions: bool,
}

/// What a column's name makes of it.
enum ColumnUse {
    Known(Column),
    Reserved,
    Dimension,
    Unknown,
}

/// A table whose rows are read.
pub(super) trait Shaped {
    /// Its columns.
    const SHAPE: Shape;
}

impl Shaped for CostLine {
    const SHAPE: Shape = Shape {
        table: "cost_lines",
        id: Some(Column::Line),
        needed: &[Column::Line, Column::Period, Column::Amount],
        optional: &[
            Column::Kind,
            Column::Grant,
            Column::Fixed,
            Column::Corrects,
            Column::VatCompensable,
            Column::Source,
        ],
        dimensions: true,
    };
}

/// The name of the table with cost lines.
#[cfg(feature = "arrow")]
pub(crate) const LINE_TABLE: &str = CostLine::SHAPE.table;

/// A column of cost lines that come as columns: where it stands and its meaning, none for a dimension.
#[cfg(feature = "arrow")]
pub(crate) struct Found {
    pub(crate) at: usize,
    pub(crate) meaning: Option<Column>,
}

/// Finds the columns of cost lines that come as columns, where a line may do without an id; `None` after a finding.
#[cfg(feature = "arrow")]
pub(crate) fn find_line_columns(names: &[String], findings: &mut Findings) -> Option<Vec<Found>> {
    let shape = Shape {
        needed: &[Column::Period, Column::Amount],
        optional: &[
            Column::Line,
            Column::Kind,
            Column::Grant,
            Column::Fixed,
            Column::Corrects,
            Column::VatCompensable,
            Column::Source,
        ],
        ..CostLine::SHAPE
    };
    let place = |column: Option<usize>| {
        let name = column.and_then(|at| names.get(at));
        let name = name.map_or_else(String::new, |name| format!(".{name}"));
        Place::Path(format!("{LINE_TABLE}{name}"))
    };
    let columns = shape.find(names, &place, findings)?;
    let known = columns.known.iter().enumerate().filter_map(|(column, at)| {
        let (_, meaning) = Column::NAMES
            .iter()
            .find(|(_, it)| *it as usize == column)?;
        Some(Found {
            at: (*at)?,
            meaning: Some(*meaning),
        })
    });
    let dimensions = columns.dimensions.iter();
    let dimensions = dimensions.map(|(at, _)| Found {
        at: *at,
        meaning: None,
    });
    Some(known.chain(dimensions).collect())
}

impl Shaped for BudgetLine {
    const SHAPE: Shape = Shape {
        table: "budget",
        id: None,
        needed: &[Column::Period, Column::Amount],
        optional: &[Column::Line, Column::Grant, Column::Source],
        dimensions: true,
    };
}

impl Shaped for QuantityLine {
    const SHAPE: Shape = Shape {
        table: "quantities",
        id: None,
        needed: &[
            Column::Grant,
            Column::Period,
            Column::Unit,
            Column::Quantity,
        ],
        optional: &[Column::Year, Column::Tranche, Column::Part, Column::Source],
        dimensions: false,
    };
}

impl Shaped for DeclaredRow {
    const SHAPE: Shape = Shape {
        table: "roll_forward",
        id: None,
        needed: &[Column::Year, Column::Grant, Column::Closing],
        optional: &[
            Column::Kind,
            Column::Holder,
            Column::FunderGroup,
            Column::Total,
            Column::Opening,
            Column::Received,
            Column::Released,
            Column::Repaid,
            Column::Other,
            Column::Rounding,
            Column::Source,
        ],
        dimensions: false,
    };
}

impl Shaped for DeclaredFigure {
    const SHAPE: Shape = Shape {
        table: "declared",
        id: Some(Column::Key),
        needed: &[Column::Key],
        optional: &[
            Column::Scope,
            Column::Measure,
            Column::Amount,
            Column::Claim,
            Column::SumOf,
            Column::Document,
            Column::Source,
        ],
        dimensions: false,
    };
}

impl Shape {
    fn use_of(&self, name: &str) -> ColumnUse {
        let known = Column::NAMES
            .iter()
            .find(|(known, column)| *known == name && self.has(*column));
        match known {
            Some((_, column)) => ColumnUse::Known(*column),
            None if !self.dimensions => ColumnUse::Unknown,
            None if RESERVED.contains(&name) => ColumnUse::Reserved,
            None => ColumnUse::Dimension,
        }
    }

    fn has(&self, column: Column) -> bool {
        self.needed.contains(&column) || self.optional.contains(&column)
    }

    /// The names that a column may have, for a finding.
    fn names(&self) -> String {
        let names = Column::NAMES
            .iter()
            .filter(|(_, column)| self.has(*column))
            .map(|(name, _)| *name);
        names.collect::<Vec<_>>().join(", ")
    }

    /// Finds the columns in a header; `None` after a finding.
    pub(super) fn find(
        &self,
        names: &[String],
        place: &dyn Fn(Option<usize>) -> Place,
        findings: &mut Findings,
    ) -> Option<Columns> {
        if names.len() > MOST_COLUMNS {
            findings.push(too_many_columns().at(place(Some(MOST_COLUMNS))));
            return None;
        }
        let before = findings.len();
        let mut columns = Columns::default();
        for (at, name) in names.iter().enumerate() {
            let used = self.use_of(name);
            let code = match used {
                ColumnUse::Known(column) => {
                    let twice = columns.known[column as usize].replace(at).is_some();
                    twice.then_some(Code::DuplicateColumn)
                }
                ColumnUse::Reserved => Some(Code::ReservedColumn),
                _ if !is_text(name) || name.len() > 200 => Some(Code::MalformedText),
                ColumnUse::Unknown => Some(Code::UnknownKey),
                ColumnUse::Dimension if columns.dimensions.iter().any(|(_, it)| it == name) => {
                    Some(Code::DuplicateColumn)
                }
                ColumnUse::Dimension => {
                    columns.dimensions.push((at, name.clone()));
                    None
                }
            };
            if let Some(code) = code {
                findings.push(self.on_column(code, name).at(place(Some(at))));
            }
        }
        for column in self.needed {
            if columns.at(*column).is_none() {
                let finding = self.on_column(Code::MissingColumn, column.name());
                findings.push(finding.arg("found", names.join(", ")).at(place(None)));
            }
        }
        (findings.len() == before).then_some(columns)
    }

    /// Reports dimensions, given in code, with the name of another column.
    pub(super) fn check_dimensions(
        &self,
        dimensions: &[TextColumn],
        place: impl Fn(&str) -> Place,
        findings: &mut Findings,
    ) {
        if dimensions.len() > MOST_COLUMNS {
            findings.push(too_many_columns());
        }
        for name in dimensions.iter().map(TextColumn::name) {
            let code = match self.use_of(name) {
                ColumnUse::Known(_) => Code::DuplicateColumn,
                ColumnUse::Reserved => Code::ReservedColumn,
                _ if !is_text(name) => Code::MalformedText,
                ColumnUse::Unknown => Code::UnknownKey,
                ColumnUse::Dimension => continue,
            };
            findings.push(self.on_column(code, name).at(place(name)));
        }
    }

    fn on_column(&self, code: Code, name: &str) -> Finding {
        let finding = Finding::new(code).subject(name);
        match code {
            Code::UnknownKey => finding.arg("key", name).arg("known", self.names()),
            Code::MalformedText => finding.arg("key", "column"),
            _ => finding.arg("column", name),
        }
    }
}

fn too_many_columns() -> Finding {
    Finding::new(Code::TooMany)
        .subject("columns")
        .arg("what", "columns")
        .arg("limit", MOST_COLUMNS)
}

/// Where the columns of a table stand.
#[derive(Default)]
pub(super) struct Columns {
    known: [Option<usize>; Column::COUNT],
    /// The others, which are dimensions, with their names.
    pub(super) dimensions: Vec<(usize, String)>,
}

impl Columns {
    /// Where a column stands, if the table has it.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.known[column as usize]
    }
}
