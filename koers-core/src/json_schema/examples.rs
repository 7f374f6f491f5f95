//! The examples in a scheme file.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::dossier::{EligibleFor, GrantKeys};
use super::values::{Amount, Date, Id, Period, Quantity, Text, Year};
use crate::tables::{
    AllocationRow, DeductionRow, Kind, OutcomeRow, OwnFundsRow, RollForwardRow, Row, SettlementRow,
    TermRow,
};

/// A small dossier with what must come out of it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Example {
    /// Its name, unique in the file.
    name: Text,
    /// The book years, ascending, without gaps.
    #[schemars(length(min = 1))]
    years: Vec<Year>,
    /// The body that holds the grants.
    holder: Option<Text>,
    /// Rules published later are not known.
    as_of: Option<Date>,
    /// The grants.
    grants: Option<Vec<ExampleGrant>>,
    /// What a person judged to be eligible.
    eligible_for: Option<Vec<EligibleFor>>,
    /// The costs, with the columns of `cost_lines.csv`.
    #[schemars(length(max = 1000))]
    lines: Option<Vec<Line>>,
    /// The numbers of units, with the columns of `quantities.csv`.
    #[schemars(length(max = 1000))]
    quantities: Option<Vec<QuantityLine>>,
    /// What must come out.
    expect: Expect,
}

/// A grant of an example.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct ExampleGrant {
    /// The id of its scheme; this one when absent.
    scheme: Option<Id>,
    #[schemars(flatten)]
    keys: GrantKeys,
}

/// A cost line, in a period or on a date. Keys other than these are dimensions: theme, project, category.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Line {
    /// In a period.
    In(LineIn),
    /// On a date.
    On(LineOn),
}

/// A cost line in a period.
#[derive(JsonSchema)]
pub(super) struct LineIn {
    /// When.
    period: Period,
    #[schemars(flatten)]
    keys: LineKeys,
}

/// A cost line on a date.
#[derive(JsonSchema)]
pub(super) struct LineOn {
    /// When.
    date: Period,
    #[schemars(flatten)]
    keys: LineKeys,
}

/// The keys of a cost line but for its date.
#[derive(JsonSchema)]
pub(super) struct LineKeys {
    /// Its id.
    line: Text,
    /// The cost; negative for a credit note. Of income and contributions what came in.
    amount: Amount,
    /// What it is; a cost when absent.
    kind: Option<LineKind>,
    /// The booking.
    grant: Option<Text>,
    /// Whether it stays where it is booked.
    fixed: Option<bool>,
    /// The line that it corrects.
    corrects: Option<Text>,
    /// The part of a cost that the VAT compensation fund pays.
    vat_compensable: Option<Amount>,
    /// Where it is written.
    source: Option<Text>,
}

/// What a line is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum LineKind {
    /// A cost.
    Cost,
    /// Income of the holder.
    Income,
    /// A contribution of a third party.
    Contribution,
}

/// A number of units, in a period or on a date.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum QuantityLine {
    /// In a period.
    In(QuantityIn),
    /// On a date.
    On(QuantityOn),
}

/// A number of units in a period.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct QuantityIn {
    /// When.
    period: Period,
    #[schemars(flatten)]
    keys: QuantityKeys,
}

/// A number of units on a date.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct QuantityOn {
    /// When.
    date: Period,
    #[schemars(flatten)]
    keys: QuantityKeys,
}

/// The keys of a number of units but for its date.
#[derive(JsonSchema)]
pub(super) struct QuantityKeys {
    /// The grant that pays.
    grant: Text,
    /// The unit.
    unit: Text,
    /// How many.
    quantity: Quantity,
    /// The year of the last day, once more.
    year: Option<Year>,
    /// Where only one tranche may pay.
    tranche: Option<Text>,
    /// Where only one part may pay.
    part: Option<Text>,
    /// Where it is written.
    source: Option<Text>,
}

/// What must come out, per table: each row written must be one of the result, in the cells that are written. An empty list:
/// the table has no rows.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Expect {
    /// Buckets closed for a year.
    settlement: Option<Rows<SettlementRow>>,
    /// What became of balances.
    outcomes: Option<Rows<OutcomeRow>>,
    /// The roll-forward.
    roll_forward: Option<Rows<RollForwardRow>>,
    /// What buckets pay of lines.
    allocations: Option<Rows<AllocationRow>>,
    /// What was taken off lines.
    deductions: Option<Rows<DeductionRow>>,
    /// What no grant pays.
    own_funds: Option<Rows<OwnFundsRow>>,
    /// What the scheme says beside the amounts.
    terms: Option<Rows<TermRow>>,
    /// Exactly the codes of the findings, with repeats; not compared when absent.
    findings: Option<Vec<FindingCode>>,
}

/// A code of a finding on a settlement.
#[derive(JsonSchema)]
#[schemars(transparent, extend("examples" = ["K0405"]))]
pub(super) struct FindingCode(#[schemars(regex(pattern = r"^K04[0-9]{2}$"))] String);

/// Rows of a result table, with any of its columns.
pub(super) struct Rows<R>(PhantomData<R>);

impl<R: Row> JsonSchema for Rows<R> {
    fn schema_name() -> Cow<'static, str> {
        format!("rows_{}", R::TABLE).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = Map::new();
        for column in R::columns() {
            let schema = match column.kind {
                Kind::Int => generator.subschema_for::<i64>(),
                Kind::Bool => generator.subschema_for::<bool>(),
                Kind::Text => generator.subschema_for::<String>(),
                Kind::Money => generator.subschema_for::<Empty<Amount>>(),
                Kind::Quantity => generator.subschema_for::<Empty<Quantity>>(),
                Kind::Date => generator.subschema_for::<Empty<Date>>(),
            };
            properties.insert(column.name.into_owned(), schema.to_value());
        }
        json_schema!({
            "description": format!("Rows of the table `{}`.", R::TABLE),
            "type": "array",
            "maxItems": 200,
            "items": {
                "type": "object",
                "properties": Value::Object(properties),
                "additionalProperties": false,
            },
        })
    }
}

/// A value, or an empty text for none.
pub(super) struct Empty<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for Empty<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("empty_or_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [value, { "const": "" }] })
    }
}
