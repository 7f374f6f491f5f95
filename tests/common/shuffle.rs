//! A dossier's folder with its rows, grants, tranches and agreements in another order: as text, so that the
//! readers meet what a user could have written.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The new order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    Keep,
    Reverse,
    Rotate,
}

impl Way {
    fn order<T>(self, items: &mut [T]) {
        match self {
            Way::Keep => {}
            Way::Reverse => items.reverse(),
            Way::Rotate => {
                let by = 1.min(items.len());
                items.rotate_left(by);
            }
        }
    }
}

/// Copies a folder, its tables and its dossier in another order.
pub(crate) fn copy(from: &Path, to: &Path, way: Way) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            fs::create_dir_all(&target).expect("a folder of our own");
            copy(&path, &target, Way::Keep);
            continue;
        }
        let bytes = fs::read(&path).expect("a file");
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let changed = match name {
            "dossier.toml" => dossier(&bytes, way),
            _ if Path::new(name).extension().is_some_and(|end| end == "csv") => rows(&bytes, way),
            _ => bytes,
        };
        fs::write(target, changed).expect("written");
    }
}

/// The records of a table after its header in another order; line ends between quotes end no record.
fn rows(bytes: &[u8], way: Way) -> Vec<u8> {
    let mut quoted = false;
    let mut records: Vec<Vec<u8>> = bytes
        .split_inclusive(|&byte| {
            quoted ^= byte == b'"';
            byte == b'\n' && !quoted
        })
        .map(<[u8]>::to_vec)
        .collect();
    if let Some(rows) = records.get_mut(1..) {
        way.order(rows);
    }
    records.concat()
}

/// The grants of a dossier, and the tranches and agreements in each, in another order.
fn dossier(bytes: &[u8], way: Way) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("good cases are UTF-8");
    let blocks = cut(text, |line| line.starts_with('['));
    // The grants, each its own block and those inside it; what stands before and after stays.
    let (mut before, mut grants, mut after) = (String::new(), Vec::new(), String::new());
    for block in blocks {
        if block.starts_with("[[grants]]") {
            grants.push(vec![block]);
        } else if block.starts_with("[[grants.") {
            grants.last_mut().expect("inside a grant").push(block);
        } else if grants.is_empty() {
            before.push_str(block);
        } else {
            after.push_str(block);
        }
    }
    for grant in &mut grants {
        way.order(&mut grant[1..]);
    }
    way.order(&mut grants);
    let grants = grants.concat().concat();
    format!("{before}{grants}{after}").into_bytes()
}

/// Pieces that each begin at a line that passes `starts`, the first at the beginning.
fn cut(text: &str, starts: impl Fn(&str) -> bool) -> Vec<&str> {
    let (mut pieces, mut begin, mut at) = (Vec::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        if starts(line) && at > begin {
            pieces.push(&text[begin..at]);
            begin = at;
        }
        at += line.len();
    }
    pieces.push(&text[begin..]);
    pieces
}

/// The JSON of a result, the findings as a set without the places they point at.
pub(crate) fn without_places(json: &str) -> String {
    let (tables, findings) = json
        .split_once("\"findings\":")
        .expect("findings come last");
    let rows: BTreeSet<&str> = findings
        .lines()
        .map(|row| row.split_once(",\"source\":").map_or("", |(row, _)| row))
        .collect();
    let rows: Vec<&str> = rows.into_iter().collect();
    format!("{tables}\"findings\":{}", rows.join("\n"))
}
