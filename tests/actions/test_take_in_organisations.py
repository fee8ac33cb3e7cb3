"""Organisations from files: held against those that are here, refused line by line, and the same after an export."""

from pathlib import Path

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk
from actions.test_at_once import both, doing
from deskbell.actions import organisation_files
from deskbell.actions.dispatch import perform
from deskbell.actions.export_organisations import export_organisations
from deskbell.actions.take_in_organisations import outcome
from deskbell.model.customer_file import Outcome, Refused
from deskbell.model.customers import (
    RemoveOrganisation,
    SaveOrganisation,
    TakeInCustomers,
    TakeInOrganisations,
    Written,
    WrittenOrganisation,
)
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.fields import FieldChoice, FieldKind, FieldOwner, SaveField
from deskbell.model.organisations import OrganisationRow
from deskbell.store import integrity
from deskbell.store.queries import owned_fields
from deskbell.store.queries.organisations import following
from deskbell.store.tables import deed, organisation_journal

ACME = WrittenOrganisation(2, "ACME", ("acme.example", "https://www.acme.test/"), "pays late", True, ("Gold", "press"))
BEE = WrittenOrganisation(3, "Bee", ("bee.example",))


def take_in(small: SmallDesk, *several: WrittenOrganisation, overwrite: bool = False) -> Outcome:
    """What was foretold; it came so."""
    foretold = small.desk.read(outcome, several, overwrite=overwrite)
    command = TakeInOrganisations(agent_id=small.ona, organisations=several, overwrite=overwrite)
    assert perform(small.desk, command) == foretold.new + foretold.changed
    assert perform(small.desk, command) == foretold.new + foretold.changed, "once is enough"
    assert small.desk.read(integrity.problems) == []
    return foretold


def there(small: SmallDesk) -> dict[str, OrganisationRow]:
    return {row.name: row for row in small.desk.read(following, 0)}


def region(small: SmallDesk) -> int:
    choices = (FieldChoice(0, "North, far"), FieldChoice(0, "South"))
    wanted = {
        "id": 0,
        "name": "Region",
        "kind": FieldKind.CHOICES,
        "owner": FieldOwner.ORGANISATION,
        "choices": choices,
    }
    return perform(small.desk, SaveField(agent_id=small.ona, **wanted)) or 0  # type: ignore[arg-type]


def test_one_that_is_new_has_all_that_is_said_and_the_journal_tells_it(small: SmallDesk) -> None:
    assert take_in(small, ACME, BEE) == Outcome(new=2)
    acme = there(small)["ACME"]
    assert (acme.domains, acme.note, acme.vip) == (("acme.example", "acme.test"), "pays late", True)
    assert acme.tags == ("gold", "press")
    with small.desk.reading() as session:
        of_acme = organisation_journal.c.organisation_id == acme.id
        told = session.connection.execute(select(organisation_journal.c.kind).where(of_acme)).scalars().all()
        deeds = session.connection.execute(select(deed.c.kind, deed.c.answer)).all()
    assert set(told) == {"there", "name", "domains", "note", "vip", "tags"}
    assert ("organisations_taken_in", 2) in [tuple(row) for row in deeds]


def test_of_one_that_is_here_only_what_is_empty_is_filled(small: SmallDesk) -> None:
    take_in(small, ACME)
    said = WrittenOrganisation(2, "acme", ("more.example",), "pays early", False, ("silver",))
    assert take_in(small, said) == Outcome(changed=1)
    (acme,) = there(small).values()
    assert (acme.name, acme.note, acme.vip, acme.tags) == ("ACME", "pays late", True, ("gold", "press"))
    assert acme.domains == ("acme.example", "acme.test", "more.example")
    assert take_in(small, said) == Outcome(same=1)


def test_asked_to_the_file_holds_in_all_that_it_says(small: SmallDesk) -> None:
    take_in(small, ACME)
    perform(
        small.desk,
        TakeInCustomers(agent_id=small.ona, people=(Written(2, "Li", ("li@x.example",), organisation="ACME"),)),
    )
    said = WrittenOrganisation(2, "Acme", ("acme.example",), "", False, ("silver",))
    assert take_in(small, said, overwrite=True) == Outcome(changed=1)
    (acme,) = there(small).values()
    assert (acme.name, acme.note, acme.vip, acme.tags) == ("Acme", "pays late", False, ("silver",))
    assert (acme.domains, acme.customers) == (("acme.example", "acme.test"), 1), "no domain is lost by a file"


def test_two_lines_of_one_name_are_one(small: SmallDesk) -> None:
    again = WrittenOrganisation(3, "Ａcme", ("b.example",), "twice")
    assert take_in(small, WrittenOrganisation(2, "ACME", ("a.example",)), again) == Outcome(new=1, changed=1)
    (acme,) = there(small).values()
    assert (acme.name, acme.domains, acme.note) == ("ACME", ("a.example", "b.example"), "twice")


