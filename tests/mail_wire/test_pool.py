"""The parser pool: a mail that breaks its reader costs a verdict on that mail, and nothing else."""

import base64
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from deskbell.mail.pool import ParserPool, PoolClosed, Unread
from deskbell.model.limits import Limits
from deskbell.model.mail import InboundMail, Mailbox
from servers.hostile_parsers import obedient, unimportable, whoever


def read(text: str, hint: str = "") -> InboundMail:
    return InboundMail(text, Mailbox(hint, ""))


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(obedient, workers=2, limits=Limits(seconds=1)) as made:
        yield made


def test_mails_come_back_in_order(pool: ParserPool) -> None:
    raws = [b"mail %d" % number for number in range(200)]
    assert pool.parse(raws, "gb18030") == [read(raw.decode(), "gb18030") for raw in raws]
    assert pool.parse([]) == []


def test_more_mails_may_be_given_before_the_first_are_read(pool: ParserPool) -> None:
    asked = [pool.begin([b"doze 0.1", b"mail %d" % number], "gb18030") for number in range(4)]
    for number, answers in reversed(list(enumerate(asked))):
        assert answers() == [read("doze 0.1", "gb18030"), read(f"mail {number}", "gb18030")]


VERDICTS = [
    (b"raise", Unread("parse.failed", "ValueError")),
    (b"refuse", Unread("parse.depth", "40")),
    (b"recurse", Unread("parse.failed", "RecursionError")),
    (b"die", Unread("parse.died")),
    (b"exit", Unread("parse.died")),
    (b"stall", Unread("parse.time", "1")),
    (b"stall-in-c", Unread("parse.time", "1")),
    (b"eat-memory", Unread("parse.memory", "512")),
]


@pytest.mark.parametrize(("hostile", "verdict"), VERDICTS)
@pytest.mark.parametrize("place", [0, 15])
def test_a_hostile_mail_is_the_only_one_not_read(pool: ParserPool, hostile: bytes, verdict: Unread, place: int) -> None:
    raws = [b"mail %d" % number for number in range(21)]
    raws[place] = hostile
    outcomes = pool.parse(raws)
    assert outcomes[place] == verdict
    assert [outcome for index, outcome in enumerate(outcomes) if index != place] == [
        read(raw.decode()) for index, raw in enumerate(raws) if index != place
    ]


def test_nothing_but_hostile_mails(pool: ParserPool) -> None:
    assert pool.parse([hostile for hostile, _ in VERDICTS]) == [verdict for _, verdict in VERDICTS]


def test_time_counts_for_each_mail_and_not_for_the_batch(pool: ParserPool) -> None:
    assert pool.parse([b"doze 0.3"] * 5) == [read("doze 0.3")] * 5


def test_a_child_that_something_else_killed_is_not_held_against_the_mail(pool: ParserPool, tmp_path: Path) -> None:
    once = b"die-once " + os.fsencode(tmp_path / "killed")
    assert pool.parse([b"mail", once, b"mail"]) == [read("mail"), read(os.fsdecode(once)), read("mail")]
    assert (tmp_path / "killed").exists()


def test_a_mail_larger_than_the_memory() -> None:
    with ParserPool(obedient, workers=1, limits=Limits(memory_bytes=100 << 20)) as small:
        outcomes = small.parse([b"mail", bytes(150 << 20), b"mail"])
    assert outcomes == [read("mail"), Unread("parse.died"), read("mail")]


def test_other_limits_hold_from_the_next_mail_on(pool: ParserPool) -> None:
    before = pool.limits
    assert pool.parse([b"parts"]) == [read("2000")]
    pool.limits = replace(before, parts=7)
    try:
        assert pool.parse([b"parts"] * 3) == [read("7")] * 3
    finally:
        pool.limits = before


