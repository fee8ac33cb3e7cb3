"""A window on a PostgreSQL that goes away in each of several ways."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from building import Builder
from deskbell.app import Program
from deskbell.model.places import Places
from deskbell.model.views import View, ViewKind
from deskbell.store.desk import Desk
from deskbell.store.opening import upgrade_desk
from deskbell.ui.main_window import MainWindow
from deskbell.ui.rail import HealthButton
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.widgets.label import Label
from servers.cable import Cable
from servers.certificates import Certificates
from servers.postgres import Postgres

SOON = 30_000


@dataclass
class Office:
    """A server of its own, the line to it, and the window at the other end."""

    postgres: Postgres
    line: Cable
    near: Desk
    build: Builder
    places: Places
    ticket: int

    def processes(self) -> list[psutil.Process]:
        """All of the server's."""
        head = psutil.Process(self.postgres.process_id)
        return [head, *head.children(recursive=True)]

    def read_only(self, word: str) -> None:
        with self.postgres.connect() as connection:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {word}".encode())
            connection.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        for process in self.processes():
            process.suspend()

    def go_on(self) -> None:
        for process in self.processes():
            process.resume()


def open_office(certificates: Certificates, cable: Callable[..., Cable], folder: Path) -> Iterator[Office]:
    """A server of the test's own with thirty tickets; it goes after the test."""
    postgres = Postgres(certificates)
    yield from furnished(postgres, cable, folder)
    postgres.close()


def furnished(
    postgres: Postgres, cable: Callable[..., Cable], folder: Path, hosts: str = "127.0.0.1:{port}"
) -> Iterator[Office]:
    """The same on this server. `hosts` are those of the window's address, in which {port} is where the line begins."""
    name = postgres.create_database("desk")
    near = Desk.open(postgres.url(name))
    upgrade_desk(near)
    build = Builder(near)
    made = [build.ticket(f"Order {number}", assignee_id=build.me) for number in range(30)]
    for one in made:
        build.message(one, f"Where is order {one}?")
    line = cable(postgres.port)
    address = f"postgresql://postgres@/{name}?host={hosts.format(port=line.port)}&sslmode=disable"
    yield Office(postgres, line, near, build, Places.at(folder, address), made[-1])
    near.close()
    line.close()


def starting(office: Office, qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[], MainWindow]]:
    """What starts the program as `deskbell` does, but for the worker, and opens a ticket."""
    programs: list[Program] = []

    def begin() -> MainWindow:
        places = office.places
        program = Program(places, qapp, SingleInstance(places.database), agent_id=office.build.me, with_worker=False)
        programs.append(program)
        with qtbot.waitSignal(program.ready, timeout=SOON) as ready:
            program.start()
        window: MainWindow = ready.args[0]
        window.inbox.go_to_view(View(ViewKind.OPEN))
        qtbot.waitUntil(lambda: window.inbox.tickets.model.rowCount() == 30, timeout=SOON)
        window.open_ticket(office.ticket)
        qtbot.waitUntil(lambda: window.pane.row is not None, timeout=SOON)
        return window

    yield begin
    for program in programs:
        program.close()


def banner(window: MainWindow) -> str:
    """What the one banner says, "" while there is none."""
    words = [label.text() for label in window.banners.findChildren(Label) if label.isVisible()]
    assert len(window.banners.shown()) <= 1, words
    return " ".join(words)


def health(window: MainWindow) -> str:
    button = window.rail.findChild(HealthButton)
    assert button is not None
    return button.toolTip()


WAYS: dict[str, tuple[Callable[[Office], None], Callable[[Office], None], tuple[str, ...]]] = {
    # The line goes on listening, and ends what it cannot carry.
    "killed": (
        lambda at: at.postgres.stop(signal.SIGQUIT),
        lambda at: at.postgres.start(),
        ("has ended the connection", "does not answer"),
    ),
    "stopped": (Office.stop, Office.go_on, ("does not answer",)),
    "stalled": (lambda at: at.line.freeze(), lambda at: at.line.thaw(), ("does not answer",)),
    "read-only": (lambda at: at.read_only("on"), lambda at: at.read_only("off"), ("can only be read",)),
}
