"""Reads the open ticket, and of what is heard of it only what may be another by now."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.rows import DraftRow
from deskbell.store.queries import drafts
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.read_ahead import touched
from deskbell.ui.ticket.reading import Opened, open_ticket


class Reader:
    """`show` is told the ticket as it is (None where it is gone), `show_drafts` of which ticket there are these drafts by now, `failed` what went wrong;
    none of them once `owner` is gone. `taken` counts the drafts of a ticket that this program has given to the database by now: a ticket that was read while
    one of them was on its way has not got it, and is read once more."""

    def __init__(
        self,
        runner: Runner,
        agent_id: int,
        taken: Callable[[int], int],
        show: Callable[[Opened | None], None],
        show_drafts: Callable[[int, tuple[DraftRow, ...]], None],
        failed: Callable[[Exception], None],
        owner: QObject,
    ) -> None:
        self._runner = runner
        self._agent_id = agent_id
        self._taken = taken
        self._show = show
        self._show_drafts = show_drafts
        self._failed = failed
        self._owner = owner
        self._reading = False

    def read(self, ticket_id: int, newest: int) -> None:
        """Read all of it, with its `newest` messages."""
        self.forget()
        self._reading = True
        self._runner.ask(
            open_ticket,
            ticket_id,
            self._agent_id,
            newest,
            done=partial(self._came, ticket_id, newest, self._taken(ticket_id)),
            failed=self._came_not,
            topic=("ticket", id(self)),
            owner=self._owner,
        )

    def hear(self, changes: Changes, ticket_id: int, newest: int, opened: Opened | None) -> None:
        """Read again what these changes touch of the ticket, which was read as `opened` (None: not yet).

        Whoever writes an answer keeps a draft with each pause: the thread is no other for that, nor is it for a colleague's.
        """
        if not touched(changes, ticket_id, opened):
            return
        others = tuple(row for row in changes.rows if row.entity is not Entity.DRAFT)
        # What is being read may be older than the draft.
        if self._reading or opened is None or touched(Changes(others, changes.lost), ticket_id, opened):
            self.read(ticket_id, newest)
            return
        self._runner.ask(
            drafts.of_ticket,
            self._agent_id,
            ticket_id,
            done=partial(self._show_drafts, ticket_id),
            failed=self._failed,
            topic=("drafts", id(self)),
            owner=self._owner,
        )

    def forget(self) -> None:
        """Tell nothing of what is being read."""
        self._reading = False
        self._runner.forget(("ticket", id(self)))
        self._runner.forget(("drafts", id(self)))

    def _came(self, ticket_id: int, newest: int, taken: int, opened: Opened | None) -> None:
        if taken != self._taken(ticket_id):
            self.read(ticket_id, newest)
            return
        self._reading = False
        self._show(opened)

    def _came_not(self, error: Exception) -> None:
        self._reading = False
        self._failed(error)
