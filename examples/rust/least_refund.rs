//! What could be lost less of the accounts in a folder, if every cost were eligible for one grant?
//! `cargo run -p koers-core --features folder --example least_refund -- examples/twentse-koers-2024 iza`

use std::process::ExitCode;

use koers_core::report::{Format, render_advice};
use koers_core::settle::Measure;
use koers_core::{Findings, Lang, Method, folder};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, grant] = &arguments[..] else {
        eprintln!("usage: least_refund FOLDER GRANT");
        return ExitCode::from(2);
    };
    match compare(path, grant) {
        Ok(()) => ExitCode::SUCCESS,
        Err(findings) => {
            eprint!("{}", findings.render(Lang::En));
            ExitCode::FAILURE
        }
    }
}

fn compare(path: &str, grant: &str) -> Result<(), Findings> {
    let dossier = folder::load(path)?;
    let booked = dossier.settle()?;
    let assumed = dossier.assume_eligible(grant, None)?;
    let best = assumed.settle_by(&Method::least_refund())?;

    let refund = |settlement: &koers_core::Settlement| settlement.total(Measure::Refund);
    println!("as booked:    {} goes back", refund(&booked));
    println!("at the least: {} goes back", refund(&best));
    for row in best.diff(&booked).iter().filter(|row| row.line.is_none()) {
        let grant = row.grant.as_deref().unwrap_or("own funds");
        println!("  {grant} {}: {} -> {}", row.measure, row.before, row.after);
    }
    print!("{}", render_advice(&best.advice(), Format::Text, Lang::En));
    if let Some(certificate) = best.certificate() {
        // Anyone can check this file without Koers' engine: `python -m koers.verify FILE`.
        println!("the certificate has {} bytes", certificate.to_json().len());
    }
    Ok(())
}
