//! Which types a column may have.

use arrow_schema::DataType;

use crate::diag::{Code, Finding, Place};
use crate::dossier::{LINE_TABLE, Meaning};

/// What is read from a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    Id,
    Period,
    /// Euros.
    Amount,
    /// Whole cents.
    Cents,
    /// Texts, most of which repeat.
    Text,
    Flag,
}

impl Read {
    /// What is read from a column with a meaning; any other is a dimension.
    pub(super) fn of(meaning: Meaning, in_cents: bool) -> Read {
        match meaning {
            Meaning::Line => Read::Id,
            Meaning::Period => Read::Period,
            Meaning::Amount | Meaning::VatCompensable if in_cents => Read::Cents,
            Meaning::Amount | Meaning::VatCompensable => Read::Amount,
            Meaning::Fixed => Read::Flag,
            _ => Read::Text,
        }
    }

    /// Whether it can be read from this type. Amounts in floating point are refused row by row, with their values.
    fn reads(self, data_type: &DataType) -> bool {
        let text = is_text(data_type);
        match self {
            _ if *data_type == DataType::Null => true,
            Read::Cents => data_type.is_integer(),
            Read::Amount => text || is_decimal(data_type) || data_type.is_floating(),
            Read::Period => {
                text || data_type.is_integer()
                    || matches!(data_type, DataType::Date32 | DataType::Date64)
                    || is_dictionary(data_type, is_text)
            }
            Read::Flag => {
                *data_type == DataType::Boolean || text || is_dictionary(data_type, is_text)
            }
            Read::Id => {
                let id = |it: &DataType| it.is_integer() || is_text(it);
                id(data_type) || is_dictionary(data_type, id)
            }
            Read::Text => is_value(data_type) || is_dictionary(data_type, is_value),
        }
    }

    /// The types that it is read from, for people.
    pub(super) const fn known(self) -> &'static str {
        match self {
            Read::Id => "utf8, int64",
            Read::Period => "date32, utf8",
            Read::Amount => "decimal128(18, 2), utf8, int64 `amount_cents`",
            Read::Cents => "int64",
            Read::Flag => "bool",
            Read::Text => "utf8, dictionary, int64, bool",
        }
    }

    /// The finding for a column that has another type.
    pub(super) fn check(self, name: &str, data_type: &DataType) -> Option<Finding> {
        (!self.reads(data_type)).then(|| {
            Finding::new(Code::ColumnType)
                .subject(name)
                .arg("column", name)
                .arg("found", data_type)
                .arg("known", self.known())
                .at(Place::Path(format!("{LINE_TABLE}.{name}")))
        })
    }
}

pub(super) fn is_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

fn is_decimal(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Decimal32(..)
            | DataType::Decimal64(..)
            | DataType::Decimal128(..)
            | DataType::Decimal256(..)
    )
}

/// What has one text for each value.
fn is_value(data_type: &DataType) -> bool {
    is_text(data_type) || data_type.is_integer() || *data_type == DataType::Boolean
}

fn is_dictionary(data_type: &DataType, of: impl Fn(&DataType) -> bool) -> bool {
    matches!(data_type, DataType::Dictionary(_, values) if of(values) || **values == DataType::Null)
}
