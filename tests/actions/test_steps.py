"""Steps of policies: what they do, whom they tell, each once, and in the ticket's journal as the policy's."""

import json

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, select, update

from actions.conftest import SmallDesk, mail
from actions.promised import at
from actions.stepping import FIRST, HALF, SAVED, WHOLE, Stepping, changes, done, go_on, last_change
from deskbell.actions.dispatch import perform
from deskbell.actions.due_clocks import anything_due, do_due
from deskbell.model.automation import Hand
from deskbell.model.commands import (
    SaveMailbox,
    SetPriority,
    SetStatus,
    SetTeam,
    UndoDeed,
)
from deskbell.model.errors import Mistake
from deskbell.model.following import Follow
from deskbell.model.history import Standing
from deskbell.model.kinds import Deed, Entity, Presence, Priority, Status
from deskbell.model.sla import Conditions, OrderPolicies, RemovePolicy, Targets
from deskbell.model.sla_steps import Step
from deskbell.model.teams import SaveTeam
from deskbell.model.webhooks import SaveWebhook
from deskbell.store.queries import history, mailboxes
from deskbell.store.tables import clock, policy, webhook_call


@pytest.fixture
def stepping(small: SmallDesk) -> Stepping:
    return Stepping(small)


def test_whoever_has_the_ticket_is_told_when_half_of_the_time_is_over(stepping: Stepping) -> None:
    stepping.save(HALF, WHOLE)
    number, ona = stepping.asks(at(9)), stepping.small.ona
    stepping.given(at(9), number, ona)
    assert stepping.sweep(at(9, 59)) == 0
    before = last_change(stepping)
    assert stepping.sweep(at(10)) == 1
    assert stepping.told() == [(ona, number, "notice")]
    assert stepping.lines(number)[1:] == [(Deed.WARNED, f"1/{stepping.policy}/50/0", str(ona))]
    assert changes(stepping, before) >= {(Entity.WARNING, ona, 0), (Entity.TICKET, number, number)}
    assert stepping.sweep(at(10, 1)) == 0
    assert stepping.sweep(at(11)) == 1
    assert [line[1] for line in stepping.lines(number)[1:]] == [
        f"1/{stepping.policy}/{percent}/0" for percent in (50, 100)
    ]
    assert stepping.sweep(at(18)) == 0


@pytest.mark.parametrize("how", ["removed", "moved behind", "switched off", "for others"])
def test_a_ticket_that_falls_to_another_policy_is_not_told_of_its_past(stepping: Stepping, how: str) -> None:
    stepping.save(replace(HALF, priority=Priority.HIGH), WHOLE)
    gentle = {"name": "Gentle", "targets": (Targets(first_reply=86_400),) * 4}
    first = stepping.do(SAVED, stepping.saves(**gentle))
    stepping.do(SAVED, OrderPolicies(agent_id=None, policies=(first, stepping.policy)))
    go_on(stepping, SAVED)
    number, ona = stepping.asks(at(9)), stepping.small.ona
    stepping.given(at(9), number, ona)
    assert stepping.sweep(at(10, 30)) == 0
    gentle |= {"id": first, "version": 1}
    stepping.do(
        at(10, 30),
        {
            "removed": RemovePolicy(agent_id=None, id=first, version=1),
            "moved behind": OrderPolicies(agent_id=None, policies=(stepping.policy, first)),
            "switched off": stepping.saves(**gentle, active=False),
            "for others": stepping.saves(**gentle, conditions=Conditions(vip=True)),
        }[how],
    )
    go_on(stepping, at(10, 30))
    assert stepping.sweep(at(10, 31)) == 0
    assert (stepping.told(), stepping.row(number).priority) == ([], Priority.NORMAL)
    assert stepping.sweep(at(11)) == 1, "what comes is for it"
    assert stepping.told() == [(ona, number, "notice")]


def test_the_doing_stands_in_the_history_as_the_policys(stepping: Stepping) -> None:
    stepping.save(HALF)
    number = stepping.asks(at(9))
    stepping.given(at(9), number, stepping.small.tomas)
    stepping.sweep(at(10))
    step = stepping.desk.read(history.page, number).steps[0]
    assert (step.kind, step.macro, step.standing) == (Deed.WARNED, "Everybody", Standing.STAYS)
    (event,) = step.events
    assert event.after == "Tomas"
    assert stepping.small.ticket(number).events[-1].after == "Tomas"


