"""Which hosts a stranger's address may lead us to: those of the public internet, never one of this computer or this network.

A name is looked up once, and the connection goes to the address that was judged, so that a second answer of its name server changes nothing.
"""

import ipaddress
import socket
from collections.abc import Callable
from typing import Final

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Allowed = Callable[[IpAddress], bool]

# Addresses that carry another one inside (RFC 6052, 3056, 4380): a translator would bring us to that.
_CARRIERS: Final = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"))
)


def is_public(address: IpAddress) -> bool:
    """Whether an address is one of the public internet (IANA's special-purpose registries), by whatever detour."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if any(address.version == carrier.version and address in carrier for carrier in _CARRIERS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def public_places(host: str, port: int, allowed: Allowed = is_public) -> list[tuple[str, int]]:
    """The addresses of `host`, as (IP, port). Raises `OSError` where it has none, or any that is not `allowed`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError("no name of a host") from error
    places = list(dict.fromkeys((str(entry[4][0]), port) for entry in found))
    for ip, _ in places:
        if not allowed(ipaddress.ip_address(ip.partition("%")[0])):
            raise OSError("not on the public internet")
    return places
