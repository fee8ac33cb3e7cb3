"""What is written and offered of customers, in a language that nobody speaks: nothing forgotten, nothing clipped."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.customers import Like, Likely, Merged
from deskbell.ui.pseudo_language import PseudoLanguage
from deskbell.ui.scenes.drawing import put_up
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.customer_editor import CustomerEditor
from deskbell.ui.ticket.merge_popup import MergePopup
from deskbell.ui.ticket.person_side import WIDTH
from deskbell.ui.ticket.same_person import SamePerson
from ui.ticket.rows import CUSTOMER
from ui.walk import clipped, forgotten

OTHER = Likely(8, "李娜", "a@b.de", "", tuple(Like))
PEOPLE = "李娜 a@b.de zh-CN UTC"


@pytest.fixture(autouse=True)
def strange(qapp: QApplication) -> Iterator[None]:
    language = PseudoLanguage()
    qapp.installTranslator(language)
    yield
    qapp.removeTranslator(language)


def look(qtbot: QtBot, theme: ThemeSource, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    width = theme.px(WIDTH) - 20
    put_up(widget, QSize(width, max(widget.sizeHint().height(), widget.heightForWidth(width))))
    assert clipped(widget) == []


def test_the_editor(qtbot: QtBot, theme: ThemeSource) -> None:
    editor = CustomerEditor(theme)
    editor.show_customer(replace(CUSTOMER, emails=("a@b.de",), language="", name="李娜"), other=True)
    look(qtbot, theme, editor)
    assert forgotten(editor, PEOPLE) == []


def test_who_may_be_the_same(qtbot: QtBot, theme: ThemeSource) -> None:
    offered = SamePerson()
    offered.show_rows((OTHER, replace(OTHER, why=(Like.NAME,))), (Merged(9, "李娜", "deed"),))
    look(qtbot, theme, offered)
    assert forgotten(offered, PEOPLE) == []


def test_with_whom_to_merge(qtbot: QtBot, theme: ThemeSource) -> None:
    popup = MergePopup(theme, "李娜")
    popup.show_found("", [])
    qtbot.addWidget(popup)
    put_up(popup, popup.sizeHint())
    assert (clipped(popup), forgotten(popup, PEOPLE)) == ([], [])
