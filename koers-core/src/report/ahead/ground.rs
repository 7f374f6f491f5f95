//! What a row of a table rests on, in words: codes become words, a rule its article, an agreement its source.

use crate::diag::Lang;
use crate::report::compare::reason_word;

/// The reason of a row in words. What is no reason that this library gives stays as it is.
pub(in crate::report) fn ground(reason: &str, lang: Lang) -> String {
    match reason.split_once(": ") {
        Some((code, rests_on)) => match reason_word(code, lang) {
            Some(word) => format!("{word} ({})", rested(rests_on, lang)),
            None => rested(reason, lang),
        },
        None => match reason_word(reason, lang) {
            Some(word) => word.to_owned(),
            None => rested(reason, lang),
        },
    }
}

/// A rule or an agreement in words: `spuk-iza@2023-01-01 art. 9 lid 2 (text)` is `art. 9 lid 2`.
fn rested(text: &str, lang: Lang) -> String {
    if text == "opening" {
        return match lang {
            Lang::Nl => "volgens de beginstand",
            Lang::En => "by the opening stated",
        }
        .to_owned();
    }
    if let Some(source) = text.strip_prefix("agreement \"") {
        let source = source.strip_suffix('"').unwrap_or(source);
        return match lang {
            Lang::Nl => format!("afspraak: {source}"),
            Lang::En => format!("agreement: {source}"),
        };
    }
    let Some((_, article)) = text.split_once(' ').filter(|(rule, _)| rule.contains('@')) else {
        return text.to_owned();
    };
    let statuses = [
        (" (text)", "", ""),
        (
            " (secondary)",
            ", niet uit de tekst zelf",
            ", not from the text itself",
        ),
        (" (agreement)", ", volgens afspraak", ", by agreement"),
    ];
    for (status, dutch, english) in statuses {
        if let Some(article) = article.strip_suffix(status) {
            let said = if lang == Lang::Nl { dutch } else { english };
            return format!("{article}{said}");
        }
    }
    match (article, lang) {
        ("agreement", Lang::Nl) => "volgens afspraak".to_owned(),
        ("agreement", Lang::En) => "by agreement".to_owned(),
        _ => article.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_code_is_left() {
        let told = |text| ground(text, Lang::Nl);
        assert_eq!(
            told("spuk-iza@2023-01-01 art. 9 lid 2 (text)"),
            "art. 9 lid 2"
        );
        assert_eq!(
            told("refund: spuk-iza@2023-01-01 art. 9 (secondary)"),
            "niet besteed (art. 9, niet uit de tekst zelf)"
        );
        assert_eq!(
            told("lapsed: agreement \"brief 3\""),
            "niet op tijd besteed (afspraak: brief 3)"
        );
        assert_eq!(
            told("lapsed: opening"),
            "niet op tijd besteed (volgens de beginstand)"
        );
        assert_eq!(told("withdrawn"), "ingetrokken");
        assert_eq!(told("plan@2023-01-01 agreement"), "volgens afspraak");
        assert_eq!(ground("owed", Lang::En), "from an earlier year");
        assert_eq!(ground("what: else", Lang::En), "what: else");
    }
}
