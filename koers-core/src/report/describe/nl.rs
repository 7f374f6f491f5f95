//! The Dutch texts of a scheme.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{At, Heads, Rule, Words, joined, sentences};
use crate::calendar::Date;
use crate::money::{Money, Rate};
use crate::scheme::{
    Advance, Base, Basis, CarryOver, Ceiling, Citation, Condition, Day, Deadline, Deduction, Duty,
    DutyKind, Eligible, Excess, ExclusiveWith, FunderGroup, Limit, Matching, Over, Price,
    RefundTerm, RefundTermKind, Share, ShareOf, Shifting, Status, Target, Unit, Unspent, Until,
    Window,
};

pub(super) struct Dutch;

const HEADS: Heads = Heads {
    funder: "Verstrekker",
    legal_basis: "Wettelijke basis",
    link: "Te lezen op",
    draft: "Concept",
    draft_means: "Er ontbreken regels die voor een afrekening nodig kunnen zijn: zie onder “Niet verwerkt”.",
    parts: "Onderdelen",
    not_modelled: "Niet verwerkt",
    note: "Noot",
    same: "Ongewijzigd",
    all_rules: "Alle regels zijn die van de vorige versie.",
    gone: "Vervallen",
};

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

impl Words for Dutch {
    fn heads(&self) -> &'static Heads {
        &HEADS
    }

    fn funder_group(&self, group: FunderGroup) -> &'static str {
        match group {
            FunderGroup::Eu => "Europese Unie",
            FunderGroup::Rijk => "Rijk",
            FunderGroup::Other => "andere Nederlandse overheid",
        }
    }

    fn label(&self, rule: &Rule<'_>) -> String {
        let label = match rule {
            Rule::Unit(_) => "Afrekening",
            Rule::Window(_) => "Bestedingsperiode",
            Rule::Eligible(_) => "Kosten",
            Rule::Share(_) => "Aandeel",
            Rule::Ceiling(ceiling) => return format!("Plafond {}", ceiling.name),
            Rule::Shifting(_) => "Schuiven",
            Rule::Basis(_) => "Verdiend",
            Rule::Price(price) => return format!("Prijs {}", price.unit),
            Rule::Unspent(_) => "Overschot",
            Rule::Excess(_) => "Boven de grens",
            Rule::Deductions(_) => "Aftrek",
            Rule::ExclusiveWith(_) => "Samenloop",
            Rule::Maximum(_) => "Maximum",
            Rule::Advance(_) => "Voorschot",
            Rule::RefundTerm(term) => match term.kind {
                RefundTermKind::Must | RefundTermKind::May => "Terugvordering",
                RefundTermKind::Due => "Betaaltermijn",
                RefundTermKind::Limitation => "Verjaring",
                RefundTermKind::SetOff => "Verrekening",
                RefundTermKind::Interest => "Rente en kosten",
            },
            Rule::Duty(duty) => match duty.kind {
                DutyKind::Accountability => "Verantwoording",
                DutyKind::Decision => "Vaststelling",
                DutyKind::Approval => "Instemming",
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
            Rule::Maximum(most) => {
                format!("De verlening is hoogstens {} per jaarschijf", euros(*most))
            }
            Rule::Advance(rule) => advance(rule),
            Rule::RefundTerm(rule) => refund_term(*rule),
            Rule::Duty(rule) => duty(*rule),
        }
    }

    fn cited(&self, citation: &Citation) -> String {
        let status = match citation.status {
            Status::Text => None,
            Status::Secondary => Some("niet uit de tekst zelf"),
            Status::Agreement => Some("volgens de verlening of een afspraak"),
        };
        let parts: Vec<&str> = citation.article.as_deref().into_iter().chain(status).collect();
        parts.join("; ")
    }

    fn version(&self, from: Date, until: Option<Date>) -> String {
        match until {
            None => format!("Vanaf {}", day(from)),
            Some(until) => format!("Van {} tot en met {}", day(from), day(until)),
        }
    }

    fn read(&self, published: Option<Date>, text: Option<&str>) -> Option<String> {
        let published = published.map(|date| format!("Bekendgemaakt op {}.", day(date)));
        let text = text.map(|text| format!("Gelezen tekst: {text}."));
        sentences([published, text])
    }

    fn list(&self, items: &[String]) -> String {
        joined(items, "en")
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
    let digits = amount.dutch_whole().unwrap_or_else(|| amount.dutch());
    format!("€ {digits}")
}

fn percent(rate: Rate) -> String {
    rate.to_string().replace('.', ",")
}

fn unit(rule: Unit) -> String {
    match rule {
        Unit::CalendarYear => "Er wordt per kalenderjaar afgerekend".to_owned(),
        Unit::Term => "Er wordt eenmaal afgerekend, na de laatste dag van de bestedingsperiode".to_owned(),
        Unit::Years { years, start } => {
            let last = |first: i16| first.saturating_add(i16::from(years).max(1) - 1);
            let next = last(start).saturating_add(1);
            format!(
                "Er wordt per {years} jaar afgerekend: {start} tot en met {}, {next} tot en met {}, enzovoort",
                last(start),
                last(next)
            )
        }
    }
}

fn window(rule: Window) -> String {
    let when = match rule {
        Window::TrancheYear => "in het kalenderjaar van de jaarschijf".to_owned(),
        Window::Period { from, until } => format!("van {} tot en met {}", day(from), day(until)),
        Window::Until(until) => format!("tot en met {}", day(until)),
        Window::Tranche => "in de periode die de beschikking voor de jaarschijf noemt".to_owned(),
        Window::Unit => "van 1 januari van het jaar van de jaarschijf tot en met de laatste dag van de afrekenperiode".to_owned(),
    };
    format!("Het geld mag worden besteed {when}")
}

fn eligible(rule: &Eligible) -> String {
    match rule {
        Eligible::Any => "Alle kosten komen in aanmerking".to_owned(),
        Eligible::Goal(goal) => format!("Kosten voor dit doel komen in aanmerking: “{goal}”; een mens beoordeelt dat"),
        Eligible::Costs(condition) if condition.only.is_empty() => {
            format!("Alle kosten komen in aanmerking{}", except(condition))
        }
        Eligible::Costs(condition) => format!("Alleen {} komen in aanmerking", costs(condition)),
    }
}

/// The costs that meet a condition.
fn costs(condition: &Condition) -> String {
    let only = match condition.matching {
        Matching::All => in_columns(&condition.only, ", en met "),
        Matching::Any => in_columns(&condition.only, ", of met "),
    };
    match only.as_str() {
        "" => format!("alle kosten{}", except(condition)),
        only => format!("kosten met {only}{}", except(condition)),
    }
}

fn except(condition: &Condition) -> String {
    match in_columns(&condition.except, ", of met ").as_str() {
        "" => String::new(),
        except => format!(", behalve die met {except}"),
    }
}

/// “a” of “b” in kolom x.
fn in_columns(columns: &BTreeMap<String, BTreeSet<String>>, between: &str) -> String {
    let columns = columns.iter().map(|(column, values)| {
        let values: Vec<String> = values.iter().map(|value| format!("“{value}”")).collect();
        format!("{} in kolom “{column}”", joined(&values, "of"))
    });
    columns.collect::<Vec<_>>().join(between)
}

fn share(rule: Share) -> String {
    let of = match rule.of {
        ShareOf::Line => "elke boekingsregel",
        ShareOf::Total => "alle kosten van het jaar samen",
    };
    format!("De subsidie betaalt hoogstens {} van {of}", percent(rule.rate))
}

fn ceiling(at: At<'_>, rule: &Ceiling) -> String {
    let limit = match rule.limit {
        Limit::Amount(amount) => euros(amount),
        Limit::Share(rate, base) => format!("{} van {}", percent(rate), award(base)),
    };
    let over = match rule.over {
        Over::Bucket if at.has_parts() => "per onderdeel van een jaarschijf",
        Over::Bucket | Over::Tranche => "per jaarschijf",
        Over::Grant => "voor de hele subsidie",
    };
    let parts: Vec<String> = rule.parts.iter().map(|id| part(at, id)).collect();
    let of_parts = match parts.as_slice() {
        [] => String::new(),
        parts => format!(" van {}", joined(parts, "en")),
    };
    format!("Voor {}{of_parts} geldt {over} een plafond van {limit}", costs(&rule.costs))
}

fn part(at: At<'_>, id: &str) -> String {
    match at.part(id) {
        Some(title) => format!("onderdeel {id} ({title})"),
        None => format!("onderdeel {id}"),
    }
}

fn award(base: Base) -> &'static str {
    match base {
        Base::Award => "de verlening",
        Base::LastYear => "de verlening voor het laatste jaar van de afrekenperiode",
    }
}

