"""The canned replies and macros that have a number: each is put in by one key."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from deskbell.model.canned import NUMBERS, Numbered
from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.store.queries.canned import numbered
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.keys import Keys
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.ui.ticket.pane import TicketPane

Ticked = Callable[[], tuple[int, ...]]


class RepliesAtHand(QObject):
    """Binds their keys; those of numbers that no reply has do nothing, and stand on no sheet. On the open ticket a reply is put into the answer, as out of the
    list; of `ticked` ones a macro changes what it changes."""

    def __init__(
        self, keys: Keys, runner: Runner, desk: DeskNow, pane: "Callable[[], TicketPane]", ticked: Ticked
    ) -> None:
        super().__init__(keys)
        self._runner = runner
        self._me = desk.me.id
        self._pane = pane
        self._ticked = ticked
        self._there: Mapping[int, Numbered] = {}
        self._actions: dict[int, QAction] = {}
        self._words: dict[int, str] = {}
        for number in NUMBERS:
            action = self._actions[number] = keys.bind(f"reply_{number}", partial(self._use, number))
            self._words[number] = action.text()
            action.setEnabled(False)
        desk.heard.connect(self._hear)
        self.read()

    def read(self) -> None:
        """Ask which there are."""
        topic = ("numbered", id(self))
        self._runner.ask(numbered, self._me, done=self._take, failed=lambda _error: None, topic=topic, owner=self)

    def _hear(self, changes: Changes) -> None:
        # They are told as settings (`actions.canned`).
        if changes.lost or changes.of(Entity.SETTING):
            self.read()

    def _take(self, found: Mapping[int, Numbered]) -> None:
        self._there = found
        for number, action in self._actions.items():
            one = found.get(number)
            action.setText(f"{one.name} ({self._words[number]})" if one is not None else self._words[number])
            action.setEnabled(one is not None)

    def _use(self, number: int) -> None:
        one = self._there.get(number)
        if one is None:
            return
        pane = self._pane()
        if ticked := self._ticked():
            pane.errands.macros.use(one.id, ticked)
        else:
            pane.writing.use_canned(one.id)
