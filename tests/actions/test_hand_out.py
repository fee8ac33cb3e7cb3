"""What waits in the queue of a team is handed to its members: each ticket once, and never to somebody who is not there or full."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, func, select, update

from actions.conftest import SmallDesk, mail
from actions.routed import Routed
from building import plan
from deskbell.actions.presence import give_back_answered, set_presence
from deskbell.actions.routing.hand_out import _BUSY, busy
from deskbell.model.calendars import SaveCalendar
from deskbell.model.commands import (
    AddNote,
    Assign,
    ChangeTags,
    SaveSettings,
    SendReply,
    SetPriority,
    SetStatus,
    SetTeam,
    UndoDeed,
)
from deskbell.model.escalating import Escalate
from deskbell.model.kinds import Deed, Leaving, Presence, Priority, ReplyKind, Role, Status
from deskbell.model.mail import Mailbox
from deskbell.model.presence import SetPresence
from deskbell.model.routing import AgentWork, HandingOut, Level
from deskbell.rules.handed import Handed
from deskbell.store.integrity import problems
from deskbell.store.queries import agents, routing
from deskbell.store.queries import routing as queue
from deskbell.store.tables import agent_seen, deed, mailbox, message, tag


@pytest.fixture
def routed(small: SmallDesk) -> Routed:
    return Routed(small)


def test_in_turn_each_once(routed: Routed) -> None:
    numbers = [routed.arrive() for _ in range(7)]
    assert routed.small.desk.read(busy) == [routed.care]
    assert routed.hand_out() == 7
    assert routed.whose(numbers) == [routed.mia, routed.tom] * 3 + [routed.mia]
    assert routed.hand_out() == 0
    assert routed.small.desk.read(busy) == []
    assert routed.whose([routed.arrive()]) == [None]
    routed.hand_out()
    assert Counter(routed.whose([*numbers, numbers[-1] + 1])) == {routed.mia: 4, routed.tom: 4}
    assert routed.why(numbers[0]) == Handed(routed.mia, HandingOut.TURN, 1)
    assert routed.small.desk.read(problems) == []


def test_the_most_urgent_comes_first(routed: Routed) -> None:
    routed.can(routed.mia, AgentWork(capacity=1))
    routed.can(routed.tom, AgentWork(capacity=1))
    calm, old, urgent, young = (routed.arrive() for _ in range(4))
    routed.do(SetPriority(agent_id=None, tickets=(calm,), priority=Priority.LOW))
    routed.do(SetPriority(agent_id=None, tickets=(urgent,), priority=Priority.URGENT))
    routed.hand_out()
    assert routed.whose([calm, old, urgent, young]) == [None, routed.tom, routed.mia, None]


def test_more_than_are_looked_at_together(routed: Routed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those at the head that nobody can take do not stand in the way."""
    monkeypatch.setattr("deskbell.actions.routing.hand_out.AT_ONCE", 2)
    routed.way("least", languages="required")
    for one in (routed.mia, routed.tom):
        routed.can(one, AgentWork(languages=frozenset({"en"})))
    french = [routed.arrive(sender=f"a{n}@mail.example") for n in range(3)]
    for number in french:
        routed.customer_speaks(number, "fr")
    english = [routed.arrive(sender=f"b{n}@mail.example") for n in range(3)]
    for number in english:
        routed.customer_speaks(number, "en")
    assert routed.hand_out() == 3
    assert routed.whose(french) == [None] * 3
    assert None not in routed.whose(english)


def test_nobody_gets_more_than_they_take(routed: Routed) -> None:
    routed.can(routed.mia, AgentWork(capacity=2))
    routed.can(routed.tom, AgentWork(capacity=3))
    numbers = [routed.arrive() for _ in range(8)]
    assert routed.hand_out() == 5
    assert Counter(routed.whose(numbers)) == {routed.mia: 2, routed.tom: 3, None: 3}
    assert routed.why(numbers[1]) == Handed(routed.tom, HandingOut.TURN, 1, 3)
    mine = next(one for one, who in zip(numbers, routed.whose(numbers), strict=True) if who == routed.mia)
    routed.do(SetStatus(agent_id=routed.mia, tickets=(mine,), status=Status.PENDING))
    assert routed.hand_out() == 1, "what waits for the customer is nobody's work now"
    assert Counter(routed.whose(numbers))[routed.mia] == 3


