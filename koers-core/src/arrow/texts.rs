//! Columns of texts in every layout, read without trusting what is in them.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::{Array, StringViewArray};
use arrow_schema::DataType;

use crate::dossier::all_within;

/// The texts of a column.
pub(super) enum Texts<'a> {
    Small(&'a [i32], &'a [u8]),
    Large(&'a [i64], &'a [u8]),
    Views(Views<'a>),
}

/// Texts that are not in one piece.
pub(super) struct Views<'a> {
    array: &'a StringViewArray,
    views: &'a [u128],
}

/// The longest text that a view holds itself.
const INLINE: u32 = 12;

impl<'a> Texts<'a> {
    /// The texts of an array; `None` when it holds something else.
    pub(super) fn of(array: &'a dyn Array) -> Option<Texts<'a>> {
        match array.data_type() {
            DataType::Utf8 => array
                .as_string_opt::<i32>()
                .map(|array| Texts::Small(array.value_offsets(), array.value_data())),
            DataType::LargeUtf8 => array
                .as_string_opt::<i64>()
                .map(|array| Texts::Large(array.value_offsets(), array.value_data())),
            DataType::Utf8View => array.as_string_view_opt().map(|array| {
                Texts::Views(Views {
                    array,
                    views: array.views(),
                })
            }),
            _ => None,
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Texts::Small(offsets, _) => offsets.len().saturating_sub(1),
            Texts::Large(offsets, _) => offsets.len().saturating_sub(1),
            Texts::Views(views) => views.len(),
        }
    }

    /// The bytes of a text; none where the array is not sound.
    #[inline]
    pub(super) fn get(&self, row: usize) -> &'a [u8] {
        match self {
            Texts::Small(offsets, bytes) => cut(offsets, bytes, row),
            Texts::Large(offsets, bytes) => cut(offsets, bytes, row),
            Texts::Views(views) => views.get(row),
        }
    }

    /// Whether none is empty, and all are letters, digits and signs of ASCII; it may say no of some that are.
    pub(super) fn are_plain(&self) -> bool {
        match self {
            Texts::Small(offsets, bytes) => are_plain(offsets, bytes),
            Texts::Large(offsets, bytes) => are_plain(offsets, bytes),
            Texts::Views(_) => false,
        }
    }

    /// A text, and whether its bytes were UTF-8.
    pub(super) fn text(&self, row: usize) -> (Cow<'a, str>, bool) {
        let text = String::from_utf8_lossy(self.get(row));
        let sound = matches!(text, Cow::Borrowed(_));
        (text, sound)
    }
}

fn are_plain<O: Copy + Ord>(offsets: &[O], bytes: &[u8]) -> bool
where
    usize: TryFrom<O>,
{
    let ends = offsets.first().zip(offsets.last());
    let used = ends
        .and_then(|(from, to)| bytes.get(usize::try_from(*from).ok()?..usize::try_from(*to).ok()?));
    used.is_some_and(|used| all_within(used, b' ', b'~'))
        && offsets.windows(2).all(|pair| pair[0] < pair[1])
}

/// The bytes of a text from its offset to the next; none where those don't cut the bytes.
#[inline]
fn cut<'a, O: Copy>(offsets: &[O], bytes: &'a [u8], row: usize) -> &'a [u8]
where
    usize: TryFrom<O>,
{
    cut_at(offsets, bytes, row).1
}

/// As [`cut`], and where they begin.
#[inline]
pub(super) fn cut_at<'a, O: Copy>(offsets: &[O], bytes: &'a [u8], row: usize) -> (usize, &'a [u8])
where
    usize: TryFrom<O>,
{
    let find = || {
        let (from, to) = (*offsets.get(row)?, *offsets.get(row + 1)?);
        let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
        Some((from, bytes.get(from..to)?))
    };
    find().unwrap_or_default()
}

impl<'a> Views<'a> {
    pub(super) fn len(&self) -> usize {
        self.views.len()
    }

    /// The view of a row; of one beyond the end an empty text.
    #[inline]
    pub(super) fn view(&self, row: usize) -> u128 {
        self.views.get(row).copied().unwrap_or_default()
    }

    #[inline]
    pub(super) fn get(&self, row: usize) -> &'a [u8] {
        let view = self.view(row);
        if is_short(view) {
            // The bytes stand in the array itself, whose views are kept in the order of the machine.
            let bytes = self.array.views().inner().as_slice();
            let bytes = bytes.get(row * 16 + 4..);
            return bytes
                .and_then(|bytes| bytes.get(..place(length(view))))
                .unwrap_or_default();
        }
        self.long(view)
    }

    /// The bytes of a text that is not short; none where the view shows none.
    #[inline]
    pub(super) fn long(&self, view: u128) -> &'a [u8] {
        let find = || {
            let bytes = self
                .array
                .data_buffers()
                .get(place(field(view, 64)))?
                .as_slice();
            bytes
                .get(place(field(view, 96))..)?
                .get(..place(length(view)))
        };
        find().unwrap_or_default()
    }
}

/// Whether a view holds its text itself: two of those are the same when their texts are.
#[inline]
pub(super) const fn is_short(view: u128) -> bool {
    length(view) <= INLINE
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Thirty-two bits of a view, from one of them on.
#[expect(clippy::cast_possible_truncation, reason = "the field is as wide")]
const fn field(view: u128, from: u32) -> u32 {
    (view >> from) as u32
}

const fn length(view: u128) -> u32 {
    field(view, 0)
}
