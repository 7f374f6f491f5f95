//! Differences and advice for people: the tables with their words in a language.

use std::borrow::Cow;

use super::{Format, table_csv, table_html, table_json, table_markdown, table_text};
use crate::diag::{Lang, measure_word};
use crate::money::Money;
use crate::tables::{AdviceRow, Cell, Column, DiffRow, Table};

/// Writes what differs between two settlements in a form and a language. (JSON and CSV are the table `diff`, the same in
/// each.)
#[must_use]
pub fn render_diff(rows: &[DiffRow], format: Format, lang: Lang) -> String {
    let nothing = match lang {
        Lang::Nl => "Er is geen verschil.",
        Lang::En => "Nothing differs.",
    };
    write(&Table::of(rows), format, lang, nothing)
}

/// Writes advice in a form and a language, with the total of what it saves. (JSON and CSV are the table `advice`, the
/// same in each.)
#[must_use]
pub fn render_advice(rows: &[AdviceRow], format: Format, lang: Lang) -> String {
    let nothing = match lang {
        Lang::Nl => "Er is geen andere boeking gevonden waarmee minder geld verloren gaat.",
        Lang::En => "No other booking was found that loses less money.",
    };
    let mut table = Table::of(rows);
    if rows.len() > 1 && !matches!(format, Format::Json | Format::Csv) {
        let saves: i64 = rows.iter().map(|row| row.saves.cents()).sum();
        let total = match lang {
            Lang::Nl => "Totaal",
            Lang::En => "Total",
        };
        let cell = |column: &Column| match &*column.name {
            "year" => Cell::Text(total.to_owned()),
            "saves" => Cell::Money(Money::of(saves)),
            _ => Cell::Text(String::new()),
        };
        table.rows.push(table.columns.iter().map(cell).collect());
    }
    write(&table, format, lang, nothing)
}

fn write(table: &Table, format: Format, lang: Lang, nothing: &str) -> String {
    match format {
        Format::Json => table_json(table),
        Format::Csv => table_csv(table),
        _ => write_told(&told(table, lang), format, nothing),
    }
}

/// Writes a table that has the words of people, or what stands for none.
pub(super) fn write_told(table: &Table, format: Format, nothing: &str) -> String {
    match format {
        _ if table.rows.is_empty() => match format {
            Format::Html => format!("<p>{nothing}</p>\n"),
            _ => format!("{nothing}\n"),
        },
        Format::Markdown => table_markdown(table),
        Format::Html => table_html(table),
        _ => table_text(table),
    }
}

/// The table with its words and amounts as people read them.
pub(super) fn told(table: &Table, lang: Lang) -> Table {
    let row = |row: &Vec<Cell>| {
        let cells = table.columns.iter().zip(row);
        cells
            .map(|(column, cell)| told_cell(column, cell, lang))
            .collect()
    };
    let column = |column: &Column| Column {
        name: Cow::Borrowed(word(HEADINGS, &column.name, lang).unwrap_or("")),
        kind: column.kind,
    };
    Table {
        name: table.name,
        columns: table.columns.iter().map(column).collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}

fn told_cell(column: &Column, cell: &Cell, lang: Lang) -> Cell {
    let own_funds = || Cell::Text(measure_word("own_funds", lang).unwrap_or("").to_owned());
    match (&*column.name, cell) {
        ("grant" | "from", Cell::Null) => own_funds(),
        ("measure", Cell::Text(measure)) => Cell::Text(told_measure(measure, lang).to_owned()),
        ("reason" | "reason_before" | "reason_after", Cell::Text(reasons)) => {
            let reasons = reasons.split("; ").map(|reason| told_reason(reason, lang));
            Cell::Text(reasons.collect::<Vec<_>>().join("; "))
        }
        ("cause", Cell::Text(cause)) => Cell::Text(told_cause(cause, lang)),
        (_, Cell::Money(amount)) => Cell::Text(match lang {
            Lang::Nl => amount.dutch(),
            Lang::En => amount.english(),
        }),
        (_, cell) => cell.clone(),
    }
}

/// What is measured, as a word.
pub(super) fn told_measure(measure: &str, lang: Lang) -> &str {
    measure_word(measure, lang).unwrap_or(measure)
}

/// What brought a change in a closed year, in words.
pub(super) fn told_cause(cause: &str, lang: Lang) -> String {
    let causes = cause.split(" + ");
    let causes = causes.map(|cause| word(CAUSES, cause, lang).unwrap_or(cause));
    causes.collect::<Vec<_>>().join(", ")
}

/// The code of a reason as a word; what it rests on stays as it is.
pub(super) fn told_reason(reason: &str, lang: Lang) -> String {
    let (code, rests_on) = match reason.split_once(": ") {
        Some((code, rests_on)) => (code, Some(rests_on)),
        None => (reason, None),
    };
    let code = word(REASONS, code, lang).unwrap_or(code);
    match rests_on {
        Some(rests_on) => format!("{code}: {rests_on}"),
        None => code.to_owned(),
    }
}

/// The word for the code of a reason, where there is one.
pub(super) fn reason_word(code: &str, lang: Lang) -> Option<&'static str> {
    word(REASONS, code, lang)
}

/// A word of a table with its Dutch and its English.
type Words = &'static [(&'static str, &'static str, &'static str)];

fn word(words: Words, code: &str, lang: Lang) -> Option<&'static str> {
    let found = words.iter().find(|(known, ..)| *known == code);
    found.map(|(_, dutch, english)| match lang {
        Lang::Nl => *dutch,
        Lang::En => *english,
    })
}

