"""Two agents at windows of their own, on one database: they see each other, and neither runs the other over."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from building import Builder
from deskbell.model.kinds import MessageKind, ReplyKind
from deskbell.rules.viewing import GONE_SECONDS
from deskbell.store.desk import Desk
from deskbell.store.queries import ticket
from deskbell.store.queries.identity import establish
from deskbell.store.tables import customer, viewer
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket import thread
from deskbell.ui.ticket.edit_line import EditText
from ui.seats import Seat
from ui.ticket.opening import button, words

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
    """A ticket with a mail of its customer, in a mailbox that can send."""
    built.desk.transact(establish)
    box = built.mailbox("Orders", "orders@desk.example", smtp_host="mail.desk.example")
    made = built.ticket("Where is my order?", assignee_id=built.me, mailbox_id=box)
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
    # However long it takes until she sees it, he has not stopped by himself.
    his.viewing._still.setInterval(120_000)
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
    qtbot.waitUntil(lambda: len(rows(desk)) == 2, timeout=SOON)
    his.window.close()
    qtbot.waitUntil(lambda: len(rows(desk)) == 1, timeout=SOON)
    assert ona.company(number) == "Tomas is looking at this", "at his other computer"
    again.die()
    # What it was telling is told.
    qtbot.waitUntil(lambda: not again.runner.is_busy, timeout=SOON)
    with desk.writing() as session:
        session.connection.execute(update(viewer).values(seen_at=session.now - timedelta(seconds=GONE_SECONDS)))
    qtbot.waitUntil(lambda: ona.others() == (), timeout=SOON)


def write(seat: Seat, text: str) -> None:
    seat.pane.begin(ReplyKind.REPLY)
    seat.pane.composer.editor.insertPlainText(text)


def sent(desk: Desk, number: int) -> list[str]:
    """Who answered on a ticket, in order."""
    detail = desk.read(ticket.detail, number)
    assert detail is not None
    return [one.author for one in detail.messages if one.kind is MessageKind.OUT]


@pytest.mark.parametrize("choice", ["Send anyway", "Look"])
@pytest.mark.parametrize("shown", [False, True])
def test_sending_while_a_colleague_has_just_answered_warns_first(
    qtbot: QtBot,
    sit: Sit,
    desk: Desk,
    built: Builder,
    tomas: int,
    number: int,
    choice: str,
    shown: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # However busy the machine is, she sends before she may have noticed it.
    monkeypatch.setattr(thread, "_NOTICED_SECONDS", 120.0)
    ona, his = opened(qtbot, sit(built.me), number), opened(qtbot, sit(tomas), number)
    write(ona, "It comes on Monday.")
    if not shown:
        # His answer is in the database, and her window does not hear of it before she sends.
        ona.feed.close()
    write(his, "It comes on Tuesday.")
    his.pane.composer.send()
    qtbot.waitUntil(lambda: sent(desk, number) == ["Tomas Berg"], timeout=SOON)
    cards = ona.pane.conversation.cards
    if shown:
        # It came onto her screen this very moment, while she looked at what she typed.
        qtbot.waitUntil(lambda: len(cards()) == 2, timeout=SOON)
    ona.pane.composer.send()
    notice = ona.pane.composer.notice
    qtbot.waitUntil(notice.isVisible, timeout=SOON)
    assert "Tomas Berg" in words(notice)
    assert "It comes on Monday." in ona.pane.composer.editor.text()
    assert sent(desk, number) == ["Tomas Berg"]
    button(notice, choice).click()
    if choice == "Look":
        qtbot.waitUntil(lambda: len(cards()) == 2 and ona.pane.conversation.at_newest(), timeout=SOON)
        assert sent(desk, number) == ["Tomas Berg"]
        ona.pane.composer.send()
    qtbot.waitUntil(lambda: sent(desk, number) == ["Tomas Berg", "Ona"], timeout=SOON)


def test_of_two_notes_about_a_customer_neither_is_lost(
    qtbot: QtBot, sit: Sit, desk: Desk, built: Builder, tomas: int, number: int
) -> None:
    ona, his = opened(qtbot, sit(built.me), number), opened(qtbot, sit(tomas), number)
    hers, other = (seat.pane.side.findChild(EditText) for seat in (ona, his))
    assert isinstance(hers, EditText)
    assert isinstance(other, EditText)
    ona.feed.close()
    other.setPlainText("call before noon")
    other._take()
    qtbot.waitUntil(lambda: kept_note(desk) == "call before noon", timeout=SOON)
    hers.setPlainText("pays late")
    hers._take()
    qtbot.waitUntil(lambda: "“call before noon”" in words(ona.pane.side), timeout=SOON)
    assert hers.toPlainText() == "pays late"
    hers.keep_both()
    qtbot.waitUntil(lambda: other.toPlainText() == "call before noon\npays late", timeout=SOON)


def kept_note(desk: Desk) -> str:
    with desk.reading() as session:
        return str(session.connection.execute(select(customer.c.note)).scalar_one())


def rows(desk: Desk) -> list[int]:
    with desk.reading() as session:
        return list(session.connection.execute(viewer.select()).scalars())
