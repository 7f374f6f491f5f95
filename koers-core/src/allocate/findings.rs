//! What a person must look at in the lines of a year.

use super::Block;
use super::booked::Run;
use crate::diag::{Code, Finding};
use crate::money::{Money, Rate};
use crate::plan::PART;

impl Run<'_, '_> {
    pub(super) fn exclude(&mut self, line: usize, grant: usize, other: usize, amount: i64) {
        self.leave(line, amount, Block::Exclusive);
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

    pub(super) fn stays(&mut self, line: usize, grant: usize, amount: i64, block: Block) {
        let rule = block.as_str();
        self.on_line(Code::StaysOnOwnFunds, "grant", line, grant, amount, |it| {
            it.arg("rule", rule)
        });
    }

    /// Tells once per grant and rate what its share leaves to own funds.
    pub(super) fn own_share(&mut self) {
        for (&(grant, ppm), &amount) in &self.own_share {
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
    pub(super) fn income_left(&mut self, line: usize, grant: usize, left: i64) {
        let code = Code::IncomeOffNothing;
        self.on_line(code, "amount", line, grant, -left, |it| it);
    }

    /// Warns once per grant of VAT in its costs that the VAT compensation fund pays already.
    pub(super) fn vat_kept(&mut self) {
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
    pub(super) fn unknown_parts(&mut self) {
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

    /// Warns of a class in which credit notes exceed costs, at its first credit note.
    pub(super) fn excess_credits(&mut self) {
        for at in 0..self.classes.list.len() {
            let class = &self.classes.list[at];
            let pieces = class.pieces.iter().map(|&at| &self.pieces[at]);
            let costs = pieces.filter(|piece| piece.kind.is_none());
            let mut credits = costs.clone().filter(|piece| piece.left < 0);
            // With a bucket all was netted, so what is left below zero is the excess; without one nothing was.
            let left: i64 = if class.candidates.is_empty() {
                costs.map(|piece| piece.left).sum()
            } else {
                credits.clone().map(|piece| piece.left).sum()
            };
            if let Some(first) = credits.next().filter(|_| left < 0) {
                let (line, grant) = (first.line, first.grant);
                let code = Code::CreditsExceedCosts;
                self.on_line(code, "amount", line, grant, -left, |it| it);
            }
        }
    }

    /// Warns when a period crosses an edge of a window or a change of rules: it counts as its last day.
    pub(super) fn straddle(&mut self, line: usize, grant: usize, amount: i64) {
        let period = self.dossier().lines().period(line);
        if period.first() == period.last() || amount == 0 {
            return;
        }
        let (window, versions) = self.classes.crossed(grant, period);
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
