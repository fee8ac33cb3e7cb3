"""A small authorisation server of the tests' own: OAuth 2 over real HTTPS, with PKCE, refresh, expiry and revocation, and what Dovecot asks it."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import h11

from servers.certificates import Certificates
from servers.http import Fields, conversation
from servers.loop import LoopThread


@dataclass(frozen=True)
class Grant:
    """A code that was given out, and what it is bound to."""

    user: str
    challenge: str
    redirect: str


class Authorisation:
    """Signs in whoever comes, as the `login_hint` says; an access token lasts `access_seconds`, a refresh token `refresh_seconds` (0: for ever).

    With `rotates` a refresh token serves once. `deny` makes the next sign-ins end in a refusal, `known` is whether we are taken for who we are.
    `asked` are the forms that came to the token endpoint.
    """

    client_id = "deskbell-test"
    client_secret = "not-much-of-a-secret"

    def __init__(self, certificates: Certificates) -> None:
        self.ca_file: Path = certificates.ca_file
        self.reset()
        self._thread = LoopThread("authorisation")
        self.port = self._thread.serve(conversation(self._answer), certificates.good)
        self.introspection_port = self._thread.serve(conversation(self._answer))
        self.issuer = f"https://localhost:{self.port}"

    @property
    def introspection_url(self) -> str:
        """Where Dovecot asks whose a token is."""
        return f"http://127.0.0.1:{self.introspection_port}/introspect"

    def reset(self) -> None:
        """Well-behaved, with nobody signed in."""
        self.access_seconds = 3600.0
        self.refresh_seconds = 0
        self.rotates = self.deny = self.forgetful = False
        self.known = True
        self.asked: list[Fields] = []
        self._codes: dict[str, Grant] = {}
        self._access: dict[str, tuple[str, float]] = {}
        self._refresh: dict[str, str] = {}

    def give(self, user: str) -> tuple[str, str]:
        """An access and a refresh token of `user`, as if they had signed in."""
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._access[access] = (user, time.time() + self.access_seconds)
        self._refresh[refresh] = user
        return access, refresh

    def end_access(self) -> None:
        """All access tokens are over, sooner than they said; they can be renewed."""
        self._access.clear()

    def revoke(self) -> None:
        """Nobody is let in any more with what was given out."""
        self._access.clear()
        self._refresh.clear()

    def owner(self, access: str) -> str:
        """Whose an access token is, "" for one that does not serve."""
        user, until = self._access.get(access, ("", 0.0))
        return user if time.time() < until else ""

    def close(self) -> None:
        """Stop listening and end the thread."""
        self._thread.close()

    def _answer(self, request: h11.Request, body: bytes) -> tuple[int, Fields, bytes]:
        target = urlsplit(request.target.decode())
        asked = _fields(target.query if request.method == b"GET" else body.decode())
        match target.path:
            case "/.well-known/openid-configuration":
                return _json(
                    200,
                    issuer=self.issuer,
                    authorization_endpoint=f"{self.issuer}/authorize",
                    token_endpoint=f"{self.issuer}/token",
                )
            case "/authorize":
                return self._authorize(asked)
            case "/token":
                self.asked.append(asked)
                return self._token(asked)
            case "/introspect":
                user = self.owner(asked.get("token", ""))
                return _json(200, active=bool(user), username=user)
        return _json(404)

    def _authorize(self, asked: Fields) -> tuple[int, Fields, bytes]:
        redirect = asked.get("redirect_uri", "")
        good = (
            asked.get("client_id") == self.client_id
            and asked.get("response_type") == "code"
            and asked.get("code_challenge_method") == "S256"
            and len(asked.get("code_challenge", "")) == 43
            and redirect.startswith("http://127.0.0.1:")
        )
        if not good:
            return _json(400, error="invalid_request")
        if self.deny:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self._codes[code] = Grant(asked.get("login_hint", ""), asked["code_challenge"], redirect)
            answer = {"code": code, "state": asked["state"]}
        return 302, {"Location": f"{redirect}?{urlencode(answer)}"}, b""

    def _token(self, asked: Fields) -> tuple[int, Fields, bytes]:
        if not self.known or (asked.get("client_id"), asked.get("client_secret")) != (
            self.client_id,
            self.client_secret,
        ):
            return _json(401, error="invalid_client", error_description="who is this?")
        if asked.get("grant_type") == "refresh_token":
            old = asked.get("refresh_token", "")
            user = self._refresh.get(old, "")
            if not user:
                return _json(400, error="invalid_grant", error_description="Token has been expired or revoked.")
            access, refresh = self.give(user)
            if self.rotates:
                del self._refresh[old]
                return self._given(access, refresh)
            del self._refresh[refresh]
            return self._given(access, "")
        grant = self._codes.pop(asked.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest())
        if grant is None or (grant.challenge, grant.redirect) != (
            challenge.rstrip(b"=").decode(),
            asked.get("redirect_uri"),
        ):
            return _json(400, error="invalid_grant", error_description="bad code")
        access, refresh = self.give(grant.user)
        return self._given(access, "" if self.forgetful else refresh)

    def _given(self, access: str, refresh: str) -> tuple[int, Fields, bytes]:
        more: dict[str, object] = {"refresh_token": refresh} if refresh else {}
        if self.refresh_seconds:
            more["refresh_token_expires_in"] = self.refresh_seconds
        return _json(200, access_token=access, token_type="Bearer", expires_in=int(self.access_seconds), **more)


def _fields(query: str) -> Fields:
    return {name: values[0] for name, values in parse_qs(query).items()}


def _json(status: int, **values: object) -> tuple[int, Fields, bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(values).encode()
