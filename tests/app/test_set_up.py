"""A desk of one person becomes an office from its window: carried to a real PostgreSQL, made an office there, and opened."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from building import Builder
from collecting import collected_here  # noqa: F401  a fixture
from deskbell.app import Program
from deskbell.model.places import Places
from deskbell.store import lease
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.queries.identity import establish, identity
from deskbell.store.tables import agent
from deskbell.ui.main_window import MainWindow
from deskbell.ui.office import set_up_window as set_up_module
from deskbell.ui.office.set_up_window import SetUpState, SetUpWindow
from deskbell.ui.settings.database import DatabasePage
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.widgets.banner import Banner
from office import may_work
from servers.postgres import Postgres

pytestmark = pytest.mark.servers
LONG = 60_000


@pytest.fixture
def places(tmp_path: Path, schema_at: Callable[[Path], None]) -> Places:
    """A desk of one administrator, with a ticket."""
    places = Places.at(tmp_path / "data")
    schema_at(places.data)
    with closing(open_desk(places.database)) as desk:
        build = Builder(desk)
        build.ticket("Where is my parcel?")
        with desk.writing() as session:
            session.connection.execute(agent.update().values(role="admin"))
    return places


@pytest.fixture
def target(fresh_database: Callable[..., str], postgres: Postgres) -> Iterator[str]:
    """The name of an empty database; groups and logins that come to be for it are taken away."""
    name = fresh_database().rpartition("/")[2]
    yield name
    postgres.drop_database(name)
    with postgres.connect() as connection:
        query = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s) OR rolname IN ('ona', %s)"
        for (role,) in connection.execute(query, (f"deskbell_{name}_", f"{name}_worker")).fetchall():
            connection.execute(f'DROP ROLE "{role}"')


@pytest.fixture
def program(places: Places, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """Deskbell with its window, without its worker."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    instance = SingleInstance(places.database)
    assert instance.claim()
    made = Program(places, qapp, instance, with_worker=False)
    with qtbot.waitSignal(made.ready, timeout=LONG):
        made.start()
    yield made
    made.close()
    instance.close()


def set_up_window(program: Program, qapp: QApplication) -> SetUpWindow:
    """Asked for in the settings."""
    assert program.window is not None
    program.window.settings.open_page("database")
    page = program.window.findChild(DatabasePage)
    assert page is not None
    page.office_button.click()
    (found,) = (one for one in qapp.topLevelWidgets() if isinstance(one, SetUpWindow))
    assert found.isVisible()
    return found


def fill_in(window: SetUpWindow, **values: str) -> None:
    edits = {edit.accessibleName(): edit for edit in window.form.findChildren(QLineEdit)}
    for name, value in values.items():
        edits[name.replace("_", " ")].setText(value)


def said(window: SetUpWindow) -> str:
    return " ".join(banner.accessibleName() for banner in window.findChildren(Banner) if banner.isVisible())


def test_a_desk_becomes_an_office(
    program: Program, places: Places, target: str, postgres: Postgres, qapp: QApplication, qtbot: QtBot
) -> None:
    with closing(Desk.open(places.database)) as desk:
        who = desk.read(identity).desk_id
    window = set_up_window(program, qapp)
    window.go_button.click()
    assert window.state is SetUpState.FORM
    # Nobody listens there.
    fill_in(window, Server=f"{postgres.host}:9")
    window.go_button.click()
    qtbot.waitUntil(lambda: f"{postgres.host}:9" in said(window), timeout=LONG)
    assert program.window is not None
    assert program.window.isVisible()
    fill_in(window, Server=f"{postgres.host}:{postgres.port}", Database=target)
    window.form.worker.setChecked(True)
    window.go_button.click()
    qtbot.waitUntil(lambda: window.state is SetUpState.MOVING, timeout=LONG)
    window.back_button.click()
    qtbot.waitUntil(lambda: window.state is SetUpState.STOPPED, timeout=LONG)
    assert said(window) == ""
    # As if the worker had been killed: it is waited for.
    with closing(Desk.open(places.database)) as desk:
        desk.transact(lambda session: lease.take(session, "worker", "killed", 2))
    window.go_button.click()
    qtbot.waitUntil(lambda: window.state is SetUpState.DONE, timeout=LONG)
    assert program.window is None
    told = "\n".join(label.text() for label in window.end.findChildren(QLabel))
    assert f"{target}_worker" in told
    assert "old desk is as it was" in told
    with qtbot.waitSignal(program.ready, timeout=LONG):
        window.go_button.click()
    now = Places.at(places.data).database
    assert now.startswith("postgresql://ona@")
    with closing(Desk.open(now)) as desk:
        assert may_work(desk)
        assert desk.read(identity).desk_id == who
    assert isinstance(program.window, MainWindow)
    assert not any(isinstance(one, SetUpWindow) for one in qapp.topLevelWidgets())


