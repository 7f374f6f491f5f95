//! Tables as text: canonical JSON, CSV, Markdown, HTML, and the settlement for people.

mod ahead;
mod compare;
mod describe;
mod explain;
mod findings;
mod json;
mod people;
mod plain;
mod prose;
mod reconcile;
mod restatement;
mod roll_forward;
mod sentence;
mod sheet;
mod year_table;

pub use ahead::{render_deadlines, render_forecast, render_forecast_diff, render_scenarios};
pub use compare::{render_advice, render_diff};
pub use explain::render_explanation;
pub use findings::render_findings;
pub(crate) use json::string as json_string;
pub use json::{findings_json, settlement_json, table_json};
pub use people::{Format, ParseFormatError, render};
pub use plain::{table_csv, table_html, table_markdown, table_text};
pub use reconcile::render_reconciliation;
pub use restatement::render_restatement;
pub use roll_forward::render_roll_forward;
pub use sentence::sentence;
