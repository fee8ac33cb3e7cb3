"""What is in a winmail.dat, put in its place among the parts of the mail."""

from typing import Final

from deskbell.mail.html_text import text_of_html
from deskbell.mail.parse.bodies import Content
from deskbell.mail.parse.names import attachment_name
from deskbell.mail.parse.plain import tidy
from deskbell.mail.parse.tnef import Opened, is_tnef, open_tnef
from deskbell.mail.parse.words import HeaderText
from deskbell.mail.sanitize import sanitize
from deskbell.model.mail import AttachedMail, InboundAttachment

_NESTED: Final = 3
ATTACHED_CHARACTERS: Final = 20_000
"""How much of an attached message's text is told beside it."""


def open_winmail(content: Content, header: HeaderText) -> None:
    """Open all winmail.dat files. The body inside is the mail's where it has no other, and so are subject and sender; a message attached in there is
    an attachment that says what it is."""
    for level in range(_NESTED):
        files: list[InboundAttachment] = []
        found = False
        for one in content.attachments:
            if not is_tnef(one.name, one.content_type, one.content):
                files.append(one)
                continue
            opened = open_tnef(one.content, len(files) + 1)
            if opened is None:
                header.problems.append("tnef:unreadable")
                files.append(one)
                continue
            found = True
            header.problems.append("tnef:opened")
            if level:
                files.extend(_message(opened, len(files) + 1))
            else:
                _take_over(content, opened)
            files.extend(opened.attachments)
        content.attachments = files
        if not found:
            return


def _take_over(content: Content, opened: Opened) -> None:
    if not (content.body.text or "").strip() and not content.body.html.strip():
        content.body.text = tidy(opened.text) if opened.text.strip() else None
        content.body.html = opened.html
    if opened.calendar and not content.calendars:
        content.calendars.append(opened.calendar)
    content.subject = content.subject or opened.subject
    if content.sender is None:
        content.sender = opened.sender


def _message(opened: Opened, number: int) -> list[InboundAttachment]:
    """The body of an attached message as a file, if it has one, named by the subject."""
    if not (opened.html or opened.text).strip():
        return []
    kind = "text/html" if opened.html.strip() else "text/plain"
    text = tidy(opened.text) if opened.text.strip() else text_of_html(sanitize(opened.html))
    name = attachment_name("", kind, number, opened.subject)
    about = AttachedMail(opened.subject, opened.sender, opened.date, text[:ATTACHED_CHARACTERS])
    body = opened.html if opened.html.strip() else opened.text
    return [InboundAttachment(name, kind, body.encode("utf-8", "replace"), mail=about)]
