"""Bringing a database to what the rules say: all of it anew in one transaction, so that nothing is left that the rules no longer say."""

from collections.abc import Iterator
from typing import Final

from deskbell.model.kinds import Role
from deskbell.store.rights.functions import FUNCTIONS, INDEXES, TRIGGERS
from deskbell.store.rights.keeper import SCHEMA, make_keeper
from deskbell.store.rights.names import GROUPS, WORKER, Groups, groups_of, quoted, run, text
from deskbell.store.rights.rule import Rule, Verb
from deskbell.store.rights.rules import RULES
from deskbell.store.session import Session

_POLICIES: Final = "SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()"
_OPEN: Final = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND NOT relrowsecurity AND relnamespace = current_schema()::regnamespace
"""
_OWNED: Final = """
    SELECT 'TABLE ' || oid::regclass FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    UNION ALL SELECT 'FUNCTION ' || oid::regprocedure FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
"""
# The functions of triggers: they keep counts that nobody may write.
_TRIGGERED: Final = """
    SELECT quote_ident(proname) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype
"""


def become_owner(session: Session) -> Groups | None:
    """For the rest of this transaction be the one whom the tables of the office belong to; its groups, None where the desk is none."""
    groups = groups_of(session)
    if groups is not None:
        run(session, f"SET LOCAL ROLE {quoted(groups.owner)}")
    return groups


def hand_over(session: Session, groups: Groups) -> None:
    """Let all that is in the schema belong to the owner, give the groups their rights, and bring the logins to the roles of their agents."""
    make_keeper(session, groups)
    owner = quoted(groups.owner)
    for thing in session.connection.exec_driver_sql(_OWNED).scalars().all():
        run(session, f"ALTER {thing} OWNER TO {owner}")
    run(session, f"SET LOCAL ROLE {owner}")
    apply(session, groups)
    run(session, f"SELECT {SCHEMA}.follow(login, role, active, runs_worker) FROM agent WHERE login IS NOT NULL")  # noqa: S608
    run(session, "RESET ROLE")


def renew(session: Session, groups: Groups) -> None:
    """Give the rights anew where the schema is another now. Whoever does so is the owner before and afterwards."""
    run(session, "RESET ROLE")
    hand_over(session, groups)
    become_owner(session)


def apply(session: Session, groups: Groups) -> None:
    """Give the groups their rights, as the owner. The schema is that of this version."""
    for statement in _statements(session, groups):
        run(session, statement)


def _statements(session: Session, groups: Groups) -> Iterator[str]:
    home = session.connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    everybody = ", ".join(["PUBLIC", *(quoted(groups.group(name)) for name in GROUPS)])
    for table, policy in session.connection.exec_driver_sql(_POLICIES).all():
        yield f"DROP POLICY {quoted(policy)} ON {home}.{quoted(table)}"
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA {home} FROM {everybody}"
    yield from _functions(session, groups, home)
    for name in session.connection.exec_driver_sql(_OPEN).scalars().all():
        yield f"ALTER TABLE {home}.{quoted(name)} ENABLE ROW LEVEL SECURITY"
    # What has a number of its own gets it by whoever adds it; the worker also reads them, for a backup, and chooses where they begin, for an import.
    for name, rights in ((Role.AGENT, "USAGE"), (WORKER, "ALL")):
        yield f"GRANT {rights} ON ALL SEQUENCES IN SCHEMA {home} TO {quoted(groups.group(name))}"
    for table, rules in RULES.items():
        for number, rule in enumerate(rules):
            yield from _granted(
                f"{home}.{quoted(table)}", f"{number} {rule.group} {rule.verb.name.lower()}", rule, groups
            )


def _functions(session: Session, groups: Groups, home: str) -> Iterator[str]:
    fixed = f"SECURITY DEFINER SET search_path = {home}, pg_temp"
    roles = {name: text(groups.group(name)) for name in (*Role, WORKER)}
    callers = f"{quoted(groups.group(Role.AGENT))}, {quoted(groups.group(WORKER))}"
    for signature, body in FUNCTIONS.items():
        yield f"CREATE OR REPLACE FUNCTION {home}.{signature} {body.format(**roles)} {fixed}"
        yield f"REVOKE ALL ON FUNCTION {home}.{signature} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {home}.{signature} TO {callers}"
    for name in session.connection.exec_driver_sql(_TRIGGERED).scalars().all():
        yield f"ALTER FUNCTION {home}.{name}() {fixed}"
    for trigger, rest in TRIGGERS.items():
        yield f"CREATE OR REPLACE TRIGGER {trigger} {rest.format(home=home)}"
    for index, along in INDEXES.items():
        yield f"CREATE INDEX IF NOT EXISTS {index} ON {home}.{along}"


def _granted(table: str, name: str, rule: Rule, groups: Groups) -> Iterator[str]:
    columns = f" ({', '.join(map(quoted, rule.columns))})" if rule.columns else ""
    group = quoted(groups.group(rule.group))
    yield f"GRANT {rule.verb.value}{columns} ON {table} TO {group}"
    conditions = []
    if rule.verb is not Verb.ADD:
        conditions.append(f"USING ({rule.rows})")
    if rule.verb in (Verb.ADD, Verb.CHANGE):
        conditions.append(f"WITH CHECK ({rule.becomes or rule.rows})")
    yield f"CREATE POLICY {quoted(name)} ON {table} FOR {rule.verb.value} TO {group} {' '.join(conditions)}"
