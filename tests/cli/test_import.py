"""Mail from files: what is in them comes in once, whatever the files look like and however often it is begun."""

import email
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.corpus import mails
from cli.conftest import ENVIRONMENT, PROGRAM, Command, in_child
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.opening import open_desk
from deskbell.store.session import Session
from deskbell.store.tables import attachment as attachment_table
from deskbell.store.tables import message, raw_mail, ticket
from mail.outlook import attachment, compound_file, item

pytestmark = pytest.mark.usefixtures("made")

HERE = ["--mailbox", "Support", "--create", "support@desk.example"]
SEPARATOR = b"From li.na@mail.example Mon Mar  2 09:00:00 2026\n"


def letter(number: int, text: str = "Hello") -> bytes:
    return (
        f"From: Li Na <li.na@mail.example>\nTo: support@desk.example\nSubject: Letter {number}\n"
        f"Message-ID: <{number}@mail.example>\nDate: Mon, 02 Mar 2026 09:00:00 +0000\n\n{text}\n"
    ).encode()


def kept(session: Session) -> list[bytes]:
    ids = session.connection.execute(select(raw_mail.c.blob_id).order_by(raw_mail.c.id)).scalars().all()
    return [blobs.read(session, blob_id) for blob_id in ids]


def texts(session: Session) -> list[str]:
    return list(session.connection.execute(select(message.c.text).order_by(message.c.id)).scalars())


@contextmanager
def opened(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(f"sqlite:///{tmp_path / 'data' / 'desk.db'}", make=False)
    yield desk
    assert desk.read(problems) == []
    desk.close()


@pytest.mark.parametrize("form", ["mbox", "maildir", "eml"])
@pytest.mark.usefixtures("nothing_there")
def test_a_path_that_is_not_there_makes_nothing(deskbell: Command, tmp_path: Path, form: str) -> None:
    said = deskbell("import", form, tmp_path / "nothing", *HERE)
    assert said.code == 1
    assert said.sentence() == f"There is no file {tmp_path / 'nothing'}."
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("form", "expected"), [("mbox", "is not an mbox file"), ("maildir", "is not a Maildir")])
def test_the_wrong_form_is_named(deskbell: Command, tmp_path: Path, form: str, expected: str) -> None:
    (tmp_path / "letters").mkdir()
    said = deskbell("import", form, tmp_path / "letters", *HERE)
    assert said.code == 1
    assert expected in said.sentence()


def test_garbage_is_no_mbox(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "mails").write_bytes(b"\x00\xff" * 5000)
    said = deskbell("import", "mbox", tmp_path / "mails", *HERE)
    assert said.code == 1
    assert "is not an mbox file" in said.sentence()


@pytest.mark.usefixtures("nothing_there")
def test_an_mbox_file_without_mails(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "mails").touch()
    said = deskbell("import", "mbox", tmp_path / "mails", *HERE, "--json")
    assert (said.code, said.err) == (0, "")
    assert {**said.objects()[0], "seconds": 0} == {
        **dict.fromkeys(("seen", "new", "filed", "refused", "tickets", "seconds"), 0),
        "cut_off": False,
    }


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("last", [b"\n\n", b"\n", b""], ids=["blank", "newline", "bare"])
def test_an_mbox_file_is_cut_where_mails_begin(deskbell: Command, tmp_path: Path, ending: bytes, last: bytes) -> None:
    first = letter(1, "One\n\nFrom here on it is another story.\n\n>From the start: 12:00, 2026\n>>From twice")
    whole = SEPARATOR + first + b"\n" + SEPARATOR + letter(2, "Two").rstrip(b"\n") + last
    (tmp_path / "mails").write_bytes(whole.replace(b"\n", ending))
    said = deskbell("import", "mbox", tmp_path / "mails", *HERE)
    assert (said.code, said.err) == (0, "")
    with opened(tmp_path) as desk:
        assert desk.read(texts) == [
            "One\n\nFrom here on it is another story.\n\nFrom the start: 12:00, 2026\n>From twice",
            "Two",
        ]


def test_an_mbox_file_that_grew_brings_what_is_new(deskbell: Command, tmp_path: Path) -> None:
    box = tmp_path / "mails"
    box.write_bytes(SEPARATOR + letter(1) + b"\n")
    deskbell("import", "mbox", box, *HERE)
    box.write_bytes(box.read_bytes() + SEPARATOR + letter(2) + b"\n")
    said = deskbell("import", "mbox", box, "--mailbox", "support@desk.example", "--json")
    assert said.objects()[0].items() >= {"seen": 2, "new": 1, "filed": 1}.items()


def test_a_maildir_with_its_folders(deskbell: Command, tmp_path: Path) -> None:
    number = 0
    for folder in ("", ".Old", ".Old.2019"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / "box" / folder / part).mkdir(parents=True)
            number += 1
            (tmp_path / "box" / folder / part / f"17{number}.M1.host:2,S").write_bytes(letter(number))
    said = deskbell("import", "maildir", tmp_path / "box", *HERE, "--json")
    assert said.objects()[0]["seen"] == 6, "what lies in tmp is not delivered yet"


