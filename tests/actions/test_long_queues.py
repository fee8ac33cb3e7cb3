"""A long queue of which nobody can take anything is not walked all the time."""

from dataclasses import dataclass
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


@dataclass
class Queue:
    """The queue of a team of two, who answer in Lithuanian: eight tickets in English, looked at three at a time by this clock."""

    routed: Routed
    numbers: list[int]
    walks: Walks
    router: Router

    def parts(self, later: float) -> int:
        """How many parts are looked at so many seconds later."""
        self.walks.now += later
        before = self.walks.parts
        self.router.run()
        return self.walks.parts - before


@pytest.fixture
def queue(small: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
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
    return Queue(routed, numbers, walks, Router(office, RuleRunner(office)))


def test_what_comes_first_is_looked_at_and_the_rest_now_and_then(queue: Queue) -> None:
    routed, numbers, parts = queue.routed, queue.numbers, queue.parts
    assert [parts(0), parts(0), parts(REST), parts(REST)] == [3, 0, 1, 1]
    assert parts(3 * SHARE) == 3
    routed.customer_speaks(numbers[0], "lt")
    assert parts(REST) >= 1
    assert routed.whose(numbers[:1]) != [None], "who can take what comes first does not wait"
    routed.customer_speaks(numbers[-1], "lt")
    parts(4 * SHARE)
    assert routed.whose(numbers[-1:]) != [None]
    assert routed.whose(numbers[1:-1]) == [None] * 6


def test_the_rest_is_looked_at_as_soon_as_somebody_can_take_what_they_could_not(queue: Queue) -> None:
    routed, numbers, parts = queue.routed, queue.numbers, queue.parts
    routed.customer_speaks(numbers[-1], "ru")
    assert [parts(0), parts(REST)] == [3, 1]
    routed.can(routed.tom, AgentWork(languages=frozenset({"lt", "ru"})))
    assert parts(REST) == 6, "through it, and once more behind what was given"
    assert routed.whose(numbers[-1:]) == [routed.tom]
    assert [parts(REST), parts(REST)] == [1, 1]
    routed.away(routed.mia)
    assert parts(REST) == 1, "whoever is left took nothing before"
    routed.way("turn")
    parts(REST)
    assert None not in routed.whose(numbers), "its team asks for no language any more"
