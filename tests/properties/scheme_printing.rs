//! What is printed reads back as what it was, and means the same.

use koers_core::diag::Code;
use koers_core::scheme::Scheme;
use koers_core::{Findings, Lang, Schemes};
use proptest::prelude::*;

use crate::config;
use crate::draw::Draw;
use crate::scheme_draw::{any_scheme, plain, sound};

/// The codes of findings, which are the same for a scheme in a file and in code; places are not.
fn codes(findings: &Findings) -> Vec<Code> {
    let mut codes: Vec<_> = findings.iter().map(koers_core::Finding::code).collect();
    codes.sort_unstable();
    codes
}

fn reads_back(scheme: &Scheme) -> Result<(), TestCaseError> {
    let text = scheme.to_toml();
    let read = Scheme::from_toml("printed.toml", &text).map_err(|findings| {
        TestCaseError::fail(format!("{}\n{text}", findings.render(Lang::En)))
    })?;
    prop_assert_eq!(&read, scheme, "{}", text);
    prop_assert_eq!(read.to_toml(), text);
    prop_assert_eq!(codes(&read.check()), codes(&scheme.check()));
    Ok(())
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn sound_schemes_have_no_errors_and_read_back(scheme in sound()) {
        let findings = scheme.check();
        prop_assert!(!findings.has_errors(), "{}", findings.render(Lang::En));
        reads_back(&scheme)?;
        let mut schemes = Schemes::empty();
        prop_assert!(schemes.insert(scheme.clone()).is_ok());
        prop_assert_eq!(schemes.get(&scheme.id).map(|found| &**found), Some(&scheme));
    }

    #[test]
    fn what_checks_reads_back(scheme in any_scheme()) {
        checks_or_not(&scheme)?;
    }
}

/// A scheme reads back when it checks; when it doesn't, a file that says the same is refused too.
fn checks_or_not(scheme: &Scheme) -> Result<(), TestCaseError> {
    let findings = scheme.check();
    for lang in [Lang::Nl, Lang::En] {
        prop_assert_eq!(findings.render(lang).is_empty(), findings.is_empty());
    }
    let mut schemes = Schemes::empty();
    let inserted = schemes.insert(scheme.clone());
    prop_assert_eq!(inserted.is_err(), findings.has_errors());
    prop_assert_eq!(schemes.get(&scheme.id).is_none(), findings.has_errors());
    if !findings.has_errors() {
        return reads_back(scheme);
    }
    let text = scheme.to_toml();
    let read = Scheme::from_toml("printed.toml", &text);
    prop_assert!(read.is_err(), "{}\n{text}", findings.render(Lang::En));
    Ok(())
}

#[test]
fn each_fault_alone_is_found() {
    for choice in 0..12 * 24 * 9 {
        let (what, which, how) = (choice / 216, choice / 9 % 24, choice % 9);
        let mut scheme = plain();
        let mut choices = vec![0, what, which, how % 3, how / 3];
        if what >= 8 {
            choices.insert(2, 0); // Of the versions the first.
        }
        crate::scheme_faults::fault(&mut scheme, &mut Draw::new(choices.clone()));
        if let Err(wrong) = checks_or_not(&scheme) {
            panic!("{choices:?} {wrong}");
        }
    }
}

#[test]
fn the_catalogue_reads_back_without_warnings() {
    for (name, text) in Schemes::catalogue_files() {
        let scheme = Scheme::from_toml(name, text).unwrap_or_else(|refused| panic!("{refused}"));
        let findings = scheme.check();
        assert!(findings.is_empty(), "{findings}");
        let printed = scheme.to_toml();
        let read = Scheme::from_toml(name, &printed).unwrap_or_else(|refused| panic!("{refused}"));
        assert_eq!(read, scheme);
    }
}
