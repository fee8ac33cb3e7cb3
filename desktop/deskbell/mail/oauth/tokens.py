"""Getting tokens: for the code that the browser came back with, and later for the refresh token (RFC 6749 4.1.3 and 6)."""

import time
from typing import TYPE_CHECKING, Any, Final

from deskbell.mail.login import words
from deskbell.mail.oauth.authority import Authority
from deskbell.mail.web import Answer, ask
from deskbell.model.errors import Trouble
from deskbell.model.tokens import Tokens

if TYPE_CHECKING:
    from oauthlib.oauth2 import WebApplicationClient

USUAL_SECONDS: Final = 3600.0
"""How long an access token is taken to last where the provider does not say."""
# Only a person can help: the leave was taken back, has lapsed, or the account wants to be asked again (RFC 6749 5.2, OpenID Connect 3.1.2.6).
_SIGN_IN_AGAIN: Final = frozenset(
    {"invalid_grant", "interaction_required", "login_required", "consent_required", "access_denied"}
)
# The provider does not take us for who we say we are: the desk's settings are to be looked at.
_WRONG_CLIENT: Final = frozenset({"invalid_client", "unauthorized_client"})


def client(authority: Authority) -> "WebApplicationClient":
    """What builds the requests and reads the answers; it neither speaks to anybody nor keeps anything."""
    from oauthlib.oauth2 import WebApplicationClient

    return WebApplicationClient(authority.client_id)


def exchanged(authority: Authority, code: str, verifier: str, redirect: str, ca_file: str = "") -> Tokens:
    """The tokens for the `code` of one sign-in. Raises as `renewed` does."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "code_verifier": verifier,
    }
    return _asked(authority, form, "", ca_file)


def renewed(authority: Authority, tokens: Tokens, ca_file: str = "") -> Tokens:
    """The next tokens. A provider may give a new refresh token or leave us the old one.

    Raises `Trouble` oauth.refused where a person must sign in again, oauth.client where the provider does not know this program, oauth.answer for any
    other answer that gives none, and as `web.ask` does.
    """
    if not tokens.refresh:
        raise Trouble("oauth.refused", name=authority.name)
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh, "scope": authority.scope}
    return _asked(authority, form, tokens.refresh, ca_file)


def _asked(authority: Authority, form: dict[str, str], refresh: str, ca_file: str) -> Tokens:
    from oauthlib.oauth2 import OAuth2Error

    form["client_id"] = authority.client_id
    if authority.client_secret:
        form["client_secret"] = authority.client_secret
    answer = ask(authority.token_url, form=form, ca_file=ca_file)
    try:
        found = client(authority).parse_request_body_response(answer.body.decode("utf-8", "replace"))
    except OAuth2Error as error:
        raise _explain(authority, error.error or "", error.description or "", answer) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise _explain(authority, "", "", answer) from error
    now = time.time()
    return Tokens(
        found["access_token"],
        found.get("refresh_token") or refresh,
        now + (_seconds(found.get("expires_in")) or USUAL_SECONDS),
        _end(found, now),
    )


def _end(found: dict[str, Any], now: float) -> float:
    """When the refresh token ends, where the provider says so: Google for leave that was given for a time, Keycloak always."""
    seconds = _seconds(found.get("refresh_token_expires_in")) or _seconds(found.get("refresh_expires_in"))
    return now + seconds if seconds else 0.0


def _seconds(told: object) -> float:
    try:
        return max(float(str(told)), 0.0)
    except ValueError:
        return 0.0


def _explain(authority: Authority, code: str, description: str, answer: Answer) -> Trouble:
    """The sentence for an answer without tokens. What the provider says in it never holds a token of ours."""
    reason = words(f"{code}: {description}" if description else code) or f"HTTP {answer.status}"
    if code in _SIGN_IN_AGAIN:
        return Trouble("oauth.refused", name=authority.name, detail=reason)
    if code in _WRONG_CLIENT:
        return Trouble("oauth.client", name=authority.name, reason=reason)
    return Trouble("oauth.answer", name=authority.name, reason=reason)
