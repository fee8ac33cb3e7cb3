"""What a mail of ours is that was written in another mail program: an answer to the customer, or words among ourselves.

The desk sends nothing that nobody asked it to send. So only a mail that went to somebody of the ticket by itself counts as an answer; anything else
is a note, and says that nobody outside has it.
"""

from collections.abc import Collection, Mapping, Sequence

from deskbell.model.kinds import MessageKind, Standing
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules.own import is_own


def is_written(mail: InboundMail) -> bool:
    """Whether a person wrote the mail: no machine did, and it reports nothing."""
    return not (mail.is_auto_reply or mail.is_bounce or mail.is_delayed)


def outsiders(mail: InboundMail, own: Collection[str], agents: Collection[str]) -> list[Mailbox]:
    """Whom it was sent to besides the desk. `own` and `agents` are the desk's addresses and its people's, in lower case."""
    people = (*mail.to, *mail.cc)
    return [one for one in people if "@" in one.email and not _inside(one.email, own, agents)]


def written_to(mail: InboundMail, own: Collection[str], agents: Collection[str]) -> Mailbox | None:
    """Whose ticket it is where the desk began to write: the first outside whom the mail itself went to, no copy; None for nobody."""
    return next((one for one in mail.to if "@" in one.email and not _inside(one.email, own, agents)), None)


def kind_of(sent_to: Sequence[Mailbox], participants: Mapping[str, Standing]) -> MessageKind:
    """OUT where any of these takes part in the ticket (`participants` by address in lower case), else NOTE."""
    taking_part = (participants.get(one.email.casefold(), Standing.SHOWN) for one in sent_to)
    return MessageKind.OUT if any(one is not Standing.SHOWN for one in taking_part) else MessageKind.NOTE


def _inside(email: str, own: Collection[str], agents: Collection[str]) -> bool:
    return is_own(email, own) or email.casefold() in agents
