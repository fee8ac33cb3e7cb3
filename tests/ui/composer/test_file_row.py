"""How much the files of a mail are together, and whether that is more than its server takes."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.file_row import FileRow
from deskbell.ui.theme.source import ThemeSource
from ui.composer.composing import Make, words
from ui.ticket.rows import BILLING, STATE, SUPPORT
from ui.ticket.stand import Stand

MB = 1_000_000


def of(*sizes: int) -> Composed:
    files = tuple(
        OutboundAttachment(f"{number}.bin", "application/octet-stream", bytes(size))
        for number, size in enumerate(sizes)
    )
    return Composed(ReplyKind.REPLY, mailbox_id=BILLING.id, files=files)


@pytest.mark.parametrize(
    ("sizes", "limit", "said"),
    [
        ((), 0, ""),
        ((3 * MB,), 0, ""),
        ((3 * MB, 1 * MB), 0, "4.0 MB together"),
        ((21 * MB,), 0, "21.0 MB together: many mail servers refuse more than 20.0 MB."),
        ((3 * MB, 4 * MB), 10 * MB, "7.0 MB together"),
        (
            (3 * MB, 5 * MB),
            10 * MB,
            "8.0 MB together: smtp.example.com takes about 7.3 MB of files. Take some off, or send a link to them.",
        ),
        ((21 * MB,), 40 * MB, "21.0 MB together: many mail servers refuse more than 20.0 MB."),
    ],
)
def test_what_is_said(qtbot: QtBot, theme: ThemeSource, sizes: tuple[int, ...], limit: int, said: str) -> None:
    row = FileRow(theme)
    qtbot.addWidget(row)
    row.ask_mailbox({BILLING.id: replace(BILLING, smtp_limit=limit)}.get)
    row.show_files(of(*sizes))
    assert row.isHidden() is (not sizes)
    row.show()
    assert words(row) == said


def test_another_sender_has_another_limit(qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path) -> None:
    stand.desk.state = replace(STATE, mailboxes=(replace(BILLING, smtp_limit=1 * MB), SUPPORT))
    (tmp_path / "film.mp4").write_bytes(bytes(2 * MB))
    composer = make()
    composer.begin(ReplyKind.REPLY)
    composer.attach((tmp_path / "film.mp4",))
    qtbot.waitUntil(lambda: bool(words(composer.files)))
    assert "smtp.example.com takes about" in words(composer.files)
    composer.sender_button.chosen.emit(SUPPORT.id)
    assert words(composer.files) == ""
    composer.sender_button.chosen.emit(BILLING.id)
    assert "smtp.example.com takes about" in words(composer.files)


def test_larger_letters_have_room(qtbot: QtBot, theme: ThemeSource) -> None:
    row = FileRow(theme)
    qtbot.addWidget(row)
    row.resize(900, 60)
    row.show_files(of(1000))
    row.show()
    theme.choose("light", 200)
    (box,) = row._boxes
    assert row._host.height() >= box.sizeHint().height()
