"""How the desk's mail is doing, as whoever watches computers wants to hear it: well, to be looked at, or wrong, and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from msgspec import Struct

from deskbell.model.kinds import MailboxState
from deskbell.model.rows import MailboxRow, WorkerRow
from deskbell.model.troubles import WebhookTrouble

# Nobody has looked into a mailbox for so long, though it is said to be well: it is looked into every few minutes at the least.
QUIET: Final = timedelta(minutes=15)
# A mail that an agent has sent has left by then, or something is in its way; and later somebody has to see to it.
SLOW: Final = timedelta(minutes=5)
STUCK: Final = timedelta(minutes=30)


class Level(IntEnum):
    """How bad it is; the values are the exit codes of monitoring plugins."""

    OK = 0
    WARN = 1
    FAIL = 2


class Facts(Struct, frozen=True):
    """What is known of a desk at `now`: who holds the worker's lease and a service's (None: nobody ever did), its mailboxes, how many mails are due to
    be sent and since when the oldest, how many were read in and are not filed, how many were perhaps not sent and wait for a person, and the webhooks
    that are in trouble."""

    now: datetime
    worker: WorkerRow | None
    service: WorkerRow | None
    mailboxes: Sequence[MailboxRow]
    due: int
    due_since: datetime | None
    unfiled: int
    undecided: int
    webhooks: Sequence[WebhookTrouble] = ()


class Finding(Struct, frozen=True):
    """One thing to say: `code` is a sentence of `model.sentences`, filled with `values` and, as {reason}, with what the sentence `reason` says."""

    level: Level
    code: str
    values: Mapping[str, object]
    reason: tuple[str, Mapping[str, object]] = ("", {})


def findings(facts: Facts) -> list[Finding]:
    """What is wrong, the worst first; or the one finding that all is well, and by whom."""
    wrong = [*_of_workers(facts), *_of_mailboxes(facts), *_of_outbox(facts), *_of_webhooks(facts)]
    if wrong or facts.worker is None:
        return sorted(wrong, key=lambda one: -one.level)
    kind = "health.service" if _is_service(facts) else "health.worker"
    return [Finding(Level.OK, kind, {"host": host_of(facts.worker.holder)})]


def host_of(holder: str) -> str:
    """The computer of a lease's holder."""
    return holder.partition("/")[0]


def _is_service(facts: Facts) -> bool:
    return facts.service is not None and facts.service.alive


def _of_workers(facts: Facts) -> Iterator[Finding]:
    if facts.worker is None:
        yield Finding(Level.FAIL, "health.never", {})
    elif not facts.worker.alive:
        yield Finding(Level.FAIL, "health.nobody", {"since": facts.worker.expires_at})
    # A service that was ended has given its lease back, and nobody misses it.
    if facts.service is not None and facts.service.holder and not facts.service.alive:
        values = {"host": host_of(facts.service.holder), "since": facts.service.expires_at}
        yield Finding(Level.WARN, "health.service_gone", values)


def _of_mailboxes(facts: Facts) -> Iterator[Finding]:
    for box in facts.mailboxes:
        if not box.active or not box.imap_host:
            continue
        reason: tuple[str, Mapping[str, object]] = (box.reason, box.reason_values)
        if box.state is MailboxState.FAILING:
            yield Finding(
                Level.FAIL, "health.failing", {"name": box.name, "since": box.state_since or facts.now}, reason
            )
        elif box.state is MailboxState.LAPSING:
            yield Finding(Level.WARN, "health.lapsing", {"name": box.name}, reason)
        elif box.good_at is not None and facts.now - box.good_at > QUIET:
            yield Finding(Level.WARN, "health.quiet", {"name": box.name, "since": box.good_at})


def _of_outbox(facts: Facts) -> Iterator[Finding]:
    if facts.due_since is not None and facts.now - facts.due_since > SLOW:
        level = Level.FAIL if facts.now - facts.due_since > STUCK else Level.WARN
        yield Finding(level, "health.unsent", {"count": facts.due, "since": facts.due_since})
    if facts.undecided:
        yield Finding(Level.WARN, "health.undecided", {"count": facts.undecided})


def _of_webhooks(facts: Facts) -> Iterator[Finding]:
    for one in facts.webhooks:
        values = {"name": one.name, "since": one.since}
        yield Finding(Level.WARN, "health.webhook", values, (one.code, one.values))
