"""The colleagues among the views: put away at first, opened by what is held over them, given tickets by a drop; and in step with the desk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveAgent
from deskbell.model.kinds import Presence
from deskbell.model.presence import SetPresence
from deskbell.model.rows import AgentRow, ViewRow
from deskbell.model.views import View, ViewKind
from deskbell.ui.inbox.drag import tickets_mime
from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.inbox.views_list import ViewsList
from deskbell.ui.inbox.views_model import ENTRY, Head
from deskbell.ui.palette.offered import offered
from deskbell.ui.scenes.stage import Stage
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")

ONA, TOMAS = View(ViewKind.COLLEAGUE, 2), View(ViewKind.COLLEAGUE, 3)
SOON = datetime.now(UTC) + timedelta(hours=1)
ROWS = (
    ViewRow(View(ViewKind.MINE), "", 12),
    ViewRow(View(ViewKind.TEAM, 4), "Orders", 9),
    ViewRow(ONA, "Ona", 1, presence=Presence.AVAILABLE),
    ViewRow(TOMAS, "Tomas <b>Berg", 30, presence=Presence.AWAY),
    ViewRow(View(ViewKind.TAG, 5), "refund", 3),
)


@pytest.fixture
def listed(stage: Stage, qtbot: QtBot) -> Iterator[ViewsList]:
    made = ViewsList(stage.theme, stage.runner, stage.feed, 1)
    made.resize(220, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.show_rows(ROWS)
    yield made
    delete(made)


def words(listed: ViewsList) -> list[object]:
    return [listed.model.index(number).data() for number in range(listed.model.rowCount())]


def unfolded(listed: ViewsList) -> ViewsList:
    listed.model.fold(frozenset())
    return listed


class Dragged:
    """A drag of tickets over the list, as the system tells of it."""

    def __init__(self, listed: ViewsList, *tickets: int) -> None:
        self.entries = listed._list
        self.mime = tickets_mime(tickets)
        assert self._told(QDragEnterEvent, QPoint(5, 5))

    def over(self, words: str, from_top: int = 15) -> bool:
        """Whether it could be dropped there."""
        return self._told(QDragMoveEvent, self._at(words, from_top))

    def drop(self, words: str, from_top: int = 15) -> None:
        at = self._at(words, from_top).toPointF()
        QApplication.sendEvent(self.entries.viewport(), QDropEvent(at, Qt.DropAction.MoveAction, self.mime, *_HELD))

    def leave(self) -> None:
        QApplication.sendEvent(self.entries.viewport(), QDragLeaveEvent())

    def _told(self, kind: type[QDragMoveEvent], at: QPoint) -> bool:
        event = kind(at, Qt.DropAction.MoveAction, self.mime, *_HELD)
        QApplication.sendEvent(self.entries.viewport(), event)
        return event.isAccepted()

    def _at(self, words: str, from_top: int) -> QPoint:
        model = self.entries.model()
        row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == words)
        return self.entries.visualRect(model.index(row, 0)).topLeft() + QPoint(30, from_top)


_HELD = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def test_they_are_put_away_between_teams_and_saved_views(listed: ViewsList) -> None:
    assert words(listed) == ["My tickets", "Teams", "Orders", "Colleagues", "Tags", "refund"]
    head = listed.model.index(3)
    assert head.data(Qt.ItemDataRole.AccessibleTextRole) == "Colleagues, folded"
    assert words(unfolded(listed))[3:6] == ["Colleagues", "Ona", "Tomas <b>Berg"]


@pytest.mark.parametrize(
    ("presence", "until", "said", "tip"),
    [
        (Presence.AVAILABLE, None, "Tomas <b>Berg, 30 tickets", "Tomas &lt;b&gt;Berg, Available"),
        (Presence.AWAY, None, "Tomas <b>Berg, 30 tickets, Away", "Tomas &lt;b&gt;Berg, Away"),
        (Presence.AWAY, SOON, "Tomas <b>Berg, 30 tickets, away until ", "Tomas &lt;b&gt;Berg, away until "),
    ],
)
def test_what_is_said_of_one(
    listed: ViewsList, presence: Presence, until: datetime | None, said: str, tip: str
) -> None:
    listed.show_rows((ROWS[0], ViewRow(TOMAS, "Tomas <b>Berg", 30, presence=presence, away_until=until)))
    index = unfolded(listed).model.index(2)
    spoken, shown = (index.data(role) for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole))
    for told, expected in ((spoken, said), (shown, f"<span>{tip}")):
        rest = told.removeprefix(expected).removesuffix("</span>")
        assert told.startswith(expected)
        assert bool(rest) is (until is not None), "the time stands there"


@pytest.mark.parametrize("from_top", [0, 2, 15, 28])
def test_all_of_a_row_takes_tickets(listed: ViewsList, qtbot: QtBot, from_top: int) -> None:
    drag = Dragged(unfolded(listed), 7, 8)
    assert drag.over("Tomas <b>Berg", from_top)
    with qtbot.waitSignal(listed.dropped) as dropped:
        drag.drop("Tomas <b>Berg", from_top)
    assert dropped.args == [TOMAS, (7, 8)]


def test_nothing_is_dropped_where_it_lies_already(listed: ViewsList, qtbot: QtBot) -> None:
    unfolded(listed).go_to(TOMAS)
    drag = Dragged(listed, 7)
    assert drag.over("Ona")
    assert not drag.over("Tomas <b>Berg")
    with qtbot.assertNotEmitted(listed.dropped):
        drag.drop("Tomas <b>Berg")


@pytest.mark.parametrize("words", ["Teams", "Colleagues"])
def test_nothing_is_dropped_on_a_head(listed: ViewsList, qtbot: QtBot, words: str) -> None:
    drag = Dragged(unfolded(listed), 7)
    assert not drag.over(words)
    with qtbot.assertNotEmitted(listed.dropped):
        drag.drop(words)


def test_what_is_held_over_the_folded_group_opens_it_until_it_is_dropped(listed: ViewsList, qtbot: QtBot) -> None:
    listed.go_to(View(ViewKind.TEAM, 4))
    drag = Dragged(listed, 7)
    with qtbot.assertNotEmitted(listed.folded), qtbot.assertNotEmitted(listed.picked):
        with qtbot.waitSignal(listed.model.modelReset):
            assert not drag.over("Colleagues")
        assert drag.over("Ona")
        with qtbot.waitSignal(listed.dropped) as dropped:
            drag.drop("Ona")
    assert dropped.args == [ONA, (7,)]
    assert "Ona" not in words(listed)
    assert [index.data() for index in listed._list.selectionModel().selectedIndexes()] == ["Orders"]


def test_it_is_folded_again_where_the_drag_goes_away(listed: ViewsList, qtbot: QtBot) -> None:
    drag = Dragged(listed, 7)
    with qtbot.waitSignal(listed.model.modelReset):
        drag.over("Colleagues")
    listed.show_rows((replace(ROWS[0], count=13), *ROWS[1:]))
    assert "Ona" in words(listed)
    drag.leave()
    assert "Ona" not in words(listed)


@pytest.mark.parametrize("then", ["over", "leave", "drop"])
def test_what_only_passes_over_its_head_opens_nothing(listed: ViewsList, then: str) -> None:
    drag = Dragged(listed, 7)
    drag.over("Colleagues")
    assert listed._list.spring._held.isActive()
    {"over": lambda: drag.over("Orders"), "leave": drag.leave, "drop": lambda: drag.drop("Colleagues")}[then]()
    assert not listed._list.spring._held.isActive()
    assert "Ona" not in words(listed)


def test_a_group_whose_views_take_no_tickets_stays_folded(listed: ViewsList) -> None:
    saved = ViewRow(View(ViewKind.SAVED, 8), "Late", 0)
    listed.show_rows((*ROWS, saved))
    listed.model.fold(frozenset({ViewKind.SAVED}))
    Dragged(listed, 7).over("Saved views")
    assert not listed._list.spring._held.isActive()


def test_files_open_the_mailboxes_alone(listed: ViewsList, tmp_path: Path) -> None:
    listed.take_files()
    listed.show_rows((*ROWS, ViewRow(View(ViewKind.MAILBOX, 1), "Support", 3)))
    listed.model.fold(frozenset(ViewKind))
    drag = Dragged(listed)
    drag.mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    for head, opens in {"Colleagues": False, "Mailboxes": True, "Tags": False}.items():
        drag.over(head)
        assert listed._list.spring._held.isActive() is opens, head


def test_who_is_back_by_themselves_is_read_again(listed: ViewsList, qtbot: QtBot) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    listed.show_rows((ROWS[0], ViewRow(TOMAS, "Tomas", 30, presence=Presence.AWAY, away_until=until)))
    left = listed._back.remainingTime()
    still = (until - datetime.now(UTC)).total_seconds() * 1_000
    assert still - 1_000 < left < 3_601_000
    with qtbot.waitSignal(listed.read):
        listed._back.timeout.emit()
    listed.show_rows(ROWS)
    assert not listed._back.isActive()


@pytest.mark.parametrize("kept", ["colleague:1", "colleague:999", "colleague"])
def test_the_day_begins_with_ones_own_tickets_where_there_is_no_such_colleague(
    stage: Stage, qtbot: QtBot, kept: str
) -> None:
    stage.settings.setValue("inbox/view", kept)
    inbox = Inbox(stage.theme, stage.runner, stage.feed, stage.desk, stage.deeds, stage.menus, stage.settings)
    inbox.begin()
    qtbot.waitUntil(lambda: inbox.view == inbox.views.view == View(ViewKind.MINE))
    delete(inbox)


def save(driven: Driven, row: AgentRow, **values: object) -> None:
    """As an administrator saves an agent elsewhere."""
    person = {"name": row.name, "email": row.email, "role": row.role, "active": row.active, "version": row.version}
    perform(driven.stage.database, SaveAgent(agent_id=None, id=row.id, **(person | values)))  # type: ignore[arg-type]


def shown(driven: Driven, view: View, qtbot: QtBot) -> ViewRow:
    """The row of a view, once the views are read."""
    model = driven.window.inbox.views.model
    qtbot.waitUntil(lambda: model.row_of(view) is not None)
    row = model.row_of(view)
    assert row is not None
    return row


def agent(driven: Driven, name: str) -> AgentRow:
    return next(one for one in driven.stage.desk.agents if one.name == name)


def test_tickets_are_dropped_on_a_colleague_and_seen_there(driven: Driven, qtbot: QtBot) -> None:
    owen = agent(driven, "Owen Clarke")
    view = View(ViewKind.COLLEAGUE, owen.id)
    inbox, model = driven.window.inbox, driven.list.model
    rows = [row for number in (0, 1) if (row := model.ticket(number)) is not None]
    tickets = tuple(row.id for row in rows)
    model.choose(tickets, on=True)
    before = shown(driven, view, qtbot)
    drag = Dragged(unfolded(inbox.views), *model.chosen())
    drag.drop("Owen Clarke")
    assert "2 tickets assigned to Owen Clarke, who is away" in driven.toasts()
    qtbot.waitUntil(lambda: all(driven.row(ticket).assignee == "Owen Clarke" for ticket in tickets))
    qtbot.waitUntil(lambda: (inbox.views.model.row_of(view) or before).count == before.count + 2)
    window = driven.window
    entries = offered(window.keys, inbox.views.model.rows(), window.go_to, window.settings)
    with qtbot.waitSignal(model.shown):
        next(entry for entry in entries if entry.words == "Owen Clarke").do()
    assert driven.list.header.title() == "Owen Clarke"
    qtbot.waitUntil(lambda: model.rowCount() == before.count + 2)
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: [driven.row(row.id).assignee for row in rows] == [row.assignee for row in rows])
    qtbot.waitUntil(lambda: model.rowCount() == before.count)


def test_they_follow_what_becomes_of_the_desk(driven: Driven, qtbot: QtBot) -> None:
    listed, header = driven.window.inbox.views, driven.list.header
    tomas = agent(driven, "Tomas Berg")
    view = View(ViewKind.COLLEAGUE, tomas.id)

    def row() -> ViewRow | None:
        return listed.model.row_of(view)

    assert shown(driven, view, qtbot).name == "Tomas Berg"
    with qtbot.waitSignal(driven.list.model.shown):
        driven.window.inbox.go_to_view(view)
    save(driven, tomas, name="Tomas Bergmann")
    perform(driven.stage.database, SetPresence(agent_id=tomas.id, presence=Presence.AWAY))
    perform(driven.stage.database, SaveAgent(agent_id=None, id=0, name="Zoë", email="zoe@desk.example"))
    qtbot.waitUntil(lambda: (now := row()) is not None and now.presence is Presence.AWAY)
    qtbot.waitUntil(lambda: "Zoë" in [one.name for one in listed.model.rows()])
    qtbot.waitUntil(lambda: header.title() == "Tomas Bergmann")
    qtbot.waitUntil(lambda: "Zoë" in [one.name for one in driven.stage.desk.agents])
    save(driven, agent(driven, "Tomas Bergmann"), active=False)
    qtbot.waitUntil(lambda: row() is None)
    assert driven.window.inbox.view == view, "what is theirs can still be given to others"
    assert header.title() == "Tomas Bergmann"


def test_on_a_desk_of_one_nobody_speaks_of_colleagues(driven: Driven, qtbot: QtBot) -> None:
    model = driven.window.inbox.views.model
    qtbot.waitUntil(lambda: model.number_of_head(ViewKind.COLLEAGUE) is not None)
    me = driven.stage.desk.me.id
    for row in driven.stage.desk.agents:
        if row.id != me:
            save(driven, row, active=False)
    qtbot.waitUntil(lambda: model.number_of_head(ViewKind.COLLEAGUE) is None)
    heads = [model.index(number).data(ENTRY) for number in range(model.rowCount())]
    assert "Colleagues" not in [head.title for head in heads if isinstance(head, Head)]
