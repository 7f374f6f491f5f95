"""The command `koers years`: the roll-forward of a dossier of one or more years, and the dossier of the next."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import koers
from koers import _koers
from koers.cli_options import add_format, add_lang, add_method
from koers.errors import KoersError
from koers.output import REFUSED, line, refuse, write

__all__ = ["add_parser"]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    years = commands.add_parser(
        "years",
        help="print the roll-forward of a dossier, or write the dossier of the next year",
        description="Settles the dossier in FOLDER, of one or more years, and prints its roll-forward (verloopoverzicht, BBV "
        "art. 52a): per year and funder group what stood open, came in, was released and was paid back.",
    )
    years.add_argument("folder", metavar="FOLDER", help="the folder with dossier.toml")
    add_format(years, "csv is the table per tranche")
    add_lang(years)
    add_method(years)
    instead = years.add_mutually_exclusive_group()
    instead.add_argument(
        "--next",
        type=Path,
        metavar="DIR",
        help="write the dossier of the year after as a folder, which must be empty or not there: closings are openings in it",
    )
    instead.add_argument(
        "--close",
        type=Path,
        metavar="DIR",
        help="write the dossier with its years closed as they are settled as a folder, which must be empty or not there",
    )
    instead.add_argument(
        "--restatement",
        action="store_true",
        help="print what changed in the years that the dossier says are closed, as postings with the reason then and now",
    )
    instead.add_argument(
        "--declared",
        type=Path,
        metavar="FILE",
        help="print instead where a published roll-forward (.csv) does not add up, or says otherwise than the settlement",
    )
    years.set_defaults(run=_years)


def _years(options: argparse.Namespace) -> int:
    try:
        settlement = koers.load(options.folder).settle(options.method)
        if options.next is not None:
            settlement.next_year().save(options.next)
            return 0
        if options.close is not None:
            settlement.close().save(options.close)
            return 0
        if options.restatement:
            write(settlement.render_restatement(options.format, options.lang))
            return 0
        if options.declared is None:
            write(settlement.render_roll_forward(options.format, options.lang))
            return 0
        return _told(_koers.check_roll_forward_file(options.declared, settlement._core).findings, options)
    except koers.InputError as refused:
        return refuse(refused, options)
    except KoersError as error:
        sys.stderr.write(line(f"koers: {error}"))
    return REFUSED


def _told(found: _koers.Findings, options: argparse.Namespace) -> int:
    """Prints findings; the status is that of a check."""
    write(found.write(options.format, options.lang))
    return REFUSED if found.counts[0] else 0
