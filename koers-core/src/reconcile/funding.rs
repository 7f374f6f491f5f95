//! Lines of which it isn't stated who pays them, and whether what grants spent forces it.
//!
//! How the funding of a line is known stands in its dimension `funding`: `stated`, `implied`, `assumed` or `none`.

use std::collections::BTreeMap;

use super::book::Book;
use super::figure::FigureMeasure;
use super::judge::Figure;
use crate::diag::{Code, Finding, Findings};

/// The dimension.
pub(super) const DIMENSION: &str = "funding";

/// The most lines that are tried, and the most ways to divide them.
const MOST_LINES: usize = 200;
const MOST_TRIED: usize = 1_000_000;

/// Whether the totals of grants force who pays a line of which that is not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Funding {
    /// On any other grant the declared totals could not all be right.
    Forced,
    /// Other grants could pay it too with the same totals.
    Open,
    /// It cost nothing, so no total tells.
    Untestable,
    /// There are too many ways to look at.
    Untried,
    /// It is assumed or not known, and so not tested.
    Assumed,
}

impl Funding {
    /// Each with its word in tables.
    pub const WORDS: [(&'static str, Funding); 5] = [
        ("forced", Funding::Forced),
        ("open", Funding::Open),
        ("untestable", Funding::Untestable),
        ("untried", Funding::Untried),
        ("assumed", Funding::Assumed),
    ];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let word = Self::WORDS.iter().find(|(_, funding)| *funding == self);
        word.map_or("", |(word, _)| word)
    }
}

/// A line whose funding is not stated.
#[derive(Clone, Debug)]
pub(super) struct FundingOf {
    pub(super) line: String,
    pub(super) grant: Option<String>,
    pub(super) basis: &'static str,
    pub(super) cents: i64,
    pub(super) budget: i128,
    pub(super) result: Funding,
    pub(super) source: Option<String>,
}

/// How the funding of a line is known.
const BASES: [&str; 4] = ["stated", "implied", "assumed", "none"];

/// The lines of the last year whose funding is not stated, by id.
pub(super) fn funding(
    book: &Book<'_>,
    figures: &[Figure],
    findings: &mut Findings,
) -> Vec<FundingOf> {
    let dossier = book.settlement.dossier();
    let lines = dossier.lines();
    let Some(column) = lines.dimension(DIMENSION) else {
        return Vec::new();
    };
    let mut known: Vec<Option<&'static str>> = vec![None];
    for code in 1..=u32::try_from(column.count()).unwrap_or(u32::MAX) {
        let text = column.text(code).unwrap_or_default();
        let word = BASES.iter().find(|word| **word == text);
        if word.is_none() {
            findings.push(
                Finding::new(Code::UnknownFunding)
                    .subject(DIMENSION)
                    .arg("value", text)
                    .arg("known", BASES.join(", ")),
            );
        }
        known.push(word.copied());
    }
    let Some(&year) = dossier.years().last() else {
        return Vec::new();
    };
    let mut budgets: BTreeMap<&str, i128> = BTreeMap::new();
    for item in dossier.budget().rows() {
        if let Some(line) = item
            .line
            .as_deref()
            .filter(|_| item.period.last().year() == year)
        {
            *budgets.entry(line).or_default() += i128::from(item.amount.cents());
        }
    }
    let mut found: Vec<FundingOf> = Vec::new();
    for row in book.settlement.plan().lines_of(year) {
        let code = usize::try_from(column.code(row)).unwrap_or_default();
        let word = known.get(code).copied().flatten();
        let Some(basis) = word.filter(|word| *word != "stated") else {
            continue;
        };
        let id = lines.id(row).into_owned();
        let budget = budgets.get(id.as_str()).copied().unwrap_or_default();
        let grant = lines.booking(row).and_then(|booking| booking.single());
        let cents = lines.amount(row).cents();
        found.push(FundingOf {
            budget,
            grant: grant.map(str::to_owned),
            basis,
            cents,
            result: match basis {
                "implied" if cents == 0 => Funding::Untestable,
                "implied" => Funding::Untried,
                _ => Funding::Assumed,
            },
            source: lines.source(row).map(str::to_owned),
            line: id,
        });
    }
    test(book, figures, year, &mut found);
    found.sort_by(|a, b| a.line.cmp(&b.line));
    found
}

