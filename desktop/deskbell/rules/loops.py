"""Whether a machine may answer a mail. Two programs that answer each other fill both desks in a night, so in doubt it keeps silent (RFC 3834, 2)."""

import re
from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.mail import InboundMail
from deskbell.rules.own import is_own

PER_SENDER: Final = timedelta(hours=1)
"""At most one automatic answer goes to a sender in this time, whatever else is allowed."""
PER_DAY: Final = timedelta(days=1)
_MACHINES: Final = re.compile(
    r"(?i)(?:(?:do[._-]?)?no[t]?[._-]?reply|mailer[._-]?daemon|mdaemon|postmaster|bounces?|listserv|majordomo|autoreply|auto-reply|[^@]*-(?:request|owner|bounces?)|owner-[^@]*)(?:[+-][^@]*)?@"
)


class Silent(StrEnum):
    """Why no automatic answer goes out."""

    MACHINE = "machine"
    REPORT = "report"
    NOBODY = "nobody"
    OURSELVES = "ourselves"
    HOUR = "hour"
    SENDER_DAY = "sender_day"
    MAILBOX_DAY = "mailbox_day"


class Caps(Struct, frozen=True):
    """How many automatic answers go out in a day at most, to one sender and from one mailbox."""

    sender_day: int = 5
    mailbox_day: int = 1000


class SentLately(Struct, frozen=True):
    """How many went out: to this sender within `PER_SENDER` and within `PER_DAY`, and from this mailbox within `PER_DAY`."""

    sender_hour: int = 0
    sender_day: int = 0
    mailbox_day: int = 0


def silent(mail: InboundMail, own: Collection[str], lately: SentLately, caps: Caps) -> Silent | None:
    """Why this mail gets no automatic answer; None where it may have one. `own` are the desk's addresses in lower case."""
    email = mail.sender.email
    if mail.is_bounce or mail.is_delayed:
        return Silent.REPORT
    if mail.is_auto_reply or mail.is_list or mail.machine:
        return Silent.MACHINE
    if "@" not in email:
        return Silent.NOBODY
    if _MACHINES.match(email):
        return Silent.MACHINE
    if is_own(email, own):
        return Silent.OURSELVES
    if lately.sender_hour:
        return Silent.HOUR
    if lately.sender_day >= caps.sender_day:
        return Silent.SENDER_DAY
    if lately.mailbox_day >= caps.mailbox_day:
        return Silent.MAILBOX_DAY
    return None
