"""Following tickets in the window: by key, with colleagues, and the view of what one follows."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.views import View, ViewKind
from deskbell.ui.ticket.names import short_name
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.driven import Driven

FOLLOWING = View(ViewKind.FOLLOWING)


def press(driven: Driven) -> None:
    QTest.keyClick(driven.list.view, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)


def test_shift_f_follows_and_follows_no_longer(driven: Driven, qtbot: QtBot) -> None:
    window, views = driven.window, driven.window.inbox.views.model
    ticket, me = driven.open(0), driven.window._desk.me.id
    header = window.pane.header
    assert header.followers is None, "nothing is made for what nobody follows"
    assert views.row_of(FOLLOWING) is None
    press(driven)
    qtbot.waitUntil(lambda: driven.row(ticket.id).followers == (me,))
    assert f"You follow #{ticket.id}" in driven.toasts()
    followers = header.followers
    assert followers is not None
    assert followers.isVisible()
    assert followers.text() == "You follow"
    qtbot.waitUntil(lambda: (row := views.row_of(FOLLOWING)) is not None and row.count == 1)
    press(driven)
    qtbot.waitUntil(lambda: driven.row(ticket.id).followers == ())
    assert not followers.isVisible()
    qtbot.waitUntil(lambda: views.row_of(FOLLOWING) is None)
    window.deeds.undo_last()
    qtbot.waitUntil(lambda: driven.row(ticket.id).followers == (me,) and followers.isVisible())


def test_colleagues_are_ticked_and_unticked(driven: Driven, qtbot: QtBot) -> None:
    window, me = driven.window, driven.window._desk.me.id
    ticket = driven.open(0)
    header = window.pane.header
    header.ask_followers()
    _tick(driven, 0, 2)
    other = [agent for agent in driven.window._desk.agents if agent.id != me][1]
    qtbot.waitUntil(lambda: set(driven.row(ticket.id).followers) == {me, other.id})
    followers = header.followers
    assert followers is not None
    assert followers.text() == f"You and {short_name(other.name)} follow"
    assert other.name in followers.toolTip()
    followers.click()
    _tick(driven, 0)
    qtbot.waitUntil(lambda: driven.row(ticket.id).followers == (other.id,))
    assert followers.text() == f"{short_name(other.name)} follows"


def test_several_that_are_ticked_are_followed_at_once(driven: Driven, qtbot: QtBot) -> None:
    rows = [row for row in map(driven.list.model.ticket, (1, 2)) if row is not None]
    driven.list.model.choose(tuple(row.id for row in rows), on=True)
    press(driven)
    me = driven.window._desk.me.id
    qtbot.waitUntil(lambda: all(driven.row(row.id).followers == (me,) for row in rows))


def test_one_that_is_ticked_is_not_taken_for_the_one_that_is_open(driven: Driven, qtbot: QtBot) -> None:
    ticket, me = driven.open(0), driven.window._desk.me.id
    press(driven)
    qtbot.waitUntil(lambda: driven.row(ticket.id).followers == (me,))
    other = driven.list.model.ticket(1)
    assert other is not None
    driven.list.model.choose((other.id,), on=True)
    press(driven)
    qtbot.waitUntil(lambda: driven.row(other.id).followers == (me,))
    assert driven.row(ticket.id).followers == (me,)


def test_the_view_follows_what_is_followed(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    press(driven)
    qtbot.waitUntil(lambda: driven.window.inbox.views.model.row_of(FOLLOWING) is not None)
    driven.window.inbox.go_to_view(FOLLOWING)
    qtbot.waitUntil(lambda: driven.list.model.rowCount() == 1)
    driven.window.deeds.follow((ticket.id,), remove=(driven.window._desk.me.id,))
    qtbot.waitUntil(lambda: driven.list.model.rowCount() == 0)


def _tick(driven: Driven, *rows: int) -> None:
    """Tick or untick these of the list that is open, and leave it."""
    opened: ChoiceList = driven.dropped_down()
    for row in rows:
        opened._choose(opened._list.item(row))
    opened.close()
