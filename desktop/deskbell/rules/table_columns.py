"""Tables that somebody else wrote: what their columns hold by their headings, and what is read the same way whatever the rows are of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from deskbell.model.customer_file import FIELD
from deskbell.rules.fields import key
from deskbell.rules.folding import fold
from deskbell.rules.spreadsheet import unguarded

ORGANISATION: Final = (
    "organisation organization organisationname organizationname company companyname business account accountname firm"
    " организация компания фирма organizacija imone kompanija 公司 组织 单位 企业 組織 單位 firma unternehmen entreprise"
)
NOTE: Final = (
    "note notes comment comments remark remarks description details примечание заметки комментарий pastabos pastaba komentaras"
    " 备注 说明 備註 說明 notiz bemerkung remarque"
)
VIP: Final = "vip isvip"
TAGS: Final = (
    "tags tag labels label categories category группы метки теги тег метка zymos zyma 标签 標籤 schlagworte etiquettes"
)
"""These and those above: what columns are called by other help desks, address books and mail programs, in our five languages and some more, as a `Vocabulary` has it."""

NOTHING: Final = ""
"""What a column is that is left out."""

_OWN: Final = "Field: "
_TRUE: Final = frozenset(["1", "true", "yes", "y", "x", "vip", "да", "taip", "是", "ja", "oui", "on", "✓"])
_FALSE: Final = frozenset(["0", "false", "no", "n", "нет", "ne", "否", "nein", "non", "off", "-"])
_BETWEEN_TAGS: Final = re.compile(r"[,;|，、]")

Said = Mapping[str, Sequence[str]]
"""What the cells of a row say, by the columns that they are of; of empty ones nothing is said."""


class Vocabulary:
    """What the columns of a table are `called` by others, words as `_key` compares them with spaces between; of those that there can be `several` of all are taken."""

    def __init__(self, called: Mapping[str, str], several: frozenset[str]) -> None:
        self._called = called
        self.several = several

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        return {_key(word): column for column, words in self._called.items() for word in words.split()}

    def of(self, heading: str, own: Mapping[str, str]) -> str:
        """What a column with this heading holds; `own` are custom fields by their keys."""
        # As Deskbell writes it, before all else.
        if heading.startswith(_OWN) and key(heading[len(_OWN) :]) in own:
            return own[key(heading[len(_OWN) :])]
        bare = re.sub(r"\d+|\bvalue\b", "", heading.casefold())
        known = self._by_key
        return known.get(_key(heading)) or own.get(key(heading)) or known.get(_key(bare)) or NOTHING


def guess(headings: Sequence[str], vocabulary: Vocabulary, fields: Sequence[str]) -> tuple[str, ...]:
    """What each column holds by its heading; of what there can be one only the first is taken."""
    own = {key(name): f"{FIELD}{name}" for name in fields}
    taken: set[str] = set()
    found = []
    for heading in headings:
        column = vocabulary.of(heading, own)
        found.append(NOTHING if column in taken else column)
        if column not in vocabulary.several:
            taken.add(column)
    return tuple(found)


def said_in(cells: Sequence[str], columns: Sequence[str]) -> Said:
    """What a row says."""
    said: dict[str, list[str]] = {}
    for column, cell in zip(columns, cells, strict=False):
        text = unguarded(cell)
        if column != NOTHING and text.strip():
            said.setdefault(column, []).append(text)
    return said


def first(said: Said, column: str) -> str:
    """What stands in the only column of its kind; "" for nothing."""
    return next(iter(said.get(column, ())), "")


def fields_in(said: Said) -> tuple[tuple[str, str], ...]:
    """What is said of custom fields, by their names."""
    return tuple((column[len(FIELD) :], texts[0]) for column, texts in said.items() if column.startswith(FIELD))


def own_heading(name: str) -> str:
    """What stands above a custom field of this name."""
    return f"{_OWN}{name}"


def columns_with(known: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
    """The `known` columns, and those of the custom `fields` behind them: of the form that `guess` has."""
    return (*known, *(f"{FIELD}{name}" for name in fields))


def headings_of(columns: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """What stands above these columns; of the `known` ones that says how they are called."""
    return [own_heading(column[len(FIELD) :]) if column.startswith(FIELD) else known[column] for column in columns]


def tags_in(cells: Iterable[str]) -> tuple[str, ...]:
    """The tags of these cells."""
    return tuple(
        part.strip()
        for cell in cells
        for part in (cell.split("\n") if "\n" in cell else _BETWEEN_TAGS.split(cell))
        if part.strip()
    )


def tags_in_a_cell(tags: Sequence[str]) -> str:
    """Tags as one cell has them."""
    if any(map(_BETWEEN_TAGS.search, tags)):
        # One of them looks like several: each on a line of its own.
        return "\n".join(tags) + "\n"
    return ", ".join(tags)


def vip_in(cell: str) -> bool | None:
    """Whether it says yes or no; None where it says neither."""
    word = cell.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def yes_or_no(yes: object) -> str:
    """What `vip_in` reads."""
    return "yes" if yes else "no"


def _key(heading: str) -> str:
    """A heading as it is compared: E-mail Address, e_mail-address and EMAIL ADDRESS are the same."""
    return re.sub(r"[\W_]+", "", fold(heading))
