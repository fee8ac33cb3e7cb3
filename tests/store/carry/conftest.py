"""A desk with all that a desk can hold, on each engine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, text

from benchmarks.corpus import mails
from deskbell.actions.dispatch import perform
from deskbell.cli import run
from deskbell.model.articles import AddArticleFile, SaveCategory, WriteArticle
from deskbell.model.mail import OutboundAttachment
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import generate
from deskbell.store.carry.move import move_desk
from deskbell.store.carry.rows import digest
from deskbell.store.carry.shape import shapes
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.session import Session
from deskbell.store.tables import draft, message, ticket
from servers.postgres import Postgres

LETTERS = Path(__file__).parents[2] / "mail" / "fixtures"
FULL = "desk_full"


@pytest.fixture(scope="session")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite desk: sample tickets, mail that was read from files, the odd values, and a gap at the end of the tickets' numbers."""
    folder = tmp_path_factory.mktemp("full")
    (folder / "mails").mkdir()
    for number, content in enumerate(mails(40, seed=7)):
        (folder / "mails" / f"{number}.eml").write_bytes(content)
    file = folder / "desk.db"
    with closing(open_desk(f"sqlite:///{file}")) as desk:
        fill(desk, generate(library.load(), tickets=80, seed=1, now=datetime(2026, 3, 2, 9, tzinfo=UTC)))
    words = [
        "import",
        "auto",
        str(folder / "mails"),
        str(LETTERS),
        "--mailbox",
        "Post",
        "--create",
        "post@desk.example",
    ]
    assert run([*words, "--db", f"sqlite:///{file}", "--data", str(folder)]) == 0
    with closing(open_desk(f"sqlite:///{file}")) as desk:
        desk.transact(_write_odd_values)
        _write_articles(desk)
    return file


def _write_articles(desk: Desk) -> None:
    def write(title: str, body: str, **values: object) -> int:
        made = WriteArticle(agent_id=None, id=0, language="en", title=title, body=body)
        return perform(desk, replace(made, **values)) or 0

    category = perform(desk, SaveCategory(agent_id=None, id=0, name="Printers"))
    first = write("A printer is offline", "Switch it **off**, wait, and on.", category_id=category)
    write("打印机离线", "重新启动打印机。", id=first, language="zh-Hans")
    perform(desk, AddArticleFile(agent_id=None, id=first, file=OutboundAttachment("a.png", "image/png", b"picture")))
    write("Printers", f"See [this](article:{first}).")
    write("Printers of ours", f"See [this](article:{first}) and that.", id=first + 1, base=1)


def _write_odd_values(session: Session) -> None:
    last = session.connection.execute(text("SELECT max(id) FROM ticket")).scalar_one()
    first = session.connection.execute(text("SELECT min(id) FROM message")).scalar_one()
    columns = "mailbox_id, customer_id, subject, status, priority, shelf, created_at, activity_at"
    session.connection.execute(text(f"INSERT INTO ticket ({columns}) SELECT {columns} FROM ticket WHERE id = {last}"))
    session.connection.execute(text(f"DELETE FROM ticket WHERE id = {last + 1}"))
    session.connection.execute(
        ticket.update().where(ticket.c.id == last).values(subject="\\N \t\\.\r\n\"'%s ? 退款 \U0001f600")
    )
    session.connection.execute(
        message.update().where(message.c.id == first).values(sent_at=datetime(1969, 7, 20, tzinfo=UTC))
    )
    values = {"agent_id": 1, "ticket_id": 0, "kind": "reply", "mailbox_id": 1, "updated_at": session.now}
    session.connection.execute(insert(draft).values(**values, text="a\x00b", passed=[1, 2]))


@pytest.fixture(scope="session")
def full_template(postgres: Postgres, full_file: Path) -> str:
    """The name of a PostgreSQL database with the same desk; nobody is connected to it."""
    postgres.create_database(FULL)
    with closing(Desk.open(f"sqlite:///{full_file}")) as desk:
        move_desk(desk, postgres.url(FULL), lambda course: None)
    return FULL


@pytest.fixture
def full_sqlite(full_file: Path, tmp_path: Path) -> str:
    """The address of the test's own."""
    shutil.copyfile(full_file, tmp_path / "full.db")
    return f"sqlite:///{tmp_path / 'full.db'}"


@pytest.fixture
def full_postgresql(full_template: str, fresh_database: Callable[..., str]) -> str:
    """The address of the test's own."""
    return fresh_database(full_template)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def full(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """The full desk on each engine, to do with as one likes."""
    desk = Desk.open(request.getfixturevalue(f"full_{request.param}"))
    yield desk
    desk.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address on each engine where there is no desk yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'desk.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def like_it(full: Desk, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address on the engine of the full desk where there is no desk yet: that the engines have the same in the end is seen elsewhere."""
    if full.engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'desk.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


def hashes(desk: Desk) -> dict[str, tuple[int, str]]:
    """Rows and hash of each table."""

    def work(session: Session) -> dict[str, tuple[int, str]]:
        found = {shape.name: digest(session, shape) for shape in shapes(session)}
        return {name: (one.rows, one.value()) for name, one in found.items()}

    return desk.read(work)
