//! The English texts of a scheme.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{At, Heads, Rule, Words, joined, sentences};
use crate::calendar::Date;
use crate::money::Money;
use crate::scheme::{
    Advance, Base, Basis, CarryOver, Ceiling, Citation, Condition, Day, Deadline, Deduction, Duty,
    DutyKind, Eligible, Excess, ExclusiveWith, FunderGroup, Limit, Matching, Over, Price,
    RefundTerm, RefundTermKind, Share, ShareOf, Shifting, Status, Target, Unit, Unspent, Until,
    Window,
};

pub(super) struct English;

const HEADS: Heads = Heads {
    funder: "Funder",
    legal_basis: "Legal basis",
    link: "Read it at",
    draft: "Draft",
    draft_means: "Rules are missing that a settlement may need: see “Not modelled”.",
    parts: "Parts",
    not_modelled: "Not modelled",
    note: "Note",
    same: "Unchanged",
    all_rules: "All rules are those of the version before.",
    gone: "No longer there",
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Words for English {
    fn heads(&self) -> &'static Heads {
        &HEADS
    }

    fn funder_group(&self, group: FunderGroup) -> &'static str {
        match group {
            FunderGroup::Eu => "European Union",
            FunderGroup::Rijk => "Dutch state",
            FunderGroup::Other => "other Dutch public body",
        }
    }

    fn label(&self, rule: &Rule<'_>) -> String {
        let label = match rule {
            Rule::Unit(_) => "Settlement",
            Rule::Window(_) => "Spending window",
            Rule::Eligible(_) => "Costs",
            Rule::Share(_) => "Share",
            Rule::Ceiling(ceiling) => return format!("Ceiling {}", ceiling.name),
            Rule::Shifting(_) => "Shifting",
            Rule::Basis(_) => "Earned",
            Rule::Price(price) => return format!("Price {}", price.unit),
            Rule::Unspent(_) => "Unspent money",
            Rule::Excess(_) => "Above the limit",
            Rule::Deductions(_) => "Deductions",
            Rule::ExclusiveWith(_) => "Double funding",
            Rule::Maximum(_) => "Maximum",
            Rule::Advance(_) => "Advance",
            Rule::RefundTerm(term) => match term.kind {
                RefundTermKind::Must | RefundTermKind::May => "Recovery",
                RefundTermKind::Due => "Due date",
                RefundTermKind::Limitation => "Limitation",
                RefundTermKind::SetOff => "Set-off",
                RefundTermKind::Interest => "Interest and costs",
            },
            Rule::Duty(duty) => match duty.kind {
                DutyKind::Accountability => "Accountability",
                DutyKind::Decision => "Decision",
                DutyKind::Approval => "Approval",
            },
        };
        label.to_owned()
    }

    fn sentence(&self, at: At<'_>, rule: &Rule<'_>) -> String {
        match rule {
            Rule::Unit(rule) => unit(*rule),
            Rule::Window(rule) => window(*rule),
            Rule::Eligible(rule) => eligible(rule),
            Rule::Share(rule) => share(*rule),
            Rule::Ceiling(rule) => ceiling(at, rule),
            Rule::Shifting(rule) => shifting(*rule),
            Rule::Basis(rule) => basis(rule).to_owned(),
            Rule::Price(rule) => price(rule),
            Rule::Unspent(rule) => unspent(at, rule),
            Rule::Excess(rule) => excess(*rule).to_owned(),
            Rule::Deductions(rule) => deductions(rule),
            Rule::ExclusiveWith(rule) => exclusive_with(rule),
            Rule::Maximum(most) => format!("An award is at most {} per tranche", euros(*most)),
            Rule::Advance(rule) => advance(rule),
            Rule::RefundTerm(rule) => refund_term(*rule),
            Rule::Duty(rule) => duty(*rule),
        }
    }

    fn cited(&self, citation: &Citation) -> String {
        let status = match citation.status {
            Status::Text => None,
            Status::Secondary => Some("not from the text itself"),
            Status::Agreement => Some("by the award or an agreement"),
        };
        let parts: Vec<&str> = citation.article.as_deref().into_iter().chain(status).collect();
        parts.join("; ")
    }

    fn version(&self, from: Date, until: Option<Date>) -> String {
        match until {
            None => format!("From {}", day(from)),
            Some(until) => format!("From {} until {}", day(from), day(until)),
        }
    }

    fn read(&self, published: Option<Date>, text: Option<&str>) -> Option<String> {
        let published = published.map(|date| format!("Published on {}.", day(date)));
        let text = text.map(|text| format!("Text read: {text}."));
        sentences([published, text])
    }

    fn list(&self, items: &[String]) -> String {
        joined(items, "and")
    }
}

