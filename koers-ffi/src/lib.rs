//! The C interface of Koers.
