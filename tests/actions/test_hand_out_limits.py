"""Handing out beside rules, steps of policies, people and absences that want something else: nobody gets what they may not see, and nothing goes round in circles."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from actions.conftest import SmallDesk, mail
from actions.promised import at
from actions.routed import Routed
from actions.stepping import FIRST as FIRST_REPLY
from actions.stepping import Stepping
from deskbell.actions.presence import give_back_answered
from deskbell.actions.routing.hand_out import busy
from deskbell.actions.rules.run import run_rules
from deskbell.jobs.hand_out import Router
from deskbell.jobs.office import Office
from deskbell.jobs.run_automation import RuleRunner
from deskbell.model.automation import Event, Hand, RuleActions, SaveRule
from deskbell.model.commands import Assign, SaveAgent, SetPriority
from deskbell.model.kinds import Leaving, Presence, Priority
from deskbell.model.presence import SetPresence
from deskbell.model.sla_steps import Step
from deskbell.model.teams import SaveTeam
from deskbell.store.queries import agents
from deskbell.store.queries.journal_lines import JournalReader
from deskbell.store.secrets import Secrets
from deskbell.store.tables import mailbox


@pytest.fixture
def routed(small: SmallDesk) -> Routed:
    return Routed(small)


class Rules:
    """The rules of a desk, carried out as the worker does."""

    def __init__(self, routed: Routed) -> None:
        self._routed = routed
        self._reader = JournalReader()

    def make(self, name: str, actions: RuleActions, event: Event) -> None:
        self._routed.do(SaveRule(agent_id=None, id=0, name=name, events=frozenset({event}), actions=actions))

    def run(self) -> None:
        while self._routed.small.desk.transact(lambda session: run_rules(session, self._reader)):
            pass


def of_care_alone(routed: Routed) -> None:
    with routed.small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(restricted=True, team_id=routed.care))


@pytest.mark.parametrize("hand", [Hand.LEAST, Hand.TURN, Hand.SKILL])
def test_a_rule_gives_a_ticket_to_another_team_of_which_nobody_sees_its_mailbox(routed: Routed, hand: Hand) -> None:
    of_care_alone(routed)
    ivy = routed.agent("Ivy")
    parts = routed.do(SaveTeam(agent_id=None, id=0, name="Parts", members=frozenset({ivy})))
    rules = Rules(routed)
    rules.make("To Parts", RuleActions(team_id=parts, assign=hand), Event.UPDATED)
    rules.run()
    number = routed.arrive()
    routed.do(SetPriority(agent_id=routed.mia, tickets=(number,), priority=Priority.HIGH))
    rules.run()
    row = routed.small.ticket(number).row
    assert (row.team_id, row.assignee_id) == (parts, None)


def test_a_step_gives_a_ticket_to_another_team_of_which_one_sees_its_mailbox(small: SmallDesk) -> None:
    stepping = Stepping(small)
    rasa, ivy = stepping.person("Rasa"), stepping.person("Ivy")
    care, parts = stepping.team("Care", rasa), stepping.team("Parts", ivy, rasa)
    number, busy_one = stepping.asks(at(9)), stepping.asks(at(9), "0@mail.example")
    stepping.given(at(9), busy_one, rasa)
    with small.desk.writing() as session:
        session.connection.execute(update(mailbox).values(restricted=True, team_id=care))
    stepping.save(Step(metrics=FIRST_REPLY, team_id=parts, assign=Hand.LEAST))
    stepping.sweep(at(12))
    assert stepping.row(number).assignee_id == rasa, "Ivy has fewer, and does not see it"


def test_a_rule_that_takes_what_is_handed_out_ends(routed: Routed) -> None:
    """Each of the team has it once at most."""
    rules = Rules(routed)
    rules.make("Leave it", RuleActions(assign=Hand.NOBODY), Event.UPDATED)
    rules.run()
    number = routed.arrive()
    rules.run()
    for _ in range(6):
        routed.hand_out()
        rules.run()
    assert routed.whose([number]) == [None]
    assert len(routed.lines(number, "handed")) == 2


def test_what_somebody_gives_to_whoever_is_away_stays(routed: Routed) -> None:
    number = routed.arrive()
    routed.do(Assign(agent_id=None, tickets=(number,), assignee_id=routed.mia))
    routed.away(routed.mia, leaving=Leaving.ANSWERED)
    desk = routed.small.desk
    routed.small.arrive(mail("more@mail.example", references=("1@mail.example",)))
    assert desk.transact(give_back_answered) == 1
    routed.do(Assign(agent_id=routed.small.ona, tickets=(number,), assignee_id=routed.mia))
    assert desk.transact(give_back_answered) == 0
    assert routed.whose([number]) == [routed.mia]
    routed.small.arrive(mail("yet@mail.example", references=("1@mail.example",)))
    assert desk.transact(give_back_answered) == 1


def test_who_is_back_can_have_again_what_they_gave_back_for_being_away(routed: Routed) -> None:
    routed.away(routed.tom)
    number = routed.arrive()
    routed.hand_out()
    assert routed.away(routed.mia, leaving=Leaving.ALL) == 1
    assert routed.hand_out() == 0
    routed.do(SetPresence(agent_id=routed.mia, presence=Presence.AVAILABLE))
    assert routed.hand_out() == 1
    assert routed.whose([number]) == [routed.mia]


def test_a_second_night_is_told_too(routed: Routed) -> None:
    """Also where the first night's ticket was taken by hand, and none waited during the day."""
    lead = routed.agent("Lea")
    routed.way("turn", lead_id=lead)
    routed.away(routed.mia)
    routed.away(routed.tom)
    first = routed.arrive()
    routed.hand_out()
    routed.do(Assign(agent_id=lead, tickets=(first,), assignee_id=lead))
    assert routed.hand_out() == 0
    routed.do(SetPresence(agent_id=routed.tom, presence=Presence.AVAILABLE))
    assert routed.small.desk.read(busy) == [routed.care]
    routed.hand_out()
    assert routed.small.desk.read(busy) == []
    routed.away(routed.tom)
    second = routed.arrive()
    routed.hand_out()
    assert routed.lines(second, "unattended") == [(str(routed.care), str(lead))]


