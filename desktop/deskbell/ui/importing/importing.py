"""The import in the main window: its dialog, its sign in the rail, the word when it is over, and the question at the end."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from deskbell.model.kinds import Status
from deskbell.model.rows import TicketRow
from deskbell.model.views import View, ViewKind
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.importing.imports import ImportAsked, Imports, ImportState
from deskbell.ui.importing.rail_sign import ImportSign
from deskbell.ui.prompts import Prompts
from deskbell.ui.rail import Rail
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.toast import Toasts

_READING_SECONDS = 12.0


class Importing(QObject):
    """Opens the dialog, and watches over the import while it is closed.

    Signals:
        view_wanted(View): the person wants to see the tickets that came of it.
    """

    view_wanted = Signal(object)

    def __init__(
        self, theme: ThemeSource, imports: Imports, desk: DeskNow, rail: Rail, toasts: Toasts, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._imports = imports
        self._desk = desk
        self._toasts = toasts
        self._window = window
        self._dialog: QWidget | None = None
        sign = ImportSign(theme, imports, rail)
        sign.clicked.connect(self.open)
        rail.add_sign(sign)
        imports.over.connect(self._tell)

    def open(self) -> None:
        """Show the dialog: to choose, or as far as it is."""
        from deskbell.ui.importing.dialog import ImportDialog

        if self._dialog is None or not isValid(self._dialog) or not self._dialog.isVisible():
            dialog = ImportDialog(self._theme, self._imports, self._desk, parent=self._window)
            dialog.show_wanted.connect(self._show)
            self._dialog = dialog
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def take(self, view: View | None, files: Sequence[Path]) -> None:
        """These were dropped in the window, on a view or its tickets: show them in the dialog, for the mailbox of that view, as work to be done."""
        from deskbell.ui.importing.dialog import ImportDialog

        if not self._may():
            return
        if self._looked_at() and not self._imports.running:
            self._imports.put_away()
        self.open()
        if self._imports.running:
            self._say(self.tr("Mail is being taken in. Drop the files again when that is done."))
        elif self._imports.state is ImportState.OVER:
            self._say(self.tr("This is what came of the last import. Drop the files again when you have seen it."))
        elif isinstance(self._dialog, ImportDialog):
            mailbox_id = view.of if view is not None and view.kind is ViewKind.MAILBOX else 0
            self._dialog.choose.propose(mailbox_id, Status.OPEN)
            self._dialog.choose.take(files)

    def add(self, row: TicketRow, files: Sequence[Path]) -> None:
        """Add these mails to a ticket."""
        box = self._desk.mailbox(row.mailbox_id)
        if not self._may() or box is None:
            return
        if self._imports.running:
            self._say(self.tr("Mail is being taken in. Drop the files again when that is done."))
        elif self._imports.state is ImportState.OVER:
            self._say(self.tr("This is what came of the last import. Drop the files again when you have seen it."))
            self.open()
        else:
            self._imports.start(ImportAsked(tuple(files), box.id, box.address, Status.OPEN, row.id))

    def may_close(self, prompts: Prompts) -> bool:
        """Whether the window may close: with an import under way the person says. Not where the whole session ends: that waits for nobody."""
        application = QGuiApplication.instance()
        session_ends = isinstance(application, QGuiApplication) and application.isSavingSession()
        return (
            not self._imports.running
            or session_ends
            or prompts.sure(
                self.tr("End the import and close?"),
                self.tr("Mail is still being taken in. What is in stays, and the same import goes on later."),
                self.tr("End it and close"),
            )
        )

    def cut_off(self) -> None:
        """The window closes."""
        self._imports.cut_off()

    def _tell(self) -> None:
        """Nobody looks: say so beside the rest."""
        if self._looked_at():
            return
        asked = self._imports.asked
        if asked is not None and asked.ticket_id:
            self._tell_added(asked)
            return
        open_: Callable[[], None] = self.open
        words = self.tr("The import is done.") if self._whole() else self.tr("The import ended before it was through.")
        self._toasts.say(words, open_, word=self.tr("See what came of it"), seconds=_READING_SECONDS)

    def _tell_added(self, asked: ImportAsked) -> None:
        """What became of mails that were let go on a ticket: with that they are dealt with, but for what went wrong."""
        end, failed, number = self._imports.end, self._imports.failed, str(asked.ticket_id)
        if failed is not None or self._imports.left_out or end is None or end.waiting:
            open_: Callable[[], None] = self.open
            words = self.tr("Not all of it could be added to #%1.").replace("%1", number)
            self._toasts.say(words, open_, word=self.tr("See what came of it"), seconds=_READING_SECONDS)
            return
        self._imports.put_away()
        if not end.new:
            self._say(self.tr("That is on this desk already."))
        elif end.new == 1:
            self._say(self.tr("A mail was added to #%1.").replace("%1", number))
        else:
            self._say(self.tr("%n mails were added to #%1.", None, end.new).replace("%1", number))

    def _may(self) -> bool:
        if not self._desk.runs_worker:
            self._say(
                self.tr(
                    "Mail from files is taken in where this office's mail is fetched, and this computer does not do that. An administrator can take it in there."
                )
            )
        return self._desk.runs_worker

    def _looked_at(self) -> bool:
        return self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible()

    def _say(self, words: str) -> None:
        self._toasts.say(words, seconds=_READING_SECONDS)

    def _whole(self) -> bool:
        end = self._imports.end
        return end is not None and not end.cut_off

    def _show(self) -> None:
        asked, end = self._imports.asked, self._imports.end
        if asked is not None and end is not None and end.tickets:
            self.view_wanted.emit(View(ViewKind.IMPORTED, asked.mailbox_id, first=end.first, last=end.last))
        elif asked is not None:
            # All of it went on with tickets that were there.
            live = asked.status is Status.OPEN
            self.view_wanted.emit(View(ViewKind.MAILBOX, asked.mailbox_id) if live else View(ViewKind.DONE))
