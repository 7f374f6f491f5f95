//! Reasons in words, for people.

use crate::calendar::Date;
use crate::diag::Lang;
use crate::scheme::{FunderGroup, Status};
use crate::settle::{Reason, Rests};

/// A date; the year alone for 31 December.
pub(super) fn date_text(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Nl => date.dutch_short(),
        Lang::En if (date.month(), date.day()) == (12, 31) => date.year().to_string(),
        Lang::En => date.to_string(),
    }
}

/// A reason as a sentence without a full stop.
#[must_use]
pub fn sentence(reason: &Reason, lang: Lang) -> String {
    let until = reason
        .until
        .map(|date| date_text(date, lang))
        .unwrap_or_default();
    let funder = funder(reason, lang);
    let what = match (lang, reason.code) {
        (Lang::Nl, "spent") => "geheel besteed".to_owned(),
        (Lang::Nl, "refund") => format!("niet besteed, terug naar {funder}"),
        (Lang::Nl, "carry-over") => format!("niet besteed, mee t/m {until}"),
        (Lang::Nl, "window-open") => format!("blijft besteedbaar t/m {until}"),
        (Lang::Nl, "not-awarded") => "aangekondigd, nog niet verleend".to_owned(),
        (Lang::Nl, "withdrawn") => format!("ingetrokken, alles terug naar {funder}"),
        (Lang::Nl, "determined") => format!("vastgesteld, de rest terug naar {funder}"),
        (Lang::Nl, "above-room") => {
            format!("meer ontvangen dan besteed mocht worden, terug naar {funder}")
        }
        (Lang::Nl, "owed") => format!("eerder jaar, nog terug te betalen aan {funder}"),
        (Lang::Nl, _) => format!("niet op tijd besteed, terug naar {funder}"),
        (Lang::En, "spent") => "fully spent".to_owned(),
        (Lang::En, "refund") => format!("not spent, back to {funder}"),
        (Lang::En, "carry-over") => format!("not spent, carried until {until}"),
        (Lang::En, "window-open") => format!("may be spent until {until}"),
        (Lang::En, "not-awarded") => "announced, not awarded yet".to_owned(),
        (Lang::En, "withdrawn") => format!("withdrawn, all back to {funder}"),
        (Lang::En, "determined") => format!("determined, the rest back to {funder}"),
        (Lang::En, "above-room") => {
            format!("more received than could be spent, back to {funder}")
        }
        (Lang::En, "owed") => format!("from an earlier year, still to be paid back to {funder}"),
        (Lang::En, _) => format!("not spent in time, back to {funder}"),
    };
    match (lang, &reason.rests_on) {
        (_, None) => what,
        (Lang::Nl, Some(Rests::Opening)) => format!("{what} (volgens de beginstand)"),
        (Lang::En, Some(Rests::Opening)) => format!("{what} (by the opening stated)"),
        (lang, Some(Rests::Agreement { source, instead_of })) => {
            let (by, instead) = match lang {
                Lang::Nl => ("volgens afspraak", "in afwijking van"),
                Lang::En => ("by agreement", "departing from"),
            };
            let article = instead_of
                .as_ref()
                .map(|article| format!(", {instead} {article}"));
            format!("{what} {by} ({source}){}", article.unwrap_or_default())
        }
        (
            lang,
            Some(Rests::Rule {
                article, status, ..
            }),
        ) => {
            let basis = match (lang, status) {
                (_, Status::Text) => None,
                (Lang::Nl, Status::Secondary) => Some("niet uit de tekst zelf"),
                (Lang::En, Status::Secondary) => Some("not from the text itself"),
                (Lang::Nl, Status::Agreement) => Some("geen afspraak gevonden"),
                (Lang::En, Status::Agreement) => Some("no agreement found"),
            };
            let parts: Vec<&str> = article.as_deref().into_iter().chain(basis).collect();
            format!("{what} ({})", parts.join(", "))
        }
    }
}

fn funder(reason: &Reason, lang: Lang) -> String {
    match (reason.funder_group, lang) {
        (FunderGroup::Rijk, Lang::Nl) => "het Rijk".to_owned(),
        (FunderGroup::Rijk, Lang::En) => "the state".to_owned(),
        (FunderGroup::Eu, Lang::Nl) => "de EU".to_owned(),
        (FunderGroup::Eu, Lang::En) => "the EU".to_owned(),
        (FunderGroup::Other, _) => reason.funder.clone(),
    }
}