def test_windows_that_have_just_begun_are_waited_for(
    routed: Routed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the morning the worker is there before the first window has told that it is open."""
    passed = [1000.0]
    monkeypatch.setattr("deskbell.jobs.hand_out.time.monotonic", lambda: passed[0])
    office = Office(routed.small.desk, Secrets(tmp_path), None, "one")  # type: ignore[arg-type]
    router = Router(office, RuleRunner(office))
    routed.seen(routed.mia, routed.tom, minutes_ago=600)
    first = routed.arrive()
    router.run()
    routed.seen(routed.mia)
    passed[0] += 30
    assert router.run() == 1
    assert routed.lines(first, "unattended") == []
    routed.seen(routed.mia, minutes_ago=600)
    second = routed.arrive()
    for seconds in (10, 60):
        passed[0] += seconds
        router.run()
    assert routed.lines(second, "unattended") == []
    passed[0] += 60
    router.run()
    assert len(routed.lines(second, "unattended")) == 1
    routed.seen(routed.mia)
    passed[0] += 60
    assert router.run() == 1
    routed.seen(routed.mia, minutes_ago=600)
    third = routed.arrive()
    passed[0] += 60
    router.run(patience=0)
    assert len(routed.lines(third, "unattended")) == 1, "a worker that runs once has no second look"


def test_whoever_was_away_until_a_time_can_be_away_anew(routed: Routed) -> None:
    """In their profile they are there again by themselves; away is then for as long as they say."""
    now = routed.small.desk.read(lambda session: session.now)
    routed.away(routed.tom)
    routed.away(routed.mia, until=now - timedelta(minutes=1))
    row = next(row for row in routed.small.desk.read(agents.rows) if row.id == routed.mia)
    command = SaveAgent(
        agent_id=routed.mia, id=row.id, name=row.name, email=row.email, role=row.role, version=row.version
    )
    routed.do(replace(command, presence=Presence.AWAY))
    number = routed.arrive()
    routed.hand_out()
    assert routed.whose([number]) == [None]
