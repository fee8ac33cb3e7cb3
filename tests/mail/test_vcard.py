"""People in vCards: of all versions that are about, and read back as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.mail.parse.vcard import cards, written
from deskbell.model.customer_file import Refused
from deskbell.model.customers import Written

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(lambda text: " ".join(text.split()))


def read(text: str) -> list[Written | Refused]:
    return list(cards(text.splitlines(keepends=True)))


def card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD", ""))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("VERSION:4.0", "FN:Li Na", "EMAIL:li@x.example"), {"name": "Li Na", "emails": ("li@x.example",)}),
        (("FN:Li", " \tNa"), {"name": "Li\tNa"}),
        (("N:Jonaitis;Petras;;Dr.;",), {"name": "Petras Jonaitis"}),
        (("N:李;娜;;;",), {"name": "李娜"}),
        (("N:O\\;Brien;Ann",), {"name": "Ann O;Brien"}),
        (("FN:A\\, B\\nC\\\\",), {"name": "A, B\nC\\"}),
        (("ORG:ACME\\; Ltd;Sales",), {"organisation": "ACME; Ltd"}),
        (("item1.EMAIL;type=INTERNET:a@x.example", "item1.X-ABLabel:_$!<Other>!$_"), {"emails": ("a@x.example",)}),
        (
            ("EMAIL;TYPE=home:a@x.example", "EMAIL;TYPE=work,pref:b@x.example", "EMAIL;PREF=2:c@x.example"),
            {"emails": ("b@x.example", "c@x.example", "a@x.example")},
        ),
        (("TEL;VALUE=uri;TYPE=cell:tel:+1-201-555-0123",), {"phones": ("+1-201-555-0123",)}),
        (("TEL;CELL;VOICE:112",), {"phones": ("112",)}),
        (('TEL;VALUE=uri;TYPE="voice,home":tel:+1;ext=5',), {"phones": ("+1;ext=5",)}),
        (("TZ:Europe/Vilnius", "LANG:lt"), {"time_zone": "Europe/Vilnius", "language": "lt"}),
        (("TZ:-0500",), {}),
        (("NOTE:one", "NOTE:two"), {"note": "one\ntwo"}),
        (("VERSION:2.1", "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=A0ar=", "=C5=ABnas"), {"name": "Šarūnas"}),
        (("PHOTO;ENCODING=b;TYPE=JPEG:AAAA", " BBBB", "FN:Li"), {"name": "Li"}),
        (("no property at all", ":", "FN:Li"), {"name": "Li"}),
    ],
)
def test_a_card_says(lines: tuple[str, ...], said: dict[str, object]) -> None:
    assert read(card(*lines)) == [Written(1, **said)]  # type: ignore[arg-type]


def test_each_has_the_line_it_begins_on_and_one_without_an_end_is_told() -> None:
    whole = card("FN:One") + "\r\n" + "BEGIN:VCARD\r\nFN:Torn\r\n" + card("FN:Two") + "begin:vcard\nFN:Last"
    found = read(whole)
    assert [(type(one).__name__, one.line) for one in found] == [
        ("Written", 1),
        ("Refused", 5),
        ("Written", 7),
        ("Refused", 10),
    ]


@given(
    st.builds(
        Written,
        line=st.just(1),
        name=LINE.filter(bool),
        emails=st.lists(st.from_regex(r"[a-z]{1,9}@x\.example", fullmatch=True), unique=True).map(tuple),
        phones=st.lists(LINE.filter(lambda text: bool(text) and not text.lower().startswith("tel:")), unique=True).map(
            tuple
        ),
        organisation=LINE,
        note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")),
        vip=st.booleans(),
        tags=st.lists(LINE.filter(bool), unique=True).map(tuple),
    )
)
def test_a_customer_is_read_back_as_written(person: Written) -> None:
    text = written(person)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    # Not by `splitlines`, which ends lines where no file does.
    assert list(cards(line + "\r\n" for line in text.split("\r\n"))) == [person]


@given(st.text())
def test_no_text_stops_it(text: str) -> None:
    list(cards(f"BEGIN:VCARD\n{text}\nEND:VCARD\n".splitlines(keepends=True)))
