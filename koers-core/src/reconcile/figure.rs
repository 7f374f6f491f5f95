//! One declared figure: what someone printed or wrote, and where.

use super::scope::Scope;
use crate::money::Money;

/// What a declared figure says of its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureMeasure {
    /// What was budgeted.
    Budget,
    /// Realised cost, whoever pays it.
    Realised,
    /// Of lines: budget less realised. Of grants: cash at the closing.
    Balance,
    /// Budget less realised, also of grants.
    Underspent,
    /// What came in.
    Received,
    /// What grants pay.
    Spent,
    /// To pay back.
    Refund,
    /// Stays available.
    CarryOver,
    /// The holder's to keep.
    Retained,
    /// Money that came in and for which no budget line is.
    Unbudgeted,
    /// How many lines there are.
    Count,
}

impl FigureMeasure {
    /// Each with its word in files and tables.
    pub const WORDS: [(&'static str, FigureMeasure); 11] = [
        ("budget", FigureMeasure::Budget),
        ("realised", FigureMeasure::Realised),
        ("balance", FigureMeasure::Balance),
        ("underspent", FigureMeasure::Underspent),
        ("received", FigureMeasure::Received),
        ("spent", FigureMeasure::Spent),
        ("refund", FigureMeasure::Refund),
        ("carry_over", FigureMeasure::CarryOver),
        ("retained", FigureMeasure::Retained),
        ("unbudgeted", FigureMeasure::Unbudgeted),
        ("count", FigureMeasure::Count),
    ];

    /// The word in files and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let word = Self::WORDS.iter().find(|(_, measure)| *measure == self);
        word.map_or("", |(word, _)| word)
    }

    /// Whether it is what becomes of money that was not spent.
    pub(super) const fn is_fate(self) -> bool {
        matches!(
            self,
            FigureMeasure::Refund | FigureMeasure::CarryOver | FigureMeasure::Retained
        )
    }

    /// Whether it can be asked of a scope.
    pub(crate) fn fits(self, scope: &Scope) -> bool {
        use FigureMeasure as M;
        let (lines, tranches) = (scope.is_of_lines(), scope.is_of_tranches());
        match self {
            M::Budget | M::Realised | M::Underspent => !tranches && !scope.unbudgeted,
            M::Count => !tranches && !scope.unbudgeted && scope.grant.is_none(),
            M::Balance | M::Spent => !(scope.unbudgeted || lines && tranches),
            M::Received => !lines && !scope.unbudgeted,
            M::Refund | M::CarryOver | M::Retained => {
                !(lines && tranches) && !(scope.unbudgeted && (lines || tranches))
            }
            M::Unbudgeted => !lines && !tranches,
        }
    }
}

/// How a declared figure is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// A figure in a table.
    #[default]
    Figure,
    /// A statement in a text.
    Statement,
    /// A grant is named, and no amount of it: all that this says is that the document knows of it.
    Named,
}

impl Claim {
    /// Each with its word in files and tables.
    pub const WORDS: [(&'static str, Claim); 3] = [
        ("figure", Claim::Figure),
        ("statement", Claim::Statement),
        ("named", Claim::Named),
    ];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Claim::Figure => "figure",
            Claim::Statement => "statement",
            Claim::Named => "named",
        }
    }
}

/// One term of a sum: another declared figure, added or taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Term {
    /// Whether it is taken off.
    pub minus: bool,
    /// The key of the figure.
    pub key: String,
}

/// One declared figure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeclaredFigure {
    /// Its name, by which sums refer to it.
    pub key: String,
    /// What it is about; none for a figure that the dossier can't tell.
    pub scope: Option<Scope>,
    /// What it says of that.
    pub measure: Option<FigureMeasure>,
    /// The amount in euros, of a count the number; none where it is what the first sum comes to.
    pub amount: Option<Money>,
    /// How it is said.
    pub claim: Claim,
    /// The sums that it is, each of other figures.
    pub sums: Vec<Vec<Term>>,
    /// The document it is from, where figures come from several.
    pub document: Option<String>,
    /// Where it is written.
    pub source: Option<String>,
}

impl DeclaredFigure {
    /// Whether it but says that its document names a grant.
    #[must_use]
    pub fn is_named_only(&self) -> bool {
        self.claim == Claim::Named
    }
}

/// Reads sums: signed keys with blanks between them, and `;` between sums. `None` for a text that is none.
pub(crate) fn parse_sums(text: &str) -> Option<Vec<Vec<Term>>> {
    text.split(';').map(parse_sum).collect()
}

fn parse_sum(text: &str) -> Option<Vec<Term>> {
    let term = |word: &str| {
        let (minus, key) = match word.strip_prefix('-') {
            Some(key) => (true, key),
            None => (false, word.strip_prefix('+').unwrap_or(word)),
        };
        is_key(key).then(|| Term {
            minus,
            key: key.to_owned(),
        })
    };
    let terms: Option<Vec<Term>> = text.split_whitespace().map(term).collect();
    terms.filter(|terms| !terms.is_empty())
}

/// Whether a text can be a key: no blanks, no `;`, no sign before it.
pub(crate) fn is_key(text: &str) -> bool {
    let blank =
        |sign: char| sign.is_whitespace() || sign.is_control() || sign == ';' || sign == '`';
    !text.is_empty()
        && text.len() <= 200
        && !text.starts_with(['+', '-', '\''])
        && !text.chars().any(blank)
}
