"""What is written in the composer: begun, shown for one ticket after another, and kept as it is typed."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.rows import DraftRow, MessageRow, TicketDetail
from deskbell.ui.composer.answering import Desk, answered_message, begun, own_words
from deskbell.ui.composer.composed import Composed
from deskbell.ui.composer.composer_articles import ComposerArticles
from deskbell.ui.composer.draft_keeper import DraftKeeper, DraftState, Key
from deskbell.ui.composer.drafts_here import Keeping
from deskbell.ui.composer.kept_draft import KeptDraft, kept_draft
from deskbell.ui.composer.resting import Resting
from deskbell.ui.composer.texts import Texts
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.warning_words import came_back_before
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.choice import Choice

if TYPE_CHECKING:
    from deskbell.ui.composer.plain_switch import PlainSwitch

_WITH_SUBJECT: Final = frozenset({ReplyKind.FORWARD, ReplyKind.NEW})
_ANSWERS: Final = frozenset({ReplyKind.REPLY, ReplyKind.REPLY_ALL})


class ComposerWriting(ComposerArticles):
    """The composer as far as one writes: each kind has a text of its own, and each text is a draft as soon as somebody typed it.

    Signals:
        left: Escape: the keyboard wants to go back to the thread.
        touched(ReplyKind): something was typed or changed.
    """

    left = Signal()
    touched = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, keeper: DraftKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, runner, desk, self._key, lambda: self._detail, parent)
        self._keeper = keeper
        self._detail: TicketDetail | None = None
        self._fresh = Composed(ReplyKind.REPLY)
        self._texts = Texts()
        self._resting = Resting(self)
        self._resting.changed.connect(self.show_resting)
        self._connect_writing()

    def give_way(self, *, tight: bool) -> None:
        """There is little room (or enough again): while the caret is elsewhere it rests as one line."""
        self._resting.set_tight(tight)

    @property
    def kind(self) -> ReplyKind:
        """What is being written."""
        return self._content.kind

    def show_ticket(self, detail: TicketDetail | None, drafts: Sequence[DraftRow]) -> None:
        """Write on this ticket (None: begin a new one). A draft of it is there again; the same ticket's text stays while it is typed."""
        ticket_id = detail.row.id if detail is not None else 0
        signed, self._detail = self._desk_values(), detail
        drafts = [one for one in drafts if not self._keeper.is_sending(ticket_id, one.kind)]
        self.recipients.set_known(detail.participants if detail is not None else ())
        if ticket_id != self._texts.ticket_id:
            self.leave()
            self._texts.open(ticket_id, drafts, self._keeper.unsaved(ticket_id))
            first = ReplyKind.NEW if detail is None else ReplyKind.REPLY
            self._show_kind(self._texts.last() or first)
            return
        if not self._keeper.busy(ticket_id):
            for content in self._texts.foreign(drafts):
                self._take_foreign(content)
        self._sign_anew(signed)
        if not self._worth_keeping(self.collect()) and self._begun(self.kind) != self._fresh:
            self._show_kind(self.kind)

    def begin(self, kind: ReplyKind, original: MessageRow | None = None, *, as_file: bool = False) -> None:
        """Write this kind now: the caret goes to the text, or to the address where it has none yet.

        `original` is what is forwarded, `as_file` whether it goes along as a file of its own and not in the text.
        """
        if kind is not self.kind:
            self.turn_to(kind)
        if original is not None and kind is ReplyKind.FORWARD:
            self._pass_on(original, self._detail.row.subject if self._detail is not None else "", as_file=as_file)
        if kind in _WITH_SUBJECT and not self.recipients.to.text().strip():
            self.recipients.unfold(focus=True)
        else:
            self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._warn_of_bounces()

    def _warn_of_bounces(self) -> None:
        """Say which of the addresses the last mail did not reach."""
        written = f"{self.recipients.to.text()} {self.recipients.cc.text()}".casefold()
        bounced = self._detail.bounced if self._detail is not None else ()
        again = [one for one in bounced if one.email in written]
        if again:
            self.notice.say(came_back_before(again), Tone.WARNING)

    def is_begun(self) -> bool:
        """Whether there is a draft here, or anything that a person has done."""
        return self._texts.get(self.kind) is not None or self._worth_keeping(self.collect())

    def turn_to(self, kind: ReplyKind) -> None:
        """Write another kind. From an answer to another the text goes along, if that one has none."""
        before = self.collect()
        written = self._worth_keeping(before)
        self._keeper.flush()
        moving = written and {before.kind, kind} <= _ANSWERS and self._texts.get(kind) is None
        if moving:
            people = before if self.recipients.touched() else self._begun(kind)
            self._texts.drop(before.kind)
            self._keeper.keep(self._texts.discarding(before.kind, self._desk.me.id))
            self._texts.put(replace(before, kind=kind, to=people.to, cc=people.cc, bcc=people.bcc))
            self._move_macro(kind)
        elif written:
            self._texts.put(before)
        self._show_kind(kind)
        if moving:
            self._touch()

    def give_away(self, kind: ReplyKind) -> None:
        """A colleague writes this from now on: what is here of it is no draft any more."""
        self._keeper.forget(self._texts.ticket_id, kind)
        self._texts.drop(kind)
        if kind is self.kind:
            self._show_kind(kind)

    def leave(self) -> None:
        """Keep what was typed at once: the ticket is left, or the window closes."""
        self._keeper.flush()

    def let_go(self) -> None:
        """Another window writes on this ticket from now on. When it is shown here again it is read anew."""
        self.leave()
        self._texts.ticket_id = -1

    def collect(self) -> Composed:
        """What is written now."""
        return replace(
            self._content,
            to=self.recipients.to.text().strip(),
            cc=self.recipients.cc.text().strip(),
            bcc=self.recipients.bcc.text().strip(),
            subject=self.recipients.subject.text().strip(),
            html=self.editor.html(),
            text=self.editor.text(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What a field had no use for: from the addresses and the subject one comes back as from the text.
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def discard(self) -> None:
        """Throw away what is written."""
        self._drop_macro()
        self._keeper.forget(*self._key())
        self._texts.drop(self.kind)
        self._keeper.keep(self._texts.discarding(self.kind, self._desk.me.id))
        self._show_kind(self.kind)
        self.editor.setFocus()

    def let_be_plain(self, prompts: Prompts) -> None:
        """Let the text be switched to plain text and back; `prompts` asks before formatting is lost."""
        self._prompts = prompts
        self.format_bar.plain_wanted.connect(self.switch_plain)
        self.editor.menu_opened.connect(self._offer_plain)

    def switch_plain(self) -> None:
        """Plain text, or one with formatting again."""
        self._plain_switch.switch()

    def _offer_plain(self, menu: QMenu) -> None:
        self._plain_switch.offer(menu)

    @cached_property
    def _plain_switch(self) -> "PlainSwitch":

        from deskbell.ui.composer.plain_switch import PlainSwitch

        made = PlainSwitch(self.editor, self._prompts, lambda: self.kind is not ReplyKind.NOTE)
        made.switched.connect(self._touch)
        return made

    def _connect_writing(self) -> None:
        self.tabs.chosen.connect(self.begin)
        self.editor.document().contentsChanged.connect(self._typed)
        self.editor.left.connect(self.left)
        self.editor.at_typed.connect(self._at_typed)
        self.editor.brackets_typed.connect(self._brackets_typed)
        self.files_changed.connect(self._touch)
        self.macro_changed.connect(self._touch)
        self.recipients.edited.connect(self._touch)
        self.recipients.entered.connect(self.editor.setFocus)
        self.discard_button.clicked.connect(self.discard)
        self.sender_button.set_choices(self._senders)
        self.sender_button.chosen.connect(self._send_from)
        self._keeper.state_changed.connect(self._draft_state)
        self._keeper.saved.connect(self._draft_saved)
        self._keeper.refused.connect(self.failed)
        self.files.ask_mailbox(self._desk.mailbox)

    def _show_kind(self, kind: ReplyKind) -> None:
        self._fresh = self._begun(kind)
        self._content = self._texts.get(kind) or self._fresh
        if kind is ReplyKind.FORWARD and not self._content.passed_from:
            passed = self._fresh
            self._content = replace(self._content, passed_on=passed.passed_on, passed_from=passed.passed_from)
        elif self._content.passed_ids and self._detail is not None:
            self._content = self._content.with_original(self._detail.messages)
        box = self._desk.mailbox(self._content.mailbox_id)
        if box is None and self._desk.mailboxes:
            box = self._desk.mailboxes[0]
            self._content = replace(self._content, mailbox_id=box.id)
        self.show_content(self._content, with_subject=kind in _WITH_SUBJECT, sender=box.name if box is not None else "")
        self._attaching.read_pictures(self._key(), self._content)
        self._say_state(self._texts.stored(kind))

    def _take_foreign(self, content: Composed) -> None:
        """Another computer kept a draft of this ticket, or a mail was taken back."""
        shown = content.kind is self.kind or not self._worth_keeping(self.collect())
        self._texts.put(content)
        if shown:
            self._show_kind(content.kind)

    def _begun(self, kind: ReplyKind) -> Composed:
        original = answered_message(kind, self._detail) if self._detail is not None else None
        fresh = begun(kind, self._desk_values(), self._detail, original)
        return replace(fresh, html="") if self._plainly(kind) else fresh

    def _plainly(self, kind: ReplyKind) -> bool:
        """Whether the person begins such a text as plain text."""
        return kind is not ReplyKind.NOTE and self._desk.settings.flag("reply.plain")

    def _begins_plain(self, content: Composed) -> bool:
        nothing = not content.html and not content.text.strip()
        return super()._begins_plain(content) or (nothing and self._plainly(content.kind))

    def _typed(self) -> None:
        if not self.showing and self.editor.document().isModified():
            self._touch()

    def _touch(self) -> None:
        self.state.setText("")
        self.discard_button.setEnabled(True)
        self._keeper.touch(self._key(), self._keeping)
        self.touched.emit(self.kind)

    def _keeping(self) -> Keeping | None:
        content = self.collect()
        if self._texts.ticket_id < 0:
            return None
        if self._worth_keeping(content):
            return self._texts.saving(content, self._desk.me.id)
        return self._texts.discarding(content.kind, self._desk.me.id) if self._texts.stored(content.kind) else None

    def _worth_keeping(self, content: Composed) -> bool:
        """Whether a person has done anything: an untouched beginning is no draft."""
        words = own_words(content, self._desk_values())
        if words or content.new_files() or content.kept_files():
            return True
        people = (content.to, content.cc, content.bcc, content.subject)
        fresh = (self._fresh.to, self._fresh.cc, self._fresh.bcc, self._fresh.subject)
        return self.recipients.touched() and people != fresh

    def _draft_state(self, ticket_id: int, kind: ReplyKind, state: DraftState) -> None:
        if (ticket_id, kind) != self._key():
            return
        if state is DraftState.TROUBLE:
            self.tell_trouble(self.tr("Not saved yet, trying again"))
        elif state is DraftState.HERE:
            self.tell_trouble(self.tr("Kept on this computer until the desk answers"))
        elif state is not DraftState.KEPT:
            self._say_state(state is DraftState.SAVED)

    def _draft_saved(self, command: SaveDraft) -> None:
        self._texts.saved(command)
        if command.attachments and command.ticket_id == self._texts.ticket_id:
            self._runner.ask(kept_draft, command, done=self._files_kept, failed=self.failed.emit)

    def _files_kept(self, kept: KeptDraft) -> None:
        if kept.draft is not None and (kept.command.ticket_id, kept.command.kind) == self._key():
            self._show_files(self._content.once_kept(kept.command, kept.draft.attachments))

    def _senders(self) -> Sequence[Choice]:
        return [
            Choice(box.id, f"{box.name} · {box.address}", checked=box.id == self._content.mailbox_id)
            for box in self._desk.mailboxes
            if box.active
        ]

    def _send_from(self, mailbox_id: int) -> None:
        box = self._desk.mailbox(mailbox_id)
        if box is not None:
            desk, before = self._desk_values(), self._content.mailbox_id
            self._show_files(replace(self._content, mailbox_id=box.id))
            self.editor.exchange_signature(desk.signature(before), desk.signature(box.id))
            self.show_sender(box.name)
            self._touch()

    def _sign_anew(self, before: Desk) -> None:
        """The customer writes in another language by now, or somebody changed the signature that was put below."""
        box = self._content.mailbox_id
        if self.kind is not ReplyKind.NOTE and self.editor.text().strip():
            self.editor.exchange_signature(before.signature(box), self._desk_values().signature(box))

    def _key(self) -> Key:
        return self._texts.ticket_id, self.kind

    def _desk_values(self) -> Desk:
        language = self._detail.language if self._detail is not None else ""
        return Desk(self._desk.me, self._desk.mailboxes, self._desk.settings.text("reply.signature"), language)
