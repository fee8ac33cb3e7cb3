"""Answers that colleagues look over, at the open ticket: asked for, shown above the composer, taken over and given back."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QTextCursor

from deskbell.model.changes import Changes
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity, ReplyKind
from deskbell.model.sharing import AskToLook, DraftVersion, EndAsking, HandBack, KeepVersion, SharedDraft, TakeDraft
from deskbell.store.queries import shared_drafts
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.ages import age

if TYPE_CHECKING:
    from deskbell.model.commands import Command
    from deskbell.ui.sharing.look_card import LookCard
    from deskbell.ui.ticket.pane import TicketPane

# The ticket itself is seen first.
_AFTER_MS: Final = 300


class SharingHere(QObject):
    """Looks for them once a ticket has been on the screen of `pane` for a moment, and when drafts of it are said to be others."""

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, pane: "TicketPane") -> None:
        super().__init__(pane)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._pane = pane
        self._composer = pane.composer
        self._cards: list[LookCard] = []
        self.drafts: tuple[SharedDraft, ...] = ()
        self._soon = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._read)
        pane.shown.connect(self._begin)
        pane.composer.look_over_wanted.connect(self.ask)
        desk.heard.connect(self._hear)

    def ask(self) -> None:
        """Ask who is to look over what is written on the open ticket."""
        kind = self._composer.kind
        if kind is ReplyKind.NOTE or not self._composer.is_begun() or not self._pane.ticket_id:
            self._pane.failed.emit(Mistake("look.nothing"))
            return
        from deskbell.ui.sharing.ask_popup import AskPopup

        known = next((one.readers for one in self.drafts if self._is_mine(one) and one.kind is kind), ())
        popup = AskPopup(self._theme, self._desk, known, self._composer.ways_button)
        popup.asked.connect(partial(self._ask, self._pane.ticket_id, kind))
        popup.open_above(self._composer.ways_button)

    def _ask(self, ticket_id: int, kind: ReplyKind, agents: tuple[int, ...], words: str) -> None:
        names = ", ".join(f"@{name}" for name in map(self._name, agents) if name)
        said = self.tr("%1, please look over my answer.").replace("%1", names)
        text = f"{said}\n{words}" if words else said
        command = AskToLook(agent_id=self._desk.me.id, ticket_id=ticket_id, kind=kind, agents=agents, text=text)
        told = self.tr("Asked to look over it: %1").replace("%1", names.replace("@", ""))
        self._when_kept(ticket_id, partial(self._do, command, partial(self._pane.told.emit, told)))

    def _begin(self, ticket_id: int) -> None:
        self._runner.forget(self._topic)
        self._show(())
        if ticket_id:
            self._soon.start()
        else:
            self._soon.stop()

    def _hear(self, changes: Changes) -> None:
        here = self._pane.ticket_id
        mine = any(row.entity is Entity.DRAFT and row.ticket_id == here for row in changes.rows)
        if here and (mine or changes.lost):
            self._soon.start()

    @property
    def _topic(self) -> tuple[str, int]:
        return ("sharing", id(self))

    def _read(self) -> None:
        ticket_id, me = self._pane.ticket_id, self._desk.me.id
        done = partial(self._take_found, ticket_id)
        ask = self._runner.ask
        ask(shared_drafts.of_ticket, me, ticket_id, done=done, failed=self._keep, topic=self._topic, owner=self)

    def _take_found(self, ticket_id: int, found: tuple[SharedDraft, ...]) -> None:
        if ticket_id != self._pane.ticket_id:
            return
        for one in found:
            # What is on the screen is the colleague's to write now; what was typed since they took it is a draft of its own.
            taken = self._is_mine(one) and one.holder_id != one.author_id
            was = next((old for old in self.drafts if old.id == one.id), None)
            if taken and (was is None or was.holder_id == was.author_id) and not self._pane.keeper.busy(ticket_id):
                self._composer.give_away(one.kind)
        self._show(found)

    def _keep(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell, which has all read again once it is back."""

    def _show(self, found: tuple[SharedDraft, ...]) -> None:
        self.drafts = found
        if found:
            from deskbell.ui.sharing.look_card import LookCard, state_of

            while len(self._cards) < len(found):
                made = LookCard(self._theme, self._composer)
                made.wanted.connect(self._want)
                self._composer.put_above(made)
                self._cards.append(made)
            for card, one in zip(self._cards, found, strict=False):
                card.show_draft(one, state_of(one, self._desk.me.id, self._name), self._is_mine(one))
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(found))

    def _want(self, one: SharedDraft, deed: str) -> None:
        me = self._desk.me.id
        match deed:
            case "take":
                self._when_kept(one.ticket_id, partial(self._do, TakeDraft(agent_id=me, draft_id=one.id)))
            case "back":
                words = self.tr("@%1, I have looked over your answer.").replace("%1", one.author)
                command = HandBack(agent_id=me, draft_id=one.id, text=words)
                gone = partial(self._composer.give_away, one.kind)
                self._when_kept(one.ticket_id, partial(self._do, command, gone))
            case "end":
                self._do(EndAsking(agent_id=me, draft_id=one.id))
            case "note":
                self._composer.begin(ReplyKind.NOTE)
            case "changes":
                self._show_changes(one)

    def _show_changes(self, one: SharedDraft) -> None:
        from deskbell.ui.sharing.changes_popup import ChangesPopup, Shown

        card, now = self._cards[self.drafts.index(one)], datetime.now(UTC)
        versions = [Shown(self._called(version, now), version) for version in one.versions]
        # What was typed since it was last kept is seen too.
        mine = one.holder_id == self._desk.me.id and one.kind is self._composer.kind
        html, text = (self._composer.editor.html(), self._composer.editor.text()) if mine else ("", one.text)
        versions.append(Shown(self.tr("Now"), DraftVersion(one.holder_id, now, text, html)))
        popup = ChangesPopup(self._theme, versions, may_restore=mine, parent=card)
        popup.restored.connect(partial(self._restore, one))
        popup.open_above(card)

    def _called(self, version: DraftVersion, now: datetime) -> str:
        when = age(version.at, now)
        name = self._name(version.agent_id)
        return self.tr("%1, %2").replace("%2", when).replace("%1", name) if name else when

    def _restore(self, one: SharedDraft, version: DraftVersion) -> None:
        """What it says now is kept among the versions before it says that again; Ctrl+Z takes it back, too."""
        command = KeepVersion(agent_id=self._desk.me.id, draft_id=one.id)
        self._when_kept(one.ticket_id, partial(self._do, command, partial(self._put_back, one, version)))

    def _put_back(self, one: SharedDraft, version: DraftVersion) -> None:
        if self._pane.ticket_id == one.ticket_id and self._composer.kind is one.kind:
            editor = self._composer.editor
            cursor = editor.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            editor.put_in(cursor, version.html, version.text)

    def _do(self, command: "Command", done: Callable[[], object] | None = None) -> None:
        def finished(_answer: object) -> None:
            if done is not None:
                done()
            self._soon.start()

        self._runner.do(command, done=finished, failed=self._refuse, owner=self)

    def _refuse(self, error: Exception) -> None:
        self._pane.failed.emit(error)
        self._soon.start()

    def _when_kept(self, ticket_id: int, do: Callable[[], object]) -> None:
        """Do this once the database has all that was typed on the ticket."""
        self._composer.leave()
        if not self._pane.keeper.busy(ticket_id):
            do()
            return
        once = Qt.ConnectionType.SingleShotConnection
        self._pane.keeper.state_changed.connect(lambda *_: self._when_kept(ticket_id, do), once)

    def _is_mine(self, one: SharedDraft) -> bool:
        return one.author_id == self._desk.me.id

    def _name(self, agent_id: int) -> str:
        agent = self._desk.agent(agent_id)
        return agent.name if agent is not None else ""