def test_a_large_mail_is_read_within_the_usual_memory() -> None:
    file = base64.encodebytes(os.urandom(1 << 20) * 60)
    head = b"Subject: large\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n"
    part = b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    with ParserPool(workers=1, limits=Limits(seconds=60)) as real:
        (outcome,) = real.parse([head + part + file + b"--b--\r\n"])
    assert isinstance(outcome, InboundMail)
    assert (outcome.text, outcome.attachments[0].size) == ("hi", 60 << 20)


def test_all_children_are_started_before_there_is_a_mail() -> None:
    before = set(psutil.Process().children())
    with ParserPool(obedient, workers=3) as pool:
        pool.warm()
        assert pool.parse([b"mail"]) == [read("mail")]
        assert len(set(psutil.Process().children()) - before) >= 3


def test_a_trickle_keeps_one_child() -> None:
    with ParserPool(whoever, workers=3) as many:
        readers = {
            outcome.subject for _ in range(10) for outcome in many.parse([b""]) if isinstance(outcome, InboundMail)
        }
    assert len(readers) == 1


def test_a_broken_installation_is_no_mail_s_fault(capfd: pytest.CaptureFixture[str]) -> None:
    with ParserPool(unimportable, workers=1) as broken, pytest.raises(RuntimeError, match="did not start"):
        broken.parse([b"mail"])
    assert "ImportError" in capfd.readouterr().err


def readers() -> set[psutil.Process]:
    """The child processes of all pools of this process."""
    return {child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())}


def test_closing_is_quick_and_says_nothing_about_the_mails(tmp_path: Path) -> None:
    others = readers()
    pool = ParserPool(obedient, workers=2, limits=Limits(seconds=60))
    began = tmp_path / "began"
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(pool.parse([b"mail", b"doze 50", b"stall-in-c " + os.fsencode(began)]))
        except PoolClosed as closed:
            answers.append(closed)

    asking = threading.Thread(target=ask)
    asking.start()
    deadline = time.monotonic() + 60
    while not began.exists() and time.monotonic() < deadline:
        asking.join(0.01)
    children = readers() - others
    closing = time.monotonic()
    pool.close()
    asking.join(30)
    assert time.monotonic() - closing < 30
    assert isinstance(answers[0], PoolClosed)
    assert children
    assert not any(child.is_running() for child in children)
    with pytest.raises(PoolClosed):
        pool.parse([b"mail"])
    pool.close()


PROGRAM = """
from deskbell.mail.pool import ParserPool
from deskbell.model.limits import Limits
from servers.hostile_parsers import obedient

def main():
    with ParserPool(obedient, workers=2, limits=Limits(seconds=1)) as pool:
        print([outcome.subject for outcome in pool.parse([b"one"])], flush=True)
        pool.parse([DOING])

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("doing", [b"doze 0.9", b"stall-in-c"])
def test_children_end_with_a_parent_that_was_killed(doing: bytes, tmp_path: Path) -> None:
    (tmp_path / "sorter").mkdir()
    (tmp_path / "sorter" / "__main__.py").write_text(PROGRAM.replace("DOING", repr(doing)))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    with subprocess.Popen(
        [sys.executable, "-m", "sorter"], env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "['one']\n"
        children = psutil.Process(parent.pid).children()
        parent.kill()
    assert children
    _, alive = psutil.wait_procs(children, timeout=15)
    assert not alive


def test_attachments_of_any_size_come_back(tmp_path: Path) -> None:
    files = [b"", b"small", os.urandom(300_000), b"last", os.urandom(3_000_000)]
    parts = [
        b"--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=f\r\n\r\n"
        + base64.encodebytes(file)
        for file in files
    ]
    raw = (
        b"Subject: files\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"\r\n".join(parts) + b"\r\n--x--\r\n"
    )
    with ParserPool(workers=1) as pool:
        plain, mail = pool.parse([b"Subject: one\r\n\r\ntext", raw])
    assert isinstance(plain, InboundMail)
    assert isinstance(mail, InboundMail)
    assert (plain.subject, mail.subject) == ("one", "files")
    assert [file.content for file in mail.attachments] == files
