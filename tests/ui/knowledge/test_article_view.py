"""An article is shown, and does nothing else: it opens no file, asks no host, and shows no picture but its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QTextFragment
from pytestqt.qtbot import QtBot

from deskbell.rules.markdown.html import page
from deskbell.rules.markdown.reading import harmless, read
from deskbell.store.search import articles as search
from deskbell.ui.knowledge.article_view import ArticleView
from deskbell.ui.theme.source import ThemeSource
from rules.hostile_markdown import LINKS, TAGS
from ui.ticket.test_body_view import Opened


@pytest.fixture
def view(theme: ThemeSource, qtbot: QtBot) -> ArticleView:
    made = ArticleView(theme)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def fragments(view: ArticleView) -> Iterator[QTextFragment]:
    block = view.document().begin()
    while block.isValid():
        inside = block.begin()
        while not inside.atEnd():
            yield inside.fragment()
            inside += 1
        block = block.next()


def show(view: ArticleView, body: str) -> None:
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(0)
    view.show_page(page(read(body), {1}), {"1": picture})
    view.grab()


@pytest.mark.parametrize("bodies", [LINKS, TAGS], ids=["links", "tags"])
def test_nothing_of_it_is_active(view: ArticleView, bodies: tuple[str, ...]) -> None:
    for body in bodies:
        show(view, body)
        for fragment in fragments(view):
            look = fragment.charFormat()
            assert not look.anchorHref() or harmless(look.anchorHref()), body
            assert not look.isImageFormat() or look.toImageFormat().name().startswith("qrc:/of-this-message/"), body


def test_no_file_of_this_computer_is_opened(view: ArticleView, tmp_path: Path) -> None:
    file = tmp_path / "secret.png"
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0)
    picture.save(str(file))
    heard = Opened(tmp_path)
    addresses = (file.as_posix(), file.as_uri(), f"file:{file.as_posix()}", f"//localhost{file.as_posix()}")
    for address in addresses:
        for form in ("![x]({})", "![x](<{}>)", '<img src="{}">', "[x]({})", "![x][r]\n\n[r]: <{}>"):
            show(view, form.format(address))
    assert heard.names() == []
    heard.close()


def test_its_own_pictures_are_shown_no_wider_than_the_text(view: ArticleView) -> None:
    wide = QImage(2000, 100, QImage.Format.Format_RGB32)
    wide.fill(0)
    view.show_page(page(read("![x](picture:1)"), {1}), {"1": wide})
    (image,) = [one.charFormat().toImageFormat() for one in fragments(view) if one.charFormat().isImageFormat()]
    assert 0 < image.width() <= view.viewport().width()


def test_a_line_is_as_long_as_the_view_is_wide(view: ArticleView) -> None:
    view.show_page(page(read("word " * 200), ()), {})
    assert view.document().textWidth() == view.viewport().width()
    view.resize(420, 400)
    assert view.document().textWidth() == view.viewport().width()


def test_the_words_of_a_search_are_marked_whatever_their_case_and_accents(view: ArticleView) -> None:
    show(view, "# Sąskaita\n\n😀 SASKAITA, not sask; 订单的退款\n\n| a |\n|---|\n| **sąskaitos** |\n")

    def marked(typed: str) -> list[str]:
        view.mark_words(search.marked(typed))
        return [mark.cursor.selectedText() for mark in view.extraSelections()]

    assert marked("saskaita") == ["Sąskaita", "SASKAITA"]
    assert marked("退款 tag:x") == ["退款"]
    assert marked("saskait not") == ["not"]
    assert marked("sąskait") == ["Sąskait", "SASKAIT", "sąskait"]
    show(view, "Sąskaitos")
    assert [mark.cursor.selectedText() for mark in view.extraSelections()] == ["Sąskait"]
    assert marked("is:due") == []
