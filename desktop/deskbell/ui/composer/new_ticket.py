"""A new ticket by mail: the composer in a window of its own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.model.rows import DraftRow
from deskbell.store.queries import drafts
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.pane import Pane


class NewTicketWindow(Pane):
    """Closes once the mail is in the outbox. What was begun is a draft, and is there again in the next such window.

    `keeper` keeps it, one of its own where none is given. It goes on where the window was closed before the database could take the draft.

    Signals:
        sent(int, str): the message's id and a sentence, as of `Composer`.
        failed(Exception): what could not be read or kept.
    """

    sent = Signal(int, str)
    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        prompts: Prompts,
        *,
        to: Mailbox | None = None,
        keeper: DraftKeeper | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New ticket"))
        self._runner = runner
        self._desk = desk
        self._to = to
        self.keeper = keeper or DraftKeeper(runner, parent or self)
        self.composer = Composer(theme, runner, desk, self.keeper, prompts, lambda: 0, self)
        self.composer.sent.connect(self._finish)
        self.composer.failed.connect(self.failed)
        self.composer.left.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.composer)
        self.resize(theme.px(640), theme.px(520))
        runner.ask(drafts.of_ticket, desk.me.id, 0, done=self._begin, failed=self.failed.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.composer.leave()
        super().closeEvent(event)

    def _begin(self, kept: tuple[DraftRow, ...]) -> None:
        known = [draft for draft in kept if draft.kind is ReplyKind.NEW]
        self.composer.show_ticket(None, known)
        if self._to is not None and not known and not self.keeper.unsaved(0):
            self.composer.address(self._to)
        self.composer.begin(ReplyKind.NEW)

    def _finish(self, message_id: int, sentence: str) -> None:
        self.sent.emit(message_id, sentence)
        self.close()
