//! A page per code: what it is about, how grave it is, and its texts with what they leave open.

use std::fmt::Write;

use super::{Code, Lang, Severity, about_nl, template};

impl Code {
    /// A page about this code: in English what its documentation says, in Dutch the same, with its texts (words in `<…>`
    /// stand for what a finding fills in, parts in `[…]` are left out where nothing is known) and how grave it is.
    ///
    /// ```
    /// use koers_core::Lang;
    /// use koers_core::diag::Code;
    ///
    /// let page = Code::FloatAmount.explain(Lang::En);
    /// assert!(page.starts_with("K0107 FloatAmount\n\nAn amount is written as a floating-point number"));
    /// assert!(page.contains("amount `<value>` is a floating-point number"));
    /// ```
    #[must_use]
    pub fn explain(self, lang: Lang) -> String {
        let about = match lang {
            Lang::Nl => about_nl::about(self).to_owned(),
            Lang::En => {
                let lines: Vec<&str> = self.documentation().lines().map(str::trim).collect();
                lines.join(" ").trim().to_owned()
            }
        };
        let words = match lang {
            Lang::Nl => ["bericht", "hulp", "ernst"],
            Lang::En => ["message", "help", "severity"],
        };
        let texts = [
            open(self, template::message(self, lang), lang),
            open(self, template::help(self, lang), lang),
            severity(self.severity(), lang).to_owned(),
        ];
        let mut out = format!("{self} {self:?}\n\n{about}\n\n");
        for (word, text) in words.iter().zip(texts) {
            let _ = writeln!(out, "{:9} {text}", format!("{word}:"));
        }
        out
    }
}

fn severity(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Nl) => "fout; er wordt niets berekend voordat dit is opgelost",
        (Severity::Warning, Lang::Nl) => {
            "waarschuwing; er wordt wel gerekend, maar een mens moet hiernaar kijken"
        }
        (Severity::Notice, Lang::Nl) => "melding; goed om te weten",
        (Severity::Error, Lang::En) => "error; nothing is computed until this is solved",
        (Severity::Warning, Lang::En) => "warning; stops nothing, but a person must look at it",
        (Severity::Notice, Lang::En) => "notice; good to know",
    }
}

