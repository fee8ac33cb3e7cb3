"""Whoever hands out tickets, by a queue, a rule or a step, waits for the others before any ticket is locked: else each could wait for what the other has."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from actions.routed import Routed
from actions.stepping import FIRST, Stepping
from actions.test_at_once import WAITING
from deskbell.actions.due_clocks import do_due
from deskbell.actions.routing.roster import Roster
from deskbell.actions.rules.run import run_rules
from deskbell.model.automation import Hand, RuleActions, SaveRule
from deskbell.model.commands import SetTeam
from deskbell.model.sla import Targets
from deskbell.model.sla_steps import Step
from deskbell.store.queries.journal_lines import JournalReader
from deskbell.store.session import Session
from deskbell.store.tables import ticket

pytestmark = [pytest.mark.servers, pytest.mark.parametrize("small", ["postgresql"], indirect=True)]


def by_a_step(routed: Routed) -> tuple[int, Callable[[Session], object]]:
    """A ticket at which a step has come that gives it to whoever has the fewest, and the work of whoever does it."""
    stepping = Stepping(routed.small)
    now = routed.small.desk.read(lambda session: session.now)
    step = Step(percent=50, metrics=FIRST, assign=Hand.LEAST)
    stepping.save(step, now=now - timedelta(days=1), targets=(Targets(3600),) * 4)
    number = stepping.asks(now - timedelta(minutes=40))
    routed.do(SetTeam(agent_id=None, tickets=(number,), team_id=routed.care))
    return number, do_due


def by_a_rule(routed: Routed) -> tuple[int, Callable[[Session], object]]:
    """The same of a rule that hands out behind one that has changed the ticket."""
    routed.do(SaveRule(agent_id=None, id=0, name="Tag", actions=RuleActions(add_tags=("seen",))))
    actions = RuleActions(team_id=routed.care, assign=Hand.TURN)
    routed.do(SaveRule(agent_id=None, id=0, name="Hand out", actions=actions))
    (placed,) = routed.small.arrive(mail("1@mail.example"))
    return placed.ticket_id, lambda session: run_rules(session, JournalReader())


@pytest.mark.parametrize("come", [by_a_step, by_a_rule])
def test_who_waits_to_hand_out_keeps_nobody_from_a_ticket(
    small: SmallDesk, come: Callable[[Routed], tuple[int, Callable[[Session], object]]]
) -> None:
    routed = Routed(small)
    number, work = come(routed)
    locks = select(ticket.c.id).where(ticket.c.id == number).with_for_update(nowait=True)
    with ThreadPoolExecutor(1) as pool:
        with small.desk.writing() as session:
            Roster(session).team(routed.care)
            answer = pool.submit(small.desk.transact, work)
            while not answer.done() and session.connection.execute(WAITING).first() is None:
                pass
            assert session.connection.execute(locks).scalar() == number
        answer.result()
    assert set(routed.whose([number])) <= {routed.mia, routed.tom}
