//! Schemes as plain data, drawn at random and printed as the TOML that the library reads.

use std::fmt::Write;

use koers_core::calendar::Date;
use koers_core::scheme::{Base, CarryOver, Limit, Unit, Unspent, Until, Window};

use super::draw::Draw;
use koers_core::money::Rate;

#[derive(Clone, Debug)]
pub(crate) struct SchemeSpec {
    pub(crate) id: String,
    pub(crate) group: &'static str,
    pub(crate) draft: bool,
    pub(crate) parts: Vec<String>,
    pub(crate) versions: Vec<VersionSpec>,
}

#[derive(Clone, Debug)]
pub(crate) struct VersionSpec {
    pub(crate) from: Date,
    pub(crate) published: Option<Date>,
    pub(crate) unit: Unit,
    pub(crate) window: Window,
    pub(crate) goal: bool,
    pub(crate) unspent: Unspent,
    pub(crate) maximum: Option<i64>,
}

impl SchemeSpec {
    /// A scheme whose first version holds on every day that matters.
    pub(crate) fn draw(draw: &mut Draw, at: usize, years: &[i16]) -> SchemeSpec {
        let mut from = vec![Date::new(1900, 1, 1).expect("a day")];
        for _ in 0..draw.pick(&[0, 0, 0, 1, 1, 2]) {
            from.push(draw.day(years));
        }
        from.sort_unstable();
        from.dedup();
        let parts = draw.pick(&[0, 0, 0, 2]);
        SchemeSpec {
            id: format!("scheme-{at}"),
            group: draw.pick(&["rijk", "eu", "other"]),
            draft: draw.chance(10),
            parts: (0..parts).map(|at| format!("p{at}")).collect(),
            versions: from
                .into_iter()
                .enumerate()
                .map(|(at, from)| VersionSpec::draw(draw, from, at > 0, years))
                .collect(),
        }
    }

    pub(crate) fn needs_own_window(&self) -> bool {
        let own = |version: &VersionSpec| version.window == Window::Tranche;
        self.versions.iter().any(own)
    }

    pub(crate) fn toml(&self) -> String {
        let cited = "article = \"art. 1\", status = \"text\"";
        let mut text = format!(
            "format = 1\n[scheme]\nid = \"{}\"\ntitle = \"A scheme\"\nfunder = \"A funder\"\n\
             funder_group = \"{}\"\nlegal_basis = {{ title = \"A regulation\" }}\ndraft = {}\n",
            self.id, self.group, self.draft
        );
        for part in &self.parts {
            let _ = write!(
                text,
                "[[parts]]\nid = \"{part}\"\ntitle = \"A part\"\narticle = \"a\"\nstatus = \"text\"\n"
            );
        }
        for version in &self.versions {
            let _ = writeln!(text, "[[versions]]\nfrom = {}", version.from);
            if let Some(published) = version.published {
                let _ = writeln!(text, "published = {published}");
            }
            let unit = match version.unit {
                Unit::CalendarYear => "calendar-year",
                Unit::Term => "term",
                unit => panic!("not drawn here: {unit:?}"),
            };
            let window = match version.window {
                Window::TrancheYear => "\"tranche-year\"".to_owned(),
                Window::Tranche => "\"tranche\"".to_owned(),
                Window::Until(until) => format!("\"until\", until = {until}"),
                Window::Period { from, until } => {
                    format!("\"period\", from = {from}, until = {until}")
                }
                window => panic!("not drawn here: {window:?}"),
            };
            let goal = if version.goal {
                "\"goal\", goal = \"g\""
            } else {
                "\"any\""
            };
            let _ = writeln!(text, "unit = {{ period = \"{unit}\", {cited} }}");
            let _ = writeln!(text, "window = {{ rule = {window}, {cited} }}");
            let _ = writeln!(text, "eligible = {{ rule = {goal}, {cited} }}");
            let _ = writeln!(
                text,
                "unspent = {{ {}, {cited} }}",
                unspent(&version.unspent)
            );
            if let Some(cents) = version.maximum {
                let maximum = super::draw::money(cents);
                let _ = writeln!(text, "maximum = {{ amount = \"{maximum}\", {cited} }}");
            }
        }
        text
    }
}

/// The rule for unspent money as the keys of an inline table.
pub(crate) fn unspent(rule: &Unspent) -> String {
    match rule {
        Unspent::Refund => "rule = \"refund\"".to_owned(),
        Unspent::ByAgreement => "rule = \"by-agreement\"".to_owned(),
        Unspent::CarryOver(CarryOver { limit, until, .. }) => {
            let limit = match limit {
                None => String::new(),
                Some(Limit::Amount(amount)) => format!(", limit = \"{amount}\""),
                Some(Limit::Share(rate, base)) => {
                    format!(", limit = \"{rate}\", of = \"{}\"", base.as_str())
                }
                Some(limit) => panic!("not drawn here: {limit:?}"),
            };
            let until = match until {
                Until::Date(date) => date.to_string(),
                Until::NextYearEnd => "\"next-year-end\"".to_owned(),
                until => panic!("not drawn here: {until:?}"),
            };
            format!("rule = \"carry-over\", until = {until}{limit}")
        }
        rule => panic!("not drawn here: {rule:?}"),
    }
}

impl VersionSpec {
    fn draw(draw: &mut Draw, from: Date, later: bool, years: &[i16]) -> VersionSpec {
        let window = match draw.below(6) {
            0 | 1 => Window::TrancheYear,
            2 => Window::Until(draw.day(years)),
            3 => Window::Tranche,
            _ => {
                let (a, b) = (draw.day(years), draw.day(years));
                Window::Period {
                    from: a.min(b),
                    until: a.max(b),
                }
            }
        };
        VersionSpec {
            from,
            published: (later && draw.chance(40)).then(|| draw.day(years)),
            unit: draw.pick(&[Unit::CalendarYear, Unit::CalendarYear, Unit::Term]),
            window,
            goal: draw.chance(50),
            unspent: draw_unspent(draw, years, true),
            maximum: draw.chance(20).then(|| draw.cents()),
        }
    }
}

pub(crate) fn draw_unspent(draw: &mut Draw, years: &[i16], scheme: bool) -> Unspent {
    match draw.below(5) {
        0 => Unspent::Refund,
        1 if scheme => Unspent::ByAgreement,
        _ => {
            let limit = match draw.below(4) {
                0 => None,
                1 => Some(Limit::Amount(draw.amount())),
                _ => Some(Limit::Share(draw_rate(draw), Base::Award)),
            };
            // An agreement states a date (a dossier's agreement has no unit of its own to count from).
            let mut carry = CarryOver::until(if draw.chance(50) {
                Until::NextYearEnd
            } else {
                Until::Date(draw.day(years))
            });
            carry.limit = limit;
            Unspent::CarryOver(carry)
        }
    }
}

pub(crate) fn draw_rate(draw: &mut Draw) -> Rate {
    let ppm = draw.pick(&[200_000, 500_000, 333_333, 1, 0, 1_000_000, 175_000]);
    Rate::from_ppm(ppm).expect("at most one")
}
