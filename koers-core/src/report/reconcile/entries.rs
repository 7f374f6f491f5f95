//! What the text says, block by block.

use std::collections::BTreeMap;

use super::{About, Amounts, Block, Counts, Words, amount_of, told};
use crate::diag::{Code, Finding, Lang};
use crate::money::Money;
use crate::reconcile::{Confirmed, Figure, FigureMeasure, Funding, Reconciliation, Scope, Step};
use crate::settle::Settlement;

pub(super) fn blocks(
    settlement: &Settlement,
    found: &Reconciliation,
    words: &dyn Words,
    amounts: &Amounts,
    lang: Lang,
) -> Vec<Block> {
    let writer = Writer {
        settlement,
        found,
        words,
        amounts,
    };
    let dossier = settlement.dossier();
    let title = format!(
        "{} – {} ({})",
        words.title(),
        dossier.title(),
        dossier.holder()
    );
    let figures = found.figures();
    let compared = figures.iter().filter(|figure| figure.computed().is_some());
    let different = figures.iter().filter(|figure| differs(figure));
    let (compared, different) = (compared.count(), different.count());
    let gaps: Vec<Block> = figures
        .iter()
        .filter(|figure| differs(figure) && !writer.is_told_elsewhere(figure))
        .map(|figure| writer.entry(figure))
        .collect();
    let counts = words.counts(&Counts {
        all: figures.len(),
        agree: compared - different,
        differ: different,
        elsewhere: different - gaps.len(),
        apart: figures.len() - compared,
    });
    let mut blocks = vec![Block::Title(title), Block::Paragraph(counts)];
    section(&mut blocks, words.differences(), gaps);
    let sums = figures.iter().filter_map(|figure| writer.sum(figure));
    section(
        &mut blocks,
        words.sums(),
        sums.map(Block::Paragraph).collect(),
    );
    // Figures that differ stand above, each with its bridge or its sum.
    let told_above = |finding: &&Finding| match finding.code() {
        Code::DeclaredFigureDiffers | Code::DeclaredSumDiffers => true,
        Code::DocumentsDiffer => figures
            .iter()
            .any(|it| it.declared.key == finding.about() && it.wrong_sum().is_some()),
        _ => false,
    };
    let findings = found.findings().iter();
    let findings = findings.filter(|finding| !told_above(finding));
    let findings: Vec<String> = findings.map(|finding| told(finding, lang)).collect();
    let findings = (!findings.is_empty()).then_some(Block::Findings(findings));
    section(
        &mut blocks,
        words.attention(),
        findings.into_iter().collect(),
    );
    section(&mut blocks, words.left(), writer.grants());
    section(&mut blocks, words.unconfirmed(), writer.unconfirmed());
    section(&mut blocks, words.funding(), writer.funding());
    section(&mut blocks, words.possible(), writer.possible());
    if blocks.len() == 2 {
        blocks.push(Block::Paragraph(words.nothing().to_owned()));
    }
    blocks
}

/// Whether the settlement has another amount.
fn differs(figure: &Figure) -> bool {
    figure.difference().is_some_and(|it| !it.is_zero())
}

/// How many steps of a bridge, and keys or lines in one sentence, are shown.
const SHOWN: usize = 50;

/// The first of these, with a sign where there are more.
fn first(texts: &[String]) -> String {
    let shown = texts[..texts.len().min(SHOWN)].join(", ");
    if texts.len() > SHOWN {
        shown + ", …"
    } else {
        shown
    }
}

/// Adds blocks under a heading; nothing where there are none.
fn section(blocks: &mut Vec<Block>, heading: &str, of_section: Vec<Block>) {
    if !of_section.is_empty() {
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.extend(of_section);
    }
}

struct Writer<'w> {
    settlement: &'w Settlement,
    found: &'w Reconciliation,
    words: &'w dyn Words,
    amounts: &'w Amounts,
}

