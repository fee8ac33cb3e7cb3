"""Custom fields: making them, filling them in, and what must be filled in before a ticket is solved."""

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.model.canned import ApplyMacro
from deskbell.model.commands import (
    Command,
    MoveToMailbox,
    SendReply,
    SetStatus,
    SetTeam,
    UndoDeed,
)
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldChoice, FieldKind, SaveField, SetField
from deskbell.model.kinds import Deed, ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.model.teams import RemoveTeam, SaveTeam
from deskbell.store.queries import fields
from deskbell.store.tables import field_value


@pytest.fixture
def tickets(small: SmallDesk) -> tuple[int, ...]:
    placed = small.arrive(mail("1@mail.example"), mail("2@mail.example", sender="bo@mail.example"))
    return tuple(one.ticket_id for one in placed)


def make(small: SmallDesk, name: str, kind: FieldKind = FieldKind.TEXT, **values: object) -> int:
    return perform(small.desk, SaveField(agent_id=small.ona, id=0, name=name, kind=kind, **values)) or 0


def fill(small: SmallDesk, field_id: int, value: str, *tickets: int) -> SetField:
    command = SetField(agent_id=small.ona, tickets=tickets, field_id=field_id, value=value)
    perform(small.desk, command)
    return command


def held(small: SmallDesk, number: int) -> dict[str, str]:
    return {one.field.name: one.value for one in small.ticket(number).fields}


def there(small: SmallDesk) -> tuple[CustomField, ...]:
    return small.desk.read(fields.definitions)


def refused(small: SmallDesk, command: Command) -> Mistake:
    with pytest.raises(Mistake) as caught:
        perform(small.desk, command)
    return caught.value


def test_filling_in_and_taking_it_back(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    order = make(small, "Order number")
    first = fill(small, order, " A  1042 ", *tickets)
    assert [held(small, number) for number in tickets] == [{"Order number": "A 1042"}] * 2
    second = fill(small, order, "A 1043", tickets[0])
    event = small.ticket(tickets[0]).events[-1]
    assert (event.kind, event.agent, event.before, event.after) == (Deed.FIELD, "Ona", "A 1042", "A 1043")
    assert event.field == there(small)[0]
    assert refused(small, UndoDeed(agent_id=small.ona, undo=first.deed)).code == "undo.changed"
    assert held(small, tickets[1]) == {"Order number": "A 1042"}, "nothing of it was taken back"
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=second.deed))
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=first.deed))
    assert [held(small, number) for number in tickets] == [{"Order number": ""}] * 2
    with small.desk.reading() as session:
        assert session.connection.execute(select(field_value)).first() is None, "what is empty has no row"


def test_a_page_of_tickets_is_told_what_it_holds_in_the_fields_that_are_asked_for(
    small: SmallDesk, tickets: tuple[int, ...]
) -> None:
    one, other, third = (make(small, name) for name in ("Order", "Colour", "Shop"))
    fill(small, one, "A-1", *tickets[:2])
    fill(small, other, "red", tickets[0])
    fill(small, third, "Kaunas", tickets[0])
    asked = small.desk.read(fields.held, tickets, {one, other})
    assert asked == {tickets[0]: {one: "A-1", other: "red"}, tickets[1]: {one: "A-1"}}
    assert small.desk.read(fields.held, tickets[1:2], {other}) == {}


