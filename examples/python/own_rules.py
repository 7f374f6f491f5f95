"""A scheme of one's own, with a price per unit, checked by an example and used on a dossier from memory.

    python examples/python/own_rules.py
"""

import sys

import koers

RULES = """
format = 1

[scheme]
id = "nachtopvang"
title = "Bekostiging nachtopvang"
funder = "Stichting Voorbeeld"
funder_group = "other"
legal_basis = { title = "Bekostigingsbesluit nachtopvang" }

[[versions]]
from = 2024-01-01
unit = { period = "calendar-year", article = "art. 6", status = "text" }
window = { rule = "tranche-year", article = "art. 2", status = "text" }
eligible = { rule = "any", article = "art. 3", status = "text" }
unspent = { rule = "refund", article = "art. 7", status = "text" }

[versions.basis]
rule = "price-quantity"
article = "art. 4 lid 1"
status = "text"
prices = [
    { unit = "plek-nacht", price = "61.50", article = "art. 4 lid 2", status = "text" },
    { unit = "plek-nacht", price = "64.00", from = 2024-07-01, article = "art. 4 lid 3", status = "text" },
]

[[examples]]
name = "wat verdiend en niet besteed is, blijft"
years = [2024]
lines = [{ line = "1", period = "2024", amount = "100", grant = "o" }]
quantities = [
    { grant = "o", period = "2024-06", unit = "plek-nacht", quantity = "1" },
    { grant = "o", period = "2024-07", unit = "plek-nacht", quantity = "1" },
]
grants = [{ id = "o", state = "awarded", tranches = [{ id = "2024", year = 2024, granted = "200" }] }]

[examples.expect]
settlement = [{ earned = "125.50", spent = "100", retained = "25.50" }]
"""


def main() -> int:
    """Prints what is the matter with the rules, what they say, and what a dossier gives under them."""
    findings = koers.check(RULES)
    if findings:
        print(findings)
        return 1
    scheme = koers.Scheme.from_toml(RULES)
    print(scheme.describe(lang="en"))

    dossier = koers.Dossier(
        holder="Gemeente",
        years=[2024],
        schemes=scheme,
        grants=[{
            "id": "opvang", "scheme": scheme.id, "state": "awarded",
            "tranches": [{
                "id": "2024", "year": 2024, "granted": "250000", "units": {"plek-nacht": 3600},
                "received": [{"period": "2024", "amount": "250000"}],
            }],
        }],
        lines=[{"line": "L1", "period": "2024", "amount": "210000", "grant": "opvang"}],
        quantities=[
            {"grant": "opvang", "period": "2024-Q2", "unit": "plek-nacht", "quantity": 1820},
            {"grant": "opvang", "period": "2024-Q4", "unit": "plek-nacht", "quantity": 1840},
        ],
    )
    (bucket,) = dossier.settle().settlement
    print(f"earned {bucket.earned}, spent {bucket.spent}, retained {bucket.retained}, back {bucket.refund}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
