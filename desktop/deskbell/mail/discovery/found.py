"""What a search for the servers of an address found, and who named them."""

from enum import StrEnum

from msgspec import Struct

from deskbell.mail.providers import Suggestion


class Source(StrEnum):
    """Who named the servers. DOMAIN: the domain itself, by autoconfig. COLLECTION: Mozilla's. EXCHANGER: by who takes the domain's mail.

    RECORDS: SRV records. GUESS: nobody; these are the usual names.
    """

    TABLE = "table"
    DOMAIN = "domain"
    COLLECTION = "collection"
    EXCHANGER = "exchanger"
    RECORDS = "records"
    GUESS = "guess"


class Discovery(Struct, frozen=True):
    """What was found for `address`. `by` is the host that said so, "" where nobody did; `offline`: none of the places could be reached."""

    address: str
    suggestion: Suggestion
    source: Source
    by: str = ""
    offline: bool = False

    def at_home(self) -> bool:
        """Whether both servers lie in the domain of the address: its owner's, whoever named them."""
        domain = self.address.rpartition("@")[2].lower()
        hosts = (self.suggestion.imap.host, self.suggestion.smtp.host)
        return all(host == domain or host.endswith(f".{domain}") for host in hosts)
