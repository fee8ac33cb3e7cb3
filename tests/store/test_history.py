"""The history of a ticket and of the desk: pages along indexes, with what became of each step and through what it was done."""

import pytest

from building import Builder, plan, statements
from deskbell.actions.dispatch import perform
from deskbell.model.canned import ApplyMacro
from deskbell.model.commands import (
    AddNote,
    Assign,
    ChangeTags,
    SaveSettings,
    SetPriority,
    SetStatus,
    SetSubject,
    UndoDeed,
)
from deskbell.model.customers import BlockCustomer
from deskbell.model.history import DeedKey, Standing, Step, StepGroup, StepKey
from deskbell.model.kinds import Deed, Priority, Status
from deskbell.store.desk import Desk
from deskbell.store.queries import history
from deskbell.store.queries.history import lately, page


@pytest.fixture
def tomas(build: Builder) -> int:
    return build.agent("Tomas Berg", "tomas@desk.example")


@pytest.fixture
def ticket(build: Builder) -> int:
    return build.ticket("Rain", status=Status.OPEN)


def all_of(desk: Desk, ticket: int, **narrowed: object) -> list[Step]:
    """All pages of a ticket's history, one after another."""
    found: list[Step] = []
    key: StepKey | DeedKey | None = None
    while True:
        read = desk.read(page, ticket, after=key, **narrowed)
        found += read.steps
        if read.next is None:
            return found
        key = read.next


def test_who_did_what_with_names_before_and_after(desk: Desk, build: Builder, tomas: int, ticket: int) -> None:
    perform(desk, Assign(agent_id=build.me, tickets=(ticket,), assignee_id=tomas))
    perform(desk, Assign(agent_id=tomas, tickets=(ticket,), assignee_id=build.me))
    newest, first = desk.read(page, ticket).steps
    assert (first.agent, first.events[0].before, first.events[0].after) == ("Ona", "", "Tomas Berg")
    assert (newest.agent, newest.events[0].before, newest.events[0].after) == ("Tomas Berg", "Tomas Berg", "Ona")
    assert (newest.standing, newest.by) == (Standing.HOLDS, None)
    assert first.standing is Standing.OVERTAKEN
    assert first.by is not None
    assert (first.by.deed_id, first.by.agent) == (newest.deed_id, "Tomas Berg")


def test_through_what_it_was_done(desk: Desk, build: Builder, ticket: int) -> None:
    others = tuple(build.ticket() for _ in range(2))
    perform(desk, SetPriority(agent_id=build.me, tickets=(ticket, *others), priority=Priority.HIGH))
    perform(desk, ApplyMacro(agent_id=build.me, tickets=(ticket,), name="Refund", status=Status.SOLVED))
    note = perform(desk, AddNote(agent_id=build.me, ticket_id=ticket, text="Look"))
    noted, macro, bulk = desk.read(page, ticket).steps
    assert (bulk.tickets, bulk.macro, bulk.whole) == (3, "", False)
    assert (macro.tickets, macro.macro) == (1, "Refund")
    assert (noted.kind, noted.message_id, noted.standing) == (Deed.NOTED, note, Standing.STAYS)


def test_pages_and_what_they_are_narrowed_down_to(
    desk: Desk, build: Builder, tomas: int, ticket: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "AT_ONCE", 4)
    made = []
    for number in range(9):
        agent = (build.me, tomas)[number % 2]
        if number % 3:
            command = SetSubject(agent_id=agent, ticket_id=ticket, subject=f"Rain {number}")
        else:
            status = (Status.PENDING, Status.OPEN)[number % 2]
            command = ApplyMacro(agent_id=agent, tickets=(ticket,), status=status, add_tags=(f"t{number}",))
        perform(desk, command)
        made.append((command.deed, agent, number % 3 == 0))
    newest = made[::-1]
    assert [step.deed_id for step in all_of(desk, ticket)] == [deed for deed, *_ in newest]
    by = [step.deed_id for step in all_of(desk, ticket, agent_id=tomas)]
    assert by == [deed for deed, agent, _ in newest if agent == tomas]
    found = all_of(desk, ticket, group=StepGroup.STATUS)
    assert [step.deed_id for step in found] == [deed for deed, _, macro in newest if macro]
    assert all({event.kind for event in step.events} == {Deed.STATUS, Deed.TAGGED} for step in found)
    # What became of a step is the same on whatever page it stands.
    alone = {step.deed_id: step.standing for step in found}
    assert alone == {step.deed_id: step.standing for step in all_of(desk, ticket) if step.deed_id in alone}
    assert all_of(desk, ticket, group=StepGroup.MESSAGES) == []
    assert all_of(desk, ticket, agent_id=0) == []


