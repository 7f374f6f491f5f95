"""The command `koers`.

It exits with 0 when there is a settlement, 1 when the input is refused or the output can't be written, 2 when the
command is used wrongly, and 130 when it is interrupted. It writes UTF-8 whatever the locale.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import koers
from koers.errors import KoersError

__all__ = ["main"]

REFUSED, INTERRUPTED, PIPE_CLOSED = 1, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; gives the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        parser = _parser()
        options = parser.parse_args(arguments)
        lines = [line for line, _ in options.rebook]
        if len(set(lines)) < len(lines):
            parser.error("argument --rebook: a line is booked twice")
        status = _settle(options)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still in the buffer has nowhere to go, and Python would complain of it at the end.
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        _drop_output()
        print(f"koers: {error.strerror or error}", file=sys.stderr)
        return REFUSED


def _drop_output() -> None:
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except OSError:
        pass


def _settle(options: argparse.Namespace) -> int:
    try:
        dossier = koers.load(options.folder)
        settlement = dossier.rebook(dict(options.rebook)).settle()
        _write(settlement.render(options.format, options.lang))
        return 0
    except koers.InputError as refused:
        if options.format == "json":
            _write(refused.to_json(options.lang))
        else:
            sys.stderr.write(_line(refused.render(options.lang)))
    except KoersError as error:
        sys.stderr.write(_line(f"koers: {error}"))
    return REFUSED


def _write(text: str) -> None:
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


def _line(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _rebooking(text: str) -> tuple[str, str | None]:
    line, equals, booking = text.rpartition("=")
    if not (line and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not LINE=BOOKING")
    return line, booking or None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="koers",
        description="Settles the grants of a Dutch public body, to the cent.",
    )
    parser.add_argument("--version", action="version", version=f"koers {koers.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    settle = commands.add_parser(
        "settle",
        help="settle a dossier and print the result",
        description="Settles the dossier in FOLDER and prints the result.",
    )
    settle.add_argument("folder", metavar="FOLDER", help="the folder with dossier.toml")
    settle.add_argument(
        "--format",
        choices=["text", "json", "csv", "markdown", "html"],
        default="text",
        help="the form of the result (default: %(default)s); csv is the table per tranche",
    )
    settle.add_argument(
        "--lang",
        choices=["nl", "en"],
        default="nl",
        help="the language of texts: Dutch (default) or English",
    )
    settle.add_argument(
        "--rebook",
        action="append",
        default=[],
        type=_rebooking,
        metavar="LINE=BOOKING",
        help="book a line otherwise, as in BZ-1=iza or BZ-1=iza:60%%;gala15:40%%; nothing after = takes the booking "
        "away (may be repeated)",
    )
    return parser
