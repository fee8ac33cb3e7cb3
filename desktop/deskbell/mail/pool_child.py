"""What runs inside a child of the parser pool: read one mail after the other, within limits."""

import contextlib
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection

from msgspec import Struct

from deskbell.mail.confined import end_after, limit_memory
from deskbell.mail.pool_wire import receive_mails, send_outcome
from deskbell.model.errors import DeskError
from deskbell.model.limits import Limits
from deskbell.model.mail import InboundMail

Parse = Callable[[bytes, str, Limits], InboundMail]
"""Reads one mail: its bytes, the charset that the mailbox's mails usually have ("" for none), and what it may cost. Found by name in the child: a
function of a module."""

# A child whose parent has died while it reads is ended by the system, after this many times the time that a mail may take.
_ORPHAN_FACTOR = 4


class Unread(Struct, frozen=True):
    """A mail that could not be read: a code of `model.sentences` (parse.time, parse.memory, parse.died, parse.failed, or a limit of the reader).

    `reason` is what the sentence wants: the seconds for parse.time, what Python called the error for parse.failed, else the limit.
    """

    code: str
    reason: str = ""


def read_mail(raw: bytes, charset_hint: str, limits: Limits) -> InboundMail:
    """Deskbell's own reader. Imported by the child alone: the worker has no use for it."""
    from deskbell.mail.parse import parse

    return parse(raw, charset_hint=charset_hint, limits=limits)


def serve(connection: Connection, parse: Parse, limits: Limits) -> None:
    """The life of a child: say that it is ready, then take lists of mails and send back what became of each, until the parent is gone."""
    # A terminal's Ctrl-C reaches us too, and dying of it would look like the mail's fault; the parent ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Import what reading needs before time and memory count. What fails here fails for every mail: the child dies, and the parent says so.
    parse(b"Subject: warm\r\n\r\nup\r\n", "", limits)
    limit_memory(limits.memory_bytes)
    connection.send(None)
    # EOFError, BrokenPipeError: the parent is gone.
    with contextlib.suppress(EOFError, OSError):
        while True:
            raws, charset_hint = receive_mails(connection)
            # From the end on: a mail that was read is let go before its attachments are sent.
            raws.reverse()
            while raws:
                end_after(limits.seconds * _ORPHAN_FACTOR)
                send_outcome(connection, _read(parse, raws.pop(), charset_hint, limits))
            end_after(0)


def _read(parse: Parse, raw: bytes, charset_hint: str, limits: Limits) -> InboundMail | Unread:
    try:
        return parse(raw, charset_hint, limits)
    except MemoryError:
        return Unread("parse.memory", str(limits.memory_bytes >> 20))
    except DeskError as error:
        # A limit of the reader: its code has the sentence, its value is the limit.
        return Unread(error.code, str(error.values.get("limit", "")))
    except Exception as error:  # noqa: BLE001  the edge: whatever a sender wrote, the next mail must be read; the parent reports it
        return Unread("parse.failed", type(error).__name__)
