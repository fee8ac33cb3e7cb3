"""The page of keys: strokes are recorded, clashes said at once and taken, and what is applied holds in every window of the person."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.rules.key_choices import choices_of
from deskbell.store.queries import settings
from deskbell.ui.settings.dialog import SettingsDialog
from deskbell.ui.settings.key_row import KeyRow
from deskbell.ui.settings.keys import KeysPage
from deskbell.ui.settings.page import PageName
from ui.settings.office import Office

Apply = Callable[[SettingsDialog], None]
CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def page(dialog: SettingsDialog) -> KeysPage:
    made = dialog.open_page(PageName.KEYS)
    assert isinstance(made, KeysPage)
    return made


def press(row: KeyRow, *strokes: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    """Press these in the row's field, and let it be all."""
    assert row.editor is not None
    for key, held in strokes:
        QTest.keyClick(row.editor.recorder, key, held)
    row.editor.recorder.finish()


def said(row: KeyRow) -> str:
    assert row.editor is not None
    return row.editor._sentence.text()


def opened(page: KeysPage, action: str) -> KeyRow:
    page.rows[action].head.click()
    return page.rows[action]


def shown(page: KeysPage) -> list[str]:
    return [action for action, row in page.rows.items() if row.isVisibleTo(page)]


@pytest.mark.parametrize(
    ("strokes", "keys"),
    [
        ([(Qt.Key.Key_W, NONE)], "W"),
        ([(Qt.Key.Key_W, SHIFT)], "Shift+W"),
        ([(Qt.Key.Key_E, CTRL)], "Ctrl+E"),
        ([(Qt.Key.Key_G, NONE), (Qt.Key.Key_W, NONE)], "G, W"),
        ([(Qt.Key.Key_Enter, Qt.KeyboardModifier.AltModifier)], "Alt+Return"),
        ([(Qt.Key.Key_Exclam, SHIFT)], "!"),
        ([(Qt.Key.Key_Shift, SHIFT), (Qt.Key.Key_F6, SHIFT)], "Shift+F6"),
    ],
)
def test_strokes_are_recorded(page: KeysPage, strokes: list[tuple[Qt.Key, Qt.KeyboardModifier]], keys: str) -> None:
    row = opened(page, "solve")
    press(row, *strokes)
    assert page.draft.keys_of("solve") == (keys,)
    assert page.dirty()


def test_a_pause_ends_them(page: KeysPage, qtbot: QtBot) -> None:
    row = opened(page, "solve")
    assert row.editor is not None
    recorder = row.editor.recorder
    recorder.rest.setInterval(1)
    with qtbot.waitSignal(recorder.recorded) as caught:
        QTest.keyClick(recorder, Qt.Key.Key_W)
    assert caught.args == ["W"]


def test_escape_forgets_them_and_then_leaves(page: KeysPage) -> None:
    row = opened(page, "solve")
    assert row.editor is not None
    QTest.keyClick(row.editor.recorder, Qt.Key.Key_W)
    QTest.keyClick(row.editor.recorder, Qt.Key.Key_Escape)
    assert row.is_open
    QTest.keyClick(row.editor.recorder, Qt.Key.Key_Escape)
    assert not row.is_open
    assert not page.dirty()


def test_a_clash_is_said_at_once_and_taken(page: KeysPage) -> None:
    row = opened(page, "solve")
    assert row.editor is not None
    QTest.keyClick(row.editor.recorder, Qt.Key.Key_R)
    assert "Reply" in said(row)
    assert row.editor.take.isVisibleTo(page)
    row.editor.recorder.finish()
    assert page.draft.keys_of("solve") == ("E",)
    row.editor.take.click()
    assert page.draft.keys_of("solve") == ("R",)
    assert page.draft.keys_of("reply") == ()


def test_what_begins_so_is_a_clash_too(page: KeysPage) -> None:
    row = opened(page, "solve")
    press(row, (Qt.Key.Key_G, NONE))
    assert "Go to the inbox" in said(row)
    assert not page.dirty()
    press(row, (Qt.Key.Key_G, NONE), (Qt.Key.Key_E, NONE))
    assert page.draft.keys_of("solve") == ("G, E",)