fn shifting(rule: Shifting) -> String {
    let inside = |group: bool| if group { " in dezelfde groep" } else { "" };
    match rule {
        Shifting::None => "Geld voor een onderdeel mag niet naar een ander onderdeel".to_owned(),
        Shifting::UpTo { rate, inside_group } => format!(
            "Hoogstens {} van de verlening voor een onderdeel mag in het jaar kosten van een ander onderdeel{} betalen",
            percent(rate),
            inside(inside_group)
        ),
        Shifting::Free { inside_group } => format!(
            "Geld voor een onderdeel mag in het jaar zonder grens kosten van een ander onderdeel{} betalen",
            inside(inside_group)
        ),
    }
}

fn basis(rule: &Basis) -> &'static str {
    match rule {
        Basis::Realised => "Verdiend is wat werkelijk is besteed",
        Basis::PriceQuantity(_) => "Verdiend is de prijs maal de hoeveelheid, tot hoogstens de verlening",
        Basis::FixedSum(_) => "Verdiend is een vast bedrag per object, tot hoogstens de verlening",
    }
}

fn price(rule: &Price) -> String {
    let from = rule.from.map(|date| format!(" vanaf {}", day(date)));
    format!("{} per {}{}", euros(rule.price), rule.unit, from.unwrap_or_default())
}

