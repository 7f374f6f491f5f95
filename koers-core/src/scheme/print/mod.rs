//! Schemes as TOML: the same text for equal schemes, with the keys in the order of the format. What the format takes for
//! granted is left out.

mod rule;
mod toml;

use std::fmt;

pub(crate) use self::rule::{condition as print_condition, unspent as print_unspent};
pub(crate) use self::toml::Toml;
use super::{Citation, Cited, Scheme, Version};

impl Scheme {
    /// The scheme as TOML: its head, what is not modelled, its parts and its versions. Examples and comments of a file that
    /// it was read from are not part of it.
    ///
    /// [`Scheme::from_toml`] reads an equal scheme from it, when [`Scheme::check`] finds no errors.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut toml = Toml::default();
        let written = self.print(&mut toml);
        debug_assert!(written.is_ok(), "a String takes all that is written to it");
        toml.into_text()
    }

    fn print(&self, toml: &mut Toml) -> fmt::Result {
        toml.int("format", 1)?;
        if self.versions.is_empty() {
            toml.texts("versions", [])?;
        }
        toml.table("scheme")?;
        toml.text("id", &self.id)?;
        toml.text("title", &self.title)?;
        toml.maybe_text("title_en", self.title_en.as_deref())?;
        toml.text("funder", &self.funder)?;
        toml.text("funder_group", self.funder_group.as_str())?;
        let basis = &self.legal_basis;
        toml.inline("legal_basis", |table| {
            table.text("title", &basis.title)?;
            table.maybe_text("reference", basis.reference.as_deref())?;
            table.maybe_text("link", basis.link.as_deref())
        })?;
        if self.draft {
            toml.bool("draft", true)?;
        }
        for missing in &self.not_modelled {
            toml.item("not_modelled")?;
            toml.text("rule", &missing.rule)?;
            toml.text("note", &missing.note)?;
        }
        for part in &self.parts {
            toml.item("parts")?;
            toml.text("id", &part.id)?;
            toml.text("title", &part.title)?;
            toml.maybe_text("group", part.group.as_deref())?;
            citation(toml, &part.citation)?;
        }
        self.versions
            .iter()
            .try_for_each(|version| print_version(toml, version))
    }
}

fn print_version(toml: &mut Toml, version: &Version) -> fmt::Result {
    toml.item("versions")?;
    toml.date("from", version.from)?;
    toml.maybe_date("until", version.until)?;
    toml.maybe_date("published", version.published)?;
    toml.maybe_text("text", version.text.as_deref())?;
    table(toml, "versions.unit", Some(&version.unit), rule::unit)?;
    table(toml, "versions.window", Some(&version.window), rule::window)?;
    table(
        toml,
        "versions.eligible",
        Some(&version.eligible),
        rule::eligible,
    )?;
    table(toml, "versions.share", version.share.as_ref(), rule::share)?;
    items(toml, "versions.ceilings", &version.ceilings, rule::ceiling)?;
    table(
        toml,
        "versions.shifting",
        version.shifting.as_ref(),
        rule::shifting,
    )?;
    table(toml, "versions.basis", version.basis.as_ref(), rule::basis)?;
    if let Some(basis) = &version.basis {
        items(
            toml,
            "versions.basis.prices",
            basis.rule.prices(),
            rule::price,
        )?;
    }
    table(
        toml,
        "versions.advance",
        version.advance.as_ref(),
        rule::advance,
    )?;
    table(
        toml,
        "versions.unspent",
        Some(&version.unspent),
        rule::unspent,
    )?;
    table(
        toml,
        "versions.excess",
        version.excess.as_ref(),
        rule::excess,
    )?;
    table(
        toml,
        "versions.deductions",
        version.deductions.as_ref(),
        rule::deductions,
    )?;
    items(
        toml,
        "versions.refund_terms",
        &version.refund_terms,
        rule::refund_term,
    )?;
    items(toml, "versions.duties", &version.duties, rule::duty)?;
    table(
        toml,
        "versions.exclusive_with",
        version.exclusive_with.as_ref(),
        rule::exclusive_with,
    )?;
    table(
        toml,
        "versions.maximum",
        version.maximum.as_ref(),
        |toml, amount| toml.amount("amount", *amount),
    )
}

/// A rule in a table of its own, when it is there.
fn table<T>(
    toml: &mut Toml,
    path: &str,
    rule: Option<&Cited<T>>,
    print: impl FnOnce(&mut Toml, &T) -> fmt::Result,
) -> fmt::Result {
    let Some(rule) = rule else { return Ok(()) };
    toml.table(path)?;
    print(toml, &rule.rule)?;
    citation(toml, &rule.citation)
}

/// Rules in a list of tables.
fn items<T>(
    toml: &mut Toml,
    path: &str,
    rules: &[Cited<T>],
    print: impl Fn(&mut Toml, &T) -> fmt::Result,
) -> fmt::Result {
    for rule in rules {
        toml.item(path)?;
        print(toml, &rule.rule)?;
        citation(toml, &rule.citation)?;
    }
    Ok(())
}

fn citation(toml: &mut Toml, citation: &Citation) -> fmt::Result {
    toml.maybe_text("article", citation.article.as_deref())?;
    toml.text("status", citation.status.as_str())?;
    toml.maybe_text("note", citation.note.as_deref())
}
