//! What is printed reads back as what it was, and means the same.

use koers_core::diag::Code;
use koers_core::scheme::Scheme;
use koers_core::{Findings, Lang, Schemes};
use proptest::prelude::*;

use crate::config;
use crate::scheme_draw::{any_scheme, sound};

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
        let findings = scheme.check();
        for lang in [Lang::Nl, Lang::En] {
            prop_assert_eq!(findings.render(lang).is_empty(), findings.is_empty());
        }
        let mut schemes = Schemes::empty();
        prop_assert_eq!(schemes.insert(scheme.clone()).is_err(), findings.has_errors());
        prop_assert_eq!(schemes.get(&scheme.id).is_none(), findings.has_errors());
        if findings.has_errors() {
            // A file that says the same is refused too.
            let read = Scheme::from_toml("printed.toml", &scheme.to_toml());
            prop_assert!(read.is_err(), "{}\n{}", findings.render(Lang::En), scheme.to_toml());
        } else {
            reads_back(&scheme)?;
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