def test_one_bad_file_stops_nothing(deskbell: Command, tmp_path: Path) -> None:
    folder = tmp_path / "letters" / "deeper"
    folder.mkdir(parents=True)
    (folder / "1.eml").write_bytes(letter(1))
    (folder / "2.eml").symlink_to(folder / "gone")
    (folder / "3.eml").touch()
    (folder / "4.EML").write_bytes(letter(4))
    (folder / "5.eml").write_bytes(bytes(range(256)) * 40)
    (folder / "notes.txt").write_bytes(letter(6))
    said = deskbell("import", "eml", tmp_path / "letters", *HERE, "--json")
    assert said.code == 1
    assert said.err.splitlines() == [
        f"deskbell: {folder / '2.eml'} could not be read: No such file or directory.",
        f"deskbell: {folder / '3.eml'} is empty; it was left out.",
    ]
    assert said.objects()[0].items() >= {"seen": 3, "new": 3, "filed": 3, "refused": 2}.items()


def test_a_folder_of_outlook_files(deskbell: Command, tmp_path: Path) -> None:
    folder = tmp_path / "outlook" / "deeper"
    folder.mkdir(parents=True)
    sender = {0x0042: "Li Na", 0x5D02: "li.na@mail.example", 0x0039: datetime(2026, 3, 2, 9, 0, tzinfo=UTC)}
    bill = attachment({0x3701: b"%PDF-1.7 bill", 0x3707: "Rechnung.pdf", 0x370E: "application/pdf"})
    asked = {**sender, 0x0037: "Bill", 0x1000: "Here it is.", 0x1035: "<asked@mail.example>"}
    answer = {
        **sender,
        0x0037: "Re: Bill",
        0x1000: "Again.",
        0x1035: "<again@mail.example>",
        0x1042: "<asked@mail.example>",
    }
    (folder / "1.msg").write_bytes(compound_file(item(asked, [], [bill])))
    (folder / "2.MSG").write_bytes(compound_file(item(answer)))
    (folder / "3.msg").write_bytes(letter(3))
    (folder / "4.msg").write_bytes(compound_file({"WordDocument": b"a text, no mail"}))
    said = deskbell("import", "msg", tmp_path / "outlook", *HERE, "--json")
    assert said.err.splitlines() == [f"deskbell: {folder / '3.msg'} is not a mail of Outlook; it was left out."]
    assert said.objects()[0].items() >= {"seen": 3, "new": 3, "filed": 3, "refused": 1}.items()
    again = deskbell("import", "msg", folder, *HERE, "--json")
    assert again.objects()[0].items() >= {"seen": 3, "new": 0, "filed": 0}.items()
    with opened(tmp_path) as desk, desk.reading() as session:
        rows = session.connection.execute(
            select(message.c.ticket_id, message.c.text, message.c.at).order_by(message.c.id)
        )
        (first, *asked_row), (second, *answer_row), (unread, *_) = rows.all()
        assert first == second != unread
        assert [asked_row, answer_row] == [["Here it is.", sender[0x0039]], ["Again.", sender[0x0039]]]
        names = (
            session.connection.execute(select(attachment_table.c.name).order_by(attachment_table.c.id)).scalars().all()
        )
        assert names == ["Rechnung.pdf", "original.eml"]


def test_a_very_large_mail(deskbell: Command, tmp_path: Path) -> None:
    content = os.urandom(45 << 20)
    mail = email.message.EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "li.na@mail.example", "Film", "<film@mail.example>"
    mail.set_content("The film.")
    mail.add_attachment(content, maintype="video", subtype="mp4", filename="film.mp4")
    (tmp_path / "film.eml").write_bytes(mail.as_bytes())
    assert (tmp_path / "film.eml").stat().st_size > 60_000_000
    said = deskbell("import", "eml", tmp_path / "film.eml", *HERE)
    assert (said.code, said.err) == (0, "")
    with opened(tmp_path) as desk, desk.reading() as session:
        assert texts(session) == ["The film."]
        file = session.connection.execute(select(attachment_table)).one()
        assert (file.name, file.size) == ("film.mp4", len(content))
        assert blobs.read(session, file.blob_id) == content