/// Tests each implied line that cost something against the declared totals of what grants spent.
fn test(book: &Book<'_>, figures: &[Figure], year: i16, found: &mut [FundingOf]) {
    let grants = book.settlement.dossier().grants();
    let place = |id: &str| grants.iter().position(|grant| grant.id.value == id);
    let implied: Vec<usize> = (0..found.len())
        .filter(|at| found[*at].result == Funding::Untried)
        .collect();
    if implied.len() > MOST_LINES {
        return;
    }
    // Of a grant whose total is declared, and right, what its implied lines cost is known.
    let mut totals: Vec<Option<i128>> = vec![None; grants.len()];
    for figure in figures {
        let Some(scope) = figure.declared.scope.as_ref() else {
            continue;
        };
        let alone = !scope.is_of_lines() && !scope.is_of_tranches();
        let spent = figure.declared.measure == Some(FigureMeasure::Spent);
        let right = figure.computed == Some(figure.amount) && book.year(scope) == year;
        if let Some(id) = scope.grant.as_deref().filter(|_| alone && spent && right)
            && let Some(grant) = place(id)
        {
            totals[grant] = Some(0);
        }
    }
    let mut lines: Vec<(usize, usize, i128)> = Vec::new();
    for &at in &implied {
        let Some(grant) = found[at].grant.as_deref().and_then(place) else {
            continue;
        };
        let amount = i128::from(found[at].cents);
        if let Some(total) = &mut totals[grant] {
            *total += amount;
        }
        lines.push((at, grant, amount));
    }
    lines.sort_by_key(|(at, _, amount)| (-amount.abs(), *at));
    // A grant without money pays nothing.
    let mut has_money = vec![false; grants.len()];
    for row in book
        .settlement
        .settlement()
        .iter()
        .filter(|row| row.year == year)
    {
        if let Some(grant) = place(&row.grant) {
            has_money[grant] = true;
        }
    }
    let mut tried = 0;
    for number in 0..lines.len() {
        let (at, grant, _) = lines[number];
        let mut search = Search {
            lines: &lines,
            kept_off: (number, grant),
            has_money: &has_money,
            positive: lines.iter().all(|(.., amount)| *amount > 0),
            unplaced: lines.iter().map(|(.., amount)| *amount).sum(),
            tried: &mut tried,
        };
        found[at].result = match search.fits(0, &mut totals.clone()) {
            _ if tried > MOST_TRIED => Funding::Untried,
            true => Funding::Open,
            false => Funding::Forced,
        };
    }
}

/// A search for a way to divide lines over grants with the same totals and one line elsewhere.
struct Search<'s> {
    lines: &'s [(usize, usize, i128)],
    /// A line, and the grant on which it must not come.
    kept_off: (usize, usize),
    /// By grant whether it has money at all.
    has_money: &'s [bool],
    /// What the lines cost together that have no place yet.
    unplaced: i128,
    /// Whether all lines cost something, so that no total can come back.
    positive: bool,
    tried: &'s mut usize,
}

impl Search<'_> {
    fn fits(&mut self, next: usize, left: &mut Vec<Option<i128>>) -> bool {
        let Some(&(_, _, amount)) = self.lines.get(next) else {
            return left.iter().flatten().all(|left| *left == 0);
        };
        *self.tried += 1;
        if *self.tried > MOST_TRIED {
            return false;
        }
        let needed: i128 = left.iter().flatten().sum();
        if self.positive && needed > self.unplaced {
            return false;
        }
        let mut free = false;
        for grant in 0..left.len() {
            if self.kept_off == (next, grant) || !self.has_money[grant] {
                continue;
            }
            match left[grant] {
                // One grant whose total is not known is as good as another.
                None if free => continue,
                None => free = true,
                Some(left) if self.positive && left < amount => continue,
                Some(_) => {}
            }
            if let Some(left) = &mut left[grant] {
                *left -= amount;
            }
            self.unplaced -= amount;
            let fits = self.fits(next + 1, left);
            self.unplaced += amount;
            if let Some(left) = &mut left[grant] {
                *left += amount;
            }
            if fits {
                return true;
            }
        }
        false
    }
}