/// A template for people: `{key}` becomes a word in `<…>`, what may be left out stands in `[…]`.
fn open(code: Code, template: &str, lang: Lang) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '<', '>']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        rest = &after[1..];
        match after.as_bytes()[0] {
            b'<' => out.push('['),
            b'>' => out.push(']'),
            _ => {
                let (key, after) = rest.split_once('}').unwrap_or((rest, ""));
                let _ = write!(out, "<{}>", placeholder(code, key, lang).unwrap_or(key));
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What stands for an argument of a text.
fn placeholder(code: Code, key: &str, lang: Lang) -> Option<&'static str> {
    let (dutch, english) = match key {
        "after" => ("nieuw bedrag", "new amount"),
        "amount" => ("bedrag", "amount"),
        "article" => ("artikel", "article"),
        "balance" => ("saldo", "balance"),
        "before" if code == Code::ClosedYearChanges => ("oud bedrag", "old amount"),
        "before" => ("jaar ervoor", "year before"),
        "carry_over" => ("overheveling", "carry-over"),
        "cause" => ("oorzaak", "cause"),
        "causes" => ("oorzaken", "causes"),
        "closing" => ("eindstand", "closing"),
        "computed" => ("berekend", "computed"),
        "computed_sum" => ("berekende som", "computed sum"),
        "ceiling" => ("plafond", "ceiling"),
        "column" | "dimension" => ("kolom", "column"),
        "count" => ("aantal", "number"),
        "date" => ("datum", "date"),
        "document" => ("stuk", "document"),
        "documents" => ("andere stukken", "other documents"),
        "encoding" => ("tekencodering", "encoding"),
        "example" => ("voorbeeld", "example"),
        "expected" => ("verwacht", "expected"),
        "file" => ("bestand", "file"),
        "figure" => ("cijfer", "figure"),
        "found" => ("gevonden", "found"),
        "from" => ("van", "from"),
        "grant" => ("subsidie", "grant"),
        "group" => ("groep", "group"),
        "holder" => ("houder", "holder"),
        "id" => ("id", "id"),
        "key" => ("sleutel", "key"),
        "known" => ("lijst", "list"),
        "limit" | "most" => ("grens", "limit"),
        "line" => ("boekingsregel", "line"),
        "maximum" => ("maximum", "maximum"),
        "measure" => ("soort bedrag", "measure"),
        "missing" => ("wat ontbreekt", "what is missing"),
        "near" => ("wat ermee bedoeld kan zijn", "what may be meant"),
        "note" => ("noot", "note"),
        "opening" => ("beginstand", "opening"),
        "other" => ("andere subsidie", "other grant"),
        "part" => ("onderdeel", "part"),
        "row" => ("rij", "row"),
        "rule" if code == Code::StaysOnOwnFunds => ("reden", "reason"),
        "rule" => ("regel", "rule"),
        "same" => ("aantal", "how many"),
        "scheme" => ("regeling", "scheme"),
        "scheme_until" => ("laatste dag van de regeling", "last day of the scheme"),
        "refund" => ("terug te betalen", "refund"),
        "rest" => ("onverklaard", "unexplained"),
        "share" => ("percentage", "percentage"),
        "stated" => ("opgegeven", "stated"),
        "stated_sum" => ("opgegeven som", "stated sum"),
        "step" => ("stap", "step"),
        "subject" => ("onderwerp", "subject"),
        "suggestion" => ("voorstel", "suggestion"),
        "table" => ("tabel", "table"),
        "tranche" => ("jaarschijf", "tranche"),
        "unit" => ("eenheid", "unit"),
        "until" => ("tot en met", "until"),
        "value"
            if matches!(
                code,
                Code::BadCorrection
                    | Code::CorrectsUnknownLine
                    | Code::CreditAboveLine
                    | Code::CreditRestatesYear
            ) =>
        {
            ("andere boekingsregel", "other line")
        }
        "value" => ("waarde", "value"),
        "what" => ("soort", "kind"),
        "window" => ("laatste dag van de periode", "last day of the window"),
        "year" => ("jaar", "year"),
        "years" => ("jaren", "years"),
        _ => return None,
    };
    Some(match lang {
        Lang::Nl => dutch,
        Lang::En => english,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_in_each_language() {
        for &code in Code::ALL {
            for lang in [Lang::Nl, Lang::En] {
                let page = code.explain(lang);
                let lines: Vec<&str> = page.lines().collect();
                assert_eq!(lines.len(), 7, "{page}");
                assert_eq!(lines[0], format!("{code} {code:?}"));
                assert!(
                    lines[2].ends_with('.') && !lines[2].contains("  "),
                    "{page}"
                );
                assert!(!page.contains(['{', '}']), "{page}");
                for text in &lines[4..] {
                    assert_eq!(
                        text.matches('<').count(),
                        text.matches('>').count(),
                        "{page}"
                    );
                    assert_eq!(
                        text.matches('[').count(),
                        text.matches(']').count(),
                        "{page}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_argument_has_a_word() {
        for &code in Code::ALL {
            for key in code.args().iter().chain(code.optional_args()) {
                assert!(placeholder(code, key, Lang::Nl).is_some(), "{code}: {key}");
            }
        }
    }

    #[test]
    fn no_two_codes_are_about_the_same() {
        let about: std::collections::BTreeSet<_> = Code::ALL
            .iter()
            .map(|&code| about_nl::about(code))
            .collect();
        assert_eq!(about.len(), Code::ALL.len());
    }

    #[test]
    fn a_page() {
        assert_eq!(
            Code::UnknownKey.explain(Lang::Nl),
            "\
K0101 UnknownKey

Een sleutel die het formaat niet kent.

bericht:  sleutel `<sleutel>` is onbekend
hulp:     [bedoelde u `<voorstel>`? ]bekend zijn: <lijst>
ernst:    fout; er wordt niets berekend voordat dit is opgelost
"
        );
    }
}
