"""A PostgreSQL that fails in every way it can: the right sentence, no dead connection kept, nothing waited for without end."""

from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import bindparam, func, select, text

from building import Builder
from deskbell.model.errors import PASSING, Trouble
from deskbell.model.sentences import SENTENCES
from deskbell.store import plain, postgresql
from deskbell.store.desk import Desk
from deskbell.store.engine import open_engine
from deskbell.store.session import Session
from deskbell.store.tables import agent
from servers.cable import Cable
from servers.ordinary import free_port
from servers.postgres import Postgres

pytestmark = pytest.mark.servers

_NAMES = select(agent.c.name).where(agent.c.id > bindparam("after"))


def names(session: Session) -> list[str]:
    return [name for (name,) in plain.rows(session.connection, _NAMES, {"after": 0})]


def through(address: str, cable: Cable, **options: str) -> str:
    """The same database, by another port; without what only some systems have."""
    before, _, name = address.rpartition("/")
    options = {"tcp_user_timeout": "0", **options}
    return f"{before.rpartition(':')[0]}:{cable.port}/{name}?" + "&".join(f"{k}={v}" for k, v in options.items())


@pytest.fixture
def desk(empty_postgresql: str) -> Iterator[Desk]:
    with closing(Desk.open(empty_postgresql)) as opened:
        Builder(opened)
        yield opened


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    monkeypatch.setattr(postgresql, "STATEMENT_SECONDS", 1)
    monkeypatch.setattr(postgresql, "GRACE_SECONDS", 0.5)
    monkeypatch.setattr(postgresql, "PING_SECONDS", 0.5)


def refusal(use: Callable[[], object]) -> Trouble:
    """The trouble that this ends with; its sentence can be made, without a hole in it."""
    with pytest.raises(Trouble) as trouble:
        use()
    assert trouble.value.code in SENTENCES
    assert "{" not in str(trouble.value)
    return trouble.value


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "db.server_full"),
        ("53200", "db.exhausted"),
        ("53300", "db.crowded"),
        ("25006", "db.standby"),
        ("25P03", "db.ended"),
        ("55P03", "db.busy"),
        ("40001", "db.busy"),
        ("40P01", "db.busy"),
        ("08006", "db.unreachable"),
        ("57014", "db.slow"),
        ("57P01", "db.ended"),
        ("57P02", "db.ended"),
        ("57P03", "db.starting"),
        ("57P04", "db.absent"),
        ("42501", "db.rights"),
        ("58030", "db.fault"),
        ("XX001", "db.fault"),
    ],
)
def test_what_a_server_says(desk: Desk, state: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskbell.store.desk.RETRY_AFTER", (0.0,))

    def fail(session: Session) -> None:
        session.connection.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'so' USING ERRCODE = '{state}'; END $$"))

    trouble = refusal(lambda: desk.transact(fail))
    assert trouble.code == code
    assert "so" in trouble.detail
    assert desk.read(names) == ["Ona"]


def test_a_statement_that_takes_too_long(desk: Desk, hasty: None, empty_postgresql: str) -> None:
    with closing(Desk.open(empty_postgresql)) as impatient:
        trouble = refusal(
            lambda: impatient.read(lambda session: session.connection.execute(text("SELECT pg_sleep(9)")))
        )
        assert trouble.code == "db.slow"
        with impatient.writing() as session, postgresql.unhurried(session.connection):
            session.connection.execute(text("SELECT pg_sleep(2)"))
            idle = session.connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one()
            assert idle == "0"


def test_a_row_that_somebody_holds(
    desk: Desk, empty_postgresql: str, monkeypatch: pytest.MonkeyPatch, postgres: Postgres
) -> None:
    monkeypatch.setattr(postgresql, "LOCK_SECONDS", 1)
    monkeypatch.setattr("deskbell.store.desk.RETRY_AFTER", (0.0,))
    lock = select(agent.c.id).with_for_update()
    with closing(Desk.open(empty_postgresql)) as other, desk.writing() as session:
        session.connection.execute(lock)
        trouble = refusal(lambda: other.transact(lambda session: session.connection.execute(lock).all()))
        assert trouble.code == "db.busy"


def test_who_sleeps_in_a_transaction_lets_go(
    desk: Desk, empty_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "IDLE_SECONDS", 1)
    lock = select(agent.c.name).with_for_update()
    with closing(Desk.open(empty_postgresql)) as sleeper:

        def sleep(session: Session) -> None:
            session.connection.execute(lock)
            # Comes through as soon as the server has thrown the sleeper out.
            assert desk.transact(lambda other: other.connection.execute(lock).scalar_one()) == "Ona"
            session.connection.execute(lock)

        monkeypatch.setattr("deskbell.store.desk.RETRY_AFTER", ())
        assert refusal(lambda: sleeper.transact(sleep)).code == "db.ended"


@pytest.fixture
def clerk(postgres: Postgres, empty_postgresql: str) -> Iterator[str]:
    """The address of the desk for somebody who is no superuser."""
    with postgres.connect() as connection:
        connection.execute("CREATE ROLE clerk LOGIN")
    yield empty_postgresql.replace("postgres@", "clerk@")
    with postgres.connect() as connection:
        connection.execute("DROP ROLE clerk")


@pytest.mark.parametrize(
    ("change", "back", "code"),
    [
        ("ALTER ROLE clerk CONNECTION LIMIT 0", "", "db.crowded"),
        ("ALTER DATABASE {} CONNECTION LIMIT 0", "", "db.crowded"),
        ("ALTER ROLE clerk NOLOGIN", "ALTER ROLE clerk LOGIN", "db.login"),
    ],
)
def test_a_server_that_lets_nobody_in(postgres: Postgres, clerk: str, change: str, back: str, code: str) -> None:
    name = clerk.rpartition("/")[2]
    with closing(Desk.open(clerk)) as desk, postgres.connect() as connection:
        connection.execute(change.format(name).encode())
        assert refusal(lambda: desk.read(names)).code == code
        connection.execute(back.encode() or b"SELECT 1")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://ona@127.0.0.1:{free}/desk", "db.refused"),
        ("postgresql://ona@no-such-host.invalid/desk?connect_timeout=2", "db.host"),
        ("postgresql://ona@127.0.0.1:{port}/desk?sslmode=verify-full&sslrootcert=system", "db.certificate"),
        ("postgresql://postgres@127.0.0.1:{port}/nothing", "db.absent"),
        ("postgresql://nobody_here@127.0.0.1:{port}/postgres", "db.login"),
        ("postgresql://postgres@/postgres?host=127.0.0.1:{free}&host=127.0.0.1:{free}", "db.refused"),
    ],
)
def test_a_server_that_cannot_be_entered(postgres: Postgres, address: str, code: str) -> None:
    with closing(Desk.open(address.format(free=free_port(), port=postgres.port))) as desk:
        trouble = refusal(lambda: desk.read(names))
    assert (trouble.code, trouble.code in PASSING) == (code, code in {"db.refused", "db.host"}), trouble.detail


