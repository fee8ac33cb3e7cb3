"""What the servers on the way wrote into a mail's head: is it spam, did its sender prove who they are, and may a machine answer it."""

import re
from typing import Final

from msgspec import Struct

from deskbell.mail.parse.headers import Headers

# What each filter says of spam: SpamAssassin and those that write like it, Rspamd, Exchange, DSPAM, Bogofilter, Barracuda, Yandex, Google.
_SPAM: Final = {
    "x-spam-flag": re.compile(rb"(?i)\s*(?:yes|true|1)\b"),
    "x-spam-status": re.compile(rb"(?i)\s*(?:yes|spam)\b"),
    "x-spam": re.compile(rb"(?i)\s*(?:yes|true|spam)\b"),
    "x-spamd-result": re.compile(rb"(?i)[\w. -]{0,60}:\s*true\b"),
    "x-ms-exchange-organization-scl": re.compile(rb"\s*[5-9]\b"),
    "x-forefront-antispam-report": re.compile(
        rb"(?i)(?:.{0,2000};)?\s*(?:SFV:SPM|CAT:(?:SPM|HSPM|PHSH|HPHSH|HPHISH|MALW))\b"
    ),
    "x-microsoft-antispam-mailbox-delivery": re.compile(rb"(?i)(?:.{0,2000};)?\s*dest:J\b"),
    "x-dspam-result": re.compile(rb"(?i)\s*spam\b"),
    "x-bogosity": re.compile(rb"(?i)\s*(?:yes|spam)\b"),
    "x-barracuda-spam-flag": re.compile(rb"(?i)\s*yes\b"),
    "x-yandex-spam": re.compile(rb"\s*4\b"),
    "x-gm-spam": re.compile(rb"\s*1\b"),
}
_DELIVERED: Final = frozenset({"delivered-to", "x-original-to", "envelope-to", "x-envelope-to"})
_LIST: Final = frozenset({"list-id", "list-post", "mailing-list", "x-mailing-list"})
_BULK: Final = re.compile(rb"(?i)\s*(?:bulk|junk|list|auto[_-]?reply)\b")
_ADDRESS: Final = re.compile(rb"[^\s<>,;]{1,320}@[^\s<>,;]{1,255}")
_KEPT: Final = 5
_LONGEST_VALUE: Final = 2000
_SHOWN: Final = 60
# The first letters of all names that are looked at: most fields of a mail are passed over by one look.
_LOOKED_AT: Final = frozenset(
    _SPAM.keys()
    | _DELIVERED
    | _LIST
    | {
        "authentication-results",
        "auto-submitted",
        "list-unsubscribe",
        "list-help",
        "precedence",
        "return-path",
        "x-auto-response-suppress",
        "x-autoreply",
        "x-autorespond",
        "x-loop",
    }
)


class Said(Struct, frozen=True):
    """The fields of the same names in `InboundMail`."""

    spam: str = ""
    authentication: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    machine: str = ""
    is_list: bool = False


def said(headers: Headers) -> Said:
    """Read the head once. Nothing here is proof of anything: whoever writes a mail writes its head too."""
    found = [(name, value) for name, value in headers.fields if name in _LOOKED_AT]
    if not found:
        return Said()
    spam = next((name for name, value in found if name in _SPAM and _SPAM[name].match(value[:_LONGEST_VALUE])), "")
    shown = next((value for name, value in found if name == spam), b"").decode("ascii", "replace")
    machines = [machine for name, value in found if (machine := _machine(name, value))]
    results = [value for name, value in found if name == "authentication-results"]
    return Said(
        spam=f"{spam.title()}: {shown[:_SHOWN].strip()}" if spam else "",
        authentication=tuple(one[:_LONGEST_VALUE].decode("utf-8", "replace") for one in results[:_KEPT]),
        delivered_to=tuple(
            address[0].decode("ascii", "replace")
            for name, value in found
            if name in _DELIVERED and (address := _ADDRESS.search(value))
        )[:_KEPT],
        machine=machines[0] if machines else "",
        is_list=any(name in _LIST for name, _ in found),
    )


def _machine(name: str, value: bytes) -> str:
    """Why no machine may answer a mail with this field (RFC 3834, 2), "" where it may."""
    if name in _LIST or name in {"list-unsubscribe", "list-help"}:
        return "list"
    if name == "auto-submitted":
        return "auto" if value.split(b";")[0].strip().lower() not in {b"", b"no"} else ""
    if name in {"x-autoreply", "x-autorespond", "x-loop"}:
        return "auto" if value.strip().lower() not in {b"no", b"false"} else ""
    if name == "precedence":
        return "bulk" if _BULK.match(value) else ""
    if name == "return-path":
        return "null" if value.strip() in {b"<>", b""} else ""
    if name == "x-auto-response-suppress":
        return "suppressed" if re.search(rb"(?i)\b(?:all|autoreply)\b", value[:_LONGEST_VALUE]) else ""
    return ""
