//! The ids of a chunk of cost lines, and their order.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::column::Column;
use super::scan::all_within;

/// The ids of the rows of a chunk.
#[derive(Clone, Debug, Default)]
pub(crate) enum Ids {
    /// None given: each row's number in the dossier, from 1.
    #[default]
    Rows,
    /// Whole numbers; an id is how they are written.
    Whole(Column<i64>),
    /// Texts.
    Text(Texts),
}

/// Texts one after another: text `n` has the bytes from `offsets[n]` to `offsets[n + 1]`.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    pub(super) bytes: Column<u8>,
    pub(super) offsets: Offsets,
}

macro_rules! offsets {
    ($($kind:ident $type:ty),*) => {
        /// Where each of many texts begins, and after them where the last ends.
        #[derive(Clone, Debug)]
        pub enum Offsets {
            $(#[doc = concat!("As `", stringify!($type), "`.")] $kind(Column<$type>),)*
        }

        /// The slices of [`Offsets`].
        #[derive(Clone, Copy)]
        enum OffsetsRef<'o> {
            $($kind(&'o [$type]),)*
        }

        impl OffsetsRef<'_> {
            fn get(self, at: usize) -> Option<usize> {
                match self {
                    $(OffsetsRef::$kind(offsets) => usize::try_from(*offsets.get(at)?).ok(),)*
                }
            }
        }

        impl Offsets {
            /// How many there are: one more than there are texts.
            #[must_use]
            pub fn len(&self) -> usize {
                match self {
                    $(Offsets::$kind(offsets) => offsets.len(),)*
                }
            }

            /// Whether there are none.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            fn get(&self, at: usize) -> Option<usize> {
                self.as_ref().get(at)
            }

            fn as_ref(&self) -> OffsetsRef<'_> {
                match self {
                    $(Offsets::$kind(offsets) => OffsetsRef::$kind(offsets.as_slice()),)*
                }
            }

            /// Whether none is before the one before it.
            fn ascend(&self) -> bool {
                match self {
                    $(Offsets::$kind(offsets) => offsets.as_slice().is_sorted(),)*
                }
            }

            /// Whether every text has one to `most` bytes.
            fn short(&self, most: u8) -> bool {
                match self {
                    $(Offsets::$kind(offsets) => offsets.as_slice().windows(2).all(|pair| {
                        (1..=<$type>::from(most)).contains(&pair[1].wrapping_sub(pair[0]))
                    }),)*
                }
            }

            /// Whether text is cut between characters everywhere; `text` is the bytes from the first offset on.
            fn cut(&self, text: &str) -> bool {
                let Some(first) = self.get(0) else {
                    return false;
                };
                match self {
                    $(Offsets::$kind(offsets) => offsets.as_slice().iter().all(|&offset| {
                        let at = usize::try_from(offset).ok().and_then(|at| at.checked_sub(first));
                        at.is_some_and(|at| text.is_char_boundary(at))
                    }),)*
                }
            }
        }

        $(
            impl From<Column<$type>> for Offsets {
                fn from(offsets: Column<$type>) -> Self {
                    Offsets::$kind(offsets)
                }
            }

            impl From<Vec<$type>> for Offsets {
                fn from(offsets: Vec<$type>) -> Self {
                    Offsets::$kind(offsets.into())
                }
            }
        )*
    };
}

offsets!(I32 i32, I64 i64, U32 u32, U64 u64);

impl Texts {
    /// Texts in bytes that may belong to someone else; `None` when the offsets don't cut them into texts.
    pub(super) fn new(bytes: Column<u8>, offsets: Offsets) -> Option<Texts> {
        let last = offsets.get(offsets.len().checked_sub(1)?)?;
        let used = bytes.as_slice().get(offsets.get(0)?..last)?;
        let text = std::str::from_utf8(used).ok()?;
        let sound = offsets.ascend() && (text.is_ascii() || offsets.cut(text));
        sound.then_some(Texts { bytes, offsets })
    }

    /// Whether each has from one to `most` letters, digits and signs of ASCII, so that none needs a look.
    pub(super) fn are_plain(&self, most: u8) -> bool {
        let range = self
            .offsets
            .get(0)
            .zip(self.offsets.get(self.offsets.len().wrapping_sub(1)));
        let bytes = range.and_then(|(from, to)| self.bytes.as_slice().get(from..to));
        bytes.is_some_and(|bytes| all_within(bytes, b' ', b'~')) && self.offsets.short(most)
    }

    /// The bytes of all texts in turn.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let bytes = self.bytes.as_slice();
        let offsets = self.offsets.as_ref();
        let mut from = offsets.get(0).unwrap_or_default();
        (1..self.offsets.len()).map(move |at| {
            let to = offsets.get(at).unwrap_or_default();
            let text = bytes.get(from..to).unwrap_or_default();
            from = to;
            text
        })
    }

    /// The bytes of a text; none beyond the end.
    fn bytes(&self, row: usize) -> &[u8] {
        let range = self.offsets.get(row).zip(self.offsets.get(row + 1));
        let bytes = range.and_then(|(from, to)| self.bytes.as_slice().get(from..to));
        bytes.unwrap_or_default()
    }
}

impl Ids {
    /// How many there are; `None` when there are as many as rows.
    pub(super) fn len(&self) -> Option<usize> {
        match self {
            Ids::Rows => None,
            Ids::Whole(numbers) => Some(numbers.len()),
            Ids::Text(texts) => Some(texts.offsets.len().saturating_sub(1)),
        }
    }

