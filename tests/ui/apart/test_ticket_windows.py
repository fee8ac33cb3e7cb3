"""A ticket in a window of its own: opened, worked in beside the main window, and gone without a trace."""

import gc
import weakref
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import AddNote, SetPriority
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity, Priority, ReplyKind, Status
from deskbell.store.queries import drafts
from deskbell.ui.apart.ticket_window import TicketWindow
from deskbell.ui.apart.ticket_windows import TicketWindows
from deskbell.ui.key_sheet import KeySheet
from deskbell.ui.ticket import reader, reading
from deskbell.ui.ticket.elsewhere_line import ElsewhereLine
from deskbell.ui.ticket.ticket_menu import ticket_menu
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.toast import Toast
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")


def windows(driven: Driven) -> TicketWindows:
    assert driven.window.pane is not None
    assert driven.window.apart is not None
    return driven.window.apart


def opened(driven: Driven, qtbot: QtBot, number: int = 0) -> TicketWindow:
    """The window of the ticket in this row of the list, which is open in the main one too."""
    with qtbot.waitActive(driven.window):
        driven.window.activateWindow()
    row = driven.open(number)
    QTest.keyClick(driven.list.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    window = next(one for one in windows(driven).windows() if one.ticket_id == row.id)
    qtbot.waitUntil(lambda: window.was_shown and window.isActiveWindow())
    return window


def type_into(window: TicketWindow, words: str) -> None:
    window.pane.composer.editor.setFocus()
    QTest.keyClicks(window.pane.composer.editor, words)


def kept(driven: Driven, ticket: int) -> list[str]:
    return [one.text for one in driven.stage.database.read(drafts.of_ticket, 1, ticket)]


def line(driven: Driven) -> ElsewhereLine | None:
    found = driven.window.pane.findChild(ElsewhereLine)
    return found if found is not None and found.isVisible() else None


def toasts(window: QWidget) -> list[str]:
    return [toast.accessibleName() for toast in window.findChildren(Toast)]


def by_key(driven: Driven) -> None:
    QTest.keyClick(driven.list.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)


def by_a_double_click(driven: Driven) -> None:
    view = driven.list.view
    card = view.visualRect(driven.list.model.index(1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=card)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=card)


def by_the_menu(driven: Driven) -> None:
    pane = driven.window.pane
    assert pane.row is not None
    wish = windows(driven).open
    parts = (pane.errands, pane.header, pane.filling, driven.stage.desk.keys)
    number = pane.row.id
    menu = ticket_menu(driven.stage.theme, pane.row, *parts, pane, apart=lambda: wish(number))
    next(one for one in menu.actions() if one.text() == "Open in a window of its own").trigger()


def by_the_palette(driven: Driven) -> None:
    window = driven.window
    window.palette_box.open_over()
    window.palette_box.look_for("window of its own")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


@pytest.mark.parametrize("way", [by_key, by_a_double_click, by_the_menu, by_the_palette])
def test_there_are_four_ways_to_a_window_of_its_own_and_one_window(
    driven: Driven, qtbot: QtBot, way: Callable[[Driven], None]
) -> None:
    row = driven.open(1)
    way(driven)
    (window,) = windows(driven).windows()
    qtbot.waitUntil(lambda: window.was_shown)
    assert window.isVisible()
    assert window.windowTitle() == f"#{row.id} {row.subject}"
    windows(driven).open(row.id)
    assert windows(driven).windows() == (window,)


def test_the_menu_of_the_window_itself_offers_no_other(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    window.pane._show_menu(window.mapToGlobal(window.rect().center()))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    menus = [action.text() for action in popup.actions()]
    popup.close()
    assert "Open in a window of its own" not in menus
    assert "Print…" in menus


def test_what_is_done_there_is_told_and_undone_there(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    ticket = window.ticket_id
    QTest.keyClicks(window.pane.conversation, "e")
    assert toasts(window) == [f"#{ticket} solved"]
    qtbot.waitUntil(lambda: driven.row(ticket).status is Status.SOLVED)
    qtbot.waitUntil(lambda: driven.list.model.number_of(ticket) is None)
    assert driven.toasts() == []
    QTest.keyClicks(window.pane.conversation, "z")
    qtbot.waitUntil(lambda: driven.row(ticket).status is not Status.SOLVED)
    qtbot.waitUntil(lambda: driven.list.model.number_of(ticket) is not None)


def test_its_keys_drop_down_in_it_and_the_sheet_lists_them(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    QTest.keyClicks(window.pane.conversation, "?")
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    with qtbot.waitActive(window):
        sheet.close()
        window.activateWindow()
    QTest.keyClicks(window.pane.conversation, "p")
    qtbot.waitUntil(lambda: bool(window.findChildren(ChoiceList)))
    (offered,) = window.findChildren(ChoiceList)
    offered.chosen.emit(Priority.URGENT)
    offered.close()
    qtbot.waitUntil(lambda: driven.row(window.ticket_id).priority is Priority.URGENT)
    listed = {entry.id for entry in window.keys.listed()}
    assert {"reply", "reply_all", "forward", "note", "solve", "assign_me", "snooze", "tags", "undo", "close"} <= listed
    assert not {"next", "search", "apart", "new_ticket"} & listed


def test_a_colleague_changes_the_ticket_and_both_windows_show_it(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    perform(driven.stage.database, SetPriority(agent_id=2, tickets=(window.ticket_id,), priority=Priority.URGENT))
    for pane in (window.pane, driven.window.pane):
        qtbot.waitUntil(lambda pane=pane: pane.row is not None and pane.row.priority is Priority.URGENT)


def test_a_draft_goes_along_and_comes_back(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0).id
    main = driven.window.pane
    main.composer.discard()
    QTest.keyClicks(main.composer.editor, "Begun here")
    windows(driven).open(ticket)
    assert line(driven) is not None
    assert not main.composer.isVisible()
    (window,) = windows(driven).windows()
    qtbot.waitUntil(lambda: window.pane.composer.editor.text().startswith("Begun here"))
    type_into(window, "And there: ")
    window.close()
    qtbot.waitUntil(lambda: line(driven) is None)
    assert main.composer.isVisible()
    assert "And there: " in main.composer.editor.text()
    assert "Begun here" in main.composer.editor.text()
    qtbot.waitUntil(lambda: any("And there: " in text for text in kept(driven, ticket)))


def test_a_ticket_that_was_read_before_the_draft_was_kept_does_not_bring_the_old_one(
    driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(driven, qtbot)
    runner, feed = driven.stage.runner, driven.stage.feed
    draft_heard = lambda changes: bool(changes.of(Entity.DRAFT))  # noqa: E731
    with qtbot.waitSignal(feed.changed, check_params_cb=draft_heard):
        type_into(window, "Begun here")
        window.pane.flush()
    qtbot.waitUntil(lambda: not window.pane.keeper.busy() and not runner.is_busy)
    was_read, kept_by_now = Event(), Event()
    read, keep = reading.open_ticket, runner._perform

    def read_first(*args: Any) -> reading.Opened | None:
        found = read(*args)
        if not was_read.is_set():
            was_read.set()
            kept_by_now.wait(10)
        return found

    def keep_then(*args: Any) -> object:
        was_read.wait(10)
        return keep(*args)

    monkeypatch.setattr(reader, "open_ticket", read_first)
    monkeypatch.setattr(runner, "_perform", keep_then)
    type_into(window, "And there: ")
    window.close()
    qtbot.waitUntil(lambda: was_read.is_set() and not driven.window.pane.keeper.busy())
    kept_by_now.set()
    qtbot.waitUntil(lambda: line(driven) is None)
    assert "And there: " in driven.window.pane.composer.editor.text()


def test_two_windows_type_at_once_and_neither_loses_a_letter(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot, 0)
    other = driven.open(1).id
    driven.window.pane.composer.discard()
    for letter in "abcdefgh":
        type_into(window, letter)
        QTest.keyClicks(driven.window.pane.composer.editor, letter.upper())
    qtbot.waitUntil(lambda: any("abcdefgh" in text for text in kept(driven, window.ticket_id)))
    qtbot.waitUntil(lambda: any("ABCDEFGH" in text for text in kept(driven, other)))


def test_the_keys_for_writing_go_to_the_window_where_it_is_written(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    with qtbot.waitActive(driven.window):
        driven.window.activateWindow()
    driven.list.view.setFocus()
    driven.press("n")
    qtbot.waitUntil(window.isActiveWindow)
    assert window.pane.composer.kind is ReplyKind.NOTE
    assert window.pane.composer.editor.hasFocus()


def test_the_line_leads_there(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    with qtbot.waitActive(driven.window):
        driven.window.activateWindow()
    shown = line(driven)
    assert shown is not None
    shown.findChild(LinkButton).click()
    qtbot.waitUntil(window.isActiveWindow)
    assert windows(driven).windows() == (window,)


def test_another_ticket_in_the_main_window_is_answered_there(driven: Driven, qtbot: QtBot) -> None:
    opened(driven, qtbot, 0)
    assert line(driven) is not None
    driven.open(1)
    assert line(driven) is None
    assert driven.window.pane.composer.isVisible()
    driven.open(0)
    assert line(driven) is not None


def test_escape_leaves_the_text_and_then_the_window(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    QTest.keyClicks(window.pane.conversation, "r")
    assert window.pane.composer.editor.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert windows(driven).windows() == ()


def test_a_mail_sent_there_can_be_taken_back_in_the_main_window_once_it_is_closed(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    ticket = window.ticket_id
    window.pane.composer.discard()
    type_into(window, "On its way")
    QTest.keyClick(window.pane.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.close()
    qtbot.waitUntil(lambda: any(words.startswith("Kept for ") for words in driven.toasts()))
    (toast,) = driven.window.findChildren(Toast)
    assert toast.button is not None
    toast.button.click()
    qtbot.waitUntil(lambda: any("On its way" in text for text in kept(driven, ticket)))


def test_a_closed_window_comes_back_when_what_it_sent_is_refused(
    driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(driven, qtbot)

    def refuse(*_: object) -> None:
        raise Trouble("db.full")

    monkeypatch.setattr(driven.stage.runner, "_perform", refuse)
    QTest.keyClicks(window.pane.conversation, "e")
    window.close()
    assert windows(driven).windows() == ()
    qtbot.waitUntil(window.isVisible)
    assert windows(driven).windows() == (window,)
    assert any(toast.accessibleName() for toast in window.findChildren(Toast))


def test_a_ticket_that_is_not_there_has_no_window(driven: Driven, qtbot: QtBot) -> None:
    windows(driven).open(999_999)
    qtbot.waitUntil(lambda: windows(driven).windows() == ())


def test_nothing_of_a_closed_window_stays(driven: Driven, qtbot: QtBot) -> None:
    for number in range(2):
        window = opened(driven, qtbot, number)
        type_into(window, "x")
        parts = (window, window.pane, window.pane.composer, window.deeds, window.keys)
        traces = [weakref.ref(one) for one in parts]
        del parts
        with qtbot.waitSignal(window.destroyed):
            window.close()
        del window
        # A thread may still hold the last answer that it gave.
        qtbot.waitUntil(lambda traces=traces: bool(gc.collect() >= 0) and not any(trace() for trace in traces))
    # What is told to all windows finds none of it.
    driven.stage.desk.changed.emit()
    driven.stage.theme.changed.emit()
    driven.stage.runner.busy.emit(False)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, TicketWindow)]


def test_with_the_main_window_all_close_and_what_was_typed_is_kept(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot)
    ticket = window.ticket_id
    window.pane.composer.discard()
    qtbot.waitUntil(lambda: not window.pane.keeper.busy())
    type_into(window, "Not lost")
    driven.window.close()
    # Held open until it is in the database.
    qtbot.waitUntil(lambda: not driven.window.isVisible())
    assert windows(driven).windows() == ()
    assert any("Not lost" in text for text in kept(driven, ticket))


def test_counts_of_objects_do_not_grow(driven: Driven, qtbot: QtBot) -> None:
    def objects() -> int:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return sum(isinstance(one, QObject) for one in gc.get_objects())

    def once() -> None:
        window = opened(driven, qtbot)
        with qtbot.waitSignal(window.destroyed):
            window.close()

    once()
    qtbot.waitUntil(lambda: not driven.stage.runner.is_busy)
    before = objects()
    for _ in range(3):
        driven.open(1)
        once()
    qtbot.waitUntil(lambda: not driven.stage.runner.is_busy)
    assert objects() - before < 60


def test_what_is_read_there_is_seen_and_told_nowhere_else(driven: Driven, qtbot: QtBot) -> None:
    window = opened(driven, qtbot, 1)
    driven.open(0)
    mentions = driven.window.mentions
    assert mentions is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    command = AddNote(agent_id=2, ticket_id=window.ticket_id, text=f"@{driven.stage.desk.me.name}: look.")
    with qtbot.waitSignal(mentions.now.came):
        perform(driven.stage.database, command)
    assert mentions.now.sees(window.ticket_id)
    assert not mentions.now.sees(driven.window.pane.ticket_id)
    qtbot.waitUntil(lambda: window.ticket_id not in mentions.now.tickets)
    assert not any("mentioned you" in words for words in driven.toasts())
