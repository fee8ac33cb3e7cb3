"""What a rule may do besides properties: answers, notes, macros and fields."""

import pytest
from sqlalchemy import DefaultClause, select, update

from actions.conftest import SmallDesk, mail
from actions.rule_desk import Desk, canned
from deskbell.model import commands, fields
from deskbell.model.automation import (
    Check,
    Condition,
    Event,
    Group,
    RuleActions,
    What,
)
from deskbell.model.canned import Actions, Handing
from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind, Status
from deskbell.model.mail import OutboundAttachment
from deskbell.model.teams import SaveTeam
from deskbell.rules.fields import YES
from deskbell.store.integrity import problems
from deskbell.store.queries import history, mentions
from deskbell.store.queries.fields import every
from deskbell.store.tables import deed, journal, message, outbox

CREATED, UPDATED = frozenset({Event.CREATED}), frozenset({Event.UPDATED})
TAGGED = RuleActions(add_tags=("seen",))


@pytest.fixture
def desk(small: SmallDesk) -> Desk:
    return Desk(small)


def test_a_canned_reply_is_sent_in_the_customers_language(desk: Desk) -> None:
    """Filled in, with its files, as an answer of a machine."""
    files = (OutboundAttachment("terms.txt", "text/plain", b"Terms"),)
    desk.rule("Thanks", RuleActions(reply_id=canned(desk, files=files)))
    number = desk.arrive(1, sender="anna@mail.example")
    lithuanian = desk.arrive(2, sender="jonas@mail.example", language="lt")
    desk.run()
    assert desk.sent(number) == [f"Thanks, Li, #{number}"]
    assert desk.sent(lithuanian) == ["Ačiū"]
    with desk.small.desk.reading() as session:
        made = session.connection.execute(
            select(message).where(message.c.ticket_id == number, message.c.kind == 1)
        ).one()
        waiting = session.connection.execute(select(outbox).where(outbox.c.message_id == made.id)).one()
    assert (made.is_auto, made.why, made.attachments, made.in_reply_to) == (True, "rule:Thanks", 1, "1@mail.example")
    assert (waiting.sender, waiting.recipients, waiting.state) == ("", ["anna@mail.example"], "waiting")
    assert desk.small.ticket(number).row.status is Status.NEW
    assert desk.small.desk.read(problems) == []


@pytest.mark.parametrize(
    "values",
    [
        {"machine": "bulk"},
        {"is_list": True},
        {"is_auto_reply": True},
        {"is_bounce": True},
        {"sender": "no-reply@mail.example"},
        {"sender": "billing@desk.example"},
        {"spam": "X-Spam-Flag"},
    ],
)
def test_no_machine_is_answered(desk: Desk, values: dict[str, object]) -> None:
    """Whatever the rule says; what else it does is done."""
    events = frozenset({Event.CREATED, Event.BOUNCED})
    desk.rule("Thanks", RuleActions(reply_id=canned(desk), add_tags=("seen",)), events)
    (placed,) = desk.small.arrive(mail("1@mail.example", **values))  # type: ignore[arg-type]
    desk.run()
    assert desk.sent(placed.ticket_id) == []


def test_a_sender_is_answered_once_an_hour(desk: Desk) -> None:
    """However many tickets they begin: two desks that answer each other come to an end."""
    desk.rule("Thanks", RuleActions(reply_id=canned(desk)))
    numbers = [desk.arrive(one) for one in range(5)]
    desk.run()
    assert [len(desk.sent(one)) for one in numbers] == [1, 0, 0, 0, 0]


def test_a_note_tells_people_and_teams(desk: Desk) -> None:
    """They are mentioned; the note bears the rule's name."""
    small = desk.small
    team = desk.do(SaveTeam(agent_id=small.ona, id=0, name="Leads", members=frozenset({small.ona})))
    desk.rule("Long thread", RuleActions(note="Have a look", notify=(small.tomas,), notify_teams=(team,)))
    number = desk.arrive()
    desk.run()
    note = small.ticket(number).messages[-1]
    assert (note.kind, note.text, note.author) == (MessageKind.NOTE, "Have a look", "Long thread")
    for agent_id in (small.ona, small.tomas):
        assert [one.ticket_id for one in small.desk.read(mentions.unseen, agent_id)] == [number]
    assert small.desk.read(problems) == []


