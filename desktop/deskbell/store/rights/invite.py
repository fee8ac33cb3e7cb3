"""Letting somebody into an office: an administrator gives them a login, and a file with which their computer finds the way."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import URL, make_url, select, update
from sqlalchemy.exc import ArgumentError

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.hidden import all_but
from deskbell.model.kinds import Entity, Role
from deskbell.store.desk import Desk
from deskbell.store.rights.logins import PASSWORD_BYTES, must_be_free, must_be_good, verifier
from deskbell.store.rights.names import groups_of
from deskbell.store.session import Session
from deskbell.store.tables import agent

_OWNER_ONLY: Final = 0o600
_FORM: Final = 1


class Invitation(Struct, frozen=True):
    """What the file holds: the address without a name, the certificates of who vouches for the server ("": the system knows), login and password."""

    address: str
    authority: str
    login: str
    password: str

    __repr__ = all_but("password")


def invite(desk: Desk, email: str, login: str = "", *, runs_worker: bool = False) -> Invitation:
    """Give the agent of this address a login, made of the address unless one is named, or a new password where they have one. With `runs_worker` their
    computer does the worker's work from then on; without it what was said of that before stays.

    `desk` is an administrator's. Raises as `let_in` does, and `Mistake` invitation.nobody, invitation.worker for who is no administrator.
    """
    password = one_time_password()

    def once(session: Session) -> Invitation:
        query = select(agent.c.id).where(agent.c.email == email.strip().casefold(), agent.c.active)
        found = session.connection.execute(query).scalar()
        if found is None and groups_of(session) is not None:
            raise Mistake("invitation.nobody", email=email)
        if runs_worker and found is not None:
            _let_work(session, found)
        let_in(session, found or 0, password, login)
        return invitation_of(session, found or 0, password)

    return desk.transact(once)


def one_time_password() -> str:
    """A password for an invitation, of 120 random bits."""
    return secrets.token_urlsafe(PASSWORD_BYTES)


def let_in(session: Session, agent_id: int, password: str, login: str = "") -> None:
    """Give the agent a login, made of their address unless one is named, or the login they have this password.

    Raises `Mistake` office.none, agent.missing, login.bad, login.taken, and `Trouble` db.rights where an administrator is not who asks.
    """
    if groups_of(session) is None:
        raise Mistake("office.none")
    query = select(agent.c.email, agent.c.login).where(agent.c.id == agent_id, agent.c.active)
    row = session.connection.execute(query).first()
    if row is None:
        raise Mistake("agent.missing")
    name = row.login or login or re.sub(r"[^a-z0-9_.-]", ".", row.email.partition("@")[0])
    if row.login is None:
        must_be_good(name)
        must_be_free(session, name)
    secret = verifier(session, name, password)
    session.connection.exec_driver_sql("SELECT deskbell_let_in(%s, %s, %s)", (agent_id, name, secret))
    session.changed(Entity.AGENT, agent_id)


def _let_work(session: Session, agent_id: int) -> None:
    there = (agent.c.id == agent_id) & (agent.c.role == Role.ADMIN.value)
    written = update(agent).where(there).values(runs_worker=True, version=agent.c.version + 1)
    if session.connection.execute(written).rowcount == 0:
        raise Mistake("invitation.worker")


def invitation_of(session: Session, agent_id: int, password: str) -> Invitation:
    """The invitation of an agent who was let in with this password. Raises `Trouble` file.unreadable where the certificates of the way here are not to be had."""
    url = session.connection.engine.url
    login = session.connection.execute(select(agent.c.login).where(agent.c.id == agent_id)).scalar_one()
    return Invitation(_without_name(url), _authority(url), login, password)


def write_invitation(invitation: Invitation, file: Path, *, replace: bool = False) -> None:
    """Write the file, which nobody but its owner reads; with `replace` also in the place of another. Raises `Mistake` file.exists and `Trouble`
    file.unwritable."""
    if replace:
        # Not into it: what others may read of it, they could read on.
        with suppress(OSError):
            file.unlink(missing_ok=True)
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
