"""Customers as rows of a table: which column holds what, what a row says, and how a customer is written as one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from deskbell.model.customer_file import FIELD, Column
from deskbell.model.customers import Written
from deskbell.rules.fields import key
from deskbell.rules.folding import PAIRED, fold
from deskbell.rules.spreadsheet import guarded, unguarded

HEADINGS: Final = {
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

# As they are compared (`_key`): of other help desks, address books and mail programs, in our five languages and some more.
_CALLED: Final = {
    Column.NAME: "name fullname displayname customer customername contact contactname formattedname имя фио полноеимя vardas vardaspavarde"
    " vardasirpavarde klientas 姓名 名称 客户 联系人 客户姓名 名稱 客戶 聯絡人 kunde nom",
    Column.FIRST_NAME: "firstname givenname forename first 名字 名 vorname prenom",
    Column.LAST_NAME: "lastname surname familyname last фамилия pavarde 姓 姓氏 nachname nomdefamille",
    Column.EMAIL: "email emailaddress mail mailaddress primaryemail secondaryemail workemail homeemail personalemail emailaddresses emails адрес"
    " почта электроннаяпочта элпочта адресэлектроннойпочты elpastas elpastoadresas pastas 邮箱 电子邮件 电子邮箱 邮件地址 電子郵件 信箱 adresse",
    Column.PHONE: "phone phonenumber telephone telephonenumber tel mobile mobilephone cell cellphone businessphone homephone primaryphone workphone"
    " phones телефон мобильный мобильныйтелефон номертелефона telefonas telefononumeris mobilus 电话 手机 电话号码 手机号 電話 手機 電話號碼 telefon",
    Column.ORGANISATION: "organisation organization organisationname organizationname company companyname business account accountname firm"
    " организация компания фирма organizacija imone kompanija 公司 组织 单位 企业 組織 單位 firma unternehmen entreprise",
    Column.LANGUAGE: "language lang locale preferredlanguage язык kalba 语言 語言 sprache langue",
    Column.TIME_ZONE: "timezone tz часовойпояс laikojuosta 时区 時區 zeitzone",
    Column.NOTE: "note notes comment comments remark remarks description details примечание заметки комментарий pastabos pastaba komentaras"
    " 备注 说明 備註 說明 notiz bemerkung remarque",
    Column.VIP: "vip isvip",
    Column.TAGS: "tags tag labels label categories category группы метки теги тег метка zymos zyma 标签 標籤 schlagworte etiquettes",
}
_OWN: Final = "Field: "
_PAIRED: Final = re.compile(rf"[{PAIRED}]+")
_TRUE: Final = frozenset(["1", "true", "yes", "y", "x", "vip", "да", "taip", "是", "ja", "oui", "on", "✓"])
_FALSE: Final = frozenset(["0", "false", "no", "n", "нет", "ne", "否", "nein", "non", "off", "-"])
_SEVERAL: Final = frozenset({Column.EMAIL, Column.PHONE, Column.NOTE, Column.TAGS})
_BETWEEN_EMAILS: Final = re.compile(r"[\s,;|]+")
_BETWEEN_PHONES: Final = re.compile(r"[,;|]\s+|\s+\|")
_BETWEEN_TAGS: Final = re.compile(r"[,;|，、]")


def guess(headings: Sequence[str], fields: Sequence[str] = ()) -> tuple[str, ...]:
    """What each column holds by its heading (a `Column`, or `FIELD` and the name of one of the custom `fields`); of what there can be one only the first is taken."""
    own = {key(name): f"{FIELD}{name}" for name in fields}
    taken: set[str] = set()
    found = []
    for heading in headings:
        column = _guess_one(heading, own)
        found.append(Column.NOTHING if column in taken else column)
        if column not in _SEVERAL:
            taken.add(column)
    return tuple(found)


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
    said: dict[str, list[str]] = {}
    for column, cell in zip(columns, cells, strict=False):
        text = unguarded(cell)
        if column is not Column.NOTHING and text.strip():
            said.setdefault(column, []).append(text)
    return Written(
        line=line,
        name=_one(said, Column.NAME) or joined(_one(said, Column.FIRST_NAME), _one(said, Column.LAST_NAME)),
        emails=tuple(_emails(said.get(Column.EMAIL, ()))),
        phones=tuple(_phones(said.get(Column.PHONE, ()))),
        organisation=_one(said, Column.ORGANISATION),
        language=_one(said, Column.LANGUAGE),
        time_zone=_one(said, Column.TIME_ZONE),
        note="\n".join(said.get(Column.NOTE, ())),
        vip=_read_vip(_one(said, Column.VIP)),
        tags=tuple(_tags(said.get(Column.TAGS, ()))),
        fields=tuple((column[len(FIELD) :], texts[0]) for column, texts in said.items() if column.startswith(FIELD)),
    )


def columns_with(fields: Sequence[str]) -> tuple[str, ...]:
    """All the columns that a file can have, in their order, where these are the custom fields: of the form that `guess` has."""
    return (*HEADINGS, *(f"{FIELD}{name}" for name in fields))


def headings_of(columns: Sequence[str]) -> list[str]:
    """The headings of these columns."""
    return [
        own_heading(column[len(FIELD) :]) if column.startswith(FIELD) else HEADINGS[Column(column)]
        for column in columns
    ]


def own_heading(name: str) -> str:
    """What stands above a custom field of this name."""
    return f"{_OWN}{name}"


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
        Column.VIP: "yes" if person.vip else "no",
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


def _guess_one(heading: str, own: Mapping[str, str]) -> str:
    # As Deskbell writes it, before all else.
    if heading.startswith(_OWN) and key(heading[len(_OWN) :]) in own:
        return own[key(heading[len(_OWN) :])]
    called = _by_key()
    bare = re.sub(r"\d+|\bvalue\b", "", heading.casefold())
    return called.get(_key(heading)) or own.get(key(heading)) or called.get(_key(bare)) or Column.NOTHING


@cache
def _by_key() -> dict[str, Column]:
    return {_key(word): column for column, words in _CALLED.items() for word in words.split()}


def _key(heading: str) -> str:
    """A heading as it is compared: E-mail Address, e_mail-address and EMAIL ADDRESS are the same."""
    return re.sub(r"[\W_]+", "", fold(heading))


def _one(said: dict[str, list[str]], column: Column) -> str:
    return next(iter(said.get(column, ())), "")


def _emails(cells: Iterable[str]) -> Iterable[str]:
    for cell in cells:
        # Name <address>, as mail programs write it.
        inside = re.findall(r"<([^<>]*)>", cell)
        yield from inside or _BETWEEN_EMAILS.split(cell)


def _phones(cells: Iterable[str]) -> Iterable[str]:
    for cell in cells:
        parts = cell.split("\n") if "\n" in cell else _BETWEEN_PHONES.split(cell)
        yield from (part.strip() for part in parts if part.strip())


def _tags(cells: Iterable[str]) -> Iterable[str]:
    for cell in cells:
        parts = cell.split("\n") if "\n" in cell else _BETWEEN_TAGS.split(cell)
        yield from (part.strip() for part in parts if part.strip())


def tags_in_a_cell(tags: Sequence[str]) -> str:
    """Tags as one cell has them."""
    if any(map(_BETWEEN_TAGS.search, tags)):
        # One of them looks like several: each on a line of its own.
        return "\n".join(tags) + "\n"
    return ", ".join(tags)


def _read_vip(text: str) -> bool | None:
    word = text.casefold()
    return True if word in _TRUE else False if word in _FALSE else None