const HEADINGS: Words = &[
    ("year", "jaar", "year"),
    ("grant", "subsidie", "grant"),
    ("tranche", "jaarschijf", "tranche"),
    ("part", "onderdeel", "part"),
    ("line", "regel", "line"),
    ("measure", "wat", "what"),
    ("before", "was", "before"),
    ("after", "is", "after"),
    ("change", "verschil", "change"),
    ("reason_before", "reden was", "reason before"),
    ("reason_after", "reden is", "reason after"),
    ("from", "van", "from"),
    ("to", "naar", "to"),
    ("amount", "bedrag", "amount"),
    ("saves", "scheelt", "saves"),
    ("booking", "boeking", "booking"),
    ("reason", "reden", "reason"),
    ("booked", "te boeken in", "booked in"),
    ("cause", "door", "cause"),
];

/// What brought a change in a closed year.
const CAUSES: Words = &[
    ("earlier", "een eerder jaar", "an earlier year"),
    ("granted", "een andere verlening", "another award"),
    ("received", "andere ontvangsten", "other receipts"),
    ("repaid", "andere terugbetalingen", "other repayments"),
    ("costs", "een ander bedrag besteed", "another amount spent"),
    ("earned", "andere prestaties", "other quantities"),
    ("rule", "een andere regel", "another rule"),
];

/// Of reasons that are no word of people as they stand.
const REASONS: Words = &[
    // Why a bucket pays.
    ("booked", "geboekt", "booked"),
    ("priority", "op volgorde", "priority"),
    ("pro-rata", "naar rato", "pro rata"),
    ("least-refund", "minste terugbetaling", "least refund"),
    ("netted", "verrekend", "netted"),
    ("corrected", "gecorrigeerd", "corrected"),
    // Why none does.
    ("no-booking", "geen boeking", "no booking"),
    (
        "not-deducted",
        "niet in mindering te brengen",
        "not deducted",
    ),
    ("state", "stand van de subsidie", "state of the grant"),
    (
        "window",
        "buiten de bestedingsperiode",
        "outside the window",
    ),
    ("eligible", "niet subsidiabel", "not eligible"),
    ("part", "ander onderdeel", "another part"),
    (
        "exclusive",
        "andere subsidie sluit uit",
        "excluded by another grant",
    ),
    ("share", "boven het aandeel", "above the share"),
    ("ceiling", "boven het plafond", "above the ceiling"),
    (
        "maximum",
        "boven het maximum van de stap",
        "above the maximum of the step",
    ),
    ("basis", "niet verdiend", "not earned"),
    ("room", "geen ruimte meer", "no room left"),
    ("quota", "boven het quotum", "above the quota"),
    ("credit", "creditnota", "credit note"),
    (
        "income-left",
        "inkomsten boven de kosten",
        "income above costs",
    ),
    // What is deducted.
    ("income", "inkomsten", "income"),
    ("contribution", "bijdragen", "contribution"),
    ("vat", "btw", "VAT"),
    // Why a bucket closes as it does.
    ("spent", "alles besteed", "all spent"),
    ("no-room", "niets te besteden", "nothing to spend"),
    ("refund", "niet besteed", "not spent"),
    ("carry-over", "overheveling", "carry-over"),
    ("earned", "verdiend", "earned"),
    ("retained", "vrij te houden", "retained"),
    ("reserved", "reserve", "reserved"),
    ("window-open", "periode loopt door", "window goes on"),
    ("not-awarded", "niet verleend", "not awarded"),
    ("withdrawn", "ingetrokken", "withdrawn"),
    ("determined", "vastgesteld", "determined"),
    ("lapsed", "niet op tijd besteed", "not spent in time"),
    (
        "above-room",
        "meer ontvangen dan ruimte",
        "more received than room",
    ),
    (
        "above-limit",
        "meer over dan mee mag",
        "more left than may be carried",
    ),
    ("owed", "uit een eerder jaar", "from an earlier year"),
    ("prefinanced", "voorgefinancierd", "prefinanced"),
    ("closed", "zo afgesloten", "so closed"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Row;

    fn named<R: Row>(_: &[R]) -> Vec<Column> {
        R::columns()
    }

    #[test]
    fn every_column_has_a_heading_in_both_languages() {
        let columns = [named::<DiffRow>(&[]), named::<AdviceRow>(&[])].concat();
        for column in columns {
            for lang in [Lang::Nl, Lang::En] {
                assert!(word(HEADINGS, &column.name, lang).is_some(), "{column:?}");
            }
        }
    }

    #[test]
    fn nothing_is_said_in_words() {
        assert_eq!(
            render_diff(&[], Format::Text, Lang::Nl),
            "Er is geen verschil.\n"
        );
        assert_eq!(render_advice(&[], Format::Json, Lang::Nl), "[]\n");
        assert!(render_advice(&[], Format::Html, Lang::En).starts_with("<p>No other"));
    }

    #[test]
    fn reasons_keep_what_they_rest_on() {
        let told = |reason| told_reason(reason, Lang::Nl);
        assert_eq!(told("room"), "geen ruimte meer");
        assert_eq!(
            told("refund: spuk-iza@2023-01-01 art. 9"),
            "niet besteed: spuk-iza@2023-01-01 art. 9"
        );
        assert_eq!(told("else: what"), "else: what");
    }
}
