"""Who would get a ticket is who gets it: rules that hand out, the team's own queue, and what rules make of that."""

import pytest
from sqlalchemy import update

from actions.conftest import SmallDesk, mail
from actions.routed import Routed
from actions.rule_desk import Desk, canned
from deskbell.actions.try_out.mail import try_mail
from deskbell.actions.try_out.outcome import BY_TEAM, TriedOut
from deskbell.actions.try_out.ticket import try_ticket
from deskbell.model.automation import Check, Condition, Event, Group, Hand, RuleActions, What
from deskbell.model.canned import Actions
from deskbell.model.commands import Assign
from deskbell.model.escalating import Escalate
from deskbell.model.kinds import Role, Status
from deskbell.model.routing import AgentWork, HandingOut, Hindrance, Level
from deskbell.model.teams import SaveTeam
from deskbell.store.tables import mailbox
from whole_desk import everything


@pytest.fixture
def routed(small: SmallDesk) -> Routed:
    return Routed(small)


@pytest.fixture
def desk(small: SmallDesk) -> Desk:
    return Desk(small)


def tried(desk: Desk, number: int = 0, event: Event = Event.CREATED, **values: object) -> TriedOut:
    """Of a ticket, or of a mail that would begin one; nothing is another by that."""
    small = desk.small
    before = everything(small.desk)
    if number:
        found = small.desk.read(try_ticket, number, event)
    else:
        found = small.desk.read(try_mail, mail("t@mail.example", **values), small.support)  # type: ignore[arg-type]
    assert everything(small.desk) == before
    assert found is not None
    return found


def goes_to(desk: Desk, routed: Routed) -> int | None:
    """Who gets it in truth, with rules and queue as the worker does them."""
    number = desk.arrive(900)
    desk.run()
    routed.hand_out()
    desk.run()
    return desk.small.ticket(number).row.assignee_id


def test_the_team_hands_it_out(desk: Desk, routed: Routed) -> None:
    """By its own way, with why it is they and why nobody else; rules have their turn at that."""
    desk.rule("Care", RuleActions(team_id=routed.care))
    given = Group(parts=(Condition(What.ASSIGNEE, Check.BECAME, (str(routed.mia),)),))
    desk.rule("Given", RuleActions(add_tags=("given",)), frozenset({Event.UPDATED}), conditions=given)
    found = tried(desk)
    verdict = found.handed.routed
    assert (found.handed.assignee_id, found.handed.assignee_by) == (routed.mia, "")
    assert verdict is not None
    assert verdict.way.handing is HandingOut.TURN
    assert [(one.candidate.agent_id, one.hindrances) for one in verdict.judged] == [
        (routed.mia, ()),
        (routed.tom, (Hindrance.BEHIND,)),
    ]
    assert [(line.verdict.rule.name, line.because) for line in found.rules if line.acts] == [
        ("Care", ""),
        ("Given", BY_TEAM),
    ]
    assert found.handed.before == 0
    assert goes_to(desk, routed) == routed.mia
    assert tried(desk, subject="Another").handed.assignee_id == routed.tom


def test_nobody_can_take_it(desk: Desk, routed: Routed) -> None:
    """Away, or full: it waits."""
    desk.rule("Care", RuleActions(team_id=routed.care))
    for one in (routed.mia, routed.tom):
        routed.away(one)
    found = tried(desk).handed
    assert found.assignee_id is None
    assert found.routed is not None
    assert found.routed.nobody_there
    assert goes_to(desk, routed) is None
    assert tried(desk, subject="Another").handed.before == 1, "it waits in the queue now"


@pytest.mark.parametrize(
    "more",
    [{"status": Status.PENDING}, {"snooze_hours": 4}, {"assign": Hand.PERSON}],
    ids=lambda more: next(iter(more)),
)
def test_what_does_not_wait_is_not_handed_out(desk: Desk, routed: Routed, more: dict[str, object]) -> None:
    who = desk.small.ona if "assign" in more else None
    desk.rule("Care", RuleActions(team_id=routed.care, assignee_id=who, **more))  # type: ignore[arg-type]
    assert tried(desk).handed.routed is None
    assert goes_to(desk, routed) == who


