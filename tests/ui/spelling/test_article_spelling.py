"""The spelling of an article is that of its language, and its code is nobody's prose."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.model.settings import Settings
from deskbell.ui.knowledge.markdown_field import MarkdownField
from deskbell.ui.spelling.article_spelling import ArticleSpelling
from deskbell.ui.spelling.own_words import OwnWords
from deskbell.ui.theme.source import ThemeSource
from ui.spelling.spelling_here import SpellerHere
from ui.spelling.test_editor_spelling import check
from ui.ticket.rows import STATE
from ui.ticket.stand import Stand


@pytest.fixture
def spelling(qtbot: QtBot, theme: ThemeSource, qapp: object) -> Iterator[ArticleSpelling]:
    stand = Stand(STATE)
    stand.desk.settings = Settings({"spelling.languages": "en_US lt_LT"})
    field = MarkdownField()
    qtbot.addWidget(field)
    field.resize(400, 300)
    field.show()
    speller = SpellerHere(field)
    speller.use(("en_US", "lt_LT"))
    made = ArticleSpelling(theme, field, speller, OwnWords(stand.runner, stand.desk, field))
    qtbot.waitUntil(lambda: bool(speller.loaded))
    yield made
    field.close()
    stand.close()


def test_the_language_is_that_of_the_article(qtbot: QtBot, spelling: ArticleSpelling) -> None:
    spelling.editor.show_text("I recieve labas", 1, "en")
    check(qtbot, spelling, "recieve labas")
    spelling.editor.show_text("receive labas", 2, "lt")
    check(qtbot, spelling, "receive")
    spelling.editor.show_text("receive labas", 3, "zh-Hant")
    check(qtbot, spelling, "")


def test_code_and_addresses_are_not_checked(qtbot: QtBot, spelling: ArticleSpelling) -> None:
    text = "😀 teh `recieve`\n```\nrecieve\n```\n[adress](article:1#recieve) teh"
    spelling.editor.show_text(text, 1, "en")
    check(qtbot, spelling, "teh adress teh")
    spelling.editor.shape(lambda now: now.put(text.index("```"), text.index("```") + 3, ""))
    qtbot.waitUntil(lambda: spelling.wrong_at(spelling.editor.document().find("recieve", 16)) is not None)


def test_the_menu_offers_what_may_be_meant(qtbot: QtBot, spelling: ArticleSpelling) -> None:
    spelling.editor.show_text("recieve", 1, "en")
    check(qtbot, spelling, "recieve")
    spelling.to_next()
    menu = next(one for one in spelling.editor.findChildren(QMenu) if one.isVisible())
    qtbot.waitUntil(lambda: "receive" in [action.text() for action in menu.actions()])
    next(action for action in menu.actions() if action.text() == "receive").trigger()
    assert spelling.editor.toPlainText() == "receive"
    menu.close()
