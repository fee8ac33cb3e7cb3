"""Letting somebody into an office: an administrator gives them a login, and a file with which their computer finds the way."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url, select
from sqlalchemy.exc import ArgumentError

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Entity
from deskbell.store.desk import Desk
from deskbell.store.rights.logins import PASSWORD_BYTES, must_be_free, must_be_good, verifier
from deskbell.store.rights.names import groups_of
from deskbell.store.session import Session
from deskbell.store.tables import agent

_OWNER_ONLY: Final = 0o600
_FORM: Final = 1


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the file holds: the address without a name, the certificates of who vouches for the server ("": the system knows), login and password."""

    address: str
    authority: str
    login: str
    password: str = field(repr=False)


def invite(desk: Desk, email: str, login: str = "") -> Invitation:
    """Give the agent of this address a login, made of the address unless one is named, or a new password where they have one.

    `desk` is an administrator's. Raises `Mistake` office.none, invitation.nobody, login.bad, login.taken, and `Trouble` db.rights for anybody else.
    """
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    authority = _authority(desk.url)
    known = desk.transact(lambda session: _let_in(session, email, login, password))
    return Invitation(_without_name(desk.url), authority, known, password)


def _let_in(session: Session, email: str, login: str, password: str) -> str:
    if groups_of(session) is None:
        raise Mistake("office.none")
    query = select(agent.c.id, agent.c.login).where(agent.c.email == email.strip().casefold(), agent.c.active)
    row = session.connection.execute(query).first()
    if row is None:
        raise Mistake("invitation.nobody", email=email)
    name = row.login or login or re.sub(r"[^a-z0-9_.-]", ".", email.strip().casefold().partition("@")[0])
    if row.login is None:
        must_be_good(name)
        must_be_free(session, name)
    secret = verifier(session, name, password)
    let_in = "SELECT deskbell_let_in(%s, %s, %s)"
    known: str = session.connection.exec_driver_sql(let_in, (row.id, name, secret)).scalar_one()
    session.changed(Entity.AGENT, row.id)
    return known


def write_invitation(invitation: Invitation, file: Path) -> None:
    """Write the file, which nobody but its owner reads. Raises `Mistake` file.exists and `Trouble` file.unwritable."""
    words = json.dumps({"deskbell_invitation": _FORM} | asdict(invitation), ensure_ascii=False, indent=1)
    write_for_owner(file, words, new=True)


def write_for_owner(file: Path, words: str, *, new: bool = False) -> None:
    """Write a file that nobody but its owner reads. Raises `Mistake` file.exists, if it is to be a new one, and `Trouble` file.unwritable."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | (os.O_EXCL if new else os.O_TRUNC), _OWNER_ONLY)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(words)
    except FileExistsError as error:
        raise Mistake("file.exists", path=file) from error
    except OSError as error:
        raise Trouble("file.unwritable", path=file, reason=error.strerror, detail=str(error)) from error


def read_invitation(file: Path) -> Invitation:
    """Read the file. Raises `Mistake` invitation.none for what is none, and `Trouble` file.unreadable."""
    try:
        found = json.loads(file.read_text("utf-8"))
        if found.pop("deskbell_invitation") != _FORM:
            raise Mistake("invitation.none", path=file)
        invitation = Invitation(**found)
        make_url(invitation.address)
        must_be_good(invitation.login)
    except OSError as error:
        raise Trouble("file.unreadable", path=file, reason=error.strerror, detail=str(error)) from error
    except (ValueError, LookupError, TypeError, AttributeError, ArgumentError, Mistake) as error:
        raise Mistake("invitation.none", path=file) from error
    return invitation


def _without_name(url: URL) -> str:
    """The address without what is this computer's: name, password, and the files of certificates and passwords."""
    kept: Mapping[str, str | tuple[str, ...]] = {
        name: value for name, value in url.query.items() if name in ("host", "port", "hostaddr", "sslmode")
    }
    bare = URL.create(url.get_backend_name(), host=url.host, port=url.port, database=url.database, query=kept)
    return bare.render_as_string()


def _authority(url: URL) -> str:
    """The certificates in the file that the address names."""
    file = url.query.get("sslrootcert", "system")
    if not isinstance(file, str) or file == "system":
        return ""
    try:
        return Path(file).read_text("ascii")
    except (OSError, ValueError) as error:
        raise Trouble("file.unreadable", path=file, reason=getattr(error, "strerror", ""), detail=str(error)) from error
