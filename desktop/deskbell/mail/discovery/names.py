"""What the DNS says about a domain's mail: the services it names (SRV, RFC 6186 and 8314), and who takes its mail (MX)."""

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from deskbell.mail.providers import Endpoint
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Security

if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS: Final = 5.0
"""How long a question may take altogether."""
# By preference: TLS from the first byte before STARTTLS (RFC 8314 3).
_INCOMING: Final = (("_imaps._tcp", Security.TLS), ("_imap._tcp", Security.STARTTLS))
_OUTGOING: Final = (("_submissions._tcp", Security.TLS), ("_submission._tcp", Security.STARTTLS))


class Services(Struct, frozen=True):
    """The servers that SRV records name; None for one that none names, or that is said not to be offered."""

    imap: Endpoint | None = None
    smtp: Endpoint | None = None


class Names:
    """Asks the resolver of the system, or the one that is handed in. Blocks for `SECONDS` a question at the most.

    Every method raises `Trouble` discover.offline where no name server answers.
    """

    def __init__(self, resolver: "Resolver | None" = None) -> None:
        self._resolver = resolver

    def services(self, domain: str) -> Services:
        """What SRV records of `domain` name. The answer may be forged: ask a person before a password goes to a host outside the domain."""
        return Services(self._first(domain, _INCOMING), self._first(domain, _OUTGOING))

    def mail_exchangers(self, domain: str) -> tuple[str, ...]:
        """The hosts that take the domain's mail, the preferred ones first, in lower case."""
        found = sorted((int(one.preference), _host(one.exchange)) for one in self._ask(domain, "MX"))
        return tuple(host for _, host in found if host)

    def _first(self, domain: str, services: tuple[tuple[str, Security], ...]) -> Endpoint | None:
        for service, security in services:
            answers = self._ask(f"{service}.{domain}", "SRV")
            # The lowest priority first, of these the heaviest; a target "." says that there is no such service (RFC 2782).
            best = min(answers, key=lambda one: (int(one.priority), -int(one.weight)), default=None)
            if best is not None and _host(best.target) and 0 < int(best.port) < 65536:
                return Endpoint(_host(best.target), int(best.port), security)
        return None

    def _ask(self, name: str, kind: str) -> list[Any]:
        import dns.exception
        import dns.resolver

        try:
            resolver = self._resolver or dns.resolver.Resolver()
            return list(resolver.resolve(name, kind, lifetime=SECONDS))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
            return []
        except (
            dns.resolver.NoNameservers,
            dns.resolver.NoResolverConfiguration,
            dns.exception.Timeout,
            OSError,
        ) as error:
            raise Trouble("discover.offline", domain=name, detail=type(error).__name__) from error
        except (dns.exception.DNSException, UnicodeError, ValueError):
            return []


def _host(name: object) -> str:
    return str(name).rstrip(".").lower()
