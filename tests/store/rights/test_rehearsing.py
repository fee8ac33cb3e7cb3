"""In an office whoever makes rules may rehearse and try them with their own login; the worker's tables are not asked for that."""

from contextlib import closing

import pytest

from actions.conftest import SmallDesk, mail
from building import Builder
from deskbell.actions.dispatch import perform
from deskbell.actions.try_out.mail import try_mail
from deskbell.actions.try_out.ticket import try_ticket
from deskbell.model.automation import (
    Check,
    Condition,
    Event,
    Group,
    Hand,
    Rule,
    RuleActions,
    SaveRule,
    Since,
    Timer,
    What,
)
from deskbell.model.commands import SetTeam
from deskbell.model.routing import HandingOut
from deskbell.model.sla import SavePolicy, Targets
from deskbell.model.teams import SaveTeam
from deskbell.store.desk import Desk
from deskbell.store.queries import rehearsal
from deskbell.store.queries.identity import establish
from office import as_login
from whole_desk import everything

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("login", ["of_manager", "of_admin"])
def test_with_their_own_login(empty_office: str, login: str) -> None:
    """All of it reads, and nothing is written, though they might."""
    with closing(Desk.open(empty_office)) as whole, closing(as_login(empty_office, login)) as desk:
        whole.transact(establish)
        build = Builder(whole)
        build.agent("Manager", "manager@desk.example", login="of_manager", role="manager")
        build.agent("Admin", "admin@desk.example", login="of_admin")
        small = SmallDesk(whole, build.me, build.me, build.support, build.support)
        number = small.arrive(mail("1@mail.example", "A refund"))[0].ticket_id
        about = Group(
            parts=(Condition(What.TEXT, Check.CONTAINS, ("refund",)), Condition(What.WORKING_HOURS, Check.IS, ("1",)))
        )
        actions = RuleActions(add_tags=("seen",), assign=Hand.LEAST)
        events = frozenset({Event.CREATED, Event.TIME})
        rule = Rule(0, "Seen", conditions=about, actions=actions, events=events, timer=Timer(1, Since.STATUS))
        perform(whole, SaveRule(agent_id=build.me, id=0, name="Seen", conditions=about, actions=actions))
        perform(whole, SavePolicy(agent_id=build.me, id=0, name="All", targets=(Targets(3600),) * 4))
        team = perform(
            whole,
            SaveTeam(
                agent_id=build.me, id=0, name="Care", members=frozenset({build.me}), handing=HandingOut.LEAST.value
            ),
        )
        perform(whole, SetTeam(agent_id=build.me, tickets=(number,), team_id=team))
        before = everything(whole)
        found = desk.read(rehearsal.rehearse, rule, "", desk.read(rehearsal.begin, 7))
        assert [(one.ticket_id, one.does.add_tags) for one in found.found] == [(number, ("seen",))]
        answer = mail("2@mail.example", "A refund!", in_reply_to=("1@mail.example",))
        tried = desk.read(try_mail, answer, build.support)
        assert tried.number == number
        assert [one.policy.name for one in tried.policies] == ["All"]
        again = desk.read(try_ticket, number, Event.CREATED)
        assert again is not None
        assert [one.acts for one in again.rules] == [True]
        assert again.handed.routed is not None
        assert again.handed.routed.nobody_there
        assert everything(whole) == before
