"""From the server's push to the screen: a mail arrives at Dovecot while the real window is open, with its real worker."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import quantiles

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks.conftest import Table
from deskbell.actions.dispatch import perform
from deskbell.app import Program
from deskbell.model.commands import SaveAgent, SaveMailbox
from deskbell.model.kinds import Security
from deskbell.model.places import Places
from deskbell.model.views import View, ViewKind
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.main_window import MainWindow
from deskbell.ui.single_instance import SingleInstance
from servers.cable import Cable
from servers.dovecot import Dovecot

MAILS = int(os.environ.get("M", "50"))
SOON = 60_000

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.timeout(600)]


class Pushes:
    """Notes when the server told an idle client of a mail. What it says of a folder that is being opened is no push."""

    def __init__(self) -> None:
        self.at: list[float] = []

    def __call__(self, said: bytes) -> bytes:
        if said.startswith(b"* ") and b" EXISTS" in said and b"FLAGS" not in said:
            self.at.append(time.perf_counter())
        return said


class Paints(QObject):
    """Notes when the list of tickets is painted with a subject at its head."""

    def __init__(self, tickets: TicketList) -> None:
        super().__init__()
        self._model = tickets.model
        self.shown: dict[str, float] = {}
        tickets.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Lets everything pass."""
        if event.type() is QEvent.Type.Paint and (row := self._model.ticket(0)) is not None:
            self.shown.setdefault(row.subject, time.perf_counter())
        return super().eventFilter(watched, event)


@pytest.fixture
def pushes() -> Pushes:
    return Pushes()


@pytest.fixture
def window(
    tmp_path: Path,
    dovecot: Dovecot,
    mail_user: str,
    pushes: Pushes,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    """The program on a desk whose mailbox is reached over a cable that is listened to."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    places = Places.at(tmp_path / "data")
    with closing(Cable(dovecot.plain_port, edit=pushes)) as cable:
        with closing(open_desk(places.database)) as desk:
            perform(desk, SaveAgent(agent_id=None, id=0, name="Ona", email="ona@desk.example"))
            box = SaveMailbox(agent_id=None, id=0, name="Support", address="support@desk.example", imap_host="127.0.0.1",
                              imap_port=cable.port, imap_security=Security.NONE.value, imap_user=mail_user)  # fmt: skip
            mailbox = perform(desk, box)
        Secrets(places.data).put(f"mailbox/{mailbox}/imap", dovecot.password)
        instance = SingleInstance(places.database)
        assert instance.claim()
        program = Program(places, qapp, instance)
        with qtbot.waitSignal(program.ready, timeout=SOON) as ready:
            program.start()
        yield ready.args[0]
        program.close()
        instance.close()


def test_a_mail_is_on_the_screen(
    table: Table, window: MainWindow, pushes: Pushes, dovecot: Dovecot, mail_user: str, qtbot: QtBot
) -> None:
    window.inbox.go_to_view(View(ViewKind.OPEN))
    paints = Paints(window.inbox.tickets)
    took = []
    for number in range(-1, MAILS):
        subject, heard = f"Letter {number}", len(pushes.at)
        head = f"From: li@mail.example\r\nSubject: {subject}\r\nMessage-ID: <{number}@mail.example>\r\n"
        dovecot.append(mail_user, f"{head}\r\nHello\r\n".encode())
        qtbot.waitUntil(partial(paints.shown.__contains__, subject), timeout=SOON)
        if number >= 0:
            # The very first mail comes while the worker is still starting, and is pushed to nobody.
            took.append(1000 * (paints.shown[subject] - pushes.at[heard]))
    table.add("mail on the screen after the push p50", quantiles(took, n=20)[9], "ms")
    table.add(
        "mail on the screen after the push p95", quantiles(took, n=20)[18], "ms", limit=1000, goal="p95 under 1000"
    )
    table.add("mail on the screen after the push max", max(took), "ms")
