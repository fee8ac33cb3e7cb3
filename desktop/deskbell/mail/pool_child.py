"""What runs inside a child of the parser pool: read one mail after the other, within limits."""

import contextlib
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from deskbell.model.errors import DeskError
from deskbell.model.mail import InboundMail

Parse = Callable[[bytes, str], InboundMail]
"""Reads one mail: its bytes and the charset that the mailbox's mails usually have ("" for none). Found by name in the child: a function of a module."""

# A child whose parent has died while it reads is ended by the system, after this many times the time that a mail may take.
_ORPHAN_FACTOR = 4


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail that could not be read: a code of `model.sentences` (parse.time, parse.died, parse.failed, or a limit of the reader).

    `reason` is what the sentence wants: the seconds for parse.time, what Python called the error for parse.failed, else the limit.
    """

    code: str
    reason: str = ""


def read_mail(raw: bytes, charset_hint: str) -> InboundMail:
    """Deskbell's own reader. Imported by the child alone: the worker has no use for it."""
    from deskbell.mail.parse import parse

    return parse(raw, charset_hint=charset_hint)


def serve(connection: Connection, parse: Parse, seconds: float, memory_bytes: int) -> None:
    """The life of a child: say that it is ready, then take lists of mails and send back what became of each, until the parent is gone."""
    # A terminal's Ctrl-C reaches us too, and dying of it would look like the mail's fault; the parent ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Import what reading needs before time and memory count. What fails here fails for every mail: the child dies, and the parent says so.
    parse(b"Subject: warm\r\n\r\nup\r\n", "")
    _limit_memory(memory_bytes)
    connection.send(None)
    # EOFError, BrokenPipeError: the parent is gone.
    with contextlib.suppress(EOFError, OSError):
        while True:
            mails, charset_hint = connection.recv()
            for raw in mails:
                _alarm(seconds * _ORPHAN_FACTOR)
                connection.send(_read(parse, raw, charset_hint))
            _alarm(0)


def _read(parse: Parse, raw: bytes, charset_hint: str) -> InboundMail | Unread:
    try:
        return parse(raw, charset_hint)
    except MemoryError:
        return Unread("parse.died", "MemoryError")
    except DeskError as error:
        # A limit of the reader: its code has the sentence, its value is the limit.
        return Unread(error.code, str(error.values.get("limit", "")))
    except Exception as error:  # noqa: BLE001  the edge: whatever a sender wrote, the next mail must be read; the parent reports it
        return Unread("parse.failed", type(error).__name__)


def _limit_memory(size: int) -> None:
    """At most `size` bytes of address space, where the system can do that; Windows cannot, and macOS takes no notice."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
