//! One finding, and a list of them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use super::escape::{ARG_LIMIT, LIST_LIMIT, NAME_LIMIT, escaped};
use super::{Code, Lang, Place, Severity, template};
use crate::calendar::Date;
use crate::money::{Money, Rate};

/// Something a person must look at. Boxed, so that it is cheap to return.
#[derive(Clone, Debug)]
pub struct Finding(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    code: Code,
    subject: String,
    amount: Option<Money>,
    args: Vec<(&'static str, Arg)>,
    place: Place,
}

/// What fills a placeholder; text is already safe to print.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Arg {
    Text(String),
    Amount(Money),
    Day(Date),
    Part(Rate),
}

impl Finding {
    /// A finding of this kind, still without particulars.
    #[must_use]
    pub fn new(code: Code) -> Finding {
        Finding(Box::new(Parts {
            code,
            subject: String::new(),
            amount: None,
            args: Vec::new(),
            place: Place::Nowhere,
        }))
    }

    /// What it is about: the id of a line, grant or scheme, or the name of a file.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Finding {
        let subject = subject.into();
        self.0.subject = match subject.char_indices().nth(NAME_LIMIT) {
            Some((end, _)) => format!("{}…", &subject[..end]),
            None => subject,
        };
        self
    }

    /// The amount at stake.
    #[must_use]
    pub fn amount(mut self, amount: Money) -> Finding {
        self.0.amount = Some(amount);
        self
    }

    /// An argument of the texts; [`Code::args`] names those that a code needs. Any text may be
    /// given: it is shown in one line, without control characters and cut off when long. For an
    /// amount use [`Finding::money`], which writes it in the reader's language.
    #[must_use]
    pub fn arg(mut self, key: &'static str, value: impl fmt::Display) -> Finding {
        let list = key == "known" || (self.code(), key) == (Code::MissingColumn, "found");
        let limit = if list { LIST_LIMIT } else { ARG_LIMIT };
        self.0
            .args
            .push((key, Arg::Text(escaped(&value.to_string(), limit))));
        self
    }

    /// An argument that is an amount, written in the reader's language.
    #[must_use]
    pub fn money(mut self, key: &'static str, value: Money) -> Finding {
        self.0.args.push((key, Arg::Amount(value)));
        self
    }

    /// An argument that is a date, written in the reader's language.
    #[must_use]
    pub fn date(mut self, key: &'static str, value: Date) -> Finding {
        self.0.args.push((key, Arg::Day(value)));
        self
    }

    /// An argument that is a percentage, written in the reader's language.
    #[must_use]
    pub fn rate(mut self, key: &'static str, value: Rate) -> Finding {
        self.0.args.push((key, Arg::Part(value)));
        self
    }

    /// Where it stands.
    #[must_use]
    pub fn at(mut self, place: Place) -> Finding {
        self.0.place = place;
        self
    }

    /// The kind of finding.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.0.code.severity()
    }
}

// The builder has the names `subject` and `amount`, so their getters can't.
impl Finding {
    /// What it is about (column `subject`): the id of a line, grant or scheme, a key or a file.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.0.subject
    }

    /// The amount at stake (column `amount`), if there is one.
    #[must_use]
    pub fn at_stake(&self) -> Option<Money> {
        self.0.amount
    }

    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// Where it stands in one line (column `source`), as [`Place::location`] writes it.
    #[must_use]
    pub fn source(&self) -> Option<String> {
        self.0.place.location()
    }

    /// What is the matter, in one line without a full stop.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        template::fill(template::message(self.code(), lang), self, lang)
    }

    /// What to do about it, in one line without a full stop.
    #[must_use]
    pub fn help(&self, lang: Lang) -> String {
        template::fill(template::help(self.code(), lang), self, lang)
    }

    /// What fills the placeholder `key`; the last one given counts.
    pub(super) fn find(&self, key: &str) -> Option<&Arg> {
        self.0
            .args
            .iter()
            .rev()
            .find(|(name, _)| *name == key)
            .map(|(_, arg)| arg)
    }

    /// By place, code and subject; then by all the rest, so that no two different findings tie.
    fn compare(&self, other: &Finding) -> Ordering {
        let (a, b) = (&*self.0, &*other.0);
        let last = |code| code == Code::MoreFindings;
        let order = last(a.code).cmp(&last(b.code));
        let order = order.then_with(|| a.place.compare(&b.place).then(a.code.cmp(&b.code)));
        order.then_with(|| (&a.subject, &a.args, a.amount).cmp(&(&b.subject, &b.args, b.amount)))
    }
}

/// Findings in the order in which they are shown. An empty list does not mean success: what was
/// asked for is returned beside it, or it isn't there.
///
/// At most [`Findings::LIMIT`] of each code are kept, so that a file that is wrong on every line can't take all memory;
/// after sorting a last one (K0410) says how many more there were.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    kept: BTreeMap<Code, usize>,
    more: usize,
    errors: bool,
}

impl Findings {
    /// How many findings of one code are kept.
    pub const LIMIT: usize = 10_000;

    /// No findings yet.
    #[must_use]
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds one at the end.
    pub fn push(&mut self, finding: Finding) {
        self.errors |= finding.severity() == Severity::Error;
        let kept = self.kept.entry(finding.code()).or_default();
        if *kept < Self::LIMIT {
            *kept += 1;
            self.list.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Adds the one that `make` gives, which is not asked when it would not be kept.
    pub(crate) fn push_with(&mut self, code: Code, make: impl FnOnce() -> Finding) {
        if self
            .kept
            .get(&code)
            .is_some_and(|kept| *kept >= Self::LIMIT)
        {
            self.errors |= code.severity() == Severity::Error;
            self.more += 1;
        } else {
            self.push(make());
        }
    }

    /// Adds all of another list, and what that one did not keep.
    pub fn append(&mut self, other: Findings) {
        self.more += other.more;
        self.errors |= other.errors;
        self.extend(other.list);
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Each finding in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// Whether at least one is an error, so that nothing may be computed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors
    }

    /// Sorts by place (the dossier as a whole, files by name and position, tables by row, paths),
    /// then code, then subject: the same list whatever the order in which they were found.
    pub fn sort(&mut self) {
        self.list.sort_by(Finding::compare);
        if self.more > 0 {
            let more = std::mem::take(&mut self.more);
            self.list
                .push(Finding::new(Code::MoreFindings).arg("count", more));
        }
    }

    /// All findings as text for people, with the input lines they point at; at most 200 are
    /// written out, errors before others. Takes time linear in the findings and their sources.
    #[must_use]
    pub fn render(&self, lang: Lang) -> String {
        super::render::render(&self.list, lang)
    }
}

impl fmt::Display for Findings {
    /// The Dutch text of [`Findings::render`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Lang::Nl))
    }
}

impl std::error::Error for Findings {}

impl From<Finding> for Findings {
    fn from(finding: Finding) -> Findings {
        [finding].into_iter().collect()
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        for finding in findings {
            self.push(finding);
        }
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Findings {
        let mut all = Findings::new();
        all.extend(findings);
        all
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
