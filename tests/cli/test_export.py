"""`deskbell ticket export`: what came and went is written byte for byte, and comes in again as it was."""

import email
from contextlib import closing
from email import policy
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from sqlalchemy import select

from cli.conftest import Command
from deskbell.actions.dispatch import perform
from deskbell.mail.mbox import read_mbox
from deskbell.model.commands import AddNote, SaveAgent, SendReply
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries import mailboxes
from deskbell.store.tables import outbox, ticket
from mail.outlook import attachment, compound_file, item

FIRST = (
    b"Received: from a by b\r\nFrom: Li Na <li.na@mail.example>\r\nTo: support@desk.example\r\nSubject: Order\r\n"
    b"Message-ID: <first@mail.example>\r\nDate: Mon, 02 Mar 2026 09:00:00 +0000\r\n\r\nFrom here on:\r\n>From there\r\n"
)


@pytest.fixture
def number(deskbell: Command, tmp_path: Path) -> int:
    """A ticket with a customer's mail, our answer and a note."""
    (tmp_path / "first.eml").write_bytes(FIRST)
    deskbell("import", "eml", tmp_path / "first.eml", "--mailbox", "Support", "--create", "support@desk.example")
    with closing(opened(tmp_path)) as desk:
        with desk.reading() as session:
            number: int = session.connection.execute(select(ticket.c.id)).scalar_one()
        ona = perform(desk, SaveAgent(agent_id=None, id=0, name="Ona", email="ona@desk.example"))
        assert ona is not None
        mailbox = desk.read(mailboxes.rows)[0].id
        reply = SendReply(agent_id=ona, ticket_id=number, kind=ReplyKind.REPLY, mailbox_id=mailbox,
                          to=(Mailbox("Li Na", "li.na@mail.example"),), text="It is on its way.", undo_seconds=0)  # fmt: skip
        perform(desk, reply)
        perform(desk, AddNote(agent_id=ona, ticket_id=number, text="She is right."))
    return number


def opened(tmp_path: Path) -> Desk:
    return open_desk(f"sqlite:///{tmp_path / 'data' / 'desk.db'}", make=False)


def sent(tmp_path: Path) -> bytes:
    """The bytes that our answer was frozen as."""
    with closing(opened(tmp_path)) as desk, desk.reading() as session:
        return blobs.read(session, session.connection.execute(select(outbox.c.blob_id)).scalar_one())


def test_eml_files_are_what_came_and_went(deskbell: Command, tmp_path: Path, number: int) -> None:
    said = deskbell("ticket", "export", number, "--to", tmp_path / "out")
    assert (said.code, said.out) == (0, f"2 mails of ticket {number} written to {tmp_path / 'out'}.\n")
    files = sorted((tmp_path / "out").iterdir())
    assert [file.read_bytes() for file in files] == [FIRST, sent(tmp_path)]
    assert files[0].name == "001 2026-03-02 0900 in.eml"
    assert files[1].name.endswith(" out.eml")


def test_an_mbox_file_gives_the_same_bytes_again(deskbell: Command, tmp_path: Path, number: int) -> None:
    box = tmp_path / "ticket.mbox"
    assert deskbell("ticket", "export", number, "--format", "mbox", "--to", box).code == 0
    with box.open("rb") as stream:
        assert list(read_mbox(stream)) == [FIRST, sent(tmp_path)]
    again = deskbell("import", "mbox", box, "--mailbox", "Support", "--json").objects()[0]
    assert again.items() >= {"seen": 2, "new": 1}.items(), "what came is known, what went out has no raw mail yet"


def test_notes_only_when_asked(deskbell: Command, tmp_path: Path, number: int) -> None:
    said = deskbell("ticket", "export", number, "--notes", "--to", tmp_path / "out")
    assert said.out.startswith("3 mails")
    (file,) = (tmp_path / "out").glob("* note.eml")
    read = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["From"], read.get_content().strip()) == ("Ona <ona@desk.example>", "She is right.")


def test_a_pdf(deskbell: Command, tmp_path: Path, number: int) -> None:
    paper = tmp_path / "ticket.pdf"
    before = QGuiApplication.instance()
    assert deskbell("ticket", "export", number, "--format", "pdf", "--to", paper).code == 0
    assert QGuiApplication.instance() is before
    assert paper.read_bytes().startswith(b"%PDF-")
    assert deskbell("ticket", "export", number, "--format", "pdf", "--to", paper).code == 1


@pytest.mark.parametrize("form", ["eml", "mbox"])
def test_nothing_is_written_over(deskbell: Command, tmp_path: Path, number: int, form: str) -> None:
    words = ["ticket", "export", number, "--format", form, "--to", tmp_path / "out"]
    assert deskbell(*words).code == 0
    again = deskbell(*words)
    assert (again.code, "is there already" in again.sentence()) == (1, True)


def test_a_ticket_or_a_place_that_is_not_there(deskbell: Command, tmp_path: Path, number: int) -> None:
    said = deskbell("ticket", "export", 999_999, "--to", tmp_path / "out")
    assert (said.code, said.sentence()) == (1, "There is no ticket #999999.")
    assert not (tmp_path / "out").exists()
    said = deskbell("ticket", "export", number, "--format", "mbox", "--to", tmp_path / "none" / "box")
    assert said.code == 1
    assert "could not be written" in said.sentence()


def test_an_outlook_file_comes_out_as_a_mail(deskbell: Command, tmp_path: Path, number: int) -> None:
    bill = attachment({0x3701: b"%PDF-1.7 bill", 0x3707: "Rechnung.pdf", 0x370E: "application/pdf"})
    sender = {
        0x0042: "Jonas",
        0x5D02: "jonas@mail.example",
        0x0037: "Grüße",
        0x1000: "Hier.",
        0x1035: "<j@mail.example>",
    }
    (tmp_path / "one.msg").write_bytes(compound_file(item(sender, [], [bill])))
    deskbell("import", "msg", tmp_path / "one.msg", "--mailbox", "Support")
    with closing(opened(tmp_path)) as desk, desk.reading() as session:
        newest = session.connection.execute(select(ticket.c.id).order_by(ticket.c.id.desc())).scalars().first()
    assert deskbell("ticket", "export", newest, "--to", tmp_path / "out").code == 0
    (file,) = (tmp_path / "out").iterdir()
    read = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (read["Subject"], read["From"], read["Message-ID"]) == (
        "Grüße",
        "Jonas <jonas@mail.example>",
        "<j@mail.example>",
    )
    assert [part.get_filename() for part in read.iter_attachments()] == ["Rechnung.pdf"]
