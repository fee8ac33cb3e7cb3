"""Whether the domain of a customer's address is blocked: looked for once they have been on the screen for a moment."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity, Listed
from deskbell.model.rows import CustomerRow
from deskbell.rules.spam import blocked_domain, patterns_of
from deskbell.store.queries import senders
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.ticket.person_side import PersonSide

# The ticket itself is seen first.
_AFTER_MS: Final = 400


class DomainSign(QObject):
    """Has `side` say it, which says of addresses that are blocked themselves by itself."""

    def __init__(self, side: PersonSide, runner: Runner, desk: DeskNow, parent: QObject) -> None:
        super().__init__(parent)
        self._side = side
        self._runner = runner
        self._said_of = 0
        self._soon = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._look)
        side.person_shown.connect(self._begin)
        desk.heard.connect(self._hear)

    def _begin(self, customer: CustomerRow) -> None:
        self._runner.forget(self._topic)
        if customer.id != self._said_of or customer.blocked:
            self._side.show_domain("")
        self._said_of = customer.id
        self._soon.start()

    def _hear(self, changes: Changes) -> None:
        # The lists of senders are among what is set.
        if changes.lost or any(row.entity is Entity.SETTING for row in changes.rows):
            self._soon.start()

    @property
    def _topic(self) -> tuple[str, int]:
        return ("domain", id(self))

    def _look(self) -> None:
        customer = self._side.customer
        if customer is None or customer.blocked or not customer.emails:
            return
        emails = customer.emails
        patterns = tuple({pattern for email in emails for pattern in patterns_of(email)})

        def show(listed: dict[str, Listed]) -> None:
            if self._side.customer is not None and self._side.customer.id == customer.id:
                self._side.show_domain(blocked_domain(emails, listed))

        self._runner.ask(senders.of_patterns, patterns, done=show, failed=self._keep, topic=self._topic, owner=self)

    def _keep(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell, which has all read again once it is back."""
