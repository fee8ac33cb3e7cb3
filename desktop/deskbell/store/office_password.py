"""The password with which this computer comes into its office: sealed among those of the mailboxes (`store.secrets`), never in an address.

The address of an office that was joined names the folder instead, in an option of our own that the server's client never sees.
"""

import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from deskbell.model.errors import DeskError, Trouble
from deskbell.model.places import JOINED
from deskbell.store.secrets import Secrets, replace_file

log = logging.getLogger("deskbell.office")

_OPTION: Final = "deskbell_secrets"
# Where it lay in the clear before, in libpq's own form and named in the address by libpq's own option.
_OLD_FILE: Final = "office.pgpass"
_OLD_OPTION: Final = "passfile"


def keep(secrets: Secrets, login: str, password: str) -> None:
    """Keep the password of a login. Raises as `Secrets.put` does."""
    secrets.put(_name(login), password)
    _forget_old(secrets.folder)


def password_of(secrets: Secrets, login: str) -> str:
    """The password of a login. One that an earlier Deskbell kept in the clear is sealed first, unless that cannot be done now.

    Raises `Trouble` office.password where there is none, and as `Secrets.get` does.
    """
    old = _old_password(secrets.folder / _OLD_FILE, login)
    if old:
        try:
            _seal(secrets, login, old)
        except DeskError as error:
            log.warning("The office's password stays in %s: %s", secrets.folder / _OLD_FILE, error)
            return old
    found = secrets.get(_name(login))
    if found is None:
        raise Trouble("office.password", user=login, path=secrets.folder)
    return found


def for_login(url: URL, login: str) -> URL:
    """The address for this login, without any password."""
    return URL.create(url.drivername, login, host=url.host, port=url.port, database=url.database, query=url.query)


def with_folder(url: URL, folder: Path) -> URL:
    """The address of an office whose password lies in this folder."""
    return url.difference_update_query([_OLD_OPTION]).update_query_dict({_OPTION: str(folder)})


def folder_of(url: URL) -> Path | None:
    """The folder of the password; None where the address names none, as for who has a password file of their own."""
    named, old = url.query.get(_OPTION), url.query.get(_OLD_OPTION)
    if isinstance(named, str):
        return Path(named)
    return Path(old).parent if isinstance(old, str) and Path(old).name == _OLD_FILE else None


def without_folder(url: URL) -> URL:
    """The address as the server's client knows it."""
    return url if folder_of(url) is None else url.difference_update_query([_OPTION, _OLD_OPTION])


def _seal(secrets: Secrets, login: str, password: str) -> None:
    """Keep it as it is kept now, and the address with it. Each step leaves a computer that comes in."""
    secrets.put(_name(login), password)
    joined = secrets.folder / JOINED
    with suppress(OSError, ValueError, LookupError, TypeError, ArgumentError):
        address = with_folder(make_url(json.loads(joined.read_text("utf-8"))["address"]), secrets.folder)
        words = json.dumps({"address": address.render_as_string(hide_password=False)}, ensure_ascii=False)
        replace_file(joined, words.encode())
    _forget_old(secrets.folder)


def _forget_old(folder: Path) -> None:
    with suppress(OSError):
        (folder / _OLD_FILE).unlink(missing_ok=True)


def _old_password(file: Path, login: str) -> str:
    """What the file of an earlier Deskbell has for this login, "" for nothing. It wrote one line: *:*:*:LOGIN:PASSWORD."""
    try:
        *_, name, password = file.read_text("utf-8").strip().split(":")
    except (OSError, ValueError):
        return ""
    return password if name == login else ""


def _name(login: str) -> str:
    return f"office/{login}"
