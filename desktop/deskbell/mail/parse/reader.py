"""One mail's bytes into an `InboundMail`."""

import re
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from deskbell.mail.html_tags import unmarked
from deskbell.mail.parse.addresses import parse_addresses
from deskbell.mail.parse.automatic import recognise
from deskbell.mail.parse.bodies import BodyReader, Content, mark_inline
from deskbell.mail.parse.dates import parse_date
from deskbell.mail.parse.forwarded import forwarded_head
from deskbell.mail.parse.ids import message_id, message_ids
from deskbell.mail.parse.language import language_of
from deskbell.mail.parse.limits import refuse_over
from deskbell.mail.parse.mapi import SIGNATURE
from deskbell.mail.parse.mime import MimeReader, Part
from deskbell.mail.parse.provider import said
from deskbell.mail.parse.tnef import WINMAIL
from deskbell.mail.parse.winmail import ATTACHED_CHARACTERS, open_winmail
from deskbell.mail.parse.words import HeaderText
from deskbell.mail.reply_text import read_html, visible_of_both, visible_text
from deskbell.mail.sanitize import sanitize_marked
from deskbell.model.errors import Trouble
from deskbell.model.limits import Limits
from deskbell.model.mail import AttachedMail, InboundAttachment, InboundMail, Invite, Mailbox
from deskbell.rules.warnings import SEVERAL

_MESSAGES: Final = frozenset({"message/rfc822", "message/global"})
_OUTLOOK: Final = "application/vnd.ms-outlook"
_DEFAULT: Final = Limits()
_ENCODED: Final = re.compile(rb"=\?([A-Za-z0-9._-]{2,30})\?[bqBQ]\?")


def parse(raw: bytes, *, charset_hint: str = "", limits: Limits = _DEFAULT) -> InboundMail:
    """Read a mail as RFC 5322 and MIME mean it and as it is really sent. `charset_hint` is the mailbox's, for bytes that say nothing.

    Whatever the bytes are, there is a mail: what was broken is in its `problems`. Only a mail beyond `limits` raises `Trouble`, with the code of the
    limit (see `Limits`), and an Outlook file (.msg, read as the mail it stands for) in which there is none: parse.msg.
    """
    return _read(raw, charset_hint, limits, attached=True)


def _read(raw: bytes, charset_hint: str, limits: Limits, *, attached: bool) -> InboundMail:
    refuse_over("parse.message_bytes", len(raw), limits.message_bytes)
    if raw.startswith(WINMAIL):
        raw = b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n" + raw
    if raw.startswith(SIGNATURE):
        from deskbell.mail.parse.msg import eml_of_msg

        raw = eml_of_msg(raw)
    header = HeaderText((charset_hint,) if charset_hint else (), field_bytes=limits.field_bytes)
    root = MimeReader(header, limits).read(raw)
    header.hints = (*_charsets(root), *header.hints)
    content = BodyReader(header, limits).read(root)
    open_winmail(content, header)
    mark_inline(content)
    if attached:
        content.attachments = [_described(one, charset_hint, limits) for one in content.attachments]
    return _Assembled(root, header, content).mail()


def _described(one: InboundAttachment, charset_hint: str, limits: Limits) -> InboundAttachment:
    """An attached message with what it says; those attached to it again are files in it."""
    if one.content_type not in _MESSAGES and not (one.content_type == _OUTLOOK and one.content.startswith(SIGNATURE)):
        return one
    try:
        inside = _read(one.content, charset_hint, limits, attached=False)
    except Trouble:
        return one
    about = AttachedMail(inside.subject, inside.sender, inside.date, inside.text[:ATTACHED_CHARACTERS])
    return replace(one, mail=about)


def _first_charset(part: Part) -> str:
    """The charset of the first text part: raw 8-bit headers of the same sender are in it too."""
    if part.content_type.startswith("text/"):
        return part.params.get("charset", "")
    return next((found for child in part.parts if (found := _first_charset(child))), "")


def _charsets(root: Part) -> tuple[str, ...]:
    """What the sender says elsewhere in the same mail, as hints for what bears no label: the body's charset, and that of encoded words."""
    encoded = next((found[1].decode() for _, value in root.headers.fields if (found := _ENCODED.search(value))), "")
    return tuple(dict.fromkeys(one for one in (_first_charset(root), encoded) if one))


