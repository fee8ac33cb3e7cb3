"""A mail that somebody types, as the bytes in which it would have come: it is read from these like any other."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr, unquote
from typing import Final

from deskbell.model.errors import Mistake
from deskbell.model.reading import TypedMail

_FIELD: Final = re.compile(r"[!-9;-~]+:.*")
_HALF: Final = re.compile("[\ud800-\udfff]")
_KEPT: Final = frozenset({"from", "to", "subject", "content-type", "content-transfer-encoding", "mime-version"})


def typed(mail: TypedMail) -> bytes:
    """The bytes. Raises `Mistake` address.bad for a sender that is none, try.header for a line of the head that is none (with the line),
    and try.half for half a character, which no mail can hold.
    """
    if any(map(_HALF.search, (mail.sender, mail.to, mail.subject, mail.text, mail.headers))):
        raise Mistake("try.half")
    head = _head(mail.headers)
    made = EmailMessage(policy=SMTP)
    made["From"] = _address(mail.sender)
    made["To"] = mail.to
    made["Subject"] = " ".join(mail.subject.split())
    made.set_content(mail.text or "\n", cte="8bit")
    if mail.file:
        made.add_attachment(b"-", maintype="application", subtype="octet-stream", filename="file.bin")
    return head.encode() + made.as_bytes()


def _address(text: str) -> Address:
    name, email = parseaddr(text)
    local, _, domain = email.rpartition("@")
    # `Address` puts quotes around what needs them.
    local = unquote(local)
    try:
        return Address(name, local, domain) if local and domain else _bad(text)
    except (ValueError, IndexError) as error:
        raise Mistake("address.bad", address=text) from error


def _bad(text: str) -> Address:
    raise Mistake("address.bad", address=text)


def _head(text: str) -> str:
    """Further lines; what the mail says of itself is not said twice."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if not _FIELD.fullmatch(line) and not (lines and line[0] in " \t"):
            raise Mistake("try.header", line=line.strip())
        if line.partition(":")[0].casefold() in _KEPT:
            raise Mistake("try.header", line=line.strip())
        lines.append(line)
    return "".join(f"{line}\r\n" for line in lines)
