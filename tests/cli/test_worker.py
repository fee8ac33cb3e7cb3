"""`deskbell worker`: one round, the word to end, a service, its health, and what it says when it cannot work."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from cli.conftest import ENVIRONMENT, PROGRAM, Command, in_child
from deskbell.cli import worker
from deskbell.model.errors import Mistake
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.store.tables import lease
from servers.cable import Cable, Harm, Kind
from servers.dovecot import Dovecot
from servers.ordinary import free_port
from servers.postgres import Postgres

MAIL = b"From: Li Na <li.na@mail.example>\r\nSubject: Printer offline\r\nMessage-ID: <1@mail.example>\r\n\r\nHello"


@pytest.mark.servers
def test_one_round(deskbell: Command, mail_place: Path, dovecot: Dovecot, mail_user: str) -> None:
    dovecot.append(mail_user, MAIL)
    done = in_child("worker", "--once", "--data", mail_place)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Li Na: Printer offline" in deskbell("ticket", "list").out


@pytest.mark.servers
def test_a_round_that_brought_no_mail_says_so(mail_place: Path) -> None:
    Secrets(mail_place).put("mailbox/1/imap", "wrong")
    done = in_child("worker", "--once", "--data", mail_place)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("deskbell: Mail for Support did not come in: ")
    assert "does not accept the user name or password" in done.stderr
    assert "wrong" not in done.stderr
    assert "Traceback" not in done.stderr


def start_worker(data: Path, *words: str) -> "subprocess.Popen[bytes]":
    worker = subprocess.Popen(
        [*PROGRAM, "worker", *words, "--data", str(data)],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until_it_works(data)
    return worker


def wait_until_it_works(data: Path) -> None:
    """Until it has taken its lease, which it does once its jobs run."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if (data / "desk.db").exists() and _is_present(data):
            return
        time.sleep(0.05)
    pytest.fail("the worker did not begin")


def _is_present(data: Path) -> bool:
    try:
        desk = open_desk(f"sqlite:///{data / 'desk.db'}", make=False)
    except Mistake:  # it is still being made
        return False
    with closing(desk), desk.reading() as session:
        return bool(session.connection.execute(select(lease.c.holder).where(lease.c.name == "worker")).scalar())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("words", [[], ["--supervised"]], ids=["alone", "supervised"])
def test_a_signal_ends_it_in_order(
    tmp_path: Path, schema_at: Callable[[Path], None], number: signal.Signals, words: list[str]
) -> None:
    schema_at(tmp_path)
    if signal.getsignal(number) is signal.SIG_IGN:
        # The tests run under nohup, whose word the worker would heed too.
        signal.signal(number, signal.SIG_DFL)
    worker = start_worker(tmp_path, *words)
    worker.send_signal(number)
    _, err = worker.communicate(timeout=30)
    assert worker.returncode == 0, err
    assert b"Traceback" not in err
    assert b"Fatal" not in err, "a thread that reads must not keep the interpreter from ending"
    assert not _is_present(tmp_path), "its leases are given back"


@pytest.mark.skipif(os.name == "nt", reason="a program cannot send itself such a signal there")
def test_a_signal_is_heard_also_while_the_main_thread_looks_whether_there_was_one() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    stop = threading.Event()
    try:
        worker._stop_on_signals(stop)
        with stop._cond:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(30)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_it_ends_with_the_pipe_that_the_window_holds(tmp_path: Path) -> None:
    worker = start_worker(tmp_path, "--supervised")
    out, err = worker.communicate(timeout=30)
    assert (worker.returncode, out, err) == (0, b"", b"")


