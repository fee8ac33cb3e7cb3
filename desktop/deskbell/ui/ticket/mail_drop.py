"""Mails that are let go on an open ticket, as files or as another mail program carries them: they are added to it, or become tickets."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from deskbell.mail.mail_files import ONE_MAIL
from deskbell.model.rows import TicketRow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.opened_folder import OpenedFolder
from deskbell.ui.ticket.promised_files import Promised, mails_in, promises_mail, write_down
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.file_drop import DropHint, files_in

translate = QCoreApplication.translate

_ADD, _NEW = "add", "new"


class MailDrop(QObject):
    """Asks what is to become of mails that are let go over `page`, which shows the ticket that `row` gives; other files it leaves alone.

    Signals:
        add_wanted(TicketRow, tuple): these files (`Path`) are to be added to this ticket.
        new_wanted(TicketRow, tuple): they are to become tickets of their own, where that one lies.
        failed(Exception): what another program carries could not be written down.
    """

    add_wanted = Signal(object, object)
    new_wanted = Signal(object, object)
    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, row: Callable[[], TicketRow | None], page: QWidget) -> None:
        super().__init__(page)
        self._theme = theme
        self._runner = runner
        self._row = row
        self._page = page
        self._number = 0
        self._folder = OpenedFolder()
        self._hint = DropHint(
            theme, self.tr("Drop the mail here to add it to this ticket, or to make a ticket of it"), page
        )

    def come(self, event: QDropEvent) -> None:
        """Something is carried over the page; taken is what holds mails."""
        data = event.mimeData()
        if _mails(files_in(data)) or promises_mail(data):
            self._take(event)
            self._hint.cover()

    def leave(self) -> None:
        """It is carried on."""
        self._hint.hide()

    def let_go(self, event: QDropEvent) -> None:
        """It is let go, over the ticket that is open."""
        self._hint.hide()
        data, at = event.mimeData(), self._page.mapToGlobal(event.position().toPoint())
        files = _mails(files_in(data))
        promised = () if files else mails_in(data)
        row = self._row()
        if row is None or not (files or promised):
            return
        self._take(event)
        # The other program waits until the drop has been dealt with.
        if files:
            QTimer.singleShot(0, self, partial(self._ask, row, at, files))
        else:
            QTimer.singleShot(0, self, partial(self._write_down, row, at, promised))

    @staticmethod
    def _take(event: QDropEvent) -> None:
        # Copied, whatever the other program proposes: of what is moved it would take its own away.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _write_down(self, row: TicketRow, at: QPoint, promised: Sequence[Promised]) -> None:
        if not self._number:
            # Not with the window: the import may have only begun.
            application = QCoreApplication.instance()
            assert application is not None
            application.aboutToQuit.connect(partial(OpenedFolder.close, self._folder))
        self._number += 1
        folder = partial(self._folder.place, f"dropped-{self._number}")
        done = partial(self._ask, row, at)
        self._runner.ask(write_down, promised, folder, done=done, failed=self.failed.emit, owner=self)

    def _ask(self, row: TicketRow, at: QPoint, files: tuple[Path, ...]) -> None:
        asked = ChoiceList(self._theme, drop_choices(row.id, len(files)), parent=self._page)
        wanted = {_ADD: self.add_wanted, _NEW: self.new_wanted}
        asked.chosen.connect(lambda what: wanted[what].emit(row, files))
        asked.open_at(at, self._page)


def drop_choices(ticket_id: int, many: int) -> list[Choice]:
    """What can become of so many mails that are let go on a ticket."""
    new = translate("mail_drop", "New ticket") if many == 1 else translate("mail_drop", "New tickets")
    return [
        Choice(_ADD, translate("mail_drop", "Add to #%1").replace("%1", str(ticket_id)), Icon.DOWNLOAD),
        Choice(_NEW, new, Icon.PLUS),
    ]


def _mails(files: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(file for file in files if file.suffix.lower() in ONE_MAIL)
