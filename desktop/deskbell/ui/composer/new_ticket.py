"""A new ticket by mail: the composer in a window of its own."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.model.rows import DraftRow
from deskbell.rules.asked_addresses import MailAsked
from deskbell.rules.quoting import paragraphs
from deskbell.rules.recipients import write_addresses
from deskbell.store.queries import drafts
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.pane import Pane

# Letters of a mail that are enough to know it by.
_SHOWN: Final = 60


class NewTicketWindow(Pane):
    """Closes once the mail is in the outbox. What was begun is a draft, and is there again in the next such window.

    `asked` is filled in where nothing was begun. `keeper` keeps it, one of its own where none is given. It goes on where the window was closed before the database could take the draft.

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
        asked: MailAsked | None = None,
        keeper: DraftKeeper | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New ticket"))
        self._runner = runner
        self._desk = desk
        self._asked = asked
        self._is_read = self._wants_template = False
        self._filled: Composed | None = None
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

    def take(self, asked: MailAsked) -> None:
        """Fill this in. What a person has begun stays: whether it is to give way is asked above it."""
        self._asked = asked
        if not self._is_read:
            return
        if not self.composer.is_begun():
            self._fill(asked)
        elif self.composer.collect() == self._filled:
            # Nothing but what the link before asked for.
            self._begin_anew(asked)
        else:
            people = write_addresses((*asked.to, *asked.cc, *asked.bcc)[:1])
            said = self.tr("You are writing another ticket. What the link asks for was not filled in: {mail}")
            mail = asked.subject or people or asked.text.partition("\n")[0]
            mail = mail if len(mail) <= _SHOWN else f"{mail[:_SHOWN]}…"
            again = (self.tr("Discard this and begin that"), partial(self._begin_anew, asked))
            self.composer.notice.say(said.replace("{mail}", mail), Tone.WARNING, again)

    def offer_templates(self) -> None:
        """Ask what it shall be begun with, as soon as it is known whether one was begun."""
        self._wants_template = not self._is_read
        if self._is_read:
            self.composer.offer_templates()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.composer.leave()
        super().closeEvent(event)

    def _begin(self, kept: tuple[DraftRow, ...]) -> None:
        known = [draft for draft in kept if draft.kind is ReplyKind.NEW]
        self.composer.show_ticket(None, known)
        self.composer.begin(ReplyKind.NEW)
        self._is_read = True
        if self._asked is not None:
            self.take(self._asked)
        if self._wants_template:
            self.offer_templates()

    def _begin_anew(self, asked: MailAsked) -> None:
        self.composer.discard()
        self._fill(asked)

    def _fill(self, asked: MailAsked) -> None:
        """Put it in as a person would, above the signature."""
        box, editor = self.composer.recipients, self.composer.editor
        for field, people in ((box.to, asked.to), (box.cc, asked.cc), (box.bcc, asked.bcc)):
            field.setText(write_addresses(people))
        box.subject.setText(asked.subject)
        box.unfold()
        if asked.text:
            cursor = QTextCursor(editor.document())
            editor.put_in(cursor, paragraphs(asked.text), asked.text)
        box.edited.emit()
        self._filled = self.composer.collect()
        self.composer.begin(ReplyKind.NEW)

    def _finish(self, message_id: int, sentence: str) -> None:
        self.sent.emit(message_id, sentence)
        self.close()
