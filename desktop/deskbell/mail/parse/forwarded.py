"""A mail that was forwarded in another one: who wrote it, by the head that mail programs put above it or by the mail that is attached."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from deskbell.mail.parse.addresses import parse_addresses
from deskbell.mail.parse.headers import split_headers
from deskbell.mail.parse.words import HeaderText, one_line
from deskbell.mail.reply_text.labels import KIND_OF_LABEL
from deskbell.model.mail import InboundAttachment, Mailbox

# What mail programs put before the subject: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Nordic, Baltic, Russian, CJK.
_PREFIX: Final = re.compile(
    r"(?i)\s*(?:\[fwd?:|(?:fwd?|wg|wtr|tr|rv|rif|i|enc|doorst|pd|vb|vs|vl|fs|persiųsta|pārsūtīts|přeposláno|на|пересл|nt|továbbítás|ilt|转发|轉寄|转寄|轉發|転送|전달)\s*[:：])"
)
# What stands around a label: blanks, the marks of a quote, and the stars of what was bold.
_MARKS: Final = " \t\r>*|_\u00a0\u3000"
_LONGEST_LABEL: Final = 40
_LINES_LOOKED_AT: Final = 300
_LINES_OF_HEAD: Final = 8
_LONGEST_LINE: Final = 500
_HEAD_BYTES: Final = 64 * 1024


class ForwardedHead(Struct, frozen=True):
    """Who wrote the forwarded mail, and its subject ("" where it is not told)."""

    sender: Mailbox
    subject: str


def forwarded_head(
    subject: str, text: str, attachments: Sequence[InboundAttachment], header: HeaderText
) -> ForwardedHead | None:
    """The head of the mail that this one forwards; None where it forwards none, or does not tell an address."""
    mails = [one for one in attachments if one.content_type == "message/rfc822"]
    if _PREFIX.match(subject) is None and not (len(mails) == 1 and len(text.strip()) < _LONGEST_LINE):
        return None
    return _in_text(text, header) or (_attached(mails[0]) if len(mails) == 1 else None)


def _in_text(text: str, header: HeaderText) -> ForwardedHead | None:
    lines = text.split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
    fields = [_field(line) for line in lines]
    for index, (kind, value) in enumerate(fields):
        if kind != "from" or "@" not in value:
            continue
        around = fields[max(0, index - _LINES_OF_HEAD) : index + _LINES_OF_HEAD]
        kinds = {other for other, _ in around if other}
        if not kinds & {"date", "subject", "to"}:
            continue
        sender = next((one for one in parse_addresses(value.encode(), header, "forwarded") if "@" in one.email), None)
        if sender is not None:
            after = (
                fields[index:]
                if "subject" in {other for other, _ in fields[index : index + _LINES_OF_HEAD]}
                else around
            )
            return ForwardedHead(sender, next((said for other, said in after if other == "subject"), ""))
    return None


def _field(line: str) -> tuple[str, str]:
    """Kind and value of a line of such a head; the kind is "" for any other line."""
    bare = line[:_LONGEST_LINE].lstrip(_MARKS)
    label, colon, value = bare.replace("：", ":", 1).partition(":")
    if not colon or len(label) > _LONGEST_LABEL:
        return "", ""
    return KIND_OF_LABEL.get(label.lower().replace(" ", "").strip(_MARKS), ""), value.strip(_MARKS)


def _attached(mail: InboundAttachment) -> ForwardedHead | None:
    headers, _ = split_headers(mail.content, 0, min(len(mail.content), _HEAD_BYTES))
    header = HeaderText()
    senders = parse_addresses(headers.first("from"), header, "from")
    sender = next((one for one in senders if "@" in one.email), None)
    if sender is None:
        return None
    return ForwardedHead(sender, one_line(header.text(headers.first("subject"), "subject")))
