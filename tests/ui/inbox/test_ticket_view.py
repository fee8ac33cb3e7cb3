"""What mouse and keyboard do in the list of cards."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetStatus
from deskbell.model.kinds import Status
from deskbell.model.rows import TicketRow
from deskbell.model.views import View, ViewKind
from deskbell.ui.inbox import card_delegate
from deskbell.ui.inbox.card_text import Badge
from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.inbox.kept_cards import Look
from deskbell.ui.inbox.ticket_view import TicketView
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.widgets.pane import Pane

DONE = View(ViewKind.DONE)
CONTROL, SHIFT, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier(0)


@pytest.fixture
def inbox(stage: Stage, qtbot: QtBot) -> Iterator[Inbox]:
    made = Inbox(stage.theme, stage.runner, stage.feed, stage.desk, stage.deeds, stage.menus, stage.settings)
    made.set_conversation(Pane("background"))
    made.resize(1200, 800)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitSignal(made.tickets.model.shown):
        made.begin()
    with qtbot.waitSignal(made.tickets.model.shown):
        made.go_to_view(DONE)
    # The list of views is read beside its first view.
    qtbot.waitUntil(lambda: made.views.model.number_of(DONE) is not None)
    yield made
    from shiboken6 import delete

    delete(made)


@pytest.fixture
def view(inbox: Inbox) -> TicketView:
    return inbox.tickets.view


def id_at(view: TicketView, number: int) -> int:
    row = view._tickets.ticket(number)
    assert row is not None
    return row.id


def click(view: TicketView, number: int, keys: Qt.KeyboardModifier = PLAIN, *, x: int = 150) -> None:
    area = view.visualRect(view.model().index(number, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, QPoint(x, area.center().y()))


def test_a_click_opens(view: TicketView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.opened) as opened:
        click(view, 2)
    assert opened.args == [id_at(view, 2)]
    assert view.currentIndex().row() == 2


def test_keys_walk_and_stop_at_the_ends(view: TicketView) -> None:
    went: list[int] = []
    view.opened.connect(went.append)
    view.step(1)
    view.step(1)
    view.step(-1)
    view.step(-1)
    view.step(-1)
    assert went == [id_at(view, 0), id_at(view, 1), id_at(view, 0)]


def test_the_first_step_opens_the_first_ticket_though_the_list_has_the_focus(view: TicketView) -> None:
    # This is what Qt does as soon as the list has the focus.
    view.selectionModel().setCurrentIndex(view.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    view.step(1)
    assert view.current_id == id_at(view, 0)


def test_end_and_home_open_the_last_and_the_first_even_when_not_read_yet(view: TicketView, qtbot: QtBot) -> None:
    last = view.model().rowCount() - 1
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == last
    qtbot.waitUntil(lambda: view._tickets.ticket(last) is not None)
    qtbot.waitUntil(lambda: view.current_id == id_at(view, last))
    QTest.keyClick(view, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: view._tickets.ticket(0) is not None and view.current_id == id_at(view, 0))


def test_control_shift_and_the_picture_tick(view: TicketView, inbox: Inbox) -> None:
    model = inbox.tickets.model
    click(view, 1, CONTROL)
    click(view, 3, x=30)
    assert model.chosen() == (id_at(view, 1), id_at(view, 3))
    click(view, 5, SHIFT)
    assert set(model.chosen()) == {id_at(view, n) for n in (1, 3, 4, 5)}
    click(view, 1, CONTROL)
    assert id_at(view, 1) not in model.chosen()
    click(view, 0)
    assert model.chosen() == ()


def test_ticking_brings_the_bulk_bar_and_escape_takes_it_away(view: TicketView, inbox: Inbox) -> None:
    header = inbox.tickets.header
    click(view, 0)
    view.tick_current()
    assert header._bulk.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not header._bulk.isVisible()


def test_enter_wants_into_the_ticket(view: TicketView, qtbot: QtBot) -> None:
    click(view, 1)
    with qtbot.waitSignal(view.entered) as entered:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert entered.args == [id_at(view, 1)]


def test_letters_are_left_to_the_window(view: TicketView) -> None:
    click(view, 4)
    QTest.keyClicks(view, "abc")
    assert view.currentIndex().row() == 4


def trash(stage: Stage, ticket: int) -> None:
    perform(stage.database, SetStatus(agent_id=2, tickets=(ticket,), status=Status.TRASH))


def test_what_is_read_stays_where_it_is_when_tickets_go_above(view: TicketView, stage: Stage, qtbot: QtBot) -> None:
    view.verticalScrollBar().setValue(2010)
    qtbot.waitUntil(lambda: view._tickets.ticket(view.indexAt(QPoint(4, 0)).row()) is not None)
    top = view.indexAt(QPoint(4, 0))
    ticket, offset = id_at(view, top.row()), view.visualRect(top).top()
    gone = [id_at(view, number) for number in (0, 1, 2)]
    for one in gone:
        trash(stage, one)
    qtbot.waitUntil(lambda: view._tickets.number_of(ticket) == top.row() - 3)
    number = view._tickets.number_of(ticket)
    assert number is not None
    assert view.visualRect(view.model().index(number, 0)).top() == offset


def test_the_open_ticket_stays_marked_when_rows_come_and_go(view: TicketView, stage: Stage, qtbot: QtBot) -> None:
    click(view, 6)
    ticket = view.current_id
    trash(stage, id_at(view, 0))
    qtbot.waitUntil(lambda: view._tickets.number_of(ticket) == 5)
    assert view.current_id == ticket
    assert [index.row() for index in view.selectedIndexes()] == [5]


def test_after_ones_own_deed_the_next_ticket_is_opened(
    inbox: Inbox, view: TicketView, stage: Stage, qtbot: QtBot
) -> None:
    click(view, 2)
    done, following = id_at(view, 2), id_at(view, 3)
    with qtbot.waitSignal(inbox.opened, check_params_cb=lambda ticket: ticket == following):
        stage.deeds.set_status((done,), Status.TRASH)
    assert view.currentIndex().row() == 2


def test_what_a_colleague_moves_away_is_not_taken_from_the_reader(
    inbox: Inbox, view: TicketView, stage: Stage, qtbot: QtBot
) -> None:
    click(view, 2)
    ticket = view.current_id
    with qtbot.assertNotEmitted(inbox.opened):
        trash(stage, ticket)
        qtbot.waitUntil(lambda: view._tickets.number_of(ticket) is None)
    assert view.selectedIndexes() == []
    assert view.current_id == ticket


def test_a_refused_deed_changes_back(inbox: Inbox, view: TicketView, stage: Stage, qtbot: QtBot) -> None:
    before = view._tickets.ticket(1)
    assert before is not None
    with qtbot.waitSignal(stage.deeds.failed):
        stage.deeds.move((before.id,), 9_999)
    qtbot.waitUntil(lambda: view._tickets.ticket(1) == before)


def test_dropping_on_a_view_moves(inbox: Inbox, view: TicketView, stage: Stage, qtbot: QtBot) -> None:
    model = inbox.views.model
    number = model.number_of(View(ViewKind.MINE))
    assert number is not None
    ticket = id_at(view, 3)
    mime = view._tickets.mimeData([view.model().index(3, 0)])
    with qtbot.waitSignal(stage.deeds.told) as told:
        model.dropMimeData(mime, Qt.DropAction.MoveAction, -1, -1, model.index(number))
    assert told.args[0].sentence == f"#{ticket} assigned to you"


def test_dragging_a_ticked_card_takes_all_ticked_along(inbox: Inbox, view: TicketView) -> None:
    from deskbell.ui.inbox.drag import tickets_of

    model = inbox.tickets.model
    ids = tuple(id_at(view, number) for number in (1, 3, 4))
    model.choose(ids, on=True)
    assert tickets_of(model.mimeData([model.index(3)])) == ids
    assert tickets_of(model.mimeData([model.index(7)])) == (id_at(view, 7),)


def test_an_empty_view_offers_the_next_step(inbox: Inbox, stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(inbox.tickets.model.shown):
        inbox.tickets.show_view(View(ViewKind.SEARCH, query="qqqqqqqq"))
    assert inbox.tickets._empty.isVisible()


def test_search_and_back(inbox: Inbox, qtbot: QtBot) -> None:
    header = inbox.tickets.header
    header.open_search()
    with qtbot.waitSignal(inbox.tickets.model.shown):
        QTest.keyClicks(header.search, "order")
    assert inbox.view == View(ViewKind.SEARCH, query="order")
    assert inbox.tickets.model.rowCount() > 0
    with qtbot.waitSignal(inbox.tickets.model.shown):
        QTest.keyClick(header.search, Qt.Key.Key_Escape)
    assert inbox.view == DONE


@pytest.fixture
def same_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """No card gets a minute older while the test compares pictures."""
    monkeypatch.setattr(card_delegate, "age", lambda _then, _now: "4 min")


@pytest.mark.usefixtures("same_age")
def test_a_colleague_at_a_ticket_is_drawn_on_its_card_and_said(inbox: Inbox, view: TicketView) -> None:
    def cards() -> list[QImage]:
        return [view.grab(view.visualRect(view.model().index(number, 0))).toImage() for number in range(4)]

    inbox.tickets.view.viewport().repaint()
    before = cards()
    inbox.tickets.show_badges({id_at(view, 2): Badge("Tomas Berg", "tomas@desk.example", "Tomas is looking at this")})
    assert [one == other for one, other in zip(cards(), before, strict=True)] == [True, True, False, True]
    said = [view.model().index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole) for number in range(4)]
    assert ["Tomas is looking at this" in sentence for sentence in said] == [False, False, True, False]
    inbox.tickets.show_badges({})
    assert cards() == before


def test_a_narrow_header_says_the_order_by_its_name_alone(inbox: Inbox) -> None:
    header = inbox.tickets.header
    header.show_title("My tickets")
    header.resize(400, header.height())
    words = header._sorting.text()
    assert words
    header.resize(220, header.height())
    assert not header._sorting.text()
    assert words in header._sorting.toolTip()


@pytest.mark.parametrize(
    ("steps", "then"),
    [((0,), 1), ((0, 1), 2), ((5, 4), 3), ((5, 4, 5), 6), ((0, 1, 0), None), ((3, 3), 4)],
)
def test_the_next_ticket_lies_on_the_way(view: TicketView, steps: tuple[int, ...], then: int | None) -> None:
    for number in steps:
        view.go_to(number)
    assert view.next_id() == (id_at(view, then) if then is not None else 0)


def test_no_ticket_has_none_after_it(view: TicketView) -> None:
    assert view.next_id() == 0


@pytest.mark.usefixtures("same_age")
def test_the_next_step_draws_nothing(view: TicketView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[int, bool]] = []
    draw = view.cards._draw

    def watched(row: TicketRow, look: Look) -> QPixmap:
        drawn.append((row.id, look.selected))
        return draw(row, look)

    monkeypatch.setattr(view.cards, "_draw", watched)
    view.go_to(0)
    view.viewport().repaint()
    drawn.clear()
    view.draw_ahead()
    qtbot.waitUntil(lambda: not view._draw_soon.isActive())
    assert drawn == [(id_at(view, 1), True)], "the first was drawn before it was gone to"
    view.go_to(1)
    view.viewport().repaint()
    assert len(drawn) == 1
