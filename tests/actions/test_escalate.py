"""A ticket is handed to the next level of its team: note, level and assignee in one step."""

import pytest
from sqlalchemy import update

from actions.conftest import SmallDesk, mail
from actions.routed import Routed
from deskbell.actions.rules.run import run_rules
from deskbell.model.automation import RuleActions, SaveRule
from deskbell.model.commands import SaveAgent, UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.escalating import Escalate
from deskbell.model.kinds import MessageKind, Role
from deskbell.store.integrity import problems
from deskbell.store.queries import mentions
from deskbell.store.queries.journal_lines import JournalReader
from deskbell.store.tables import mailbox


@pytest.fixture
def routed(small: SmallDesk) -> Routed:
    """Mia is at the first level, Tom at the second, Ivy a specialist."""
    made = Routed(small)
    made.ivy = made.agent("Ivy")
    made.seen(made.ivy)
    members = frozenset({made.mia, made.tom, made.ivy})
    made.way("turn", members=members, levels=((made.tom, 2), (made.ivy, 3)))
    return made


def escalate(routed: Routed, number: int, text: str = "It is the firmware.", **who: int) -> Escalate:
    command = Escalate(agent_id=who.get("by", routed.mia), ticket_id=number, text=text)
    routed.do(command)
    return command


def test_from_level_to_level(routed: Routed) -> None:
    number = routed.arrive()
    for whose in (routed.mia, routed.tom, routed.ivy):
        routed.hand_out()
        assert routed.whose([number]) == [whose]
        if whose != routed.ivy:
            escalate(routed, number)
            assert routed.whose([number]) == [None]
            assert routed.small.ticket(number).messages[-1].kind is MessageKind.NOTE
    with pytest.raises(Mistake, match="stands higher"):
        escalate(routed, number)
    assert routed.lines(number, "level") == [("", "2"), ("2", "3")]
    assert routed.small.desk.read(problems) == []


def test_one_undo_takes_it_back_but_for_the_note(routed: Routed) -> None:
    number = routed.arrive()
    routed.hand_out()
    command = escalate(routed, number)
    routed.do(UndoDeed(agent_id=routed.mia, undo=command.deed))
    assert routed.whose([number]) == [routed.mia]
    assert [one.text for one in routed.small.ticket(number).messages][-1] == "It is the firmware."
    again = escalate(routed, number)
    assert routed.lines(number, "level") == [("", "2"), ("2", ""), ("", "2")]
    routed.hand_out()
    with pytest.raises(Mistake, match="changed"):
        routed.do(UndoDeed(agent_id=routed.mia, undo=again.deed))


def test_where_nothing_is_handed_out_the_next_level_is_mentioned(routed: Routed) -> None:
    routed.way("")
    number = routed.arrive()
    escalate(routed, number)
    seen = {one: routed.small.desk.read(mentions.unseen, one) for one in (routed.mia, routed.tom, routed.ivy)}
    assert {one for one, found in seen.items() if found} == {routed.tom}


def test_nobody_is_mentioned_who_does_not_see_the_mailbox(routed: Routed) -> None:
    boss = routed.agent("Boss", Role.MANAGER)
    members = frozenset({routed.mia, routed.tom, boss})
    routed.way("", members=members, levels=((routed.tom, 2), (boss, 2)))
    number = routed.arrive()
    with routed.small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(restricted=True, team_id=None))
    escalate(routed, number)
    assert [bool(routed.small.desk.read(mentions.unseen, one)) for one in (routed.tom, boss)] == [False, True]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_it_takes_a_note(routed: Routed, text: str) -> None:
    number = routed.arrive()
    with pytest.raises(Mistake) as caught:
        escalate(routed, number, text)
    assert caught.value.code == "text.empty"
    assert routed.lines(number, "level") == []


def test_it_takes_a_team(routed: Routed) -> None:
    (placed,) = routed.small.arrive(mail("alone@mail.example"))
    with pytest.raises(Mistake, match="has no team"):
        escalate(routed, placed.ticket_id)


def test_a_rule_escalates(routed: Routed) -> None:
    """As far as there are levels, and no farther."""
    actions = RuleActions(team_id=routed.care, escalate=True, note="A large customer.")
    routed.do(SaveRule(agent_id=None, id=0, name="Large", actions=actions))
    (placed,) = routed.small.arrive(mail("large@mail.example"))
    reader = JournalReader()
    while routed.small.desk.transact(lambda session: run_rules(session, reader)):
        pass
    assert routed.lines(placed.ticket_id, "level") == [("", "2")]
    routed.hand_out()
    assert routed.whose([placed.ticket_id]) == [routed.tom]


def test_whoever_has_left_stands_nowhere(routed: Routed) -> None:
    """Tom has left the desk: the next level is Ivy's, and without her there is none."""
    number = routed.arrive()
    for name, who, level in (("Tom", routed.tom, "3"), ("Ivy", routed.ivy, "")):
        routed.do(
            SaveAgent(
                agent_id=None, id=who, name=name, email=f"{name}@desk.example", active=False, role=Role.AGENT, version=1
            )
        )
        if level:
            escalate(routed, number)
            assert routed.lines(number, "level") == [("", level)]
    with pytest.raises(Mistake, match="stands higher"):
        escalate(routed, routed.arrive())
