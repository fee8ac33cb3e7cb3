"""Several workers at the same journal, and one that is stopped in between: each rule fires once for each thing that happened."""

import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy import func, select

from actions.conftest import SmallDesk, mail
from deskbell.actions.dispatch import perform
from deskbell.jobs.office import Office
from deskbell.jobs.run_automation import LEASE, RuleRunner
from deskbell.model.automation import RuleActions, SaveRule, SwitchRule
from deskbell.model.errors import Conflict
from deskbell.store.queries import automation
from deskbell.store.secrets import Secrets
from deskbell.store.tables import automation_run, deed, message

TICKETS = 60


def _office(small: SmallDesk, folder: Path, holder: str) -> Office:
    return Office(small.desk, Secrets(folder), None, holder)  # type: ignore[arg-type]


def _made(small: SmallDesk) -> int:
    actions = RuleActions(add_tags=("seen",), note="Seen")
    return perform(small.desk, SaveRule(agent_id=small.ona, id=0, name="See", actions=actions)) or 0


def test_two_workers_do_it_once(small: SmallDesk, tmp_path: Path) -> None:
    """While mail comes in, and one of them is killed again and again: its lease is given to the other."""
    _made(small)
    runners = [RuleRunner(_office(small, tmp_path, holder)) for holder in ("one", "two")]
    ending = threading.Event()
    failed: list[BaseException] = []

    def work(runner: RuleRunner, office: Office) -> None:
        try:
            while not ending.is_set():
                # The other one has taken the lease over.
                with suppress(Conflict):
                    runner.run()
                office.give_up(LEASE)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [
        threading.Thread(target=work, args=(runner, _office(small, tmp_path, holder)))
        for runner, holder in zip(runners, ("one", "two"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for number in range(TICKETS):
        small.arrive(mail(f"{number}@mail.example"))
    ending.set()
    for thread in threads:
        thread.join()
    assert failed == []
    for runner in (*runners, *runners):
        runner.run()
    (rule,) = small.desk.read(automation.rows)
    assert rule.fired == TICKETS
    with small.desk.reading() as session:
        counts = [
            session.connection.execute(select(func.count()).select_from(table).where(which)).scalar()
            for table, which in (
                (automation_run, automation_run.c.rule_id == rule.id),
                (deed, deed.c.macro == "See"),
                (message, message.c.from_name == "See"),
            )
        ]
    assert counts == [TICKETS] * 3


def test_a_desk_without_rules_writes_nothing(small: SmallDesk, tmp_path: Path) -> None:
    """Also no lease; the mark goes with the last rule."""
    office = _office(small, tmp_path, "one")
    runner = RuleRunner(office)
    made = _made(small)
    small.arrive(mail("1@mail.example"))
    assert runner.run() > 0
    perform(small.desk, SwitchRule(agent_id=small.ona, id=made, active=False))
    assert runner.run() == 0
    small.arrive(mail("2@mail.example"))
    assert runner.run() == 0
    assert small.desk.read(automation.rows)[0].fired == 1
