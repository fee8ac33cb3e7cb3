"""Where a desk lies, as a window tells it."""

from msgspec import Struct
from sqlalchemy import make_url

from deskbell.store.office_password import folder_of
from deskbell.store.trouble import place_of


class Whereabouts(Struct, frozen=True):
    """`place` is the file, or the servers with their ports; `database` and `login` are "" for a file. `password_here`: the password of the login is among
    the secrets of this computer's data folder.
    """

    on_server: bool
    place: str
    database: str = ""
    login: str = ""
    password_here: bool = False


def whereabouts(address: str) -> Whereabouts:
    """What an address of a desk says, without what is secret in it."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return Whereabouts(False, place_of(url))
    return Whereabouts(True, place_of(url), url.database or "", url.username or "", folder_of(url) is not None)
