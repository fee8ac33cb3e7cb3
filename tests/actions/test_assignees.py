"""Nobody is given a ticket who does not work here any more, by whatever road, nor where they leave in that very moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from actions.stepping import FIRST, Stepping
from actions.test_at_once import WAITING, Work, arriving, both, doing
from actions.test_lost_races import SERVER
from actions.test_strangers import PROVEN, trust
from deskbell.actions.dispatch import perform
from deskbell.actions.due_clocks import do_due
from deskbell.actions.routing.hand_out import hand_out
from deskbell.actions.rules.run import run_rules
from deskbell.model.automation import Hand, RuleActions, SaveRule
from deskbell.model.canned import Actions, ApplyMacro, CannedText, SaveCannedReply
from deskbell.model.commands import Assign, SaveAgent, SendReply, SetTeam, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.kinds import Priority, ReplyKind, Role
from deskbell.model.mail import Mailbox
from deskbell.model.presence import TellOpen
from deskbell.model.routing import HandingOut
from deskbell.model.sentences import sentence
from deskbell.model.sla import Targets
from deskbell.model.sla_steps import Step
from deskbell.model.teams import SaveTeam
from deskbell.store.integrity import problems
from deskbell.store.queries.journal_lines import JournalReader
from deskbell.store.tables import ticket

# A ticket, and what gives it to Tomas.
Given = tuple[int, Work]
LI = Mailbox("Li Na", "li.na@mail.example")


def ticket_of(small: SmallDesk) -> int:
    return small.arrive(mail("1@mail.example"))[0].ticket_id


def assigned(small: SmallDesk) -> Given:
    number = ticket_of(small)
    return number, doing(Assign(agent_id=small.ona, tickets=(number,), assignee_id=small.tomas))


def macro_of(small: SmallDesk, number: int) -> ApplyMacro:
    values = {"assigns": True, "assignee_id": small.tomas, "priority": Priority.HIGH}
    return ApplyMacro(agent_id=small.ona, tickets=(number,), **values)


def macro(small: SmallDesk) -> Given:
    number = ticket_of(small)
    return number, doing(macro_of(small, number))


def answer(small: SmallDesk, number: int, by: int, **values: object) -> Work:
    made = {
        "ticket_id": number,
        "kind": ReplyKind.REPLY,
        "mailbox_id": small.support,
        "to": (LI,),
        "text": "On Monday.",
    }
    return doing(SendReply(agent_id=by, **made | values))


def answer_with_macro(small: SmallDesk) -> Given:
    number = ticket_of(small)
    return number, answer(small, number, small.ona, macro=macro_of(small, number))


def his_answer(small: SmallDesk) -> Given:
    number = ticket_of(small)
    return number, answer(small, number, small.tomas)


def his_new_ticket(small: SmallDesk) -> Given:
    number = ticket_of(small)
    return number + 1, answer(small, 0, small.tomas, kind=ReplyKind.NEW, subject="New")


def his_mail(small: SmallDesk) -> Given:
    trust(small)
    number = ticket_of(small)
    mine = {"sender": "tomas@desk.example", "to": (LI,), "authentication": PROVEN}
    return number, arriving(small, "2@mail.example", references=("1@mail.example",), **mine)


def ruled(small: SmallDesk, actions: RuleActions) -> Given:
    perform(small.desk, SaveRule(agent_id=small.ona, id=0, name="His", actions=actions))
    return ticket_of(small), lambda session: run_rules(session, JournalReader())


def rule(small: SmallDesk) -> Given:
    return ruled(small, RuleActions(assign=Hand.PERSON, assignee_id=small.tomas, priority=Priority.HIGH))


def macro_of_a_rule(small: SmallDesk) -> Given:
    actions = Actions(assignee_id=small.tomas, priority=Priority.HIGH)
    texts = (CannedText("", "<div>x</div>", "x"),)
    made = SaveCannedReply(agent_id=small.ona, id=0, owner_id=None, name="His", texts=texts, actions=actions)
    return ruled(small, RuleActions(macro_id=perform(small.desk, made)))


def step(small: SmallDesk) -> Given:
    stepping = Stepping(small)
    now = small.desk.read(lambda session: session.now)
    his = Step(percent=50, metrics=FIRST, assign=Hand.PERSON, assignee_id=small.tomas, priority=Priority.HIGH)
    stepping.save(his, now=now - timedelta(days=1), targets=(Targets(3600),) * 4)
    return stepping.asks(now - timedelta(minutes=40)), do_due


def queue(small: SmallDesk) -> Given:
    team = SaveTeam(agent_id=small.ona, id=0, name="His", members=frozenset({small.tomas}), handing=HandingOut.TURN)
    team_id = perform(small.desk, team) or 0
    perform(small.desk, TellOpen(agent_id=small.tomas))
    number = ticket_of(small)
    perform(small.desk, SetTeam(agent_id=small.ona, tickets=(number,), team_id=team_id))
    return number, lambda session: hand_out(session, team_id)


# What each is refused with; None where it does what else there is to do.
REFUSED = {assigned: "agent.left", his_answer: "rights.left", his_new_ticket: "rights.left"}
RAISE = (macro, answer_with_macro, rule, macro_of_a_rule, step)
ROADS = pytest.mark.parametrize("road", [*REFUSED, *RAISE, his_mail, queue], ids=lambda road: road.__name__)


def leaving(small: SmallDesk) -> SaveAgent:
    values = {"name": "Tomas", "email": "tomas@desk.example", "role": Role.ADMIN, "version": 1}
    return SaveAgent(agent_id=small.ona, id=small.tomas, active=False, **values)


def is_left_out(small: SmallDesk, road: Callable[[SmallDesk], Given], number: int, work: Callable[[], object]) -> None:
    if road in REFUSED:
        with pytest.raises(Mistake) as refused:
            work()
        assert refused.value.code == REFUSED[road]
    else:
        work()
    with small.desk.reading() as session:
        rows = session.connection.execute(select(ticket.c.id, ticket.c.assignee_id, ticket.c.priority)).all()
    assert small.tomas not in {row.assignee_id for row in rows}
    if road in RAISE:
        assert next(row.priority for row in rows if row.id == number) == Priority.HIGH, "what else it does is done"
    assert small.desk.read(problems) == []


@ROADS
def test_who_has_left_is_given_nothing(small: SmallDesk, road: Callable[[SmallDesk], Given]) -> None:
    number, work = road(small)
    perform(small.desk, leaving(small))
    is_left_out(small, road, number, lambda: small.desk.transact(work))


@SERVER
@ROADS
def test_nor_who_is_leaving_just_now(small: SmallDesk, road: Callable[[SmallDesk], Given]) -> None:
    number, work = road(small)
    is_left_out(small, road, number, lambda: both(small, doing(leaving(small)), work))


@SERVER
@ROADS
def test_who_is_being_given_a_ticket_leaves_after_that(small: SmallDesk, road: Callable[[SmallDesk], Given]) -> None:
    number, work = road(small)
    with ThreadPoolExecutor(1) as pool:
        with small.desk.writing() as session:
            work(session)
            left = pool.submit(perform, small.desk, leaving(small))
            while not left.done() and session.connection.execute(WAITING).first() is None:
                pass
            assert not left.done()
        left.result()
    assert small.ticket(number).row.assignee_id == small.tomas


def test_it_is_said_who_that_was(small: SmallDesk) -> None:
    number = ticket_of(small)
    perform(small.desk, leaving(small))
    with pytest.raises(Mistake) as refused:
        perform(small.desk, Assign(agent_id=small.ona, tickets=(number,), assignee_id=small.tomas))
    assert sentence(refused.value.code, refused.value.values) == "Tomas is no longer an agent here."


def test_nor_does_who_has_left_follow_one(small: SmallDesk) -> None:
    """A macro does what else it does; who followed it before they left goes on, and is taken off."""
    number = ticket_of(small)
    perform(small.desk, Follow(agent_id=small.ona, tickets=(number,), add=(small.tomas,)))
    perform(small.desk, leaving(small))
    off = Follow(agent_id=small.ona, tickets=(number,), remove=(small.tomas,))
    perform(small.desk, off)
    assert small.ticket(number).row.followers == ()
    with pytest.raises(Mistake) as refused:
        perform(small.desk, Follow(agent_id=small.ona, tickets=(number,), add=(small.ona, small.tomas)))
    assert refused.value.code == "agent.left"
    both = (small.ona, small.tomas)
    perform(small.desk, ApplyMacro(agent_id=small.ona, tickets=(number,), followers=both, priority=Priority.HIGH))
    row = small.ticket(number).row
    assert (row.followers, row.priority) == ((small.ona,), Priority.HIGH)
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=off.deed))
    assert set(small.ticket(number).row.followers) == set(both)


def test_what_was_theirs_before_they_left_can_be_theirs_again(small: SmallDesk) -> None:
    """Whoever hands on the tickets of somebody who left can take that back."""
    number, work = assigned(small)
    small.desk.transact(work)
    perform(small.desk, leaving(small))
    on = Assign(agent_id=small.ona, tickets=(number,), assignee_id=small.ona)
    perform(small.desk, on)
    perform(small.desk, UndoDeed(agent_id=small.ona, undo=on.deed))
    assert small.ticket(number).row.assignee_id == small.tomas
