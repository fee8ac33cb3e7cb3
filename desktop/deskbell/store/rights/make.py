"""Making an office of a PostgreSQL database: schema, groups, rights, and the first administrator. Doing it again goes on, or finds that all is there."""

from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise

from msgspec import Struct
from sqlalchemy import insert, select, update

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Presence, Role
from deskbell.rules.rights import RANKS
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.opening import upgrade_desk
from deskbell.store.rights.apply import hand_over
from deskbell.store.rights.logins import make_login, must_be_free, must_be_good
from deskbell.store.rights.names import GROUPS, WORKER, Groups, groups_for, groups_of, quoted, run
from deskbell.store.session import Session
from deskbell.store.tables import agent
from deskbell.store.trouble import place_of

OLDEST_SERVER = 15
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('deskbell office'))"
_ABOUT = """
    SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_version') AS version_name,
        current_setting('server_encoding') AS encoding, rolsuper OR rolcreaterole AS makes_roles,
        pg_has_role(nspowner, 'USAGE') AND pg_has_role(datdba, 'USAGE') AS owns
    FROM pg_roles, pg_database, pg_namespace
    WHERE rolname = current_user AND datname = current_database() AND nspname = current_schema()
"""
_KNOWN = "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) ORDER BY rolname"


class Person(Struct, frozen=True):
    """Who is to administer the office first. `email` tells whether the desk knows them already."""

    name: str
    email: str
    login: str


class Office(Struct, frozen=True):
    """What was made: the passwords of the logins that are new, by login. They are kept nowhere."""

    was_there: bool
    passwords: dict[str, str]


def create_office(address: str, admin: Person, worker: str = "", *, take_over: bool = False) -> Office:
    """Make an office of the database at `address`, which names a login that may make roles and owns the database. With `worker`, a login of that
    name for a worker that runs as a service. A desk without rights that is there becomes the office's. With `take_over`, groups that an office in a
    database of this name has left on the server are used, with the logins in them.

    Raises `Mistake` office.postgresql, office.server, office.encoding, office.roles, office.owner, office.foreign, office.left_over, login.taken,
    login.bad, db.newer and db.older, and `Trouble` where the server cannot be asked; then nothing of the office has been made.
    """
    for login in filter(None, (admin.login, worker)):
        must_be_good(login)
    desk = Desk.open(address)
    try:
        if desk.url.get_backend_name() != "postgresql":
            raise Mistake("office.postgresql")
        desk.read(_look_at)
        _see_to_schema(desk)
        return desk.transact(lambda session: _make(session, admin, worker, take_over=take_over))
    finally:
        desk.close()


def look_at_server(address: str, admin: Person, worker: str = "") -> None:
    """See whether an office could be made in the database at `address`, into which a desk will be carried before; nothing is changed.

    Raises as `create_office` does, and `Mistake` db.occupied.
    """
    for login in filter(None, (admin.login, worker)):
        must_be_good(login)
    with closing(Desk.open(address)) as desk:
        if desk.url.get_backend_name() != "postgresql":
            raise Mistake("office.postgresql")
        desk.read(_look_at)
        if _step_of(desk):
            raise Mistake("db.occupied", address=place_of(desk.url))
        desk.read(lambda session: _must_be_free(session, admin, worker))


def look_at_desk(address: str, admin: Person, worker: str = "") -> None:
    """See whether an office could be made of the desk that lies in the database at `address`; nothing is changed.

    Raises as `create_office` does, and `Mistake` office.there where it is one, db.empty where there is no desk.
    """
    for login in filter(None, (admin.login, worker)):
        must_be_good(login)
    with closing(Desk.open(address)) as desk:
        desk.read(_look_at)
        migrations.check(desk)
        if desk.read(groups_of) is not None:
            raise Mistake("office.there", name=desk.url.database)
        desk.read(lambda session: _must_be_free(session, admin, worker))


def _must_be_free(session: Session, admin: Person, worker: str) -> None:
    for login in filter(None, (admin.login, worker)):
        must_be_free(session, login)
    left = _left_over(session, groups_for(str(session.connection.engine.url.database)))
    if left:
        raise Mistake("office.left_over", names=", ".join(left))


