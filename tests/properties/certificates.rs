//! Certificates: they hold, they say what the tables say, and classes lose nothing against single lines.

use std::collections::BTreeMap;

use koers_core::Method;
use koers_core::allocate::{Certificate, Claim};
use koers_core::dossier::{Booking, CostLine};
use koers_core::method::Step;
use koers_core::money::Money;
use koers_core::settle::Settlement;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::asked::{Asked, asked, close_asked};
use crate::support::config;
use crate::support::rules::Rules;

fn verified(settlement: &Settlement) -> Result<Vec<Claim>, TestCaseError> {
    let Some(certificate) = settlement.certificate() else {
        return Ok(Vec::new());
    };
    let flaw = |flaw: koers_core::allocate::Flaw| TestCaseError::fail(flaw.to_string());
    certificate.verify().map_err(flaw)?;
    // What is written says the same, and proves it to whoever reads it.
    let read = Certificate::from_json(&certificate.to_json()).expect("it was written");
    read.verify().map_err(flaw)?;
    prop_assert_eq!(read.claims(), certificate.claims());
    prop_assert_eq!(read.input(), certificate.input());
    prop_assert_eq!(read.to_json(), certificate.to_json());
    Ok(certificate.claims())
}

/// The place of each value of a table of JSON, as a pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(table) => table.iter().map(|(key, of)| (key.clone(), of)).collect(),
        Value::Array(list) => (0..).map(|at: usize| at.to_string()).zip(list).collect(),
        _ => return,
    };
    for (key, of) in parts {
        let place = format!("{at}/{key}");
        places(of, &place, found);
        found.push(place);
    }
}

/// Whether a certificate is read, and proves what it says.
fn holds(certificate: &Value) -> bool {
    let read = Certificate::from_json(&certificate.to_string());
    read.is_ok_and(|read| read.verify().is_ok())
}

/// No amount can be another, and nothing be missing or be there besides.
fn a_changed_one_is_refused(settlement: &Settlement) -> Result<(), TestCaseError> {
    let Some(certificate) = settlement.certificate() else {
        return Ok(());
    };
    let written: Value = serde_json::from_str(&certificate.to_json()).expect("JSON");
    prop_assert!(holds(&written));
    let mut found = Vec::new();
    places(&written, "", &mut found);
    for place in found {
        let (parent, key) = place.rsplit_once('/').expect("a pointer");
        let mut changed = written.clone();
        let value = changed.pointer_mut(&place).expect("it is there");
        // The gap is a bound on what isn't in the flow; of that nothing is proved.
        if let Value::String(text) = value
            && text.contains('.')
            && key != "gap"
        {
            let amount: Money = text.parse().expect("an amount");
            *text = Money::from_cents(amount.cents() + 1)
                .expect("small")
                .to_string();
            prop_assert!(!holds(&changed), "{} is one cent more", place);
            changed = written.clone();
        }
        if let Some(Value::Object(table)) = changed.pointer_mut(parent) {
            let value = table.remove(key);
            prop_assert!(!holds(&changed), "{} is missing", place);
            let table = changed.pointer_mut(parent).and_then(Value::as_object_mut);
            let table = table.expect("a table");
            table.extend(value.map(|value| (key.to_owned(), value)));
            table.insert("more".to_owned(), Value::Null);
            prop_assert!(!holds(&changed), "{} has a key more", parent);
        }
    }
    Ok(())
}

/// The levels of a year worked out from the tables, where the one step is `least-refund` over all lines and grants.
fn from_tables(asked: &Asked, settlement: &Settlement, year: i16) -> BTreeMap<String, i64> {
    let mut levels: BTreeMap<String, i64> = BTreeMap::new();
    let rules = Rules::new(asked, settlement);
    let mut own = 0;
    for row in settlement.own_funds() {
        let line = asked.case.lines.iter().find(|line| line.id == row.line);
        let line = line.expect("a line of the dossier");
        // What no grant may pay is not in the step.
        if row.year == year && rules.admitted(line) {
            own += row.amount.cents();
        }
    }
    let mut lost = own;
    for row in settlement
        .settlement()
        .iter()
        .filter(|row| row.year == year)
    {
        lost += row.refund.cents() - row.owed.cents();
        if let Some(until) = row.carry_over_until {
            *levels.entry(format!("lapse {until}")).or_default() += row.carry_over.cents();
        }
    }
    levels.insert("lost".to_owned(), lost);
    levels.insert("own_funds".to_owned(), own);
    levels
}