fn unspent(at: At<'_>, rule: &Unspent) -> String {
    let rest = if at.version.excess.is_none() { "; wat daarboven uitkomt, gaat terug" } else { "" };
    match rule {
        Unspent::Refund => "Wat niet is besteed, gaat terug naar de verstrekker".to_owned(),
        Unspent::ByAgreement => {
            "Wat niet is besteed, gaat terug naar de verstrekker, tenzij een afspraak anders zegt".to_owned()
        }
        Unspent::Retain => "Wat niet is besteed, mag de ontvanger houden".to_owned(),
        Unspent::Reserve(rate) => format!(
            "Wat niet is besteed, gaat naar een reserve van hoogstens {} van de verlening{rest}",
            percent(*rate)
        ),
        Unspent::CarryOver(rule) => carry_over(at, rule, rest),
    }
}

fn carry_over(at: At<'_>, rule: &CarryOver, rest: &str) -> String {
    let (most, rest) = match rule.limit {
        None => (String::new(), ""),
        Some(Limit::Amount(amount)) => (format!(", tot hoogstens {},", euros(amount)), rest),
        Some(Limit::Share(rate, base)) => {
            let together = match base {
                Base::Award => "",
                Base::LastYear => " (één grens voor alle jaarschijven samen)",
            };
            (format!(", tot hoogstens {} van {}{together},", percent(rate), award(base)), rest)
        }
    };
    let until = match rule.until {
        Until::Date(date) => day(date),
        Until::NextYearEnd => "31 december van het jaar erna".to_owned(),
        Until::NextUnitEnd => "de laatste dag van de volgende afrekenperiode".to_owned(),
    };
    let to = match rule.to {
        _ if !at.has_parts() => "",
        Target::SamePart => " aan hetzelfde onderdeel",
        Target::AnyPart => " aan elk onderdeel",
    };
    let years = rule.tranche_years.as_ref().map(|years| {
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        let (word, years) = (if years.len() == 1 { "jaarschijf" } else { "jaarschijven" }, joined(&years, "en"));
        format!(". Dat geldt voor {word} {years}; van andere jaren gaat alles terug")
    });
    format!(
        "Wat niet is besteed, mag{most} nog tot en met {until} worden besteed{to}{rest}{}",
        years.unwrap_or_default()
    )
}

