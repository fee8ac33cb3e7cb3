"""Tags of customers: put on, taken off and taken back; what becomes of them where customers or tags are merged."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from deskbell.actions import tag_list
from deskbell.actions.dispatch import perform
from deskbell.actions.export_customers import export_customers
from deskbell.model.commands import MergeTag, RemoveTag, SaveTag, UndoDeed
from deskbell.model.customers import ChangeCustomerTags, EraseCustomer, Fact, MergeCustomers, TakeInCustomers, Written
from deskbell.model.errors import Mistake
from deskbell.model.rows import CustomerRow, TagRow
from deskbell.rules.customers import saving
from deskbell.store.queries import customer as customers
from deskbell.store.queries import desk_state
from deskbell.store.tables import address, customer_journal, customer_tag, tag

LI, ANNA = "li.na@mail.example", "anna@mail.example"


class Tagged:
    """Two customers, and what is done to their tags."""

    def __init__(self, small: SmallDesk) -> None:
        self.small = small
        small.arrive(mail("1@x.example", sender=LI), mail("2@x.example", sender=ANNA))
        self.li, self.anna = self.number(LI), self.number(ANNA)

    def number(self, email: str) -> int:
        with self.small.desk.reading() as session:
            holder = select(address.c.customer_id).where(address.c.email == email)
            return session.connection.execute(holder).scalar_one()

    def row(self, number: int) -> CustomerRow:
        panel = self.small.desk.read(customers.panel, number, 0)
        assert panel is not None
        return panel.customer

    def of(self, number: int) -> str:
        return " ".join(self.row(number).tags)

    def put(self, *numbers: int, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> str:
        command = ChangeCustomerTags(agent_id=self.small.ona, customers=numbers, add=add, remove=remove)
        perform(self.small.desk, command)
        return command.deed

    def undo(self, deed: str) -> None:
        perform(self.small.desk, UndoDeed(agent_id=self.small.ona, undo=deed))

    def tag(self, name: str) -> TagRow:
        return next(one for one in self.small.desk.read(desk_state.tag_rows) if one.name == name)

    def rename(self, name: str, to: str) -> None:
        one = self.tag(name)
        perform(self.small.desk, SaveTag(agent_id=self.small.ona, id=one.id, name=to, version=one.version))

    def merge_tag(self, name: str, into: str) -> list[str]:
        one, other, deeds = self.tag(name), self.tag(into), []
        while True:
            command = MergeTag(agent_id=self.small.ona, id=one.id, into_id=other.id, version=one.version)
            deeds.append(command.deed)
            if not perform(self.small.desk, command):
                return deeds


@pytest.fixture
def tagged(small: SmallDesk) -> Tagged:
    return Tagged(small)


def test_they_are_put_on_told_and_taken_back(tagged: Tagged) -> None:
    tagged.put(tagged.anna, add=("press",))
    deed = tagged.put(tagged.li, tagged.anna, add=(" Gold ", "press", "press"), remove=("never there",))
    assert (tagged.of(tagged.li), tagged.of(tagged.anna)) == ("gold press", "gold press")
    with tagged.small.desk.reading() as session:
        lines = session.connection.execute(select(customer_journal).where(customer_journal.c.deed_id == deed)).all()
    assert {(one.customer_id, Fact(one.kind), one.before, one.after) for one in lines} == {
        (tagged.li, Fact.TAGS, "", "gold\npress"),
        (tagged.anna, Fact.TAGS, "press", "gold\npress"),
    }
    tagged.put(tagged.li, add=("late",), remove=("press",))
    tagged.undo(deed)
    assert (tagged.of(tagged.li), tagged.of(tagged.anna)) == ("late", "press"), "what was done since stays"


def test_what_is_written_of_a_customer_meanwhile_is_not_in_the_way(tagged: Tagged) -> None:
    was_read = saving(tagged.row(tagged.li))
    tagged.put(tagged.li, add=("gold",))
    perform(tagged.small.desk, replace(was_read, agent_id=tagged.small.ona, note="pays late"))
    assert (tagged.row(tagged.li).note, tagged.of(tagged.li)) == ("pays late", "gold")


def test_nobody_has_no_tags(tagged: Tagged) -> None:
    with pytest.raises(Mistake, match="does not exist any more"):
        tagged.put(tagged.li, 4711, add=("gold",))
    assert tagged.of(tagged.li) == ""


def test_what_was_put_on_before_a_renaming_is_taken_back(tagged: Tagged) -> None:
    deed = tagged.put(tagged.li, add=("gold",))
    tagged.rename("gold", "platinum")
    assert tagged.of(tagged.li) == "platinum"
    tagged.put(tagged.anna, add=("gold",))
    assert tagged.of(tagged.anna) == "platinum", "the name of before leads to it"
    tagged.undo(deed)
    assert tagged.of(tagged.li) == ""


@pytest.mark.parametrize("renamed", [False, True])
def test_customers_who_are_one_have_the_tags_of_both_until_they_are_apart(tagged: Tagged, renamed: bool) -> None:
    tagged.put(tagged.li, add=("gold", "press"))
    tagged.put(tagged.anna, add=("press", "late"))
    command = MergeCustomers(agent_id=tagged.small.ona, customer_id=tagged.anna, into_id=tagged.li)
    perform(tagged.small.desk, command)
    assert tagged.of(tagged.li) == "gold late press"
    tagged.put(tagged.li, add=("new",))
    if renamed:
        tagged.rename("late", "lately")
    tagged.undo(command.deed)
    assert (tagged.of(tagged.li), tagged.of(tagged.anna)) == (
        "gold new press",
        f"{'lately' if renamed else 'late'} press",
    )


def test_a_merged_tag_is_the_other_on_customers_too(tagged: Tagged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_list, "MERGED_AT_ONCE", 1)
    tagged.put(tagged.li, tagged.anna, add=("gold",))
    tagged.put(tagged.li, add=("best",))
    deeds = tagged.merge_tag("gold", "best")
    assert len(deeds) > 2, "one customer at a time"
    assert (tagged.of(tagged.li), tagged.of(tagged.anna)) == ("best", "best")
    for deed in reversed(deeds):
        if deed is not deeds[-1] or not _is_empty(tagged, deed):
            tagged.undo(deed)
    assert (tagged.of(tagged.li), tagged.of(tagged.anna)) == ("best gold", "gold")


def _is_empty(tagged: Tagged, deed: str) -> bool:
    with tagged.small.desk.reading() as session:
        return session.connection.execute(select(tag.c.id).where(tag.c.merged_by == deed)).first() is None


def test_a_tag_of_customers_is_not_removed(tagged: Tagged) -> None:
    tagged.put(tagged.li, add=("gold",))
    one = tagged.tag("gold")
    with pytest.raises(Mistake, match="on customers"):
        perform(tagged.small.desk, RemoveTag(agent_id=tagged.small.ona, id=one.id, version=one.version))
    tagged.put(tagged.li, remove=("gold",))
    perform(tagged.small.desk, RemoveTag(agent_id=tagged.small.ona, id=one.id, version=one.version))


def test_a_program_that_does_not_know_them_merges_them(tagged: Tagged) -> None:
    """It gives the tickets the other tag, and then says of the one what it was merged into."""
    tagged.put(tagged.li, tagged.anna, add=("gold",))
    tagged.put(tagged.li, add=("best",))
    merged = update(tag).where(tag.c.name == "gold").values(merged_into=tagged.tag("best").id)
    tagged.small.desk.transact(lambda session: session.connection.execute(merged).rowcount)
    assert (tagged.of(tagged.li), tagged.of(tagged.anna)) == ("best", "best")


def test_files_have_them(tagged: Tagged, tmp_path: Path) -> None:
    tagged.put(tagged.li, add=("gold", "press, radio"))
    export_to = tmp_path / "all.csv"
    with tagged.small.desk.reading() as session:
        export_customers(session, export_to)
    assert 'gold\npress, radio\n"' in export_to.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    tagged.rename("gold", "platinum")
    people = (
        Written(2, "", (LI,), tags=("Other",)),
        Written(3, "", (ANNA,), tags=("GOLD", "gold", "new")),
        Written(4, "Bo", ("bo@x.example",), tags=("Gold",)),
    )
    perform(tagged.small.desk, TakeInCustomers(agent_id=tagged.small.ona, people=people))
    said = {email: tagged.of(tagged.number(email)) for email in (LI, ANNA, "bo@x.example")}
    assert said == {LI: "platinum press, radio", ANNA: "new platinum", "bo@x.example": "platinum"}
    perform(tagged.small.desk, TakeInCustomers(agent_id=tagged.small.ona, people=people, overwrite=True))
    assert tagged.of(tagged.li) == "other"


def test_they_go_with_whoever_is_erased(tagged: Tagged) -> None:
    tagged.put(tagged.li, add=("gold",))
    perform(tagged.small.desk, EraseCustomer(agent_id=tagged.small.ona, customer_id=tagged.li))
    with tagged.small.desk.reading() as session:
        assert not session.connection.execute(select(customer_tag)).all()
    assert tagged.tag("gold").name == "gold"
