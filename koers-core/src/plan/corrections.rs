//! Corrections that name their line (`corrects`): what is left of the line after its notes, and of each note after its line.
//!
//! Amounts are those written in the lines, in cents: of income and contributions what came in.

use std::collections::BTreeMap;

use crate::diag::{Code, Finding, Findings};
use crate::dossier::Lines;
use crate::money::{Money, apportion};

/// An amount with the compensable VAT in it, in cents.
type Cents = (i64, i64);

/// The lines that are corrected, and the notes that correct them. Empty where no line names another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Corrections {
    /// By row of a corrected line.
    lines: BTreeMap<usize, Corrected>,
    /// By row of a note whose line is in the dossier.
    notes: BTreeMap<usize, Note>,
}

/// A line that is corrected.
#[derive(Clone, Debug)]
struct Corrected {
    /// The rows of its notes, by date and id.
    notes: Vec<usize>,
    /// What is left after them.
    net: Cents,
}

/// A note on a line.
#[derive(Clone, Debug)]
struct Note {
    /// The row of the line.
    line: usize,
    /// What of it comes off the line.
    used: Cents,
    /// What the line is too small for.
    rest: Cents,
}

impl Corrections {
    /// Sets the notes of each line off against it, the earliest first.
    /// A note of a later year leaves a line of a closed year as it is: it counts by itself.
    pub(crate) fn new(lines: &Lines, closed: &[i16]) -> Corrections {
        let mut corrections = Corrections::default();
        if !lines.have_corrections() {
            return corrections;
        }
        let mut notes_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for note in 0..lines.len() {
            let line = lines.corrects(note).and_then(|id| lines.find(id));
            let year = |row: usize| lines.period(row).last().year();
            let open = |line: &usize| year(*line) == year(note) || !closed.contains(&year(*line));
            if let Some(line) = line.filter(open) {
                notes_of.entry(line).or_default().push(note);
            }
        }
        for (line, mut notes) in notes_of {
            notes.sort_by(|&a, &b| lines.order(a, b));
            let net = corrections.set_off(lines, line, &notes);
            corrections.lines.insert(line, Corrected { notes, net });
        }
        corrections
    }

    /// Takes the notes off their line; what is left of it.
    fn set_off(&mut self, lines: &Lines, line: usize, notes: &[usize]) -> Cents {
        let cents = |row: usize| {
            let vat = lines.vat_compensable(row);
            (lines.amount(row).cents(), vat.cents())
        };
        let (mut left, mut vat) = cents(line);
        for &note in notes {
            let (amount, note_vat) = cents(note);
            // A checked note has the other sign, or is zero.
            let size = left.abs().min(amount.abs());
            let used = if amount < 0 { -size } else { size };
            let rest = amount - used;
            let used_vat = apportion(note_vat, &[used.unsigned_abs(), rest.unsigned_abs()])
                .and_then(|parts| parts.first().copied())
                .unwrap_or(0);
            left += used;
            vat += used_vat;
            self.notes.insert(
                note,
                Note {
                    line,
                    used: (used, used_vat),
                    rest: (rest, note_vat - used_vat),
                },
            );
        }
        // Notes may hold more VAT than the line, or other VAT: what is left is never more than the amount itself.
        (left, vat.clamp(left.min(0), left.max(0)))
    }

    /// Whether no line corrects another.
    pub(crate) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// What is left of a corrected line, and of the VAT in it: between zero and the line.
    pub(crate) fn net(&self, row: usize) -> Option<Cents> {
        self.lines.get(&row).map(|line| line.net)
    }

    /// The notes on a line, by date and id.
    pub(crate) fn notes(&self, row: usize) -> &[usize] {
        self.lines.get(&row).map_or(&[], |line| &line.notes)
    }

    /// The line that a note is set off against.
    pub(crate) fn line_of(&self, note: usize) -> Option<usize> {
        self.notes.get(&note).map(|note| note.line)
    }

    /// What of a note comes off its line, and of its VAT; zero of a line that is no note.
    pub(crate) fn used(&self, note: usize) -> Cents {
        self.notes.get(&note).map_or((0, 0), |note| note.used)
    }

    /// What of a note its line is too small for, and of its VAT: zero where all of it came off. None of a line that is no note.
    pub(crate) fn rest(&self, note: usize) -> Option<Cents> {
        self.notes.get(&note).map(|note| note.rest)
    }

