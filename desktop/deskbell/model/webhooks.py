"""Webhooks: addresses of other programs that the desk calls when something happens, and the calls, which are kept until they are delivered."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from deskbell.model.commands import Command
from deskbell.model.hidden import all_but

TEST: Final = "webhook.test"
"""The type of a call that an administrator makes to try a webhook; it is about no ticket."""
WARNED: Final = "ticket.warned"
"""The type of a call that a step of an SLA policy makes."""


class CallState(StrEnum):
    """What became of a call. The values are stored: never rename one, only add. GIVEN_UP: an administrator decides; LEFT: one has, and lets it be."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"
    LEFT = "left"


class Webhook(Struct, frozen=True):
    """A webhook. Its secret is not the desk's to know: it lies among the secrets of the computers that do the worker's work.

    `failing_since` is when it was first called in vain since it was last called with success, `reason` why, as a code of `model.sentences`, and `rests_until`
    until when nobody calls it. `gone`: it said that there is nobody any more (410), and was switched off for that. Of its calls `waiting` are to be delivered,
    and `given_up` were given up without an administrator having decided what is to become of them.
    """

    id: int
    name: str
    address: str
    active: bool = True
    version: int = 0
    gone: bool = False
    failing_since: datetime | None = None
    rests_until: datetime | None = None
    reason: str = ""
    reason_values: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    given_up: int = 0
    called_at: datetime | None = None


class Call(Struct, frozen=True):
    """A call of a webhook. `key` is its webhook-id, the same each time it is tried; `body` are the bytes that are signed, as text.

    `status` and `answer` are what the last try was answered with, 0 where there was no answer, `milliseconds` how long it took, and `reason` what was wrong.
    It is tried again at `due`, and given up after `until`.
    """

    id: int
    webhook_id: int
    key: str
    type: str
    ticket_id: int | None
    body: str
    state: CallState
    tries: int
    queued_at: datetime
    due: datetime
    until: datetime
    tried_at: datetime | None = None
    status: int = 0
    milliseconds: int = 0
    answer: str = ""
    reason: str = ""
    reason_values: Mapping[str, str] = field(default_factory=dict)

    # Both tell of customers.
    __repr__ = all_but("body", "answer")


class SaveWebhook(Command, frozen=True, kw_only=True):
    """Make a webhook (id 0), or change one. One whose address is another, or that is switched on, is called again at once."""

    id: int
    name: str
    address: str
    active: bool = True
    version: int = 0


class RemoveWebhook(Command, frozen=True, kw_only=True):
    """There is no such webhook any more, nor its calls, delivered or not."""

    id: int
    version: int


class TryWebhook(Command, frozen=True, kw_only=True):
    """Have a webhook called to see whether it works."""

    id: int


class SettleCalls(Command, frozen=True, kw_only=True):
    """Try calls of a webhook again now, or let those be that were given up. Without `calls` (ids) all that were given up."""

    id: int
    calls: tuple[int, ...] = ()
    again: bool = True
