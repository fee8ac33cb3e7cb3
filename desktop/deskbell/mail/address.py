"""Addresses on their way out: what may stand in an envelope or a header, and a domain in the form that every server knows."""

import re
from typing import Final

import idna

from deskbell.model.errors import Mistake

# RFC 5322 3.4.1, with the letters of RFC 6532; a quoted local part may hold nearly anything.
_ATOM: Final = r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,.\"]+"
_LOCAL: Final = re.compile(rf'{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"')
_DOMAIN: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*|\[[^\[\]\\\s\x00-\x20\x7f]+\]")


def ascii_domain(address: str) -> str:
    """`address` with its domain as A-labels (RFC 5890); the local part as it is, which SMTPUTF8 allows beyond ASCII.

    IDNA 2008 with UTS 46 mapping, not Python's own IDNA 2003, which would send mail for straße.de to strasse.de.
    Raises `Mistake` text.line_break or address.bad for what is no address.
    """
    if re.search(r"[\r\n]", address):
        raise Mistake("text.line_break", field=" ".join(address.split()))
    local, at, domain = address.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise Mistake("address.bad", address=address)
    if domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError as error:
        raise Mistake("address.bad", address=address) from error
