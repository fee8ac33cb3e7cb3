"""Whether a mail that would begin a ticket is spam: what the desk has listed comes first, then what the provider says of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from deskbell.model.errors import Mistake
from deskbell.model.kinds import Listed, Why

_ADDRESS: Final = re.compile(r"[^\s@,;<>()\"]{1,64}@[^\s@,;<>()\"]{1,255}")
_DOMAIN: Final = re.compile(r"[^\s@,;<>()\".]{1,63}(?:\.[^\s@,;<>()\".]{1,63})+")
# What providers and mail programs call the folder, in the languages of our users; its last part, in lower case.
_JUNK: Final = frozenset(
    [
        "junk",
        "spam",
        "bulk mail",
        "bulk",
        "junk e-mail",
        "junk email",
        "junk mail",
        "junk-e-mail",
        "spamverdacht",
        "unerwünscht",
        "courrier indésirable",
        "indésirables",
        "correo no deseado",
        "posta indesiderata",
        "lixo eletrônico",
        "lixo eletrónico",
        "ongewenste e-mail",
        "wiadomości-śmieci",
        "спам",
        "нежелательная почта",
        "небажана пошта",
        "šlamštas",
        "brukalas",
        "mēstules",
        "skräppost",
        "nevyžádaná pošta",
        "垃圾邮件",
        "垃圾郵件",
        "迷惑メール",
        "스팸",
        "정크 메일",
    ]
)
_SEPARATOR: Final = re.compile(r"[/.\\]")


class Spam(Struct, frozen=True):
    """A mail is spam: by which rule, and what it went by."""

    why: Why
    value: str


class Respected(Struct, frozen=True):
    """Which signs of the provider the desk's settings respect."""

    headers: bool = True
    folder: bool = True


def judge(
    email: str, listed: Mapping[str, Listed], *, folder: str, special: str, header: str, respected: Respected
) -> Spam | None:
    """The verdict on a mail from `email`. `listed` holds what the desk has decided about patterns, `header` is the provider's (`InboundMail.spam`), and
    `special` what its server says that the folder is for.
    """
    pattern = next((one for one in patterns_of(email) if one in listed), "")
    if pattern:
        return Spam(Why.BLOCKED, pattern) if listed[pattern] is Listed.BLOCKED else None
    if respected.folder and is_junk_folder(folder, special):
        return Spam(Why.JUNK_FOLDER, folder)
    if respected.headers and header:
        return Spam(Why.SPAM_HEADER, header)
    return None


def blocked_domain(emails: Iterable[str], listed: Mapping[str, Listed]) -> str:
    """The blocked domain through which mail from one of these addresses goes to Spam, "" where there is none: what is listed of an address itself goes before."""
    closest = (next((one for one in patterns_of(email) if one in listed), "") for email in emails)
    return next((one for one in closest if one and "@" not in one and listed[one] is Listed.BLOCKED), "")


def patterns_of(email: str) -> Iterator[str]:
    """What a list may hold about an address, the closest first: the address, its domain, the domains above."""
    email = email.casefold()
    yield email
    domain = email.rpartition("@")[2]
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]


def read_pattern(text: str) -> str:
    """An address or a domain ("@example.org" and "*.example.org" mean the domain) as a list keeps it. Raises `Mistake` pattern.bad."""
    bare = text.strip().casefold().removeprefix("*").removeprefix("@").removeprefix(".")
    if not _ADDRESS.fullmatch(bare) and not _DOMAIN.fullmatch(bare):
        raise Mistake("pattern.bad", pattern=text.strip())
    return bare


def is_junk_folder(folder: str, special: str = "") -> bool:
    """Whether a folder is the one for spam: its server says so (`\\Junk`, RFC 6154), or says nothing and it is called as providers call it."""
    if special:
        return special.casefold() == "\\junk"
    return _SEPARATOR.split(folder.strip().casefold())[-1] in _JUNK