def test_a_mail_beyond_all_measure(deskbell: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from deskbell.jobs import mail_sources

    monkeypatch.setattr(mail_sources, "LARGEST_BYTES", 1 << 20)
    box = tmp_path / "mails"
    box.write_bytes(b"".join(SEPARATOR + letter(n, "x" * (n == 2) * 2_000_000) + b"\n" for n in (1, 2, 3)))
    (tmp_path / "2.eml").write_bytes(letter(2, "x" * 2_000_000))
    said = deskbell("import", "mbox", box, *HERE, "--json")
    assert said.code == 1
    assert said.sentence() == f"{box} (2) is larger than 1 MB; it was left out."
    assert said.objects()[0].items() >= {"seen": 2, "filed": 2}.items()
    assert deskbell("import", "eml", tmp_path / "2.eml", *HERE).code == 1


def test_an_unknown_mailbox_is_not_made_by_chance(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(letter(1))
    deskbell("import", "eml", tmp_path / "1.eml", *HERE)
    said = deskbell("import", "eml", tmp_path / "1.eml", "--mailbox", "Suport")
    assert said.code == 1
    assert said.sentence().startswith("There is no mailbox “Suport”; there are: Support.")
    said = deskbell("import", "eml", tmp_path / "1.eml", "--mailbox", "Sales", "--create", "sales")
    assert (said.code, said.sentence()) == (1, "“sales” is not a mail address.")


@pytest.mark.parametrize("status", ["open", "solved", "closed"])
def test_the_tickets_get_the_status_that_was_asked_for(deskbell: Command, tmp_path: Path, status: str) -> None:
    (tmp_path / "1.eml").write_bytes(letter(1))
    deskbell("import", "eml", tmp_path / "1.eml", *HERE, "--status", status)
    view = "open" if status == "open" else "done"
    (row,) = deskbell("ticket", "list", "--view", view, "--json").objects()
    assert deskbell("ticket", "list", "--view", view).out.split()[1] == status
    assert row["created_at"].startswith("2026-03-02T09:00")


def fill_box(folder: Path, count: int) -> tuple[Path, list[str]]:
    """An mbox file of so many different mails, and their Message-IDs."""
    contents = list(mails(count, seed=3))
    box = folder / "mails"
    box.write_bytes(b"".join(SEPARATOR + content.replace(b"\r\n", b"\n") + b"\n" for content in contents))
    return box, [email.message_from_bytes(content)["Message-ID"].strip("<>") for content in contents]


def check_each_once(tmp_path: Path, ids: list[str]) -> None:
    with opened(tmp_path) as desk, desk.reading() as session:
        found = session.connection.execute(select(message.c.message_id)).scalars().all()
        assert sorted(found) == sorted(ids)
        assert session.connection.execute(select(func.sum(ticket.c.messages))).scalar_one() == len(ids)


# What a terminal shows while mails are kept and filed.
SOME_READ = re.compile(rb"[1-9]\d* mails read")
SOME_FILED = re.compile(rb"[1-9]\d* filed")


@pytest.mark.parametrize("killed_after", [SOME_READ, SOME_FILED], ids=["read", "filed"])
def test_killed_and_begun_again(tmp_path: Path, killed_after: re.Pattern[bytes]) -> None:
    import pty

    box, ids = fill_box(tmp_path, 500)
    command = ["import", "mbox", str(box), *HERE, "--data", str(tmp_path / "data")]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *command], env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        said = b""
        while not killed_after.search(said):
            said += os.read(ours, 1000)
        process.kill()
    os.close(ours)
    assert in_child(*command).returncode == 0
    check_each_once(tmp_path, ids)


@pytest.mark.usefixtures("nothing_there")
def test_beside_a_worker_that_runs(tmp_path: Path) -> None:
    box, ids = fill_box(tmp_path, 250)
    data = tmp_path / "data"
    in_child("db", "upgrade", "--data", data)
    with subprocess.Popen(
        [*PROGRAM, "worker", "--supervised", "--data", str(data)], env=ENVIRONMENT, stdin=subprocess.PIPE
    ) as worker:
        done = in_child("import", "mbox", box, *HERE, "--data", data)
        assert (done.returncode, done.stderr) == (0, "")
        check_each_once(tmp_path, ids)
        assert worker.poll() is None
        assert worker.stdin is not None
        worker.stdin.close()
    assert worker.returncode == 0


def test_mails_are_added_to_a_ticket(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(letter(1, "It is late."))
    deskbell("import", "eml", tmp_path / "1.eml", *HERE)
    (tmp_path / "2.eml").write_bytes(letter(2, "Another letter."))
    said = deskbell("import", "auto", tmp_path / "2.eml", "--mailbox", "Support", "--ticket", "1")
    assert said.code == 0
    assert "1 new, 1 filed, 0 new tickets" in said.out
    with opened(tmp_path) as desk, desk.reading() as session:
        assert session.connection.execute(select(message.c.ticket_id)).scalars().all() == [1, 1]
        assert texts(session) == ["It is late.", "Another letter."]


def test_a_ticket_that_is_not_there_gets_nothing(deskbell: Command, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(letter(1))
    said = deskbell("import", "eml", tmp_path / "1.eml", *HERE, "--ticket", "7")
    assert said.code == 1
    assert "7" in said.sentence()
    with opened(tmp_path) as desk, desk.reading() as session:
        assert kept(session) == []
