//! Values on their own.

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// A text of one line: not empty, without control characters, at most 2,000 bytes.
#[derive(JsonSchema)]
#[schemars(transparent, extend("examples" = ["art. 1"]))]
pub(super) struct Text(
    #[schemars(
        length(max = 2000),
        regex(
            pattern = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$"
        )
    )]
    String,
);

/// An id: 1 to 64 letters, digits, `.`, `_` and `-`, the first a letter or digit.
#[derive(JsonSchema)]
#[schemars(transparent, extend("examples" = ["spuk-iza"]))]
pub(super) struct Id(#[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"))] String);

/// An amount in euros: a text with a point and at most two decimals, or a whole number. Never a floating-point number.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Amount {
    /// Euros with at most two decimals.
    #[schemars(extend("examples" = ["-25.50"]))]
    Text(#[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]{1,2})?$"))] String),
    /// Whole euros.
    Whole(i64),
}

/// An amount in euros that is not negative.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum NotNegative {
    /// Euros with at most two decimals.
    #[schemars(extend("examples" = ["50000"]))]
    Text(#[schemars(regex(pattern = r"^[0-9]+(\.[0-9]{1,2})?$"))] String),
    /// Whole euros.
    Whole(#[schemars(range(min = 0))] i64),
}

/// A percentage from 0 to 100, as text with its sign and at most four decimals.
#[derive(JsonSchema)]
#[schemars(transparent, extend("examples" = ["17.5 %"]))]
pub(super) struct Percentage(
    #[schemars(regex(pattern = r"^0*(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?) ?%$"))] String,
);

/// A limit: a percentage, which needs `of`, or an amount.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Limit {
    /// A percentage of what `of` names.
    Share(Percentage),
    /// An amount in euros.
    Amount(NotNegative),
}

/// A number of units: a text with a point and at most six decimals, or a whole number; below 10^12.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Quantity {
    /// A number with at most six decimals.
    #[schemars(extend("examples" = ["12.5"]))]
    Text(#[schemars(regex(pattern = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"))] String),
    /// A whole number.
    Whole(i64),
}

/// A number of units that is not negative.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Units {
    /// A number with at most six decimals.
    #[schemars(extend("examples" = ["31500"]))]
    Text(#[schemars(regex(pattern = r"^[0-9]{1,12}(\.[0-9]{1,6})?$"))] String),
    /// A whole number.
    Whole(#[schemars(range(min = 0))] i64),
}

/// A year from 1900 to 2199.
#[derive(JsonSchema)]
#[schemars(transparent, extend("examples" = [2024]))]
pub(super) struct Year(#[schemars(range(min = 1900, max = 2199))] i16);

/// A day in the years 1900 to 2199: a date of TOML, or a text such as `2024-12-31` or `31-12-2024`.
#[derive(JsonSchema)]
#[schemars(transparent, extend("examples" = ["2024-12-31"]))]
pub(super) struct Date(
    #[schemars(regex(pattern = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4})$"))]
    String,
);

/// A date, or a month and day such as `07-15` of the year after the book year.
#[derive(JsonSchema)]
#[schemars(transparent, extend("examples" = ["07-15"]))]
pub(super) struct Day(
    #[schemars(regex(
        pattern = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}|[0-9]{2}-[0-9]{2})$"
    ))]
    String,
);

/// A year, quarter, month or day, which counts as its last day: `2024`, `2024-Q4`, `2024-12`, `2024-12-31`.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Period {
    /// A period or a date.
    #[schemars(extend("examples" = ["2024"]))]
    Text(
        #[schemars(regex(
            pattern = r"^([0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?|[0-9]{1,2}-[0-9]{1,2}-[0-9]{4})$"
        ))]
        String,
    ),
    /// A year.
    Year(Year),
}

/// By dimension (theme, project, category, any column) a list of values, at least one of each.
#[derive(JsonSchema)]
#[schemars(transparent)]
pub(super) struct Values(BTreeMap<String, ValueList>);

/// Values of a dimension.
#[derive(JsonSchema)]
#[schemars(transparent)]
pub(super) struct ValueList(#[schemars(length(min = 1))] Vec<Text>);

/// Which cost lines are meant, by their dimensions.
#[derive(JsonSchema)]
pub(super) struct Condition {
    /// By dimension the values of which a line must have one. A line without the dimension has none.
    pub(super) only: Option<Values>,
    /// By dimension the values of which a line may have none.
    pub(super) except: Option<Values>,
    /// Whether all of `only` must match, or one is enough; all when absent.
    #[schemars(rename = "match")]
    pub(super) matching: Option<Matching>,
}

/// How several `only` are combined.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Matching {
    /// All must match.
    All,
    /// One is enough.
    Any,
}

/// What a rule rests on.
#[derive(JsonSchema)]
pub(super) struct Citation {
    /// The article; needed unless the status is `agreement`.
    pub(super) article: Option<Text>,
    /// How sure it is.
    pub(super) status: Status,
    /// What a reader must know besides.
    pub(super) note: Option<Text>,
}

/// How sure a rule is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Status {
    /// The article itself was read.
    Text,
    /// Known from a secondary source.
    Secondary,
    /// Rests on an agreement between funder and holder.
    Agreement,
}

/// The groups of funders that the accounts keep apart (BBV art. 49 lid 2).
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum FunderGroup {
    /// The European Union.
    Eu,
    /// The Dutch state.
    Rijk,
    /// Another Dutch public body.
    Other,
}
