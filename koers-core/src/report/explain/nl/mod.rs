//! Explanations in Dutch: every sentence of them.

mod why;

use self::why::{cause_of, how_of, obstacle_of};
use super::say::{self, Say};
use crate::calendar::Period;
use crate::dossier::LineKind;
use crate::explain::{BucketName, Figure, GrantName, Many, Statement, Subject, Term, Told};
use crate::report::sentence::dutch as outcome;
use crate::scheme::{Deduction, Status};
use crate::settle::Rests;

/// What a node says, without a full stop.
#[expect(clippy::too_many_lines, reason = "one table, one row per statement")]
pub(super) fn statement(said: &Statement, say: &Say) -> String {
    match said {
        Statement::Figure {
            figure,
            told,
            grant,
            year,
        } => told_by(figure_of(*figure, grant.as_ref(), *year), *figure, *told),
        Statement::InYear { year } => format!("In {year}"),
        Statement::OfGrant { grant } => name(grant),
        Statement::Outcome { bucket, reason } => {
            format!("{}: {}", of_bucket(bucket), outcome(reason, true))
        }
        Statement::Term { term } => term_of(*term).to_owned(),
        Statement::Movement { bucket, period } => {
            format!("{}, {}", of_bucket(bucket), on(say, *period))
        }
        Statement::Group { dimension, value } => group(dimension, value.as_deref()),
        Statement::Line { line } => say.line(line),
        Statement::Others { what, count } => others(*what, *count),
        Statement::LessThanBudgeted { budget, realised } => {
            let what = if budget >= realised {
                "Minder besteed dan begroot"
            } else {
                "Meer besteed dan begroot"
            };
            format!("{what}: {}", against(say.pair(*budget, *realised)))
        }
        Statement::GroupAgainstBudget {
            dimension,
            value,
            budget,
            realised,
        } => format!(
            "{}: {}",
            group(dimension, value.as_deref()),
            against(say.pair(*budget, *realised))
        ),
        Statement::LineAgainstBudget {
            line,
            budget,
            realised,
        } => format!(
            "{}: {}",
            say.line(line),
            against(say.pair(*budget, *realised))
        ),
        Statement::BudgetOfNoLine => "Begroot zonder dat er een regel bij staat".to_owned(),
        Statement::WithoutBudget { count } => {
            let lines = counted(*count, "regel", "regels");
            format!("Kosten waarvoor geen eigen bedrag begroot is ({lines})")
        }
        Statement::NeverBudgeted { room, budget } => {
            let what = if room >= budget {
                "Nooit begroot"
            } else {
                "Meer begroot dan er te besteden was"
            };
            let (room, budget) = say.pair(*room, *budget);
            format!("{what}: te besteden {room}, begroot {budget}")
        }
        Statement::WholeLine { line, period, kind } => {
            let what = match kind {
                LineKind::Cost => "Kosten",
                LineKind::Income => "Inkomsten",
                LineKind::Contribution => "Bijdrage van derden",
            };
            format!("{what}: {} ({})", say.line(line), say.period(*period))
        }
        Statement::PaidBy { bucket, year, how } => {
            format!("Betaald door {} in {year}: {}", full(bucket), how_of(*how))
        }
        Statement::OnOwnFunds { cause, limit } => {
            let kept = cause_of(*cause, limit.as_ref(), say);
            match limit {
                Some(limit) => format!("Eigen middelen: {kept} ({})", name(limit.grant())),
                None => format!("Eigen middelen: {kept}"),
            }
        }
        Statement::TakenOff { grant, kind } => {
            let what = match kind {
                None => "Vooraf afgetrokken",
                Some(Deduction::Income) => "Afgetrokken: eigen inkomsten",
                Some(Deduction::Contribution) => "Afgetrokken: bijdragen van derden",
                Some(Deduction::Vat) => "Afgetrokken: btw die het btw-compensatiefonds betaalt",
            };
            match grant {
                Some(grant) => format!("{what} (regeling van {})", name(grant)),
                None => what.to_owned(),
            }
        }
        Statement::Realised {
            dimension,
            value,
            year,
        } => format!(
            "Besteed aan {}{}, per subsidie",
            valued(dimension, value, say),
            in_year(*year)
        ),
        Statement::BalanceOf {
            dimension,
            value,
            year,
        } => format!(
            "Begroot min besteed voor {}{}",
            valued(dimension, value, say),
            in_year(*year)
        ),
        Statement::WhyOwnFunds { line } => {
            format!("Niet door een subsidie betaald: {}", say.line(line))
        }
        Statement::Obstacles { line } => {
            format!(
                "Wie betaalt {}, en waarom betalen de andere subsidies niet?",
                say.line(line)
            )
        }
        Statement::Obstacle { bucket, obstacle } => {
            format!("{}: {}", full(bucket), obstacle_of(obstacle, say))
        }
        Statement::Stands { grant, obstacle } => {
            format!("{}: {}", name(grant), obstacle_of(obstacle, say))
        }
        Statement::Saved { grant: Some(grant) } => {
            format!("Te besparen door kosten te boeken op {}", name(grant))
        }
        Statement::Saved { grant: None } => "Te besparen door kosten anders te boeken".to_owned(),
        Statement::Rebook {
            line,
            from,
            to,
            moved,
        } => {
            let from = from.as_ref().map_or("eigen middelen".to_owned(), name);
            format!(
                "Boek {} voor {} om: van {from} naar {}",
                say.line(line),
                say.amount(*moved),
                name(to)
            )
        }
        Statement::NothingSaves { grant: Some(grant) } => {
            format!(
                "Er is geen andere boeking op {} gevonden die geld bespaart",
                name(grant)
            )
        }
        Statement::NothingSaves { grant: None } => {
            "Er is geen andere boeking gevonden die geld bespaart".to_owned()
        }
        Statement::Least {
            year,
            grants,
            lines,
        } => {
            let grants = list(grants);
            let all = match lines {
                0 => format!("er zijn geen kosten die {grants} kan betalen"),
                1 => format!(
                    "volgens het dossier komt alleen 1 regel met kosten in aanmerking voor {grants}, en die is al meegerekend"
                ),
                lines => format!(
                    "volgens het dossier komen alleen {lines} regels met kosten in aanmerking voor {grants}, en die zijn al meegerekend"
                ),
            };
            format!(
                "Dit gaat over {year} hoe dan ook terug, op welke subsidie de kosten ook staan: {all}"
            )
        }
        Statement::Unproven { rules } => format!(
            "Zoveel minder zou nog kunnen door regels die het bewijs niet meeneemt ({})",
            rules.join(", ")
        ),
        Statement::Elsewhere { grant, year } => {
            format!("Kosten die {} niet betaalt{}", name(grant), in_year(*year))
        }
        Statement::KeptAway {
            grant,
            obstacle,
            count,
        } => {
            let lines = counted(*count, "regel", "regels");
            let kept = obstacle_of(obstacle, say);
            if say::is_about_grant(obstacle) {
                format!("{lines}: {} {kept}", name(grant))
            } else {
                format!("{lines}: {kept}")
            }
        }
    }
}

