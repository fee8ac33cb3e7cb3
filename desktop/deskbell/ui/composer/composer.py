"""The composer below a thread: what is written there is sent, at once or later, and comes back where it cannot be."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.model.errors import LACKING, Mistake
from deskbell.model.kinds import ReplyKind, Status
from deskbell.ui.composer.composer_writing import ComposerWriting
from deskbell.ui.composer.draft_keeper import DraftKeeper
from deskbell.ui.composer.file_looks import FileLooks
from deskbell.ui.composer.later_popup import LaterPopup
from deskbell.ui.composer.sending import Sender, Sending
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import sending_choices
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.words import told_error

_KEYS: Final = (("send", None), ("send_solve", Status.SOLVED), ("send_wait", Status.PENDING))

_LATER: Final = "later"
_LOOK_OVER: Final = "look_over"


class Composer(ComposerWriting):
    """Writes answers on one ticket after another, or (ticket 0) a new one. Each kind has a text of its own.

    Signals:
        sent(int, str, int): the message's id, a sentence, and the ticket: a mail waits in the outbox and can be taken back.
        dealt_with(int): what is being sent is to leave this ticket solved, or with another status.
        noted(int): a note was written.
        look_wanted: the person wants to see what somebody else wrote meanwhile.
        look_over_wanted: a colleague is to look over what is written.
    """

    sent = Signal(int, str, int)
    dealt_with = Signal(int)
    noted = Signal(int)
    look_wanted = Signal()
    look_over_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        keeper: DraftKeeper,
        prompts: Prompts,
        seen: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk, keeper, parent)
        self._seen = seen
        self._sender = Sender(runner, self)
        self.format_bar.files_wanted.connect(lambda: self.attach(prompts.files_to_attach()))
        self.looks = FileLooks(theme, runner, prompts, self)
        self.looks.failed.connect(self.failed)
        self.looks.told.connect(lambda said: self.notice.say(said, Tone.GOOD))
        self.files.look_wanted.connect(lambda place: self.looks.show(self._content, place))
        self.let_be_plain(prompts)
        self._connect_sending()

    def send(
        self,
        then: Status | None = None,
        *,
        at: datetime | None = None,
        unseen: bool = False,
        without_file: bool = False,
    ) -> None:
        """Send what is written, `at` a time to come or now.

        `unseen`: though somebody else answered meanwhile; `without_file`: though one seems to be missing.
        """
        content = self.collect()
        self.recipients.tell_wrong(None)
        self.notice.hide()
        seen = 0 if unseen else self._seen()
        try:
            desk, settings = self._desk_values(), self._desk.settings
            sending = self._sender.prepare(content, desk, self._detail, settings, seen, then, at)
        except Mistake as error:
            self._tell_mistake(error)
            return
        if (lacks := self._lacking(then)) is not None:
            self._tell_lacking(lacks, partial(self.send, at=at, unseen=unseen, without_file=without_file))
            return
        if sending.forgot_file and not without_file:
            said = self.tr("Your text speaks of an attachment, but there is none.")
            again = partial(self.send, then, at=at, unseen=unseen, without_file=True)
            self.notice.say(said, Tone.WARNING, (self.tr("Send without"), again))
            return
        sending = self._with_macro(sending)
        self._keeper.hand_over(content.save(self._desk.me.id, self._texts.ticket_id))
        self._texts.drop(content.kind)
        self._show_kind(content.kind)
        self._sender.send(sending)
        focus = QApplication.focusWidget()
        if sending.ticket_id and focus is not None and self.isAncestorOf(focus):
            # The next key is for the tickets again, and no word of another answer.
            self.left.emit()
        if then is not None and sending.ticket_id:
            self.dealt_with.emit(sending.ticket_id)

    def _connect_sending(self) -> None:
        self.send_button.clicked.connect(self._send)
        self.solve_button.clicked.connect(partial(self._send_with, Status.SOLVED))
        self.ways_button.clicked.connect(self.ask_how)
        self._sender.sent.connect(self._mail_waits)
        self._sender.refused.connect(self._take_back)
        keys = self._desk.keys
        keys.changed.connect(self._show_keys)
        self._show_keys()
        for action, then in _KEYS:
            keys.listen(self, action, partial(self._send_with, then))

    def ask_how(self) -> None:
        """Ask what becomes of the ticket by what is written, or when that is to leave, and send it so; or who is to look over it first."""
        if self.kind is ReplyKind.NOTE:
            return
        later = Choice(_LATER, self.tr("Send at another time…"), Icon.SEND_LATER)
        over = Choice(_LOOK_OVER, self.tr("Ask a colleague to look over it…"), Icon.EYE)
        ways = {_LATER: self._ask_when, _LOOK_OVER: self.look_over_wanted.emit}
        asked = ChoiceList(self._theme, [*sending_choices(), later, over], parent=self.ways_button)
        asked.chosen.connect(lambda way: ways.get(way, partial(self._send_with, way))())
        asked.open_below(self.ways_button)

    def _show_keys(self) -> None:
        keys = self._desk.keys
        self.tabs.show_keys(keys)
        self.send_button.setToolTip(keys.shown("send"))
        self.solve_button.setToolTip(keys.shown("send_solve"))

    def _ask_when(self) -> None:
        asked = LaterPopup(self._theme, datetime.now(UTC), self.ways_button)
        asked.given.connect(lambda at: self.send(at=at))
        asked.open()

    def _send(self) -> None:
        self.send()

    def _send_with(self, then: Status | None) -> None:
        self.send(None if self.kind is ReplyKind.NOTE else then)

    def _mail_waits(self, sending: Sending, message_id: int) -> None:
        content, at = sending.content, sending.at
        self._keeper.was_sent(sending.ticket_id, content.kind)
        macro = sending.macro
        if content.kind is ReplyKind.NOTE:
            if macro is not None:
                self.macro_due.emit(sending.ticket_id, macro)
            self.noted.emit(message_id)
            return
        people = content.to or content.cc or content.bcc
        box = self._desk.mailbox(content.mailbox_id)
        words = self.sent_words(content.kind, people, at, held=box is not None and not box.smtp_host)
        self.sent.emit(message_id, words if macro is None else f"{words} · {macro.name}", sending.ticket_id)

    def _take_back(self, sending: Sending, error: Exception) -> None:
        """It could not be sent: the text is there again, or a draft where another ticket is shown by now."""
        ticket_id, content = sending.ticket_id, sending.content
        self._keeper.was_refused(ticket_id, content.kind)
        self._put_back_macro(sending)
        untouched = not self._worth_keeping(self.collect())
        if ticket_id != self._texts.ticket_id or not (untouched and content.kind is self.kind):
            self._keeper.keep(content.save(self._desk.me.id, ticket_id))
            self.failed.emit(error)
            return
        self._texts.put(content)
        self._show_kind(content.kind)
        self._touch()
        if isinstance(error, Mistake) and error.code == "ticket.answered":
            again = partial(self.send, sending.then, at=sending.at, unseen=True, without_file=True)
            look = (self.tr("Look"), self.look_wanted.emit)
            self.notice.say(told_error(error), Tone.WARNING, (self.tr("Send anyway"), again), look)
        elif isinstance(error, Mistake) and error.code in LACKING:
            self._tell_lacking(error, partial(self.send, at=sending.at, without_file=True))
        elif isinstance(error, Mistake):
            self._tell_mistake(error)
        else:
            self.notice.say(told_error(error), Tone.DANGER)

    def _tell_mistake(self, error: Mistake) -> None:
        if error.code.startswith(("address.", "subject.")):
            self.recipients.tell_wrong(error)
        else:
            self.notice.say(told_error(error), Tone.WARNING)
            self.editor.setFocus()
