"""Organisations that customers belong to: when two names are one, and which domains tell of somebody's organisation."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from deskbell.model.customers import LONGEST, SaveOrganisation
from deskbell.model.errors import Mistake
from deskbell.model.organisations import MOST, OrganisationFact

FREE_MAIL: Final = frozenset(
    """
    126.com 139.com 163.com 189.cn abv.bg aim.com aol.com att.net bk.ru bluewin.ch bol.com.br btinternet.com centrum.cz comcast.net daum.net
    docomo.ne.jp duck.com email.cz email.de ezweb.ne.jp fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de
    gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com i.ua icloud.com
    inbox.lt inbox.lv inbox.ru interia.pl internet.ru laposte.net libero.it list.ru live.cn live.co.uk live.com live.de live.fr live.nl live.ru mac.com
    mail.com mail.ee mail.ru mailbox.org me.com msn.com nate.com naver.com o2.pl one.lt onet.pl op.pl orange.fr outlook.com outlook.de outlook.es
    outlook.fr outlook.jp pm.me posteo.de proton.me protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com sapo.pt seznam.cz sfr.fr
    sina.cn sina.com sky.com softbank.ne.jp sohu.com t-online.de takas.lt tuta.com tuta.io tutanota.com tutanota.de ukr.net verizon.net vip.qq.com
    virgilio.it wanadoo.fr web.de wp.pl xtra.co.nz ya.ru yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br
    yahoo.com.hk yahoo.com.tw yahoo.de yahoo.es yahoo.fr yahoo.it yandex.by yandex.com yandex.kz yandex.ru yandex.ua yeah.net ymail.com
    zohomail.com zohomail.eu
    """.split()  # noqa: SIM905  read as words
)
"""Where anybody has an address: it tells nothing of where they work."""

Facts = Mapping[OrganisationFact, str]

_LONGEST_DOMAIN: Final = 253
_LONGEST_WRITTEN: Final = 1_000
# What people copy: an address, or the one of a website.
_AROUND: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:.*@|\*\.|www\.(?=.*\.))?(?P<domain>[^/?#:]*?)\.?(?:[:/?#].*)?", re.IGNORECASE
)

_LABEL: Final = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# What is kept as it stands there. Most domains are: to look at each letter as IDNA does takes a file with many of them ten times as long.
_PLAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def clean(name: str) -> str:
    """A name as it is kept: one line, no spaces around it."""
    return " ".join(name.split())


def key(name: str) -> str:
    """What is the same for names that nobody would tell apart: ACME and Acme, ＡＣＭＥ and acme."""
    return clean(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()))


def facts_of(command: SaveOrganisation) -> Facts:
    """What the command says, as it is kept. Raises `Mistake` name.empty, customer.too_long, organisation.many_domains, and as `read_domain`."""
    name = clean(command.name)
    if not key(name):
        raise Mistake("name.empty")
    if len(name) > LONGEST:
        raise Mistake("customer.too_long", limit=LONGEST)
    domains = sorted({read_domain(one) for one in command.domains if one.strip()})
    if len(domains) > MOST:
        raise Mistake("organisation.many_domains", limit=MOST)
    return {
        OrganisationFact.THERE: "1",
        OrganisationFact.NAME: name,
        OrganisationFact.DOMAINS: "\n".join(domains),
        OrganisationFact.NOTE: command.note,
        OrganisationFact.VIP: "1" if command.vip else "",
    }


def tags_of(facts: Facts) -> frozenset[str]:
    """The names of an organisation's tags."""
    return frozenset(facts[OrganisationFact.TAGS].split("\n")) - {""}


def read_domain(text: str) -> str:
    """The domain that somebody wrote (also @example.org, or as that of a website), as it is kept: in small letters, and Unicode (RFC 5890, U-labels).

    Raises `Mistake` organisation.domain where it is none, and organisation.free_mail where anybody has an address.
    """
    found = _AROUND.fullmatch(text.strip()) if len(text) <= _LONGEST_WRITTEN else None
    bare = found["domain"] if found is not None else ""
    domain = bare.lower()
    if not bare.isascii() or not _PLAIN.fullmatch(domain):
        domain = _in_letters(bare)
    if "." not in domain or len(domain) > _LONGEST_DOMAIN or domain.replace(".", "").isdigit():
        raise Mistake("organisation.domain", domain=text.strip())
    if domain in FREE_MAIL:
        raise Mistake("organisation.free_mail", domain=domain)
    return domain


def _in_letters(bare: str) -> str:
    """A domain with the letters of its language; "" where it is none."""
    import idna

    try:
        return idna.decode(idna.encode(bare, uts46=True, std3_rules=True)).lower()
    except (idna.IDNAError, UnicodeError):
        return ""


def domain_of(email: str) -> str:
    """The domain of an address in the form of `read_domain`; as it stands there where it has none."""
    domain = email.rpartition("@")[2].lower()
    if domain.isascii() and "xn--" not in domain:
        return domain
    import idna

    try:
        return idna.decode(idna.encode(domain, uts46=True)).lower()
    except (idna.IDNAError, UnicodeError):
        return domain


def written_as(domains: Iterable[str]) -> frozenset[str]:
    """All that stands behind the @ of addresses in these domains: mail has them with the letters of their language, and as A-labels."""
    import idna

    return frozenset(form for one in domains for form in (one, idna.encode(one).decode("ascii")))