def test_of_several_servers_the_one_that_is_there(postgres: Postgres, empty_postgresql: str) -> None:
    name = empty_postgresql.rpartition("/")[2]
    hosts = f"host=127.0.0.1:{free_port()}&host=127.0.0.1:{postgres.port}"
    with closing(Desk.open(f"postgresql://postgres@/{name}?{hosts}")) as desk:
        Builder(desk)
        assert desk.read(names) == ["Ona"]
        with postgres.connect() as connection:
            connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        desk.engine.dispose()
        assert refusal(lambda: desk.read(names)).code == "db.standby"


def test_a_server_that_may_only_be_read_from_now_on_is_left(postgres: Postgres, empty_postgresql: str) -> None:
    """As the old primary after a failover. The connection that was made to it goes; here there is no other server to go to."""
    name = empty_postgresql.rpartition("/")[2]
    several = f"host=127.0.0.1:{free_port()}&host=127.0.0.1:{postgres.port}"
    with closing(Desk.open(f"postgresql://postgres@/{name}?{several}")) as desk, postgres.connect() as connection:
        Builder(desk)
        connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        try:
            connection.execute("SELECT pg_reload_conf()")
            # The server tells its processes one after the other.
            while not isinstance(_outcome(desk), Trouble):
                pass
            assert refusal(lambda: desk.transact(names)).code == "db.standby"
        finally:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute("ALTER SYSTEM RESET default_transaction_read_only")
            connection.execute("SELECT pg_reload_conf()")
        while isinstance(_outcome(desk), Trouble):
            pass
        assert desk.read(names) == ["Ona"]


