//! What a person must look at in the lines of a year.

use std::collections::BTreeMap;

use super::by_cell::{Part, Rows};
use super::run::{By, Run, Why};
use super::step::StepRun;
use super::{Block, Solved};
use crate::calendar::Date;
use crate::diag::{Code, Finding};
use crate::money::{Money, Rate};
use crate::plan::{PART, place};

/// One line of so many, at most, is put in order by itself: to put all in order takes longer.
const FEW: usize = 8;

impl Run<'_, '_> {
    /// Tells of what is open at the end, and of what the lines of the year show.
    pub(super) fn tell(&mut self, open: &[(usize, Why)]) {
        // By grant and rate what a share leaves to own funds.
        let mut shares: BTreeMap<(usize, u32), i64> = BTreeMap::new();
        for &(at, why) in open {
            let (line, is_cost) = (self.pieces[at].line, self.pieces[at].kind.is_none());
            let Some(grant) = why.grant else {
                continue;
            };
            match (why.block, why.by) {
                (Block::Share, Some(By::Rate(ppm))) => {
                    *shares.entry((grant, ppm)).or_default() += why.amount;
                }
                (Block::Exclusive, Some(By::Grant(other))) => {
                    self.excluded(line, grant, other, why.amount);
                }
                _ if !is_cost => self.income_left(line, grant, why.amount),
                (_, Some(By::There(block))) => self.stays(line, grant, why.amount, block),
                _ if why.amount > 0 => self.stays(line, grant, why.amount, why.block),
                _ => {}
            }
        }
        self.own_share(&shares);
        self.excess_credits();
        self.vat_kept();
        self.unknown_parts();
    }

    /// As [`Run::tell`], where pieces are sums of lines: what each line shows is told of each.
    pub(super) fn tell_of_rows(&mut self, rows: &Rows, open: &[(usize, Why)]) {
        let lines = self.dossier().lines();
        let mut told: Vec<Option<(usize, Block)>> = vec![None; self.pieces.len()];
        for &(at, why) in open {
            let block = match why.by {
                Some(By::There(block)) => block,
                _ if why.amount > 0 => why.block,
                _ => continue,
            };
            told[at] = why.grant.map(|grant| (grant, block));
        }
        let excess = std::mem::take(&mut self.excess);
        let mut taken: Vec<bool> = told.iter().map(Option::is_some).collect();
        for &at in excess.keys() {
            taken[at] = true;
        }
        // By piece the first line of which something is open.
        let mut first: BTreeMap<usize, usize> = BTreeMap::new();
        if taken.contains(&true) {
            let pieces = self.pieces.iter().zip(&taken);
            let pieces = pieces.filter(|(_, taken)| **taken);
            let many = pieces.map(|(piece, _)| place(piece.lines)).sum::<usize>();
            let many = many > lines.len() / FEW;
            let plan = self.plan;
            let rows_in: Box<dyn Iterator<Item = usize>> = if many {
                // The order of all lines, which tables will ask for too.
                let is_taken = |row: &usize| rows.piece_of(lines, *row).is_some_and(|at| taken[at]);
                Box::new(plan.lines_of(self.year.year).filter(is_taken))
            } else {
                let end = self.year.end;
                let first = Date::first_of_year(self.year.year).unwrap_or(end);
                let days = first.epoch_days()..=end.epoch_days();
                let found = rows.rows_in(lines, &taken, &days).into_iter();
                let mut found: Vec<(i32, usize)> = found.map(|row| (lines.day(row), row)).collect();
                found.sort_unstable_by(|a, b| {
                    let days = a.0.cmp(&b.0);
                    days.then_with(|| lines.order_of_ids(a.1, b.1))
                });
                Box::new(found.into_iter().map(|(_, row)| row))
            };
            for part in rows.parts(lines, rows_in) {
                if let Part::Open(open) = part
                    && let Some(piece) = rows.piece_of(lines, open.line)
                {
                    first.entry(piece).or_insert(open.line);
                    if let Some((grant, block)) = told[piece] {
                        self.stays(open.line, grant, open.amount, block);
                    }
                }
            }
        }
        for (at, amount) in excess {
            if let (Some(&line), Some(grant)) = (first.get(&at), self.pieces[at].grant) {
                let code = Code::CreditsExceedCosts;
                self.on_line(code, "amount", line, grant, amount, |it| it);
            }
        }
        self.unknown_parts();
    }

    /// Tells what a step `least-refund` could not keep in the flow, and what that matters at most.
    pub(super) fn outside_flow(&mut self, solved: &Solved) {
        let causes = solved.left_out_names(self.plan);
        if causes.is_empty() {
            return;
        }
        self.noted.findings.push(
            Finding::new(Code::OutsideFlow)
                .subject(self.dossier().id())
                .arg("year", self.year.year)
                .arg("causes", causes.join(", "))
                .amount(Money::of(solved.gap.max(0))),
        );
    }