@pytest.mark.parametrize(
    "goes",
    [
        lambda routed: routed.away(routed.mia),
        lambda routed: routed.seen(routed.mia, minutes_ago=11),
        lambda routed: routed.can(routed.mia, AgentWork(calendar_id=closed(routed))),
    ],
    ids=["away", "gone", "closed"],
)
def test_whoever_is_not_at_work_gets_nothing(routed: Routed, goes: Callable[[Routed], object]) -> None:
    goes(routed)
    numbers = [routed.arrive() for _ in range(3)]
    routed.hand_out()
    assert routed.whose(numbers) == [routed.tom] * 3


def closed(routed: Routed) -> int:
    """Working hours that are over: an hour a week, three days from now."""
    day = (routed.small.desk.read(lambda session: session.now).weekday() + 3) % 7
    week = tuple(((0, 60),) if one == day else () for one in range(7))
    return routed.do(SaveCalendar(agent_id=None, id=0, name="Other days", zone="UTC", week=week))


def test_away_ends_by_itself(routed: Routed) -> None:
    now = routed.small.desk.read(lambda session: session.now)
    routed.away(routed.mia, until=now + timedelta(hours=1))
    routed.away(routed.tom, until=now - timedelta(minutes=1))
    number = routed.arrive()
    routed.hand_out()
    assert routed.whose([number]) == [routed.tom]


def test_away_for_an_hour_is_one_of_the_database(routed: Routed) -> None:
    now = routed.small.desk.read(lambda session: session.now) + timedelta(days=1)
    command = SetPresence(agent_id=routed.mia, presence=Presence.AWAY, seconds=3600)
    with routed.small.desk.writing() as session:
        session.__dict__["now"] = now
        set_presence(session, command)
    (row,) = (one for one in routed.small.desk.read(agents.rows) if one.id == routed.mia)
    assert row.away_until == now + timedelta(hours=1)


def test_whoever_is_gone_can_be_left_out_of_it(routed: Routed) -> None:
    routed.do(SaveSettings(agent_id=None, values=(("routing.gone_minutes", 0),)))
    routed.seen(routed.mia, routed.tom, minutes_ago=500)
    number = routed.arrive()
    routed.hand_out()
    assert routed.whose([number]) == [routed.mia]


def test_nobody_there_is_told_once(routed: Routed) -> None:
    lead = routed.agent("Lea")
    routed.way("turn", lead_id=lead)
    routed.away(routed.mia)
    routed.away(routed.tom)
    numbers = [routed.arrive() for _ in range(5)]
    assert routed.hand_out() == 0
    assert routed.hand_out() == 0
    assert routed.lines(numbers[0], "unattended") == [(str(routed.care), str(lead))]
    assert [routed.lines(one, "unattended") for one in numbers[1:]] == [[]] * 4
    routed.do(SetPresence(agent_id=routed.tom, presence=Presence.AVAILABLE))
    assert routed.hand_out() == 5
    routed.away(routed.tom)
    number = routed.arrive()
    routed.hand_out()
    assert len(routed.lines(number, "unattended")) == 1, "somebody was there meanwhile"


def test_nobody_there_who_could_take_it_is_told_once(routed: Routed) -> None:
    lead = routed.agent("Lea")
    levels = ((routed.mia, Level.FIRST), (routed.tom, Level.SECOND))
    routed.way("turn", "required", "required", lead_id=lead, levels=levels)
    plain, french, later = [routed.arrive(sender=f"c{n}@mail.example") for n in range(3)]
    for one in (routed.mia, routed.tom):
        routed.can(one, AgentWork(languages=frozenset({"en"})))
    for one in (french, later):
        routed.customer_speaks(one, "fr")
    assert routed.hand_out() == 1
    assert routed.hand_out() == 0
    assert routed.whose([plain]) == [routed.mia]
    assert routed.lines(french, "unattended") == [(str(routed.care), str(lead))]
    assert routed.lines(later, "unattended") == []
    routed.can(routed.mia, AgentWork(languages=frozenset({"en", "fr"})))
    assert routed.hand_out() == 2
    routed.away(routed.tom)
    routed.do(Escalate(agent_id=routed.mia, ticket_id=plain, text="Too hard for me."))
    assert routed.hand_out() == 0
    assert routed.lines(plain, "unattended") == [(str(routed.care), str(lead))], "the second level is away"


def test_being_full_is_not_being_away(routed: Routed) -> None:
    for one in (routed.mia, routed.tom):
        routed.can(one, AgentWork(capacity=1))
    numbers = [routed.arrive() for _ in range(3)]
    assert routed.hand_out() == 2
    assert routed.lines(numbers[2], "unattended") == []


