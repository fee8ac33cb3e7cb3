"""Whether the sender of a mail is who From says: only by the results of the one server that the mailbox trusts (RFC 8601)."""

from collections.abc import Sequence
from typing import Final

_PREFIX: Final = "Authentication-Results:"
_PASSED: Final = "pass"
_FAILED: Final = "fail"
_SOFTLY: Final = "softfail"
# Public suffixes are not known here; a domain of one label is surely one and proves nothing.
_FEWEST_LABELS: Final = 2


def is_proven(email: str, results: Sequence[str], authserv_id: str) -> bool:
    """Whether the trusted server says that the domain of `email` sent this mail: by DMARC, else by a DKIM signature or SPF of that domain.

    `results` are the values of Authentication-Results, topmost first. Of those by `authserv_id` only the topmost counts: it was written last,
    so by our own server; one below may have come with the mail. Without an `authserv_id` nothing is believed.
    """
    domain = email.rpartition("@")[2].casefold()
    value = _trusted(results, authserv_id)
    return bool(domain) and bool(value) and _says(value, domain) == _PASSED


def is_failed(email: str, results: Sequence[str], authserv_id: str) -> bool:
    """Whether that server says that the domain of `email` did not send this mail. Most mails are neither proven nor failed."""
    domain = email.rpartition("@")[2].casefold()
    value = _trusted(results, authserv_id)
    return bool(domain) and _FAILED in value.casefold() and _says(value, domain) == _FAILED


def is_sent_copy(special: str, results: Sequence[str], delivered_to: Sequence[str]) -> bool:
    """Whether a mail was put where it lies by whom may log in there: its folder is what the server itself calls the one for sent mail (`special`, RFC
    6154), and nothing in the mail says that it was ever delivered.

    Providers have been seen to put mail from elsewhere into that folder, only because From said so; what came from elsewhere bears the marks of its way.
    """
    return special.casefold() == "\\sent" and not results and not delivered_to


def _trusted(results: Sequence[str], authserv_id: str) -> str:
    """The topmost result of the trusted server, "" where there is none."""
    trusted = authserv_id.strip().casefold()
    return next((one for one in results if server_of(one) == trusted), "") if trusted else ""


def server_of(value: str) -> str:
    """Who wrote a field: its first word."""
    return value.partition(";")[0].strip().partition(" ")[0].casefold()


def _says(value: str, domain: str) -> str:
    """What a field says of a domain: it passed, it failed, or "" for neither."""
    from authres import AuthenticationResultsHeader, AuthResError

    try:
        header = AuthenticationResultsHeader.parse(f"{_PREFIX} {value}")
    except AuthResError:
        return ""
    methods = [(one.method, one.result, {(p.type, p.name): p.value for p in one.properties}) for one in header.results]
    dmarc = [
        result for method, result, said in methods if method == "dmarc" and _same(said, ("header", "from"), domain)
    ]
    if dmarc:
        return str(dmarc[0])
    own = [result for method, result, said in methods if _covers(_domain_of(method, said), domain)]
    if _PASSED in own:
        return _PASSED
    return _FAILED if _FAILED in own or _SOFTLY in own else ""


def _domain_of(method: str, said: dict[tuple[str, str], str]) -> str:
    """The domain that a DKIM signature or SPF speaks of, "" for any other method."""
    if method == "dkim":
        return said.get(("header", "d")) or said.get(("header", "i"), "")
    return said.get(("smtp", "mailfrom"), "") if method == "spf" else ""


def _same(said: dict[tuple[str, str], str], name: tuple[str, str], domain: str) -> bool:
    return said.get(name, domain).rpartition("@")[2].casefold() == domain


def _covers(proven: str | None, domain: str) -> bool:
    """Whether the proven domain is that of the sender or one above it. One below proves nothing: it may be rented out."""
    proven = (proven or "").rpartition("@")[2].casefold()
    return proven.count(".") + 1 >= _FEWEST_LABELS and (proven == domain or domain.endswith(f".{proven}"))
