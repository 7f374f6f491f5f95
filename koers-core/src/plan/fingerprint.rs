//! A fingerprint of all that a plan goes by.

use super::Plan;

impl Plan {
    pub(crate) fn fingerprint(&self) -> String {
        String::new()
    }
}
