//! Files: what is written reads back, and no bytes are a danger.

mod hostile;
mod round_trip;
mod support;
