"""The engine, for a raw dossier."""

from __future__ import annotations

import json
from typing import Any

import write
from read import Rule

import koers

Json = dict[str, Any]


def build(raw: Rule) -> koers.Dossier:
    """The dossier of the engine; raises `InputError` when it is refused."""
    found = koers.Dossier(
        **raw["dossier"],
        grants=raw["grants"],
        lines=raw["lines"],
        quantities=raw["quantities"],
        eligible_for=raw.get("eligible_for", []),
        schemes=[write.toml(scheme) for scheme in raw["schemes"]],
    )
    for assumed in raw.get("assume_eligible", []):
        condition = {"only": assumed.get("only"), "except_": assumed.get("except"), "match": assumed.get("match", "all")}
        found = found.assume_eligible(assumed["grant"], **condition)
    return found


def settled(raw: Rule) -> Json:
    """The canonical JSON of the engine; raises `InputError` when the dossier or the method is refused."""
    found: Json = json.loads(build(raw).settle(raw.get("method")).to_json())
    return found


def answer(raw: Rule) -> tuple[Json, str | None]:
    """The tables, and the certificate where a step least-refund ran; raises `InputError` as `settled`."""
    settlement = build(raw).settle(raw.get("method"))
    certificate = settlement.certificate
    return json.loads(settlement.to_json()), None if certificate is None else certificate.to_json()
