//! Where something stands: in a text, a table or data from memory.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use super::escape::{NAME_LIMIT, escaped};
use super::step::Step;

/// Bytes between two counts of characters in the index of a source.
const STEP: usize = 1024;

/// One input text under the name that people know it by.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    index: OnceLock<Index>,
}

/// Made once per source, so that a place costs no walk over the whole text.
#[derive(Debug)]
struct Index {
    /// The offset at which each line starts.
    lines: Vec<usize>,
    /// The number of characters that start before each multiple of `STEP`.
    chars: Vec<usize>,
}

impl Source {
    /// Keeps the decoded `text` of the file that is shown as `name`: relative to the dossier's
    /// folder, never a path of the machine.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        let name = escaped(&name.into(), NAME_LIMIT);
        Arc::new(Source {
            name,
            text: text.into(),
            index: OnceLock::new(),
        })
    }

    /// The name as shown.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset, both from 1, the column in characters. An offset beyond
    /// the end counts as the end, one inside a character as its start. Lines end with LF, CRLF or
    /// CR, as CSV rows do.
    #[must_use]
    pub fn line_col(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let line = self.line_index(offset);
        let start = self.index().lines[line];
        (
            line + 1,
            self.chars_before(offset) - self.chars_before(start) + 1,
        )
    }

    /// The bytes of the line around `offset`, without its line end.
    pub(super) fn line_around(&self, offset: usize) -> Range<usize> {
        let line = self.line_index(self.floor(offset));
        let lines = &self.index().lines;
        let end = lines.get(line + 1).copied().unwrap_or(self.text.len());
        let body = self.text[lines[line]..end].trim_end_matches(['\r', '\n']);
        lines[line]..lines[line] + body.len()
    }

    /// The start of the character that `offset` is in.
    pub(super) fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }

    fn line_index(&self, offset: usize) -> usize {
        self.index().lines.partition_point(|&start| start <= offset) - 1
    }

    fn chars_before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        self.index().chars[step] + char_starts(&self.text.as_bytes()[step * STEP..offset])
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut lines = vec![0];
            for (at, &byte) in bytes.iter().enumerate() {
                if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                    lines.push(at + 1);
                }
            }
            let mut chars = vec![0];
            let mut seen = 0;
            for chunk in bytes.chunks(STEP) {
                seen += char_starts(chunk);
                chars.push(seen);
            }
            Index { lines, chars }
        })
    }
}

/// The number of bytes that start a character.
fn char_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Where something stands in the input.
#[derive(Clone, Debug, Default)]
pub enum Place {
    /// In the dossier as a whole, or unknown.
    #[default]
    Nowhere,
    /// In a text, from byte to byte.
    Text {
        /// The text.
        source: Arc<Source>,
        /// The bytes in it.
        span: Range<usize>,
    },
    /// In data given from memory: `grants[0].tranches[1].granted`, counted from 0.
    Path(String),
    /// The same, of which the text is put together when it is shown: of most places it never is.
    Step(Step),
    /// In a table given from memory.
    Cell {
        /// The name of the table.
        table: &'static str,
        /// The row, from 1.
        row: usize,
        /// The column; empty for the whole row.
        column: String,
    },
}

impl Place {
    /// The place in one line: `cost_lines.csv:12:5`, `grants[0].granted` or
    /// `cost_lines[3].amount` (rows from 1).
    #[must_use]
    pub fn location(&self) -> Option<String> {
        match self {
            Place::Nowhere => None,
            Place::Text { source, span } => {
                let (line, column) = source.line_col(span.start);
                Some(format!("{}:{line}:{column}", source.name()))
            }
            Place::Path(path) => Some(escaped(path, NAME_LIMIT)),
            Place::Step(step) => Some(escaped(&step.path(), NAME_LIMIT)),
            Place::Cell { table, row, column } if column.is_empty() => {
                Some(format!("{table}[{row}]"))
            }
            Place::Cell { table, row, column } => {
                Some(format!("{table}[{row}].{}", escaped(column, NAME_LIMIT)))
            }
        }
    }

    /// Where it stands in data given from memory, as the text that it is there.
    #[must_use]
    pub fn path(&self) -> Option<Cow<'_, str>> {
        match self {
            Place::Path(path) => Some(Cow::Borrowed(path)),
            Place::Step(step) => Some(Cow::Owned(step.path())),
            Place::Nowhere | Place::Text { .. } | Place::Cell { .. } => None,
        }
    }

    /// The order of findings: the dossier as a whole, texts by name and offset, tables by row,
    /// paths with their numbers as numbers.
    pub(super) fn compare(&self, other: &Place) -> Ordering {
        match (self, other) {
            (Place::Text { source: a, span: x }, Place::Text { source: b, span: y }) => {
                let names = a.name.cmp(&b.name);
                names.then(x.start.cmp(&y.start)).then(x.end.cmp(&y.end))
            }
            (
                Place::Cell { table, row, column },
                Place::Cell {
                    table: table_b,
                    row: row_b,
                    column: column_b,
                },
            ) => (table, row, column).cmp(&(table_b, row_b, column_b)),
            _ => match (self.path(), other.path()) {
                (Some(a), Some(b)) => natural(&a, &b),
                _ => self.rank().cmp(&other.rank()),
            },
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Place::Nowhere => 0,
            Place::Text { .. } => 1,
            Place::Cell { .. } => 2,
            Place::Path(_) | Place::Step(_) => 3,
        }
    }
}

