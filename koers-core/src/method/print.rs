//! Methods as TOML: the same text for equal methods. What the format takes for granted is left out.

use std::collections::BTreeMap;
use std::fmt;

use super::{Method, ProRata, Redistribute, Rounding, Step, Tranches, Weights};
use crate::diag::At;
use crate::money::Money;
use crate::scheme::{Toml, print_condition};

impl Method {
    /// The method as TOML. [`Method::from_toml`] reads an equal method from it, when [`Method::check`] finds no errors.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut toml = Toml::default();
        let written = self.print(&mut toml);
        debug_assert!(written.is_ok(), "a String takes all that is written to it");
        toml.into_text()
    }

    fn print(&self, toml: &mut Toml) -> fmt::Result {
        toml.int("format", 1)?;
        if self.steps.is_empty() {
            toml.texts("steps", [])?;
        }
        self.steps
            .iter()
            .try_for_each(|step| print_step(toml, &step.value))
    }
}

fn print_step(toml: &mut Toml, step: &Step) -> fmt::Result {
    toml.item("steps")?;
    toml.text("method", step.method())?;
    print_condition(toml, step.costs())?;
    if step.tranches() != Tranches::default() {
        toml.text("tranches", step.tranches().as_str())?;
    }
    match step {
        Step::Booked(_) => {}
        Step::Priority(step) => print_grants(toml, &step.grants)?,
        Step::LeastRefund(step) => print_grants(toml, &step.grants)?,
        Step::ProRata(step) => print_pro_rata(toml, step)?,
    }
    step.maxima()
        .map_or(Ok(()), |maxima| print_maxima(toml, maxima))
}

fn print_grants(toml: &mut Toml, grants: &[At<String>]) -> fmt::Result {
    if grants.is_empty() {
        return Ok(());
    }
    toml.texts("grants", grants.iter().map(|grant| grant.value.as_str()))
}

fn print_pro_rata(toml: &mut Toml, step: &ProRata) -> fmt::Result {
    match &step.groups[..] {
        [] => {}
        [grants] if !grants.is_empty() => print_grants(toml, grants)?,
        groups => {
            let ids = |group: &'_ Vec<At<String>>| -> Vec<String> {
                group.iter().map(|grant| grant.value.clone()).collect()
            };
            let groups: Vec<_> = groups.iter().map(ids).collect();
            let texts = groups.iter().map(|group| group.iter().map(String::as_str));
            toml.groups("groups", texts)?;
        }
    }
    toml.text("weights", step.weights.as_str())?;
    match &step.weights {
        Weights::Room | Weights::Award => {}
        Weights::Key(key) => toml.text("key", key)?,
        Weights::Shares(shares) => toml.inline("shares", |table| {
            let mut shares = shares.iter();
            shares.try_for_each(|(grant, rate)| table.rate(grant, rate.value))
        })?,
    }
    if step.rounding != Rounding::default() {
        toml.text("rounding", step.rounding.as_str())?;
    }
    if step.redistribute != Redistribute::default() {
        toml.text("redistribute", step.redistribute.as_str())?;
    }
    Ok(())
}

fn print_maxima(toml: &mut Toml, maxima: &BTreeMap<String, At<Money>>) -> fmt::Result {
    if maxima.is_empty() {
        return Ok(());
    }
    toml.inline("maxima", |table| {
        let mut maxima = maxima.iter();
        maxima.try_for_each(|(grant, amount)| table.amount(grant, amount.value))
    })
}