def test_a_supervised_one_without_a_pipe_ends(tmp_path: Path) -> None:
    done = in_child("worker", "--supervised", "--data", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_goes_on_when_the_terminal_is_closed_under_nohup(tmp_path: Path, schema_at: Callable[[Path], None]) -> None:
    schema_at(tmp_path)
    worker = subprocess.Popen(
        ["nohup", *PROGRAM, "worker", "--data", str(tmp_path)],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    wait_until_it_works(tmp_path)
    worker.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(2)
    worker.terminate()
    worker.communicate(timeout=30)
    assert worker.returncode == 0


@pytest.mark.parametrize("content", [b"Dear diary", b"SQLite format 3\x00" + bytes(5000)])
def test_it_says_why_it_cannot_work(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "desk.db").write_bytes(content)
    done = in_child("worker", "--supervised", "--data", tmp_path)
    assert done.returncode == 1
    assert "is damaged or is not a Deskbell database" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    done = in_child("worker", "--once", "--data", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"deskbell: Deskbell may not write to the folder {tmp_path / 'logs'}.")
    assert os.listdir(tmp_path) == ["logs"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="systemd is on Linux")
def test_a_service(deskbell: Command, tmp_path: Path) -> None:
    """It tells systemd how it goes, writes lines that the journal reads, says that it is well, and ends in order."""
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.settimeout(60)
    manager.bind(str(tmp_path / "notify"))
    reading, writing = os.pipe()
    journal = os.fstat(writing)
    asked = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "JOURNAL_STREAM": f"{journal.st_dev}:{journal.st_ino}"}
    service = subprocess.Popen(
        [*PROGRAM, "worker", "--service", "--data", str(tmp_path / "data")],
        env=ENVIRONMENT | asked,
        stdin=subprocess.DEVNULL,
        stderr=writing,
    )
    os.close(writing)
    with manager, open(reading, encoding="utf-8") as lines:
        assert manager.recv(100) == b"READY=1"
        while manager.recv(100) != b"WATCHDOG=1":
            pass
        health = deskbell("worker", "--health")
        assert (health.code, health.err) == (0, "")
        assert health.out.startswith(
            f"ok: The worker service on {socket.gethostname()} fetches and sends mail. | outbox=0"
        )
        (told,) = deskbell("worker", "--health", "--json").objects()
        assert told["state"] == "ok"
        assert f"/{service.pid}/" in told["service"]
        assert told["service"] == told["holder"]
        service.terminate()
        while manager.recv(100) != b"STOPPING=1":
            pass
        assert service.wait(30) == 0
        said = lines.read().splitlines()
    assert said
    assert all(line.startswith("<6>deskbell") for line in said), said
    gone = deskbell("worker", "--health")
    assert gone.code == 2
    assert gone.out.startswith("fail: Nobody has fetched or sent mail since 20")


def test_health_of_a_desk_that_is_not_there(deskbell: Command) -> None:
    health = deskbell("worker", "--health")
    assert health.code == 2
    assert health.out.startswith("fail: There is no desk ")
    assert len(health.out.splitlines()) == 1
    assert json.loads(deskbell("worker", "--health", "--json").out)["state"] == "fail"


@pytest.mark.servers
def test_a_service_waits_for_its_database(
    monkeypatch: pytest.MonkeyPatch, postgres: Postgres, empty_postgresql: str, cable: Callable[..., Cable]
) -> None:
    line = cable(postgres.port)
    line.harms[:] = [Harm(Kind.CUT, 0)] * 2
    address = f"{empty_postgresql.replace(str(postgres.port), str(line.port))}?sslmode=disable"
    monkeypatch.setattr(worker, "FIRST_PAUSE", 0.01)
    desk = worker._awaited(address, threading.Event())
    assert desk is not None
    desk.close()
    assert line.connections == 3


def test_a_service_that_waits_ends_when_it_is_told_to(tmp_path: Path) -> None:
    address = f"postgresql://ona@127.0.0.1:{free_port()}/desk"
    service = subprocess.Popen(
        [*PROGRAM, "worker", "--service", "--data", str(tmp_path), "--db", address],
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert service.stderr is not None
    assert "Waiting for the database. No PostgreSQL listens" in service.stderr.readline()
    service.terminate()
    _, err = service.communicate(timeout=30)
    assert (service.returncode, "Traceback" in err) == (0, False)


def test_a_service_does_not_wait_for_what_does_not_pass(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"Dear diary")
    done = in_child("worker", "--service", "--data", tmp_path)
    assert done.returncode == 1
    assert "is damaged or is not a Deskbell database" in done.stderr