def test_a_macro_puts_it_to_sleep(desk: Desk, routed: Routed) -> None:
    macro = canned(desk, actions=Actions(snooze_days=2))
    desk.rule("Care", RuleActions(team_id=routed.care, macro_id=macro))
    assert tried(desk).handed.routed is None
    assert goes_to(desk, routed) is None


def test_a_rule_that_finds_nobody_does_nothing(desk: Desk, routed: Routed) -> None:
    """So it lets those behind it have their turn."""
    routed.way("")
    for one in (routed.mia, routed.tom):
        routed.can(one, AgentWork(capacity=1))
        routed.do(Assign(agent_id=None, tickets=(routed.arrive(),), assignee_id=one))
    desk.rule("Team", RuleActions(team_id=routed.care))
    desk.rule("Turn", RuleActions(assign=Hand.TURN), stop=True)
    desk.rule("Behind", RuleActions(assign=Hand.PERSON, assignee_id=desk.small.ona))
    found = tried(desk)
    assert [(line.acts, line.verdict.unmet) for line in found.rules] == [(True, None), (False, None), (True, None)]
    assert found.handed.assignee_id == goes_to(desk, routed) == desk.small.ona


def test_a_rule_hands_out_to_the_level_of_the_ticket(desk: Desk, routed: Routed) -> None:
    """And one that escalates takes it off whoever has it."""
    routed.way("", levels=((routed.tom, int(Level.SECOND)),))
    number = routed.arrive()
    desk.rule("Turn", RuleActions(assign=Hand.LEAST))
    assert tried(desk, number).handed.assignee_id == routed.mia
    desk.do(Escalate(agent_id=desk.small.ona, ticket_id=number, text="Hard"))
    found = tried(desk, number)
    assert found.handed.assignee_id == routed.tom
    assert found.handed.routed is not None
    desk.rule("Up", RuleActions(escalate=True))
    assert [line.acts for line in tried(desk, number).rules] == [True, False], "there is no level above"
    desk.rule("Care", RuleActions(team_id=routed.care, escalate=True))
    routed.way("turn", levels=((routed.tom, int(Level.SECOND)),))
    assert tried(desk).handed.assignee_id == goes_to(desk, routed) == routed.tom


@pytest.mark.parametrize("own", [True, False])
def test_a_mailbox_that_not_all_see(desk: Desk, routed: Routed, own: bool) -> None:
    """Whoever does not see the ticket is not named: nor given it by a rule, be its team another one by that."""
    boss = routed.agent("Boss", Role.MANAGER)
    routed.seen(boss)
    routed.way("", members=frozenset({routed.mia, routed.tom, boss}))
    other = routed.do(SaveTeam(agent_id=None, id=0, name="Other", members=frozenset({desk.small.ona})))
    with desk.small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(restricted=True, team_id=other if own else None))
    desk.rule("Care", RuleActions(team_id=routed.care, assign=Hand.TURN))
    assert tried(desk).handed.assignee_id == goes_to(desk, routed) == boss


@pytest.mark.parametrize(
    "came",
    [{"sender": "ona@desk.example"}, {"machine": "list"}, {"sender": "no-reply@mail.example"}],
    ids=["unproven", "list", "robot"],
)
def test_no_answer_where_none_goes_out(desk: Desk, came: dict[str, object]) -> None:
    """To a mail that comes, and to a ticket that it began."""
    desk.rule("Thanks", RuleActions(reply_id=canned(desk)))
    assert [line.acts for line in tried(desk, **came).rules] == [False]
    number = desk.arrive(1, **came)
    desk.run()
    assert desk.sent(number) == []
    assert [line.acts for line in tried(desk, number).rules] == [False]
