//! Small dossiers for the tests of settlements.

use super::Settlement;
use crate::calendar::Period;
use crate::dossier::{CostLine, DossierBuilder, Grant, Tranche};
use crate::money::Money;
use crate::scheme::{
    Citation, Deduction, Eligible, FunderGroup, LegalBasis, Scheme, Schemes, Unit, Unspent,
    Version, Window,
};

pub(super) fn euros(euros: i64) -> Money {
    Money::from_euros(euros).expect("an amount")
}

pub(super) fn year(year: i16) -> Period {
    Period::year(year).expect("a year")
}

fn cited() -> Citation {
    Citation::text("art. 1")
}

fn schemes() -> Schemes {
    let version = || {
        Version::new(
            crate::Date::parse("2020-01-01").expect("a date"),
            cited().on(Unit::CalendarYear),
            cited().on(Window::TrancheYear),
            cited().on(Eligible::Any),
            cited().on(Unspent::Refund),
        )
    };
    let scheme = |id: &str| {
        Scheme::new(
            id,
            id,
            "Provincie",
            FunderGroup::Other,
            LegalBasis::new("Regeling"),
        )
    };
    let mut schemes = Schemes::empty();
    schemes
        .insert(scheme("plain").version(version()))
        .expect("sound");
    let deducts = version().deductions(cited().on([Deduction::Vat].into()));
    schemes
        .insert(scheme("vat").version(deducts))
        .expect("sound");
    schemes
}

pub(super) fn grant(id: &str, scheme: &str, of: i16, award: i64) -> Grant {
    let tranche = Tranche::new(of.to_string(), euros(award)).year(of);
    Grant::new(id, scheme).tranche(tranche.received(year(of), euros(award)))
}

pub(super) fn line(id: &str, of: i16, amount: i64) -> CostLine {
    CostLine::new(id, year(of), euros(amount))
}

pub(super) fn settle(years: &[i16], grants: Vec<Grant>, lines: Vec<CostLine>) -> Settlement {
    let builder = DossierBuilder::new("d".to_owned(), "H", years.to_vec());
    let mut builder = grants.into_iter().fold(builder, DossierBuilder::grant);
    builder.add_lines(lines);
    let dossier = builder.build(&schemes()).expect("a sound dossier");
    dossier.settle().expect("a settlement")
}
