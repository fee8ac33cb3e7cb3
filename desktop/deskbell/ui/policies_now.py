"""The SLA policies of the desk, as they are now."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.compliance import Compliance
from deskbell.model.kinds import Entity
from deskbell.model.sla import Metric, Policy
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class PoliciesNow(QObject):
    """Reads them, and again when somebody changes one. `known` says whether they were read yet. `organisations` and `webhooks`
    are the names of all there are, by id; `compliance` is how well each policy (id) was kept lately, once that was counted.

    Signals:
        changed: `policies`, `organisations` or `webhooks` are others, or were read for the first time.
        counted: `compliance` is other.
        failed(Exception): they could not be read; those that are known stay.
    """

    changed = Signal()
    counted = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.policies: tuple[Policy, ...] = ()
        self.organisations: dict[int, str] = {}
        self.webhooks: dict[int, str] = {}
        self.compliance: Mapping[int, Mapping[Metric, Compliance]] = {}
        self.known = False
        desk.heard.connect(self._hear)

    def policy(self, policy_id: int | None) -> Policy | None:
        """One of them, None where there is no such."""
        return next((one for one in self.policies if one.id == policy_id), None)

    def read_again(self) -> None:
        """Ask the database."""
        topic = ("policies", id(self))
        self._runner.ask(_read, done=self._take, failed=self.failed.emit, topic=topic, owner=self)

    def count(self) -> None:
        """Have it counted how well the policies were kept."""
        from deskbell.store.queries.compliance import of_policies

        topic = ("compliance", id(self))
        self._runner.ask(of_policies, done=self._take_count, failed=self.failed.emit, topic=topic, owner=self)

    def _take_count(self, found: Mapping[int, Mapping[Metric, Compliance]]) -> None:
        if found != self.compliance:
            self.compliance = found
            self.counted.emit()

    def _hear(self, changes: Changes) -> None:
        # They are told as settings (`actions.policies`), as is what webhooks there are.
        if changes.lost or 0 in changes.of(Entity.SETTING) or changes.of(Entity.ORGANISATION):
            self.read_again()

    def _take(self, found: tuple[tuple[Policy, ...], dict[int, str], dict[int, str]]) -> None:
        if not self.known or found != (self.policies, self.organisations, self.webhooks):
            self.known = True
            self.policies, self.organisations, self.webhooks = found
            self.changed.emit()


def _read(session: Session) -> tuple[tuple[Policy, ...], dict[int, str], dict[int, str]]:
    from deskbell.store.queries import webhooks
    from deskbell.store.queries.organisations import names

    return policies.rows(session), names(session), dict(webhooks.names(session))
