"""Mentioning colleagues in a note: found behind an @, put in by name, and never in the way."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from deskbell.model.commands import AddNote
from deskbell.model.kinds import ReplyKind, Role
from deskbell.model.teams import TeamRow
from deskbell.rules.mentions import mentioned
from deskbell.ui.composer.caret_list import EDGE
from deskbell.ui.composer.composer import Composer
from deskbell.ui.mentions.popup import MentionPopup
from deskbell.ui.widgets.chip import Tone
from ui.composer.composing import Make, type_in
from ui.ticket.rows import ONA, STATE, TOMAS, agent, detail
from ui.ticket.stand import Stand

ENTER, ESCAPE, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down
ZOFIA = agent(3, "Zofia Żak")
GONE = replace(agent(4, "Gone Long"), active=False)


@pytest.fixture
def stand(stand: Stand) -> Stand:
    stand.desk.state = replace(STATE, agents=(ONA, TOMAS, ZOFIA, GONE))
    return stand


@pytest.fixture
def composer(make: Make, stand: Stand) -> Composer:
    made = make()
    made.begin(ReplyKind.NOTE)
    return made


def popup(composer: Composer) -> MentionPopup | None:
    return composer.window().findChild(MentionPopup)


def offered(composer: Composer) -> list[str]:
    """Who is offered; nobody where no list is to be seen."""
    found = popup(composer)
    if found is None or not found.isVisible():
        return []
    return [found.list.item(number).text() for number in range(found.list.count())]


def press(qtbot: QtBot, composer: Composer, key: Qt.Key) -> None:
    qtbot.keyClick(composer.editor, key)


def test_an_at_offers_everybody_else(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "Look, ")
    assert popup(composer) is None, "loaded before it is wanted"
    type_in(qtbot, composer, "@")
    assert offered(composer) == ["Tomas Balsys", "Zofia Żak"]
    found = popup(composer)
    assert found is not None
    assert found.current() == TOMAS
    assert found.list.accessibleName() == "Colleagues"
    assert composer.editor.hasFocus()


def test_no_scroll_bar_stands_beside_all_of_them(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "@")
    found = popup(composer)
    assert found is not None
    type_in(qtbot, composer, "to")
    for _ in "to":
        press(qtbot, composer, Qt.Key.Key_Backspace)
    assert offered(composer) == ["Tomas Balsys", "Zofia Żak"]
    assert found.list.verticalScrollBar().maximum() == 0


def test_teams_with_somebody_else_come_last(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    teams = (TeamRow(1, "Billing", frozenset({ONA.id}), 1), TeamRow(2, "Tools", frozenset({ONA.id, TOMAS.id}), 1))
    stand.desk.state = replace(stand.desk.state, teams=teams)
    type_in(qtbot, composer, "@")
    assert offered(composer) == ["Tomas Balsys", "Zofia Żak", "Tools"]
    type_in(qtbot, composer, "too")
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "@Tools "


def test_who_may_not_see_the_ticket_is_not_offered(qtbot: QtBot, stand: Stand, composer: Composer) -> None:
    state = stand.desk.state
    there = detail()
    box = replace(next(box for box in state.mailboxes if box.id == there.row.mailbox_id), restricted=True, team_id=7)
    zofia, tomas = (replace(one, role=Role.AGENT) for one in (ZOFIA, TOMAS))
    teams = (TeamRow(7, "Board", frozenset({zofia.id}), 1), TeamRow(8, "Tools", frozenset({tomas.id}), 1))
    stand.desk.state = replace(state, agents=(ONA, tomas, zofia), mailboxes=(box,), teams=teams)
    type_in(qtbot, composer, "@")
    assert offered(composer) == ["Zofia Żak", "Board"]


def test_who_has_the_ticket_comes_first(qtbot: QtBot, composer: Composer) -> None:
    there = detail()
    composer.show_ticket(replace(there, row=replace(there.row, assignee_id=ZOFIA.id, assignee=ZOFIA.name)), ())
    type_in(qtbot, composer, "@")
    assert offered(composer) == ["Zofia Żak", "Tomas Balsys"]


@pytest.mark.parametrize("key", [ENTER, TAB, Qt.Key.Key_Enter])
def test_a_key_puts_the_name_in(qtbot: QtBot, stand: Stand, composer: Composer, key: Qt.Key) -> None:
    type_in(qtbot, composer, "Hello @zak")
    assert offered(composer) == ["Zofia Żak"]
    press(qtbot, composer, key)
    assert offered(composer) == []
    type_in(qtbot, composer, "is it there?")
    assert composer.editor.text() == "Hello @Zofia Żak is it there?"
    assert composer.editor.html() == "<div>Hello <b>@Zofia Żak</b> is it there?</div>"
    composer.send()
    stand.settle(qtbot)
    (note,) = stand.of(AddNote)
    assert mentioned(note.text, [(one.id, one.name) for one in stand.desk.agents]) == (ZOFIA.id,)


def test_down_goes_to_the_next_and_a_click_takes_one(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "@")
    press(qtbot, composer, DOWN)
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "@Zofia Żak "
    type_in(qtbot, composer, "@")
    found = popup(composer)
    assert found is not None
    at = found.list.visualItemRect(found.list.item(0)).center()
    qtbot.mouseClick(found.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert composer.editor.text() == "@Zofia Żak @Tomas Balsys "
    assert composer.editor.hasFocus()


def test_one_undo_takes_the_name_out_again(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "@to")
    press(qtbot, composer, ENTER)
    composer.editor.undo()
    assert composer.editor.text() == "@to"


def test_a_space_that_stands_there_is_not_doubled(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, " please")
    cursor = composer.editor.textCursor()
    cursor.setPosition(0)
    composer.editor.setTextCursor(cursor)
    type_in(qtbot, composer, "@to")
    press(qtbot, composer, ENTER)
    type_in(qtbot, composer, "do ")
    assert composer.editor.html() == "<div><b>@Tomas Balsys</b> do please</div>"


def test_escape_leaves_the_at(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "@to")
    with qtbot.assertNotEmitted(composer.left):
        press(qtbot, composer, ESCAPE)
    type_in(qtbot, composer, "m")
    assert offered(composer) == []
    assert composer.editor.text() == "@tom"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("@", 2),
        ("(@", 2),
        ("@ba", 1),
        ("@blasys", 1),
        ("@tomas bal", 1),
        ("info@", 0),
        ("info@tomas", 0),
        ("tomas.@", 0),
        ("@ ", 0),
        ("@5", 0),
        ("@ona", 0),
        ("@gone", 0),
        ("@tomas balsys look", 0),
        ("@tomas@", 0),
    ],
)
def test_an_address_stays_an_address(qtbot: QtBot, composer: Composer, typed: str, found: int) -> None:
    type_in(qtbot, composer, typed)
    assert len(offered(composer)) == found
    assert composer.editor.text() == typed


def test_enter_is_a_new_line_where_nobody_is_meant(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "@5")
    press(qtbot, composer, ENTER)
    type_in(qtbot, composer, "@tomas balsys look")
    press(qtbot, composer, ENTER)
    assert composer.editor.text() == "@5\n@tomas balsys look\n"


def test_a_customer_mentions_nobody(qtbot: QtBot, make: Make, stand: Stand) -> None:
    composer = make()
    composer.begin(ReplyKind.REPLY)
    type_in(qtbot, composer, "Hello @to")
    assert popup(composer) is None


def test_it_keeps_out_of_the_way_of_the_caret(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "@")
    found = popup(composer)
    assert found is not None
    editor = composer.editor

    def caret() -> QRect:
        there = editor.cursorRect()
        return QRect(editor.viewport().mapTo(composer.window(), there.topLeft()), there.size())

    before = caret()
    composer.notice.say("Somebody else has answered meanwhile.", Tone.WARNING)
    qtbot.waitUntil(lambda: caret().top() != before.top())
    qtbot.waitUntil(lambda: EDGE in (found.y() - caret().bottom(), caret().top() - found.y() - found.height()))


def test_it_goes_when_the_keyboard_goes_elsewhere(qtbot: QtBot, composer: Composer) -> None:
    type_in(qtbot, composer, "@")
    composer.editor.clearFocus()
    assert offered(composer) == []
