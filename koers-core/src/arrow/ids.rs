//! The column with the ids of lines.

use arrow_array::cast::AsArray;
use arrow_array::{Array, OffsetSizeTrait};
use arrow_schema::DataType;

use super::cells::{Cells, bytes, shared};
use super::coded::{Coded, coded, is_control};
use super::texts::Texts;
use super::whole::whole;
use crate::dossier::{Column, LineIds, Offsets};

/// The ids of a column; `None` when a cell was refused.
pub(super) fn ids(array: &dyn Array, cells: &mut Cells<'_>) -> Option<LineIds> {
    if let Some(Ok(numbers)) = whole(array) {
        return cells.need_all(array).then(|| LineIds::numbers(numbers));
    }
    let Some(texts) = Texts::of(array) else {
        let coded = coded(array, cells)?;
        return of_codes(&coded, array.len(), cells);
    };
    let mut sound = cells.need_all(array);
    // Those that are in one piece are looked at together.
    let plain = sound && texts.are_plain();
    for row in 0..if plain { 0 } else { array.len() } {
        let id = texts.get(row);
        if id.is_empty() && array.is_valid(row) {
            sound = false;
            cells.empty(row);
        }
        // Nearly every id is of letters, digits and signs.
        if id.iter().all(|byte| (b' '..=b'~').contains(byte)) {
            continue;
        }
        let (text, utf8) = texts.text(row);
        if array.is_valid(row) && (!utf8 || text.chars().any(is_control)) {
            sound = false;
            cells.malformed(row, &text);
        }
    }
    if !sound {
        return None;
    }
    match array.data_type() {
        DataType::Utf8 => of_texts::<i32>(array),
        DataType::LargeUtf8 => of_texts::<i64>(array),
        _ => None,
    }
    .or_else(|| {
        let texts = (0..array.len()).map(|row| texts.text(row).0);
        Some(
            texts
                .collect::<Vec<_>>()
                .iter()
                .map(AsRef::as_ref)
                .collect(),
        )
    })
}

/// Texts that stand in one piece, shared.
fn of_texts<O: OffsetSizeTrait>(array: &dyn Array) -> Option<LineIds>
where
    Column<O>: Into<Offsets>,
{
    let array = array.as_string_opt::<O>()?;
    let offsets: Offsets = shared(array.offsets().inner()).into();
    LineIds::texts(bytes(array.values()), offsets).ok()
}

fn of_codes(coded: &Coded, rows: usize, cells: &mut Cells<'_>) -> Option<LineIds> {
    let mut sound = true;
    for row in (0..rows).filter(|row| coded.text(*row).is_none()) {
        sound = false;
        cells.empty(row);
    }
    sound.then(|| (0..rows).filter_map(|row| coded.text(row)).collect())
}
