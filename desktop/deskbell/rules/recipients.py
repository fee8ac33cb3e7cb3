"""Who an answer goes to, and addresses as people type them."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.model.kinds import MessageKind, ReplyKind, Why
from deskbell.model.mail import Mailbox
from deskbell.model.rows import MessageRow
from deskbell.rules.own import is_own
from deskbell.rules.warnings import UNPROVEN
from deskbell.rules.why import read

# What a server will take, not all that RFC 5322 allows: one @, no spaces or marks of a list, a domain with a dot (or "localhost").
_ADDRESS: Final = re.compile(
    r"[^\s@<>(),;:\"\[\]\\]{1,64}@(?:[^\s@<>(),;:\"\[\]\\.]{1,63}\.)*[^\s@<>(),;:\"\[\]\\.]{1,63}"
)
# Comma and semicolon, and the wide ones that a Chinese keyboard gives.
_SEPARATORS: Final = ",;\uff0c\uff1b\u3001"
_SPECIAL: Final = re.compile(r"[()<>\[\]:;@\\,.\"\uff0c\uff1b\u3001]")


class Recipients(Struct, frozen=True):
    """Who a mail goes to, and who gets a copy."""

    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()


def recipients_of(
    kind: ReplyKind,
    messages: Iterable[MessageRow],
    customer: Mailbox,
    ours: Iterable[str],
    unasked: Collection[str] = (),
) -> Recipients:
    """Who an answer of `kind` goes to. `messages` oldest first; `ours` are the desk's own addresses, which never get a copy, and `unasked` (lower case)
    those that came into the ticket by somebody's mail alone: they get an answer only when a person writes them in.

    A reply goes to whoever wrote last from outside; a reply to all adds everybody else whom that mail was sent to. Who had a copy and answers keeps
    getting copies: the customer stays the one who is answered. Where nobody has written yet, the last mail of ours says who the correspondent is,
    and `customer` is the last resort.
    """
    if kind in {ReplyKind.FORWARD, ReplyKind.NOTE, ReplyKind.NEW}:
        return Recipients()
    own = {address.casefold() for address in ours}
    public = [message for message in messages if message.kind is not MessageKind.NOTE]
    inbound = [(m, who) for m in public if (who := _answerable(m, own, unasked)) is not None]
    last = inbound[-1][0] if inbound else (public[-1] if public else None)
    also: tuple[Mailbox, ...] = ()
    if inbound:
        to: tuple[Mailbox, ...] = (inbound[-1][1],)
        if kind is ReplyKind.REPLY_ALL and customer.email and _had_copies(to[0], public):
            to, also = (customer,), to
    else:
        written_to = last.to if last is not None and last.kind is MessageKind.OUT else ()
        to = tuple(one for one in written_to if not is_own(one.email, own))
        to = to or ((customer,) if customer.email else ())
    if kind is ReplyKind.REPLY or last is None:
        return Recipients(to)
    seen = {mailbox.email.casefold() for mailbox in to} | set(unasked)
    cc: list[Mailbox] = []
    for mailbox in (*also, *last.to, *last.cc):
        email = mailbox.email.casefold()
        if email not in seen and not is_own(email, own):
            seen.add(email)
            cc.append(mailbox)
    return Recipients(to, tuple(cc))


def _answerable(message: MessageRow, own: Collection[str], unasked: Collection[str]) -> Mailbox | None:
    """Whom an answer to this message would go to: where its sender wants answers, else the sender. None for reports, for ourselves and who only claims to
    be one of us, and for people unasked.
    """
    if message.kind is not MessageKind.IN or message.is_bounce or read(message.why)[0] is Why.DELAYED:
        return None
    author = () if UNPROVEN in message.problems else (Mailbox(message.author, message.author_email),)
    wanted = (*message.reply_to, *author)
    return next(
        (one for one in wanted if one.email and one.email.casefold() not in unasked and not is_own(one.email, own)),
        None,
    )


def _had_copies(one: Mailbox, messages: Iterable[MessageRow]) -> bool:
    email = one.email.casefold()
    return any(email == copied.email.casefold() for message in messages for copied in message.cc)


def read_addresses(line: str) -> tuple[Mailbox, ...]:
    """The addresses of one line, separated by commas, semicolons or line breaks; each once, in order. Raises `Mistake` address.bad."""
    found: dict[str, Mailbox] = {}
    for part in _parts(line):
        mailbox = _read_one(part)
        found.setdefault(mailbox.email.casefold(), mailbox)
    return tuple(found.values())


def write_addresses(mailboxes: Iterable[Mailbox]) -> str:
    """The line that `read_addresses` reads back."""
    return ", ".join(_write_one(mailbox) for mailbox in mailboxes)


def _write_one(mailbox: Mailbox) -> str:
    if not mailbox.name:
        return mailbox.email
    name = " ".join(mailbox.name.split())
    if _SPECIAL.search(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{escaped}"'
    return f"{name} <{mailbox.email}>"


def _read_one(part: str) -> Mailbox:
    name, email = "", part
    if part.endswith(">") and "<" in part:
        opening = part.rfind("<")
        name, email = part[:opening].strip(), part[opening + 1 : -1].strip()
        if len(name) >= 2 and name[0] == name[-1] == '"':
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if not _ADDRESS.fullmatch(email) or ".." in email or email.startswith(".") or ".@" in email:
        raise Mistake("address.bad", address=part)
    return Mailbox(" ".join(name.split()), email)


def _parts(line: str) -> list[str]:
    """`line` cut at separators that stand neither in quotes nor in angle brackets."""
    parts: list[str] = []
    current: list[str] = []
    quoted = escaped = angled = False
    for letter in line:
        if escaped:
            escaped = False
        elif letter == "\\" and quoted:
            escaped = True
        elif letter == '"' and not angled:
            quoted = not quoted
        elif letter in "<>" and not quoted:
            angled = letter == "<"
        elif (letter in "\r\n" or (letter in _SEPARATORS and not angled)) and not quoted:
            parts.append("".join(current))
            current, angled = [], False
            continue
        current.append(letter)
    parts.append("".join(current))
    return [part.strip() for part in parts if part.strip()]