/// The rule or agreement that a node rests on.
pub(super) fn rests(rests_on: &Rests, say: &Say) -> String {
    match rests_on {
        Rests::Opening => "volgens de beginstand".to_owned(),
        Rests::Agreement { source, instead_of } => {
            let instead = instead_of
                .as_ref()
                .map(|article| format!(", in afwijking van {article}"));
            format!("volgens afspraak: {source}{}", instead.unwrap_or_default())
        }
        Rests::Rule {
            scheme,
            version,
            article,
            status,
        } => {
            let sure = match status {
                Status::Text => "",
                Status::Secondary => ", niet uit de tekst zelf",
                Status::Agreement => ", volgens de verlening",
            };
            let of = match article {
                Some(article) => format!("{article} van {scheme}"),
                None => format!("regeling {scheme}"),
            };
            format!("{of}, versie van {}{sure}", say.day(*version))
        }
    }
}

/// What is asked, in the heading.
/// What is explained; `grant` is what people call the grant in it.
pub(super) fn subject((subject, grant): (&Subject, &str), why_not: bool) -> String {
    let what = match subject {
        Subject::Grant(_) => format!("subsidie {grant}"),
        Subject::Line(id) => format!("regel {id}"),
        Subject::Refund(None) => "wat er terug te betalen is".to_owned(),
        Subject::Refund(Some(_)) => format!("wat er terug te betalen is uit {grant}"),
        Subject::CarryOver(None) => "wat er meegaat naar een volgend jaar".to_owned(),
        Subject::CarryOver(Some(_)) => {
            format!("wat er uit {grant} meegaat naar een volgend jaar")
        }
        Subject::OwnFunds => "wat er op eigen middelen staat".to_owned(),
        Subject::Value { dimension, value } => format!("{value} ({dimension})"),
    };
    if why_not {
        format!("Waarom niet: {what}")
    } else {
        format!("Uitleg: {what}")
    }
}

pub(super) fn source(text: &str) -> String {
    format!("bron: {text}")
}