def _outcome(desk: Desk) -> list[str] | Trouble:
    try:
        return desk.read(names)
    except Trouble as trouble:
        return trouble


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("postgresql://u@db.lan/d", {"sslmode": "verify-full", "sslrootcert": "system", "target_session_attrs": None}),
        ("postgresql://u@db.lan/d?sslmode=disable", {"sslmode": "disable"}),
        ("postgresql://u@/d?host=a.lan&host=b.lan", {"sslmode": "verify-full", "target_session_attrs": "read-write"}),
        ("postgresql://u@/d?host=127.0.0.1,b.lan", {"sslmode": "verify-full", "target_session_attrs": "read-write"}),
        ("postgresql://u@/d?host=a:1&host=b:2&target_session_attrs=any", {"target_session_attrs": "any"}),
        ("postgresql://u@localhost/d", {"sslmode": None, "connect_timeout": "5"}),
        ("postgresql://u@/d?host=/run/postgresql", {"sslmode": None}),
        ("postgresql://u@/d?hostaddr=10.0.0.5", {"sslmode": "verify-full"}),
        ("postgresql://u@/d?service=office", {"sslmode": "verify-full"}),
        ("postgresql://u@/d", {"sslmode": None}),
        ("postgresql://u@db.lan/d?tcp_user_timeout=0", {"tcp_user_timeout": "0"}),
    ],
)
def test_what_a_connection_is_asked_with(address: str, options: dict[str, str | None]) -> None:
    query = open_engine(address).url.query
    assert {name: query.get(name) for name in options} == options


@pytest.mark.parametrize(
    ("name", "value"), [("PGHOST", "db.lan"), ("PGHOST", "/run,db.lan"), ("PGHOSTADDR", "10.0.0.5")]
)
def test_a_server_that_the_environment_names_shows_a_certificate_too(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert open_engine("postgresql://u@/d").url.query.get("sslmode") == "verify-full"
    assert open_engine("postgresql://u@localhost/d").url.query.get("sslmode") is None


def test_a_server_that_stands_still_is_given_up(
    desk: Desk, empty_postgresql: str, cable: Callable[..., Cable], postgres: Postgres, hasty: None
) -> None:
    """Where the system tells nothing of a dead socket; within a statement, at the pool's next connection, and at a new one."""
    line = cable(postgres.port)
    with closing(Desk.open(through(empty_postgresql, line, connect_timeout="2"))) as far:

        def hang(session: Session) -> list[str]:
            names(session)
            line.freeze()
            return names(session)

        trouble = refusal(lambda: far.read(hang))
        assert (trouble.code, "no answer within 1.5 seconds" in trouble.detail) == ("db.unreachable", True)
        assert refusal(lambda: far.read(names)).code == "db.unreachable"
        line.thaw()
        assert far.read(names) == ["Ona"]
        line.freeze()
        assert refusal(lambda: far.read(names)).code == "db.unreachable"
        line.thaw()
        line.cut()
        assert far.read(names) == ["Ona"]
        assert far.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def cut_first(postgres: Postgres) -> Callable[[Session], list[str]]:
    """A query, or a write, in which the connection is cut the first time."""
    cuts = iter([True])

    def work(session: Session) -> list[str]:
        if next(cuts, False):
            pid = session.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with postgres.connect() as connection:
                # Until it is gone: whoever used it is told a moment before.
                connection.execute("SELECT pg_terminate_backend(%s, 20000)", [pid])
        return names(session)

    return work


def test_what_is_read_is_read_again_where_the_connection_breaks(desk: Desk, postgres: Postgres) -> None:
    assert desk.read(cut_first(postgres)) == ["Ona"]


def test_what_is_written_is_written_once_where_the_connection_breaks(desk: Desk, postgres: Postgres) -> None:
    cut = cut_first(postgres)

    def work(session: Session) -> None:
        session.connection.execute(agent.update().values(version=agent.c.version + 1))
        cut(session)

    desk.transact(work)
    assert desk.read(lambda session: session.connection.execute(select(agent.c.version)).scalar_one()) == 2


def test_a_broken_connection_leaves_the_pool(desk: Desk, postgres: Postgres) -> None:
    with pytest.raises(Trouble), desk.writing() as session:
        cut_first(postgres)(session)
    assert session.connection.closed
    pool = desk.engine.pool
    assert (pool.checkedin(), pool.checkedout()) == (1, 0)  # type: ignore[attr-defined]
    with postgres.connect() as connection:
        held = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [desk.url.database]
        ).fetchone()
    assert held == (0,)
    assert desk.read(lambda session: session.connection.execute(select(func.count(agent.c.id))).scalar_one()) == 1


def test_the_connection_that_is_given_up_is_closed(postgres: Postgres) -> None:
    with postgresql.Watched.connect(host="127.0.0.1", port=postgres.port, user="postgres", autocommit=True) as one:
        with one.with_patience(0.5), pytest.raises(postgresql.Overdue):
            one.execute("SELECT pg_sleep(60)")
        assert one.closed
        with pytest.raises(psycopg.OperationalError):
            one.execute("SELECT 1")
