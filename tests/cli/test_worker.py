"""`deskbell worker`: one round, the word to end, and what it says when it cannot work."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from cli.conftest import ENVIRONMENT, PROGRAM, Command, in_child
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.store.tables import lease
from servers.dovecot import Dovecot

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
    desk = open_desk(f"sqlite:///{data / 'desk.db'}")
    try:
        with desk.reading() as session:
            held = session.connection.execute(select(lease.c.holder).where(lease.c.name == "worker")).scalar()
            return bool(held)
    finally:
        desk.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("words", [[], ["--supervised"]], ids=["alone", "supervised"])
def test_a_signal_ends_it_in_order(tmp_path: Path, number: signal.Signals, words: list[str]) -> None:
    worker = start_worker(tmp_path, *words)
    worker.send_signal(number)
    _, err = worker.communicate(timeout=30)
    assert worker.returncode == 0, err
    assert b"Traceback" not in err
    assert b"Fatal" not in err, "a thread that reads must not keep the interpreter from ending"
    assert not _is_present(tmp_path), "its leases are given back"


def test_it_ends_with_the_pipe_that_the_window_holds(tmp_path: Path) -> None:
    worker = start_worker(tmp_path, "--supervised")
    began = time.monotonic()
    out, err = worker.communicate(timeout=30)
    assert (worker.returncode, out, err) == (0, b"", b"")
    assert time.monotonic() - began < 5


def test_a_supervised_one_without_a_pipe_ends(tmp_path: Path) -> None:
    done = in_child("worker", "--supervised", "--data", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_goes_on_when_the_terminal_is_closed_under_nohup(tmp_path: Path) -> None:
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
