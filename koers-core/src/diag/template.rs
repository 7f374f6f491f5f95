//! Fills the texts of a code: `{key}` becomes an argument, and what stands between `<` and `>` is
//! left out unless all its arguments are given and not empty.

use super::finding::{Arg, Finding};
use super::{Code, Lang, escape, text_en, text_nl, words};
use crate::money::Money;

/// The longest word for which a nearest known one is looked for, in characters.
const LONGEST_WORD: usize = 64;

pub(super) fn message(code: Code, lang: Lang) -> &'static str {
    texts(code, lang).0
}

pub(super) fn help(code: Code, lang: Lang) -> &'static str {
    texts(code, lang).1
}

fn texts(code: Code, lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Nl => text_nl::text(code),
        Lang::En => text_en::text(code),
    }
}

/// The template with its placeholders filled. One that has no argument stays as it is, so that a
/// test or a reader sees it; text from an argument is never read as a template.
pub(super) fn fill(template: &str, finding: &Finding, lang: Lang) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('<') {
        let (before, after) = rest.split_at(open);
        let (optional, after) = after[1..].split_once('>').unwrap_or((&after[1..], ""));
        fill_keys(&mut out, before, finding, lang);
        let given = |key| {
            !is_empty(finding, key)
                && value(finding, key, lang).is_some_and(|text| !text.is_empty())
        };
        if keys(optional).all(given) {
            fill_keys(&mut out, optional, finding, lang);
        }
        rest = after;
    }
    fill_keys(&mut out, rest, finding, lang);
    out
}

fn fill_keys(out: &mut String, template: &str, finding: &Finding, lang: Lang) {
    let mut rest = template;
    for key in keys(template) {
        let braced = format!("{{{key}}}");
        if let Some((before, after)) = rest.split_once(&braced) {
            out.push_str(before);
            out.push_str(&value(finding, key, lang).unwrap_or(braced));
            rest = after;
        }
    }
    out.push_str(rest);
}

/// The placeholders of a template, in order.
fn keys(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(key, _)| key))
}

fn value(finding: &Finding, key: &str, lang: Lang) -> Option<String> {
    match (key, finding.find(key)) {
        (_, Some(Arg::Amount(amount))) => Some(euros(*amount, lang)),
        (_, Some(Arg::Day(date))) => Some(match lang {
            Lang::Nl => date.dutch(),
            Lang::En => date.to_string(),
        }),
        (_, Some(Arg::Part(rate))) => Some(match lang {
            Lang::Nl => rate.dutch(),
            Lang::En => rate.to_string(),
        }),
        // Nothing to choose from: that must be said, for a list that ends after its colon looks broken.
        ("known", Some(_)) if is_empty(finding, key) => Some(match lang {
            Lang::Nl => "geen".to_owned(),
            Lang::En => "none".to_owned(),
        }),
        (_, Some(Arg::Text(text))) => Some(word(finding.code(), key, text, lang)),
        ("amount", None) => finding.at_stake().map(|amount| euros(amount, lang)),
        ("subject", None) => Some(escape::escaped(finding.about(), escape::ARG_LIMIT)),
        ("suggestion", None) => suggestion(finding),
        (_, None) => None,
    }
}

fn is_empty(finding: &Finding, key: &str) -> bool {
    matches!(finding.find(key), Some(Arg::Text(text)) if text.is_empty())
}

/// `€ 965.225`, `€ 965.225,50`; `€ 965,225.00`.
fn euros(amount: Money, lang: Lang) -> String {
    let digits = match lang {
        Lang::Nl => amount.dutch_whole().unwrap_or_else(|| amount.dutch()),
        Lang::En => amount.english(),
    };
    format!("€ {digits}")
}

