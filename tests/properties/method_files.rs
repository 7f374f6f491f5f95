//! Method files: print and parse are inverse, and any bytes give a method or findings.

use koers_core::Period;
use koers_core::diag::{Findings, Lang};
use koers_core::dossier::{CostLine, DossierBuilder};
use koers_core::money::Money;
use koers_core::{Method, Schemes};
use proptest::prelude::*;

use crate::support::asked::draw_method;
use crate::support::config;
use crate::support::draw::Draw;

/// What any text comes to; findings can always be shown.
fn read(text: &str) -> Option<Method> {
    let show = |findings: &Findings| {
        for lang in [Lang::Nl, Lang::En] {
            assert!(!findings.render(lang).is_empty());
        }
    };
    match Method::from_toml("method.toml", text) {
        Ok(method) => {
            // Whatever dossier it meets.
            let year = Period::year(2024).expect("a year");
            let line = CostLine::new("L", year, Money::from_cents(5).expect("few"));
            let dossier = DossierBuilder::new("d", "h", vec![2024]).line(line);
            let dossier = dossier.build(&Schemes::empty()).expect("a dossier");
            if let Err(findings) = dossier.settle_by(&method) {
                assert!(findings.has_errors());
                show(&findings);
            }
            Some(method)
        }
        Err(findings) => {
            assert!(findings.has_errors());
            show(&findings);
            None
        }
    }
}

const WORDS: [&str; 30] = [
    "format = 1\n",
    "[[steps]]\n",
    "method = \"booked\"\n",
    "method = \"priority\"\n",
    "method = \"pro-rata\"\n",
    "method = \"least-refund\"\n",
    "only = { a = [\"b\"] }\n",
    "except = { a = [\"b\"] }\n",
    "match = \"any\"\n",
    "tranches = \"newest\"\n",
    "grants = [\"a\", \"a\"]\n",
    "grants = []\n",
    "groups = [[\"a\"], []]\n",
    "groups = [[\"a\"], [\"b\"]]\n",
    "maxima = { a = \"5.00\" }\n",
    "maxima = { a = -1 }\n",
    "maxima = 5\n",
    "weights = \"shares\"\n",
    "weights = \"key\"\n",
    "weights = \"room\"\n",
    "shares = { a = \"60%\", b = \"40%\" }\n",
    "shares = { a = 1.5 }\n",
    "key = \"\"\n",
    "key = \"x\"\n",
    "rounding = \"down\"\n",
    "redistribute = \"none\"\n",
    "unknown = 1\n",
    "steps = []\n",
    "method = 1\n",
    "\u{0}",
];

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_method_that_is_printed_reads_as_itself(choices in proptest::collection::vec(any::<u32>(), 0..120)) {
        let ids = ["iza", "b", "A9", "gala \"15\"", "é"].map(str::to_owned);
        let method = draw_method(&mut Draw::new(choices), &ids);
        let text = method.to_toml();
        let read = Method::from_toml("method.toml", &text);
        let read = read.map_err(|findings| TestCaseError::fail(findings.render(Lang::En)))?;
        prop_assert_eq!(&read, &method);
        prop_assert_eq!(read.to_toml(), text);
    }

    #[test]
    fn any_words_give_a_method_or_findings(at in proptest::collection::vec(0..WORDS.len(), 0..14)) {
        let text: String = at.into_iter().map(|at| WORDS[at]).collect();
        read(&text);
        read(&format!("format = 1\n[[steps]]\n{text}"));
    }

    #[test]
    fn any_text_gives_a_method_or_findings(text in ".{0,200}", cut in 0..400_usize, choices in proptest::collection::vec(any::<u32>(), 0..80)) {
        read(&text);
        let method = draw_method(&mut Draw::new(choices), &["a".to_owned(), "b".to_owned()]);
        let good = method.to_toml();
        let cut = (0..=cut.min(good.len())).rev().find(|at| good.is_char_boundary(*at)).unwrap_or(0);
        read(&good[..cut]);
        read(&format!("{}{text}{}", &good[..cut], &good[cut..]));
        let _ = Method::parse(&text);
    }
}
