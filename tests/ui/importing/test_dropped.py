"""Mail that is dropped in the window as files: shown in the import, for the mailbox of where it was dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from cli.test_import import SEPARATOR, letter
from deskbell.model.kinds import Role, Status
from deskbell.model.views import View, ViewKind
from deskbell.ui.importing.dialog import ImportDialog
from deskbell.ui.importing.imports import ImportAsked, Imports, ImportState
from deskbell.ui.inbox.views_model import ENTRY
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.widgets.file_drop import DropHint
from deskbell.ui.widgets.toast import Toast

KEYS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


class Window:
    """The window, and a mouse that carries something."""

    def __init__(self, stage: Stage, imports: Imports) -> None:
        self.stage, self.imports = stage, imports
        around = (stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
        self.window = MainWindow(*around, imports=lambda: imports)

    def over(self, widget: QWidget, at: QPoint, data: QMimeData) -> bool:
        """Come in over a widget; whether it would take what is carried."""
        event = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, *KEYS)
        QApplication.sendEvent(widget, event)
        return event.isAccepted()

    def drop(self, widget: QWidget, at: QPoint, data: QMimeData) -> bool:
        if not self.over(widget, at, data):
            return False
        QApplication.sendEvent(widget, QDragMoveEvent(at, Qt.DropAction.CopyAction, data, *KEYS))
        event = QDropEvent(QPointF(at), Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, data, *KEYS)
        event.setDropAction(Qt.DropAction.MoveAction)
        QApplication.sendEvent(widget, event)
        assert event.dropAction() is Qt.DropAction.CopyAction, "the file stays where it is"
        return event.isAccepted()

    def drop_on_tickets(self, data: QMimeData) -> bool:
        return self.drop(self.window.inbox.tickets, QPoint(40, 90), data)

    def dialogs(self) -> list[ImportDialog]:
        return [one for one in self.window.findChildren(ImportDialog) if one.isVisible()]

    def toasts(self) -> list[str]:
        return [toast.accessibleName() for toast in self.window.findChildren(Toast)]


@pytest.fixture
def hand(stage: Stage, imports: Imports, qtbot: QtBot) -> Iterator[Window]:
    made = Window(stage, imports)
    made.window.show()
    with qtbot.waitSignal(made.window.inbox.views.read):
        made.window.begin()
    assert made.window.pane is not None
    yield made
    made.window.close()
    delete(made.window)


def carrying(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "letter.eml"
    path.write_bytes(letter(1))
    return path


def test_mails_on_the_ticket_list_are_shown_in_the_import_as_work_to_be_done(
    hand: Window, qtbot: QtBot, mail: Path, tmp_path: Path
) -> None:
    box = tmp_path / "box"
    box.write_bytes(SEPARATOR + letter(2) + b"\n")
    nothing = tmp_path / "notes.pdf"
    nothing.write_bytes(b"%PDF-1.7")
    assert hand.drop_on_tickets(carrying(mail, box, nothing))
    (dialog,) = hand.dialogs()
    qtbot.waitUntil(lambda: dialog.choose.asked() is not None)
    asked = dialog.choose.asked()
    assert asked is not None
    assert asked.paths == (mail, box)
    assert asked.status is Status.OPEN
    assert dialog.choose.chosen.names() == ("notes.pdf", "letter.eml", "box"), "what is left out is said first"
    dialog.close()


def test_on_a_mailbox_they_are_for_that(hand: Window, qtbot: QtBot, mail: Path) -> None:
    for mailbox in hand.stage.desk.mailboxes:
        hand.window.inbox.go_to_view(View(ViewKind.MAILBOX, mailbox.id))
        assert hand.drop_on_tickets(carrying(mail))
        (dialog,) = hand.dialogs()
        assert dialog.choose.mailbox.currentData() == (mailbox.id, mailbox.address)
        qtbot.waitUntil(lambda dialog=dialog: dialog.choose.asked() is not None)
        dialog.close()


def test_on_the_list_of_views_too(hand: Window, qtbot: QtBot, mail: Path) -> None:
    got: list[tuple[View | None, tuple[Path, ...]]] = []
    hand.window.inbox.files_dropped.connect(lambda view, files: got.append((view, files)))
    entries = hand.window.inbox.views._list
    model = hand.window.inbox.views.model
    last = hand.stage.desk.mailboxes[-1]
    wanted = View(ViewKind.MAILBOX, last.id)
    index = next(
        model.index(number, 0)
        for number in range(model.rowCount())
        if getattr(model.index(number, 0).data(ENTRY), "view", None) == wanted
    )
    entries.scrollTo(index)
    assert hand.drop(entries.viewport(), entries.visualRect(index).center(), carrying(mail))
    assert got == [(wanted, (mail,))]
    (dialog,) = hand.dialogs()
    assert dialog.choose.mailbox.currentData() == (last.id, last.address)
    qtbot.waitUntil(lambda: dialog.choose.asked() is not None)
    dialog.close()


def test_what_is_no_file_is_not_taken(hand: Window) -> None:
    promised = QMimeData()
    promised.setUrls([QUrl("imap://desk@mail.example/INBOX;UID=7")])
    words = QMimeData()
    words.setText("words")
    for data in (promised, words):
        assert not hand.over(hand.window.inbox.tickets, QPoint(40, 90), data)
        assert not hand.over(hand.window.inbox.views._list.viewport(), QPoint(20, 20), data)


def test_it_is_said_where_the_files_would_go(hand: Window, mail: Path) -> None:
    tickets = hand.window.inbox.tickets
    assert hand.over(tickets, QPoint(40, 90), carrying(mail))
    hint = tickets.findChild(DropHint)
    assert hint is not None
    assert hint.isVisible()
    assert hint.accessibleName() == "Drop mails here to take them in as tickets"
    QApplication.sendEvent(tickets, QDragLeaveEvent())
    assert not hint.isVisible()


def test_a_computer_without_the_worker_says_so(hand: Window, mail: Path) -> None:
    desk = hand.stage.desk
    desk.state = replace(desk.state, office=True, me=replace(desk.me, role=Role.AGENT))
    assert hand.drop_on_tickets(carrying(mail))
    assert hand.dialogs() == []
    assert hand.toasts() == [
        "Mail from files is taken in where this office's mail is fetched, and this computer does not do that. An administrator can take it in there."
    ]


def test_while_an_import_is_under_way_it_is_shown_and_nothing_is_mixed(
    hand: Window, qtbot: QtBot, mail: Path, tmp_path: Path
) -> None:
    (tmp_path / "box").write_bytes(SEPARATOR + letter(1) + b"\n")
    hand.imports.start(ImportAsked((tmp_path / "box",), 1, "support@desk.example", Status.SOLVED))
    assert hand.drop_on_tickets(carrying(mail))
    (dialog,) = hand.dialogs()
    assert "Mail is being taken in. Drop the files again when that is done." in hand.toasts()
    dialog.close()
    with qtbot.waitSignal(hand.imports.over, timeout=60_000):
        pass
    assert hand.drop_on_tickets(carrying(mail))
    assert hand.imports.state is ImportState.OVER, "what came of it has not been seen"
    (dialog,) = hand.dialogs()
    assert hand.drop_on_tickets(carrying(mail))
    assert hand.imports.state is ImportState.IDLE
    qtbot.waitUntil(lambda: dialog.choose.asked() is not None)
    dialog.close()