/// The names of kinds of values and of what blocks a cost are ours, so they can be put in words.
fn word(code: Code, key: &str, text: &str, lang: Lang) -> String {
    if key == "causes" {
        let causes: Vec<String> = text.split(", ").map(|it| words::cause(it, lang)).collect();
        return causes.join(", ");
    }
    if key == "measure" && matches!(code, Code::ClosedYearChanges | Code::ReceiptTotalDiffers) {
        return words::measure(text, lang).unwrap_or(text).to_owned();
    }
    let ours = matches!(
        (code, key),
        (Code::WrongType, "expected" | "found")
            | (Code::TooMany, "what")
            | (Code::StaysOnOwnFunds, "rule")
            | (
                Code::UnreadableFile | Code::UnwritableFile | Code::BadCorrection,
                "cause"
            )
    );
    match lang {
        Lang::Nl if ours => words::dutch(text).unwrap_or(text).to_owned(),
        Lang::En if ours => words::english(text).unwrap_or(text).to_owned(),
        Lang::Nl | Lang::En => text.to_owned(),
    }
}

/// The known word that a mistyped key or value is nearest to, if one is near enough.
fn suggestion(finding: &Finding) -> Option<String> {
    let text = |key: &str| match finding.find(key) {
        Some(Arg::Text(text)) => Some(text.as_str()),
        Some(Arg::Amount(_) | Arg::Day(_) | Arg::Part(_)) | None => None,
    };
    let known = text("known")?;
    let word = text("value").or(text("key"))?;
    nearest(word, known.split(", ")).map(str::to_owned)
}

/// The word that a mistyped one is nearest to, if one is near enough; of equally near ones the first in byte order.
pub(crate) fn nearest<'w>(word: &str, others: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let word: Vec<char> = word.chars().take(LONGEST_WORD + 1).collect();
    // A number that is off by a digit is another number, not a slip of the pen.
    if word.len() > LONGEST_WORD || word.iter().all(char::is_ascii_digit) {
        return None;
    }
    let found = others.filter_map(|other| Some((near(&word, other)?, other)));
    found.min().map(|(_, other)| other)
}

/// Whether a word may be another one, mistyped.
pub(crate) fn is_slip(word: &str, other: &str) -> bool {
    let word: Vec<char> = word.chars().take(LONGEST_WORD + 1).collect();
    word.len() <= LONGEST_WORD && near(&word, other).is_some()
}

/// How far a mistyped word is from another one, when it is near enough.
fn near(word: &[char], other: &str) -> Option<usize> {
    let other: Vec<char> = other.chars().take(LONGEST_WORD).collect();
    let distance = distance(word, &other);
    (distance <= 1 + word.len() / 5 && distance < other.len()).then_some(distance)
}

