"""What is promised to customers: by when they have a first answer, the next one, and a solution."""

from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.kinds import Priority, Status, TicketType

if TYPE_CHECKING:
    from deskbell.model.sla_steps import Step


class Metric(IntEnum):
    """What a clock counts the time to. Kept in the database: never renumber one, only add."""

    FIRST_REPLY = 1
    NEXT_REPLY = 2
    RESOLUTION = 3


class Conditions(Struct, frozen=True, forbid_unknown_fields=True):
    """Which tickets a policy is for: those that are one of each kind of thing that is named here; of what names nothing, any.

    `teams` may hold 0, no team. Tags, organisations, mailboxes and teams by id; a ticket needs one of the tags. `languages` are the customers', and a customer
    is a VIP also through the organisation. One that a newer program has put there is not passed over: the policy would be for more tickets than it says.
    """

    mailboxes: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    priorities: tuple[Priority, ...] = ()
    types: tuple[TicketType, ...] = ()
    tags: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    vip: bool = False


class Targets(Struct, frozen=True):
    """Within how many seconds of working time; None promises nothing."""

    first_reply: int | None = None
    next_reply: int | None = None
    resolution: int | None = None

    def of(self, metric: Metric) -> int | None:
        """What is promised of this."""
        return (self.first_reply, self.next_reply, self.resolution)[metric - 1]


NO_TARGETS: Final = (Targets(),) * len(Priority)
"""Nothing is promised of any priority."""

ALWAYS: Final = 0
"""As the calendar of a policy: day and night."""

PAUSING: Final = (Status.PENDING, Status.ON_HOLD)
"""Statuses that may stop the clocks for as long as a ticket has them."""

LONGEST: Final = 366 * 24 * 3600
"""The seconds that may be promised at most."""


class Policy(Struct, frozen=True):
    """A promise, and whom it is made to. Of several the first in their order (`position`) is taken that a ticket fits.

    `targets` has those of each priority, LOW first. `calendar_id` names the working hours, ALWAYS for none; with None they are those of the ticket's team, or
    the desk's first. The clocks stand still in the statuses of `pauses`, and with `pauses_snoozed` while a ticket is snoozed. `steps` warn, in any order.
    """

    id: int
    name: str
    active: bool = True
    position: int = 0
    conditions: Conditions = Conditions()
    targets: tuple[Targets, ...] = NO_TARGETS
    calendar_id: int | None = None
    pauses: frozenset[Status] = frozenset(PAUSING)
    pauses_snoozed: bool = False
    version: int = 0
    steps: "tuple[Step, ...]" = ()


class ClockRow(Struct, frozen=True):
    """One clock as screens show it. `target` and `spent` are seconds of working time, `spent` up to when it was last set going; times are aware.

    `due_at` is None while it is paused, `breached_at` is when the promise was broken.
    """

    metric: Metric
    policy_id: int
    policy: str
    target: int
    spent: int
    started_at: datetime
    due_at: datetime | None = None
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    breached_at: datetime | None = None


class Moved(Struct, frozen=True):
    """What a change of the policies would do: how many open tickets there are, how many of them would be promised something else than now, and how many
    nothing any more.
    """

    of: int
    moved: int
    lost: int


class SavePolicy(Command, frozen=True, kw_only=True):
    """Make a policy (id 0), behind the others, or change one: all of it but its place. Of steps `id` says which it was (0: a new one); `since` follows."""

    id: int
    name: str
    active: bool = True
    conditions: Conditions = Conditions()
    targets: tuple[Targets, ...] = NO_TARGETS
    calendar_id: int | None = None
    pauses: frozenset[Status] = frozenset(PAUSING)
    pauses_snoozed: bool = False
    version: int = 0
    steps: "tuple[Step, ...]" = ()


class RemovePolicy(Command, frozen=True, kw_only=True):
    """There is no such policy any more. What was promised by it and is over stays known."""

    id: int
    version: int


class OrderPolicies(Command, frozen=True, kw_only=True):
    """Put the policies in this order; those that are not named come behind, as they were."""

    policies: tuple[int, ...]
