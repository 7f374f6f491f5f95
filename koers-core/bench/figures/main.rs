//! The figures of speed and memory, in one table, each beside plain loops that do the same work in the same run.
//!
//! `make bench` runs it on 1,000,000 lines; `KOERS_BENCH_N` says another number, `KOERS_BENCH_TIMES` how often each is run.
//! Words after `--` choose: `lines`, `small`, `explain`, `receipt`, `solve`, `reconcile`, `country`, `memory`, `threads`, `growth`, `size`.
//!
//! Times are the processor's: machines are shared. What goes in are lines in columns; what is timed begins with the dossier
//! and ends with its settlement. Lines stand by date and id for the rivals, so that none of them has to sort.
#![expect(
    clippy::disallowed_methods,
    reason = "the core reads no environment and no files; what measures it does"
)]

mod memory;
mod sections;
mod table;

use std::env;
use std::process::{Command, ExitCode};

use sections::Sizes;

#[global_allocator]
static COUNTING: memory::Counting = memory::Counting;

fn main() -> ExitCode {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let sizes = Sizes {
        lines: number("KOERS_BENCH_N", 1_000_000),
        times: number("KOERS_BENCH_TIMES", 5),
    };
    match words.as_slice() {
        ["wall"] => sections::wall(&sizes),
        ["count", path] => sections::count(path, &sizes),
        ["write", folder] => sections::write(folder, &sizes),
        // All but one section is of one core.
        _ if env::var_os(THREADS).is_none() => return again(),
        _ => {
            table::head(&format!(
                "{} lines of 2023 and 2024, each {} times; {}",
                sizes.lines,
                sizes.times,
                machine()
            ));
            for (name, section) in sections::ALL {
                if words.is_empty() || words.contains(name) {
                    section(&sizes);
                }
            }
        }
    }
    ExitCode::SUCCESS
}

/// By which threads are limited.
const THREADS: &str = "KOERS_BENCH_THREADS";

/// This program with one thread.
fn again() -> ExitCode {
    let status = env::current_exe().and_then(|program| {
        Command::new(program)
            .args(env::args().skip(1))
            .env(THREADS, "1")
            .status()
    });
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn number(name: &str, otherwise: usize) -> usize {
    let said = env::var(name).ok();
    let digits = said.map(|said| said.replace('_', ""));
    digits
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(otherwise)
}

/// The processor, as the system names it.
fn machine() -> String {
    let known = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = known
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    format!(
        "{}, {} cores",
        model.unwrap_or("unknown processor"),
        known.matches("processor\t").count()
    )
}