impl Writer<'_> {
    /// Whether a figure differs by nothing else than what another figure brings into it, which is told there.
    fn is_told_elsewhere(&self, figure: &Figure) -> bool {
        let source = |key: &String| {
            let mut figures = self.found.figures().iter();
            figures.any(|it| it.declared.key == *key && differs(it))
        };
        figure.bridge.is_empty()
            && figure.from.len() == 1
            && figure
                .from
                .iter()
                .all(|key| figure.same_as.contains(key) && source(key))
    }

    fn entry(&self, figure: &Figure) -> Block {
        let (words, rest) = (self.words, figure.unexplained());
        let show = |amount: Money| amount_of(figure, amount, self.amounts);
        let mut lines = vec![(words.declared().to_owned(), show(figure.amount()))];
        let opposite = |amount: Money| Money::of(-amount.cents());
        if !rest.is_zero() {
            lines.push((
                words.unexplained().to_owned(),
                self.signed(opposite(rest), figure),
            ));
        }
        for step in figure.bridge.iter().take(SHOWN) {
            lines.push((self.step(step), self.signed(step.amount(), figure)));
        }
        let more = figure.bridge.iter().skip(SHOWN);
        let count = more.clone().count();
        let sum: i128 = more.map(|step| i128::from(step.amount().cents())).sum();
        if count > 0 {
            lines.push((
                words.more_steps(count),
                self.signed(Money::nearest(sum), figure),
            ));
        }
        if let Some(computed) = figure.computed() {
            lines.push((words.computed().to_owned(), show(computed)));
        }
        let mut after = Vec::new();
        if !rest.is_zero() {
            let size = Money::of(rest.cents().abs());
            let places = |keys: &[String]| -> Vec<String> {
                keys.iter().map(|key| self.place(key)).collect()
            };
            if figure.from.is_empty() {
                after.push(words.no_explanation(&show(size)));
            } else {
                after.push(words.comes_from(&places(&figure.from)));
            }
            let others = figure
                .same_as
                .iter()
                .filter(|key| !figure.from.contains(key));
            let others: Vec<String> = others.cloned().collect();
            if !others.is_empty() && figure.from.is_empty() {
                after.push(words.same_elsewhere(&places(&others)));
            }
        }
        Block::Entry {
            title: self.title(figure),
            lines,
            after,
        }
    }

    fn signed(&self, amount: Money, figure: &Figure) -> String {
        let text = amount_of(figure, Money::of(amount.cents().abs()), self.amounts);
        let sign = if amount.is_negative() { '-' } else { '+' };
        format!("{sign} {text}")
    }

    /// A figure by its key and where it is written.
    fn place(&self, key: &str) -> String {
        let mut figures = self.found.figures().iter();
        let figure = figures.find(|figure| figure.declared.key == key);
        match figure.and_then(|figure| figure.declared.source.as_deref()) {
            Some(source) => format!("{key} ({source})"),
            None => key.to_owned(),
        }
    }

    fn title(&self, figure: &Figure) -> String {
        let place = self.place(&figure.declared.key);
        let (Some(scope), Some(measure)) = (&figure.declared.scope, figure.declared.measure) else {
            return place;
        };
        let (measure, scope) = (self.words.measure(measure), self.scope(scope));
        format!("{place}: {measure}, {scope}")
    }

    fn scope(&self, scope: &Scope) -> String {
        let words = self.words;
        let mut parts: Vec<String> = Vec::new();
        if scope.unbudgeted {
            parts.push(words.unbudgeted().to_owned());
        }
        parts.extend(scope.grant.as_deref().map(|id| self.grant(id)));
        parts.extend(scope.tranche.as_deref().map(|id| words.tranche(id)));
        parts.extend(scope.part.clone());
        parts.extend(scope.tranche_year.map(|year| words.tranches_of(year)));
        parts.extend(scope.line.as_deref().map(|line| words.line(line)));
        parts.extend(scope.dimensions.iter().map(|(_, value)| value.clone()));
        parts.extend(scope.year.map(|year| year.to_string()));
        if parts.is_empty() {
            words.everything().to_owned()
        } else {
            parts.join(", ")
        }
    }

    fn grant(&self, id: &str) -> String {
        let grants = self.settlement.dossier().grants();
        let grant = grants.iter().find(|grant| grant.id.value == id);
        grant.map_or(id, |grant| grant.name()).to_owned()
    }

    fn step(&self, step: &Step) -> String {
        let dossier = self.settlement.dossier();
        let values = step.lines.iter().map(|(_, value)| value.clone());
        let values: Vec<String> = values.collect();
        let lines = match step.line {
            Some(row) => Some(self.words.line(&dossier.lines().id(row))),
            None => (!values.is_empty()).then(|| values.join(", ")),
        };
        let grant = step.grant.map(|at| dossier.grants()[at].name());
        let about = About {
            lines: lines.as_deref(),
            grant,
            tranche: step.tranche.as_deref(),
        };
        self.words.cause(step.cause, &about)
    }

    fn sum(&self, figure: &Figure) -> Option<String> {
        let sum = figure.wrong_sum()?;
        let stated = i128::from(figure.amount().cents());
        let difference = Money::nearest(stated - i128::from(sum.cents()));
        let show = |amount: Money| amount_of(figure, amount, self.amounts);
        Some(self.words.sum(
            &self.place(&figure.declared.key),
            &show(figure.amount()),
            &show(sum),
            &self.signed(difference, figure),
        ))
    }

    /// Money that was never budgeted, by grant, where a figure is about it.
    fn grants(&self) -> Vec<Block> {
        let figures = self.found.figures().iter();
        let asked = { figures }.any(|figure| {
            let unbudgeted = figure.declared.measure == Some(FigureMeasure::Unbudgeted);
            unbudgeted && figure.difference().is_some_and(|it| !it.is_zero())
                || figure
                    .bridge
                    .iter()
                    .any(|step| step.cause == crate::reconcile::Cause::NeverBudgeted)
        });
        if !asked {
            return Vec::new();
        }
        let first = self.found.grants().first().map(|row| row.year);
        let years = self
            .found
            .grants()
            .iter()
            .any(|row| Some(row.year) != first);
        let rows = self.found.grants().iter().map(|row| {
            let show = |amount| self.amounts.show(amount);
            let mut grant = self.grant(&row.grant);
            if years {
                grant = format!("{grant} {}", row.year);
            }
            let text = self
                .words
                .left_of(&grant, &show(row.underspent), &show(row.unbudgeted));
            (text, show(row.left))
        });
        vec![Block::List(rows.collect())]
    }

    fn unconfirmed(&self) -> Vec<Block> {
        let mut groups: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
        for row in self.found.unconfirmed() {
            let place = Confirmed::WORDS
                .iter()
                .position(|(word, _)| *word == row.confirmed);
            let place = place.unwrap_or_default();
            let with = match Confirmed::WORDS[place].1 {
                Confirmed::TogetherOnly => {
                    let mut all: Vec<&str> =
                        row.others.iter().flat_map(|it| it.split(", ")).collect();
                    all.push(&row.key);
                    all.sort_unstable();
                    all.join(", ")
                }
                Confirmed::Nowhere | Confirmed::Once => row.others.clone().unwrap_or_default(),
            };
            let own = row.others.as_deref() == Some(row.key.as_str());
            let name = if own {
                row.key.clone()
            } else {
                self.place(&row.key)
            };
            groups.entry((place, with)).or_default().push(name);
        }
        let texts = groups.into_iter().map(|((place, with), keys)| {
            let how = Confirmed::WORDS[place].1;
            let with = match how {
                Confirmed::Once => self.place(&with),
                Confirmed::Nowhere | Confirmed::TogetherOnly => with,
            };
            self.words.confirmed(how, &first(&keys), &with)
        });
        texts.map(Block::Paragraph).collect()
    }

    fn funding(&self) -> Vec<Block> {
        let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for row in self.found.funding() {
            let place = Funding::WORDS
                .iter()
                .position(|(word, _)| *word == row.result);
            let with = match row.grant {
                Some(grant) if row.basis == "assumed" => {
                    format!(" ({grant}, {})", self.amounts.show(row.budget))
                }
                _ => String::new(),
            };
            let name = format!("{}{with}", row.line);
            groups
                .entry(place.unwrap_or_default())
                .or_default()
                .push(name);
        }
        let texts = groups.into_iter().map(|(place, lines)| {
            let result = Funding::WORDS[place].1;
            self.words.funded(result, lines.len(), &first(&lines))
        });
        texts.map(Block::Paragraph).collect()
    }

    fn possible(&self) -> Vec<Block> {
        let mut by_rest: Vec<(Money, Vec<String>)> = Vec::new();
        for row in self.found.possible() {
            let show = |amount: Money| self.amounts.show(Money::of(amount.cents().abs()));
            let mut terms = format!("{} ({})", show(row.first_amount), row.first);
            if let (Some(name), Some(amount)) = (row.second, row.second_amount) {
                let sign = if amount.is_negative() { '-' } else { '+' };
                terms = format!("{terms} {sign} {} ({name})", show(amount));
            }
            match by_rest.last_mut() {
                Some((rest, all)) if *rest == row.rest => all.push(terms),
                _ => by_rest.push((row.rest, vec![terms])),
            }
        }
        let texts = by_rest.iter().map(|(rest, terms)| {
            let rest = self.amounts.show(*rest);
            self.words.possibly(&rest, &terms.join("; "))
        });
        texts.map(Block::Paragraph).collect()
    }
}
