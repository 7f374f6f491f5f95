//! Columns of texts most of which repeat, as keys of a dictionary.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, BooleanArray};
use arrow_schema::DataType;

use super::cells::{Cells, nulls, shared, valid};
use super::encode::{self, Encoded};
use super::lines::broken;
use super::texts::Texts;
use super::whole::whole;
use crate::dossier::{Bits, Column, Dictionary, Keys, Scanned, scan};
use crate::read::is_hidden;

/// Keys by row, which rows have one, and the texts; an empty text is no value.
pub(super) struct Coded {
    keys: Keys,
    valid: Option<Bits>,
    pub(super) values: Vec<String>,
    scanned: Scanned,
}

impl Coded {
    /// Of keys that every row has, and values each of which a row has.
    fn all(keys: Keys, values: Vec<String>) -> Coded {
        let scanned = Scanned::all(values.len());
        Coded {
            keys,
            valid: None,
            values,
            scanned,
        }
    }

    fn has(&self, row: usize) -> bool {
        self.valid.as_ref().is_none_or(|valid| valid.get(row))
    }

    /// The key of a row that has one.
    pub(super) fn key(&self, row: usize) -> Option<usize> {
        if self.has(row) {
            self.keys.as_ref().key(row)
        } else {
            None
        }
    }

    /// The text of a row that has one.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        let text = self.values.get(self.key(row)?)?;
        Some(text.as_str()).filter(|text| !text.is_empty())
    }

    pub(super) fn into_dictionary(self) -> Dictionary {
        Dictionary::of_scanned((self.keys, self.valid), self.values, self.scanned)
    }
}

/// The column as keys, its texts checked; `None` when a cell was refused.
pub(super) fn coded(array: &dyn Array, cells: &mut Cells<'_>) -> Option<Coded> {
    let coded = match array.data_type() {
        DataType::Null => Coded::all(vec![0_u8; array.len()].into(), vec![String::new()]),
        DataType::Dictionary(key, _) => match **key {
            DataType::Int8 => dictionary::<Int8Type>(array, cells),
            DataType::Int16 => dictionary::<Int16Type>(array, cells),
            DataType::Int32 => dictionary::<Int32Type>(array, cells),
            DataType::Int64 => dictionary::<Int64Type>(array, cells),
            DataType::UInt8 => dictionary::<UInt8Type>(array, cells),
            DataType::UInt16 => dictionary::<UInt16Type>(array, cells),
            DataType::UInt32 => dictionary::<UInt32Type>(array, cells),
            DataType::UInt64 => dictionary::<UInt64Type>(array, cells),
            _ => None,
        }?,
        DataType::Boolean => flags(array.as_boolean_opt()?)?,
        _ => encoded(array)?,
    };
    check(coded, array.len(), cells)
}

