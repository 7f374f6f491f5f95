"""The command `koers explain`: why a figure of a settlement is what it is, or why something was not paid."""

from __future__ import annotations

import argparse
import sys

import koers
from koers.cli_options import add_changes, add_lang, changed, check_changes, year
from koers.errors import KoersError
from koers.output import REFUSED, line, refuse, write
from koers.types import Format

__all__ = ["add_parser"]

FORMATS: dict[str, Format] = {"text": "text", "json": "json", "csv": "csv", "markdown": "markdown", "md": "markdown", "html": "html"}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    explain = commands.add_parser(
        "explain",
        help="explain a grant, a line, a refund, a carry-over, own funds or a theme",
        description="Settles the dossier in FOLDER, and explains a figure as a tree of reasons that adds up, with articles and "
        "sources.",
    )
    explain.add_argument("folder", metavar="FOLDER", help="the folder with dossier.toml")
    explain.add_argument(
        "subject",
        metavar="SUBJECT",
        help="what is explained: the id of a grant or a line, refund, carry_over, own_funds, or key=value, as in refund=iza, "
        "line=BZ-1 and theme=Ouderen",
    )
    explain.add_argument(
        "--why-not",
        action="store_true",
        help="tell what keeps grants from paying a line or own_funds, or what could have lowered a refund, instead",
    )
    explain.add_argument("--year", type=year, metavar="YEAR", help="of this book year alone (default: all of them)")
    explain.add_argument(
        "--format",
        choices=list(FORMATS),
        default="text",
        help="the form of the result (default: %(default)s); csv has a row for each reason, with its depth",
    )
    add_lang(explain)
    add_changes(explain)
    explain.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    check_changes(options)
    try:
        settlement = changed(koers.load(options.folder), options).settle(options.method)
        ask = settlement.why_not if options.why_not else settlement.explain
        explanation = ask(options.subject, year=options.year, lang=options.lang)
        write(explanation.render(FORMATS[options.format]))
        return 0
    except (koers.InputError, koers.UnknownSubjectError) as refused:
        return refuse(refused, options)
    except KoersError as error:
        sys.stderr.write(line(f"koers: {error}"))
    return REFUSED
