"""Takes a canned reply out of the list and puts it into what is written."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from deskbell.model.canned import NO_ACTIONS, Actions, CannedReply, CannedText, SaveCannedReply
from deskbell.model.errors import Mistake
from deskbell.model.mail import OutboundAttachment
from deskbell.model.rows import TicketDetail
from deskbell.rules import canned as rules
from deskbell.rules.placeholders import unknown
from deskbell.rules.recipients import read_addresses
from deskbell.rules.rights import may
from deskbell.store.queries import canned
from deskbell.store.queries.canned import Asker
from deskbell.ui.canned.canned_now import CannedNow
from deskbell.ui.canned.effect_words import EffectWords
from deskbell.ui.canned.filling import Occasion, names_by_id
from deskbell.ui.canned.popup import CannedPopup
from deskbell.ui.canned.reading import FilesOf, files_of
from deskbell.ui.composer.caret_hand import CaretHand
from deskbell.ui.composer.editor import Editor
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.words import told


class Taken(Struct, frozen=True):
    """A reply on its way into the text: what goes along, the pictures among that to be seen, and what puts the text in. A ticket that is begun with it gets
    `subject`, and leaves from the mailbox `mailbox_id`, where it says so. The article `article_id` is to stand below the text, in its `language`."""

    files: tuple[OutboundAttachment, ...]
    images: dict[str, QImage]
    put_in: Callable[[], None]
    subject: str = ""
    mailbox_id: int | None = None
    article_id: int | None = None
    language: str = ""


class CannedHand(CaretHand):
    """Offers what is asked for behind a slash.

    `about` gives the ticket (None: one is begun), the mailbox and the addressees.

    Signals:
        taken(Taken): one was chosen.
        macro_used(CannedReply): one with actions was put in; they are somebody else's to do.
        told(str): what somebody should look at in what was put in.
        kept(str): an answer was saved as a canned reply.
        failed(Exception): something that isn't told here.
    """

    taken = Signal(object)
    macro_used = Signal(object)
    told = Signal(str)
    kept = Signal(str)
    failed = Signal(object)
    popup: CannedPopup
    _editor: Editor

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        editor: Editor,
        about: Callable[[], tuple[TicketDetail | None, int, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(editor, CannedPopup(theme, editor), parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._about = about
        self._asker = (-1, Asker())
        self._among: Callable[[CannedReply], bool] = _any
        self._back: QWidget | None = None
        self._effect_words = EffectWords(self)
        self.replies = CannedNow(runner, desk, self)
        self.popup.searched.connect(lambda _: self._show())
        self.popup.left.connect(self._give_up)
        self.popup.keep_wanted.connect(editor.keep_wanted)
        self.replies.changed.connect(self._show)
        self.replies.failed.connect(self.failed)

    def slash(self) -> None:
        """A slash was typed: offer the list where one may begin there."""
        if not rules.may_begin(self._before_sign()) or self._editor.isReadOnly():
            return
        self._begin_at_sign()
        self._among = _any
        self.popup.begin(searching=False)
        self._read()

    def open(self, *, macros: bool = False, templates: bool = False, back: QWidget | None = None) -> None:
        """Offer the list, with a field of its own to search it; of `macros`, only replies that change something, of `templates` those that begin tickets.

        `back` is what had the keyboard before, and has it again where nothing is taken.
        """
        self._let_go()
        self._back = back
        self._among = CannedReply.begins_tickets if templates else _acts if macros else _any
        self.popup.templates = templates
        self.popup.begin(searching=True)
        self._read()

    def use(self, reply_id: int) -> None:
        """Put this one in at the caret, as if it was chosen out of the list."""
        detail = self._about()[0]
        asked = (reply_id, detail.row.id if detail is not None else 0, self._desk.me.id)
        done = partial(self._take_one, self._editor.shown)
        self._runner.ask(canned.one_for, *asked, done=done, failed=self.failed.emit, owner=self)

    def _take_one(self, shown: int, found: tuple[CannedReply | None, int, Asker]) -> None:
        reply, ticket_id, asker = found
        if reply is not None and shown == self._editor.shown and not self._editor.isReadOnly():
            self._asker = (ticket_id, asker)
            self._let_go()
            self._take(reply)

    def keep(self, files: tuple[OutboundAttachment, ...], attachments: tuple[int, ...], anchor: QWidget) -> None:
        """Ask how the answer shall be called as a canned reply that takes these files along, and save it."""
        from deskbell.ui.canned.save_popup import SavePopup

        written = self._editor.words()
        if not written.text.strip():
            self.told.emit(told("canned.empty", {}))
            return
        self._read()
        folders = sorted({reply.folder for reply in self.replies.found if reply.folder})
        asked = SavePopup(self._theme, folders, may_share=may(self._desk.me.role, SaveCannedReply), parent=anchor)

        def save(name: str, folder: str, private: bool) -> None:
            me = self._desk.me.id
            command = SaveCannedReply(
                agent_id=me,
                id=0,
                owner_id=me if private else None,
                name=name,
                folder=folder,
                texts=(CannedText(self._asker[1].language, written.html, written.text),),
                files=files,
                attachments_from=attachments,
            )
            said = self.tr("Saved as the canned reply “%1”. Settings, Canned replies has it.").replace("%1", name)
            self._runner.do(command, done=lambda _: self._kept(said), failed=self.failed.emit, owner=self)

        asked.given.connect(save)
        asked.open_above(anchor)

    def effect_words(self, actions: Actions) -> str:
        """What a macro will change about the ticket, in a line; "" for nothing."""
        return self._effect_words.line(self._occasion().effects(actions))

    def _read(self) -> None:
        """What there is may be known already; it is asked for all the same, for how often each was used."""
        detail = self._about()[0]
        ticket_id = detail.row.id if detail is not None else 0
        self._runner.ask(
            canned.asker, ticket_id, done=partial(self._know, ticket_id), failed=self.failed.emit, owner=self
        )
        self.replies.read_again()
        self._show()

    def _know(self, ticket_id: int, asker: Asker) -> None:
        self._asker = (ticket_id, asker)
        self._show()

    def _occasion(self) -> Occasion:
        detail, mailbox_id, to = self._about()
        ticket_id = detail.row.id if detail is not None else 0
        asker = self._asker[1] if self._asker[0] == ticket_id else Asker()
        try:
            people = read_addresses(to)
        except Mistake:
            people = ()
        customer = (people[0].name, people[0].email) if people else ("", "")
        agents, teams = names_by_id(self._desk.agents), names_by_id(self._desk.teams)
        return Occasion(self._desk.me, self._desk.mailbox(mailbox_id), detail, asker, customer, agents, teams)

    def _query(self) -> str | None:
        """What is asked for now; None where nothing is any more."""
        if self.popup.searching:
            return self.popup.query()
        typed = self._typed()
        return rules.slash_query(typed) if typed is not None else None

    def _show(self) -> None:
        if not self.popup.wanted:
            return
        query = self._query()
        if query is None:
            self._end()
            return
        occasion = self._occasion()
        among = [one for one in self.replies.found if self._among(one)]
        found = rules.offered(query, among, occasion.words(), datetime.now(UTC))
        if not self.popup.searching:
            if not found and self.replies.known and (" " in query or not self.replies.found):
                # Words, and no longer a search.
                self._end()
                return
            if not found:
                self.popup.hide()
                return
        sure = self.popup.searching or (bool(found) and rules.certain(query, found[0]))
        self.popup.show_replies(found, occasion, sure=sure, known=self.replies.known)

    def _give_up(self) -> None:
        """Nothing is taken. Whoever came by a key from the list of tickets is there again: the next key would be typed into the answer."""
        back, self._back = self._back, None
        self._leave()
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, reply: CannedReply) -> None:
        cursor = self._cursor()
        occasion = self._occasion()
        box = self._desk.mailbox(reply.mailbox_id) if reply.mailbox_id and occasion.detail is None else None
        if box is not None:
            occasion = replace(occasion, mailbox=box)
        text = occasion.text_of(reply)
        self._leave()
        put = partial(self._put, reply, text, occasion.fill(text), cursor, self._editor.shown)
        if reply.files:
            self._runner.ask(files_of, reply.id, self._desk.me.id, done=put, failed=self.failed.emit, owner=self)
        else:
            put(FilesOf((), {}))

    def _put(
        self,
        reply: CannedReply,
        text: CannedText,
        filled: CannedText,
        cursor: QTextCursor,
        shown: int,
        found: FilesOf,
    ) -> None:
        if shown != self._editor.shown:
            return
        put_in = partial(self._editor.put_in, cursor, filled.html, filled.text)
        language = text.language or self._occasion().asker.language
        beside = (filled.subject, reply.mailbox_id, reply.actions.article_id, language)
        self.taken.emit(Taken(found.files, found.images, put_in, *beside))
        self.replies.count_use(reply)
        if reply.actions.changes_ticket():
            self.macro_used.emit(reply)
        strange = ", ".join(f"{{{{{name}}}}}" for name in unknown(text.text, self._occasion().field_names()))
        if strange:
            self.told.emit(self.tr("%1 is no placeholder. Mend it before you send.").replace("%1", strange))

    def _kept(self, said: str) -> None:
        self.replies.read_again()
        self.kept.emit(said)


def _any(_: CannedReply) -> bool:
    return True


def _acts(reply: CannedReply) -> bool:
    return reply.actions != NO_ACTIONS
