//! The table of one year for people: a line per grant, with the library's reason.

use std::collections::BTreeSet;

use super::people::words;
use super::restatement::postings;
use super::sentence::{date_text, sentence};
use crate::diag::Lang;
use crate::money::Money;
use crate::scheme::Deduction;
use crate::settle::{GrantTotal, Settlement};

/// A column of amounts.
struct Amount {
    dutch: &'static str,
    english: &'static str,
    of: fn(&GrantTotal) -> Money,
    /// Whether it is there also when all its amounts are zero.
    always: bool,
}

/// The columns of amounts, so that opening + restated + received − repaid − spent = balance in every row.
const AMOUNTS: [Amount; 11] = [
    Amount {
        dutch: "beginsaldo",
        english: "opening",
        of: |it| it.opening,
        always: false,
    },
    Amount {
        dutch: "uit afgesloten jaren",
        english: "from closed years",
        of: |it| it.restated,
        always: false,
    },
    Amount {
        dutch: "ontvangen",
        english: "received",
        of: |it| it.received,
        always: true,
    },
    Amount {
        dutch: "terugbetaald",
        english: "repaid",
        of: |it| it.repaid,
        always: false,
    },
    Amount {
        dutch: "besteed",
        english: "spent",
        of: |it| it.spent,
        always: true,
    },
    Amount {
        dutch: "saldo",
        english: "balance",
        of: |it| it.balance,
        always: true,
    },
    Amount {
        dutch: "terug te betalen",
        english: "refund",
        of: |it| it.refund,
        always: true,
    },
    Amount {
        dutch: "overheveling",
        english: "carry-over",
        of: |it| it.carry_over,
        always: true,
    },
    Amount {
        dutch: "vrij te houden",
        english: "retained",
        of: |it| it.retained,
        always: false,
    },
    Amount {
        dutch: "ruimte nog niet ontvangen",
        english: "pending",
        of: |it| it.pending,
        always: false,
    },
    Amount {
        dutch: "nog te ontvangen",
        english: "receivable",
        of: |it| it.receivable,
        always: false,
    },
];

/// What stands for an amount of zero that is no figure of the accounts.
const NONE: &str = "–";

/// The width at which the explanations are broken off in text.
const WIDTH: usize = 72;

/// One year's table: header, a line per grant, totals.
pub(super) struct YearTable {
    pub(super) year: i16,
    pub(super) lines: Vec<Vec<String>>,
    /// Which columns go to the right.
    pub(super) right: Vec<bool>,
    /// What stands below the table: what no grant pays.
    pub(super) below: Vec<String>,
}

/// How amounts are written: without decimals when the whole report has none.
pub(super) struct Amounts {
    pub(super) lang: Lang,
    pub(super) whole: bool,
}

impl Amounts {
    pub(super) fn show(&self, amount: Money) -> String {
        let text = match self.lang {
            Lang::Nl => amount.dutch(),
            Lang::En => amount.english(),
        };
        let short = text.len().saturating_sub(3);
        match text.get(..short) {
            Some(whole) if self.whole => whole.to_owned(),
            _ => text,
        }
    }

    /// As [`Amounts::show`]; a dash for nothing.
    fn or_none(&self, amount: Money) -> String {
        if amount.is_zero() {
            NONE.to_owned()
        } else {
            self.show(amount)
        }
    }
}

pub(super) fn tables(settlement: &Settlement, lang: Lang) -> Vec<YearTable> {
    let totals = settlement.by_grant();
    let years = settlement.dossier().years();
    let own_funds = years
        .iter()
        .filter_map(|&year| settlement.own_funds_of(year));
    let deducted = years.iter().flat_map(|&year| settlement.deducted_of(year));
    let reserves = years.iter().flat_map(|&year| settlement.reserves_of(year));
    let below = deducted.map(|(_, amount)| amount);
    let below = below.chain(reserves.map(|(_, amount)| amount));
    let whole = totals
        .iter()
        .flat_map(|total| AMOUNTS.iter().map(|amount| (amount.of)(total)))
        .chain(own_funds)
        .chain(below)
        .all(|amount| amount.cents() % 100 == 0);
    let amounts = Amounts { lang, whole };
    years
        .iter()
        .map(|&year| {
            let of_year: Vec<_> = totals.iter().filter(|total| total.year == year).collect();
            year_table(settlement, year, &of_year, &amounts)
        })
        .collect()
}

