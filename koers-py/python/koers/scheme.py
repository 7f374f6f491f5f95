"""Schemes: the rules that all grants of one kind share, and the catalogue of those that come with the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from os import PathLike, fspath

from koers import _koers
from koers.errors import UnknownNameError, UnknownSchemeError
from koers.rows import FindingRow, SchemeRow
from koers.tables import Table
from koers.types import Format, Lang

__all__ = ["Catalogue", "Scheme", "check", "explain_code", "json_schema", "schemes"]


class Scheme:
    """A grant scheme: who pays, on what legal basis, and the dated versions of its rules. Immutable."""

    __slots__ = ("_core",)
    _core: _koers.Scheme

    def __init__(self) -> None:
        raise TypeError("a scheme comes from koers.schemes or koers.Scheme.from_toml(text)")

    @classmethod
    def _of(cls, core: _koers.Scheme) -> Scheme:
        scheme = object.__new__(cls)
        scheme._core = core
        return scheme

    @classmethod
    def from_toml(cls, text: str, name: str = "scheme.toml") -> Scheme:
        """Reads a scheme from the text of a scheme file, which findings call `name`.

        Raises `InputError` with all findings when any is an error. Examples in the file are run by `koers.check`.
        """
        return cls._of(_koers.scheme(name, text))

    @property
    def id(self) -> str:
        """Its id, such as `spuk-iza`."""
        return self._core.id

    @property
    def title(self) -> str:
        """Its Dutch title."""
        return self._core.title

    @property
    def title_en(self) -> str | None:
        """Its English title, where one is given."""
        return self._core.title_en

    @property
    def funder(self) -> str:
        """The body that pays."""
        return self._core.funder

    @property
    def funder_group(self) -> str:
        """`eu`, `rijk` or `other` (BBV art. 49 lid 2)."""
        return self._core.funder_group

    @property
    def draft(self) -> bool:
        """Whether rules are missing that a settlement may need; each use gives a notice."""
        return self._core.draft

    @property
    def versions(self) -> tuple[date, ...]:
        """The first day of each version of the rules, ascending; twice the same where one was changed afterwards."""
        return tuple(self._core.versions)

    def describe(self, lang: Lang = "nl", format: Format = "text") -> str:
        """The whole scheme in words, each rule with its article and how sure that is; as `json` the rules as data."""
        return self._core.describe(lang, format)

    def to_toml(self) -> str:
        """The text of a scheme file that says the same; it has no examples."""
        return self._core.to_toml()

    def check(self, lang: Lang = "nl") -> Table[FindingRow]:
        """What is odd about it, such as a rule that never applies; none is an error."""
        return Table(self._core.check().table(lang), FindingRow)

    def _repr_html_(self) -> str:
        return self._core.describe("nl", "html")

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Scheme) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.id, self.versions))

    def __repr__(self) -> str:
        draft = ", draft" if self.draft else ""
        return f"<koers.Scheme {self.id}: {self.title}{draft}>"


class Catalogue(Mapping[str, Scheme]):
    """Schemes by id; a notebook shows them as a table. Immutable."""

    __slots__ = ("_by_id",)

    def __init__(self) -> None:
        self._by_id = {core.id: Scheme._of(core) for core in _koers.catalogue()}

    def __getitem__(self, id: str) -> Scheme:
        scheme = self._by_id.get(id)
        if scheme is None:
            near = [f"did you mean `{near}`? " for near in get_close_matches(str(id), self._by_id, 1)]
            raise UnknownSchemeError(f"unknown scheme `{id}`; {''.join(near)}known: {', '.join(self._by_id)}")
        return scheme

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def table(self, lang: Lang = "nl") -> Table[SchemeRow]:
        """The schemes as a table, with titles in Dutch or, where there are, in English."""
        return Table(_koers.catalogue_table(lang), SchemeRow)

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()

    def __repr__(self) -> str:
        return repr(self.table())


schemes = Catalogue()
"""The schemes that come with the library, by id: `koers.schemes["spuk-iza"]`."""


def checked(scheme: str | PathLike[str]) -> _koers.Checked:
    """What the check of a text, file or folder found, with the scheme and the number of examples that were run."""
    if isinstance(scheme, str) and "\n" in scheme:
        return _koers.check_text("scheme.toml", scheme.encode("utf-8", "surrogatepass"))
    return _koers.check_path(fspath(scheme))


def check(scheme: str | PathLike[str], lang: Lang = "nl") -> Table[FindingRow]:
    """What is the matter with a scheme, and with the examples in its file, which are run; or with a dossier.

    `scheme` is the path of a scheme file or of a dossier's folder, or the text of a scheme: whatever has a line break
    in it. A dossier is loaded and settled, and what its folder has in `declared.csv` reconciled. Gives all findings, errors too: nothing is raised for what is wrong.
    """
    return Table(checked(scheme).findings.table(lang), FindingRow)


def explain_code(code: str, lang: Lang = "nl") -> str:
    """What a finding code such as `K0107` means and what to do about it, in Dutch or English.

    Raises `UnknownNameError` when there is no such code.
    """
    return _koers.explain_code(code, lang)


def json_schema(kind: str) -> str:
    """The JSON Schema of a `scheme`, `dossier` or `method` file, with which an editor completes and checks it.

    Raises `UnknownNameError` for another kind.
    """
    schema = _koers.json_schema(kind)
    if schema is None:
        raise UnknownNameError(f"unknown kind of file `{kind}`; known: scheme, dossier, method")
    return schema
