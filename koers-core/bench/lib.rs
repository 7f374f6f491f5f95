//! What the measurements are made on.

mod draw;
pub mod engine;
#[allow(
    dead_code,
    unused_imports,
    reason = "the solver is measured from its source; not all of it is called"
)]
#[path = "../src/flow/mod.rs"]
mod flow;
pub mod lines;
pub mod measure;
pub mod network;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "what the solver needs of the core"
)]
#[path = "../src/progress.rs"]
mod progress;
pub mod rivals;
pub mod rules;
mod text;
mod transport;

pub use draw::Draw;
pub use text::scheme;
