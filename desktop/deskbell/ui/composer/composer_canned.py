"""Canned replies in the composer: what is asked for by / or by the button is loaded when it is first wanted."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.model.canned import CannedReply
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind, Status
from deskbell.model.rows import TicketDetail
from deskbell.rules.fields import lacking, must_be_filled
from deskbell.rules.macros import asked
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.composer_files import ComposerFiles
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.composer.names_here import names_here
from deskbell.ui.composer.sending import Sending
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.words import told_error

if TYPE_CHECKING:
    from deskbell.ui.canned.hand import CannedHand, Taken


class ComposerCanned(ComposerFiles):
    """The composer's face with files and canned replies; `about` gives the ticket that is answered, None where one is begun.

    Signals:
        macro_due(int, CannedReply): what the macro does to this ticket is somebody's to do now, as a step of its own; with an answer it goes by itself.
        macro_changed: one waits for what is written, or none does any more.
        fields_wanted: the ticket would be solved, and something must be filled in before.
    """

    macro_due = Signal(int, object)
    macro_changed = Signal()
    fields_wanted = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        key: Callable[[], Key],
        about: Callable[[], TicketDetail | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, runner, desk.keys, key, parent)
        self._runner = runner
        self._desk = desk
        self._about = about
        self._macros: dict[Key, CannedReply] = {}
        self.editor.draft_key = key
        self.editor.names = lambda: names_here(about(), desk)
        self.editor.slash_typed.connect(self._slash_typed)
        self.editor.keep_wanted.connect(self.save_as_canned)
        self.template_button.clicked.connect(self.offer_templates)
        self.format_bar.canned_wanted.connect(partial(self.offer_canned, macros=False))

    def offer_canned(self, *, macros: bool = False) -> None:
        """Show the list of canned replies, or of the macros among them, to be searched."""
        back = QApplication.focusWidget()
        self.editor.setFocus()
        self._hand.open(macros=macros, back=back)

    def use_canned(self, reply_id: int) -> None:
        """Put this one in at the caret."""
        self.editor.setFocus()
        self._hand.use(reply_id)

    def offer_templates(self) -> None:
        """Show the list of those that tickets are begun with."""
        self.editor.setFocus()
        self._hand.open(templates=True)

    def save_as_canned(self) -> None:
        """Ask what the answer that is written shall be called as a canned reply."""
        content = replace(self._content, html=self.editor.html())
        self._hand.keep(content.new_files(), tuple(row.id for row in content.kept_files()), self.format_bar)

    def show_content(self, content: Composed, *, with_subject: bool, sender: str) -> None:
        super().show_content(content, with_subject=with_subject, sender=sender)
        if self._whose() in self._macros:
            self._say_macro()
        elif content.macro_id:
            self._recall_macro(self._whose(), content.macro_id)

    def _keep_macro(self, reply: CannedReply) -> None:
        """It waits for the answer: a ticket that is solved or put away at once would be gone before that is written."""
        self._macros[self._whose()] = reply
        self._mark_macro(reply.id)
        self._say_macro()

    def _move_macro(self, kind: ReplyKind) -> None:
        """What is on the screen becomes an answer of another kind, and what waits for it goes along."""
        if (macro := self._macros.pop(self._whose(), None)) is not None:
            self._macros[self._whose()[0], kind] = macro

    def _recall_macro(self, key: Key, macro_id: int) -> None:
        """A draft of another day, or of another computer, has one that waits: as it is now, where it is still there."""
        # Loaded for such a draft.
        from deskbell.store.queries.canned import replies

        def found(known: tuple[CannedReply, ...]) -> None:
            reply = next((one for one in known if one.id == macro_id), None)
            waits = self._whose() == key and self._content.macro_id == macro_id
            if reply is not None and reply.actions.changes_ticket() and waits:
                self._macros.setdefault(key, reply)
                self._say_macro()

        topic = ("macro", id(self))
        self._runner.ask(replies, self._desk.me.id, done=found, failed=self.failed.emit, topic=topic, owner=self)

    def _mark_macro(self, macro_id: int) -> None:
        """Keep with what is written which macro waits for it, 0 for none."""
        if self._content.macro_id != macro_id:
            self._content = replace(self._content, macro_id=macro_id)
            self.macro_changed.emit()

    def _say_macro(self, warning: str = "") -> None:
        """What waits, behind what is to be known besides."""
        key = self._whose()
        words = self._hand.effect_words(self._macros[key].actions)
        if words:
            drop = (self.tr("Leave it"), partial(self._leave_macro, key))
            now = (self.tr("Do it now"), partial(self._finish_macro, key))
            # Nothing can be done to a ticket that is only begun.
            tone = Tone.WARNING if warning else Tone.ACCENT
            self.notice.say(f"{warning} {words}".strip(), tone, *((now, drop) if key[0] else (drop,)))
        elif warning:
            self.notice.say(warning, Tone.WARNING)

    def _drop_macro(self) -> None:
        """What was written with it was thrown away."""
        self._macros.pop(self._whose(), None)

    def _leave_macro(self, key: Key) -> CannedReply | None:
        """It waits no longer; the macro."""
        if key == self._whose():
            self._mark_macro(0)
        return self._macros.pop(key, None)

    def _finish_macro(self, key: Key) -> None:
        """Let it be done before anything is sent."""
        reply = self._leave_macro(key)
        if reply is not None:
            self.macro_due.emit(key[0], reply)

    def _with_macro(self, sending: Sending) -> Sending:
        """What is sent takes along what waited for it."""
        macro = self._macros.pop((sending.ticket_id, sending.content.kind), None)
        if macro is None:
            return sending
        there, here = {agent.id for agent in self._desk.agents}, datetime.now(UTC).astimezone()
        tickets, me = (sending.ticket_id,), self._desk.me.id
        return sending.with_macro(macro, asked(macro.actions, tickets, me, there, here, name=macro.name))

    def _put_back_macro(self, sending: Sending) -> None:
        """It was not sent, and what waited for it does so again."""
        if sending.macro is not None:
            self._macros.setdefault((sending.ticket_id, sending.content.kind), sending.macro)

    def _lacking(self, then: Status | None) -> Mistake | None:
        """Why the ticket cannot be solved by sending this: with the status `then`, or by the macro that waits for it."""
        detail = self._about()
        macro = self._macros.get(self._whose())
        after = macro.actions.status if then is None and macro is not None else then
        if detail is None or not must_be_filled(detail.row.status, after):
            return None
        missing = lacking(detail.fields, detail.row.mailbox_id, detail.row.team_id)
        names = ", ".join(field.name for field in missing)
        return Mistake("field.lacking", number=detail.row.id, fields=names) if missing else None

    def _tell_lacking(self, error: Mistake, send: Callable[[], None]) -> None:
        """What was written stays; it can be sent all the same by `send`, and the ticket stays unsolved."""

        def unsolved() -> None:
            key = self._whose()
            if (macro := self._macros.get(key)) is not None:
                self._macros[key] = replace(macro, actions=replace(macro.actions, status=None))
            send()

        self.notice.say(told_error(error), Tone.WARNING, (self.tr("Send without solving"), unsolved))
        self.fields_wanted.emit()

    def _slash_typed(self) -> None:
        self._hand.slash()

    @cached_property
    def _hand(self) -> "CannedHand":
        from deskbell.ui.canned.hand import CannedHand

        made = CannedHand(self._theme, self._runner, self._desk, self.editor, self._occasion_of, self)
        made.taken.connect(self._take_canned)
        made.macro_used.connect(self._keep_macro)
        made.told.connect(lambda words: self.notice.say(words, Tone.WARNING))
        made.kept.connect(lambda words: self.notice.say(words, Tone.GOOD))
        made.failed.connect(self.failed)
        return made

    def _occasion_of(self) -> tuple[TicketDetail | None, int, str]:
        return self._about(), self._content.mailbox_id, self.recipients.to.text()

    def _begin_as(self, taken: "Taken") -> None:
        """What a template says of a new ticket besides its text; a subject that somebody wrote stays."""
        if taken.subject and not self.recipients.subject.text().strip():
            self.recipients.subject.setText(taken.subject)
            self.recipients.edited.emit()
        if taken.mailbox_id not in (None, self._content.mailbox_id):
            self.sender_button.chosen.emit(taken.mailbox_id)

    def _take_canned(self, taken: "Taken") -> None:
        """What goes along comes before the text, which names only pictures that do."""
        known = {file.content_id for file in self._content.files if file.content_id}
        files = tuple(file for file in taken.files if file.content_id not in known)
        if files and self._content.kind is ReplyKind.NOTE:
            self._may_hold_files()
        elif files:
            names = {**dict.fromkeys(self.editor.pictures.names()), **taken.images}
            self.editor.pictures.allow(names)
            self._content = self._content.with_files(files)
        taken.put_in()
        if self._content.kind is ReplyKind.NEW:
            self._begin_as(taken)
        if files and self._content.kind is not ReplyKind.NOTE:
            self._show_files(self._content)
            self.files_changed.emit()
