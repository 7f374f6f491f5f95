"""Settles the accounts of Twentse Koers for 2024, asks a what-if, and gives a table per theme.

    python examples/python/settle.py [FOLDER]
"""

import sys
from pathlib import Path

import koers


def main() -> None:
    """Prints the settlement, what another booking would save, and the budget by theme."""
    usual = Path(__file__).parents[1] / "twentse-koers-2024"
    dossier = koers.load(sys.argv[1] if len(sys.argv) > 1 else usual)
    booked = dossier.settle()
    print(booked.render())

    rebooked = dossier.rebook({"BZ-1": {"iza": "4161", "gala15": "rest"}}).settle()
    saved = booked.total("refund") - rebooked.total("refund")
    print(f"With the overspend of BZ-1 on IZA, {saved} less would go back.\n")

    for row in booked.by("theme"):
        print(f"{row[0]}: {row.realised} of {row.budget}, paid by {row.grant or 'own funds'}")


if __name__ == "__main__":
    try:
        main()
    except koers.InputError as refused:
        sys.exit(str(refused))
