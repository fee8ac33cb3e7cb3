"""The ticket that comes next is read while this one is looked at: whoever goes down a list doesn't wait for the database."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.reading import NEWEST, Opened, open_ticket

_AFTER_MS = 20
"""What was opened is painted first."""


class ReadAhead(QObject):
    """Keeps one ticket as it was read, until anything is heard of it: then it is as good as not read.

    `taken` counts the drafts of a ticket that the database got from here: what was read before the last one is old. `came` is told of what was read.
    """

    def __init__(
        self,
        runner: Runner,
        agent_id: int,
        taken: Callable[[int], int],
        came: Callable[[Opened], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._agent_id = agent_id
        self._taken = taken
        self._taken_before = 0
        self._came = came
        self._wanted = 0
        self._opened: Opened | None = None
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self._read)

    def want(self, ticket_id: int) -> None:
        """Read this ticket once the window has nothing else to do; 0 for none."""
        if ticket_id != self._wanted:
            self.forget()
            self._wanted = ticket_id
            if ticket_id:
                self._soon.start()

    def has(self, ticket_id: int) -> bool:
        """Whether `take` would give it."""
        known = self._opened is not None and ticket_id == self._wanted
        return known and self._taken(ticket_id) == self._taken_before

    def take(self, ticket_id: int) -> Opened | None:
        """The ticket, where it has been read and nothing has been heard of it since. Nothing is kept of it."""
        kept = self._opened if self.has(ticket_id) else None
        self.forget()
        return kept

    def hear(self, changes: Changes) -> None:
        """Something changed on the desk."""
        if self._wanted and touched(changes, self._wanted, self._opened):
            self.forget()

    def deal(self, tickets: tuple[int, ...]) -> None:
        """Something is being done to these tickets."""
        if self._wanted in tickets:
            self.forget()

    def forget(self) -> None:
        """Keep nothing, and want nothing."""
        self._soon.stop()
        self._runner.forget(self._topic)
        self._wanted = 0
        self._opened = None

    @property
    def _topic(self) -> tuple[str, int]:
        return "ahead", id(self)

    def _read(self) -> None:
        self._taken_before = self._taken(self._wanted)
        self._runner.ask(
            open_ticket, self._wanted, self._agent_id, NEWEST, done=self._keep, failed=_let_go, topic=self._topic
        )

    def _keep(self, opened: Opened | None) -> None:
        self._opened = opened
        if opened is not None:
            self._came(opened)


def touched(changes: Changes, ticket_id: int, opened: Opened | None) -> bool:
    """Whether a ticket may be another one by now, or what is shown with it: its customer, what it is linked to, its fields, and what its tags are called. Whose it is and which
    it has is not known before it has been read (None).
    """
    # Which custom fields there are is told as a setting of the desk.
    if changes.lost or ticket_id in changes.tickets() or 0 in changes.of(Entity.SETTING):
        return True
    if opened is not None and opened.panel is not None and changes.tickets() & {one.id for one in opened.panel.linked}:
        return True
    if changes.of(Entity.ORGANISATION):
        # Customers who were put into one, or taken out, are not told one by one.
        return True
    customers = changes.of(Entity.CUSTOMER)
    if customers and (opened is None or opened.detail.row.customer_id in customers):
        return True
    return bool(changes.of(Entity.TAG)) and (opened is None or bool(opened.detail.row.tags))


def _let_go(_error: Exception) -> None:
    """Whoever opens the ticket is told."""
