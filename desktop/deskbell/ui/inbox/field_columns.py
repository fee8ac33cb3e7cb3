"""What the custom fields hold that a table has columns for: read for the tickets that are loaded, where there is such a column."""

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from deskbell.model.changes import Changes
from deskbell.model.fields import CustomField
from deskbell.model.kinds import Entity
from deskbell.store.queries import fields
from deskbell.ui.feed import Feed
from deskbell.ui.field_words import value_words
from deskbell.ui.inbox.ticket_model import TicketListModel
from deskbell.ui.runner import Runner

# So many tickets are remembered of those that were scrolled by.
_KEPT = 2_000


class FieldColumns(QObject):
    """`fields` are those that there are, by id, in their order; None until they were read.

    Signals:
        changed: there are other fields, or they are called otherwise.
        filled: what tickets hold was read.
    """

    changed = Signal()
    filled = Signal()

    def __init__(self, runner: Runner, feed: Feed, tickets: TicketListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._tickets = tickets
        self.fields: Mapping[int, CustomField] | None = None
        self._shown: frozenset[int] = frozenset()
        self._held: dict[int, dict[int, str]] = {}
        # What was changed since it was asked for, and what is asked for: a later question answers an earlier one too.
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._look)
        for come in (tickets.shown, tickets.settled, tickets.dataChanged):
            come.connect(self._look_soon)
        feed.changed.connect(self._hear)
        self._read_fields()

    def word(self, field_id: int) -> str:
        """What a field is called, "" while that is not known."""
        field = (self.fields or {}).get(field_id)
        return field.name if field is not None else ""

    def words(self, ticket_id: int, field_id: int) -> str:
        """What a ticket holds in a field, in words; "" where that is nothing, or not read yet."""
        field = (self.fields or {}).get(field_id)
        value = self._held.get(ticket_id, {}).get(field_id, "")
        return value_words(field, value) if field is not None else ""

    def show(self, ids: Iterable[int]) -> None:
        """There are columns for these fields, and for no others."""
        shown = frozenset(ids)
        if shown - self._shown:
            self._stale.update(self._held)
        self._shown = shown
        self._look_soon()

    def _hear(self, changes: Changes) -> None:
        # Fields are told as settings (`actions.field_definitions`).
        if changes.lost or changes.of(Entity.SETTING):
            self._read_fields()
        if self._shown:
            self._stale |= self._held.keys() if changes.lost else changes.tickets() & self._held.keys()
            self._look_soon()

    def _read_fields(self) -> None:
        self._runner.ask(fields.definitions, done=self._take_fields, topic=("field columns", id(self)), owner=self)

    def _take_fields(self, found: tuple[CustomField, ...]) -> None:
        there = {field.id: field for field in found if not field.retired}
        if there != self.fields:
            self.fields = there
            self.changed.emit()

    def _look_soon(self) -> None:
        if self._shown:
            self._soon.start()

    def _look(self) -> None:
        """Ask for what is not known of the tickets that are loaded."""
        loaded = self._tickets.ids()
        again = self._stale | self._asked
        lacking = [ticket for ticket in loaded if ticket not in self._held or ticket in again]
        if lacking and self._shown:
            self._asked = set(lacking)
            self._stale -= self._asked
            take = partial(self._take, lacking)
            topic = ("field values", id(self))
            self._runner.ask(fields.held, lacking, self._shown, done=take, topic=topic, owner=self)

    def _take(self, asked: list[int], found: dict[int, dict[int, str]]) -> None:
        if len(self._held) > _KEPT:
            self._held = {ticket: self._held[ticket] for ticket in self._tickets.ids() if ticket in self._held}
        self._held.update({ticket: found.get(ticket, {}) for ticket in asked})
        self._asked.clear()
        self.filled.emit()
