"""No label and no tooltip takes what a stranger wrote for markup: Qt would open the files and hosts that it names. All screens are walked with the rest that
holds of each, in `test_every_screen`.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.sender_button import SenderButton
from deskbell.ui.prompts import question_box
from deskbell.ui.settings.entry import Entry
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import DangerButton, GhostButton, LinkButton, PrimaryButton
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.fold import FoldHead
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, plain_tooltip
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.widgets.segments import Segment
from ui.literal import astray

MARKUP = "<img src='file:///etc/hostname'><b>bold</b> & more"
NAME = "Kern & Hoffmann"


def test_a_question_names_files_literally(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    box = question_box(host, f"Save {MARKUP}?", f"“{MARKUP}” does something.")
    assert len(box.findChildren(QLabel)) >= 2
    assert list(astray(box)) == []


def test_what_is_astray_is_found(theme: object, qtbot: QtBot) -> None:
    """The walk itself."""
    host = QWidget()
    qtbot.addWidget(host)
    loose, good = QLabel(MARKUP, host), Label(MARKUP, parent=host)
    good.setToolTip(plain_tooltip(MARKUP))
    loose.setTextFormat(Qt.TextFormat.PlainText)
    assert list(astray(host)) == []
    loose.setTextFormat(Qt.TextFormat.AutoText)
    loose.setToolTip(MARKUP)
    assert len(list(astray(host))) == 2


def test_a_button_that_is_named_after_somebody_is_literal(theme: object, qtbot: QtBot) -> None:
    from deskbell.ui.theme.icons import Icon

    button = IconButton(theme, Icon.CLOSE, MARKUP)  # type: ignore[arg-type]
    qtbot.addWidget(button)
    assert list(astray(button)) == []


def the_words(theme: ThemeSource, host: QWidget) -> list[QWidget]:
    """One of each that shows names."""
    chosen = PropertyButton(theme, "Team", parent=host)
    chosen.set_value(NAME)
    return [
        *(kind(NAME, host) for kind in (PrimaryButton, GhostButton, DangerButton, LinkButton)),
        chosen,
        Segment(theme, NAME, host),
        FoldHead(theme, NAME, host),
        SenderButton(theme, host),
        Field(theme, NAME, QLineEdit(host), parent=host),
        Entry(theme, host),
    ]


def test_an_ampersand_in_a_name_is_no_key(theme: ThemeSource, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    made = the_words(theme, host)
    assert list(astray(host)) == []
    buttons = [one for one in made if isinstance(one, QAbstractButton)]
    for button in buttons:
        button.setText(NAME)
        assert button.text() == NAME
    assert list(astray(host)) == []


def test_a_button_shows_the_ampersand(theme: ThemeSource, qtbot: QtBot) -> None:
    shown, plain = LinkButton("a&b"), QPushButton("a&&b")
    for one in (shown, plain):
        qtbot.addWidget(one)
        one.setProperty("kind", "link")
        one.setAutoDefault(False)
    assert shown.sizeHint() == plain.sizeHint()
    assert shown.sizeHint().width() > LinkButton("ab").sizeHint().width()


def test_keys_that_names_would_give_are_found(qtbot: QtBot) -> None:
    """The walk itself."""
    host = QWidget()
    qtbot.addWidget(host)
    QCheckBox("Kern &Hoffmann", host)
    QAction("Kern &Hoffmann", host)
    assert len(list(astray(host))) == 2
