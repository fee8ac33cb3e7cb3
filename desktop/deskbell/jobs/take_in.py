"""Mail that comes alone takes the short road: it is read while its server still has it, then kept and filed in one commit.

What comes in numbers is kept first and read later (`read_mail`): the server is emptied as fast as it can, and nothing large waits in memory.
On both roads nothing is lost, whatever breaks or is killed: until the commit the mail lies on its server, and a mail that breaks the parser is
kept and filed as one that could not be read. What cannot be filed for a reason of our own is only kept, and left to the reader.
"""

import logging
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import exists, select

from deskbell.actions.intake.arrival import Policy
from deskbell.actions.keep_raw import RawMail, keep_raw, new_mails
from deskbell.actions.receive import receive_new
from deskbell.actions.refused_before import any_before, carry_over
from deskbell.jobs.office import Office
from deskbell.jobs.read_mail import LEASE, answered
from deskbell.mail.pool import PoolClosed, Unread
from deskbell.model.kinds import AfterFiling
from deskbell.model.mail import InboundMail
from deskbell.model.settings import Settings
from deskbell.store import blobs, lease, plain
from deskbell.store.session import Session
from deskbell.store.tables import is_waiting, raw_mail

log = logging.getLogger("deskbell.jobs.take_in")

# More than so many mails, or bytes, at a time are a batch.
FEW = 10
FEW_BYTES = 1 << 20

# One question, for each mail asks it: does any wait to be read, or may one of this folder be a new one under its old name?
_ANY_BEFORE = select(exists(select(raw_mail.c.id).where(is_waiting)) | any_before)


class Answers(Struct, frozen=True):
    """What the parser made of mails, by their UIDs, and what is to be done with news."""

    outcomes: Mapping[int, InboundMail | Unread]
    policy: Policy


class Taken(Struct, frozen=True):
    """How many mails of a commit were new, and how many of these are left to the reader."""

    new: int
    left: int


def read_few(office: Office, settings: Settings, charset_hint: str, mails: Mapping[int, bytes]) -> Answers | None:
    """What the parser makes of a few mails, by their UIDs; None where they are to be kept first, as a batch is."""
    if not mails or len(mails) > FEW or sum(map(len, mails.values())) > FEW_BYTES:
        return None
    try:
        outcomes = office.parse(list(mails.values()), charset_hint, settings)
    except PoolClosed:
        return None
    except (OSError, RuntimeError):
        # No child can be started: that is no reason not to keep the mails.
        log.exception("the parser does not run")
        return None
    return Answers(dict(zip(mails, outcomes, strict=True)), Policy.of(settings))


def take_in(
    session: Session,
    office: Office,
    place: tuple[int, str, int],
    mails: Sequence[RawMail],
    contents: Mapping[int, blobs.Content],
    answers: Answers | None,
    after: AfterFiling = AfterFiling.LEAVE,
    special: str = "",
) -> Taken:
    """Keep mails of `place` (mailbox, folder, UIDVALIDITY) as `keep_raw` does, and file them too where they were read before. `contents` are their bytes
    by their UIDs, ready to be kept, `special` is what their server says that the folder is for."""
    if answers is None or not _nothing_before(session, office, place):
        kept = keep_raw(session, *place, mails, after=after, contents=contents)
        carry_over(session, *place)
        return Taken(len(kept), len(kept))
    new = new_mails(session, *place, mails, after=after, contents=contents)
    arrivals = [answered(replace(one, special=special), answers.outcomes[uid]) for uid, one in new.waiting.items()]
    receive_new(session, new, arrivals, answers.policy)
    return Taken(len(arrivals), 0)


def _nothing_before(session: Session, office: Office, place: tuple[int, str, int]) -> bool:
    """Whether nobody else files now and nothing waits: an answer must not come before the mail that it answers."""
    if not lease.nobody_else(session, LEASE, office.holder):
        return False
    asked = dict(zip(("mailbox", "folder", "validity"), place, strict=True))
    return plain.rows(session.connection, _ANY_BEFORE, asked) == [(False,)]