def test_a_late_start_does_all_and_tells_the_last_alone(stepping: Stepping) -> None:
    mine = Step(percent=50, metrics=FIRST, priority=Priority.HIGH, agents=(stepping.small.tomas,))
    stepping.save(mine, replace(HALF, percent=75, mail=True), WHOLE)
    ona = stepping.small.ona
    numbers = [stepping.arrive(at(9), mail(f"{one}@mail.example")) for one in range(3)]
    for number in numbers:
        stepping.given(at(9), number, ona)
    before = last_change(stepping)
    stepping.sweep(at(9, day=12))
    assert stepping.told() == [(ona, number, "notice") for number in numbers]
    assert [stepping.row(number).priority for number in numbers] == [Priority.HIGH] * 3
    assert [change for change in changes(stepping, before) if change[0] == Entity.WARNING] == [(Entity.WARNING, ona, 0)]
    for number in numbers:
        warnings_ = [line for line in stepping.lines(number) if line[0] == Deed.WARNED]
        assert warnings_ == [(Deed.WARNED, f"1/{stepping.policy}/100/0", str(ona))]
    assert len(done(stepping)) == 9
    assert stepping.sweep(at(10, day=12)) == 0


def test_it_is_raised_given_away_and_followed_and_undo_puts_it_back(stepping: Stepping) -> None:
    ona, tomas = stepping.small.ona, stepping.small.tomas
    team = stepping.team("Escalations", tomas)
    doing = Step(
        metrics=FIRST, priority=Priority.URGENT, team_id=team, assign=Hand.PERSON, assignee_id=tomas, add=(ona,)
    )
    stepping.save(replace(doing, assignee=True, followers=True))
    number = stepping.asks(at(9))
    stepping.given(at(9), number, ona)
    stepping.sweep(at(11))
    row = stepping.row(number)
    assert (row.priority, row.team_id, row.assignee_id) == (Priority.URGENT, team, tomas)
    assert stepping.told() == [(tomas, number, "notice")]
    step = stepping.desk.read(history.page, number).steps[0]
    assert (step.macro, step.standing) == ("Everybody", Standing.HOLDS)
    assert {event.kind for event in step.events} >= {
        Deed.WARNED,
        Deed.PRIORITY,
        Deed.TEAM,
        Deed.ASSIGNED,
        Deed.FOLLOWED,
    }
    stepping.do(at(11, 5), UndoDeed(agent_id=ona, undo=step.deed_id))
    row = stepping.row(number)
    assert (row.priority, row.team_id, row.assignee_id) == (Priority.NORMAL, None, ona)
    # It is done once, also when what it did was taken back, and the clock began to run otherwise.
    assert stepping.sweep(at(12)) == 0
    stepping.count_anew(at(12), number)
    assert stepping.sweep(at(13)) == 0
    assert stepping.row(number).priority == Priority.NORMAL


def test_a_priority_is_not_lowered_and_what_is_so_already_is_left(stepping: Stepping) -> None:
    stepping.save(Step(metrics=FIRST, priority=Priority.HIGH, agents=(stepping.small.ona,)))
    number = stepping.asks(at(9))
    stepping.do(at(9), SetPriority(agent_id=stepping.small.ona, tickets=(number,), priority=Priority.URGENT))
    stepping.sweep(at(12))
    assert stepping.row(number).priority == Priority.URGENT
    assert [line[0] for line in stepping.lines(number)] == [Deed.PRIORITY, Deed.WARNED]


def test_of_a_team_whoever_has_the_fewest_gets_it(stepping: Stepping) -> None:
    ona, tomas = stepping.small.ona, stepping.small.tomas
    rasa, away = stepping.person("Rasa"), stepping.person("Jonas", presence=Presence.AWAY)
    team = stepping.team("Escalations", tomas, rasa, away)
    busy = stepping.asks(at(9), "0@mail.example")
    stepping.given(at(9), busy, tomas)
    stepping.save(Step(metrics=FIRST, team_id=team, assign=Hand.LEAST))
    numbers = [stepping.arrive(at(10), mail(f"{one}@mail.example")) for one in range(1, 4)]
    for number in numbers:
        stepping.given(at(10), number, ona)
    stepping.sweep(at(12))
    assert [stepping.row(number).assignee_id for number in numbers] == [rasa, tomas, rasa]
    assert stepping.row(busy).assignee_id == tomas


def test_who_and_what_is_not_there_any_more_is_left_out(stepping: Stepping) -> None:
    ona, tomas = stepping.small.ona, stepping.small.tomas
    away = stepping.person("Jonas", presence=Presence.AWAY)
    gone = Step(metrics=FIRST, team_id=999, assign=Hand.PERSON, assignee_id=999, add=(999,), agents=(999, tomas))
    stepping.save(gone, Step(metrics=FIRST, assign=Hand.PERSON, assignee_id=away))
    number = stepping.asks(at(9))
    stepping.given(at(9), number, ona)
    stepping.sweep(at(12))
    assert (stepping.row(number).team_id, stepping.row(number).assignee_id) == (None, ona)
    assert stepping.told() == [(tomas, number, "notice")]