def test_a_macro_and_fields(desk: Desk) -> None:
    """One step, in which the rule's own word is the last; what a macro gives to whoever uses it stays."""
    small = desk.small
    field_id = desk.do(fields.SaveField(agent_id=small.ona, id=0, name="Order", kind=fields.FieldKind.TEXT))
    macro = Actions(status=Status.PENDING, assign=Handing.ME, add_tags=("macro",), followers=(0, small.tomas))
    macro_id = canned(desk, actions=macro)
    desk.rule("Macro", RuleActions(macro_id=macro_id, status=Status.OPEN, fields=((field_id, " A-17 "), (99, "x"))))
    number = desk.arrive()
    desk.run()
    row = small.ticket(number).row
    assert (row.status, row.assignee_id, row.tags, row.followers) == (Status.OPEN, None, ("macro",), (small.tomas,))
    with small.desk.reading() as session:
        lines = session.connection.execute(
            select(journal.c.kind, journal.c.before, journal.c.after)
            .join(deed, deed.c.id == journal.c.deed_id)
            .where(deed.c.macro == "Macro")
        ).all()
    assert {(line.kind, line.after) for line in lines} >= {("status", "1"), ("field", f"{field_id}:A-17")}
    (step,) = [one for one in small.desk.read(history.page, number).steps if one.macro]
    desk.do(commands.UndoDeed(agent_id=small.ona, undo=step.deed_id))
    row = small.ticket(number).row
    assert (row.status, row.tags, row.followers) == (Status.NEW, (), ())


def test_mails_of_which_nothing_is_known_are_not_answered(desk: Desk) -> None:
    """An older program filed them, and did not look whether they came from a list."""
    number = desk.arrive()
    default = message.c.machine.server_default
    assert isinstance(default, DefaultClause)
    with desk.small.desk.writing() as session:
        session.connection.execute(update(message).values(machine=str(default.arg)))
    desk.rule("Thanks", RuleActions(reply_id=canned(desk)), UPDATED)
    desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.OPEN))
    desk.run()
    assert desk.sent(number) == []


def test_a_box_to_tick_is_ticked(desk: Desk) -> None:
    """And what no field can hold is said when the rule is saved."""
    kind = fields.FieldKind.CHECK
    field_id = desk.do(fields.SaveField(agent_id=None, id=0, name="Paid", kind=kind, owner=fields.FieldOwner.TICKET))
    with pytest.raises(Mistake) as caught:
        desk.rule("Wrong", RuleActions(fields=((field_id, "1"),)))
    assert caught.value.code == "field.check"
    desk.rule("Tick", RuleActions(fields=((field_id, YES),)))
    ticked = Group(parts=(Condition(What.FIELD, Check.IS, (YES,), field_id),))
    desk.rule("Tag", TAGGED, conditions=ticked)
    number = desk.arrive()
    desk.run()
    assert desk.small.ticket(number).row.tags == ("seen",)


def test_one_of_several_choices_was_taken_off(desk: Desk) -> None:
    """Those that went and those that came are told apart from those that stayed."""
    choices = tuple(fields.FieldChoice(0, name) for name in ("A", "B", "C"))
    save = fields.SaveField(agent_id=None, id=0, name="Parts", kind=fields.FieldKind.CHOICES, choices=choices)
    field_id = desk.do(save)
    with desk.small.desk.reading() as session:
        (field,) = [one for one in every(session) if one.id == field_id]
    a, b, c = (str(choice.id) for choice in field.choices)
    for name, check, value in (("went", Check.WAS, a), ("stayed", Check.WAS, b), ("came", Check.BECAME, c)):
        asked = Group(parts=(Condition(What.FIELD, check, (value,), field_id),))
        desk.rule(name, RuleActions(add_tags=(name,)), UPDATED, conditions=asked)
    number = desk.arrive()
    for value in (f"{a} {b}", f"{b} {c}"):
        desk.do(fields.SetField(agent_id=desk.small.ona, tickets=(number,), field_id=field_id, value=value))
        desk.run()
    assert desk.small.ticket(number).row.tags == ("came", "went")


def test_a_number_is_compared_with_numbers(desk: Desk) -> None:
    """What is none is said when the rule is saved."""
    field_id = desk.do(fields.SaveField(agent_id=None, id=0, name="Weight", kind=fields.FieldKind.NUMBER))
    heavy = Group(parts=(Condition(What.FIELD, Check.MORE, ("12,5",), field_id),))
    with pytest.raises(Mistake) as caught:
        desk.rule("Heavy", TAGGED, conditions=heavy)
    assert caught.value.code == "field.number"