fn year_table(
    settlement: &Settlement,
    year: i16,
    totals: &[&GrantTotal],
    amounts: &Amounts,
) -> YearTable {
    let (lang, words) = (amounts.lang, words(amounts.lang));
    let shown: Vec<&Amount> = AMOUNTS
        .iter()
        .filter(|column| column.always || totals.iter().any(|total| !(column.of)(total).is_zero()))
        .collect();
    let header = shown.iter().map(|column| match lang {
        Lang::Nl => column.dutch,
        Lang::En => column.english,
    });
    let ends = [words.until, words.explanation];
    let header = [words.grant].into_iter().chain(header).chain(ends);
    let mut lines = vec![header.map(str::to_owned).collect::<Vec<_>>()];
    for total in totals {
        let mut line = vec![settlement.dossier().grants()[total.grant].name().to_owned()];
        line.extend(
            shown
                .iter()
                .map(|column| cell(column, (column.of)(total), amounts)),
        );
        let until: Vec<_> = total
            .until
            .iter()
            .map(|date| date_text(*date, lang))
            .collect();
        line.push(until.join(", "));
        line.push(explanation(total, amounts));
        lines.push(line);
    }
    let mut line = vec![words.total.to_owned()];
    line.extend(shown.iter().map(|column| {
        let sum = totals.iter().map(|total| (column.of)(total).cents()).sum();
        cell(column, Money::of(sum), amounts)
    }));
    line.extend([String::new(), String::new()]);
    lines.push(line);
    let mut right = vec![true; shown.len() + 3];
    (right[0], right[shown.len() + 1], right[shown.len() + 2]) = (false, false, false);
    let own_funds = settlement.own_funds_of(year).unwrap_or(Money::ZERO);
    let own_funds = amounts.or_none(own_funds);
    let otherwise = otherwise(settlement, year, amounts);
    let mut below = vec![format!("{}: {own_funds}{otherwise}", words.own_funds)];
    for (kind, amount) in settlement.deducted_of(year) {
        let what = deducted(kind, lang);
        below.push(format!("{what}: {}", amounts.show(amount)));
    }
    for (grant, held) in settlement.reserves_of(year) {
        let grant = settlement.dossier().grants()[grant].name();
        below.push(format!("{} {grant}: {}", words.reserve, amounts.show(held)));
    }
    below.extend(postings(settlement, year, amounts));
    YearTable {
        year,
        lines,
        right,
        below,
    }
}

/// Of a closed year, whose own funds are known by its lines as they are now alone: what grants paid more or less of them when
/// it was closed, in words.
fn otherwise(settlement: &Settlement, year: i16, amounts: &Amounts) -> String {
    let rows = settlement.settlement().iter().zip(settlement.now());
    let of_year = rows.filter(|(row, _)| row.year == year);
    let more: i64 = of_year
        .map(|(row, now)| row.spent.cents() - now.spent.cents())
        .sum();
    let paid = amounts.show(Money::of(more.abs()));
    match (more.signum(), amounts.lang) {
        (1, Lang::Nl) => {
            format!(" naar wat nu bekend is; bij de afsluiting betaalden de subsidies {paid} meer")
        }
        (-1, Lang::Nl) => format!(
            " naar wat nu bekend is; bij de afsluiting betaalden de subsidies {paid} minder"
        ),
        (1, Lang::En) => {
            format!(" by what is known now; when the year was closed the grants paid {paid} more")
        }
        (-1, Lang::En) => {
            format!(" by what is known now; when the year was closed the grants paid {paid} less")
        }
        _ => String::new(),
    }
}

/// What was taken off the costs, in words.
fn deducted(kind: Deduction, lang: Lang) -> &'static str {
    match (kind, lang) {
        (Deduction::Income, Lang::Nl) => "Inkomsten, van de kosten afgetrokken",
        (Deduction::Income, Lang::En) => "Income, taken off the costs",
        (Deduction::Contribution, Lang::Nl) => "Bijdragen van derden, van de kosten afgetrokken",
        (Deduction::Contribution, Lang::En) => {
            "Contributions of third parties, taken off the costs"
        }
        (Deduction::Vat, Lang::Nl) => "Compensabele btw, van de kosten afgetrokken",
        (Deduction::Vat, Lang::En) => "Compensable VAT, taken off the costs",
    }
}

/// What came in, was spent and is left are figures also when they are zero; of the rest a zero says nothing.
fn cell(column: &Amount, amount: Money, amounts: &Amounts) -> String {
    match column.english {
        "received" | "spent" | "balance" => amounts.show(amount),
        _ => amounts.or_none(amount),
    }
}

/// The reasons of a grant; with their amounts where there are several.
fn explanation(total: &GrantTotal, amounts: &Amounts) -> String {
    let moving = total
        .reasons
        .iter()
        .filter(|(_, amount)| amount.is_some())
        .count();
    let (mut parts, mut seen) = (Vec::new(), BTreeSet::new());
    for (reason, amount) in &total.reasons {
        let text = sentence(reason, amount.is_some(), amounts.lang);
        let part = match amount {
            // Where money of the grant moves, that other parts are spent goes without saying.
            None if moving > 0 => continue,
            Some(amount) if moving > 1 => format!("{} {text}", amounts.show(*amount)),
            _ => text,
        };
        if seen.insert(part.clone()) {
            parts.push(part);
        }
    }
    parts.join("; ")
}

/// The lines with long explanations broken over several, and after which of them a rule comes.
pub(super) fn wrapped(lines: &[Vec<String>]) -> (Vec<Vec<String>>, [usize; 2]) {
    let mut out: Vec<Vec<String>> = Vec::new();
    let mut before_total = 0;
    for (at, line) in lines.iter().enumerate() {
        if at + 1 == lines.len() {
            before_total = out.len().saturating_sub(1);
        }
        let (cells, last) = line.split_at(line.len() - 1);
        let mut rows = vec![String::new()];
        for word in last.iter().flat_map(|text| text.split(' ')) {
            let row = rows.last_mut().filter(|row| {
                row.is_empty() || row.chars().count() + 1 + word.chars().count() <= WIDTH
            });
            match row {
                Some(row) if row.is_empty() => row.push_str(word),
                Some(row) => {
                    row.push(' ');
                    row.push_str(word);
                }
                None => rows.push(word.to_owned()),
            }
        }
        for (at, text) in rows.into_iter().enumerate() {
            let cells = cells
                .iter()
                .map(|cell| if at == 0 { cell.clone() } else { String::new() });
            out.push(cells.chain([text]).collect());
        }
    }
    (out, [0, before_total])
}
