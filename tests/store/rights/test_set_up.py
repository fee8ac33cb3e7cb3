"""What the window makes an office with: how a server is named, the database that may not be there yet, and what this computer keeps."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import make_url

from deskbell.model.errors import DeskError
from deskbell.model.places import Places
from deskbell.store.desk import Desk
from deskbell.store.rights.make import Person
from deskbell.store.rights.set_up import ServerLogin, look_at_desk, prepare_server, server_of, set_up_office
from deskbell.store.secrets import Secrets
from office import may_work
from servers.postgres import Postgres

ONA = Person("Ona", "ona@desk.example", "ona.new")


def code_of(use: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(DeskError) as refused:
        use(*arguments)
    assert "{" not in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize(
    ("server", "host", "port", "options"),
    [
        ("desk.example", "desk.example", None, {}),
        ("desk.example:5433", "desk.example", 5433, {}),
        ("10.0.0.7", "10.0.0.7", None, {}),
        ("[fd00::7]:5433", "fd00::7", 5433, {}),
        ("postgresql://desk.example:5433/other?sslmode=require", "desk.example", 5433, {"sslmode": "require"}),
        ("postgresql://somebody:secret@desk.example", "desk.example", None, {}),
    ],
)
def test_a_server_as_people_name_it(server: str, host: str, port: int | None, options: dict[str, str]) -> None:
    login = ServerLogin(server, "desk", "postgres", "p@ss/word?", "/ca.pem")
    url = make_url(login.address())
    assert (url.host, url.port, url.database, url.username, url.password) == (
        host,
        port,
        "desk",
        "postgres",
        "p@ss/word?",
    )
    assert dict(url.query) == options | {"sslrootcert": "/ca.pem"}
    assert "p@ss" not in repr(login)


@pytest.mark.parametrize(
    ("server", "code"),
    [
        ("", "db.url"),
        ("desk example", "db.url"),
        ("desk:port", "db.url"),
        ("mysql://desk", "office.postgresql"),
        ("a/b", "db.url"),
    ],
)
def test_what_names_no_server(server: str, code: str) -> None:
    assert code_of(ServerLogin(server, "desk", "postgres").address) == code


@pytest.mark.parametrize(
    ("desk", "server"),
    [
        ("postgresql://ona:secret@desk.example:5433/desk", "postgresql://desk.example:5433"),
        (
            "postgresql+psycopg://ona@/desk?host=a:5432,b:5433&sslmode=require",
            "postgresql+psycopg://?host=a:5432,b:5433&sslmode=require",
        ),
    ],
)
def test_the_server_of_a_desk_that_lies_on_one(desk: str, server: str) -> None:
    assert make_url(server_of(desk)) == make_url(server)
    url = make_url(ServerLogin(server_of(desk), "desk", "postgres", "p").address())
    assert url == make_url(desk).set(username="postgres", password="p")


@pytest.mark.servers
def test_a_desk_that_lies_on_a_server_is_looked_at(empty_postgresql: str) -> None:
    url = make_url(empty_postgresql)
    there = ServerLogin(server_of(empty_postgresql), str(url.database), "postgres")
    look_at_desk(there, ONA)
    assert code_of(look_at_desk, there, Person("Ona", "ona@desk.example", "postgres")) == "login.taken"


@pytest.fixture
def here(postgres: Postgres) -> Iterator[ServerLogin]:
    """A server with a name for a database that is not there; what is made for it is taken away."""
    login = ServerLogin(f"{postgres.host}:{postgres.port}", "set 5% up", "postgres")
    yield login
    postgres.drop_database(login.database)
    with postgres.connect() as connection:
        query = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s) OR rolname IN ('ona.new', 'may_nothing')"
        for (role,) in connection.execute(query, (f"deskbell_{login.database}_",)).fetchall():
            connection.execute(f'DROP ROLE "{role}"')


@pytest.mark.servers
def test_a_database_that_is_not_there_is_made_and_becomes_an_office(
    here: ServerLogin, postgres: Postgres, tmp_path: Path
) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE ROLE may_nothing LOGIN CREATEROLE")
    weak = ServerLogin(here.server, here.database, "may_nothing")
    assert code_of(prepare_server, weak, ONA) == "db.rights"
    prepare_server(here, ONA)
    prepare_server(here, ONA)
    secrets = Secrets(tmp_path)
    assert code_of(look_at_desk, here, ONA) == "db.empty"
    made = set_up_office(replace(here, password="open sesame"), ONA, "", secrets)
    assert "sesame" not in made.address
    assert "sesame" not in "".join(file.read_text("utf-8") for file in tmp_path.iterdir())
    assert made.address == Places.at(tmp_path).database
    assert "postgres@" not in made.address
    with closing(Desk.open(made.address)) as desk:
        assert may_work(desk)
    assert code_of(prepare_server, here, ONA) == "db.occupied"
    assert code_of(look_at_desk, here, ONA) == "office.there"
    assert code_of(set_up_office, here, ONA, "", secrets) == "office.there"


@pytest.mark.servers
def test_what_else_is_said_before_anything_is_done(
    empty_office: str, postgres: Postgres, postgres_url: str, here: ServerLogin
) -> None:
    name = postgres_url.rpartition("/")[2]
    server = ServerLogin(here.server, name, "postgres")
    assert code_of(prepare_server, server, Person("Ona", "ona@desk.example", "chief")) == "login.taken"
    assert code_of(prepare_server, server, Person("Ona", "ona@desk.example", "Ona K.")) == "login.bad"
    with postgres.connect(name) as connection:
        connection.execute("CREATE TABLE ticket (word text)")
    assert code_of(prepare_server, server, ONA) == "office.foreign"
    office = ServerLogin(here.server, empty_office.rpartition("/")[2], "postgres")
    assert code_of(prepare_server, office, ONA) == "db.occupied"
