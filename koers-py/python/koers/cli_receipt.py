"""The command `koers verify`: whether a dossier still gives what a receipt says."""

from __future__ import annotations

import argparse

import koers
from koers import _koers
from koers.cli_options import add_lang, add_threads
from koers.output import REFUSED, line, refuse, write

__all__ = ["add_parser"]

SAME = {"nl": "geen verschillen", "en": "no differences"}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    verify = commands.add_parser(
        "verify",
        help="see whether a dossier still gives what a receipt says",
        description="Settles the dossier in FOLDER by the method of the receipt in RECEIPT (of koers settle --receipt), and "
        "prints what differs: rules, dossier, lines, totals, results. Exits with 1 when anything does. That the receipt is of "
        "another version of the library is told, and is no difference.",
    )
    verify.add_argument("receipt", metavar="RECEIPT", help="the file with the receipt")
    verify.add_argument("folder", metavar="FOLDER", help="the folder with dossier.toml")
    verify.add_argument(
        "--format",
        choices=["text", "json"],
        default="text",
        help="the form of the result (default: %(default)s)",
    )
    add_lang(verify)
    verify.add_argument(
        "--as-of",
        metavar="DATE",
        help="settle with the rules as they were known on this date, as koers settle --as-of does",
    )
    add_threads(verify)
    verify.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    try:
        receipt = _koers.receipt_file(options.receipt)
        dossier = koers.load(options.folder)
        if options.as_of is not None:
            dossier = dossier.known_on(options.as_of)
        found = receipt.verify(dossier._core, options.threads)
    except koers.InputError as refused:
        return refuse(refused, options)
    errors, warnings, _ = found.counts
    if options.format == "json":
        write(found.json(options.lang))
    else:
        if len(found):
            write(line(found.render(options.lang)))
        if not (errors or warnings):
            write(SAME[options.lang] + "\n")
    return REFUSED if errors or warnings else 0
