"""A mail as `deskbell mail inspect` prints it."""

from deskbell.model.mail import AttachedMail, InboundMail, Invite, Mailbox


def describe(mail: InboundMail) -> dict[str, object]:
    """The mail as plain values for JSON: addresses as {name, email}, the date in ISO 8601 and UTC (null where there is none), attachments without content."""
    return {
        "subject": mail.subject,
        "from": _mailbox(mail.sender),
        "to": [_mailbox(one) for one in mail.to],
        "cc": [_mailbox(one) for one in mail.cc],
        "reply_to": [_mailbox(one) for one in mail.reply_to],
        "date": mail.date.isoformat() if mail.date is not None else None,
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.text,
        "html": mail.html,
        "visible_reply": mail.visible_reply,
        "attachments": [
            {"name": one.name, "content_type": one.content_type, "size": one.size, "inline": one.inline}
            | _attached(one.mail)
            for one in mail.attachments
        ],
        "invites": [_invite(one) for one in mail.invites],
        "is_auto_reply": mail.is_auto_reply,
        "is_bounce": mail.is_bounce,
        "problems": list(mail.problems),
    }


def _invite(one: Invite) -> dict[str, object]:
    return {
        "method": one.method,
        "summary": one.summary,
        "location": one.location,
        "organizer": _mailbox(one.organizer),
        "start": one.start.isoformat() if one.start is not None else None,
        "end": one.end.isoformat() if one.end is not None else None,
        "zone": one.zone,
        "all_day": one.all_day,
        "recurs": one.recurs,
        "answer": one.answer,
    }


def _attached(mail: AttachedMail | None) -> dict[str, object]:
    """What an attached message says, beside the file that it is."""
    if mail is None:
        return {}
    date = mail.date.isoformat() if mail.date is not None else None
    return {"mail": {"subject": mail.subject, "from": _mailbox(mail.sender), "date": date, "text": mail.text}}


def _mailbox(one: Mailbox) -> dict[str, str]:
    return {"name": one.name, "email": one.email}
