"""What the commands that settle a dossier take: what is changed in it, by what method, and in which form."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import koers

__all__ = [
    "Misuse",
    "add_changes",
    "add_format",
    "add_lang",
    "add_method",
    "add_threads",
    "changed",
    "check_changes",
    "year",
]


class Misuse(Exception):
    """The command is used wrongly, in a way that only shows when it is run."""


def check_changes(options: argparse.Namespace) -> None:
    """Refuses what is changed twice."""
    changes = [
        ("--rebook", "a line is booked twice", options.rebook),
        ("--amount", "a line has two amounts", options.amount),
        ("--award", "a tranche has two awards", options.award),
        ("--ceiling", "a ceiling has two amounts", options.ceiling),
        ("--preference", "a grant has two preferences", options.preference),
    ]
    for option, twice, pairs in changes:
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            raise Misuse(f"argument {option}: {twice}")


def changed(dossier: koers.Dossier, options: argparse.Namespace) -> koers.Dossier:
    """The dossier with what the options change in it."""
    dossier = dossier.rebook(dict(options.rebook)).with_amounts(dict(options.amount))
    for (grant, tranche, part), amount in options.award:
        dossier = dossier.with_award(grant, tranche, amount, part=part)
    for (scheme, name), amount in options.ceiling:
        dossier = dossier.with_ceiling(scheme, name, amount)
    for grant, preference in options.preference:
        dossier = dossier.with_preference(grant, preference)
    for grant in options.assume_eligible:
        dossier = dossier.assume_eligible(grant)
    return dossier


def _pair(text: str, form: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not {form}")
    return name, value


def _rebooking(text: str) -> tuple[str, str | None]:
    line, booking = _pair(text, "LINE=BOOKING")
    return line, booking or None


def _amount(text: str) -> tuple[str, str]:
    return _pair(text, "LINE=AMOUNT")


def _award(text: str) -> tuple[tuple[str, str, str | None], str]:
    form = "GRANT/TRANCHE=AMOUNT or GRANT/TRANCHE/PART=AMOUNT"
    path, amount = _pair(text, form)
    match path.split("/"):
        case [grant, tranche]:
            return (grant, tranche, None), amount
        case [grant, tranche, part]:
            return (grant, tranche, part), amount
    raise argparse.ArgumentTypeError(f"{text!r} is not {form}")


def _ceiling(text: str) -> tuple[tuple[str, str], str]:
    form = "SCHEME/NAME=AMOUNT"
    path, amount = _pair(text, form)
    scheme, slash, name = path.partition("/")
    if not slash:
        raise argparse.ArgumentTypeError(f"{text!r} is not {form}")
    return (scheme, name), amount


def _preference(text: str) -> tuple[str, int | None]:
    form = "GRANT=N"
    grant, number = _pair(text, form)
    if number and not (number.isascii() and number.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not {form}")
    return grant, int(number) if number else None


def _method(text: str) -> str | Path:
    """A word, or the path of a method file."""
    return Path(text) if text.lower().endswith(".toml") else text


def add_changes(parser: argparse.ArgumentParser) -> None:
    """The options by which a dossier is changed, and the method."""
    parser.add_argument(
        "--rebook",
        action="append",
        default=[],
        type=_rebooking,
        metavar="LINE=BOOKING",
        help="book a line otherwise, as in BZ-1=iza or BZ-1=iza:60%%;gala15:40%%; nothing after = takes the booking "
        "away (may be repeated)",
    )
    add_method(parser)
    changes: list[tuple[str, Callable[[str], object], str, str]] = [
        ("--assume-eligible", str, "GRANT", "take all costs to be eligible for a grant, whatever its scheme says"),
        ("--amount", _amount, "LINE=AMOUNT", "give a line another amount, as in BZ-1=1250.00"),
        ("--award", _award, "GRANT/TRANCHE[/PART]=AMOUNT", "give a tranche another award, as in iza/2024=500000"),
        ("--ceiling", _ceiling, "SCHEME/NAME=AMOUNT", "give a ceiling of a scheme another amount"),
        ("--preference", _preference, "GRANT=N", "give a grant another place in the order of grants; none after = takes it away"),
    ]
    for option, kind, form, text in changes:
        parser.add_argument(option, action="append", default=[], type=kind, metavar=form, help=f"{text} (may be repeated)")


def add_method(parser: argparse.ArgumentParser) -> None:
    """The option for the method."""
    parser.add_argument(
        "--method",
        type=_method,
        metavar="METHOD",
        help="how costs are put on grants: booked (each on the grant it is booked on; the default), priority (each grant "
        "in order as much as it can), least-refund (so that the least money is lost), or the path of a method file with its steps "
        "(pro-rata among them), which ends in .toml",
    )


def _threads(text: str) -> int:
    """A number of threads."""
    if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of threads from 1")
    return int(text)


def year(text: str) -> int:
    """A year of four digits."""
    if not text.isascii() or not text.isdigit() or len(text) != 4:
        raise argparse.ArgumentTypeError(f"{text!r} is not a year")
    return int(text)


def add_threads(parser: argparse.ArgumentParser) -> None:
    """The option for the number of threads."""
    parser.add_argument(
        "--threads",
        type=_threads,
        default=1,
        metavar="N",
        help="with how many threads lines are read, where there are hundreds of thousands; the result is the same (default: %(default)s)",
    )


def add_format(parser: argparse.ArgumentParser, csv: str) -> None:
    """The option for the form of the result; `csv` says what it is as CSV."""
    parser.add_argument(
        "--format",
        choices=["text", "json", "csv", "markdown", "html"],
        default="text",
        help=f"the form of the result (default: %(default)s); {csv}",
    )


def add_lang(parser: argparse.ArgumentParser) -> None:
    """The option for the language."""
    parser.add_argument(
        "--lang",
        choices=["nl", "en"],
        default="nl",
        help="the language of texts: Dutch (default) or English",
    )