fn day(date: Date) -> String {
    format!("{} {}", month_day(date.month(), date.day()), date.year())
}

fn month_day(month: i8, day: i8) -> String {
    let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    format!("{day} {}", month.unwrap_or(&""))
}

fn euros(amount: Money) -> String {
    let digits = amount.english();
    format!("€ {}", digits.strip_suffix(".00").unwrap_or(&digits))
}

fn unit(rule: Unit) -> String {
    match rule {
        Unit::CalendarYear => "Each calendar year is settled".to_owned(),
        Unit::Term => "There is one settlement, after the last day of the spending window".to_owned(),
        Unit::Years { years, start } => {
            let last = |first: i16| first.saturating_add(i16::from(years).max(1) - 1);
            let next = last(start).saturating_add(1);
            format!(
                "Every {years} years are settled together: {start} to {}, {next} to {}, and so on",
                last(start),
                last(next)
            )
        }
    }
}

fn window(rule: Window) -> String {
    let when = match rule {
        Window::TrancheYear => "in the calendar year of the tranche".to_owned(),
        Window::Period { from, until } => format!("from {} until {}", day(from), day(until)),
        Window::Until(until) => format!("until {}", day(until)),
        Window::Tranche => "in the period that the award decision states for the tranche".to_owned(),
        Window::Unit => "from 1 January of the tranche's year until the last day of the years that are settled together".to_owned(),
    };
    format!("The money may be spent {when}")
}

fn eligible(rule: &Eligible) -> String {
    match rule {
        Eligible::Any => "All costs are eligible".to_owned(),
        Eligible::Goal(goal) => format!("Costs for this aim are eligible: “{goal}”; a person must judge that"),
        Eligible::Costs(condition) if condition.only.is_empty() => {
            format!("All costs are eligible{}", except(condition))
        }
        Eligible::Costs(condition) => format!("Only {} are eligible", costs(condition)),
    }
}

/// The costs that meet a condition.
fn costs(condition: &Condition) -> String {
    let only = match condition.matching {
        Matching::All => in_columns(&condition.only, ", and with "),
        Matching::Any => in_columns(&condition.only, ", or with "),
    };
    match only.as_str() {
        "" => format!("all costs{}", except(condition)),
        only => format!("costs with {only}{}", except(condition)),
    }
}

fn except(condition: &Condition) -> String {
    match in_columns(&condition.except, ", or with ").as_str() {
        "" => String::new(),
        except => format!(", except those with {except}"),
    }
}

/// “a” or “b” in column x.
fn in_columns(columns: &BTreeMap<String, BTreeSet<String>>, between: &str) -> String {
    let columns = columns.iter().map(|(column, values)| {
        let values: Vec<String> = values.iter().map(|value| format!("“{value}”")).collect();
        format!("{} in column “{column}”", joined(&values, "or"))
    });
    columns.collect::<Vec<_>>().join(between)
}

fn share(rule: Share) -> String {
    let of = match rule.of {
        ShareOf::Line => "each cost line",
        ShareOf::Total => "all costs of the year together",
    };
    format!("The grant pays at most {} of {of}", rule.rate)
}