class _Assembled:
    """The parts of one mail while they are put together."""

    def __init__(self, root: Part, header: HeaderText, content: Content) -> None:
        self._headers = root.headers
        self._root = root
        self._header = header
        self._content = content

    def mail(self) -> InboundMail:
        """The whole mail."""
        subject = self._header.text(self._headers.first("subject"), "subject") or self._content.subject
        senders = self._addresses("from")
        reply_to = tuple(one for one in self._addresses("reply-to") if one.email)
        sender = self._sender(senders, reply_to)
        text, html, visible, html_visible = self._bodies()
        heard = said(self._headers)
        forwarded = forwarded_head(subject, text, self._content.attachments, self._header)
        verdict = recognise(self._root, sender.email if senders else "", subject, text, self._content.attachments)
        return InboundMail(
            subject=subject,
            sender=sender,
            to=self._recipients("to"),
            cc=self._recipients("cc"),
            reply_to=reply_to,
            date=self._date(),
            message_id=message_id(self._headers.first("message-id")),
            in_reply_to=message_ids(self._headers.first("in-reply-to")),
            references=message_ids(b" ".join(self._headers.every("references"))),
            text=text,
            html=html,
            # A mail server quotes nobody: all of its report is its own.
            visible_reply=text if verdict.is_bounce else visible,
            html_visible="" if verdict.is_bounce else html_visible,
            attachments=tuple(self._content.attachments),
            invites=self._invites(),
            is_auto_reply=verdict.is_auto_reply,
            is_bounce=verdict.is_bounce,
            bounced_ids=verdict.bounced_ids,
            is_delayed=verdict.is_delayed,
            bounced_addresses=verdict.bounced_addresses,
            bounce_reason=verdict.bounce_reason,
            machine=heard.machine,
            is_list=heard.is_list,
            spam=heard.spam,
            authentication=heard.authentication,
            delivered_to=heard.delivered_to,
            forwarded_from=forwarded.sender if forwarded is not None else None,
            forwarded_subject=forwarded.subject if forwarded is not None else "",
            language=language_of(visible or text),
            problems=tuple(dict.fromkeys(self._header.problems)),
        )

    def _addresses(self, name: str) -> list[Mailbox]:
        return [one for value in self._headers.every(name) for one in parse_addresses(value, self._header, name)]

    def _recipients(self, name: str) -> tuple[Mailbox, ...]:
        return tuple(dict.fromkeys(one for one in self._addresses(name) if one.email))

    def _sender(self, senders: list[Mailbox], reply_to: tuple[Mailbox, ...]) -> Mailbox:
        """From; where it holds no address Reply-To, then Sender, then Return-Path, with the name that From gives."""
        problems = self._header.problems
        if len(self._headers.every("from")) > 1:
            problems.append("from:doubled")
        elif len({one.email.casefold() for one in senders if one.email}) > 1:
            problems.append(SEVERAL)
        named = next((one for one in senders if "@" in one.email), None) or next(
            (one for one in senders if one.email), None
        )
        if named is not None:
            return named
        problems.append("from:missing" if not senders else "from:no-address")
        name = senders[0].name if senders else ""
        for source in (reply_to, self._addresses("sender"), self._addresses("return-path")):
            found = next((one for one in source if one.email), None)
            if found is not None:
                return Mailbox(name or found.name, found.email)
        return Mailbox(name, "") if name or self._content.sender is None else self._content.sender

    def _date(self) -> datetime | None:
        value = self._headers.first("date")
        if not value:
            self._header.problems.append("date:missing")
            return None
        text = self._header.text(value, "date")
        date = parse_date(text)
        if date is None:
            self._header.problems.append(f"date:{text[:60]}")
        return date

    def _invites(self) -> tuple[Invite, ...]:
        if not self._content.calendars:
            return ()
        from deskbell.mail.parse.invites import read_invites

        return read_invites(self._content.calendars)

    def _bodies(self) -> tuple[str, str, str, str]:
        """text, html, visible reply, HTML of the visible reply."""
        body = self._content.body
        if not body.html.strip():
            text = body.text or ""
            return text, "", visible_text(text), ""
        marked = sanitize_marked(body.html, self._content.locations)
        if body.text is None or not body.text.strip():
            read = read_html(marked)
            return read.text, unmarked(marked), read.visible, read.html_visible
        visible, html_visible = visible_of_both(body.text, marked)
        return body.text, unmarked(marked), visible, html_visible
