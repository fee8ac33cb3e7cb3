"""A worker service goes before the workers beside windows, and these follow it when it is gone."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from deskbell.jobs.hold import RENEW_EVERY, Hold
from deskbell.jobs.office import LEASE_SECONDS, Office
from deskbell.jobs.worker import LOOK_FOR_MAILBOXES, PRESENT, Worker
from deskbell.mail.pool import ParserPool
from deskbell.model.errors import Conflict
from deskbell.store import lease
from deskbell.store.desk import Desk
from deskbell.store.postgresql import IDLE_SECONDS
from deskbell.store.secrets import Secrets
from deskbell.store.tables import lease as leases


@pytest.fixture
def beside_window(desk: Desk, tmp_path: Path, parser_pool: ParserPool) -> Office:
    return Office(desk, Secrets(tmp_path), parser_pool, "desktop/1/a")


@pytest.fixture
def service(beside_window: Office) -> Office:
    return replace(beside_window, holder="server/2/b", service=True)


def present(office: Office) -> None:
    """What a worker says every few seconds."""
    Worker(office)._say_present()


def test_it_gets_what_a_desktop_had(beside_window: Office, service: Office, desk: Desk) -> None:
    assert beside_window.take("mailbox/1") is not None
    assert service.take("mailbox/1") is None, "it does not break in"
    present(service)
    assert beside_window.take("mailbox/1") is None
    assert service.take("mailbox/1") == 2
    assert beside_window.take("outbox") is None, "nor does a desktop take what is free"
    present(beside_window)
    present(service)
    assert desk.read(lease.is_held, lease.WORKER)
    with desk.writing() as session:
        session.connection.execute(update(leases).values(expires_at=session.now))
    assert beside_window.take("mailbox/1") == 3, "a service that is gone keeps nobody from working"


def test_what_is_half_done_is_done_first(
    beside_window: Office, service: Office, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = Hold.take(beside_window, "outbox")
    assert hold is not None
    present(service)
    assert hold.keep(), "in the midst of a mail"
    desk.transact(hold.check)
    assert service.take("outbox") is None
    monkeypatch.setattr(hold, "due", lambda: True)
    with pytest.raises(Conflict):
        hold.renew()
    assert not hold.keep()
    assert service.take("outbox") == hold.token + 1
    with pytest.raises(Conflict):
        desk.transact(hold.check)


def test_one_service_leaves_to_another_what_it_has(service: Office) -> None:
    other = replace(service, holder="server/3/c")
    present(service)
    present(other)
    assert other.take("mailbox/1") is not None
    assert service.take("mailbox/1") is None


def test_a_service_that_ends_lets_go_of_all(beside_window: Office, service: Office, desk: Desk) -> None:
    service.stop.set()
    Worker(service).run()
    for name in (lease.SERVICE, lease.WORKER):
        assert not desk.read(lease.is_held, name)
    assert beside_window.take("outbox") is not None


def test_within_half_a_minute_another_has_the_work() -> None:
    """Who dies just after it has renewed keeps its leases for their time; then the next look finds them free. Who stops in a transaction is cut
    off before."""
    assert LEASE_SECONDS + max(PRESENT, LOOK_FOR_MAILBOXES) <= 25
    assert max(IDLE_SECONDS, 2 * RENEW_EVERY, 2 * PRESENT) < LEASE_SECONDS
