"""Customers as rows of a table: which column holds what, what a row says, and that no cell is a formula."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbell.model.customer_file import FIELD, Column
from deskbell.model.customers import Written
from deskbell.rules.customer_columns import (
    HEADINGS,
    columns_with,
    guess,
    guess_of_values,
    has_headings,
    headings_of,
    joined,
    read_row,
    write_row,
)
from deskbell.rules.spreadsheet import guarded, unguarded

NAME, EMAIL, PHONE, NOTHING = Column.NAME, Column.EMAIL, Column.PHONE, Column.NOTHING
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(lambda text: " ".join(text.split()))
ADDRESS = st.from_regex(r"[a-z0-9.+-]{1,10}@[a-z]{1,8}\.example", fullmatch=True)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (tuple(HEADINGS.values()), tuple(HEADINGS)),
        (("name", "email", "external_id", "phone", "notes", "organization"), None),
        (("First Name", "Last Name", "E-mail Address", "E-mail 2 Address", "Company", "Business Phone"), None),
        (("Given Name", "Family Name", "E-mail 1 - Value", "E-mail 2 - Value", "Phone 1 - Value"), None),
        (("Имя", "Электронная почта", "Телефон", "Компания"), (NAME, EMAIL, PHONE, Column.ORGANISATION)),
        (("Vardas, pavardė", "El. paštas", "Telefono numeris", "Įmonė"), (NAME, EMAIL, PHONE, Column.ORGANISATION)),
        (("姓名", "邮箱", "手机", "公司", "备注"), (NAME, EMAIL, PHONE, Column.ORGANISATION, Column.NOTE)),
        (("聯絡人", "電子郵件", "電話"), (NAME, EMAIL, PHONE)),
        (("Name", "Full name", "Email"), (NAME, NOTHING, EMAIL)),
        (("", "Shoe size"), (NOTHING, NOTHING)),
    ],
)
def test_headings_tell_what_their_columns_hold(headings: tuple[str, ...], columns: tuple[Column, ...] | None) -> None:
    found = guess(headings)
    if columns is not None:
        assert found == columns
    else:
        assert sum(column is NOTHING for column in found) <= 1
        assert {Column.EMAIL} <= set(found)


def test_without_headings_the_values_tell() -> None:
    row = ("17", "Li Na", "li@x.example")
    assert not has_headings(row)
    assert guess_of_values(row) == (NOTHING, NAME, EMAIL)
    assert has_headings(("Name", "Email"))


@pytest.mark.parametrize(
    ("cell", "column", "said"),
    [
        ("li@x.example; na@x.example", EMAIL, {"emails": ("li@x.example", "na@x.example")}),
        ("Li <li@x.example>, Na <na@x.example>", EMAIL, {"emails": ("li@x.example", "na@x.example")}),
        ("112; 113", PHONE, {"phones": ("112", "113")}),
        ("+370 612 34567;ext=5", PHONE, {"phones": ("+370 612 34567;ext=5",)}),
        ("'+370 612", PHONE, {"phones": ("+370 612",)}),
        ("gold, VIP press;late", Column.TAGS, {"tags": ("gold", "VIP press", "late")}),
        ("gold\npress, radio", Column.TAGS, {"tags": ("gold", "press, radio")}),
        ("Да", Column.VIP, {"vip": True}),
        ("0", Column.VIP, {"vip": False}),
        ("perhaps", Column.VIP, {"vip": None}),
        ("left out", NOTHING, {}),
    ],
)
def test_a_cell_says(cell: str, column: Column, said: dict[str, object]) -> None:
    assert read_row(7, [cell], [column]) == Written(7, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "name"), [("Li", "Na", "Li Na"), ("娜", "李", "李娜"), ("", "Na", "Na"), (" Ona ", "", "Ona")]
)
def test_a_name_of_two_parts(first: str, last: str, name: str) -> None:
    assert joined(first, last) == name


@example("=1+1")
@example("'=1+1")
@example("''")
@example("'t Hooft")
@given(st.text())
def test_no_cell_is_a_formula_and_all_are_read_back(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@given(
    st.builds(
        Written,
        line=st.just(1),
        name=LINE.filter(bool),
        emails=st.lists(ADDRESS, min_size=1, unique=True).map(tuple),
        phones=st.lists(LINE.filter(bool), unique=True).map(tuple),
        organisation=LINE,
        note=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text or bool(text.strip())),
        vip=st.booleans(),
        tags=st.lists(LINE.filter(bool), unique=True).map(tuple),
    )
)
def test_a_customer_is_read_back_as_written(person: Written) -> None:
    assert read_row(1, write_row(person, tuple(HEADINGS)), tuple(HEADINGS)) == person


def test_custom_fields_are_columns_too() -> None:
    fields = ("Contract", "Name", "Kundennummer")
    assert guess(headings_of(columns_with(fields)), fields) == (*HEADINGS, *(f"{FIELD}{name}" for name in fields))
    assert guess(("Name", "contract", "kundennummer"), fields) == (NAME, f"{FIELD}Contract", f"{FIELD}Kundennummer")
    assert guess(("Field: Contract", "Contract"), ()) == (NOTHING, NOTHING)
    person = Written(1, "Li", ("li@x.example",), fields=(("Contract", "=A"), ("Kundennummer", "7")), vip=False)
    assert read_row(1, write_row(person, columns_with(fields)), columns_with(fields)) == person
