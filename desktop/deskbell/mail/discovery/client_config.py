"""The servers that an autoconfig file names: the `clientConfig` of Thunderbird, which a domain may publish (draft-ietf-mailmaint-autoconfig)."""

import re
from typing import TYPE_CHECKING, Final

from deskbell.mail.login import words
from deskbell.mail.providers import Endpoint, Secret, Suggestion
from deskbell.model.kinds import Security, SignIn

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Plain text is left out: a file from somewhere must not talk us into it.
_SECURITY: Final = {"SSL": Security.TLS, "STARTTLS": Security.STARTTLS}
_SIGN_IN: Final = {
    "imap.gmail.com": SignIn.GOOGLE,
    "imap.googlemail.com": SignIn.GOOGLE,
    "outlook.office365.com": SignIn.MICROSOFT,
}
HOST: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_LONGEST_NAME: Final = 60


def read_config(body: bytes, address: str) -> Suggestion | None:
    """The servers of `body`, filled in for `address`; None where it is no such file, or names none that we could use.

    Of several the first that is protected is taken, as the file lists them by preference. Raises nothing: whatever came is somebody else's.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    provider = root.find("emailProvider")
    if root.tag != "clientConfig" or provider is None:
        return None
    incoming = _first(provider, "incomingServer", "imap", address)
    outgoing = _first(provider, "outgoingServer", "smtp", address)
    if incoming is None or outgoing is None:
        return None
    (imap, imap_user, ways), (smtp, smtp_user, _) = incoming, outgoing
    sign_in = _SIGN_IN.get(imap.host, SignIn.PASSWORD)
    name = words(provider.findtext("displayShortName") or provider.findtext("displayName") or "")[:_LONGEST_NAME]
    return Suggestion(
        provider=name or imap.host,
        imap=imap,
        smtp=smtp,
        imap_user=imap_user,
        smtp_user=smtp_user,
        secret=Secret.OAUTH if ways == {"OAuth2"} else Secret.ACCOUNT,
        help_url="",
        known=True,
        sign_in=sign_in,
    )


def _first(provider: "Element", tag: str, kind: str, address: str) -> tuple[Endpoint, str, set[str]] | None:
    """The first server of a kind that is protected, the user name there, and the ways in that it lists."""
    for server in provider.findall(tag):
        security = _SECURITY.get(_text(server, "socketType").upper())
        host, port = _filled(_text(server, "hostname"), address).lower(), _text(server, "port")
        if server.get("type") != kind or security is None or not HOST.fullmatch(host) or not port.isdecimal():
            continue
        if not 0 < int(port[:6]) < 65536:
            continue
        ways = {(one.text or "").strip() for one in server.findall("authentication")}
        user = words(_filled(_text(server, "username") or "%EMAILADDRESS%", address))
        return Endpoint(host, int(port), security), user, ways
    return None


def _text(server: "Element", tag: str) -> str:
    return (server.findtext(tag) or "").strip()


def _filled(template: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    for name, value in (("EMAILADDRESS", address), ("EMAILLOCALPART", local), ("EMAILDOMAIN", domain)):
        template = template.replace(f"%{name}%", value)
    return template