def test_who_is_told(stepping: Stepping) -> None:
    ona, tomas = stepping.small.ona, stepping.small.tomas
    rasa, jonas = stepping.person("Rasa"), stepping.person("Jonas")
    team = stepping.team("Parcels", rasa, jonas)
    stepping.save(Step(metrics=FIRST, assignee=True), Step(metrics=FIRST, followers=True, notify=False, mail=True))
    of_nobody, of_team, of_ona = (stepping.arrive(at(9), mail(f"{one}@mail.example")) for one in range(3))
    stepping.do(at(9), SetTeam(agent_id=ona, tickets=(of_team,), team_id=team))
    stepping.given(at(9), of_ona, ona)
    stepping.do(at(9), Follow(agent_id=ona, tickets=(of_ona,), add=(tomas, ona)))
    stepping.sweep(at(12))
    told = [
        (rasa, of_team, "notice"),
        (jonas, of_team, "notice"),
        (tomas, of_ona, " mail"),
        (ona, of_ona, "notice mail"),
    ]
    assert stepping.told() == sorted(told)
    assert [line[2] for line in stepping.lines(of_nobody)] == [""]


def test_a_webhook_is_called_by_the_last_step_that_came(stepping: Stepping) -> None:
    address = "https://chat.example/hook"
    hook = perform(stepping.desk, SaveWebhook(agent_id=stepping.small.ona, id=0, name="Chat", address=address)) or 0
    stepping.save(
        Step(percent=50, metrics=FIRST, webhook_id=hook),
        Step(metrics=FIRST, webhook_id=hook, priority=Priority.HIGH),
        Step(metrics=FIRST, webhook_id=999),
    )
    number = stepping.asks(at(9))
    stepping.sweep(at(12))
    with stepping.desk.reading() as session:
        (call,) = session.connection.execute(select(webhook_call)).all()
    told = json.loads(call.body)
    assert (call.type, call.ticket_id, told["data"]["ticket"]["priority"]) == ("ticket.warned", number, "high")
    assert told["data"]["warning"] == {
        "policy": "Everybody", "of": "first_reply", "percent": 100, "late_minutes": 0, "due_at": "2026-01-05T11:00:00.000Z",
    }  # fmt: skip
    assert [line[0] for line in stepping.lines(number)] == [Deed.WARNED, Deed.PRIORITY, Deed.CALLED]


def test_the_lead_of_its_team_is_told_and_without_one_the_managers(stepping: Stepping) -> None:
    ona, tomas = stepping.small.ona, stepping.small.tomas
    rasa, jonas = stepping.person("Rasa"), stepping.person("Jonas")
    led = perform(stepping.desk, SaveTeam(agent_id=ona, id=0, name="Parcels", members=frozenset({jonas}), lead_id=rasa))
    stepping.save(Step(metrics=FIRST, lead=True))
    of_led, of_none = (stepping.arrive(at(9), mail(f"{one}@mail.example")) for one in range(2))
    stepping.do(at(9), SetTeam(agent_id=ona, tickets=(of_led,), team_id=led))
    stepping.sweep(at(12))
    assert stepping.told() == sorted([(rasa, of_led, "notice"), (ona, of_none, "notice"), (tomas, of_none, "notice")])


def test_who_does_not_see_the_mailbox_is_not_told(stepping: Stepping) -> None:
    small = stepping.small
    rasa, jonas = stepping.person("Rasa"), stepping.person("Jonas")
    team = stepping.team("Parcels", jonas)
    box = stepping.desk.read(mailboxes.by_id, small.support)
    assert box is not None
    perform(
        stepping.desk,
        SaveMailbox(
            agent_id=small.ona,
            id=box.id,
            name=box.name,
            address=box.address,
            team_id=team,
            restricted=True,
            version=box.version,
        ),
    )
    stepping.save(Step(metrics=FIRST, agents=(small.ona, rasa, jonas)))
    number = stepping.asks(at(9))
    stepping.sweep(at(12))
    assert stepping.told() == [(small.ona, number, "notice"), (jonas, number, "notice")]


def test_a_step_that_is_added_later_is_for_what_comes(stepping: Stepping) -> None:
    stepping.save()
    ona = stepping.small.ona
    old, young = stepping.asks(at(9), "1@mail.example"), stepping.asks(at(11), "2@mail.example")
    for number in (old, young):
        stepping.given(at(11), number, ona)
    stepping.save(HALF, now=at(11, 30))
    go_on(stepping, at(11, 31))
    assert stepping.sweep(at(11, 40)) == 0
    assert stepping.told() == []
    stepping.sweep(at(12))
    assert stepping.told() == [(ona, young, "notice")]


