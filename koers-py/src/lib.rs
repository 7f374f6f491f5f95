//! The Python package of Koers.