/// The least number of characters to insert, remove or replace.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The placeholders of both texts: those that must be filled, and those that may be.
    fn placeholders(code: Code, lang: Lang) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
        let (mut needed, mut optional) = (BTreeSet::new(), BTreeSet::new());
        for template in [message(code, lang), help(code, lang)] {
            for (at, part) in template.split(['<', '>']).enumerate() {
                let set = if at % 2 == 0 {
                    &mut needed
                } else {
                    &mut optional
                };
                set.extend(keys(part));
            }
        }
        needed.remove("subject");
        optional.retain(|key| *key != "suggestion" && !needed.contains(key));
        (needed, optional)
    }

    /// A finding with every argument that its code needs.
    fn complete(code: Code) -> Finding {
        let finding = Finding::new(code)
            .subject("BZ-1")
            .amount(Money::from_euros(965_225).expect("fits"));
        code.args().iter().fold(finding, |finding, key| match *key {
            "amount" => finding,
            key => finding.arg(key, format!("<{{{key}}}>")),
        })
    }

    #[test]
    fn texts_use_exactly_the_documented_arguments() {
        for &code in Code::ALL {
            for lang in [Lang::Nl, Lang::En] {
                let (needed, optional) = placeholders(code, lang);
                assert_eq!(
                    needed,
                    code.args().iter().copied().collect(),
                    "{code} {lang:?}"
                );
                assert_eq!(
                    optional,
                    code.optional_args().iter().copied().collect(),
                    "{code} {lang:?}"
                );
            }
        }
    }

    #[test]
    fn texts_are_filled_and_tidy() {
        for &code in Code::ALL {
            for lang in [Lang::Nl, Lang::En] {
                let finding = complete(code);
                for text in [finding.message(lang), finding.help(lang)] {
                    let unfilled = text.replace("<{", "").replace("}>", "");
                    assert!(!unfilled.contains(['{', '}', '<', '>']), "{code}: {text}");
                    assert!(text.len() > 10 && !text.contains("  "), "{code}: {text}");
                    assert!(
                        text.trim() == text && !text.ends_with('.'),
                        "{code}: {text}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_message_of_a_language_differs() {
        for lang in [Lang::Nl, Lang::En] {
            let all: BTreeSet<_> = Code::ALL.iter().map(|&code| message(code, lang)).collect();
            assert_eq!(all.len(), Code::ALL.len());
        }
    }

    #[test]
    fn optional_parts_and_missing_arguments() {
        let tranche = Finding::new(Code::DuplicateTranche)
            .arg("grant", "iza")
            .arg("tranche", "2024");
        assert!(
            !tranche
                .clone()
                .arg("part", "")
                .message(Lang::En)
                .contains("part")
        );
        assert!(
            tranche
                .arg("part", "15")
                .message(Lang::En)
                .contains("part `15`")
        );
        assert!(
            Finding::new(Code::MissingKey)
                .message(Lang::En)
                .contains("{key}")
        );
        assert!(
            Finding::new(Code::MissingKey)
                .arg("key", "a\nb")
                .message(Lang::En)
                .contains("`a\\nb`")
        );
    }

    #[test]
    fn amounts_in_both_languages() {
        let finding = complete(Code::RepaidAboveOwed);
        assert!(
            finding.message(Lang::Nl).contains("€ 965.225 "),
            "{}",
            finding.message(Lang::Nl)
        );
        assert!(
            finding.message(Lang::En).contains("€ 965,225.00 "),
            "{}",
            finding.message(Lang::En)
        );
        let cents = finding.amount(Money::from_cents(-5).expect("fits"));
        assert!(
            cents.message(Lang::Nl).contains("€ -0,05 "),
            "{}",
            cents.message(Lang::Nl)
        );
    }

    #[test]
    fn suggests_the_nearest_known_word() {
        let help = |key: &str| {
            let finding = Finding::new(Code::UnknownKey).arg("key", key);
            finding
                .arg("known", "id, granted, received, repaid")
                .help(Lang::En)
        };
        assert!(help("grantd").contains("`granted`"));
        assert!(help("Received").contains("`received`"));
        assert!(!help("xyzzy").contains('`'));
        assert!(!help("xx").contains('`'));
    }

    #[test]
    fn what_was_left_out_is_named() {
        let finding = Finding::new(Code::OutsideFlow)
            .arg("causes", "ceiling iza/staf, exclusive gala15, x")
            .arg("year", 2024)
            .amount(Money::ZERO);
        let dutch = finding.message(Lang::Nl);
        let causes = "zonder het plafond van `iza/staf`, de uitsluiting van `gala15`, x en";
        assert!(dutch.contains(causes), "{dutch}");
        let english = finding.message(Lang::En);
        let causes = "without the ceiling of `iza/staf`, the exclusion of `gala15`, x, and";
        assert!(english.contains(causes), "{english}");
    }

    #[test]
    fn kinds_of_values_are_translated() {
        let finding = Finding::new(Code::WrongType).arg("key", "years");
        let finding = finding.arg("expected", "list").arg("found", "integer");
        assert!(finding.message(Lang::Nl).contains("geheel getal"));
        assert!(finding.message(Lang::En).contains("integer"));
    }
}
