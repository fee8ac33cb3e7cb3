"""How well policies were kept is counted from what is over, and not from what was before."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from actions.conftest import SmallDesk, mail
from actions.promised import PromisingDesk, at
from building import plan, statements
from deskbell.actions.due_clocks import do_due
from deskbell.model.compliance import DAYS, Compliance
from deskbell.model.sla import Metric, RemovePolicy
from deskbell.store.queries import compliance
from deskbell.store.tables import policy


@pytest.fixture
def promising(small: SmallDesk) -> PromisingDesk:
    """Its policy was made at eight."""
    desk = PromisingDesk(small)
    made = update(policy).values(created_at=at(8))
    desk.desk.transact(lambda session: session.connection.execute(made))
    return desk


def test_met_and_breached_of_what_is_over(promising: PromisingDesk) -> None:
    in_time, late, _ = (promising.arrive(at(9), mail(f"{one}@mail.example")) for one in range(3))
    promising.reply(at(10), in_time)
    promising.reply(at(12), late)
    assert promising.when(at(12, 1), compliance.of_policies) == {
        promising.policy: {Metric.FIRST_REPLY: Compliance(1, 1)}
    }
    later = at(12) + timedelta(days=DAYS)
    assert promising.when(later, compliance.of_policies) == {}


def test_what_was_broken_before_it_was_promised_is_not_told(promising: PromisingDesk) -> None:
    promising.asks(at(9))
    promising.when(at(12), do_due)
    assert promising.when(at(12), compliance.of_policies) == {promising.policy: {Metric.FIRST_REPLY: Compliance(0, 1)}}
    promising.desk.transact(lambda session: session.connection.execute(update(policy).values(created_at=at(11, 30))))
    assert promising.when(at(12), compliance.of_policies) == {}


def test_clocks_of_long_ago_are_not_looked_at(promising: PromisingDesk) -> None:
    if promising.desk.url.get_backend_name() != "sqlite":
        pytest.skip("reads SQLite's plan")
    with statements(promising.desk) as sent:
        promising.desk.read(compliance.of_policies)
    ((statement, values),) = [one for one in sent if "clock" in one[0]]
    steps = plan(promising.desk, statement, values)
    assert any("ix_clock_policy (policy_id=? AND started_at>?)" in step for step in steps), steps


def test_of_a_policy_that_is_gone_nothing_is_told(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    promising.reply(at(10), number)
    promising.do(at(11), RemovePolicy(agent_id=promising.small.ona, id=promising.policy, version=1))
    assert promising.when(at(12), compliance.of_policies) == {}


@pytest.mark.parametrize(("met", "breached", "percent"), [(1, 0, 100), (0, 1, 0), (999, 1, 99), (2, 1, 66)])
def test_the_percentage_is_not_rounded_up(met: int, breached: int, percent: int) -> None:
    assert Compliance(met, breached).percent == percent
