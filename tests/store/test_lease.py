"""Leases: one holder at a time, and an old one is turned away before it writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from threading import Event

import pytest
from sqlalchemy import update

from deskbell.model.errors import Conflict
from deskbell.model.rows import WorkerRow
from deskbell.store.desk import Desk
from deskbell.store.lease import WORKER, check, give_up, is_held, release, release_of_dead, renew, take, this_process
from deskbell.store.queries.desk_state import holder_of
from deskbell.store.session import Session
from deskbell.store.tables import lease

MINE, YOURS = "here/1", "there/2"


def run_out(desk: Desk) -> None:
    """What time does, at once."""
    with desk.writing() as session:
        session.connection.execute(update(lease).values(expires_at=session.now))


def worker(session: Session) -> WorkerRow | None:
    return holder_of(session, WORKER)


def taking(desk: Desk, holder: str, name: str = WORKER) -> int | None:
    return desk.transact(lambda session: take(session, name, holder, 30))


def test_one_holds_and_the_other_waits(desk: Desk) -> None:
    assert desk.read(worker) is None
    token = taking(desk, MINE)
    assert token is not None
    assert taking(desk, YOURS) is None
    assert taking(desk, MINE) == token, "a holder renews and keeps its token"
    assert taking(desk, YOURS, "mailbox/1") is not None, "another name is another lease"
    seen = desk.read(worker)
    assert seen is not None
    assert (seen.holder, seen.alive) == (MINE, True)
    assert (seen.expires_at - desk.read(lambda session: session.now)).total_seconds() == pytest.approx(30, abs=5)


def test_a_lease_that_has_run_out_goes_over_with_a_larger_token(desk: Desk) -> None:
    old = taking(desk, MINE)
    run_out(desk)
    seen = desk.read(worker)
    assert seen is not None
    assert not seen.alive
    assert taking(desk, MINE) == old, "nobody was there meanwhile"
    run_out(desk)
    new = taking(desk, YOURS)
    assert old is not None
    assert new is not None
    assert new > old
    assert taking(desk, MINE) is None
    desk.transact(lambda session: check(session, WORKER, new))
    with pytest.raises(Conflict, match=WORKER) as conflict:
        desk.transact(lambda session: check(session, WORKER, old))
    assert conflict.value.code == "lease.lost"
    with pytest.raises(Conflict):
        desk.transact(lambda session: check(session, "never taken", 1))


def test_a_released_lease_is_free_at_once(desk: Desk) -> None:
    token = taking(desk, MINE)
    assert token is not None
    desk.transact(lambda session: release(session, WORKER, token + 1))
    assert taking(desk, YOURS) is None, "released with a token that is not the holder's"
    desk.transact(lambda session: release(session, WORKER, token))
    new = taking(desk, YOURS)
    assert new is not None
    assert new > token
    desk.transact(lambda session: release(session, WORKER, token))
    assert taking(desk, MINE) is None, "a late release of the old holder takes nothing away"


def test_of_many_that_ask_at_once_one_gets_it(desk: Desk) -> None:
    with ThreadPoolExecutor(6) as executor:
        tokens = list(executor.map(lambda number: taking(desk, f"worker {number}"), range(12)))
    assert [token for token in tokens if token is not None] == [1]


def test_nobody_takes_over_in_the_middle_of_a_checked_transaction(desk: Desk) -> None:
    token = taking(desk, MINE)
    run_out(desk)
    checked, done = Event(), Event()

    def writes() -> None:
        with desk.writing() as session:
            check(session, WORKER, token or 0)
            checked.set()
            assert done.wait(20)

    with ThreadPoolExecutor(2) as executor:
        writing = executor.submit(writes)
        assert checked.wait(20)
        taken: Callable[..., int | None] = executor.submit(taking, desk, YOURS).result
        with pytest.raises(StillRunning):
            taken(timeout=0.3)
        done.set()
        writing.result()
        assert taken(timeout=20) == (token or 0) + 1


def test_who_was_killed_on_this_computer_keeps_nobody_waiting(desk: Desk) -> None:
    dead, other = this_process(), this_process().replace("/", "-elsewhere/", 1)
    token = taking(desk, dead)
    assert token is not None
    assert taking(desk, other, "mailbox/1") is not None
    assert desk.transact(lambda session: release_of_dead(session, lambda _: True)) == 0
    assert taking(desk, YOURS) is None
    asked: list[int] = []
    assert desk.transact(lambda session: release_of_dead(session, lambda pid: asked.append(pid) is not None)) == 1
    assert asked == [int(dead.split("/")[1])]
    assert taking(desk, YOURS) == token + 1
    assert taking(desk, YOURS, "mailbox/1") is None, "another computer's is its own"
    with pytest.raises(Conflict), desk.writing() as session:
        check(session, WORKER, token)


def test_a_lease_is_renewed_by_whoever_has_it_and_by_no_other(desk: Desk) -> None:
    token = taking(desk, MINE)
    assert token is not None

    def renewing(holder: str, with_token: int) -> bool:
        return desk.transact(lambda session: renew(session, WORKER, holder, with_token, 30))

    run_out(desk)
    assert renewing(MINE, token), "nobody was there meanwhile"
    assert desk.read(is_held, WORKER)
    assert not renewing(YOURS, token)
    assert not renewing(MINE, token + 1)
    desk.transact(lambda session: release(session, WORKER, token))
    assert not renewing(MINE, token), "what was given back is not had again without being taken"
    assert not desk.read(is_held, WORKER)


def test_who_gives_up_gives_up_its_own(desk: Desk) -> None:
    assert not desk.read(is_held, WORKER), "never taken"
    token = taking(desk, MINE)
    desk.transact(lambda session: give_up(session, WORKER, YOURS))
    assert desk.read(is_held, WORKER)
    desk.transact(lambda session: give_up(session, WORKER, MINE))
    assert not desk.read(is_held, WORKER)
    assert taking(desk, YOURS) == (token or 0) + 1
