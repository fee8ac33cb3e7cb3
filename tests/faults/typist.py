"""The real window with somebody typing in it, to be killed: prints each text that the window says is saved, a line each, after the word "here" each that
it says is kept on this computer, and with --say-keys after the word "typed" each number that was typed, with when (seconds of a clock that only goes on).

Usage: typist.py DATA_FOLDER [ADDRESS [--only-open | --say-keys]]
"""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.app import Program
from deskbell.model.commands import SaveDraft
from deskbell.model.kinds import ReplyKind
from deskbell.model.places import Places
from deskbell.ui.application import make_application
from deskbell.ui.composer.draft_keeper import DraftKeeper, DraftState
from deskbell.ui.main_window import MainWindow
from deskbell.ui.single_instance import SingleInstance

# A quick typist; the window must save although there is never a rest.
KEY_MS = 60


def main() -> None:
    """Open the window, open its first ticket, type for ever."""
    places = Places.at(Path(sys.argv[1]), "".join(sys.argv[2:3]))
    application = make_application()
    program = Program(places, application, SingleInstance(places.database), agent_id=1, with_worker=False)
    program.ready.connect(lambda window: QTimer.singleShot(0, lambda: _wait_for_list(window)))
    program.start()
    application.exec()
    program.close()


def _wait_for_list(window: MainWindow) -> None:
    if "--only-open" in sys.argv:
        window.inbox.tickets.model.shown.connect(QApplication.quit)
        return
    window.inbox.tickets.model.shown.connect(lambda: _open(window))


def _open(window: MainWindow) -> None:
    window.pane.shown.connect(lambda _: _type(window), Qt.ConnectionType.SingleShotConnection)
    window.inbox.tickets.view.go_to(1)


def _type(window: MainWindow) -> None:
    composer = window.pane.composer
    composer.begin(ReplyKind.REPLY)
    composer.editor.clear()
    keeper = window.pane.keeper
    keeper.saved.connect(_tell)
    keeper.state_changed.connect(lambda *told: _tell_here(keeper, *told))
    typed = iter(range(10**9))
    timer = QTimer(window, interval=KEY_MS)
    timer.timeout.connect(lambda: _key(composer.editor, next(typed)))
    timer.start()


def _key(editor: QWidget, number: int) -> None:
    QTest.keyClicks(editor, f"{number} ")
    if "--say-keys" in sys.argv:
        print("typed", number, time.monotonic(), flush=True)


def _tell(command: SaveDraft) -> None:
    print(command.ticket_id, command.text.replace("\n", " "), flush=True)


def _tell_here(keeper: DraftKeeper, ticket_id: int, kind: ReplyKind, state: DraftState) -> None:
    lies = keeper._lies_here.get((ticket_id, kind))
    if state is DraftState.HERE and isinstance(lies, SaveDraft):
        print("here", ticket_id, lies.text.replace("\n", " "), flush=True)


main()
