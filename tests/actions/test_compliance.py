"""How well policies were kept is counted from what is over, and not from what was before."""

from datetime import timedelta

import pytest

from actions.conftest import SmallDesk, mail
from actions.promised import PromisingDesk, at
from deskbell.model.compliance import DAYS, Compliance
from deskbell.model.sla import Metric, RemovePolicy
from deskbell.store.queries import compliance


@pytest.fixture
def promising(small: SmallDesk) -> PromisingDesk:
    return PromisingDesk(small)


def test_met_and_breached_of_what_is_over(promising: PromisingDesk) -> None:
    in_time, late, _ = (promising.arrive(at(9), mail(f"{one}@mail.example")) for one in range(3))
    promising.reply(at(10), in_time)
    promising.reply(at(12), late)
    assert promising.when(at(12, 1), compliance.of_policies) == {
        promising.policy: {Metric.FIRST_REPLY: Compliance(1, 1)}
    }
    later = at(12) + timedelta(days=DAYS)
    assert promising.when(later, compliance.of_policies) == {}


def test_of_a_policy_that_is_gone_nothing_is_told(promising: PromisingDesk) -> None:
    number = promising.asks(at(9))
    promising.reply(at(10), number)
    promising.do(at(11), RemovePolicy(agent_id=promising.small.ona, id=promising.policy, version=1))
    assert promising.when(at(12), compliance.of_policies) == {}


@pytest.mark.parametrize(("met", "breached", "percent"), [(1, 0, 100), (0, 1, 0), (999, 1, 99), (2, 1, 66)])
def test_the_percentage_is_not_rounded_up(met: int, breached: int, percent: int) -> None:
    assert Compliance(met, breached).percent == percent
