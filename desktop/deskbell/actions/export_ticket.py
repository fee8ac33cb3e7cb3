"""A ticket's mails as files that any mail program reads: one mbox file, or a folder of .eml files.

A mail that came or went out is written byte for byte as it was; what never was a mail (a note, a message whose original was an Outlook file) is
composed of what the desk knows.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from deskbell.mail.compose import compose
from deskbell.mail.header_lines import addresses_line, good_id
from deskbell.mail.mbox import mbox_entry
from deskbell.mail.parse.mapi import SIGNATURE
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import MessageKind
from deskbell.model.mail import Mailbox, OutboundMail
from deskbell.store.queries import originals
from deskbell.store.queries.cards import cards
from deskbell.store.queries.originals import Original
from deskbell.store.session import Session

_NOBODY: Final = Mailbox("", "nobody@address.invalid")
NAMES: Final = {MessageKind.IN: "in", MessageKind.OUT: "out", MessageKind.NOTE: "note"}


class Form(StrEnum):
    """How mails are written: each in a file of a folder, or all in one file (RFC 4155)."""

    EML = "eml"
    MBOX = "mbox"


def export_ticket(session: Session, ticket_id: int, form: Form, path: Path, *, notes: bool, over: bool = False) -> int:
    """Write the mails of a ticket to `path`, a new mbox file or a folder for .eml files; how many they are. With `notes`, those of the agents too.

    Nothing that is there already is written over, but with `over` an mbox file. Raises `Mistake` ticket.missing and file.exists, `Trouble` file.unwritable.
    """
    if not cards(session, [ticket_id]):
        raise Mistake("ticket.missing", number=ticket_id)
    found = originals.of_ticket(session, ticket_id, notes=notes)
    try:
        if form is Form.MBOX:
            with path.open("wb" if over else "xb") as file:
                for original, raw in mails(session, found):
                    file.write(mbox_entry(raw, original.sender, original.at))
        else:
            path.mkdir(parents=True, exist_ok=True)
            for number, (original, raw) in enumerate(mails(session, found), 1):
                # Names are ours alone: no word of a sender's is part of a path.
                name = f"{number:03d} {original.at:%Y-%m-%d %H%M} {NAMES[original.kind]}.eml"
                with (path / name).open("xb") as file:
                    file.write(raw)
    except FileExistsError as error:
        raise Mistake("file.exists", path=error.filename or path) from error
    except OSError as error:
        raise Trouble("file.unwritable", path=str(path), reason=error.strerror or type(error).__name__) from error
    return len(found)


def mails(session: Session, found: tuple[Original, ...]) -> Iterator[tuple[Original, bytes]]:
    """Each mail with its bytes, one in memory at a time."""
    for original in found:
        raw = originals.content(session, original) if original.blob_id is not None else b""
        if not raw or raw.startswith(SIGNATURE):
            raw = _composed(originals.as_composed(session, original.message_id), original.message_id)
        yield original, raw


def _composed(mail: OutboundMail, message_id: int) -> bytes:
    """A message as a mail: what in it no header can hold is left out."""
    return compose(
        replace(
            mail,
            sender=_writable(mail.sender) or replace(_NOBODY, name=_line(mail.sender.name)),
            to=tuple(one for person in mail.to if (one := _writable(person))),
            cc=tuple(one for person in mail.cc if (one := _writable(person))),
            subject=_line(mail.subject),
            message_id=mail.message_id if good_id(mail.message_id) else f"message.{message_id}@desk.invalid",
            in_reply_to=_line(mail.in_reply_to),
            references=tuple(map(_line, mail.references)),
            attachments=tuple(replace(file, name=_line(file.name)) for file in mail.attachments),
        )
    )


def _writable(person: Mailbox) -> Mailbox | None:
    """A person as a header can name them; None where their address cannot be written."""
    cleaned = Mailbox(_line(person.name), person.email)
    try:
        addresses_line("To", [cleaned])
    except Mistake:
        return None
    return cleaned


def _line(text: str) -> str:
    """A text on one line."""
    return re.sub(r"\s*[\r\n]\s*", " ", text)
