"""Readers that do what a hostile mail makes a reader do. Child processes import them by name."""

import os
import re
import signal
import time

from deskbell.model.errors import Trouble
from deskbell.model.limits import Limits
from deskbell.model.mail import InboundMail, Mailbox


def obedient(raw: bytes, charset_hint: str, limits: Limits) -> InboundMail:
    """Does what the first word of the mail says, else reads it as its own subject."""
    word, _, rest = raw.partition(b" ")
    match word:
        case b"raise":
            raise ValueError(raw)
        case b"refuse":
            raise Trouble("parse.depth", found=41, limit=40)
        case b"recurse":
            return obedient(raw, charset_hint, limits)
        case b"die":
            os.abort()
        case b"exit":
            os._exit(0)
        case b"die-once":
            _once(rest)
        case b"stall":
            time.sleep(600)
        case b"stall-in-c":
            if rest:
                os.close(os.open(rest, os.O_CREAT))
            re.match(r"(a+)+$", "a" * 60 + "b")
        case b"eat-memory":
            return InboundMail("x" * (1 << 40), Mailbox("", ""))
        case b"parts":
            return InboundMail(str(limits.parts), Mailbox("", ""))
        case b"doze":
            time.sleep(float(rest))
    return InboundMail(raw.decode("latin-1"), Mailbox(charset_hint, ""))


def unimportable(raw: bytes, charset_hint: str, limits: Limits) -> InboundMail:
    """A reader of a broken installation."""
    raise ImportError


def whoever(raw: bytes, charset_hint: str, limits: Limits) -> InboundMail:
    """Says which process read the mail."""
    return InboundMail(str(os.getpid()), Mailbox("", ""))


def _once(path: bytes) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGTERM)
