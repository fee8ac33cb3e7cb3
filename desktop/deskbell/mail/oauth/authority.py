"""Who signs people in: the addresses of Google and Microsoft, or those of an office's own server, and as whom Deskbell is known there."""

import json
from typing import Final
from urllib.parse import quote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from deskbell.mail.web import ask
from deskbell.model.errors import Trouble
from deskbell.model.hidden import all_but
from deskbell.model.kinds import SignIn
from deskbell.model.settings import Settings

NAMES: Final = {SignIn.GOOGLE: "Google", SignIn.MICROSOFT: "Microsoft"}
# Reading, filing and sending mail, each way the provider has of saying so.
_GOOGLE_SCOPE: Final = "https://mail.google.com/"
_MICROSOFT_SCOPE: Final = (
    "offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
)
_WELL_KNOWN: Final = "/.well-known/openid-configuration"


class Authority(Struct, frozen=True):
    """One of them. Without `authorize_url` and `token_url` these are first asked of `issuer`.

    `extras` go with the browser; `redirect_host` is how the provider wants this computer to be called in the address that it sends the browser back
    to (RFC 8252 7.3 has 127.0.0.1; Microsoft takes any port with localhost only).
    """

    name: str
    client_id: str
    scope: str
    client_secret: str = ""
    authorize_url: str = ""
    token_url: str = ""
    issuer: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    redirect_host: str = "127.0.0.1"

    __repr__ = all_but("client_secret")


def authority_of(way: SignIn, settings: Settings) -> Authority:
    """The authority that mailboxes of this way are signed in by. Raises `Trouble` oauth.no_client where the settings do not say who we are there."""
    match way:
        case SignIn.GOOGLE:
            found = Authority(
                NAMES[way],
                settings.text("oauth.google_client_id").strip(),
                _GOOGLE_SCOPE,
                settings.text("oauth.google_client_secret").strip(),
                "https://accounts.google.com/o/oauth2/v2/auth",
                "https://oauth2.googleapis.com/token",
                # Without these Google gives a refresh token the first time only, and a new computer none.
                extras=(("access_type", "offline"), ("prompt", "consent")),
            )
        case SignIn.MICROSOFT:
            tenant = quote(settings.text("oauth.microsoft_tenant").strip() or "common", safe="")
            base = f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
            found = Authority(
                NAMES[way],
                settings.text("oauth.microsoft_client_id").strip(),
                _MICROSOFT_SCOPE,
                "",
                f"{base}/authorize",
                f"{base}/token",
                extras=(("prompt", "select_account"),),
                redirect_host="localhost",
            )
        case SignIn.OWN:
            issuer = settings.text("oauth.own_issuer").strip().rstrip("/")
            found = Authority(
                urlsplit(issuer).hostname or issuer,
                settings.text("oauth.own_client_id").strip() if issuer else "",
                settings.text("oauth.own_scope").strip(),
                settings.text("oauth.own_client_secret").strip(),
                issuer=issuer,
            )
        case SignIn.PASSWORD:
            raise AssertionError(way)
    if not found.client_id:
        raise Trouble("oauth.no_client", name=found.name or settings.text("oauth.own_issuer"))
    return found


def located(authority: Authority, ca_file: str = "") -> Authority:
    """`authority` with its addresses, asked of the issuer where it has none yet (OpenID Connect Discovery, RFC 8414).

    Raises as `web.ask` does, and `Trouble` web.answer where what it says about itself cannot be used.
    """
    if authority.token_url:
        return authority
    answer = ask(authority.issuer + _WELL_KNOWN, ca_file=ca_file)
    try:
        found = json.loads(answer.body)
        urls = found["authorization_endpoint"], found["token_endpoint"]
    except (ValueError, LookupError, TypeError) as error:
        raise _unusable(authority, f"HTTP {answer.status}") from error
    # RFC 8414 3.3: an answer for somebody else might send people, and our secret, to them.
    if str(found.get("issuer", "")).rstrip("/") != authority.issuer:
        raise _unusable(authority, "another issuer")
    if not all(isinstance(url, str) and url.startswith("https://") for url in urls):
        raise _unusable(authority, "no https")
    return replace(authority, authorize_url=urls[0], token_url=urls[1])


def _unusable(authority: Authority, reason: str) -> Trouble:
    return Trouble("web.answer", host=authority.name, reason=reason)
