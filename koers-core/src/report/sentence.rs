//! Reasons in words, for people.

use crate::calendar::Date;
use crate::diag::Lang;
use crate::scheme::{FunderGroup, Status};
use crate::settle::{Reason, ReasonCode, Rests};

/// A date; the year alone for 31 December.
pub(super) fn date_text(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Nl => date.dutch_short(),
        Lang::En if (date.month(), date.day()) == (12, 31) => date.year().to_string(),
        Lang::En => date.to_string(),
    }
}

/// A reason as a sentence without a full stop, about an amount that goes back or stays; `moves` is false where none
/// does.
#[must_use]
pub fn sentence(reason: &Reason, moves: bool, lang: Lang) -> String {
    let what = match lang {
        Lang::Nl => dutch(reason, moves),
        Lang::En => english(reason, moves),
    };
    // Where nothing goes back or stays no rule was applied.
    let rests_on = reason.rests_on.as_ref().filter(|_| moves);
    match (lang, rests_on) {
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
            let stays = matches!(reason.code, ReasonCode::WindowOpen | ReasonCode::CarryOver);
            let basis = match (lang, status) {
                (_, Status::Text) => None,
                (Lang::Nl, Status::Secondary) => Some("niet uit de tekst zelf"),
                (Lang::En, Status::Secondary) => Some("not from the text itself"),
                (Lang::Nl, Status::Agreement) if stays => Some("volgens de verlening"),
                (Lang::En, Status::Agreement) if stays => Some("by the award"),
                (Lang::Nl, Status::Agreement) => Some("geen afspraak gevonden"),
                (Lang::En, Status::Agreement) => Some("no agreement found"),
            };
            let parts: Vec<&str> = article.as_deref().into_iter().chain(basis).collect();
            format!("{what} ({})", parts.join(", "))
        }
    }
}

/// What happened, in Dutch, without what it rests on.
pub(super) fn dutch(reason: &Reason, moves: bool) -> String {
    let (funder, until) = (funder(reason, Lang::Nl), until(reason, Lang::Nl));
    match (reason.code, moves) {
        (ReasonCode::Spent, _) => "geheel besteed".to_owned(),
        (ReasonCode::NoRoom, _) => "geen ruimte meer".to_owned(),
        (ReasonCode::NotAwarded, false) => "aangekondigd, nog niet verleend".to_owned(),
        (ReasonCode::NotAwarded, true) => format!("nog niet verleend, terug naar {funder}"),
        (ReasonCode::Withdrawn, false) => "ingetrokken".to_owned(),
        (ReasonCode::Withdrawn, true) => format!("ingetrokken, terug naar {funder}"),
        (ReasonCode::Determined, false) => "vastgesteld".to_owned(),
        (ReasonCode::Determined, true) => format!("vastgesteld, de rest terug naar {funder}"),
        (ReasonCode::Refund, true) if reason.by_quantity => {
            format!("niet verdiend, terug naar {funder}")
        }
        (ReasonCode::Refund, true) => format!("niet besteed, terug naar {funder}"),
        (ReasonCode::Lapsed, true) => format!("niet op tijd besteed, terug naar {funder}"),
        (ReasonCode::AboveLimit, true) => {
            format!("meer over dan mee mag, terug naar {funder}")
        }
        (ReasonCode::AboveRoom, true) => {
            format!("meer ontvangen dan besteed mocht worden, terug naar {funder}")
        }
        (ReasonCode::Owed, true) => {
            format!("uit een eerder jaar, nog terug te betalen aan {funder}")
        }
        (ReasonCode::CarryOver, true) => format!("niet besteed, mee t/m {until}"),
        (ReasonCode::WindowOpen, true) => format!("blijft besteedbaar t/m {until}"),
        (ReasonCode::Earned, _) => {
            "verdiend en niet uitgegeven, blijft van de ontvanger".to_owned()
        }
        (ReasonCode::Retained, _) => "niet besteed, blijft van de ontvanger".to_owned(),
        (ReasonCode::Reserved, _) => "niet besteed, naar de egalisatiereserve".to_owned(),
        (ReasonCode::Prefinanced, _) => "uitgegeven voordat het geld er was".to_owned(),
        (ReasonCode::Closed, _) => "zo afgesloten".to_owned(),
        (
            ReasonCode::Refund
            | ReasonCode::Lapsed
            | ReasonCode::AboveLimit
            | ReasonCode::AboveRoom
            | ReasonCode::Owed
            | ReasonCode::CarryOver
            | ReasonCode::WindowOpen,
            false,
        ) => "niet geheel besteed; er staat geen geld meer om terug te betalen".to_owned(),
    }
}

/// What happened, in English, without what it rests on.
pub(super) fn english(reason: &Reason, moves: bool) -> String {
    let (funder, until) = (funder(reason, Lang::En), until(reason, Lang::En));
    match (reason.code, moves) {
        (ReasonCode::Spent, _) => "fully spent".to_owned(),
        (ReasonCode::NoRoom, _) => "no room left".to_owned(),
        (ReasonCode::NotAwarded, false) => "announced, not awarded yet".to_owned(),
        (ReasonCode::NotAwarded, true) => format!("not awarded yet, back to {funder}"),
        (ReasonCode::Withdrawn, false) => "withdrawn".to_owned(),
        (ReasonCode::Withdrawn, true) => format!("withdrawn, back to {funder}"),
        (ReasonCode::Determined, false) => "determined".to_owned(),
        (ReasonCode::Determined, true) => format!("determined, the rest back to {funder}"),
        (ReasonCode::Refund, true) if reason.by_quantity => {
            format!("not earned, back to {funder}")
        }
        (ReasonCode::Refund, true) => format!("not spent, back to {funder}"),
        (ReasonCode::Lapsed, true) => format!("not spent in time, back to {funder}"),
        (ReasonCode::AboveLimit, true) => {
            format!("more left than may be carried, back to {funder}")
        }
        (ReasonCode::AboveRoom, true) => {
            format!("more received than could be spent, back to {funder}")
        }
        (ReasonCode::Owed, true) => format!("from an earlier year, still owed to {funder}"),
        (ReasonCode::CarryOver, true) => format!("not spent, carried until {until}"),
        (ReasonCode::WindowOpen, true) => format!("may be spent until {until}"),
        (ReasonCode::Earned, _) => "earned and not spent, the holder's to keep".to_owned(),
        (ReasonCode::Retained, _) => "not spent, the holder's to keep".to_owned(),
        (ReasonCode::Reserved, _) => "not spent, added to the reserve".to_owned(),
        (ReasonCode::Prefinanced, _) => "spent before its money came in".to_owned(),
        (ReasonCode::Closed, _) => "so closed".to_owned(),
        (
            ReasonCode::Refund
            | ReasonCode::Lapsed
            | ReasonCode::AboveLimit
            | ReasonCode::AboveRoom
            | ReasonCode::Owed
            | ReasonCode::CarryOver
            | ReasonCode::WindowOpen,
            false,
        ) => "not fully spent; there is no money left to pay back".to_owned(),
    }
}

fn until(reason: &Reason, lang: Lang) -> String {
    reason
        .until
        .map(|date| date_text(date, lang))
        .unwrap_or_default()
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