@pytest.fixture
def on_server(postgres_template: str, fresh_database: Callable[..., str], postgres: Postgres) -> Iterator[str]:
    """The address of a desk on a server that is no office; what is made for it is taken away."""
    address = fresh_database(postgres_template)
    with closing(Desk.open(address)) as desk:
        desk.transact(establish)
        Builder(desk).ticket("Where is my parcel?")
        with desk.writing() as session:
            session.connection.execute(agent.update().values(role="admin"))
    yield address
    name = address.rpartition("/")[2]
    postgres.drop_database(name)
    with postgres.connect() as connection:
        query = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s) OR rolname = 'ona'"
        for (role,) in connection.execute(query, (f"deskbell_{name}_",)).fetchall():
            connection.execute(f'DROP ROLE "{role}"')


def test_a_desk_on_a_server_becomes_an_office_where_it_lies(
    on_server: str, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    places = Places.at(tmp_path / "data", on_server)
    instance = SingleInstance(places.database)
    assert instance.claim()
    program = Program(places, qapp, instance, with_worker=False)
    try:
        with qtbot.waitSignal(program.ready, timeout=LONG):
            program.start()
        window = set_up_window(program, qapp)
        fill_in(window, Your_login_in_the_office="postgres")
        window.go_button.click()
        qtbot.waitUntil(lambda: "has a login postgres already" in said(window), timeout=LONG)
        assert program.window is not None
        fill_in(window, Your_login_in_the_office="ona")
        window.go_button.click()
        qtbot.waitUntil(lambda: window.state is SetUpState.DONE, timeout=LONG)
        told = "\n".join(label.text() for label in window.end.findChildren(QLabel))
        assert "old desk" not in told
        with qtbot.waitSignal(program.ready, timeout=LONG):
            window.go_button.click()
        now = Places.at(places.data).database
        assert now.startswith(on_server.replace("postgres@", "ona@"))
        with closing(Desk.open(now)) as desk:
            assert may_work(desk)
            with desk.reading() as session:
                assert session.connection.exec_driver_sql("SELECT count(*) FROM ticket").scalar_one() == 1
    finally:
        program.close()
        instance.close()


def test_a_move_that_cannot_be_leads_back_to_the_desk(
    program: Program,
    places: Places,
    target: str,
    postgres: Postgres,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(set_up_module, "PATIENCE_SECONDS", 0.0)
    window = set_up_window(program, qapp)
    fill_in(window, Server=f"{postgres.host}:{postgres.port}", Database=target)
    with closing(Desk.open(places.database)) as desk:
        desk.transact(lambda session: lease.take(session, "worker", "somebody", 600))
        window.go_button.click()
        qtbot.waitUntil(lambda: window.state is SetUpState.STOPPED, timeout=LONG)
    assert "Somebody works with the desk" in said(window)
    assert program.window is None
    with qtbot.waitSignal(program.ready, timeout=LONG):
        window.back_button.click()
    assert program.window is not None
    assert not (places.data / "office.json").exists()
