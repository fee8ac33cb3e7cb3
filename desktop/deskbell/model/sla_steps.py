"""What is done while the time runs out that was promised to a customer: whom it tells, and what it does to the ticket."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from deskbell.model.automation import Hand
from deskbell.model.kinds import Priority
from deskbell.model.sla import Metric

MOST_STEPS: Final = 20
"""So many steps a policy may have."""


class Step(Struct, frozen=True, omit_defaults=True):
    """A step of a policy: what is done once at each run of a clock of `metrics`, when so much of its time is over.

    That is `percent` of the target, 100 at most, or, where the target is reached, `late` seconds behind it; both are working time. Told are the ticket's
    `assignee` (where nobody has it, its team), the `lead` of its team (without one the managers), its `followers` and these `agents` (ids): by a notice with `notify`, by mail with
    `mail`. It gives the ticket to a team, and to somebody (LEAST: of the team; TURN is none of a step's), raises its priority, has `add` follow it,
    and calls a webhook.

    `id` names a step among all that there ever were. At runs that had come so far before `since` (aware) it is not done: nobody wants to hear of the past.
    """

    id: int = 0
    metrics: tuple[Metric, ...] = tuple(Metric)
    percent: int = 100
    late: int = 0
    assignee: bool = False
    lead: bool = False
    followers: bool = False
    agents: tuple[int, ...] = ()
    notify: bool = True
    mail: bool = False
    team_id: int | None = None
    assign: Hand = Hand.AS_IT_IS
    assignee_id: int | None = None
    priority: Priority | None = None
    add: tuple[int, ...] = ()
    webhook_id: int | None = None
    since: datetime | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """In what order steps come."""
        return self.percent, self.late

    @property
    def tells(self) -> bool:
        """Whether somebody is to be told."""
        return (self.notify or self.mail) and (self.assignee or self.lead or self.followers or bool(self.agents))

    @property
    def does(self) -> bool:
        """Whether something else is to be done."""
        handed = self.team_id is not None or self.assign is not Hand.AS_IT_IS
        return handed or self.priority is not None or bool(self.add) or self.webhook_id is not None


OFFERED: Final = (Step(percent=75, assignee=True), Step(percent=100, assignee=True, lead=True))
"""The steps that whoever makes a policy begins with."""