fn ceiling(at: At<'_>, rule: &Ceiling) -> String {
    let limit = match rule.limit {
        Limit::Amount(amount) => euros(amount),
        Limit::Share(rate, base) => format!("{rate} of {}", award(base)),
    };
    let over = match rule.over {
        Over::Bucket if at.has_parts() => "per part of a tranche",
        Over::Bucket | Over::Tranche => "per tranche",
        Over::Grant => "for the whole grant",
    };
    let parts: Vec<String> = rule.parts.iter().map(|id| part(at, id)).collect();
    let of_parts = match parts.as_slice() {
        [] => String::new(),
        parts => format!(" of {}", joined(parts, "and")),
    };
    format!("For {}{of_parts} there is a ceiling {over} of {limit}", costs(&rule.costs))
}

fn part(at: At<'_>, id: &str) -> String {
    match at.part(id) {
        Some(title) => format!("part {id} ({title})"),
        None => format!("part {id}"),
    }
}

fn award(base: Base) -> &'static str {
    match base {
        Base::Award => "the award",
        Base::LastYear => "the award for the last of the years that are settled together",
    }
}

fn shifting(rule: Shifting) -> String {
    let inside = |group: bool| if group { " in the same group" } else { "" };
    match rule {
        Shifting::None => "Money for one part may not go to another part".to_owned(),
        Shifting::UpTo { rate, inside_group } => format!(
            "At most {rate} of the award for a part may pay costs of another part{} in the year",
            inside(inside_group)
        ),
        Shifting::Free { inside_group } => format!(
            "Money for one part may pay costs of another part{} in the year, without a limit",
            inside(inside_group)
        ),
    }
}

fn basis(rule: &Basis) -> &'static str {
    match rule {
        Basis::Realised => "Earned is what was really spent",
        Basis::PriceQuantity(_) => "Earned is price times quantity, at most the award",
        Basis::FixedSum(_) => "Earned is a fixed sum per object, at most the award",
    }
}

fn price(rule: &Price) -> String {
    let from = rule.from.map(|date| format!(" from {}", day(date)));
    format!("{} per {}{}", euros(rule.price), rule.unit, from.unwrap_or_default())
}

fn unspent(at: At<'_>, rule: &Unspent) -> String {
    let rest = if at.version.excess.is_none() { "; what is above that goes back" } else { "" };
    match rule {
        Unspent::Refund => "What is not spent goes back to the funder".to_owned(),
        Unspent::ByAgreement => "What is not spent goes back to the funder, unless an agreement says otherwise".to_owned(),
        Unspent::Retain => "What is not spent is the holder's to keep".to_owned(),
        Unspent::Reserve(rate) => {
            format!("What is not spent goes to a reserve of at most {rate} of the award{rest}")
        }
        Unspent::CarryOver(rule) => carry_over(at, rule, rest),
    }
}

fn carry_over(at: At<'_>, rule: &CarryOver, rest: &str) -> String {
    let (most, rest) = match rule.limit {
        None => (String::new(), ""),
        Some(Limit::Amount(amount)) => (format!(", up to {},", euros(amount)), rest),
        Some(Limit::Share(rate, base)) => {
            let together = match base {
                Base::Award => "",
                Base::LastYear => " (one limit for all tranches together)",
            };
            (format!(", up to {rate} of {}{together},", award(base)), rest)
        }
    };
    let until = match rule.until {
        Until::Date(date) => day(date),
        Until::NextYearEnd => "31 December of the year after".to_owned(),
        Until::NextUnitEnd => "the last day of the next years that are settled together".to_owned(),
    };
    let to = match rule.to {
        _ if !at.has_parts() => "",
        Target::SamePart => " on the same part",
        Target::AnyPart => " on any part",
    };
    let years = rule.tranche_years.as_ref().map(|years| {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        let (word, years) = (if years.len() == 1 { "tranche" } else { "tranches" }, joined(&years, "and"));
        format!(". That holds for {word} {years}; of other years all goes back")
    });
    format!(
        "What is not spent{most} may still be spent until {until}{to}{rest}{}",
        years.unwrap_or_default()
    )
}

