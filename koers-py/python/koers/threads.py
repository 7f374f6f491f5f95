"""The number of threads of a run."""

from __future__ import annotations

__all__ = ["checked_threads"]

MOST_THREADS = 1 << 16
"""More threads than any machine has."""


def checked_threads(threads: int) -> int:
    """The number of threads; more than there can be use are no more."""
    if not isinstance(threads, int) or isinstance(threads, bool):
        raise TypeError(f"threads must be a whole number, not {type(threads).__name__}")
    if threads < 1:
        raise ValueError(f"threads must be 1 or more, not {threads}")
    return min(threads, MOST_THREADS)
