"""The whole window on a sample desk: keys, deeds, undo, search, banners."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.changes import Change, Changes
from deskbell.model.commands import RemoveTeam, SaveTeam, SetStatus
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Entity, MailboxState, Presence, Priority, Status
from deskbell.model.rows import TicketRow, ViewRow, WorkerRow
from deskbell.model.views import View, ViewKind
from deskbell.store.queries import desk_state, ticket_list
from deskbell.ui.main_window import MainWindow
from deskbell.ui.stage import Stage
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.toast import Toast

ROW = ViewRow(View(ViewKind.MINE), "", 0)


class Driven:
    """The window and hands on it."""

    def __init__(self, stage: Stage, qtbot: QtBot) -> None:
        self.stage, self.qtbot = stage, qtbot
        self.settings_opened = 0
        self.window = MainWindow(
            stage.theme, stage.runner, stage.feed, stage.desk, stage.settings, settings_dialog=self._settings
        )
        self.list = self.window.inbox.tickets

    def _settings(self, parent: QWidget) -> QWidget:
        self.settings_opened += 1
        return QWidget(parent, Qt.WindowType.Dialog)

    def open(self, number: int) -> TicketRow:
        """Open the ticket in this row of the list."""
        row = self.list.model.ticket(number)
        assert row is not None
        with self.qtbot.waitSignal(self.window.pane.shown, check_params_cb=lambda ticket: ticket == row.id):
            self.list.view.go_to(number)
        return row

    def press(self, keys: str) -> None:
        QTest.keyClicks(self.list.view, keys)

    def row(self, ticket: int) -> TicketRow:
        return self.stage.database.read(ticket_list.rows, [ticket], 1)[0]

    def toasts(self) -> list[str]:
        return [toast.accessibleName() for toast in self.window.findChildren(Toast)]

    def dropped_down(self) -> ChoiceList:
        self.qtbot.waitUntil(lambda: bool(self.window.findChildren(ChoiceList)))
        return self.window.findChildren(ChoiceList)[-1]


@pytest.fixture
def driven(stage: Stage, qtbot: QtBot) -> Iterator[Driven]:
    made = Driven(stage, qtbot)
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    with qtbot.waitSignal(made.list.model.shown):
        made.window.begin()
    yield made
    made.window.close()
    delete(made.window)


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


def test_what_is_typed_before_the_ticket_is_there_belongs_into_the_reply(driven: Driven, qtbot: QtBot) -> None:
    before = driven.open(0)
    with qtbot.waitSignal(driven.window.pane.shown) as shown:
        QTest.keyClicks(QApplication.focusWidget(), "jr")
        QTest.keyClicks(QApplication.focusWidget(), "eis")
    assert shown.args != [before.id]
    assert driven.window.pane.composer.editor.text().startswith("eis")
    assert driven.toasts() == [], "no letter was a key"


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


def test_a_failing_mailbox_is_told_once_and_untold(driven: Driven) -> None:
    desk = driven.stage.desk
    before = desk.state
    failing = replace(
        before.mailboxes[0],
        state=MailboxState.FAILING,
        reason="mail.login",
        reason_values={"host": "imap.example.com", "user": "help@example.com"},
    )
    desk.state = replace(before, mailboxes=(failing, *before.mailboxes[1:]), sample=False)
    desk.changed.emit()
    desk.changed.emit()
    key = f"mailbox/{failing.id}"
    assert key in driven.window.banners.shown()
    desk.state = before
    desk.changed.emit()
    assert key not in driven.window.banners.shown()


@pytest.mark.parametrize("kind", ["unreadable", "unsent"])
def test_mail_that_could_not_be_read_or_sent_is_told_until_it_is_put_away_and_again_with_the_next(
    driven: Driven, qtbot: QtBot, kind: str
) -> None:
    desk, banners = driven.stage.desk, driven.window.banners
    first, second = (driven.list.model.ticket(number) for number in (0, 1))
    assert first is not None
    assert second is not None

    def be(*tickets: int) -> None:
        desk.state = replace(desk.state, **{kind: tickets})
        desk.changed.emit()

    be(second.id)
    assert kind in banners.shown()
    banners.drop(kind)
    be(second.id)
    assert kind not in banners.shown()
    be(first.id, second.id)
    assert kind in banners.shown()
    button = next(one for one in banners.findChildren(QPushButton) if one.text() == "Show the newest")
    with qtbot.waitSignal(driven.window.pane.shown, check_params_cb=lambda ticket: ticket == first.id):
        button.click()
    be()
    assert kind not in banners.shown()


def test_a_missing_worker_is_told_after_a_while(driven: Driven, qtbot: QtBot) -> None:
    from deskbell.ui.health import WorkerWatch

    desk = driven.stage.desk
    watch = WorkerWatch(desk, driven.window, grace_ms=20)
    before = desk.state
    gone = WorkerRow("office", datetime(2026, 1, 1, tzinfo=UTC), alive=False)
    with qtbot.waitSignal(watch.changed):
        desk.state = replace(before, worker=gone, sample=False)
        desk.changed.emit()
        assert not watch.down
    assert watch.down
    desk.state = replace(before, worker=replace(gone, alive=True), sample=False)
    desk.changed.emit()
    assert not watch.down


def test_an_error_that_nobody_took_is_a_banner_with_details(driven: Driven) -> None:
    driven.stage.runner.troubled.emit(Trouble("mail.no_password", address="support@desk.example"))
    assert "Trouble" in driven.window.banners.shown()


def test_a_full_disk_is_one_banner_until_something_is_written(driven: Driven) -> None:
    full = Trouble("db.full", detail="ENOSPC")
    for told in (driven.stage.runner.troubled.emit, driven.window.deeds.failed.emit, driven.window.pane.failed.emit):
        told(full)
    assert "db.full" in driven.window.banners.shown()
    assert driven.toasts() == []
    driven.stage.feed.changed.emit(Changes((Change(1, Entity.TICKET, 1, 1),)))
    assert "db.full" not in driven.window.banners.shown()


def test_a_damaged_file_is_said_for_good(driven: Driven) -> None:
    driven.window.pane.failed.emit(Trouble("db.corrupt", path="desk.db"))
    driven.stage.feed.changed.emit(Changes((Change(1, Entity.TICKET, 1, 1),)))
    assert "db.corrupt" in driven.window.banners.shown()
    assert "desk.db" in driven.window.rail._health.toolTip()


def test_while_the_database_is_away_it_is_told_at_one_place(driven: Driven) -> None:
    feed, shown, gone = driven.stage.feed, driven.window.banners.shown, Trouble("db.unreachable", address="10.0.0.1")
    before = shown()
    driven.stage.runner.troubled.emit(gone)
    assert shown() == before | {"db.unreachable"}
    feed._ail(gone)
    assert shown() == before | {"database"}
    assert "10.0.0.1" in driven.window.rail._health.toolTip()
    driven.stage.runner.troubled.emit(gone)
    assert driven.toasts() == []
    driven.window.deeds.failed.emit(gone)
    assert shown() == before | {"database"}
    assert [toast.partition(".")[0] for toast in driven.toasts()] == ["Not done"]
    feed._mend()
    assert shown() == before
    assert "10.0.0.1" not in driven.window.rail._health.toolTip()


def test_presence_is_kept(driven: Driven, qtbot: QtBot) -> None:
    driven.window.rail._me._be(Presence.AWAY)
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
    with qtbot.waitSignal(window.inbox.tickets.model.shown):
        window.begin()
    assert not window._place.is_made
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
