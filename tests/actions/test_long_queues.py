"""A long queue of which nobody can take anything is not walked all the time."""

from pathlib import Path

import pytest

from actions.conftest import SmallDesk
from actions.routed import Routed
from deskbell.actions.routing import hand_out as routing
from deskbell.actions.routing.hand_out import Went
from deskbell.jobs import hand_out
from deskbell.jobs.hand_out import REST, SHARE, Router
from deskbell.jobs.office import Office
from deskbell.jobs.run_automation import RuleRunner
from deskbell.model.routing import AgentWork
from deskbell.store.queries.routing import Place
from deskbell.store.secrets import Secrets
from deskbell.store.session import Session


class Walks:
    """A steady clock on which each part of a queue takes a second, and how many parts were looked at."""

    def __init__(self) -> None:
        self.now, self.parts = 100.0, 0

    def monotonic(self) -> float:
        return self.now

    def hand_out(self, session: Session, team_id: int, behind: Place, *, tells: bool) -> Went:
        self.now += 1
        self.parts += 1
        return routing.hand_out(session, team_id, behind, tells=tells)


def test_what_comes_first_is_looked_at_and_the_rest_now_and_then(
    small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    routed = Routed(small)
    routed.way("turn", languages="required")
    for agent_id in (routed.mia, routed.tom):
        routed.can(agent_id, AgentWork(languages=frozenset({"lt"})))
    numbers = [routed.arrive(sender=f"{one}@mail.example") for one in range(8)]
    for number in numbers:
        routed.customer_speaks(number, "en")
    walks = Walks()
    monkeypatch.setattr(routing, "AT_ONCE", 3)
    monkeypatch.setattr(hand_out, "time", walks)
    monkeypatch.setattr(hand_out, "hand_out", walks.hand_out)
    office = Office(small.desk, Secrets(tmp_path), None, "one")  # type: ignore[arg-type]
    router = Router(office, RuleRunner(office))

    def parts(later: float) -> int:
        walks.now += later
        before = walks.parts
        router.run()
        return walks.parts - before

    assert [parts(0), parts(0), parts(REST), parts(REST)] == [3, 0, 1, 1]
    assert parts(3 * SHARE) == 3
    routed.customer_speaks(numbers[0], "lt")
    assert parts(REST) >= 1
    assert routed.whose(numbers[:1]) != [None], "who can take what comes first does not wait"
    routed.customer_speaks(numbers[-1], "lt")
    parts(4 * SHARE)
    assert routed.whose(numbers[-1:]) != [None]
    assert routed.whose(numbers[1:-1]) == [None] * 6