    /// The id of a row, which is row `number` of the dossier, counting from 0.
    pub(super) fn get(&self, row: usize, number: usize) -> Id<'_> {
        match self {
            Ids::Rows => Id::Number(row_number(number)),
            Ids::Whole(numbers) => Id::Number(numbers.get(row).unwrap_or_default()),
            Ids::Text(texts) => Id::Text(texts.bytes(row)),
        }
    }
}

impl Ids {
    /// The ids of all rows in turn; the first is row `start` of the dossier.
    pub(super) fn iter(&self, start: usize, rows: usize) -> impl Iterator<Item = Id<'_>> {
        let (rows, numbers, texts) = match self {
            Ids::Rows => (rows, None, None),
            Ids::Whole(numbers) => (0, Some(numbers.as_slice()), None),
            Ids::Text(texts) => (0, None, Some(texts.iter())),
        };
        let rows = (start..start + rows).map(|row| Id::Number(row_number(row)));
        let numbers = numbers.unwrap_or_default().iter();
        let texts = texts.into_iter().flatten().map(Id::Text);
        rows.chain(numbers.map(|number| Id::Number(*number)))
            .chain(texts)
    }
}

/// The number of a row, from 1.
pub(super) fn row_number(row: usize) -> i64 {
    i64::try_from(row).map_or(i64::MAX, |row| row.saturating_add(1))
}

/// An id as it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Id<'i> {
    /// A whole number: its decimal text.
    Number(i64),
    Text(&'i [u8]),
}

impl<'i> Id<'i> {
    pub(super) fn text(self) -> Cow<'i, str> {
        match self {
            Id::Number(number) => Cow::Owned(number.to_string()),
            // Texts are checked when they come in.
            Id::Text(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).unwrap_or_default()),
        }
    }

    /// Gives its text to `take`, without memory for it.
    pub(super) fn with_text<R>(self, take: impl FnOnce(&str) -> R) -> R {
        let mut digits = [0; LONGEST];
        let bytes = match self {
            Id::Number(number) => decimal(number, &mut digits),
            Id::Text(bytes) => bytes,
        };
        take(std::str::from_utf8(bytes).unwrap_or_default())
    }

    /// Four bytes of its text, from byte `at` on, as a number that is larger where they come later; and whether there are
    /// more. Bytes beyond the end count as zeros.
    pub(super) fn bytes_at(self, at: usize) -> (u32, bool) {
        let mut digits = [0; LONGEST];
        let text = match self {
            Id::Number(number) => decimal(number, &mut digits),
            Id::Text(text) => text,
        };
        let rest = text.get(at..).unwrap_or_default();
        let mut four = [0; 4];
        for (to, from) in four.iter_mut().zip(rest) {
            *to = *from;
        }
        (u32::from_be_bytes(four), rest.len() > 4)
    }

    /// The order of ids: by the bytes of their text.
    pub(super) fn order(self, other: Id<'_>) -> Ordering {
        match (self, other) {
            (Id::Number(a), Id::Number(b)) => order_of_numbers(a, b),
            (Id::Text(a), Id::Text(b)) => a.cmp(b),
            (a, b) => a.text().as_bytes().cmp(b.text().as_bytes()),
        }
    }
}

/// The order of two numbers by the bytes of how they are written: 10 before 9, −1 before 0.
fn order_of_numbers(a: i64, b: i64) -> Ordering {
    // A minus sign comes before every digit.
    let sign = b.is_negative().cmp(&a.is_negative());
    let (a, b) = (a.unsigned_abs(), b.unsigned_abs());
    let digits = |number: u64| number.checked_ilog10().unwrap_or_default();
    let (of_a, of_b) = (digits(a), digits(b));
    // Written with as many digits, they are ordered as numbers; when one then is the beginning of the other, it is first.
    let wide = |number: u64, digits: u32| u128::from(number) * 10_u128.pow(19 - digits);
    let places = if of_a == of_b {
        a.cmp(&b)
    } else {
        wide(a, of_a).cmp(&wide(b, of_b))
    };
    sign.then(places).then(of_a.cmp(&of_b))
}

/// How long the longest number is, with its sign.
const LONGEST: usize = 20;

/// How a number is written.
fn decimal(number: i64, text: &mut [u8; LONGEST]) -> &[u8] {
    let (mut rest, mut from) = (number.unsigned_abs(), LONGEST);
    while from == LONGEST || rest > 0 {
        from -= 1;
        text[from] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    if number < 0 {
        from -= 1;
        text[from] = b'-';
    }
    &text[from..]
}

/// The number that is written so and no other way.
pub(super) fn number(id: &str) -> Option<i64> {
    let digits = id.strip_prefix('-').unwrap_or(id);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let shortest = !digits.starts_with('0') || id == "0";
    (plain && shortest).then(|| id.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_as_texts() {
        let mut all = vec![0, 1, 9, 10, 11, 19, 99, 100, 101, 1_000, i64::MAX, i64::MIN];
        all.extend(all.clone().into_iter().map(i64::wrapping_neg));
        all.extend((0..400).map(|at| (at * 7919) % 10_007 - 3_000));
        for &a in &all {
            assert_eq!(number(&a.to_string()), Some(a));
            assert_eq!(decimal(a, &mut [0; LONGEST]), a.to_string().as_bytes());
            for &b in &all {
                let texts = a.to_string().cmp(&b.to_string());
                assert_eq!(order_of_numbers(a, b), texts, "{a} {b}");
                let text = b.to_string();
                let mixed = Id::Number(a).order(Id::Text(text.as_bytes()));
                assert_eq!(mixed, texts, "{a} {b}");
            }
        }
    }

    #[test]
    fn a_number_is_written_one_way() {
        for text in [
            "",
            "-",
            "-0",
            "00",
            "01",
            "+1",
            "1 ",
            "1.0",
            "9223372036854775808",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
