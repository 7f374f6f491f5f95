//! The corpus through Rust.
