//! One case of the corpus: a folder with a dossier, what is changed in it, by what method it is settled, and what must
//! come out.

use std::fs;
use std::path::{Path, PathBuf};

use koers_core::dossier::{Booking, Dossier};
use koers_core::forecast::{Basis, Outlook};
use koers_core::report::{
    Format, findings_json, render_deadlines, render_forecast, settlement_json,
};
use koers_core::scheme::Condition;
use koers_core::{Findings, Lang, Method, Settlement, folder};
use toml::de::{DeTable, DeValue};

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies in the repository")
        .to_owned()
}

/// A case: `good` or `bad`, and its name.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// The folder of the dossier: the case itself, unless `case.toml` names another.
    pub(crate) dossier: PathBuf,
    rebook: Vec<(String, String)>,
    /// The grants for which lines are assumed eligible: `assume_eligible.txt`, one a line, with a dimension and its value
    /// (`a theme=zorg`) where not every line is.
    assumed: Vec<(String, Option<Condition>)>,
    /// The text of `method.toml`.
    method: Option<String>,
    /// The text of `deadlines.txt`: the as-of date of deadlines, or nothing for the usual one.
    deadlines: Option<String>,
    /// The text of `forecast.txt`: the basis of a forecast, the as-of date, the last year, and `horizon`, as far as they are
    /// asked for.
    forecast: Option<String>,
}

/// What running a case gives.
pub(crate) type Outcome = Result<Settlement, Findings>;

/// The cases of a kind, by name.
pub(crate) fn cases(kind: &'static str) -> Vec<Case> {
    let folder = root().join("tests/corpus").join(kind);
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| {
            let name = entry.expect("readable").file_name();
            name.into_string().expect("an ASCII name")
        })
        .collect();
    names.sort_unstable();
    assert!(!names.is_empty(), "no cases in {}", folder.display());
    names
        .into_iter()
        .map(|name| Case::read(kind, folder.join(&name), name))
        .collect()
}

/// All cases: the good, then the bad.
pub(crate) fn all() -> Vec<Case> {
    let mut all = cases("good");
    all.extend(cases("bad"));
    all
}

impl Case {
    fn read(kind: &'static str, folder: PathBuf, name: String) -> Case {
        let (mut dossier, mut rebook) = (folder.clone(), Vec::new());
        if let Ok(text) = fs::read_to_string(folder.join("case.toml")) {
            let table = DeTable::parse(&text).expect("case.toml is TOML");
            for (key, value) in table.get_ref() {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("dossier", DeValue::String(path)) => dossier = root().join(path.as_ref()),
                    ("rebook", DeValue::Table(lines)) => {
                        rebook = lines
                            .iter()
                            .map(|(line, booking)| pair(line.get_ref(), booking.get_ref()))
                            .collect();
                    }
                    (other, _) => panic!("{kind}/{name}/case.toml: unknown key {other}"),
                }
            }
        }
        let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
        let assumed = text("assume_eligible.txt").unwrap_or_default();
        let assumed = assumed.lines().map(assumption).collect();
        Case {
            method: text("method.toml"),
            deadlines: text("deadlines.txt"),
            forecast: text("forecast.txt"),
            kind,
            name,
            folder,
            dossier,
            rebook,
            assumed,
        }
    }

    /// Runs the case on the dossier in another folder than its own.
    pub(crate) fn run_in(&self, folder: &Path) -> Outcome {
        let mut dossier = folder::load(folder)?;
        if !self.rebook.is_empty() {
            dossier = self.rebooked(&dossier)?;
        }
        for (grant, costs) in &self.assumed {
            dossier = dossier.assume_eligible(grant, costs.clone())?;
        }
        match &self.method {
            Some(text) => dossier.settle_by(&Method::from_toml("method.toml", text)?),
            None => dossier.settle(),
        }
    }

    /// Runs the case.
    pub(crate) fn run(&self) -> Outcome {
        self.run_in(&self.dossier)
    }

    /// The deadlines of a settlement as canonical JSON, where the case asks for them.
    pub(crate) fn deadlines(&self, settlement: &Settlement) -> Option<String> {
        let as_of = match self.deadlines.as_ref()?.trim() {
            "" => None,
            text => Some(text.parse().expect("a date in deadlines.txt")),
        };
        Some(match settlement.deadlines(as_of) {
            Ok(deadlines) => render_deadlines(&deadlines, Format::Json, Lang::Nl),
            Err(findings) => findings_json(&findings, Lang::Nl),
        })
    }

    /// The forecast from a settlement as canonical JSON, where the case asks for one.
    pub(crate) fn forecast(&self, settlement: &Settlement) -> Option<String> {
        let mut words = self.forecast.as_ref()?.split_whitespace();
        let basis = Basis::parse(words.next().expect("a basis in forecast.txt"));
        let mut outlook = Outlook::new(basis.expect("a basis in forecast.txt"));
        if let Some(day) = words.next() {
            outlook = outlook.as_of(day.parse().expect("a date in forecast.txt"));
        }
        if let Some(year) = words.next() {
            outlook = outlook.through(year.parse().expect("a year in forecast.txt"));
        }
        if let Some(word) = words.next() {
            assert_eq!(word, "horizon", "the last word of forecast.txt");
            outlook = outlook.horizon();
        }
        Some(match settlement.forecast(&outlook) {
            Ok(forecast) => render_forecast(&forecast, Format::Json, Lang::Nl),
            Err(findings) => findings_json(&findings, Lang::Nl),
        })
    }

    fn rebooked(&self, dossier: &Dossier) -> Result<Dossier, Findings> {
        let changes = self.rebook.iter().map(|(line, booking)| {
            let booking: Option<Booking> = Some(booking.parse().expect("a booking in case.toml"));
            (line.as_str(), booking)
        });
        dossier.rebook(changes)
    }

    /// The expected file called `name`, if it is there.
    pub(crate) fn expected(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(name)).ok()
    }

    /// `good/NAME`.
    pub(crate) fn label(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }
}

/// A line of `assume_eligible.txt`.
fn assumption(line: &str) -> (String, Option<Condition>) {
    let (grant, costs) = line.split_once(' ').unwrap_or((line, ""));
    let costs = costs.split_once('=');
    let costs = costs.map(|(name, value)| Condition::new().only(name, [value]));
    (grant.to_owned(), costs)
}

fn pair(line: &str, booking: &DeValue<'_>) -> (String, String) {
    let DeValue::String(booking) = booking else {
        panic!("a booking in case.toml is text");
    };
    (line.to_owned(), booking.to_string())
}

/// The canonical JSON of a run.
pub(crate) fn json(outcome: &Outcome, lang: Lang) -> String {
    match outcome {
        Ok(settlement) => settlement_json(settlement, lang),
        Err(findings) => findings_json(findings, lang),
    }
}

/// The findings of a run.
pub(crate) fn findings(outcome: &Outcome) -> &Findings {
    match outcome {
        Ok(settlement) => settlement.findings(),
        Err(findings) => findings,
    }
}
