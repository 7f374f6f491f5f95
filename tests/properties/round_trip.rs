//! The same dossier from files in any style and from memory gives the same result.

use koers_core::{Lang, folder};
use proptest::prelude::*;

use crate::support::cases::{Case, cases};
use crate::support::files::Style;
use crate::support::folder::Folder;
use crate::support::tables::without_places;
use crate::support::{config, settled};

fn styles() -> impl Strategy<Value = Style> {
    let delimiter = prop_oneof![Just(','), Just(';'), Just('|')];
    (any::<bool>(), delimiter, any::<bool>(), any::<bool>()).prop_map(
        |(windows_1252, delimiter, dutch, quoted)| Style {
            windows_1252,
            delimiter,
            dutch,
            quoted,
        },
    )
}

pub(crate) fn write(case: &Case, style: Style) -> Folder {
    let folder = Folder::new();
    for scheme in &case.schemes {
        folder.write(&format!("schemes/{}.toml", scheme.id), scheme.toml());
    }
    folder.write("dossier.toml", case.dossier_toml(style));
    folder.write("cost_lines.csv", style.encode(&case.cost_lines(style)));
    folder.write("budget.csv", style.encode(&case.budget_csv(style)));
    folder
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn files_and_memory_agree(case in cases(), style in styles()) {
        let folder = write(&case, style);
        let memory = settled(&case)?;
        let dossier = folder::load(folder.path()).map_err(|findings| TestCaseError::fail(findings.render(Lang::En)))?;
        let files = dossier.settle().map_err(|findings| TestCaseError::fail(findings.render(Lang::En)))?;
        prop_assert_eq!(without_places(&files), without_places(&memory));
        prop_assert_eq!(files.receipt(), memory.receipt());
        prop_assert_eq!(files.by(&["line", "period"]).ok(), memory.by(&["line", "period"]).ok());
        prop_assert_eq!(files.dossier().lines().len(), case.lines.len());
    }
}
