//! Rows sorted by id, for ids in no order that helps: by a few bytes at a time, as numbers, with little memory beside the rows.

use super::by_id::wide;
use super::chunk::Parts;
use super::ids::Id;

/// Fewer ids than this are compared whole.
const FEW: usize = 24;

/// Fewer rows than this are not put in buckets.
const SMALL: usize = 4_096;

/// So many bytes beyond those that all ids share are looked at; what is equal up to there is compared whole.
const DEEP: usize = 64;

/// The rows by id, and rows of the same id in their order.
pub(super) fn sorted(parts: &Parts) -> Vec<u32> {
    // A dossier of more lines is refused.
    let count = parts.len().min(wide(u32::MAX));
    let sorter = Sorter {
        parts,
        shared: if count < SMALL { 0 } else { shared(parts) },
    };
    let mut rows: Vec<u32> = (0..=u32::MAX).take(count).collect();
    if count < SMALL {
        sorter.by_comparison(&mut rows);
        return rows;
    }
    // By bucket its first place, and where its next row goes.
    let ids = || rows_of(parts).take(count);
    let mut places = vec![0_usize; BUCKETS + 1];
    for id in ids() {
        places[sorter.bucket(id) + 1] += 1;
    }
    for bucket in 0..BUCKETS {
        places[bucket + 1] += places[bucket];
    }
    let mut next = places.clone();
    for (id, row) in ids().zip(0..) {
        let place = &mut next[sorter.bucket(id)];
        rows[*place] = row;
        *place += 1;
    }
    let mut keys = Vec::new();
    for bucket in places.windows(2) {
        sorter.sort(
            &mut rows[bucket[0]..bucket[1]],
            sorter.shared + 2,
            &mut keys,
        );
    }
    rows
}

/// Sorts some rows by id, and rows of the same id in their order; `keys` is memory to work in.
pub(super) fn sort(parts: &Parts, rows: &mut [u32], keys: &mut Vec<u64>) {
    Sorter { parts, shared: 0 }.sort(rows, 0, keys);
}

/// As many as two bytes have values.
const BUCKETS: usize = 1 << 16;

fn rows_of(parts: &Parts) -> impl Iterator<Item = Id<'_>> {
    let parts = parts.iter();
    parts.flat_map(|(start, part)| part.ids.iter(start, part.rows))
}

/// With how many bytes all ids begin alike. Numbers are not asked.
fn shared(parts: &Parts) -> usize {
    let mut ids = rows_of(parts);
    let Some(Id::Text(first)) = ids.next() else {
        return 0;
    };
    ids.fold(first.len(), |shared, id| match id {
        Id::Number(_) => 0,
        Id::Text(text) if text.starts_with(&first[..shared]) => shared,
        Id::Text(text) => {
            let pairs = text.iter().zip(&first[..shared]);
            pairs.take_while(|(a, b)| a == b).count()
        }
    })
}

struct Sorter<'p> {
    parts: &'p Parts,
    shared: usize,
}

impl Sorter<'_> {
    fn bucket(&self, id: Id<'_>) -> usize {
        wide(id.bytes_at(self.shared).0 >> 16)
    }

    /// Sorts rows whose ids are alike up to byte `depth`; `keys` is memory to work in.
    fn sort(&self, rows: &mut [u32], depth: usize, keys: &mut Vec<u64>) {
        if rows.len() < FEW || depth > self.shared + DEEP {
            self.by_comparison(rows);
            return;
        }
        let mut longer = false;
        keys.clear();
        for row in &*rows {
            let (bytes, more) = self.parts.id(wide(*row)).bytes_at(depth);
            longer |= more;
            keys.push(u64::from(bytes) << 32 | u64::from(*row));
        }
        keys.sort_unstable();
        // By key how many rows have it.
        let mut runs: Vec<usize> = Vec::new();
        let mut last = None;
        for (row, key) in rows.iter_mut().zip(&*keys) {
            *row = u32::try_from(key & u64::from(u32::MAX)).unwrap_or(u32::MAX);
            match runs.last_mut() {
                Some(run) if last == Some(key >> 32) => *run += 1,
                _ => runs.push(1),
            }
            last = Some(key >> 32);
        }
        let mut rest = rows;
        for run in runs {
            let (rows, after) = rest.split_at_mut(run);
            if longer {
                self.sort(rows, depth + 4, keys);
            } else {
                self.by_comparison(rows);
            }
            rest = after;
        }
    }

    fn by_comparison(&self, rows: &mut [u32]) {
        let id = |row: u32| self.parts.id(wide(row));
        if rows.len() > 1 {
            rows.sort_unstable_by(|&a, &b| id(a).order(id(b)).then(a.cmp(&b)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chunk::Part;
    use super::super::codes::Codes;
    use super::super::column::{Bits, Column};
    use super::super::ids::Ids;
    use super::super::line_columns::LineIds;
    use super::*;

    fn part(ids: Ids, rows: usize) -> Part {
        Part {
            rows,
            ids,
            days: Column::default().into(),
            units: Column::default(),
            amounts: Column::default().into(),
            kinds: Column::default(),
            vat: Column::default(),
            fixed: Bits::default(),
            bookings: Codes::None,
        }
    }

    /// A number that looks drawn.
    fn mixed(at: usize) -> usize {
        at.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23) >> 8
    }

    #[test]
    fn rows_are_in_the_order_of_their_ids() {
        type Make = fn(usize) -> String;
        let kinds: [Make; 7] = [
            |at| format!("2024-L{:06}", mixed(at) % 9_000),
            |at| (mixed(at) % 100_000).to_string(),
            |at| "é".repeat(mixed(at) % 90),
            |at| "\0".repeat(mixed(at) % 9),
            |at| format!("{}{}", "same ".repeat(30), mixed(at) % 50),
            |_| "one".to_owned(),
            |at| format!("{:x}", mixed(at)),
        ];
        for (at, make) in kinds.into_iter().enumerate() {
            for rows in [0, 1, 100, SMALL, 9_000] {
                let ids: Vec<String> = (0..rows).map(make).collect();
                let half = rows / 2;
                let texts = |ids: &[String]| {
                    let texts: LineIds = ids.iter().map(String::as_str).collect();
                    part(texts.into_ids(), ids.len())
                };
                let mut parts = vec![texts(&ids[..half]), texts(&ids[half..])];
                if at == 1 {
                    let numbers = ids[half..].iter().filter_map(|id| id.parse().ok());
                    parts[1] = part(Ids::Whole(numbers.collect()), rows - half);
                }
                let mut expected: Vec<u32> = (0..u32::MAX).take(rows).collect();
                expected.sort_by_key(|row| &ids[wide(*row)]);
                assert!(
                    sorted(&Parts::new(parts)) == expected,
                    "kind {at}, {rows} rows"
                );
            }
        }
    }
}
