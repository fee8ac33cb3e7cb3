"""An office on PostgreSQL, in which everybody has a login: `of_agent`, `of_manager`, `of_admin` and `of_worker` by group, and its first administrator."""

from deskbell.store.desk import Desk
from deskbell.store.rights.make import Person, create_office
from deskbell.store.rights.names import GROUPS, WORKER, groups_for, groups_of, quoted
from deskbell.store.session import Session
from servers.postgres import Postgres

NAME = "office_template"
CHIEF = Person("Chief", "chief@desk.example", "chief")


def make_office_template(postgres: Postgres, template: str) -> None:
    """The office, empty but for its administrator; copies of its database are offices with the same groups and logins. `template` has the schema."""
    postgres.create_database(NAME, template)
    create_office(postgres.url(NAME), CHIEF)
    with postgres.connect() as connection:
        for group in GROUPS:
            connection.execute(f"CREATE ROLE of_{group} LOGIN IN ROLE {quoted(groups_for(NAME).group(group))}")
    # They are the office's from now on.
    create_office(postgres.url(NAME), CHIEF)


def may_work(desk: Desk) -> bool:
    """Whether the login of this desk may do the worker's work."""

    def asked(session: Session) -> bool:
        groups = groups_of(session)
        assert groups is not None
        query = "SELECT pg_has_role(session_user, %s, 'MEMBER')"
        return bool(session.connection.exec_driver_sql(query, (groups.group(WORKER),)).scalar_one())

    return desk.read(asked)


def as_login(address: str, login: str) -> Desk:
    """The desk at an address of the superuser's, for another login."""
    return Desk.open(address.replace("postgres@", f"{login}@"))
