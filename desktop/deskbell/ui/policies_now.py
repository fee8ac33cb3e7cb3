"""The SLA policies of the desk, as they are now."""

from collections.abc import Mapping

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.compliance import Compliance
from deskbell.model.kinds import Entity
from deskbell.model.sla import Metric, Policy
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.part_now import PartNow
from deskbell.ui.runner import Runner


class Found(Struct, frozen=True):
    """All policies in their order, and the names of all organisations and webhooks, by id."""

    policies: tuple[Policy, ...] = ()
    organisations: Mapping[int, str] = {}
    webhooks: Mapping[int, str] = {}


class PoliciesNow(PartNow[Found]):
    """`compliance` is how well each policy (id) was kept lately, once that was counted.

    Signals:
        counted: `compliance` is other.
    """

    counted = Signal()

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(runner, desk, _read, Found(), parent)
        self.compliance: Mapping[int, Mapping[Metric, Compliance]] = {}

    def row(self, policy_id: int | None) -> Policy | None:
        """One of them, None where there is no such."""
        return next((one for one in self.found.policies if one.id == policy_id), None)

    def count(self) -> None:
        """Have it counted how well the policies were kept."""
        from deskbell.store.queries.compliance import of_policies

        topic = ("compliance", id(self))
        self._runner.ask(of_policies, done=self._take_count, failed=self.failed.emit, topic=topic, owner=self)

    def _take_count(self, found: Mapping[int, Mapping[Metric, Compliance]]) -> None:
        if found != self.compliance:
            self.compliance = found
            self.counted.emit()

    def _concerned(self, changes: Changes) -> bool:
        return super()._concerned(changes) or bool(changes.of(Entity.ORGANISATION))


def _read(session: Session) -> Found:
    from deskbell.store.queries import webhooks
    from deskbell.store.queries.organisations import names

    return Found(policies.rows(session), names(session), dict(webhooks.names(session)))
