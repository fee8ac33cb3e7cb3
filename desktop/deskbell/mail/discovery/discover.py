"""The servers of an address, and who named them: our table, then the places that Thunderbird asks, in its order, then the DNS."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar
from urllib.parse import quote

from msgspec.structs import replace

from deskbell.mail.autoconfig import guesses, suggest, suggest_as
from deskbell.mail.discovery.client_config import HOST, read_config
from deskbell.mail.discovery.found import Discovery, Source
from deskbell.mail.discovery.names import Names
from deskbell.mail.providers import Suggestion
from deskbell.mail.web import Answer, ask
from deskbell.model.errors import Trouble

SECONDS: Final = 6.0
"""How long each place may take; they are asked at once."""
ISPDB: Final = "autoconfig.thunderbird.net"
# Whose mail servers end so takes the logins of our table under this domain.
_BY_EXCHANGER: Final[Mapping[str, str]] = {
    "google.com": "gmail.com",
    "googlemail.com": "gmail.com",
    "mail.protection.outlook.com": "office365.com",
    "mx.microsoft": "office365.com",
    "messagingengine.com": "fastmail.com",
    "yandex.net": "yandex.com",
    "yandex.ru": "yandex.ru",
    "zoho.com": "zoho.com",
    "zoho.eu": "zoho.eu",
    "protonmail.ch": "proton.me",
}
T = TypeVar("T")
Ask = Callable[[str], Answer]


def web(url: str) -> Answer:
    """Ask a place on the web, with patience for a person who looks on."""
    return ask(url, seconds=SECONDS)


def discover(address: str, ask_web: Ask = web, names: Names | None = None) -> Discovery:
    """Find the servers of `address`. Nothing but the address itself goes anywhere, and that only to its own domain, by https.

    Takes up to a dozen seconds, and raises nothing: without a network it says so in the answer, which then holds guesses.
    """
    known = suggest(address)
    if known.known:
        return Discovery(address, known, Source.TABLE)
    domain = _domain_of(address)
    if not domain:
        return Discovery(address, known, Source.GUESS)
    resolver = names or Names()
    own = f"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={quote(address)}"
    well_known = f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"
    collection = f"https://{ISPDB}/v1.1/{quote(domain)}"
    reached: list[bool] = []

    def config(url: str) -> Suggestion | None:
        try:
            answer = ask_web(url)
        except Trouble:
            return None
        reached.append(True)
        return read_config(answer.body, address) if answer.status == 200 else None

    with ThreadPoolExecutor(5, "discover") as places:
        files = [
            (Source.DOMAIN, f"autoconfig.{domain}", places.submit(config, own)),
            (Source.DOMAIN, domain, places.submit(config, well_known)),
            (Source.COLLECTION, ISPDB, places.submit(config, collection)),
        ]
        hosts = places.submit(_quietly, lambda: resolver.mail_exchangers(domain))
        services = places.submit(_quietly, lambda: resolver.services(domain))
        for source, by, found in files:
            suggestion = found.result()
            if suggestion is not None:
                return Discovery(address, suggestion, source, by)
        exchanged = _by_exchanger(address, hosts.result() or ())
        if exchanged is None:
            for base in _bases(hosts.result() or ())[:2]:
                suggestion = config(f"https://{ISPDB}/v1.1/{quote(base)}")
                if suggestion is not None:
                    exchanged = Discovery(address, suggestion, Source.EXCHANGER, base)
                    break
        if exchanged is not None:
            return exchanged
        named = services.result()
    guess = guesses(address)[0]
    if named is not None and named.imap is not None and named.smtp is not None:
        return Discovery(address, replace(guess, imap=named.imap, smtp=named.smtp, known=True), Source.RECORDS, domain)
    offline = not reached and hosts.result() is None and named is None
    return Discovery(address, guess, Source.GUESS, offline=offline)


def _domain_of(address: str) -> str:
    """The domain as DNS and https want it (IDNA); "" for one that is none."""
    try:
        domain = address.rpartition("@")[2].strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return domain if HOST.fullmatch(domain) else ""


def _quietly(question: Callable[[], T]) -> T | None:
    """The answer of the DNS, None where nobody gives one."""
    try:
        return question()
    except Trouble:
        return None


def _by_exchanger(address: str, hosts: tuple[str, ...]) -> Discovery | None:
    """The provider of our table that takes the domain's mail: Google and Microsoft host the domains of others."""
    for host in hosts:
        for suffix, domain in _BY_EXCHANGER.items():
            if host == suffix or host.endswith(f".{suffix}"):
                return Discovery(address, suggest_as(address, domain), Source.EXCHANGER, host)
    return None


def _bases(hosts: tuple[str, ...]) -> list[str]:
    """The domains that a mail server may belong to: its name without the first label, and without the second."""
    found = []
    for host in hosts[:1]:
        labels = host.split(".")
        found = [".".join(labels[start:]) for start in (1, 2) if len(labels) - start >= 2]
    return found
