"""A mail that is let go on an open ticket: added to it, or shown in the import, whether it comes as a file or out of a mail program's list."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QMimeData, QPoint
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cli.test_import import letter
from deskbell.model.kinds import Status
from deskbell.model.places import Places
from deskbell.model.rows import TicketRow
from deskbell.store.opening import open_desk
from deskbell.store.queries import ticket
from deskbell.ui.importing.imports import ImportAsked, ImportState
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.file_drop import DropHint
from ui.importing.test_dropped import Window, carrying
from ui.importing.test_dropped import hand as hand  # noqa: PLC0414  a fixture
from ui.importing.test_dropped import mail as mail  # noqa: PLC0414

AT = QPoint(300, 200)
Take = Callable[[str], None]


@pytest.fixture
def row(hand: Window, qtbot: QtBot) -> TicketRow:
    """The ticket that is open."""
    qtbot.waitUntil(lambda: hand.window.inbox.tickets.model.ticket(0) is not None)
    first = hand.window.inbox.tickets.model.ticket(0)
    assert first is not None
    with qtbot.waitSignal(hand.window.pane.shown, check_params_cb=lambda number: number == first.id):
        hand.window.open_ticket(first.id)
    return first


@pytest.fixture
def started(hand: Window, monkeypatch: pytest.MonkeyPatch) -> list[ImportAsked]:
    """What would be taken in."""
    asked: list[ImportAsked] = []
    monkeypatch.setattr(hand.imports, "start", asked.append)
    return asked


@pytest.fixture
def take(hand: Window, qtbot: QtBot) -> Take:
    def choose(beginning: str) -> None:
        def there() -> list[ChoiceList]:
            return [one for one in hand.window.findChildren(ChoiceList) if one.isVisible()]

        qtbot.waitUntil(lambda: bool(there()))
        (asked,) = there()
        items = [asked._list.item(number) for number in range(asked._list.count())]
        asked._choose(next(item for item in items if item.text().startswith(beginning)))

    return choose


def test_it_is_added_to_the_ticket(
    hand: Window, row: TicketRow, started: list[ImportAsked], take: Take, mail: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.7")
    assert hand.drop(hand.window.pane.page, AT, carrying(mail, tmp_path / "notes.pdf"))
    take(f"Add to #{row.id}")
    (asked,) = started
    box = hand.stage.desk.mailbox(row.mailbox_id)
    assert box is not None
    assert asked == ImportAsked((mail,), box.id, box.address, Status.OPEN, row.id)


def test_or_it_becomes_a_ticket_of_its_own(hand: Window, row: TicketRow, take: Take, qtbot: QtBot, mail: Path) -> None:
    assert hand.drop(hand.window.pane.page, AT, carrying(mail))
    take("New ticket")
    (dialog,) = hand.dialogs()
    assert dialog.choose.mailbox.currentData()[0] == row.mailbox_id
    qtbot.waitUntil(lambda: dialog.choose.asked() is not None)
    dialog.close()


def test_a_promised_mail_is_written_down_and_added(
    hand: Window, row: TicketRow, started: list[ImportAsked], take: Take
) -> None:
    data = QMimeData()
    data.setData("message/rfc822", QByteArray(letter(1)))
    assert hand.drop(hand.window.pane.page, AT, data)
    take("Add to")
    (asked,) = started
    assert [path.read_bytes() for path in asked.paths] == [letter(1)]
    assert asked.ticket_id == row.id


@pytest.mark.parametrize("name", ["notes.pdf", "picture.png"])
def test_other_files_are_left_alone(hand: Window, row: TicketRow, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert row.id
    assert not hand.over(hand.window.pane.page, AT, carrying(tmp_path / name))


def test_it_is_said_what_would_come_of_it(hand: Window, row: TicketRow, mail: Path) -> None:
    assert row.id
    page = hand.window.pane.page
    assert hand.over(page, AT, carrying(mail))
    (hint,) = page.findChildren(DropHint)
    assert hint.isVisible()
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert not hint.isVisible()


def test_what_came_of_it_is_told_and_put_away(
    hand: Window, row: TicketRow, places: Places, qtbot: QtBot, tmp_path: Path
) -> None:
    """In the desk of the process beside the window, which has one ticket."""
    files = [tmp_path / f"{number}.eml" for number in (1, 2)]
    for number, file in enumerate(files, 1):
        file.write_bytes(letter(number))
    with qtbot.waitSignal(hand.imports.over, timeout=60_000):
        hand.imports.start(ImportAsked((files[0],), 1, "support@desk.example", Status.OPEN))
    hand.imports.put_away()
    desk = hand.stage.desk
    first = replace(desk.mailboxes[0], address="support@desk.example")
    desk.state = replace(desk.state, mailboxes=(first, *desk.mailboxes[1:]))
    there = replace(row, id=1, mailbox_id=first.id)
    importing = hand.window.importing
    for words in ("A mail was added to #1.", "That is on this desk already."):
        with qtbot.waitSignal(hand.imports.over, timeout=60_000):
            importing.add(there, [files[1]])
        assert words in hand.toasts()
        assert hand.imports.state is ImportState.IDLE
    with closing(open_desk(places.database)) as beside:
        found = beside.read(ticket.detail, 1)
        assert found is not None
        assert len(found.messages) == 2
    with qtbot.waitSignal(hand.imports.over, timeout=60_000):
        importing.add(replace(there, id=99), [files[1]])
    assert "Not all of it could be added to #99." in hand.toasts()
