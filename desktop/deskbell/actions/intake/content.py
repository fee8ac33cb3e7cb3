"""What a mail says, as the rows of its message: the same when it arrives and when it is read again."""

from typing import Any

from deskbell.model.mail import InboundAttachment, InboundMail
from deskbell.store import attached, invites
from deskbell.store.search import index


def message_values(mail: InboundMail) -> dict[str, Any]:
    """The columns of `message` that come from the mail alone."""
    return {
        "from_name": mail.sender.name,
        "from_email": mail.sender.email,
        "to": [[person.name, person.email] for person in mail.to],
        "cc": [[person.name, person.email] for person in mail.cc],
        "subject": mail.subject,
        "sent_at": mail.date,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to[0] if mail.in_reply_to else "",
        "references": list(mail.references),
        "text": mail.text,
        "visible": None if mail.visible_reply == mail.text else mail.visible_reply,
        "html": mail.html,
        "html_visible": None if mail.html_visible == mail.html else mail.html_visible,
        "is_auto": mail.is_auto_reply,
        "is_bounce": mail.is_bounce,
        "machine": mail.machine or ("list" if mail.is_list else "delayed" if mail.is_delayed else ""),
        "problems": list(mail.problems),
        "invites": invites.packed(mail.invites),
    }


def attachment_values(file: InboundAttachment, message_id: int, position: int, blob_id: int) -> dict[str, Any]:
    """The row of one attachment whose bytes are kept as `blob_id`."""
    return {
        "message_id": message_id,
        "position": position,
        "blob_id": blob_id,
        "name": file.name,
        "content_type": file.content_type,
        "size": file.size,
        "inline": file.inline,
        "content_id": file.content_id,
        "mail": attached.packed(file.mail),
    }


def entry(mail: InboundMail, message_id: int, *, whole: bool) -> index.Entry:
    """What is found of a message. A quoted body is in the index already, with the message that it quotes; a first mail's is not (`whole`)."""
    return index.Entry(
        message_id=message_id,
        subject=mail.subject,
        body=mail.text if whole else mail.visible_reply,
        people=" ".join(f"{person.name} {person.email}" for person in (mail.sender, *mail.to, *mail.cc)),
        files=" ".join(file.name for file in mail.attachments),
    )
