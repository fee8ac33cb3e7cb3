"""The whole window on a desk that a newer program upgrades under it: it says so, goes on reading, changes nothing, and loses nothing that is typed."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from away import SOON, banner, health
from building import Builder
from deskbell.app import Program
from deskbell.model.kinds import Entity, ReplyKind, Status
from deskbell.model.places import Places
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk, upgrade_desk
from deskbell.store.session import Session
from deskbell.store.tables import draft, ticket
from deskbell.ui.main_window import MainWindow
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.widgets.toast import Toast
from later_steps import GROW, GROWN, SHRINK, SHRUNK, knowing, write_step

Start = Callable[[], tuple[Program, MainWindow]]
TYPED = "Nothing of this is lost."
WORDS = "A newer Deskbell has upgraded this desk"


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[Program]:
    """The windows that have started a worker; none of them does."""
    started: list[Program] = []

    def start(program: Program, _: object) -> None:
        started.append(program)

    monkeypatch.setattr(Program, "_start_worker", start)
    return started


@pytest.fixture
def start(tmp_path: Path, qapp: QApplication, qtbot: QtBot, workers: list[Program]) -> Iterator[Start]:
    """Opens the window on the desk in the test's folder, and its only ticket."""
    programs = []

    def begin() -> tuple[Program, MainWindow]:
        places = Places.at(tmp_path / "data")
        program = Program(places, qapp, SingleInstance(places.database))
        programs.append(program)
        with qtbot.waitSignal(program.ready, timeout=SOON) as ready:
            program.start()
        window: MainWindow = ready.args[0]
        qtbot.waitUntil(lambda: window.inbox.tickets.model.rowCount() == 1, timeout=SOON)
        window.open_ticket(1)
        qtbot.waitUntil(lambda: window.pane.row is not None, timeout=SOON)
        return program, window

    yield begin
    for program in programs:
        program.close()


def drafts(session: Session) -> list[str]:
    return list(session.connection.execute(select(draft.c.text)).scalars())


def lies_here(folder: Path) -> bool:
    return any((folder / "data" / "drafts").rglob("*.json"))


def test_a_desk_that_is_upgraded_under_its_window(
    start: Start, tmp_path: Path, qtbot: QtBot, workers: list[Program]
) -> None:
    with closing(open_desk(Places.at(tmp_path / "data").database)) as desk:
        build = Builder(desk)
        build.message(build.ticket("Printer offline", assignee_id=build.me), "It blinks.")
    steps = write_step(tmp_path / "steps", GROWN, GROW), write_step(tmp_path / "steps", SHRUNK, SHRINK)
    program, window = start()
    assert banner(window) == ""
    qtbot.waitUntil(lambda: workers == [program], timeout=SOON)
    with closing(Desk.open(Places.at(tmp_path / "data").database)) as desk:
        with knowing(steps[0]):
            upgrade_desk(desk)
        qtbot.waitUntil(lambda: WORDS in banner(window), timeout=SOON)
        assert "(since: " in banner(window)
        assert WORDS in health(window)

        pane = window.pane
        pane.begin(ReplyKind.REPLY)
        qtbot.keyClicks(pane.composer.editor, TYPED)
        qtbot.waitUntil(lambda: "Kept on this computer" in pane.composer.state.text(), timeout=SOON)
        window.deeds.set_status((1,), Status.SOLVED)
        qtbot.waitUntil(
            lambda: any("Not done." in t.accessibleName() for t in window.findChildren(Toast)), timeout=SOON
        )
        with desk.writing() as session:
            assert session.connection.execute(select(ticket.c.status)).scalar_one() == Status.OPEN
            # What somebody of the newer version changes shows.
            session.connection.execute(ticket.update().values(subject="Printer on fire"))
            session.changed(Entity.TICKET, 1, 1)
        qtbot.waitUntil(lambda: pane.row is not None and pane.row.subject == "Printer on fire", timeout=SOON)
        assert WORDS in banner(window), "others write, which changes nothing about this"
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=SOON)
    program.close()
    assert lies_here(tmp_path)

    program, window = start()
    qtbot.waitUntil(lambda: WORDS in banner(window), timeout=SOON)
    assert TYPED in window.pane.composer.editor.text(), "what lies here is gone on with"
    qtbot.keyClicks(window.pane.composer.editor, "So")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=SOON)
    program.close()
    with knowing(steps[0]):
        newer, window = start()
        assert banner(window) == ""
        assert TYPED in window.pane.composer.editor.text()
        assert "So" in window.pane.composer.editor.text()
        assert not lies_here(tmp_path)
        qtbot.waitUntil(lambda: len(workers) == 2, timeout=SOON)
        assert newer in workers
        newer.close()