fn excess(rule: Excess) -> &'static str {
    match rule {
        Excess::Refund => "Wat boven die grens uitkomt, gaat terug naar de verstrekker",
        Excess::Retain => "Wat boven die grens uitkomt, mag de ontvanger houden",
    }
}

fn deductions(rule: &BTreeSet<Deduction>) -> String {
    let kinds = rule.iter().map(|kind| match kind {
        Deduction::Income => "eigen inkomsten",
        Deduction::Contribution => "bijdragen van derden",
        Deduction::Vat => "btw die het btw-compensatiefonds vergoedt",
    });
    let kinds: Vec<&str> = kinds.collect();
    format!("Van de kosten gaat af: {}", joined(&kinds, "en"))
}

fn exclusive_with(rule: &ExclusiveWith) -> String {
    let schemes: Vec<String> = rule.schemes.iter().map(|id| format!("“{id}”")).collect();
    let named = match schemes.as_slice() {
        [] => None,
        [one] => Some(format!("regeling {one}")),
        more => Some(format!("de regelingen {}", joined(more, "en"))),
    };
    let groups = rule.funder_groups.iter().map(|group| match group {
        FunderGroup::Eu => "een andere regeling van de Europese Unie",
        FunderGroup::Rijk => "een andere regeling van het Rijk",
        FunderGroup::Other => "een andere regeling van een andere Nederlandse overheid",
    });
    let from: Vec<String> = named.into_iter().chain(groups.map(str::to_owned)).collect();
    format!(
        "Een boekingsregel die uit deze regeling wordt betaald, mag niet ook worden betaald uit {}",
        joined(&from, "of")
    )
}

fn advance(rule: &Advance) -> String {
    match rule {
        Advance::Share(rate) => format!("{} van de verlening wordt als voorschot betaald", percent(*rate)),
        Advance::Months(rates) => {
            let months = MONTHS.iter().zip(rates).map(|(month, rate)| format!("{month} {}", percent(*rate)));
            let months: Vec<String> = months.collect();
            format!("Van de verlening wordt per maand als voorschot betaald: {}", joined(&months, "en"))
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
        weeks => format!("{weeks} weken"),
    };
    match (deadline.on, deadline.weeks) {
        (Day::Date(date), 0) => format!(" uiterlijk op {}", day(date)),
        (Day::Date(date), _) => {
            let last = deadline.of_year(date.year()).map(day);
            let last = last.map(|last| format!(", dus uiterlijk op {last}"));
            format!(" binnen {weeks} na {}{}", day(date), last.unwrap_or_default())
        }
        (Day::NextYear { month, day }, 0) => {
            format!(" uiterlijk op {} na het boekjaar", month_day(month, day))
        }
        (Day::NextYear { month, day }, _) => {
            format!(" binnen {weeks} na {} van het jaar na het boekjaar", month_day(month, day))
        }
    }
}

fn refund_term(rule: RefundTerm) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        RefundTermKind::Must => format!("De verstrekker vordert terug wat te veel is betaald{by}"),
        RefundTermKind::May => format!("De verstrekker kan terugvorderen wat te veel is betaald{by}"),
        RefundTermKind::Due => format!("De ontvanger betaalt terug{by}"),
        RefundTermKind::Limitation => match rule.years {
            Some(years) => format!("Terugvorderen kan tot {years} jaar na de vaststelling{by}"),
            None => format!("Terugvorderen kan niet onbeperkt{by}"),
        },
        RefundTermKind::SetOff => format!("Wat terug moet, mag worden verrekend{by}"),
        RefundTermKind::Interest => format!("Over wat terug moet, mogen rente en kosten worden berekend{by}"),
    }
}

fn duty(rule: Duty) -> String {
    let by = by(rule.deadline);
    match rule.kind {
        DutyKind::Accountability => format!("De ontvanger verantwoordt de besteding{by}"),
        DutyKind::Decision => format!("De verstrekker stelt het bedrag vast{by}"),
        DutyKind::Approval => format!("De verstrekker moet instemmen{by}"),
    }
}