def test_every_kind_is_of_one_group() -> None:
    narrow = [group for group in StepGroup if group is not StepGroup.ALL]
    for kind in Deed:
        assert sum(kind in history._kinds(group) for group in narrow) == 1


def test_what_was_done_lately(desk: Desk, build: Builder, tomas: int, ticket: int) -> None:
    other = build.ticket("Snow")
    customer = build.customer("Li Na", "li.na@mail.example")
    solve = SetStatus(agent_id=build.me, tickets=(ticket,), status=Status.SOLVED)
    tagged = ChangeTags(agent_id=tomas, tickets=(ticket, other), add=("wet",))
    nothing = SetStatus(agent_id=build.me, tickets=(ticket,), status=Status.SOLVED)
    setting = SaveSettings(agent_id=build.me, values=(("notice.answers", False),), owner=build.me)
    saved = BlockCustomer(agent_id=build.me, customer_id=customer)
    back = UndoDeed(agent_id=build.me, undo=tagged.deed)
    for command in (solve, tagged, nothing, setting, saved, back):
        perform(desk, command)
    everybody = desk.read(lately).steps
    assert [step.deed_id for step in everybody] == [one.deed for one in (back, saved, tagged, solve)]
    assert [step.standing for step in everybody] == [
        Standing.UNSURE,
        Standing.UNSURE,
        Standing.TAKEN_BACK,
        Standing.UNSURE,
    ]
    of_two, of_one = everybody[2:]
    assert (of_two.ticket_id, of_two.tickets, of_two.events[0].after) == (0, 2, "wet")
    assert of_two.by is not None
    assert (of_two.by.agent, of_two.by.deed_id) == ("Ona", back.deed)
    assert (of_one.ticket_id, of_one.subject, of_one.tickets) == (ticket, "Rain", 1)
    assert [step.deed_id for step in desk.read(lately, tomas).steps] == [tagged.deed]


def test_pages_of_what_was_done(desk: Desk, build: Builder, ticket: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "AT_ONCE", 3)
    made = []
    for number in range(7):
        command = SetSubject(agent_id=build.me, ticket_id=ticket, subject=f"Rain {number}")
        perform(desk, command)
        made.append(command.deed)
    found: list[Step] = []
    key = None
    while True:
        read = desk.read(lately, build.me, key)
        found += read.steps
        if read.next is None:
            break
        assert isinstance(read.next, DeedKey)
        key = read.next
    assert sorted(step.deed_id for step in found) == sorted(made)
    assert [step.at for step in found] == sorted((step.at for step in found), reverse=True)


def test_sqlite_goes_along_the_indexes(empty_sqlite: str) -> None:
    desk = Desk.open(empty_sqlite)
    build = Builder(desk)
    number = build.ticket(status=Status.OPEN)
    for status in (Status.SOLVED, Status.OPEN):
        perform(desk, SetStatus(agent_id=build.me, tickets=(number,), status=status))
    key = StepKey(desk.read(lambda session: session.now), 1 << 40)
    latest = DeedKey(key.at, "g")
    with statements(desk) as sent:
        assert len(desk.read(page, number, group=StepGroup.STATUS, after=key).steps) == 2
        assert len(desk.read(lately, build.me, latest).steps) == 2
        assert len(desk.read(lately, None, latest).steps) == 2
        desk.read(history.taken_back, "x")
    paged = [(words, values) for words, values in sent if "LIMIT" in words and "ORDER BY" in words]
    steps = [step for words, values in paged for step in plan(desk, words, values)]
    for index in ("ix_journal_ticket (ticket_id=? AND", "ix_deed_of_agent (agent_id=? AND", "ix_deed_lately ("):
        assert any(index in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN") or "TEMP B-TREE" in step], steps
    desk.close()
