"""The controls that forms are made of: by keys, by the wheel, and what a screen reader hears."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.declaration import Declaration
from deskbell.model.settings import DECLARATIONS
from deskbell.ui.settings.setting_row import SettingRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.choice_box import ChoiceBox
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.fold import Fold
from deskbell.ui.widgets.number_edit import NumberEdit
from deskbell.ui.widgets.password_edit import PasswordEdit
from deskbell.ui.widgets.segments import Segments


def show(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()


def turn_wheel(widget: QWidget) -> None:
    at = QPointF(widget.rect().center())
    down = QPoint(0, -120)
    none = Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(
        widget, QWheelEvent(at, widget.mapToGlobal(at), QPoint(), down, Qt.MouseButton.NoButton, none, phase, False)
    )


def test_the_wheel_changes_only_what_has_the_focus(theme: ThemeSource, qtbot: QtBot) -> None:
    window = QWidget()
    number, box, other = NumberEdit(theme, window), ChoiceBox(window), QLineEdit(window)
    number.setRange(0, 10)
    number.setValue(5)
    box.addItems(["one", "two", "three"])
    show(window, qtbot)
    other.setFocus()
    turn_wheel(number)
    turn_wheel(box)
    assert (number.value(), box.currentIndex()) == (5, 0)
    for widget in (number, box):
        widget.setFocus()
        turn_wheel(widget)
    assert (number.value(), box.currentIndex()) == (4, 1)


def test_segments_go_by_arrow_keys_and_tell_only_what_a_person_took(theme: ThemeSource, qtbot: QtBot) -> None:
    segments = Segments(theme, [("a", "First"), ("b", "Second"), ("c", "Third")])
    told: list[object] = []
    segments.chosen.connect(told.append)
    show(segments, qtbot)
    segments.set_value("b")
    assert told == []
    segments.setFocus()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Second"
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert (segments.value(), told) == ("c", ["c"])
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Left)
    assert (segments.value(), told) == ("b", ["c", "b"])


def test_a_fold_opens_by_keys_and_says_what_is_inside(theme: ThemeSource, qtbot: QtBot) -> None:
    content = QLineEdit()
    fold = Fold(theme, "Servers", content)
    fold.head.set_summary("imap.example.com:993")
    show(fold, qtbot)
    assert not content.isVisible()
    assert fold.head.accessibleDescription() == "imap.example.com:993"
    fold.head.setFocus()
    QTest.keyClick(fold.head, Qt.Key.Key_Space)
    assert content.isVisible()
    QTest.keyClick(fold.head, Qt.Key.Key_Left)
    assert not content.isVisible()
    fold.open()
    assert fold.is_open()


def test_a_password_is_dots_until_somebody_looks(theme: ThemeSource, qtbot: QtBot) -> None:
    edit = PasswordEdit(theme)
    show(edit, qtbot)
    (eye,) = edit.actions()
    assert (edit.echoMode(), eye.text()) == (QLineEdit.EchoMode.Password, "Show the password")
    eye.trigger()
    assert (edit.echoMode(), eye.text()) == (QLineEdit.EchoMode.Normal, "Hide the password")
    edit.hide_password()
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_a_field_says_its_fault_in_place_of_its_hint(theme: ThemeSource, qtbot: QtBot) -> None:
    edit = QLineEdit()
    field = Field(theme, "Name", edit, hint="As colleagues see it.")
    show(field, qtbot)
    assert (edit.accessibleName(), edit.accessibleDescription()) == ("Name", "As colleagues see it.")
    field.set_fault("Give a name.")
    assert (field.fault(), edit.accessibleDescription()) == ("Give a name.", "Give a name.")
    assert edit.property("wrong") is True
    field.set_fault("")
    assert edit.accessibleDescription() == "As colleagues see it."
    assert edit.property("wrong") is False


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda one: one.key)
def test_every_declared_setting_has_a_row_that_holds_its_values(
    theme: ThemeSource, qtbot: QtBot, declaration: Declaration
) -> None:
    row = SettingRow(theme, declaration)
    qtbot.addWidget(row)
    assert row.value() == declaration.default
    values: list[bool | int | str]
    if declaration.choices:
        values = [value for value, _ in declaration.choices]
    elif isinstance(declaration.default, bool):
        values = [True, False]
    elif isinstance(declaration.default, str):
        values = ["", "https://some-id.example", declaration.default]
    else:
        values = [declaration.low, declaration.high]
    with qtbot.assertNotEmitted(row.changed):
        for value in values:
            row.set_value(value)
            assert row.value() == declaration.check(value)
    assert row.control.accessibleName()
