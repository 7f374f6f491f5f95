//! A dossier file.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::unspent::{AgreedUnspent, Target};
use super::values::{
    Amount, Condition, Date, Id, NotNegative, Period, Quantity, Text, Units, Year,
};

/// A dossier: the grants of one holder over one or more years, and how its tables are written.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Koers dossier")]
pub(super) struct DossierFile {
    /// The number of the format: 1.
    #[schemars(extend("const" = 1))]
    format: u8,
    /// Whose it is, and for which years.
    dossier: Head,
    /// The grants.
    grants: Option<Vec<Grant>>,
    /// What a person judged to be eligible.
    eligible_for: Option<Vec<EligibleFor>>,
    /// How the tables are written.
    tables: Option<Tables>,
}

/// Whose a dossier is, and for which years.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Head {
    /// Its id.
    id: Id,
    /// A title for people.
    title: Option<Text>,
    /// The body that holds the grants.
    holder: Text,
    /// The book years, ascending, without gaps.
    #[schemars(length(min = 1))]
    years: Vec<Year>,
    /// The first book year of the chain of dossiers that this one goes on with.
    chain_from: Option<Year>,
    /// The book years that are closed: the first ones.
    closed: Option<Vec<Year>>,
    /// Rules published later are not known.
    as_of: Option<Date>,
}

/// A grant.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Grant {
    /// The id of its scheme.
    scheme: Id,
    #[schemars(flatten)]
    keys: GrantKeys,
}

/// The keys of a grant but for its scheme.
#[derive(JsonSchema)]
pub(super) struct GrantKeys {
    /// Its id.
    id: Id,
    /// The name that people know.
    title: Option<Text>,
    /// Where it stands.
    state: State,
    /// From when the state holds.
    since: Option<Date>,
    /// The order of grants; those without come after, by id.
    #[schemars(range(min = 1, max = 1_000_000))]
    preference: Option<u32>,
    /// What its reserve held at the opening of the first book year.
    reserve: Option<NotNegative>,
    /// By name numbers by which a method may divide costs over grants.
    keys: Option<BTreeMap<String, Units>>,
    /// Where it is written.
    source: Option<Text>,
    /// Its tranches.
    tranches: Option<Vec<Tranche>>,
    /// Agreements that depart from the scheme.
    agreements: Option<Vec<Agreement>>,
}

/// Where a grant stands.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum State {
    /// Announced: no room.
    Announced,
    /// Awarded.
    Awarded,
    /// Amended.
    Amended,
    /// Determined: no new costs beyond an agreement.
    Determined,
    /// Withdrawn: no room.
    Withdrawn,
}

/// A tranche of a grant, or a part of one.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Tranche {
    /// Its id; unique in the grant together with its part.
    id: Id,
    /// The part of the scheme, where it has parts.
    part: Option<Id>,
    /// Its year, where the scheme's window is that year.
    year: Option<Year>,
    /// The first day of its own, inside the scheme's window.
    from: Option<Date>,
    /// The last day of its own, inside the scheme's window.
    until: Option<Date>,
    /// The award as first made.
    granted: NotNegative,
    /// By unit the most that the award is for.
    units: Option<BTreeMap<String, Units>>,
    /// What it brings into the first book year.
    opening: Option<Opening>,
    /// Closed years as they were closed.
    closings: Option<Vec<Closing>>,
    /// What closed years came to when a later year was closed with the difference.
    restated: Option<Vec<Closing>>,
    /// Changes of the award.
    amendments: Option<Vec<Amendment>>,
    /// Money in.
    received: Option<Vec<Payment>>,
    /// Money back.
    repaid: Option<Vec<Payment>>,
    /// Where it is written.
    source: Option<Text>,
}

/// What a tranche brings into the first book year.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Opening {
    /// Cash.
    balance: Amount,
    /// What may still be spent.
    room: NotNegative,
    /// Whether the award is still to come.
    announced: Option<bool>,
    /// Refunds not yet paid back.
    owed: Option<NotNegative>,
    /// The last day of carried money.
    until: Option<Date>,
    /// On which part carried money may be spent.
    to: Option<Target>,
    /// By what it was carried.
    carried_by: Option<CarriedBy>,
    /// What was spent before.
    spent: Option<NotNegative>,
    /// What was earned before and not used.
    earned: Option<NotNegative>,
    /// Room that earlier closings gave up.
    given_up: Option<NotNegative>,
    /// What the award was lowered below what was spent.
    short: Option<NotNegative>,
    /// What was paid before, by ceiling.
    ceilings: Option<BTreeMap<String, Amount>>,
    /// How many units were earned before, by unit.
    units: Option<BTreeMap<String, Quantity>>,
}

