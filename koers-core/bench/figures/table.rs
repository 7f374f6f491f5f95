//! The table that is printed.

use koers_bench::measure::Timing;

/// What a figure is given in.
#[derive(Clone, Copy)]
pub(crate) enum Per {
    /// Nanoseconds a line.
    Line(usize),
    /// A run, in microseconds or milliseconds.
    Run(Unit),
}

#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Micros,
    Millis,
}

/// What a figure must be and is aimed at, in hundredths of its unit.
pub(crate) type Goal = Option<(u64, u64)>;

/// What a path is held against.
#[derive(Clone, Default)]
pub(crate) struct Rivals {
    pub(crate) scalar: Option<Timing>,
    pub(crate) decimal: Option<Timing>,
}

pub(crate) fn head(machine: &str) {
    println!("{machine}");
    println!(
        "{:<54} {:>9} {:>10} {:>10} {:>10} {:>8} {:>8} {:>7} {:>7}",
        "", "", "CPU median", "CPU least", "wall", "x scalar", "x decim.", "must", "aim"
    );
}

pub(crate) fn row(path: &str, timing: &Timing, per: Per, goal: Goal, rivals: &Rivals) {
    let unit = match per {
        Per::Line(_) => "ns/line",
        Per::Run(Unit::Micros) => "us",
        Per::Run(Unit::Millis) => "ms",
    };
    let ratio = |rival: &Option<Timing>| {
        rival.as_ref().map_or_else(String::new, |rival| {
            hundredths(rival.median() * 100 / timing.median().max(1))
        })
    };
    println!(
        "{path:<54} {unit:>9} {:>10} {:>10} {:>10} {:>8} {:>8} {}",
        hundredths(in_unit(timing.median(), per)),
        hundredths(in_unit(timing.least(), per)),
        hundredths(in_unit(timing.wall(), per)),
        ratio(&rivals.scalar),
        ratio(&rivals.decimal),
        held(in_unit(timing.median(), per), goal),
    );
}

/// A figure that is no time, in hundredths; `least` where more is better.
pub(crate) fn figure(path: &str, unit: &str, hundredths_of: u64, goal: Goal, least: bool) {
    let held = if least {
        held_least(hundredths_of, goal)
    } else {
        held(hundredths_of, goal)
    };
    println!(
        "{path:<54} {unit:>9} {:>10} {:>10} {:>10} {:>8} {:>8} {held}",
        hundredths(hundredths_of),
        "",
        "",
        "",
        ""
    );
}

pub(crate) fn note(text: &str) {
    println!("  {text}");
}

fn held(figure: u64, goal: Goal) -> String {
    verdict(goal, |goal| figure <= goal)
}

fn held_least(figure: u64, goal: Goal) -> String {
    verdict(goal, |goal| figure >= goal)
}

fn verdict(goal: Goal, meets: impl Fn(u64) -> bool) -> String {
    let Some((must, aim)) = goal else {
        return String::new();
    };
    let word = if meets(aim) {
        "as aimed"
    } else if meets(must) {
        "met"
    } else {
        "MISSED"
    };
    format!("{:>7} {:>7} {word}", short(must), short(aim))
}

/// A time in nanoseconds in hundredths of the unit.
fn in_unit(nanos: u64, per: Per) -> u64 {
    match per {
        Per::Line(lines) => nanos * 100 / lines.max(1) as u64,
        Per::Run(Unit::Micros) => nanos / 10,
        Per::Run(Unit::Millis) => nanos / 10_000,
    }
}

pub(crate) fn hundredths(number: u64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

fn short(number: u64) -> String {
    let text = hundredths(number);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
