//! Cost lines as columns, in any layout.

use std::fmt::Debug;
use std::sync::Arc;

use koers_core::dossier::{Bits, Column, CostLine, Dictionary, Keys, LineColumns, LineIds};

use super::draw::Draw;

/// The lines, of which the first is so manieth of the dossier, as columns.
pub(crate) fn columns_of(lines: &[CostLine], first: usize, draw: &mut Draw) -> LineColumns {
    let cents: Vec<i64> = lines.iter().map(|line| line.amount.cents()).collect();
    let cents = held(cents, draw);
    let days = lines.iter().map(|line| line.period.last().epoch_days());
    let days: Vec<i32> = days.collect();
    let single = lines
        .iter()
        .all(|line| line.period.first() == line.period.last());
    let mut columns = if single && draw.chance(80) {
        LineColumns::new(held(days, draw), cents)
    } else {
        let periods: Vec<_> = lines.iter().map(|line| line.period).collect();
        LineColumns::of_periods(&periods, cents)
    };
    columns = columns.ids(ids(lines, first, draw));
    let any = |draw: &mut Draw, has: bool| has || draw.chance(20);
    if any(draw, lines.iter().any(|line| line.kind.as_str() != "cost")) {
        columns = columns.kinds(lines.iter().map(|line| line.kind).collect::<Column<_>>());
    }
    if any(
        draw,
        lines.iter().any(|line| !line.vat_compensable.is_zero()),
    ) {
        let vat: Vec<i64> = lines.iter().map(|it| it.vat_compensable.cents()).collect();
        columns = columns.vat_compensable(held(vat, draw));
    }
    if any(draw, lines.iter().any(|line| line.fixed)) {
        columns = columns.fixed(bits(lines.iter().map(|line| line.fixed), draw));
    }
    let booking = |line: &CostLine| line.booking.as_ref().map(ToString::to_string);
    if let Some(column) = dictionary(lines.iter().map(booking), draw) {
        columns = columns.grant(column);
    }
    if let Some(column) = dictionary(lines.iter().map(|line| line.corrects.clone()), draw) {
        columns = columns.corrects(column);
    }
    if let Some(column) = dictionary(lines.iter().map(|line| line.source.clone()), draw) {
        columns = columns.source(column);
    }
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in lines.iter().flat_map(|line| &line.dimensions) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    if draw.chance(20) {
        names.push("nobody's");
    }
    for name in names {
        let value = |line: &CostLine| {
            let mut values = line.dimensions.iter().rev();
            values
                .find(|(other, _)| other == name)
                .map(|(_, value)| value.clone())
        };
        if let Some(column) = dictionary(lines.iter().map(value), draw) {
            columns = columns.dimension(name, column);
        }
    }
    columns
}

fn ids(lines: &[CostLine], first: usize, draw: &mut Draw) -> LineIds {
    let mut rows = lines.iter().zip(first + 1..);
    if rows.all(|(line, row)| line.id == row.to_string()) && draw.chance(80) {
        return LineIds::rows();
    }
    let number = |line: &CostLine| {
        let number: i64 = line.id.parse().ok()?;
        (number.to_string() == line.id).then_some(number)
    };
    let numbers: Option<Vec<i64>> = lines.iter().map(number).collect();
    if let Some(numbers) = numbers.filter(|_| draw.chance(80)) {
        return LineIds::numbers(held(numbers, draw));
    }
    let before = draw.pick(&["", "é", "\u{1F4B6} beside"]);
    let mut bytes = before.as_bytes().to_vec();
    let mut offsets = vec![bytes.len()];
    for line in lines {
        bytes.extend_from_slice(line.id.as_bytes());
        offsets.push(bytes.len());
    }
    bytes.extend_from_slice(draw.pick(&["", "ë"]).as_bytes());
    let bytes = held(bytes, draw);
    let ids = match draw.below(4) {
        0 => LineIds::texts(bytes, held(cast::<u32>(&offsets), draw)),
        1 => LineIds::texts(bytes, held(cast::<u64>(&offsets), draw)),
        2 => LineIds::texts(bytes, held(cast::<i32>(&offsets), draw)),
        _ => LineIds::texts(bytes, held(cast::<i64>(&offsets), draw)),
    };
    ids.expect("texts")
}

