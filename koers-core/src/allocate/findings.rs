//! What a person must look at in the lines of a year.

use super::Block;
use super::booked::Run;
use crate::diag::{Code, Finding};
use crate::money::{Money, Rate};

impl Run<'_, '_> {
    pub(super) fn exclude(&mut self, line: usize, grant: usize, other: usize, amount: i64) {
        let (lines, grants) = (self.dossier().lines(), self.dossier().grants());
        self.leave(line, amount, Block::Exclusive);
        self.findings.push(
            Finding::new(Code::PaidByExclusiveGrant)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", grants[grant].name())
                .arg("other", grants[other].name())
                .amount(Money::of(amount))
                .at(lines.place(line, "grant")),
        );
    }

    pub(super) fn stays(&mut self, line: usize, grant: usize, amount: i64, block: Block) {
        let lines = self.dossier().lines();
        self.findings.push(
            Finding::new(Code::StaysOnOwnFunds)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", self.dossier().grants()[grant].name())
                .arg("rule", block.as_str())
                .amount(Money::of(amount))
                .at(lines.place(line, "grant")),
        );
    }

    /// Tells once per grant and rate what its share leaves to own funds.
    pub(super) fn own_share(&mut self) {
        for (&(grant, ppm), &amount) in &self.own_share {
            let Some(rate) = Rate::from_ppm(ppm) else {
                continue;
            };
            let grant = &self.plan.dossier().grants()[grant];
            self.findings.push(
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
        let lines = self.dossier().lines();
        self.findings.push(
            Finding::new(Code::IncomeOffNothing)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", self.dossier().grants()[grant].name())
                .amount(Money::of(-left))
                .at(lines.place(line, "amount")),
        );
    }

    /// Warns once per grant of VAT in its costs that the VAT compensation fund pays already.
    pub(super) fn vat_kept(&mut self) {
        for (&grant, &amount) in self.vat_kept.iter().filter(|(_, amount)| **amount > 0) {
            let grant = &self.plan.dossier().grants()[grant];
            self.findings.push(
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
            let scheme = self.plan.dossier().scheme_of(grant);
            let known: Vec<&str> = scheme.parts.iter().map(|part| part.id.as_str()).collect();
            self.findings.push(
                Finding::new(Code::LineOfUnknownPart)
                    .subject(lines.id(line))
                    .arg("line", lines.id(line))
                    .arg("grant", self.plan.dossier().grants()[grant].name())
                    .arg("value", part)
                    .arg("known", known.join(", "))
                    .at(lines.place(line, "part")),
            );
        }
    }

    /// Warns of a class in which credit notes exceed costs, at its first credit note.
    pub(super) fn excess_credits(&mut self) {
        let lines = self.dossier().lines();
        for class in &self.classes.list {
            let costs = class.pieces.iter().map(|&at| &self.pieces[at]);
            let mut credits = costs.filter(|piece| piece.kind.is_none() && piece.left < 0);
            // Without a bucket nothing is netted, so what is left says nothing of an excess.
            let excess: i64 = if class.candidates.is_empty() {
                let of = class.pieces.iter().map(|&at| &self.pieces[at]);
                let of = of.filter(|piece| piece.kind.is_none());
                -of.map(|piece| piece.left).sum::<i64>()
            } else {
                let of = class.pieces.iter().map(|&at| &self.pieces[at]);
                let of = of.filter(|piece| piece.kind.is_none() && piece.left < 0);
                -of.map(|piece| piece.left).sum::<i64>()
            };
            let Some(first) = credits.next().filter(|_| excess > 0) else {
                continue;
            };
            self.findings.push(
                Finding::new(Code::CreditsExceedCosts)
                    .subject(lines.id(first.line))
                    .arg("line", lines.id(first.line))
                    .arg("grant", self.dossier().grants()[first.grant].name())
                    .amount(Money::of(excess))
                    .at(lines.place(first.line, "amount")),
            );
        }
    }

    /// Warns when a period crosses an edge of a window or a change of rules: it counts as its last day.
    pub(super) fn straddle(&mut self, line: usize, grant: usize, amount: i64) {
        let lines = self.dossier().lines();
        let period = lines.period(line);
        if period.first() == period.last() || amount == 0 {
            return;
        }
        let (window, versions) = self.classes.crossed(grant, period);
        let codes = [
            (window, Code::PeriodStraddlesWindow),
            (versions, Code::PeriodStraddlesVersions),
        ];
        for (_, code) in codes.into_iter().filter(|(crossed, _)| *crossed) {
            self.findings.push(
                Finding::new(code)
                    .subject(lines.id(line))
                    .arg("line", lines.id(line))
                    .arg("grant", self.dossier().grants()[grant].name())
                    .date("date", period.last())
                    .amount(Money::of(amount))
                    .at(lines.place(line, "period")),
            );
        }
    }
}
