"""`python -m ui.picture_of_two FILE`: two agents' windows on one PostgreSQL, side by side, with one ticket in both. It draws docs/two-windows.png."""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import generate
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.ui.application import make_application
from deskbell.ui.scenes.drawing import settle
from deskbell.ui.theme.source import ThemeSource
from servers.certificates import make_certificates
from servers.postgres import Postgres
from ui.seats import Seat

WINDOW = QSize(1280, 800)
GAP = 24
GROUND = "#8a94a6"
PATIENCE_SECONDS = 30.0
TICKETS = 120


def main(file: Path) -> None:
    """Draw it."""
    application = make_application()
    theme = ThemeSource(application)
    with tempfile.TemporaryDirectory(prefix="deskbell-two-") as name:
        folder = Path(name)
        with closing(Postgres(make_certificates(folder))) as server:
            address = server.url(server.create_database("office"))
            with closing(Desk.open(address)) as desk:
                migrations.upgrade(desk)
                fill(desk, generate(library.load(), tickets=TICKETS, seed=7, now=datetime.now(UTC)))
            seats = [
                Seat(theme, address, agent, QSettings(str(folder / f"{agent}.ini"), QSettings.Format.IniFormat))
                for agent in (1, 2)
            ]
            _sit(seats)
            picture = _side_by_side([seat.window for seat in seats])
            for seat in seats:
                seat.leave()
    if not picture.save(str(file)):
        sys.exit(f"{file} could not be written")


def _sit(seats: list[Seat]) -> None:
    """One reads the ticket that the other answers."""
    for seat in seats:
        seat.window.resize(WINDOW)
        settle(seat.runner)
    first = seats[0].window.inbox.tickets.model.ticket(1)
    assert first is not None
    for seat in seats:
        seat.window.open_ticket(first.id)
        settle(seat.runner)
    seats[1].pane.begin(ReplyKind.REPLY)
    seats[1].pane.composer.editor.insertPlainText(
        "Sveiki,\nversija 5.2.2 jau parduotuvėje: atnaujinkite, ir prisijungsite."
    )
    _wait(lambda: "writing" in seats[0].company(first.id) and "looking" in seats[1].company(first.id))
    for seat in seats:
        settle(seat.runner)


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until():
        if time.monotonic() > deadline:
            sys.exit("the windows do not see each other")
        QApplication.processEvents()
        time.sleep(0.01)


def _side_by_side(windows: list[QWidget]) -> QImage:
    width = len(windows) * (WINDOW.width() + GAP) + GAP
    picture = QImage(width, WINDOW.height() + 2 * GAP, QImage.Format.Format_RGB32)
    picture.fill(GROUND)
    painter = QPainter(picture)
    for number, window in enumerate(windows):
        window.render(painter, QPoint(GAP + number * (WINDOW.width() + GAP), GAP))
    painter.end()
    return picture


if __name__ == "__main__":
    main(Path(sys.argv[1]))