/// Whether no line is linked to another, nor income, so that the tables say by themselves what is a cost of the step.
fn plain(asked: &Asked) -> bool {
    let lines = asked.case.lines.iter();
    let mut lines = lines.filter(|line| {
        line.corrects.is_some()
            || line.kind != koers_core::dossier::LineKind::Cost
            || !line.vat_compensable.is_zero()
            || line.amount.is_negative()
            || line.fixed
    });
    lines.next().is_none()
}

/// The same case without what makes tables ambiguous.
pub(crate) fn plainly(mut asked: Asked) -> Asked {
    for line in &mut asked.case.lines {
        let mut plain = CostLine::new(line.id.clone(), line.period, line.amount.abs());
        plain.booking.clone_from(&line.booking);
        if line.amount.is_negative() {
            plain.booking = match &line.booking {
                Some(Booking::Amounts { rest, .. }) => Some(Booking::Grant(rest.clone())),
                other => other.clone(),
            };
        }
        plain.dimensions.clone_from(&line.dimensions);
        *line = plain;
    }
    asked.method = Method::least_refund();
    asked
}

fn says_what_tables_say(asked: &Asked) -> Result<(), TestCaseError> {
    let settlement = asked.settled()?;
    for claim in verified(&settlement)? {
        prop_assert!(claim.gap.cents() >= 0);
        if !claim.left_out.is_empty() {
            continue;
        }
        // Until when what has not come in may be spent the tables don't say.
        let rows = settlement.settlement().iter();
        let mut rows = rows.filter(|row| row.year < claim.year);
        if rows.any(|row| !row.pending.is_zero()) {
            continue;
        }
        prop_assert_eq!(claim.gap.cents(), 0, "nothing is left out: {:?}", claim);
        let tables = from_tables(asked, &settlement, claim.year);
        for (name, amount) in &claim.levels {
            if name == "lost" || name == "own_funds" || name.starts_with("lapse") {
                let told = tables.get(name).copied().unwrap_or_default();
                prop_assert_eq!(amount.cents(), told, "{} of {:?}", name, claim);
            }
        }
        moved(asked, &settlement, &claim)?;
    }
    Ok(())
}

/// What is booked on a grant and not paid by it.
fn moved(asked: &Asked, settlement: &Settlement, claim: &Claim) -> Result<(), TestCaseError> {
    let mut told = 0;
    for line in &asked.case.lines {
        let here = line.period.last().year() == claim.year;
        let here = here && Rules::new(asked, settlement).admitted(line);
        match &line.booking {
            Some(Booking::Grant(_)) if here => told += line.amount.cents(),
            // Of which piece a grant pays the tables don't say.
            Some(Booking::Shares(_) | Booking::Amounts { .. }) => return Ok(()),
            _ => {}
        }
    }
    for row in settlement
        .allocations()
        .iter()
        .filter(|row| row.year == claim.year)
    {
        let line = asked.case.lines.iter().find(|line| line.id == row.line);
        let booked = line.and_then(|line| line.booking.as_ref());
        if booked == Some(&Booking::Grant(row.grant.clone())) {
            told -= row.amount.cents();
        }
    }
    let level = claim.levels.iter().find(|(name, _)| name == "moved");
    if let Some((_, amount)) = level {
        prop_assert_eq!(amount.cents(), told, "moved: {:?}", claim);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn every_certificate_holds(asked in asked()) {
        let settlement = asked.settled()?;
        let steps = asked.method.steps.iter().map(|step| &step.value);
        let least = steps.filter(|step| matches!(step, Step::LeastRefund(_))).count();
        let claims = verified(&settlement)?;
        prop_assert!(claims.len() <= least * asked.case.years.len());
        for claim in claims {
            prop_assert!(claim.gap.cents() >= 0);
            prop_assert!(!claim.left_out.is_empty() || claim.gap.is_zero(), "{claim:?}");
        }
    }

    #[test]
    fn a_certificate_says_what_the_tables_say(asked in close_asked()) {
        let asked = plainly(asked);
        prop_assert!(plain(&asked));
        says_what_tables_say(&asked)?;
    }

    #[test]
    fn changed_certificates_are_refused(asked in close_asked()) {
        a_changed_one_is_refused(&asked.settled()?)?;
    }

    #[test]
    fn any_text_is_a_certificate_or_not(asked in close_asked(), at in any::<prop::sample::Index>(), other in any::<u8>()) {
        if let Some(certificate) = asked.settled()?.certificate() {
            // One byte is another: it is refused, or read and then proved or not, without a panic.
            let mut bytes = certificate.to_json().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = other;
            if let Ok(read) = String::from_utf8(bytes).as_deref().map(Certificate::from_json) {
                let _ = read.map(|read| read.verify());
            }
        }
    }
}
