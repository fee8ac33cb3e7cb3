"""The whole window on a sample desk: keys, deeds, undo, search, banners."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SetStatus
from deskbell.model.kinds import UNTIL_ANSWERED, Leaving, Presence, Priority, Status
from deskbell.model.rows import ViewRow
from deskbell.model.teams import RemoveTeam, SaveTeam
from deskbell.model.views import View, ViewKind
from deskbell.store.queries import desk_state
from deskbell.ui.canned.popup import CannedPopup
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.time_popup import TimePopup
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.toast import Toast
from ui.driven import Driven

ROW = ViewRow(View(ViewKind.MINE), "", 0)


def test_j_opens_and_e_solves_and_z_brings_back(driven: Driven, qtbot: QtBot) -> None:
    with qtbot.waitSignal(driven.window.pane.shown):
        driven.press("j")
    ticket = driven.window.pane.ticket_id
    driven.press("e")
    qtbot.waitUntil(lambda: driven.row(ticket).status is Status.SOLVED)
    qtbot.waitUntil(lambda: driven.list.model.number_of(ticket) is None)
    assert driven.window.pane.ticket_id != ticket, "the next one is opened"
    driven.press("z")
    qtbot.waitUntil(lambda: driven.list.model.number_of(ticket) is not None)
    assert driven.row(ticket).status is not Status.SOLVED
    qtbot.waitUntil(lambda: f"Undone: #{ticket} solved" in driven.toasts())
    assert f"#{ticket} solved" not in driven.toasts(), "nothing is offered that was taken back already"


def test_the_next_ticket_is_there_before_it_is_wanted(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    following = driven.list.model.ticket(1)
    assert following is not None
    qtbot.waitUntil(lambda: driven.window.pane._next.has(following.id))
    with qtbot.waitSignal(driven.window.pane.shown) as shown:
        driven.press("j")
    assert shown.args == [following.id]


def test_what_is_typed_before_the_ticket_is_there_belongs_into_the_reply(driven: Driven, qtbot: QtBot) -> None:
    before = driven.open(0)
    with qtbot.waitSignal(driven.window.pane.shown) as shown:
        QTest.keyClicks(QApplication.focusWidget(), "jr")
        QTest.keyClicks(QApplication.focusWidget(), "eis")
    assert shown.args != [before.id]
    assert driven.window.pane.composer.editor.text().startswith("eis")
    assert driven.toasts() == [], "no letter was a key"


def test_a_canned_reply_from_the_palette(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    window = driven.window
    window.palette_box.open_over()
    window.palette_box.look_for("canned reply put")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(CannedPopup)))
    offered = window.findChildren(CannedPopup)[0]
    qtbot.waitUntil(lambda: offered.list.count() > 0 and offered.field.hasFocus())
    QTest.keyClicks(offered.field, "way")
    before = window.pane.composer.editor.text()
    QTest.keyClick(offered.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pane.composer.editor.text() != before)
    assert "{{" not in window.pane.composer.editor.text()
    window.pane.composer.editor.undo()
    assert window.pane.composer.editor.text() == before


def test_a_macro_by_its_key_changes_the_ticket_with_the_answer_and_one_undo_brings_it_back(
    driven: Driven, qtbot: QtBot
) -> None:
    before = driven.open(1)
    window = driven.window
    QTest.keyClick(driven.list.view, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(CannedPopup)))
    offered = window.findChildren(CannedPopup)[0]
    qtbot.waitUntil(lambda: offered.list.count() == 4 and offered.field.hasFocus())
    QTest.keyClicks(offered.field, "trace")
    QTest.keyClick(offered.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.pane.composer.notice.words()))
    assert driven.row(before.id).status is before.status
    window.pane.composer.send()
    qtbot.waitUntil(lambda: driven.row(before.id).status is Status.ON_HOLD)
    row = driven.row(before.id)
    assert row.assignee_id == window._desk.me.id
    assert "delivery" in row.tags
    assert row.snoozed_until is not None
    qtbot.waitUntil(lambda: any(" · Trace a lost parcel" in words for words in driven.toasts()))
    (toast,) = window.findChildren(Toast)
    assert toast.button is not None
    toast.button.click()
    qtbot.waitUntil(lambda: driven.row(before.id).status is before.status)
    qtbot.waitUntil(lambda: bool(window.pane.composer.notice.words()))
    row = driven.row(before.id)
    assert (row.assignee_id, row.tags, row.snoozed_until) == (before.assignee_id, before.tags, before.snoozed_until)


def test_undo_in_the_toast(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    driven.press("e")
    toast = next(
        toast for toast in driven.window.findChildren(Toast) if f"#{ticket.id} solved" in toast.accessibleName()
    )
    qtbot.waitUntil(lambda: driven.row(ticket.id).status is Status.SOLVED)
    button = toast.button
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: driven.row(ticket.id).status is ticket.status)


def test_a_toast_covers_nothing_of_the_last_message(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    thread = driven.window.pane.conversation
    bar = thread.verticalScrollBar()
    driven.window.resize(driven.window.width(), 520)
    qtbot.waitUntil(lambda: bool(thread.cards()) and bar.maximum() > 0)
    toast = driven.window.toasts.say("Reply sent to Ona", lambda: None)
    bar.setValue(bar.maximum())
    last = max(card.mapTo(driven.window, QPoint(0, card.height())).y() for card in thread.cards())
    assert last <= toast.mapTo(driven.window, QPoint(0, 0)).y()


def test_the_row_changes_before_the_database_has_confirmed(driven: Driven) -> None:
    driven.open(1)
    row = driven.list.model.ticket(1)
    assert row is not None
    driven.stage.deeds.set_priority((row.id,), Priority.URGENT)
    driven.window.deeds.set_priority((row.id,), Priority.URGENT)
    shown = driven.list.model.ticket(1)
    assert shown is not None
    assert shown.priority is Priority.URGENT


def test_p_drops_a_list_down_and_enter_chooses(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    driven.press("p")
    dropped = driven.dropped_down()
    dropped.choose_text("Urgent")
    qtbot.waitUntil(lambda: driven.row(ticket.id).priority is Priority.URGENT)


def test_s_puts_away_until_the_customer_answers(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    driven.press("s")
    driven.dropped_down().choose_text("Until the customer answers")
    qtbot.waitUntil(lambda: driven.row(ticket.id).snoozed_until == UNTIL_ANSWERED)
    assert f"#{ticket.id} snoozed until answered" in driven.toasts()
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: driven.row(ticket.id).snoozed_until is None)


def test_s_asks_for_another_time(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    driven.press("s")
    driven.dropped_down().choose_text("Another time…")
    (popup,) = driven.window.findChildren(TimePopup)
    assert popup.isVisible()
    wanted = popup.field.dateTime().addDays(3)
    popup.field.setDateTime(wanted)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: driven.row(ticket.id).snoozed_until is not None)
    until = driven.row(ticket.id).snoozed_until
    assert until is not None
    assert int(until.timestamp()) == wanted.toSecsSinceEpoch()


def test_shift_t_gives_to_a_team_which_is_undone(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    assert driven.window.pane.header.team.text() == ticket.team == "Orders"
    QTest.keyClick(driven.list.view, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    driven.dropped_down().choose_text("Technicians")
    qtbot.waitUntil(lambda: driven.row(ticket.id).team == "Technicians")
    assert driven.window.pane.header.team.text() == "Technicians"
    assert f"#{ticket.id} given to the team Technicians" in driven.toasts()
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: driven.row(ticket.id).team == "Orders")
    qtbot.waitUntil(lambda: driven.window.pane.header.team.text() == "Orders")


def test_a_team_that_is_renamed_is_so_everywhere(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    orders = next(team for team in driven.stage.desk.teams if team.name == "Orders")
    perform(driven.stage.database, SaveTeam(agent_id=None, id=orders.id, name="Sales", version=orders.version))
    qtbot.waitUntil(lambda: driven.window.pane.header.team.text() == "Sales")
    view = View(ViewKind.TEAM, orders.id)
    qtbot.waitUntil(lambda: (driven.window.inbox.views.model.row_of(view) or ROW).name == "Sales")


def test_a_desk_without_teams_does_not_speak_of_them(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    driven.press("x")
    window, bulk = driven.window, driven.list.header._bulk

    def of_teams() -> list[bool]:
        button = next(one for one in bulk.findChildren(IconButton) if one.accessibleName() == "Team")
        listed = any(entry.id == "team" for entry in window.keys.listed())
        rail = any(row.view.kind is ViewKind.TEAM for row in window.inbox.views.model.rows())
        return [button.isVisible(), listed, rail, window.pane.header.team.isVisible()]

    qtbot.waitUntil(lambda: of_teams() == [True] * 4)
    for team in driven.stage.desk.teams:
        perform(driven.stage.database, RemoveTeam(agent_id=None, id=team.id, successor_id=None, version=team.version))
    qtbot.waitUntil(lambda: of_teams() == [False] * 4)
    QTest.keyClick(driven.list.view, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert not driven.window.findChildren(ChoiceList)


def test_ticked_tickets_are_done_together(driven: Driven, qtbot: QtBot) -> None:
    rows = [driven.open(number) for number in (0, 1)]
    for number in (0, 1):
        driven.list.view.go_to(number)
        driven.press("x")
    driven.press("e")
    qtbot.waitUntil(lambda: all(driven.row(row.id).status is Status.SOLVED for row in rows))
    assert "2 tickets solved" in driven.toasts()
    assert driven.list.model.chosen() == ()
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: all(driven.row(row.id).status is row.status for row in rows))


def test_slash_searches_and_escape_comes_back(driven: Driven, qtbot: QtBot) -> None:
    driven.press("/")
    field = driven.list.header.search
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(driven.list.model.shown):
        field.setText("退款")
    assert driven.window.inbox.view.kind is ViewKind.SEARCH
    with qtbot.waitSignal(driven.list.model.shown):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert driven.window.inbox.view == View(ViewKind.MINE)


def test_a_colleagues_deed_is_seen(driven: Driven, qtbot: QtBot) -> None:
    row = driven.list.model.ticket(2)
    assert row is not None
    perform(driven.stage.database, SetStatus(agent_id=2, tickets=(row.id,), status=Status.SOLVED))
    qtbot.waitUntil(lambda: driven.list.model.number_of(row.id) is None)


def test_counts_beside_the_views_follow(driven: Driven, qtbot: QtBot) -> None:
    model = driven.window.inbox.views.model
    mine = View(ViewKind.MINE)
    qtbot.waitUntil(lambda: model.row_of(mine) is not None)
    before = model.row_of(mine)
    assert before is not None
    driven.open(0)
    driven.press("e")
    qtbot.waitUntil(lambda: (row := model.row_of(mine)) is not None and row.count == before.count - 1)


def test_g_s_opens_the_settings_once(driven: Driven) -> None:
    driven.press("gs")
    driven.press("gs")
    assert driven.settings_opened == 1


def test_a_setting_is_found_in_the_palette_by_what_it_can_be(driven: Driven) -> None:
    palette = driven.window.palette_box
    palette.open_over()
    palette.look_for("dark")
    found = palette.findChild(QListWidget)
    assert found is not None
    assert "Colours" in [found.item(row).text() for row in range(found.count())]


def test_palette_goes_to_a_view(driven: Driven, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: driven.window.inbox.views.model.rowCount() > 0)
    driven.window.palette_box.open_over()
    field = driven.window.palette_box._field
    QTest.keyClicks(field, "spam")
    QTest.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(driven.list.model.shown):
        driven.window.palette_box._list.setCurrentRow(
            next(n for n in range(9) if driven.window.palette_box._list.item(n).text() == "Spam")
        )
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert driven.window.inbox.view == View(ViewKind.SPAM)


def test_presence_is_kept(driven: Driven, qtbot: QtBot) -> None:
    driven.window.rail._me.be(Presence.AWAY, None, Leaving.KEEP)
    assert driven.stage.desk.me.presence is Presence.AWAY
    qtbot.waitUntil(lambda: driven.stage.database.read(desk_state.desk_state, 1).me.presence is Presence.AWAY)


def test_geometry_and_view_are_remembered(driven: Driven, stage: Stage, qtbot: QtBot) -> None:
    driven.window.resize(960, 700)  # the offscreen screen is not larger
    with qtbot.waitSignal(driven.list.model.shown):
        driven.window.inbox.go_to_view(View(ViewKind.DONE))
    driven.window.close()
    again = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
    assert (again.width(), again.height()) == (960, 700)
    with qtbot.waitSignal(again.inbox.tickets.model.shown):
        again.begin()
    assert again.inbox.view == View(ViewKind.DONE)
    delete(again)


def test_c_begins_a_ticket(driven: Driven, qtbot: QtBot) -> None:
    from deskbell.ui.composer.new_ticket import NewTicketWindow

    driven.press("c")
    begun = driven.window.findChild(NewTicketWindow)
    assert begun is not None
    qtbot.waitUntil(begun.composer.recipients.isVisible)
    begun.sent.emit(77, "Mail to x@example.com sent")
    assert "Mail to x@example.com sent" in driven.toasts()
    begun.close()


def test_the_list_comes_before_the_conversation(stage: Stage, qtbot: QtBot) -> None:
    window = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
    window.show()
    assert not window._place.is_made
    made: list[bool] = []
    shown = window.inbox.tickets.model.shown
    shown.connect(lambda: made.append(window._place.is_made), Qt.ConnectionType.SingleShotConnection)
    with qtbot.waitSignal(shown):
        window.begin()
    assert made == [False]
    qtbot.waitUntil(lambda: window._place.is_made)
    window.close()
    delete(window)


def test_a_window_closed_before_its_conversation_was_built_ends_well(stage: Stage, qtbot: QtBot) -> None:
    window = MainWindow(stage.theme, stage.runner, stage.feed, stage.desk, stage.settings)
    window.show()
    window.begin()
    with qtbot.waitSignal(window.closed):
        window.close()
    delete(window)