fn name(grant: &GrantName) -> String {
    grant.title.as_ref().unwrap_or(&grant.id).clone()
}

fn of_bucket(bucket: &BucketName) -> String {
    match &bucket.part {
        Some(part) => format!("Jaarschijf {}, onderdeel {part}", bucket.tranche),
        None => format!("Jaarschijf {}", bucket.tranche),
    }
}

fn full(bucket: &BucketName) -> String {
    let of = match &bucket.part {
        Some(part) => format!("jaarschijf {}, onderdeel {part}", bucket.tranche),
        None => format!("jaarschijf {}", bucket.tranche),
    };
    format!("{} ({of})", name(&bucket.grant))
}

/// When money moved.
fn on(say: &Say, period: Period) -> String {
    let word = if period.first() == period.last() {
        "op"
    } else {
        "in"
    };
    format!("{word} {}", say.period(period))
}

fn valued(dimension: &str, value: &str, say: &Say) -> String {
    format!("{} ({dimension})", say.clip(value))
}

fn in_year(year: Option<i16>) -> String {
    year.map_or_else(|| " in alle jaren".to_owned(), |year| format!(" in {year}"))
}

fn figure_of(figure: Figure, grant: Option<&GrantName>, year: Option<i16>) -> String {
    let over = year.map_or_else(
        || "over alle jaren".to_owned(),
        |year| format!("over {year}"),
    );
    let end = year.map_or_else(|| "aan het einde".to_owned(), |year| format!("eind {year}"));
    let of = grant
        .map(|grant| format!(" uit {}", name(grant)))
        .unwrap_or_default();
    match figure {
        Figure::Spent => format!("Besteed{of}{}", in_year(year)),
        Figure::Balance => format!("Saldo{} {end}", of.replacen(" uit ", " van ", 1)),
        Figure::Refund => format!("Terug te betalen{of} {over}"),
        Figure::CarryOver => format!("Gaat{of} {end} mee naar een volgend jaar"),
        Figure::OwnFunds => format!("Eigen middelen{}: wat geen subsidie betaalt", in_year(year)),
        Figure::Unspent => format!("Niet besteed{of}{}", in_year(year)),
        Figure::Pending => format!("Blijft{of} {end} te besteden, maar is nog niet ontvangen"),
    }
}

fn told_by(what: String, figure: Figure, told: Told) -> String {
    match (figure, told) {
        (_, Told::Lines) => format!("{what}, per regel"),
        (_, Told::Movements) => format!("{what}: zo is het berekend"),
        (_, Told::Budget) => format!("{what}: vergeleken met de begroting"),
        (Figure::Balance, Told::Reasons) => format!("{what}: wat ermee gebeurt"),
        (Figure::OwnFunds | Figure::Pending, Told::Reasons) => what,
        (_, Told::Reasons) => format!("{what}: waarom"),
    }
}

const fn term_of(term: Term) -> &'static str {
    match term {
        Term::Opening => "Beginsaldo",
        Term::Received => "Ontvangen",
        Term::Repaid => "Terugbetaald",
        Term::Spent => "Besteed",
        Term::Refund => "Terug te betalen",
        Term::CarryOver => "Gaat mee naar een volgend jaar",
        Term::Retained => "Vrij te houden",
        Term::Receivable => "Uitgegeven voordat het geld er was",
        Term::Pending => "Gaat mee, maar is nog niet ontvangen",
        Term::AboveRoom => "Meer ontvangen dan besteed mocht worden",
        Term::NeverReceived => "Vervallen zonder dat het ontvangen is",
        Term::Owed => "Terug te betalen uit eerdere jaren",
        Term::Restated => "Uit afgesloten jaren",
        Term::RestatedRefund => {
            "Uit afgesloten jaren: anders terug te betalen dan toen zij zijn afgesloten"
        }
        Term::AsClosed => "Zoals het jaar is afgesloten: anders besteed dan de regels nu zijn",
    }
}

fn group(dimension: &str, value: Option<&str>) -> String {
    match value {
        Some(value) => value.to_owned(),
        None => format!("Zonder {dimension}"),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn others(what: Many, count: usize) -> String {
    let (one, many) = match what {
        Many::Lines => ("andere regel", "andere regels"),
        Many::Groups => ("andere groep", "andere groepen"),
        Many::Grants => ("andere subsidie", "andere subsidies"),
        Many::Entries => ("andere post", "andere posten"),
    };
    counted(count, one, many)
}

fn against((budget, realised): (String, String)) -> String {
    format!("begroot {budget}, besteed {realised}")
}

/// Names as a list in a sentence.
fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} en {last}", first.join(", ")),
    }
}