/// A column with a dictionary: in any order, with values twice or unused, in any width, with empty texts or nulls for no
/// value. None at times when no row has a value.
fn dictionary(
    rows: impl Iterator<Item = Option<String>> + Clone,
    draw: &mut Draw,
) -> Option<Dictionary> {
    if rows.clone().all(|value| value.is_none()) && draw.chance(60) {
        return None;
    }
    let mut values: Vec<String> = Vec::new();
    for value in rows.clone().flatten() {
        if !values.contains(&value) || draw.chance(20) {
            values.push(value);
        }
    }
    for _ in 0..draw.below(4) {
        values.push(
            draw.pick(&["", "unused", "not;a:booking", "iza"])
                .to_owned(),
        );
    }
    draw.shuffle(&mut values);
    let empty = values.iter().position(String::is_empty);
    let mut valid = Vec::new();
    let keys = rows.map(|value| {
        let same = |value: &String| {
            let all = values.iter().enumerate();
            let same = all.filter(move |(_, other)| *other == value);
            same.map(|(at, _)| at).collect::<Vec<_>>()
        };
        match (&value, empty) {
            (Some(value), _) => {
                valid.push(true);
                draw.pick(&same(value))
            }
            (None, Some(empty)) if draw.chance(50) => {
                valid.push(true);
                empty
            }
            (None, _) => {
                valid.push(false);
                draw.pick(&[0, 99])
            }
        }
    });
    let keys: Vec<usize> = keys.collect();
    let keys: Keys = match draw.below(8) {
        0 => held(cast::<u32>(&keys), draw).into(),
        1 => held(cast::<i32>(&keys), draw).into(),
        2 => held(cast::<u8>(&keys), draw).into(),
        3 => held(cast::<i8>(&keys), draw).into(),
        4 => held(cast::<u16>(&keys), draw).into(),
        5 => held(cast::<i16>(&keys), draw).into(),
        6 => held(cast::<u64>(&keys), draw).into(),
        _ => held(cast::<i64>(&keys), draw).into(),
    };
    let column = Dictionary::new(keys, values);
    Some(if valid.iter().all(|valid| *valid) && draw.chance(50) {
        column
    } else {
        column.valid(bits(valid.into_iter(), draw))
    })
}

fn cast<T: TryFrom<usize>>(numbers: &[usize]) -> Vec<T>
where
    T::Error: Debug,
{
    let cast = |&number| T::try_from(number).expect("small");
    numbers.iter().map(cast).collect()
}

/// The values as a column of their own, or inside a larger piece of memory.
fn held<T: Copy + Send + Sync + 'static>(values: Vec<T>, draw: &mut Draw) -> Column<T> {
    let Some(&filler) = values.first().filter(|_| draw.chance(50)) else {
        return values.into();
    };
    let (before, after) = (draw.below(4), draw.below(4));
    let range = before..before + values.len();
    let mut larger = vec![filler; before];
    larger.extend(values);
    larger.extend(vec![filler; after]);
    Column::shared(Arc::new(larger), range).expect("inside")
}

fn bits(rows: impl Iterator<Item = bool>, draw: &mut Draw) -> Bits {
    let before = draw.below(20);
    let rows: Vec<bool> = rows.collect();
    let bits = (0..before)
        .map(|at| at % 3 == 0)
        .chain(rows.iter().copied());
    let bits: Vec<bool> = bits.chain([true, false, true]).collect();
    let bytes = bits.chunks(8).map(|byte| {
        let ones = byte.iter().enumerate();
        ones.map(|(at, one)| u8::from(*one) << at).sum::<u8>()
    });
    let bytes: Vec<u8> = bytes.collect();
    Bits::new(held(bytes, draw), before, rows.len()).expect("inside")
}
