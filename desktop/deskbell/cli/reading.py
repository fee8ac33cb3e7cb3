"""`deskbell read`: the process beside a window that reads one mail for it. Nobody types it, it opens no desk and writes no file."""

import argparse
import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.model.errors import DeskError, Trouble
from deskbell.model.limits import Limits
from deskbell.model.mail import InboundMail

if TYPE_CHECKING:
    from deskbell.model.reading import MailAsked


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Declare the command; without a help of its own it is not listed."""
    command = commands.add_parser(
        "read",
        description="Reads a mail for a window: a line of JSON says which, another answers.",
        parents=[shared],
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read what the first line names, and say what it says; nothing is told by the exit code."""
    del arguments
    from deskbell.model.reading import MailRead, MailUnread, asked, to_line

    assert sys.stdin is not None
    question = asked(sys.stdin.buffer.readline())
    try:
        raw = _raw(question)
        answer: MailRead | MailUnread = MailRead.of(_read(raw, question.limits))
    except MemoryError:
        answer = MailUnread("parse.memory", {"reason": str(question.limits.memory_bytes >> 20)})
    except DeskError as error:
        answer = MailUnread(error.code, {name: str(value) for name, value in error.values.items()}, error.detail)
    print(to_line(answer), flush=True)
    return 0


def _raw(question: "MailAsked") -> bytes:
    from deskbell.mail.typed import typed
    from deskbell.model.reading import TypedMail

    if isinstance(question, TypedMail):
        return typed(question)
    path = Path(question.path)
    try:
        # Of a pipe no end may come; of what is too large the reader needs no more than that it is.
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        with path.open("rb") as file:
            return file.read(question.limits.message_bytes + 1)
    except FileNotFoundError as error:
        raise Trouble("file.missing", path=path) from error
    except OSError as error:
        raise Trouble("file.unreadable", path=path, reason=error.strerror or type(error).__name__) from error


def _read(raw: bytes, limits: Limits) -> InboundMail:
    """Within the time and the memory that one mail may take: beyond them this process ends."""
    from deskbell.mail.confined import end_after, limit_memory, write_nothing
    from deskbell.mail.parse import parse

    parse(b"Subject: warm\r\n\r\nup\r\n", limits=limits)
    write_nothing()
    limit_memory(limits.memory_bytes)
    end_after(limits.seconds)
    mail = parse(raw, limits=limits)
    end_after(0)
    return mail
