//! A dossier of any number of lines: eight grants of four schemes, whose buckets overlap.

use koers_bench::Draw;
use koers_core::dossier::{CostLine, Dossier, DossierBuilder, Grant, Tranche};
use koers_core::{Money, Period, Schemes};

const GRANTS: usize = 8;
const THEMES: u32 = 12;

/// Lines of a year on random days, nine of ten booked on one of eight grants, one of twenty a credit note. The grants have
/// room for most.
///
/// # Panics
///
/// Never: the dossier is sound.
#[must_use]
pub(crate) fn dossier(lines: usize) -> Dossier {
    let mut schemes = Schemes::empty();
    for (at, rules) in rules().iter().enumerate() {
        let text = scheme(at, rules);
        schemes
            .insert_toml("maat.toml", &text)
            .expect("a sound scheme");
    }
    let year = Period::year(2024).expect("a year");
    let euros = |euros: usize| {
        let euros = i64::try_from(euros).expect("not so many");
        Money::from_euros(euros).expect("not so much")
    };
    let mut builder = DossierBuilder::new("maat", "Gemeente", vec![2024]);
    for grant in 0..GRANTS {
        let award = euros(lines * 5 * (grant + 1));
        let tranche = Tranche::new("2024", award).year(2024).received(year, award);
        let grant = Grant::new(format!("g{grant}"), format!("s{}", grant % 4)).tranche(tranche);
        builder = builder.grant(grant);
    }
    let mut draw = Draw::new(7);
    builder.add_lines((0..lines).map(|line| {
        let day = format!("2024-{:02}-{:02}", draw.below(12) + 1, draw.below(28) + 1);
        let cents = i64::from(draw.below(50_000)) + 1;
        let cents = if draw.below(20) == 0 { -cents } else { cents };
        let amount = Money::from_cents(cents).expect("not so much");
        let period = Period::parse(&day).expect("a day");
        let line = CostLine::new(format!("L{line:07}"), period, amount)
            .dimension("theme", format!("t{}", draw.below(THEMES)))
            .dimension("account", format!("a{}", draw.below(200)));
        match draw.below(10) {
            0 => line,
            _ => line.on(format!("g{}", draw.below(8))),
        }
    }));
    builder.build(&schemes).expect("a sound dossier")
}

/// What the schemes differ in.
fn rules() -> [String; 4] {
    let themes = |from: u32, until: u32| {
        let themes = (from..until).map(|theme| format!("\"t{theme}\""));
        themes.collect::<Vec<_>>().join(", ")
    };
    let eligible = |themes: String| {
        format!("[versions.eligible]\nrule = \"costs\"\nonly = {{ theme = [{themes}] }}\n{CITED}")
    };
    [
        format!("[versions.eligible]\nrule = \"any\"\n{CITED}"),
        eligible(themes(0, 8)),
        eligible(themes(4, THEMES))
            + "[[versions.ceilings]]\nname = \"t5\"\nlimit = \"10 %\"\nof = \"award\"\nonly = { theme = [\"t5\"] }\n"
            + CITED,
        eligible(themes(2, 10)),
    ]
}

const CITED: &str = "article = \"art. 1\"\nstatus = \"text\"\n";

fn scheme(at: usize, rules: &str) -> String {
    format!(
        "format = 1\n[scheme]\nid = \"s{at}\"\ntitle = \"Regeling\"\nfunder = \"Provincie\"\nfunder_group = \"other\"\n\
         legal_basis = {{ title = \"Regeling\", reference = \"BWBR0000001\" }}\n\
         [[versions]]\nfrom = 2020-01-01\ntext = \"tekst\"\n\
         [versions.unit]\nperiod = \"calendar-year\"\n{CITED}\
         [versions.window]\nrule = \"tranche-year\"\n{CITED}\
         [versions.unspent]\nrule = \"refund\"\n{CITED}{rules}"
    )
}
