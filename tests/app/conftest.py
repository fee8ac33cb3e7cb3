"""The whole program over a desk with a mailbox on real servers: window, worker process, parser pool."""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collecting import collected_here  # noqa: F401  a fixture
from deskbell.actions.dispatch import perform
from deskbell.app import Program
from deskbell.model.commands import SaveAgent, SaveMailbox, SaveSettings
from deskbell.model.places import Places
from deskbell.store.opening import open_desk
from deskbell.store.secrets import Secrets
from deskbell.ui.main_window import MainWindow
from deskbell.ui.single_instance import SingleInstance
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer


@dataclass
class Office:
    """A running Deskbell, and the world it talks to."""

    program: Program
    window: MainWindow
    dovecot: Dovecot
    smtp: SmtpServer
    user: str


@pytest.fixture
def places(
    tmp_path: Path, schema_at: Callable[[Path], None], dovecot: Dovecot, smtp_server: SmtpServer, mail_user: str
) -> Places:
    """A data folder with one agent and one mailbox that works; what was sent can be taken back for a minute."""
    places = Places.at(tmp_path / "data")
    schema_at(places.data)
    desk = open_desk(places.database)
    ona = perform(desk, SaveAgent(agent_id=None, id=0, name="Ona Kazlauskaitė", email="ona@desk.example"))
    mailbox = perform(
        desk,
        SaveMailbox(
            agent_id=None,
            id=0,
            name="Support",
            address="support@desk.example",
            imap_host=dovecot.host,
            imap_port=dovecot.tls_port,
            imap_user=mail_user,
            smtp_host=smtp_server.host,
            smtp_port=smtp_server.tls_port,
            smtp_user="desk",
            ca_file=str(dovecot.ca_file),
        ),
    )
    assert ona is not None
    perform(desk, SaveSettings(agent_id=ona, owner=ona, values=(("reply.undo_seconds", 60),)))
    desk.close()
    secrets = Secrets(places.data)
    secrets.put(f"mailbox/{mailbox}/imap", dovecot.password)
    secrets.put(f"mailbox/{mailbox}/smtp", smtp_server.password)
    return places


@pytest.fixture
def office(
    places: Places,
    qapp: QApplication,
    qtbot: QtBot,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    mail_user: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """The program, started as `deskbell` starts it."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    instance = SingleInstance(places.database)
    assert instance.claim()
    program = Program(places, qapp, instance)
    with qtbot.waitSignal(program.ready) as ready:
        program.start()
    yield Office(program, ready.args[0], dovecot, smtp_server, mail_user)
    program.close()
    instance.close()
