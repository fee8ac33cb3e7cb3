"""The schema: what the migrations make is what the tables say, and a database of another age is refused."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, inspect, text, update

from deskbell.model.errors import Mistake, Trouble
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.tables import metadata, schema_step

# The search index differs by engine and is none of our tables; what addresses and domains begin with has indexes on PostgreSQL alone, and which contents are
# needed by what has one on SQLite, and in an office among its rights.
NOT_OURS = (
    "message_search",
    "article_search",
    "ix_address_like",
    "ix_customer_name_like",
    "ix_organisation_domain_like",
    "ix_attachment_blob",
    "ix_outbox_blob",
)


def _ours(item: object, name: str | None, *rest: object) -> bool:
    return not str(name).startswith(NOT_OURS)


def _default_differs(context: MigrationContext, *compared: object) -> bool | None:
    """Alembic stumbles over SQLite's way to write an empty default; on PostgreSQL it asks the server."""
    _, _, there, _, declared = compared
    return str(there).strip("()'") != str(declared).strip("'") if context.dialect.name == "sqlite" else None


def test_the_migrated_schema_is_that_of_the_tables(desk: Desk) -> None:
    options = {"compare_type": True, "compare_server_default": _default_differs, "include_object": _ours}
    with desk.reading() as session:
        context = MigrationContext.configure(session.connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_names_and_conditions_of_indexes_are_the_same(desk: Desk) -> None:
    """What the comparison above does not look at: names of keys, and WHERE of partial indexes."""
    with desk.reading() as session:
        there = inspect(session.connection)
        for table in metadata.tables.values():
            # SQLite writes the key of an autoincrement table into its column, where it has no name.
            unnamed = table.dialect_options["sqlite"].get("autoincrement") and session.engine_name == "sqlite"
            assert there.get_pk_constraint(table.name)["name"] == (None if unnamed else table.primary_key.name)
            assert {key["name"] for key in there.get_foreign_keys(table.name)} == {
                key.name for key in table.foreign_key_constraints
            }
            partial = {
                index["name"]
                for index in there.get_indexes(table.name)
                if index["dialect_options"].get(f"{session.engine_name}_where") is not None
            }
            assert partial == {index.name for index in table.indexes if "where" in index.info}


def test_no_number_of_a_step_is_given_twice_or_left_out() -> None:
    """A desk knows only the last one that it took: a second step of that number, or one that comes after it, would be passed over for ever."""
    assert [step.number for step in migrations.steps()] == list(range(1, len(migrations.steps()) + 1))


def test_taking_all_steps_again_takes_none(desk: Desk) -> None:
    migrations.check(desk)
    assert migrations.upgrade(desk) == []


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def test_two_programs_that_start_at_once_both_get_a_whole_desk(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = f"sqlite:///{tmp_path / 'new.sqlite3'}" if engine == "sqlite" else request.getfixturevalue("postgres_url")
    desks = [Desk.open(address) for _ in range(3)]
    with ThreadPoolExecutor(3) as executor:
        done = [step.number for steps in executor.map(migrations.upgrade, desks) for step in steps]
    assert sorted(done) == [step.number for step in migrations.steps()]
    for desk in desks:
        migrations.check(desk)
        desk.close()


def test_window_and_worker_meet_on_a_new_file(tmp_path: Path) -> None:
    """Turning WAL on takes a lock that SQLite does not wait for."""
    with ThreadPoolExecutor(4) as executor:
        for number in range(25):
            desks = [Desk.open(f"sqlite:///{tmp_path / str(number)}") for _ in range(4)]
            for known in executor.map(lambda desk: desk.read(migrations.taken), desks):
                assert known == 0
            for desk in desks:
                desk.close()


def test_a_newer_schema_is_refused(desk: Desk) -> None:
    known = migrations.steps()[-1].number
    with desk.writing() as session:
        session.connection.execute(update(schema_step).where(schema_step.c.number == known).values(number=known + 7))
    for use in (migrations.check, migrations.upgrade):
        with pytest.raises(Mistake) as refused:
            use(desk)
        assert (refused.value.code, refused.value.values) == ("db.newer", {"found": known + 7, "known": known})


def test_an_older_schema_is_told_from_a_damaged_one(desk: Desk) -> None:
    before, known = (step.number for step in migrations.steps()[-2:])
    with desk.writing() as session:
        session.connection.execute(delete(schema_step).where(schema_step.c.number == known))
    with pytest.raises(Mistake) as refused:
        migrations.check(desk)
    assert (refused.value.code, refused.value.values) == ("db.older", {"found": before, "known": known})


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite3"
    path.touch()
    desk = Desk.open(f"sqlite:///{path}")
    with pytest.raises(Mistake, match="holds no desk") as refused:
        migrations.check(desk)
    assert refused.value.code == "db.empty"
    assert [step.number for step in migrations.upgrade(desk)] == [step.number for step in migrations.steps()]
    desk.close()


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photo (id INTEGER)")
    connection.close()
    desk = Desk.open(f"sqlite:///{path}")
    for use in (migrations.check, migrations.upgrade):
        with pytest.raises(Trouble) as refused:
            use(desk)
        assert refused.value.code == "db.corrupt"
        assert str(path) in str(refused.value)
    with desk.reading() as session:
        assert session.connection.execute(text("SELECT name FROM sqlite_schema")).scalars().all() == ["photo"]
    desk.close()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["agent", "agent"], ["agent", "admin"]),
        (["agent", "agent", "admin"], ["agent", "agent", "admin"]),
    ],
    ids=["nobody yet", "somebody already"],
)
def test_a_desk_of_before_there_were_rights_gets_an_administrator(
    tmp_path: Path, before: list[str], after: list[str]
) -> None:
    """The first who still works there."""
    desk = Desk.open(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    migrations.upgrade(desk, until=17)
    words = (
        "INSERT INTO agent (name, email, role, presence, created_at, active) VALUES ('', :email, :role, '', 0, :active)"
    )
    with desk.writing() as session:
        rows = [{"email": str(place), "role": role, "active": place > 0} for place, role in enumerate(before)]
        session.connection.execute(text(words), rows)
    migrations.upgrade(desk, until=18)
    with desk.reading() as session:
        assert list(session.connection.execute(text("SELECT role FROM agent ORDER BY id")).scalars()) == after
    desk.close()


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def test_texts_become_organisations(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """One for all that differ by case alone, called as most of them are; and addresses have their domains."""
    address = (
        f"sqlite:///{tmp_path / 'desk.sqlite3'}" if engine == "sqlite" else request.getfixturevalue("postgres_url")
    )
    desk = Desk.open(address)
    migrations.upgrade(desk, until=42)
    texts = ["Žalia Acme", "ŽALIA ACME", "Žalia Acme", "", "Other", " "]
    with desk.writing() as session:
        words = "INSERT INTO customer (name, organisation, created_at) VALUES (:name, :text, 0)"
        session.connection.execute(text(words), [{"name": str(place), "text": one} for place, one in enumerate(texts)])
        words = "INSERT INTO address (email, customer_id) SELECT :email, id FROM customer WHERE name = '0'"
        emails = ("a@acme.example", '"a@b"@bücher.example', "postmaster")
        session.connection.execute(text(words), [{"email": email} for email in emails])
    migrations.upgrade(desk, until=43)
    with desk.reading() as session:
        ask = session.connection.exec_driver_sql
        organisations = {row.id: row for row in ask("SELECT * FROM organisation")}
        assert {(row.name, row.key, row.sought) for row in organisations.values()} == {
            ("Žalia Acme", "žalia acme", "zalia acme"),
            ("Other", "other", "other"),
        }
        customers = ask("SELECT organisation, organisation_id FROM customer ORDER BY name").all()
        named = [(one, organisations[number].name if number else None) for one, number in customers]
        assert named == [("Žalia Acme", "Žalia Acme")] * 3 + [("", None), ("Other", "Other"), ("", None)]
        domains = ask("SELECT domain FROM address ORDER BY domain").scalars().all()
        assert domains == ["acme.example", "bücher.example", "postmaster"]
    desk.close()
