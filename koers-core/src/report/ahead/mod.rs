//! What is ahead of a settlement, for people.

mod deadlines;
mod forecast;
pub(super) mod ground;

pub use deadlines::render_deadlines;
pub use forecast::{render_forecast, render_forecast_diff, render_scenarios};

use super::people::otherwise;
use super::sheet::Value;
use crate::diag::{Code, Lang};
use crate::forecast::Names;

/// What people call a tranche or a part of it: its grant, and which of them where the grant has several.
fn name(names: &Names, grant: &str, of: (Option<&str>, Option<&str>), lang: Lang) -> String {
    let mut name = names.grant(grant).to_owned();
    let (tranche, part) = of;
    if let Some(tranche) = tranche.filter(|_| names.several(grant)) {
        name = format!("{name}, {tranche}");
        if let Some(part) = part {
            let word = match lang {
                Lang::Nl => "onderdeel",
                Lang::En => "part",
            };
            name = format!("{name}, {word} {part}");
        }
    }
    name
}

/// Whether a finding is about a forecast, and not about what is settled in it.
const fn is_of_plan(code: Code) -> bool {
    matches!(
        code,
        Code::HorizonOutside
            | Code::HorizonUnproven
            | Code::HorizonIsChain
            | Code::HorizonTooMany
            | Code::BudgetEnds
    )
}

/// Whose figures they are, and by what they are otherwise than booked.
fn whose(names: &Names, lang: Lang) -> String {
    let what_if = otherwise(&names.method, &names.assumed, lang);
    format!("{} ({}){what_if}", names.title, names.holder)
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// One of two texts.
const fn told<'t>(lang: Lang, dutch: &'t str, english: &'t str) -> &'t str {
    match lang {
        Lang::Nl => dutch,
        Lang::En => english,
    }
}