def test_with_a_shorter_promise_nothing_of_the_past_comes(stepping: Stepping) -> None:
    stepping.save(HALF, WHOLE)
    number = stepping.asks(at(9))
    stepping.given(at(9), number, stepping.small.ona)
    stepping.save(
        *stepping.kept().steps, now=at(9, 51), targets=(replace(stepping.kept().targets[0], first_reply=3000),) * 4
    )
    go_on(stepping, at(9, 52))
    stepping.sweep(at(9, 53))
    assert [line[1] for line in stepping.lines(number) if line[0] == Deed.WARNED] == []
    stepping.sweep(at(9, 55))
    assert stepping.told() == []


def test_a_ticket_that_becomes_urgent_by_hand_is_told_of(stepping: Stepping) -> None:
    stepping.save(HALF, WHOLE)
    number, ona = stepping.asks(at(9)), stepping.small.ona
    stepping.given(at(9), number, ona)
    stepping.do(at(9, 50), SetPriority(agent_id=ona, tickets=(number,), priority=Priority.URGENT))
    stepping.sweep(at(9, 51))
    assert [line[1] for line in stepping.lines(number) if line[0] == Deed.WARNED] == [f"1/{stepping.policy}/50/0"]


def test_while_it_is_paused_nothing_comes(stepping: Stepping) -> None:
    stepping.save(HALF)
    number, ona = stepping.asks(at(9)), stepping.small.ona
    stepping.given(at(9), number, ona)
    stepping.do(at(9, 50), SetStatus(agent_id=ona, tickets=(number,), status=Status.PENDING))
    assert stepping.sweep(at(15)) == 0
    stepping.do(at(15), SetStatus(agent_id=ona, tickets=(number,), status=Status.OPEN))
    assert stepping.sweep(at(15, 9)) == 0
    assert stepping.sweep(at(15, 10)) == 1
    assert stepping.told() == [(ona, number, "notice")]


def test_what_is_counted_from_the_beginning_is_not_done_again(stepping: Stepping) -> None:
    stepping.save(HALF, WHOLE)
    number = stepping.asks(at(9))
    stepping.given(at(9), number, stepping.small.ona)
    stepping.sweep(at(10))
    with stepping.desk.writing() as session:
        session.connection.execute(delete(clock).where(clock.c.ticket_id == number))
    stepping.count_anew(at(10, 30), number)
    assert stepping.sweep(at(10, 31)) == 0
    assert len(done(stepping)) == 1
    stepping.sweep(at(11))
    assert len(done(stepping)) == 2


def test_what_an_older_program_did_meanwhile_is_seen(stepping: Stepping, monkeypatch: pytest.MonkeyPatch) -> None:
    stepping.save(HALF)
    number = stepping.asks(at(9))
    with monkeypatch.context() as older:
        older.setattr("deskbell.actions.clocks.follow", lambda session, ids: ())
        stepping.reply(at(9, 30), number)
    stepping.sweep(at(10))
    assert stepping.told() == []
    assert done(stepping) == []


def test_a_clock_that_an_older_program_stopped_is_not_looked_at_again_and_again(
    stepping: Stepping, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepping.save(HALF)
    number = stepping.asks(at(9))
    stepping.do(at(9, 30), SetStatus(agent_id=stepping.small.ona, tickets=(number,), status=Status.SOLVED))
    with stepping.desk.writing() as session:
        session.connection.execute(update(clock).where(clock.c.ticket_id == number).values(warn_at=at(10)))
    assert not stepping.when(at(12), anything_due)
    assert stepping.when(at(12), do_due) == 0


def test_a_step_of_a_newer_program_is_left_out_and_the_others_done(stepping: Stepping) -> None:
    stepping.save(HALF, WHOLE)
    with stepping.desk.writing() as session:
        steps = session.connection.execute(select(policy.c.steps)).scalar_one()
        newer = [{"metrics": [9]}, {"assign": "carousel", "percent": 60}, steps[0] | {"sing": True}, steps[1]]
        session.connection.execute(update(policy).values(steps=newer))
    assert [step.rank for step in stepping.kept().steps] == [HALF.rank, WHOLE.rank]
    number = stepping.asks(at(9))
    stepping.given(at(9), number, stepping.small.ona)
    stepping.sweep(at(10))
    assert stepping.told() == [(stepping.small.ona, number, "notice")]


def test_a_step_that_cannot_be_kept_is_refused(stepping: Stepping) -> None:
    with pytest.raises(Mistake) as refused:
        stepping.save(Step())
    assert refused.value.code == "policy.step_nothing"
