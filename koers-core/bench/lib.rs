//! What the measurements are made on.

mod draw;
#[allow(
    dead_code,
    reason = "the solver is measured from its source; not all of it is called"
)]
#[path = "../src/flow/mod.rs"]
mod flow;
pub mod network;
#[allow(
    dead_code,
    unreachable_pub,
    reason = "what the solver needs of the core"
)]
#[path = "../src/progress.rs"]
mod progress;
mod text;
mod transport;

pub use draw::Draw;
pub use text::scheme;