/// Keys as they are; texts only of the values that rows have, for a slice may have few of many.
fn dictionary<K: ArrowDictionaryKeyType>(array: &dyn Array, cells: &mut Cells<'_>) -> Option<Coded>
where
    Column<K::Native>: Into<Keys>,
{
    let array = array.as_dictionary_opt::<K>()?;
    let texts = ValueTexts::of(array.values().as_ref())?;
    let values = array.values().len();
    let keys: Keys = shared(array.keys().values()).into();
    let valid = valid(array);
    let scanned = match scan(&keys, valid.as_ref(), values) {
        Ok(scanned) => scanned,
        Err(row) => {
            // Another program may say that it is one.
            let (column, row) = (cells.column, cells.start + row + 1);
            cells.findings.append(broken(format_args!(
                "column `{column}` has a key in row {row} that its dictionary does not have"
            )));
            return None;
        }
    };
    let used = scanned.used.iter().enumerate();
    let values = used.map(
        |(at, used)| {
            if *used { texts.text(at) } else { String::new() }
        },
    );
    Some(Coded {
        keys,
        valid,
        values: values.collect(),
        scanned,
    })
}

fn flags(array: &BooleanArray) -> Option<Coded> {
    let keys = array.values().iter().map(u8::from);
    let keys: Keys = keys.collect::<Vec<u8>>().into();
    let valid = valid(array);
    Some(Coded {
        scanned: scan(&keys, valid.as_ref(), 2).ok()?,
        keys,
        valid,
        values: vec!["false".to_owned(), "true".to_owned()],
    })
}

/// Texts or numbers, encoded.
fn encoded(array: &dyn Array) -> Option<Coded> {
    let texts = ValueTexts::of(array)?;
    let Encoded { keys, first_rows } = match (&texts, nulls(array)) {
        (ValueTexts::Texts(texts, _), None) => encode::texts(texts, |_| true),
        (ValueTexts::Texts(texts, _), Some(nulls)) => {
            encode::texts(texts, |row| nulls.is_valid(row))
        }
        (ValueTexts::Numbers(numbers, _), None) => encode::numbers(numbers.as_slice(), |_| true),
        (ValueTexts::Numbers(numbers, _), Some(nulls)) => {
            encode::numbers(numbers.as_slice(), |row| nulls.is_valid(row))
        }
        (ValueTexts::Flags(_), _) => return None,
    };
    let values = first_rows.into_iter().map(|row| texts.text(row));
    Some(Coded::all(keys, values.collect()))
}

/// An array whose values have a text.
enum ValueTexts<'a> {
    Texts(Texts<'a>, &'a dyn Array),
    /// Numbers, and what they stand for when they are larger than a number of the library.
    Numbers(Column<i64>, &'a dyn Array),
    Flags(&'a BooleanArray),
}

impl<'a> ValueTexts<'a> {
    fn of(array: &'a dyn Array) -> Option<ValueTexts<'a>> {
        if let Some(texts) = Texts::of(array) {
            return Some(ValueTexts::Texts(texts, array));
        }
        if *array.data_type() == DataType::UInt64 {
            // Bit for bit, so that all have a text.
            let numbers = array.as_primitive_opt::<UInt64Type>()?.values().iter();
            let numbers = numbers.map(|number| number.cast_signed()).collect();
            return Some(ValueTexts::Numbers(numbers, array));
        }
        match whole(array) {
            Some(numbers) => Some(ValueTexts::Numbers(numbers.ok()?, array)),
            None if *array.data_type() == DataType::Null => {
                Some(ValueTexts::Numbers(Column::default(), array))
            }
            None => array.as_boolean_opt().map(ValueTexts::Flags),
        }
    }

    /// The text of a value; none for one that is absent.
    fn text(&self, at: usize) -> String {
        match self {
            ValueTexts::Texts(texts, array) if array.is_valid(at) => texts.text(at).0.into_owned(),
            ValueTexts::Numbers(numbers, array) if array.is_valid(at) => {
                match numbers.as_slice().get(at) {
                    Some(number) if *array.data_type() == DataType::UInt64 => {
                        number.cast_unsigned().to_string()
                    }
                    Some(number) => number.to_string(),
                    None => String::new(),
                }
            }
            ValueTexts::Flags(flags) if flags.is_valid(at) => flags.value(at).to_string(),
            _ => String::new(),
        }
    }
}

/// Refuses rows whose text can't be shown: a text may have several lines, and no other control characters. What was no
/// UTF-8 has the sign for that.
fn check(coded: Coded, rows: usize, cells: &mut Cells<'_>) -> Option<Coded> {
    let bad: Vec<bool> = coded
        .values
        .iter()
        .map(|text| text.chars().any(is_control))
        .collect();
    if !bad.contains(&true) {
        return Some(coded);
    }
    let mut sound = true;
    for row in 0..rows {
        if let Some(key) = coded.key(row).filter(|key| bad.get(*key) == Some(&true)) {
            sound = false;
            cells.malformed(row, &coded.values[key]);
        }
    }
    sound.then_some(coded)
}

pub(super) fn is_control(sign: char) -> bool {
    is_hidden(sign) && !matches!(sign, '\n' | '\r' | '\t')
}
