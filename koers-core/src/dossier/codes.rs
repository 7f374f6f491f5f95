//! Codes of a column with a dictionary, in the width that they came in.

use super::column::{Bits, BitsRef, Column};

/// By row of a chunk the code of its value: 0 for none, else one more than the value's place in the dictionary.
#[derive(Clone, Debug, Default)]
pub(crate) enum Codes {
    /// No row has a value.
    #[default]
    None,
    U8(Column<u8>),
    U16(Column<u16>),
    U32(Column<u32>),
    /// Keys of a dictionary that is another one.
    Keys {
        keys: Keys,
        /// The rows that have a value; all when absent.
        valid: Option<Bits>,
        /// By key the code.
        to_code: Column<u32>,
    },
}

/// The slices of [`Codes`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum CodesRef<'c> {
    /// No row has a value.
    None,
    U8(&'c [u8]),
    U16(&'c [u16]),
    U32(&'c [u32]),
    /// Every key of a row that has a value is a place in `to_code`; of other rows the key means nothing.
    Keys {
        keys: KeysRef<'c>,
        valid: Option<BitsRef<'c>>,
        to_code: &'c [u32],
    },
}

impl Codes {
    /// The codes of `rows` rows, in the least width that holds `most`; rows beyond those given have no value.
    pub(super) fn of(mut codes: Vec<u32>, rows: usize, most: usize) -> Codes {
        if codes.is_empty() {
            return Codes::None;
        }
        if u16::try_from(most).is_err() {
            codes.resize(rows, 0);
            return Codes::U32(codes.into());
        }
        if u8::try_from(most).is_err() {
            return Codes::U16(narrow(codes, rows));
        }
        Codes::U8(narrow(codes, rows))
    }

    pub(crate) fn as_ref(&self) -> CodesRef<'_> {
        match self {
            Codes::None => CodesRef::None,
            Codes::U8(codes) => CodesRef::U8(codes.as_slice()),
            Codes::U16(codes) => CodesRef::U16(codes.as_slice()),
            Codes::U32(codes) => CodesRef::U32(codes.as_slice()),
            Codes::Keys {
                keys,
                valid,
                to_code,
            } => CodesRef::Keys {
                keys: keys.as_ref(),
                valid: valid.as_ref().map(Bits::as_ref),
                to_code: to_code.as_slice(),
            },
        }
    }

    /// The code of a row; 0 beyond the end.
    pub(crate) fn code(&self, row: usize) -> u32 {
        self.as_ref().code(row)
    }

    /// The same codes with others on some rows.
    pub(super) fn with(&self, rows: usize, most: usize, changes: &[(usize, u32)]) -> Codes {
        let old = self.as_ref();
        let mut codes: Vec<u32> = (0..rows).map(|row| old.code(row)).collect();
        for &(row, code) in changes {
            codes[row] = code;
        }
        Codes::of(codes, rows, most)
    }
}

impl<'c> CodesRef<'c> {
    /// The codes, or keys of rows that all have a value, where each is a byte.
    pub(crate) fn as_bytes(self) -> Option<&'c [u8]> {
        match self {
            CodesRef::U8(codes)
            | CodesRef::Keys {
                keys: KeysRef::U8(codes),
                valid: None,
                ..
            } => Some(codes),
            _ => None,
        }
    }

    /// The keys of rows that all have a value, where each is a number of four bytes.
    pub(crate) fn as_words(self) -> Option<&'c [i32]> {
        match self {
            CodesRef::Keys {
                keys: KeysRef::I32(keys),
                valid: None,
                ..
            } => Some(keys),
            _ => None,
        }
    }

    /// The code of a row; 0 beyond the end.
    pub(crate) fn code(self, row: usize) -> u32 {
        let code = match self {
            CodesRef::None => None,
            CodesRef::U8(codes) => codes.get(row).map(|&code| code.into()),
            CodesRef::U16(codes) => codes.get(row).map(|&code| code.into()),
            CodesRef::U32(codes) => codes.get(row).copied(),
            CodesRef::Keys { valid, .. } if valid.is_some_and(|valid| !valid.get(row)) => None,
            CodesRef::Keys { keys, to_code, .. } => {
                keys.key(row).and_then(|key| to_code.get(key).copied())
            }
        };
        code.unwrap_or_default()
    }
}

fn narrow<T: TryFrom<u32> + Default>(codes: Vec<u32>, rows: usize) -> Column<T> {
    let given = codes.into_iter();
    let mut narrow = Vec::with_capacity(rows);
    narrow.extend(given.map(|code| T::try_from(code).unwrap_or_default()));
    narrow.resize_with(rows, T::default);
    narrow.into()
}

macro_rules! keys {
    ($($kind:ident $type:ty),*) => {
        /// Keys of a dictionary, in any width.
        #[derive(Clone, Debug)]
        pub enum Keys {
            $(#[doc = concat!("As `", stringify!($type), "`.")] $kind(Column<$type>),)*
        }

        /// The slices of [`Keys`].
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum KeysRef<'k> {
            $($kind(&'k [$type]),)*
        }

        impl Keys {
            /// How many there are.
            #[must_use]
            pub fn len(&self) -> usize {
                match self {
                    $(Keys::$kind(keys) => keys.len(),)*
                }
            }

            /// Whether there are none.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            pub(crate) fn as_ref(&self) -> KeysRef<'_> {
                match self {
                    $(Keys::$kind(keys) => KeysRef::$kind(keys.as_slice()),)*
                }
            }
        }

        impl KeysRef<'_> {
            /// The key of a row; `None` beyond the end, and for a key that is below zero or too large to be a place.
            pub(crate) fn key(self, row: usize) -> Option<usize> {
                match self {
                    $(KeysRef::$kind(keys) => keys.get(row).and_then(|&key| usize::try_from(key).ok()),)*
                }
            }
        }

        $(
            impl From<Vec<$type>> for Keys {
                fn from(keys: Vec<$type>) -> Self {
                    Keys::$kind(keys.into())
                }
            }

            impl From<Column<$type>> for Keys {
                fn from(keys: Column<$type>) -> Self {
                    Keys::$kind(keys)
                }
            }
        )*
    };
}

keys!(I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64);
