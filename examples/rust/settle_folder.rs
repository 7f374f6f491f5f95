//! Loads a dossier folder and prints its settlement: `cargo run --example settle_folder -- FOLDER [nl|en]`.

use std::process::ExitCode;

use koers_core::report::{Format, render};
use koers_core::{Lang, folder};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        eprintln!("usage: settle_folder FOLDER [nl|en]");
        return ExitCode::from(2);
    };
    let lang = arguments
        .next()
        .and_then(|word| Lang::parse(&word))
        .unwrap_or_default();
    match folder::load(path).and_then(|dossier| dossier.settle()) {
        Ok(settlement) => {
            print!("{}", render(&settlement, Format::Text, lang));
            ExitCode::SUCCESS
        }
        Err(findings) => {
            eprint!("{}", findings.render(lang));
            ExitCode::FAILURE
        }
    }
}
