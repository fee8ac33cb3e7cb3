"""A mail that the window has another process read, so that whoever wrote it can harm nothing: what is asked and answered, a line of JSON each."""

from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.limits import Limits
from deskbell.model.mail import InboundMail


class TypedMail(Struct, frozen=True, tag="typed"):
    """A mail as somebody would have sent it. `headers` are further lines of its head, as they stand in a mail; `file`: it has an attachment. `limits` are the desk's."""

    sender: str
    to: str
    subject: str = ""
    text: str = ""
    headers: str = ""
    file: bool = False
    limits: Limits = Limits()


class MailFile(Struct, frozen=True, tag="file"):
    """A mail in a file of this computer. `limits` are the desk's."""

    path: str
    limits: Limits = Limits()


class MailRead(Struct, frozen=True, tag="read"):
    """What it says. Of its attachments nobody needs more than their size (`sizes`): what is in them goes through no pipe and holds no window up."""

    mail: InboundMail
    sizes: tuple[int, ...] = ()

    @classmethod
    def of(cls, mail: InboundMail) -> "MailRead":
        """A mail without what is in its attachments."""
        bare = tuple(replace(one, content=b"") for one in mail.attachments)
        return cls(replace(mail, attachments=bare), tuple(one.size for one in mail.attachments))

    def whole(self) -> InboundMail:
        """The mail, with attachments of the same size that are empty."""
        pairs = zip(self.mail.attachments, self.sizes, strict=True)
        return replace(self.mail, attachments=tuple(replace(one, content=bytes(size)) for one, size in pairs))


class MailUnread(Struct, frozen=True, tag="unread"):
    """Why it could not be read: a code with values, and more of it in `detail`."""

    code: str
    values: dict[str, str] = {}
    detail: str = ""


MailAnswer = MailRead | MailUnread
MailAsked = TypedMail | MailFile
_ASKED: Final[msgspec.json.Decoder[TypedMail | MailFile]] = msgspec.json.Decoder(MailAsked)
_ANSWERED: Final[msgspec.json.Decoder[MailRead | MailUnread]] = msgspec.json.Decoder(MailAnswer)


def asked(line: bytes) -> MailAsked:
    """What is to be read. Raises `msgspec.DecodeError`."""
    return _ASKED.decode(line)


def to_line(answer: MailAnswer) -> str:
    """An answer as a line without its end; its line separators of Unicode are hidden from readers of lines."""
    text = msgspec.json.encode(answer).decode()
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def from_line(line: str) -> MailAnswer | None:
    """An answer; None for any other line."""
    try:
        return _ANSWERED.decode(line)
    except msgspec.DecodeError:
        return None
