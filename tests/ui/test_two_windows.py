"""Two agents at windows of their own, on one database: they see each other, and neither runs the other over."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from building import Builder
from deskbell.model.kinds import ReplyKind
from deskbell.rules.viewing import GONE_SECONDS
from deskbell.store.desk import Desk
from deskbell.store.tables import viewer
from deskbell.ui.theme.source import ThemeSource
from ui.seats import Seat

SOON = 20_000

Sit = Callable[[int], Seat]


@pytest.fixture
def built(desk: Desk) -> Builder:
    return Builder(desk)


@pytest.fixture
def sit(desk: Desk, theme: ThemeSource, tmp_path: Path) -> Iterator[Sit]:
    seats: list[Seat] = []

    def take(agent_id: int) -> Seat:
        settings = QSettings(str(tmp_path / f"{len(seats)}.ini"), QSettings.Format.IniFormat)
        seat = Seat(theme, desk.url.render_as_string(hide_password=False), agent_id, settings)
        seats.append(seat)
        return seat

    yield take
    for seat in seats:
        seat.leave()
    assert [seat.errors for seat in seats] == [[] for _ in seats]


@pytest.fixture
def tomas(built: Builder) -> int:
    return built.agent("Tomas Berg", "tomas@desk.example")


@pytest.fixture
def number(built: Builder) -> int:
    """A ticket with a mail of its customer."""
    made = built.ticket("Where is my order?", assignee_id=built.me)
    built.message(made, "It was to come on Monday.")
    return made


def opened(qtbot: QtBot, seat: Seat, ticket_id: int) -> Seat:
    with qtbot.waitSignal(seat.pane.shown, timeout=SOON, check_params_cb=lambda shown: shown == ticket_id):
        seat.window.open_ticket(ticket_id)
    return seat


def test_who_looks_and_who_types_is_seen_by_the_other(
    qtbot: QtBot, sit: Sit, built: Builder, tomas: int, number: int
) -> None:
    ona, his = opened(qtbot, sit(built.me), number), sit(tomas)
    line = ona.pane.conversation.company
    opened(qtbot, his, number)
    qtbot.waitUntil(lambda: line.words.text() == "Tomas is looking at this", timeout=SOON)
    qtbot.waitUntil(lambda: his.company(number) == "Ona is looking at this", timeout=SOON)
    his.pane.begin(ReplyKind.REPLY)
    his.pane.composer.editor.insertPlainText("On Tuesday.")
    qtbot.waitUntil(lambda: line.words.text() == "Tomas is writing an answer…", timeout=SOON)
    assert line.isVisible()
    his.viewing.rest()
    qtbot.waitUntil(lambda: line.words.text() == "Tomas is looking at this", timeout=SOON)
    his.pane.clear()
    qtbot.waitUntil(line.isHidden, timeout=SOON)


def test_who_closes_the_window_is_gone_and_whose_computer_dies_is_gone_in_time(
    qtbot: QtBot, sit: Sit, desk: Desk, built: Builder, tomas: int, number: int
) -> None:
    ona, his = sit(built.me), opened(qtbot, sit(tomas), number)
    qtbot.waitUntil(lambda: ona.company(number) == "Tomas is looking at this", timeout=SOON)
    again = opened(qtbot, sit(tomas), number)
    his.window.close()
    qtbot.waitUntil(lambda: len(rows(desk)) == 1, timeout=SOON)
    assert ona.company(number) == "Tomas is looking at this", "at his other computer"
    again.die()
    with desk.writing() as session:
        session.connection.execute(update(viewer).values(seen_at=session.now - timedelta(seconds=GONE_SECONDS)))
    qtbot.waitUntil(lambda: ona.others() == (), timeout=SOON)


def rows(desk: Desk) -> list[int]:
    with desk.reading() as session:
        return list(session.connection.execute(viewer.select()).scalars())