fn excess(rule: Excess) -> &'static str {
    match rule {
        Excess::Refund => "What is above that limit goes back to the funder",
        Excess::Retain => "What is above that limit is the holder's to keep",
    }
}

fn deductions(rule: &BTreeSet<Deduction>) -> String {
    let kinds = rule.iter().map(|kind| match kind {
        Deduction::Income => "income of the holder",
        Deduction::Contribution => "contributions of third parties",
        Deduction::Vat => "VAT that the VAT compensation fund pays",
    });
    let kinds: Vec<&str> = kinds.collect();
    format!("Taken off the costs: {}", joined(&kinds, "and"))
}

fn exclusive_with(rule: &ExclusiveWith) -> String {
    let schemes: Vec<String> = rule.schemes.iter().map(|id| format!("“{id}”")).collect();
    let named = match schemes.as_slice() {
        [] => None,
        [one] => Some(format!("scheme {one}")),
        more => Some(format!("the schemes {}", joined(more, "and"))),
    };
    let groups = rule.funder_groups.iter().map(|group| match group {
        FunderGroup::Eu => "another scheme of the European Union",
        FunderGroup::Rijk => "another scheme of the Dutch state",
        FunderGroup::Other => "another scheme of another Dutch public body",
    });
    let from: Vec<String> = named.into_iter().chain(groups.map(str::to_owned)).collect();
    format!("A cost line that this scheme pays may not also be paid by {}", joined(&from, "or"))
}

fn advance(rule: &Advance) -> String {
    match rule {
        Advance::Share(rate) => format!("{rate} of the award is paid in advance"),
        Advance::Months(rates) => {
            let months = MONTHS.iter().zip(rates).map(|(month, rate)| format!("{month} {rate}"));
            let months: Vec<String> = months.collect();
            format!("Of the award is paid in advance each month: {}", joined(&months, "and"))
        }
    }
}

/// By when, with a space before it; nothing where no day is set.
fn by(deadline: Option<Deadline>) -> String {
    let Some(deadline) = deadline else {
        return String::new();
    };
    let weeks = match deadline.weeks {
        1 => "1 week".to_owned(),
        weeks => format!("{weeks} weeks"),
    };
    match (deadline.on, deadline.weeks) {
        (Day::Date(date), 0) => format!(" by {}", day(date)),
        (Day::Date(date), _) => {
            let last = deadline.of_year(date.year()).map(day);
            let last = last.map(|last| format!(", so by {last}"));
            format!(" within {weeks} of {}{}", day(date), last.unwrap_or_default())
        }
        (Day::NextYear { month, day }, 0) => {
            format!(" by {} after the book year", month_day(month, day))
        }
        (Day::NextYear { month, day }, _) => {
            format!(" within {weeks} of {} of the year after the book year", month_day(month, day))
        }
    }
}

fn refund_term(rule: RefundTerm) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        RefundTermKind::Must => format!("The funder recovers what was paid too much{by}"),
        RefundTermKind::May => format!("The funder may recover what was paid too much{by}"),
        RefundTermKind::Due => format!("The holder pays back{by}"),
        RefundTermKind::Limitation => match rule.years {
            Some(1) => format!("It can be recovered until 1 year after the decision{by}"),
            Some(years) => format!("It can be recovered until {years} years after the decision{by}"),
            None => format!("It can't be recovered without end{by}"),
        },
        RefundTermKind::SetOff => format!("What is to be paid back may be set off{by}"),
        RefundTermKind::Interest => format!("Interest and costs may be added to what is to be paid back{by}"),
    }
}

fn duty(rule: Duty) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        DutyKind::Accountability => format!("The holder accounts for the spending{by}"),
        DutyKind::Decision => format!("The funder decides on the amount{by}"),
        DutyKind::Approval => format!("The funder must approve{by}"),
    }
}