/// Compares texts with runs of digits as numbers; equal only if the bytes are.
fn natural(a: &str, b: &str) -> Ordering {
    runs(a).cmp(runs(b)).then_with(|| a.cmp(b))
}

/// Runs of digits with their length, which orders them as numbers, and the runs in between.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let digits = rest.chars().next()?.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        let number = run.trim_start_matches('0');
        Some(if digits {
            (number.len(), number)
        } else {
            (usize::MAX, run)
        })
    })
}

/// A value with the place it was read from. Equal to another when the values are, wherever they stand.
#[derive(Clone, Debug, Default)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> At<T> {
    /// A value read at a place.
    pub fn new(value: T, place: Place) -> At<T> {
        At { value, place }
    }

    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At {
            value: change(self.value),
            place: self.place,
        }
    }
}

impl From<&str> for At<String> {
    fn from(text: &str) -> At<String> {
        At::from(text.to_owned())
    }
}

impl<T> From<T> for At<T> {
    fn from(value: T) -> At<T> {
        At {
            value,
            place: Place::Nowhere,
        }
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &At<T>) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::super::step::Level;
    use super::*;

    #[test]
    fn lines_and_columns() {
        let source = Source::new("a.csv", "één\r\nb\rc\n\nd");
        let at = |needle: &str| source.line_col(source.text().find(needle).expect("in the text"));
        assert_eq!(at("n"), (1, 3));
        assert_eq!(at("\r\n"), (1, 4));
        assert_eq!(at("b"), (2, 1));
        assert_eq!(at("c"), (3, 1));
        assert_eq!(at("d"), (5, 1));
        assert_eq!(source.line_col(1), (1, 1), "inside a character");
        assert_eq!(source.line_col(usize::MAX), (5, 2), "beyond the end");
        assert_eq!(source.line_around(1), 0..5);
        assert_eq!(source.line_around(7), 7..8);
        assert_eq!(Source::new("a.csv", "").line_col(0), (1, 1));
    }

    #[test]
    fn columns_beyond_one_step_of_the_index() {
        let source = Source::new("a.csv", format!("x\n{}y", "€".repeat(2 * STEP)));
        assert_eq!(source.line_col(source.text().len() - 1), (2, 2 * STEP + 1));
    }

    #[test]
    fn locations() {
        let source = Source::new("schemes/a\n.toml", "id = 1");
        let text = Place::Text { source, span: 5..6 };
        assert_eq!(text.location().as_deref(), Some("schemes/a\\n.toml:1:6"));
        let cell = |column: &str| Place::Cell {
            table: "cost_lines",
            row: 3,
            column: column.to_owned(),
        };
        assert_eq!(
            cell("amount").location().as_deref(),
            Some("cost_lines[3].amount")
        );
        assert_eq!(cell("").location().as_deref(), Some("cost_lines[3]"));
        assert_eq!(
            Place::Path("grants[0]".to_owned()).location().as_deref(),
            Some("grants[0]")
        );
        assert_eq!(Place::Nowhere.location(), None);
    }

    #[test]
    fn steps_are_the_path_that_they_make() {
        let root = Level::table(None, &["dossier", "", "grants"]);
        let grants = Level::list(Some(&Step::new(&root, 2)));
        let grant = Level::table(Some(&Step::new(&grants, 10)), &["id", "tranches"]);
        let tranches = Level::list(Some(&Step::new(&grant, 1)));
        let tranche = Level::table(Some(&Step::new(&tranches, 2)), &["granted"]);
        let steps = Place::Step(Step::new(&tranche, 0));
        let path = |path: &str| Place::Path(path.to_owned());
        let same = path("grants[10].tranches[2].granted");
        assert_eq!(steps.location(), same.location());
        assert_eq!(steps.path(), same.path());
        assert_eq!(steps.compare(&same), Ordering::Equal);
        assert_eq!(
            path("grants[9].tranches[2].granted").compare(&steps),
            Ordering::Less
        );
        assert_eq!(Place::Nowhere.compare(&steps), Ordering::Less);
    }

    #[test]
    fn numbers_in_paths_count() {
        let mut paths = ["a[10].x", "a[9].x", "a[9]", "a", "a[09].x", "b"];
        paths.sort_by(|a, b| natural(a, b));
        assert_eq!(paths, ["a", "a[9]", "a[09].x", "a[9].x", "a[10].x", "b"]);
    }

    #[test]
    fn a_value_keeps_its_place() {
        let at = At::new(2, Place::Path("years[0]".to_owned())).map(|value| value + 1);
        assert_eq!((*at, at.place.location().as_deref()), (3, Some("years[0]")));
        assert!(matches!(At::from(1).place, Place::Nowhere));
    }
}
