"""Rules that wait: they are counted from what happened, do what they say once, and look again where something else happens."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from actions.conftest import SmallDesk, mail
from actions.rule_desk import Desk
from deskbell.actions.rules.run import any_new
from deskbell.model import commands
from deskbell.model.automation import (
    Check,
    Condition,
    Event,
    Group,
    RemoveRule,
    RuleActions,
    SaveRule,
    Since,
    SwitchRule,
    Timer,
    What,
)
from deskbell.model.calendars import OFFICE_WEEK, SaveCalendar
from deskbell.model.kinds import ReplyKind, Status
from deskbell.model.mail import Mailbox
from deskbell.rules.calendars import hours
from deskbell.store.queries import automation, calendars
from deskbell.store.tables import automation_timer, calendar, journal, message, ticket

TIME = frozenset({Event.TIME})
TAGGED = RuleActions(add_tags=("late",))
PENDING = Group(parts=(Condition(What.STATUS, Check.IS, (str(int(Status.PENDING)),)),))


@pytest.fixture
def desk(small: SmallDesk) -> Desk:
    return Desk(small)


def pass_hours(desk: Desk, number: int) -> None:
    """All that happened lies so many hours farther back."""
    back = timedelta(hours=number)
    with desk.small.desk.writing() as session:
        for table, columns in (
            (ticket, ("created_at",)),
            (message, ("at",)),
            (journal, ("at",)),
            (automation_timer, ("since", "due_at")),
        ):
            for row in session.connection.execute(select(table)).all():
                new = {name: getattr(row, name) - back for name in columns if getattr(row, name) is not None}
                keys = [column == getattr(row, column.name) for column in table.primary_key]
                if new:
                    session.connection.execute(update(table).where(*keys).values(new))


def answer(desk: Desk, number: int, then: Status | None = None) -> None:
    """Ona writes to the customer."""
    desk.do(
        commands.SendReply(
            agent_id=desk.small.ona,
            ticket_id=number,
            kind=ReplyKind.REPLY,
            mailbox_id=desk.small.support,
            to=(Mailbox("Li Na", "li.na@mail.example"),),
            text="Please restart it.",
            then=then,
        )
    )


def due_of(desk: Desk, number: int) -> datetime | None:
    with desk.small.desk.reading() as session:
        asked = select(automation_timer.c.due_at).where(automation_timer.c.ticket_id == number)
        return session.connection.execute(asked).scalar()  # type: ignore[no-any-return]


def tags(desk: Desk, number: int) -> tuple[str, ...]:
    return desk.small.ticket(number).row.tags


def test_it_waits_and_fires_once(desk: Desk) -> None:
    """Not a moment before; and not again for the same wait."""
    desk.rule("Late", RuleActions(note="Late"), TIME, timer=Timer(5, Since.CREATED))
    number = desk.arrive()
    desk.run()
    pass_hours(desk, 4)
    assert not desk.small.desk.read(any_new)
    assert desk.run() == 0
    pass_hours(desk, 1)
    assert desk.small.desk.read(any_new)
    desk.run()
    assert desk.rules()["Late"].fired == 1
    assert desk.rules()["Late"].fired_on == number
    pass_hours(desk, 100)
    desk.do(commands.SetSubject(agent_id=desk.small.ona, ticket_id=number, subject="Printer"))
    desk.run()
    assert desk.rules()["Late"].fired == 1
    assert not desk.small.desk.read(any_new)


@pytest.mark.parametrize("since", list(Since))
def test_from_when_it_is_counted(desk: Desk, since: Since) -> None:
    """What happens anew begins the wait anew, and nothing else does."""
    desk.rule("Late", TAGGED, TIME, timer=Timer(5, since))
    number = desk.arrive()
    answer(desk, number)
    desk.run()
    pass_hours(desk, 3)
    match since:
        case Since.CUSTOMER:
            again = mail("2@mail.example", in_reply_to=("1@mail.example",), references=("1@mail.example",))
            desk.small.arrive(again)
        case Since.AGENT:
            answer(desk, number)
        case Since.STATUS:
            desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.ON_HOLD))
        case Since.CREATED:
            desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.ON_HOLD))
    desk.run()
    pass_hours(desk, 3)
    desk.run()
    assert tags(desk, number) == (("late",) if since is Since.CREATED else ())
    pass_hours(desk, 3)
    desk.run()
    assert tags(desk, number) == ("late",)


def test_what_is_not_so_yet_is_looked_at_again(desk: Desk) -> None:
    """When its time came the ticket was another; once it is such, it is done."""
    desk.rule("Late", TAGGED, TIME, timer=Timer(5, Since.CREATED), conditions=PENDING)
    number = desk.arrive()
    desk.run()
    pass_hours(desk, 6)
    desk.run()
    assert tags(desk, number) == ()
    desk.do(commands.SetStatus(agent_id=desk.small.ona, tickets=(number,), status=Status.PENDING))
    desk.run()
    assert tags(desk, number) == ("late",)


def test_reminded_after_three_days_solved_after_five(desk: Desk) -> None:
    """Our reminder is no answer of an agent; an answer of the customer ends the wait."""
    note = RuleActions(note="Reminded")
    desk.rule("Remind", note, TIME, timer=Timer(72, Since.AGENT), conditions=PENDING)
    desk.rule("Solve", RuleActions(status=Status.SOLVED), TIME, timer=Timer(120, Since.AGENT), conditions=PENDING)
    silent, speaking = desk.arrive(1), desk.arrive(2, sender="other@mail.example")
    for number in (silent, speaking):
        answer(desk, number, Status.PENDING)
    desk.run()
    pass_hours(desk, 73)
    desk.run()
    assert desk.rules()["Remind"].fired == 2
    again = mail(
        "3@mail.example", sender="other@mail.example", in_reply_to=("2@mail.example",), references=("2@mail.example",)
    )
    desk.small.arrive(again)
    desk.run()
    pass_hours(desk, 48)
    desk.run()
    status = [desk.small.ticket(number).row.status for number in (silent, speaking)]
    assert status == [Status.SOLVED, Status.OPEN]
    assert desk.rules()["Solve"].fired == 1


def test_working_hours(desk: Desk) -> None:
    """Those of the desk."""
    desk.do(SaveCalendar(agent_id=None, id=0, name="Office", zone="Europe/Vilnius", week=OFFICE_WEEK))
    desk.rule("Late", TAGGED, TIME, timer=Timer(10, Since.CREATED, working=True))
    number = desk.arrive()
    desk.run()
    (office,) = desk.small.desk.read(calendars.rows)
    with desk.small.desk.reading() as session:
        created = session.connection.execute(select(ticket.c.created_at).where(ticket.c.id == number)).scalar_one()
    assert due_of(desk, number) == hours(office).after(created, timedelta(hours=10))


def test_another_time_holds_for_those_that_wait(desk: Desk) -> None:
    """Shorter or longer; of a rule that is off or removed none waits any more."""
    made = desk.rule("Late", TAGGED, TIME, timer=Timer(50, Since.CREATED))
    first, second = desk.arrive(1), desk.arrive(2)
    desk.run()
    pass_hours(desk, 6)

    def change(number: int, version: int) -> None:
        timer = Timer(number, Since.CREATED)
        command = SaveRule(
            agent_id=None, id=made, name="Late", events=TIME, timer=timer, actions=TAGGED, version=version
        )
        desk.do(command)

    change(60, 1)
    desk.run()
    assert tags(desk, first) == ()
    assert not desk.small.desk.read(any_new)
    change(5, 2)
    desk.run()
    assert (tags(desk, first), tags(desk, second)) == (("late",),) * 2
    third = desk.arrive(3)
    desk.run()
    desk.rule("Other", TAGGED)
    desk.do(SwitchRule(agent_id=None, id=made, active=False))
    pass_hours(desk, 6)
    desk.run()
    assert tags(desk, third) == ()
    assert due_of(desk, third) is None
    (rule,) = [rule for rule in desk.small.desk.read(automation.rows) if rule.id == made]
    desk.do(RemoveRule(agent_id=None, id=made, version=rule.version))
    with desk.small.desk.reading() as session:
        assert session.connection.execute(select(automation_timer)).all() == []


def test_a_calendar_that_is_never_open_stops_nothing(desk: Desk) -> None:
    """Its rule waits without end; the others do their work."""
    desk.do(SaveCalendar(agent_id=desk.small.ona, id=0, name="Never", zone="Europe/Vilnius", week=OFFICE_WEEK))
    with desk.small.desk.writing() as session:
        session.connection.execute(update(calendar).values(week=[[]] * 7))
    desk.rule("Late", TAGGED, TIME, timer=Timer(1, Since.CREATED, working=True))
    desk.rule("New", RuleActions(add_tags=("new",)))
    number = desk.arrive()
    desk.run()
    assert tags(desk, number) == ("new",)
    assert due_of(desk, number) is None


def test_only_another_wait_is_counted_anew(desk: Desk) -> None:
    """Another name leaves all that waits as it is: there may be very much of it."""
    made = desk.rule("Late", TAGGED, TIME, timer=Timer(5, Since.CREATED))
    number = desk.arrive()
    desk.run()
    due = due_of(desk, number)
    assert due is not None
    same = SaveRule(
        agent_id=None, id=made, name="Later", events=TIME, actions=TAGGED, timer=Timer(5, Since.CREATED), version=1
    )
    desk.do(same)
    assert due_of(desk, number) == due
    desk.do(replace(same, deed=commands.new_deed(), timer=Timer(6, Since.CREATED), version=2))
    assert due_of(desk, number) != due
    desk.run()
    assert due_of(desk, number) == due + timedelta(hours=1)
