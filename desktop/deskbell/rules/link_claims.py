"""Whether a link says that it goes somewhere else than it goes: the words of the link name one host, its address another."""

import re
from typing import Final
from urllib.parse import urlsplit

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST: Final = rf"(?:{_LABEL}\.){{1,8}}(?:xn--[a-z0-9-]{{2,59}}|[^\W\d_]{{2,24}})"
# Anywhere in the words with what only an address has in front; alone also without.
_WITH_MARK: Final = re.compile(rf"(?:https?:/{{1,3}}|www\.|@)(?:[^\s/@]{{1,100}}@)?({_HOST})", re.IGNORECASE)
_ALONE: Final = re.compile(rf"({_HOST})\.?(?::\d{{1,5}})?(?:[/?#]\S*)?\Z", re.IGNORECASE)
# What looks like a host and is the name of a file.
_FILE_ENDINGS: Final = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "odt",
        "ods",
        "txt",
        "csv",
        "rtf",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "svg",
        "htm",
        "html",
        "xml",
        "json",
        "eml",
        "msg",
        "md",
        "js",
        "css",
        "exe",
    ]
)
_LONGEST: Final = 500


def claimed_host(words: str) -> str:
    """The host that the words of a link name, in lower case and without "www."; "" where they name none."""
    words = " ".join(words[:_LONGEST].replace("\u200b", "").split())
    found = _WITH_MARK.search(words) or _ALONE.match(words)
    if found is None:
        return ""
    host = found[1].lower().rstrip(".")
    if found.re is _ALONE and host.rpartition(".")[2] in _FILE_ENDINGS:
        return ""
    return host.removeprefix("www.")


def false_claim(words: str, address: str) -> str:
    """The host that `words` promise where `address` leads to another one; "" where they promise nothing or the truth.

    A host and its subdomains count as one: "bank.example" may lead to "login.bank.example", and the other way round.
    """
    claimed = claimed_host(words)
    real = host_of(address)
    if not claimed or not real or _related(claimed, real):
        return ""
    return claimed


def host_of(address: str) -> str:
    """The host that an http, https or mailto address leads to, in lower case and without "www."; "" for another address."""
    scheme, _, rest = address.partition(":")
    try:
        if scheme.lower() == "mailto":
            return rest.partition("?")[0].rpartition("@")[2].lower()
        if scheme.lower() in {"http", "https"}:
            return (urlsplit(address).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
    return ""


def _related(one: str, other: str) -> bool:
    one, other = _plain(one), _plain(other)
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _plain(host: str) -> str:
    """Foreign letters as the name servers have them, so that "bücher.example" is its own "xn--bcher-kva.example"."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