@pytest.mark.parametrize(
    ("key", "held", "words"),
    [
        (Qt.Key.Key_Return, NONE, "going about"),
        (Qt.Key.Key_C, CTRL, "copies"),
        (Qt.Key.Key_F, CTRL, "always"),
    ],
)
def test_what_cannot_be_taken_is_said(page: KeysPage, key: Qt.Key, held: Qt.KeyboardModifier, words: str) -> None:
    row = opened(page, "solve")
    press(row, (key, held))
    assert words in said(row)
    assert row.editor is not None
    assert not row.editor.take.isVisibleTo(page)
    assert not page.dirty()


def test_further_keys_stand_beside_the_first(page: KeysPage) -> None:
    row = opened(page, "solve")
    assert row.editor is not None
    row.editor.more.click()
    press(row, (Qt.Key.Key_E, CTRL))
    assert page.draft.keys_of("solve") == ("E", "Ctrl+E")
    row.removed.emit(0)
    assert page.draft.keys_of("solve") == ("Ctrl+E",)
    row.editor.back.click()
    assert page.draft.keys_of("solve") == ("E",)
    assert not page.dirty()


def test_an_action_without_keys_gets_some(page: KeysPage) -> None:
    row = opened(page, "copy_link")
    press(row, (Qt.Key.Key_Q, NONE))
    assert page.draft.keys_of("copy_link") == ("Q",)
    assert row.head.accessibleName() == "Copy link: Q"


def test_one_line_after_the_other_is_opened_and_closed(page: KeysPage) -> None:
    for action in [entry for entry, row in page.rows.items() if row.head.isEnabled()]:
        row = opened(page, action)
        assert [other for other, one in page.rows.items() if one.is_open] == [action]
        editor = row.editor
        assert editor is not None
        row.head.click()
        assert not row.is_open
        assert not editor.isVisible()
        assert opened(page, action).editor is editor, "what was made once is used again"
        row.head.click()
    assert not page.dirty()


def test_keys_that_are_for_everybody_stay(page: KeysPage) -> None:
    assert not page.rows["end_play"].head.isEnabled()
    assert "always" in page.rows["end_play"].head.accessibleName()


def test_applied_they_hold_and_are_kept(
    page: KeysPage, dialog: SettingsDialog, office: Office, apply: Apply, qtbot: QtBot
) -> None:
    press(opened(page, "solve"), (Qt.Key.Key_E, CTRL))
    assert office.desk.keys.of("solve") == ("E",)
    apply(dialog)
    assert not page.dirty()
    kept = office.database.read(settings.read, office.me)
    assert choices_of(kept.text("keys.chosen")) == {"solve": ("Ctrl+E",)}
    with qtbot.waitSignal(office.desk.keys.changed):
        office.desk.read_again()
    assert office.desk.keys.of("solve") == ("Ctrl+E",)
    page.all_back.click()
    assert page.dirty()
    apply(dialog)
    assert office.database.read(settings.read, office.me).values.get("keys.chosen", "") == ""


def test_it_is_found_by_words(page: KeysPage) -> None:
    page.search("send solve")
    assert shown(page) == ["send_solve"]
    page.search("ctrl+k")
    assert "palette" in shown(page)
    page.search("nothing is called so")
    assert shown(page) == []
    assert page.none.isVisibleTo(page)
    page.search("")
    assert len(shown(page)) == len(page.rows)


def test_it_is_found_by_pressing_keys(page: KeysPage) -> None:
    page.switch.click()
    QTest.keyClick(page.by_keys, Qt.Key.Key_G)
    assert shown(page) == ["go_inbox", "go_knowledge", "go_customers", "go_organisations", "go_doubles", "go_settings"]
    QTest.keyClick(page.by_keys, Qt.Key.Key_S)
    assert shown(page) == ["go_settings"]
    QTest.keyClick(page.by_keys, Qt.Key.Key_Escape)
    assert len(shown(page)) == len(page.rows)
