"""Logins of an office: made with a password that nobody has chosen, which is kept nowhere."""

import re
import secrets

from deskbell.model.errors import Mistake
from deskbell.store.rights.keeper import SCHEMA
from deskbell.store.rights.names import Groups, quoted, run
from deskbell.store.session import Session

# What every tool takes without quotes; also "postgres" and names of groups are other people's.
_LOGIN = re.compile(r"[a-z_][a-z0-9_.-]{0,62}")
_RESERVED = ("pg_", "deskbell_")
PASSWORD_BYTES = 15


def must_be_good(login: str) -> None:
    """Raise `Mistake` login.bad where this cannot be the name of a login."""
    if not _LOGIN.fullmatch(login) or login.startswith(_RESERVED) or login in ("public", "none"):
        raise Mistake("login.bad", login=login)


def must_be_free(session: Session, login: str) -> None:
    """Raise `Mistake` login.taken where the server has such a role already."""
    if session.connection.exec_driver_sql("SELECT FROM pg_roles WHERE rolname = %s", (login,)).first() is not None:
        raise Mistake("login.taken", login=login)


def make_login(session: Session, groups: Groups, login: str, *members_of: str) -> str:
    """Make a login that is a member of these groups; its password. The server is given no more than what it checks passwords with (RFC 5803)."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    secret = verifier(session, login, password)
    run(session, f"SET LOCAL ROLE {quoted(groups.owner)}")
    make = f"SELECT {SCHEMA}.make(%s, %s, %s)"
    session.connection.exec_driver_sql(make, (login, secret, [groups.group(name) for name in members_of]))
    run(session, "RESET ROLE")
    return password


def verifier(session: Session, login: str, password: str) -> str:
    """What the server keeps of a password: so the password itself is in none of its logs."""
    import psycopg

    driver = session.connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
