//! The texts in Dutch.

use std::fmt::Write;

use super::{About, Counts, Words};
use crate::reconcile::{Cause, Confirmed, FigureMeasure, Funding};

pub(super) struct Dutch;

/// `1 plaats` or `3 plaatsen`.
fn count(count: usize, one: &str, more: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {more}"),
    }
}

/// `a, b en c`.
fn listed(texts: &[String]) -> String {
    match texts {
        [before @ .., last] if !before.is_empty() => format!("{} en {last}", before.join(", ")),
        _ => texts.concat(),
    }
}

impl Words for Dutch {
    fn title(&self) -> &'static str {
        "Aansluiting"
    }

    fn counts(&self, counts: &Counts) -> String {
        let mut text = format!(
            "{} bekeken. {} met de jaarafrekening, {}",
            count(counts.all, "cijfer is", "cijfers zijn"),
            count(counts.agree, "klopt", "kloppen"),
            count(counts.differ, "wijkt af", "wijken af"),
        );
        if counts.elsewhere > 0 {
            let elsewhere = count(counts.elsewhere, "ervan staat", "ervan staan");
            let _ = write!(text, " ({elsewhere} bij een ander cijfer)");
        }
        text.push('.');
        if counts.apart > 0 {
            text.push_str(" Over ");
            text.push_str(&count(counts.apart, "cijfer", "cijfers"));
            text.push_str(" kan het dossier niets zeggen.");
        }
        text
    }

    fn nothing(&self) -> &'static str {
        "Er is geen verschil."
    }

    fn differences(&self) -> &'static str {
        "Verschillen"
    }

    fn measure(&self, measure: FigureMeasure) -> &'static str {
        match measure {
            FigureMeasure::Budget => "begroot",
            FigureMeasure::Realised => "kosten",
            FigureMeasure::Balance => "saldo",
            FigureMeasure::Underspent => "begroot en niet besteed",
            FigureMeasure::Received => "ontvangen",
            FigureMeasure::Spent => "besteed uit subsidies",
            FigureMeasure::Refund => "terug te betalen",
            FigureMeasure::CarryOver => "overheveling",
            FigureMeasure::Retained => "vrij te houden",
            FigureMeasure::Unbudgeted => "ontvangen en niet begroot",
            FigureMeasure::Count => "aantal regels",
        }
    }

    fn everything(&self) -> &'static str {
        "alles samen"
    }

    fn unbudgeted(&self) -> &'static str {
        "geld dat niet is begroot"
    }

    fn tranche(&self, tranche: &str) -> String {
        format!("jaarschijf {tranche}")
    }

    fn tranches_of(&self, year: i16) -> String {
        format!("jaarschijven van {year}")
    }

    fn line(&self, line: &str) -> String {
        format!("regel {line}")
    }

    fn declared(&self) -> &'static str {
        "opgegeven"
    }

    fn computed(&self) -> &'static str {
        "jaarafrekening"
    }

    fn unexplained(&self) -> &'static str {
        "onverklaard"
    }

    fn more_steps(&self, number: usize) -> String {
        count(number, "andere stap", "andere stappen")
    }

    fn cause(&self, cause: Cause, about: &About<'_>) -> String {
        let grant = about.grant.unwrap_or("eigen middelen");
        let lines = about.lines.unwrap_or("andere regels");
        // Of the money itself, where there is no line.
        let of = about
            .lines
            .map_or_else(|| grant.to_owned(), |lines| format!("{lines}, {grant}"));
        match cause {
            Cause::AnotherGrant => {
                format!("{lines}: meer besteed dan begroot, betaald uit {grant}")
            }
            Cause::Carried => format!("{of}: gaat niet terug maar mee"),
            Cause::Refunded => format!("{of}: gaat niet mee maar terug"),
            Cause::Retained => format!("{of}: mag de ontvanger houden"),
            Cause::Receivable => format!("{of}: uitgegeven voordat het geld binnen was"),
            Cause::Used => match about.grant {
                Some(grant) => format!("{lines}: opgegaan aan andere kosten van {grant}"),
                None => format!("{lines}: zonder subsidie"),
            },
            Cause::NeverBudgeted => format!("{grant}: ontvangen en niet begroot"),
            Cause::NoStatement => format!("{of}: niet genoemd"),
            Cause::CountedTwice => format!("{of}: dubbel geteld"),
            Cause::EarlierRefund => format!("{grant}: nog terug te betalen over eerdere jaren"),
            Cause::Restated => match about.tranche {
                Some(tranche) => format!("{grant}, jaarschijf {tranche}: uit een afgesloten jaar"),
                None => format!("{grant}: uit een afgesloten jaar"),
            },
            Cause::OtherYear => match about.tranche {
                Some(tranche) => format!("{grant}, jaarschijf {tranche}: hoort bij een ander jaar"),
                None => format!("{grant}: hoort bij een ander jaar"),
            },
            Cause::OutsideScope => format!("{of}: hoort hier niet bij"),
        }
    }

    fn no_explanation(&self, rest: &str) -> String {
        format!("Voor {rest} is geen verklaring.")
    }

    fn same_elsewhere(&self, places: &[String]) -> String {
        format!(
            "Hetzelfde bedrag ontbreekt op nog {}: {}.",
            count(places.len(), "plaats", "plaatsen"),
            listed(places)
        )
    }

    fn comes_from(&self, places: &[String]) -> String {
        format!("Het onverklaarde deel komt uit {}.", listed(places))
    }

    fn sums(&self) -> &'static str {
        "Cijfers die niet met elkaar kloppen"
    }

    fn sum(&self, figure: &str, stated: &str, sum: &str, difference: &str) -> String {
        format!("{figure} is {stated}; de optelling geeft {sum} ({difference}).")
    }

    fn attention(&self) -> &'static str {
        "Let op"
    }

    fn left(&self) -> &'static str {
        "Wat er over is, per subsidie"
    }

    fn left_of(&self, grant: &str, lines: &str, never: &str) -> String {
        format!("{grant}: {lines} begroot en niet besteed, {never} niet begroot")
    }

    fn unconfirmed(&self) -> &'static str {
        "Cijfers die in één optelling voorkomen"
    }

    fn confirmed(&self, how: Confirmed, figures: &str, with: &str) -> String {
        match how {
            Confirmed::Nowhere => format!("{figures}: geen ander cijfer bevestigt dit."),
            Confirmed::Once => format!("{figures}: alleen in de optelling {with}."),
            Confirmed::TogetherOnly => {
                format!("{figures}: de som klopt, maar of de verdeling klopt is niet te zien.")
            }
        }
    }

    fn funding(&self) -> &'static str {
        "Regels waarvan niet geschreven staat welke subsidie betaalt"
    }

    fn funded(&self, result: Funding, number: usize, lines: &str) -> String {
        let number = count(number, "regel", "regels");
        match result {
            Funding::Forced => {
                format!("{number} afgeleid, en door de totalen per subsidie bevestigd: {lines}.")
            }
            Funding::Open => format!(
                "{number} afgeleid, en met dezelfde totalen ook anders te verdelen: {lines}."
            ),
            Funding::Untestable => {
                format!("{number} afgeleid en niet te toetsen, want zonder kosten: {lines}.")
            }
            Funding::Untried => format!(
                "{number} afgeleid en niet getoetst, want er zijn te veel verdelingen: {lines}."
            ),
            Funding::Assumed => format!("{number} aangenomen of onbekend: {lines}."),
        }
    }

    fn possible(&self) -> &'static str {
        "Mogelijk, niet afgeleid"
    }

    fn possibly(&self, rest: &str, terms: &str) -> String {
        format!("{rest} kan toeval zijn, of: {terms}.")
    }
}