def test_by_skill_and_language(routed: Routed) -> None:
    numbers = [routed.arrive(sender=f"c{n}@mail.example") for n in range(3)]
    routed.do(ChangeTags(agent_id=None, tickets=(numbers[0],), add=("returns", "late")))
    routed.do(ChangeTags(agent_id=None, tickets=(numbers[2],), add=("late",)))
    routed.customer_speaks(numbers[1], "fr")
    with routed.small.desk.reading() as session:
        returns = session.connection.execute(select(tag.c.id).where(tag.c.name == "returns")).scalar_one()
    routed.can(routed.mia, AgentWork(frozenset({returns}), frozenset({"en", "fr"}), 10))
    routed.can(routed.tom, AgentWork(languages=frozenset({"en"})))
    routed.way("least", "required", "required")
    routed.hand_out()
    assert routed.whose(numbers) == [routed.mia, routed.mia, routed.tom], "late is nobody's skill"
    assert routed.why(numbers[0]) == Handed(routed.mia, HandingOut.LEAST, 1, 10, skills=("returns",))
    assert routed.why(numbers[1]) == Handed(routed.mia, HandingOut.LEAST, 2, 10, "fr")


def test_to_whoever_answered_the_customer_last(routed: Routed) -> None:
    small = routed.small
    routed.way("last")
    first = routed.arrive(sender="anna@mail.example")
    routed.do(
        SendReply(
            agent_id=routed.tom,
            ticket_id=first,
            kind=ReplyKind.REPLY,
            mailbox_id=small.support,
            to=(Mailbox("", "anna@mail.example"),),
            text="Yes",
        )
    )
    again, other = routed.arrive(sender="anna@mail.example"), routed.arrive(sender="else@mail.example")
    routed.do(Assign(agent_id=None, tickets=(first,), assignee_id=routed.tom))
    routed.hand_out()
    assert routed.whose([again, other]) == [routed.tom, routed.mia]
    why = routed.why(again)
    assert why is not None
    assert why.answered


def test_who_gave_it_back_does_not_get_it_again(routed: Routed) -> None:
    number = routed.arrive()
    routed.hand_out()
    routed.do(Assign(agent_id=routed.mia, tickets=(number,), assignee_id=None))
    routed.hand_out()
    assert routed.whose([number]) == [routed.tom]
    routed.do(Assign(agent_id=routed.tom, tickets=(number,), assignee_id=None))
    assert routed.hand_out() == 0
    # In another team, and back: it is a new ticket here.
    routed.do(SetTeam(agent_id=routed.tom, tickets=(number,), team_id=None))
    routed.do(SetTeam(agent_id=routed.tom, tickets=(number,), team_id=routed.care))
    assert routed.hand_out() == 1


def test_it_can_be_taken_back(routed: Routed) -> None:
    number = routed.arrive()
    routed.hand_out()
    with routed.small.desk.reading() as session:
        asked = select(deed.c.id).where(deed.c.kind == Deed.ASSIGNED.value).order_by(deed.c.id.desc()).limit(1)
        done = session.connection.execute(asked).scalar_one()
    routed.do(UndoDeed(agent_id=routed.small.ona, undo=done))
    assert routed.whose([number]) == [None]
    assert not [one for one in routed.small.ticket(number).events if one.kind is Deed.HANDED and not one.undone]


@pytest.mark.parametrize("status", [Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.SPAM, Status.TRASH])
def test_only_what_waits_for_us_is_handed_out(routed: Routed, status: Status) -> None:
    number = routed.arrive()
    routed.do(SetStatus(agent_id=None, tickets=(number,), status=status))
    assert routed.hand_out() == 0
    assert routed.whose([number]) == [None]


def test_a_team_that_hands_nothing_out(routed: Routed) -> None:
    routed.way("")
    number = routed.arrive()
    assert routed.small.desk.read(busy) == []
    assert routed.hand_out() == 0
    assert routed.whose([number]) == [None]
    routed.way("least")
    assert routed.hand_out() == 1


def test_all_go_back_to_their_teams_with_whoever_leaves(routed: Routed) -> None:
    small = routed.small
    numbers = [routed.arrive() for _ in range(4)]
    routed.hand_out()
    (alone,) = (placed.ticket_id for placed in small.arrive(mail("alone@mail.example")))
    routed.do(Assign(agent_id=None, tickets=(alone,), assignee_id=routed.mia))
    command = SetPresence(agent_id=routed.mia, presence=Presence.AWAY, leaving=Leaving.ALL)
    assert routed.do(command) == 2
    assert routed.whose([*numbers, alone]) == [None, routed.tom, None, routed.tom, routed.mia], "it has no team"
    routed.hand_out()
    assert routed.whose(numbers) == [routed.tom] * 4
    routed.do(SetPresence(agent_id=routed.mia, presence=Presence.AVAILABLE))
    assert routed.hand_out() == 0
    assert routed.whose(numbers) == [routed.tom] * 4, "nothing moves back by itself"