/// A year as it was closed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Closing {
    /// The year.
    year: Year,
    /// Came in.
    received: Option<NotNegative>,
    /// Paid back.
    repaid: Option<NotNegative>,
    /// Spent.
    spent: Option<NotNegative>,
    /// Kept by the holder.
    retained: Option<NotNegative>,
    /// To pay back.
    refund: Option<NotNegative>,
    /// Stays available.
    carry_over: Option<NotNegative>,
    /// Stays available and has not come in.
    pending: Option<NotNegative>,
    /// Spent before it came in.
    receivable: Option<NotNegative>,
    /// The award as it stood.
    granted: Option<NotNegative>,
    /// What could be spent.
    room: Option<NotNegative>,
    /// What was earned.
    earned: Option<Amount>,
    /// Of the refund what was owed before.
    owed: Option<NotNegative>,
    /// The last day on which carried money could be spent.
    carry_over_until: Option<Date>,
    /// Why.
    reason: Option<Text>,
}

/// By what money was carried.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum CarriedBy {
    /// The rule of the scheme.
    Scheme,
    /// An agreement.
    Agreement,
}

macro_rules! movement {
    ($(#[$doc:meta])* $name:ident $in:ident $on:ident $amount:ident) => {
        $(#[$doc])*
        #[derive(JsonSchema)]
        #[schemars(untagged)]
        pub(super) enum $name {
            /// In a period.
            In($in),
            /// On a date.
            On($on),
        }

        /// In a period.
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub(super) struct $in {
            /// When.
            period: Period,
            /// How much.
            amount: $amount,
            /// Where it is written.
            source: Option<Text>,
        }

        /// On a date.
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub(super) struct $on {
            /// When.
            date: Period,
            /// How much.
            amount: $amount,
            /// Where it is written.
            source: Option<Text>,
        }
    };
}

movement! {
    /// A change of the award.
    Amendment AmendmentIn AmendmentOn Amount
}

movement! {
    /// Money in or back.
    Payment PaymentIn PaymentOn NotNegative
}

/// An agreement that departs from the scheme.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Agreement {
    /// What it rests on.
    source: Text,
    /// The tranches it covers; all when absent.
    tranches: Option<Vec<Text>>,
    /// Until when money may be spent.
    window: Option<AgreedWindow>,
    /// What happens to unspent money.
    unspent: Option<AgreedUnspent>,
}

/// Until when money may be spent.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct AgreedWindow {
    /// The last day.
    until: Date,
}

/// What a person judged: lines that are eligible for a grant on which they need not be booked. Needs `lines` or a condition.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct EligibleFor {
    /// The grant.
    grant: Text,
    /// The ids of lines.
    lines: Option<Vec<Text>>,
    #[schemars(flatten)]
    condition: Condition,
    /// The memo or decision that says so.
    source: Text,
}

/// How the tables are written.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Tables {
    /// The costs: `cost_lines.csv`.
    cost_lines: Option<Table>,
    /// The budget: `budget.csv`.
    budget: Option<Table>,
    /// The numbers of units: `quantities.csv`.
    quantities: Option<Table>,
}

/// How a table is written.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Table {
    /// A plain file name in the folder.
    file: Option<Text>,
    /// UTF-8 when absent.
    encoding: Option<Encoding>,
    /// The sign between two fields, a comma when absent.
    delimiter: Option<Delimiter>,
    /// The sign before the decimals, a point when absent.
    decimal: Option<Decimal>,
    /// The sign between thousands, none when absent; another one than `decimal`.
    thousands: Option<Thousands>,
    /// Our column names, and those in the file.
    columns: Option<BTreeMap<String, Text>>,
}

/// The encoding of a file.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Encoding {
    /// UTF-8.
    #[schemars(rename = "utf-8")]
    Utf8,
    /// Windows-1252, as older Dutch finance packages export.
    #[schemars(rename = "windows-1252")]
    Windows1252,
}

/// The sign between two fields.
#[derive(JsonSchema)]
pub(super) enum Delimiter {
    /// A comma.
    #[schemars(rename = ",")]
    Comma,
    /// A semicolon.
    #[schemars(rename = ";")]
    Semicolon,
    /// A bar.
    #[schemars(rename = "|")]
    Bar,
    /// A tab.
    #[schemars(rename = "\t")]
    Tab,
}

/// The sign before the decimals.
#[derive(JsonSchema)]
pub(super) enum Decimal {
    /// A point.
    #[schemars(rename = ".")]
    Point,
    /// A comma.
    #[schemars(rename = ",")]
    Comma,
}

/// The sign between thousands.
#[derive(JsonSchema)]
pub(super) enum Thousands {
    /// A point.
    #[schemars(rename = ".")]
    Point,
    /// A comma.
    #[schemars(rename = ",")]
    Comma,
    /// An apostrophe.
    #[schemars(rename = "'")]
    Apostrophe,
    /// A space.
    #[schemars(rename = " ")]
    Space,
}
