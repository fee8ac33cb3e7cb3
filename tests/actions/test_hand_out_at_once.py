"""Two workers at the same queue, while mail comes in and their leases are lost: each ticket is handed out once, and nobody gets more than they take."""

import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from actions.conftest import SmallDesk, mail
from actions.routed import Routed
from deskbell.actions.routing.hand_out import hand_out
from deskbell.jobs.hand_out import Router
from deskbell.jobs.office import Office
from deskbell.jobs.run_automation import LEASE, RuleRunner
from deskbell.model.automation import Hand, RuleActions, SaveRule
from deskbell.model.commands import ChangeTags
from deskbell.model.errors import Conflict
from deskbell.model.mail import InboundMail
from deskbell.model.routing import AgentWork
from deskbell.store.integrity import problems
from deskbell.store.secrets import Secrets
from deskbell.store.tables import tag

TICKETS = 40


@pytest.fixture
def routed(small: SmallDesk) -> Routed:
    return Routed(small)


def office_of(routed: Routed, folder: Path, holder: str) -> Office:
    return Office(routed.small.desk, Secrets(folder), None, holder)  # type: ignore[arg-type]


def test_two_workers_hand_out_once(routed: Routed, tmp_path: Path) -> None:
    routed.can(routed.mia, AgentWork(capacity=TICKETS // 2 - 5))
    ending = threading.Event()
    failed: list[BaseException] = []

    def work(holder: str) -> None:
        office = office_of(routed, tmp_path, holder)
        router = Router(office, RuleRunner(office))
        try:
            while not ending.is_set():
                # The other one has taken the lease over.
                with suppress(Conflict):
                    router.run()
                office.give_up(LEASE)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=work, args=(holder,)) for holder in ("one", "two")]
    for thread in threads:
        thread.start()
    numbers = [routed.arrive() for _ in range(TICKETS)]
    ending.set()
    for thread in threads:
        thread.join()
    assert failed == []
    office = office_of(routed, tmp_path, "last")
    Router(office, RuleRunner(office)).run()
    assert {number: len(routed.lines(number, "assigned")) for number in numbers} == dict.fromkeys(numbers, 1)
    assert Counter(routed.whose(numbers)) == {routed.mia: TICKETS // 2 - 5, routed.tom: TICKETS // 2 + 5}
    assert routed.small.desk.read(problems) == []


def test_two_at_one_queue_without_a_lease(routed: Routed) -> None:
    """Whatever leases say: whoever comes second sees what the first has given."""
    routed.can(routed.mia, AgentWork(capacity=3))
    routed.can(routed.tom, AgentWork(capacity=3))
    numbers = [routed.arrive() for _ in range(10)]
    together = threading.Barrier(2)
    desk = routed.small.desk

    def work() -> None:
        together.wait()
        desk.transact(lambda session: hand_out(session, routed.care))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(routed.whose(numbers)) == {routed.mia: 3, routed.tom: 3, None: 4}


def test_what_a_rule_makes_of_a_ticket_counts_first(routed: Routed, tmp_path: Path) -> None:
    """The rule gives it its skill before it is handed out; and what a rule itself hands out goes on from there."""
    number = routed.arrive()
    routed.do(ChangeTags(agent_id=None, tickets=(number,), add=("returns",)))
    with routed.small.desk.reading() as session:
        returns = session.connection.execute(select(tag.c.id).where(tag.c.name == "returns")).scalar_one()
    routed.can(routed.tom, AgentWork(frozenset({returns})))
    routed.way("least", "required")
    office = office_of(routed, tmp_path, "one")
    router = Router(office, RuleRunner(office))
    router.run()
    assert routed.whose([number]) == [routed.tom]
    actions = RuleActions(team_id=routed.care, add_tags=("returns",))
    routed.do(SaveRule(agent_id=None, id=0, name="returns", actions=actions))
    (placed,) = routed.small.arrive(*_mails(1))
    assert router.run() == 1
    assert routed.whose([placed.ticket_id]) == [routed.tom]


def test_a_rule_hands_out_by_skill_and_language(routed: Routed, tmp_path: Path) -> None:
    routed.can(routed.mia, AgentWork(languages=frozenset({"en"})))
    routed.can(routed.tom, AgentWork(languages=frozenset({"lt"})))
    actions = RuleActions(team_id=routed.care, assign=Hand.SKILL)
    routed.do(SaveRule(agent_id=None, id=0, name="Speaks", actions=actions))
    office = office_of(routed, tmp_path, "one")
    (placed,) = routed.small.arrive(*_mails(1, language="lt"))
    RuleRunner(office).run()
    assert routed.whose([placed.ticket_id]) == [routed.tom]
    why = routed.why(placed.ticket_id)
    assert why is not None
    assert (why.agent_id, why.language) == (routed.tom, "lt")
    routed.seen(routed.mia, routed.tom, minutes_ago=60)
    (placed,) = routed.small.arrive(*_mails(2, language="lt"))
    RuleRunner(office).run()
    assert routed.whose([placed.ticket_id]) == [None], "the team has a queue of its own"
    routed.way("")
    (placed,) = routed.small.arrive(*_mails(3, language="lt"))
    RuleRunner(office).run()
    assert routed.whose([placed.ticket_id]) == [routed.tom], "the rule has but one chance"


def _mails(number: int, **values: object) -> tuple[InboundMail]:
    return (mail(f"rule{number}@mail.example", sender=f"rule{number}@mail.example", **values),)  # type: ignore[arg-type]
