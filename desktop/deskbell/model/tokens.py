"""What a provider gave Deskbell so that it may read and send a mailbox's mail without knowing its password (OAuth 2, RFC 6749)."""

import json

from msgspec import Struct
from msgspec.structs import asdict

from deskbell.model.hidden import all_but


class Tokens(Struct, frozen=True):
    """`access` is shown to the mail servers until `access_until`; `refresh` gets the next one until `refresh_until`, "" once it was refused.

    `lapses` is when the leave ends whatever is done, known once a renewal has not moved `refresh_until` on. Times are seconds since 1970 in UTC; 0.0 where the provider does not say.
    """

    access: str
    refresh: str
    access_until: float = 0.0
    refresh_until: float = 0.0
    lapses: float = 0.0

    __repr__ = all_but("access", "refresh")

    def written(self) -> str:
        """As one line of text, for the secrets of this computer."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Tokens":
        """The opposite of `written`. Raises ValueError for what it never wrote."""
        found = json.loads(text)
        try:
            access, refresh = found["access"], found["refresh"]
            times = [float(found[name]) for name in ("access_until", "refresh_until", "lapses")]
        except (LookupError, TypeError) as error:
            raise ValueError(error) from error
        if not (isinstance(access, str) and isinstance(refresh, str)):
            raise ValueError(type(access), type(refresh))
        return cls(access, refresh, *times)
