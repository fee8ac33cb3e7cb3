"""Fixtures for all tests, and what none of them may touch."""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.ui.application import STYLE
from deskbell.ui.garbage import CollectHere
from office import NAME, make_office_template
from patient_bot import PatientBot
from same_words import share_words
from servers.postgres import Postgres
from spread import in_turn

pytest_plugins = ("servers.fixtures",)

TEMPLATE = "desk_template"

# How long an example takes tells of the machine. Each run tries the same examples, so that a change is told what it broke itself; `nox -s hunt` tries others.
settings.register_profile("same", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile(
    "hunt",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=False,
    max_examples=int(os.environ.get("DESKBELL_EXAMPLES", "100")),
)
settings.load_profile("hunt" if "DESKBELL_EXAMPLES" in os.environ else "same")

# No test asks the keyring of whoever runs them, nor do the programs that tests start; nor is one taken that another test has made.
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

share_words()

# Where a test says nothing of it, a connection to the tests' own PostgreSQL is plain: half as long again would be its TLS.
os.environ.setdefault("PGSSLMODE", "disable")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests and all their modules stay till the end: while they come Python would look through them again and again for what is not used any
    more, which is half of what finding them costs, and later through them with each test's own."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # One of several workers.
    if hasattr(config, "workerinput"):
        items[:] = in_turn(items)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """What pytest-qt makes its application of."""
    return ["pytest", *STYLE]


@pytest.fixture(scope="session")
def windows_collected_here(qapp: QApplication) -> Iterator[CollectHere]:
    """From the first test with a window on no widget is destroyed on another thread, nor those that a test has left when it is over."""
    collector = CollectHere()
    collector.settle()
    yield collector
    # What Python has made and a test has copied would be taken apart after Python's end, with a crash.
    qapp.clipboard().clear()
    collector.close()


@pytest.fixture
def qtbot(windows_collected_here: CollectHere, request: pytest.FixtureRequest) -> PatientBot:
    """pytest-qt's, with more patience."""
    return PatientBot(request)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """An empty desk of the newest schema, on each engine."""
    opened = Desk.open(request.getfixturevalue(f"empty_{request.param}"))
    yield opened
    opened.close()


@pytest.fixture
def empty_sqlite(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty desk in a file of the test's own."""
    shutil.copyfile(sqlite_template, tmp_path / "desk.sqlite3")
    return f"sqlite:///{tmp_path / 'desk.sqlite3'}"


@pytest.fixture
def empty_postgresql(request: pytest.FixtureRequest, postgres_template: str) -> str:
    """The address of an empty desk in a PostgreSQL database of the test's own."""
    address: str = request.getfixturevalue("fresh_database")(postgres_template)
    return address


@pytest.fixture
def empty_office(request: pytest.FixtureRequest, office_template: str) -> str:
    """The address, for the superuser, of an office in a PostgreSQL database of the test's own."""
    address: str = request.getfixturevalue("fresh_database")(office_template)
    return address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema and nothing in it; closed, so that it may be copied."""
    path = tmp_path_factory.mktemp("template") / "desk.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def schema_at(sqlite_template: Path) -> Callable[[Path], None]:
    """Call it with the folder of a desk that is about to be made: its file is there with the schema, which takes long to make, and nothing else."""

    def put(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sqlite_template, folder / "desk.db")

    return put


@pytest.fixture(scope="session")
def of_older_version(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Call it with the number of a step for the file of a desk that has taken all up to that and is not made to the end: it has no identity yet. The file
    is to be copied."""
    folder = tmp_path_factory.mktemp("older")

    def made(step: int) -> Path:
        file = folder / f"{step}.sqlite3"
        if not file.exists():
            if step > 1:
                shutil.copyfile(made(step - 1), file)
            with closing(Desk.open(f"sqlite:///{file}")) as desk:
                migrations.upgrade(desk, until=step)
        return file

    return made


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a database with the schema and nothing in it; nobody is connected to it."""
    postgres.create_database(TEMPLATE)
    _migrate(postgres.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def office_template(postgres: Postgres, postgres_template: str) -> str:
    """The name of a database that is an office; nobody is connected to it."""
    make_office_template(postgres, postgres_template)
    return NAME


def _migrate(address: str) -> None:
    desk = Desk.open(address)
    migrations.upgrade(desk)
    desk.close()
