"""What would become of a ticket or a mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec import Struct

from deskbell.model.automation import NO_ACTIONS, Event, RuleActions
from deskbell.model.kinds import LinkKind, MessageKind
from deskbell.model.mail import Mailbox
from deskbell.model.routing import Verdict as Routed
from deskbell.model.sla import Metric, Policy
from deskbell.rules.automation import Verdict
from deskbell.rules.loops import Silent
from deskbell.rules.sla import Lacks


class TriedRule(Struct, frozen=True):
    """A rule in its turn. `does` is what it would do, without what the ticket is already. With `because` it had its turn for what that other one did
    (`BY_TEAM`: for that the ticket was handed out).
    """

    verdict: Verdict
    does: RuleActions = NO_ACTIONS
    because: str = ""

    @property
    def acts(self) -> bool:
        """Whether it would do anything."""
        return self.does != NO_ACTIONS


class TriedPolicy(Struct, frozen=True):
    """A policy in its turn, and why it is not the ticket's; None where it is."""

    policy: Policy
    lacks: Lacks | None


class Due(Struct, frozen=True):
    """What is promised: within so many seconds of working time, by then (None: paused, or never)."""

    metric: Metric
    target: int
    due_at: datetime | None


BY_TEAM: Final = "\n"
"""Instead of a rule's name, which is a line: its team handed the ticket out."""


MOST_BEFORE: Final = 100


class Handed(Struct, frozen=True):
    """Who would have the ticket, and through which rules ("" for none): the team is else its mailbox's or the one that it has. `routed` says why it is they
    where a rule or the team itself chose among its members, or why nobody takes it; `skills` are the names of what it asks for, by id. `before` are the tickets that wait in that team's queue before it, `MOST_BEFORE` for
    so many or more.
    """

    team_id: int | None = None
    team_by: str = ""
    assignee_id: int | None = None
    assignee_by: str = ""
    routed: Routed | None = None
    skills: Mapping[int, str] = {}
    before: int = 0


class Filed(Struct, frozen=True):
    """What becomes of a mail: it goes to `ticket_id`, or begins a ticket (0). `why` is as its message would keep it (`rules.why`).

    `again`: the desk has it already, so nothing becomes of it. `asking` is whose ticket it is, by number (0: somebody new) and name; `organisation` theirs.
    `kind` and `by_us` as of a message's plan. `links` are the tickets that it would point to; `warnings` what would stand above the message. `answer`
    says why no acknowledgement would go out, "" where one would; None where the mailbox sends none.
    """

    ticket_id: int
    why: str
    sender: Mailbox
    asking_id: int
    asking: str
    organisation: str = ""
    vip: bool = False
    again: bool = False
    spam: bool = False
    automatic: bool = False
    machine: str = ""
    kind: MessageKind = MessageKind.IN
    by_us: bool = False
    links: tuple[tuple[int, LinkKind], ...] = ()
    warnings: tuple[str, ...] = ()
    acknowledged: bool = False
    silent: Silent | None = None


class TriedOut(Struct, frozen=True):
    """All of it. `number` is 0 for a ticket that would be new; `away`: rules and policies leave it alone. `filed` is of a mail."""

    number: int
    subject: str
    events: frozenset[Event] = frozenset()
    away: bool = False
    filed: Filed | None = None
    rules: tuple[TriedRule, ...] = ()
    policies: tuple[TriedPolicy, ...] = ()
    dues: tuple[Due, ...] = ()
    handed: Handed = Handed()
