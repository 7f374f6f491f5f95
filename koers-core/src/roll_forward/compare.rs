//! A published roll-forward against that of a settlement.

use std::collections::{BTreeMap, BTreeSet};

use super::{Amounts, COLUMNS, DeclaredRollForward, DeclaredRow, Side};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;
use crate::money::Money;
use crate::scheme::FunderGroup;
use crate::settle::Settlement;

/// What a row, or rows of one name, are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scope<'d> {
    Grant(&'d str),
    /// All grants, or those of a funder group.
    Total(Option<&'static str>),
}

/// The rows of one year that are about the same, by the side on which they stand. Totals are not added up: each stands by its
/// name, and by which one of that name it is.
type Told<'d> = BTreeMap<(i16, Scope<'d>, &'d str, usize), [Vec<usize>; 2]>;

/// What a settlement has of one year and scope on either side.
type Computed<'s> = BTreeMap<(i16, Scope<'s>), [Amounts; 2]>;

/// The column of the opening and that of the closing; those between move in the year.
const STANDS: [usize; 2] = [0, 5];

impl Settlement {
    /// Where a published roll-forward says otherwise than this one (K0506): by year, grant and side, each amount that it
    /// states. A row names its grant by id or title (K0205), and a title that several grants have is no name (K0104); rows
    /// of one grant are added up, and what one of them leaves empty counts as nothing. What stands is compared by side; what
    /// moves may be told on the side where the year ends. Totals are compared with those of their funder group, or of all.
    /// Rows of another holder are passed over (K0104 where no row is of this one). A grant without a row stands for zero.
    /// Amounts count as euros; a difference up to half the rounding is none.
    #[must_use]
    pub fn compare_roll_forward(&self, declared: &DeclaredRollForward) -> Findings {
        let mut findings = Findings::new();
        let rows = self.roll_forward();
        let mut computed: Computed<'_> = BTreeMap::new();
        for row in &rows {
            let group = FunderGroup::WORDS.iter().map(|(word, _)| *word);
            let group = { group }.find(|word| *word == row.funder_group);
            let scopes = [
                Some(Scope::Grant(&row.grant)),
                group.map(|group| Scope::Total(Some(group))),
                Some(Scope::Total(None)),
            ];
            for scope in scopes.into_iter().flatten() {
                let sides = computed.entry((row.year, scope)).or_default();
                sides[Side::of(row) as usize].add(&Amounts::of(row));
            }
        }
        let told = told(self.dossier(), declared, &mut findings);
        for ((year, scope, ..), sides) in &told {
            let none = [Amounts::default(); 2];
            let computed = computed.get(&(*year, *scope)).unwrap_or(&none);
            for side in [0, 1] {
                for column in STANDS {
                    let of = [computed[side].0[column]];
                    compare(declared, &sides[side], column, &of, &mut findings);
                }
            }
            moves(declared, sides, computed, &mut findings);
        }
        let years: BTreeSet<i16> = declared.rows.iter().map(|row| row.year).collect();
        for ((year, scope), sides) in &computed {
            let Scope::Grant(grant) = scope else { continue };
            for (side, amounts) in sides.iter().enumerate() {
                let closing = amounts.0[STANDS[1]];
                let is_told = told.get(&(*year, *scope, "", 0));
                let is_told = is_told.is_some_and(|told| !told[side].is_empty());
                if closing != 0 && !is_told && years.contains(year) {
                    findings.push(
                        Finding::new(Code::DeclaredRollForwardDiffers)
                            .subject(*grant)
                            .arg("year", *year)
                            .arg("grant", *grant)
                            .arg("column", "closing")
                            .money("stated", Money::nearest(0))
                            .money("computed", Money::nearest(closing))
                            .amount(Money::nearest(-closing)),
                    );
                }
            }
        }
        findings.sort();
        findings
    }
}

/// What rows are about, of those that are about the dossier; the others are told.
fn told<'d>(
    dossier: &'d Dossier,
    declared: &'d DeclaredRollForward,
    findings: &mut Findings,
) -> Told<'d> {
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    let mut titles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for grant in dossier.grants() {
        ids.insert(&grant.id.value);
        let title = titles.entry(grant.name()).or_default();
        title.push(&grant.id.value);
    }
    let ours = |row: &&DeclaredRow| {
        let holder = row.holder.as_deref();
        holder.is_none_or(|holder| holder == dossier.holder())
    };
    if !declared.rows.is_empty() && !declared.rows.iter().any(|row| ours(&row)) {
        let holder = declared.rows[0].holder.as_deref().unwrap_or_default();
        let finding = Finding::new(Code::UnknownValue).subject(holder);
        let finding = finding.arg("value", holder).arg("known", dossier.holder());
        findings.push(finding.at(declared.place(0, "holder")));
    }
    let mut told: Told<'d> = BTreeMap::new();
    let mut totals: BTreeMap<(i16, Scope<'_>, &str, Side), usize> = BTreeMap::new();
    for (at, row) in declared.rows.iter().enumerate() {
        if !ours(&row) {
            continue;
        }
        if !dossier.years().contains(&row.year) {
            let code = Code::OutsideBookYears;
            findings.push_with(code, || outside(dossier, declared, at));
            continue;
        }
        let scope = if row.total {
            let group = row.funder_group.map(FunderGroup::as_str);
            Scope::Total(group)
        } else if let Some(id) = ids.get(row.grant.as_str()) {
            Scope::Grant(id)
        } else {
            match titles.get(row.grant.as_str()).map(Vec::as_slice) {
                Some([id]) => Scope::Grant(id),
                Some(several) => {
                    let code = Code::UnknownValue;
                    findings.push_with(code, || several_of(several, declared, at));
                    continue;
                }
                None => {
                    let code = Code::UnknownGrant;
                    findings.push_with(code, || unknown(dossier, declared, at));
                    continue;
                }
            }
        };
        let (name, place) = if row.total {
            let name = row.grant.as_str();
            let seen = totals.entry((row.year, scope, name, row.side));
            let seen = seen.or_default();
            *seen += 1;
            (name, *seen)
        } else {
            ("", 0)
        };
        let sides = told.entry((row.year, scope, name, place)).or_default();
        sides[row.side as usize].push(at);
    }
    told
}

