"""Organisations as rows of a table: which column holds what, what a row says, and how an organisation is written as one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from deskbell.model.customer_file import FIELD
from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.customers import WrittenOrganisation
from deskbell.model.errors import Mistake
from deskbell.rules import table_columns
from deskbell.rules.organisations import read_domain
from deskbell.rules.spreadsheet import guarded
from deskbell.rules.table_columns import (
    Vocabulary,
    fields_in,
    first,
    said_in,
    tags_in,
    tags_in_a_cell,
    vip_in,
    yes_or_no,
)

HEADINGS: Final[Mapping[str, str]] = {
    Column.NAME: "Organisation",
    Column.DOMAIN: "Domains",
    Column.NOTE: "Notes",
    Column.VIP: "VIP",
    Column.TAGS: "Tags",
    Column.NOTHING: "Customers",
}
"""The columns that are written, in their order, before the custom fields; how many customers there are is not taken in. Programs read these, so they are the same in
all languages."""

_VOCABULARY: Final = Vocabulary(
    {
        Column.NAME: f"name title {table_columns.ORGANISATION} название наименование pavadinimas 名称 名稱 公司名称 公司名稱 nom",
        Column.DOMAIN: "domain domains domainname domainnames maildomain emaildomain emaildomains maildomains website url web site homepage домен домены сайт domenas"
        " domenai svetaine 域名 域 網域 网站 網站 domaene domaine domaines",
        Column.NOTE: table_columns.NOTE,
        Column.VIP: table_columns.VIP,
        Column.TAGS: table_columns.TAGS,
    },
    frozenset({Column.DOMAIN, Column.NOTE, Column.TAGS}),
)
_BETWEEN_DOMAINS: Final = re.compile(r"[\s,;|，、]+")


def guess(headings: Sequence[str], fields: Sequence[str] = ()) -> tuple[str, ...]:
    """What each column holds by its heading, as `rules.customer_columns.guess` has it."""
    return table_columns.guess(headings, _VOCABULARY, fields)


def guess_of_values(row: Sequence[str]) -> tuple[str, ...]:
    """The same where there are no headings: what looks like domains, and the first words as the name."""
    columns = [Column.DOMAIN if _has_domain(cell) else Column.NOTHING for cell in row]
    words = (
        place for place, cell in enumerate(row) if cell.strip() and not _has_domain(cell) and not cell.strip().isdigit()
    )
    name = next(words, None)
    if name is not None:
        columns[name] = Column.NAME
    return tuple(columns)


def has_headings(row: Sequence[str]) -> bool:
    """Whether a file's first row are headings: one of them says that names stand below (organization.name looks like a domain), or no domain is among them."""
    return Column.NAME in guess(row) or not any(map(_has_domain, row))


def read_row(line: int, cells: Sequence[str], columns: Sequence[str]) -> WrittenOrganisation:
    """What a row says; `columns` are of the form that `guess` has."""
    said = said_in(cells, columns)
    return WrittenOrganisation(
        line=line,
        name=first(said, Column.NAME),
        domains=tuple(_domains(said.get(Column.DOMAIN, ()))),
        note="\n".join(said.get(Column.NOTE, ())),
        vip=vip_in(first(said, Column.VIP)),
        tags=tags_in(said.get(Column.TAGS, ())),
        fields=fields_in(said),
    )


def columns_with(fields: Sequence[str]) -> tuple[str, ...]:
    """All the columns that a file can have, in their order, where these are the custom fields: of the form that `guess` has."""
    return table_columns.columns_with(HEADINGS, fields)


def headings_of(columns: Sequence[str]) -> list[str]:
    """The headings of these columns."""
    return table_columns.headings_of(columns, HEADINGS)


def write_row(one: WrittenOrganisation, customers: int, columns: Sequence[str]) -> list[str]:
    """The cells of an organisation with so many customers, below `headings_of` these columns: `read_row` reads them back."""
    cells: dict[str, str] = {
        Column.NAME: one.name,
        Column.DOMAIN: "\n".join(one.domains),
        Column.NOTE: one.note,
        Column.VIP: yes_or_no(one.vip),
        Column.TAGS: tags_in_a_cell(one.tags),
        Column.NOTHING: str(customers),
    }
    cells |= {f"{FIELD}{name}": text for name, text in one.fields}
    return [guarded(cells.get(column, "")) for column in columns]


def _domains(cells: Iterable[str]) -> Iterable[str]:
    for cell in cells:
        yield from filter(None, _BETWEEN_DOMAINS.split(cell))


def _has_domain(cell: str) -> bool:
    parts = tuple(_domains([cell]))
    return bool(parts) and all(map(_is_domain, parts))


def _is_domain(text: str) -> bool:
    try:
        read_domain(text)
    except Mistake as mistake:
        return mistake.code == "organisation.free_mail"
    return True