    /// Reports notes on lines that aren't there, notes that exceed their line, and those that change another year.
    pub(super) fn report(&self, lines: &Lines, findings: &mut Findings) {
        if !lines.have_corrections() {
            return;
        }
        for row in 0..lines.len() {
            let Some(corrected) = lines.corrects(row) else {
                continue;
            };
            let mut warn = |code, amount: i64, column, year: Option<i16>| {
                findings.push_with(code, || {
                    let finding = Finding::new(code)
                        .subject(lines.id(row))
                        .arg("line", lines.id(row))
                        .arg("value", corrected)
                        .amount(Money::of(amount.abs()))
                        .at(lines.place(row, column));
                    match year {
                        Some(year) => finding.arg("year", year),
                        None => finding,
                    }
                });
            };
            let Some(note) = self.notes.get(&row) else {
                let amount = lines.amount(row).cents();
                match lines
                    .find(corrected)
                    .map(|line| lines.period(line).last().year())
                {
                    Some(year) => warn(Code::CreditOfClosedYear, amount, "corrects", Some(year)),
                    None => warn(Code::CorrectsUnknownLine, amount, "corrects", None),
                }
                continue;
            };
            if note.rest.0 != 0 {
                warn(Code::CreditAboveLine, note.rest.0, "amount", None);
            }
            let year = |row: usize| lines.period(row).last().year();
            if note.used.0 != 0 && year(row) != year(note.line) {
                let year = Some(year(note.line));
                warn(Code::CreditRestatesYear, note.used.0, "corrects", year);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Period;
    use crate::dossier::{CostLine, Dossier, DossierBuilder};
    use crate::plan::Plan;
    use crate::scheme::Schemes;

    /// A line: id, date, amount, VAT, what it corrects.
    type Row = (
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
    );

    fn line((id, date, amount, vat, corrects): Row) -> CostLine {
        let period = Period::parse(date).expect("a period");
        let line = CostLine::new(id, period, Money::parse(amount).expect("an amount"))
            .vat_compensable(Money::parse(vat).expect("an amount"));
        match corrects {
            "" => line,
            corrected => line.corrects(corrected),
        }
    }

    fn dossier(rows: &[Row]) -> Dossier {
        let mut builder = DossierBuilder::new("d", "SamenTwente", vec![2024, 2025]);
        builder.add_lines(rows.iter().copied().map(line));
        builder.build(&Schemes::empty()).expect("sound")
    }

    /// Net of the first line; used and rest of each other line; codes with amounts in euros.
    type Worked = (Option<Cents>, Vec<(Cents, Option<Cents>)>, Vec<String>);

    fn work_out(rows: &[Row]) -> Worked {
        let plan = Plan::new(dossier(rows)).expect("nothing to refuse");
        let corrections = plan.corrections();
        let notes = (1..rows.len()).map(|row| (corrections.used(row), corrections.rest(row)));
        let findings = plan.findings().iter().map(|finding| {
            let amount = finding.at_stake().expect("an amount");
            format!("{} {} {amount}", finding.code(), finding.about())
        });
        (corrections.net(0), notes.collect(), findings.collect())
    }

    #[test]
    fn without_corrections_there_is_nothing() {
        let dossier = dossier(&[("L", "2024", "10", "0", ""), ("N", "2024", "-4", "0", "")]);
        let corrections = Corrections::new(dossier.lines(), &[]);
        assert!(corrections.is_empty());
        assert_eq!((corrections.net(0), corrections.rest(1)), (None, None));
        assert_eq!(corrections.used(1), (0, 0));
        assert_eq!(corrections.notes(0), &[] as &[usize]);
        assert_eq!(corrections.line_of(1), None);
    }

    #[test]
    fn several_notes_by_date_and_id_each_up_to_what_is_left() {
        let rows = [
            ("L", "2024-03-01", "100", "0", ""),
            ("N4", "2024-06-01", "-50", "0", "L"),
            ("N3", "2024-05-01", "-40", "0", "L"),
            ("N2", "2024-05-01", "-30", "0", "L"),
            ("N5", "2024", "-5", "0", "L"),
        ];
        let (net, notes, findings) = work_out(&rows);
        assert_eq!(net, Some((0, 0)));
        assert_eq!(
            notes,
            [
                ((-30_00, 0), Some((-20_00, 0))),
                ((-40_00, 0), Some((0, 0))),
                ((-30_00, 0), Some((0, 0))),
                ((0, 0), Some((-5_00, 0))),
            ]
        );
        assert_eq!(findings, ["K0422 N4 20.00", "K0422 N5 5.00"]);
        let corrections = Corrections::new(dossier(&rows).lines(), &[]);
        assert_eq!(corrections.notes(0), [3, 2, 1, 4]);
        assert_eq!(corrections.line_of(4), Some(0));
    }

    #[test]
    fn vat_is_divided_over_what_is_used_and_the_rest() {
        let (net, notes, findings) = work_out(&[
            ("L", "2024", "121", "21", ""),
            ("N1", "2024", "-60.50", "-10.50", "L"),
            ("N2", "2024", "-100", "-10.01", "L"),
        ]);
        assert_eq!(net, Some((0, 0)));
        // 10.01 of 100, of which 60.50 is used: 6.056 and 3.954.
        assert_eq!(notes[0], ((-60_50, -10_50), Some((0, 0))));
        assert_eq!(notes[1], ((-60_50, -6_06), Some((-39_50, -3_95))));
        assert_eq!(findings, ["K0422 N2 39.50"]);
    }

    #[test]
    fn vat_that_is_left_stays_between_zero_and_the_line() {
        let net = |vat: &'static str, note: &'static str, note_vat: &'static str| {
            let rows = [
                ("L", "2024", "100", vat, ""),
                ("N", "2024", note, note_vat, "L"),
            ];
            work_out(&rows).0
        };
        assert_eq!(net("21", "-50", "0"), Some((50_00, 21_00)));
        assert_eq!(net("21", "-90", "0"), Some((10_00, 10_00)));
        assert_eq!(net("5", "-50", "-10"), Some((50_00, 0)));
        assert_eq!(net("0", "-50", "0"), Some((50_00, 0)));
    }

    #[test]
    fn a_line_below_zero_is_corrected_upwards() {
        let (net, notes, findings) = work_out(&[
            ("L", "2024", "-100", "-20", ""),
            ("N1", "2024", "30", "6", "L"),
            ("N2", "2024", "80", "20", "L"),
        ]);
        assert_eq!(net, Some((0, 0)));
        assert_eq!(notes[0], ((30_00, 6_00), Some((0, 0))));
        assert_eq!(notes[1], ((70_00, 17_50), Some((10_00, 2_50))));
        assert_eq!(findings, ["K0422 N2 10.00"]);
        let rows = [
            ("L", "2024", "-100", "-20", ""),
            ("N", "2024", "90", "0", "L"),
        ];
        assert_eq!(work_out(&rows).0, Some((-10_00, -10_00)));
    }

    #[test]
    fn zero_takes_nothing_off_and_has_nothing_taken_off() {
        let (net, notes, findings) = work_out(&[
            ("L", "2024", "0", "0", ""),
            ("N", "2024", "-8", "-1", "L"),
            ("Z", "2024", "0", "0", "L"),
        ]);
        assert_eq!(net, Some((0, 0)));
        assert_eq!(notes[0], ((0, 0), Some((-8_00, -1_00))));
        assert_eq!(notes[1], ((0, 0), Some((0, 0))));
        assert_eq!(findings, ["K0422 N 8.00"]);
    }

    #[test]
    fn a_note_of_another_year_changes_the_year_of_its_line() {
        let (net, notes, findings) = work_out(&[
            ("L", "2024-12-01", "100", "0", ""),
            ("N1", "2024-12-31", "-70", "0", "L"),
            ("N2", "2025-01-15", "-40", "0", "L"),
            ("N3", "2025-01-16", "-5", "0", "L"),
            ("N4", "2025-01-16", "-5", "0", "weg"),
        ]);
        assert_eq!(net, Some((0, 0)));
        assert_eq!(notes[1], ((-30_00, 0), Some((-10_00, 0))));
        assert_eq!(notes[3], ((0, 0), None));
        assert_eq!(
            findings,
            [
                "K0422 N2 10.00",
                "K0423 N2 30.00",
                "K0422 N3 5.00",
                "K0421 N4 5.00",
            ]
        );
    }
}
