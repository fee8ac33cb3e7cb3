"""The worker beside the window comes and goes as an administrator says whose computer does the work."""

import sys
from collections.abc import Iterator

import psutil
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Role
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.worker_here import WorkerHere

# As a worker does, it ends with its standard input.
_PROGRAM = (sys.executable, ["-c", "import sys; sys.stdin.read()"])


@pytest.fixture
def here(stage: Stage) -> Iterator[tuple[WorkerHere, DeskNow]]:
    desk = DeskNow(stage.runner, stage.feed, stage.desk.state, stage.desk.settings)
    worker = WorkerHere(desk, lambda: _PROGRAM)
    yield worker, desk
    worker.stop()
    worker.deleteLater()
    desk.deleteLater()


def say(desk: DeskNow, role: Role, *, office: bool = True, runs_worker: bool = False) -> None:
    me = replace(desk.state.me, role=role, runs_worker=runs_worker)
    desk.state = replace(desk.state, me=me, office=office)
    desk.changed.emit()


@pytest.mark.parametrize(
    ("role", "office", "runs_worker", "runs"),
    [
        (Role.AGENT, False, False, True),
        (Role.ADMIN, True, False, False),
        (Role.ADMIN, True, True, True),
        (Role.MANAGER, True, True, False),
    ],
    ids=["a desk of one's own", "an administrator", "one who is to", "who is none any more"],
)
def test_where_it_runs(
    here: tuple[WorkerHere, DeskNow], role: Role, office: bool, runs_worker: bool, runs: bool
) -> None:
    worker, desk = here
    say(desk, role, office=office, runs_worker=runs_worker)
    assert (worker.process is not None) is runs


def test_it_comes_and_goes_while_people_work(here: tuple[WorkerHere, DeskNow], qtbot: QtBot) -> None:
    worker, desk = here
    say(desk, Role.ADMIN, runs_worker=True)
    first = worker.process
    assert first is not None
    qtbot.waitUntil(lambda: first.pid != 0)
    pid = first.pid
    say(desk, Role.ADMIN, runs_worker=True)
    assert worker.process is first
    say(desk, Role.ADMIN)
    assert worker.process is None
    qtbot.waitUntil(lambda: not psutil.pid_exists(pid))
    say(desk, Role.ADMIN, runs_worker=True)
    again = worker.process
    assert again is not None
    qtbot.waitUntil(lambda: again.pid != 0)
