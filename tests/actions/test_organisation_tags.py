"""Tags of organisations: put on, taken off and taken back; what becomes of them where organisations or tags are merged, and who is found by them."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions import tag_list
from deskbell.actions.dispatch import perform
from deskbell.actions.export_organisations import export_organisations
from deskbell.model.commands import MergeTag, RemoveTag, SaveTag, UndoDeed
from deskbell.model.customer_file import FIELD
from deskbell.model.customer_file import OrganisationColumn as Column
from deskbell.model.customer_list import CustomerFilter, CustomerSort
from deskbell.model.customers import (
    ChangeOrganisationTags,
    MergeOrganisations,
    RemoveOrganisation,
    SaveOrganisation,
)
from deskbell.model.errors import Mistake
from deskbell.model.fields import FieldKind, FieldOwner, SaveField, SetOrganisationField
from deskbell.model.organisations import OrganisationFact, OrganisationRow
from deskbell.model.rows import TagRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules.spreadsheet import guarded
from deskbell.store.course import Course
from deskbell.store.listing import list_anew
from deskbell.store.queries import customer_list, desk_state, organisation_list, ticket_list
from deskbell.store.tables import organisation_journal, organisation_tag, tag


class Tagged:
    """Two organisations, one of which a customer is in, and what is done to their tags."""

    def __init__(self, small: SmallDesk) -> None:
        self.small, self.desk = small, small.desk
        self.acme, self.zoo = (self.save(name, f"{name.lower()}.example") for name in ("Acme", "Zoo"))
        small.arrive(mail("1@x.example", sender="li@acme.example"), mail("2@x.example", sender="anna@mail.example"))
        self.desk.transact(list_anew)

    def save(self, name: str, domain: str) -> int:
        made = perform(self.desk, SaveOrganisation(agent_id=self.small.ona, id=0, name=name, domains=(domain,)))
        assert isinstance(made, int)
        return made

    def row(self, number: int) -> OrganisationRow:
        panel = self.desk.read(organisation_list.panel, number)
        assert panel is not None
        return panel.organisation

    def of(self, number: int) -> str:
        return " ".join(self.row(number).tags)

    def put(self, number: int, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> str:
        command = ChangeOrganisationTags(agent_id=self.small.ona, id=number, add=add, remove=remove)
        perform(self.desk, command)
        return command.deed

    def undo(self, deed: str) -> None:
        perform(self.desk, UndoDeed(agent_id=self.small.ona, undo=deed))

    def tag(self, name: str) -> TagRow:
        return next(one for one in self.desk.read(desk_state.tag_rows) if one.name == name)

    def rename(self, name: str, to: str) -> None:
        one = self.tag(name)
        perform(self.desk, SaveTag(agent_id=self.small.ona, id=one.id, name=to, version=one.version))


@pytest.fixture
def tagged(small: SmallDesk) -> Tagged:
    return Tagged(small)


def test_they_are_put_on_told_and_taken_back(tagged: Tagged) -> None:
    tagged.put(tagged.acme, add=("press",))
    deed = tagged.put(tagged.acme, add=(" Gold ", "press"), remove=("never there",))
    assert (tagged.of(tagged.acme), tagged.of(tagged.zoo)) == ("gold press", "")
    with tagged.desk.reading() as session:
        lines = session.connection.execute(select(organisation_journal).where(organisation_journal.c.deed_id == deed))
        assert [(one.organisation_id, one.kind, one.before, one.after) for one in lines] == [
            (tagged.acme, OrganisationFact.TAGS.value, "press", "gold\npress")
        ]
    version = tagged.row(tagged.acme).version
    tagged.put(tagged.acme, add=("late",), remove=("press",))
    assert tagged.row(tagged.acme).version == version, "who writes something else meanwhile is not in the way"
    tagged.rename("gold", "platinum")
    tagged.undo(deed)
    assert tagged.of(tagged.acme) == "late", "what was done since stays"
    with pytest.raises(Mistake, match="does not exist any more"):
        tagged.put(4711, add=("gold",))


def test_they_are_put_on_and_taken_off_with_all_else(tagged: Tagged) -> None:
    tagged.put(tagged.acme, add=("gold", "press"))
    tagged.rename("gold", "platinum")
    row = tagged.row(tagged.acme)
    tagged.put(tagged.acme, add=("late",))
    wanted = {"id": row.id, "name": "Acme Ltd", "domains": row.domains, "version": row.version}
    command = SaveOrganisation(agent_id=tagged.small.ona, **wanted, add_tags=(" New ",), remove_tags=("gold",))  # type: ignore[arg-type]
    perform(tagged.desk, command)
    assert tagged.of(tagged.acme) == "late new press", "a colleague's stays, and one is known by its former name"
    tagged.undo(command.deed)
    assert (tagged.of(tagged.acme), tagged.row(tagged.acme).name) == ("late platinum press", "Acme")
    made = SaveOrganisation(agent_id=tagged.small.ona, id=0, name="Fresh", add_tags=("gold",))
    number = perform(tagged.desk, made)
    assert number is not None
    assert tagged.of(number) == "platinum"
    tagged.undo(made.deed)
    assert tagged.desk.read(organisation_list.panel, number) is None


@pytest.mark.parametrize("renamed", [False, True])
def test_organisations_who_are_one_have_the_tags_of_both_until_they_are_apart(tagged: Tagged, renamed: bool) -> None:
    tagged.put(tagged.acme, add=("gold", "press"))
    tagged.put(tagged.zoo, add=("press", "late"))
    version = tagged.row(tagged.zoo).version
    command = MergeOrganisations(agent_id=tagged.small.ona, id=tagged.zoo, into_id=tagged.acme, version=version)
    perform(tagged.desk, command)
    assert tagged.of(tagged.acme) == "gold late press"
    tagged.put(tagged.acme, add=("new",))
    if renamed:
        tagged.rename("late", "lately")
    tagged.undo(command.deed)
    assert (tagged.of(tagged.acme), tagged.of(tagged.zoo)) == (
        "gold new press",
        f"{'lately' if renamed else 'late'} press",
    )


def test_one_that_comes_back_has_its_tags(tagged: Tagged) -> None:
    tagged.put(tagged.zoo, add=("gold",))
    command = RemoveOrganisation(agent_id=tagged.small.ona, id=tagged.zoo, version=tagged.row(tagged.zoo).version)
    perform(tagged.desk, command)
    with tagged.desk.reading() as session:
        assert not session.connection.execute(select(organisation_tag)).all()
    tagged.undo(command.deed)
    assert tagged.of(tagged.zoo) == "gold"


def test_a_merged_tag_is_the_other_on_them_too(tagged: Tagged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_list, "MERGED_AT_ONCE", 1)
    for number in (tagged.acme, tagged.zoo):
        tagged.put(number, add=("gold",))
    tagged.put(tagged.acme, add=("best",))
    one, other, deeds, left = tagged.tag("gold"), tagged.tag("best"), [], True
    while left:
        command = MergeTag(agent_id=tagged.small.ona, id=one.id, into_id=other.id, version=one.version)
        deeds.append(command.deed)
        left = bool(perform(tagged.desk, command))
    assert len(deeds) > 2, "one at a time"
    assert (tagged.of(tagged.acme), tagged.of(tagged.zoo)) == ("best", "best")
    for deed in reversed(deeds):
        tagged.undo(deed)
    assert (tagged.of(tagged.acme), tagged.of(tagged.zoo)) == ("best gold", "gold")


def test_a_tag_of_organisations_is_not_removed(tagged: Tagged) -> None:
    tagged.put(tagged.acme, add=("gold",))
    one = tagged.tag("gold")
    with pytest.raises(Mistake, match="on organisations"):
        perform(tagged.desk, RemoveTag(agent_id=tagged.small.ona, id=one.id, version=one.version))
    tagged.put(tagged.acme, remove=("gold",))
    perform(tagged.desk, RemoveTag(agent_id=tagged.small.ona, id=one.id, version=one.version))


def test_a_program_that_does_not_know_them_merges_them(tagged: Tagged) -> None:
    for number in (tagged.acme, tagged.zoo):
        tagged.put(number, add=("gold",))
    tagged.put(tagged.acme, add=("best",))
    merged = update(tag).where(tag.c.name == "gold").values(merged_into=tagged.tag("best").id)
    tagged.desk.transact(lambda session: session.connection.execute(merged).rowcount)
    assert (tagged.of(tagged.acme), tagged.of(tagged.zoo)) == ("best", "best")


def test_who_is_looked_for_by_a_tag_is_also_whose_organisation_has_it(tagged: Tagged) -> None:
    desk = tagged.desk

    def customers(**wanted: object) -> list[str]:
        page = desk.read(customer_list.page, CustomerFilter(**wanted), CustomerSort.NAME)  # type: ignore[arg-type]
        return [line.email for line in page.lines]

    def tickets(query: str) -> list[str]:
        view = View(ViewKind.SEARCH, query=query)
        page = desk.read(ticket_list.page, view, Sort.LATEST, tagged.small.ona)
        return [row.customer_email for row in page.rows]

    def found(words: str) -> list[str]:
        return [line.name for line in desk.read(organisation_list.page, words).lines]

    tagged.put(tagged.zoo, add=("other",))
    assert tickets("customer-tag:gold") == []
    tagged.put(tagged.acme, add=("gold",))
    assert customers(tag=tagged.tag("gold").id) == ["li@acme.example"]
    assert customers(words="gol") == ["li@acme.example"]
    assert tickets("customer-tag:gold") == ["li@acme.example"]
    assert tickets("-customer-tag:gold") == ["anna@mail.example"]
    assert (found("gol"), found("oth"), found("nothing")) == (["Acme"], ["Zoo"], [])


def test_a_table_has_them_with_all_else_that_is_known(tagged: Tagged, tmp_path: Path) -> None:
    field = SaveField(
        agent_id=tagged.small.ona, id=0, name="Region", kind=FieldKind.TEXT, owner=FieldOwner.ORGANISATION
    )
    region = perform(tagged.desk, field)
    assert isinstance(region, int)
    value = SetOrganisationField(agent_id=tagged.small.ona, id=tagged.zoo, field_id=region, value="=1+1")
    perform(tagged.desk, value)
    tagged.put(tagged.acme, add=("gold", "net 30"))
    place, course = tmp_path / "all.csv", Course()
    assert tagged.desk.read(export_organisations, place, course) == course.done == 2
    with place.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Organisation", "Domains", "Notes", "VIP", "Tags", "Customers", "Field: Region"],
            ["Acme", "acme.example", "", "no", "gold, net 30", "1", ""],
            ["Zoo", "zoo.example", "", "no", "", "0", guarded("=1+1")],
        ]
    left_out = {Column.NOTE, Column.VIP, Column.TAGS, Column.NOTHING, f"{FIELD}Region"}
    assert tagged.desk.read(export_organisations, place, left_out=left_out) == 2
    with place.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[:2] == [["Organisation", "Domains"], ["Acme", "acme.example"]]
    before = place.read_bytes()
    with pytest.raises(Mistake) as nothing:
        tagged.desk.read(export_organisations, place, left_out={*left_out, Column.NAME, Column.DOMAIN})
    assert nothing.value.code == "export.nothing"
    course.stop()
    with pytest.raises(Mistake):
        tagged.desk.read(export_organisations, place, course)
    assert place.read_bytes() == before, "as it was"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []
