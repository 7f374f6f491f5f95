//! What the step `least-refund` promises of lines, and of classes instead of lines.

use std::collections::{BTreeMap, BTreeSet};

use koers_core::Method;
use koers_core::diag::Findings;
use koers_core::dossier::{Booking, Dossier, DossierBuilder};
use koers_core::money::Money;
use koers_core::scheme::{Ceiling, Citation, Condition, Limit, Over, Schemes, ShareOf};
use koers_core::settle::Settlement;
use proptest::prelude::*;

use crate::certificates::plainly;
use crate::support::asked::{Asked, close_asked, refused};
use crate::support::config;

type Bucket = (String, String, Option<String>);

/// Whether a grant pays a share of each line.
pub(crate) fn shares_lines(dossier: &Dossier) -> bool {
    let mut versions = (0..dossier.grants().len()).flat_map(|at| &dossier.scheme_of(at).versions);
    versions.any(|it| {
        it.share
            .as_ref()
            .is_some_and(|it| it.rule.of == ShareOf::Line)
    })
}

/// How many buckets and limits a certificate has by year, where nothing is left out.
fn sizes(settlement: &Settlement) -> BTreeMap<i16, usize> {
    let Some(certificate) = settlement.certificate() else {
        return BTreeMap::new();
    };
    let json: serde_json::Value = serde_json::from_str(&certificate.to_json()).expect("JSON");
    let mut sizes = BTreeMap::new();
    for problem in json["problems"].as_array().expect("problems") {
        let count = |key: &str| problem[key].as_array().map_or(0, Vec::len);
        if count("left_out") == 0 {
            let year = problem["year"].as_i64().expect("a year");
            let year = i16::try_from(year).expect("a year");
            sizes.insert(year, count("buckets") + count("limits"));
        }
    }
    sizes
}

/// Lines of which more than one bucket, or a bucket and own funds, has a part.
fn split(settlement: &Settlement, year: i16) -> usize {
    let mut parts: BTreeMap<String, BTreeSet<Option<Bucket>>> = BTreeMap::new();
    for row in settlement
        .allocations()
        .into_iter()
        .filter(|row| row.year == year)
    {
        let bucket = Some((row.grant, row.tranche, row.part));
        parts.entry(row.line).or_default().insert(bucket);
    }
    for row in settlement
        .own_funds()
        .into_iter()
        .filter(|row| row.year == year)
    {
        parts.entry(row.line).or_default().insert(None);
    }
    // A line over three buckets is split twice.
    parts.values().map(|parts| parts.len() - 1).sum()
}

/// The dossier with a class for each line: each meets a ceiling of its own, which never binds.
fn line_by_line(asked: &Asked) -> Result<Dossier, Findings> {
    let mut schemes = Schemes::empty();
    let most = Money::from_cents(1_000_000_000_000_000).expect("within the bound");
    for mut scheme in asked.case.scheme_list() {
        for version in &mut scheme.versions {
            for line in &asked.case.lines {
                let own = Condition::new().only("own", [line.id.clone()]);
                let ceiling = Ceiling::new(format!("own {}", line.id), Limit::Amount(most));
                let ceiling = ceiling.over(Over::Bucket).costs(own);
                version.ceilings.push(Citation::text("art. 1").on(ceiling));
            }
        }
        schemes.insert(scheme)?;
    }
    let mut builder = DossierBuilder::new("case", "SamenTwente", asked.case.years.clone());
    for grant in &asked.case.grants {
        builder = builder.grant(grant.clone());
    }
    builder.add_lines(
        asked
            .case
            .lines
            .iter()
            .map(|line| line.clone().dimension("own", line.id.clone())),
    );
    builder.add_quantities(asked.case.quantities.iter().cloned());
    let mut dossier = builder.build(&schemes)?;
    for judged in &asked.judged {
        dossier = dossier.judge_eligible(judged.clone())?;
    }
    for (grant, costs) in &asked.assumed {
        dossier = dossier.assume_eligible(grant, costs.clone())?;
    }
    Ok(dossier)
}

/// The first problem's levels by name, and whether nothing is left out of it.
fn claimed(settlement: &Settlement) -> Option<(Vec<(String, Money)>, bool)> {
    let claims = settlement.certificate()?.claims();
    let first = claims.into_iter().next()?;
    Some((first.levels, first.left_out.is_empty()))
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn few_lines_are_split(asked in close_asked()) {
        let mut asked = plainly(asked);
        for line in &mut asked.case.lines {
            // A booking on several grants splits a line by itself.
            if !matches!(line.booking, Some(Booking::Grant(_))) {
                line.booking = None;
            }
        }
        let settlement = asked.settled()?;
        prop_assume!(!shares_lines(settlement.dossier()));
        for (year, most) in sizes(&settlement) {
            let split = split(&settlement, year);
            prop_assert!(split <= most, "{split} splits with {most} buckets and limits");
        }
    }

    #[test]
    fn classes_lose_nothing_against_single_lines(asked in close_asked()) {
        let asked = plainly(asked);
        let classes = asked.settled()?;
        prop_assume!(!shares_lines(classes.dossier()));
        let dossier = line_by_line(&asked).map_err(refused)?;
        let lines = dossier.settle_by(&Method::least_refund()).map_err(refused)?;
        let (Some((one, inside)), Some((other, also))) = (claimed(&classes), claimed(&lines)) else {
            return Ok(());
        };
        if inside && also {
            prop_assert_eq!(one, other);
        }
    }
}