    /// Tells that a step `least-refund` had too many ways to solve it with all that it looks at.
    pub(super) fn too_many(&mut self, code: Code, step: &StepRun<'_>, pairs: usize) {
        self.noted.findings.push(
            Finding::new(code)
                .subject(self.dossier().id())
                .arg("year", self.year.year)
                .arg("step", step.number())
                .arg("count", pairs)
                .arg("most", self.plan.most_pairs()),
        );
    }

    fn excluded(&mut self, line: usize, grant: usize, other: usize, amount: i64) {
        let other = self.dossier().grants()[other].name();
        self.on_line(
            Code::PaidByExclusiveGrant,
            "grant",
            line,
            grant,
            amount,
            |it| it.arg("other", other),
        );
    }

    fn stays(&mut self, line: usize, grant: usize, amount: i64, block: Block) {
        let rule = block.as_str();
        self.on_line(Code::StaysOnOwnFunds, "grant", line, grant, amount, |it| {
            it.arg("rule", rule)
        });
    }

    /// Tells once per grant and rate what its share leaves to own funds.
    fn own_share(&mut self, shares: &BTreeMap<(usize, u32), i64>) {
        for (&(grant, ppm), &amount) in shares {
            let Some(rate) = Rate::from_ppm(ppm) else {
                continue;
            };
            let grant = &self.plan.dossier().grants()[grant];
            self.noted.findings.push(
                Finding::new(Code::ShareOnOwnFunds)
                    .subject(&grant.id.value)
                    .arg("year", self.year.year)
                    .arg("grant", grant.name())
                    .rate("share", rate)
                    .amount(Money::of(amount))
                    .at(grant.place.clone()),
            );
        }
    }

    /// Warns of income that the scheme takes off and that comes off no cost.
    fn income_left(&mut self, line: usize, grant: usize, left: i64) {
        let code = Code::IncomeOffNothing;
        self.on_line(code, "amount", line, grant, -left, |it| it);
    }

    /// Warns once per grant of VAT in its costs that the VAT compensation fund pays already.
    fn vat_kept(&mut self) {
        for (&grant, &amount) in self.vat_kept.iter().filter(|(_, amount)| **amount > 0) {
            let grant = &self.plan.dossier().grants()[grant];
            self.noted.findings.push(
                Finding::new(Code::VatNotDeducted)
                    .subject(&grant.id.value)
                    .arg("year", self.year.year)
                    .arg("grant", grant.name())
                    .amount(Money::of(amount))
                    .at(grant.scheme.place.clone()),
            );
        }
    }

    /// Warns once of each part that a line names and the scheme of its grant doesn't have.
    fn unknown_parts(&mut self) {
        let lines = self.dossier().lines();
        for (&(grant, part), &line) in &self.unknown_parts {
            let dossier = self.plan.dossier();
            let parts = dossier.scheme_of(grant).parts.iter();
            let code = Code::LineOfUnknownPart;
            self.noted.findings.push_with(code, || {
                let known: Vec<&str> = parts.map(|part| part.id.as_str()).collect();
                Finding::new(code)
                    .subject(lines.id(line))
                    .arg("line", lines.id(line))
                    .arg("grant", dossier.grants()[grant].name())
                    .arg("value", part)
                    .arg("known", known.join(", "))
                    .at(lines.place(line, PART))
            });
        }
    }

    /// Warns of classes in which credit notes exceed costs, at their first credit note.
    fn excess_credits(&mut self) {
        let excess = std::mem::take(&mut self.excess);
        for (at, amount) in excess {
            let (line, grant) = (self.pieces[at].line, self.pieces[at].grant);
            if let Some(grant) = grant {
                let code = Code::CreditsExceedCosts;
                self.on_line(code, "amount", line, grant, amount, |it| it);
            }
        }
    }

    /// Warns when a period crosses an edge of a window or a change of rules: it counts as its last day.
    pub(super) fn straddle(&mut self, line: usize, grant: usize, amount: i64) {
        let period = self.dossier().lines().period(line);
        if period.first() == period.last() || amount == 0 {
            return;
        }
        let (window, versions) = self.ways.crossed(grant, period);
        let codes = [
            (window, Code::PeriodStraddlesWindow),
            (versions, Code::PeriodStraddlesVersions),
        ];
        for (_, code) in codes.into_iter().filter(|(crossed, _)| *crossed) {
            self.on_line(code, "period", line, grant, amount, |it| {
                it.date("date", period.last())
            });
        }
    }

    /// A finding on a line that is booked on a grant, at a column of it; `more` adds what else the texts need.
    fn on_line(
        &mut self,
        code: Code,
        column: &str,
        line: usize,
        grant: usize,
        amount: i64,
        more: impl FnOnce(Finding) -> Finding,
    ) {
        let dossier = self.dossier();
        let lines = dossier.lines();
        self.noted.findings.push_with(code, || {
            let finding = Finding::new(code)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", dossier.grants()[grant].name())
                .amount(Money::of(amount))
                .at(lines.place(line, column));
            more(finding)
        });
    }
}