@pytest.mark.parametrize(
    ("one", "code", "values"),
    [
        (WrittenOrganisation(9, " "), "import.no_name", {}),
        (WrittenOrganisation(9, "L" * 201), "customer.too_long", {"limit": 200}),
        (WrittenOrganisation(9, "C", tags=("t" * 201,)), "customer.too_long", {"limit": 200}),
        (WrittenOrganisation(9, "C", ("no domain",)), "organisation.domain", {"domain": "no domain"}),
        (WrittenOrganisation(9, "C", ("gmail.com",)), "organisation.free_mail", {"domain": "gmail.com"}),
        (
            WrittenOrganisation(9, "C", ("c.example", "acme.test")),
            "organisation.has_domain",
            {"domain": "acme.test", "name": "ACME"},
        ),
        (
            WrittenOrganisation(9, "ACME", ("bee.example",)),
            "organisation.has_domain",
            {"domain": "bee.example", "name": "Bee"},
        ),
        (
            WrittenOrganisation(9, "C", ("first.example",)),
            "organisation.has_domain",
            {"domain": "first.example", "name": "First"},
        ),
        (
            WrittenOrganisation(9, "ACME", tuple(f"d{number}.example" for number in range(49))),
            "organisation.many_domains",
            {"limit": 50},
        ),
        (WrittenOrganisation(9, "C", fields=(("Region", "East"),)), "field.choice", {"field": "Region"}),
    ],
)
def test_what_cannot_be_taken_in_is_told_with_its_line(
    small: SmallDesk, one: WrittenOrganisation, code: str, values: dict[str, object]
) -> None:
    region(small)
    take_in(small, ACME, BEE)
    before = there(small)
    found = take_in(small, WrittenOrganisation(8, "First", ("first.example",)), one, WrittenOrganisation(10, "Good"))
    assert [(one.line, one.code, one.values) for one in found.refused] == [(9, code, values)]
    assert there(small).keys() - before.keys() == {"First", "Good"}
    assert there(small)["ACME"] == before["ACME"]


@pytest.mark.parametrize("small", [pytest.param("postgresql", marks=pytest.mark.servers)], indirect=True)
@pytest.mark.parametrize("first", ["Fresh", "ACME"])
@pytest.mark.parametrize("second", ["Fresh too", "Bee"])
def test_a_domain_that_goes_to_another_in_this_very_moment_is_refused_with_its_line(
    small: SmallDesk, first: str, second: str
) -> None:
    take_in(small, ACME, BEE)
    one, other = (
        TakeInOrganisations(agent_id=who, organisations=(WrittenOrganisation(2, name, ("late.example",)), more))
        for who, name, more in (
            (small.ona, first, WrittenOrganisation(3, "Cee")),
            (small.tomas, second, WrittenOrganisation(3, "Dee")),
        )
    )
    both(small, doing(one), doing(other))
    assert small.desk.read(integrity.problems) == []
    now = there(small)
    assert [name for name, row in now.items() if "late.example" in row.domains] == [first]
    assert now.keys() == {"ACME", "Bee", first, "Cee", "Dee"}, "all else of both is in"


def test_a_domain_given_up_meanwhile_can_be_taken(small: SmallDesk) -> None:
    take_in(small, BEE)
    row = there(small)["Bee"]
    perform(small.desk, SaveOrganisation(agent_id=small.ona, id=row.id, name="Bee", version=row.version))
    assert take_in(small, WrittenOrganisation(2, "C", ("bee.example",))) == Outcome(new=1)


def test_on_an_empty_desk_an_export_gives_the_same(small: SmallDesk, tmp_path: Path) -> None:
    field_id = region(small)
    odd = WrittenOrganisation(4, "=SUM(A1)", (), 'a,"b"\r\n;c\\', False, ("one, two",))
    filled = WrittenOrganisation(5, "-1 & Co", ("münchen.example",), fields=(("Region", "North, far\n"),))
    take_in(small, ACME, BEE, odd, filled)
    before = there(small)
    held = small.desk.read(owned_fields.held, FieldOwner.ORGANISATION, [row.id for row in before.values()])
    assert held == {before["-1 & Co"].id: f"{field_id}:1"}
    place = tmp_path / "all.csv"
    assert small.desk.read(export_organisations, place) == 4
    for row in before.values():
        perform(small.desk, RemoveOrganisation(agent_id=small.ona, id=row.id, version=row.version))
    assert there(small) == {}
    sheet = organisation_files.look(place)
    columns = organisation_files.guessed(sheet, headings=sheet.headings, fields=("Region",))
    read = tuple(organisation_files.organisations(sheet, columns, headings=sheet.headings))
    several = tuple(one for one in read if isinstance(one, WrittenOrganisation))
    assert len(several) == len(read)
    assert take_in(small, *several) == Outcome(new=4)
    after = there(small)
    seen = [(row.name, row.domains, row.note, row.vip, row.tags) for row in before.values()]
    assert [(row.name, row.domains, row.note, row.vip, row.tags) for row in after.values()] == seen
    held = small.desk.read(owned_fields.held, FieldOwner.ORGANISATION, [row.id for row in after.values()])
    assert held == {after["-1 & Co"].id: f"{field_id}:1"}
    for overwrite in (False, True):
        assert small.desk.read(outcome, several, overwrite=overwrite) == Outcome(same=4)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0", b"BEGIN:VCARD\nFN:Li\nEND:VCARD\n"])
def test_what_holds_none_is_refused(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "all.csv"
    place.write_bytes(content)
    with pytest.raises(Mistake) as refused:
        organisation_files.look(place)
    assert refused.value.code == "import.no_organisations"
    with pytest.raises(Trouble) as failed:
        organisation_files.look(tmp_path / "away.csv")
    assert failed.value.code == "file.unreadable"


def test_rows_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    place = tmp_path / "all.csv"
    place.write_bytes(b"\xef\xbb\xbfName;Domain\nAcme;acme.example\nB\xffe;bee.example\n")
    sheet = organisation_files.look(place)
    read = list(
        organisation_files.organisations(sheet, organisation_files.guessed(sheet, headings=True), headings=True)
    )
    assert read[0] == WrittenOrganisation(2, "Acme", ("acme.example",))
    assert isinstance(read[1], Refused)
    assert (read[1].line, read[1].code) == (3, "import.charset")
