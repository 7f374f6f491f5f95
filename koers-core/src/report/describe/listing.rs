//! The schemes at a glance.

use crate::diag::Lang;
use crate::scheme::Schemes;
use crate::tables::SchemeRow;

impl Schemes {
    /// A row per scheme, by id, with titles in `lang` where there are.
    #[must_use]
    pub fn rows(&self, lang: Lang) -> Vec<SchemeRow> {
        let rows = self.iter().map(|scheme| SchemeRow {
            id: scheme.id.clone(),
            title: scheme.title_in(lang).to_owned(),
            funder: scheme.funder.clone(),
            funder_group: scheme.funder_group.as_str().to_owned(),
            draft: if scheme.draft { "yes" } else { "no" }.to_owned(),
            since: scheme.versions.first().map(|version| version.from),
            // A scheme has far fewer.
            versions: i16::try_from(scheme.versions.len()).unwrap_or(i16::MAX),
        });
        rows.collect()
    }
}
