"""What the commands share: how they write, refuse, and take a language and a method."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koers.errors import InputError

__all__ = ["REFUSED", "add_lang", "add_method", "line", "refuse", "write"]

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


def refuse(refused: InputError, options: argparse.Namespace) -> int:
    """Tells why input is refused: on standard output as JSON where that is asked for, else on standard error."""
    if options.format == "json":
        write(refused.to_json(options.lang))
    else:
        sys.stderr.write(line(refused.render(options.lang)))
    return REFUSED


def _method(text: str) -> str | Path:
    """A word, or the path of a method file."""
    return Path(text) if text.lower().endswith(".toml") else text


def add_method(parser: argparse.ArgumentParser) -> None:
    """Adds `--method`."""
    parser.add_argument(
        "--method",
        type=_method,
        metavar="METHOD",
        help="how costs are put on grants: booked (each on the grant it is booked on; the default), priority (each grant "
        "in order as much as it can), least-refund (so that the least money is lost), or the path of a method file with its steps "
        "(pro-rata among them), which ends in .toml",
    )


def add_lang(parser: argparse.ArgumentParser) -> None:
    """Adds `--lang`."""
    parser.add_argument(
        "--lang",
        choices=["nl", "en"],
        default="nl",
        help="the language of texts: Dutch (default) or English",
    )
