"""Customers as rows of a table: which column holds what, what a row says, and how a customer is written as one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from deskbell.model.customer_file import FIELD, Column
from deskbell.model.customers import Written
from deskbell.rules import table_columns
from deskbell.rules.folding import PAIRED
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
    Column.NAME: "Name",
    Column.EMAIL: "Email",
    Column.PHONE: "Phone",
    Column.ORGANISATION: "Organisation",
    Column.LANGUAGE: "Language",
    Column.TIME_ZONE: "Time zone",
    Column.NOTE: "Notes",
    Column.VIP: "VIP",
    Column.TAGS: "Tags",
}
"""The columns that are written, in their order. Programs read these, so they are the same in all languages."""

# Of other help desks, address books and mail programs, in our five languages and some more.
_VOCABULARY: Final = Vocabulary(
    {
        Column.NAME: "name fullname displayname customer customername contact contactname formattedname имя фио полноеимя vardas vardaspavarde"
        " vardasirpavarde klientas 姓名 名称 客户 联系人 客户姓名 名稱 客戶 聯絡人 kunde nom",
        Column.FIRST_NAME: "firstname givenname forename first 名字 名 vorname prenom",
        Column.LAST_NAME: "lastname surname familyname last фамилия pavarde 姓 姓氏 nachname nomdefamille",
        Column.EMAIL: "email emailaddress mail mailaddress primaryemail secondaryemail workemail homeemail personalemail emailaddresses emails адрес"
        " почта электроннаяпочта элпочта адресэлектроннойпочты elpastas elpastoadresas pastas 邮箱 电子邮件 电子邮箱 邮件地址 電子郵件 信箱 adresse",
        Column.PHONE: "phone phonenumber telephone telephonenumber tel mobile mobilephone cell cellphone businessphone homephone primaryphone workphone"
        " phones телефон мобильный мобильныйтелефон номертелефона telefonas telefononumeris mobilus 电话 手机 电话号码 手机号 電話 手機 電話號碼 telefon",
        Column.ORGANISATION: table_columns.ORGANISATION,
        Column.LANGUAGE: "language lang locale preferredlanguage язык kalba 语言 語言 sprache langue",
        Column.TIME_ZONE: "timezone tz часовойпояс laikojuosta 时区 時區 zeitzone",
        Column.NOTE: table_columns.NOTE,
        Column.VIP: table_columns.VIP,
        Column.TAGS: table_columns.TAGS,
    },
    frozenset({Column.EMAIL, Column.PHONE, Column.NOTE, Column.TAGS}),
)
_PAIRED: Final = re.compile(rf"[{PAIRED}]+")
_BETWEEN_EMAILS: Final = re.compile(r"[\s,;|]+")
_BETWEEN_PHONES: Final = re.compile(r"[,;|]\s+|\s+\|")


def guess(headings: Sequence[str], fields: Sequence[str] = ()) -> tuple[str, ...]:
    """What each column holds by its heading (a `Column`, or `FIELD` and the name of one of the custom `fields`); of what there can be one only the first is taken."""
    return table_columns.guess(headings, _VOCABULARY, fields)


def guess_of_values(row: Sequence[str]) -> tuple[str, ...]:
    """The same where there are no headings: what looks like addresses, and the first words before them as the name."""
    columns = [Column.EMAIL if "@" in cell else Column.NOTHING for cell in row]
    words = (place for place, cell in enumerate(row) if cell.strip() and "@" not in cell and not cell.strip().isdigit())
    name = next(words, None)
    if name is not None:
        columns[name] = Column.NAME
    return tuple(columns)


def has_headings(row: Sequence[str]) -> bool:
    """Whether a file's first row are headings: nobody's address is among them."""
    return not any("@" in cell for cell in row)


def read_row(line: int, cells: Sequence[str], columns: Sequence[str]) -> Written:
    """What a row says; `columns` are of the form that `guess` has."""
    said = said_in(cells, columns)
    return Written(
        line=line,
        name=first(said, Column.NAME) or joined(first(said, Column.FIRST_NAME), first(said, Column.LAST_NAME)),
        emails=tuple(_emails(said.get(Column.EMAIL, ()))),
        phones=tuple(_phones(said.get(Column.PHONE, ()))),
        organisation=first(said, Column.ORGANISATION),
        language=first(said, Column.LANGUAGE),
        time_zone=first(said, Column.TIME_ZONE),
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


def write_row(person: Written, columns: Sequence[str]) -> list[str]:
    """The cells of a customer, below `headings_of` these columns: `read_row` reads them back."""
    phones = "\n".join(person.phones)
    if len(person.phones) == 1 and _BETWEEN_PHONES.search(phones):
        # One number, though it looks like several.
        phones += "\n"
    cells: dict[str, str] = {
        Column.NAME: person.name,
        Column.EMAIL: "\n".join(person.emails),
        Column.PHONE: phones,
        Column.ORGANISATION: person.organisation,
        Column.LANGUAGE: person.language,
        Column.TIME_ZONE: person.time_zone,
        Column.NOTE: person.note,
        Column.VIP: yes_or_no(person.vip),
        Column.TAGS: tags_in_a_cell(person.tags),
    }
    cells |= {f"{FIELD}{name}": text for name, text in person.fields}
    return [guarded(cells.get(column, "")) for column in columns]


def joined(first: str, last: str) -> str:
    """A name of its two parts, in the order of its script."""
    both = [part for part in (first.strip(), last.strip()) if part]
    if len(both) == 2 and all(map(_PAIRED.fullmatch, both)):
        return last.strip() + first.strip()
    return " ".join(both)


def _emails(cells: Iterable[str]) -> Iterable[str]:
    for cell in cells:
        # Name <address>, as mail programs write it.
        inside = re.findall(r"<([^<>]*)>", cell)
        yield from inside or _BETWEEN_EMAILS.split(cell)


def _phones(cells: Iterable[str]) -> Iterable[str]:
    for cell in cells:
        parts = cell.split("\n") if "\n" in cell else _BETWEEN_PHONES.split(cell)
        yield from (part.strip() for part in parts if part.strip())
