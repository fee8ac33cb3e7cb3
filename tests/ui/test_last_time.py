"""What was open when the program ended is open again at the next start, and only that."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.ui.apart.ticket_window import TicketWindow
from deskbell.ui.last_time import _KEY, LastTime, _read
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage

Start = Callable[[], MainWindow]


@pytest.fixture
def start(stage: Stage, qtbot: QtBot) -> Iterator[Start]:
    """Starts the window once more; the one before is closed by then."""
    made: list[MainWindow] = []

    def begin() -> MainWindow:
        window = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
        made.append(window)
        window.show()
        with qtbot.waitSignal(window.inbox.tickets.model.shown):
            window.begin()
        qtbot.waitUntil(lambda: bool(kept(window)._desk_id))
        qtbot.waitUntil(lambda: not kept(window)._to_open)
        return window

    yield begin
    for window in made:
        window.close()
        delete(window)


def kept(window: MainWindow) -> LastTime:
    assert window.pane is not None
    assert window._last_time is not None
    return window._last_time


def apart(window: MainWindow) -> list[TicketWindow]:
    assert window.apart is not None
    return list(window.apart.windows())


def show(window: MainWindow, number: int, qtbot: QtBot) -> int:
    row = window.inbox.tickets.model.ticket(number)
    assert row is not None
    with qtbot.waitSignal(window.pane.shown, check_params_cb=lambda ticket: ticket == row.id):
        window.inbox.tickets.view.go_to(number)
    return row.id


def open_apart(window: MainWindow, ticket: int, qtbot: QtBot) -> TicketWindow:
    window.open_apart(ticket)
    made = next(one for one in apart(window) if one.ticket_id == ticket)
    qtbot.waitUntil(lambda: made.was_shown)
    return made


def numbers(window: MainWindow, count: int) -> list[int]:
    rows = (window.inbox.tickets.model.ticket(number) for number in range(count))
    return [row.id for row in rows if row is not None]


def test_the_open_ticket_is_open_again_and_marked(start: Start, qtbot: QtBot) -> None:
    window = start()
    ticket = show(window, 2, qtbot)
    window.close()
    again = start()
    qtbot.waitUntil(lambda: again.pane.row is not None and again.pane.row.id == ticket)
    assert again.inbox.tickets.view.current_id == ticket


def test_a_ticket_over_the_table_lies_over_it_again(start: Start, qtbot: QtBot) -> None:
    window = start()
    window.inbox.switch_form()
    ticket = show(window, 1, qtbot)
    assert window.inbox.is_covered
    window.close()
    again = start()
    qtbot.waitUntil(lambda: again.inbox.is_covered)
    assert again.pane.ticket_id == ticket


def test_windows_come_back_where_they_stood(start: Start, qtbot: QtBot) -> None:
    window = start()
    first, second = numbers(window, 2)
    open_apart(window, first, qtbot).setGeometry(20, 30, 500, 450)
    open_apart(window, second, qtbot).setGeometry(60, 70, 520, 440)
    window.close()
    again = start()
    qtbot.waitUntil(lambda: all(one.isVisible() for one in apart(again)))
    assert [one.ticket_id for one in apart(again)] == [first, second]
    assert [(one.width(), one.height()) for one in apart(again)] == [(500, 450), (520, 440)]


def test_whoever_was_quicker_keeps_what_they_opened(stage: Stage, start: Start, qtbot: QtBot) -> None:
    window = start()
    show(window, 2, qtbot)
    window.close()
    quick = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
    quick.show()
    with qtbot.waitSignal(quick.inbox.tickets.model.shown):
        quick.begin()
    mine = show(quick, 0, qtbot)
    qtbot.waitUntil(lambda: bool(kept(quick)._desk_id))
    assert quick.pane.ticket_id == mine
    quick.close()
    delete(quick)


def test_what_is_gone_is_passed_over_and_the_rest_comes(stage: Stage, start: Start, qtbot: QtBot) -> None:
    window = start()
    ticket, other = numbers(window, 2)
    show(window, 0, qtbot)
    open_apart(window, ticket, qtbot)
    open_apart(window, other, qtbot)
    window.close()
    words = str(stage.settings.value(_KEY))
    stage.settings.setValue(_KEY, words.replace(str(ticket), "999999"))
    again = start()
    qtbot.waitUntil(lambda: [one.ticket_id for one in apart(again)] == [other] and apart(again)[0].isVisible())
    assert again.pane.ticket_id == 0
    assert again.banners.shown() == {"sample"}


def test_a_window_that_was_closed_stays_closed(start: Start, qtbot: QtBot) -> None:
    window = start()
    (ticket,) = numbers(window, 1)
    made = open_apart(window, ticket, qtbot)
    with qtbot.waitSignal(made.destroyed):
        made.close()
    window.close()
    assert apart(start()) == []


def test_who_quits_the_program_finds_all_of_it_again(start: Start, qtbot: QtBot) -> None:
    window = start()
    (ticket,) = numbers(window, 1)
    open_apart(window, ticket, qtbot)
    # As Qt does on quit: all windows in one turn, whichever comes first.
    for one in (*apart(window), window):
        one.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert [one.ticket_id for one in apart(start())] == [ticket]


def test_after_a_crash_the_windows_come_back(start: Start, qtbot: QtBot) -> None:
    window = start()
    (ticket,) = numbers(window, 1)
    open_apart(window, ticket, qtbot)
    QApplication.processEvents()
    # Nobody has closed anything.
    assert [one.ticket_id for one in apart(start())] == [ticket]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"desk": "another", "ticket": 5, "windows": [[6, ""]]}',
        '{"desk": "this", "ticket": null, "windows": []}',
        '{"desk": "this", "ticket": 5, "windows": [6]}',
        '{"desk": "this", "ticket": 5}',
    ],
)
def test_of_another_desk_and_of_nonsense_nothing_is_opened(words: str) -> None:
    assert _read(words, "this") == (0, [])