def test_going_away_is_taken_back_with_what_it_gave_back(routed: Routed) -> None:
    numbers = [routed.arrive() for _ in range(2)]
    routed.hand_out()
    command = SetPresence(agent_id=routed.mia, presence=Presence.AWAY, leaving=Leaving.ALL)
    routed.do(command)
    routed.do(UndoDeed(agent_id=routed.mia, undo=command.deed))
    assert routed.whose(numbers) == [routed.mia, routed.tom]


def test_only_what_customers_answer_goes_back(routed: Routed) -> None:
    small = routed.small
    quiet, asks = (routed.arrive(sender=f"{name}@mail.example") for name in ("quiet", "asks"))
    routed.do(Assign(agent_id=None, tickets=(quiet, asks), assignee_id=routed.mia))
    assert routed.away(routed.mia, leaving=Leaving.ANSWERED) == 0
    assert small.desk.transact(give_back_answered) == 0
    small.arrive(mail("more@mail.example", sender="asks@mail.example", references=(f"{message_id(small, asks)}",)))
    assert small.desk.transact(give_back_answered) == 1
    assert routed.whose([quiet, asks]) == [routed.mia, None]
    routed.hand_out()
    assert routed.whose([asks]) == [routed.tom]
    row = next(row for row in small.desk.read(agents.rows) if row.id == routed.mia)
    assert (row.presence, row.leaving) == (Presence.AWAY, Leaving.ANSWERED)


def message_id(small: SmallDesk, number: int) -> str:
    with small.desk.reading() as session:
        asked = select(message.c.message_id).where(message.c.ticket_id == number).order_by(message.c.id).limit(1)
        found: str = session.connection.execute(asked).scalar_one()
        return found


def test_nobody_tells_that_they_are_open_where_nothing_is_handed_out(small: SmallDesk) -> None:
    routed = Routed(small)
    routed.way("")
    rasa = routed.agent("Rasa")
    routed.seen(rasa)
    with small.desk.reading() as session:
        count = select(func.count()).select_from(agent_seen).where(agent_seen.c.agent_id == rasa)
        assert session.connection.execute(count).scalar() == 0


def test_a_mailbox_that_not_all_see(routed: Routed) -> None:
    """A ticket of another team's restricted mailbox goes to who sees it."""
    boss = routed.agent("Boss", Role.MANAGER)
    routed.way("turn", members=frozenset({routed.mia, routed.tom, boss}))
    routed.seen(boss)
    number = routed.arrive()
    with routed.small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(restricted=True, team_id=None))
    routed.hand_out()
    assert routed.whose([number]) == [boss]


def test_what_is_known_of_agents(routed: Routed) -> None:
    work = AgentWork(frozenset(), frozenset({"lt"}), 4)
    routed.can(routed.mia, work)
    assert routed.small.desk.read(routing.work_of) == {routed.mia: work}
    routed.do(AddNote(agent_id=routed.mia, ticket_id=routed.arrive(), text="Hm"))
    row = next(row for row in routed.small.desk.read(agents.rows) if row.id == routed.mia)
    assert row.role is Role.AGENT


@pytest.mark.parametrize(
    ("query", "values", "index"),
    [
        (queue._AGENTS, {}, "COVERING INDEX ix_ticket_load"),
        (queue._WAITING, {"team": 1, "priority": 3, "number": 0, "most": 100}, "INDEX ix_ticket_queue"),
        (_BUSY, {}, "INDEX ix_ticket_queue"),
    ],
    ids=["loads", "waiting", "busy"],
)
def test_what_it_costs_follows_what_waits(
    small: SmallDesk, query: Select[Any], values: dict[str, Any], index: str
) -> None:
    """Along the indexes of new and open tickets; SQLite is the one that must be led there."""
    if small.desk.engine.dialect.name == "sqlite":
        words = query.compile(dialect=small.desk.engine.dialect)
        bound = words.params | values
        steps = plan(small.desk, str(words), tuple(bound[name] for name in words.positiontup or ()))
        assert any(index in step for step in steps), steps
        assert not [step for step in steps if "TEMP" in step], "each part of a queue would sort all of it"
