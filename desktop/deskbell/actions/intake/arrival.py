"""A mail on its way in, and what became of it."""

from datetime import datetime, timedelta

from msgspec import Struct, field

from deskbell.model.kinds import RawState, Status
from deskbell.model.mail import InboundMail
from deskbell.model.settings import Settings
from deskbell.rules.loops import Caps
from deskbell.rules.spam import Respected


class Arrival(Struct, frozen=True):
    """One kept raw mail with what the parser made of it. Without `mail` it was not read yet, or could not be: `code` and `reason` say why.

    `fetched`: whether the blob is the mail itself. Otherwise the server did not give it, and `reason` tells where it lies. `stand_in` is the message
    that was made in the mail's place while that was so, 0 for none. `special` is what the server says that the folder is for (`mail.folders`).
    """

    raw_id: int
    blob_id: int
    mailbox_id: int
    received_at: datetime
    folder: str
    mail: InboundMail | None = None
    code: str = ""
    reason: str = ""
    fetched: bool = True
    stand_in: int = 0
    special: str = ""


class Policy(Struct, frozen=True):
    """What the desk's settings say about arriving mail.

    `imported`: history, not news: a mail's own date is its time, our own addresses wrote what they wrote, and new tickets get `status`. `ticket_id` is the
    ticket that somebody has added it to, 0 for none: it goes there whatever it says.
    """

    reopen_for: timedelta = timedelta(days=30)
    imported: bool = False
    status: Status = Status.NEW
    ticket_id: int = 0
    respected: Respected = field(default_factory=Respected)
    caps: Caps = field(default_factory=Caps)

    @classmethod
    def of(cls, settings: Settings) -> "Policy":
        """For news, as the desk's settings are."""
        return cls(
            reopen_for=timedelta(days=settings.number("ticket.reopen_days")),
            respected=Respected(headers=settings.flag("spam.headers"), folder=settings.flag("spam.folder")),
            caps=Caps(settings.number("acknowledge.sender_day"), settings.number("acknowledge.mailbox_day")),
        )


class Placed(Struct, frozen=True):
    """What became of one arrival: the message that was made of it, or that it is once more. `ticket_id` is 0 where it was ignored."""

    raw_id: int
    state: RawState
    ticket_id: int
    message_id: int
    reason: str