def test_what_is_filled_in_a_second_time_is_no_step(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    order = make(small, "Order number")
    fill(small, order, "A", tickets[0])
    version = small.ticket(tickets[0]).row.version
    fill(small, order, "A ", tickets[0])
    ticket = small.ticket(tickets[0])
    assert (ticket.row.version, [event.kind for event in ticket.events]) == (version, [Deed.FIELD])


@pytest.mark.parametrize(
    ("kind", "value", "is_kept", "sought", "measure"),
    [
        (FieldKind.TEXT, "Ąžuolas 7", "Ąžuolas 7", "azuolas 7", None),
        (FieldKind.TEXT, "x" * 500, "x" * 500, "x" * 200, None),
        (FieldKind.NUMBER, "007.50", "7.5", "7.5", 7_500_000),
        (FieldKind.DATE, "2026-11-26", "2026-11-26", "2026-11-26", 739946),
        (FieldKind.CHOICE, "2", "2", "2", None),
        (FieldKind.CHOICES, "2 1", "1 2", "1 2", None),
        (FieldKind.CHECK, "yes", "yes", "yes", None),
    ],
)
def test_values_are_typed(
    small: SmallDesk,
    tickets: tuple[int, ...],
    kind: FieldKind,
    value: str,
    is_kept: str,
    sought: str,
    measure: int | None,
) -> None:
    choices = (FieldChoice(0, "Red"), FieldChoice(0, "Blue")) if kind in (FieldKind.CHOICE, FieldKind.CHOICES) else ()
    fill(small, make(small, "It", kind, choices=choices), value, tickets[0])
    assert held(small, tickets[0]) == {"It": is_kept}
    with small.desk.reading() as session:
        row = session.connection.execute(select(field_value)).one()
    assert (row.sought, row.measure) == (sought, measure)


def test_what_it_cannot_hold_changes_nothing(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    weight = make(small, "Weight", FieldKind.NUMBER)
    wrong = SetField(agent_id=small.ona, tickets=tickets, field_id=weight, value="heavy")
    assert refused(small, wrong).code == "field.number"
    assert refused(small, SetField(agent_id=small.ona, tickets=tickets, field_id=99, value="")).code == "field.missing"
    assert held(small, tickets[0]) == {"Weight": ""}


def test_fields_of_some_mailboxes_and_teams(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    care = perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name="Care")) or 0
    make(small, "Everywhere")
    bill = make(small, "Bill", mailboxes=frozenset({small.billing}))
    make(small, "Of care", teams=frozenset({care}))
    number = tickets[0]
    assert list(held(small, number)) == ["Everywhere"]
    perform(small.desk, MoveToMailbox(agent_id=small.ona, tickets=(number,), mailbox_id=small.billing))
    perform(small.desk, SetTeam(agent_id=small.ona, tickets=(number,), team_id=care))
    fill(small, bill, "17", number)
    assert held(small, number) == {"Everywhere": "", "Bill": "17", "Of care": ""}
    perform(small.desk, MoveToMailbox(agent_id=small.ona, tickets=(number,), mailbox_id=small.support))
    assert list(held(small, number)) == ["Everywhere", "Of care"]
    perform(small.desk, MoveToMailbox(agent_id=small.ona, tickets=(number,), mailbox_id=small.billing))
    assert held(small, number)["Bill"] == "17", "what was filled in is not lost by the way"


def test_a_field_follows_the_team_that_comes_after_its_own(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    care, orders = (perform(small.desk, SaveTeam(agent_id=small.ona, id=0, name=name)) or 0 for name in ("A", "B"))
    perform(small.desk, SetTeam(agent_id=small.ona, tickets=tickets[:1], team_id=care))
    make(small, "Of care", teams=frozenset({care}))
    perform(small.desk, RemoveTeam(agent_id=small.ona, id=care, successor_id=orders, version=1))
    assert list(held(small, tickets[0])) == ["Of care"]
    perform(small.desk, RemoveTeam(agent_id=small.ona, id=orders, successor_id=None, version=1))
    assert [there(small)[0].teams, held(small, tickets[0])] == [frozenset({orders}), {}], "never on every ticket"


def test_choices_are_renamed_and_retired_and_never_lost(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    made = (FieldChoice(0, "Red"), FieldChoice(0, "Blue"))
    colour = make(small, "Colour", FieldKind.CHOICE, choices=made)
    assert there(small)[0].choices == (FieldChoice(1, "Red"), FieldChoice(2, "Blue"))
    fill(small, colour, "1", tickets[0])
    change = SaveField(
        agent_id=small.ona,
        id=colour,
        name="Colour",
        kind=FieldKind.CHOICE,
        choices=(FieldChoice(0, "Green"), FieldChoice(2, "Navy")),
        version=1,
    )
    perform(small.desk, change)
    assert there(small)[0].choices == (FieldChoice(3, "Green"), FieldChoice(2, "Navy"), FieldChoice(1, "Red", True))
    assert held(small, tickets[0]) == {"Colour": "1"}
    fill(small, colour, "1", tickets[0])
    retired = SetField(agent_id=small.ona, tickets=tickets, field_id=colour, value="1")
    assert refused(small, retired).code == "field.choice", "where it does not stand yet it comes no more"


def test_retiring_and_bringing_back(small: SmallDesk, tickets: tuple[int, ...]) -> None:
    order = make(small, "Order number", required=True)
    fill(small, order, "A", tickets[0])

    def save(version: int, **values: object) -> SaveField:
        known = {"name": "Order number", "required": True} | values
        return SaveField(agent_id=small.ona, id=order, kind=FieldKind.TEXT, version=version, **known)

    perform(small.desk, save(1, retired=True))
    assert held(small, tickets[0]) == {}
    assert (
        refused(small, SetField(agent_id=small.ona, tickets=tickets, field_id=order, value="B")).code == "field.missing"
    )
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=tickets[1:], status=Status.SOLVED))
    again = make(small, "order number")
    assert refused(small, save(2)).code == "field.exists", "its name was taken meanwhile"
    perform(small.desk, save(2, name="Old number"))
    assert held(small, tickets[0]) == {"Old number": "A", "order number": ""}
    assert again


def test_their_order(small: SmallDesk) -> None:
    def names() -> list[str]:
        return [field.name for field in there(small)]

    first, second, third = (make(small, name) for name in ("A", "B", "C"))
    make(small, "D", after=first)
    assert names() == ["A", "D", "B", "C"]
    for field_id, after, order in (
        (third, 0, "CADB"),
        (first, second, "CDBA"),
        (first, 99, "ACDB"),
        (first, None, "ACDB"),
    ):
        version = next(field.version for field in there(small) if field.id == field_id)
        name = next(field.name for field in there(small) if field.id == field_id)
        perform(
            small.desk,
            SaveField(agent_id=small.ona, id=field_id, name=name, kind=FieldKind.TEXT, after=after, version=version),
        )
        assert "".join(names()) == order


@pytest.fixture
def required(small: SmallDesk) -> int:
    make(small, "Of billing", required=True, mailboxes=frozenset({small.billing}))
    make(small, "Anything")
    return make(small, "Order number", required=True)


@pytest.mark.parametrize("status", [Status.SOLVED, Status.CLOSED])
def test_it_is_not_solved_while_something_must_be_filled_in(
    small: SmallDesk, tickets: tuple[int, ...], required: int, status: Status
) -> None:
    region = make(small, "Region", required=True)
    one, both = (SetStatus(agent_id=small.ona, tickets=some, status=status) for some in (tickets[:1], tickets))
    mistake = refused(small, one)
    assert (mistake.code, mistake.values) == (
        "field.lacking",
        {"number": tickets[0], "fields": "Order number, Region", "count": 1},
    )
    fill(small, required, "A", *tickets)
    fill(small, region, "North", tickets[0])
    mistake = refused(small, both)
    assert (mistake.code, mistake.values) == (
        "field.some_lacking",
        {"number": tickets[1], "fields": "Region", "count": 1},
    )
    assert small.ticket(tickets[0]).row.status is Status.NEW, "all of them or none"
    fill(small, region, "South", tickets[1])
    perform(small.desk, replace_deed(both))
    assert {small.ticket(number).row.status for number in tickets} == {status}


def replace_deed(command: SetStatus) -> SetStatus:
    """The same, once more by a person."""
    return SetStatus(agent_id=command.agent_id, tickets=command.tickets, status=command.status)


def test_what_is_not_asked(small: SmallDesk, tickets: tuple[int, ...], required: int) -> None:
    for status in (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SPAM, Status.TRASH):
        perform(small.desk, SetStatus(agent_id=small.ona, tickets=tickets, status=status))
    perform(small.desk, SetStatus(agent_id=None, tickets=tickets, status=Status.SOLVED))
    perform(small.desk, SetStatus(agent_id=small.ona, tickets=tickets, status=Status.CLOSED))
    assert {small.ticket(number).row.status for number in tickets} == {Status.CLOSED}


def test_undo_solves_what_was_solved(small: SmallDesk, tickets: tuple[int, ...], required: int) -> None:
    perform(small.desk, SetStatus(agent_id=None, tickets=tickets, status=Status.SOLVED))
    opened = SetStatus(agent_id=small.ona, tickets=tickets, status=Status.OPEN)
    perform(small.desk, opened)
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=opened.deed))
    assert small.ticket(tickets[0]).row.status is Status.SOLVED


