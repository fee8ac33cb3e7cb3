"""Reading mail: bytes in, a frozen `InboundMail` out."""

from deskbell.mail.parse.reader import parse
from deskbell.model.limits import Limits

__all__ = ["Limits", "parse"]
