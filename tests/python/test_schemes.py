"""Schemes: the catalogue, one from text, and the check of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ACCOUNTS, ROOT, SCHEME, grant, shelter, small

import koers
from koers import cli

FILES = sorted((ROOT / "koers-core/schemes").glob("*.toml"))

EXAMPLE = """
[[examples]]
name = "kort"
years = [2024]
lines = [{ line = "1", period = "2024", amount = "70", grant = "g" }]
quantities = [{ grant = "g", period = "2024", unit = "plek-dag", quantity = "2" }]

[[examples.grants]]
id = "g"
state = "awarded"
tranches = [{ id = "2024", year = 2024, granted = "1000", received = [{ period = "2024", amount = "1000" }] }]

[examples.expect]
settlement = [{ grant = "g", earned = "123", spent = "70" }]
"""


def test_the_catalogue_is_a_mapping() -> None:
    schemes = koers.schemes
    assert isinstance(schemes, Mapping)
    assert list(schemes) == sorted(file.stem for file in FILES)
    assert len(schemes) == len(FILES)
    assert "spuk-iza" in schemes
    assert "spuk" not in schemes
    assert schemes.get("spuk") is None
    assert dict(schemes)["spuk-iza"] is schemes["spuk-iza"]
    with pytest.raises(TypeError):
        schemes["spuk-iza"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        schemes.other = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("id", "near"), [("spuk-izza", "`spuk-iza`"), ("brede_spuk", "`brede-spuk`"), ("xyz", None), ("", None), (1, None)]
)
def test_unknown_schemes(id: Any, near: str | None) -> None:
    with pytest.raises(KeyError) as caught:
        koers.schemes[id]
    assert isinstance(caught.value, koers.UnknownNameError)
    text = str(caught.value)
    assert text.startswith(f"unknown scheme `{id}`; ")
    assert ("did you mean" in text) is (near is not None)
    assert near is None or f"did you mean {near}?" in text
    assert text.endswith(f"known: {', '.join(koers.schemes)}")


def test_a_scheme() -> None:
    iza = koers.schemes["spuk-iza"]
    assert (iza.id, iza.funder_group, iza.draft) == ("spuk-iza", "rijk", False)
    assert iza.title
    assert iza.funder
    assert all(type(day) is date for day in iza.versions)
    assert list(iza.versions) == sorted(iza.versions) != []
    assert repr(iza) == f"<koers.Scheme spuk-iza: {iza.title}>"
    assert repr(koers.schemes["provincie-overijssel"]).endswith(", draft>")
    with pytest.raises(AttributeError):
        iza.id = "other"  # type: ignore[misc]
    with pytest.raises(TypeError, match="from_toml"):
        koers.Scheme()


def test_the_catalogue_as_a_table() -> None:
    table = koers.schemes.table()
    assert (table.name, table.columns) == ("schemes", koers.SchemeRow._fields)
    for row, scheme in zip(table, koers.schemes.values(), strict=True):
        assert (row.id, row.title, row.funder, row.funder_group) == (
            scheme.id,
            scheme.title,
            scheme.funder,
            scheme.funder_group,
        )
        assert (row.draft == "yes") is scheme.draft
        assert (row.since, row.versions) == (scheme.versions[0], len(scheme.versions))
    assert koers.schemes._repr_html_() == table._repr_html_()
    assert repr(koers.schemes) == repr(table)
    english = {row.id: row.title for row in koers.schemes.table("en")}
    assert english == {scheme.id: scheme.title_en or scheme.title for scheme in koers.schemes.values()}
    with pytest.raises(koers.UnknownNameError, match="`de`"):
        koers.schemes.table("de")  # type: ignore[arg-type]


def test_describe() -> None:
    iza = koers.schemes["spuk-iza"]
    dutch, english = iza.describe(), iza.describe("en")
    assert iza.title in dutch
    assert dutch != english
    assert dutch == iza.describe(lang="nl", format="text")
    assert json.loads(iza.describe(format="json"))["id"] == "spuk-iza"
    assert iza.describe(format="html") == iza._repr_html_()
    assert iza.describe(format="markdown") != dutch
    for arguments in (("de", "text"), ("nl", "pdf")):
        with pytest.raises(koers.UnknownNameError):
            iza.describe(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_parse_and_print_are_inverse(file: Path) -> None:
    scheme = koers.Scheme.from_toml(file.read_text("utf-8"), file.name)
    assert scheme == koers.schemes[file.stem]
    assert hash(scheme) == hash(koers.schemes[file.stem])
    again = koers.Scheme.from_toml(scheme.to_toml())
    assert again == scheme
    assert again.to_toml() == scheme.to_toml()
    assert again.describe() == scheme.describe()


def test_schemes_are_equal_by_their_rules() -> None:
    scheme = koers.Scheme.from_toml(SCHEME)
    assert scheme == koers.Scheme.from_toml("# with a comment\n" + SCHEME, "other.toml")
    assert scheme != koers.Scheme.from_toml(SCHEME.replace("61.50", "61.51"))
    assert scheme != SCHEME
    assert (scheme.title, scheme.title_en) == ("Regeling opvang", "Shelter scheme")


def test_a_scheme_that_is_refused() -> None:
    with pytest.raises(koers.InputError) as caught:
        koers.Scheme.from_toml(SCHEME.replace('"61.50"', "61.5").replace("calendar-year", "week"), "mijn.toml")
    assert [finding.code for finding in caught.value.findings] == ["K0104", "K0107"]
    assert all(str(finding.source).startswith("mijn.toml:") for finding in caught.value.findings)
    with pytest.raises(koers.InputError, match="K0006"):
        koers.Scheme.from_toml("[scheme")


def test_a_dossier_with_schemes_as_objects(tmp_path: Path) -> None:
    (tmp_path / "opvang.toml").write_text(SCHEME, "utf-8")
    scheme = koers.Scheme.from_toml(SCHEME)
    wanted = koers.Dossier(**shelter()).settle().to_json()
    for schemes in (scheme, [scheme], (koers.schemes["spuk-iza"], scheme), [tmp_path / "opvang.toml"]):
        dossier = koers.Dossier(**shelter(schemes=schemes))
        assert dossier.settle().to_json() == wanted
        assert dossier.schemes == (scheme,)


def test_the_schemes_of_a_dossier(accounts: koers.Dossier) -> None:
    assert {scheme.id for scheme in accounts.schemes} == {row.scheme for row in accounts.grants}
    assert all(scheme == koers.schemes[scheme.id] for scheme in accounts.schemes)
    assert koers.Dossier(**small(grants=[], lines=[])).schemes == ()


def test_check_a_text() -> None:
    assert list(koers.check(SCHEME + EXAMPLE.replace("2024", "2023"))) != []
    found = koers.check(SCHEME + EXAMPLE.replace('"123"', '"124"'))
    (differs,) = [row for row in found if row.severity == "error"]
    assert (differs.code, differs.source is not None) == ("K0315", True)
    assert "kort" in differs.message
    assert type(differs) is koers.FindingRow
    (broken,) = koers.check("[scheme\n")
    assert (broken.code, broken.source) == ("K0006", "scheme.toml:1:8")


def test_check_a_file(tmp_path: Path) -> None:
    file = tmp_path / "opvang.toml"
    file.write_text(SCHEME + EXAMPLE, "utf-8")
    found = koers.check(file)
    assert found == koers.check(str(file))
    assert [(row.code, row.message) for row in found] == [
        (row.code, row.message) for row in koers.check(SCHEME + EXAMPLE)
    ]
    assert {row.code for row in found} <= {"K0314"}
    assert koers.check(file, "en")[0].message != found[0].message
    for nowhere in (tmp_path / "nowhere.toml", tmp_path / "nowhere"):
        assert [row.severity for row in koers.check(nowhere)] == ["error"]
    with pytest.raises(koers.UnknownNameError):
        koers.check(file, "de")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        koers.check(1)  # type: ignore[arg-type]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_catalogue_is_sound(file: Path) -> None:
    assert [(row.code, row.message) for row in koers.check(file)] == []
    assert [(row.code, row.message) for row in koers.schemes[file.stem].check()] == []


def test_check_a_dossier(accounts: koers.Dossier, tmp_path: Path) -> None:
    booked = accounts.settle()
    both = [*booked.findings, *booked.reconcile(ACCOUNTS / "declared.csv").findings()]
    assert sorted(koers.check(ACCOUNTS)) == sorted(both)
    assert [row.code for row in koers.check(tmp_path)] == ["K0001"]


def test_a_scheme_says_what_is_odd() -> None:
    assert list(koers.Scheme.from_toml(SCHEME).check()) == []
    gap = SCHEME.replace("from = 2024-01-01", "from = 2024-01-01\nuntil = 2023-01-01")
    assert [row.severity for row in koers.check(gap)] == ["error"]
    twice = SCHEME + SCHEME[SCHEME.index("[[versions]]") :].replace("2024-01-01", "2026-01-01")
    gap = twice.replace("from = 2024-01-01", "from = 2024-01-01\nuntil = 2024-12-31")
    assert [row.code for row in koers.Scheme.from_toml(gap).check()] == ["K0305"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_explain_code(lang: Any) -> None:
    page = koers.explain_code("K0107", lang)
    assert page.startswith("K0107 ")
    assert ("centen" in page) is (lang == "nl")
    assert koers.explain_code("K0107") == koers.explain_code("K0107", "nl")


@pytest.mark.parametrize("code", ["K9999", "K107", "", "FloatAmount"])
def test_codes_that_are_unknown(code: str) -> None:
    with pytest.raises(koers.UnknownNameError, match=f"unknown code `{code}`"):
        koers.explain_code(code)


@pytest.mark.parametrize("kind", ["scheme", "dossier", "method"])
def test_the_json_schema_is_that_of_the_file(kind: str, capsys: Any) -> None:
    file = (ROOT / f"koers-core/json-schema/{kind}.json").read_text()
    assert koers.json_schema(kind) == file
    assert cli.main(["json-schema", kind]) == 0
    assert capsys.readouterr().out == file


def test_a_kind_of_file_without_json_schema() -> None:
    with pytest.raises(koers.UnknownNameError, match="known: scheme, dossier, method"):
        koers.json_schema("budget")


def test_every_code_of_the_corpus_is_explained() -> None:
    codes = set()
    for file in (ROOT / "tests/corpus").glob("*/*/expected.json"):
        codes |= {finding["code"] for finding in json.loads(file.read_bytes())["findings"]}
    assert len(codes) > 50
    for code in codes:
        assert koers.explain_code(code).startswith(code)


def test_a_grant_of_a_scheme_of_the_catalogue_in_another_form() -> None:
    """An own scheme goes before the one of the catalogue with its id."""
    iza = koers.schemes["spuk-iza"].to_toml()
    own = koers.Scheme.from_toml(iza.replace(koers.schemes["spuk-iza"].funder, "Fonds Voorbeeld"))
    dossier = koers.Dossier(**small(grants=[grant()], schemes=own))
    assert dossier.settle().settlement[0].funder == "Fonds Voorbeeld"