def test_a_macro_that_solves_is_refused_whole(small: SmallDesk, tickets: tuple[int, ...], required: int) -> None:
    macro = ApplyMacro(agent_id=small.ona, tickets=tickets[:1], status=Status.SOLVED, add_tags=("refund",))
    assert refused(small, macro).code == "field.lacking"
    assert small.ticket(tickets[0]).row.tags == ()
    perform(small.desk, ApplyMacro(agent_id=small.ona, tickets=tickets[:1], add_tags=("refund",)))
    fill(small, required, "A", tickets[0])
    perform(small.desk, ApplyMacro(agent_id=small.ona, tickets=tickets[:1], status=Status.SOLVED))
    assert small.ticket(tickets[0]).row.status is Status.SOLVED


@pytest.mark.parametrize("fresh", [False, True])
def test_an_answer_that_solves_waits_for_what_is_lacking(
    small: SmallDesk, tickets: tuple[int, ...], required: int, fresh: bool
) -> None:
    def reply(then: Status | None) -> SendReply:
        return SendReply(
            agent_id=small.ona,
            ticket_id=0 if fresh else tickets[0],
            kind=ReplyKind.NEW if fresh else ReplyKind.REPLY,
            mailbox_id=small.support,
            to=(Mailbox("Li Na", "li.na@mail.example"),),
            subject="The printer",
            text="Try again.",
            then=then,
        )

    mistake = refused(small, reply(Status.SOLVED))
    code = "field.begun_lacking" if fresh else "field.lacking"
    assert (mistake.code, mistake.values["fields"]) == (code, "Order number")
    assert len(small.ticket(tickets[0]).messages) == 1
    assert perform(small.desk, reply(None)), "without solving it leaves"
