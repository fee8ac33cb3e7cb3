"""Whoever makes logins. To make roles is a right over all roles of the server: nobody of an office has it, but functions that do no more than the office
needs, in a schema of their own. The owner of the tables alone may call them, from functions that see who asks.
"""

from collections.abc import Iterator
from typing import Final

from deskbell.model.kinds import Role
from deskbell.store.rights.names import GROUPS, WORKER, Groups, quoted, run, text
from deskbell.store.session import Session

SCHEMA: Final = "deskbell_logins"

_FUNCTIONS: Final = {
    # A new login in these groups. `secret` is what the server checks passwords with.
    "make(login text, secret text, member_of text[])": """
        RETURNS void LANGUAGE plpgsql AS $$
        DECLARE one text;
        BEGIN
            EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', login, secret);
            FOREACH one IN ARRAY member_of LOOP
                EXECUTE format('GRANT %I TO %I', one, login);
            END LOOP;
        END $$
    """,
    # A login of ours is one in the groups of the roles, and no more than that.
    "is_ours(login text)": """
        RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (
                SELECT FROM pg_roles r JOIN pg_auth_members m ON m.member = r.oid JOIN pg_roles g ON g.oid = m.roleid
                WHERE r.rolname = login AND g.rolname IN ({agent}, {manager}, {admin})
                AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
            )
        $$
    """,
    "set_password(login text, secret text)": """
        RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            IF {schema}.is_ours(login) THEN
                EXECUTE format('ALTER ROLE %I PASSWORD %L', login, secret);
            END IF;
        END $$
    """,
    # Bring a login to its agent's role, and lock it when the agent leaves. Who does the worker's work reads all mail past the window, so nobody does but
    # administrators, and of these who is to.
    "follow(login text, role text, works_here boolean, runs_worker boolean)": """
        RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            wanted text := CASE role WHEN 'admin' THEN {admin} WHEN 'manager' THEN {manager} ELSE {agent} END;
            works boolean := role = 'admin' AND runs_worker;
            had text;
        BEGIN
            IF NOT {schema}.is_ours(login) THEN
                RETURN;
            END IF;
            EXECUTE format('GRANT %I TO %I', wanted, login);
            IF works THEN
                EXECUTE format('GRANT %I TO %I', {worker}, login);
            END IF;
            FOR had IN
                SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
                WHERE r.rolname = login AND g.rolname IN ({agent}, {manager}, {admin}, {worker}) AND g.rolname <> wanted
                AND NOT (works AND g.rolname = {worker})
            LOOP
                EXECUTE format('REVOKE %I FROM %I', had, login);
                -- Only a warning says where somebody else has put it there, from PostgreSQL 16 on.
                IF EXISTS (
                    SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
                    WHERE r.rolname = login AND g.rolname = had
                ) THEN
                    RAISE insufficient_privilege USING MESSAGE = format('permission denied to take %I out of %I', login, had);
                END IF;
            END LOOP;
            -- Only where it is another: of a login that somebody else made it may be refused, from PostgreSQL 16 on.
            IF works_here <> (SELECT r.rolcanlogin FROM pg_roles r WHERE r.rolname = login) THEN
                EXECUTE format('ALTER ROLE %I %s', login, CASE WHEN works_here THEN 'LOGIN' ELSE 'NOLOGIN' END);
            END IF;
        END $$
    """,
}

# What earlier versions made here.
_GONE: Final = ("follow(text, text, boolean)",)

# From PostgreSQL 16 on a right over a role comes with having made it. Logins that somebody else made, or the keeper on an older server, are given to it
# here; where we may not do that either, nobody can lock them but whoever made them.
_GIVEN: Final = """
    DO $$
    DECLARE
        one text;
    BEGIN
        IF current_setting('server_version_num')::int < 160000 THEN
            RETURN;
        END IF;
        FOR one IN
            SELECT DISTINCT r.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
            WHERE g.rolname IN ({groups}) AND r.rolname NOT IN ({groups}, {keeper}) AND NOT (r.rolsuper OR r.rolcreaterole)
            AND NOT EXISTS (
                SELECT FROM pg_auth_members a JOIN pg_roles k ON k.oid = a.member
                WHERE a.roleid = r.oid AND k.rolname = {keeper} AND a.admin_option
            )
        LOOP
            BEGIN
                EXECUTE format('GRANT %I TO %I WITH ADMIN TRUE, INHERIT FALSE, SET FALSE', one, {keeper});
            EXCEPTION WHEN insufficient_privilege THEN
                RAISE LOG 'deskbell: % may not give % to its keeper', current_user, one;
            END;
        END LOOP;
    END $$
"""


def make_keeper(session: Session, groups: Groups) -> None:
    """See that the functions are there, as this version has them, and that they have a right over the logins of the office."""
    for statement in _statements(groups):
        run(session, statement)
    names = ", ".join(text(groups.group(name)) for name in GROUPS)
    run(session, _GIVEN.format(groups=names, keeper=text(groups.keeper)))


def _statements(groups: Groups) -> Iterator[str]:
    keeper, owner = quoted(groups.keeper), quoted(groups.owner)
    roles = {name: text(groups.group(name)) for name in (*Role, WORKER)}
    yield f"CREATE SCHEMA IF NOT EXISTS {SCHEMA} AUTHORIZATION {keeper}"
    yield f"SET LOCAL ROLE {keeper}"
    for signature, body in _FUNCTIONS.items():
        made = f"{SCHEMA}.{signature}"
        yield (
            f"CREATE OR REPLACE FUNCTION {made} {body.format(schema=SCHEMA, **roles)}"
            " SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
        )
        yield f"REVOKE ALL ON FUNCTION {made} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {made} TO {owner}"
    for signature in _GONE:
        yield f"DROP FUNCTION IF EXISTS {SCHEMA}.{signature}"
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {owner}"
    yield "RESET ROLE"
