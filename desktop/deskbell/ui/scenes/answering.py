"""The scenes of articles at hand while one answers: suggested beside the ticket, looked at, and asked for by two brackets."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import ReplyKind
from deskbell.sample.articles import add_articles
from deskbell.store.queries import articles
from deskbell.store.queries.article_choices import choices
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.scenes.steps import open_ticket

Make = Callable[[Stage], QWidget]


def answering(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    filled = partial(_filled, window)
    first = partial(open_ticket, number=1)
    asked = (first, partial(_type, words="[["))
    yield Scene("answering-suggested", size, filled, (first, _suggest))
    yield Scene("answering-peek", (480, 440), _peek)
    yield Scene("answering-brackets", size, filled, asked)
    yield Scene("answering-brackets-found", size, filled, (first, partial(_type, words="[[log")))
    yield Scene("answering-brackets-note", size, filled, (first, _note, partial(_type, words="[[reminder")))
    yield Scene("answering-article-of-ticket", size, filled, (first, _make))
    yield Scene("answering-brackets-none", size, window, asked)


def _filled(window: Make, stage: Stage) -> QWidget:
    if not stage.database.read(articles.categories, 1):
        stage.database.transact(lambda session: add_articles(session, 1))
    return window(stage)


def _suggest(window: QWidget) -> None:
    """At once: nobody reads the ticket for a moment first."""
    assert isinstance(window, MainWindow)
    row = window.pane.row
    assert row is not None
    window.pane._later.suggesting.look(row)


def _peek(stage: Stage) -> QWidget:
    from deskbell.ui.answering.peek import ArticlePeek

    if not stage.database.read(articles.categories, 1):
        stage.database.transact(lambda session: add_articles(session, 1))
    peek = ArticlePeek(stage.theme, stage.runner, stage.desk)
    peek.look(stage.database.read(choices, "refund", 1, "en")[0].id, "en")
    return peek


def _make(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    assert window.pane.row is not None
    window.places.make_article(window.pane.row.id)


def _note(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.pane.begin(ReplyKind.NOTE)


def _type(window: QWidget, words: str) -> None:
    assert isinstance(window, MainWindow)
    editor = window.pane.composer.editor
    editor.setFocus()
    QTest.keyClicks(editor, words)
