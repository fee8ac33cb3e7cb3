"""Which policy a ticket has, why not those before it, and what a policy must be to be kept."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.model.kinds import Priority, TicketType
from deskbell.model.sla import LONGEST, PAUSING, Metric, Policy
from deskbell.rules import sla_steps
from deskbell.rules.languages import speaks

LONGEST_NAME: Final = 80
"""Characters that the name of a policy may have."""
SHORTEST: Final = 60
"""Seconds: nothing shorter is promised."""


class Facts(Struct, frozen=True):
    """What the conditions of policies look at. `team` is 0 for none; `language` is the customer's, "" where it is not known."""

    mailbox: int
    team: int
    priority: Priority
    type: TicketType | None = None
    tags: frozenset[int] = frozenset()
    organisation: int | None = None
    language: str = ""
    vip: bool = False


class Lacks(StrEnum):
    """The first thing for which a policy is not a ticket's."""

    OFF = "off"
    MAILBOX = "mailbox"
    TEAM = "team"
    PRIORITY = "priority"
    TYPE = "type"
    TAG = "tag"
    ORGANISATION = "organisation"
    VIP = "vip"
    LANGUAGE = "language"


def lacks(policy: Policy, facts: Facts) -> Lacks | None:
    """Why a ticket does not fit a policy; None where it does."""
    named = policy.conditions
    if not policy.active:
        return Lacks.OFF
    each = (
        (Lacks.MAILBOX, named.mailboxes, facts.mailbox),
        (Lacks.TEAM, named.teams, facts.team),
        (Lacks.PRIORITY, named.priorities, facts.priority),
        (Lacks.TYPE, named.types, facts.type),
        (Lacks.ORGANISATION, named.organisations, facts.organisation),
    )
    for what, wanted, is_of in each:
        if wanted and is_of not in wanted:
            return what
    if named.tags and facts.tags.isdisjoint(named.tags):
        return Lacks.TAG
    if named.vip and not facts.vip:
        return Lacks.VIP
    if named.languages and not any(speaks(facts.language, one) for one in named.languages):
        return Lacks.LANGUAGE
    return None


def choose(policies: Iterable[Policy], facts: Facts) -> Policy | None:
    """The first policy, in their order, that a ticket fits; None where there is none."""
    return next((policy for policy in policies if lacks(policy, facts) is None), None)


def must_be_good(policy: Policy) -> None:
    """Raise `Mistake` policy.name_long, policy.empty where it promises nothing, policy.short, policy.long, policy.pauses, or as `rules.sla_steps`."""
    if len(policy.name) > LONGEST_NAME:
        raise Mistake("policy.name_long", limit=LONGEST_NAME)
    promised = [
        seconds for targets in policy.targets for metric in Metric if (seconds := targets.of(metric)) is not None
    ]
    if len(policy.targets) != len(Priority) or not promised:
        raise Mistake("policy.empty")
    for seconds in promised:
        must_be_possible(seconds)
    if not policy.pauses <= set(PAUSING):
        raise Mistake("policy.pauses")
    sla_steps.must_be_good(policy.steps)


def must_be_possible(seconds: int) -> None:
    """Raise `Mistake` policy.short or policy.long where nobody can promise something within so many seconds."""
    if seconds < SHORTEST:
        raise Mistake("policy.short")
    if seconds > LONGEST:
        raise Mistake("policy.long")
