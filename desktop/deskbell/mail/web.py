"""One question to a web server, over verified TLS or not at all, with what may go wrong as a sentence."""

import ssl
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from deskbell.mail.login import trusting, words
from deskbell.model.errors import Trouble
from deskbell.model.hidden import all_but

SECONDS: Final = 15.0
LONGEST: Final = 1 << 20
"""Bytes of the longest answer that is read. What is asked for has a few thousand."""
_REDIRECTS: Final = 3


class Answer(Struct, frozen=True):
    """What a web server said."""

    status: int
    body: bytes

    __repr__ = all_but("body")


def ask(
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    ca_file: str = "",
    seconds: float = SECONDS,
) -> Answer:
    """GET `url`, or POST `form` to it. A GET follows a few redirections, a POST, which may hold a secret, none; neither ever leaves https.

    Raises `Trouble` web.host, web.timeout, web.certificate and web.answer, and as `login.trusting` does.
    """
    # Loaded when it is needed: most mailboxes never ask the web anything.
    import httpx2

    host = urlsplit(url).hostname or url
    try:
        with (
            httpx2.Client(
                verify=trusting(ca_file),
                timeout=seconds,
                follow_redirects=form is None,
                max_redirects=_REDIRECTS,
                event_hooks={"request": [_only_https]},
            ) as client,
            client.stream(
                "GET" if form is None else "POST",
                url,
                data=None if form is None else dict(form),
                headers={"Accept": "application/json, text/xml;q=0.9, */*;q=0.5"},
            ) as response,
        ):
            body = b""
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LONGEST:
                    raise Trouble("web.answer", host=host, reason="too long")
            return Answer(response.status_code, body)
    except httpx2.TimeoutException as error:
        raise Trouble("web.timeout", host=host, seconds=f"{seconds:g}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise explain(error, host) from error


def _only_https(request: object) -> None:
    url = getattr(request, "url", None)
    if url is None or url.scheme != "https":
        raise Trouble("web.plain", host=getattr(url, "host", ""))


def explain(error: BaseException, host: str) -> Trouble:
    """The sentence for an error of the library, with its own words as `detail`."""
    detail = f"{type(error).__name__}: {error}"
    import httpx2

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = words(cause.verify_message or cause).rstrip(".")
            return Trouble("web.certificate", host=host, reason=reason, detail=detail)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx2.TransportError) and not isinstance(error, httpx2.ProtocolError):
        return Trouble("web.host", host=host, detail=detail)
    return Trouble("web.answer", host=host, reason=words(error), detail=detail)
