"""The command `koers reconcile`: declared figures beside a settlement."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import koers
from koers.cli_options import add_format, add_lang, add_method
from koers.errors import KoersError
from koers.output import REFUSED, line, refuse, write

__all__ = ["add_parser"]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    reconcile = commands.add_parser(
        "reconcile",
        help="put declared figures beside the settlement, with what explains each difference",
        description="Settles the dossier in FOLDER and puts figures that others declared beside it: each difference with the "
        "bridge by cause, what stays unexplained, and what nothing else confirms.",
    )
    reconcile.add_argument("folder", metavar="FOLDER", type=Path, help="the folder with dossier.toml")
    reconcile.add_argument(
        "--declared",
        type=Path,
        metavar="FILE",
        help="the table of declared figures (default: declared.csv in FOLDER)",
    )
    add_format(reconcile, "csv is the table of figures")
    add_lang(reconcile)
    add_method(reconcile)
    reconcile.set_defaults(run=_reconcile)


def _reconcile(options: argparse.Namespace) -> int:
    try:
        settlement = koers.load(options.folder).settle(options.method)
        declared = options.declared if options.declared is not None else options.folder / "declared.csv"
        found = settlement.reconcile(declared)
        write(found.render(options.format, options.lang))
        errors = any(row.severity == "error" for row in found.findings())
        return REFUSED if errors else 0
    except koers.InputError as refused:
        return refuse(refused, options)
    except KoersError as error:
        sys.stderr.write(line(f"koers: {error}"))
    return REFUSED
