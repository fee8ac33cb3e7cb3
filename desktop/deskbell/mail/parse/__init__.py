"""Reading mail: bytes in, a frozen `InboundMail` out."""

from deskbell.mail.parse.limits import Limits
from deskbell.mail.parse.reader import parse

__all__ = ["Limits", "parse"]