def _look_at(session: Session) -> None:
    """Raise where the server, or the login, will not do."""
    url = session.connection.engine.url
    about = session.connection.exec_driver_sql(_ABOUT).one()
    if about.version < OLDEST_SERVER:
        raise Mistake("office.server", found=about.version_name, needed=OLDEST_SERVER)
    if about.encoding != "UTF8":
        raise Mistake("office.encoding", name=url.database, found=about.encoding)
    if not about.makes_roles:
        raise Mistake("office.roles", user=url.username or "-", address=place_of(url))
    if not about.owns:
        raise Mistake("office.owner", user=url.username or "-", name=url.database)


def _step_of(desk: Desk) -> int:
    """Which step the schema of a desk has that is there, 0 for an empty database."""
    try:
        return desk.read(migrations.taken)
    except Trouble as trouble:
        if trouble.code != "db.corrupt":
            raise
        raise Mistake("office.foreign", name=desk.url.database) from trouble


def _see_to_schema(desk: Desk) -> None:
    if _step_of(desk):
        migrations.check(desk)
    # Also where it is there: it may lack its identity.
    upgrade_desk(desk)


def _make(session: Session, admin: Person, worker: str, *, take_over: bool) -> Office:
    session.connection.exec_driver_sql(_LOCK)
    found = groups_of(session)
    groups = found or groups_for(str(session.connection.engine.url.database))
    if found is None:
        _make_groups(session, groups, take_over=take_over)
    hand_over(session, groups)
    passwords = {}
    if not _has_admin(session):
        must_be_free(session, admin.login)
        _enter(session, admin)
        passwords[admin.login] = make_login(session, groups, admin.login, Role.ADMIN.value, WORKER)
    if worker:
        must_be_free(session, worker)
        passwords[worker] = make_login(session, groups, worker, WORKER)
    return Office(found is not None, passwords)


def _make_groups(session: Session, groups: Groups, *, take_over: bool) -> None:
    """The roles, of which each takes on what the one before may, and the ways into database and schema."""
    ask = session.connection.exec_driver_sql
    home = ask("SELECT quote_ident(current_schema())").scalar_one()
    database = ask("SELECT quote_ident(current_database())").scalar_one()
    names = _names(groups)
    known = _left_over(session, groups)
    if known and not take_over:
        raise Mistake("office.left_over", names=", ".join(known))
    for name in names:
        if name not in known:
            run(session, f"CREATE ROLE {quoted(name)} NOLOGIN")
    # To give something to a role one must be a member of it.
    run(session, f"GRANT {quoted(groups.owner)}, {quoted(groups.keeper)} TO CURRENT_USER")
    run(session, f"ALTER ROLE {quoted(groups.keeper)} CREATEROLE")
    run(
        session,
        f"GRANT {', '.join(map(quoted, map(groups.group, GROUPS)))} TO {quoted(groups.keeper)} WITH ADMIN OPTION",
    )
    everybody = [quoted(groups.group(name)) for name in GROUPS]
    for lower, higher in pairwise(map(quoted, map(groups.group, RANKS))):
        run(session, f"GRANT {lower} TO {higher}")
    run(session, f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    run(session, f"REVOKE ALL ON SCHEMA {home} FROM PUBLIC")
    run(session, f"GRANT CONNECT ON DATABASE {database} TO {', '.join(everybody)}")
    run(session, f"GRANT USAGE ON SCHEMA {home} TO {', '.join(everybody)}")
    run(session, f"GRANT USAGE, CREATE ON SCHEMA {home} TO {quoted(groups.owner)}")


def _names(groups: Groups) -> list[str]:
    return [groups.owner, groups.keeper, *map(groups.group, GROUPS)]


def _left_over(session: Session, groups: Groups) -> Sequence[str]:
    """Which of these groups the server has already."""
    return session.connection.exec_driver_sql(_KNOWN, (_names(groups),)).scalars().all()


def _has_admin(session: Session) -> bool:
    """Whether somebody administers the office who can log in."""
    there = select(agent.c.id).where(agent.c.role == Role.ADMIN.value, agent.c.active, agent.c.login.is_not(None))
    return session.connection.execute(there.limit(1)).first() is not None


def _enter(session: Session, admin: Person) -> None:
    """The agent, who may be known to the desk already, by the address."""
    email = admin.email.strip().casefold()
    rights = {"role": Role.ADMIN.value, "login": admin.login, "active": True, "runs_worker": True}
    known = update(agent).where(agent.c.email == email).values(rights | {"version": agent.c.version + 1})
    if session.connection.execute(known).rowcount == 0:
        own = {"name": admin.name, "email": email, "presence": Presence.AVAILABLE.value, "created_at": session.now}
        session.connection.execute(insert(agent).values(rights | own))
