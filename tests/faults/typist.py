"""The real window with somebody typing in it, to be killed: prints each text that the window says is saved, a line each.

Usage: typist.py DATA_FOLDER
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from deskbell.app import Program, make_application
from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.places import Places
from deskbell.ui.main_window import MainWindow
from deskbell.ui.single_instance import SingleInstance

# A quick typist; the window must save although there is never a rest.
KEY_MS = 60


def main() -> None:
    """Open the window, open its first ticket, type for ever."""
    places = Places.at(Path(sys.argv[1]))
    application = make_application()
    program = Program(places, application, SingleInstance(places.database), agent_id=1, with_worker=False)
    program.ready.connect(lambda window: QTimer.singleShot(0, lambda: _wait_for_list(window)))
    program.start()
    application.exec()
    program.close()


def _wait_for_list(window: MainWindow) -> None:
    window.inbox.tickets.model.shown.connect(lambda: _open(window))


def _open(window: MainWindow) -> None:
    window.pane.shown.connect(lambda _: _type(window), Qt.ConnectionType.SingleShotConnection)
    window.inbox.tickets.view.go_to(1)


def _type(window: MainWindow) -> None:
    composer = window.pane.composer
    composer.begin(ReplyKind.REPLY)
    composer.editor.clear()
    window.pane.keeper.saved.connect(_tell)
    typed = iter(range(10**9))
    timer = QTimer(window, interval=KEY_MS)
    timer.timeout.connect(lambda: QTest.keyClicks(composer.editor, f"{next(typed)} "))
    timer.start()


def _tell(command: SaveDraft) -> None:
    print(command.ticket_id, command.text.replace("\n", " "), flush=True)


main()