/// Compares what moves in a year: by side, or of both sides together. Accounts that have one row for a grant tell all of it
/// there, and on which side the rest stands is told by the closings.
fn moves(
    declared: &DeclaredRollForward,
    sides: &[Vec<usize>; 2],
    computed: &[Amounts; 2],
    findings: &mut Findings,
) {
    let [liability, receivable] = computed;
    let moving = COLUMNS.iter().enumerate();
    for (column, name) in moving.take(STANDS[1]).skip(STANDS[0] + 1) {
        let (one, other) = (liability.0[column], receivable.0[column]);
        // Other changes count with their own sign on each side.
        let both = if *name == "other" {
            [one - other, other - one]
        } else {
            [one + other; 2]
        };
        match sides {
            [rows, none] if none.is_empty() => {
                compare(declared, rows, column, &[one, both[0]], findings);
            }
            [none, rows] if none.is_empty() => {
                compare(declared, rows, column, &[other, both[1]], findings);
            }
            [first, second] => {
                let mut apart = Findings::new();
                compare(declared, first, column, &[one], &mut apart);
                compare(declared, second, column, &[other], &mut apart);
                let sign = if *name == "other" { -1 } else { 1 };
                let together = stated(declared, first, column, 1)
                    .plus(&stated(declared, second, column, sign));
                if !together.agrees(both[0]) {
                    findings.append(apart);
                }
            }
        }
    }
}

/// What rows state in a column together.
struct Stated {
    cents: i128,
    /// To how much they round, together, in cents.
    rounding: i128,
    /// The last row that states it.
    at: Option<usize>,
}

impl Stated {
    fn plus(&self, other: &Stated) -> Stated {
        Stated {
            cents: self.cents + other.cents,
            rounding: self.rounding + other.rounding,
            at: other.at.or(self.at),
        }
    }

    /// Whether it differs by no more than half the rounding.
    fn agrees(&self, computed: i128) -> bool {
        2 * (self.cents - computed).abs() <= self.rounding
    }
}

fn stated(declared: &DeclaredRollForward, rows: &[usize], column: usize, sign: i128) -> Stated {
    let mut sum = Stated {
        cents: 0,
        rounding: 0,
        at: None,
    };
    for &at in rows {
        let row = &declared.rows[at];
        if let Some(amount) = row.stated()[column] {
            sum.cents += sign * i128::from(amount.cents());
            sum.rounding += i128::from(row.rounding.cents());
            sum.at = Some(at);
        }
    }
    sum
}

/// Compares what rows state in a column with what it may be; nothing where none states it.
fn compare(
    declared: &DeclaredRollForward,
    rows: &[usize],
    column: usize,
    computed: &[i128],
    findings: &mut Findings,
) {
    let stated = stated(declared, rows, column, 1);
    let Some(at) = stated.at else {
        return;
    };
    if computed.iter().any(|computed| stated.agrees(*computed)) {
        return;
    }
    let nearest = computed.iter().min_by_key(|it| (stated.cents - **it).abs());
    let computed = nearest.copied().unwrap_or_default();
    let code = Code::DeclaredRollForwardDiffers;
    findings.push_with(code, || {
        let difference = stated.cents - computed;
        let finding = declared.about(code, at, COLUMNS[column], difference);
        finding
            .arg("column", COLUMNS[column])
            .money("stated", Money::nearest(stated.cents))
            .money("computed", Money::nearest(computed))
    });
}

fn unknown(dossier: &Dossier, declared: &DeclaredRollForward, at: usize) -> Finding {
    let name = &declared.rows[at].grant;
    let known = dossier.grants().iter().take(100);
    let known: Vec<&str> = known.map(|grant| grant.id.value.as_str()).collect();
    Finding::new(Code::UnknownGrant)
        .subject(name)
        .arg("value", name)
        .arg("known", known.join(", "))
        .at(declared.place(at, "grant"))
}

/// A title that several grants have.
fn several_of(ids: &[&str], declared: &DeclaredRollForward, at: usize) -> Finding {
    let name = &declared.rows[at].grant;
    let known: Vec<&str> = ids.iter().take(100).copied().collect();
    Finding::new(Code::UnknownValue)
        .subject(name)
        .arg("value", name)
        .arg("known", known.join(", "))
        .at(declared.place(at, "grant"))
}

fn outside(dossier: &Dossier, declared: &DeclaredRollForward, at: usize) -> Finding {
    let year = declared.rows[at].year;
    let years: Vec<String> = dossier.years().iter().map(i16::to_string).collect();
    Finding::new(Code::OutsideBookYears)
        .subject(year.to_string())
        .arg("value", year)
        .arg("years", years.join(", "))
        .at(declared.place(at, "year"))
}
