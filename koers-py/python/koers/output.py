"""How the commands write and refuse."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from koers.errors import InputError, UnknownSubjectError

__all__ = ["REFUSED", "line", "refuse", "write"]

REFUSED = 1
"""The status when input is refused or something can't be read or written."""


def write(text: str) -> None:
    """Writes all of a text, also where Python is told not to buffer: a raw stream may take a part and say so."""
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    rest = memoryview(text.encode("utf-8"))
    while rest:
        rest = rest[raw.write(rest) or 0 :]
    raw.flush()


def line(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def refuse(refused: InputError | UnknownSubjectError, options: argparse.Namespace) -> int:
    """Tells why input is refused: on standard output as JSON where that is asked for, else on standard error."""
    if options.format == "json":
        write(refused.to_json(options.lang))
    else:
        sys.stderr.write(line(refused.render(options.lang)))
    return REFUSED
