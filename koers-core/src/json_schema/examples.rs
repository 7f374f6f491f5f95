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
struct ExampleGrant {
    /// The id of its scheme; this one when absent.
    scheme: Option<Id>,
    #[schemars(flatten)]
    keys: GrantKeys,
}

/// A cost line. Keys other than these are dimensions: theme, project, category.
#[derive(JsonSchema)]
struct Line {
    /// Its id.
    line: Text,
    /// When; or `period`.
    date: Option<Date>,
    /// When; or `date`.
    period: Option<Period>,
    /// The cost; negative for a credit note. Of income and contributions what came in.
    amount: Amount,
    /// What it is; a cost when absent.
    kind: Option<LineKind>,
    /// The part of a cost that the VAT compensation fund pays.
    vat_compensable: Option<Amount>,
    /// The booking.
    grant: Option<Text>,
    /// Where it is written.
    source: Option<Text>,
}

/// What a line is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum LineKind {
    /// A cost.
    Cost,
    /// Income of the holder.
    Income,
    /// A contribution of a third party.
    Contribution,
}

/// A number of units.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct QuantityLine {
    /// The grant that pays.
    grant: Text,
    /// When; or `period`.
    date: Option<Date>,
    /// When; or `date`.
    period: Option<Period>,
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
struct Expect {
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
struct FindingCode(#[schemars(regex(pattern = r"^K04[0-9]{2}$"))] String);

/// Rows of a result table, with any of its columns.
struct Rows<R>(PhantomData<R>);

impl<R: Row> JsonSchema for Rows<R> {
    fn schema_name() -> Cow<'static, str> {
        format!("rows_{}", R::TABLE).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = Map::new();
        for column in R::columns() {
            let schema = match column.kind {
                Kind::Int => generator.subschema_for::<i64>(),
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
struct Empty<T>(PhantomData<T>);

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
