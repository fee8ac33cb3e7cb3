"""Customers from files: read whatever their charset, held against those who are here, and the same after an export."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from actions.conftest import SmallDesk, mail
from deskbell.actions import customer_files
from deskbell.actions.dispatch import perform
from deskbell.actions.export_customers import export_customers
from deskbell.actions.take_in_customers import outcome
from deskbell.model.customer_file import Outcome, Refused
from deskbell.model.customers import TakeInCustomers, Written
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.rows import CustomerRow
from deskbell.store import integrity
from deskbell.store.queries import customer as customers
from deskbell.store.tables import address, customer, customer_journal, organisation

LI = Written(
    2,
    "Li Na",
    ("LI@x.example", "na@x.example"),
    phones=("+370 612 34567",),
    organisation="ACME",
    language="zh_Hant",
    time_zone="Europe/Vilnius",
    note="likes tea",
    vip=True,
)


def take_in(small: SmallDesk, *people: Written, overwrite: bool = False) -> Outcome:
    """What was foretold; it came so."""
    foretold = small.desk.read(outcome, people, overwrite=overwrite)
    command = TakeInCustomers(agent_id=small.ona, people=people, overwrite=overwrite)
    assert perform(small.desk, command) == foretold.new + foretold.changed
    assert perform(small.desk, command) == foretold.new + foretold.changed, "once is enough"
    return foretold


def of(small: SmallDesk, email: str) -> CustomerRow:
    with small.desk.reading() as session:
        holder = select(address.c.customer_id).where(address.c.email == email)
        number = session.connection.execute(holder).scalar_one()
    panel = small.desk.read(customers.panel, number, 0)
    assert panel is not None
    return panel.customer


def count(small: SmallDesk) -> int:
    with small.desk.reading() as session:
        return int(session.connection.execute(select(func.count()).select_from(customer)).scalar_one())


def test_whoever_is_new_becomes_a_customer_with_all_that_is_said(small: SmallDesk) -> None:
    found = take_in(small, LI, Written(3, "", ("nameless@x.example",), organisation="Acme"))
    assert found == Outcome(new=2)
    li = of(small, "li@x.example")
    assert (li.name, li.emails, li.phones) == ("Li Na", ("li@x.example", "na@x.example"), ("+370 612 34567",))
    assert (li.organisation, li.language, li.time_zone) == ("ACME", "zh-Hant", "Europe/Vilnius")
    assert (li.note, li.vip) == ("likes tea", True)
    other = of(small, "nameless@x.example")
    assert (other.name, other.organisation) == ("nameless@x.example", "ACME")
    with small.desk.reading() as session:
        assert session.connection.execute(select(organisation.c.name)).scalars().all() == ["ACME"]
        told = session.connection.execute(select(customer_journal.c.after)).scalars().all()
    assert "Li Na" in told
    assert small.desk.read(integrity.problems) == []


def test_of_those_who_are_here_only_what_is_empty_is_filled(small: SmallDesk) -> None:
    (placed,) = small.arrive(mail("1@x.example", sender="li@x.example"))
    before = count(small)
    assert take_in(small, Written(2, "Other", ("li@x.example", "new@x.example"), note="n")) == Outcome(changed=1)
    li = of(small, "new@x.example")
    assert (li.id, li.name, li.note) == (small.ticket(placed.ticket_id).row.customer_id, "Li Na", "n")
    assert count(small) == before
    assert take_in(small, Written(2, "Other", ("li@x.example",), note="m")) == Outcome(same=1)


def test_asked_to_the_file_holds_in_all_that_it_says(small: SmallDesk) -> None:
    take_in(small, LI)
    said = Written(2, "Li", ("li@x.example",), phones=("112",), organisation="", vip=False)
    assert take_in(small, said, overwrite=True) == Outcome(changed=1)
    li = of(small, "li@x.example")
    assert (li.name, li.phones, li.vip) == ("Li", ("112",), False)
    assert (li.organisation, li.note, li.emails) == ("ACME", "likes tea", ("li@x.example", "na@x.example"))


def test_two_lines_about_one_are_one(small: SmallDesk) -> None:
    found = take_in(small, Written(2, "Li", ("li@x.example",)), Written(3, "Na", ("li@x.example",), note="twice"))
    assert found == Outcome(new=1, changed=1)
    assert (of(small, "li@x.example").name, of(small, "li@x.example").note) == ("Li", "twice")


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Written(9, "Nobody"), "import.no_address"),
        (Written(9, "Bad", ("no address",)), "address.bad"),
        (Written(9, "Us", ("Support@desk.example",)), "address.own"),
        (Written(9, "Far", ("far@x.example",), time_zone="Mars/Olympus"), "customer.time_zone"),
        (Written(9, "Loud", ("loud@x.example",), language="English!"), "import.language"),
        (Written(9, "L" * 201, ("long@x.example",)), "customer.too_long"),
        (Written(9, "Both", ("li@x.example", "petras@x.example")), "import.several"),
    ],
)
def test_what_cannot_be_taken_in_is_told_with_its_line(small: SmallDesk, person: Written, code: str) -> None:
    take_in(small, LI, Written(3, "Petras", ("petras@x.example",)))
    before = count(small)
    found = take_in(small, person, Written(10, "Good", ("good@x.example",)))
    assert [(one.line, one.code) for one in found.refused] == [(9, code)]
    assert (found.new, count(small)) == (1, before + 1)


TABLE = 'Name;Email;Notes\r\nŠarūnas;s@x.example;"two\r\nlines"\r\n;;\r\nZoë;z@x.example;\r\n'


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", TABLE),
        ("utf-8-sig", TABLE),
        ("utf-16", TABLE),
        ("utf-16-le", TABLE),
        ("cp1257", TABLE.replace("Zoë", "Ąžuolė")),
        ("cp1252", TABLE.replace("Šarūnas", "Müller-Lüdenscheidt")),
        ("utf-8", TABLE.replace(";", ",")),
        ("utf-8", TABLE.replace(";", "\t")),
    ],
)
def test_a_table_is_read_whatever_its_charset_and_marks(tmp_path: Path, charset: str, text: str) -> None:
    place = tmp_path / "people.csv"
    place.write_bytes(text.encode(charset))
    sheet = customer_files.look(place)
    names = [line.split(sheet.delimiter)[0] for line in text.splitlines() if "@" in line]
    found = list(
        customer_files.people(sheet, customer_files.guessed(sheet, headings=sheet.headings), headings=sheet.headings)
    )
    assert [(one.line, one.name) for one in found if isinstance(one, Written)] == [(2, names[0]), (5, names[1])]
    assert [one.note for one in found if isinstance(one, Written)] == ["two\r\nlines", ""]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    place = tmp_path / "people.csv"
    rest = "".join(f"P{number},p{number}@x.example\n" for number in range(20_000))
    place.write_text(f'Name,Email\nOna,o@x.example\n"Torn,t@x.example\n{rest}', encoding="utf-8")
    sheet = customer_files.look(place)
    found = list(customer_files.people(sheet, customer_files.guessed(sheet, headings=True), headings=True))
    refused = [one for one in found if isinstance(one, Refused)]
    assert [(one.line, one.code) for one in refused] == [(3, "import.quote")]
    assert len(found) > 10_000, "it goes on behind"


@pytest.mark.parametrize("content", [b"", b"  \n", b"%PDF-1.7\0\0\1\2", b"\x89PNG\r\n\x1a\n\0\0\0"])
def test_what_holds_nobody_is_refused(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "people.csv"
    place.write_bytes(content)
    with pytest.raises(Mistake) as refused:
        customer_files.look(place)
    assert refused.value.code == "import.no_people"
    with pytest.raises(Trouble) as failed:
        customer_files.look(tmp_path / "away.csv")
    assert failed.value.code == "file.unreadable"


@pytest.mark.parametrize("ending", [".csv", ".vcf"])
def test_whoever_takes_an_export_in_again_has_the_same(small: SmallDesk, tmp_path: Path, ending: str) -> None:
    small.arrive(mail("1@x.example", sender="li.na@home.example"))
    take_in(
        small,
        LI,
        Written(3, "=SUM(A1)", ("formula@x.example",), phones=("112; 113",), note='a,"b"\n;c\\'),
        Written(4, "@home", ("home@x.example",), organisation="-1 & Co"),
    )
    place = tmp_path / f"all{ending}"
    place.write_text("of before", encoding="utf-8")
    assert small.desk.read(export_customers, place, cards=ending == ".vcf") == 4
    content = place.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" if ending == ".csv" else b"BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert not [line for line in content.decode().splitlines() if line.startswith("=")]
    people = tuple(read(place))
    assert small.desk.read(outcome, people, overwrite=True) == Outcome(same=4)
    assert [one.name for one in tmp_path.glob("all*")] == [place.name], "nothing half written lies about"


def read(place: Path) -> Iterator[Written]:
    sheet = customer_files.look(place)
    for one in customer_files.people(
        sheet, customer_files.guessed(sheet, headings=sheet.headings), headings=sheet.headings
    ):
        assert isinstance(one, Written)
        yield one
