"""Organisations as rows of a table: which column holds what, and what a row says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.customer_file import FIELD
from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.customers import WrittenOrganisation
from deskbell.rules.organisation_columns import (
    HEADINGS,
    columns_with,
    guess,
    guess_of_values,
    has_headings,
    headings_of,
    read_row,
    write_row,
)

NAME, DOMAIN, NOTE, NOTHING = Column.NAME, Column.DOMAIN, Column.NOTE, Column.NOTHING
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(lambda text: " ".join(text.split()))
DOMAINS = st.lists(st.from_regex(r"[a-z0-9]{1,8}\.example", fullmatch=True), unique=True).map(tuple)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (tuple(HEADINGS.values()), tuple(HEADINGS)),
        (
            ("name", "domain_names", "notes", "details", "tags", "external_id"),
            (NAME, DOMAIN, NOTE, NOTE, Column.TAGS, ""),
        ),
        (("Company name", "Website URL", "E-mail domains"), (NAME, NOTHING, DOMAIN)),
        (("Организация", "Домены", "Примечание"), (NAME, DOMAIN, NOTE)),
        (("Įmonė", "Domenas", "Žymos"), (NAME, DOMAIN, Column.TAGS)),
        (("公司名称", "域名", "备注"), (NAME, DOMAIN, NOTE)),
        (("Name", "Organisation"), (NAME, NOTHING)),
        (("Field: Region", "region"), (f"{FIELD}Region", NOTHING)),
    ],
)
def test_headings_tell_what_their_columns_hold(headings: tuple[str, ...], columns: tuple[str, ...]) -> None:
    assert guess(headings, ("Region",)) == columns


@pytest.mark.parametrize(
    ("row", "headings", "columns"),
    [
        (("17", "Acme Ltd", "acme.example"), False, (NOTHING, NAME, DOMAIN)),
        (("https://www.acme.example/about", "Acme"), False, (DOMAIN, NAME)),
        (("Acme", "acme.example; acme.test"), False, (NAME, DOMAIN)),
        (("Bee", "gmail.com"), False, (NAME, DOMAIN)),
        (("Name", "Domains"), True, (NAME, NOTHING)),
        (("12.5", "Acme Inc."), True, (NAME, NOTHING)),
    ],
)
def test_values_tell_where_headings_do_not(row: tuple[str, ...], headings: bool, columns: tuple[str, ...]) -> None:
    assert has_headings(row) is headings
    assert guess_of_values(row) == columns


def test_headings_that_look_like_domains_are_headings() -> None:
    assert has_headings(("organization.name", "organization.domain"))


@pytest.mark.parametrize(
    ("cell", "column", "said"),
    [
        ("acme.example, acme.test;@b.example", DOMAIN, {"domains": ("acme.example", "acme.test", "@b.example")}),
        ("a.example\nb.example", DOMAIN, {"domains": ("a.example", "b.example")}),
        ("'=1+1", NAME, {"name": "=1+1"}),
        ("gold, press", Column.TAGS, {"tags": ("gold", "press")}),
        ("taip", Column.VIP, {"vip": True}),
        ("no", Column.VIP, {"vip": False}),
        (" Yes ", Column.VIP, {"vip": True}),
        ("maybe", Column.VIP, {"vip": None}),
        ("7", NOTHING, {}),
    ],
)
def test_a_cell_says(cell: str, column: Column, said: dict[str, object]) -> None:
    assert read_row(7, [cell], [column]) == WrittenOrganisation(7, **said)  # type: ignore[arg-type]


@given(
    st.builds(
        WrittenOrganisation,
        line=st.just(1),
        name=LINE.filter(bool),
        domains=DOMAINS,
        note=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text or bool(text.strip())),
        vip=st.booleans(),
        tags=st.lists(LINE.filter(bool), unique=True).map(tuple),
        fields=st.lists(LINE.filter(bool), min_size=1, max_size=1).map(lambda texts: (("Region", texts[0]),)),
    ),
    st.integers(0),
)
def test_an_organisation_is_read_back_as_written(one: WrittenOrganisation, customers: int) -> None:
    fields = ("Region",)
    columns = columns_with(fields)
    assert guess(headings_of(columns), fields) == columns
    assert read_row(1, write_row(one, customers, columns), columns) == one


def test_what_is_left_out_is_not_written() -> None:
    columns = (Column.NOTHING, f"{FIELD}Region", Column.NAME)
    one = WrittenOrganisation(1, "Acme", ("acme.example",), fields=(("Region", "North"),))
    assert headings_of(columns) == ["Customers", "Field: Region", "Organisation"]
    assert write_row(one, 3, columns) == ["3", "North", "Acme"]
