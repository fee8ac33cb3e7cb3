"""One sign-in: the person's own browser is sent to the provider, and comes back with a code that nobody else can use."""

from collections.abc import Callable
from typing import Final

from deskbell.mail.oauth.authority import Authority, located
from deskbell.mail.oauth.redirect import Page, Redirect
from deskbell.mail.oauth.tokens import client, exchanged
from deskbell.model.errors import Trouble
from deskbell.model.tokens import Tokens

SECONDS: Final = 600.0
"""How long a person may take over it: passwords are looked up, and telephones fetched."""
_VERIFIER_LENGTH: Final = 64


def sign_in(
    authority: Authority,
    address: str,
    pages: tuple[Page, Page],
    show: Callable[[str], None],
    stopped: Callable[[], bool],
    *,
    ca_file: str = "",
    seconds: float = SECONDS,
) -> Tokens:
    """Have a person sign in for `address`, and return the tokens. `show` gets the URL for the browser; `pages` are what it shows at the end, good
    and bad; `stopped` is asked a few times a second.

    Raises `Trouble` oauth.denied where the person or the provider said no, oauth.timeout, oauth.cancelled, and as `located` and `exchanged` do.
    """
    from oauthlib.oauth2 import OAuth2Error

    authority = located(authority, ca_file)
    program = client(authority)
    with Redirect(authority.redirect_host) as redirect:
        verifier = program.create_code_verifier(_VERIFIER_LENGTH)
        show(
            program.prepare_request_uri(
                authority.authorize_url,
                redirect_uri=redirect.address,
                scope=authority.scope,
                state=redirect.state,
                code_challenge=program.create_code_challenge(verifier, "S256"),
                code_challenge_method="S256",
                login_hint=address,
                **dict(authority.extras),
            )
        )
        done, failed = pages
        query = redirect.wait(seconds, done, failed, stopped)
        try:
            # oauthlib reads no plain http, not even on this computer, where RFC 8252 wants it: only the query matters to it.
            found = program.parse_request_uri_response(f"https://localhost/?{query}", state=redirect.state)
        except OAuth2Error as error:
            reason = error.description or error.error or ""
            raise Trouble("oauth.denied", name=authority.name, detail=reason) from error
    tokens = exchanged(authority, found["code"], verifier, redirect.address, ca_file)
    if not tokens.refresh:
        # It would work for an hour, and then in the night no more.
        raise Trouble("oauth.no_refresh", name=authority.name)
    return tokens
